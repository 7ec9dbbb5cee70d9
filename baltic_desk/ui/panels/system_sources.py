"""All figures of a system with what each rests on, and the publications they were read in."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from baltic_desk.coverage.figures import GRADES, KINDS, Figure, Source
from baltic_desk.coverage.systems import System, all_figures
from baltic_desk.ui.panels.fold import Fold
from baltic_desk.ui.panels.system_rings import figure_line
from baltic_desk.ui.panels.wrapped_words import CopiedLine, words

_INDENT_PX = 10


def figures_fold(system: System) -> Fold:
    """Every figure in the unit it was printed in, by variant."""
    body = _Lines()
    owners = [(each.name, each.note, each.figures) for each in system.variants]
    if system.sensor is not None:
        sensor = system.sensor
        owners.append((f"Sensor: {sensor.name}", sensor.note, sensor.figures))
    for name, note, figures in owners:
        body.add(words(name, strong=True))
        if note:
            body.add(words(note, faint=True, indent_px=_INDENT_PX))
        for figure in figures:
            body.add(words(told(figure), indent_px=_INDENT_PX))
    if system.spread is not None:
        spread = system.spread
        body.add(words("Printed for the system as a whole", strong=True))
        for end, figure in (("Lowest range", spread.low), ("Highest range", spread.high)):
            body.add(words(f"{end} {figure}: {figure_line(figure)}", indent_px=_INDENT_PX))
        if spread.note:
            body.add(words(spread.note, faint=True, indent_px=_INDENT_PX))
    for each in system.disagreements:
        body.add(words("Printed figures that contradict each other", strong=True))
        body.add(words(each.values, indent_px=_INDENT_PX))
    return Fold(f"All figures ({len(all_figures(system))})", body)


def sources_fold(system: System) -> Fold:
    """The publications with their addresses, which can be copied, and what was read in each."""
    body = _Lines()
    for source in system.sources:
        body.add(words(source.cited, strong=True))
        body.add(words(_about(source), faint=True, indent_px=_INDENT_PX))
        body.add(CopiedLine(source.url, f"Address of {source.title}"))
    return Fold(f"Sources ({len(system.sources)})", body)


class _Lines(QWidget):
    """Labels one below the other."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(1)

    def add(self, label: QWidget) -> None:
        self._column.addWidget(label)


def told(figure: Figure) -> str:
    """A figure with its kind, on whose word it stands, and what is to be said of it."""
    said = figure.note and (figure.sourced or figure.status == "assumption")
    note = f" ({figure.note})" if said else ""
    return f"{KINDS[figure.what]} {figure}: {figure_line(figure)}{note}"


def _about(source: Source) -> str:
    parts: Iterable[str] = (
        GRADES[source.grade] if source.grade else "",
        "year unknown" if source.year is None else "",
        "year inferred" if source.year_basis == "inferred" else "",
        f"“{source.says}”" if source.says else "",
        source.note,
    )
    told = "; ".join(filter(None, parts))
    return f"{told[:1].upper()}{told[1:]}"
