"""Command lines: between drawn units, geodesic, cut to what is shown, the same in parts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from msgspec.structs import replace
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.project import Overlay
from baltic_desk.geo.projection import PROJECTIONS, projection
from baltic_desk.ui.export.application import offscreen_application
from baltic_desk.ui.export.image import Picture, export
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.command_line_painting import _clipped, moving_boxes
from baltic_desk.ui.map.command_lines import STRAY_M, CommandLines
from baltic_desk.ui.map.overlay_painting import paint_overlays
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shapes import shapes_of
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.theme import THEMES
from baltic_desk.ui.map.viewport import Camera, Frame, Viewport
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.features import document, line
from tests.forces import brigade, corps, force

GOLDEN = Path(__file__).parents[2] / "golden"
WIDTH, HEIGHT = 640, 420
CAMERA = Camera((23.5, 56.9), 420.0)


@pytest.fixture(scope="module")
def means(qapp: QGuiApplication) -> Means:  # noqa: ARG001  (letters and scripts need it)
    load_fonts()
    return Means(SymbolPictures(symbol_renderer()))


def with_lines(held: Document) -> Document:
    with held.edit("Show") as change:
        change.put(replace(held.project, command_lines=True))
    return held


def lines_of(held: Document, projection_id: str = "baltic-lcc") -> CommandLines:
    lines = Scene.of(held, projection_id).command_lines
    assert lines is not None
    return lines


def several() -> Document:
    held = with_lines(brigade())
    with held.edit("More") as change:
        change.put(force("h2", "lone", echelon="15", identity="6", at=(24.7, 56.3)))
        change.put(force("n", "h2", echelon="15", identity="4", at=(25.3, 56.5)))
        change.put(force("s", "n", echelon="15", identity="1", at=(25.2, 57.4)))
    return held


def frame() -> Frame:
    return Viewport.of(CAMERA, "baltic-lcc", WIDTH, HEIGHT).frame()


def painted(means: Means, held: Document, of: Frame, theme: str = "light") -> QImage:
    image = QImage(int(of.width), int(of.height), QImage.Format.Format_RGB32)
    image.fill(QColor(THEMES[theme].land))
    painter = QPainter(image)
    scene = Scene.of(held, of.projection_id)
    for _ in paint_overlays(Sheet(painter, of, THEMES[theme], means), scene):
        pass
    painter.end()
    return image


def pixels(image: QImage) -> np.ndarray:
    shape = (image.height(), image.width(), 4)
    return np.frombuffer(image.constBits(), np.uint8).reshape(shape)[..., :3].astype(np.int16)


def test_without_the_choice_there_are_none() -> None:
    assert Scene.of(brigade(), "baltic-lcc").command_lines is None


def test_each_unit_has_a_line_to_its_superior() -> None:
    ends = set(lines_of(with_lines(brigade())).ends)
    assert ends == {
        ("b10", "hq"), ("b2", "hq"), ("c1", "b2"), ("c2", "b2"), ("c3", "b2"), ("p1", "c1"),
    }  # fmt: skip


def test_there_are_lines_between_drawn_units_only() -> None:
    air, sea = Overlay(id="o"), Overlay(id="hidden", visible=False)
    held = document(
        force("a"),
        force("b", "a", overlay="hidden"),
        force("c", "b"),
        force("d", "a"),
        force("e", "a", hidden=True),
        overlays=(air, sea),
    )
    assert lines_of(with_lines(held)).ends == (("d", "a"),)


def test_what_cannot_be_a_superior_has_no_line() -> None:
    held = document(line("l"), force("a", "l"), force("b", "b"), force("c", "gone"))
    assert lines_of(with_lines(held)).ends == ()


@pytest.mark.parametrize("projection_id", PROJECTIONS)
def test_a_long_line_is_a_geodesic(projection_id: str) -> None:
    start, end = (12.0, 55.0), (28.0, 64.0)
    held = document(force("a", at=start), force("b", "a", at=end))
    pieces = lines_of(with_lines(held), projection_id).pieces
    assert len(pieces) > 1
    middles = (pieces[:, :2] + pieces[:, 2:]) / 2
    line = Geodesic.WGS84.InverseLine(end[1], end[0], start[1], start[0])
    for lon, lat in projection(projection_id).inverse(middles):
        from_end_m = Geodesic.WGS84.Inverse(end[1], end[0], lat, lon)["s12"]
        near = line.Position(from_end_m)
        off_m = Geodesic.WGS84.Inverse(lat, lon, near["lat2"], near["lon2"])["s12"]
        assert off_m < 4 * STRAY_M


def test_pieces_are_cut_to_the_box() -> None:
    pieces = np.array(
        [
            (-10.0, 5.0, 20.0, 5.0),  # through
            (2.0, 2.0, 3.0, 3.0),  # inside
            (-5.0, -5.0, -1.0, 20.0),  # beside
            (-5.0, 12.0, 12.0, 12.0),  # above, level
            (4.0, -10.0, 4.0, 5.0),  # upright, half
            (7.0, 7.0, 7.0, 7.0),  # a point
        ]
    )
    inside, cut = _clipped(pieces, (0.0, 0.0, 10.0, 10.0))
    assert inside.tolist() == [0, 1, 4, 5]
    assert cut.tolist() == [[0, 5, 10, 5], [2, 2, 3, 3], [4, 0, 4, 5], [7, 7, 7, 7]]


def test_boxes_are_those_of_the_lines_that_end_there() -> None:
    lines = lines_of(with_lines(brigade()))
    assert len(lines.boxes({"b2"})) == 4
    assert lines.boxes({"lone"}) == []


def test_of_very_many_lines_there_is_one_box() -> None:
    held = with_lines(corps(200))
    lines = lines_of(held)
    (box,) = lines.boxes({feature.id for feature in held.features()})
    xy = lines.pieces.reshape(-1, 2)
    assert box == (*xy.min(axis=0), *xy.max(axis=0))


@pytest.mark.parametrize("theme", THEMES)
def test_lines_look_as_they_did_when_last_looked_at(means: Means, theme: str) -> None:
    now = painted(means, several(), frame(), theme)
    path = GOLDEN / f"map_command_lines_{theme}.png"
    if not path.exists():
        now.save(str(path))
        pytest.fail(f"{path.name} did not exist: look at it, and keep it if it is right")
    then = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    off = np.abs(pixels(now) - pixels(then)).max(axis=2)
    assert (off > 48).mean() < 0.004


def test_a_picture_in_tiles_is_the_picture_in_one(means: Means) -> None:
    held = several()
    whole = pixels(painted(means, held, frame()))
    step = frame().metres_per_unit
    for column in range(0, WIDTH, 160):
        for row in range(0, HEIGHT, 140):
            left, top = frame().left + column * step, frame().top - row * step
            part = Frame("baltic-lcc", left, top, step, 160, 140, 1.0)
            here = whole[row : row + 140, column : column + 160]
            off = np.abs(pixels(painted(means, held, part)) - here).max(axis=2)
            assert (off > 60).mean() < 0.01, (column, row)


def test_a_line_whose_unit_is_lifted_is_not_painted(means: Means) -> None:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    scene = Scene.of(several(), "baltic-lcc")
    sheet = Sheet(painter, frame(), THEMES["light"], means)
    for _ in paint_overlays(sheet, scene, without=frozenset(scene.by_id)):
        pass
    painter.end()
    assert (pixels(image) == 255).all()


def test_lines_follow_what_moves() -> None:
    scene = Scene.of(with_lines(brigade()), "baltic-lcc")
    assert scene.command_lines is not None

    def boxes(*moving: Feature) -> int:
        shapes = shapes_of(moving, PROJECTIONS["baltic-lcc"])
        there = [shape for shape in shapes if shape is not None]
        assert scene.command_lines is not None
        return len(moving_boxes(scene.command_lines, scene.by_id, there))

    assert boxes(force("b2", "hq", at=(20.0, 56.0))) == 4
    assert boxes(force("b2", "hq"), force("c1", "b2"), force("p1", "c1")) == 5
    assert boxes(force("draft", "lone")) == 1
    assert boxes(line("l")) == 0


def test_an_svg_has_the_lines_as_paths(tmp_path: Path) -> None:
    offscreen_application()
    bare, drawn = tmp_path / "bare.svg", tmp_path / "drawn.svg"
    picture = Picture(WIDTH, HEIGHT, camera=CAMERA, layers=frozenset())
    export(brigade(), bare, picture)
    export(with_lines(brigade()), drawn, picture)
    ink = 'stroke="#1660a8"'
    assert ink not in bare.read_text()
    assert ink in drawn.read_text()
