"""Features of the lesson from its rows and facts, as they are in one phase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lesson_facts import Facts, citation, feature_id, sentences
from lesson_inset import inset_features
from lesson_rows import (
    ActivityRow,
    AnyRow,
    AreaRow,
    ArrowRow,
    CorridorRow,
    InsetRow,
    MarkRow,
    MeasureRow,
    Named,
    NoteRow,
    ReachRow,
    RingRow,
    Script,
    UnitRow,
)
from msgspec.structs import replace

from baltic_desk.app.system_placing import ring_of
from baltic_desk.coverage.line_of_sight import horizon_m
from baltic_desk.coverage.placing import antenna_of, placement
from baltic_desk.coverage.rings import RingParameters
from baltic_desk.coverage.systems import Systems
from baltic_desk.document.feature import (
    Area,
    Arrow,
    ControlMeasure,
    Corridor,
    Feature,
    Mark,
    RangeRing,
    TextNote,
    Unit,
)
from baltic_desk.document.geometry import Position
from baltic_desk.document.measure_rules import rule_for
from baltic_desk.document.measures import new_measure
from baltic_desk.document.outline import (
    center_line_of,
    new_area,
    new_line,
    new_parametric,
    new_point,
)
from baltic_desk.geo.geodesy import bearing, destination

SYMBOL_SIZE = 0.75
_AXIS_HEAD_M = 28_000.0
_AXIS_HALF_WIDTH_M = 16_000.0
_EW_LEGS = 12


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the features of phases."""

    script: Script
    facts: Facts
    systems: Systems

    def features(self, phase: str) -> tuple[Feature, ...]:
        """All that is there in a phase, the lowest first."""
        rings, others = list[Feature](), list[Feature]()
        for row in self.script.rows():
            if not self.script.there(row, phase):
                continue
            into = rings if isinstance(row, RingRow) else others
            into += self._made(row, phase)
        # Widest first: the inner rings lie on top and stay visible.
        rings.sort(key=_radius_m, reverse=True)
        return (*rings, *others)

    def _made(self, row: AnyRow, phase: str) -> Iterator[Feature]:
        match row:
            case UnitRow():
                yield self._unit(self.script.changed(row, phase))
            case RingRow():
                yield from self._rings(row, phase)
            case MeasureRow():
                yield self._measure(row)
            case CorridorRow():
                yield self._corridor(row)
            case AreaRow():
                yield self._area(row)
            case ActivityRow():
                yield self._activity(row)
            case MarkRow() | NoteRow():
                yield self._lettered(row)
            case ArrowRow():
                yield self._arrow(row)
            case InsetRow():
                yield from inset_features(
                    row, self.facts.place[row.at].position, self._description(row, row.at)
                )
            case ReachRow():
                yield self._reach(row)

    def _unit(self, row: UnitRow) -> Feature:
        fact = self.facts.unit[row.fact]
        place = self.facts.place[row.at or row.fact]
        sources = self.facts.sources_of(row.fact, row.statements)
        properties = Unit(
            overlay=feature_id("overlay", row.overlay),
            name=row.name or fact.name,
            sidc=row.sidc or fact.sidc,
            size=SYMBOL_SIZE,
            designation=row.designation,
            parent=None if row.under is None else feature_id("unit", row.under),
            offset_x_px=row.offset[0],
            offset_y_px=row.offset[1],
            system=row.system,
            strength=row.strength,
            answers_task=None if row.answers is None else feature_id("task", row.answers),
            description=sentences(
                row.say, fact.said, self.facts.said(row.statements), place.words, citation(sources)
            ),
            source=sources[0].short,
            source_url=sources[0].url,
        )
        return new_point(feature_id("unit", row.fact), properties, place.position)

    def _rings(self, row: RingRow, phase: str) -> Iterator[Feature]:
        system = self.systems[row.system]
        unit = self.script.changed(self.script.unit_of(row.unit), phase)
        place = self.facts.place[unit.at or unit.fact]
        height_m = antenna_of(system).height_m if row.antenna_m is None else row.antenna_m
        for ring in placement(system, row.variants, sensor=False).rings:
            said = f"About {self.facts.unit[row.unit].name}. {place.words}"
            drawn = ring_of(ring, "km", height_m)
            properties = replace(
                drawn,
                overlay=feature_id("overlay", row.overlay),
                description=sentences(
                    row.say, _noted(drawn.description), said, _ring_citation(ring)
                ),
                center_lon=place.position[0],
                center_lat=place.position[1],
                anchor=feature_id("unit", row.unit),
                # A band tells both of its edges by itself.
                label=None
                if ring.is_band
                else f"{row.short} {_variant(ring)}{ring.radius_max_m / 1000:g} km",
            )
            yield new_parametric(
                feature_id("ring", row.overlay, row.unit, system.id, ring.variant), properties
            )

    def _measure(self, row: MeasureRow) -> Feature:
        points = self.facts.line[row.line].points
        rule = rule_for(row.sidc)
        if rule is None:
            raise ValueError(f"{row.sidc} of {row.id} is no control measure")
        if rule.ends_in_width:
            points = _axis(points)
        measure = ControlMeasure(
            overlay=feature_id("overlay", row.overlay),
            name=row.name,
            sidc=row.sidc,
            designation=row.designation,
            description=self._description(row, row.line),
            font_size=9.0,
        )
        return new_measure(feature_id("measure", row.id), measure, points, rule.form)

    def _corridor(self, row: CorridorRow) -> Feature:
        corridor = Corridor(
            overlay=feature_id("overlay", row.overlay),
            name=row.name,
            description=self._description(row, row.line),
            center_line=center_line_of(self.facts.line[row.line].points),
            width_m=row.width_km * 1000.0,
            stroke="#7d3c98",
            fill="#7d3c98",
            fill_opacity=0.1,
            dash="dash",
        )
        return new_parametric(feature_id("corridor", row.id), corridor)

    def _area(self, row: AreaRow) -> Feature:
        center = self.facts.place[row.around].position
        start_deg, end_deg = row.bearings
        step_deg = (end_deg - start_deg) % 360.0 / _EW_LEGS
        # Counter-clockwise, as polygons are in the file.
        arc = [
            destination(center, end_deg - each * step_deg, row.radius_km * 1000.0)
            for each in range(_EW_LEGS + 1)
        ]
        corners = [center, *arc]
        area = Area(
            overlay=feature_id("overlay", row.overlay),
            title=row.title,
            description=self._description(row, row.around),
            coverage_class="electronic-warfare",
            coverage_status="assumption",
        )
        return new_area(feature_id("area", row.id), area, corners)

    def _activity(self, row: ActivityRow) -> Feature:
        sources = self.facts.sources_of(row.unit_fact, row.statements)
        properties = Unit(
            overlay=feature_id("overlay", row.overlay),
            name=row.name,
            sidc=row.sidc,
            size=SYMBOL_SIZE,
            designation=row.designation,
            dtg=row.dtg,
            offset_x_px=row.offset[0],
            offset_y_px=row.offset[1],
            description=self._description(row, row.at),
            source=sources[0].short,
            source_url=sources[0].url,
        )
        position = self.facts.place[row.at].position
        return new_point(feature_id("activity", row.id), properties, position)

    def _lettered(self, row: MarkRow | NoteRow) -> Feature:
        at = self.facts.place[row.at].position
        position = destination(at, row.apart[0], row.apart[1] * 1000.0)
        away = f"Drawn {row.apart[1]:g} km off, for legibility."
        overlay = feature_id("overlay", row.overlay)
        description = self._description(row, row.at, away)
        if isinstance(row, MarkRow):
            mark = Mark(
                overlay=overlay,
                name=row.name,
                description=description,
                shape="diamond",
                size_px=9.0,
            )
            return new_point(feature_id("mark", row.id), mark, position)
        note = TextNote(overlay=overlay, name=row.text, description=description, font_size=11.0)
        return new_point(feature_id("note", row.id), note, position)

    def _arrow(self, row: ArrowRow) -> Feature:
        end = self.facts.place[row.to].position
        arrow = Arrow(
            overlay=feature_id("overlay", row.overlay),
            name=row.name,
            description=self._description(row, row.to),
            stroke="#5d6d7e",
            stroke_width=2.5,
            dash="dash",
            font_size=9.0,
        )
        start = destination(end, row.apart[0], row.apart[1] * 1000.0)
        return new_line(feature_id("arrow", row.id), arrow, (start, end))

    def _reach(self, row: ReachRow) -> Feature:
        """A solution: how far an antenna sees a target over flat ground, as a ring."""
        found = next(each for each in self.script.ring if each.unit == row.unit)
        system = self.systems[found.system]
        antenna_m = found.antenna_m
        if antenna_m is None:
            raise ValueError(f"the rings of {row.unit} have no antenna height")
        place = self.facts.place[row.unit]
        radius_m = round(float(horizon_m(antenna_m, row.altitude_m)), -2)
        ring = RangeRing(
            overlay=feature_id("overlay", row.overlay),
            name=f"Solution: {system.short_name} at {row.altitude_m:g} m, {radius_m / 1000:g} km",
            description=self._description(row, row.unit),
            center_lon=place.position[0],
            center_lat=place.position[1],
            radius_max_m=radius_m,
            label=f"Solution: {radius_m / 1000:.0f} km at {row.altitude_m:g} m",
            # As "other" it is drawn as it is, not cut by terrain as an air-defence ring would be.
            ring_class="other",
            anchor=feature_id("unit", row.unit),
            status="assumption",
            antenna_height_m=antenna_m,
            answers_task=feature_id("task", row.answers),
            stroke="#1e8449",
            stroke_width=3.0,
        )
        return new_parametric(feature_id("reach", row.id), ring)

    def _description(self, row: Named, place: str, away: str = "") -> str:
        sources = self.facts.sources_of(row.unit_fact, row.statements)
        if place in self.facts.line:
            line = self.facts.line[place]
            words = f"Line: {line.name} ({line.basis})."
        else:
            words = self.facts.place[place].words
        about = "" if row.unit_fact is None else self.facts.unit[row.unit_fact].said
        return sentences(
            row.say, about, self.facts.said(row.statements), words, away, citation(sources)
        )


def _axis(line: tuple[Position, ...]) -> tuple[Position, ...]:
    """Control points of an axis along a line: its tip, back to its rear, a corner of its head."""
    tip, before = line[-1], line[-2]
    back_deg = bearing(tip, before)
    neck = destination(tip, back_deg, _AXIS_HEAD_M)
    return (*reversed(line), destination(neck, back_deg + 90.0, _AXIS_HALF_WIDTH_M))


def _radius_m(feature: Feature) -> float:
    ring = feature.properties
    return ring.radius_max_m if isinstance(ring, RangeRing) else 0.0


def _variant(ring: RingParameters) -> str:
    return f"{ring.variant.partition(' (')[0]} " if len(ring.variant) <= 8 else ""


def _noted(note: str | None) -> str:
    return "" if note is None else f"Remark of the catalogue: {note}."


def _ring_citation(ring: RingParameters) -> str:
    """Status and sources of a ring's figures, as the catalogue has them."""
    cited = (
        f"{each.title} ({'no year found' if each.year is None else each.year}), {each.url}"
        for each in ring.sources
    )
    return f"Figure: {ring.status}. Sources: {'; '.join(cited)}."
