"""Pairs are those of the least sum, on whichever side there are more."""

import itertools

import numpy as np
import pytest

from baltic_desk.document.pairing import cheapest_pairs


@pytest.mark.parametrize("seed", range(60))
def test_pairs_cost_least_of_all_ways(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows, columns = (int(n) for n in random.integers(1, 6, 2))
    costs = random.random((rows, columns)).round(1)  # with ties
    pairs = cheapest_pairs(costs)
    wide = costs if rows <= columns else costs.T
    least = min(
        sum(wide[k, column] for k, column in enumerate(way))
        for way in itertools.permutations(range(wide.shape[1]), wide.shape[0])
    )
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(wide)
    assert sum(costs[pair] for pair in pairs) == pytest.approx(least)


def test_nothing_pairs_with_nothing() -> None:
    assert cheapest_pairs(np.empty((0, 3))) == []
    assert cheapest_pairs(np.empty((2, 0))) == []
