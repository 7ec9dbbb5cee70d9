import math

import pytest
from geographiclib.geodesic import Geodesic

from baltic_desk.document.anchoring import deletion, with_anchored
from baltic_desk.document.feature import RangeRing, Rectangle, Unit
from baltic_desk.document.moving import duplicated, moved, moved_all, rotated, rotated_features
from baltic_desk.document.outline import foreign_edit
from baltic_desk.document.places import middle, paths, reference
from baltic_desk.document.project import Overlay
from tests.features import area, corridor, document, line, note, rectangle, ring, unit


def distance_m(start, end):
    return Geodesic.WGS84.Inverse(start[1], start[0], end[1], end[0])["s12"]


def bearing_deg(start, end):
    return Geodesic.WGS84.Inverse(start[1], start[0], end[1], end[0])["azi1"] % 360


def test_a_grabbed_unit_goes_where_it_is_dropped():
    assert reference(moved(unit(at=(24, 57)), (24, 57), (20.5, 54.7))) == (20.5, 54.7)


def test_a_unit_grabbed_beside_its_place_keeps_its_distance_from_the_pointer():
    after = moved(unit(at=(24, 57)), (24.1, 57.0), (20, 65))
    assert distance_m((20, 65), reference(after)) == pytest.approx(
        distance_m((24.1, 57), (24, 57)), abs=0.02
    )


def test_an_area_moved_north_keeps_its_size():
    before, after = area(), moved(area(), (23, 56.5), (23, 65))
    diagonal = [distance_m(paths(f)[0][0], paths(f)[0][2]) for f in (before, after)]
    assert diagonal[1] == pytest.approx(diagonal[0], rel=0.005)
    plain_shift = distance_m((22, 64.5), (24, 65.5))
    assert abs(plain_shift / diagonal[0] - 1) > 0.05


def test_a_moved_ring_has_the_outline_of_its_new_centre():
    after = moved(ring(at=(24, 57)), (24, 57), (20, 60))
    assert foreign_edit(after) is None
    assert (after.properties.center_lon, after.properties.center_lat) == (20, 60)


def test_a_ring_grabbed_at_its_edge_keeps_that_edge_under_the_pointer():
    rim = moved(unit(at=(24, 57)), (24, 57), (25.6413, 57.0))
    grabbed = reference(rim)
    after = moved(ring(at=(24, 57)), grabbed, (20, 60))
    assert distance_m((20, 60), reference(after)) == pytest.approx(
        distance_m(grabbed, (24, 57)), abs=0.02
    )


def test_a_moved_corridor_carries_its_centre_line():
    after = moved(corridor("c", (22, 56), (24, 57)), (22, 56), (20, 58))
    assert paths(after)[0][0] == (20, 58)


def test_rings_of_a_moved_unit_follow():
    desk = document(unit("u", (24, 57)), ring("r", (24, 57), anchor="u"), ring("other"))
    after = moved_all(desk, ["u"], (24, 57), (20, 60))
    assert set(after) == {"u", "r"}
    assert reference(after["r"]) == (20, 60)


def test_a_ring_selected_with_its_unit_moves_once():
    desk = document(unit("u", (24, 57)), ring("r", (24, 57), anchor="u"))
    after = moved_all(desk, ["r", "u"], (24, 57), (20, 60))
    assert reference(after["r"]) == (20, 60)
    assert after["r"].properties.anchor == "u"


def test_a_ring_moved_alone_leaves_its_unit_and_is_cut_loose():
    desk = document(unit("u", (24, 57)), ring("r", (24, 57), anchor="u"))
    after = moved_all(desk, ["r"], (24, 57), (20, 60))
    assert set(after) == {"r"}
    assert after["r"].properties.anchor is None


def test_moving_what_is_gone_moves_nothing():
    assert moved_all(document(), ["nobody"], (24, 57), (20, 60)) == {}


def test_a_move_over_the_pole_says_why_it_cannot_be():
    with pytest.raises(ValueError, match=r"\w"):
        moved(ring(radius_m=500_000), (24, 57), (24, 89.9))


def test_a_line_turned_by_90_degrees_points_90_degrees_on():
    before = line("l", (24, 57), (25, 57))
    about = (24, 57)
    after = rotated(before, about, 90)
    turn = bearing_deg(about, paths(after)[0][1]) - bearing_deg(about, (25, 57))
    assert turn == pytest.approx(90, abs=1e-4)


