"""Symbols come in the background: the map is never blank, never waits, and ends up right."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from baltic_desk.document.feature import Unit
from baltic_desk.document.outline import new_point
from baltic_desk.document.project import Overlay
from baltic_desk.document.session import Session
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.symbology.engine import ScriptEngine
from baltic_desk.symbology.script_worker import ScriptWorker
from baltic_desk.symbology.symbols import SymbolRenderer, scripts
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.late_engine import LateScriptEngine
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.map.viewport import Camera
from baltic_desk.ui.script_engine import script_engine, symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from baltic_desk.ui.symbol_supply import SymbolSupply
from tests.features import document
from tests.gui.desk_hands import WindowHands

AT = (24.1, 56.95)
SIDC = "10061000161211000000"
SECONDS = 20.0


class Held:
    """An engine that draws nothing until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def __call__(self) -> ScriptEngine:
        assert self.let_go.wait(SECONDS)
        return script_engine()


def until(true: Callable[[], bool]) -> None:
    tick = QTimer()
    tick.start(5)
    end = monotonic() + SECONDS
    while not true():
        assert monotonic() < end, "it never came to that"
        # Not round and round: the engine's thread needs the interpreter.
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def view_of(basemap: BaseMap, supply: SymbolSupply | None, *units: Unit) -> MapView:
    load_fonts()
    renderer = SymbolRenderer(LateScriptEngine()) if supply else symbol_renderer()
    view = MapView(basemap, SymbolPictures(renderer, supply=supply))
    view.resize(400, 300)
    made = document(*(new_point(f"u{k}", unit, AT) for k, unit in enumerate(units)))
    view.set_document(made, Session(made))
    view.set_camera(Camera(AT, 100.0))
    view.show()
    return view


def pixels(view: MapView) -> np.ndarray:
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    shape = (image.height(), image.width(), 4)
    return np.frombuffer(image.constBits(), np.uint8).reshape(shape).copy()


def test_a_box_stands_in_until_the_symbol_comes(qapp: QApplication, basemap: BaseMap) -> None:
    assert qapp is not None
    held = Held()
    supply = SymbolSupply(ScriptWorker(held, scripts))
    unit = Unit(overlay="o", sidc=SIDC, designation="25")
    view = view_of(basemap, supply, unit)
    grid = view.picture.grid(view.shown)
    until(lambda: view.picture.mosaic.coverage(grid) == 1.0)
    QApplication.processEvents()
    assert not view.complete()
    blue, green, red = pixels(view)[150, 200, :3].tolist()
    assert red > 240
    assert blue < 180 > green  # the hostile's red, see-through, and no icon in its middle
    held.let_go.set()
    until(view.complete)
    view.flush()  # the relief, too
    ready = pixels(view)
    view.close()
    supply.close()

    at_once = view_of(basemap, None, unit)
    at_once.flush()
    assert (np.abs(ready[..., :3].astype(int) - pixels(at_once)[..., :3]) > 8).mean() < 0.01
    at_once.close()


def test_more_symbols_than_are_kept_are_painted_all_the_same(
    qapp: QApplication, basemap: BaseMap
) -> None:
    assert qapp is not None
    load_fonts()
    supply = SymbolSupply(ScriptWorker(script_engine, scripts))
    renderer = SymbolRenderer(LateScriptEngine())
    view = MapView(basemap, SymbolPictures(renderer, supply=supply, bytes_kept=30_000))
    view.resize(400, 300)
    made = document(
        *(
            new_point(f"u{k}", Unit(overlay="o", sidc=SIDC, designation=str(k)), (24.0 + k / 9, 57))
            for k in range(30)
        ),
        overlays=[Overlay(id="o", amplifiers="all")],
    )
    view.set_document(made, Session(made))
    view.set_camera(Camera((25.5, 57.0), 700.0))
    view.show()
    until(view.complete)
    view.close()
    supply.close()


def test_a_symbol_that_the_script_stumbles_over_is_a_question_mark(
    qapp: QApplication, basemap: BaseMap
) -> None:
    assert qapp is not None

    def stumbling() -> list[tuple[str, str]]:
        trap = (
            "var whole = drawSymbol; drawSymbol = function (argument) {"
            " if (argument.indexOf('TRAP') >= 0) throw new Error('no'); return whole(argument); };"
        )
        return [*scripts(), ("trap.js", trap)]

    supply = SymbolSupply(ScriptWorker(script_engine, stumbling))
    view = view_of(basemap, supply, Unit(overlay="o", sidc=SIDC, designation="TRAP"))
    until(view.complete)
    view.close()
    supply.close()


