"""What the lines of a journal say, beside entries: header, steps, what was undone, what was saved.

A base holds a header (H), all entries in runs (E), what was other when last saved (S), steps of
history (T), an end (Z). A log holds new steps (D), undo (U), redo (R), undo and redo of steps that
the base has not (B, F), saved (C), nothing saved (X), and facts (N), which end what was written in
one go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec
from msgspec import Struct

from baltic_desk.document.history import Phases, Step, new_step
from baltic_desk.document.store import Diff, Entry
from baltic_desk.io.entry_codec import (
    EntryLine,
    decode_json,
    encode_entry,
    encode_json,
    entry_of,
    kept_entry,
)
from baltic_desk.io.journal_state import EMPTY, Did, Facts

FORMAT = 1
HEADER, ENTRY, SAVED, STEP, END = "H", "E", "S", "T", "Z"
DO, UNDO, REDO, CLEAN, DIRTY, FACTS = "D", "U", "R", "C", "X", "N"
UNDO_UNKNOWN, REDO_UNKNOWN = "B", "F"


class Header(Struct, frozen=True, kw_only=True):
    """First line of a base: how many lines of each kind follow, and what else is to be known.

    Attributes
    ----------
    entries, runs
        How many there are, and on how many lines.
    saved
        How many entries were other when last saved; None where that is not known.
    cursor, clean
        Of the steps that follow.
    recovered_times
        How often this work was recovered already.
    computer
        Its id, which stays when the name `host` changes; empty where it has none.
    """

    format: Literal[1] = FORMAT
    session: str
    generation: int
    app: str
    host: str
    pid: int
    recovered_times: int
    facts: Facts
    entries: int
    runs: int
    saved: int | None
    steps: int
    cursor: int
    clean: int | None
    did: tuple[Did, ...]
    computer: str = ""


class _Step(Struct, frozen=True, array_like=True, gc=False):
    at: float
    label: str
    phases: Phases
    changes: tuple[tuple[str, EntryLine | None, EntryLine | None], ...]


class _StepOfRaws(Struct, frozen=True, array_like=True, gc=False):
    at: float
    label: str
    phases: Phases
    changes: tuple[tuple[str, msgspec.Raw, msgspec.Raw], ...]


class _StepOutline(Struct, frozen=True, array_like=True, gc=False):
    at: float
    label: str
    phases: Phases
    changes: msgspec.Raw


_header = msgspec.json.Decoder(Header)
_step = msgspec.json.Decoder(_Step)
_step_of_raws = msgspec.json.Decoder(_StepOfRaws)
_step_outline = msgspec.json.Decoder(_StepOutline)
_facts = msgspec.json.Decoder(Facts)
_moment = msgspec.json.Decoder(float)
_saved = msgspec.json.Decoder(tuple[str, msgspec.Raw])


def encode_step(step: Step, at: float) -> Iterator[bytes]:
    """A step in pieces of one entry each, since one step may hold all of a document."""
    yield b"[%b,%b,%b,[" % tuple(map(encode_json, (at, step.label, step.phases)))
    before = step.diff.before
    first = True
    for key, after in step.diff.after.items():
        yield b"%b[%b," % (b"" if first else b",", encode_json(key))
        yield _encoded(before[key])
        yield b","
        yield _encoded(after)
        yield b"]"
        first = False
    yield b"]]"


def decode_step(payload: bytes, unread: list[str]) -> tuple[Step, float]:
    """A step and when it was done; `unread` as for `kept_entry`. Raises ValueError."""
    try:
        read = decode_json(payload, _step)
        changes = [(key, _entry(was), _entry(now)) for key, was, now in read.changes]
    except ValueError:
        read = decode_json(payload, _step_of_raws)
        changes = [(k, _kept(was, unread), _kept(now, unread)) for k, was, now in read.changes]
    before = {key: was for key, was, _ in changes}
    after = {key: now for key, _, now in changes}
    return new_step(read.label, Diff(before, after), read.phases), read.at


def decode_step_outline(payload: bytes, unread: list[str]) -> tuple[Step, float]:  # noqa: ARG001
    """A step without what it changed, and when it was done. Raises ValueError."""
    read = decode_json(payload, _step_outline)
    return Step(read.label, EMPTY, 0, read.phases), read.at


def encode_saved(key: str, entry: Entry | None) -> bytes:
    """What an entry was when last saved; None where there was none."""
    return b"[%b,%b]" % (encode_json(key), _encoded(entry))


def decode_saved(payload: bytes, unread: list[str]) -> tuple[str, Entry | None]:
    """Key and entry of what was saved; `unread` as for `kept_entry`. Raises ValueError."""
    key, raw = decode_json(payload, _saved)
    return key, _kept(raw, unread)


def encode_header(header: Header) -> bytes:
    """First line of a base."""
    return encode_json(header)


def decode_header(payload: bytes) -> Header:
    """First line of a base. Raises ValueError."""
    return decode_json(payload, _header)


def encode_facts(facts: Facts) -> bytes:
    """Facts in one line."""
    return encode_json(facts)


def decode_facts(payload: bytes) -> Facts:
    """Facts of a line. Raises ValueError."""
    return decode_json(payload, _facts)


def encode_moment(at: float) -> bytes:
    """When something was undone, redone, saved."""
    return encode_json(at)


def decode_moment(payload: bytes) -> float:
    """Seconds since 1970. Raises ValueError."""
    return decode_json(payload, _moment)


def size_of(pieces: Iterable[bytes]) -> int:
    """Bytes of all pieces."""
    return sum(map(len, pieces))


def _encoded(entry: Entry | None) -> bytes:
    return b"null" if entry is None else encode_entry(entry)


def _entry(line: EntryLine | None) -> Entry | None:
    return None if line is None else entry_of(line)


def _kept(raw: msgspec.Raw, unread: list[str]) -> Entry | None:
    data = bytes(raw)
    return None if data == b"null" else kept_entry(data, unread)
