"""Changing the variant of a placed system changes its rings, in one step."""

from __future__ import annotations

from itertools import count

import pytest
from msgspec.structs import replace

from baltic_desk.app.commands import command
from baltic_desk.app.system_placing import drawn_rings, placing, ring_of
from baltic_desk.app.system_variants import change_variant, exchange
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.rings import own_ring
from baltic_desk.document.anchoring import anchored
from baltic_desk.document.feature import Feature, RangeRing, Unit
from baltic_desk.document.outline import new_parametric
from tests.panel_desk import project, workspace

PLACE = (20.5, 54.7)


@pytest.fixture
def desk() -> Workspace:
    return workspace(project())


def place(desk: Workspace, system_id: str = "s400", *, antenna_m: float | None = None) -> Feature:
    """A system with all its rings on the map, selected."""
    system = desk.systems[system_id]
    ids = (f"{system_id}-{number}" for number in count())
    tool = placing(system, drawn_rings(system), antenna_height_m=antenna_m)
    made = tool.stamped(PLACE, "o", lambda: next(ids))
    with desk.document.edit("Place") as change:
        for feature in made:
            change.put(feature)
    desk.session.select([made[0].id])
    return made[0]


def rings(desk: Workspace, unit: Feature) -> dict[str, RangeRing]:
    found = anchored(desk.document, (unit.id,))
    return {f.id: f.properties for f in found if isinstance(f.properties, RangeRing)}


def radii_km(desk: Workspace, unit: Feature) -> list[float]:
    return sorted(ring.radius_max_m / 1000 for ring in rings(desk, unit).values())


def now(desk: Workspace, unit: Feature) -> Unit:
    feature = desk.document.feature(unit.id)
    assert feature is not None
    assert isinstance(feature.properties, Unit)
    return feature.properties


def test_another_variant_has_other_rings_and_the_sensor_stays(desk: Workspace) -> None:
    unit = place(desk)
    assert radii_km(desk, unit) == [40, 60, 120, 200, 250, 400, 600]
    before = rings(desk, unit)
    change_variant(desk, [unit], ["40N6E"])
    assert radii_km(desk, unit) == [400, 600]
    assert rings(desk, unit).keys() < before.keys()  # those that stay are the same features
    assert now(desk, unit).variant == "40N6E"
    change_variant(desk, [unit], ["9M96E"])
    assert radii_km(desk, unit) == [40, 600]
    assert desk.message == "S-400 Triumf · 9M96E: 1 new ring."
    change_variant(desk, [unit], None)
    assert radii_km(desk, unit) == [40, 60, 120, 200, 250, 400, 600]
    assert now(desk, unit).variant is None


def test_it_is_one_step_to_undo(desk: Workspace) -> None:
    unit = place(desk)
    before = rings(desk, unit)
    change_variant(desk, [unit], ["9M96E"])
    assert desk.document.undo() == "Change variant of S-400 Triumf"
    assert rings(desk, unit) == before
    assert now(desk, unit).variant is None


def test_new_rings_lie_where_the_unit_is_and_carry_their_sources(desk: Workspace) -> None:
    unit = place(desk, antenna_m=30.0)
    change_variant(desk, [unit], ["40N6E"])
    change_variant(desk, [unit], ["9M96E2"])
    (ring,) = (each for each in rings(desk, unit).values() if each.ring_class == "air-defence")
    assert (ring.center_lon, ring.center_lat, ring.overlay) == (*PLACE, "o")
    assert (ring.status, ring.declared_m) == ("declared", 120_000.0)
    assert ring.source == "The Moscow Times: Report: Military Deploys S-400s in Kaliningrad"
    assert ring.antenna_height_m == 30.0  # what the person set holds for the new ring


def test_own_locked_and_foreign_rings_are_left_alone(desk: Workspace) -> None:
    unit = place(desk)
    system = desk.systems["s400"]
    mine = replace(ring_of(own_ring(system, 90_000.0), "km"), overlay="o", anchor=unit.id)
    drawn = RangeRing(overlay="o", center_lon=20, center_lat=55, radius_max_m=7000, anchor=unit.id)
    with desk.document.edit("Own") as change:
        change.put(new_parametric("mine", mine))
        change.put(new_parametric("drawn", drawn))
        held = next(f for f in anchored(desk.document, (unit.id,)) if "48N6E2" in f.properties.name)
        change.put(replace(held, properties=replace(held.properties, locked=True)))
    change_variant(desk, [unit], ["9M96E"])
    assert radii_km(desk, unit) == [7, 40, 90, 200, 600]


def test_a_radar_ring_placed_as_a_variant_stays(desk: Workspace) -> None:
    unit = place(desk, "tps77")
    before = rings(desk, unit)
    change_variant(desk, [unit], ["long range"])
    assert rings(desk, unit) == before


def test_a_variant_that_there_is_not_and_a_feature_that_is_no_unit_are_refused(
    desk: Workspace,
) -> None:
    unit = place(desk)
    system = desk.systems["s400"]
    with pytest.raises(KeyError):
        exchange(desk.document, unit, system, ["40N7"])
    ring = anchored(desk.document, (unit.id,))[0]
    with pytest.raises(ValueError, match="only a unit"):
        exchange(desk.document, ring, system, None)


def test_the_command_offers_the_variants_of_the_selected_units(desk: Workspace) -> None:
    change = command("edit.system-variant")
    assert not change.enabled(desk)
    unit = place(desk)
    assert change.enabled(desk)
    assert change.choices is not None
    assert change.choose is not None
    offered = change.choices(desk)
    assert [choice.title for choice in offered][:3] == [
        "All Variants",
        "40N6E · 400 km",
        "48N6E3 / 48N6DM · 250 km",
    ]
    assert offered[0].checked
    change.choose(desk, offered[1].id)
    assert radii_km(desk, unit) == [400, 600]
    assert [c.title for c in change.choices(desk) if c.checked] == ["40N6E · 400 km"]


def test_the_command_is_off_for_several_systems_and_for_one_variant(desk: Workspace) -> None:
    units = [place(desk), place(desk, "bal")]
    desk.session.select([unit.id for unit in units])
    assert not command("edit.system-variant").enabled(desk)
    place(desk, "osa")
    assert not command("edit.system-variant").enabled(desk)


def test_the_command_is_off_for_a_system_that_the_catalogue_lacks(desk: Workspace) -> None:
    unit = place(desk)
    with desk.document.edit("Forget") as change:
        change.put(replace(unit, properties=replace(unit.properties, system="nowhere")))
    desk.session.select([unit.id])
    assert not command("edit.system-variant").enabled(desk)
