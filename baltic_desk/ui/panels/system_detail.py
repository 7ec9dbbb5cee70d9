"""What is published about one system, which of its variants and rings to draw, and own figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app.settings import DistanceUnit
from baltic_desk.app.system_placing import drawn_rings, offered_rings, reach
from baltic_desk.coverage.placing import antenna_of
from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.coverage.rings import RingParameters, unsourced_ranges, usual_ring, variant_rings
from baltic_desk.coverage.systems import System
from baltic_desk.geo.distances import format_distance
from baltic_desk.ui.panels.system_own import OwnFigures
from baltic_desk.ui.panels.system_rings import INDENT_PX, RingRow, figure_line
from baltic_desk.ui.panels.system_sources import figures_fold, sources_fold
from baltic_desk.ui.panels.wrapped_words import words
from baltic_desk.ui.plain_text import plain_label

_MARGIN_PX = 10
_ALL, _USUAL, _ONE = "all", "usual", "one"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person has chosen for a system.

    Attributes
    ----------
    how
        Which entry of the box of variants: "all", "usual", or "one" with its name.
    range_text, antenna_text
        As they were typed.
    """

    how: str = _ALL
    variant: str = ""
    ticked: frozenset[RingParameters] | None = None
    range_text: str = ""
    antenna_text: str = ""


class SystemDetail(QScrollArea):
    """One system at a time. `chosen_changed` follows each choice and what is typed.

    Parameters
    ----------
    picture
        Makes the picture of a symbol of so many pixels.
    """

    chosen_changed = Signal()

    def __init__(self, picture: Callable[[str, float], QImage]) -> None:
        super().__init__()
        self._picture = picture
        self._system: System | None = None
        self._rows: list[RingRow] = []
        self.variant = QComboBox()
        self.own: OwnFigures | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def rings(self) -> tuple[RingParameters, ...]:
        """Rings that are ticked, and that of an own range."""
        ticked = tuple(row.ring for row in self._rows if row.box.isChecked())
        own = None if self.own is None else self.own.ring()
        return ticked if own is None else (*ticked, own)

    def variants(self) -> tuple[str, ...] | None:
        """Names of the variants that the unit is given; None for all."""
        how, name = self._how()
        return (name,) if how == _ONE else None

    def antenna_height_m(self) -> float | None:
        """Height of the antenna that is set; None when none is."""
        return None if self.own is None else self.own.antenna_height_m()

    def chosen(self) -> Chosen:
        """All that is chosen, to be shown again."""
        how, name = self._how()
        ticked = frozenset(row.ring for row in self._rows if row.box.isChecked())
        if self.own is None:
            return Chosen(how, name, ticked)
        return Chosen(how, name, ticked, self.own.range.text(), self.own.antenna.text())

    def boxes(self) -> tuple[QCheckBox, ...]:
        """The boxes to tick, one for each ring, in the order of the rings."""
        return tuple(row.box for row in self._rows)

    def show_system(
        self, system: System | None, unit: DistanceUnit, chosen: Chosen | None = None
    ) -> None:
        """Show a system as it was chosen before, or with all its rings; nothing for None."""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(_MARGIN_PX, 8, _MARGIN_PX, 8)
        column.setSpacing(6)
        self._system = system
        self._rows = []
        self.own = None
        if system is not None:
            self._fill(column, system, unit, chosen or Chosen())
        column.addStretch(1)
        self.setWidget(body)

    def _fill(
        self, column: QVBoxLayout, system: System, unit: DistanceUnit, chosen: Chosen
    ) -> None:
        column.addWidget(self._head(system))
        self.variant = _variants(system, unit, chosen)
        self.variant.activated.connect(self._on_variant)
        if len(system.variants) > 1:
            column.addWidget(self.variant)
        usual = usual_ring(system)
        ticked = chosen.ticked
        if ticked is None:
            ticked = self._rings_of(system, chosen.how, chosen.variant)
        for ring in offered_rings(system):
            row = RingRow(ring, unit, ticked=ring in ticked, usual=ring == usual)
            row.box.toggled.connect(self.chosen_changed)
            self._rows.append(row)
            column.addWidget(row)
        if not self._rows:
            text = "No range has a source: only the symbol is placed, until you type a range."
            column.addWidget(words(text, strong=True))
        for name, figure in unsourced_ranges(system):
            told = words(f"{format_distance(figure.si, unit)} ? · {name}", indent_px=INDENT_PX)
            column.addWidget(told)
            text = f"Not drawn. {figure_line(figure)}"
            column.addWidget(words(text, strong=True, indent_px=INDENT_PX))
        self.own = OwnFigures(system, unit, antenna_of(system))
        self.own.show_texts(chosen.range_text, chosen.antenna_text)
        self.own.given.connect(self.chosen_changed)
        column.addWidget(self.own)
        for text in _remarks(system):
            column.addWidget(words(text, faint=True))
        column.addWidget(figures_fold(system))
        if system.sources:
            column.addWidget(sources_fold(system))

    def _head(self, system: System) -> QWidget:
        head = QWidget()
        grid = QGridLayout(head)
        grid.setContentsMargins(0, 0, 0, 2)
        grid.setHorizontalSpacing(_MARGIN_PX)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        symbol = plain_label()
        symbol.setPixmap(QPixmap.fromImage(self._picture(system.sidc, 30.0)))
        symbol.setAccessibleName(system.symbol)
        lines = [words(system.name, strong=True)]
        local = ", ".join(each.name for each in system.local_names)
        names = " · ".join(filter(None, (system.nato_name, local)))
        category = system.category[:1].upper() + system.category[1:]
        lines += [words(text, faint=True) for text in (names, category) if text]
        lines.append(words(_operators(system), faint=True))
        lines += [words(text, faint=True) for text in _periods(system)]
        lines.append(words(_whence(system), faint=True, strong=system.provenance != "shipped"))
        grid.addWidget(symbol, 0, 0, len(lines), 1, Qt.AlignmentFlag.AlignTop)
        for number, line in enumerate(lines):
            grid.addWidget(line, number, 1)
        return head

    def _how(self) -> tuple[str, str]:
        value = self.variant.currentData()
        if isinstance(value, str) and value.startswith(f"{_ONE}:"):
            return _ONE, value.removeprefix(f"{_ONE}:")
        return (value if isinstance(value, str) else _ALL), ""

    def _on_variant(self) -> None:
        if self._system is None:
            return
        wanted = self._rings_of(self._system, *self._how())
        for row in self._rows:
            row.box.blockSignals(True)
            row.box.setChecked(row.ring in wanted and row.box.isEnabled())
            row.box.blockSignals(False)
        self.chosen_changed.emit()

    def _rings_of(self, system: System, how: str, variant: str) -> frozenset[RingParameters]:
        """The rings that a choice in the box of variants ticks."""
        match how:
            case "usual":
                usual = usual_ring(system)
                return frozenset() if usual is None else frozenset((usual,))
            case "one":
                wanted = drawn_rings(system, (variant,))
            case _:
                wanted = drawn_rings(system)
        # A radar's range may be there as a variant's and as its sensor's: one row stands for both.
        places = {(ring.ring_class, ring.radius_max_m) for ring in wanted}
        exact = frozenset(wanted)
        return exact | {
            ring
            for ring in offered_rings(system)
            if ring.ring_class == "sensor" and (ring.ring_class, ring.radius_max_m) in places
        }


