"""Files and prints of sheets from the window, with a way to stop while they are made."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from baltic_desk.app.protocols import FileKind
from baltic_desk.app.sheet_audience import for_audience
from baltic_desk.app.sheet_plan import planned
from baltic_desk.app.sheet_report import left_over, problems
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.layout import Layout
from baltic_desk.ui.export.drawing import Progress
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.image import Means
from baltic_desk.ui.export.watching import watched
from baltic_desk.ui.export.writing import write_steps

if TYPE_CHECKING:
    from baltic_desk.ui.export.sheet.made import Made

_PDF = ".pdf"


class SheetFiles:
    """A `SheetMaker` of what the workspace has.

    Parameters
    ----------
    means
        Gives base map, symbols and terrain of the window as they are now.
    """

    kinds = (
        FileKind("PDF document", (_PDF,)),
        FileKind("SVG drawing", (".svg",)),
        FileKind("PNG picture", (".png",)),
    )

    def __init__(self, means: Callable[[], Means]) -> None:
        self._means = means

    def problems(self, workspace: Workspace, layout: Layout) -> tuple[str, ...]:
        """What is amiss with a sheet that can be made, a sentence each.

        Raises
        ------
        LayoutError
            When it cannot be made at all.
        """
        from baltic_desk.ui.export.sheet.made import made_steps
        from baltic_desk.ui.export.sheet.pages import pages_steps

        document = for_audience(workspace.document, layout)
        planned(document, layout, today=date.today())

        def steps() -> Generator[None, None, tuple[str, ...]]:
            made = yield from made_steps(document, layout, self._means(), today=date.today())
            pages = yield from pages_steps(made, further=True)
            cut = left_over(sum(page.is_list for page in pages))
            return (*problems(document, made.plan), *((cut,) if cut else ()))

        return watched(steps(), f"Looking at {layout.name} …", "Sheet") or ()

    def export(self, workspace: Workspace, layout: Layout, path: Path, dpi: float) -> int:
        """Write the sheets, all in one PDF, or each in a file of its own; how many files.

        Raises
        ------
        ExportError
            When they cannot be made or written.
        """
        from baltic_desk.ui.export.sheet.made import made_steps
        from baltic_desk.ui.export.sheet.pages import data_steps

        suffix = path.suffix.lower()
        if suffix not in {each for kind in self.kinds for each in kind.suffixes}:
            raise ExportError(f"cannot write {suffix or 'a file without a suffix'} sheets")
        document = for_audience(workspace.document, layout)

        def steps() -> Generator[Progress | None, None, int]:
            made = yield from made_steps(document, layout, self._means(), today=date.today())
            if suffix == _PDF or len(made.plan.sheets) == 1:
                found = [(path, (yield from data_steps(made, suffix, dpi)))]
            else:
                found = yield from _each(made, path, dpi)
            yield from write_steps(dict(found))
            return len(found)

        return watched(steps(), f"Drawing {path.name} …", "Export sheet") or 0

    def print_out(self, workspace: Workspace, layout: Layout) -> str:
        """Print through the system's dialog; what came of it."""
        from baltic_desk.ui.sheets.printing import print_sheets

        document = for_audience(workspace.document, layout)
        return print_sheets(workspace.ask, document, layout, self._means())


def _each(made: Made, path: Path, dpi: float) -> Generator[None, None, list[tuple[Path, bytes]]]:
    """A file for each sheet of a series: Name 01.svg, Name 02.svg …"""
    from baltic_desk.ui.export.sheet.canvas import PictureCanvas, SvgCanvas
    from baltic_desk.ui.export.sheet.pages import page_steps, pages_steps

    pages = yield from pages_steps(made, further=False)
    digits = len(str(len(pages)))
    found: list[tuple[Path, bytes]] = []
    box, title = made.plan.places.page, made.plan.title or "BalticDesk"
    for page in pages:
        svg = path.suffix.lower() == ".svg"
        canvas = SvgCanvas(box, title) if svg else PictureCanvas(box, dpi)
        try:
            yield from page_steps(canvas, made, page)
            data = canvas.data()
        finally:
            canvas.close()
        name = f"{path.stem} {page.sheet.number:0{digits}d}{path.suffix}"
        found.append((path.with_name(name), data))
        yield
    return found
