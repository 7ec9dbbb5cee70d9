"""Pictures of what the window shows, and viewers, with a way to stop while they are made."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressDialog

from baltic_desk.app.protocols import Choice, FileKind
from baltic_desk.app.workspace import Workspace
from baltic_desk.ui.export.image import Means, Picture, export_steps
from baltic_desk.ui.export.viewer import AUDIENCES, Viewer, tells_more, viewer_steps
from baltic_desk.ui.export.viewer import SUFFIX as VIEWER_SUFFIX
from baltic_desk.ui.map.painting import LAYERS
from baltic_desk.ui.map.view import MapView

# A window is smaller than the screens and slides that its picture is shown on.
PIXELS_PER_PX = 2.0

_SHOW_AFTER_S = 0.5
_SLICE_S = 0.03


class PictureExporter:
    """An `Exporter` of the view as it is: place, scale, theme, projection, layers, rings."""

    kinds = (
        FileKind("PNG picture", (".png",)),
        FileKind("SVG drawing", (".svg",)),
        FileKind("PDF document", (".pdf",)),
        FileKind("Viewer (HTML)", (VIEWER_SUFFIX,)),
    )

    def __init__(self, view: MapView, means: Means) -> None:
        self._view = view
        self._means = means

    def export(self, workspace: Workspace, path: Path) -> bool:
        """Write a picture; False when the person stopped it, and then there is no file.

        Raises
        ------
        ExportError
            When it cannot be made or written.
        """
        document, means = workspace.document, self._means_of(workspace)
        if path.suffix.lower() != VIEWER_SUFFIX:
            steps = export_steps(document, path, self._picture(workspace), means)
        else:
            audience = _audience(workspace)
            if audience not in AUDIENCES:
                return False
            # Steps say in which projection they are seen.
            viewer = Viewer(audience, "" if document.steps() else self._view.projection_id)
            steps = viewer_steps(document, path, viewer, means)
        return bool(watched(_done(steps), f"Drawing {path.name} …", "Export picture"))

    def _means_of(self, workspace: Workspace) -> Means:
        """With what the window has computed for its own picture."""
        return replace(
            self._means,
            terrain=workspace.terrain,
            fields=workspace.fields,
            terrain_sources=workspace.settings.terrain_sources,
        )

    def _picture(self, workspace: Workspace) -> Picture:
        view = self._view
        return Picture(
            width_px=max(view.width(), 16),
            height_px=max(view.height(), 16),
            theme=view.theme.id,
            projection=view.projection_id,
            camera=view.camera(),
            layers=frozenset(name for name in LAYERS if view.layer_visible(name)),
            pixels_per_px=PIXELS_PER_PX,
            sources=workspace.settings.cite_sources,
            rings=view.ring_choice,
        )


def _audience(workspace: Workspace) -> str | None:
    """For whom a viewer is; None when the person thought better of it."""
    if not tells_more(workspace.document):
        return "student"
    return workspace.ask.choose(
        "Whom is the viewer for?",
        "For students it has no notes, and nothing that is for the instructor or an answer.",
        (
            Choice("student", "Students"),
            Choice("instructor", "Instructors"),
            Choice("cancel", "Cancel", role="reject"),
        ),
    )


def _done(steps: Iterator[None]) -> Generator[None, None, bool]:
    yield from steps
    return True


_T = TypeVar("_T")


def watched(steps: Generator[None, None, _T], doing: str, title: str) -> _T | None:
    """What the steps come to; after half a second a dialog shows and can end them: then None."""
    dialog = QProgressDialog(doing, "Cancel", 0, 0, QApplication.activeWindow())
    dialog.setWindowTitle(title)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.setMinimumDuration(2**31 - 1)  # it shows when the clock below says so
    begun = looked = monotonic()
    try:
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value
            now = monotonic()
            if now - begun > _SHOW_AFTER_S and not dialog.isVisible():
                dialog.show()
            if now - looked > _SLICE_S:
                QApplication.processEvents()
                looked = monotonic()
            if dialog.wasCanceled():
                return None
    finally:
        steps.close()
        dialog.reset()
        dialog.deleteLater()
