"""Control measures in SVG and PDF: vectors in their own style, cut to the page, as on screen."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from baltic_desk.document.feature import ControlMeasure, Feature
from baltic_desk.document.geometry import Position
from baltic_desk.document.measure_rules import rule_for
from baltic_desk.document.measures import control_points, new_measure
from baltic_desk.symbology.control_measures import measures
from baltic_desk.ui.export.image import (
    Means,
    Picture,
    export_steps,
    own_means,
    viewport_of,
)
from baltic_desk.ui.export.vector_files import PDF_DPI
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.measure_pictures import MeasurePictures
from baltic_desk.ui.map.placed import Stroked
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.viewport import CSS_DPI
from tests.features import document
from tests.measure_cells import CENTER, SIZE_PX, example_feature
from tests.symbol_pixels import pixels

Write = Callable[..., Path]

WIDTH, HEIGHT = 600, 400
SCALE = 400_000.0
PHASE_LINE, FORTIFIED, NO_FIRE, FLOT, DEPLOYMENT = "140300", "151000", "240301", "140100", "141200"


PAGE = Picture(WIDTH, HEIGHT, center=CENTER, scale=SCALE, layers=frozenset(), sources=False)


@pytest.fixture(scope="module")
def means(qapp: QApplication) -> Iterator[Means]:
    assert qapp is not None
    load_fonts()
    made = own_means()
    yield made
    made.pictures.measures.close()


@pytest.fixture
def write(tmp_path: Path, means: Means) -> Write:
    """Exports features to a file of a suffix."""

    def written(suffix: str, *features: Feature) -> Path:
        out = tmp_path / f"page.{suffix}"
        for _ in export_steps(document(*features), out, PAGE, means):
            pass
        return out

    return written


def measure(entity: str, *points: Position, sidc: str = "", **properties: object) -> Feature:
    """A measure at places in pixels to the right of and above the middle of the page."""
    ground_m = SCALE * 0.0254 / 96.0
    across = ground_m / (111_320.0 * np.cos(np.radians(CENTER[1])))
    places = [(CENTER[0] + x * across, CENTER[1] + y * ground_m / 111_390.0) for x, y in points]
    code = sidc or f"1303250000{entity}0000"
    rule = rule_for(code)
    assert rule is not None
    said = ControlMeasure(overlay="o", sidc=code, **properties)  # type: ignore[arg-type]
    return new_measure(f"m{entity}", said, places, rule.form)


LONG_LINE = ((-900.0, -20.0), (0.0, 10.0), (1200.0, -30.0))
OVER_THE_CORNER = ((50.0, 20.0), (700.0, 20.0), (700.0, 500.0), (50.0, 500.0))


@dataclass(frozen=True)
class Drawn:
    """What one group of an SVG paints."""

    attributes: str
    content: str

    @property
    def vertices(self) -> np.ndarray:
        found = re.findall(r"[ML ](-?[\d.e+-]+),(-?[\d.e+-]+)", self.content)
        return np.array(found, float).reshape(-1, 2)

    def says(self, name: str) -> str | None:
        found = re.search(rf'{name}="([^"]*)"', self.attributes)
        return None if found is None else found[1]


def svg_of(write: Write, *features: Feature) -> str:
    return write("svg", *features).read_text("utf-8")


def strokes(svg: str, color: str) -> list[Drawn]:
    """Groups that stroke lines in a colour."""
    groups = re.findall(rf'<g ([^>]*stroke="{color}"[^>]*)>(.*?)</g>', svg, re.S)
    return [Drawn(*group) for group in groups if "<path" in group[1] or "<polyline" in group[1]]


@pytest.mark.parametrize(
    ("entity", "points"),
    [
        (PHASE_LINE, LONG_LINE),
        (FLOT, LONG_LINE),
        (NO_FIRE, OVER_THE_CORNER),
        (FORTIFIED, OVER_THE_CORNER),
    ],
)
def test_nothing_of_a_measure_lies_beyond_the_page(
    write: Write, entity: str, points: tuple[Position, ...]
) -> None:
    width = 3.0
    feature = measure(entity, *points, stroke="#123456", stroke_width=width, fill_opacity=0.2)

    svg = svg_of(write, feature)

    vertices = np.concatenate([each.vertices for each in strokes(svg, "#123456")])
    assert len(vertices) >= 3
    assert vertices.min() >= -width - 0.01
    assert (vertices.max(axis=0) <= (WIDTH + width + 0.01, HEIGHT + width + 0.01)).all()
    # And it goes to the edge.
    assert vertices[:, 0].max() >= WIDTH


def test_texts_beyond_the_page_are_left_out(write: Write) -> None:
    svg = svg_of(write, measure(PHASE_LINE, *LONG_LINE, designation="ALFA"))
    assert "ALFA" not in svg

    svg = svg_of(write, measure(PHASE_LINE, (-200.0, 0.0), (200.0, 0.0), designation="ALFA"))
    assert svg.count(">PL ALFA<") >= 2


def test_a_measure_has_its_own_colour_width_and_letters(write: Write) -> None:
    feature = measure(
        PHASE_LINE, (-200.0, 0.0), (200.0, 0.0),
        designation="BRAVO", stroke="#123456", stroke_width=5.0, text_color="#654321",
    )  # fmt: skip

    svg = svg_of(write, feature)

    (line,) = strokes(svg, "#123456")
    assert line.says("stroke-width") == "5"
    assert line.says("transform") == "matrix(1,0,0,1,0,0)"
    assert re.search(r'<text fill="#654321"[^>]*>PL BRAVO</text>', svg)


@pytest.mark.parametrize(
    ("sidc", "color"),
    [("13032500001403000000", "#000000"), ("13062500001403000000", "#ff0000")],
)
def test_a_measure_without_a_colour_has_that_of_its_identity(
    write: Write, sidc: str, color: str
) -> None:
    svg = svg_of(write, measure(PHASE_LINE, (-200.0, 0.0), (200.0, 0.0), sidc=sidc))

    assert len(strokes(svg, color)) == 1


def test_dashes_are_dashes_and_run_on_where_a_line_is_cut(write: Write) -> None:
    whole = measure(DEPLOYMENT, (-290.0, 0.0), (290.0, 0.0), stroke="#123456")
    cut = measure(DEPLOYMENT, (-1000.0, 0.0), (290.0, 0.0), stroke="#123456")
    solid = measure(PHASE_LINE, (-290.0, 0.0), (290.0, 0.0), stroke="#123456")

    (on_page,), (reaching_out,), (plain,) = (
        strokes(svg_of(write, each), "#123456") for each in (whole, cut, solid)
    )

    assert plain.says("stroke-dasharray") in (None, "none")
    dashes = on_page.says("stroke-dasharray")
    assert dashes is not None
    assert len(dashes.split(",")) == 2
    assert reaching_out.says("stroke-dasharray") == dashes
    viewport = viewport_of(document(cut), PAGE)
    start = viewport.to_px(viewport.projection.forward_one(control_points(cut)[0]))
    before_px = np.hypot(*(reaching_out.vertices[0] - start))
    period = sum(map(float, dashes.split(",")))
    # A pen's dash offset counts in widths, that of SVG in pixels.
    offset = float(reaching_out.says("stroke-dashoffset") or 0.0)
    assert offset == pytest.approx(before_px, abs=0.5)
    assert offset > 10 * period


def test_lines_lie_in_an_svg_where_they_lie_on_the_screen(write: Write, means: Means) -> None:
    feature = measure(FLOT, (-200.0, -50.0), (0.0, 40.0), (200.0, 0.0), stroke="#123456")
    found = np.concatenate([each.vertices for each in strokes(svg_of(write, feature), "#123456")])

    made = document(feature)
    viewport = viewport_of(made, PAGE)
    (shape,) = Scene.of(made, viewport.projection_id).shapes
    pictures = MeasurePictures(means.pictures.measures)
    drawn = pictures.at_once(shape, viewport.frame().styled_metres_per_px)
    expected = np.concatenate(
        [
            viewport.frame().units(piece.outline.parts.positions)
            for piece in drawn.pieces
            if isinstance(piece, Stroked)
        ]
    )
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() < 0.01


def of_many_sorts() -> list[Feature]:
    """Measures of many sorts, so small that twelve find room on the page."""
    features: list[Feature] = []
    sorts = [each for each in measures("15") if not each.code.startswith("1701")][::24]
    for number, each in enumerate(sorts[:12]):
        feature = example_feature(each, width_px=SIZE_PX[0] * 1.6, height_px=SIZE_PX[1] * 1.6)
        at = (number % 4 - 1.5) * 0.31, (1.0 - number // 4) * 0.125
        points = [(x + at[0], y + at[1]) for x, y in control_points(feature)]
        rule = rule_for(feature.properties.sidc)  # type: ignore[union-attr]
        assert rule is not None
        features.append(new_measure(f"m{number}", feature.properties, points, rule.form))  # type: ignore[arg-type]
    return features


def on_white(image: QImage) -> np.ndarray:
    plain = QImage(image.size(), QImage.Format.Format_RGB32)
    plain.fill(QColor("white"))
    painter = QPainter(plain)
    painter.drawImage(0, 0, image)
    painter.end()
    return pixels(plain)[..., :3]


def differs(one: np.ndarray, other: np.ndarray) -> float:
    """Share of the inked blocks of 8 x 8 pixels whose colours differ by more than a fifth."""

    def blocks(image: np.ndarray) -> np.ndarray:
        return image.reshape(HEIGHT // 8, 8, WIDTH // 8, 8, 3).mean(axis=(1, 3))

    a, b = blocks(one), blocks(other)
    ground = a[0, 0]
    inked = (np.abs(a - ground).max(axis=2) > 8) | (np.abs(b - ground).max(axis=2) > 8)
    return float((np.abs(a - b).max(axis=2) > 51)[inked].mean())


def test_an_svg_looks_as_the_screen_does(write: Write) -> None:
    features = of_many_sorts()
    renderer = QSvgRenderer(str(write("svg", *features)))
    image = QImage(QSize(WIDTH, HEIGHT), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()

    screen = QImage(str(write("png", *features)))

    assert differs(on_white(screen), on_white(image)) < 0.02


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="needs poppler's tools")
def test_a_pdf_looks_as_the_screen_does(write: Write, tmp_path: Path) -> None:
    features = of_many_sorts()
    command = ["pdftoppm", "-r", str(int(CSS_DPI)), "-png", "-singlefile"]
    subprocess.run([*command, write("pdf", *features), tmp_path / "pdf"], check=True)
    image = QImage(str(tmp_path / "pdf.png"))

    screen = QImage(str(write("png", *features)))

    assert (image.width(), image.height()) == (WIDTH, HEIGHT)
    assert differs(on_white(screen), on_white(image)) < 0.02


def test_a_pdf_has_lines_within_the_page_and_no_pictures(write: Write) -> None:
    over_the_corner = measure(NO_FIRE, *OVER_THE_CORNER, stroke="#123456")
    data = write("pdf", measure(PHASE_LINE, *LONG_LINE), over_the_corner).read_bytes()
    streams = [
        zlib.decompress(found)
        for found in re.findall(rb"stream\r?\n(.*?)endstream", data, re.S)
        if found[:1] == b"\x78"
    ]
    content = next(stream for stream in streams if b" l\n" in stream).decode("latin1")
    dots = PDF_DPI / CSS_DPI
    color = " ".join(f"{int(part, 16) / 255:.4f}" for part in ("12", "34", "56"))
    found: dict[str, list[tuple[float, float]]] = {}
    ink, width = "", ""
    for line in content.split("\n"):
        if line.endswith(" SCN"):
            ink = " ".join(f"{float(part):.4f}" for part in line.split()[:3])
        elif " w " in line:
            width = line.split()[0]
        elif ink == color and re.fullmatch(r"-?[\d.]+ -?[\d.]+ [ml]", line):
            x, y, _ = line.split()
            found.setdefault(width, []).append((float(x), float(y)))

    # The outline and its hatches, 2 and 1.5 pixels wide.
    assert {float(each) / dots for each in found} == {2.0, 1.5}
    for each, places in found.items():
        vertices, margin = np.array(places), float(each) + 1.0
        assert len(vertices) >= 3
        assert vertices.min() >= -margin
        assert (vertices.max(axis=0) <= (WIDTH * dots + margin, HEIGHT * dots + margin)).all()
    assert b"/Subtype /Image" not in data
