"""Rows of the inspector about a unit's place in the order of battle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from baltic_desk.app.subordinating import strength_of
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.orbat import Orbat, number
from baltic_desk.document.subordination import attached, detached
from baltic_desk.ui.fields.field import Text, Value
from baltic_desk.ui.panels.property import Property, Surroundings, stored
from baltic_desk.ui.panels.titles import unit_ids, unit_name

GROUP: Final = "Subordination"


def subordination_properties(document: Callable[[], Document]) -> tuple[Property, ...]:
    """Superior and strength; `document` gives the units that can be superiors."""

    def unit_titles() -> list[str]:
        return list(unit_ids(document()))

    return (
        Property(
            id="parent",
            title="Superior",
            group=GROUP,
            kind=Text(unit_titles),
            kinds=(Unit,),
            read=_read_superior,
            write=_write_superior,
            default=_independent,
            hint="The unit it comes under",
            words="superior",
        ),
        stored(
            "strength",
            "Strength",
            GROUP,
            (Unit,),
            parse=_strength,
            show=number,
            default=_not_stated,
            hint="Of the whole unit, with all under it",
        ),
    )


def _read_superior(feature: Feature, around: Surroundings) -> Value:
    match feature.properties:
        case Unit(parent=str(parent)):
            return unit_name(around.document, parent)
        case _:
            return None


def _write_superior(
    features: Sequence[Feature], value: Value, around: Surroundings
) -> list[Feature]:
    ids = [feature.id for feature in features]
    orbat = Orbat.of(around.document)
    if not value:
        return list(detached(around.document, orbat, ids))
    found = unit_ids(around.document).get(str(value))
    if found is None:
        raise ValueError(f"There is no unit called “{str(value)[:60]}”")
    return list(attached(around.document, orbat, ids, found))


def _strength(value: Value) -> Value:
    return strength_of(str(value or ""))


def _independent(_feature: Feature) -> str:
    return "none; at the top of the ORBAT"


def _not_stated(_feature: Feature) -> str:
    return "not stated"
