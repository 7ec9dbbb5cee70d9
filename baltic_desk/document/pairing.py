"""The cheapest way to pair the members of two groups."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def cheapest_pairs(costs: npt.ArrayLike) -> list[tuple[int, int]]:
    """Row and column of each pair of the least sum; the smaller side is used up.

    By successive shortest paths with potentials (Jonker and Volgenant, Computing 38, 1987): exact,
    and below a second for some hundred on each side.

    >>> cheapest_pairs([[1.0, 2.0], [2.0, 9.0]])
    [(0, 1), (1, 0)]
    >>> cheapest_pairs([[5.0], [1.0]])
    [(1, 0)]
    """
    table = np.asarray(costs, np.float64)
    if table.size == 0:
        return []
    if table.shape[0] > table.shape[1]:
        return sorted((row, column) for column, row in cheapest_pairs(table.T))
    rows, columns = table.shape
    of_row, of_column = np.zeros(rows + 1), np.zeros(columns + 1)
    taken = np.full(columns + 1, -1)  # row of each column; the last column is where paths begin
    for row in range(rows):
        at = columns
        taken[at] = row
        nearest, came = np.full(columns, np.inf), np.full(columns, columns)
        done = np.zeros(columns + 1, dtype=bool)
        while taken[at] >= 0:
            done[at] = True
            here = int(taken[at])
            slack = table[here] - of_row[here] - of_column[:columns]
            better = ~done[:columns] & (slack < nearest)
            nearest[better], came[better] = slack[better], at
            step = int(np.argmin(np.where(done[:columns], np.inf, nearest)))
            by = nearest[step]
            of_row[taken[done]] += by
            of_column[done] -= by
            nearest[~done[:columns]] -= by
            at = step
        while at != columns:
            before = int(came[at])
            taken[at] = taken[before]
            at = before
    return sorted((int(taken[column]), column) for column in range(columns) if taken[column] >= 0)
