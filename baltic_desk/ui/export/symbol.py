"""Symbols as SVG or PNG files, one or many."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from baltic_desk.io.save import SaveError, save
from baltic_desk.symbology.control_measures import measure
from baltic_desk.symbology.options import OptionError, Value
from baltic_desk.ui.export.encoding import png_bytes
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from baltic_desk.ui.symbol_raster import with_family

# Where the shipped font is not installed, the others have its widths.
_FAMILIES = "Liberation Sans, Arial, Helvetica, sans-serif"


class SymbolWriter:
    """Draws symbols into files, with one script engine for all; needs the application object."""

    def __init__(self, *, colours: str = "light") -> None:
        self._pictures = SymbolPictures(symbol_renderer())
        self._pictures.colours = colours

    def write(
        self, sidc: str, out: Path, *, size: float, options: Mapping[str, Value | None]
    ) -> None:
        """Draw a symbol into a file whose name ends in .svg or .png.

        Parameters
        ----------
        size
            Height of a land unit's frame in pixels.
        options
            milsymbol's option names and their values.

        Raises
        ------
        ExportError
            When an option is not one, the code draws nothing, or the file cannot be written.
        """
        try:
            symbol = self._pictures.symbol(sidc, options, size)
            if not symbol.valid:
                raise ExportError(f"{sidc}: {_why_nothing(sidc)}")
            if out.suffix.lower() == ".svg":
                data = with_family(symbol.svg, _FAMILIES).encode()
            else:
                data = png_bytes(self._pictures.picture(sidc, options, size).image)
            save(out, data, backup=False)
        except (OptionError, SaveError) as error:
            raise ExportError(str(error)) from error


def _why_nothing(sidc: str) -> str:
    found = measure(sidc)
    if found is None:
        return "the symbol set has no symbol for this code"
    return (
        f"{found.title} is a line or an area, drawn by control points: put it into a project"
        " and render that"
    )
