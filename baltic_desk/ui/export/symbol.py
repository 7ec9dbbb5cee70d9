"""One symbol as an SVG or PNG file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from baltic_desk.io.save import SaveError, save
from baltic_desk.symbology.options import OptionError
from baltic_desk.ui.export.encoding import png_bytes
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures


def write_symbol(sidc: str, out: Path, *, size: float, amplifiers: Mapping[str, str]) -> None:
    """Draw a symbol into a file whose name ends in .svg or .png.

    Parameters
    ----------
    size
        Height of a land unit's frame in pixels.
    amplifiers
        milsymbol's option names and their values.

    Raises
    ------
    ExportError
        When an amplifier is not one, the code draws nothing, or the file cannot be written.
    """
    pictures = SymbolPictures(symbol_renderer())
    try:
        symbol = pictures.symbol(sidc, amplifiers, size)
        if not symbol.valid:
            raise ExportError(f"{sidc}: the symbol set has no symbol for this code")
        if out.suffix.lower() == ".svg":
            data = symbol.svg.encode()
        else:
            data = png_bytes(pictures.picture(sidc, amplifiers, size).image)
        save(out, data, backup=False)
    except (OptionError, SaveError) as error:
        raise ExportError(str(error)) from error
