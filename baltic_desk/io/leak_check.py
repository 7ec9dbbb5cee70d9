"""Looks through the bytes of a copy for what was left out of it.

The file is parsed and gone through as a reader would, so that it does not matter how a text is
escaped. What is found is told with its place. It is `severe` when it cannot stand there by right:
an id, a note, a position elsewhere than in what a feature that stays says of itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from baltic_desk.document.feature import Feature, RangeRing
from baltic_desk.document.in_steps import Steps, finished
from baltic_desk.document.layout import Layout
from baltic_desk.document.left_out import LeftOut
from baltic_desk.document.lesson import BriefingStep, Phase
from baltic_desk.document.own_systems import OwnSystem
from baltic_desk.document.project import Overlay, Picture
from baltic_desk.document.record import Override, Record
from baltic_desk.document.wording import titled
from baltic_desk.io.said import CODES, Cell, cells_of, last_member, texts_of, walk

LEAST_NAME = 4
"""Names and words of fewer characters stand everywhere and mean nothing."""
LEAST_NOTE = 12
"""Notes, and lines of notes, below this are words like names."""
LONG_ID = 12
"""Ids below this are looked for only as a whole text: "u1" is part of much."""

_STEP = 200
"""Records, places or texts that are looked at in a step: some milliseconds."""

_HEAD = 16  # characters by which needles are told apart at first

Sort = Literal["id", "name", "note", "position"]


@dataclass(frozen=True, slots=True)
class Leak:
    """Something of what was left out that the copy says.

    Attributes
    ----------
    of
        What it belongs to.
    place
        Where it stands in the copy.
    """

    sort: Sort
    text: str
    of: str
    place: str
    severe: bool

    def __str__(self) -> str:
        words = {"id": "the id", "note": "a note", "position": "a position", "name": "the words"}
        text = " ".join(self.text[:80].split())
        shown = f" “{text}”" if self.sort in ("name", "id") else f" ({text})"
        return f"{words[self.sort]}{shown} of “{self.of}” at {self.place}"


_OF_FEATURE = re.compile(r"\.(?:geometry|properties|movement)\b")


class _Needle(NamedTuple):
    sort: Sort
    text: str
    of: str


def leaks(data: bytes, left: LeftOut) -> tuple[Leak, ...]:
    """What a copy's bytes still say of what was left out, the severe first."""
    return finished(leaks_in_steps(data, left))


def leaks_in_steps(data: bytes, left: LeftOut) -> Steps[tuple[Leak, ...]]:
    """The same for large projects, of which it takes ten seconds."""
    needles, cells = yield from _wanted(left)
    if not needles and not cells:
        return ()
    short = {n.text: n for n in needles if n.sort == "id" and len(n.text) < LONG_ID}
    texts: dict[str, str] = {}
    found: list[Leak] = []
    for number, (place, value, own) in enumerate(walk(json.loads(data))):
        if number % _STEP == 0:
            yield
        if not isinstance(value, str):
            if value in cells:
                text = f"{value[0]}, {value[1]}"
                of = _OF_FEATURE.split(place)[0] if own else place
                found.append(Leak("position", text, cells[value], of, severe=not own))
            continue
        if value in short:
            found.append(Leak("id", value, short[value].of, place, severe=_refers(place)))
        if value not in texts or last_member(texts[value]) in CODES:
            texts[value] = place
    long = [n for n in needles if n.text not in short or n.sort != "id"]
    for some in _found_in(texts, long):
        found.extend(some)
        yield
    once = {(leak.sort, leak.of, leak.place, leak.severe): leak for leak in reversed(found)}
    return tuple(sorted(once.values(), key=lambda leak: (not leak.severe, leak.place, leak.of)))


# -- what is looked for ------------------------------------------------------------------------


