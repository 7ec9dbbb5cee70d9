"""Presenting in real windows: every key, what the audience sees, that the project stays as it is.

The base map is left out but for its borders: what is looked at are units, rings and what lies over.
"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from time import perf_counter, sleep
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from baltic_desk.app.presenting import Presenting
from baltic_desk.app.settings import Settings
from baltic_desk.app.view_commands import BASE_LAYERS
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.io.project import dumps
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.present.desk import PresentDesk
from baltic_desk.ui.present.presentation import Presentation
from baltic_desk.ui.present.stage import Stage
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.lessons import MARKING, OTHER, lesson

NO_KEYS = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
WAIT_S = 20.0


class Window(QWidget):
    """As much of the editor's window as presenting knows."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.surfaces: dict[str, Callable[[], None]] = {}

    def add_surface(self, name: str, opener: Callable[[], None]) -> None:
        self.surfaces[name] = opener

    def open(self, surface: str) -> None:
        self.surfaces[surface]()


class Audience:
    """Presents a project and looks at the stage."""

    def __init__(self, workspace: Workspace, desk: PresentDesk, window: Window) -> None:
        self.workspace = workspace
        self.desk = desk
        self.window = window

    @property
    def presentation(self) -> Presentation:
        found = self.desk.presentation
        assert found is not None, "nothing is presented"
        return found

    @property
    def stage(self) -> Stage:
        return self.presentation.stage

    @property
    def now(self) -> Presenting:
        return self.presentation.now

    def begin(self, surface: str = "present") -> None:
        self.window.open(surface)
        self.rest()

    def until(self, condition: Callable[[], bool]) -> None:
        begun = perf_counter()
        while not condition():
            QApplication.processEvents()
            sleep(0.001)
            assert perf_counter() - begun < WAIT_S, "the stage never comes to rest"

    def rest(self) -> None:
        """Let the picture that is gone to stand there complete."""
        self.until(lambda: not self.stage.flying and self.stage.current.ready)
        QApplication.processEvents()

    def prepared(self, number: int) -> None:
        """Let another step stand ready."""
        showing = self.now.programme.own(number)
        self.until(lambda: not self.stage.flying and self.stage.is_ready(showing))

    def key(self, key: Qt.Key | str, held: Qt.KeyboardModifier = NO_KEYS) -> None:
        QTest.keyClick(self.stage, key, held)

    def turn(self, key: Qt.Key | str) -> None:
        """Strike a key and go with it to the end of the way."""
        self.key(key)
        self.stage.skip()

    def seen(self) -> QImage:
        return self.stage.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    def step(self) -> int:
        return self.now.showing.step + 1


@pytest.fixture(scope="module")
def pictures(qapp: QApplication) -> SymbolPictures:  # noqa: ARG001  (the engine needs it)
    load_fonts()
    return SymbolPictures(symbol_renderer())


@pytest.fixture
def present(
    ask: Any, basemap: BaseMap, pictures: SymbolPictures
) -> Iterator[Callable[[Document], Audience]]:
    """Puts a project on the desk and presents it; what is still going on at the end is ended."""
    made: list[tuple[Audience, MapView]] = []

    def put(document: Document, *, surface: str = "present", step: str | None = None) -> Audience:
        hidden = frozenset(name for name, _ in BASE_LAYERS if name != "borders")
        settings = Settings(hidden_layers=hidden)
        view = MapView(basemap, pictures.beside())
        view.set_layer_visible("relief", False)
        view.resize(640, 400)
        workspace = Workspace(ask, view, settings=settings, document=document, keep=lambda _: None)
        workspace.take_step(step)
        view.set_document(document, workspace.session)
        view.look_at((22.0, 55.8), 900.0)
        window = Window()
        desk = PresentDesk(workspace, window, view, basemap, pictures)  # type: ignore[arg-type]
        audience = Audience(workspace, desk, window)
        made.append((audience, view))
        audience.begin(surface)
        return audience

    yield put
    for audience, view in made:
        audience.desk.end()
        audience.workspace.session.close()
        view.close()
        view.deleteLater()
        audience.window.deleteLater()
    QApplication.sendPostedEvents(None, 0)
    QApplication.processEvents()


@pytest.fixture
def audience(present: Callable[[Document], Audience]) -> Audience:
    return present(lesson(6))


def pixels(image: QImage) -> np.ndarray:
    """Blue, green, red and nothing of each pixel (height, width, 4)."""
    memory = np.frombuffer(image.constBits(), np.uint8)
    return memory.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()]


