"""Ghosts of where units were a phase before, and arrows along the way they came."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from baltic_desk.document.document import Document
from baltic_desk.document.moving import moved
from baltic_desk.document.phase_operations import add_phase, set_movement
from baltic_desk.document.project import Overlay
from baltic_desk.document.record import Movement
from baltic_desk.ui.export.application import offscreen_application
from baltic_desk.ui.export.image import Picture, export
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.overlay_painting import paint_overlays
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.theme import THEMES
from baltic_desk.ui.map.trace_painting import _leaving
from baltic_desk.ui.map.traces import Trace
from baltic_desk.ui.map.viewport import Camera, Frame, Viewport
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.features import area, document, ring, unit
from tests.forces import force
from tests.moving import END, START, go, two_phases

GOLDEN = Path(__file__).parents[2] / "golden"
WIDTH, HEIGHT = 640, 420
CAMERA = Camera((23.5, 56.9), 420.0)
LCC = "baltic-lcc"


@pytest.fixture(scope="module")
def means(qapp: QGuiApplication) -> Means:  # noqa: ARG001  (letters and scripts need it)
    load_fonts()
    return Means(SymbolPictures(symbol_renderer()))


def campaign() -> Document:
    """Every sort of trace: by hand, along a path, alone, of a ring, of an area."""
    held = document(
        area("area", (24.4, 56.1), (25.0, 56.1), (24.7, 56.4)),
        force("hq", echelon="18", at=(22.0, 57.0)),
        force("led", echelon="16", at=(23.0, 57.0)),
        ring("ring", (23.0, 57.0), 15_000.0, anchor="led"),
        force("red", echelon="15", identity="6", at=(24.7, 56.6)),
        force("green", echelon="15", identity="4", at=(25.3, 56.5)),
        force("stays", at=(23.2, 56.4)),
    )
    add_phase(held)
    go(held, "hq", (23.0, 57.5))
    go(held, "led", (24.9, 57.3), "23.9,56.6 24.3,57.4")
    go(held, "red", (23.6, 56.2), "24.2,56.6", shows="arrow")
    go(held, "green", (25.3, 56.95), shows="ghost")
    go(held, "area", (24.0, 56.0), shows="both")
    return held


def frame() -> Frame:
    return Viewport.of(CAMERA, LCC, WIDTH, HEIGHT).frame()


def painted(means: Means, scene: Scene, of: Frame, theme: str = "light") -> QImage:
    image = QImage(int(of.width), int(of.height), QImage.Format.Format_RGB32)
    image.fill(QColor(THEMES[theme].land))
    painter = QPainter(image)
    for _ in paint_overlays(Sheet(painter, of, THEMES[theme], means), scene):
        pass
    painter.end()
    return image


def pixels(image: QImage) -> np.ndarray:
    shape = (image.height(), image.width(), 4)
    return np.frombuffer(image.constBits(), np.uint8).reshape(shape)[..., :3].astype(np.int16)


def traces(held: Document, before: Scene | None = None) -> dict[str, Trace]:
    return dict(Scene.of(held, LCC, before).traces.by_id)


@pytest.mark.parametrize("theme", THEMES)
def test_traces_look_as_they_did_when_last_looked_at(means: Means, theme: str) -> None:
    now = painted(means, Scene.of(campaign(), LCC), frame(), theme)
    path = GOLDEN / f"map_traces_{theme}.png"
    if not path.exists():
        now.save(str(path))
        pytest.fail(f"{path.name} did not exist: look at it, and keep it if it is right")
    then = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    off = np.abs(pixels(now) - pixels(then)).max(axis=2)
    assert (off > 48).mean() < 0.004


def test_a_picture_in_tiles_is_the_picture_in_one(means: Means) -> None:
    scene = Scene.of(campaign(), LCC)
    whole = pixels(painted(means, scene, frame()))
    step = frame().metres_per_unit
    for column in range(0, WIDTH, 160):
        for row in range(0, HEIGHT, 140):
            left, top = frame().left + column * step, frame().top - row * step
            part = Frame(LCC, left, top, step, 160, 140, 1.0)
            here = whole[row : row + 140, column : column + 160]
            off = np.abs(pixels(painted(means, scene, part)) - here).max(axis=2)
            assert (off > 60).mean() < 0.01, (column, row)


def test_what_is_said_of_a_movement_is_what_there_is() -> None:
    found = traces(campaign())
    shown = {i: (t.ghost is not None, t.way is not None) for i, t in found.items()}
    assert shown == {
        "hq": (True, True), "led": (True, True), "red": (False, True), "green": (True, False),
        "area": (True, True),
    }  # fmt: skip


def test_in_the_first_phase_there_are_none() -> None:
    held = campaign()
    held.show_phase(held.phases()[0].id)
    assert traces(held) == {}
    assert traces(held.snapshot(held.phases()[1].id)).keys() == traces_of_second(held)


def traces_of_second(held: Document) -> set[str]:
    held.show_phase(held.phases()[1].id)
    return set(traces(held))


def test_what_is_hidden_leaves_none() -> None:
    held = campaign()
    hq, red = held.feature("hq"), held.feature("red")
    assert hq is not None
    assert red is not None
    with held.edit("Hide") as change:
        change.put(replace(hq, properties=replace(hq.properties, hidden=True)))
    assert "hq" not in traces(held)
    with held.edit("Hide") as change:
        change.put(Overlay(id="o", visible=False))
    assert traces(held) == {}


def test_one_switch_is_for_all() -> None:
    held = campaign()
    with held.edit("Hide") as change:
        change.put(replace(held.project, show_movements=False))
    assert traces(held) == {}


def test_a_ghost_cannot_be_touched() -> None:
    scene = Scene.of(two_moved(), LCC)
    assert len(scene.shapes) == 3
    assert [shape.feature.id for shape in scene.shapes] == ["u", "r", "v"]


def two_moved() -> Document:
    held = two_phases()
    go(held, "u", END)
    return held


def test_traces_that_stay_the_same_are_taken_over() -> None:
    held = two_moved()
    go(held, "v", (22.0, 58.5))
    before = Scene.of(held, LCC)
    go(held, "v", (22.0, 59.0))
    after = traces(held, before)
    assert after["u"] is before.traces.by_id["u"]
    assert after["v"] is not before.traces.by_id["v"]


def test_the_ghost_is_the_shape_that_the_phase_before_showed() -> None:
    held = two_moved()
    second = held.phase
    assert second is not None
    held.show_phase(held.phases()[0].id)
    first = Scene.of(held, LCC)
    held.show_phase(second)
    assert traces(held, first)["u"].ghost is first.by_id["u"]


def test_ghosts_of_others_have_no_names() -> None:
    held = document(area("a"))
    feature = held.feature("a")
    assert feature is not None
    with held.edit("Name") as change:
        change.put(replace(feature, properties=replace(feature.properties, name="AA GOLD")))
    add_phase(held)
    go(held, "a", (25.0, 57.0), shows="ghost")
    ghost = traces(held)["a"].ghost
    assert ghost is not None
    assert ghost.feature.properties.name == ""


def test_a_long_way_follows_the_geodesics() -> None:
    held = document(unit("u", (12.0, 55.0)))
    add_phase(held)
    go(held, "u", (28.0, 64.0), "14.0,60.0")
    way = traces(held)["u"].way
    assert way is not None
    assert len(way) > 3


def test_a_way_is_seen_where_neither_end_is(means: Means) -> None:
    held = document(unit("u", (20.0, 57.0)))
    add_phase(held)
    go(held, "u", (27.0, 57.0))
    middle = Viewport.of(Camera((23.5, 57.1), 100.0), LCC, 300, 300).frame()
    image = pixels(painted(means, Scene.of(held, LCC), middle))
    assert (image != image[0, 0]).any()


def test_an_arrow_leaves_a_symbol_at_the_edge_of_its_box() -> None:
    line = np.array(((0.0, 0.0), (5.0, 0.0), (40.0, 0.0)))
    assert _leaving(line, (-10, -8, 10, 8), 1.0).tolist() == [[10, 0], [40, 0]]
    assert _leaving(line, (-10, -8, 10, 8), 2.0).tolist() == [[20, 0], [40, 0]]
    assert _leaving(line, None, 1.0) is line
    assert len(_leaving(line, (-50, -50, 50, 50), 1.0)) == 0
    # The staff of a headquarters: its symbol stands beside its place.
    assert _leaving(line, (2, -50, 40, -20), 1.0).tolist() == line.tolist()
    slanted = np.array(((0.0, 0.0), (30.0, -30.0)))
    assert _leaving(slanted, (-20, -10, 20, 10), 1.0).tolist() == [[10, -10], [30, -30]]


def test_while_it_moves_on_its_way_ends_where_it_is() -> None:
    held = two_moved()
    scene = Scene.of(held, LCC)
    feature = held.feature("u")
    assert feature is not None
    projection = scene.by_id["u"].projection
    on = scene.traces.by_id["u"].to(moved(feature, END, (24.0, 58.0)), projection)
    assert on.way is not None
    assert on.way[-1] == pytest.approx(projection.forward_one((24.0, 58.0)), abs=1.0)
    led = scene.traces.by_id["u"].to(feature, projection, ((22.0, 59.0),))
    assert led.way is not None
    assert led.way[:, 1].max() > on.way[:, 1].max()


def test_an_svg_has_the_arrow_and_the_ghost(tmp_path: Path) -> None:
    with offscreen_application():
        held = two_moved()
        picture = Picture(WIDTH, HEIGHT, camera=Camera((22.0, 57.3), 420.0), layers=frozenset())
        export(held, tmp_path / "drawn.svg", picture)
        assert held.phase is not None
        set_movement(held, held.phase, "u", Movement(shows="none"))
        export(held, tmp_path / "bare.svg", picture)
    drawn, bare = (tmp_path / f"{name}.svg" for name in ("drawn", "bare"))
    ink = 'stroke="#1660a8"'
    assert ink in drawn.read_text()
    assert ink not in bare.read_text()
    assert len(drawn.read_text()) > len(bare.read_text()) + 1000
    assert START != END
