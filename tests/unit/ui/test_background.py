"""Work in a thread: for each name the latest order counts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from baltic_desk.ui.background import Background


def gives(found: object, *_asked: object) -> object:
    """Work that gives something."""
    return found


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:  # noqa: ARG001 - an application must be there
    made = Background()
    yield made
    made.close()


def test_what_is_done_comes_with_its_name(background: Background, qtbot: QtBot) -> None:
    with qtbot.waitSignal(background.done, timeout=30_000) as told:
        background.order("a", partial(gives, 42))
        assert background.busy
    assert told.args == ["a", 42]
    assert not background.busy


def test_an_older_order_of_the_same_name_is_given_up(background: Background, qtbot: QtBot) -> None:
    told: list[object] = []
    background.done.connect(lambda *found: told.append(found))
    for number in range(20):
        background.order("a", partial(gives, number))
    background.order("b", partial(gives, "b"))
    background.order("c", partial(gives, "c"))
    background.cancel("c")
    background.order("d", partial(gives, "d"))
    qtbot.waitUntil(lambda: ("d", "d") in told, timeout=30_000)
    assert told == [("a", 19), ("b", "b"), ("d", "d")]


def test_a_value_error_is_a_sentence_and_progress_is_told(
    background: Background, qtbot: QtBot
) -> None:
    def fail(progress, _cancelled):
        progress(0.5)
        raise ValueError("It cannot be.")

    shares: list[object] = []
    background.progressed.connect(lambda *told: shares.append(told))
    with qtbot.waitSignal(background.failed, timeout=30_000) as told:
        background.order("a", fail)
    assert told.args == ["a", "It cannot be."]
    assert shares == [("a", 0.5)]


def test_what_runs_is_told_that_it_is_no_longer_wanted(
    background: Background, qtbot: QtBot
) -> None:
    asked: list[bool] = []

    def patient(_progress, cancelled):
        while not cancelled():
            pass
        asked.append(True)

    background.order("a", patient)
    with qtbot.waitSignal(background.done, timeout=30_000) as told:
        background.order("a", partial(gives, "second"))
    assert told.args == ["a", "second"]
    assert asked == [True]


def test_after_closing_nothing_is_done(background: Background) -> None:
    background.close()
    background.order("a", partial(gives, 1))
    assert not background.busy
