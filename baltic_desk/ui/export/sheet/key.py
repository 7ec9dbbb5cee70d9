"""What a sheet's legend says: every sort of thing in the frame, once, with its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely
from msgspec.structs import replace

from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.document.feature import (
    Area,
    Arrow,
    ControlMeasure,
    Feature,
    Freehand,
    Line,
    Mark,
    RangeRing,
    TextNote,
    Unit,
)
from baltic_desk.document.provenance import LETTERS, Standing, provenance
from baltic_desk.document.style import Style
from baltic_desk.document.wording import titled
from baltic_desk.symbology.catalogue import open_catalogue
from baltic_desk.symbology.control_measures import measure
from baltic_desk.symbology.standing import (
    echelon,
    echelon_sign,
    echelon_title,
    identity,
    identity_title,
    is_headquarters,
)
from baltic_desk.ui.export.sheet.made import Made
from baltic_desk.ui.export.sheet.map_signs import map_signs
from baltic_desk.ui.map.coverage_painting import EdgeLook
from baltic_desk.ui.map.outline_painting import area_of
from baltic_desk.ui.map.reach_legend import legend_notes, legend_rows, legend_title
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.viewport import Bounds

_IDENTITIES = ("3", "2", "4", "6", "5", "1", "0", "")
"""Friend first, hostile after neutral, what is not known last."""
MOST_NAMES = 4
_DOUBTS: dict[Standing, str] = {
    "unverified": "figure that nobody of standing gives",
    "assumption": "assumed figure",
}


@dataclass(frozen=True, slots=True)
class UnitSample:
    """A symbol without texts."""

    unit: Unit


@dataclass(frozen=True, slots=True)
class MeasureSample:
    """A control measure, small."""

    sidc: str


@dataclass(frozen=True, slots=True)
class SignSample:
    """Letters as they stand on the map."""

    sign: str


@dataclass(frozen=True, slots=True)
class StyleSample:
    """A line, or an area, of a style."""

    style: Style
    is_area: bool
    arrow: bool = False
    band: bool = False


@dataclass(frozen=True, slots=True)
class EdgeSample:
    """An edge of what is reached at an altitude."""

    look: EdgeLook


@dataclass(frozen=True, slots=True)
class MarkSample:
    """A point mark."""

    mark: Mark
    style: Style


@dataclass(frozen=True, slots=True)
class MapSample:
    """A sign of the base map, or of movements, by name."""

    name: str


Sample = UnitSample | MeasureSample | SignSample | StyleSample | EdgeSample | MarkSample | MapSample


@dataclass(frozen=True, slots=True)
class Entry:
    """A sample, or a number to lead, if there is one, and words."""

    words: str
    sample: Sample | None = None
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under a title."""

    title: str
    entries: tuple[Entry, ...]


def sections(made: Made, box: Bounds) -> tuple[Section, ...]:
    """The legend of what lies in a box of the map plane."""
    shapes = visible(made, box)
    found = (
        *_units(shapes),
        Section("Sizes", tuple(_echelons(shapes))),
        Section("Ranges, as published", tuple(_rings(made, shapes))),
        *_reaches(made),
        Section("Coverage", tuple(_coverage(shapes))),
        Section("Lines, areas and tasks", tuple(_measures(shapes))),
        Section("Drawn", tuple(_drawn(shapes))),
        Section("Movements since the phase before", tuple(_movements(made, box))),
        Section(
            "Map", tuple(Entry(words, MapSample(sign)) for words, sign in map_signs(made, box))
        ),
    )
    return tuple(section for section in found if section.entries)


def visible(made: Made, box: Bounds) -> list[Shape]:
    """The features of the scene that lie in a box, at least in part."""
    scene = made.scene
    area = shapely.box(*box)
    near: list[int] = scene.near(box).tolist()
    return [scene.shapes[k] for k in near if _meets(scene.shapes[k], area)]


def _meets(shape: Shape, box: shapely.Polygon) -> bool:
    if len(shape.parts.positions) == 1:
        return bool(shapely.Point(shape.parts.positions[0]).intersects(box))
    if shape.is_area:
        return bool(shapely.intersects(area_of(shape.parts), box))
    paths = (shape.parts.path(k) for k in range(len(shape.parts)))
    return any(shapely.LineString(path).intersects(box) for path in paths if len(path) > 1)


