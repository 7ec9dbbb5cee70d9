"""Contact sheets of symbols, looked at by eye before they were kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from baltic_desk.symbology.colour_modes import MODES
from baltic_desk.symbology.enumerations import (
    CONTEXTS,
    ECHELONS,
    HQTFD,
    MOBILITIES,
    STANDARD_IDENTITIES,
    STATUSES,
)
from baltic_desk.symbology.options import AMPLIFIERS
from baltic_desk.symbology.symbols import SymbolRenderer
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_raster import rasterised
from tests.symbol_pixels import pixels

GOLDEN = Path(__file__).parents[2] / "golden"
Cell = tuple[str, dict[str, Any]]

# One entity of each symbol set that milsymbol draws: set, entity.
SETS = (
    ("00", "000000"), ("01", "110104"), ("02", "110000"), ("05", "110700"), ("06", "110000"),
    ("10", "121102"), ("11", "110300"), ("15", "120201"), ("20", "120802"), ("25", "131300"),
    ("27", "110101"), ("30", "120202"), ("35", "110101"), ("36", "110100"), ("40", "110303"),
    ("50", "110300"), ("51", "110300"), ("52", "110300"), ("53", "110300"), ("54", "110300"),
    ("60", "120000"),
)  # fmt: skip


@pytest.fixture(scope="module")
def renderer(qapp: QApplication) -> SymbolRenderer:
    assert qapp is not None
    load_fonts()
    return symbol_renderer()


def identities_by_status() -> list[list[Cell]]:
    """All symbol sets and contexts down, all standard identities and statuses across."""
    return [
        [
            (f"13{context}{identity}{of_set}{status}000{entity}0000", {})
            for identity in STANDARD_IDENTITIES
            for status in STATUSES
        ]
        for of_set, entity in SETS
        for context in CONTEXTS
    ]


def everything_else() -> list[list[Cell]]:
    """A row for each thing that can be said besides."""
    unit = "10031000161211020000"
    equipment = "10031500001202000000"
    headquarters = [
        [(f"1003{of_set}0{hq}{echelon}{entity}0000", {}) for echelon in ECHELONS]
        for of_set, entity in (("10", "121102"), ("30", "120202"))
        for hq in HQTFD
    ]
    texts = [(unit, {name: "AB 12"}) for name in AMPLIFIERS if AMPLIFIERS[name].kind == "text"]
    shapes = [f"1303100000121102000000{shape}0000000" for shape in "0123456789"]
    common = [
        f"1303100000121100{first}{second}1100000000"
        for first, second in (("00", "00"), ("04", "01"))
    ]
    colours = [
        [
            (f"13{context}{identity}10000012110200", {"colorMode": mode, **more})
            for context, identity in ("00", "01", "02", "03", "04", "05", "06", "15", "16")
        ]
        for mode in MODES
        for more in ({}, {"fill": False})
    ]
    colours = [[(code.ljust(20, "0"), said) for code, said in row] for row in colours]
    civil = [("10031100001103000000", {"civilianColor": switch}) for switch in (True, False)]
    looks: list[Cell] = [
        (unit, {}), (unit, {"frame": False}), (unit, {"icon": False}), (unit, {"fill": False}),
        (unit, {"monoColor": "#b00000"}), (unit, {"fillColor": "#ffd000"}),
        (unit, {"fillOpacity": 0.4}), (unit, {"outlineWidth": 8, "outlineColor": "#ff8800"}),
        (unit, {"strokeWidth": 8}), (unit, {"stack": 3}), (unit, {"frameColor": "Identity"}),
        (unit, {"iconColor": "#b00000"}), ("10031002161211020000", {"hqStaffLength": 40}),
        ("10031000361211020000", {"simpleStatusModifier": True}),
        ("10033600001101000000", {"alternateMedal": True}), *civil,
    ]  # fmt: skip
    moving: list[Cell] = [(equipment, {"direction": angle}) for angle in range(0, 360, 45)]
    moving += [
        ("10033000001202020000", {"direction": 60, "speedLeader": length}) for length in (30, 60)
    ]
    engaged: list[Cell] = [
        (unit, {"engagementBar": "A:BB-CC", "engagementType": kind})
        for kind in ("TARGET", "NON-TARGET", "EXPIRED")
    ]
    return [
        *headquarters,
        [(f"1003150000{entity}0000"[:8] + mobility + "1202000000", {}) for mobility in MOBILITIES
         for entity in ("",)],
        texts[:14], texts[14:],
        [(code, {}) for code in (*shapes, *common)],
        *colours, looks, moving, engaged,
        [(f"100310000012110{entity}", {}) for entity in ("00101", "20105", "20253")],
    ]  # fmt: skip


def sheet(
    renderer: SymbolRenderer, rows: Sequence[Sequence[Cell]], size: float, cell: tuple[int, int]
) -> QImage:
    """A picture of all cells, each symbol with the middle of its frame in the cell's middle."""
    width = max(len(row) for row in rows) * cell[0]
    image = QImage(width, len(rows) * cell[1], QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    for y, row in enumerate(rows):
        for x, (sidc, options) in enumerate(row):
            picture = rasterised(renderer.symbol(sidc, size=size, **options), 1.0)
            middle = QPointF((x + 0.5) * cell[0], (y + 0.5) * cell[1])
            corner = middle - picture.octagon_anchor
            painter.drawImage(QPointF(round(corner.x()), round(corner.y())), picture.image)
    painter.end()
    return image


SHEETS = {
    "symbol_identities": (identities_by_status, 14.0, (34, 32)),
    "symbol_additions": (everything_else, 22.0, (100, 84)),
}


@pytest.mark.parametrize("name", SHEETS)
def test_symbols_look_as_they_did_when_last_looked_at(renderer: SymbolRenderer, name: str) -> None:
    rows, size, cell = SHEETS[name]
    now = sheet(renderer, rows(), size, cell)
    path = GOLDEN / f"{name}.png"
    if not path.exists():
        now.save(str(path))
        pytest.fail(f"{path.name} did not exist: look at it, and keep it if it is right")
    then = pixels(QImage(str(path)))
    assert then.shape == pixels(now).shape
    # Rasterisers of other Qt versions differ at edges.
    assert (np.abs(pixels(now) - then).max(axis=2) > 48).mean() < 0.004


def test_all_that_the_sheets_show_is_valid(renderer: SymbolRenderer) -> None:
    for rows, size, _ in SHEETS.values():
        wrong = [
            sidc
            for row in rows()
            for sidc, options in row
            if sidc[4:6] != "00" and not renderer.symbol(sidc, size=size, **options).valid
        ]
        assert wrong == []
