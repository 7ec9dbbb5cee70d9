"""What the fields of records may hold: texts, colours, numbers within bounds.

Patterns end in `\\Z`: `$` is also before a last line break; and name digits, since `\\d` is also
those of other scripts.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

Id = Annotated[str, Meta(min_length=1, max_length=200)]
Name = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=65_536)]
Colour = Annotated[str, Meta(pattern=r"^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})\Z")]
Fraction = Annotated[float, Meta(ge=0, le=1)]
Width = Annotated[float, Meta(ge=0, le=100)]
Metres = Annotated[float, Meta(ge=0, le=20_000_000)]
Bearing = Annotated[float, Meta(ge=-360, le=360)]
Dash = Annotated[str, Meta(pattern=r"^(solid|dash|dot|dash-dot|long-dash|dash-dot-dot)\Z")]
SidcText = Annotated[str, Meta(pattern=r"^([0-9]{20}|[0-9]{30}|[A-Za-z*-][A-Za-z0-9*-]{9,14})\Z")]
AmplifierChoice = Annotated[str, Meta(pattern=r"^(auto|all|short|none)\Z")]
DeclutterChoice = Annotated[str, Meta(pattern=r"^(fan|none)\Z")]
SymbolColours = Annotated[str, Meta(pattern=r"^(light|medium|dark|color-blind)\Z")]
MovementShows = Annotated[str, Meta(pattern=r"^(both|ghost|arrow|none)\Z")]
MarkShape = Annotated[str, Meta(pattern=r"^(circle|square|triangle|diamond|cross|star)\Z")]
OffsetPx = Annotated[float, Meta(ge=-1000, le=1000)]
AltitudeMetres = Annotated[float, Meta(ge=1, le=15_000)]
AntennaMetres = Annotated[float, Meta(ge=0, le=1_000)]
AltitudeDatum = Annotated[str, Meta(pattern=r"^(ground|sea)\Z")]
TerrainName = Annotated[str, Meta(min_length=1, max_length=200)]
RingClassId = Annotated[
    str,
    Meta(
        pattern=r"^(anti-ship|air-defence|surface-to-surface|sensor|electronic-warfare|other)\Z",
    ),
]
AudienceName = Annotated[str, Meta(pattern=r"^(everyone|instructor|answer)\Z")]


class Unknown(Struct, frozen=True):
    """Members and properties that this version does not know: kept, written back, never read."""

    members: dict[str, Any]
    properties: dict[str, Any]
