"""A lesson from an empty project with real events: its actions are those that README lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from baltic_desk.document.feature import Unit
from baltic_desk.document.geometry import Position
from baltic_desk.ui.assembly import DeskWindow
from tests.gui.desk_hands import WindowHands

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
MOST_ACTIONS = 40
A, B, C = (21.0, 57.0), (22.5, 56.5), (24.0, 57.5)


class Instructor:
    """Hands that count what they do: a key, a click, a drag, a text typed in one go."""

    def __init__(self, hands: WindowHands) -> None:
        self._hands = hands
        self.actions = 0

    def key(self, key: Qt.Key | str, keys: Qt.KeyboardModifier = NONE) -> None:
        self.actions += 1
        self._hands.key(key, keys)

    def type(self, text: str) -> None:
        self.actions += 1
        self._hands.type(text)

    def click(self, place: Position, keys: Qt.KeyboardModifier = NONE) -> None:
        self.actions += 1
        self._hands.click(place, keys=keys)

    def drag(self, start: Position, end: Position) -> None:
        self.actions += 1
        self._hands.drag(start, end)

    def step(self, title: str, note: str) -> None:
        """A step of what is seen, with title and note, and back to the map."""
        self.key("m", CTRL)
        self.type(title)
        self.key(Qt.Key.Key_Tab)
        self.type(note)
        self.key(Qt.Key.Key_Return, CTRL)


@pytest.fixture
def instructor(desk: DeskWindow, hands: WindowHands) -> Instructor:
    desk.workspace.camera.fit((19.0, 55.0, 27.0, 59.0))
    desk.window.activateWindow()
    QTest.qWaitForWindowActive(desk.window)
    return Instructor(hands)


def test_three_phases_and_three_steps_with_notes_in_forty_actions(
    desk: DeskWindow, instructor: Instructor
) -> None:
    # Three units.
    instructor.key("u")
    instructor.type("mech inf bn hostile")
    instructor.key(Qt.Key.Key_Return)
    instructor.click(A, SHIFT)
    instructor.click(B, SHIFT)
    instructor.click(C, SHIFT)
    instructor.key(Qt.Key.Key_Escape)
    # What it is like at first.
    instructor.step("Peace", "Three battalions in their barracks.")
    # Two units march.
    instructor.key("n", ALT)
    instructor.drag(A, (21.4, 57.6))
    instructor.drag(B, (22.9, 57.2))
    instructor.step("March", "The first and the second leave at dawn.")
    # All three stand together.
    instructor.key("n", ALT)
    instructor.drag((21.4, 57.6), (23.0, 58.2))
    instructor.drag(C, (24.2, 58.3))
    instructor.step("Assembly", "Ask: who sees them now?")
    desk.workspace.settle()

    document = desk.workspace.document
    phases = [phase.id for phase in document.phases()]
    assert len(phases) == 3
    steps = document.steps()
    assert [step.title for step in steps] == ["Peace", "March", "Assembly"]
    assert [step.phase for step in steps] == phases
    assert all(len(step.note) > 20 for step in steps)
    assert [step.overlays for step in steps] == [(document.overlays()[0].id,)] * 3
    where = [units_in(desk, phase) for phase in phases]
    assert len(where[0]) == 3
    assert where[0] != where[1] != where[2]
    assert [step.highlights for step in steps] == [(), (), ()]
    assert QApplication.focusWidget() is desk.view
    # Presenting is one more.
    assert instructor.actions + 1 == len(listed_actions())
    assert instructor.actions + 1 <= MOST_ACTIONS


def units_in(desk: DeskWindow, phase: str) -> list[Position]:
    """Where the units stand in a phase, by id."""
    state = desk.workspace.document.state(phase)
    found = (state[i].record for i in sorted(state))
    return [r.geometry.coordinates for r in found if isinstance(r.properties, Unit)]  # type: ignore[union-attr]


def listed_actions() -> list[str]:
    """The numbered actions of README's lesson."""
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    section = text.partition("## A lesson in three minutes")[2].partition("\n## ")[0]
    return re.findall(r"^\d+\. ", section, re.MULTILINE)
