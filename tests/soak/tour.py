"""Every panel and window on show once: what is made when it is first wanted is made then."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.panels.inspector import Inspector

PANELS = (
    "overlays", "symbols", "orbat", "systems", "phases", "coverage", "tasks", "briefing",
    "problems", "differences", "merge", "inspector",
)  # fmt: skip
SELECTIONS = (
    ("unit0",), ("unit1", "unit2"), ("ring0",), ("line0",), ("area0",), ("text0",),
    ("unit0", "line0"), (),
)  # fmt: skip
"""As many as the inspector keeps forms for."""


def go_round(desk: DeskWindow) -> None:
    """Show all panels, ask for all that a few of their forms are for."""
    for panel in PANELS:
        desk.window.show_panel(panel, shown=True)
        QApplication.processEvents()
    forget_forms(desk)
    for ids in SELECTIONS:
        desk.workspace.session.select(ids)
        QApplication.processEvents()
    desk.view.setFocus()
    QApplication.processEvents()


def open_windows(desk: DeskWindow) -> None:
    """Open and close the windows and the stage, compare altitudes and phases."""
    workspace = desk.workspace
    for command in (
        "present.start", "sheet.edit", "file.versions", "file.properties", "help.shortcuts",
        "help.about", "help.palette", "view.go-to", "view.compare-altitudes",
        "view.compare-altitudes", "phase.compare-beside", "phase.compare-beside",
    ):  # fmt: skip
        workspace.run(command)
        QTest.qWait(20)
        leave_windows(desk)


def leave_windows(desk: DeskWindow) -> None:
    """Close what lies over the map: the stage, menus, dialogs without a question, other windows."""
    while (popup := QApplication.activePopupWidget()) is not None and popup.close():
        pass
    desk.present.end()
    for window in QApplication.topLevelWidgets():
        if window is not desk.window and window.isVisible() and window.isWindow():
            window.close()
    QApplication.processEvents()


def forget_forms(desk: DeskWindow) -> None:
    """Drop what the inspector keeps for the selections before: which they were, is chance."""
    for inspector in desk.window.findChildren(Inspector):
        for form in inspector._forms.values():
            form.hide()
            form.deleteLater()
        inspector._forms.clear()
        inspector._form = None