# -- units -------------------------------------------------------------------------------------


def _units(shapes: Sequence[Shape]) -> Iterator[Section]:
    of_identity: dict[str, dict[tuple[str, ...], tuple[Unit, str]]] = {}
    for shape in shapes:
        unit = shape.feature.properties
        if isinstance(unit, Unit):
            own = _words_of_picture(shape.feature, unit)
            words = own or unit_words(unit.sidc)
            side = identity(unit.sidc)
            key = (words, unit.picture or "", unit.symbol_color or "", str(unit.symbol_frame))
            of_identity.setdefault(side, {}).setdefault(key, (unit, words))
    for side in _IDENTITIES:
        kinds = sorted(of_identity.get(side, {}).values(), key=lambda kind: kind[1].casefold())
        entries = tuple(Entry(words, UnitSample(plain_unit(unit))) for unit, words in kinds)
        yield Section(identity_title(side), entries)


def _words_of_picture(feature: Feature, unit: Unit) -> str:
    """What a unit with a picture of one's own is called: nothing else says what that means."""
    return "" if unit.picture is None else titled(feature)


def unit_words(sidc: str) -> str:
    """What a symbol stands for, without whose and how large.

    >>> unit_words("10031000161211020000")
    'Mechanized infantry'
    """
    name = open_catalogue().name_of(sidc) or "Unit"
    name = name[:1].upper() + name[1:].lower() if name.isupper() else name
    words = [name]
    if sidc[:1].isdigit():
        for place, at in ((1, 16), (2, 18)):
            code = sidc[at : at + 2]
            for each in open_catalogue().modifiers(sidc[4:6], place):
                if each.code == code and code != "00":
                    words.append(each.name.lower())
    return ", ".join(words) + (" headquarters" if is_headquarters(sidc) else "")


def plain_unit(unit: Unit) -> Unit:
    """The unit at size 1, without texts, echelon and direction, as a legend has it."""
    sidc = unit.sidc
    if sidc[:1].isdigit():
        headquarters = sidc[7] if is_headquarters(sidc) else "0"
        sidc = f"{sidc[:6]}0{headquarters}00{sidc[10:]}"
    else:
        sidc = sidc[:10]
    return Unit(
        overlay=unit.overlay,
        sidc=sidc,
        symbol_frame=unit.symbol_frame,
        symbol_fill=unit.symbol_fill,
        symbol_color=unit.symbol_color,
        civilian_colors=unit.civilian_colors,
        picture=unit.picture,
    )


def _echelons(shapes: Sequence[Shape]) -> Iterator[Entry]:
    units = (shape.feature.properties for shape in shapes)
    found = {echelon(unit.sidc) for unit in units if isinstance(unit, Unit)} - {""}
    for code in sorted(found):
        if echelon_sign(code):
            yield Entry(echelon_title(code), SignSample(echelon_sign(code)))


# -- rings and reach -----------------------------------------------------------------------------


def _rings(made: Made, shapes: Sequence[Shape]) -> Iterator[Entry]:
    rings = [s for s in shapes if isinstance(s.feature.properties, RangeRing)]
    for class_id, ring_class in RING_CLASSES.items():
        own = [shape for shape in rings if _class_of(shape) == class_id]
        if not own:
            continue
        names = Counter(name for shape in own if (name := _system_of(shape)))
        words = ring_class.title + (f": {_listed(names)}" if names else "")
        style = replace_style(own[0].style, letter="")
        yield Entry(words, StyleSample(style, is_area=True))
    bands = [shape for shape in rings if shape.band is not None]
    if bands:
        style = replace_style(bands[0].style, letter="")
        sample = StyleSample(style, is_area=True, band=True)
        yield Entry("between the range declared and the range assessed", sample)
    letters = {shape.style.letter for shape in rings} - {""}
    for standing, letter in LETTERS.items():
        if letter in letters:
            yield Entry(_DOUBTS[standing], SignSample(letter))
    if rings and made.scene.ring_choice.note:
        yield Entry(made.scene.ring_choice.note)