def inked(image: QImage, name: str, within: tuple[float, float, float, float]) -> int:
    """Pixels of nearly a colour within left, top, right, bottom, as shares of the picture."""
    wanted = QColor(name)
    left, right = (int(within[k] * image.width()) for k in (0, 2))
    top, bottom = (int(within[k] * image.height()) for k in (1, 3))
    part = pixels(image)[top:bottom, left:right, :3].astype(int)
    off = np.abs(part - (wanted.blue(), wanted.green(), wanted.red())).max(axis=2)
    return int((off < 40).sum())


TOP = (0.3, 0.0, 0.7, 0.06)
BOTTOM = (0.3, 0.94, 0.7, 1.0)
INNER = (0.0, 0.1, 1.0, 0.9)
MARKING_INK = "#b3261e"


# -- the project stays as it is -----------------------------------------------------------------


def test_presenting_leaves_no_trace_in_the_project(audience: Audience) -> None:
    document = audience.workspace.document
    before = dumps(document), document.history.labels, document.phase
    heard: list[object] = []
    document.subscribe(heard.append)
    document.on_phase(heard.append)
    for key in ("n", "a", "a", "]", "[", "d", "c"):
        audience.turn(key)
    audience.key(Qt.Key.Key_1, ALT)
    QTest.mousePress(audience.stage, LEFT, NO_KEYS, QPoint(200, 200))
    QTest.mouseMove(audience.stage, QPoint(300, 260))
    QTest.mouseRelease(audience.stage, LEFT, NO_KEYS, QPoint(300, 260))
    audience.key("+")
    audience.turn(Qt.Key.Key_End)
    audience.key(Qt.Key.Key_Escape)
    assert audience.desk.presentation is None
    assert (dumps(document), document.history.labels, document.phase) == before
    assert document.history.clean
    assert not heard
    assert audience.workspace.session.selection == ()


def test_the_editor_looks_where_it_looked(audience: Audience) -> None:
    camera = audience.workspace.camera
    before = camera.center(), camera.metres_per_px()
    audience.turn(Qt.Key.Key_End)
    audience.key(Qt.Key.Key_Escape)
    assert (camera.center(), camera.metres_per_px()) == before


def test_the_first_picture_is_seen_complete_and_not_in_tiles(audience: Audience) -> None:
    audience.presentation.end()
    audience.window.open("present")
    audience.until(lambda: not audience.stage.flying)
    assert audience.stage.current.ready


def test_all_pictures_have_the_overview_of_the_region_that_one_of_them_made(
    audience: Audience,
) -> None:
    maps = [scenery.view for scenery in audience.stage.wings]
    here = audience.stage.current.view
    audience.until(lambda: here.picture.backdrop.has_overview(here.projection_id, here.theme))
    assert all(m.picture.backdrop.has_overview(m.projection_id, m.theme) for m in maps)


def test_a_presentation_leaves_no_map_behind(audience: Audience) -> None:
    audience.turn("n")
    left = [weakref.ref(scenery.view) for scenery in audience.stage.wings]
    left.append(weakref.ref(audience.stage))
    audience.presentation.end()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert [made for made in left if made() is not None] == []


def test_a_second_presentation_is_as_the_first(audience: Audience) -> None:
    audience.turn("n")
    audience.key(Qt.Key.Key_Escape)
    audience.begin()
    assert audience.step() == 1
    assert audience.stage.isVisible()


def test_closing_the_window_ends_it(audience: Audience) -> None:
    audience.stage.close()
    assert audience.desk.presentation is None


# -- keys ---------------------------------------------------------------------------------------


def test_keys_and_clickers_turn(audience: Audience) -> None:
    forth = (
        Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Space,
        Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_N,
    )  # fmt: skip
    back = (
        Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace, Qt.Key.Key_P,
        Qt.Key.Key_Left, Qt.Key.Key_Home,
    )  # fmt: skip
    for onward, again in zip(forth, back, strict=True):
        audience.turn(onward)
        assert audience.step() == 2, onward
        audience.turn(again)
        assert audience.step() == 1, again
    audience.turn(Qt.Key.Key_End)
    assert audience.step() == 3
    audience.turn(Qt.Key.Key_F5)
    assert audience.step() == 3


