"""Steps of the briefing: made of what is seen now, shown again, fitted to a picture of any size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from baltic_desk.app import phases
from baltic_desk.app.place_names import largest_place
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.geometry import Position
from baltic_desk.document.lesson import BriefingStep, Phase, StepView
from baltic_desk.document.own_systems import OwnSystem
from baltic_desk.document.project import Overlay, Picture, Project
from baltic_desk.document.ring_choice import ALL, CHOICES, RingChoice, ring_choice
from baltic_desk.document.store import Entry
from baltic_desk.geo.projection import DEFAULT_PROJECTION, PROJECTIONS

WORDS_A_MINUTE = 130.0
"""How fast a note is spoken: a lecture in a language that is not everybody's own."""

_SAME_SHARE = 0.002
_SAME_PX = 1.5


# -- capturing -------------------------------------------------------------------------------


def captured(
    workspace: Workspace, step_id: str, *, selection_stands_out: bool = False
) -> BriefingStep:
    """A step of what is seen now. Its title is a suggestion.

    What happens to be selected (what was moved last, say) stands out only if that is wanted: all
    else steps back then.
    """
    fresh = BriefingStep(
        id=step_id,
        title=suggested_title(workspace),
        view=present_view(workspace),
        highlights=present_highlights(workspace) if selection_stands_out else (),
    )
    return with_overlays(workspace, with_altitude(workspace, _with_phase(workspace, fresh)))


def recaptured(workspace: Workspace, step: BriefingStep) -> BriefingStep:
    """A step brought up to what is seen now; what it says and what stands out in it stays.

    Its view stays to the last digit where the map looks there already.
    """
    view = step.view if looks_at(workspace, step) else present_view(workspace)
    fresh = replace(step, view=view)
    return with_overlays(workspace, with_altitude(workspace, _with_phase(workspace, fresh)))


def _with_phase(workspace: Workspace, step: BriefingStep) -> BriefingStep:
    return replace(step, phase=workspace.document.phase, rings=workspace.rings_shown)


def with_overlays(workspace: Workspace, step: BriefingStep) -> BriefingStep:
    """The step with the overlays that are visible in the project."""
    shown = tuple(o.id for o in workspace.document.overlays() if o.visible)
    return replace(step, overlays=shown)


def with_altitude(workspace: Workspace, step: BriefingStep) -> BriefingStep:
    """The step with the altitude that the project is drawn for."""
    project = workspace.document.project
    return replace(step, altitude_m=project.altitude_m, altitude_above=project.altitude_above)


def present_highlights(workspace: Workspace) -> tuple[str, ...]:
    """What is selected: what can be made to stand out."""
    return workspace.session.selection


def present_view(workspace: Workspace) -> StepView:
    """Where the map looks, and how much of the ground it spans."""
    camera = workspace.camera
    lon, lat = camera.center()
    width_px, height_px = camera.size_px()
    metres_per_px = camera.metres_per_px()
    return StepView(
        lon=round(lon, 6),
        lat=round(lat, 6),
        width_m=max(round(width_px * metres_per_px, 1), 1.0),
        height_m=max(round(height_px * metres_per_px, 1), 1.0),
        scale=float(round(camera.scale_denominator())),
        projection=workspace.settings.projection,
    )


def looks_at(workspace: Workspace, step: BriefingStep) -> bool:
    """Whether the map looks where going to a step would bring it."""
    camera, view = workspace.camera, step.view
    projection = known_projection(view, workspace.settings.projection)
    if projection != workspace.settings.projection:
        return False
    wanted, metres_per_px = view_for(view, *camera.size_px())
    if abs(metres_per_px / camera.metres_per_px() - 1.0) > _SAME_SHARE:
        return False
    return math.dist(camera.to_px(wanted), camera.to_px(camera.center())) < _SAME_PX


def suggested_title(workspace: Workspace) -> str:
    """What to call a step of now: after its phase, else the largest place in sight, else the
    project; a name that no step has yet. Never empty."""
    document = workspace.document
    taken = {step.title for step in document.steps()}
    for title in _titles(workspace):
        if title and title not in taken:
            return title
    number = len(document.steps()) + 1
    while f"Step {number}" in taken:
        number += 1
    return f"Step {number}"


def _titles(workspace: Workspace) -> Iterable[str]:
    phase = phase_of(workspace.document, workspace.document.phase)
    if phase is not None:
        yield one_line(phase.name)
    yield largest_place(present_view(workspace))
    yield one_line(workspace.document.project.title)


# -- looking ---------------------------------------------------------------------------------


