"""A layout's sheets: what they show, where things stand on them, how a series covers its area."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from baltic_desk.app.sheet_places import Box, LayoutError, places
from baltic_desk.app.sheet_plan import planned, scale_for
from baltic_desk.app.sheet_words import Norths, convergence_sentence, north_words, norths
from baltic_desk.document.layout import PAPERS, Layout
from baltic_desk.document.lesson import BriefingStep, Phase, StepView
from baltic_desk.document.project import Overlay, Project
from baltic_desk.geo.magnetic import magnetic_field
from tests.features import document, ring, unit

TODAY = date(2026, 11, 29)
MARKED = Project(title="Region", marking="EXERCISE")


def plan_of(made=None, **options):
    layout = Layout(id="l", lon=21.0, lat=56.0, **options)
    return planned(made or document(unit(at=(21.0, 56.0))), layout, today=TODAY)


def boxes(made):
    found = (
        made.marking_top, made.marking_bottom, made.head, made.foot, made.key, made.overview,
        made.index, made.frame.inset(-made.label_mm),
    )  # fmt: skip
    return [box for box in found if box is not None]


@pytest.mark.parametrize("paper", sorted(PAPERS))
@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
@pytest.mark.parametrize("legend_place", ["right", "below"])
def test_nothing_on_a_sheet_covers_anything_else(paper, orientation, legend_place):
    layout = Layout(
        id="l", paper=paper, orientation=orientation, legend_place=legend_place, title="T",
        dtg="D", series=True, grid="mgrs",
    )  # fmt: skip
    try:
        made = places(layout, MARKED)
    except LayoutError:
        assert paper == "A5"
        return
    page = made.page
    for box in boxes(made):
        assert box.width > 0
        assert box.height > 0
        assert box.left >= 9.99
        assert box.top >= 9.99
        assert box.right <= page.width - 9.99
        assert box.bottom <= page.height - 9.99
    for one, other in itertools.combinations(boxes(made), 2):
        assert not _cover(one, other), (one, other)


def _cover(one: Box, other: Box) -> bool:
    across = one.left < other.right - 0.01 and other.left < one.right - 0.01
    return across and one.top < other.bottom - 0.01 and other.top < one.bottom - 0.01


def test_a_paper_without_room_for_a_map_is_refused_in_words():
    layout = Layout(id="l", paper="custom", width_mm=100.0, height_mm=100.0, title="T")
    with pytest.raises(LayoutError, match="no room for a map"):
        places(layout, MARKED)


def test_the_map_takes_more_of_the_paper_without_legend_and_overview():
    full = places(Layout(id="l"), MARKED).frame
    bare = places(Layout(id="l", legend=False, sources=False, overview=False), MARKED).frame
    assert bare.width > full.width + 50.0


def test_neighbours_in_a_series_share_the_overlap_and_together_they_hold_all():
    plan = plan_of(
        series=True, overlap_mm=20.0, scale=250_000.0, paper="A4",
        area_width_m=150_000.0, area_height_m=90_000.0,
    )  # fmt: skip
    assert len(plan.sheets) > 4
    shared_m = 20.0 * plan.metres_per_mm
    for sheet in plan.sheets:
        left, bottom, right, _ = plan.box(sheet)
        beside, below = plan.neighbour(sheet, 1, 0), plan.neighbour(sheet, 0, 1)
        if beside is not None:
            assert right - plan.box(beside)[0] == pytest.approx(shared_m)
        if below is not None:
            assert plan.box(below)[3] - bottom == pytest.approx(shared_m)
        assert left < right
    every = [plan.box(sheet) for sheet in plan.sheets]
    x, y = plan.projection.forward_one((21.0, 56.0))
    half_x, half_y = 75_000.0 * plan.scale_factor, 45_000.0 * plan.scale_factor
    assert min(b[0] for b in every) <= x - half_x + 0.1 * plan.metres_per_mm
    assert max(b[2] for b in every) >= x + half_x - 0.1 * plan.metres_per_mm
    assert min(b[1] for b in every) <= y - half_y + 0.1 * plan.metres_per_mm
    assert max(b[3] for b in every) >= y + half_y - 0.1 * plan.metres_per_mm


def test_sheets_of_a_series_are_numbered_from_the_north_west():
    plan = plan_of(series=True, scale=100_000.0, area_width_m=1e5, area_height_m=1e5)
    assert [sheet.number for sheet in plan.sheets] == list(range(1, len(plan.sheets) + 1))
    first, last = plan.sheets[0], plan.sheets[-1]
    assert first.center_xy[0] < last.center_xy[0]
    assert first.center_xy[1] > last.center_xy[1]


def test_a_series_is_as_large_as_what_is_drawn():
    made = document(ring(at=(21.0, 56.0), radius_m=200_000.0))
    one = planned(made, Layout(id="l", scale=2_000_000.0, series=True), today=TODAY)
    many = planned(made, Layout(id="l", scale=500_000.0, series=True), today=TODAY)
    assert len(one.sheets) == 1
    assert len(many.sheets) > 4


def test_a_series_of_thousands_of_sheets_is_refused_in_words():
    with pytest.raises(LayoutError, match="smaller scale"):
        plan_of(series=True, scale=10_000.0, area_width_m=1e6, area_height_m=1e6)


def test_a_scale_is_found_at_which_all_is_on_one_sheet():
    made = document(ring(at=(21.0, 56.0), radius_m=200_000.0))
    scale = scale_for(made, Layout(id="l", paper="A4"), today=TODAY)
    plan = planned(made, Layout(id="l", paper="A4", scale=scale, series=True), today=TODAY)
    assert len(plan.sheets) == 1
    assert scale in (2_000_000.0, 2_500_000.0, 3_000_000.0, 4_000_000.0)


def test_without_a_centre_the_middle_of_what_is_in_sight_is_shown():
    hidden = Overlay(id="h", visible=False)
    far = unit("far", at=(30.0, 65.0), overlay="h")
    made = document(unit(at=(21.0, 56.0)), far, overlays=(Overlay(id="o"), hidden))
    assert planned(made, Layout(id="l"), today=TODAY).center == pytest.approx((21.0, 56.0))


def lesson():
    made = document(unit(at=(21.0, 56.0)), overlays=(Overlay(id="o"), Overlay(id="p")))
    view = StepView(lon=24.0, lat=57.0, width_m=1e5, height_m=1e5)
    with made.edit("Lesson") as change:
        change.put(Phase(id="p1", start="2016-10-01"))
        change.put(Phase(id="p2", start="2027-03-04T06:00Z"))
        change.put(BriefingStep(id="s", title="Deploy", view=view, phase="p2", overlays=("p",)))
    return made


def test_a_layout_of_a_step_shows_what_the_step_does():
    plan = planned(lesson(), Layout(id="l", step="s"), today=TODAY)
    assert (plan.title, plan.center) == ("Deploy", (24.0, 57.0))
    assert [o.visible for o in plan.document.overlays()] == [False, True]


def test_magnetic_north_is_that_of_the_date_time_group_else_of_the_phase_else_of_today():
    def day(**options):
        return planned(lesson(), Layout(id="l", lon=21.0, lat=56.0, **options), today=TODAY).day

    assert day(dtg="011200ZMAR25") == date(2025, 3, 1)
    assert day(dtg="when it is needed", phase="p2") == date(2027, 3, 4)
    assert day(phase="p1") == TODAY  # the model knows nothing of 2016


def test_the_three_norths_are_told_for_the_middle_of_the_sheet():
    plan = plan_of(grid="mgrs")
    found = norths(plan, plan.sheets[0])
    assert found.grid == "UTM zone 34"
    assert found.grid_deg == pytest.approx(0.0, abs=0.01)  # 21° E is its middle
    assert found.up_deg == pytest.approx(plan.projection.convergence_deg((21.0, 56.0)))
    field = magnetic_field((21.0, 56.0), plan.year)
    assert found.magnetic_deg == pytest.approx(field.declination_deg)


def test_convergence_is_told_in_words_with_its_side():
    east = Norths(2.0, 2.04, "UTM zone 35", 9.0, 0.15, "29 Nov 2026")
    assert north_words(east) == (
        "Grid convergence (UTM zone 35): 2.0° E",
        "Magnetic declination, 29 Nov 2026: 9.0° E",
        "moving 0.15° east a year (WMM2025)",
        "Grid to magnetic: 7.0° E",
    )
    assert "2.0° east of true north. Add that to a grid bearing" in convergence_sentence(east)
    west = Norths(-2.0, -2.04, "UTM zone 35", None, 0.0, "1 Oct 2016")
    assert "Subtract that from a grid bearing" in convergence_sentence(west)
    assert "not known for 1 Oct 2016" in north_words(west)[1]


def test_a_place_that_the_projection_does_not_show_is_refused_in_words():
    layout = Layout(id="l", lon=20.0, lat=-90.0)
    with pytest.raises(LayoutError, match="does not show"):
        planned(document(unit()), layout, today=TODAY)


def test_an_unknown_projection_gives_the_usual_one():
    assert plan_of(projection="moon").projection.id == "baltic-lcc"
