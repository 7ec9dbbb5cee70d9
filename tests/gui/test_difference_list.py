"""The list of what differs between two versions, by mouse and by keys."""

from __future__ import annotations

import doctest

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from baltic_desk.document.version_comparison import VersionDifference
from baltic_desk.ui import difference_list
from baltic_desk.ui.difference_list import EQUAL, DifferenceList
from baltic_desk.ui.panels.two_lines import TWO_LINES

FOUND = (
    VersionDifference("a", "added", "Alpha", "unit on Blue", at=(24.0, 57.0)),
    VersionDifference("b", "moved", "<img src=x>", "moved 3 km N", "2 Dawn", (25.0, 57.0)),
    VersionDifference("c", "changed", "Project", "title changed"),
)


@pytest.fixture
def shown(qtbot) -> DifferenceList:
    made = DifferenceList()
    qtbot.addWidget(made)
    made.resize(420, 320)
    made.show()
    made.show_differences(FOUND)
    return made


def titles(shown: DifferenceList) -> list[str]:
    return [row.title for row in shown.rows()]


def test_the_doctests_hold() -> None:
    assert doctest.testmod(difference_list).failed == 0


def test_each_sort_that_there_is_has_a_button_with_its_count(shown: DifferenceList) -> None:
    words = [b.text() for b in shown.filters.values() if b.isVisible()]
    assert words == ["+ 1 added", "→ 1 moved", "Δ 1 changed"]
    assert titles(shown) == ["Alpha", "<img src=x>", "Project"]
    assert not shown.summary.isVisible()


def test_a_button_hides_its_sort_and_says_so(shown: DifferenceList) -> None:
    shown.filters["moved"].setFocus()
    QTest.keyClick(shown.filters["moved"], Qt.Key.Key_Space)
    assert titles(shown) == ["Alpha", "Project"]
    assert shown.summary.text() == "2 of 3 shown"
    shown.show_differences(FOUND[1:])
    assert titles(shown) == ["Project"]
    shown.show_differences(FOUND[1:2])
    assert titles(shown) == ["<img src=x>"]


def test_rows_are_plain_text_with_the_phase_beside_them(shown: DifferenceList) -> None:
    index = shown.list.model().index(1, 0)
    row = index.data(TWO_LINES)
    assert (row.title, row.detail, row.note) == ("→  <img src=x>", "moved 3 km N", "2 Dawn")
    assert "<img" not in index.data(Qt.ItemDataRole.ToolTipRole)


def test_enter_and_the_button_show_what_is_somewhere_on_the_map(shown: DifferenceList) -> None:
    wanted: list[VersionDifference] = []
    shown.show_on_map.connect(wanted.append)
    shown.list.setFocus()
    QTest.keyClick(shown.list, Qt.Key.Key_Down)
    QTest.keyClick(shown.list, Qt.Key.Key_Return)
    QTest.mouseClick(shown.show_button, Qt.MouseButton.LeftButton)
    assert wanted == [FOUND[1], FOUND[1]]
    QTest.keyClick(shown.list, Qt.Key.Key_End)
    assert not shown.show_button.isEnabled()
    QTest.keyClick(shown.list, Qt.Key.Key_Return)
    assert len(wanted) == 2


def test_the_list_is_copied_as_a_table(shown: DifferenceList) -> None:
    shown.filters["changed"].click()
    shown.list.setFocus()
    QTest.keyClick(shown.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().splitlines()
    assert lines == ["added\tAlpha\tunit on Blue\t", "moved\t<img src=x>\tmoved 3 km N\t2 Dawn"]


def test_nothing_is_said_to_differ_and_waiting_is_said(shown: DifferenceList) -> None:
    shown.show_differences(())
    assert shown.summary.text() == EQUAL
    assert shown.current() is None
    shown.say("Looking for differences…")
    assert shown.summary.text() == "Looking for differences…"
    assert not any(button.isVisible() for button in shown.filters.values())
