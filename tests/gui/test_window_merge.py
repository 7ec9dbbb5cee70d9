"""Merging in the real window: the banner, the list, the map, keys, and what is saved in the end."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from baltic_desk.app import files, merge_sight, merging
from baltic_desk.cli.sample import SAMPLES
from baltic_desk.document.anchoring import deletion
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, RangeRing
from baltic_desk.document.moving import moved_all
from baltic_desk.io.project import dumps, load
from baltic_desk.paths import resource
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.merge.delegate import box_of, sides_of
from baltic_desk.ui.merge.panel import MergePanel
from tests.features import document, line, ring, unit
from tests.gui.desk_hands import WindowHands

RIGA, TALLINN, VILNIUS, NARVA = (24.1, 56.95), (24.75, 59.44), (25.28, 54.69), (28.2, 59.38)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A project file: three units, one with a ring, and a line."""
    path = tmp_path / "plan.geojson"
    path.write_bytes(
        dumps(
            document(
                unit("a", RIGA, name="Alpha"),
                unit("b", TALLINN, name="Bravo"),
                unit("c", VILNIUS, name="Charlie"),
                ring("r", RIGA, anchor="a"),
                line("l"),
            )
        )
    )
    return path


def they(path: Path, *deeds: object) -> None:
    """Another program does something to the file."""
    other = load(path).document
    for deed in deeds:
        deed(other)  # type: ignore[operator]
    path.write_bytes(dumps(other))


def renaming(feature_id: str, name: str) -> Any:
    def do(document: Document) -> None:
        feature = document.feature(feature_id)
        assert feature is not None
        with document.edit("Rename") as change:
            change.put(replace(feature, properties=replace(feature.properties, name=name)))

    return do


def moving(feature_id: str, to: tuple[float, float]) -> Any:
    def do(document: Document) -> None:
        feature = document.feature(feature_id)
        assert feature is not None
        start = feature.geometry.coordinates
        with document.edit("Move") as change:
            for each in moved_all(document, [feature_id], start, to).values():
                change.put(each)

    return do


def adding(*features: Feature) -> Any:
    def do(document: Document) -> None:
        with document.edit("Add") as change:
            for each in features:
                change.put(each)

    return do


def deleting(feature_id: str) -> Any:
    def do(document: Document) -> None:
        with document.edit("Delete") as change:
            deletion(document, [feature_id]).fill(change)

    return do


def offer(desk: DeskWindow, title: str) -> QPushButton:
    found = [b for b in desk.window.banner.findChildren(QPushButton) if b.text() == title]
    assert found, f"the banner offers no {title}"
    return found[-1]


def panel(desk: DeskWindow) -> MergePanel:
    """The list, once it is in sight."""
    QApplication.processEvents()
    found = desk.window.findChildren(MergePanel)
    assert found, "the list is not there"
    QApplication.processEvents()
    return found[0]


def titles(desk: DeskWindow) -> list[str]:
    """What the list shows, headings included."""
    rows = panel(desk).rows
    return [str(rows.index(k, 0).data()) for k in range(rows.rowCount())]


def row(desk: DeskWindow, key: str) -> int:
    found = panel(desk).rows.row_of(key)
    assert found is not None, f"{key} is not in the list"
    return found


def click_at(desk: DeskWindow, key: str, side: str = "") -> None:
    """Click on the box of a row, on one of its buttons ("mine", "theirs") or on its words."""
    view = panel(desk).list
    rect = view.visualRect(panel(desk).rows.index(row(desk, key), 0))
    view.scrollTo(panel(desk).rows.index(row(desk, key), 0))
    rect = view.visualRect(panel(desk).rows.index(row(desk, key), 0))
    match side:
        case "mine":
            at = sides_of(rect)[0].center()
        case "theirs":
            at = sides_of(rect)[1].center()
        case "box":
            at = box_of(rect).center()
        case _:
            at = QPoint(rect.left() + 90, rect.center().y())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QApplication.processEvents()


