"""The way of a camera: begins and ends where it should, steadily, in less than a second."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic_desk.ui.present.flight import LONGEST_S, Flight, Look, eased

_METRES = st.floats(-3e6, 3e6)
_WIDTHS = st.floats(math.log(500.0), math.log(5e6)).map(math.exp)
LOOKS = st.builds(Look, _METRES, _METRES, _WIDTHS)


def near(a: Look, b: Look) -> bool:
    step = min(a.width, b.width) * 1e-5
    return math.dist(a[:2], b[:2]) < step and math.isclose(a.width, b.width, rel_tol=1e-5)


@given(LOOKS, LOOKS)
def test_it_begins_and_ends_where_it_should(start: Look, end: Look) -> None:
    flight = Flight.between(start, end)
    assert flight.at(0.0) == start
    assert near(flight.at(flight.length), end)
    assert flight.length >= 0.0
    assert flight.seconds <= LONGEST_S <= 1.0
    assert near(flight.at(flight.length * (1.0 - 1e-9)), end)
    assert near(flight.at(flight.length * 1e-9), start)


@given(LOOKS, LOOKS)
def test_the_centre_goes_straight_and_never_back(start: Look, end: Look) -> None:
    flight = Flight.between(start, end)
    whole = math.dist(start[:2], end[:2])
    gone = 0.0
    for k in range(33):
        look = flight.at(flight.length * k / 32)
        now, left = math.dist(start[:2], look[:2]), math.dist(look[:2], end[:2])
        assert now >= gone - 1e-6 * max(whole, 1.0)
        assert now + left == pytest.approx(whole, rel=1e-6, abs=1e-3)
        gone = now


@given(LOOKS, LOOKS)
def test_it_goes_out_before_it_goes_in(start: Look, end: Look) -> None:
    flight = Flight.between(start, end)
    widths = [flight.at(flight.length * k / 64).width for k in range(65)]
    turns = [b > a * (1 + 1e-9) for a, b in pairwise(widths)]
    # Once it goes in it goes on going in.
    assert turns == sorted(turns, reverse=True) or math.isclose(min(widths), max(widths))
    assert min(widths) >= min(start.width, end.width) * (1 - 1e-6)


@given(LOOKS, LOOKS)
def test_back_is_the_same_way(start: Look, end: Look) -> None:
    there, back = Flight.between(start, end), Flight.between(end, start)
    assert back.length == pytest.approx(there.length, rel=1e-6, abs=1e-6)
    middle = there.length / 2
    assert near(there.at(middle), back.at(back.length - middle))


def test_its_steps_look_equally_long() -> None:
    """What the paper promises: the metric sqrt((rho u')² + (w'/rho)²) / w is constant along it."""
    flight = Flight.between(Look(0.0, 0.0, 80e3), Look(900e3, 0.0, 60e3))
    step = flight.length / 2000
    lengths: list[float] = []
    for k in range(1, 2000, 37):
        a, b = flight.at(k * step), flight.at((k + 1) * step)
        moved, grown = (b.x - a.x) * flight.rho, (b.width - a.width) / flight.rho
        lengths.append(math.hypot(moved, grown) / (a.width * step))
    assert max(lengths) / min(lengths) < 1.01


def test_a_mere_zoom_keeps_its_centre() -> None:
    flight = Flight.between(Look(5.0, 6.0, 100e3), Look(5.0, 6.0, 400e3))
    assert flight.at(flight.length / 2) == (5.0, 6.0, pytest.approx(200e3))


def test_no_way_at_all_is_where_it_is() -> None:
    here = Look(5.0, 6.0, 100e3)
    assert Flight.between(here, here).after(0.5) == here


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_time_never_runs_backwards(a: float, b: float) -> None:
    assert (eased(a) <= eased(b)) == (a <= b) or math.isclose(eased(a), eased(b))
