"""Units on their way from one picture to the next: where they are, how they look."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from baltic_desk.geo.geodesy import distance
from baltic_desk.geo.projection import DEFAULT_PROJECTION, PROJECTIONS
from baltic_desk.ui.map.theme import LIGHT
from baltic_desk.ui.map.viewport import Camera, Viewport
from baltic_desk.ui.present.figures import WAYPOINTS, Crew, Figure, way
from baltic_desk.ui.present.flight import Look
from baltic_desk.ui.present.still import Still
from baltic_desk.ui.present.transition import Transition, look_of

pytestmark = pytest.mark.usefixtures("qapp")

_PLACES = st.tuples(st.floats(12.0, 33.0), st.floats(53.0, 66.0))
HERE, THERE = (21.0, 55.0), (23.0, 56.5)


@given(st.lists(_PLACES, min_size=2, max_size=5))
def test_a_way_leads_from_end_to_end_in_equal_steps(places: list[tuple[float, float]]) -> None:
    line = way(places[0], places[-1], tuple(places[1:-1]))
    assert line.shape == (WAYPOINTS, 2)
    assert tuple(line[0]) == pytest.approx(places[0], abs=1e-9)
    assert tuple(line[-1]) == pytest.approx(places[-1], abs=1e-9)
    whole = sum(distance(a, b) for a, b in pairwise(places))
    steps = [distance(tuple(a), tuple(b)) for a, b in pairwise(line)]
    # Corners are cut within a step, nowhere else is one longer or shorter.
    assert max(steps, default=0.0) <= whole / (WAYPOINTS - 1) * 1.02 + 5.0


def test_who_stays_is_where_it_is() -> None:
    assert np.ptp(way(HERE, HERE), axis=0).tolist() == [0.0, 0.0]


def image(colour: str, size: int = 10) -> QImage:
    made = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(QColor(colour))
    return made


def figure(at: tuple[float, float], colour: str = "#ff0000", **more: float) -> Figure:
    return Figure(at, image(colour), (5.0, 5.0), **more)  # type: ignore[arg-type]


def frame():
    camera = Camera((22.0, 55.7), 1000.0)
    return Viewport.of(camera, DEFAULT_PROJECTION, 400, 300).frame(device=True)


def painted(crew: Crew, share: float, fade: float, smaller: int = 1) -> QImage:
    whole = frame()
    if smaller > 1:
        camera = Camera((22.0, 55.7), 1000.0 * smaller)
        whole = Viewport.of(camera, DEFAULT_PROJECTION, 400 // smaller, 300 // smaller).frame()
    canvas = QImage(int(whole.width), int(whole.height), QImage.Format.Format_RGB32)
    canvas.fill(Qt.GlobalColor.white)
    painter = QPainter(canvas)
    crew.paint(painter, whole, share, fade, smaller=smaller)
    painter.end()
    return canvas


def middle_of(canvas: QImage) -> tuple[float, float] | None:
    """Middle of what is not white."""
    found = [
        (x, y)
        for x in range(canvas.width())
        for y in range(canvas.height())
        if canvas.pixelColor(x, y) != QColor("white")
    ]
    if not found:
        return None
    return (
        sum(x for x, _ in found) / len(found) + 0.5,
        sum(y for _, y in found) / len(found) + 0.5,
    )


def crew(before: dict[str, Figure], after: dict[str, Figure], **through: tuple) -> Crew:  # type: ignore[type-arg]
    return Crew(before, after, through, DEFAULT_PROJECTION, LIGHT)


@pytest.mark.parametrize(("share", "place"), [(0.0, HERE), (1.0, THERE)])
def test_at_both_ends_it_stands_at_its_place(share: float, place: tuple[float, float]) -> None:
    one = crew({"u": figure(HERE)}, {"u": figure(THERE)})
    xy = PROJECTIONS[DEFAULT_PROJECTION].forward(np.array([place]))
    expected = frame().units(xy)[0]
    assert middle_of(painted(one, share, share)) == pytest.approx(tuple(expected), abs=1.0)


def test_half_way_along_its_path_it_is_half_as_far_on_the_ground() -> None:
    by = ((21.0, 56.5),)
    one = crew({"u": figure(HERE)}, {"u": figure(THERE)}, u=by)
    place = one.place_of("u", 0.5)
    assert place is not None
    lonlat = PROJECTIONS[DEFAULT_PROJECTION].inverse_one(place)
    legs = distance(HERE, by[0]), distance(by[0], THERE)
    gone = distance(HERE, lonlat) if lonlat[1] < 56.49 else legs[0] + distance(by[0], lonlat)
    assert gone == pytest.approx(sum(legs) / 2, rel=0.02)
    assert one.moving.tolist() == [True]


def test_what_appears_fades_in_and_what_goes_fades_out() -> None:
    one = crew({"gone": figure(HERE)}, {"new": figure(THERE)})
    assert middle_of(painted(one, 0.0, 0.0)) == middle_of(
        painted(crew({"gone": figure(HERE)}, {}), 0.0, 0.0)
    )
    assert middle_of(painted(crew({}, {"new": figure(THERE)}), 0.0, 0.0)) is None
    assert middle_of(painted(crew({"gone": figure(HERE)}, {}), 1.0, 1.0)) is None


def test_a_changed_look_comes_over_the_one_before() -> None:
    one = crew({"u": figure(HERE)}, {"u": figure(HERE, "#0000ff")})
    at = middle_of(painted(one, 0.0, 0.0))
    assert at is not None
    colours = [
        painted(one, 0.0, fade).pixelColor(int(at[0]), int(at[1])).name()
        for fade in (0.0, 0.5, 1.0)
    ]
    assert (colours[0], colours[-1]) == ("#ff0000", "#0000ff")
    assert painted(one, 0.0, 0.25).pixelColor(int(at[0]), int(at[1])).green() == 0


def test_in_a_smaller_picture_it_is_as_much_smaller() -> None:
    one = crew({"u": figure((22.0, 55.7))}, {"u": figure((22.0, 55.7))})
    small = painted(one, 0.0, 0.0, smaller=2)
    at = middle_of(small)
    assert at == pytest.approx((100.0, 75.0), abs=1.5)
    inked = sum(small.pixelColor(x, y) != QColor("white") for x in range(200) for y in range(150))
    assert inked == 25


# -- the way as a whole ------------------------------------------------------------------------


def still(colour: str, lon: float, scale: float) -> Still:
    whole = Viewport.of(Camera((lon, 55.7), scale), DEFAULT_PROJECTION, 400, 300).frame(device=True)
    made = QImage(400, 300, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return Still.of(made, whole)


def between(start: Still, end: Still | None, to=None) -> Transition:
    def region(painter: QPainter, part) -> None:
        painter.fillRect(0, 0, int(part.width), int(part.height), QColor("#00ff00"))

    return Transition.between(start, end, to or end.frame, region)  # type: ignore[union-attr]


def canvas_of(transition: Transition, share: float) -> QImage:
    canvas = QImage(400, 300, QImage.Format.Format_RGB32)
    canvas.fill(Qt.GlobalColor.white)
    painter = QPainter(canvas)
    transition.paint(painter, share)
    painter.end()
    return canvas


@pytest.mark.parametrize("scales", [(1000.0, 250.0), (250.0, 1000.0), (1000.0, 1000.0)])
def test_a_flight_begins_with_one_picture_and_ends_with_the_other(
    scales: tuple[float, float],
) -> None:
    start, end = still("#ff0000", 21.0, scales[0]), still("#0000ff", 23.0, scales[1])
    transition = between(start, end)
    for share, colour in ((0.0, "#ff0000"), (1.0, "#0000ff")):
        canvas = canvas_of(transition, share)
        seen = {
            canvas.pixelColor(x, y).name() for x in range(2, 398, 33) for y in range(2, 298, 37)
        }
        assert seen == {colour}, share


def test_where_pictures_do_not_reach_there_is_the_region() -> None:
    transition = between(still("#ff0000", 19.0, 100.0), still("#0000ff", 26.0, 100.0))
    assert canvas_of(transition, 0.5).pixelColor(200, 150).name() == "#00ff00"


def test_without_a_flight_one_picture_fades_into_the_other() -> None:
    start, end = still("#ff0000", 21.0, 500.0), still("#0000ff", 21.0, 500.0)
    transition = between(start, end)
    assert transition.flight is None
    half = canvas_of(transition, 0.5).pixelColor(200, 150)
    assert (half.red(), half.blue()) == pytest.approx((128, 128), abs=3)


def test_without_its_end_it_holds_what_there_is() -> None:
    start = still("#ff0000", 21.0, 500.0)
    transition = between(start, None, start.frame)
    assert canvas_of(transition, 1.0).pixelColor(200, 150).name() == "#ff0000"


def test_no_way_takes_more_than_a_second() -> None:
    far = between(still("#ff0000", 14.0, 20.0), still("#0000ff", 30.0, 20.0))
    assert far.seconds <= 1.0
    near = still("#ff0000", 21.0, 500.0)
    moving = Transition.between(
        near, near, near.frame, lambda *_: None, crew({"u": figure(HERE)}, {"u": figure(THERE)})
    )
    assert moving.seconds <= 1.0


def test_a_frame_looks_at_its_middle() -> None:
    whole = frame()
    look = look_of(whole)
    assert isinstance(look, Look)
    assert (look.x, look.y) == pytest.approx(
        tuple(PROJECTIONS[DEFAULT_PROJECTION].forward_one((22.0, 55.7)))
    )
    assert look.width == pytest.approx(400 * whole.metres_per_unit)
    assert math.isfinite(look.width)