@pytest.fixture
def merged_desk(hands: WindowHands, plan: Path, qtbot: QtBot) -> WindowHands:
    """Both have worked on the plan, and what differs is listed."""
    desk = hands.desk
    assert files.load_file(desk.workspace, plan)
    they(
        plan,
        renaming("a", "Theirs"),
        moving("b", NARVA),
        deleting("c"),
        adding(unit("n", (22.0, 57.5), name="New")),
    )
    renaming("a", "Mine")(desk.workspace.document)
    renaming("l", "My line")(desk.workspace.document)
    qtbot.waitUntil(lambda: "changed" in desk.window.banner.text, timeout=30_000)
    offer(desk, "Merge…").click()
    QApplication.processEvents()
    qtbot.waitUntil(lambda: panel(desk).isVisible(), timeout=30_000)
    return hands


def test_the_banner_offers_all_that_can_be_done(
    desk: DeskWindow, plan: Path, ask: Any, qtbot: QtBot
) -> None:
    assert files.load_file(desk.workspace, plan)
    renaming("a", "Mine")(desk.workspace.document)
    they(plan, renaming("b", "Theirs"))
    qtbot.waitUntil(lambda: "changed" in desk.window.banner.text, timeout=30_000)
    for title in ("Reload", "Keep Mine", "Merge…"):
        assert offer(desk, title)
    ask.will_answer(None)
    offer(desk, "Save As…").click()
    qtbot.waitUntil(lambda: "changed" in desk.window.banner.text, timeout=30_000)


def test_what_differs_is_listed_conflicts_first(merged_desk: WindowHands) -> None:
    desk = merged_desk.desk
    assert titles(desk) == [
        "Conflicts (1)", "!  Mine", "Added (1)", "+  New", "Moved (1)", "→  Bravo",
        "Removed (1)", "−  Charlie", "Only yours, kept (1)", "Δ  My line",
    ]  # fmt: skip
    told = "1 conflict, 1 undecided · +1 →1 −1 · 3 taken · 1 only yours"
    assert panel(desk).summary.text() == told


def test_all_of_it_is_on_the_map(merged_desk: WindowHands) -> None:
    view = merged_desk.desk.view
    marked = {each.key: each for each in view.picture.merge.shown.marked}
    assert set(marked) == {"a", "b", "c", "n"}
    assert {key for key, each in marked.items() if each.accepted} == {"b", "c", "n"}
    assert marked["a"].conflict
    assert marked["c"].theirs is None
    view.flush()
    assert view.complete()


def test_a_click_on_the_map_finds_the_row_and_a_click_on_the_row_the_place(
    merged_desk: WindowHands,
) -> None:
    desk = merged_desk.desk
    merged_desk.click((22.0, 57.5))  # only theirs has something there
    assert desk.workspace.proposal == "n"
    assert panel(desk).list.currentIndex().row() == row(desk, "n")
    assert panel(desk).list.selectedIndexes() == [panel(desk).list.currentIndex()]
    assert desk.workspace.session.selection == ()
    merged_desk.click(VILNIUS)  # what is here is selected as ever
    assert desk.workspace.session.selection == ("c",)
    assert desk.workspace.proposal == "c"
    desk.view.look_at((15.0, 65.0), 50.0)
    click_at(desk, "b")
    assert desk.workspace.proposal == "b"
    assert desk.view.picture.merge.current == "b"
    for place in (TALLINN, NARVA):
        x, y = desk.view.to_px(place)
        assert 0 <= x <= desk.view.width()
        assert 0 <= y <= desk.view.height()


def test_boxes_and_buttons_decide_and_applying_is_one_step(
    merged_desk: WindowHands, plan: Path
) -> None:
    desk = merged_desk.desk
    click_at(desk, "c", "box")
    click_at(desk, "a", "theirs")
    assert desk.workspace.merging is not None
    assert dict(desk.workspace.merging.takes) == {"a": "theirs", "b": "theirs", "n": "theirs"}
    assert panel(desk).apply.text() == "Apply"
    panel(desk).apply.click()
    names = {f.id: f.properties.name for f in desk.workspace.document.features()}
    assert names == {"a": "Theirs", "b": "Bravo", "c": "Charlie", "n": "New", "l": "My line",
                     "r": ""}  # fmt: skip
    assert not desk.window.panel_shown("merge")
    assert desk.view.picture.merge.shown.marked == ()
    merged_desk.key("s", Qt.KeyboardModifier.ControlModifier)
    assert not desk.workspace.modified
    assert {f.id for f in load(plan).document.features()} == set(names)
    merged_desk.key("z", Qt.KeyboardModifier.ControlModifier)
    before = {f.id: f.properties.name for f in desk.workspace.document.features()}
    assert before["a"] == "Mine"
    assert "n" not in before


