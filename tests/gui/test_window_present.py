"""F5 in the real window, and the end of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from baltic_desk.ui.assembly import DeskWindow
from tests.gui.desk_hands import WindowHands
from tests.lessons import lesson


def test_f5_presents_and_escape_gives_the_map_the_keyboard_again(
    desk: DeskWindow, hands: WindowHands
) -> None:
    desk.workspace.adopt(lesson(4))
    desk.view.setFocus()
    hands.key(Qt.Key.Key_F5)
    presentation = desk.present.presentation
    assert presentation is not None
    assert presentation.stage.isVisible()
    assert presentation.now.showing.step == 0
    # Letters and digits are the stage's now, not shortcuts of the editor.
    QTest.keyClick(presentation.stage, Qt.Key.Key_H)
    QTest.keyClick(presentation.stage, Qt.Key.Key_Escape)
    assert desk.present.presentation is None
    assert not desk.view.at_rest
    hands.menu("Briefing", "Present from Here")
    again = desk.present.presentation
    assert again is not None
    again.end()


def test_closing_the_editor_ends_the_presentation(desk: DeskWindow, hands: WindowHands) -> None:
    hands.key(Qt.Key.Key_F5)
    assert desk.present.presentation is not None
    assert desk.close()
    assert desk.present.presentation is None