def test_a_click_is_next_and_a_drag_is_not(audience: Audience) -> None:
    stage = audience.stage
    QTest.mouseClick(stage, LEFT, NO_KEYS, QPoint(300, 300))
    assert audience.step() == 2
    stage.skip()
    QTest.mousePress(stage, LEFT, NO_KEYS, QPoint(300, 300))
    QTest.mouseMove(stage, QPoint(340, 320))
    QTest.mouseMove(stage, QPoint(380, 330))
    QTest.mouseRelease(stage, LEFT, NO_KEYS, QPoint(380, 330))
    assert audience.step() == 2
    assert stage.current.astray


def test_a_number_goes_to_its_step(audience: Audience) -> None:
    audience.key("3")
    assert audience.stage.over.said.startswith("Step 3 of 3")
    audience.turn(Qt.Key.Key_Return)
    assert audience.step() == 3
    audience.key("9")
    audience.key(Qt.Key.Key_Return)
    assert (audience.step(), audience.stage.over.said) == (3, "There are 3 steps")


@pytest.mark.parametrize(
    ("keys", "colour"), [(("b", "."), "#000000"), (("w", ","), "#ffffff")], ids=["black", "white"]
)
def test_a_black_or_white_screen(audience: Audience, keys: tuple[str, str], colour: str) -> None:
    before = audience.seen()
    for key in keys:
        audience.key(key)
        image = audience.seen()
        places = [(x, y) for x in range(5, 795, 61) for y in range(60, 740, 53)]
        assert {image.pixelColor(x, y).name() for x, y in places} == {colour}
        # What marks the picture stays: it is never gone.
        assert any(
            image.pixelColor(x, y).name() != colour
            for x in range(300, 500)
            for y in range(int(0.06 * image.height()))
        )
        audience.key(Qt.Key.Key_PageDown)
        assert audience.step() == 1
        assert audience.seen() == before


def test_altitude_is_changed_by_key_and_comes_back(audience: Audience) -> None:
    audience.key("a")
    assert audience.now.showing.altitude_m == 10.0
    assert audience.stage.over.said == "Altitude 10 m above ground"
    audience.key("a")
    audience.key("a", SHIFT)
    assert audience.stage.current.document.project.altitude_m == 10.0
    audience.until(lambda: audience.stage.current.view.picture.coverage.reaches is not None)
    audience.key("o")
    assert audience.stage.over.said == "Published ranges"
    assert audience.stage.current.document.project.altitude_m is None
    audience.key("a")
    audience.key("r")
    assert not audience.now.changed


def test_overlays_are_switched_by_key(audience: Audience) -> None:
    with_both = audience.seen()
    audience.key(Qt.Key.Key_1, ALT)
    assert audience.stage.over.said == "“Other side” hidden"
    hidden = [o.id for o in audience.stage.current.document.overlays() if not o.visible]
    assert hidden == [OTHER]
    audience.rest()
    audience.stage.say("")
    without = audience.seen()
    assert inked(with_both, "#ff8080", INNER) > 200
    assert inked(without, "#ff8080", INNER) == 0
    audience.key(Qt.Key.Key_2, ALT)
    audience.turn("0")
    audience.rest()
    audience.stage.say("")
    assert audience.seen() == with_both


def test_phases_go_forth_and_back_by_key(audience: Audience) -> None:
    audience.turn("]")
    assert audience.stage.over.said == "Phase 3 of 3: After"
    there = audience.stage.current.document.feature("u0")
    audience.turn("[")
    here = audience.stage.current.document.feature("u0")
    assert here is not None
    assert there is not None
    assert here.geometry != there.geometry


