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

from baltic_desk.io.collector import paused_collector

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

MAX_DEPTH = 32
MAX_STRING = 1_000_000
MAX_INTEGER_DIGITS = 20
MAX_NAMES = 50_000
"""Of one object."""
MAX_WEIGHT = 5_000_000
"""Of all values together, in units of some 32 bytes of memory: a value weighs 1, a name 1 more,
a list 2, a text and an object 4. A file of nothing but brackets takes forty times the room that it
has on the disk. Features are parsed one by one, and one of a million positions is within it."""

_BOM = b"\xef\xbb\xbf"
# Runs of plain bytes are taken in one go: by the byte a long text takes twenty times as long.
_BARE_STRING = re.compile(rb'"[^"]*"')
_STRING_OR_BRACKET = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[][{}]', re.DOTALL)
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b'[]{}"')
# Only such text, all digits read as 0, can make a number that is infinite or an integer that is too
# long. A pattern that looks for either takes longer than parsing.
_AS_ZERO = bytes(48 if 48 <= byte < 58 else 101 if byte == 69 else byte for byte in range(256))
_LARGE_NUMBERS = (b"0" * 20, b"e000", b"e+000")
# A symbol's code has as many digits, and a random id such an exponent: where a number can be.
_LARGE_NUMBER = re.compile(rb"[\[,:\s]-?(?:0{20}|[0.]+e\+?000)")
_LONG_NUMBER = b"0" * 200
_BLOCK = 1 << 20
_SHORT = 1 << 16
_HEAVIEST = 4
_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")
_SURROGATE_PAIR = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_PLAIN_NAME = re.compile(r"\w[\w-]*")


class StrictJsonError(ValueError):
    """Not JSON as it should be: `place` is a path (`features[3].properties.sidc`) or a line."""

    def __init__(self, place: str, text: str) -> None:
        self.place = place
        self.text = text
        super().__init__(f"{place}: {text}" if place else text)


def loads(data: bytes, *, root: str = "", most: int = MAX_WEIGHT) -> Json:
    """The value that UTF-8 text holds; a byte order mark is tolerated.

    Parameters
    ----------
    root
        Place of this text in a larger file, put before the places in errors.
    most
        Weight that it may have.

    Raises
    ------
    StrictJsonError
        Also for depth beyond MAX_DEPTH and for strings and integers beyond their limits.
    """
    # Before the text is made: it takes as much room as the file again.
    if _HEAVIEST * len(data) >= most and weight_of(data) > most:
        raise StrictJsonError(root, "there are too many values in it to be read")
    text = _decoded(data, root)
    refusals: list[_Refused] = []
    large_numbers = _may_hold_large_number(data)
    try:
        parsed = _parsed if len(data) > _SHORT else _parsed_quickly
        value = parsed(text, refusals, large_numbers=large_numbers)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise StrictJsonError(_joined(root, place), _plain(error.msg)) from None
    except RecursionError:
        _refuse_depth(data, root)
    if _depth_exceeds(data, MAX_DEPTH):
        _refuse_depth(data, root)
    # Walking the whole value takes longer than parsing it: only when there is something to find.
    if refusals or _may_hold_half_a_character(data) or _has_long_run(data):
        _walk(value, root)
    return value


def _parsed(text: str, refusals: list[_Refused], *, large_numbers: bool) -> Json:
    with paused_collector():
        value: Json = json.loads(
            text,
            object_pairs_hook=_unique(refusals),
            parse_constant=_refuser(refusals, "{} is not JSON"),
            parse_float=_finite(refusals) if large_numbers else None,
            parse_int=_short(refusals) if large_numbers else None,
        )
    return value


def _parsed_quickly(text: str, refusals: list[_Refused], *, large_numbers: bool) -> Json:
    """By a decoder that is there already: for a feature, making one takes longer than parsing."""
    try:
        value: Json = _QUICK[large_numbers].decode(text)
    except ValueError:
        return _parsed(text, refusals, large_numbers=large_numbers)
    return value


