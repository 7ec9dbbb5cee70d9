"""Studies of coverage, and the honesty check of a document."""

from __future__ import annotations

import pytest
import shapely
from msgspec.structs import replace

from baltic_desk.app.coverage_keeping import keep_study
from baltic_desk.app.coverage_study import SharedFields, exposures, question_of, study
from baltic_desk.app.honesty_check import honesty_of
from baltic_desk.app.reaches import FieldCache, FieldKey
from baltic_desk.coverage.reach_outlines import area_m2
from baltic_desk.coverage.routes import Leg, Route
from baltic_desk.coverage.systems import open_systems
from baltic_desk.coverage.viewshed import ViewshedCancelledError
from baltic_desk.document.areas import AreaError
from baltic_desk.document.document import Document
from baltic_desk.geo.terrain import SmoothEarth
from tests.emitting import FRIEND, battery, ring_of
from tests.features import area, document

SEEING = frozenset({"air-defence", "sensor"})


@pytest.fixture
def held() -> Document:
    s400, radar = (
        battery(),
        battery("radar", (19.5, 56.2), name="Radar", sidc=FRIEND, system=None),
    )
    made = document(
        s400,
        radar,
        ring_of(s400, 400e3, "far", ring_class="air-defence", antenna_height_m=24.0),
        ring_of(s400, 20e3, "near", ring_class="air-defence", antenna_height_m=24.0),
        ring_of(radar, 470e3, "sensor", ring_class="sensor", antenna_height_m=24.0),
        ring_of(s400, 300e3, "ssm", ring_class="surface-to-surface"),
        area("aoi", (19.0, 55.9), (20.5, 55.9), (20.5, 56.5), (19.0, 56.5)),
    )
    with made.edit("Altitude") as change:
        project = replace(made.project, altitude_m=10.0, altitude_above="sea", terrain="none")
        change.put(project)
    return made


@pytest.fixture
def fields() -> SharedFields:
    return SharedFields(SmoothEarth(), FieldCache())


def test_merged_outlines_stand_for_their_rings_and_say_what_altitude_takes(held, fields):
    found = study(question_of(held, "merge", SEEING), fields)
    assert [each.ring_class for each in found.merged] == ["air-defence", "sensor"]
    assert found.rings == {"far", "near", "sensor"}
    air = found.areas[0]
    assert air.ratio == pytest.approx((33.227 / 400) ** 2, rel=2e-3)
    assert found.overlaps == ()
    assert found.gap is None
    assert "smooth earth" in found.terrain


def test_systems_are_counted(held, fields):
    found = study(question_of(held, "overlap", SEEING), fields)
    assert [(each.ring_class, each.systems) for each in found.overlaps] == [
        ("air-defence", 1),
        ("sensor", 1),
    ]


def test_a_gap_is_what_friendly_sensors_miss_of_an_area(held, fields):
    found = study(question_of(held, "gap", SEEING, "aoi"), fields)
    assert [each.ring_id for each in found.question.emitters] == ["sensor"]
    assert found.gap is not None
    assert 0.0 < found.gap.share < 1.0
    assert found.rings == frozenset()


@pytest.mark.parametrize("interest", ["", "gone", "u"])
def test_a_gap_needs_an_area(held, interest):
    with pytest.raises(AreaError):
        question_of(held, "gap", SEEING, interest)


def test_as_published_there_is_nothing_to_compare(held, fields):
    with held.edit("Off") as change:
        change.put(replace(held.project, altitude_m=None))
    found = study(question_of(held, "merge", SEEING), fields)
    assert found.areas == ()
    assert found.merged[0].outline.area_m2 == pytest.approx(502_478e6, rel=1e-3)


def test_fields_are_shared_with_whoever_keeps_them(held):
    cache = FieldCache()
    question = question_of(held, "merge", SEEING)
    study(question, SharedFields(SmoothEarth(), cache))
    kept = [cache.get(FieldKey(each.antenna, SmoothEarth()), 300e3) for each in question.emitters]
    assert None not in kept
    again = SharedFields(SmoothEarth(), cache)
    assert [again.of(each) for each in question.emitters] == kept