def _wanted(left: LeftOut) -> Steps[tuple[list[_Needle], dict[Cell, str]]]:
    needles: dict[_Needle, None] = {}
    cells: dict[Cell, str] = {}
    for number, record in enumerate(left.records):
        if number % _STEP == 0:
            yield
        title, own = _title(record), _id_of(record)
        kept = left.kept.get(own, ())
        known_texts = {text for feature in kept for text in texts_of(feature)}
        known_cells = {cell for feature in kept for cell in cells_of(feature)}
        match record:
            case Feature(properties=RangeRing(anchor=str(anchor))):
                for unit in left.kept.get(anchor, ()):
                    known_cells |= cells_of(unit)
            case _:
                pass
        if not kept:
            needles[_Needle("id", own, title)] = None
        for text in texts_of(record):
            if text not in known_texts and len(text) >= LEAST_NAME:
                needles[_Needle("name", text, title)] = None
        for cell in cells_of(record) - known_cells:
            cells.setdefault(cell, title)
        if isinstance(record, Phase | BriefingStep):
            needles.update(dict.fromkeys(_of_note(record.note, title)))
    for note in left.notes:
        needles.update(dict.fromkeys(_of_note(note.text, note.of)))
    return list(needles), cells


def _of_note(text: str, of: str) -> Iterator[_Needle]:
    for part in dict.fromkeys((text.strip(), *(line.strip() for line in text.splitlines()))):
        if len(part) >= LEAST_NOTE:
            yield _Needle("note", part, of)
        elif len(part) >= LEAST_NAME:
            yield _Needle("name", part, of)


def _title(record: Record) -> str:
    match record:
        case Feature():
            return titled(record)
        case Override(change=Feature() as feature):
            return titled(feature)
        case Overlay(name=name) | Picture(name=name) | Phase(name=name):
            return name or record.id
        case BriefingStep(title=title):
            return title or record.id
        case Layout(name=name):
            return name or record.id
        case OwnSystem():
            return record.system_id
        case _:
            return _id_of(record)


def _id_of(record: Record) -> str:
    match record:
        case Override():
            return record.feature_id
        case OwnSystem():
            return record.system_id
        case _:
            return record.id


# -- looking -----------------------------------------------------------------------------------


def _found_in(texts: Mapping[str, str], needles: Iterable[_Needle]) -> Iterator[list[Leak]]:
    """Needles in texts, each text read once; after some texts what was in them.

    At each beginning of a word it is looked up what begins so and how long that is: the number of
    needles does not matter, nor that thousands of them are called alike.
    """
    starts: dict[str, dict[int, dict[str, list[_Needle]]]] = {}
    for needle in needles:
        for form in {needle.text, *_escaped(needle.text)}:
            alike = starts.setdefault(form[:_HEAD], {}).setdefault(len(form), {})
            alike.setdefault(form, []).append(needle)
    heads = sorted({len(head) for head in starts})
    found: list[Leak] = []
    for number, (text, place) in enumerate(texts.items(), 1):
        if number % _STEP == 0:
            yield found
            found = []
        coded = last_member(place) in CODES
        for at in range(len(text) - LEAST_NAME + 1):
            if at and _is_part(text[at - 1]) and _is_part(text[at]):
                continue
            for head in heads:
                for length, forms in starts.get(text[at : at + head], {}).items():
                    for needle in forms.get(text[at : at + length], ()):
                        named = needle.sort == "name"
                        if _ends_there(text, at + length) and not (named and coded):
                            leak = Leak(needle.sort, needle.text, needle.of, place, not named)
                            found.append(leak)
    yield found


def _escaped(text: str) -> Iterator[str]:
    """The text as it stands in JSON that is a text itself."""
    yield json.dumps(text, ensure_ascii=False)[1:-1]
    yield json.dumps(text)[1:-1]


def _refers(place: str) -> bool:
    """Whether a place in the file says which record is meant, rather than a word."""
    return last_member(place) in _REFERRING


_REFERRING = frozenset(
    (
        "id",
        "overlay",
        "parent",
        "anchor",
        "picture",
        "answers_task",
        "phase",
        "step",
        "overlays",
        "highlights",
        "tasks",
        "system",
        "coverage_system",
    )
)


def _ends_there(text: str, end: int) -> bool:
    return not (_is_part(text[end - 1]) and _is_part(text[end : end + 1]))


def _is_part(character: str) -> bool:
    return character.isalnum() or character == "_"
