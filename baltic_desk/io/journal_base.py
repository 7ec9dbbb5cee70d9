"""Images of a whole document with its history: the base that a journal's log begins from."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from zlib import crc32

from baltic_desk import __version__
from baltic_desk.document.history import History, Step
from baltic_desk.document.store import Entry
from baltic_desk.io import journal_records as kinds
from baltic_desk.io.entry_codec import decode_entries, encode_entries
from baltic_desk.io.journal_lines import Line, framed, unframed, whole_lines
from baltic_desk.io.journal_records import (
    Header,
    decode_header,
    decode_saved,
    decode_step,
    decode_step_outline,
    encode_header,
    encode_saved,
    encode_step,
)
from baltic_desk.io.journal_state import Facts, State
from baltic_desk.io.this_computer import computer_id, host
from baltic_desk.io.turns import Turns

HISTORY_BYTES = 16 * 1024 * 1024
"""Of the steps that a base keeps; the nearest to now are kept, one in any case."""

_RUN = 16
_FEW = 2_000
"""So many entries have a line each; of more, each line has a run, which takes half of the time. No
more are lost with such a line than with a damaged block of a disk."""
_SUM = re.compile(rb"[0-9a-f]{8} ")


class DamagedError(ValueError):
    """A base is not what was written."""


@dataclass(frozen=True, slots=True)
class Base:
    """A base as it is to be written.

    Attributes
    ----------
    seed
        Check sum that the log goes on from.
    history
        As it will be read again: without the steps that were left out.
    cut
        Whether some were.
    """

    data: bytes
    seed: int
    history: History
    cut: bool


@dataclass(frozen=True, slots=True)
class BaseRead:
    """A base that was read.

    Attributes
    ----------
    seeds
        Check sums of which the log goes on from one.
    problems
        Sentences about what is missing.
    unread
        Ids of features that are kept as they are and not understood.
    """

    header: Header | None
    state: State
    seeds: tuple[int, ...]
    problems: tuple[str, ...] = ()
    unread: list[str] = field(default_factory=list)


def make_base(
    state: State,
    turns: Turns,
    *,
    session: str,
    generation: int,
    recovered_times: int,
    history_bytes: int | None = None,
) -> Base:
    """The base of a state, with so much of its history."""
    assert state.entries is not None
    parts: list[bytes] = []
    present = tuple(state.entries.values())
    size = _RUN if len(present) > _FEW else 1
    for start in range(0, len(present), size):
        run = present[start : start + size]
        parts.append(framed(kinds.ENTRY, encode_entries(run))[0])
        turns.take()
    runs = len(parts)
    saved = 0
    for key, entry in _other_when_saved(state, turns):
        parts.append(framed(kinds.SAVED, encode_saved(key, entry))[0])
        saved += 1
    most = HISTORY_BYTES if history_bytes is None else min(history_bytes, HISTORY_BYTES)
    kept, cursor, lines = _steps(state.history, most, turns)
    parts += lines
    dropped = state.history.cursor - cursor
    clean = state.history.clean_cursor
    if clean is not None and not 0 <= clean - dropped <= len(kept):
        clean = None
    clean = None if clean is None else clean - dropped
    header = Header(
        session=session,
        generation=generation,
        app=__version__,
        host=host(),
        pid=os.getpid(),
        recovered_times=recovered_times,
        facts=state.facts,
        entries=len(present),
        runs=runs,
        saved=None if state.saved is None else saved,
        steps=len(kept),
        cursor=cursor,
        clean=clean,
        did=tuple(state.did),
        computer=computer_id(),
    )
    first, seed = framed(kinds.HEADER, encode_header(header))
    data = b"".join((first, *parts, framed(kinds.END, b"0")[0]))
    cut = len(kept) < len(state.history.steps)
    return Base(data, seed, History.restored(kept, cursor, clean), cut)


def outline_of_base(data: bytes) -> BaseRead:
    """The outline of a base, all of whose lines are whole.

    Raises
    ------
    DamagedError
        When they are not.
    """
    lines = _checked(data)
    header = _header(lines)
    # Labels are needed for what the log undoes and does again.
    told = [line.payload for line in lines if line.kind == kinds.STEP]
    try:
        steps = [decode_step_outline(payload, [])[0] for payload in told]
    except ValueError as error:
        raise DamagedError(str(error)) from error
    state = State(_history(steps, header), header.facts, did=list(header.did))
    return BaseRead(header, state, (lines[0].check,))


def read_base(data: bytes) -> BaseRead:
    """The state that a base holds, with all of it.

    Raises
    ------
    DamagedError
        When a line is damaged or says what no document may hold.
    """
    lines = _checked(data)
    header = _header(lines)
    rest = iter(lines[1:])
    unread: list[str] = []
    try:
        runs = [decode_entries(line.payload, unread) for line in islice(rest, header.runs)]
        saved = [decode_saved(line.payload, unread) for line in islice(rest, header.saved or 0)]
        steps = [decode_step(line.payload, unread)[0] for line in islice(rest, header.steps)]
    except ValueError as error:
        raise DamagedError(str(error)) from error
    present = {entry.record.id: entry for run in runs for entry in run}
    if len(present) != header.entries:
        raise DamagedError(f"{len(present)} of {header.entries} entries are there")
    state = State.of(present.values(), _history(steps, header), header.facts)
    state.did = list(header.did)
    if header.saved is None:
        state.saved = None
    else:
        was: dict[str, Entry | None] = {**present, **dict(saved)}
        state.saved = {key: entry for key, entry in was.items() if entry is not None}
    return BaseRead(header, state, (lines[0].check,), unread=unread)


def salvaged(data: bytes) -> BaseRead:
    """What can still be read of a damaged base: entries of lines that are whole; no history.

    Raises
    ------
    DamagedError
        When that is nothing.
    """
    header: Header | None = None
    first = data[: data.find(b"\n")]
    # As stated, and as it should be: only one of the sum and what follows it is damaged.
    seeds = [int(data[:8], 16)] if _SUM.match(data) else []
    seeds.append(crc32(first[9:]))
    entries: list[Entry] = []
    unread: list[str] = []
    for number, raw in enumerate(whole_lines(data)):
        line = unframed(raw)
        try:
            match line:
                case Line(kind=kinds.HEADER) if number == 0:
                    header = decode_header(line.payload)
                case Line(kind=kinds.ENTRY):
                    entries += decode_entries(line.payload, unread)
                case _:
                    pass
        except ValueError:
            continue  # whole, and yet nothing that a document may hold
    if not entries:
        raise DamagedError("nothing of it can be read")
    history = History.restored((), 0, None)
    state = State.of(entries, history, header.facts if header else Facts(at=0.0))
    missing = header.entries - len(entries) if header else 0
    told = f"{missing} of {header.entries} entries" if header and missing else "parts of it"
    text = f"The kept work was damaged on the disk: {told} could not be read"
    problems = (f"{text}, and there is nothing to undo.",)
    return BaseRead(header, state, tuple(seeds), problems, unread)


def _other_when_saved(state: State, turns: Turns) -> Iterator[tuple[str, Entry | None]]:
    entries, saved = state.entries, state.saved
    if entries is None or saved is None:
        return
    for key, entry in saved.items():
        if entries.get(key) is not entry:
            yield key, entry
        turns.take()
    for key in entries:
        if key not in saved:
            yield key, None
        turns.take()


def _steps(history: History, most: int, turns: Turns) -> tuple[list[Step], int, list[bytes]]:
    """Steps that are kept, of so many bytes; how many of them are behind, and their lines."""
    steps, cursor = history.steps, history.cursor
    left = most
    ahead: list[bytes] = []
    for step in steps[cursor:]:
        line = _line(step, turns)
        if left - len(line) < most // 2:
            break
        left -= len(line)
        ahead.append(line)
    behind: list[bytes] = []
    for step in reversed(steps[:cursor]):
        line = _line(step, turns)
        if left < len(line) and behind:
            break
        left -= len(line)
        behind.append(line)
    kept = steps[cursor - len(behind) : cursor + len(ahead)]
    return list(kept), len(behind), [*reversed(behind), *ahead]


def _line(step: Step, turns: Turns) -> bytes:
    pieces: list[bytes] = []
    for piece in encode_step(step, 0.0):
        pieces.append(piece)
        turns.take()
    return framed(kinds.STEP, *pieces)[0]


def _checked(data: bytes) -> list[Line]:
    """All lines of a base in their order: the first a header, the last its end."""
    if not data.endswith(b"\n"):
        raise DamagedError("it has no end")
    lines: list[Line] = []
    for number, raw in enumerate(whole_lines(data), start=1):
        line = unframed(raw)
        if line is None:
            raise DamagedError(f"line {number} is damaged")
        lines.append(line)
    return lines


def _header(lines: list[Line]) -> Header:
    """Header of a base whose lines are those that it tells of."""
    if not lines or lines[0].kind != kinds.HEADER:
        raise DamagedError("it has no header")
    try:
        header = decode_header(lines[0].payload)
    except ValueError as error:
        raise DamagedError(str(error)) from error
    told = (
        kinds.ENTRY * header.runs,
        kinds.SAVED * (header.saved or 0),
        kinds.STEP * header.steps,
        kinds.END,
    )
    if "".join(line.kind for line in lines[1:]) != "".join(told):
        raise DamagedError("lines are missing")
    return header


def _history(steps: list[Step], header: Header) -> History:
    try:
        return History.restored(steps, header.cursor, header.clean)
    except ValueError as error:
        raise DamagedError(str(error)) from error
