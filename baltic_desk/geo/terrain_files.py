"""Elevation that people add: HGT, DTED and GeoTIFF files, or a folder of them, read without GDAL.

(GDAL itself is not let in: a file that is really a VRT has made it read other files and send
requests.)
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from baltic_desk.geo.terrain import Elevation, TerrainFileError, stacked
from baltic_desk.geo.terrain_dted import dted_sheet
from baltic_desk.geo.terrain_geotiff import geotiff_sheet
from baltic_desk.geo.terrain_hgt import hgt_sheet
from baltic_desk.geo.terrain_sheets import Sheet, SheetMemory

KINDS: dict[str, Callable[[Path, SheetMemory], Sheet]] = {
    ".hgt": hgt_sheet,
    ".dt0": dted_sheet,
    ".dt1": dted_sheet,
    ".dt2": dted_sheet,
    ".tif": geotiff_sheet,
    ".tiff": geotiff_sheet,
}
"""Readers by the end of a file's name, in small letters."""

MOST_SHEETS = 2_000


def open_elevation(path: Path) -> Elevation:
    """Elevation from a file, or from all elevation files in a folder and its folders.

    Headings are read and checked now; heights when they are asked for, which raises
    TerrainFileError where a file is damaged further on. A single HGT or DTED file is read at once.

    Raises
    ------
    TerrainFileError
        What cannot be read, with the file and the reason; a folder without elevation files.
    """
    memory = SheetMemory()
    if path.is_dir():
        found = _elevation_files(path)
        sheets = [KINDS[each.suffix.lower()](each, memory) for each in found]
        return stacked(sheets, title=f"{path.name} ({len(sheets)} elevation files)")
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        packed = " Unpack it first." if path.suffix.lower() in (".zip", ".gz", ".7z") else ""
        raise TerrainFileError(
            f"{path}: elevation is read from {', '.join(KINDS)} and folders of them.{packed}"
        )
    sheet = kind(path, memory)
    memory.grid(path, sheet.read)
    return sheet


def _elevation_files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for each in sorted(folder.rglob("*")):
        if each.suffix.lower() in KINDS and each.is_file():
            found.append(each)
        if len(found) > MOST_SHEETS:
            raise TerrainFileError(f"{folder}: holds more than {MOST_SHEETS:,} elevation files")
    if not found:
        raise TerrainFileError(f"{folder}: holds no elevation files ({', '.join(KINDS)})")
    return found