def test_scripts_that_do_not_load_are_told_and_the_map_goes_on(
    qapp: QApplication, basemap: BaseMap
) -> None:
    assert qapp is not None
    supply = SymbolSupply(ScriptWorker(script_engine, lambda: [("broken.js", "not javascript")]))
    told: list[str] = []
    supply.failed.connect(told.append)
    view = view_of(basemap, supply, Unit(overlay="o", sidc=SIDC))
    until(lambda: view.complete() and bool(told))
    assert "broken.js does not load" in told[0]
    view.close()
    supply.close()


def test_a_closed_window_leaves_no_script_thread(open_desk: Callable[..., DeskWindow]) -> None:
    desk = open_desk()
    desk.warm_up()
    until(lambda: any(thread.name == "scripts" for thread in threading.enumerate()))
    desk.close()
    assert not any(thread.name == "scripts" for thread in threading.enumerate())


# -- symbols set off by hand ------------------------------------------------------------------


@pytest.fixture
def placed(desk: DeskWindow) -> DeskWindow:
    workspace = desk.workspace
    with workspace.document.edit("Set") as change:
        for name in ("a", "b"):
            change.put(Overlay(id=name, name=name))
        change.put(new_point("u", Unit(overlay="a", sidc=SIDC, designation="25"), AT))
    desk.view.set_camera(Camera(AT, 100.0))
    desk.view.flush()
    return desk


def _unit(desk: DeskWindow) -> Unit:
    feature = desk.workspace.document.feature("u")
    assert feature is not None
    assert isinstance(feature.properties, Unit)
    return feature.properties


def test_dragging_the_corner_moves_the_symbol_only(placed: DeskWindow, hands: WindowHands) -> None:
    view, workspace = placed.view, placed.workspace
    hands.click(AT)
    x, y = view.to_px(AT)
    corner = view.to_position((x + 24.0, y + 20.0))
    there = view.to_position((x + 124.0, y - 40.0))
    hands.drag(corner, there)
    unit = _unit(placed)
    assert (unit.offset_x_px, unit.offset_y_px) == (100.0, -60.0)
    moved = workspace.document.feature("u")
    assert moved is not None
    assert moved.geometry.coordinates == AT
    view.flush()
    # It is hit where it is drawn, and no longer at its place.
    hit = view.hit((x + 100.0, y - 60.0))
    assert hit is not None
    assert hit.id == "u"
    workspace.session.clear()
    assert view.hit((x, y)) is None
    assert list(view.hits_within((x + 90, y - 70), (x + 110, y - 50))) == ["u"]
    assert list(view.hits_within((x - 10, y - 10), (x + 10, y + 10))) == []

    workspace.session.select(["u"])
    workspace.run("unit.reset-offset")
    assert _unit(placed).offset_x_px == 0.0
    workspace.run("edit.undo")
    assert _unit(placed).offset_x_px == 100.0
    workspace.run("edit.undo")
    assert _unit(placed).offset_x_px == 0.0


def test_an_offset_can_be_typed(placed: DeskWindow, hands: WindowHands) -> None:
    view = placed.view
    hands.click(AT)
    x, y = view.to_px(AT)
    grip = view.to_position((x + 24.0, y + 20.0))
    hands.drag(grip, view.to_position((x + 60.0, y + 60.0)))
    assert _unit(placed).offset_x_px == 36.0
    # Back near its place it stands there exactly.
    grip = view.to_position((x + 60.0, y + 60.0))
    hands.drag(grip, view.to_position((x + 27.0, y + 23.0)))
    assert (_unit(placed).offset_x_px, _unit(placed).offset_y_px) == (0.0, 0.0)


def test_an_overlay_says_how_many_texts_and_whether_stacks_fan(placed: DeskWindow) -> None:
    workspace = placed.workspace
    workspace.session.active_overlay = "a"

    def overlay() -> Any:
        return workspace.document.get("a")

    from baltic_desk.app.commands import command

    choose = command("overlay.amplifiers").choose
    assert choose is not None
    choose(workspace, "short")
    assert overlay().amplifiers == "short"
    workspace.run("overlay.declutter")
    assert overlay().declutter == "none"
    workspace.run("edit.undo")
    workspace.run("edit.undo")
    assert (overlay().amplifiers, overlay().declutter) == ("auto", "fan")


def test_the_row_of_an_overlay_has_a_menu(placed: DeskWindow) -> None:
    from PySide6.QtWidgets import QMenu

    from baltic_desk.ui.panels.overlay_menu import OverlayMenu

    overlay = placed.workspace.document.get("a")
    assert isinstance(overlay, Overlay)
    menu = OverlayMenu(placed.workspace, overlay, placed.window)
    texts = menu.actions()[0].menu()
    assert isinstance(texts, QMenu)
    assert [a.text() for a in texts.actions() if a.isChecked()] == ["As the Scale Allows"]
    texts.actions()[3].trigger()
    menu.actions()[1].trigger()
    after = placed.workspace.document.get("a")
    assert isinstance(after, Overlay)
    assert (after.amplifiers, after.declutter) == ("none", "none")
    menu.deleteLater()
