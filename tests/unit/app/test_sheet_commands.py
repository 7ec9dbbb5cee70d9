"""Sheets as commands: made, changed, fitted, exported, kept as templates; all without a window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from baltic_desk.app import sheet_editing as editing
from baltic_desk.app import sheet_frame, sheet_templates
from baltic_desk.app.commands import command
from baltic_desk.app.protocols import FileKind
from baltic_desk.app.sheet_audience import for_audience
from baltic_desk.app.sheet_editing import SheetError, plan_of
from baltic_desk.app.sheet_report import problems, summary
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.layout import Layout, page_mm
from baltic_desk.document.project import Overlay
from baltic_desk.io.project import dumps
from tests.features import document, unit

TALLINN, RIGA = (24.75, 59.44), (24.1, 56.95)


class Maker:
    """Stands in for the window's maker of sheets and remembers what it was asked for."""

    kinds = (FileKind("PDF", (".pdf",)), FileKind("PNG", (".png",)))

    def __init__(self, *amiss: str, files: int = 1) -> None:
        self.amiss, self.files = amiss, files
        self.made: list[tuple[str, str, float]] = []

    def problems(self, workspace: Workspace, layout: Layout) -> tuple[str, ...]:  # noqa: ARG002
        return self.amiss

    def export(self, workspace: Workspace, layout: Layout, path: Path, dpi: float) -> int:  # noqa: ARG002
        self.made.append((layout.name, path.name, dpi))
        return self.files

    def print_out(self, workspace: Workspace, layout: Layout) -> str:  # noqa: ARG002
        return "Printed 1 page."


@pytest.fixture
def desk(workspace: Workspace) -> Workspace:
    workspace.adopt(document(unit("a", TALLINN), unit("b", RIGA)))
    return workspace


def only(workspace: Workspace) -> Layout:
    (layout,) = workspace.document.layouts()
    return layout


def labels(workspace: Workspace) -> tuple[str, ...]:
    return workspace.document.history.labels[0]


def test_a_new_sheet_shows_all_that_is_drawn_and_is_one_step_of_undo(desk: Workspace) -> None:
    desk.run("sheet.new")
    layout = only(desk)
    assert layout.name == "Sheet 1"
    assert desk.sheet == layout.id
    plan = plan_of(desk.document, layout)
    assert not [said for said in problems(desk.document, plan) if "beyond" in said]
    assert layout.scale in editing.MAP_SCALES
    desk.document.undo()
    assert desk.document.layouts() == ()


def test_sheets_are_duplicated_renamed_and_deleted_each_undoable(desk: Workspace, ask: Any) -> None:
    desk.run("sheet.new")
    desk.run("sheet.duplicate")
    ask.will_answer("  Wall\nmap ")
    desk.run("sheet.rename")
    assert [each.name for each in desk.document.layouts()] == ["Sheet 1", "Wall map"]
    desk.run("sheet.delete")
    assert [each.name for each in desk.document.layouts()] == ["Sheet 1"]
    assert editing.at_hand(desk) == only(desk)
    desk.document.undo()
    desk.document.undo()
    assert [each.name for each in desk.document.layouts()] == ["Sheet 1", "Sheet 1 (copy)"]


def test_names_of_new_sheets_are_their_own(desk: Workspace) -> None:
    for _ in range(3):
        desk.run("sheet.new")
    assert [each.name for each in desk.document.layouts()] == ["Sheet 1", "Sheet 2", "Sheet 3"]


@pytest.mark.parametrize("name", ["sheet.export", "sheet.print", "sheet.fit-view", "sheet.delete"])
def test_without_a_sheet_there_is_nothing_to_do(desk: Workspace, name: str) -> None:
    desk.sheets = Maker()
    assert not command(name).enabled(desk)
    desk.run("sheet.new")
    assert command(name).enabled(desk)


def test_what_no_file_could_hold_is_refused(desk: Workspace) -> None:
    layout = editing.new_sheet(desk)
    before = dumps(desk.document)
    with pytest.raises(SheetError):
        editing.change_sheet(desk, layout.id, "x {}", lambda each: replace(each, margin_mm=5000.0))
    assert dumps(desk.document) == before


def test_fit_to_view_takes_the_place_and_a_usual_scale(desk: Workspace) -> None:
    desk.run("sheet.new")
    desk.run("sheet.fit-view")
    layout = only(desk)
    assert (layout.lon, layout.lat) == desk.camera.center()
    left, bottom, right, top = sheet_frame.whole_box(plan_of(desk.document, layout))
    width_px, height_px = desk.camera.size_px()
    factor = plan_of(desk.document, layout).scale_factor
    assert (right - left) / factor >= width_px * desk.camera.metres_per_px()
    assert (top - bottom) / factor >= height_px * desk.camera.metres_per_px()
    assert layout.scale == editing.nearest_scale(layout.scale)


