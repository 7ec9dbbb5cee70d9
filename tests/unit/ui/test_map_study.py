"""Studies of coverage on the map plane, painted, and their legend."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath
from pytestqt.qtbot import QtBot

from baltic_desk.app.coverage_study import Question, Study, StudyKind, study
from baltic_desk.coverage.emitter_reach import Fields
from baltic_desk.coverage.emitters import TargetAltitude
from baltic_desk.coverage.exposure import exposure
from baltic_desk.coverage.routes import Leg, Route
from baltic_desk.geo.geodesy import destination
from baltic_desk.geo.projection import PROJECTIONS, projection
from baltic_desk.geo.terrain import SmoothEarth
from baltic_desk.symbology.symbols import SymbolRenderer
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.late_engine import LateScriptEngine
from baltic_desk.ui.map.placed_study import GAP, MERGED, ShownStudy, placed_study
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.study_legend import legend_rows, legend_title, paint_study_legend
from baltic_desk.ui.map.study_painting import COUNTS, look_of, paint_fill, paint_study
from baltic_desk.ui.map.theme import LIGHT
from baltic_desk.ui.map.viewport import Camera, Viewport
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.emitting import KALININGRAD, emitter

LOW = TargetAltitude(10.0, "sea")
EAST = destination(KALININGRAD, 90.0, 30_000.0)
FIELDS = Fields(SmoothEarth(), bearings=240)
INTEREST = ("Bay", shapely.box(19.5, 54.4, 21.5, 55.4))


def found(kind: StudyKind, *more: object) -> Study:
    pair = (
        emitter("a", range_m=400e3, variant="far", owner="A"),
        emitter("a2", range_m=15e3, variant="near", owner="A", owner_id="a"),
        emitter("b", EAST, 400e3, variant="far", owner="B"),
    )
    return study(Question(kind, (*pair, *more), LOW, INTEREST), FIELDS)


@pytest.fixture(scope="module")
def means(qapp: object) -> Means:  # noqa: ARG001 - fonts need an application
    load_fonts()
    return Means(SymbolPictures(SymbolRenderer(LateScriptEngine())))


@pytest.fixture
def sheet(means: Means, qtbot: QtBot) -> Iterator[Sheet]:  # noqa: ARG001
    image = QImage(900, 600, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    frame = Viewport.of(Camera(KALININGRAD, 250.0), "baltic-lcc", 900, 600).frame()
    yield Sheet(painter, frame, LIGHT, means)
    painter.end()


def pixels(sheet: Sheet) -> np.ndarray:
    image = sheet.painter.device()
    assert isinstance(image, QImage)
    return np.frombuffer(image.constBits(), np.uint8).reshape(600, 900, 4)[..., :3].astype(int)


def paint(sheet: Sheet, shown: ShownStudy) -> None:
    for _ in paint_study(sheet, placed_study(shown, "baltic-lcc", 0.0)):
        pass


def at(sheet: Sheet, place: tuple[float, float]) -> tuple[int, int]:
    """Column and row of a place."""
    xy = projection("baltic-lcc").forward([place])
    column, row = sheet.frame.units(xy)[0]
    return round(float(column)), round(float(row))


class TestPlacing:
    """On the map plane."""

    def test_merged_outlines_are_areas_with_edges_by_limit_and_named_bands(self):
        placed = placed_study(ShownStudy(found("merge")), "baltic-lcc", 0.0)
        assert [area.count for area in placed.areas] == [MERGED]
        assert {(edge.limit, edge.inner) for edge in placed.edges} == {
            ("horizon", False),
            ("range", True),
        }
        (band,) = placed.bands
        assert band.title == "A · near"
        assert placed.bounds is not None

    def test_counts_and_gaps_are_areas(self):
        placed = placed_study(ShownStudy(found("overlap")), "baltic-lcc", 0.0)
        assert [area.count for area in placed.areas] == [1, 2]
        placed = placed_study(ShownStudy(found("gap")), "baltic-lcc", 0.0)
        assert [area.count for area in placed.areas] == [GAP]

    def test_routes_are_their_exposed_parts_and_where_these_begin_and_end(self):
        west, east = (destination(KALININGRAD, side, 80e3) for side in (270.0, 90.0))
        route = Route("l", "L", (Leg(west, KALININGRAD, 10.0), Leg(KALININGRAD, east, 10.0)), "sea")
        told = exposure(route, [emitter()], FIELDS)
        placed = placed_study(ShownStudy(None, (told,)), "baltic-lcc", 0.0)
        assert [passage.enters for passage in placed.passages] == [True, False]
        (stretch,) = placed.stretches
        left, _, right, _ = stretch.outline.bounds
        scale = projection("baltic-lcc").scale_factor(KALININGRAD)
        assert (right - left) == pytest.approx(2 * 33_227 * scale, rel=0.01)

    @pytest.mark.parametrize("name", PROJECTIONS)
    def test_every_projection_has_a_place_for_it(self, name):
        placed = placed_study(ShownStudy(found("merge")), name, 0.0)
        assert placed.areas
        assert all(np.isfinite(area.outline.parts.positions).all() for area in placed.areas)

    def test_a_tolerance_leaves_fewer_vertices(self):
        shown = ShownStudy(found("merge"))
        exact, rough = (placed_study(shown, "baltic-lcc", each) for each in (0.0, 300.0))
        count = [len(each.areas[0].outline.parts.positions) for each in (exact, rough)]
        assert count[1] < count[0] / 3

    def test_nothing_is_nothing(self):
        placed = placed_study(ShownStudy(), "baltic-lcc", 0.0)
        assert placed.bounds is None
        assert ShownStudy().rings == frozenset()


class TestPainting:
    """In pixels."""

    def test_a_merged_outline_is_filled_within_and_nowhere_else(self, sheet):
        paint(sheet, ShownStudy(found("merge")))
        image = pixels(sheet)
        column, row = at(sheet, destination(KALININGRAD, 270.0, 25e3))
        assert image[row, column].min() < 255
        column, row = at(sheet, destination(KALININGRAD, 270.0, 45e3))
        assert image[row, column].tolist() == [255, 255, 255]

    def test_counts_differ_in_their_hatch_and_not_in_colour_alone(self, sheet):
        """How much of each is inked, in grey: darker with each system."""
        darkness: list[float] = []
        for count in COUNTS:
            sheet.painter.fillRect(QRectF(0, 0, 900, 600), QColor("white"))
            path = QPainterPath()
            path.addRect(QRectF(50, 50, 300, 300))
            paint_fill(sheet, path, QRectF(50, 50, 300, 300), look_of(count), "#d55e00")
            grey = pixels(sheet)[60:340, 60:340].mean(axis=2)
            darkness.append(255.0 - float(grey.mean()))
            lines = (grey < grey.max() - 30).mean()
            assert (lines > 0.05) == bool(look_of(count).angles_deg)
        assert darkness == sorted(darkness)
        assert look_of(17) is look_of(5)

    def test_the_hatch_stays_on_the_map_when_it_is_panned(self, means):
        shown = ShownStudy(found("gap"))
        images = []
        for pan_px in (0, 37):
            image = QImage(900, 600, QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(QColor("white"))
            painter = QPainter(image)
            viewport = Viewport.of(Camera(KALININGRAD, 250.0), "baltic-lcc", 900, 600)
            frame = viewport.panned(0.0, pan_px).frame()
            paint(Sheet(painter, frame, LIGHT, means), shown)
            painter.end()
            images.append(np.frombuffer(image.constBits(), np.uint8).reshape(600, 900, 4).copy())
        moved = np.roll(images[0], 37, axis=0)
        inner = np.s_[200:400, 200:700]
        assert (np.abs(images[1][inner].astype(int) - moved[inner]) < 8).mean() > 0.999

    def test_passages_and_exposed_parts_are_painted(self, sheet):
        west = destination(KALININGRAD, 270.0, 80e3)
        route = Route("l", "L", (Leg(west, KALININGRAD, 10.0),), "sea")
        paint(sheet, ShownStudy(None, (exposure(route, [emitter()], FIELDS),)))
        image = pixels(sheet)
        for away_m, inked in ((33_227.0, True), (20_000.0, True), (60_000.0, False)):
            column, row = at(sheet, destination(KALININGRAD, 270.0, away_m))
            assert (image[row, column].min() < 250) == inked


class TestLegend:
    """What hatches mean."""

    def test_counts_have_their_areas(self):
        told = found("overlap")
        assert legend_title(told) == "Systems that reach at 10 m above sea level"
        rows = legend_rows(told)
        assert [row.text.partition(":")[0] for row in rows] == [
            "Air defence, hostile, 1",
            "Air defence, hostile, 2",
        ]
        assert all(row.text.endswith("km²") for row in rows)

    def test_more_systems_than_looks_share_the_last(self):
        many = [emitter(f"m{n}", range_m=400e3, owner_id=f"m{n}") for n in range(6)]
        rows = legend_rows(found("overlap", *many))
        assert rows[-1].text.startswith("Air defence, hostile, 5 or more")

    def test_merged_and_missed_areas_are_told(self):
        (row,) = legend_rows(found("merge"))
        assert row.text.startswith("Air defence, hostile: ")
        (row,) = legend_rows(found("gap"))
        assert row.text.endswith("% of Bay")
        assert legend_title(found("none")) == ""

    def test_it_is_painted_at_the_upper_right_and_left_out_where_there_is_no_room(self, sheet):
        paint_study_legend(sheet, found("overlap"))
        inked = (pixels(sheet) < 250).any(axis=2)
        assert inked[20:90, 600:].any()
        assert not inked[:, :500].any()
        small = Viewport.of(Camera(KALININGRAD, 250.0), "baltic-lcc", 300, 200).frame()
        sheet.painter.fillRect(QRectF(0, 0, 900, 600), QColor("white"))
        paint_study_legend(Sheet(sheet.painter, small, LIGHT, sheet.means), found("overlap"))
        assert not (pixels(sheet) < 250).any()
