"""The records of a project beside its features: overlays, pictures, what it says of itself."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from baltic_desk.document.scalars import (
    AltitudeDatum,
    AltitudeMetres,
    AmplifierChoice,
    AntennaMetres,
    DeclutterChoice,
    Fraction,
    Id,
    MovementShows,
    SymbolColours,
    TerrainName,
    Text,
    Unknown,
)


class Overlay(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A named, ordered, lockable sheet of features.

    Attributes
    ----------
    amplifiers
        Texts beside its units: all, the designation only ("short"), none, or as the scale allows.
    declutter
        Whether units that stand on one another fan out, each with a leader line to its place.
    """

    id: Id
    name: Text = ""
    visible: bool = True
    locked: bool = False
    opacity: Fraction = 1.0
    audience: str = "everyone"
    amplifiers: AmplifierChoice = "auto"
    declutter: DeclutterChoice = "fan"
    unknown: Unknown | None = msgspec.field(default=None, name="baltic_desk:unknown")


PROJECT_ID = "baltic_desk:project"


class Project(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the whole file says about itself; each document has one, with the id PROJECT_ID.

    Attributes
    ----------
    show_movements, movement_shows
        Whether anything tells of what a phase moves; and what does of units, unless said otherwise.
    altitude_m
        Of the target that sensors and air defence are drawn against; None draws published ranges.
    altitude_above
        What it is counted from.
    terrain
        What hides it: "none", "coarse" (shipped), or the name of a source that was added.
    assumed_antenna_m
        Height over the ground of antennas of which none is stated.
    """

    title: Text = ""
    marking: Text = ""
    description: Text = ""
    symbol_colors: SymbolColours = "light"
    command_lines: bool = False
    show_movements: bool = True
    movement_shows: MovementShows = "both"
    altitude_m: AltitudeMetres | None = None
    altitude_above: AltitudeDatum = "ground"
    terrain: TerrainName = "coarse"
    assumed_antenna_m: AntennaMetres = 10.0
    id: str = msgspec.field(default=PROJECT_ID, name="baltic_desk:id")
    unknown: Unknown | None = msgspec.field(default=None, name="baltic_desk:unknown")


class Picture(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A picture of the person's own, kept in the project as data and drawn as a symbol.

    `data` is base64, in one line.
    """

    id: Id
    name: Text = ""
    media: Annotated[str, Meta(pattern=r"^image/(png|svg\+xml)\Z")]
    data: Annotated[str, Meta(max_length=1_000_000)]
    unknown: Unknown | None = msgspec.field(default=None, name="baltic_desk:unknown")