def test_a_series_fitted_to_the_view_takes_its_area_at_the_same_scale(desk: Workspace) -> None:
    layout = editing.new_sheet(desk)
    editing.change_sheet(
        desk, layout.id, "x {}", lambda each: replace(each, series=True, scale=500_000.0)
    )
    desk.run("sheet.fit-view")
    layout = only(desk)
    assert layout.scale == 500_000.0
    assert layout.area_width_m == pytest.approx(1200 * desk.camera.metres_per_px())


def test_fit_to_what_is_drawn_forgets_the_place(desk: Workspace) -> None:
    desk.run("sheet.new")
    desk.run("sheet.fit-view")
    desk.run("sheet.fit-drawn")
    assert only(desk).lon is None
    assert labels(desk)[-1] == "Fit “Sheet 1” to what is drawn"


def test_centre_on_selection_keeps_the_scale(desk: Workspace) -> None:
    desk.run("sheet.new")
    assert not command("sheet.centre-selection").enabled(desk)
    desk.session.select(["a"])
    scale = only(desk).scale
    desk.run("sheet.centre-selection")
    layout = only(desk)
    assert (layout.lon, layout.lat) == pytest.approx(TALLINN)
    assert layout.scale == scale


# -- the frame -----------------------------------------------------------------------------------


def test_a_frame_that_is_moved_changes_nothing_until_it_settles(desk: Workspace) -> None:
    layout = editing.new_sheet(desk)
    before = dumps(desk.document)
    plan = sheet_frame.moved(plan_of(desk.document, layout), TALLINN, RIGA)
    assert dumps(desk.document) == before
    assert sheet_frame.settle(desk, plan)
    assert labels(desk)[-1] == "Move sheet frame"
    assert not sheet_frame.settle(desk, plan)
    now = plan_of(desk.document, only(desk))
    assert now.sheets[0].center_xy == pytest.approx(plan.sheets[0].center_xy, abs=1.0)


@pytest.mark.parametrize("free", [True, False])
def test_a_corner_gives_the_scale_a_usual_one_unless_free(desk: Workspace, *, free: bool) -> None:
    layout = editing.new_sheet(desk)
    plan = plan_of(desk.document, layout)
    right, top = plan.projection.forward_one(plan.corners(plan.sheets[0])[2])
    x, y = plan.sheets[0].center_xy
    wider = plan.projection.inverse_one((x + (right - x) * 1.3, y + (top - y) * 1.3))
    scaled = sheet_frame.scaled(plan, wider, free=free)
    exact = 1.3 * layout.scale
    wanted = exact if free else editing.nearest_scale(exact)
    assert scaled.layout.scale == pytest.approx(wanted, rel=0.01)
    assert sheet_frame.middle(scaled) == pytest.approx(sheet_frame.middle(plan), abs=1e-4)


def test_moving_a_series_keeps_its_number_of_sheets(desk: Workspace) -> None:
    layout = editing.new_sheet(desk)
    editing.change_sheet(
        desk, layout.id, "x {}", lambda each: replace(each, series=True, scale=500_000.0)
    )
    plan = plan_of(desk.document, only(desk))
    assert len(plan.sheets) > 1
    moved = sheet_frame.nudged(plan, 0.5, 0.0)
    assert len(moved.sheets) == len(plan.sheets)
    sheet_frame.settle(desk, moved)
    assert len(plan_of(desk.document, only(desk)).sheets) == len(plan.sheets)
    frame_m = plan.places.frame.width * plan.metres_per_mm
    shift = moved.sheets[0].center_xy[0] - plan.sheets[0].center_xy[0]
    assert shift == pytest.approx(0.5 * frame_m, rel=0.02)


# -- words -----------------------------------------------------------------------------------------


def test_a_sheet_is_told_in_words(desk: Workspace) -> None:
    layout = replace(Layout(id="l", paper="A1"), lon=24.0, lat=58.0)
    said = summary(plan_of(desk.document, layout))
    assert said.startswith("1 sheet, A1 landscape, 841 × 594 mm; map ")
    assert " km of ground." in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "has no title"),
        ({"dtg": "tomorrow"}, "is not read as a date-time group"),
        ({"phase": "gone"}, "The phase that the sheet is of is no longer there"),
        ({"step": "gone"}, "The step that the sheet is of is no longer there"),
        ({"lon": 12.0, "lat": 64.0}, "shows nothing of what is drawn"),
        ({"lon": 24.75, "lat": 59.44, "scale": 200_000.0}, "1 of the 2 features in sight lies"),
        ({"paper": "A5"}, "is small"),
    ],
)
def test_problems_are_said(desk: Workspace, options: dict[str, Any], said: str) -> None:
    layout = replace(Layout(id="l", scale=2_000_000.0), **options)
    found = problems(desk.document, plan_of(desk.document, layout))
    assert [each for each in found if said in each]


def test_a_sheet_with_a_title_and_all_in_it_has_no_problem(desk: Workspace) -> None:
    layout = Layout(id="l", scale=2_000_000.0, title="Baltic", dtg="291200ZNOV26")
    assert problems(desk.document, plan_of(desk.document, layout)) == ()


