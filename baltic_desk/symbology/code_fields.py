"""Symbol codes changed place by place, whether they are written in digits or in letters."""

from __future__ import annotations

from collections.abc import Mapping

from baltic_desk.symbology.letter_places import (
    ECHELONS,
    HQTFD,
    IDENTITIES,
    MOBILITIES,
    STATUSES,
    WEATHER,
)
from baltic_desk.symbology.sidc import LetterCode, Sidc, SidcError

_STATUS_LETTERS = {digit: letter for letter, digit in STATUSES.items()}
_HQTFD_LETTERS = {digit: letter for letter, digit in HQTFD.items()}
_ECHELON_LETTERS = {digits: letter for letter, digits in ECHELONS.items()}
_MOBILITY_LETTERS = {digits: letters for letters, digits in MOBILITIES.items()}
_INSTALLATION = "H"  # stands before "-", or before B for a feint or dummy one
_IDENTITY_LETTERS = {said: letter for letter, said in IDENTITIES.items()}


def with_field(code: Sidc | LetterCode, field: str, digits: str) -> Sidc | LetterCode:
    """The code with one field changed, be it of digits or of letters.

    Raises
    ------
    SidcError
        When letters have no word for it.
    """
    if isinstance(code, Sidc):
        return code.replace(**{field: digits})
    text = None if code.scheme == WEATHER else _in_letters(code, field, digits)
    if text is None:
        raise SidcError("A code of letters cannot say that; paste one of 20 digits")
    return LetterCode(text)


def field_of(code: Sidc | LetterCode, field: str) -> str | None:
    """Digits of one field; None where letters mean something else."""
    if isinstance(code, Sidc):
        return str(getattr(code, field))
    return None if code.scheme == WEATHER else _of_letters(code).get(field)


def _in_letters(code: LetterCode, field: str, digits: str) -> str | None:
    said = _of_letters(code)
    match field:
        case "standard_identity" | "context":
            wanted = {"context": "0", "standard_identity": "1", **said, field: digits}
            letter = _IDENTITY_LETTERS.get((wanted["context"], wanted["standard_identity"]))
            return None if letter is None else _put(code, 1, letter)
        case "status":
            letter = _STATUS_LETTERS.get(digits)
            return None if letter is None else _put(code, 3, letter)
        case "hqtfd":
            if code.modifiers in MOBILITIES:
                return code.text if digits == "0" else None
            if code.modifiers[0] == _INSTALLATION:
                return _put(code, 10, "H" + "-B"[int(digits)]) if digits in "01" else None
            letter = _HQTFD_LETTERS.get(digits)
            return None if letter is None else _put(code, 10, letter)
        case "echelon":
            return _with_echelon(code, digits)
        case _:
            return None


def _with_echelon(code: LetterCode, digits: str) -> str | None:
    if digits in _MOBILITY_LETTERS:
        bare = code.modifiers in MOBILITIES or code.modifiers[0] == "-"
        return _put(code, 10, _MOBILITY_LETTERS[digits]) if bare else None
    letter = _ECHELON_LETTERS.get(digits)
    if letter is None or code.modifiers[0] == _INSTALLATION:
        return None
    first = "-" if code.modifiers in MOBILITIES else code.modifiers[0]
    return _put(code, 10, first + letter)


def _of_letters(code: LetterCode) -> Mapping[str, str]:
    """Digits by field, of the fields that the letters say something known about."""
    context, identity = IDENTITIES.get(code.standard_identity, (None, None))
    mobility = MOBILITIES.get(code.modifiers)
    hqtfd = "0" if mobility else HQTFD.get(code.modifiers[0])
    if code.modifiers[0] == _INSTALLATION:
        hqtfd = "1" if code.modifiers[1] == "B" else "0"
    found = {
        "context": context,
        "standard_identity": identity,
        "status": STATUSES.get(code.status),
        "hqtfd": hqtfd,
        "echelon": mobility or ECHELONS.get(code.modifiers[1]),
    }
    return {field: digits for field, digits in found.items() if digits is not None}


def _put(code: LetterCode, place: int, letters: str) -> str:
    return code.text[:place] + letters + code.text[place + len(letters) :]
