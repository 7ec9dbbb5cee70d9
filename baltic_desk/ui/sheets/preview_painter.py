"""Paints pages of a sheet as pictures, a few milliseconds at a time."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from datetime import date
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from baltic_desk.app.sheet_audience import audience_words, for_audience
from baltic_desk.app.sheet_plan import SheetPlan
from baltic_desk.app.sheet_report import left_over, problems
from baltic_desk.document.document import Document
from baltic_desk.document.layout import Layout, page_mm
from baltic_desk.ui.export.image import Means
from baltic_desk.ui.export.sheet.canvas import MM_PER_INCH, PictureCanvas
from baltic_desk.ui.export.sheet.made import Made, made_steps
from baltic_desk.ui.export.sheet.pages import Page, page_steps, pages_steps

SETTLE_MS = 250
"""So long nothing changes before it is painted anew."""
LOOK_MS = 60
"""So long the size at which it is looked at does not change."""
SLICE_S = 0.008
MOST_PIXELS = 20_000_000
"""Of a picture: what is looked at nearer is enlarged."""

_Work = Generator[None, None, None]


class PreviewPainter(QObject):
    """Keeps the picture of one page as the project and the wishes are.

    Parameters
    ----------
    means
        Gives base map, symbols and terrain of the window as they are now.
    """

    planned = Signal()
    """Plan, pages and problems are known."""
    came = Signal()
    """The picture of the page is whole."""
    failed = Signal(str)
    """There can be no such sheet, and why."""

    def __init__(self, means: Callable[[], Means], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._means = means
        self._wanted: tuple[Document, Layout] | None = None
        self._made: Made | None = None
        self._work: _Work | None = None
        self._px_per_mm = 1.0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._begin)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(LOOK_MS)
        self._again.timeout.connect(self._paint_again)
        self._news = False
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._work_a_slice)
        self.plan: SheetPlan | None = None
        self.pages: Sequence[Page] = ()
        self.problems: tuple[str, ...] = ()
        self.left_out = ""
        self.page = 0
        self.image: QImage | None = None

    @property
    def busy(self) -> bool:
        """Whether the picture is not yet as it should be."""
        timers = (self._settle, self._again)
        return self._work is not None or any(timer.isActive() for timer in timers)

    def show(self, document: Document, layout: Layout, *, at_once: bool = False) -> None:
        """Paint this as soon as nothing more has changed for a moment."""
        self._wanted = (document, layout)
        self._stop()
        self._settle.start(0 if at_once else SETTLE_MS)

    def look(self, page: int, px_per_mm: float) -> None:
        """Look at another page, or nearer; `px_per_mm` are device pixels."""
        page = min(max(page, 0), max(len(self.pages) - 1, 0))
        if (page, px_per_mm) == (self.page, self._px_per_mm):
            return
        if page != self.page:
            self.image = None
        self.page, self._px_per_mm = page, px_per_mm
        if self._made is not None:
            self._again.start()

    def plan_now(self) -> None:
        """Know the plan of what is to be shown without waiting for it."""
        if self._wanted is not None and (self._settle.isActive() or self._made is None):
            self._settle.stop()
            self._begin()
            while self._made is None and self._work is not None and not self._news:
                self._work_a_slice()
            self._work_a_slice()

    def rest(self) -> None:
        """Paint no more until told to show something."""
        self._settle.stop()
        self._again.stop()
        self._stop()
        self._wanted = self._made = self.image = None
        self.pages = ()

    # -- inside ----------------------------------------------------------------------------------

    def _begin(self) -> None:
        if self._wanted is not None:
            self._start(self._make(*self._wanted))

    def _paint_again(self) -> None:
        if self._made is not None and not self._settle.isActive():
            self._start(self._paint(self._made))

    def _start(self, work: _Work) -> None:
        self._stop()
        self._work = work
        self._slices.start()

    def _stop(self) -> None:
        self._slices.stop()
        if self._work is not None:
            self._work.close()  # which ends painters and threads
            self._work = None

    def _work_a_slice(self) -> None:
        work, end = self._work, perf_counter() + SLICE_S
        if work is None:
            return
        try:
            while perf_counter() < end and not self._news:
                next(work)
        except StopIteration:
            self._stop()
            self.came.emit()
        except ValueError as error:
            self._stop()
            self.plan, self.pages, self._made, self.image = None, (), None, None
            self.failed.emit(str(error))
        else:
            if self._news:  # never from within the work: who hears it may want other work
                self._news = False
                self.planned.emit()

    def _make(self, document: Document, layout: Layout) -> _Work:
        self._made = None
        self._news = False
        shown = for_audience(document, layout)
        yield
        made = yield from made_steps(shown, layout, self._means(), today=date.today())
        self.pages = yield from pages_steps(made, further=True)
        further = sum(page.is_list for page in self.pages)
        cut = left_over(further)
        self.problems = (*problems(shown, made.plan), *((cut,) if cut else ()))
        self.left_out = audience_words(document, layout)
        self.plan, self._made = made.plan, made
        self.page = min(self.page, len(self.pages) - 1)
        self._news = True
        yield
        yield from self._paint(made)

    def _paint(self, made: Made) -> _Work:
        width, height = page_mm(made.plan.layout)
        most = (MOST_PIXELS / (width * height)) ** 0.5
        canvas = PictureCanvas(made.plan.places.page, min(self._px_per_mm, most) * MM_PER_INCH)
        try:
            yield from page_steps(canvas, made, self.pages[self.page])
        finally:
            canvas.close()
        self.image = canvas.image
