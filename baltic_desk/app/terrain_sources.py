"""Where the heights come from that lines of sight are computed over: shipped, added, or none.

A project names its source. Which files that is, is a matter of the machine; where a name is not
known the shipped grid stands in, and whoever shows the outcome says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from baltic_desk.app.settings import TerrainSource
from baltic_desk.document.altitude import COARSE, NO_TERRAIN
from baltic_desk.geo.elevation import ACCURACY
from baltic_desk.geo.terrain import Elevation, SmoothEarth, Stack, coarse_elevation
from baltic_desk.geo.terrain_files import open_elevation

LONGEST_NAME = 60
COARSE_TITLE = f"Shipped terrain ({ACCURACY})"
NONE_TITLE = "None: smooth earth at sea level"


class TerrainShelf:
    """Opens sources when they are asked for and keeps them open. Serves any number of threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: dict[tuple[str, str], Elevation] = {}

    def elevation(self, name: str, added: Sequence[TerrainSource]) -> Elevation:
        """The source of that name; the shipped grid for one that is not among the added.

        An added source lies over the shipped grid, which goes on where it ends.

        Raises
        ------
        TerrainFileError
            When its files cannot be read, with the file and the reason.
        """
        path = next((source.path for source in added if source.name == name), "")
        if name != NO_TERRAIN and not path:
            name = COARSE
        with self._lock:
            found = self._open.get((name, path))
            if found is None:
                found = self._open[name, path] = self._opened(name, path)
            return found

    def forget(self, name: str) -> None:
        """Open it anew when it is next asked for."""
        with self._lock:
            self._open = {key: kept for key, kept in self._open.items() if key[0] != name}

    def _opened(self, name: str, path: str) -> Elevation:
        if name == NO_TERRAIN:
            return SmoothEarth()
        shipped = self._open.get((COARSE, ""))
        if shipped is None:
            shipped = self._open[COARSE, ""] = coarse_elevation()
        return Stack((open_elevation(Path(path)), shipped)) if path else shipped


def is_here(name: str, added: Sequence[TerrainSource]) -> bool:
    """Whether this machine has the source that a project names."""
    return name in (NO_TERRAIN, COARSE) or any(source.name == name for source in added)


def new_source(path: Path, added: Sequence[TerrainSource]) -> TerrainSource:
    """A source for a file or folder, under a name that no other has; the one there is for the same.

    Raises
    ------
    TerrainFileError
        When there is no elevation in it that can be read.
    """
    where = str(path.resolve())
    present = next((source for source in added if source.path == where), None)
    if present is not None:
        return present
    open_elevation(path)
    taken = {source.name for source in added} | {NO_TERRAIN, COARSE}
    plain = (path.name or "Terrain")[:LONGEST_NAME]
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain} ({number})", number + 1
    return TerrainSource(name=name, path=where)