def shown(workspace: Workspace, step: BriefingStep) -> None:
    """Bring the editor to what a step shows: camera, projection, phase and rings.

    The project stays as it is: its overlays and its altitude are not touched.
    """
    workspace.settle()
    phase = phase_of(workspace.document, step.phase)
    if phase is not None:
        phases.go_to(workspace, phase.id)
    projection = known_projection(step.view, workspace.settings.projection)
    if projection != workspace.settings.projection:
        workspace.set_settings(projection=projection)
    center, metres_per_px = view_for(step.view, *workspace.camera.size_px())
    workspace.camera.look_at(center, metres_per_px)
    workspace.show_rings(known_rings(step))
    workspace.take_step(step.id)


def view_for(view: StepView, width_px: float, height_px: float) -> tuple[Position, float]:
    """Centre, and metres on the ground for a pixel, of a picture that shows all of a step's view.

    >>> view_for(StepView(lon=20.5, lat=54.7, width_m=400e3, height_m=225e3), 1000, 1000)
    ((20.5, 54.7), 400.0)
    """
    metres_per_px = max(view.width_m / max(width_px, 1.0), view.height_m / max(height_px, 1.0))
    return (view.lon, view.lat), metres_per_px


def known_projection(view: StepView, otherwise: str = DEFAULT_PROJECTION) -> str:
    """The projection of a view, or another where there is none such."""
    if view.projection in PROJECTIONS:
        return view.projection
    return otherwise if otherwise in PROJECTIONS else DEFAULT_PROJECTION


def known_rings(step: BriefingStep) -> str:
    """Which rings a step shows; all where there is no such choice."""
    return step.rings if step.rings in dict(CHOICES) else ALL


# -- what a step shows -------------------------------------------------------------------------


def phase_of(document: Document, phase_id: str | None) -> Phase | None:
    """The phase of that id, the first where there is none such; None without any phases."""
    every = document.phases()
    found = (phase for phase in every if phase.id == phase_id)
    return next(found, every[0] if every else None)


def overlays_of(document: Document, step: BriefingStep) -> tuple[Overlay, ...]:
    """The overlays in sight in a step, the lowest first."""
    if step.overlays is None:
        return tuple(o for o in document.overlays() if o.visible)
    wanted = frozenset(step.overlays)
    return tuple(o for o in document.overlays() if o.id in wanted)


def features_of(document: Document, step: BriefingStep) -> tuple[Entry, ...]:
    """Features of a step's phase on the overlays in sight, in no order that means anything."""
    phase = phase_of(document, step.phase)
    in_sight = {overlay.id for overlay in overlays_of(document, step)}
    return tuple(
        entry
        for entry in document.state(None if phase is None else phase.id).values()
        if isinstance(entry.record, Feature) and entry.record.overlay in in_sight
    )


def dressed(document: Document, step: BriefingStep) -> Document:
    """What a step shows, as a document of its own: features, overlays, altitude, movements."""
    phase = phase_of(document, step.phase)
    moved = document.movements(None if phase is None else phase.id)
    return Document((*setting_of(document, step), *features_of(document, step)), moved=moved)


def setting_of(document: Document, step: BriefingStep) -> tuple[Entry, ...]:
    """What is in a step's document besides its features: overlays, project, pictures, systems."""
    in_sight = {overlay.id for overlay in overlays_of(document, step)}
    found: list[Entry] = []
    for record, rank in document.entries():
        match record:
            case Overlay():
                found.append(Entry(replace(record, visible=record.id in in_sight), rank))
            case Project():
                project = replace(
                    record, altitude_m=step.altitude_m, altitude_above=step.altitude_above
                )
                found.append(Entry(project, rank))
            case Picture() | OwnSystem():
                found.append(Entry(record, rank))
            case _:
                pass
    return tuple(found)


def rings_of(document: Document, step: BriefingStep) -> RingChoice:
    """Which rings a step shows, of a document that shows its phase."""
    return ring_choice(document, known_rings(step), step.highlights)


def differs(workspace: Workspace, step: BriefingStep) -> Mapping[str, bool]:
    """What the editor shows otherwise than a step, once it is there: "overlays", "altitude"."""
    document = workspace.document
    project = document.project
    now = tuple(overlay.id for overlay in document.overlays() if overlay.visible)
    wanted = tuple(overlay.id for overlay in overlays_of(document, step))
    altitude = (step.altitude_m, step.altitude_above)
    return {
        "overlays": now != wanted,
        "altitude": step.altitude_m != project.altitude_m
        or (step.altitude_m is not None and altitude[1] != project.altitude_above),
    }


# -- words -------------------------------------------------------------------------------------


def step_title(step: BriefingStep, number: int) -> str:
    """What a step is called, on one line; its number (from 0) where it has no title."""
    return one_line(step.title) or f"Step {number + 1}"


def reading_time_s(note: str) -> float:
    """How long a note takes to speak, seconds.

    >>> round(reading_time_s("so many words " * 26))
    36
    """
    return len(note.split()) * 60.0 / WORDS_A_MINUTE


def one_line(text: str) -> str:
    """A text that may come from a file, short and without line breaks."""
    return " ".join(text[:200].split())
