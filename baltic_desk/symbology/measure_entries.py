"""The catalogue's entries of control measures, made to agree with what can be drawn as a line or
area: the standard's lists of entities lack some, and call others headings."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from baltic_desk.symbology.control_measures import SYMBOL_SET, Measure, measures
from baltic_desk.symbology.draw_rules import rule_of
from baltic_desk.symbology.entry import Entry

_LETTERS = {"15": "E", "11": "D", "10": "A", "16": "A"}
"""Letters of the standards by the version of their codes."""


_SYMBOLS = frozenset({"200400", "200500", "270701", "341400", "342800"})
"""Areas of the lists for which there is a symbol of one point, and no drawing by several: areas of
interest and manoeuvre at sea, the static minefield, the tasks Interdict and Suppress."""


def with_measures(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries, those of measures told to be lines or areas, and the lacking ones added."""
    table: dict[str, Measure] = {}
    for each in measures():
        table.setdefault(each.code, each)
    made: list[Entry] = []
    set_name = ""
    for entry in entries:
        if entry.symbol_set != SYMBOL_SET:
            made.append(entry)
            continue
        set_name = entry.set_name
        found = table.pop(entry.code[2:], None)
        if found is not None and entry.is_heading:
            entry = replace(entry, geometry=_geometry(found))
        elif found is None and entry.code[2:] in _SYMBOLS:
            entry = replace(entry, geometry="Point")
        made.append(entry)
    made += (_entry(each, set_name) for each in table.values())
    return tuple(made)


def _entry(measure: Measure, set_name: str) -> Entry:
    return Entry(
        code=SYMBOL_SET + measure.code,
        path=(*measure.path, measure.name),
        symbol_set=SYMBOL_SET,
        set_name=set_name,
        geometry=_geometry(measure),
        standards="".join(dict.fromkeys(_LETTERS[version] for version in measure.versions)),
        also=(),
    )


def _geometry(measure: Measure) -> str:
    return "Area" if rule_of(measure).geometry in ("polygon", "outline") else "Line"
