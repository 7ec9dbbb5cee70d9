"""Steps of the briefing are made of what is seen, shown again, and fitted to other screens."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from baltic_desk.app import briefing
from baltic_desk.app.briefing import captured, dressed, recaptured, shown, view_for
from baltic_desk.app.place_names import largest_place
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.lesson import BriefingStep, StepView
from baltic_desk.document.phase_operations import add_phase
from baltic_desk.document.project import Overlay
from baltic_desk.io.project import dumps, loads
from tests.features import unit
from tests.moving import END, go, two_phases
from tests.panel_desk import PlaneCamera, project, workspace

VIEW = StepView(lon=20.5, lat=54.7, width_m=400_000, height_m=225_000)
TWO = (Overlay(id="air", name="Air"), Overlay(id="sea", name="Sea", visible=False))


def of(*features: object, **changes: object) -> Workspace:
    desk = workspace(project(*features, overlays=TWO))  # type: ignore[arg-type]
    if changes:
        with desk.document.edit("Set") as change:
            change.put(replace(desk.document.project, **changes))
    return desk


def put(document: Document, *steps: BriefingStep) -> None:
    with document.edit("Steps") as change:
        for step in steps:
            change.put(step)


def test_a_step_holds_what_is_seen() -> None:
    desk = of(unit("u", overlay="air"), altitude_m=100.0, altitude_above="sea")
    desk.session.select(["u"])
    desk.show_rings("air-defence")
    step = captured(desk, "s", selection_stands_out=True)
    metres_per_px = desk.camera.metres_per_px()
    assert (step.view.lon, step.view.lat) == (22.5, 59.5)
    assert step.view.width_m == pytest.approx(1200 * metres_per_px, abs=0.1)
    assert step.view.height_m == pytest.approx(800 * metres_per_px, abs=0.1)
    assert (step.view.scale, step.view.projection) == (1_000_000, "baltic-lcc")
    assert (step.phase, step.overlays, step.theme) == (None, ("air",), None)
    assert (step.altitude_m, step.altitude_above) == (100.0, "sea")
    assert (step.rings, step.highlights) == ("air-defence", ("u",))
    assert captured(desk, "s").highlights == ()


def test_a_step_is_read_from_the_file_as_it_was_captured() -> None:
    desk = of(unit("u", overlay="air"))
    put(desk.document, captured(desk, "s"))
    written = dumps(desk.document)
    assert dumps(loads(written).document) == written


def test_it_is_called_after_its_phase_then_a_place_then_the_project_and_never_twice() -> None:
    desk = of(title="Lesson 1")
    add_phase(desk.document, "Crisis")
    titles: list[str] = []
    for number in range(4):
        step = captured(desk, f"s{number}")
        titles.append(step.title)
        put(desk.document, step)
    assert titles == ["Crisis", "Lesson 1", "Step 3", "Step 4"]


def test_the_largest_place_in_the_middle_of_a_view_gives_its_name() -> None:
    assert largest_place(replace(VIEW, lon=24.1, lat=56.95)) == "Rīga"
    assert largest_place(replace(VIEW, lon=20.5, lat=54.7, width_m=9e4, height_m=6e4)) == (
        "Kaliningrad"
    )
    assert largest_place(replace(VIEW, lon=20.0, lat=58.2, width_m=2e4, height_m=2e4)) == ""
    assert largest_place(replace(VIEW, width_m=2e6)) == ""


@pytest.mark.parametrize(("width", "height"), [(1600, 900), (800, 800), (300, 900), (1, 1)])
def test_any_screen_shows_no_less_than_was_captured(width: int, height: int) -> None:
    center, metres_per_px = view_for(VIEW, width, height)
    assert center == (20.5, 54.7)
    assert width * metres_per_px >= VIEW.width_m * (1 - 1e-12)
    assert height * metres_per_px >= VIEW.height_m * (1 - 1e-12)
    tight = width * metres_per_px / VIEW.width_m, height * metres_per_px / VIEW.height_m
    assert min(tight) == pytest.approx(1.0)


def test_looking_at_a_step_changes_nothing_in_the_project() -> None:
    desk = of(unit("u", overlay="air"))
    first = add_phase(desk.document, "Crisis")
    desk.document.show_phase(desk.document.phases()[0].id)
    desk.document.history.mark_clean()
    step = BriefingStep(
        id="s", view=VIEW, phase=first.id, overlays=("sea",), altitude_m=10.0, rings="sensor"
    )
    before = list(desk.document.all_entries())
    shown(desk, step)
    assert desk.document.phase == first.id
    assert desk.rings_shown == "sensor"
    assert desk.step == "s"
    camera = desk.camera
    assert isinstance(camera, PlaneCamera)
    assert camera.looked_at == [((20.5, 54.7), pytest.approx(400_000 / 1200))]
    assert not desk.modified
    assert list(desk.document.all_entries()) == before
    assert briefing.differs(desk, step) == {"overlays": True, "altitude": True}


def test_a_step_of_another_projection_is_looked_at_in_it_and_an_unknown_one_changes_nothing() -> (
    None
):
    desk = of()
    shown(desk, BriefingStep(id="s", view=replace(VIEW, projection="utm-34n")))
    assert desk.settings.projection == "utm-34n"
    shown(desk, BriefingStep(id="s", view=replace(VIEW, projection="mars"), rings="lasers"))
    assert (desk.settings.projection, desk.rings_shown) == ("utm-34n", "all")


def test_what_a_step_shows_is_a_document_of_its_own() -> None:
    desk = of(unit("u", overlay="air"))
    phase = add_phase(desk.document, "Crisis")
    with desk.document.edit("Away") as change:
        change.remove("u")
    first = desk.document.phases()[0].id
    step = BriefingStep(id="s", view=VIEW, phase=first, overlays=("sea", "gone"), altitude_m=50.0)
    made = dressed(desk.document, step)
    assert made.feature("u") is None
    assert dressed(desk.document, replace(step, overlays=("air",))).feature("u") is not None
    assert [(o.id, o.visible) for o in made.overlays()] == [("air", False), ("sea", True)]
    assert made.project.altitude_m == 50.0
    later = replace(step, phase=phase.id, overlays=("air",))
    assert dressed(desk.document, later).feature("u") is None
    assert [o.visible for o in desk.document.overlays()] == [True, False]


def test_what_a_step_shows_tells_of_what_its_phase_moves() -> None:
    held = two_phases()
    go(held, "v", END)
    first, second = (phase.id for phase in held.phases())
    held.show_phase(first)
    step = BriefingStep(id="s", view=VIEW, phase=second)
    assert [moved.id for moved in dressed(held, step).movements()] == ["v"]
    assert dressed(held, replace(step, phase=first)).movements() == ()


def test_a_phase_that_has_gone_is_the_first() -> None:
    desk = of(unit("u", overlay="air"))
    add_phase(desk.document, "Crisis")
    step = BriefingStep(id="s", view=VIEW, phase="gone")
    first = desk.document.phases()[0]
    assert briefing.phase_of(desk.document, step.phase) == first
    shown(desk, step)
    assert desk.document.phase == first.id


def test_an_update_keeps_what_a_step_says_and_the_view_where_the_map_looks_there() -> None:
    desk = of()
    view = briefing.present_view(desk)
    step = BriefingStep(
        id="s", title="T", note="N", view=replace(view, scale=77), theme="dark", highlights=("x",)
    )
    fresh = recaptured(desk, step)
    assert fresh.view == step.view
    assert (fresh.title, fresh.note, fresh.theme, fresh.highlights) == ("T", "N", "dark", ("x",))
    assert fresh.overlays == ("air",)
    moved = recaptured(desk, replace(step, view=VIEW))
    assert moved.view == view


def test_a_note_takes_as_long_as_it_is() -> None:
    assert briefing.reading_time_s("") == 0.0
    assert briefing.reading_time_s("word " * 130) == pytest.approx(60.0)
