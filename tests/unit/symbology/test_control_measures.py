"""Codes of lines and areas, what their points are for, and the outlines that follow from them."""

import numpy as np
import pytest

from baltic_desk.geo.geodesy import distance
from baltic_desk.geo.outlines import OutlineError
from baltic_desk.symbology.control_measures import drawing_code, measure, measures
from baltic_desk.symbology.draw_rules import role, rule_of
from baltic_desk.symbology.measure_examples import example
from baltic_desk.symbology.measure_outlines import measure_outline
from baltic_desk.symbology.sidc import SidcError

CENTER = (24.0, 57.0)


@pytest.mark.parametrize(
    ("version", "count"), [("15", 285), ("13", 285), ("11", 266), ("10", 293), ("16", 313)]
)
def test_each_edition_has_its_measures(version: str, count: int) -> None:
    found = measures(version)

    assert len(found) == count
    assert len({each.code for each in found}) == count


def test_a_code_finds_its_measure_in_the_words_of_its_own_edition() -> None:
    in_e, in_app6e = measure("15032500001412000000"), measure("16032500001412000000")

    assert in_e is not None
    assert in_app6e is not None
    assert in_e.name == "Probable Line of Deployment"
    assert in_app6e.name == "Name Area of Interest Line (NAI)"


@pytest.mark.parametrize("sidc", ["10031000001211000000", "10032500001600000000", "", "GFGPGLB---"])
def test_what_is_no_line_area_or_task_is_none(sidc: str) -> None:
    assert measure(sidc) is None


def test_a_measure_of_another_edition_is_drawn_in_that_one() -> None:
    only_in_app6d = next(each for each in measures("10") if not measure_in("15", each.code))
    sidc = str(only_in_app6d.sidc(version="13"))

    assert measure(sidc) is not None
    assert drawing_code(sidc)[:2] in ("10", "16")
    with pytest.raises(SidcError):
        drawing_code("10031000001211000000")


def measure_in(version: str, code: str) -> bool:
    return any(each.code == code for each in measures(version))


def test_every_point_of_every_measure_has_a_role() -> None:
    for each in measures():
        rule = rule_of(each)
        assert rule.least == each.least
        most = each.most or each.least + 3
        for count in range(each.least, min(most, 9) + 1):
            assert all(role(rule, index, count) for index in range(count))
            assert all(role(rule, index) for index in range(count))
        assert each.most is None or len(rule.roles) <= each.most


def test_the_last_point_of_an_axis_sets_its_width() -> None:
    rule = rule_of(named("Main Attack"))

    assert role(rule, 0, 5) == "Tip of the arrow"
    assert role(rule, 3, 5) == "Next bend of the axis, or its rear"
    assert role(rule, 4, 5) == "Corner of the arrow head, sets the width"
    assert "at the very end: corner of the arrow head" in role(rule, 2)


def test_three_points_have_other_roles_than_four() -> None:
    seize = next(each for each in measures("10") if each.name == "Seize")

    assert role(rule_of(seize), 1, 3) == "Tip of the arrow"
    assert role(rule_of(seize), 1, 4) == "A place on that circle, sets its radius"


def test_every_outline_can_be_made_from_an_example() -> None:
    for each in measures():
        if rule_of(each).geometry != "outline":
            continue
        request = example(each, width_px=180, height_px=120)
        outer, *_ = measure_outline(each, request.points, request.distances_m, request.azimuths_deg)
        assert len(outer) > 3
        assert np.array_equal(outer[0], outer[-1])


def test_an_outline_keeps_its_distance() -> None:
    (ring,) = measure_outline(named("No Attack (NOTACK) Zone"), [CENTER], [5000.0])

    assert all(abs(distance(CENTER, (lon, lat)) - 5000.0) < 0.1 for lon, lat in ring.tolist())


def test_a_sector_begins_where_the_one_before_it_ends() -> None:
    fan = next(each for each in measures("15") if each.rule == "ARC1")

    (ring,) = measure_outline(fan, [CENTER], [3000.0, 8000.0], [320.0, 60.0, 330.0, 50.0])

    ranges = [distance(CENTER, (lon, lat)) for lon, lat in ring.tolist()]
    assert min(ranges) == pytest.approx(3000.0, abs=10.0)
    assert max(ranges) == pytest.approx(8000.0, abs=0.1)


def test_a_missing_number_is_named() -> None:
    with pytest.raises(OutlineError, match="needs its radius"):
        measure_outline(named("No Attack (NOTACK) Zone"), [CENTER])


def named(name: str):
    return next(each for each in measures("15") if each.name == name)
