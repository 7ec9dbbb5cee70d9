"""Each reader on its corpus, on what once made it fail, and on input a little different.

The same input each time. `python tests/fuzz/run.py` looks further, guided by coverage.
"""

from __future__ import annotations

import warnings
from random import Random

import pytest

from tests.fuzz.mutating import mutated
from tests.fuzz.seeds import kept, seeds
from tests.fuzz.targets import DICTIONARIES, TARGETS

RUNS = {"project": 400, "clipboard": 400, "typed": 40, "terrain": 300}
OTHER_RUNS = 1_500
THOROUGH = 40


@pytest.mark.parametrize("target", TARGETS)
def test_what_begins_and_what_was_found_is_read_or_refused(target: str) -> None:
    count = 0
    for data in seeds(target):
        TARGETS[target](data)
        count += 1
    assert count >= max(1, len(kept(target)))


@pytest.mark.parametrize("target", TARGETS)
def test_input_a_little_different_is_read_or_refused(target: str) -> None:
    attempt(target, RUNS.get(target, OTHER_RUNS), seed=1)


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("target", TARGETS)
def test_much_input_a_little_different_is_read_or_refused(target: str) -> None:
    attempt(target, THOROUGH * RUNS.get(target, OTHER_RUNS), seed=2)


def attempt(target: str, runs: int, *, seed: int) -> None:
    """Read this many. What made it fail is told in full, to be kept in `found`."""
    chance, pool = Random(seed), list(seeds(target))
    for _ in range(runs):
        data = mutated(chance.choice(pool), chance, DICTIONARIES.get(target, ()))
        try:
            with warnings.catch_warnings(action="error"):
                TARGETS[target](data)
        except Exception as error:
            raise AssertionError(f"{target} fails on {data!r}") from error
