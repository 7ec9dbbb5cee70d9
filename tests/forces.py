"""Small makers of units under one another."""

from __future__ import annotations

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.outline import new_point
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Entry


def force(
    unit_id: str,
    parent: str | None = None,
    *,
    echelon: str = "00",
    identity: str = "3",
    headquarters: bool = False,
    designation: str | None = None,
    name: str = "",
    strength: float | None = None,
    at: tuple[float, float] = (24.0, 57.0),
    overlay: str = "o",
    locked: bool = False,
    hidden: bool = False,
) -> Feature:
    """A land unit."""
    sidc = f"100{identity}100{'2' if headquarters else '0'}{echelon}1211000000"
    unit = Unit(
        overlay=overlay,
        sidc=sidc,
        parent=parent,
        designation=designation,
        name=name or ("" if designation else unit_id),
        strength=strength,
        locked=locked,
        hidden=hidden,
    )
    return new_point(unit_id, unit, at)


def brigade() -> Document:
    """A brigade of two battalions; the first has three companies, of which one has a platoon."""
    features = (
        force("hq", echelon="18", name="Brigade", at=(22.0, 57.0)),
        force("b10", "hq", echelon="16", designation="10", strength=600.0, at=(22.5, 57.5)),
        force("b2", "hq", echelon="16", designation="2", at=(23.0, 57.0)),
        force("c1", "b2", echelon="15", designation="1", strength=120.0, at=(23.5, 57.5)),
        force("c2", "b2", echelon="15", designation="2", strength=110.0, at=(23.5, 57.0)),
        force("c3", "b2", echelon="15", designation="3", at=(23.5, 56.5)),
        force("p1", "c1", echelon="14", designation="1", strength=30.0, at=(24.0, 57.5)),
        force("lone", echelon="16", identity="6", name="Lone", at=(25.0, 56.0)),
    )
    records = (Overlay(id="o", name="Land"), *features)
    return Document([Entry(record, float(rank)) for rank, record in enumerate(records, start=1)])


def corps(count: int, *, fan_out: int = 6) -> Document:
    """That many units, each but the first under another, `fan_out` under one."""
    entries = [Entry(Overlay(id="o", name="Land"), 1.0)]
    echelons = ("22", "21", "18", "16", "15", "14", "13", "12")
    level = [0] * count
    for number in range(count):
        above = (number - 1) // fan_out
        level[number] = level[above] + 1 if number else 0
        unit = force(
            f"u{number}",
            f"u{above}" if number else None,
            echelon=echelons[min(level[number], 7)],
            designation=str(number),
            strength=30.0 if number * fan_out + 1 >= count else None,
            at=(20.0 + number % 90 / 11, 54.5 + number // 90 % 60 / 12),
        )
        entries.append(Entry(unit, number + 2.0))
    return Document(entries)
