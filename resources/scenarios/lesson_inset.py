"""The inset: a frame on the sheet with a sketch of what happened beyond the map."""

from __future__ import annotations

from lesson_facts import feature_id
from lesson_rows import InsetRow

from baltic_desk.document.feature import Feature, Line, Rectangle, TextNote, Unit
from baltic_desk.document.geometry import Position
from baltic_desk.document.outline import new_line, new_parametric, new_point
from baltic_desk.geo.geodesy import destination

PAPER = "#f6f3ea"
INK = "#22303c"
_INCIDENT = "10014000001601000000"  # Transportation incident, air; standard identity unknown

# Shares of half the frame, to the right and up.
_BORDER = ((-0.94, -0.10), (-0.55, 0.02), (-0.22, -0.06), (0.10, 0.08), (0.42, -0.02), (0.94, 0.10))
_TEXTS: tuple[tuple[str, float, tuple[float, float], str], ...] = (
    ("title", 17.0, (0.0, 0.84), "24 November 2015, Turkish–Syrian border"),
    ("scheme", 11.0, (0.0, 0.66), "Inset: schematic, not to scale, not at its place"),
    ("north", 12.0, (-0.5, 0.36), "Turkey: 2.19 km inside,\nabout 17 s, after ten warnings"),
    ("south", 12.0, (-0.5, -0.42), "Russia: never left Syria,\n1 km from the border"),
    ("turkey", 12.0, (0.72, 0.36), "TURKEY"),
    ("syria", 12.0, (0.72, -0.42), "SYRIA"),
    ("who", 12.0, (0.0, -0.84), "A Turkish F-16 shot down a Russian Su-24M"),
)


def inset_features(row: InsetRow, center: Position, description: str) -> tuple[Feature, ...]:
    """Frame, border, texts and the incident."""
    overlay = feature_id("overlay", row.overlay)
    half_m = (row.width_km * 500.0, row.height_km * 500.0)

    def at(shares: tuple[float, float]) -> Position:
        north = destination(center, 0.0, shares[1] * half_m[1])
        return destination(north, 90.0, shares[0] * half_m[0])

    frame = Rectangle(
        overlay=overlay,
        title=row.name,
        description=description,
        center_lon=center[0],
        center_lat=center[1],
        width_m=2.0 * half_m[0],
        height_m=2.0 * half_m[1],
        stroke=INK,
        stroke_width=1.5,
        fill=PAPER,
        fill_opacity=1.0,
    )
    border = Line(
        overlay=overlay,
        title="Border of Turkey and Syria (schematic)",
        description=description,
        stroke="#7d3c98",
        stroke_width=2.0,
        dash="dash-dot",
    )
    incident = Unit(
        overlay=overlay,
        name="Shoot-down of a Su-24M",
        sidc=_INCIDENT,
        size=0.8,
        dtg="24 NOV 2015",
        description=description,
    )
    return (
        new_parametric(feature_id("inset", row.id, "frame"), frame),
        new_line(feature_id("inset", row.id, "border"), border, tuple(map(at, _BORDER))),
        *(
            new_point(
                feature_id("inset", row.id, name),
                TextNote(
                    overlay=overlay,
                    name=text,
                    description=description,
                    font_size=size,
                    text_color=INK,
                    halo=False,
                ),
                at(shares),
            )
            for name, size, shares, text in _TEXTS
        ),
        new_point(feature_id("inset", row.id, "incident"), incident, at((0.1, 0.08))),
    )
