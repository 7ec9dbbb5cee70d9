"""The problems panel lists what is wrong with a project, shows where, and copies it as text."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from baltic_desk.app.workspace import Workspace
from baltic_desk.io.problem import Problem
from baltic_desk.io.project import dumps, loads
from baltic_desk.ui.panels.problems import ProblemsPanel
from baltic_desk.ui.panels.two_lines import TWO_LINES, TwoLines
from tests.features import unit
from tests.panel_desk import PlaneCamera, project, workspace

LEFT = Qt.MouseButton.LeftButton
TEAPOT = {
    "type": "Feature",
    "id": "pot",
    "geometry": {"type": "Point", "coordinates": [22.0, 58.0]},
    "properties": {"kind": "teapot", "overlay": "o"},
}
NOWHERE = {**TEAPOT, "id": "lost", "geometry": None}


class Board:
    """A clipboard of its own."""

    text = ""

    def read(self) -> str:
        return self.text

    def write(self, text: str) -> None:
        self.text = text


def file_with(*strangers: object) -> bytes:
    """A project file of two units with the same id, and these features."""
    tree = json.loads(dumps(project(unit("u1", name="Alpha"))))
    twin = json.loads(json.dumps(tree["features"][0]))
    twin["geometry"]["coordinates"] = [20.0, 55.0]
    tree["features"] += [twin, *strangers]
    return json.dumps(tree).encode()


def opened(desk: Workspace, data: bytes) -> None:
    loaded = loads(data)
    assert isinstance(desk.camera, PlaneCamera)
    desk.adopt(loaded.document, problems=loaded.problems)
    desk.camera.document = loaded.document


@pytest.fixture
def desk() -> Workspace:
    made = workspace(project())
    made.clipboard = Board()
    return made


@pytest.fixture
def panel(desk: Workspace, qtbot: QtBot) -> ProblemsPanel:
    made = ProblemsPanel(desk)
    qtbot.addWidget(made)
    made.resize(300, 400)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()
    return made


def rows(panel: ProblemsPanel) -> list[TwoLines]:
    model = panel.list.model()
    found = [model.index(row, 0).data(TWO_LINES) for row in range(model.rowCount())]
    assert all(isinstance(each, TwoLines) for each in found)
    return found


def looked_at(desk: Workspace) -> list[object]:
    assert isinstance(desk.camera, PlaneCamera)
    return desk.camera.looked_at


def copied(desk: Workspace) -> str:
    assert desk.clipboard is not None
    return desk.clipboard.read()


def test_a_good_project_has_nothing_to_show(panel: ProblemsPanel) -> None:
    assert rows(panel) == []
    assert panel.summary.text() == "Nothing is wrong with this project."
    assert not panel.copy.isEnabled()


def test_problems_are_listed_with_their_place_and_feature(
    panel: ProblemsPanel, desk: Workspace
) -> None:
    opened(desk, file_with())
    (row,) = rows(panel)
    assert row.title == 'the id "u1" is taken; the feature has a new one'
    assert row.detail == "Alpha · features[1].id"
    assert panel.summary.text() == "1 problem."


def test_what_is_not_understood_is_listed_once_with_its_reason(
    panel: ProblemsPanel, desk: Workspace
) -> None:
    opened(desk, file_with(TEAPOT))
    first, second = rows(panel)
    assert first.title == 'Not understood: the kind "teapot" is not known'
    assert first.detail == "Kept, not shown · features[2].properties.kind"
    assert second.detail.endswith("features[1].id")
    assert "1 feature is kept as they came" not in panel.summary.text()
    assert "1 feature is kept as it came" in panel.summary.text()


def test_enter_selects_the_feature_and_brings_it_into_view(
    panel: ProblemsPanel, desk: Workspace, qtbot: QtBot
) -> None:
    opened(desk, file_with())
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    (chosen,) = desk.session.selection
    feature = desk.document.feature(chosen)
    assert feature is not None
    assert feature.geometry.coordinates == (20.0, 55.0)
    assert looked_at(desk) == [pytest.approx((19.975, 54.975, 20.025, 55.025))]


def test_a_double_click_goes_where_a_foreign_feature_lies(
    panel: ProblemsPanel, desk: Workspace, qtbot: QtBot
) -> None:
    opened(desk, file_with(TEAPOT))
    at = panel.list.visualRect(panel.list.model().index(0, 0)).center()
    qtbot.mouseClick(panel.list.viewport(), LEFT, pos=at)
    qtbot.mouseDClick(panel.list.viewport(), LEFT, pos=at)
    assert looked_at(desk) == [pytest.approx((21.95, 57.95, 22.05, 58.05))]
    assert not desk.session.selection


def test_what_lies_nowhere_cannot_be_shown_and_says_so(
    panel: ProblemsPanel, desk: Workspace, qtbot: QtBot
) -> None:
    opened(desk, file_with(NOWHERE))
    assert not panel.show_on_map.isEnabled()
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert looked_at(desk) == []
    assert desk.message == "This problem has no place on the map."


def test_a_feature_deleted_since_is_not_selected(panel: ProblemsPanel, desk: Workspace) -> None:
    opened(desk, file_with())
    assert panel.show_on_map.isEnabled()
    desk.session.select([desk.problems[0].feature])
    desk.run("edit.delete")
    assert not panel.show_on_map.isEnabled()
    assert rows(panel)[0].detail == "features[1].id"
    desk.document.undo()
    assert panel.show_on_map.isEnabled()


def test_a_foreign_feature_goes_and_comes_back_with_its_deletion(
    panel: ProblemsPanel, desk: Workspace
) -> None:
    opened(desk, file_with(TEAPOT))
    (stranger,) = desk.document.foreign()
    with desk.document.edit("Delete") as change:
        change.remove(stranger.id)
    assert not any(row.title.startswith("Not understood") for row in rows(panel))
    desk.document.undo()
    assert rows(panel)[0].title.startswith("Not understood")


def test_another_document_has_other_problems(panel: ProblemsPanel, desk: Workspace) -> None:
    opened(desk, file_with(TEAPOT))
    opened(desk, dumps(project()))
    assert rows(panel) == []


def test_problems_of_an_import_are_added(panel: ProblemsPanel, desk: Workspace) -> None:
    desk.add_problems((Problem("features[3].geometry", "there is no geometry"),))
    assert [row.title for row in rows(panel)] == ["there is no geometry"]


def test_all_is_copied_as_text(panel: ProblemsPanel, desk: Workspace, qtbot: QtBot) -> None:
    opened(desk, file_with(TEAPOT))
    qtbot.mouseClick(panel.copy, LEFT)
    first, second = copied(desk).splitlines()
    assert first.endswith('the kind "teapot" is not known')
    assert second == 'features[1].id: the id "u1" is taken; the feature has a new one'
    assert desk.message == "Copied 2 problems"


def test_selected_lines_are_copied(panel: ProblemsPanel, desk: Workspace, qtbot: QtBot) -> None:
    opened(desk, file_with(TEAPOT))
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied(desk) == 'features[1].id: the id "u1" is taken; the feature has a new one\n'


def test_what_a_file_says_is_plain_text(panel: ProblemsPanel, desk: Workspace) -> None:
    desk.add_problems((Problem("x", "<b>bold</b>\nand more"),))
    assert panel.whole.toPlainText() == "<b>bold</b>\nand more\nx"
    assert rows(panel)[0].title == "<b>bold</b> and more"
    formats = {label.textFormat() for label in panel.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}


def test_thousands_of_problems_are_listed_quickly(
    panel: ProblemsPanel, desk: Workspace, qtbot: QtBot
) -> None:
    desk.add_problems(tuple(Problem(f"features[{n}]", "heights are not kept") for n in range(5000)))
    assert panel.list.model().rowCount() == 5000
    qtbot.keyClick(panel.list, Qt.Key.Key_End)
    assert panel.whole.toPlainText().endswith("features[4999]")
