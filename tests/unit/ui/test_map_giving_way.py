"""Names of the base map leave room for units, the same in every frame."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QGuiApplication, QPainter

from baltic_desk.document.feature import Mark, TextNote, Unit
from baltic_desk.document.outline import new_point
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.amplifier_texts import Texts
from baltic_desk.ui.map.giving_way import NAMES_REACH_PX, names_in_sight
from baltic_desk.ui.map.names import COUNTRY_TYPE, PLACES, Kind, NameTable
from baltic_desk.ui.map.placing import Chunk, PlacedNames, placed_names
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.theme import THEMES
from baltic_desk.ui.map.viewport import Frame
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.features import document

PROJECTION = "baltic-lcc"
STEP = 500.0
"""Metres for a pixel; the plane's origin is the corner of four chunks."""
SIDC = "10031000001211000000"
COUNTRY = Kind("country", "countries", COUNTRY_TYPE, "", 0.0, 3600.0)

Spot = tuple[float, float]
Point = Unit | TextNote | Mark


@pytest.fixture(scope="module")
def means(qapp: QGuiApplication) -> Means:  # noqa: ARG001  (letters and scripts need it)
    load_fonts()
    return Means(SymbolPictures(symbol_renderer()))


def names(of: Sequence[tuple[str, Kind, Spot]], means: Means) -> PlacedNames:
    """Names of the chunk to the right of and below the origin, at pixels of it."""
    kinds = tuple(dict.fromkeys(kind for _, kind, _ in of))
    table = NameTable(
        tuple(text for text, _, _ in of),
        np.zeros((len(of), 2)),
        kinds,
        np.array([kinds.index(kind) for _, kind, _ in of], np.int32),
        np.zeros(len(of)),
        np.full(len(of), np.inf),
    )
    xy = np.array([spot for _, _, spot in of]) * (STEP, -STEP)
    layers = {"places", "countries"}
    return placed_names(table, xy, STEP, STEP, Chunk(0, 0), layers, means.ruler)


def scene(points: Sequence[tuple[Point, Spot]]) -> Scene:
    xy = np.array([spot for _, spot in points], float).reshape(-1, 2) * (STEP, -STEP)
    at = PROJECTIONS[PROJECTION].inverse(xy).tolist()
    features = [
        new_point(f"point {k}", each, (lon, lat))
        for k, ((each, _), (lon, lat)) in enumerate(zip(points, at, strict=True))
    ]
    return Scene.of(document(*features), PROJECTION)


def frame(left: float, top: float, width: float, height: float, scale: float = 1.0) -> Frame:
    return Frame(
        PROJECTION, left * STEP, -top * STEP, STEP / scale, width * scale, height * scale, scale
    )


def shown(
    placed: PlacedNames, around: Scene | None, seen: Frame, means: Means, *, vector: bool = False
) -> dict[str, Spot]:
    """Where the texts stand, by what they say; `nan` for a bare sign."""
    sheet = Sheet(QPainter(), seen, THEMES["light"], means, vector=vector)
    (found,) = _result(names_in_sight(sheet, [placed], around))
    return {found.text(k): tuple(found.middle[k].tolist()) for k in range(len(found.index))}


WHOLE = frame(0, 0, 1000, 700)
RIGA = ("Riga", PLACES[0], (500.0, 300.0))


def unit(x: float, y: float, name: str = "") -> tuple[Unit, Spot]:
    return Unit(overlay="o", sidc=SIDC, designation=name), (x, y)


def test_without_overlays_names_stand_where_they_were_placed(means: Means) -> None:
    placed = names([RIGA], means)
    middle = tuple(placed.middle[0].tolist())
    assert shown(placed, None, WHOLE, means) == {"Riga": middle}
    assert shown(placed, scene([]), WHOLE, means) == {"Riga": middle}
    assert shown(placed, scene([unit(200.0, 500.0)]), WHOLE, means) == {"Riga": middle}


@pytest.mark.parametrize("vector", [False, True])
def test_a_name_under_a_unit_moves_to_another_side(means: Means, *, vector: bool) -> None:
    moved = shown(names([RIGA], means), scene([unit(530.0, 300.0)]), WHOLE, means, vector=vector)
    assert moved["Riga"][0] < 500.0
    assert moved["Riga"][1] == pytest.approx(300.0, abs=20.0)


def test_a_name_whose_place_is_hidden_stands_beyond_the_symbol(means: Means) -> None:
    covering = unit(500.0, 300.0)
    moved = shown(names([RIGA], means), scene([covering]), WHOLE, means)["Riga"]
    picture = means.units.picture(covering[0], THEMES["light"], 1.0, Texts.ALL)
    half_width = means.ruler.width_px("Riga", PLACES[0].type) / 2
    left, top = 500.0 - picture.anchor[0], 300.0 - picture.anchor[1]
    apart = (
        moved[0] - half_width >= left + picture.image.width() - 2.0
        or moved[0] + half_width <= left + 2.0
        or moved[1] - 7.0 >= top + picture.image.height() - 2.0
        or moved[1] + 7.0 <= top + 2.0
    )
    assert apart