def test_zoom_and_pan_come_back_with_one_key(audience: Audience) -> None:
    stage = audience.stage
    before = stage.current.view.camera()
    audience.key("+")
    at = QPointF(stage.width() / 3, stage.height() / 3)
    wheel = QWheelEvent(
        at, QPointF(stage.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, NO_KEYS, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(stage, wheel)
    assert stage.current.view.camera().metres_per_px == pytest.approx(
        before.metres_per_px / 1.35**2, rel=0.01
    )
    audience.key("-")
    audience.key("r")
    assert stage.flying
    stage.skip()
    assert stage.current.view.camera() == before


def test_the_list_of_keys_shows_and_goes(audience: Audience) -> None:
    before = audience.seen()
    audience.key("?")
    assert audience.seen() != before
    audience.key(Qt.Key.Key_Escape)
    assert audience.seen() == before


# -- pointer and pen ----------------------------------------------------------------------------


def test_the_laser_points_and_leaves_nothing(audience: Audience) -> None:
    before = audience.seen()
    audience.key("l")
    audience.stage.say("")
    QTest.mouseMove(audience.stage, QPoint(250, 300))
    QTest.mouseMove(audience.stage, QPoint(260, 310))
    image = audience.seen()
    assert image.pixelColor(260, 310).name() == "#ff1e14"
    assert image.pixelColor(225, 310) == before.pixelColor(225, 310)
    assert audience.stage.cursor().shape() == Qt.CursorShape.BlankCursor
    audience.key("l")
    audience.stage.say("")
    assert audience.seen() == before


def test_the_pen_draws_until_it_is_erased(audience: Audience) -> None:
    before = audience.seen()
    audience.key("d")
    audience.key("c")
    audience.stage.say("")
    stage = audience.stage
    QTest.mousePress(stage, LEFT, NO_KEYS, QPoint(200, 300))
    for x in range(210, 400, 10):
        QTest.mouseMove(stage, QPoint(x, 300))
    QTest.mouseRelease(stage, LEFT, NO_KEYS, QPoint(400, 300))
    assert audience.step() == 1
    assert audience.seen().pixelColor(300, 300).name() == "#0b63ce"
    audience.key("e")
    assert audience.seen() == before
    QTest.mouseClick(stage, LEFT, NO_KEYS, QPoint(300, 300))
    assert audience.seen() != before
    audience.turn("n")
    assert not stage.ink


def test_what_is_drawn_stays_at_its_place_on_the_map(audience: Audience) -> None:
    stage = audience.stage
    audience.key("d")
    middle = QPoint(stage.width() // 2, stage.height() // 2)
    QTest.mousePress(stage, LEFT, NO_KEYS, middle)
    QTest.mouseMove(stage, middle + QPoint(40, 0))
    QTest.mouseRelease(stage, LEFT, NO_KEYS, middle + QPoint(40, 0))
    before = stage.map_frame().units(_xy(stage))[1, 0]
    audience.key("+")
    audience.until(lambda: not stage.current.view.gliding)
    after = stage.map_frame().units(_xy(stage))[1, 0]
    half = stage.width() / 2
    assert after - half == pytest.approx((before - half) * 1.35, abs=2.0)


def _xy(stage: Stage) -> np.ndarray:
    return np.array(stage.ink.strokes[0].xy)


# -- what the audience sees ---------------------------------------------------------------------


def test_the_marking_is_always_seen(audience: Audience) -> None:
    assert audience.workspace.document.project.marking == MARKING
    standing = audience.seen()
    audience.prepared(1)
    audience.key("n")
    assert audience.stage.flying
    under_way = audience.seen()
    audience.rest()
    for image in (standing, under_way, audience.seen()):
        assert inked(image, MARKING_INK, TOP) > 60
        assert inked(image, MARKING_INK, BOTTOM) > 60


def test_the_title_is_on_the_stage_and_the_note_is_not(audience: Audience) -> None:
    assert audience.stage.over.title == "The coast in peacetime"
    assert "Say who" in audience.presentation.notes.note.toPlainText()
    assert not audience.presentation.notes.isVisible()


def test_units_are_on_their_way_between_phases(audience: Audience) -> None:
    audience.prepared(1)
    audience.key(Qt.Key.Key_PageDown)
    transition = audience.stage.transition
    assert transition is not None
    assert transition.flight is None
    assert transition.crew is not None
    assert transition.rings is not None
    assert int(transition.crew.moving.sum()) == 5
    assert len(transition.rings) == 2
    assert transition.end is not None
    start, end = transition.crew.place_of("u0", 0.0), transition.crew.place_of("u0", 1.0)
    projection = audience.stage.current.view.goal.projection
    assert projection.inverse_one(end) == pytest.approx(
        audience.workspace.document.state(audience.now.showing.phase)["u0"]
        .record.geometry.coordinates[:2],  # type: ignore[union-attr]
        abs=1e-6,
    )  # fmt: skip
    assert start != end
    audience.stage.skip()
    audience.rest()
    assert audience.step() == 2


def test_the_picture_after_a_way_is_the_one_that_stands_there(audience: Audience) -> None:
    """The last moment of the way, and the map itself, differ in nothing that is seen at once."""
    audience.prepared(1)
    audience.key("n")
    transition = audience.stage.transition
    assert transition is not None
    audience.stage.over.motion = lambda painter: transition.paint(painter, 1.0)
    last = audience.seen()
    audience.stage.skip()
    audience.rest()
    standing = audience.seen()
    inner = (slice(60, -60), slice(20, -20), slice(3))
    off = np.abs(pixels(last)[inner].astype(int) - pixels(standing)[inner]).max(axis=2) > 8
    # Ghosts and arrows of what has moved appear when it is there.
    assert off.mean() < 0.03


def test_a_key_cuts_a_way_short_and_does_no_more(audience: Audience) -> None:
    audience.prepared(1)
    audience.key("n")
    assert audience.stage.flying
    audience.key("n")
    assert not audience.stage.flying
    assert audience.step() == 2
    audience.key("b")
    assert audience.stage.over.screen == "black"


def test_highlights_stand_out_and_all_else_steps_back(audience: Audience) -> None:
    audience.turn(Qt.Key.Key_End)
    audience.rest()
    lit = audience.stage.current.view.picture.live.lit
    assert lit.dims
    assert {shape.feature.id for shape in lit.shapes} == {"u1", "r1"}


def test_symbols_grow_with_the_screen(audience: Audience) -> None:
    small = audience.stage.current.view.goal.dpr
    audience.stage.resize(1280, 1440)
    audience.rest()
    assert audience.stage.current.view.goal.dpr == pytest.approx(2.0)
    assert small == pytest.approx(800 / 720)


def test_all_that_a_step_captured_is_in_sight(audience: Audience) -> None:
    view, step = audience.stage.current.view, audience.now.step
    goal = view.goal
    scale = goal.camera().metres_per_px
    assert goal.width * scale >= step.view.width_m * 0.999
    assert goal.height * scale >= step.view.height_m * 0.999


# -- beginnings ---------------------------------------------------------------------------------


def test_it_begins_from_the_step_at_hand(present: Callable[..., Audience]) -> None:
    audience = present(lesson(4), surface="present-here", step="s2")
    assert audience.step() == 2


def test_without_steps_it_goes_from_phase_to_phase(present: Callable[..., Audience]) -> None:
    document = lesson(4)
    with document.edit("No steps") as change:
        for step in document.steps():
            change.remove(step.id)
    document.history.mark_clean()
    audience = present(document)
    assert [s.phase for s in audience.now.programme.steps] == [p.id for p in document.phases()]
    before = audience.stage.current.view.camera()
    audience.turn("n")
    assert audience.stage.current.view.camera() == before


def test_an_empty_project_is_presented_as_it_is_seen(present: Callable[..., Audience]) -> None:
    audience = present(Document())
    assert len(audience.now.programme.steps) == 1
    audience.turn("n")
    assert audience.stage.over.said == "This is the last step"


# -- notes --------------------------------------------------------------------------------------


def test_the_notes_tell_of_the_moment_and_closing_them_ends_nothing(audience: Audience) -> None:
    audience.key("t")
    notes = audience.presentation.notes
    assert notes.isVisible()
    assert (notes.where.text(), notes.title.text()) == ("Step 1 of 3", "The coast in peacetime")
    assert notes.following.text() == "Next: The same a week later"
    assert "Phase 2 of 3: Before" in notes.state.text()
    assert notes.note.toPlainText() == "Say who is where.\nThen ask what is missing."
    assert ":" in notes.clock.text()
    audience.prepared(1)
    audience.until(lambda: not notes.thumbnail.pixmap().isNull())
    QTest.keyClick(notes, Qt.Key.Key_PageDown)
    audience.stage.skip()
    assert audience.step() == 2
    assert notes.title.text() == "The same a week later"
    before = notes.note.styleSheet()
    QTest.keyClick(notes, "+")
    assert notes.note.styleSheet() != before
    QTest.keyClick(notes, "a")
    assert "Altitude 10 m" in notes.state.text()
    notes.close()
    assert audience.desk.presentation is not None
    audience.key("t")
    assert notes.isVisible()


def test_a_note_is_shown_as_it_is_written(present: Callable[..., Audience]) -> None:
    document = lesson(4)
    note = "<b>Not bold</b> <img src='file:///etc/passwd'>"
    with document.edit("Note") as change:
        change.put(replace(document.steps()[0], note=note, title="<i>Title</i>"))
    audience = present(document)
    assert audience.presentation.notes.note.toPlainText() == note
    assert audience.presentation.notes.title.textFormat() == Qt.TextFormat.PlainText


def test_with_one_screen_there_is_nothing_to_swap(audience: Audience) -> None:
    audience.key("s")
    assert audience.stage.over.said == "There is only one screen"
