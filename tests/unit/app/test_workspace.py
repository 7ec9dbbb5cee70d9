"""The workspace tells what changes, keeps settings, and takes tools up and down."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from baltic_desk.app import templates
from baltic_desk.app.extent import REGION
from baltic_desk.app.going import destinations
from baltic_desk.app.overlay_commands import toggle_locked, toggle_visible
from baltic_desk.app.reaches import FieldCache, reached_now
from baltic_desk.app.settings import Settings
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.altitude import altitude_of
from baltic_desk.document.project import PROJECT_ID
from baltic_desk.geo.gazetteer import open_gazetteer
from baltic_desk.geo.terrain import SmoothEarth
from baltic_desk.tools.tool import Pointer
from tests.features import document, ring, unit


def test_a_new_desk_has_an_overlay_to_draw_on(workspace: Workspace) -> None:
    assert workspace.session.active_overlay is not None
    assert not workspace.modified


def test_another_document_is_told_after_it_is_in_place(workspace: Workspace) -> None:
    heard: list[tuple[str, bool]] = []
    fresh = document(unit("u"))
    workspace.subscribe(lambda topic: heard.append((topic, workspace.document is fresh)))
    workspace.adopt(fresh)
    assert heard == [("document", True), ("path", True)]
    assert workspace.session.document is fresh


def test_a_tool_taken_up_is_put_down_with_another_document(workspace: Workspace) -> None:
    workspace.run("insert.line")
    assert workspace.controller.state.tool == "line"
    workspace.adopt(document())
    assert workspace.controller.state.tool == "select"


def test_a_gesture_is_finished_before_another_tool(workspace: Workspace) -> None:
    workspace.run("insert.line")
    for lon in (20.0, 21.0):
        pointer = Pointer((lon, 58.0), workspace.camera.to_px((lon, 58.0)))
        workspace.controller.press(pointer)
        workspace.controller.release(pointer)
    workspace.run("insert.text")
    assert [f.kind for f in workspace.document.features()] == ["line"]


def test_undo_during_a_gesture_takes_a_point_back(workspace: Workspace) -> None:
    workspace.run("overlay.add")
    workspace.run("insert.line")
    for lon in (20.0, 21.0, 22.0):
        pointer = Pointer((lon, 58.0), workspace.camera.to_px((lon, 58.0)))
        workspace.controller.press(pointer)
        workspace.controller.release(pointer)
    assert workspace.controller.busy
    workspace.run("edit.undo")
    assert workspace.controller.busy
    assert workspace.document.history.undo_label == "Add Overlay 2"


def test_settings_are_kept_and_told_once(workspace: Workspace, kept: list[Settings]) -> None:
    heard: list[str] = []
    workspace.subscribe(heard.append)
    workspace.set_settings(theme="dark")
    workspace.set_settings(theme="dark")
    assert heard == ["settings"]
    assert [settings.theme for settings in kept] == ["dark"]


def test_settings_that_cannot_be_kept_still_hold(ask: Any, camera: Any, caplog: Any) -> None:
    def full(_settings: Settings) -> None:
        raise OSError(28, "No space left on device")

    workspace = Workspace(ask, camera, keep=full)
    workspace.set_settings(theme="dark")
    assert workspace.settings.theme == "dark"
    assert "No space" in caplog.text


def test_the_last_style_of_a_kind_is_the_next_ones(workspace: Workspace) -> None:
    workspace.remember_style("line", {"stroke": "#ff0000", "stroke_width": 4.0, "name": "no"})
    line = templates.drawable(workspace.settings, "line")
    assert (line.stroke, line.stroke_width, line.name) == ("#ff0000", 4.0, "")
    assert templates.drawable(workspace.settings, "arrow").stroke is None


def test_a_style_that_does_not_fit_is_passed_over() -> None:
    styles = {"line": {"stroke": "red", "stroke_width": "wide", "dash": "dot", "nonsense": 1.0}}
    line = templates.drawable(Settings(styles=styles), "line")
    assert (line.stroke, line.stroke_width, line.dash) == (None, None, "dot")


def test_rings_are_measured_in_the_unit_of_the_person() -> None:
    assert templates.ring(Settings(distance_unit="NM")).unit == "NM"


def test_fitting_shows_what_is_drawn_else_the_region(workspace: Workspace, camera: Any) -> None:
    workspace.run("view.fit-all")
    assert camera.shown == [REGION]
    workspace.adopt(document(unit("u", (24.0, 57.0)), unit("v", (26.0, 58.0))))
    workspace.run("view.fit-all")
    assert camera.shown[-1] == (24.0, 57.0, 26.0, 58.0)
    workspace.session.select(["u"])
    workspace.run("view.fit-selection")
    west, south, east, north = camera.shown[-1]
    assert west < 24.0 < east
    assert south < 57.0 < north


def test_a_hidden_overlay_is_not_fitted(workspace: Workspace, camera: Any) -> None:
    workspace.adopt(document(unit("u", (24.0, 57.0))))
    toggle_visible(workspace, "o")
    workspace.run("view.fit-all")
    assert camera.shown == [REGION]


def test_overlays_are_added_named_raised_and_deleted(workspace: Workspace, ask: Any) -> None:
    workspace.run("overlay.add")
    first, second = workspace.document.overlays()
    assert second.name == "Overlay 2"
    assert workspace.session.active_overlay == second.id
    workspace.run("overlay.lower")
    assert [o.id for o in workspace.document.overlays()] == [second.id, first.id]
    workspace.run("overlay.raise")
    ask.will_answer("Coast")
    workspace.run("overlay.rename")
    assert workspace.document.overlays()[-1].name == "Coast"
    workspace.run("overlay.delete")
    assert [o.id for o in workspace.document.overlays()] == [first.id]
    for _ in range(5):
        workspace.run("edit.undo")
    assert [o.id for o in workspace.document.overlays()] == [first.id]
    assert not workspace.modified


def test_nothing_can_be_drawn_on_locked_overlays(workspace: Workspace) -> None:
    for overlay in workspace.document.overlays():
        toggle_locked(workspace, overlay.id)
    workspace.run("insert.mark")
    pointer = Pointer((20.0, 58.0), (0.0, 0.0))
    workspace.controller.press(pointer)
    workspace.controller.release(pointer)
    assert list(workspace.document.features()) == []
    assert "overlay" in workspace.message


def test_a_place_is_found_by_name_or_coordinate() -> None:
    gazetteer = open_gazetteer()
    assert destinations("Königsberg", gazetteer, "dd")[0].title.startswith("Kaliningrad")
    found = destinations("54 43 N 20 30 E", gazetteer, "dd")[0]
    assert found.position == (20.5, 54.0 + 43.0 / 60.0)
    assert list(destinations("  ", gazetteer, "dd")) == []


def test_what_limits_a_ring_is_told_at_the_altitude_that_is_drawn(workspace: Workspace) -> None:
    properties = replace(ring("r").properties, ring_class="air-defence", radius_max_m=400_000.0)
    shown = document(replace(ring("r"), properties=properties))
    workspace.adopt(shown)
    feature = shown.feature("r")
    assert feature is not None
    assert workspace.ring_limits(feature).startswith("Published range only")
    with shown.edit("Altitude") as change:
        project = replace(shown.project, altitude_m=10.0, terrain="none")
        change.put(project, shown.rank(PROJECT_ID))
    altitude = altitude_of(shown.project)
    assert altitude is not None
    found = reached_now(shown, altitude, SmoothEarth(), FieldCache())
    workspace.reaches_changed({each.ring.id: each for each in found})
    text = workspace.ring_limits(feature)
    assert "at 10 m above ground: horizon" in text
    assert "smooth earth" in text
