"""What the slides of a project are: its steps, without steps its phases, else one view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from msgspec.structs import replace as with_fields

from baltic_desk.app.briefing import one_line, step_title
from baltic_desk.app.extent import REGION, extent
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.lesson import BriefingStep, Phase
from baltic_desk.ui.export.image import Bounds, Picture
from baltic_desk.ui.export.step_picture import StepPicture, picture_of_step

_MARGIN = 0.08

Sized = Callable[[int, int], StepPicture]
"""The picture of a slide for so many pixels of 1/96 inch across and down."""


@dataclass(frozen=True, slots=True)
class Slide:
    """A title, what the instructor says to it, and a picture of any size.

    The picture bears neither the marking nor the sources: those stand on the slide.
    """

    title: str
    note: str
    sized: Sized


def slides_of(document: Document, picture: Picture) -> tuple[Slide, ...]:
    """All slides of a document, in order.

    Parameters
    ----------
    picture
        Looks and layers; and the place, for slides that are not steps. Where it has none, all
        slides show the same ground, around the features of all phases.
    """
    steps = document.steps()
    if steps:
        return tuple(_of_step(document, step, n, picture) for n, step in enumerate(steps))
    if not _says_where(picture):
        picture = replace(picture, bounds=_ground(document))
    phases = document.phases()
    if phases:
        return tuple(_of_phase(document, phase, n, picture) for n, phase in enumerate(phases))

    def sized(width_px: int, height_px: int) -> StepPicture:
        return _unmarked(document.snapshot(), _fitted(picture, width_px, height_px))

    return (Slide(one_line(document.project.title), "", sized),)


def _of_step(document: Document, step: BriefingStep, number: int, picture: Picture) -> Slide:
    def sized(width_px: int, height_px: int) -> StepPicture:
        made, drawn = picture_of_step(
            document,
            step,
            width_px,
            height_px,
            theme=picture.theme,
            projection=picture.projection,
            layers=picture.layers,
            pixels_per_px=picture.pixels_per_px,
            sources=False,
        )
        return _unmarked(made, drawn)

    return Slide(step_title(step, number), step.note, sized)


def _of_phase(document: Document, phase: Phase, number: int, picture: Picture) -> Slide:
    def sized(width_px: int, height_px: int) -> StepPicture:
        return _unmarked(document.snapshot(phase.id), _fitted(picture, width_px, height_px))

    return Slide(one_line(phase.name) or f"Phase {number + 1}", phase.note, sized)


def _unmarked(document: Document, picture: Picture) -> StepPicture:
    """On a document of its own, which the caller gives."""
    if document.project.marking:
        with document.edit("Unmark") as change:
            change.put(with_fields(document.project, marking=""))
    return StepPicture(document, picture)


def _fitted(picture: Picture, width_px: int, height_px: int) -> Picture:
    return replace(picture, width_px=width_px, height_px=height_px, pixels=None, sources=False)


def _says_where(picture: Picture) -> bool:
    places = (picture.view, picture.camera, picture.bounds, picture.center)
    return any(place is not None for place in places)


def _ground(document: Document) -> Bounds:
    """Around the features of all phases, with a margin."""
    west, south, east, north = extent(tuple(_features(document))) or REGION
    across, up = _MARGIN * (east - west), _MARGIN * (north - south)
    return west - across, south - up, east + across, north + up


def _features(document: Document) -> Iterator[Feature]:
    phases = document.phases()
    for moment in [phase.id for phase in phases] or [None]:
        for entry in document.state(moment).values():
            if isinstance(entry.record, Feature):
                yield entry.record
