"""Editing the selection by command: each is one named step, and undo takes it back whole."""

from __future__ import annotations

from typing import Any

import pytest

from baltic_desk.app import arranging
from baltic_desk.app.commands import command
from baltic_desk.app.overlay_commands import toggle_locked
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, RangeRing
from baltic_desk.document.places import reference
from baltic_desk.document.project import Overlay
from baltic_desk.io.exchange.geojson import to_geojson
from tests.features import area, document, line, ring, unit


@pytest.fixture
def drawn(workspace: Workspace) -> Workspace:
    """A unit with a ring, a line and an area on one overlay; another overlay above it."""
    workspace.adopt(
        document(
            unit("u", (24.0, 57.0)),
            ring("r", (24.0, 57.0), anchor="u"),
            line("l"),
            area("a"),
            overlays=(Overlay(id="o", name="Lower"), Overlay(id="p", name="Upper")),
        )
    )
    return workspace


def _state(document: Document) -> dict[str, object]:
    return {entry.record.id: entry for entry in document.entries()}


def _feature(workspace: Workspace, feature_id: str) -> Feature:
    found = workspace.document.feature(feature_id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "command_id",
    [
        "edit.delete",
        "edit.duplicate",
        "edit.cut",
        "edit.front",
        "edit.forward",
        "edit.turn-right",
        "edit.turn-left",
        "edit.nudge-left",
        "edit.nudge-down-far",
    ],
)
def test_one_step_which_undo_takes_back_whole(command_id: str, drawn: Workspace) -> None:
    before = _state(drawn.document)
    drawn.session.select(["u", "l"])
    drawn.run(command_id)
    assert _state(drawn.document) != before
    assert len(drawn.document.history.labels[0]) == 1
    drawn.run("edit.undo")
    assert _state(drawn.document) == before


def test_delete_takes_the_rings_of_a_unit_with_it(drawn: Workspace) -> None:
    drawn.session.select(["u"])
    drawn.run("edit.delete")
    assert drawn.document.history.undo_label == "Delete unit"
    assert "r" not in drawn.document
    assert drawn.session.selection == ()


def test_a_nudge_moves_by_pixels_of_the_view(drawn: Workspace) -> None:
    drawn.session.select(["l"])
    x, y = drawn.camera.to_px(reference(_feature(drawn, "l")))
    drawn.run("edit.nudge-right-far")
    moved_x, moved_y = drawn.camera.to_px(reference(_feature(drawn, "l")))
    assert moved_x - x == pytest.approx(10.0, abs=0.01)
    assert moved_y - y == pytest.approx(0.0, abs=0.01)


def test_nudges_in_a_row_are_one_step(drawn: Workspace) -> None:
    before = _state(drawn.document)
    drawn.session.select(["u"])
    for way in ("left", "left", "up-far", "right"):
        drawn.run(f"edit.nudge-{way}")
    assert drawn.document.history.labels[0] == ("Nudge unit",)
    x, y = drawn.camera.to_px((24.0, 57.0))
    moved_x, moved_y = drawn.camera.to_px(reference(_feature(drawn, "u")))
    assert (moved_x - x, moved_y - y) == (pytest.approx(-1, abs=0.01), pytest.approx(-10, abs=0.01))
    drawn.run("edit.undo")
    assert _state(drawn.document) == before


def test_nudges_with_something_between_are_steps_of_their_own(drawn: Workspace) -> None:
    drawn.session.select(["u"])
    drawn.run("edit.nudge-left")
    drawn.session.select(["l"])
    drawn.run("edit.nudge-left")
    drawn.session.select(["u"])
    drawn.run("edit.nudge-left")
    assert len(drawn.document.history.labels[0]) == 3


def test_a_saved_nudge_stays_a_step_of_its_own(drawn: Workspace) -> None:
    drawn.session.select(["u"])
    drawn.run("edit.nudge-left")
    drawn.document.history.mark_clean()
    drawn.run("edit.nudge-left")
    assert len(drawn.document.history.labels[0]) == 2
    drawn.run("edit.undo")
    assert not drawn.modified


def test_a_nudged_unit_takes_its_ring_along(drawn: Workspace) -> None:
    drawn.session.select(["u"])
    drawn.run("edit.nudge-right-far")
    properties = _feature(drawn, "r").properties
    assert isinstance(properties, RangeRing)
    assert (properties.center_lon, properties.center_lat) == reference(_feature(drawn, "u"))
    assert properties.anchor == "u"


def test_a_duplicate_lies_aside_and_is_selected(drawn: Workspace) -> None:
    drawn.session.select(["u"])
    drawn.run("edit.duplicate")
    (copy_id,) = drawn.session.selection
    assert copy_id != "u"
    assert reference(_feature(drawn, copy_id)) != (24.0, 57.0)
    rings = [f for f in drawn.document.features() if f.kind == "range_ring"]
    assert sorted(
        str(r.properties.anchor) for r in rings if isinstance(r.properties, RangeRing)
    ) == (sorted(["u", copy_id]))


