"""What a line of text places: what it is read as, what is said where it is not understood."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from baltic_desk.app.symbol_search import SymbolSearch
from baltic_desk.app.typed_placing import GoThere, Reading, Rings, TypedPlacing, is_placing
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.systems import open_systems
from baltic_desk.document.feature import Mark, RangeRing, Unit
from baltic_desk.document.outline import new_point
from baltic_desk.geo.gazetteer import open_gazetteer
from baltic_desk.geo.geodesy import inverse
from baltic_desk.symbology.catalogue import open_catalogue
from tests.features import SIDC

RIGA = (24.106, 56.946)
KALININGRAD = (20.511, 54.706)
TASK_FORCE = (19.0, 57.5)


@pytest.fixture(scope="module")
def tables() -> Any:
    return SymbolSearch(open_catalogue(), open_systems()), open_gazetteer()


@pytest.fixture
def placing(workspace: Workspace, tables: Any) -> TypedPlacing:
    overlay = workspace.document.overlays()[0].id
    with workspace.document.edit("Set up") as change:
        unit = Unit(overlay=overlay, sidc=SIDC, designation="TF Aurora")
        change.put(new_point("tf", unit, TASK_FORCE))
        change.put(new_point("m", Mark(overlay=overlay, name="Point Zulu"), (22.0, 58.0)))
    return TypedPlacing(workspace, *tables)


def read(placing: TypedPlacing, typed: str) -> Reading:
    assert is_placing(typed), typed
    return placing.read(typed)


INFANTRY, MECHANIZED, TANK, FRIGATE = "10121100", "10121102", "15120200", "30120204"


@pytest.mark.parametrize(
    ("typed", "entity", "identity", "echelon", "designation", "at"),
    [
        ("mech inf bn hostile @ 54.7 20.5", MECHANIZED, "6", "16", None, (20.5, 54.7)),
        ("hostile mech inf bn@54.7 20.5", MECHANIZED, "6", "16", None, (20.5, 54.7)),
        ("  Mech   Inf  BN   Hostile  @  54.7   20.5 ", MECHANIZED, "6", "16", None, (20.5, 54.7)),
        ("inf @ 54.7 20.5", INFANTRY, "3", "00", None, (20.5, 54.7)),
        ("inf coy neutral @ 54.7, 20.5", INFANTRY, "4", "15", None, (20.5, 54.7)),
        ("inf bde unknown @ 54,7 20,5", INFANTRY, "1", "18", None, (20.5, 54.7)),
        ("inf @ 54.7N 20.5E", INFANTRY, "3", "00", None, (20.5, 54.7)),
        ("inf @ 20.5E 54.7N", INFANTRY, "3", "00", None, (20.5, 54.7)),
        ("inf @ 54°42′N 20°30′E", INFANTRY, "3", "00", None, (20.5, 54.7)),
        ("inf @ 54°42'00\"N 20°30'00\"E", INFANTRY, "3", "00", None, (20.5, 54.7)),
        ("inf @ 54 42 00 N 20 30 00 E", INFANTRY, "3", "00", None, (20.5, 54.7)),
        ("inf @ 5442N 02030E", INFANTRY, "3", "00", None, (20.5, 54.7)),
        ("inf @ lat 54.7 lon 20.5", INFANTRY, "3", "00", None, (20.5, 54.7)),
        ("inf @ 34U DF 67777 61523", INFANTRY, "3", "00", None, (20.5, 54.7)),
        ("inf @ 34UDF6777761523", INFANTRY, "3", "00", None, (20.5, 54.7)),
        ("inf @ 34u df 677 615", INFANTRY, "3", "00", None, (20.5, 54.7)),
        ("inf @ 34U 467777 6061523", INFANTRY, "3", "00", None, (20.5, 54.7)),
        ("inf @ DF 677 615", INFANTRY, "3", "00", None, (20.5, 54.7)),
        ('frigate friendly "F-221" @ Riga', FRIGATE, "3", "00", "F-221", RIGA),
        ("frigate friendly “F-221” @ Riga", FRIGATE, "3", "00", "F-221", RIGA),
        ("frigate friendly «F 221» @ Riga", FRIGATE, "3", "00", "F 221", RIGA),
        ("frigate friendly F-221 @ Riga", FRIGATE, "3", "00", "F-221", RIGA),
        ("F-221 frigate @ rīga", FRIGATE, "3", "00", "F-221", RIGA),
        ("2/61 mech inf bn @ RIGA", MECHANIZED, "3", "16", "2/61", RIGA),
        ('tank "A @ B" @ Riga', TANK, "3", "00", "A @ B", RIGA),
        ("panzer @ Königsberg", TANK, "3", "00", None, KALININGRAD),
        ("mbt hostile @ Kaliningrad", TANK, "6", "00", None, KALININGRAD),
        ("tank bn @ Riga", TANK, "3", "00", None, RIGA),
        ("tank @ TF Aurora", TANK, "3", "00", None, TASK_FORCE),
        ("tank @ tf aurora", TANK, "3", "00", None, TASK_FORCE),
        ("tank @ Point Zulu", TANK, "3", "00", None, (22.0, 58.0)),
        ("10061000161211020000 @ Riga", MECHANIZED, "6", "16", None, RIGA),
        ("10061000161211020000 1/2 @ Riga", MECHANIZED, "6", "16", "1/2", RIGA),
        ("10061000161211020000 neutral coy @ Riga", MECHANIZED, "4", "15", None, RIGA),
    ],
)
def test_units_are_read(
    placing: TypedPlacing,
    typed: str,
    entity: str,
    identity: str,
    echelon: str,
    designation: str | None,
    at: tuple[float, float],
) -> None:
    reading = read(placing, typed)
    assert reading.faults == ()
    best = reading.offers[0]
    code = best.sidc
    assert code is not None
    assert (code[4:6] + code[10:16], code[3], code[8:10]) == (entity, identity, echelon)
    assert best.thing.template.designation == designation  # type: ignore[union-attr]
    assert best.spot.position == pytest.approx(at, abs=0.002)


@pytest.mark.parametrize(
    ("typed", "name", "identity", "rings"),
    [
        ("S-400 @ 34U EF 123 456", "S-400 Triumf", "6", 1),
        ("s400 @ Riga", "S-400 Triumf", "6", 1),
        ("SA-21 @ Riga", "S-400 Triumf", "6", 1),
        ("S-400 friendly @ Riga", "S-400 Triumf", "3", 1),
        ('S-400 "3 Bty" @ Riga', "S-400 Triumf", "6", 1),
        ("iskander hostile @ Königsberg", "Iskander-K", "6", 1),
    ],
)
def test_systems_come_with_their_usual_ring(
    placing: TypedPlacing, typed: str, name: str, identity: str, rings: int
) -> None:
    best = read(placing, typed).offers[0]
    template = best.thing.template  # type: ignore[union-attr]
    assert template.name == name
    assert template.system
    assert template.sidc[3] == identity
    assert len(best.thing.rings) == rings  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "origin", "bearing_deg", "distance_m"),
    [
        ("120 km from Kaliningrad bearing 045", KALININGRAD, 45, 120_000),
        ("tank @ 120 km from Kaliningrad bearing 045", KALININGRAD, 45, 120_000),
        ("120km from kaliningrad, bearing NE", KALININGRAD, 45, 120_000),
        ("120 km from Kaliningrad on a bearing 45.0°", KALININGRAD, 45, 120_000),
        ("65 NM from Riga brg 270", RIGA, 270, 65 * 1852),
        ("65nm W of Riga", RIGA, 270, 65 * 1852),
        ("65 nautical miles west of Riga", RIGA, 270, 65 * 1852),
        ("20 mi north-east of Riga", RIGA, 45, 20 * 1609.344),
        ("800 m 090 from Riga", RIGA, 90, 800),
        ("12,5 km 045 from Riga", RIGA, 45, 12_500),
        ("12.5 km bearing 045 from Riga", RIGA, 45, 12_500),
        ("30 km from TF Aurora bearing 180", TASK_FORCE, 180, 30_000),
        ("30 km from Point Zulu bearing 800 mil", (22.0, 58.0), 45, 30_000),
        ("30 km from 54.7 20.5 bearing 180", (20.5, 54.7), 180, 30_000),
        ("30 km from 34U DF 67777 61523 bearing S", (20.5, 54.7), 180, 30_000),
        ("40 from Riga bearing 010", RIGA, 10, 40_000),
    ],
)
def test_positions_are_so_far_from_something(
    placing: TypedPlacing,
    typed: str,
    origin: tuple[float, float],
    bearing_deg: float,
    distance_m: float,
) -> None:
    spot = read(placing, typed).offers[0].spot
    bearing, distance = inverse(origin, spot.position)
    assert distance == pytest.approx(distance_m, abs=100)
    off = math.radians(bearing - bearing_deg)
    assert abs(math.sin(off)) * distance < 150
    assert math.cos(off) > 0


@pytest.mark.parametrize(
    ("typed", "why", "part"),
    [
        ("tank @", "A position is wanted", ""),
        ("@", "A position is wanted", ""),
        ("tank @   ", "A position is wanted", ""),
        ("tank @ Xyzzyville", "no place, feature or coordinate", "Xyzzyville"),
        ("tank @ 99 99", "latitude 99 is more than 90", "99 99"),
        ("tank @ 54.7", "", "54.7"),
        ("tank @ 34U EF 12 3", "cannot be halved", "34U EF 12 3"),
        ("tank @ 94U EF 12 34", "Grid zones go from 1 to 60", "94U EF 12 34"),
        ("tank @ ???", "no place", "???"),
        ("mech blorpx inf @ Riga", "No symbol, system, echelon or identity", "blorpx"),
        ("qqqq zzzz @ Riga", "No symbol, system, echelon or identity", "qqqq"),
        ('tank "A/1 @ Riga', "quotation does not end", '"A/1'),
        ('tank "A" "B" @ Riga', "two designations", '"B"'),
        ('"A/1" @ Riga', "What is to be placed?", '"A/1"'),
        ("2/61 @ Riga", "What is to be placed?", "2/61"),
        ("10061000161211020000 tank @ Riga", "Beside a code", "tank"),
        ("boundary @ Riga", "more than one position", "boundary"),
        ("tank @ 120 km from Riga", "A bearing is wanted", ""),
        ("tank @ 120 km from Riga bearing", "not a bearing", ""),
        ("tank @ 120 km from Riga bearing 400", "0 to 360", "400"),
        ("tank @ 120 km from Riga bearing QX", "not a bearing", "QX"),
        ("tank @ 120 km NE from Riga bearing 045", "two bearings", "045"),
        ("tank @ 120 km from bearing 045", "", None),
        ("tank @ 120 km from Xyzzyville bearing 045", "no place", "Xyzzyville"),
        ("tank @ 99999 km from Riga bearing 045", "half way round", "99999 km"),
        ("120 km from", "From where?", ""),
        ("ring @ Riga", "A distance is wanted", ""),
        ("ring 12 parsec @ Riga", "parsec", "12 parsec"),
        ("ring 0 km @ Riga", "more than 0", "0 km"),
        ("ring 1 2 3 4 5 6 7 8 9 10 11 km @ Riga", "no more than 10", None),
        ("tank " * 100 + "@ Riga", "too many", None),
    ],
)
def test_what_is_not_understood_is_said_with_its_place(
    placing: TypedPlacing, typed: str, why: str, part: str | None
) -> None:
    reading = read(placing, typed) if is_placing(typed) else placing.read(typed)
    assert reading.offers == ()
    fault = reading.faults[0]
    assert why in fault.why
    if part is not None:
        assert typed[fault.start : fault.end].strip() == part
    assert fault.place(typed)


def test_both_halves_are_told_when_both_are_wrong(placing: TypedPlacing) -> None:
    reading = read(placing, "blorpx @ Xyzzyville")
    assert len(reading.faults) == 2


def test_without_anything_to_place_there_is_going_there_and_marking(placing: TypedPlacing) -> None:
    titles = [offer.title for offer in read(placing, "@ Riga").offers]
    assert titles[0] == "Go to"
    assert titles[-1] == "Point mark"


def test_a_name_that_many_bear_gives_several_rows(placing: TypedPlacing) -> None:
    spots = {offer.spot for offer in read(placing, "tank @ Kaliningrad").offers}
    assert len(spots) > 1


def test_a_town_comes_before_a_feature_whose_name_only_begins_so(
    placing: TypedPlacing, workspace: Workspace
) -> None:
    overlay = workspace.document.overlays()[0].id
    with workspace.document.edit("Set up") as change:
        for feature_id, name in (
            ("k", "Kaliningrad grouping"),
            ("w", "Wilno group"),
            ("r", "riga"),
        ):
            change.put(new_point(feature_id, Mark(overlay=overlay, name=name), (10.0, 50.0)))
    first = read(placing, "120 km from Kaliningrad bearing 045").offers[0]
    assert inverse(KALININGRAD, first.spot.position)[1] == pytest.approx(120_000, rel=0.01)
    spots = [offer.spot for offer in read(placing, "tank @ Wilno").offers]
    assert spots[0].title == "Vilnius"
    # What the map itself calls just so is still the nearest.
    assert read(placing, "tank @ Riga").offers[0].spot.position == (10.0, 50.0)


def test_rings_are_read(placing: TypedPlacing) -> None:
    offer = read(placing, "rings 40 120 250 km @ Riga").offers[0]
    assert offer.thing == Rings((40_000.0, 120_000.0, 250_000.0))
    assert read(placing, "range ring of 12 NM @ Riga").offers[0].thing == Rings((22_224.0,))


@pytest.mark.parametrize(
    "typed", ["undo", "range ring", "fit", "", "ring 120 km", "from", "12", "save as", "120 km"]
)
def test_other_texts_are_commands(typed: str) -> None:
    assert not is_placing(typed)


def test_placing_a_system_is_one_step_with_its_ring_selected(
    placing: TypedPlacing, workspace: Workspace
) -> None:
    (best, *_) = read(placing, "S-400 @ 59.5 22.5").offers
    assert placing.place(best)
    unit = workspace.document.feature(workspace.session.selection[0])
    assert unit is not None
    assert isinstance(unit.properties, Unit)
    rings = [f for f in workspace.document.features() if isinstance(f.properties, RangeRing)]
    assert [ring.properties.anchor for ring in rings] == [unit.id]  # type: ignore[union-attr]
    assert workspace.document.undo() == "Place S-400 Triumf"
    assert len(list(workspace.document.features())) == 2


def test_what_is_placed_out_of_sight_is_brought_into_sight(
    placing: TypedPlacing, workspace: Workspace
) -> None:
    placing.place(read(placing, "tank @ 59.5 22.5").offers[0])
    assert workspace.camera.looked_at == []  # type: ignore[attr-defined]
    placing.place(read(placing, "tank @ 54.7 10.5").offers[0])
    assert workspace.camera.looked_at[0][0] == pytest.approx((10.5, 54.7))  # type: ignore[attr-defined]


def test_rings_are_drawn_in_one_step_the_widest_below(
    placing: TypedPlacing, workspace: Workspace
) -> None:
    placing.place(read(placing, "rings 40 120 km @ Riga").offers[0])
    drawn = [f.properties for f in workspace.document.features()][-2:]
    assert [ring.radius_max_m for ring in drawn] == [120_000.0, 40_000.0]  # type: ignore[union-attr]
    assert workspace.document.undo() == "Draw 2 rings"


def test_a_ring_over_the_pole_is_refused_with_the_reason(
    placing: TypedPlacing, workspace: Workspace
) -> None:
    offer = read(placing, "ring 9000 km @ Riga").offers[0]
    before = workspace.document.history.undo_label
    assert not placing.place(offer)
    assert workspace.message.startswith("Nothing was placed:")
    assert workspace.document.history.undo_label == before


def test_nothing_is_placed_where_there_is_no_unlocked_overlay(
    placing: TypedPlacing, workspace: Workspace
) -> None:
    offer = read(placing, "tank @ Riga").offers[0]
    with workspace.document.edit("Lock") as change:
        for overlay in workspace.document.overlays():
            change.put(replace(overlay, locked=True))
    assert not placing.place(offer)
    assert "unlocked overlay" in workspace.message


def test_going_there_changes_nothing(placing: TypedPlacing, workspace: Workspace) -> None:
    offer = read(placing, "120 km from Kaliningrad bearing 045").offers[0]
    assert isinstance(offer.thing, GoThere)
    before = workspace.document.history.undo_label
    assert placing.place(offer)
    assert workspace.document.history.undo_label == before
    assert len(workspace.camera.looked_at) == 1  # type: ignore[attr-defined]


_VOCABULARY = """@ " “ ” « km NM mi m from of bearing brg NE 045 54.7 20.5 34U EF 123 456 Riga
    tank S-400 bn hostile ring rings , / ° ′ - + . 1e9 inf ä 👍 99999999999999999999 lat N E"""
_PIECES = st.sampled_from([*re.findall(r"\S+", _VOCABULARY), "\n", "\t", "\x00"])
_LINES = st.one_of(
    st.lists(_PIECES, max_size=14).map(" ".join),
    st.lists(_PIECES, max_size=14).map("".join),
    st.text(max_size=60).map(lambda text: f"tank @ {text}"),
    st.text(max_size=60).map(lambda text: f"{text} @ Riga"),
    st.text(max_size=500),
)


@settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(typed=_LINES)
def test_any_text_has_an_answer(placing: TypedPlacing, typed: str) -> None:
    is_placing(typed)
    reading = placing.read(typed)
    assert reading.offers or reading.faults
    for offer in reading.offers:
        lon, lat = offer.spot.position
        assert -180.0 <= lon <= 180.0
        assert -90.0 <= lat <= 90.0
        assert offer.title
    for fault in reading.faults:
        assert 0 <= fault.start <= fault.end <= len(typed)
        assert fault.why
        assert fault.place(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "1" * 400 + " from x",
        "1 " * 180 + "from",
        "1," * 180 + "km from a bearing",
        "tank @ 1 km" + " " * 300 + "from",
        '"' * 399 + "@",
        "tank @ " + "1 km from " * 39,
        "ring " + "1 " * 190 + "@",
    ],
)
def test_long_and_odd_texts_are_answered_at_once(placing: TypedPlacing, typed: str) -> None:
    # Patterns that could try every way to part such a text would not come back.
    is_placing(typed)
    reading = placing.read(typed)
    assert reading.offers or reading.faults
