"""Stacks fan out the same way wherever one looks from, and only where symbols hide one another."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from baltic_desk.document.feature import Unit
from baltic_desk.document.geometry import Position
from baltic_desk.document.outline import new_point
from baltic_desk.document.project import Overlay
from baltic_desk.ui.map.amplifier_texts import Texts
from baltic_desk.ui.map.arrangement import (
    COVERED,
    MOST_FANNED,
    SYMBOL_PX,
    TOUCHED,
    arrangement,
    body_shift_px,
)
from baltic_desk.ui.map.scene import CROWD, Scene
from tests.features import document

SIDC = "10031000161211000000"
RIGA = (24.1, 56.95)


def unit(**properties: object) -> Unit:
    return Unit(overlay="o", sidc=SIDC, **properties)  # type: ignore[arg-type]


def offsets(px: list[tuple[float, float]], **properties: object) -> np.ndarray:
    units = [(k, unit(**properties)) for k in range(len(px))]
    return arrangement(units, np.array(px), np.ones(len(px), bool), len(px)).offset_px


def scene(*units: Unit, at: Position = RIGA, **overlay: object) -> Scene:
    made = document(*(new_point(f"u{k}", each, at) for k, each in enumerate(units)))
    with made.edit("Set") as change:
        found = made.get("o")
        assert isinstance(found, Overlay)
        change.put(replace(found, **overlay))  # type: ignore[arg-type]
    return Scene.of(made, "baltic-lcc")


def test_what_does_not_hide_another_stays_in_its_place() -> None:
    apart_px = SYMBOL_PX[0] * (1.0 - COVERED) + 1.0
    assert not offsets([(0.0, 0.0), (apart_px, 0.0)]).any()


@pytest.mark.parametrize("count", range(2, MOST_FANNED + 1))
def test_a_stack_fans_out_until_no_frame_touches_another(count: int) -> None:
    drawn = offsets([(100.0, 50.0)] * count)
    for k in range(count):
        for other in range(k):
            apart = np.abs(drawn[k] - drawn[other])
            assert (apart >= SYMBOL_PX).any(), (k, other)


def test_a_larger_stack_stays_one() -> None:
    assert not offsets([(100.0, 50.0)] * (MOST_FANNED + 1)).any()


def test_large_symbols_do_not_fan() -> None:
    assert not offsets([(0.0, 0.0)] * 2, size=3.0).any()


@given(
    st.lists(st.tuples(st.floats(-200, 200), st.floats(-200, 200)), min_size=2, max_size=40),
    st.integers(-(10**6), 10**6),
)
def test_a_fan_hangs_on_nothing_but_places_and_order(
    px: list[tuple[float, float]], far: int
) -> None:
    """Others far away, before or after in the drawing order, change nothing."""
    alone = offsets(px)
    away = [(1e7 + far + 1000.0 * k, 0.0) for k in range(5)]
    assert (offsets([*away, *px])[5:] == alone).all()
    assert (offsets([*px, *away])[:-5] == alone).all()


@given(st.lists(st.tuples(st.floats(-60, 60), st.floats(-60, 60)), min_size=2, max_size=30))
def test_stacks_are_those_that_comparing_all_pairs_finds(px: list[tuple[float, float]]) -> None:
    at = np.array(px)
    common = np.maximum(1.0 - np.abs(at[:, None] - at[None]) / SYMBOL_PX, 0.0).prod(axis=2)
    joined = common >= COVERED
    for _ in px:
        joined = joined @ joined
    sizes = joined.sum(axis=1)
    moved = offsets(px).any(axis=1)
    # Of a stack that is too large to fan none moves, and who stands alone only for a fan.
    assert not moved[sizes > MOST_FANNED].any()
    fans = (sizes > 1) & (sizes <= MOST_FANNED)
    assert fans.any() or not moved.any()
    assert moved[fans].sum() >= fans.sum() - len(np.unique(joined[fans], axis=0))


def test_whoever_a_fan_would_cover_is_fanned_with_it() -> None:
    wide, high = SYMBOL_PX
    beside = (wide * 0.7, -high * 0.7)  # no stack with the others, but where their fan goes
    px = [(0.0, 0.0)] * 4 + [beside]
    drawn = np.array(px) + offsets(px)
    assert (drawn[4] != beside).any()
    share = np.maximum(1.0 - np.abs(drawn[:, None] - drawn[None]) / SYMBOL_PX, 0.0).prod(axis=2)
    assert (share[~np.eye(5, dtype=bool)] < TOUCHED).all()


def test_a_symbol_offset_by_hand_takes_no_part_in_a_fan() -> None:
    shown = scene(unit(), unit(offset_x_px=50.0, offset_y_px=-20.0))
    arranged = shown.arranged(100.0)
    assert arranged.offset_px.tolist() == [[0.0, 0.0], [50.0, -20.0]]
    assert arranged.moved.tolist() == [False, True]


def test_an_overlay_can_leave_its_stacks_alone() -> None:
    assert scene(unit(), unit()).arranged(100.0).moved.all()
    assert not scene(unit(), unit(), declutter="none").arranged(100.0).moved.any()


def test_a_headquarters_and_a_unit_in_one_place_do_not_hide_each_other() -> None:
    headquarters = replace(unit(), sidc="10031002161211000000")
    assert body_shift_px(headquarters) == (19.5, -39.0)
    assert not scene(unit(), headquarters).arranged(100.0).moved.any()


@pytest.mark.parametrize(
    ("choice", "near", "middle", "far"),
    [
        ("auto", Texts.ALL, Texts.NAMES, Texts.NONE),
        ("all", Texts.ALL, Texts.ALL, Texts.ALL),
        ("short", Texts.DESIGNATION, Texts.DESIGNATION, Texts.DESIGNATION),
        ("none", Texts.NONE, Texts.NONE, Texts.NONE),
    ],
)
def test_texts_follow_the_scale_as_the_overlay_says(
    choice: str, near: Texts, middle: Texts, far: Texts
) -> None:
    shown = scene(unit(designation="1"), amplifiers=choice)
    assert [shown.texts(scale)[0] for scale in (100.0, 1500.0, 5000.0)] == [near, middle, far]


def test_crowded_units_have_texts_only_where_the_overlay_insists() -> None:
    units = [unit(designation=str(k)) for k in range(CROWD)]
    assert (scene(*units).texts(100.0) == Texts.NONE).all()
    assert (scene(*units, amplifiers="all").texts(100.0) == Texts.ALL).all()
