"""Pictures of what the window shows, with a way to stop while they are made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import monotonic

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressDialog

from baltic_desk.app.protocols import FileKind
from baltic_desk.app.workspace import Workspace
from baltic_desk.ui.export.drawing import Steps
from baltic_desk.ui.export.image import Means, Picture, export_steps
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
        return _watched(
            export_steps(
                workspace.document, path, self._picture(workspace), self._means_of(workspace)
            ),
            path.name,
        )

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


def _watched(steps: Steps, name: str) -> bool:
    """Run the steps to their end; after half a second a dialog shows and can end them."""
    dialog = QProgressDialog(f"Drawing {name} …", "Cancel", 0, 0, QApplication.activeWindow())
    dialog.setWindowTitle("Export picture")
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.setMinimumDuration(2**31 - 1)  # it shows when the clock below says so
    begun = looked = monotonic()
    try:
        for _ in steps:
            now = monotonic()
            if now - begun > _SHOW_AFTER_S and not dialog.isVisible():
                dialog.show()
            if now - looked > _SLICE_S:
                QApplication.processEvents()
                looked = monotonic()
            if dialog.wasCanceled():
                return False
    finally:
        dialog.reset()
        dialog.deleteLater()
    return True