def test_it_can_be_done_by_keys_alone(merged_desk: WindowHands) -> None:
    desk = merged_desk.desk
    listed = panel(desk).list
    listed.setFocus(Qt.FocusReason.TabFocusReason)
    listed.setCurrentIndex(panel(desk).rows.index(row(desk, "a"), 0))
    merged_desk.key("t")
    takes = desk.workspace.merging
    assert takes is not None
    assert takes.takes["a"] == "theirs"
    merged_desk.key("m")
    assert desk.workspace.merging is not None
    assert desk.workspace.merging.takes["a"] == "mine"
    merged_desk.key(Qt.Key.Key_Down)
    assert desk.workspace.proposal == "n"
    merged_desk.key(Qt.Key.Key_Space)
    assert "n" not in desk.workspace.merging.takes
    assert desk.workspace.controller.state.tool == "select", "no letter has taken up a tool"


def test_accepting_none_and_all_and_filters(merged_desk: WindowHands) -> None:
    desk = merged_desk.desk
    shown = panel(desk)
    shown.accept_none.click()
    assert desk.workspace.merging is not None
    assert desk.workspace.merging.takes == {}
    shown.filter.setCurrentIndex(shown.filter.findData("moved"))
    assert titles(desk) == ["Moved (1)", "→  Bravo"]
    shown.accept_all.click()
    assert desk.workspace.merging.takes == {"b": "theirs"}
    shown.filter.setCurrentIndex(shown.filter.findData("conflicts"))
    assert shown.accept_all.text() == "Take All Theirs"
    shown.filter.setCurrentIndex(0)
    shown.search.setText("charl")
    assert titles(desk) == ["Removed (1)", "−  Charlie"]
    merge_sight.go_to(desk.workspace, "b")  # what is looked at is listed, whatever was looked for
    assert panel(desk).list.currentIndex().row() == row(desk, "b")


def test_the_parts_of_a_conflict_are_told_one_by_one(merged_desk: WindowHands) -> None:
    desk = merged_desk.desk
    click_at(desk, "a")
    assert panel(desk).facts.rows() == [
        ("! name", ""), ("    before", "Alpha"), ("    yours", "Mine"), ("    theirs", "Theirs"),
    ]  # fmt: skip
    assert panel(desk).mine.isVisible()
    panel(desk).theirs.click()
    assert desk.workspace.merging is not None
    assert desk.workspace.merging.takes["a"] == "theirs"


def test_cancelling_leaves_all_as_it_was_and_says_so_again(
    merged_desk: WindowHands, qtbot: QtBot
) -> None:
    desk = merged_desk.desk
    before = list(desk.workspace.document.all_entries())
    panel(desk).cancel.click()
    assert list(desk.workspace.document.all_entries()) == before
    qtbot.waitUntil(lambda: "changed" in desk.window.banner.text, timeout=30_000)


def test_working_on_while_it_is_merged(merged_desk: WindowHands, qtbot: QtBot) -> None:
    desk = merged_desk.desk
    renaming("c", "Still mine")(desk.workspace.document)
    qtbot.waitUntil(lambda: not desk.merge.busy, timeout=30_000)
    assert desk.workspace.merging is not None
    assert desk.workspace.merging.by_key["c"].conflict
    assert "c" not in desk.workspace.merging.takes
    assert titles(desk)[0] == "Conflicts (2)"


def test_the_file_changes_again_while_it_is_merged(
    merged_desk: WindowHands, plan: Path, qtbot: QtBot
) -> None:
    desk = merged_desk.desk
    they(plan, renaming("l", "Their line"))
    qtbot.waitUntil(lambda: "changed again" in desk.window.banner.text, timeout=30_000)
    offer(desk, "Compare Again").click()
    assert desk.workspace.merging is not None
    assert desk.workspace.merging.by_key["l"].conflict
    assert desk.window.banner.text == ""


