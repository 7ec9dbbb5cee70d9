"""Small pictures of steps follow what those show, and nothing is drawn twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from baltic_desk.app.workspace import Workspace
from baltic_desk.document.lesson import BriefingStep, StepView
from baltic_desk.document.moving import moved
from baltic_desk.document.phase_operations import add_phase
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.ui.export.image import Means
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.panels.briefing_drawing import HEIGHT_PX, WIDTH_PX
from baltic_desk.ui.panels.briefing_thumbnails import StepThumbnails
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.features import ring, unit
from tests.panel_desk import project, workspace

VIEW = StepView(lon=24.0, lat=57.0, width_m=400_000, height_m=225_000)


@pytest.fixture(scope="module")
def means(qapp: object, basemap: BaseMap) -> Means:  # noqa: ARG001  (letters need it)
    load_fonts()
    return Means(basemap, SymbolPictures(symbol_renderer()))


@pytest.fixture
def desk() -> Workspace:
    desk = workspace(project(unit("u"), ring("r", radius_m=80_000.0)))
    first = add_phase(desk.document, "Crisis")
    phases = desk.document.phases()
    with desk.document.edit("Steps") as change:
        change.put(BriefingStep(id="a", title="A", view=VIEW, phase=phases[0].id))
        change.put(BriefingStep(id="b", title="B", view=VIEW, phase=first.id))
    return desk


class Watched:
    """Thumbnails, and which have come."""

    def __init__(self, desk: Workspace, means: Means, qtbot: QtBot) -> None:
        self.thumbnails = StepThumbnails(desk, means, lambda: 1.0, pause_ms=0)
        self.came: list[str] = []
        self._qtbot = qtbot
        self.thumbnails.came.connect(self.came.append)

    def drawn(self, *ids: str) -> list[str]:
        """Ask for these; which were drawn anew."""
        self.came.clear()
        self.thumbnails.age()
        self.thumbnails.want(ids)
        self._qtbot.waitUntil(lambda: not self.thumbnails.busy, timeout=20_000)
        return list(self.came)

    def image(self, step_id: str) -> QImage:
        found = self.thumbnails.picture(step_id)
        assert found is not None
        return found


@pytest.fixture
def watched(desk: Workspace, means: Means, qtbot: QtBot) -> Iterator[Watched]:
    made = Watched(desk, means, qtbot)
    yield made
    made.thumbnails.close()


def test_each_is_drawn_once_and_again_when_what_it_shows_changes(
    desk: Workspace, watched: Watched
) -> None:
    document = desk.document
    assert watched.drawn("a", "b") == ["a", "b"]
    before = {i: watched.image(i).copy() for i in "ab"}
    assert (before["a"].width(), before["a"].height()) == (WIDTH_PX, HEIGHT_PX)
    assert before["a"] == before["b"]
    assert watched.drawn("a", "b") == []
    # A unit moves in the second phase: only the step of that is another.
    unit_there = document.feature("u")
    assert unit_there is not None
    with document.edit("Move") as change:
        change.put(moved(unit_there, (24.0, 57.0), (25.0, 57.3)))
    assert watched.drawn("a", "b") == ["b"]
    assert watched.image("b") != before["b"]
    # In the first it is another for both.
    document.show_phase(document.phases()[0].id)
    with document.edit("Ring away") as change:
        change.remove("r")
    assert watched.drawn("a", "b") == ["a", "b"]
    # Titles and notes are not in it.
    with document.edit("Note") as change:
        change.put(replace(document.steps()[0], note="N", title="T", audience="instructor"))
    assert watched.drawn("a", "b") == []
    with document.edit("Look") as change:
        change.put(replace(document.steps()[0], theme="dark", highlights=("u",)))
    assert watched.drawn("a", "b") == ["a"]


def test_reach_at_an_altitude_is_in_it(desk: Workspace, watched: Watched) -> None:
    seeing = desk.document.feature("r")
    assert seeing is not None
    properties = replace(seeing.properties, ring_class="air-defence")
    with desk.document.edit("Class") as change:
        change.put(replace(seeing, properties=properties))
    watched.drawn("b")
    published = watched.image("b").copy()
    with desk.document.edit("Altitude") as change:
        change.put(replace(desk.document.steps()[1], altitude_m=10.0))
    assert watched.drawn("b") == ["b"]
    assert watched.image("b") != published


def test_steps_that_go_take_their_pictures_with_them(watched: Watched) -> None:
    watched.drawn("a", "b")
    assert watched.thumbnails.kept_bytes == 2 * WIDTH_PX * HEIGHT_PX * 4
    watched.drawn("b")
    assert watched.thumbnails.picture("a") is None
    watched.thumbnails.forget()
    assert watched.thumbnails.kept_bytes == 0
