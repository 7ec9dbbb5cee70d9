"""Features for the one-file viewer: what each looks like in each phase, told once, and what its
card says. Where something stands and how it is drawn comes from the program's own shapes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import shapely

from baltic_desk.app.ring_facts import ring_facts
from baltic_desk.app.ring_limits import targeting_label
from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.coverage.systems import Systems
from baltic_desk.document.document import Document
from baltic_desk.document.feature import (
    Area,
    Arrow,
    ControlMeasure,
    Corridor,
    Feature,
    Freehand,
    Lettered,
    Line,
    Mark,
    RangeRing,
    TextNote,
    Unit,
)
from baltic_desk.document.project import Overlay
from baltic_desk.document.style import DASHES, Style, ring_label
from baltic_desk.document.wording import titled
from baltic_desk.symbology.catalogue import Catalogue
from baltic_desk.symbology.control_measures import measure
from baltic_desk.symbology.engine import ScriptError
from baltic_desk.symbology.enumerations import STANDARD_IDENTITIES
from baltic_desk.symbology.standing import identity
from baltic_desk.ui.export.viewer_packing import Json, Table, packed, packed_lines
from baltic_desk.ui.export.viewer_symbols import SymbolTable
from baltic_desk.ui.map.amplifier_texts import OF_CHOICE, Texts
from baltic_desk.ui.map.arrangement import body_shift_px
from baltic_desk.ui.map.lettering import POINTS_TO_PX
from baltic_desk.ui.map.measure_pictures import MeasurePictures
from baltic_desk.ui.map.obstacles import body_box
from baltic_desk.ui.map.outlined import Outline
from baltic_desk.ui.map.placed import Filled, Icon, Letters, Piece, Stroked
from baltic_desk.ui.map.ring_bands import soft_edge
from baltic_desk.ui.map.ring_washes import is_washed
from baltic_desk.ui.map.shapes import Shape

GRID_M = 1.0
"""Features stand on whole metres of the map: less than is seen at 1 : 2 000."""
MEASURE_SCALES = (3200.0, 1600.0, 800.0, 400.0, 200.0, 100.0, 50.0, 25.0)
"""Map metres to the pixel for which control measures are drawn; between two the nearer serves."""
_STRAY_PX = 0.2


class FeatureTable:
    """Versions of features: what a feature is in one phase and perhaps in others."""

    def __init__(
        self,
        symbols: SymbolTable,
        measures: MeasurePictures,
        catalogue: Catalogue,
        systems: Systems,
    ) -> None:
        self.symbols = symbols
        self._measures = measures
        self._catalogue = catalogue
        self._systems = systems
        self._versions: dict[str, list[tuple[Feature, int]]] = {}
        self._geometries = Table()
        self._styles = Table()
        self._legend = Table()
        self._texts = Table()
        self._numbers: dict[str, int] = {}
        self.rows: list[Json] = []
        self.shapes: list[Shape] = []
        """The shape of each version."""

    @property
    def tables(self) -> dict[str, Json]:
        """What versions refer to."""
        return {
            "geometries": self._geometries.rows,
            "styles": self._styles.rows,
            "legend": self._legend.rows,
            "texts": self._texts.rows,
            **self.symbols.rows,
        }

    def number(self, feature_id: str) -> int:
        """Number of a feature, the same in all its versions."""
        return self._numbers.setdefault(feature_id, len(self._numbers))

    def version(self, shape: Shape, overlay: int, of: Overlay | None, document: Document) -> int:
        """Place of what a shape shows.

        Parameters
        ----------
        of
            Its overlay.
        document
            That shows the phase; cards tell of it.
        """
        feature = shape.feature
        known = self._versions.setdefault(feature.id, [])
        for other, place in known:
            if other is feature or other == feature:
                return place
        place = len(self.rows)
        known.append((feature, place))
        self.rows.append(self._row(shape, overlay, of, document))
        self.shapes.append(shape)
        return place

    def _row(
        self, shape: Shape, overlay: int, of: Overlay | None, document: Document
    ) -> dict[str, Json]:
        feature = shape.feature
        properties = feature.properties
        row: dict[str, Json] = {
            "f": self.number(feature.id),
            "kind": feature.kind,
            "overlay": overlay,
            "title": titled(feature),
            "style": self._style(shape),
            "legend": self._legend_of(shape),
        }
        if properties.description:
            row["text"] = self._texts.text(properties.description)
        facts = self._facts(feature, document)
        if facts:
            row["facts"] = facts
        match properties:
            case Unit() as unit:
                row |= self._unit(shape, unit, of)
            case RangeRing() as ring:
                row |= self._ring(shape, ring, document)
            case TextNote() as note:
                row |= {"at": _place(shape), "name": note.name, "align": note.align}
                row |= {"turn": note.rotation_deg} if note.rotation_deg else {}
            case Mark() as mark:
                row |= {"at": _place(shape), "name": mark.name, "mark": mark.shape}
                row |= {"size": mark.size_px, "plain": _is_plain(mark)}
            case ControlMeasure():
                row |= {"geo": self._geometry(shape), "name": properties.name}
                drawn = self._drawn(shape)
                row |= {"area": shape.is_area, "drawn": drawn}
                row["legend"] = self._legend_of_measure(properties, drawn)
            case _:
                named = "" if isinstance(properties, Freehand) else properties.name
                row |= {"geo": self._geometry(shape), "name": named}
                row |= {"area": shape.is_area}
                row |= {"along": True} if isinstance(properties, Line | Arrow) else {}
                row |= (
                    {"both": True} if isinstance(properties, Arrow) and properties.both_ends else {}
                )
                row |= {"middle": _middle(shape)} if isinstance(properties, Corridor) else {}
        return row

    def _unit(self, shape: Shape, unit: Unit, of: Overlay | None) -> dict[str, Json]:
        chosen = OF_CHOICE.get("auto" if of is None else of.amplifiers)
        wanted = (Texts.NONE, Texts.NAMES, Texts.ALL) if chosen is None else (Texts.NONE, chosen)
        row: dict[str, Json] = {
            "at": _place(shape),
            "side": identity(unit.sidc),
            "looks": self.symbols.looks(unit, wanted),
            "size": unit.size,
            "box": [round(each, 1) for each in body_box(unit)],
            "shift": list(body_shift_px(unit)),
        }
        if unit.offset_x_px or unit.offset_y_px:
            row["offset"] = [unit.offset_x_px, unit.offset_y_px]
        return row

    def _ring(self, shape: Shape, ring: RangeRing, document: Document) -> dict[str, Json]:
        row: dict[str, Json] = {
            "geo": self._geometry(shape),
            "area": True,
            "radius": ring.radius_max_m,
            "label": ring_label(ring),
            "places": [round(float(each)) for each in shape.label_places],
            "class": ring.ring_class,
            "washed": is_washed(shape),
        }
        note = targeting_label(ring, document.project.assumed_antenna_m)
        if note:
            row["note"] = note
        if ring.anchor is not None:
            row["anchor"] = self.number(ring.anchor)
        band = shape.band
        if band is not None:
            row["inner"] = self._geometries.text(packed(band.inner.parts, GRID_M))
            row["edges"] = [round(each, 4) for each in soft_edge(shape.style.fill_opacity)]
            if ring.bearing_from_deg is not None:
                between = packed_lines(band.between[1:-1], GRID_M)
                row["between"] = self._geometries.text(between)
        return row

    def _drawn(self, shape: Shape) -> list[list[Json]]:
        """A control measure as it is drawn at each of the scales, the coarsest first."""
        found: list[list[Json]] = []
        for scale in MEASURE_SCALES:
            try:
                placed = self._measures.at_once(shape, scale)
            except ScriptError:
                return []
            found.append([self._piece(piece, scale) for piece in placed.pieces])
        return found

    def _piece(self, piece: Piece, scale: float) -> Json:
        grid_m = max(scale * _STRAY_PX / 2.0, GRID_M)
        match piece:
            case Stroked():
                geometry = self._thin(piece.outline, scale, grid_m)
                dash = [round(each, 2) for each in piece.dash_px]
                width = round(piece.width_px, 2)
                return ["s", geometry, grid_m, piece.color, width, dash, int(piece.flat)]
            case Filled():
                geometry = self._thin(piece.outline, scale, grid_m)
                return ["f", geometry, grid_m, piece.color, round(piece.opacity, 4)]
            case Letters():
                at = [round(piece.at[0], 1), round(piece.at[1], 1)]
                return ["t", *at, piece.text, piece.align, round(piece.angle_deg, 2), piece.color]
            case Icon():
                at = [round(piece.at[0], 1), round(piece.at[1], 1)]
                return ["i", *at, self.symbols.svg(piece.svg), round(piece.angle_deg, 2)]

    def _geometry(self, shape: Shape) -> int:
        return self._geometries.text(packed(shape.parts, GRID_M))

    def _thin(self, outline: Outline, scale: float, grid_m: float) -> int:
        """Place of an outline without the points that a scale does not show."""
        lines = [outline.parts.path(k) for k in range(len(outline.parts))]
        thin = shapely.simplify(
            [shapely.LineString(line) for line in lines if len(line) > 1],
            _STRAY_PX * scale,
            preserve_topology=False,
        )
        return self._geometries.text(
            packed_lines([shapely.get_coordinates(line) for line in thin], grid_m)
        )

    def _style(self, shape: Shape) -> int:
        row = style_row(shape.style, shape.feature)
        return self._styles.of(msgspec.json.encode(row).decode(), row)

    # -- words -----------------------------------------------------------------------------------

    def _facts(self, feature: Feature, document: Document) -> list[Json]:
        """Rows of the card: what a row tells of, and the words."""
        told = ring_facts(document, feature.id, self._systems)
        if told is not None:
            return [[name, text] for name, text in told.rows]
        properties = feature.properties
        rows: list[tuple[str, str]] = []
        match properties:
            case Unit() as unit:
                name = self._catalogue.name_of(unit.sidc)
                side = STANDARD_IDENTITIES.get(identity(unit.sidc), "")
                rows = [
                    ("Symbol", ", ".join(filter(None, (name, side)))),
                    ("Designation", unit.designation or ""),
                    ("Higher formation", unit.higher_formation or ""),
                    ("Date-time", unit.dtg or ""),
                    ("System", " ".join(filter(None, (unit.system, unit.variant)))),
                    ("Strength", "" if unit.strength is None else f"{unit.strength:g}"),
                    ("Source", unit.source or ""),
                    ("Address", unit.source_url or ""),
                ]
            case ControlMeasure() as drawn:
                known = measure(drawn.sidc)
                rows = [
                    ("Measure", "" if known is None else known.title),
                    ("Designation", drawn.designation or ""),
                ]
            case _:
                pass
        return [[name, text] for name, text in rows if text]

    def _legend_of(self, shape: Shape) -> int | None:
        """Place in the legend; None for what explains itself."""
        row: Json
        match shape.feature.properties:
            case Unit() as unit if unit.picture is None:
                name = self._catalogue.name_of(unit.sidc) or "Symbol"
                row = ["unit", name, self.symbols.sample(_plain_code(unit.sidc))]
                return self._legend.of(f"unit {name} {identity(unit.sidc)}", row)
            case RangeRing() | Area(coverage_class=str()) as drawn:
                class_id = (
                    drawn.ring_class if isinstance(drawn, RangeRing) else drawn.coverage_class
                )
                of_class = RING_CLASSES[class_id or "other"]
                words = "range" if isinstance(drawn, RangeRing) else "area"
                row = ["line", f"{of_class.title}: {words}", self._style(shape)]
                return self._legend.of(f"ring {words} {of_class.id}", row)
            case Line() | Arrow() | Area() | Corridor() as drawn if drawn.name:
                row = [
                    "area" if shape.is_area else "line",
                    titled(shape.feature),
                    self._style(shape),
                ]
            case _:
                return None
        return self._legend.of(msgspec.json.encode(row[:2]).decode(), row)

    def _legend_of_measure(self, of: ControlMeasure, drawn: Sequence[Sequence[Json]]) -> int | None:
        """Place in the legend of a measure by its title, with the first line that it is drawn with:
        colour, width, dashes."""
        known = measure(of.sidc)
        strokes = (p for pieces in drawn for p in pieces if isinstance(p, list) and p[0] == "s")
        stroke = next(strokes, None)
        if known is None or stroke is None:
            return None
        row: Json = ["measure", known.title, *stroke[3:6]]
        return self._legend.of(msgspec.json.encode(row).decode(), row)

    def identities(self) -> list[Json]:
        """Identities of units among the versions: digit, name and drawing of an empty frame."""
        found = {
            identity(shape.feature.properties.sidc)
            for shape in self.shapes
            if isinstance(shape.feature.properties, Unit)
        }
        return [
            [digit, name, self.symbols.sample(f"100{digit}100000{'0' * 10}")]
            for digit, name in STANDARD_IDENTITIES.items()
            if digit in found
        ]


def style_row(style: Style, feature: Feature) -> list[Json]:
    """Stroke, width, opacity; fill, opacity; dashes in widths; size of letters in pixels, their
    colour ("" for the theme's), halo; letter of a doubtful figure; whether hatched."""
    properties = feature.properties
    own = isinstance(properties, Lettered) and properties.text_color is None
    return [
        style.stroke, style.stroke_width, style.stroke_opacity, style.fill, style.fill_opacity,
        list(DASHES[style.dash]), round(style.font_size * POINTS_TO_PX, 3),
        "" if own else style.text_color, style.halo, style.letter, style.hatched,
    ]  # fmt: skip


def _plain_code(sidc: str) -> str:
    """The code as present, without echelon, staff and modifiers, of digits only."""
    if len(sidc) < 20 or not sidc.isdigit():
        return sidc
    return f"{sidc[:6]}0000{sidc[10:16]}0000"


def _place(shape: Shape) -> list[Json]:
    x, y = shape.xy
    return [round(x, 1), round(y, 1)]


def _middle(shape: Shape) -> list[Json]:
    first, last = shape.parts.starts[:2]
    x, y = shape.parts.positions[first:last].mean(axis=0).tolist()
    return [round(x, 1), round(y, 1)]


def _is_plain(mark: Mark) -> bool:
    return mark.marker_color is None and mark.fill is None and mark.stroke is None