def _may_hold_large_number(data: bytes) -> bool:
    if len(data) <= _SHORT:
        return _has_many_digits(data.translate(_AS_ZERO))
    for start in range(0, len(data), _BLOCK):
        # A number that began before the block is a long one.
        before = data[max(0, start - 2 * len(_LONG_NUMBER)) : start] or b" "
        block = (before + data[start : start + _BLOCK]).translate(_AS_ZERO)
        if _has_many_digits(block) and (
            _LONG_NUMBER in block or _LARGE_NUMBER.search(block) is not None
        ):
            return True
    return False


def _has_many_digits(zeros: bytes) -> bool:
    return any(text in zeros for text in _LARGE_NUMBERS)


def _may_hold_half_a_character(data: bytes) -> bool:
    if _SURROGATE_ESCAPE.search(data) is None:
        return False
    # What looks like a pair may be half of one after a backslash that is itself escaped.
    if b"\\\\" in data:
        return True
    return _SURROGATE_ESCAPE.search(_SURROGATE_PAIR.sub(b"", data)) is not None


def weight_of(data: bytes) -> int:
    """How much of MAX_WEIGHT a text takes at most: what stands in texts counts as well."""
    marks = data.count(b'"')
    brackets = 2 * data.count(b"[") + 4 * data.count(b"{")
    # A text ends in a quotation mark that no colon follows, but for one with a blank between.
    names = data.count(b'":') - data.count(b'\\":') if b"\\" in data else data.count(b'":')
    return 1 + data.count(b",") + brackets + max(0, names) + 2 * max(0, marks - 2 * names)


def _has_long_run(data: bytes) -> bool:
    """Whether there may be a text beyond its limit: that many bytes between its marks."""
    if len(data) > MAX_STRING:
        data = _without_escapes(data)
    at, in_text = -1, False
    while len(data) - at > MAX_STRING:
        # The last mark within reach is as far as one can go on.
        after = data.rfind(b'"', at + 1, at + 2 + MAX_STRING)
        if after < 0 and in_text:
            return True
        if after < 0:
            after = data.find(b'"', at + 1)
            if after < 0:
                return False
        in_text ^= data.count(b'"', at + 1, after + 1) % 2 == 1
        at = after
    return False


def _without_escapes(data: bytes) -> bytes:
    """A text of the same length in which each quotation mark begins or ends a text."""
    if b"\\" not in data:
        return data
    return data.replace(b"\\\\", b"__").replace(b'\\"', b"__")


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
        if len(pairs) > MAX_NAMES:
            refusals.append(_Refused("", f"an object of {len(pairs):,} names is too large"))
            return refusals[-1]
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


class _Whole(list[_Refused]):
    """Of a text in which nothing is to be refused: the first mark that is left ends the parsing."""

    def append(self, _mark: _Refused, /) -> None:
        raise ValueError


_QUICK = tuple(
    json.JSONDecoder(
        object_pairs_hook=_unique(_Whole()),
        parse_constant=_refuser(_Whole(), ""),
        parse_float=_finite(_Whole()) if large_numbers else None,
        parse_int=_short(_Whole()) if large_numbers else None,
    )
    for large_numbers in (False, True)
)


def _walk(value: Json | _Refused, place: str) -> None:
    match value:
        case _Refused(name, why):
            raise StrictJsonError(_member(place, name) if name else place, why)
        case str():
            _check_string(value, place)
        case dict():
            for name, member in value.items():
                if not name.isascii() or len(name) > MAX_STRING:
                    _check_string(name, place)
                if type(member) in _WALKED:
                    _walk(member, _member(place, name))
        case list():
            # There may be millions of them: most are passed over without a call.
            for number, element in enumerate(value):
                if isinstance(element, str):
                    if not element.isascii() or len(element) > MAX_STRING:
                        _check_string(element, f"{place}[{number}]")
                elif isinstance(element, list) and _WALKED.isdisjoint(map(type, element)):
                    pass
                elif type(element) in _WALKED:
                    _walk(element, f"{place}[{number}]")
        case _:
            pass


_WALKED = frozenset((str, dict, list, _Refused))


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
    brackets = _without_escapes(data).translate(None, _NO_BRACKETS)
    # Taken away where a text ends and the next begins, they make one of two.
    brackets = _BARE_STRING.sub(b"", brackets.replace(b'""', b""))
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