def test_a_sheet_for_students_lacks_what_is_not_for_them() -> None:
    secret = Overlay(id="s", name="Answers", audience="answer")
    project = document(unit("a", TALLINN), unit("b", RIGA, overlay="s"),
                       overlays=(Overlay(id="o"), secret))  # fmt: skip
    for audience, count in (("everyone", 1), ("instructor", 1), ("answer", 2)):
        shown = for_audience(project, Layout(id="l", audience=audience))
        assert len(list(shown.features())) == count
    assert for_audience(project, Layout(id="l", audience="answer")) is project


# -- making ----------------------------------------------------------------------------------------


def test_export_asks_for_a_file_and_says_what_it_made(desk: Workspace, ask: Any) -> None:
    maker = desk.sheets = Maker()
    desk.run("sheet.new")
    ask.will_answer(Path("/x/map.pdf"))
    desk.run("sheet.export")
    assert maker.made == [("Sheet 1", "map.pdf", 300.0)]
    assert desk.message == "Exported map.pdf."


def test_a_picture_is_as_fine_as_chosen_and_a_series_several_files(
    desk: Workspace, ask: Any
) -> None:
    maker = desk.sheets = Maker(files=6)
    desk.run("sheet.new")
    ask.will_answer(Path("/x/map.png"), "600")
    desk.run("sheet.export")
    assert maker.made == [("Sheet 1", "map.png", 600.0)]
    assert desk.message == "Exported map.png and 5 more."


@pytest.mark.parametrize("answer", ["cancel", None])
def test_problems_are_said_before_export_and_printing(
    desk: Workspace, ask: Any, answer: str | None
) -> None:
    maker = desk.sheets = Maker("The sheet has no title.")
    desk.run("sheet.new")
    ask.will_answer(answer, answer)
    desk.run("sheet.export")
    desk.run("sheet.print")
    assert ask.asked == ["Export Sheet 1 as it is?", "Print Sheet 1 as it is?"]
    assert maker.made == []


def test_nobody_is_asked_twice_when_nothing_is_amiss(desk: Workspace) -> None:
    desk.sheets = Maker()
    desk.run("sheet.new")
    desk.run("sheet.print")
    assert desk.message == "Printed 1 page."


# -- templates -------------------------------------------------------------------------------------


def test_a_template_makes_a_sheet_in_another_project(desk: Workspace, ask: Any) -> None:
    layout = editing.new_sheet(desk)
    editing.change_sheet(
        desk,
        layout.id,
        "x {}",
        lambda each: replace(
            each, paper="A1", grid="mgrs", title="Secret plan", lon=24.0, lat=58.0, author="J2"
        ),
    )
    ask.will_answer("Wall")
    desk.run("sheet.save-template")
    ((file, kept),) = sheet_templates.templates().items()
    assert file == "wall.json"
    assert (kept.title, kept.lon, kept.author) == (None, None, "J2")
    assert b"Secret" not in (sheet_templates.templates_dir() / file).read_bytes()

    desk.adopt(document(unit("c", RIGA)))
    ask.will_answer((file, "ok"))
    desk.run("sheet.from-template")
    made = only(desk)
    assert (made.name, made.paper, made.grid) == ("Wall", "A1", "mgrs")
    assert page_mm(made) == (841.0, 594.0)


def test_a_template_of_the_same_name_is_replaced_after_a_question(
    desk: Workspace, ask: Any
) -> None:
    layout = editing.new_sheet(desk)
    sheet_templates.save_template(layout, "Wall")
    for answer, paper in ((None, "A3"), ("replace", "A0")):
        editing.change_sheet(desk, layout.id, "x {}", lambda each: replace(each, paper="A0"))
        ask.will_answer("Wall", answer)
        desk.run("sheet.save-template")
        (kept,) = sheet_templates.templates().values()
        assert kept.paper == paper


def test_templates_that_cannot_be_read_are_passed_over(
    desk: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    folder = sheet_templates.templates_dir()
    folder.mkdir(parents=True)
    (folder / "a.json").write_text('{"id":"t","paper":"B9"}')
    (folder / "b.json").write_bytes(b"\xff")
    (folder / "c.json").write_text("{" + " " * sheet_templates.MOST_BYTES)
    sheet_templates.save_template(editing.new_sheet(desk), "Good one/../x")
    assert [each.name for each in sheet_templates.templates().values()] == ["Good one/../x"]
    assert len(caplog.records) >= 3
    assert {path.parent for path in folder.rglob("*.json")} == {folder}


def test_a_template_is_deleted_after_a_question(desk: Workspace, ask: Any) -> None:
    path = sheet_templates.save_template(editing.new_sheet(desk), "Wall")
    ask.will_answer((path.name, "ok"), None, (path.name, "ok"), "delete")
    desk.run("sheet.delete-template")
    assert path.exists()
    desk.run("sheet.delete-template")
    assert not path.exists()
    assert not command("sheet.delete-template").enabled(desk)
