"""Whatever a document is made of, with what a phase changes in it."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.geometry import Geometry
from baltic_desk.document.layout import Layout
from baltic_desk.document.lesson import BriefingStep, Phase, Task
from baltic_desk.document.own_systems import OwnSystem
from baltic_desk.document.project import Overlay, Picture, Project
from baltic_desk.document.scalars import MovementShows, Unknown

OVERRIDE_PREFIX = "baltic_desk:phase:"
"""How ids of overrides begin; no other record's id may."""

Scalar = str | float | int | bool | None


class Movement(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a unit comes to where a phase has it.

    Attributes
    ----------
    path
        Positions between start and end, "lon,lat lon,lat …"; empty for the straight line.
    shows
        What tells of it on the map: a ghost where it was, an arrow along its way, both, nothing.
    """

    path: Annotated[str, Meta(max_length=200_000)] = ""
    shows: MovementShows = "both"


class Patch(Struct, frozen=True, kw_only=True):
    """What a phase changes in a feature that is there before; everything else flows on.

    Attributes
    ----------
    properties
        New values by field name; None for the field's default. `kind` is that of the feature, and
        a patch for another kind does nothing but move it.
    geometry, rank
        None where they stay. Kinds whose parameters lead have no geometry here.
    unknown
        What the file says of it that this version does not know.
    """

    id: str
    kind: str
    geometry: Geometry | None = None
    properties: dict[str, Scalar]
    rank: float | None = None
    movement: Movement | None = None
    unknown: Unknown | None = None


class Gone(Struct, frozen=True, kw_only=True):
    """A feature that is there before and not in this phase."""

    id: str


class Override(Struct, frozen=True, kw_only=True):
    """What becomes of one feature in one phase: changed, gone, or here for the first time.

    A feature here stands for itself whatever there is before. `id` is `override_id`'s.
    """

    id: str
    phase: str
    change: Feature | Foreign | Patch | Gone

    @property
    def feature_id(self) -> str:
        """Whose."""
        return self.change.id


def override(phase: str, change: Feature | Foreign | Patch | Gone) -> Override:
    """The record of a change in a phase."""
    return Override(id=override_id(phase, change.id), phase=phase, change=change)


def override_id(phase: str, feature_id: str) -> str:
    """Id of the record; phases have no control characters in theirs, so it parts them surely."""
    return f"{OVERRIDE_PREFIX}{phase}\x00{feature_id}"


Record = (
    Feature
    | Foreign
    | Overlay
    | Project
    | Picture
    | OwnSystem
    | Phase
    | BriefingStep
    | Task
    | Layout
    | Override
)