def _variants(system: System, unit: DistanceUnit, chosen: Chosen) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName("Variant")
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    count = len(system.variants)
    box.addItem(f"All variants ({count})", _ALL)
    usual = usual_ring(system)
    if usual is not None:
        box.addItem(f"The usual ring, {reach(usual, unit)}", _USUAL)
    for variant in system.variants:
        found = variant_rings(system, variant)
        range_ = reach(found[0], unit) if found else "no sourced range"
        letters = RING_CLASSES[variant.ring_class].letters
        box.addItem(f"{variant.name} · {letters} {range_}", f"{_ONE}:{variant.name}")
    wanted = f"{_ONE}:{chosen.variant}" if chosen.how == _ONE else chosen.how
    box.setCurrentIndex(max(0, box.findData(wanted)))
    return box


def _operators(system: System) -> str:
    named = ", ".join(system.operators)
    # The note names the countries where there are several.
    note = system.operators_note
    if note and all(each in note for each in system.operators):
        return note
    return " · ".join(filter(None, (named, note)))


def _periods(system: System) -> list[str]:
    told = {"yes": "there", "partly": "there in part", "no": "not there", "uncertain": "uncertain"}
    return [
        f"{period.years}: {told[period.there]}" + (f" ({period.note})" if period.note else "")
        for period in system.periods
    ]


def _whence(system: System) -> str:
    """Whence the entry comes, and what it stands in place of."""
    words_of = {
        "shipped": "Shipped entry",
        "this machine": "Own entry, this machine",
        "this project": "Own entry, this project",
    }
    below = system.replaces
    instead = "" if below is None else f", in place of the {words_of[below.provenance].lower()}"
    return f"{words_of[system.provenance]}{instead}"


def _remarks(system: System) -> list[str]:
    """What else is known; spreads stay in the unit they were published in."""
    remarks: list[str] = []
    if system.spread is not None:
        spread = system.spread
        low, high = spread.low, spread.high
        told = str(high) if low.si == high.si else f"{low.value:g} to {high}"
        remarks.append(f"Printed for the whole system: {told}. {spread.note}".rstrip())
    ranged = {variant.name for variant in system.variants if variant.of("range_max")}
    silent = [variant.name for variant in system.variants if variant.name not in ranged]
    if silent:
        remarks.append(f"Without a published range: {', '.join(silent)}.")
    return [*remarks, *filter(None, (system.notes,))]