def test_a_note_and_a_mark_hide_names_too(means: Means) -> None:
    placed = names([RIGA], means)
    before = shown(placed, None, WHOLE, means)
    note = TextNote(overlay="o", name="Here", font_size=20.0)
    assert shown(placed, scene([(note, (525.0, 300.0))]), WHOLE, means) != before
    mark = Mark(overlay="o", name="Meeting point")
    assert shown(placed, scene([(mark, (515.0, 300.0))]), WHOLE, means) != before


def test_where_there_is_no_room_only_the_sign_stays(means: Means) -> None:
    crowd = [unit(x, y, "1-23 IN") for x in range(380, 640, 30) for y in range(220, 400, 20)]
    assert np.isnan(shown(names([RIGA], means), scene(crowd), WHOLE, means)["Riga"]).all()


def test_the_name_of_a_country_moves_up_or_down(means: Means) -> None:
    placed = names([("LATVIA", COUNTRY, (500.0, 300.0))], means)
    x, y = shown(placed, scene([unit(480.0, 302.0)]), WHOLE, means)["LATVIA"]
    assert x == pytest.approx(500.0)
    assert 10.0 < abs(y - 300.0) < 100.0


def test_no_two_names_meet_and_every_frame_shows_the_same(means: Means) -> None:
    rng = np.random.default_rng(7)
    of = [
        (f"Place {k}", PLACES[k % 6], (float(x), float(y)))
        for k, (x, y) in enumerate(rng.uniform((30, 30), (970, 670), (70, 2)))
    ]
    placed = names(sorted(of, key=lambda name: PLACES.index(name[1])), means)
    around = scene([unit(float(x), float(y), "9") for x, y in rng.uniform(0, 1000, (60, 2))])
    whole = shown(placed, around, WHOLE, means)
    assert sum(whole[text] != at for text, at in shown(placed, None, WHOLE, means).items()) > 5
    boxes = _texts(whole, placed, means)
    for one, (text, box) in enumerate(boxes):
        for other_text, other in boxes[:one]:
            apart = (box[:2] >= other[2:]) | (other[:2] >= box[2:])
            assert apart.any(), (text, other_text)
    for left in range(0, 1000, 250):
        for top in range(0, 700, 175):
            part = shown(placed, around, frame(left, top, 250, 175), means)
            for text, at in part.items():
                assert at == pytest.approx(whole[text], nan_ok=True), text


def test_twice_the_pixels_show_the_same(means: Means) -> None:
    placed, around = names([RIGA], means), scene([unit(527.0, 300.0, "Riga garrison")])
    once = shown(placed, around, WHOLE, means)
    twice = shown(placed, around, frame(0, 0, 1000, 700, scale=2.0), means)
    assert twice["Riga"] == pytest.approx(once["Riga"])


def test_a_unit_moves_no_name_beyond_its_reach(means: Means) -> None:
    rng = np.random.default_rng(11)
    of = [
        (f"A town with a name {k}", PLACES[k % 6], (float(x), float(y)))
        for k, (x, y) in enumerate(rng.uniform((30, 30), (970, 670), (40, 2)))
    ]
    placed = names(of, means)
    rest = [unit(float(x), float(y)) for x, y in rng.uniform(0, 1000, (30, 2))]
    before = shown(placed, scene(rest), WHOLE, means)
    for x, y in rng.uniform((100, 100), (900, 600), (12, 2)).tolist():
        after = shown(placed, scene([*rest, unit(x, y)]), WHOLE, means)
        for text in before:
            if before[text] != pytest.approx(after[text], nan_ok=True):
                row = placed.table.texts.index(text)
                place = placed.place[placed.index.tolist().index(row)]
                assert np.abs(place - (x, y)).max() < NAMES_REACH_PX


def _result(steps: Generator[None, None, list[PlacedNames]]) -> list[PlacedNames]:
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return stop.value


def _texts(
    at: dict[str, Spot], placed: PlacedNames, means: Means
) -> list[tuple[str, npt.NDArray[np.float64]]]:
    def boxes() -> Iterator[tuple[str, npt.NDArray[np.float64]]]:
        for k in range(len(placed.index)):
            text = placed.text(k)
            middle = np.array(at[text])
            if np.isfinite(middle).all():
                style = placed.kind(k).type
                half = np.array((means.ruler.width_px(text, style) / 2, style.size_px / 2))
                yield text, np.concatenate((middle - half, middle + half))

    return list(boxes())


def test_two_pictures_painted_in_turn_do_not_mix(means: Means) -> None:
    placed = names([RIGA], means)
    first, second = scene([unit(530.0, 300.0)] * 3), scene([unit(470.0, 300.0)])
    sheet = Sheet(QPainter(), WHOLE, THEMES["light"], means)
    steps = names_in_sight(sheet, [placed], first)
    next(steps)
    assert shown(placed, second, WHOLE, means)["Riga"][0] > 500.0
    (found,) = _result(steps)
    assert found.middle[0, 0] < 500.0
