"""Symbol codes changed place by place, whether they are written in digits or in letters."""

from __future__ import annotations

from collections.abc import Mapping

from baltic_desk.symbology.enumerations import ECHELONS
from baltic_desk.symbology.sidc import LetterCode, Sidc, SidcError

# Letters of MIL-STD-2525C, table A-I to A-IX, for the digits of 2525D that mean the same.
_IDENTITY_LETTERS = dict(zip("0123456", "PUAFNSH", strict=True))
_STATUS_LETTERS = dict(zip("012345", "PACDXF", strict=True))
_HQTFD_LETTERS = dict(zip("01234567", "-FACEGBD", strict=True))
_ECHELON_LETTERS = dict(zip(("00", *list(ECHELONS)[1:]), "-ABCDEFGHIJKLMN", strict=True))
# Field, place in a letter code (from 0), letters by digits.
_LETTERS: Mapping[str, tuple[int, Mapping[str, str]]] = {
    "standard_identity": (1, _IDENTITY_LETTERS),
    "status": (3, _STATUS_LETTERS),
    "hqtfd": (10, _HQTFD_LETTERS),
    "echelon": (11, _ECHELON_LETTERS),
}


def with_field(code: Sidc | LetterCode, field: str, digits: str) -> Sidc | LetterCode:
    """The code with one field changed, be it of digits or of letters.

    Raises
    ------
    SidcError
        When letters have no word for it.
    """
    if isinstance(code, Sidc):
        return code.replace(**{field: digits})
    place, letters = _LETTERS[field]
    if digits not in letters:
        raise SidcError("A code of letters cannot say that; paste one of 20 digits")
    return LetterCode(code.text[:place] + letters[digits] + code.text[place + 1 :])


def field_of(code: Sidc | LetterCode, field: str) -> str | None:
    """Digits of one field; None where letters mean something else."""
    if isinstance(code, Sidc):
        return str(getattr(code, field))
    place, letters = _LETTERS[field]
    return next((digits for digits, letter in letters.items() if letter == code.text[place]), None)
