"""The inspector shows and changes a unit's superior and strength."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from baltic_desk.app.workspace import Workspace
from baltic_desk.document.orbat import Orbat
from baltic_desk.ui.panels.inspector import Inspector
from tests.forces import brigade
from tests.panel_desk import workspace


@pytest.fixture
def desk() -> Workspace:
    return workspace(brigade())


@pytest.fixture
def inspector(desk: Workspace, qtbot: QtBot) -> Inspector:
    made = Inspector(desk)
    qtbot.addWidget(made)
    made.resize(320, 640)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def field(inspector: Inspector, row_id: str) -> QLineEdit:
    return inspector.form.field(row_id).findChild(QLineEdit)


def give(inspector: Inspector, qtbot: QtBot, row_id: str, text: str) -> None:
    line = field(inspector, row_id)
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_superior_and_strength_are_shown(desk: Workspace, inspector: Inspector) -> None:
    desk.session.select(["b10"])
    assert field(inspector, "parent").text() == "Brigade"
    assert field(inspector, "strength").text() == "600"
    desk.session.select(["lone"])
    assert field(inspector, "parent").text() == ""
    assert field(inspector, "parent").placeholderText() == "none; at the top of the ORBAT"


def test_a_superior_is_given_by_name_to_all_selected(
    desk: Workspace, inspector: Inspector, qtbot: QtBot
) -> None:
    desk.session.select(["c2", "c3"])
    give(inspector, qtbot, "parent", "Lone")
    assert Orbat.of(desk.document).direct("lone") == ("c2", "c3")
    assert len(desk.document.history.labels[0]) == 1
    give(inspector, qtbot, "parent", "")
    assert {"c2", "c3"} <= set(Orbat.of(desk.document).roots)


def test_a_ring_of_command_is_refused_with_the_sentence(
    desk: Workspace, inspector: Inspector, qtbot: QtBot
) -> None:
    desk.session.select(["hq"])
    give(inspector, qtbot, "parent", "10")
    assert desk.document.history.labels[0] == ()
    said = "Brigade cannot come under 10, which is itself under Brigade."
    assert inspector.form.complaint("parent") == said


def test_strength_is_given(desk: Workspace, inspector: Inspector, qtbot: QtBot) -> None:
    desk.session.select(["c3"])
    give(inspector, qtbot, "strength", "1,250")
    assert Orbat.of(desk.document).standing["c3"].strength == 1250.0
    assert field(inspector, "strength").text() == "1,250"
