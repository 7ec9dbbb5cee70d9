"""Which rows the inspector has for a selection, what they show, and what an answer does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.wording import described
from baltic_desk.symbology.catalogue import Catalogue
from baltic_desk.ui.fields.field import MIXED, Shown, Value
from baltic_desk.ui.form import Answer, Group, Row
from baltic_desk.ui.panels.amplifier_properties import AMPLIFIERS, LOOK, LOOK_GROUP, MORE_GROUP
from baltic_desk.ui.panels.coverage_properties import COVERAGE
from baltic_desk.ui.panels.geometry_properties import GROUP as GEOMETRY
from baltic_desk.ui.panels.geometry_properties import geometry_properties
from baltic_desk.ui.panels.measure_properties import POINTS_GROUP, measure_properties
from baltic_desk.ui.panels.picture_property import picture_property
from baltic_desk.ui.panels.property import Property, Surroundings
from baltic_desk.ui.panels.reach_properties import GROUP as REACH_GROUP
from baltic_desk.ui.panels.reach_properties import REACH_PROPERTIES
from baltic_desk.ui.panels.route_properties import GROUP as ROUTE_GROUP
from baltic_desk.ui.panels.route_properties import ROUTE_PROPERTIES
from baltic_desk.ui.panels.sheet_properties import sheet_properties
from baltic_desk.ui.panels.style_properties import LETTERING, NAMES, NOTES, STYLE
from baltic_desk.ui.panels.subordination_properties import GROUP as SUBORDINATION
from baltic_desk.ui.panels.subordination_properties import subordination_properties
from baltic_desk.ui.panels.symbol_properties import GROUP as SYMBOL
from baltic_desk.ui.panels.symbol_properties import refining_properties, symbol_properties
from baltic_desk.ui.panels.titles import feature_title

_GROUPS = (
    "Name",
    SYMBOL,
    "Amplifiers",
    MORE_GROUP,
    LOOK_GROUP,
    SUBORDINATION,
    GEOMETRY,
    REACH_GROUP,
    ROUTE_GROUP,
    POINTS_GROUP,
    "Style",
    "Lettering",
    "Notes and source",
    "Sheet",
)
_FOLDED = frozenset({MORE_GROUP, LOOK_GROUP, "Notes and source", "Sheet"})


def every_property(
    document: Callable[[], Document], name_of: Callable[[str], str] | None
) -> tuple[Property, ...]:
    """All rows of all kinds. `name_of` puts a symbol code into words."""
    return (
        *NAMES,
        *symbol_properties(name_of),
        picture_property(document),
        *AMPLIFIERS,
        *LOOK,
        *subordination_properties(document),
        *geometry_properties(document),
        *REACH_PROPERTIES,
        *ROUTE_PROPERTIES,
        *STYLE,
        *LETTERING,
        *NOTES,
        *COVERAGE,
        *sheet_properties(document),
    )


def common(
    properties: Sequence[Property], features: Sequence[Feature], catalogue: Catalogue | None = None
) -> tuple[Property, ...]:
    """The rows that all these features have.

    Parameters
    ----------
    properties
        The rows of all kinds, `every_property`; those that depend on what the codes of the features
        mean are added.
    catalogue
        Tells what the symbol sets of the codes allow.
    """
    if catalogue is not None:
        properties = _refined(properties, tuple(refining_properties(features, catalogue)))
    properties = (*properties, *measure_properties(features))
    kinds = {type(feature.properties) for feature in features}
    found: dict[str, Property] = {}
    for each in properties:
        # Lengths and areas of many differ, and take long to find out.
        if len(features) > 1 and each.id in ("length", "area"):
            continue
        if all(issubclass(kind, each.kinds) for kind in kinds):
            found.setdefault(each.id, each)
    return tuple(found.values())


def _refined(properties: Sequence[Property], refining: Sequence[Property]) -> tuple[Property, ...]:
    """The rows with the refining ones, which replace those of the same id."""
    better = {each.id: each for each in refining}
    merged = [better.pop(each.id, each) for each in properties]
    return (*merged, *better.values())


def groups(properties: Sequence[Property], *, single: bool) -> tuple[Group, ...]:
    """The form for these rows; amplifiers of many units are folded away."""
    made: list[Group] = []
    for title in _GROUPS:
        rows = [Row(p.id, p.title, p.kind, p.hint) for p in properties if p.group == title]
        if rows:
            folded = title in _FOLDED or (title == "Amplifiers" and not single)
            made.append(Group(title, tuple(rows), folded))
    return tuple(made)


def answers(
    properties: Sequence[Property], features: Sequence[Feature], around: Surroundings
) -> Mapping[str, Answer]:
    """What the rows show for these features."""
    samples = _samples(features)
    return {each.id: _answer(each, features, samples, around) for each in properties}


def _answer(
    each: Property, features: Sequence[Feature], samples: Sequence[Feature], around: Surroundings
) -> Answer:
    value: Shown = each.read(features[0], around)
    if any(each.read(feature, around) != value for feature in features[1:]):
        value = MIXED
    if each.default is None:
        return Answer(value)
    defaults = {each.default(feature) for feature in (features if each.own_default else samples)}
    if value is None and len(defaults) > 1:
        return Answer(MIXED)
    return Answer(value, defaults.pop() if len(defaults) == 1 else "")


def _samples(features: Sequence[Feature]) -> list[Feature]:
    """One feature for each set of defaults: they follow from kind, ring class, stroke and fill."""
    found: dict[object, Feature] = {}
    for feature in features:
        properties = feature.properties
        ring_class = getattr(properties, "ring_class", None)
        key = (type(properties), ring_class, properties.stroke, properties.fill)
        found.setdefault(key, feature)
    return list(found.values())


def write(
    document: Document,
    each: Property,
    features: Sequence[Feature],
    value: Value,
    around: Surroundings,
) -> bool:
    """Make it so, as one undo step; False when it was so already.

    Raises
    ------
    ValueError
        With a sentence for the person, when it cannot be.
    """
    changed = [f for f in each.write(features, value, around) if f != document.feature(f.id)]
    for feature in changed:
        _check(feature)
    if not changed:
        return False
    one = len(features) == 1
    whose = feature_title(features[0]) if one else described(features)
    with document.edit(f"Change {each.spoken} of {whose}") as change:
        for feature in changed:
            change.put(feature)
    return True


def _check(feature: Feature) -> None:
    # Records are checked when a file is read, not when they are made: without this a field could
    # hold what the saved file may not.
    try:
        msgspec.convert(msgspec.to_builtins(feature.properties), type(feature.properties))
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from None
