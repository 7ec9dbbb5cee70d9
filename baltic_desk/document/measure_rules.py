"""What the code of a control measure asks of its feature: points, numbers, texts, and its form.

The rules themselves are the symbology room's. A code that it does not know (of another edition,
or a mistaken one) keeps its feature all the same: any number of points, and every field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from baltic_desk.document.feature import ControlMeasure, Feature
from baltic_desk.document.geometry import Geometry, LineString, MultiPoint, Point, Polygon
from baltic_desk.symbology import draw_rules
from baltic_desk.symbology.control_measures import Measure
from baltic_desk.symbology.control_measures import measure as measure_of
from baltic_desk.symbology.draw_rules import FileGeometry, Rule

Form = Literal["LineString", "Polygon", "MultiPoint"]

FIELDS: Mapping[str, str] = {
    "T": "designation",
    "T1": "designation_2",
    "H": "additional_information",
    "H1": "additional_information_2",
    "H2": "additional_information_3",
    "W": "dtg",
    "W1": "dtg_2",
    "X": "altitude_depth",
    "C": "quantity",
    "V": "type_label",
    "N": "hostile",
    "AS": "country",
    "AP": "target_number",
    "AP1": "target_number_extension",
}
"""Fields of the record by the amplifier's letters in the standard."""

_LEAST: Mapping[Form, int] = {"LineString": 2, "Polygon": 3, "MultiPoint": 1}
_FORMS: Mapping[FileGeometry, Form] = {
    "line": "LineString",
    "polygon": "Polygon",
    "multipoint": "MultiPoint",
    "outline": "Polygon",
}


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """What one code asks for.

    Attributes
    ----------
    most
        Most points; None when there is no end to them.
    several
        Numbers may be given more than once: a range for each ring, limits for each sector.
    derived
        Its polygon is an outline that follows from points and numbers.
    fields
        Fields of the record that the measure shows.
    """

    title: str
    name: str
    form: Form
    least: int
    most: int | None
    distances: tuple[str, ...] = ()
    azimuths: tuple[str, ...] = ()
    several: bool = False
    derived: bool = False
    fields: frozenset[str] = frozenset(FIELDS.values())
    rule: Rule | None = None
    measure: Measure | None = None

    @property
    def ends_by_hand(self) -> bool:
        """Whether the person says when the last point is set."""
        return self.most is None or self.most > self.least

    @property
    def bounded(self) -> bool:
        """Whether its points are the corners of an area."""
        return self.form == "Polygon" and not self.derived

    @property
    def ends_in_width(self) -> bool:
        """Whether the last point gives the width of what runs along the others."""
        return self.rule is not None and self.rule.last != ""

    def role(self, index: int, count: int | None) -> str:
        """What the point of that number (from 0) is for; `count` is None while they are set."""
        if self.rule is None:
            return "control point"
        role = draw_rules.role(self.rule, index, count)
        return role[:1].lower() + role[1:]

    def distance_name(self, index: int) -> str:
        """What the distance of that number (from 0) is."""
        return _name(self.distances, index, "Distance", several=self.several)

    def azimuth_name(self, index: int) -> str:
        """What the azimuth of that number (from 0) is."""
        return _name(self.azimuths, index, "Azimuth", several=self.several)


def rule_of(feature: Feature) -> MeasureRule:
    """What the feature's code asks for. ValueError when it is no control measure."""
    measure = feature.properties
    if not isinstance(measure, ControlMeasure):
        raise ValueError(f"a {feature.kind} has no control points")
    return rule_for(measure.sidc) or _any_rule(form_of(feature.geometry))


@lru_cache(maxsize=1024)
def rule_for(sidc: str) -> MeasureRule | None:
    """What a code asks for; None when it is not that of a line or area."""
    found = measure_of(sidc)
    if found is None:
        return None
    rule = draw_rules.rule_of(found)
    return MeasureRule(
        title=found.title,
        name=rule.name,
        form=_FORMS[rule.geometry],
        least=rule.least,
        most=rule.most,
        distances=rule.distances,
        azimuths=rule.azimuths,
        several=rule.several,
        derived=rule.geometry == "outline",
        fields=frozenset(FIELDS[each] for each in found.amplifiers if each in FIELDS),
        rule=rule,
        measure=found,
    )


def form_of(geometry: Geometry) -> Form:
    """Which form the geometry of a measure has."""
    match geometry:
        case LineString():
            return "LineString"
        case Polygon():
            return "Polygon"
        case MultiPoint() | Point():
            return "MultiPoint"


def counted(least: int, most: int | None) -> str:
    """A number of points in words: "3 points", "2 points or more", "3 to 6 points"."""
    if most is None:
        return f"{least} points or more"
    if most == least:
        return "1 point" if least == 1 else f"{least} points"
    return f"{least} to {most} points"


def _name(names: tuple[str, ...], index: int, plain: str, *, several: bool) -> str:
    if not names:
        return f"{plain} {index + 1}"
    if index < len(names) or not several:
        return names[index] if index < len(names) else f"{plain} {index + 1}"
    return f"{names[index % len(names)]} {index // len(names) + 1}"


def _any_rule(form: Form) -> MeasureRule:
    return MeasureRule("Control measure", "", form, _LEAST[form], None)
