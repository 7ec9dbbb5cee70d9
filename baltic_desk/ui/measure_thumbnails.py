"""Small pictures of control measures for lists, drawn in the background and kept."""

from __future__ import annotations

from collections import OrderedDict
from time import perf_counter
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from baltic_desk.app.settings import ThemeId
from baltic_desk.symbology.control_measures import measure
from baltic_desk.symbology.measure_drawing import MeasureError
from baltic_desk.ui.chrome_colours import CHROMES
from baltic_desk.ui.measure_miniature import miniature, request_of
from baltic_desk.ui.measure_supply import MeasureSupply

BYTES_KEPT = 6 * 1024 * 1024
"""All measures of an edition at 22 px on a screen of pixel ratio 2 take 4.2 MB."""
SLICE_S = 0.004
"""How long pictures are made of drawings before others have their turn."""


class Thumbnail(NamedTuple):
    """All that a small picture hangs on."""

    sidc: str
    size_px: float
    dpr: float
    theme: ThemeId


class MeasureThumbnails(QObject):
    """Pictures of the lines, areas and tasks in lists; the latest kept while they fit.

    Parameters
    ----------
    supply
        Draws the measures of the map; those of lists are drawn in the same thread, after them.
    theme
        The look of the lists.
    """

    came = Signal()
    """Pictures that were not there can be had now."""

    def __init__(
        self,
        supply: MeasureSupply,
        theme: ThemeId = "light",
        *,
        bytes_kept: int = BYTES_KEPT,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme: ThemeId = theme
        self._supply = supply.beside()
        self._bytes_kept = bytes_kept
        self._kept: OrderedDict[Thumbnail, QImage | None] = OrderedDict()
        self._bytes = 0
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._work)
        self._supply.arrived.connect(self._take_turn)

    @property
    def kept_bytes(self) -> int:
        """Bytes that the kept pictures take."""
        return self._bytes

    def picture(self, sidc: str, size_px: float, dpr: float) -> QImage | None:
        """A picture beside symbols whose frames are `size_px` logical pixels high, on a screen of
        pixel ratio `dpr`; None till it has come, and for what is not drawn as a line or area."""
        wish = Thumbnail(sidc, size_px, dpr, self.theme)
        if wish in self._kept:
            self._kept.move_to_end(wish)
            return self._kept[wish]
        found = measure(sidc)
        if found is not None:
            self._supply.ask(wish, request_of(found, sidc))
        return None

    def _take_turn(self) -> None:
        if not self._turn.isActive():
            self._turn.start(0)

    def _work(self) -> None:
        deadline = perf_counter() + SLICE_S
        made = False
        while (came := self._supply.take()) is not None:
            wish, drawn = came
            assert isinstance(wish, Thumbnail)
            # One that cannot be drawn is not asked for again.
            image, found = None, measure(wish.sidc)
            if found is not None and not isinstance(drawn, MeasureError):
                ground = CHROMES[wish.theme].base
                image = miniature(found, drawn, wish.size_px, wish.dpr, ground)
            self._keep(wish, image)
            made = True
            if perf_counter() > deadline:
                self._take_turn()
                break
        if made:
            self.came.emit()

    def _keep(self, wish: Thumbnail, image: QImage | None) -> None:
        self._kept[wish] = image
        self._bytes += 0 if image is None else image.sizeInBytes()
        while self._bytes > self._bytes_kept and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= 0 if dropped is None else dropped.sizeInBytes()
