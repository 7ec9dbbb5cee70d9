"""How far apart features are, and what they state, is measured on the ground."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from baltic_desk.document.feature import ControlMeasure, Feature, Line
from baltic_desk.document.geometry import MultiPoint
from baltic_desk.document.likeness import (
    altitude_difference,
    altitudes_of,
    apart,
    overlap_share,
    radius_of,
    shape_of,
    symbol_of,
)
from baltic_desk.document.outline import new_line
from baltic_desk.geo.geodesy import distance, midpoint
from tests.features import area, line, rectangle, ring, unit


def test_points_are_apart_by_the_geodesic() -> None:
    off = apart(unit(at=(24.0, 57.0)), unit(at=(25.0, 58.0)))
    assert off.metres == pytest.approx(distance((24.0, 57.0), (25.0, 58.0)))
    assert (off.here, off.there) == ((24.0, 57.0), (25.0, 58.0))


def test_rings_are_apart_by_their_centres() -> None:
    off = apart(ring(at=(24.0, 57.0), radius_m=9_000.0), ring(at=(24.0, 57.1), radius_m=50_000.0))
    assert off.metres == pytest.approx(distance((24.0, 57.0), (24.0, 57.1)))


def test_a_line_strays_where_the_other_has_what_it_lacks() -> None:
    whole = line("a", (24.0, 57.0), (25.0, 57.0), (26.0, 57.0))
    half = line("b", (24.0, 57.0), (25.0, 57.0))
    expected = distance((25.0, 57.0), (26.0, 57.0))
    assert apart(half, whole).metres == pytest.approx(expected, rel=1e-3)
    assert apart(whole, half).metres == pytest.approx(expected, rel=1e-3)
    off = apart(half, whole)
    assert off.here == pytest.approx((25.0, 57.0), abs=1e-4)
    assert off.there == pytest.approx((26.0, 57.0), abs=1e-4)


def test_vertices_along_the_same_line_do_not_stray() -> None:
    one = new_line("a", Line(overlay="o"), [(24.0, 57.0), (26.0, 57.0)])
    middle = midpoint((24.0, 57.0), (26.0, 57.0))
    dense = new_line("b", Line(overlay="o"), [(24.0, 57.0), middle, (26.0, 57.0)])
    assert apart(one, dense).metres < 15.0


def test_what_strays_between_vertices_is_seen() -> None:
    straight = line("a", (24.0, 57.0), (26.0, 57.0))
    bent = line("b", (24.0, 57.0), (25.0, 57.5), (26.0, 57.0))
    across = distance(midpoint((24.0, 57.0), (26.0, 57.0)), (25.0, 57.5))
    assert apart(straight, bent).metres == pytest.approx(across, rel=1e-3)


def test_areas_overlap_by_a_share_of_both() -> None:
    whole = area("a", (22.0, 56.0), (24.0, 56.0), (24.0, 57.0), (22.0, 57.0))
    half = area("b", (22.0, 56.0), (23.0, 56.0), (23.0, 57.0), (22.0, 57.0))
    assert overlap_share(whole, whole) == pytest.approx(1.0)
    assert overlap_share(half, whole) == pytest.approx(0.5, abs=0.003)
    away = area("c", (30.0, 60.0), (31.0, 60.0), (31.0, 61.0))
    assert overlap_share(whole, away) == 0.0
    assert overlap_share(unit(), whole) is None
    assert overlap_share(rectangle(), rectangle()) == pytest.approx(1.0)


def stating(feature: Feature, **properties: str) -> Feature:
    return replace(feature, properties=replace(feature.properties, **properties))


def test_altitudes_are_those_that_are_stated() -> None:
    assert altitudes_of(stating(unit(), altitude_depth="100 M AGL")) == (100.0,)
    assert altitudes_of(stating(unit(), altitude_depth="FL100")) == (3048.0,)
    assert altitudes_of(stating(unit(), altitude_depth="low")) == ()
    assert altitudes_of(stating(line(), leg_altitudes_m="100 3000")) == (100.0, 3000.0)
    assert altitudes_of(unit()) == altitudes_of(ring()) == ()


def test_altitudes_differ_by_the_greatest_difference() -> None:
    assert altitude_difference([100.0], [100.0, 130.0]) == 30.0
    assert altitude_difference([100.0, 3000.0], [100.0, 200.0, 2500.0]) == 500.0


def test_symbols_say_entity_identity_and_size_in_either_code() -> None:
    digits = symbol_of(stating(unit(), sidc="10031000161211000000"))
    letters = symbol_of(stating(unit(), sidc="SFGPUCI----F---"))
    assert digits is not None
    assert digits == letters
    assert digits._replace(identity="6") == symbol_of(stating(unit(), sidc="10061000161211000000"))
    assert symbol_of(line()) is None


def test_shapes_are_what_is_on_the_ground() -> None:
    points = ControlMeasure(overlay="o", sidc="10032500001301000000")
    one = Feature(id="m", geometry=MultiPoint(((24.0, 57.0),)), properties=points)
    assert [shape_of(each) for each in (unit(), one, ring(), line(), area())] == [
        "point",
        "point",
        "ring",
        "line",
        "area",
    ]
    assert radius_of(ring(radius_m=5_000.0)) == 5_000.0
    assert radius_of(unit()) is None
