"""What is written in a field, between what the document says and what is given."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from baltic_desk.ui.fields.draft import Draft


class Desk(QObject):
    """A field and a document of one text; it keeps texts of up to five letters."""

    def __init__(self) -> None:
        super().__init__()
        self.field = self.document = "old"
        self.given: list[str] = []
        self.draft = Draft(self, written=lambda: self.field, show=self._show, give=self._give)
        self.draft.keep, self.draft.withdraw = self._keep, self._withdraw
        self.draft.say("old")

    def write(self, text: str) -> None:
        self.field = text
        self.draft.edit()

    def _show(self, text: str) -> None:
        self.field = text

    def _give(self, text: str) -> None:
        self.given.append(text)
        self.document = text
        self.draft.say(text)

    def _keep(self, text: str) -> bool:
        if len(text) > 5:
            return False
        self.document = text
        self.draft.say(text)
        return True

    def _withdraw(self) -> bool:
        self.document = "old"
        return True


@pytest.fixture
def desk(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Desk:  # noqa: ARG001 - for its timer
    monkeypatch.setattr("baltic_desk.ui.fields.draft.KEEP_MS", 5)
    return Desk()


def test_what_is_kept_is_not_shown_over_what_is_written(desk: Desk, qtbot: QtBot) -> None:
    desk.write("new ")
    desk.draft.say("old")
    assert desk.field == "new "
    qtbot.waitUntil(lambda: desk.document == "new ", timeout=30_000)
    desk.draft.say("another")
    assert desk.field == "another"
    assert not desk.draft.edited


def test_what_is_kept_is_taken_back_though_what_came_after_could_not_be(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.write("new")
    qtbot.waitUntil(lambda: desk.document == "new", timeout=30_000)
    desk.write("new and long")
    qtbot.wait(30)
    assert desk.document == "new"
    desk.draft.take_back()
    assert desk.document == desk.field == "old"


def test_what_is_not_changed_is_not_given(desk: Desk) -> None:
    desk.write("old")
    assert not desk.draft.settle()
    desk.write("new")
    assert desk.draft.settle()
    assert desk.given == ["new"]
