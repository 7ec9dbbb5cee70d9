"""Every line, area and task of the standards on contact sheets, looked at by eye before they were
kept.

    MEASURE_SHEETS=FOLDER pytest -m "slow or not slow" tests/unit/ui/test_measure_sheets.py

writes the sheets into a folder. What is kept is how much ink is where in each cell: delete
`tests/golden/measure_cells.json`, and the tests write it anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from baltic_desk.symbology.control_measures import Measure, measures
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.sheet import Means
from baltic_desk.ui.measure_supply import MeasureSupply
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.measure_cells import Cell, contact_sheet, signature, strays

GOLDEN = Path(__file__).parents[2] / "golden" / "measure_cells.json"
SHEET_CELLS = 64
MOST_STRAY = 0.04
"""A text that moves by a third of its height changes more of a block; smoothing does not."""

OF_2525E = measures("15")
OF_OTHERS = tuple(each for each in measures() if "15" not in each.versions)
"""What other editions have, or have otherwise."""


@pytest.fixture(scope="module")
def means(qapp: QApplication) -> Iterator[Means]:
    assert qapp is not None
    load_fonts()
    supply = MeasureSupply()
    yield Means(SymbolPictures(symbol_renderer(), measures=supply))
    supply.close()


@pytest.fixture(scope="module")
def cells(means: Means) -> Sequence[Cell]:
    return _cells(OF_2525E, means, "2525E")


@pytest.fixture(scope="module")
def other_cells(means: Means) -> Sequence[Cell]:
    return _cells(OF_OTHERS, means, "others")


def _cells(which: Sequence[Measure], means: Means, name: str) -> Sequence[Cell]:
    found = [Cell(each, means) for each in which]
    folder = os.environ.get("MEASURE_SHEETS")
    if folder:
        for first in range(0, len(found), SHEET_CELLS):
            path = Path(folder) / f"measures_{name}_{first // SHEET_CELLS + 1}.png"
            assert contact_sheet(found[first : first + SHEET_CELLS]).save(str(path)), path
    return found


def check(cells: Sequence[Cell]) -> None:
    """Each cell has its drawing, inside it."""
    wrong = [
        f"{cell.measure.code} {cell.measure.name}: {cell.drawn.error or ''} {cell.spilt} px spilt"
        for cell in cells
        if cell.drawn.error is not None or cell.spilt or (cell.ink > 0.1).sum() < 100
    ]
    assert wrong == []


def compare(cells: Sequence[Cell]) -> None:
    """Each cell has as much ink as it had, where it had it."""
    then: Mapping[str, str] = json.loads(GOLDEN.read_text("utf-8")) if GOLDEN.exists() else {}
    now = {key(cell.measure): signature(cell) for cell in cells}
    if not now.keys() <= then.keys():
        kept = dict(sorted({**then, **now}.items()))
        GOLDEN.write_text(json.dumps(kept, indent=0) + "\n", encoding="utf-8")
        pytest.fail(
            f"{GOLDEN.name} lacked measures: look at the sheets, and keep it if it is right"
        )
    changed = {name: strays(ink, then[name]) for name, ink in now.items()}
    assert {name: share for name, share in changed.items() if share > MOST_STRAY} == {}


def key(measure: Measure) -> str:
    return f"{measure.versions[0]} {measure.code} {measure.rule}"


def test_each_measure_of_2525e_is_drawn_in_its_cell(cells: Sequence[Cell]) -> None:
    assert len(cells) == 285
    check(cells)


def test_measures_of_2525e_look_as_they_did_when_last_looked_at(cells: Sequence[Cell]) -> None:
    compare(cells)


@pytest.mark.parametrize(("px", "counts"), [(0.3, False), (4.0, True)])
def test_a_drawing_that_moves_by_some_pixels_counts_as_another(
    means: Means, px: float, counts: bool
) -> None:
    here, there = (signature(Cell(OF_2525E[4], means, moved_px=by)) for by in (0.0, px))

    assert (strays(here, there) > MOST_STRAY) is counts


@pytest.mark.slow
def test_each_measure_of_other_editions_is_drawn_in_its_cell(other_cells: Sequence[Cell]) -> None:
    check(other_cells)


@pytest.mark.slow
def test_measures_of_other_editions_look_as_they_did_when_last_looked_at(
    other_cells: Sequence[Cell],
) -> None:
    compare(other_cells)