def test_copied_features_are_pasted_aside_under_new_ids(drawn: Workspace) -> None:
    drawn.session.select(["u", "r"])
    drawn.run("edit.copy")
    drawn.session.active_overlay = "p"
    drawn.run("edit.paste")
    pasted = [_feature(drawn, i) for i in drawn.session.selection]
    assert {f.kind for f in pasted} == {"unit", "range_ring"}
    assert {f.overlay for f in pasted} == {"p"}
    assert {f.id for f in pasted}.isdisjoint({"u", "r"})
    assert reference(pasted[0]) != (24.0, 57.0)
    assert drawn.document.history.undo_label == "Paste 2 features"


def test_what_was_cut_is_pasted_in_place(drawn: Workspace) -> None:
    drawn.session.select(["l"])
    start = reference(_feature(drawn, "l"))
    drawn.run("edit.cut")
    drawn.run("edit.paste")
    (pasted,) = drawn.session.selection
    assert reference(_feature(drawn, pasted)) == start


def test_what_is_out_of_sight_is_pasted_in_the_middle(drawn: Workspace) -> None:
    assert drawn.clipboard is not None
    drawn.clipboard.write(to_geojson((unit("far", (2.0, 40.0)),)).decode())
    drawn.run("edit.paste")
    (pasted,) = drawn.session.selection
    assert reference(_feature(drawn, pasted)) == pytest.approx(drawn.camera.center(), abs=1e-6)


def test_arrow_keys_shift_the_map_when_nothing_is_selected(drawn: Workspace, camera: Any) -> None:
    drawn.run("edit.nudge-right")
    assert camera.panned == [(-50.0, 0.0)]
    assert not drawn.modified


def test_a_clipboard_with_something_else_is_said_so(drawn: Workspace) -> None:
    assert drawn.clipboard is not None
    for text in ("", "hello", '{"type":"Feature"}', "[1, 2", '{"type":"Topology"}'):
        drawn.clipboard.write(text)
        drawn.message = ""
        drawn.run("edit.paste")
        assert "clipboard" in drawn.message.lower()
    assert not drawn.modified


def test_locked_features_stay_as_they_are(drawn: Workspace) -> None:
    drawn.session.select(["u", "l", "a"])
    toggle_locked(drawn, "o")
    before = _state(drawn.document)
    for one in ("edit.delete", "edit.nudge-left", "edit.turn-right", "edit.duplicate"):
        drawn.run(one)
    assert _state(drawn.document) == before


def test_moving_to_another_overlay_takes_the_rings_along(drawn: Workspace) -> None:
    drawn.session.select(["u"])
    arranging.put_on_overlay(drawn, "p")
    assert set(drawn.document.ids_on("p")) == {"u", "r"}


def test_select_all_leaves_out_what_is_hidden_or_locked(drawn: Workspace) -> None:
    drawn.run("edit.select-all")
    assert set(drawn.session.selection) == {"u", "r", "l", "a"}
    drawn.session.select(["u"])
    drawn.run("edit.invert-selection")
    assert set(drawn.session.selection) == {"r", "l", "a"}
    drawn.run("edit.deselect")
    assert drawn.session.selection == ()


def test_the_titles_of_undo_and_redo_name_the_step(drawn: Workspace) -> None:
    assert command("edit.undo").title_for(drawn) == "Undo"
    drawn.session.select(["a"])
    drawn.run("edit.delete")
    assert command("edit.undo").title_for(drawn) == "Undo Delete polygon"
    drawn.run("edit.undo")
    assert drawn.session.selection == ("a",)
    assert command("edit.redo").title_for(drawn) == "Redo Delete polygon"


@pytest.mark.parametrize(
    ("command_id", "order"),
    [
        ("edit.front", ("u", "l", "a", "r")),
        ("edit.forward", ("u", "l", "r", "a")),
        ("edit.backward", ("r", "u", "l", "a")),
        ("edit.back", ("r", "u", "l", "a")),
    ],
)
def test_order_changes_within_the_overlay(
    command_id: str, order: tuple[str, ...], drawn: Workspace
) -> None:
    drawn.session.select(["r"])
    drawn.run(command_id)
    assert drawn.document.ids_on("o") == order


def test_rotation_by_a_typed_angle(drawn: Workspace, ask: object) -> None:
    drawn.session.select(["l"])
    ask.will_answer("90°", "north", None)  # type: ignore[attr-defined]
    for _ in range(3):
        drawn.run("edit.turn-by")
    assert drawn.document.history.labels[0] == ("Rotate line",)
    assert "north" in drawn.message