def test_it_can_be_stopped(held, fields):
    with pytest.raises(ViewshedCancelledError):
        study(question_of(held, "merge", SEEING), fields, cancelled=lambda: True)


def test_routes_are_told_one_after_the_other(held, fields):
    told: list[float] = []
    legs = (Leg((18.0, 54.7), (23.0, 54.7), 10.0),)
    routes = tuple(Route(name, name, legs, "sea") for name in ("a", "b"))
    emitters = question_of(held, "none", SEEING).emitters
    found = exposures(routes, emitters, fields, progress=told.append)
    assert [each.route.id for each in found] == ["a", "b"]
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_honesty_tells_ring_after_ring(held, fields):
    found = honesty_of(held, open_systems(), fields, this_year=2026)
    order = ["far", "near", "sensor", "ssm"]
    places = [order.index(each.ring_id) for each in found.findings]
    assert places == sorted(places)
    rules = {each.rule for each in found.findings if each.ring_id == "far"}
    assert rules == {"no-source", "antenna-assumed", "area"}  # the project says the altitude
    assert {pair.ring_class for pair in found.areas} == {"air-defence", "sensor"}
    assert honesty_of(held, open_systems(), None, this_year=2026).areas == ()


class TestKeeping:
    """A study as features of the document."""

    def test_outlines_and_bands_are_areas_on_an_overlay_and_one_step_of_undo(self, held, fields):
        before = {each.id for each in held.features()}
        found = study(question_of(held, "merge", SEEING), fields)
        assert keep_study(held, found) == 3
        overlay = held.overlays()[-1]
        assert overlay.name == "Merged outlines at 10 m above sea level"
        outline, band, sensor = held.features_on(overlay.id)
        name = outline.properties.name
        assert name.startswith("Air defence, hostile at 10 m above sea level, 3\u202f4")
        assert "S-400 Triumf · 400 km; S-400 Triumf · 20 km" in outline.properties.description
        assert "smooth earth" in outline.properties.description
        assert band.properties.name.startswith("S-400 Triumf · 20 km at 10 m")
        assert sensor.properties.name.startswith("Sensor, friend")
        assert len(outline.geometry.coordinates[0]) < 400  # not all of the 1441
        held.undo()
        assert {each.id for each in held.features()} == before
        assert overlay.id not in held

    def test_kept_areas_are_nearly_those_computed(self, held, fields):
        found = study(question_of(held, "merge", SEEING), fields)
        keep_study(held, found)
        kept = shapely.Polygon(held.features_on(held.overlays()[-1].id)[0].geometry.coordinates[0])
        assert area_m2(kept) == pytest.approx(found.merged[0].outline.area_m2, rel=2e-3)

    def test_counts_keep_their_common_edges(self, held, fields):
        other = battery("v", (20.9, 54.8), name="Other")
        with held.edit("More") as change:
            change.put(other)
            change.put(ring_of(other, 400e3, "w", ring_class="air-defence", antenna_height_m=24.0))
        found = study(question_of(held, "overlap", frozenset({"air-defence"})), fields)
        assert keep_study(held, found) == 3
        parts = held.features_on(held.overlays()[-1].id)
        shapes = [shapely.Polygon(*_rings(each)) for each in parts]
        assert shapely.coverage_is_valid(shapes)
        assert [each.properties.name.split(" at ")[0][-9:] for each in parts].count(
            "2 systems"
        ) == 1

    def test_a_gap_is_kept_and_nothing_is_nothing(self, held, fields):
        assert keep_study(held, study(question_of(held, "gap", SEEING, "aoi"), fields)) > 0
        none = study(question_of(held, "merge", frozenset({"other"})), fields)
        count = len(held.overlays())
        assert keep_study(held, none) == 0
        assert len(held.overlays()) == count


def _rings(feature):
    outer, *holes = feature.geometry.coordinates
    return outer, holes
