"""A panel hears the workspace for as long as it lives, and no longer."""

from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from baltic_desk.ui.panels.following import Following
from tests.features import document
from tests.panel_desk import project, workspace


def test_it_follows_to_another_document_and_ends_with_its_owner(qtbot: QtBot) -> None:
    desk, owner = workspace(project()), QObject()
    heard: list[str] = []
    following = Following(desk, owner, rebound=lambda: heard.append("rebound"), told=heard.append)
    desk.adopt(document())
    assert heard[:2] == ["rebound", "document"]
    heard.clear()
    following.stop()
    following.stop()  # the owner's end comes after one's own
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    desk.say("Nobody hears this.")
    assert heard == []
