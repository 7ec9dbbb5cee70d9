"""Changing the variant of systems that stand on the map: their rings change with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from msgspec.structs import replace

from baltic_desk.app.command import Command, ask_for_choice
from baltic_desk.app.protocols import Choice
from baltic_desk.app.settings import DistanceUnit
from baltic_desk.app.system_placing import drawn_rings, reach, ring_of
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.placing import antenna_of
from baltic_desk.coverage.rings import OWN_RANGE, variant_rings
from baltic_desk.coverage.systems import System, Systems
from baltic_desk.document.anchoring import anchored
from baltic_desk.document.document import Change, Document, new_id
from baltic_desk.document.feature import Feature, RangeRing, Unit
from baltic_desk.document.geometry import Point
from baltic_desk.document.outline import new_parametric

_ALL = "all"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What becomes of a placed system: the unit as it is then, and the rings that go and come."""

    unit: Feature
    gone: tuple[str, ...]
    come: tuple[Feature, ...]

    def fill(self, change: Change) -> None:
        """Write it into an open transaction."""
        change.put(self.unit)
        for ring_id in self.gone:
            change.remove(ring_id)
        for ring in self.come:
            change.put(ring)


def exchange(
    document: Document,
    unit: Feature,
    system: System,
    variants: Collection[str] | None,
    distance_unit: DistanceUnit = "km",
    make_id: Callable[[], str] = new_id,
) -> Exchange:
    """The change of a placed unit to other variants of its system.

    Rings of the catalogue's figures go and those of the variants come, at the unit's place and on
    its overlay. A ring that is in both stays as it is, with its looks; so do rings of ranges that
    a person set, and locked ones. The antenna height that the old rings had holds for the new.

    Parameters
    ----------
    variants
        Names; all but those drawn on request for None.

    Raises
    ------
    KeyError
        When the system has no variant of a name.
    ValueError
        When the feature is no unit.
    """
    properties, place = unit.properties, unit.geometry
    if not isinstance(properties, Unit) or not isinstance(place, Point):
        raise ValueError("only a unit has variants")
    wanted = {
        _key(ring.variant, ring.ring_class, ring.radius_max_m): ring
        for ring in drawn_rings(system, variants)
    }
    gone: list[str] = []
    height_m = antenna_of(system).height_m
    for feature in anchored(document, (unit.id,)):
        ring = feature.properties
        if not isinstance(ring, RangeRing) or ring.system != system.id:
            continue
        if ring.antenna_height_m is not None:
            height_m = ring.antenna_height_m
        if ring.locked or ring.variant == OWN_RANGE:
            continue
        if wanted.pop(_key(ring.variant, ring.ring_class, ring.radius_max_m), None) is None:
            gone.append(feature.id)
    lon, lat = place.coordinates[0], place.coordinates[1]
    come = tuple(
        new_parametric(
            make_id(),
            replace(
                ring_of(ring, distance_unit, height_m),
                overlay=unit.overlay,
                center_lon=lon,
                center_lat=lat,
                anchor=unit.id,
            ),
        )
        for ring in sorted(wanted.values(), key=lambda ring: ring.radius_max_m)
    )
    named = "; ".join(variants) if variants is not None else None
    changed = replace(unit, properties=replace(properties, variant=named))
    return Exchange(changed, tuple(gone), come)


def _key(variant: str | None, ring_class: str, radius_m: float) -> tuple[str, str, float]:
    """By which a ring is known again; a radar's range may be its variant's and its sensor's."""
    return "" if ring_class == "sensor" else variant or "", ring_class, radius_m


def change_variant(
    workspace: Workspace, units: Iterable[Feature], variants: Collection[str] | None
) -> None:
    """Change units of one system to other variants, as one undo step."""
    systems = workspace.systems
    unit = workspace.settings.distance_unit
    made = [
        (system, exchange(workspace.document, feature, system, variants, unit))
        for feature in units
        if (system := system_of(systems, feature)) is not None
    ]
    if not made:
        return
    system = made[0][0]
    with workspace.document.edit(f"Change variant of {system.short_name}") as change:
        for _, each in made:
            each.fill(change)
    count = sum(len(each.come) for _, each in made)
    workspace.say(
        f"{system.short_name} · {_named(variants)}: {count} new ring{'' if count == 1 else 's'}."
    )


def system_of(systems: Systems, feature: Feature) -> System | None:
    """System of the catalogue that a feature is a unit of."""
    properties = feature.properties
    if not isinstance(properties, Unit) or not properties.system:
        return None
    return systems.get(properties.system)


def chosen_system(workspace: Workspace) -> tuple[System, tuple[Feature, ...]] | None:
    """The system of the selected units and those units; None unless it is one, with variants."""
    found: dict[str, list[Feature]] = {}
    for feature in workspace.selected():
        if isinstance(feature.properties, Unit) and feature.properties.system:
            found.setdefault(feature.properties.system, []).append(feature)
    if len(found) != 1:
        return None
    ((system_id, units),) = found.items()
    system = workspace.systems.get(system_id)
    if system is None or len(system.variants) < 2:
        return None
    return system, tuple(units)


def _named(variants: Collection[str] | None) -> str:
    return "all variants" if variants is None else "; ".join(variants)


def _choices(workspace: Workspace) -> list[Choice]:
    chosen = chosen_system(workspace)
    if chosen is None:
        return []
    system, units = chosen
    now = {unit.properties.variant for unit in units if isinstance(unit.properties, Unit)}
    offered = [Choice(_ALL, "All Variants", checked=now == {None})]
    for variant in system.variants:
        found = variant_rings(system, variant)
        unit = workspace.settings.distance_unit
        range_ = reach(found[0], unit) if found else "no sourced range"
        title = f"{variant.name} · {range_}"
        offered.append(Choice(f"v:{variant.name}", title, checked=now == {variant.name}))
    return offered


def _choose(workspace: Workspace, choice: str) -> None:
    workspace.settle()
    chosen = chosen_system(workspace)
    if chosen is not None:
        variants = None if choice == _ALL else (choice.removeprefix("v:"),)
        change_variant(workspace, chosen[1], variants)


def _has_variants(workspace: Workspace) -> bool:
    return chosen_system(workspace) is not None


VARIANT_COMMANDS: tuple[Command, ...] = (
    Command(
        id="edit.system-variant",
        title="Variant of the System",
        run=ask_for_choice("Variant of the system", _choices, _choose),
        choices=_choices,
        choose=_choose,
        menu="Edit",
        group=5,
        enabled=_has_variants,
        keywords="missile round mode rings range catalogue weapon",
        hint="The rings of the selected units change with it",
    ),
)
