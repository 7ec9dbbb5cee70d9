"""JSON read as RFC 8259 has it and no wider: what parsers disagree on is refused, with its place.

The standard library's parser takes duplicate names (the last wins), NaN, Infinity, numbers too
large for a double, lone surrogates and UTF-16. Each of them reads differently in another program,
or cannot be written again.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import NamedTuple, NoReturn, TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

MAX_DEPTH = 32
MAX_STRING = 1_000_000
MAX_INTEGER_DIGITS = 20
MAX_WEIGHT = 8_000_000
"""Of all values together: a value weighs 1, a list 2 and an object 4 more, as they do in memory,
where a file of nothing but brackets takes forty times the room that it has on the disk."""

_BOM = b"\xef\xbb\xbf"
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_STRING_OR_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*"|[][{}]', re.DOTALL)
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
# Only such text can make a number that is infinite or an integer that is too long.
_LARGE_NUMBER = re.compile(rb"[eE]\+?\d{3}|\d{20}")
_SURROGATE_ESCAPE = re.compile(rb"\\u[dD]")
_PLAIN_NAME = re.compile(r"\w[\w-]*")


class StrictJsonError(ValueError):
    """Not JSON as it should be: `place` is a path (`features[3].properties.sidc`) or a line."""

    def __init__(self, place: str, text: str) -> None:
        self.place = place
        self.text = text
        super().__init__(f"{place}: {text}" if place else text)


def loads(data: bytes, *, root: str = "") -> Json:
    """The value that UTF-8 text holds; a byte order mark is tolerated.

    Parameters
    ----------
    root
        Place of this text in a larger file, put before the places in errors.

    Raises
    ------
    StrictJsonError
        Also for depth beyond MAX_DEPTH and for strings and integers beyond their limits.
    """
    text = _decoded(data, root)
    if _weight(data) > MAX_WEIGHT:
        raise StrictJsonError(root, "there are too many values in it to be read")
    refusals: list[_Refused] = []
    large_numbers = _LARGE_NUMBER.search(data) is not None
    try:
        value: Json = json.loads(
            text,
            object_pairs_hook=_unique(refusals),
            parse_constant=_refuser(refusals, "{} is not JSON"),
            parse_float=_finite(refusals) if large_numbers else None,
            parse_int=_short(refusals) if large_numbers else None,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise StrictJsonError(_joined(root, place), _plain(error.msg)) from None
    except RecursionError:
        _refuse_depth(data, root)
    if _depth_exceeds(data, MAX_DEPTH):
        _refuse_depth(data, root)
    # Walking the whole value takes longer than parsing it: only when there is something to find.
    if refusals or _SURROGATE_ESCAPE.search(data) or _has_long_run(data):
        _walk(value, root)
    return value


def _weight(data: bytes) -> int:
    """At most this: what stands in texts counts as well."""
    return 1 + data.count(b",") + 2 * data.count(b"[") + 4 * data.count(b"{")


def _has_long_run(data: bytes) -> bool:
    """Whether there may be a text beyond its limit: that many bytes without a quotation mark."""
    if len(data) > MAX_STRING and b'\\"' in data:
        return True
    at = -1
    while len(data) - at > MAX_STRING:
        # The last mark within reach is as far as one can go on.
        after = data.rfind(b'"', at + 1, at + 2 + MAX_STRING)
        if after < 0:
            return True
        at = after
    return False


def _decoded(data: bytes, root: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4]:
        if not data.strip(b"\x00"):
            raise StrictJsonError(root, "the file holds nothing but zeros; it was lost in a crash")
        raise StrictJsonError(root, "the text is UTF-16 or UTF-32; it must be UTF-8")
    data = data.removeprefix(_BOM)
    if not data.strip():
        raise StrictJsonError(root, "there is nothing in it")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = _joined(root, f"line {line}, byte {error.start}")
        raise StrictJsonError(place, "the text is not UTF-8") from None


class _Refused(NamedTuple):
    """Stands in the parsed value where something was refused, until the walk finds its place."""

    name: str
    why: str


# The parser's hooks do not know where they are, so they leave a mark for `_walk` to find.


def _unique(refusals: list[_Refused]) -> Callable[[list[tuple[str, Json]]], object]:
    def members(pairs: list[tuple[str, Json]]) -> object:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        seen: set[str] = set()
        name = next(name for name, _ in pairs if name in seen or seen.add(name))
        refusals.append(_Refused(name, "the name occurs twice"))
        return refusals[-1]

    return members


def _refuser(refusals: list[_Refused], why: str) -> Callable[[str], object]:
    def refused(text: str) -> object:
        refusals.append(_Refused("", why.format(text)))
        return refusals[-1]

    return refused


def _finite(refusals: list[_Refused]) -> Callable[[str], object]:
    def number(text: str) -> object:
        value = float(text)
        if math.isfinite(value):
            return value
        refusals.append(_Refused("", f"the number {text[:20]} is too large"))
        return refusals[-1]

    return number


def _short(refusals: list[_Refused]) -> Callable[[str], object]:
    def integer(text: str) -> object:
        if len(text.lstrip("-")) <= MAX_INTEGER_DIGITS:
            return int(text)
        refusals.append(_Refused("", f"the integer {text[:20]}… has {len(text)} digits"))
        return refusals[-1]

    return integer


def _walk(value: Json | _Refused, place: str) -> None:
    match value:
        case _Refused(name, why):
            raise StrictJsonError(_member(place, name) if name else place, why)
        case str():
            _check_string(value, place)
        case dict():
            for name, member in value.items():
                _check_string(name, place)
                _walk(member, _member(place, name))
        case list():
            for number, element in enumerate(value):
                _walk(element, f"{place}[{number}]")
        case _:
            pass


def _check_string(text: str, place: str) -> None:
    if len(text) > MAX_STRING:
        raise StrictJsonError(place, f"a text of {len(text):,} characters is too long")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise StrictJsonError(place, "half a character: a surrogate stands alone") from None


def _depth_exceeds(data: bytes, depth: int) -> bool:
    """Whether well-formed JSON nests deeper, told by taking away innermost brackets in turn."""
    if data.count(b"[") + data.count(b"{") <= depth:
        return False
    brackets = _STRING.sub(b"", data).translate(None, _NO_BRACKETS)
    for _ in range(depth):
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if not brackets:
            return False
    return True


def _refuse_depth(data: bytes, root: str) -> NoReturn:
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(data):
        bracket = found.group()
        depth += (bracket in b"[{") - (bracket in b"]}")
        if depth > MAX_DEPTH:
            start = found.start()
            line = data.count(b"\n", 0, start) + 1
            column = start - data.rfind(b"\n", 0, start)
            place = _joined(root, f"line {line}, column {column}")
            raise StrictJsonError(place, f"nested deeper than {MAX_DEPTH} levels")
    raise StrictJsonError(root, f"nested deeper than {MAX_DEPTH} levels")


def _member(place: str, name: str) -> str:
    shown = name[:60]
    if not _PLAIN_NAME.fullmatch(shown):
        return f"{place}[{json.dumps(shown)}]"
    return f"{place}.{shown}" if place else shown


def _joined(root: str, place: str) -> str:
    return f"{root}, {place}" if root else place


def _plain(message: str) -> str:
    """The parser's words after ours: "Unterminated string starting at" is a sentence's end."""
    words = message.removesuffix(" at").removesuffix(" starting")
    return f"not JSON: {words[:1].lower()}{words[1:]}"
