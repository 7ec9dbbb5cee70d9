"""Small pictures of the steps of the briefing, kept, and drawn anew while the map rests."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from baltic_desk.app.briefing_editing import step_of
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.lesson import BriefingStep
from baltic_desk.ui.export.image import Means
from baltic_desk.ui.panels.briefing_drawing import (
    HEIGHT_PX,
    WIDTH_PX,
    Drawing,
    Shown,
    StepDrawer,
    shown_in,
)

SLICE_S = 0.004
PAUSE_MS = 350
"""After a change, before it is looked what is to be drawn anew: one change follows another."""
WAIT_MS = 60
LOOK_AGAIN_MS = 200
MOST_LOOKS = 40
"""How often it is looked for symbols that were not there yet."""
MOST_BUSY = 60
"""How often the map goes first; then it has its turns as well."""
BYTES_KEPT = 8 * 1024 * 1024


class StepThumbnails(QObject):
    """Keeps a picture for each step; what a step shows is looked at again after every change.

    Parameters
    ----------
    means
        Base map, symbols, terrain of the window.
    dpr
        Device pixels to a pixel.
    map_is_busy
        Whether the map is being painted: it goes first.
    """

    came = Signal(str)
    """The picture of the step of that id is another."""

    def __init__(
        self,
        workspace: Workspace,
        means: Means,
        dpr: Callable[[], float],
        map_is_busy: Callable[[], bool] = lambda: False,
        *,
        pause_ms: int = PAUSE_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._drawer = StepDrawer(workspace, means, self)
        self._dpr = dpr
        self._map_is_busy = map_is_busy
        self._pause_ms = pause_ms
        self._kept: dict[str, tuple[Shown, QImage]] = {}
        self._wanted: list[str] = []
        self._looked_at: set[str] = set()
        self._lacking: dict[str, Drawing] = {}
        self._work: Generator[bool] | None = None
        self._waited = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._turn)

    def picture(self, step_id: str) -> QImage | None:
        """The picture of a step as far as it is there: perhaps from before a change."""
        found = self._kept.get(step_id)
        return None if found is None else found[1]

    @property
    def kept_bytes(self) -> int:
        """Bytes that the pictures take."""
        return sum(image.sizeInBytes() for _, image in self._kept.values())

    @property
    def busy(self) -> bool:
        """Whether something is to be looked at or drawn."""
        return bool(self._wanted or self._work is not None or self._lacking)

    def age(self) -> None:
        """Any step may show something else now."""
        self._looked_at.clear()

    def want(self, ids: Sequence[str]) -> None:
        """Have pictures of these steps as they are now, the first first; of others none.

        Of very many the last have none.
        """
        size = round(WIDTH_PX * self._dpr()) * round(HEIGHT_PX * self._dpr()) * 4
        ids = ids[: max(BYTES_KEPT // size, 1)]
        wanted = frozenset(ids)
        for step_id in [i for i in self._kept if i not in wanted]:
            del self._kept[step_id]
        self._looked_at &= wanted
        self._lacking = {i: drawing for i, drawing in self._lacking.items() if i in wanted}
        self._wanted = [step_id for step_id in ids if step_id not in self._looked_at]
        self._waited = 0
        if self._wanted:
            self._timer.start(self._pause_ms)

    def forget(self) -> None:
        """Keep nothing: another project is on the desk."""
        self._rest()
        self._looked_at.clear()
        self._wanted, self._kept, self._lacking = [], {}, {}

    def close(self) -> None:
        """End the work and its thread."""
        self.forget()
        self._timer.stop()
        self._drawer.close()

    # -- turns -----------------------------------------------------------------------------------

    def _turn(self) -> None:
        if self._map_is_busy() and self._waited < MOST_BUSY:
            self._waited += 1
            self._timer.start(WAIT_MS)
            return
        deadline = perf_counter() + SLICE_S
        while perf_counter() < deadline:
            if self._work is None:
                self._work = self._next()
            if self._work is None:
                break
            waits = next(self._work, None)
            if waits is None:
                self._work = None
            elif waits:
                self._timer.start(WAIT_MS)
                return
        if self._work is not None or self._wanted:
            self._timer.start(0)
        elif self._lacking:
            self._timer.start(LOOK_AGAIN_MS)
        else:
            self._rest()

    def _next(self) -> Generator[bool] | None:
        """The next thing to do."""
        if self._wanted:
            step_id = self._wanted.pop(0)
            self._looked_at.add(step_id)
            return self._looked_after(step_id)
        for step_id, drawing in list(self._lacking.items()):
            drawing.looks += 1
            if not self._drawer.count_lacking(drawing) or drawing.looks >= MOST_LOOKS:
                del self._lacking[step_id]
                return self._painted(step_id, drawing)
        return None

    def _rest(self) -> None:
        if self._work is not None:
            self._work.close()
        self._work = None
        self._drawer.rest()

    def _looked_after(self, step_id: str) -> Generator[bool]:
        """Draw a step if it does not show what its picture does."""
        step = step_of(self._workspace.document, step_id)
        if step is None:
            return
        shown = shown_in(self._workspace, step, self._dpr())
        kept = self._kept.get(step_id)
        yield False
        if kept is None or kept[0] != shown:
            yield from self._made(step, shown)

    def _made(self, step: BriefingStep, shown: Shown) -> Generator[bool]:
        self._lacking.pop(step.id, None)
        drawing = yield from self._drawer.begun(step, shown)
        yield from self._painted(step.id, drawing)

    def _painted(self, step_id: str, drawing: Drawing) -> Generator[bool]:
        image = yield from self._drawer.painted(drawing)
        self._kept[step_id] = (drawing.shown, image)
        if drawing.lacking and drawing.looks < MOST_LOOKS:
            self._lacking[step_id] = drawing
        self.came.emit(step_id)
