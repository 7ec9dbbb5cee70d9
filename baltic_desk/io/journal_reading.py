"""Reading a session's journal again: the newest generation that can be read, up to its last line.

Nothing that is found in the files makes reading fail: what is not whole is left out and said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from baltic_desk.document.history import Step
from baltic_desk.io import journal_records as kinds
from baltic_desk.io.journal_base import (
    BaseRead,
    DamagedError,
    outline_of_base,
    read_base,
    salvaged,
)
from baltic_desk.io.journal_lines import Line, chained
from baltic_desk.io.journal_records import (
    Header,
    decode_facts,
    decode_moment,
    decode_step,
    decode_step_outline,
)
from baltic_desk.io.journal_state import State
from baltic_desk.paths import read_regular

BASE_SUFFIX = ".base"
LOG_SUFFIX = ".log"
StepReader = Callable[[bytes, list[str]], tuple[Step, float]]
MOST_BYTES = 1 << 30
"""Larger files are none of ours."""


@dataclass(frozen=True, slots=True)
class SessionRead:
    """What a session's journal holds.

    Attributes
    ----------
    problems
        What could not be read, in sentences.
    last_at
        When the last of it was done, seconds since 1970.
    size_bytes
        Of the files of that generation.
    """

    state: State
    header: Header | None
    problems: tuple[str, ...]
    last_at: float
    size_bytes: int


def generations(folder: Path) -> list[int]:
    """Numbers of the generations that have a base, the newest first.

    Raises
    ------
    OSError
        When the folder is there and cannot be looked into: that is not the same as none.
    """
    try:
        names = [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        return []
    stems = [name.removesuffix(BASE_SUFFIX) for name in names if name.endswith(BASE_SUFFIX)]
    return sorted((int(stem) for stem in stems if stem.isascii() and stem.isdigit()), reverse=True)


def base_path(folder: Path, generation: int) -> Path:
    """Where the base of a generation is."""
    return folder / f"{generation:04}{BASE_SUFFIX}"


def log_path(folder: Path, generation: int) -> Path:
    """Where the log of a generation is."""
    return folder / f"{generation:04}{LOG_SUFFIX}"


def read_outline(folder: Path) -> SessionRead | None:
    """What a journal is about, without entries; None when nothing of it can be read.

    Raises
    ------
    OSError
        When the disk does not give it.
    """
    return _read(folder, outline_of_base, decode_step_outline)


def read_session(folder: Path) -> SessionRead | None:
    """All that a journal holds; None when nothing of it can be read.

    Raises
    ------
    OSError
        When the disk does not give it.
    """
    return _read(folder, read_base, decode_step)


def _read(
    folder: Path,
    of_base: Callable[[bytes], BaseRead],
    step_of: StepReader,
) -> SessionRead | None:
    found = generations(folder)
    for generation in found:
        try:
            return _generation(folder, generation, of_base, step_of, generation != found[0])
        except DamagedError:
            continue
    # An older one that is whole is better than parts of the newest; parts are better than nothing.
    for generation in found:
        try:
            return _generation(folder, generation, salvaged, step_of, generation != found[0])
        except DamagedError:
            continue
    return None


def _generation(
    folder: Path,
    generation: int,
    of_base: Callable[[bytes], BaseRead],
    step_of: StepReader,
    older: bool,
) -> SessionRead:
    data = _content(base_path(folder, generation))
    base = of_base(data)
    log = _content(log_path(folder, generation))
    state = base.state
    fitting = (seed for seed in base.seeds if any(True for _ in chained(log, seed)))
    unread = base.unread
    last_at, read = _replay(log, next(fitting, 0), state, lambda line: step_of(line, unread))
    problems = list(base.problems)
    for feature_id in dict.fromkeys(unread):
        problems.append(f'The feature "{feature_id[:40]}" is kept as it is, not understood.')
    if older:
        problems.append("The newest state that was kept is damaged; this is an older one.")
    if read < len(log):
        problems.append(_left_out(log[read:]))
    at = max(last_at, state.facts.at)
    return SessionRead(state, base.header, tuple(problems), at, len(data) + len(log))


def _replay(
    log: bytes, seed: int, state: State, step_of: Callable[[bytes], tuple[Step, float]]
) -> tuple[float, int]:
    """Do all of a log that is whole; when the last was done, and how many bytes that was."""
    at, read = 0.0, 0
    for line in chained(log, seed):
        try:
            at = max(at, _done(line, state, step_of))
        except ValueError:
            break
        read += line.length
    return at, read


def _done(line: Line, state: State, step_of: Callable[[bytes], tuple[Step, float]]) -> float:
    """Do what a line of a log says; when it was done. Raises ValueError."""
    payload = line.payload
    match line.kind:
        case kinds.DO:
            step, at = step_of(payload)
            state.take(step, at)
            return at
        case kinds.UNDO_UNKNOWN:
            step, at = step_of(payload)
            state.undo(at, step)
            return at
        case kinds.REDO_UNKNOWN:
            step, at = step_of(payload)
            state.redo(at, step)
            return at
        case kinds.FACTS:
            state.learn(decode_facts(payload))
            return state.facts.at
        case _:
            pass
    at = decode_moment(payload)
    match line.kind:
        case kinds.UNDO:
            state.undo(at)
        case kinds.REDO:
            state.redo(at)
        case kinds.CLEAN:
            state.clean()
        case kinds.DIRTY:
            state.dirty()
        case _:
            raise ValueError(f"lines of the kind {line.kind} are not known")
    return at


def _left_out(tail: bytes) -> str:
    if b"\n" not in tail:
        return "The very last change was not kept to its end; it is left out."
    lines = len(tail.splitlines())
    return f"The last {lines} lines of what was kept were damaged on the disk; they are left out."


def _content(path: Path) -> bytes:
    """Bytes of a file; none where there is none."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise DamagedError(f"{size} bytes are too many")
        return read_regular(path)
    except FileNotFoundError:
        return b""
