"""Whenever the process is killed, what was done until 2 s before is there at the next start.

200 kills at random moments of one project's life: while it is edited, saved, while the journal is
made anew, while what the kill before left is being recovered. The figures are printed; the limit is
what the program promises.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from tests.kills.saga import Saga

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(os.name != "posix", reason="kill -9, fork and pipes"),
]

KILLS, IN_THE_WINDOW = 190, 10
WHILE_BEGINNING = 0.2
LONG_LIFE = 0.15
"""Of the lives so many go on for longer than the bound."""


def test_nothing_older_than_two_seconds_is_lost_and_nothing_is_unreadable(tmp_path: Path) -> None:
    chance = Random(7)
    saga = Saga(tmp_path, seed=7)
    for number in range(KILLS):
        beginning = chance.random() < WHILE_BEGINNING
        longest = 0.12 if beginning else 3.0 if chance.random() < LONG_LIFE else 0.8
        saga.kill(number, chance.uniform(0.0, longest), states=0 if beginning else 1)
    saga.close()
    held(saga)


def test_nothing_is_lost_from_the_real_window_either(tmp_path: Path) -> None:
    chance = Random(8)
    saga = Saga(tmp_path, seed=8, window=True)
    for number in range(IN_THE_WINDOW):
        saga.kill(number, chance.uniform(0.0, 2.5), states=chance.randrange(1, 8))
    held(saga)


def held(saga: Saga) -> None:
    outcome = saga.outcome
    print(outcome)
    assert not outcome.unreadable, outcome.unreadable
    assert not outcome.lost, outcome.lost
    assert outcome.operations > outcome.kills
    assert outcome.recovered > outcome.kills // 3
