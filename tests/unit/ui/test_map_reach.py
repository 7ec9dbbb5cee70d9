"""Reach on the map: areas, edges by what limits them, labels, the legend, the layer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from baltic_desk.app.reaches import FieldCache, FieldKey, compute, cut_rings, reached, reached_now
from baltic_desk.coverage.line_of_sight import horizon_m
from baltic_desk.document.altitude import Altitude, put_altitude
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.geo.terrain import Elevation, SmoothEarth
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.coverage_layer import CoverageLayer
from baltic_desk.ui.map.coverage_painting import (
    LOOKS,
    _labelled,
    erase_units,
    paint_reach_labels,
    paint_reaches,
)
from baltic_desk.ui.map.overlay_painting import paint_overlays
from baltic_desk.ui.map.placed_reach import Detail, Reaches, placed, to_the_horizon
from baltic_desk.ui.map.reach_legend import legend_notes, legend_rows, paint_legend
from baltic_desk.ui.map.ring_labels import RingPlaces
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.theme import THEMES
from baltic_desk.ui.map.tiles import Grid
from baltic_desk.ui.map.viewport import Camera, Viewport
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.features import document, ring, unit
from tests.reliefs import wall

PLACE = (20.5, 54.7)
LCC = "baltic-lcc"
LOW = Altitude(10.0)
WIDTH, HEIGHT = 400, 300
NEAR = Viewport.of(Camera(PLACE, 300.0), LCC, WIDTH, HEIGHT)
WALL = wall(PLACE, 15_000.0, 80.0, (135.0, 225.0))


@pytest.fixture(scope="module")
def means(qapp: QGuiApplication) -> Means:  # noqa: ARG001  (letters and scripts need it)
    load_fonts()
    return Means(SymbolPictures(symbol_renderer()))


@pytest.fixture(scope="module")
def cache() -> FieldCache:
    return FieldCache()


def radar(feature_id: str = "r", radius_m: float = 60_000.0, **changes: object) -> Feature:
    made = ring(feature_id, PLACE, radius_m)
    wanted = {"ring_class": "air-defence", "antenna_height_m": 24.0} | changes
    return replace(made, properties=replace(made.properties, **wanted))


def at(altitude: Altitude, *features: Feature) -> Document:
    held = document(*features)
    put_altitude(held, altitude)
    return held


def reaches_of(
    held: Document, cache: FieldCache, terrain: Elevation | None = None, projection_id: str = LCC
) -> Reaches:
    altitude = Altitude(held.project.altitude_m or 10.0, terrain=held.project.terrain)
    terrain = terrain or SmoothEarth()
    found = reached_now(held, altitude, terrain, cache)
    return Reaches(altitude, projection_id, terrain, tuple(placed(found, projection_id)))


def provisional(held: Document, terrain: Elevation) -> Reaches:
    found = [reached(each, LOW, terrain, FieldCache()) for each in cut_rings(held, 10.0)]
    return Reaches(LOW, LCC, terrain, tuple(placed(found, LCC)))


class Canvas:
    """A picture of reach alone, on white."""

    def __init__(self, means: Means, viewport: Viewport = NEAR) -> None:
        form = QImage.Format.Format_ARGB32_Premultiplied
        self.image = QImage(viewport.width, viewport.height, form)
        self.image.fill(QColor("white"))
        self.painter = QPainter(self.image)
        self.sheet = Sheet(self.painter, viewport.frame(), THEMES["light"], means)

    def pixels(self, *many_steps: Iterable[None]) -> np.ndarray:
        for steps in many_steps:
            for _ in steps:
                pass
        self.painter.end()
        shape = (self.image.height(), self.image.width(), 4)
        return np.frombuffer(self.image.constBits(), np.uint8).reshape(shape).astype(int)


def around(radius_m: float, count: int = 2_000) -> np.ndarray:
    """Pixels (n, 2) of a circle about the emitter in NEAR."""
    turn = np.linspace(0.0, 2.0 * np.pi, count, endpoint=False)
    radius = radius_m / NEAR.metres_per_px
    return np.column_stack((WIDTH / 2 + radius * np.sin(turn), HEIGHT / 2 - radius * np.cos(turn)))


def darkness(pixels: np.ndarray, radius_m: float) -> np.ndarray:
    """How much ink there is at places round the emitter, 0 to 1, the most within two pixels."""
    ink = (255 - pixels[..., :3].min(axis=2)) / 255
    found = []
    for wider in (-2, -1, 0, 1, 2):
        x, y = around(radius_m + wider * NEAR.metres_per_px).round().astype(int).T
        found.append(ink[y, x])
    return np.max(found, axis=0)


# -- what is placed ----------------------------------------------------------------------------


@pytest.mark.parametrize("projection_id", [LCC, "web-mercator", "laea-europe"])
def test_reach_lies_where_the_horizon_is_in_any_projection(
    cache: FieldCache, projection_id: str
) -> None:
    (item,) = reaches_of(at(LOW, radar()), cache, projection_id=projection_id).items
    lonlat = PROJECTIONS[projection_id].inverse(item.edges["horizon"].parts.positions)
    assert set(item.edges) == {"horizon"}
    assert item.fill is not None
    north = (lonlat[:, 1].max() - PLACE[1]) * 111_300.0
    assert north == pytest.approx(float(horizon_m(24.0, 10.0)), rel=5e-3)


def test_of_rings_of_one_antenna_that_end_at_one_horizon_the_widest_draws_it_and_says_so(
    cache: FieldCache,
) -> None:
    held = at(LOW, radar("a", 40_000.0), radar("b", 60_000.0), radar("near", 20_000.0))
    found = reaches_of(held, cache).by_id
    assert set(found["b"].edges) == {"horizon"}
    assert found["b"].label == "33 km at 10 m: horizon"
    assert (found["a"].edges, found["a"].fill, found["a"].label) == ({}, None, "")
    assert set(found["near"].edges) == {"range"}
    assert found["near"].label == ""


def test_of_two_equal_rings_one_is_drawn(cache: FieldCache) -> None:
    found = reaches_of(at(LOW, radar("a"), radar("b")), cache)
    assert [bool(item.edges) for item in found.items] == [True, False]


def test_rings_of_other_kinds_and_antennas_draw_their_own(cache: FieldCache) -> None:
    held = at(LOW, radar("a"), radar("b", ring_class="sensor"), radar("c", antenna_height_m=4.0))
    assert all(item.label for item in reaches_of(held, cache).items)


def test_detail_is_the_same_within_an_octave_of_scales_and_full_when_near() -> None:
    assert Detail.of(1_400.0) == Detail.of(1_100.0) != Detail.of(700.0)
    assert Detail.of(50.0) == Detail(0.0, 0.0)


# -- how it looks ------------------------------------------------------------------------------


def test_edges_are_told_apart_by_weight_and_dash_without_colour() -> None:
    looks = [(look.width_px, look.dash, look.crosses) for look in LOOKS.values()]
    assert len(set(looks)) == len(looks) == 4
    plain = [look.width_px for look in LOOKS.values() if not look.dash]
    assert max(plain) > 2 * min(plain)


def test_the_horizon_is_dashed_and_the_published_range_is_not(
    means: Means, cache: FieldCache
) -> None:
    held = at(LOW, radar("far"), radar("near", 20_000.0))
    reaches, scene = reaches_of(held, cache), Scene.of(held, LCC)
    canvas = Canvas(means)
    pixels = canvas.pixels(paint_reaches(canvas.sheet, scene, reaches))
    horizon, published = darkness(pixels, float(horizon_m(24.0, 10.0))), darkness(pixels, 20_000.0)
    assert (published > 0.6).all()
    gaps = ((horizon > 0.6)[1:] & ~(horizon > 0.6)[:-1]).sum()
    assert 0.5 < (horizon > 0.6).mean() < 0.9
    assert gaps > 20


def test_terrain_is_a_thin_line(means: Means, cache: FieldCache) -> None:
    held = at(LOW, radar())
    reaches, scene = reaches_of(held, cache, WALL), Scene.of(held, LCC)
    assert reaches.causes == {"horizon", "terrain"}
    canvas = Canvas(means)
    pixels = canvas.pixels(paint_reaches(canvas.sheet, scene, reaches))
    ink = (255 - pixels[..., :3].min(axis=2)) / 255
    # Straight to the south the wall ends sight, to the north the horizon does.
    south, north = ink[HEIGHT // 2 :, WIDTH // 2], ink[: HEIGHT // 2, WIDTH // 2]
    assert 0 < (south > 0.5).sum() <= 3
    assert (north > 0.5).sum() <= 3


def test_where_elevation_ends_there_are_crosses(means: Means, cache: FieldCache) -> None:
    relief = SmoothEarth()
    half = type(WALL)(PLACE, lambda _b, d: 0.0 * d, bounds=(20.3, 54.0, 22.0, 56.0))
    held = at(LOW, radar())
    reaches, scene = reaches_of(held, cache, half), Scene.of(held, LCC)
    assert "data" in reaches.causes
    assert "data" not in reaches_of(held, cache, relief).causes
    ends = reaches.items[0].edges["data"].bounds
    (left, _), (right, _) = NEAR.frame().units(np.array((ends[:2], ends[2:]))).tolist()
    canvas = Canvas(means)
    pixels = canvas.pixels(paint_reaches(canvas.sheet, scene, reaches))
    beside = pixels[40:260, int(left) - 6 : int(left) - 2, :3]
    assert right - left < 8
    assert (beside.min(axis=2) < 200).any(), "arms of crosses stand out beside the edge"


def test_what_is_provisional_is_dotted_and_not_filled(means: Means, cache: FieldCache) -> None:
    held = at(LOW, radar())
    scene = Scene.of(held, LCC)
    canvas, other = Canvas(means), Canvas(means)
    final = canvas.pixels(paint_reaches(canvas.sheet, scene, reaches_of(held, cache)))
    dotted = other.pixels(paint_reaches(other.sheet, scene, provisional(held, SmoothEarth())))
    inside = (HEIGHT // 2 + 20, WIDTH // 2 + 20)
    assert final[inside].min() < 255
    assert dotted[inside].min() == 255
    far_m = float(horizon_m(24.0, 10.0))
    runs = [
        int(((line > 0.35)[1:] & ~(line > 0.35)[:-1]).sum())
        for line in (darkness(final, far_m), darkness(dotted, far_m))
    ]
    assert runs[1] > 1.5 * runs[0]


def test_published_ranges_stay_as_faint_lines(means: Means) -> None:
    held = at(LOW, radar(radius_m=40_000.0))
    pictures = []
    for shown in (held, document(radar(radius_m=40_000.0))):
        canvas = Canvas(means)
        pixels = canvas.pixels(paint_overlays(canvas.sheet, Scene.of(shown, LCC)))
        pictures.append(np.median(darkness(pixels, 40_000.0)))
    faint, plain = pictures
    assert 0.2 < faint < 0.6 * plain


def test_rings_that_are_not_cut_are_drawn_as_ever(means: Means) -> None:
    weapon = radar(radius_m=40_000.0, ring_class="other", label="")
    pictures = []
    for held in (at(LOW, weapon), document(weapon)):
        canvas = Canvas(means)
        pictures.append(canvas.pixels(paint_overlays(canvas.sheet, Scene.of(held, LCC))))
    assert (pictures[0] == pictures[1]).all()


def test_units_are_not_tinted_by_what_is_painted_over_the_tiles(
    means: Means, cache: FieldCache
) -> None:
    held = at(LOW, radar(), unit("u", PLACE))
    reaches, scene = reaches_of(held, cache), Scene.of(held, LCC)
    canvas = Canvas(means)
    canvas.image.fill(QColor(0, 0, 0, 0))
    steps = paint_reaches(canvas.sheet, scene, reaches), erase_units(canvas.sheet, scene)
    pixels = canvas.pixels(*steps)
    assert pixels[HEIGHT // 2, WIDTH // 2, 3] == 0
    assert pixels[HEIGHT // 2 + 40, WIDTH // 2 + 40, 3] > 0


def test_labels_do_not_cover_each_other(means: Means, cache: FieldCache) -> None:
    crowd = [radar(f"r{k}", ring_class="sensor", antenna_height_m=4.0 + k) for k in range(8)]
    held = at(Altitude(10.0, terrain="none"), *crowd)
    reaches, scene = reaches_of(held, cache), Scene.of(held, LCC)
    canvas = Canvas(means)
    shown = [(scene.by_id[item.ring_id], item, 1.0) for item in reaches.items]
    boxes = [box for _, _, box in _labelled(canvas.sheet, shown, np.empty((0, 2)))]
    assert len(boxes) > 4
    assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
    written = sum(1 for _ in paint_reach_labels(canvas.sheet, scene, reaches))
    canvas.painter.end()
    assert written == len(boxes)


def test_a_ring_that_has_been_moved_is_not_painted_where_it_was(
    means: Means, cache: FieldCache
) -> None:
    held = at(LOW, radar())
    reaches = reaches_of(held, cache)
    moved = at(LOW, radar(center_lon=20.6))
    canvas = Canvas(means)
    assert not list(paint_reaches(canvas.sheet, Scene.of(moved, LCC), reaches))
    canvas.painter.end()


def test_a_ring_that_is_being_moved_goes_to_the_horizon(cache: FieldCache) -> None:
    held = at(LOW, radar())
    reaches = reaches_of(held, cache)
    moving = {"r": radar(center_lon=20.6), "w": radar("w", ring_class="anti-ship")}
    found = to_the_horizon(moving, reaches)
    assert set(found) == {"r"}
    assert found["r"].provisional
    assert found["r"].edges["horizon"].bounds[0] > reaches.items[0].edges["horizon"].bounds[0]


# -- the legend --------------------------------------------------------------------------------


def test_the_legend_has_what_occurs_and_tells_on_what_it_rests(cache: FieldCache) -> None:
    words = [words for _, words in legend_rows(reaches_of(at(LOW, radar()), cache, WALL))]
    assert words == ["cut by the horizon", "cut by terrain", "published range"]
    bare = reaches_of(at(LOW, radar(radius_m=30_000.0, antenna_height_m=None)), cache)
    said = " ".join(legend_notes(bare))
    assert "k = 4/3" in said
    assert "10 m, assumed" in said
    assert "12 m RMSE" in said


def test_the_legend_of_a_stated_antenna_speaks_of_no_assumption(cache: FieldCache) -> None:
    assert not any("assumed" in note for note in legend_notes(reaches_of(at(LOW, radar()), cache)))


def test_the_legend_names_added_terrain_its_error_and_a_source_that_is_missing(
    cache: FieldCache,
) -> None:
    held = at(Altitude(10.0, terrain="Lidar"), radar())
    reaches = reaches_of(held, cache, WALL)
    assert "Terrain: made relief (none); k = 4/3" in legend_notes(reaches)
    missing = Reaches(reaches.altitude, LCC, WALL, reaches.items, missing="Lidar")
    assert any("“Lidar” is not on this machine" in note for note in legend_notes(missing))


def test_the_legend_says_that_something_is_provisional() -> None:
    words = [words for _, words in legend_rows(provisional(at(LOW, radar()), WALL))]
    assert any("provisional" in each for each in words)


def test_on_a_sheet_too_small_for_it_there_is_no_legend(means: Means, cache: FieldCache) -> None:
    reaches = reaches_of(at(LOW, radar()), cache)
    for width, written in ((800, True), (300, False)):
        canvas = Canvas(means, Viewport.of(Camera(PLACE, 300.0), LCC, width, 600))
        paint_legend(canvas.sheet, reaches)
        assert (canvas.pixels()[..., :3] < 255).any() == written


# -- the layer ---------------------------------------------------------------------------------


def grid(viewport: Viewport = NEAR) -> Grid:
    return Grid.of(viewport, "light")


def finished(layer: CoverageLayer, scene: Scene, on: Grid) -> int:
    """Work to the end; how many slices that took."""
    for count in range(1, 2_000):
        if layer.work(0.0005, scene, THEMES["light"], on, frozenset()):
            return count
    raise AssertionError("it never ended")


def test_the_layer_paints_bit_by_bit_and_then_is_fresh(means: Means, cache: FieldCache) -> None:
    held = at(LOW, radar())
    scene, layer = Scene.of(held, LCC), CoverageLayer(means)
    assert layer.fresh(scene, THEMES["light"], grid(), frozenset())
    layer.show(reaches_of(held, cache))
    assert not layer.fresh(scene, THEMES["light"], grid(), frozenset())
    assert finished(layer, scene, grid()) > 1
    assert layer.fresh(scene, THEMES["light"], grid(), frozenset())
    layer.age()
    assert not layer.fresh(scene, THEMES["light"], grid(), frozenset())


def test_another_altitude_is_painted_after_the_one_under_way(
    means: Means, cache: FieldCache
) -> None:
    held = at(LOW, radar())
    scene, layer = Scene.of(held, LCC), CoverageLayer(means)
    layer.show(reaches_of(held, cache))
    layer.work(0.0, scene, THEMES["light"], grid(), frozenset())
    layer.show(reaches_of(held, cache))
    finished(layer, scene, grid())
    assert not layer.fresh(scene, THEMES["light"], grid(), frozenset())
    finished(layer, scene, grid())
    assert layer.fresh(scene, THEMES["light"], grid(), frozenset())


def test_a_small_pan_needs_no_new_picture_and_a_zoom_does(means: Means, cache: FieldCache) -> None:
    held = at(LOW, radar())
    scene, layer = Scene.of(held, LCC), CoverageLayer(means)
    layer.show(reaches_of(held, cache))
    finished(layer, scene, grid())
    assert layer.fresh(scene, THEMES["light"], grid(NEAR.panned(30.0, -20.0)), frozenset())
    assert not layer.fresh(scene, THEMES["light"], grid(NEAR.panned(300.0, 0.0)), frozenset())
    nearer = grid(NEAR.zoomed(2.0, (0.0, 0.0)))
    assert not layer.fresh(scene, THEMES["light"], nearer, frozenset())


def test_the_picture_is_drawn_where_the_view_is(means: Means, cache: FieldCache) -> None:
    held = at(LOW, radar())
    scene, layer = Scene.of(held, LCC), CoverageLayer(means)
    layer.show(reaches_of(held, cache))
    finished(layer, scene, grid())
    seen = []
    for viewport in (NEAR, NEAR.panned(20.0, 10.0), NEAR.zoomed(1.5, (200.0, 150.0))):
        canvas = Canvas(means)
        layer.paint(canvas.painter, grid(viewport).frame, canvas.image.rect().toRectF())
        ink = canvas.pixels()[..., :3].min(axis=2) < 250
        rows, columns = np.nonzero(ink)
        seen.append((columns.mean(), rows.mean(), ink.sum()))
    assert seen[1][0] - seen[0][0] == pytest.approx(20.0, abs=1.0)
    assert seen[1][1] - seen[0][1] == pytest.approx(10.0, abs=1.0)
    assert seen[2][2] > 1.5 * seen[0][2]


def test_without_reach_the_layer_keeps_no_picture(means: Means, cache: FieldCache) -> None:
    held = at(LOW, radar())
    scene, layer = Scene.of(held, LCC), CoverageLayer(means)
    layer.show(reaches_of(held, cache))
    finished(layer, scene, grid())
    layer.show(None)
    canvas = Canvas(means)
    layer.paint(canvas.painter, grid().frame, canvas.image.rect().toRectF())
    assert (canvas.pixels() == 255).all()


def test_a_field_serves_rings_of_any_altitude(cache: FieldCache) -> None:
    (only,) = cut_rings(at(LOW, radar()), 10.0)
    key = FieldKey(only.limits.emitter, SmoothEarth())
    field = cache.get(key, 60_000.0) or compute(key, 60_000.0, cache)
    for altitude_m in (10.0, 100.0, 1_000.0):
        assert reached(only, Altitude(altitude_m), SmoothEarth(), cache).why_smooth == ""
    assert cache.get(key, 60_000.0) is field


def test_a_weapon_says_on_its_arc_from_where_on_others_must_see_its_target(means: Means) -> None:
    missile = radar(radius_m=200_000.0, ring_class="anti-ship", antenna_height_m=None, name="NSM")
    texts: list[str] = []

    def write(held: Document) -> Iterator[None]:
        found = yield from RingPlaces(means.ruler).labels(Scene.of(held, LCC), 800.0)
        texts.extend(label.text for label in found.values())

    for held in (document(missile), at(LOW, missile)):
        list(write(held))
    assert texts == ["NSM 200 km", "NSM 200 km · targeting beyond 13 km, assumed"]


def test_a_cut_ring_has_no_wash_of_its_published_range(means: Means) -> None:
    washed = []
    for held in (document(radar()), at(LOW, radar())):
        canvas = Canvas(means)
        pixels = canvas.pixels(paint_overlays(canvas.sheet, Scene.of(held, LCC)))
        washed.append(pixels[HEIGHT // 2 + 50, WIDTH // 2 + 50, :3].min() < 255)
    assert washed == [True, False]


def test_a_label_stands_where_it_covers_no_unit(means: Means, cache: FieldCache) -> None:
    held = at(LOW, radar())
    reaches, scene = reaches_of(held, cache), Scene.of(held, LCC)
    canvas = Canvas(means)
    shown = [(scene.by_id["r"], reaches.items[0], 1.0)]
    ((_, _, usual),) = _labelled(canvas.sheet, shown, np.empty((0, 2)))
    below = np.array(((usual.center().x(), usual.center().y()),))
    ((_, _, other),) = _labelled(canvas.sheet, shown, below)
    canvas.painter.end()
    assert usual.center().y() > HEIGHT / 2
    assert not other.intersects(usual)