def replace_style(style: Style, *, letter: str) -> Style:
    """The style with another letter."""
    return Style(
        stroke=style.stroke,
        stroke_width=style.stroke_width,
        stroke_opacity=style.stroke_opacity,
        fill=style.fill,
        fill_opacity=style.fill_opacity,
        dash=style.dash,
        letter=letter,
        hatched=style.hatched,
    )


def _class_of(shape: Shape) -> str:
    figure = provenance(shape.feature.properties)
    return "" if figure is None else figure.coverage_class


def _system_of(shape: Shape) -> str:
    """What has the reach, in a word or two."""
    ring = shape.feature.properties
    name = (ring.name or (ring.system or "")) if isinstance(ring, RangeRing) else ""
    return " ".join(name[:40].split())


def _listed(names: Counter[str]) -> str:
    shown = list(names)[:MOST_NAMES]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _reaches(made: Made) -> Iterator[Section]:
    reaches = made.reaches
    if reaches is None or not reaches.items:
        return
    rows = [Entry(words, EdgeSample(look)) for look, words in legend_rows(reaches)]
    notes = [Entry(note) for note in legend_notes(reaches)]
    yield Section(legend_title(reaches), (*rows, *notes))


def _coverage(shapes: Sequence[Shape]) -> Iterator[Entry]:
    seen: dict[tuple[str, str], Entry] = {}
    for shape in shapes:
        area = shape.feature.properties
        figure = provenance(area)
        if isinstance(area, Area) and figure is not None:
            doubt = f" ({figure.standing})" if figure.standing else ""
            title = f"{RING_CLASSES[figure.coverage_class].title}{doubt}"
            style = replace_style(shape.style, letter="")
            sample = StyleSample(style, is_area=True)
            seen.setdefault((title, shape.style.fill), Entry(title, sample))
    yield from seen.values()


# -- what is drawn -------------------------------------------------------------------------------


def _measures(shapes: Sequence[Shape]) -> Iterator[Entry]:
    seen: dict[str, Entry] = {}
    for shape in shapes:
        drawn = shape.feature.properties
        if isinstance(drawn, ControlMeasure):
            found = measure(drawn.sidc)
            words = found.title if found is not None else open_catalogue().name_of(drawn.sidc)
            seen.setdefault(words, Entry(words or "Control measure", MeasureSample(drawn.sidc)))
    yield from sorted(seen.values(), key=lambda entry: entry.words.casefold())


def _drawn(shapes: Sequence[Shape]) -> Iterator[Entry]:
    """Lines, arrows, areas and marks by how they look, with the names of a few."""
    looks: dict[tuple[object, ...], tuple[Sample, Counter[str], str]] = {}
    for shape in shapes:
        drawn = shape.feature.properties
        match drawn:
            case Unit() | RangeRing() | ControlMeasure() | TextNote():
                continue
            case Area(coverage_class=str()):
                continue
            case Mark() as mark:
                plain = replace(mark, name="")
                look: tuple[object, ...] = ("mark", mark.shape, shape.style)
                sample: Sample = MarkSample(plain, shape.style)
                kind = "Mark"
            case Line() | Freehand() | Arrow():
                is_arrow = isinstance(drawn, Arrow)
                kind = "Arrow" if is_arrow else "Line"
                look = (kind, shape.style)
                sample = StyleSample(shape.style, is_area=False, arrow=is_arrow)
            case _:
                kind = "Area"
                look = (kind, shape.style)
                sample = StyleSample(shape.style, is_area=True)
        _, names, _ = looks.setdefault(look, (sample, Counter(), kind))
        if drawn.name:
            names[" ".join(drawn.name[:60].split())] += 1
    for sample, names, kind in looks.values():
        yield Entry(_listed(names) if names else kind, sample)


def _movements(made: Made, box: Bounds) -> Iterator[Entry]:
    traces = made.scene.traces
    metres_per_px = made.metres_per_px
    seen: list[int] = traces.seen(box, metres_per_px).tolist()
    found = [traces.each[k] for k in seen]
    if any(trace.ghost is not None for trace in found):
        yield Entry("where it was", MapSample("ghost"))
    if any(trace.way is not None for trace in found):
        yield Entry("the way it came", MapSample("way"))
    if made.scene.with_command_lines:
        yield Entry("line to the superior", MapSample("command"))