def test_the_question_at_saving_leads_to_merging(hands: WindowHands, plan: Path, ask: Any) -> None:
    desk = hands.desk
    assert files.load_file(desk.workspace, plan)
    renaming("a", "Mine")(desk.workspace.document)
    they(plan, renaming("b", "Theirs"))
    ask.will_answer("merge")
    hands.key("s", Qt.KeyboardModifier.ControlModifier)
    assert titles(desk)[:2] == ["Changed (1)", "Δ  Bravo"]
    panel(desk).apply.click()
    hands.key("s", Qt.KeyboardModifier.ControlModifier)
    assert {f.properties.name for f in load(plan).document.features()} >= {"Mine", "Theirs"}


def test_the_banner_goes_however_merging_begins(
    hands: WindowHands, plan: Path, qtbot: QtBot
) -> None:
    desk = hands.desk
    assert files.load_file(desk.workspace, plan)
    they(plan, renaming("b", "Theirs"))
    qtbot.waitUntil(lambda: "changed" in desk.window.banner.text, timeout=30_000)
    hands.menu("File", "Merge with the File on Disk…")
    assert titles(desk)[:1] == ["Changed (1)"]
    assert desk.window.banner.text == ""


def test_a_ring_follows_its_unit_without_a_row_of_its_own(hands: WindowHands, plan: Path) -> None:
    desk = hands.desk
    assert files.load_file(desk.workspace, plan)
    they(plan, moving("a", NARVA))
    moving("a", VILNIUS)(desk.workspace.document)
    assert merging.begin(desk.workspace)
    assert desk.workspace.merging is not None
    assert [p.key for p in desk.workspace.merging.proposals] == ["a"]
    click_at(desk, "a", "theirs")
    panel(desk).apply.click()
    found = desk.workspace.document.feature("r")
    assert found is not None
    assert isinstance(found.properties, RangeRing)
    assert (found.properties.center_lon, found.properties.center_lat) == NARVA


def test_a_file_on_a_share_that_sends_no_events_is_looked_at_now_and_then(
    desk: DeskWindow, plan: Path, qtbot: QtBot
) -> None:
    assert files.load_file(desk.workspace, plan)
    watch = desk.notices.watch
    watch._watcher.removePaths([*watch._watcher.files(), *watch._watcher.directories()])
    watch._poll.setInterval(50)
    they(plan, renaming("b", "Theirs"))
    os.utime(plan, ns=(1, 1))
    qtbot.waitUntil(lambda: "changed" in desk.window.banner.text, timeout=30_000)


def test_the_lesson_edited_on_both_sides(hands: WindowHands, tmp_path: Path) -> None:
    desk = hands.desk
    path = tmp_path / "lesson.geojson"
    path.write_bytes((resource("scenarios") / SAMPLES["lesson"]).read_bytes())
    assert files.load_file(desk.workspace, path)
    mine, other = desk.workspace.document, load(path).document
    units = [f.id for f in other.features() if f.kind == "unit"]
    phases = [phase.id for phase in other.phases()]
    other.show_phase(phases[2])
    moving(units[0], RIGA)(other)
    other.show_phase(phases[0])
    renaming(units[1], "Theirs")(other)
    deleting(units[2])(other)
    path.write_bytes(dumps(other))
    mine.show_phase(phases[3])
    moving(units[3], NARVA)(mine)
    mine.show_phase(phases[0])
    renaming(units[1], "Mine")(mine)
    assert merging.begin(desk.workspace)
    assert desk.workspace.merging is not None
    assert all(not p.fields for p in desk.workspace.merging.proposals if p.side == "mine")
    conflict = next(p for p in desk.workspace.merging.proposals if p.conflict)
    assert conflict.key == units[1]
    merging.take(desk.workspace, [units[1]], "theirs")
    in_phase = next(p for p in desk.workspace.merging.proposals if p.phase == phases[2])
    click_at(desk, in_phase.key)
    assert mine.phase == phases[2], "the phase in which it is so is shown"
    panel(desk).apply.click()
    assert files.save(desk.workspace)
    loaded = load(path)
    assert loaded.problems == ()
    there = loaded.document
    moved = there.feature_in(phases[2], units[0])
    assert moved is not None
    assert moved.geometry.coordinates == RIGA
    moved = there.feature_in(phases[3], units[3])
    assert moved is not None
    assert moved.geometry.coordinates == NARVA
    renamed = there.feature(units[1])
    assert renamed is not None
    assert renamed.properties.name == "Theirs"
    assert there.feature(units[2]) is None
