"""The course of a project for the one-file viewer: its phases, the steps of its briefing, tasks."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from baltic_desk.app.briefing import dressed, known_projection, overlays_of, rings_of, step_title
from baltic_desk.app.extent import REGION, extent
from baltic_desk.document.altitude import Altitude
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.geometry import positions_of
from baltic_desk.document.lesson import BriefingStep
from baltic_desk.geo.geodesy import destination
from baltic_desk.geo.projection import Projection
from baltic_desk.ui.export.viewer_features import GRID_M, FeatureTable
from baltic_desk.ui.export.viewer_packing import Json, packed_lines
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.trace_painting import ink_of
from baltic_desk.ui.map.traces import Trace
from baltic_desk.ui.map.viewport import Bounds

MIDDLE_VIEW_M, CLOSE_VIEW_M = 1_300_000.0, 700_000.0
"""A step that shows less of the ground than this looks fairly closely, or closely."""
_ABOUT_UNIT_DEG = 0.2


@dataclass(frozen=True, slots=True)
class Course:
    """Phases, and where the project lies.

    Attributes
    ----------
    near, middle, close
        West, south, east, north of what steps show and features take up; of what is looked at
        fairly closely, and closely.
    """

    phases: tuple[Json, ...] = ()
    near: list[Bounds] = field(default_factory=list[Bounds])
    middle: list[Bounds] = field(default_factory=list[Bounds])
    close: list[Bounds] = field(default_factory=list[Bounds])


def in_sight(document: Document) -> Document:
    """A document of its own that shows all overlays, in which phases may be shown."""
    made = Document(document.all_entries())
    with made.edit("Show all") as change:
        for overlay in made.overlays():
            change.put(replace(overlay, visible=True))
    return made


def course(
    document: Document, table: FeatureTable, projection: Projection
) -> Generator[None, None, Course]:
    """Phase by phase what is shown in it, in steps.

    `document` shows phase after phase meanwhile: it is one of `in_sight`.
    """
    found: list[Json] = []
    near: list[Bounds] = []
    middle: list[Bounds] = []
    close: list[Bounds] = []
    overlays = document.overlays()
    place = {overlay.id: number for number, overlay in enumerate(overlays)}
    by_id = {overlay.id: overlay for overlay in overlays}
    scene: Scene | None = None
    phases = document.phases()
    for phase in phases or (None,):
        if phase is not None:
            document.show_phase(phase.id)
        scene = Scene.of(document, projection.id, scene, at_altitude=False)
        versions: list[int] = []
        for shape in scene.shapes:
            on = shape.feature.overlay
            versions.append(table.version(shape, place[on], by_id.get(on), document))
            yield
        traces = [_trace(each, table, place, document) for each in scene.traces.each]
        lines = scene.command_lines
        found.append(
            {
                "name": "" if phase is None else phase.name,
                "start": None if phase is None else phase.start,
                "minutes": None if phase is None else phase.duration_min,
                "note": "" if phase is None else phase.note,
                "versions": versions,
                "traces": traces,
                "command": None
                if lines is None
                else [
                    [
                        table.number(one),
                        table.number(other),
                        packed_lines(
                            [
                                piece.reshape(2, 2)
                                for piece in lines.pieces[lines.line_of == number]
                            ],
                            GRID_M,
                        ),
                        lines.inks[number],
                    ]
                    for number, (one, other) in enumerate(lines.ends)
                ],
            }
        )
        features = [shape.feature for shape in scene.shapes]
        box = extent(features)
        near += [box] if box is not None else []
        close += _about_units(features)
    for step in document.steps():
        box = _box_of(step)
        near.append(box)
        span_m = max(step.view.width_m, step.view.height_m)
        middle += [box] if span_m < MIDDLE_VIEW_M else []
        close += [box] if span_m < CLOSE_VIEW_M else []
    middle += close
    return Course(tuple(found), _merged(near) or [REGION], _merged(middle), _merged(close))


def _trace(
    trace: Trace, table: FeatureTable, place: Mapping[str, int], document: Document
) -> dict[str, Json]:
    """Ghost and way of a movement. The ghost is a version of its own, without its texts."""
    ghost = trace.ghost
    row: dict[str, Json] = {"f": table.number(trace.id), "ink": ink_of(trace)}
    row["opacity"] = trace.opacity
    if ghost is not None:
        row["ghost"] = table.version(ghost, place.get(ghost.feature.overlay, 0), None, document)
    if trace.way is not None:
        row["way"] = packed_lines([trace.way], GRID_M)
    return row


def overlay_rows(document: Document) -> list[Json]:
    """Overlays, the lowest first."""
    return [
        {
            "name": overlay.name or "Overlay",
            "visible": overlay.visible,
            "opacity": overlay.opacity,
            "texts": overlay.amplifiers,
            "fan": overlay.declutter == "fan",
            "audience": overlay.audience,
        }
        for overlay in document.overlays()
    ]


def step_rows(
    document: Document,
    table: FeatureTable,
    projection: Projection,
    altitudes: Sequence[Altitude],
) -> Iterator[Json]:
    """Steps, each with what it shows."""
    order = {phase.id: number for number, phase in enumerate(document.phases())}
    place = {overlay.id: number for number, overlay in enumerate(document.overlays())}
    for number, step in enumerate(document.steps()):
        made = dressed(document, step)
        rings = rings_of(made, step)
        hidden = [
            table.number(record.id)
            for record, _ in made.entries()
            if isinstance(record, Feature) and not rings.shows(record)
        ]
        x, y = projection.forward_one((step.view.lon, step.view.lat))
        altitude = next(
            (
                k
                for k, each in enumerate(altitudes)
                if (each.altitude_m, each.above) == (step.altitude_m, step.altitude_above)
            ),
            None,
        )
        yield {
            "title": step_title(step, number),
            "note": step.note,
            "at": [round(x, 1), round(y, 1)],
            "wide_m": step.view.width_m,
            "high_m": step.view.height_m,
            "phase": order.get(step.phase or "", 0),
            "overlays": [place[overlay.id] for overlay in overlays_of(document, step)],
            "altitude": altitude,
            "theme": step.theme,
            "hidden": hidden,
            "rings": rings.note,
            "lit": [table.number(i) for i in step.highlights],
        }


def task_rows(document: Document) -> list[Json]:
    """Tasks, as they are put."""
    return [{"title": task.title, "text": task.text} for task in document.tasks()]


def projection_of(document: Document, otherwise: str) -> str:
    """The projection that most steps are seen in."""
    seen = [known_projection(step.view, otherwise) for step in document.steps()]
    return max(dict.fromkeys(seen), key=seen.count) if seen else otherwise


def _box_of(step: BriefingStep) -> Bounds:
    """West, south, east, north of what a step shows."""
    center = (step.view.lon, step.view.lat)
    _, north = destination(center, 0.0, min(step.view.height_m / 2, 3e6))
    _, south = destination(center, 180.0, min(step.view.height_m / 2, 3e6))
    east, _ = destination(center, 90.0, min(step.view.width_m / 2, 3e6))
    west, _ = destination(center, 270.0, min(step.view.width_m / 2, 3e6))
    return west, south, east, north


def _about_units(features: Sequence[Feature]) -> list[Bounds]:
    """A box about each unit, as wide as high on the ground, about."""
    found: list[Bounds] = []
    for feature in features:
        if isinstance(feature.properties, Unit):
            ((lon, lat),) = positions_of(feature.geometry)
            by = _ABOUT_UNIT_DEG
            found.append((lon - 2.0 * by, lat - by, lon + 2.0 * by, lat + by))
    return found


def _merged(boxes: Sequence[Bounds]) -> list[Bounds]:
    """The boxes that lie in no other."""
    distinct = list(dict.fromkeys(boxes))
    return [
        box
        for box in distinct
        if not any(
            other != box
            and other[0] <= box[0]
            and other[1] <= box[1]
            and other[2] >= box[2]
            and other[3] >= box[3]
            for other in distinct
        )
    ]
