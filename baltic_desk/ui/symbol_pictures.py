"""Pictures of symbols in pixels, the latest kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from baltic_desk.symbology.options import Value
from baltic_desk.symbology.symbols import Symbol, SymbolRenderer
from baltic_desk.ui.symbol_raster import SymbolPicture, paint_symbol, rasterised

__all__ = ["SymbolPicture", "SymbolPictures", "paint_symbol"]

BYTES_KEPT = 20 * 1024 * 1024


class SymbolPictures:
    """Pictures of symbols, the latest kept while they fit in `bytes_kept`.

    `colours` is what the project whose symbols they are says of them ("light", "medium", "dark",
    "color-blind"); an option `colorMode` of a symbol comes before it.
    """

    def __init__(self, renderer: SymbolRenderer, *, bytes_kept: int = BYTES_KEPT) -> None:
        self.colours = "light"
        self._renderer = renderer
        self._bytes_kept = bytes_kept
        self._pictures: OrderedDict[object, SymbolPicture] = OrderedDict()
        self._bytes = 0

    @property
    def kept_bytes(self) -> int:
        """Bytes that the kept pictures take."""
        return self._bytes

    def symbol(self, sidc: str, options: Mapping[str, Value | None], size_px: float) -> Symbol:
        """The drawing itself, for vector targets and SVG."""
        return self._renderer.symbol(sidc, size=size_px, **{"colorMode": self.colours, **options})

    def picture(
        self, sidc: str, options: Mapping[str, Value | None], size_px: float, dpr: float = 1.0
    ) -> SymbolPicture:
        """Picture of a symbol of `size_px` logical pixels on a screen of pixel ratio `dpr`.

        Raises
        ------
        OptionError
            For an option that the symbol script does not have.
        """
        key = (sidc, size_px, dpr, self.colours, frozenset(options.items()))
        known = self._pictures.get(key)
        if known is not None:
            self._pictures.move_to_end(key)
            return known
        made = rasterised(self.symbol(sidc, options, size_px), dpr)
        self._pictures[key] = made
        self._bytes += made.image.sizeInBytes()
        while self._bytes > self._bytes_kept and len(self._pictures) > 1:
            _, dropped = self._pictures.popitem(last=False)
            self._bytes -= dropped.image.sizeInBytes()
        return made

    def clear(self) -> None:
        """Forget all pictures, for example when the pixel ratio has changed."""
        self._pictures.clear()
        self._bytes = 0
