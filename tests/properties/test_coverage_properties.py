"""What holds of merged, counted and missing coverage, whatever the emitters."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from baltic_desk.coverage.emitter_reach import Fields, reaches
from baltic_desk.coverage.emitters import TargetAltitude
from baltic_desk.coverage.exposure import exposure
from baltic_desk.coverage.merging import merged, plane_of
from baltic_desk.coverage.overlap import gap, overlaps
from baltic_desk.coverage.routes import Leg, Route
from baltic_desk.geo.terrain import SmoothEarth
from tests.emitting import emitter
from tests.unit.coverage.test_emitter_reach import area_by_geographiclib

FIELDS = Fields(SmoothEarth(), bearings=120)

# Antennas of few heights at few places, so that fields are computed once.
sites = st.tuples(
    st.sampled_from([20.0, 20.4, 20.5, 21.0, 22.0]), st.sampled_from([54.0, 54.7, 54.75, 55.5])
)
altitudes = st.sampled_from([None, TargetAltitude(10.0, "sea"), TargetAltitude(200.0, "sea")])


@st.composite
def forces(draw, most=5, classes=("air-defence",), identities=("6",)):
    """Some emitters, some of them at one place, with sectors and minimum ranges."""
    found = []
    for number in range(draw(st.integers(1, most))):
        range_m = draw(st.sampled_from([15e3, 33e3, 40e3, 90e3]))
        start_deg = draw(st.integers(0, 359))
        sector = draw(st.sampled_from([None, None, 30, 120, 300]))
        found.append(
            emitter(
                f"r{number}",
                draw(sites),
                range_m,
                owner_id=f"u{draw(st.integers(0, 3))}",
                ring_class=draw(st.sampled_from(classes)),
                identity=draw(st.sampled_from(identities)),
                range_min_m=draw(st.sampled_from([0.0, 0.0, range_m / 4])),
                sector_deg=None if sector is None else (start_deg, (start_deg + sector) % 360),
                antenna_m=draw(st.sampled_from([6.0, 24.0])),
                variant=draw(st.sampled_from(["", "a", "b"])),
            )
        )
    return tuple(found)


def seen_by(emitters, altitude):
    found, failed = reaches(emitters, altitude, FIELDS)
    assert not failed
    return found


def grid(members, count=40):
    """Points all over the members, in the metres of their plane."""
    plane = plane_of(members)
    west, south, east, north = shapely.total_bounds([plane.flat(each.area) for each in members])
    x, y = np.meshgrid(np.linspace(west, east, count), np.linspace(south, north, count))
    return plane, shapely.points(x.ravel(), y.ravel())


def contained(areas, points):
    """Which of many points lie in each of some areas."""
    shapely.prepare(areas)
    return [shapely.contains(each, points) for each in areas]


def away_from(edges, points, distance_m):
    """Which of many points are further than that from some edges."""
    shapely.prepare(edges)
    return ~shapely.dwithin(edges, points, distance_m)


# Edges that touch in the plane crossed in longitude and latitude.
TOUCHING = [
    emitter("r0", (20.5, 54.0), 90e3, sector_deg=(53.0, 173.0), owner_id="u0", antenna_m=6.0),
    emitter("r1", (20.0, 54.0), 15e3, owner_id="u0", antenna_m=6.0),
    emitter("r2", (20.5, 54.0), 15e3, sector_deg=(173.0, 203.0), owner_id="u0", antenna_m=6.0),
]


@given(forces(), altitudes)
@example(TOUCHING, TargetAltitude(10.0, "sea"))
def test_merged_coverage_holds_what_any_member_holds(emitters, altitude):
    members = seen_by(emitters, altitude)
    (found,) = merged(members)
    assert found.outline.area.is_valid
    plane, points = grid(members)
    flat = [plane.flat(each.area) for each in members]
    inside = np.any(contained(flat, points), axis=0)
    clear = away_from(shapely.union_all([each.boundary for each in flat]), points, 1.0)
    (joined,) = contained([plane.flat(found.outline.area)], points)
    assert np.array_equal(joined[clear], inside[clear])


@given(forces(most=3), altitudes)
def test_the_smallest_band_has_the_area_of_geographiclib_and_none_is_larger_than_the_outline(
    emitters, altitude
):
    (found,) = merged(seen_by(emitters, altitude))
    least = min((found.outline, *found.bands), key=lambda band: band.area_m2)
    assert least.area_m2 == pytest.approx(area_by_geographiclib(least.area), rel=1e-9)
    assert max(band.area_m2 for band in (*found.bands, least)) <= found.outline.area_m2


@given(forces(), altitudes)
def test_each_arc_runs_along_the_edges_of_its_owners_and_inside_of_nobody(emitters, altitude):
    members = seen_by(emitters, altitude)
    plane = plane_of(members)
    flat = {each.emitter.ring_id: plane.flat(each.area) for each in members}
    (found,) = merged(members)
    total = 0.0
    for arc in found.outline.arcs:
        xy = plane.to_xy(arc.positions)
        line = shapely.LineString(xy)
        total += line.length
        middle = shapely.points((xy[1:] + xy[:-1]) / 2)[np.hypot(*np.diff(xy, axis=0).T) > 1.0]
        for owner in arc.owners:
            if len(middle):
                assert shapely.distance(flat[owner.ring_id].boundary, middle).max() < 1.0
        for area in flat.values():
            within = shapely.contains(area, middle)
            assert not (within & (shapely.distance(area.boundary, middle) > 1.0)).any()
    assert total == pytest.approx(plane.flat(found.outline.area).length, rel=1e-9)


@given(forces(), altitudes)
def test_counted_areas_are_disjoint_and_add_up_to_what_each_system_reaches(emitters, altitude):
    members = seen_by(emitters, altitude)
    (found,) = overlaps(members)
    areas = [each.area for each in found.areas]
    assert all(area.is_valid for area in areas)
    parts = np.concatenate([shapely.get_parts(area) for area in areas])
    assert shapely.coverage_is_valid(parts)
    systems = {}
    for each in members:
        systems.setdefault(each.emitter.owner_id, []).append(each)
    by_system = [merged(some)[0].outline.area_m2 for some in systems.values()]
    slack = 2e6 + 1e-4 * sum(by_system)  # slivers went to their neighbours
    assert sum(each.count * each.area_m2 for each in found.areas) == pytest.approx(
        sum(by_system), abs=slack
    )
    (outline,) = merged(members)
    assert sum(each.area_m2 for each in found.areas) == pytest.approx(
        outline.outline.area_m2, abs=slack
    )


@given(forces(), altitudes)
def test_each_place_lies_in_the_area_of_its_count(emitters, altitude):
    """Counted one by one on a grid, away from edges."""
    members = seen_by(emitters, altitude)
    plane, points = grid(members)
    counts = np.zeros(len(points), int)
    clear = np.ones(len(points), bool)
    for owner in {each.emitter.owner_id for each in members}:
        flat = [plane.flat(each.area) for each in members if each.emitter.owner_id == owner]
        counts += np.any(contained(flat, points), axis=0)
        for each in flat:
            clear &= away_from(each.boundary, points, 400.0)
    (found,) = overlaps(members)
    told = np.zeros(len(points), int)
    inside = contained([plane.flat(each.area) for each in found.areas], points)
    for each, within in zip(found.areas, inside, strict=True):
        told[within] = each.count
    assert np.array_equal(told[clear], counts[clear])


@given(forces(classes=("sensor",)), altitudes)
def test_the_gap_and_what_is_seen_make_up_the_area_of_interest(emitters, altitude):
    members = seen_by(emitters, altitude)
    interest = shapely.box(20.2, 54.3, 21.5, 55.2)
    found = gap(interest, members)
    assert found.area.is_valid
    plane, points = grid(members)
    flat = [plane.flat(each.area) for each in members]
    seen = np.any(contained(flat, points), axis=0)
    whole = plane.flat(found.interest)
    edges = shapely.union_all([each.boundary for each in (*flat, whole)])
    clear = away_from(edges, points, 400.0)
    within, missing = contained([whole, plane.flat(found.area)], points)
    assert np.array_equal(missing[clear], (within & ~seen)[clear])


@st.composite
def routes(draw):
    """A route across the places where emitters are, each leg at its own altitude and speed."""
    lon, lat = st.floats(19.6, 22.4), st.floats(53.8, 55.8)
    corners = draw(st.lists(st.tuples(lon, lat), min_size=2, max_size=5, unique=True))
    speeds = st.sampled_from([None, 20.0, 450.0])
    legs = tuple(
        Leg(start, end, draw(st.sampled_from([10.0, 100.0, 3_000.0])), draw(speeds))
        for start, end in pairwise(corners)
    )
    return Route("route", "Route", legs, "sea")


@given(routes(), forces(classes=("air-defence", "sensor", "anti-ship"), identities=("3", "6")))
def test_exposure_holds_together(route, emitters):
    """Stretches follow one another, add up, and are inside where the profile says so."""
    found = exposure(route, emitters, FIELDS)
    for row, watching in enumerate(found.emitters):
        some = [each for each in found.stretches if each.emitter is watching]
        ends = [end for each in some for end in (each.entry.along_m, each.exit.along_m)]
        assert ends == sorted(ends)
        along_m = found.profile.along_m
        inside = np.zeros(len(along_m), bool)
        for each in some:
            assert each.entry.limit is not None or each.entry.along_m == 0.0
            assert each.exit.limit is not None or each.exit.along_m == along_m[-1]
            inside |= (along_m >= each.entry.along_m) & (along_m <= each.exit.along_m)
        clear = np.abs(along_m[:, None] - np.array([*ends, -9e9])).min(axis=1) > 1.0
        assert np.array_equal(found.profile.inside[row][clear], inside[clear])
    for total in found.totals:
        assert 0.0 <= total.length_m <= found.length_m + 1e-6
        assert total.most <= total.systems
        alone = [
            each.length_m
            for each in found.stretches
            if (each.emitter.ring_class, each.emitter.identity)
            == (total.ring_class, total.identity)
        ]
        assert max(alone, default=0.0) - 1e-6 <= total.length_m <= sum(alone) + 1e-6


@given(routes(), forces(classes=("anti-ship",)))
def test_a_route_back_is_as_exposed_as_the_way_there(route, emitters):
    back = Route(
        "back",
        "Back",
        tuple(Leg(leg.end, leg.start, leg.altitude_m, leg.speed_kn) for leg in route.legs[::-1]),
        "sea",
    )
    (there,), (again,) = (exposure(each, emitters, FIELDS).totals for each in (route, back))
    # A coverage that is touched for less than 250 m may be met on one way only.
    slack_m = 300.0 * len(route.legs) * len(emitters)
    assert again.length_m == pytest.approx(there.length_m, abs=slack_m)
