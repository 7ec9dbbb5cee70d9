"""A step of the briefing as a picture of any size: what the presenter shows of it, on a sheet."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

from baltic_desk.app.briefing import dressed, known_projection, rings_of
from baltic_desk.document.document import Document
from baltic_desk.document.lesson import BriefingStep
from baltic_desk.geo.projection import DEFAULT_PROJECTION
from baltic_desk.ui.export.image import Picture
from baltic_desk.ui.map.painting import LAYERS


class StepPicture(NamedTuple):
    """What to draw: a document of its own that shows what the step does, and how."""

    document: Document
    picture: Picture


def picture_of_step(
    document: Document,
    step: BriefingStep,
    width_px: int,
    height_px: int,
    *,
    theme: str = "light",
    projection: str = DEFAULT_PROJECTION,
    layers: Set[str] = frozenset(LAYERS),
    pixels_per_px: float = 1.0,
    sources: bool = True,
) -> StepPicture:
    """The picture of a step: its phase, overlays, altitude, rings and highlights, all of its view.

    Parameters
    ----------
    theme, projection
        Where the step has none of its own.
    """
    made = dressed(document, step)
    picture = picture_of_dressed(
        made,
        step,
        width_px,
        height_px,
        theme=theme,
        projection=projection,
        layers=layers,
        pixels_per_px=pixels_per_px,
        sources=sources,
    )
    return StepPicture(made, picture)


def picture_of_dressed(
    dressed_document: Document,
    step: BriefingStep,
    width_px: int,
    height_px: int,
    *,
    theme: str,
    projection: str,
    layers: Set[str],
    pixels_per_px: float,
    sources: bool,
) -> Picture:
    """How to draw a step of which there is a document already that shows what it does."""
    return Picture(
        width_px=width_px,
        height_px=height_px,
        theme=step.theme or theme,
        projection=known_projection(step.view, projection),
        view=step.view,
        layers=layers,
        pixels_per_px=pixels_per_px,
        sources=sources,
        rings=rings_of(dressed_document, step),
        highlights=step.highlights,
    )
