"""Symbol identification codes: 20 or 30 digits, or the older 15 letters, read and put together."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from baltic_desk.symbology import enumerations

LONGEST = 64  # what is longer is refused unread

_FIRST_20 = "0123456789"
_LAST_10 = _FIRST_20 + "ABCDEF"  # frame shape and reserved places are hexadecimal
_LETTERS = re.compile(r"[A-Z][A-Z-][A-Z-][A-Z-][A-Z0-9-]{6}[A-Z0-9-]{0,5}")

# field, first place (from 1), length: MIL-STD-2525E, table A-I
_PLACES = (
    ("version", 1, 2),
    ("context", 3, 1),
    ("standard_identity", 4, 1),
    ("symbol_set", 5, 2),
    ("status", 7, 1),
    ("hqtfd", 8, 1),
    ("echelon", 9, 2),
    ("entity", 11, 6),
    ("modifier1", 17, 2),
    ("modifier2", 19, 2),
)

_MEANINGS: Mapping[str, Mapping[str, str]] = {
    "version": enumerations.VERSIONS,
    "context": enumerations.CONTEXTS,
    "standard_identity": enumerations.STANDARD_IDENTITIES,
    "symbol_set": enumerations.SYMBOL_SETS,
    "status": enumerations.STATUSES,
    "hqtfd": enumerations.HQTFD,
    "echelon": {**enumerations.ECHELONS, **enumerations.MOBILITIES, **enumerations.LEADERSHIPS},
}


class SidcError(ValueError):
    """A text is not a symbol identification code; says what is wrong and at which place."""


@dataclass(frozen=True, slots=True)
class Sidc:
    """A code of 20 digits, or of 30 when `extension` holds the last ten.

    `echelon` is the amplifier at places 9 and 10, which for equipment is a mobility and for towed
    arrays their length.

    >>> str(Sidc(symbol_set="10", entity="121102", echelon="16"))
    '10031000161211020000'
    """

    version: str = "10"
    context: str = "0"
    standard_identity: str = "3"
    symbol_set: str = "10"
    status: str = "0"
    hqtfd: str = "0"
    echelon: str = "00"
    entity: str = "000000"
    modifier1: str = "00"
    modifier2: str = "00"
    extension: str = ""

    def __post_init__(self) -> None:
        for field, _, length in _PLACES:
            value: str = getattr(self, field)
            if len(value) != length or value.strip(_FIRST_20):
                words = field.replace("_", " ")
                raise SidcError(f"{words} {value!r} is not {length} digit{'s' * (length > 1)}")
        if len(self.extension) not in (0, 10) or self.extension.strip(_LAST_10):
            raise SidcError(f"the last ten places {self.extension!r} are not ten digits")

    def __str__(self) -> str:
        return "".join(getattr(self, field) for field, _, _ in _PLACES) + self.extension

    def replace(self, **changes: str) -> Sidc:
        """This code with some fields changed, checked like any other."""
        return dataclasses.replace(self, **_known(changes))

    @property
    def code(self) -> str:
        """Symbol set and entity, the eight digits by which the catalogue is keyed."""
        return self.symbol_set + self.entity


@dataclass(frozen=True, slots=True)
class LetterCode:
    """A code of MIL-STD-2525B/C or APP-6B: 15 letters, with `-` where nothing is said."""

    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def scheme(self) -> str:
        return self.text[0]

    @property
    def standard_identity(self) -> str:
        return self.text[1]

    @property
    def dimension(self) -> str:
        return self.text[2]

    @property
    def status(self) -> str:
        return self.text[3]

    @property
    def function(self) -> str:
        return self.text[4:10]

    @property
    def modifiers(self) -> str:
        return self.text[10:12]

    @property
    def code(self) -> str:
        """Scheme, dimension and function, the eight characters by which the catalogue is keyed."""
        return self.scheme + self.dimension + self.function


def parse(text: str) -> Sidc | LetterCode:
    """Code from a text of 20 or 30 digits (blanks between them allowed) or 10 to 15 letters.

    Raises
    ------
    SidcError
        With the place, counted from 1, of what cannot be in a code.
    """
    if len(text) > LONGEST:
        raise SidcError(f"a symbol code has 20 or 30 digits or 15 letters, not {len(text)}")
    code = "".join(text.split()).upper()
    if not code:
        raise SidcError("the symbol code is empty")
    return _digits(code) if code[0] in _FIRST_20 else _letters(code)


def problems(text: str) -> list[str]:
    """What is wrong with a code, in words; empty when each of its digits means something.

    >>> problems("10091000001211000000")
    ['standard identity 9 (place 4) means nothing']
    """
    try:
        code = parse(text)
    except SidcError as error:
        return [str(error)]
    if isinstance(code, LetterCode):
        return _letter_problems(code)
    found: list[str] = []
    for field, place, _ in _PLACES:
        value: str = getattr(code, field)
        if field in _MEANINGS and value not in _MEANINGS[field]:
            found.append(f"{field.replace('_', ' ')} {value} (place {place}) means nothing")
    return found


def _digits(code: str) -> Sidc:
    for place, character in enumerate(code[:30], start=1):
        if character not in (_FIRST_20 if place <= 20 else _LAST_10):
            raise SidcError(f"place {place} of the symbol code is {character!r}, not a digit")
    if len(code) not in (20, 30):
        raise SidcError(f"a symbol code has 20 or 30 digits, not {len(code)}")
    fields = {field: code[place - 1 : place - 1 + length] for field, place, length in _PLACES}
    return Sidc(**fields, extension=code[20:])


def _letters(code: str) -> LetterCode:
    code = code.replace("*", "-").replace("_", "-")
    if not 10 <= len(code) <= 15:
        raise SidcError(f"a symbol code of letters has 10 to 15 of them, not {len(code)}")
    if not _LETTERS.fullmatch(code):
        place = next(
            i for i in range(1, len(code) + 1) if not _LETTERS.fullmatch(_filled(code[:i]))
        )
        raise SidcError(f"place {place} of the symbol code cannot be {code[place - 1]!r}")
    return LetterCode(code.ljust(15, "-"))


def _filled(start: str) -> str:
    """A beginning of a code made long enough to be matched whole."""
    return start + "S---------"[len(start) :]


def _letter_problems(code: LetterCode) -> list[str]:
    found: list[str] = []
    if code.scheme not in "SGWIOE":
        found.append(f"coding scheme {code.scheme} (place 1) means nothing")
    if code.standard_identity not in "PUAFNSHGWDLMJKO-":
        found.append(f"standard identity {code.standard_identity} (place 2) means nothing")
    return found


def _known(changes: Mapping[str, str]) -> dict[str, Any]:
    names = {field.name for field in dataclasses.fields(Sidc)}
    unknown = changes.keys() - names
    if unknown:
        raise TypeError(f"a symbol code has no {', '.join(sorted(unknown))}")
    return dict(changes)
