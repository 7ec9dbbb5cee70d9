"""What makes a scenario a lesson: its phases, the steps of its briefing, the tasks it sets."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from baltic_desk.document.geometry import Lat, Lon
from baltic_desk.document.scalars import (
    AltitudeDatum,
    AltitudeMetres,
    AudienceName,
    Id,
    Metres,
    Name,
    Text,
    Unknown,
)

PhaseId = Annotated[str, Meta(pattern=r"^[^\x00-\x1f]{1,200}\Z")]
_TIME = r"T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?"
DateTime = Annotated[str, Meta(pattern=rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}({_TIME})?\Z")]
Minutes = Annotated[float, Meta(ge=0, le=10_000_000)]
ThemeName = Annotated[str, Meta(pattern=r"^(light|dark|contrast)\Z")]


class Phase(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A moment of the scenario. What differs in it from the one before are overrides of its own.

    The first phase of a document is its features as they are; each later one stores what changed.

    Attributes
    ----------
    start
        When it begins, ISO 8601: a date, or date and time with or without an offset.
    duration_min
        How long it takes, minutes.
    audience
        Whom it may be given to: one for the instructor is not in the students' copy.
    """

    id: PhaseId
    name: Text = ""
    start: DateTime | None = None
    duration_min: Minutes | None = None
    note: Text = ""
    audience: AudienceName = "everyone"
    unknown: Unknown | None = msgspec.field(default=None, name="baltic_desk:unknown")


class StepView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a step looks at: a centre, and how much of the ground around it has to be in sight.

    Attributes
    ----------
    width_m, height_m
        Ground metres at the centre that the captured view spanned; another screen shows no less.
    scale
        Denominator on the screen it was captured on; for readers only, the spans lead.
    """

    lon: Lon
    lat: Lat
    width_m: Annotated[float, Meta(gt=0, le=1e8)]
    height_m: Annotated[float, Meta(gt=0, le=1e8)]
    scale: Annotated[float, Meta(gt=0, le=1e10)] | None = None
    projection: Name = ""


class BriefingStep(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stop of the briefing.

    Attributes
    ----------
    phase
        Phase it shows; the first where None, or where there is none of that id.
    overlays
        Ids of the overlays in sight; None for those that are visible in the project.
    altitude_m, altitude_above
        Against which target reach is drawn; None draws published ranges.
    theme
        None for the presenter's own.
    rings
        Which rings are shown, an id of ring_choice.CHOICES.
    highlights
        Ids of features that stand out; all else steps back.
    note
        For whoever presents: never shown to the audience.
    """

    id: Id
    title: Text = ""
    note: Text = ""
    view: StepView
    phase: PhaseId | None = None
    overlays: tuple[Id, ...] | None = None
    altitude_m: AltitudeMetres | None = None
    altitude_above: AltitudeDatum = "ground"
    theme: ThemeName | None = None
    rings: Name = "all"
    highlights: tuple[Id, ...] = ()
    audience: AudienceName = "everyone"
    unknown: Unknown | None = msgspec.field(default=None, name="baltic_desk:unknown")


class Tolerances(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How near an answer has to come to the solution; None: that is not compared.

    Attributes
    ----------
    distance_m
        Between the places of a point, or the farthest that a line or area strays.
    radius_share
        Of the solution's radius.
    altitude_m
        Between the altitudes that both state.
    symbol
        "entity" compares what it is, "identity" whose as well, "echelon" its size as well.
    """

    distance_m: Metres | None = 5_000.0
    radius_share: Annotated[float, Meta(ge=0, le=10)] | None = 0.1
    altitude_m: Metres | None = 50.0
    symbol: Annotated[str, Meta(pattern=r"^(none|entity|identity|echelon)\Z")] = "identity"


class Task(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that students are to do. Features that answer it bear its id in `answers_task`.

    The solution is those of them on overlays whose audience is "answer".
    """

    id: Id
    title: Text = ""
    text: Text = ""
    tolerances: Tolerances | None = None
    unknown: Unknown | None = msgspec.field(default=None, name="baltic_desk:unknown")