def test_a_rectangle_turns_about_its_centre_with_its_bearing():
    after = rotated(rectangle(bearing_deg=350), (24, 57), 20)
    assert isinstance(after.properties, Rectangle)
    assert after.properties.bearing_deg == 10
    assert reference(after) == (24, 57)


def test_a_sector_turned_with_its_unit_keeps_its_opening():
    sector = ring(anchor="u", bearings_deg=(350, 40))
    after = rotated_features([unit("u"), sector], (24, 57), 30)["r"]
    assert (after.properties.bearing_from_deg, after.properties.bearing_to_deg) == (20, 70)


def test_a_turned_unit_points_elsewhere():
    after = rotated(unit(direction_deg=45), (24, 57), 90)
    assert after.properties.direction_deg == 135


def test_lettering_turns_with_what_is_turned():
    assert rotated(note(), (24, 57), 30).properties.rotation_deg == 30


def test_a_full_turn_brings_everything_back():
    before = area()
    after = rotated(before, middle(before), 360)
    assert all(
        math.dist(p, q) < 1e-6 for p, q in zip(paths(before)[0], paths(after)[0], strict=True)
    )


def test_a_copy_of_a_unit_comes_with_copies_of_its_rings():
    desk = document(unit("u"), ring("r", anchor="u"))
    names = iter(["u2", "r2"])
    copies = duplicated(desk, ["u"], lambda: next(names))
    assert [copy.id for copy in copies] == ["u2", "r2"]
    assert copies[1].properties.anchor == "u2"


def test_a_copy_of_a_ring_alone_belongs_to_the_same_unit():
    desk = document(unit("u"), ring("r", anchor="u"))
    (copy,) = duplicated(desk, ["r"], lambda: "r2")
    assert copy.properties.anchor == "u"


def test_a_copied_subordinate_comes_under_the_copied_superior():
    desk = document(unit("hq"), unit("sub", parent="hq"))
    names = iter(["hq2", "sub2"])
    copies = duplicated(desk, ["sub", "hq"], lambda: next(names))
    assert copies[1].properties.parent == "hq2"


def test_a_deleted_unit_takes_its_rings_with_it():
    desk = document(unit("u"), ring("r", anchor="u"), ring("other"))
    assert set(deletion(desk, ["u"]).remove) == {"u", "r"}


def test_a_locked_ring_stays_when_its_unit_goes_and_is_cut_loose():
    overlays = (Overlay(id="o"), Overlay(id="locked", locked=True))
    desk = document(unit("u"), ring("r", anchor="u", overlay="locked"), overlays=overlays)
    gone = deletion(desk, ["u"])
    assert gone.remove == ("u",)
    assert [(f.id, f.properties.anchor) for f in gone.put] == [("r", None)]


def test_a_deleted_overlay_takes_everything_on_it_but_rings_elsewhere_stay():
    overlays = (Overlay(id="o"), Overlay(id="rings"))
    desk = document(
        unit("u"),
        line("l"),
        ring("r", anchor="u"),
        ring("far", anchor="u", overlay="rings"),
        overlays=overlays,
    )
    gone = deletion(desk, ["o"])
    assert set(gone.remove) == {"o", "u", "l", "r"}
    assert [(f.id, f.properties.anchor) for f in gone.put] == [("far", None)]


def test_subordinates_of_a_deleted_unit_come_under_the_next_higher_one():
    desk = document(unit("top"), unit("mid", parent="top"), unit("low", parent="mid"))
    (orphan,) = deletion(desk, ["mid"]).put
    assert isinstance(orphan.properties, Unit)
    assert orphan.properties.parent == "top"


def test_units_that_are_each_others_parents_can_be_deleted():
    desk = document(unit("a", parent="b"), unit("b", parent="a"), unit("c", parent="a"))
    gone = deletion(desk, ["a", "b"])
    assert [(f.id, f.properties.parent) for f in gone.put] == [("c", None)]


def test_a_deletion_is_undone_in_one_step():
    desk = document(unit("u"), ring("r", anchor="u"))
    with desk.edit("Delete") as change:
        deletion(desk, ["u"]).fill(change)
    assert "r" not in desk
    desk.undo()
    restored = desk.feature("r")
    assert restored is not None
    assert isinstance(restored.properties, RangeRing)
    assert restored.properties.anchor == "u"


def test_what_follows_is_named_once():
    desk = document(unit("u"), ring("r", anchor="u"))
    assert with_anchored(desk, ["u", "r", "u"]) == ("u", "r")
