"""A list of symbols as text: one symbol identification code with its options a line.

    # comments and empty lines count for nothing
    10031000161211020000  uniqueDesignation="1 (LVA) Bn" type=CV90
    SHGPUCI---F---  direction=45 size=120 colors=dark file=enemy.svg

A value with blanks stands in double quotes, within which \\" is a quotation mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from baltic_desk.symbology.options import OptionError, Value, checked
from baltic_desk.symbology.sidc import problems
from baltic_desk.symbology.symbols import LARGEST_PX, SMALLEST_PX

COLOURS = ("light", "medium", "dark", "color-blind")
LONGEST_LINE = 20_000

_WORD = re.compile(r'\s+|((?:[^\s"\\]|\\.|"(?:[^"\\]|\\.)*")+)')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r'\\(["\\])')
# What no file of any system may be called, or would be another than it says.
_BAD_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]|^\.|[. ]$')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_LONGEST_NAME = 120


class LineError(ValueError):
    """A line of a list cannot be drawn; says why, without its number."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A symbol of a list. `file` has its suffix; None for `size` or `colours` is the list's own."""

    line: int
    sidc: str
    options: Mapping[str, Value | None]
    file: str
    size: float | None = None
    colours: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line, numbered from 1."""

    line: int
    text: str


def read_list(lines: Iterable[str], suffix: str) -> tuple[list[Wanted], list[Fault]]:
    """The symbols of a list and all that is wrong with its lines.

    Parameters
    ----------
    suffix
        ".svg" or ".png", of files that do not say it. A file is called after its code; the second
        of the same code gets a number.
    """
    wanted: list[Wanted] = []
    faults: list[Fault] = []
    taken: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        try:
            read = _read_line(number, line.rstrip("\r\n"), suffix)
            if read is not None:
                symbol = _with_own_name(read, suffix, taken)
                taken[symbol.file.casefold()] = number
                wanted.append(symbol)
        except (LineError, OptionError) as error:
            faults.append(Fault(number, str(error)))
    return wanted, faults


def option_of(pair: str) -> tuple[str, Value | None]:
    """Name and value of NAME=VALUE, checked.

    Raises
    ------
    LineError, OptionError
        When it is no such pair, or no option of a symbol, or not a value of it.
    """
    name, equals, value = pair.partition("=")
    if not equals or not name:
        raise LineError(f"{pair[:60]!r} is not NAME=VALUE")
    return name, checked(name, value)


def size_of(text: str) -> float:
    """A size in pixels.

    Raises
    ------
    LineError
        When it is none that can be drawn.
    """
    try:
        size = float(text)
    except ValueError:
        size = 0.0
    if not SMALLEST_PX <= size <= LARGEST_PX:
        raise LineError(f"size {text[:40]!r} is not between {SMALLEST_PX:g} and {LARGEST_PX:g} px")
    return size


def _read_line(number: int, line: str, suffix: str) -> Wanted | None:
    """The symbol of a line; its `file` is empty unless the line names one."""
    words = _words(line)
    if not words:
        return None
    sidc, *pairs = words
    found = problems(sidc)
    if found:
        raise LineError(f"{sidc[:40]}: {'; '.join(found)}")
    options: dict[str, Value | None] = {}
    file, size, colours = "", None, None
    said: set[str] = set()
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name in said:
            raise LineError(f"{name} is said twice")
        said.add(name)
        match name:
            case "file":
                file = _file_name(value, suffix)
            case "size":
                size = size_of(value)
            case "colors":
                if value not in COLOURS:
                    raise LineError(f"colors {value[:40]!r} is none of {', '.join(COLOURS)}")
                colours = value
            case _:
                options.update([option_of(pair)])
    return Wanted(number, sidc, options, file, size, colours)


def _words(line: str) -> list[str]:
    """Words of a line up to a `#` that begins one, quotation marks taken off."""
    if len(line) > LONGEST_LINE:
        raise LineError(f"the line is longer than {LONGEST_LINE} characters")
    words: list[str] = []
    place = 0
    while place < len(line) and line[place] != "#":
        match = _WORD.match(line, place)
        if match is None:
            raise LineError("a quotation mark is not closed")
        if match[1]:
            words.append(_plain(match[1]))
        place = match.end()
    return words


def _plain(word: str) -> str:
    return _QUOTED.sub(lambda quoted: _ESCAPED.sub(r"\1", quoted[1]), word)


def _file_name(value: str, suffix: str) -> str:
    if not value or _BAD_IN_NAMES.search(value) or _DEVICES.fullmatch(value):
        raise LineError(f"file {value[:60]!r} is not the plain name of a file")
    if len(value) > _LONGEST_NAME:
        raise LineError(f"the file's name is longer than {_LONGEST_NAME} characters")
    return value if value.lower().endswith((".svg", ".png")) else value + suffix


def _with_own_name(read: Wanted, suffix: str, taken: Mapping[str, int]) -> Wanted:
    """The symbol with a file of its own."""
    if read.file:
        other = taken.get(read.file.casefold())
        if other is not None:
            raise LineError(f"file {read.file!r} is that of line {other} too")
        return read
    stem = "".join(read.sidc.split()).upper().replace("*", "-")
    file, number = stem + suffix, 1
    while file.casefold() in taken:
        number += 1
        file = f"{stem}_{number}{suffix}"
    return Wanted(read.line, read.sidc, read.options, file, read.size, read.colours)
