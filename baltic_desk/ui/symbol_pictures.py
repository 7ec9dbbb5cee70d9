"""Pictures of symbols in pixels, the latest kept, drawn at once or in the background."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from time import perf_counter
from typing import NamedTuple

from baltic_desk.symbology.options import Value
from baltic_desk.symbology.symbols import Asked, Symbol, SymbolRenderer, asked
from baltic_desk.ui.measure_supply import MeasureSupply
from baltic_desk.ui.symbol_raster import SymbolPicture, paint_symbol, rasterised
from baltic_desk.ui.symbol_supply import SymbolSupply

__all__ = ["Look", "SymbolPicture", "SymbolPictures", "paint_symbol"]

BYTES_KEPT = 40 * 1024 * 1024
"""A thousand symbols with texts on a usual screen take 24 MB."""


class Look(NamedTuple):
    """All that a picture of a symbol hangs on."""

    sidc: str
    size_px: float
    dpr: float
    colours: str
    options: frozenset[tuple[str, Value | None]]

    @property
    def asked(self) -> Asked:
        """What the symbol script is told."""
        return asked(self.sidc, self.size_px, {"colorMode": self.colours, **dict(self.options)})


class SymbolPictures:
    """Pictures of symbols, the latest kept while they fit in `bytes_kept`.

    `colours` is what the project whose symbols they are says of them ("light", "medium", "dark",
    "color-blind"); an option `colorMode` of a symbol comes before it.

    Parameters
    ----------
    supply
        Draws symbols in the background; without it all are drawn when they are asked for.
    measures
        Draws lines and areas.
    """

    def __init__(
        self,
        renderer: SymbolRenderer,
        *,
        supply: SymbolSupply | None = None,
        measures: MeasureSupply | None = None,
        bytes_kept: int = BYTES_KEPT,
    ) -> None:
        self.colours = "light"
        self.supply = supply
        self.measures = measures or MeasureSupply()
        self._renderer = renderer
        self._bytes_kept = bytes_kept
        self._pictures: OrderedDict[Look, SymbolPicture] = OrderedDict()
        self._bytes = 0

    def beside(self) -> SymbolPictures:
        """Pictures for another view, drawn in the same threads."""
        other = SymbolPictures(
            self._renderer,
            supply=None if self.supply is None else self.supply.beside(),
            measures=self.measures.beside(),
            bytes_kept=self._bytes_kept,
        )
        other.colours = self.colours
        return other

    def retire(self) -> None:
        """End pictures that stood beside others."""
        if self.supply is not None:
            self.supply.retire()
        self.measures.retire()
        self.clear()

    @property
    def kept_bytes(self) -> int:
        """Bytes that the kept pictures take."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._pictures)

    def __contains__(self, look: object) -> bool:
        """Whether a picture is there."""
        return look in self._pictures

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
        return self.of_look(self.look(sidc, options, size_px, dpr))

    def look(
        self, sidc: str, options: Mapping[str, Value | None], size_px: float, dpr: float
    ) -> Look:
        """What a picture is kept by."""
        return Look(sidc, size_px, dpr, self.colours, frozenset(options.items()))

    def of_look(self, look: Look) -> SymbolPicture:
        """The picture, drawn now if it has to be."""
        known = self._known(look)
        if known is not None:
            return known
        options = {"colorMode": look.colours, **dict(look.options)}
        symbol = self._renderer.symbol(look.sidc, size=look.size_px, **options)
        return self._keep(look, symbol)

    def ready(self, look: Look) -> SymbolPicture | None:
        """The picture if it is there; else it is drawn in the background, if anything is."""
        known = self._known(look)
        if known is not None:
            return known
        if self.supply is None:
            return self.of_look(look)
        what = look.asked
        symbol = self._renderer.known(what)
        if symbol is not None:
            return self._keep(look, symbol)
        self.supply.ask(look, what)
        return None

    def work(self, seconds: float) -> frozenset[Look]:
        """Make pictures of what has come from the background, for about so long: of which looks."""
        if self.supply is None:
            return frozenset()
        deadline = perf_counter() + seconds
        made: set[Look] = set()
        while perf_counter() < deadline and (came := self.supply.take()) is not None:
            look, what, symbol = came
            assert isinstance(look, Look)
            self._renderer.remember(what, symbol)
            self._keep(look, symbol)
            made.add(look)
        return frozenset(made)

    def clear(self) -> None:
        """Forget all pictures, for example when the pixel ratio has changed."""
        self._pictures.clear()
        self._bytes = 0

    def _known(self, look: Look) -> SymbolPicture | None:
        known = self._pictures.get(look)
        if known is not None:
            self._pictures.move_to_end(look)
        return known

    def _keep(self, look: Look, symbol: Symbol) -> SymbolPicture:
        made = rasterised(symbol, look.dpr)
        before = self._pictures.pop(look, None)
        if before is not None:
            self._bytes -= before.image.sizeInBytes()
        self._pictures[look] = made
        self._bytes += made.image.sizeInBytes()
        while self._bytes > self._bytes_kept and len(self._pictures) > 1:
            _, dropped = self._pictures.popitem(last=False)
            self._bytes -= dropped.image.sizeInBytes()
        return made
