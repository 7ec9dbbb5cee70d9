"""Symbol codes of letters (2525B, 2525C, APP-6B) made into codes of digits, and the way back.

The functions are those of a table (`resources/symbology/letter_codes.tsv`); a function that is not
in it is taken for the nearest one above it in its hierarchy, and said to be. What a code of the
other sort cannot hold is said too: nothing is lost in silence.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from baltic_desk import paths
from baltic_desk.symbology import enumerations
from baltic_desk.symbology.letter_places import (
    ECHELONS,
    HQTFD,
    IDENTITIES,
    MOBILITIES,
    STATUSES,
    WEATHER,
)
from baltic_desk.symbology.sidc import LetterCode, Sidc, parse


@dataclass(frozen=True, slots=True)
class Conversion:
    """A code of the other sort, and in words what of the first it does not hold."""

    code: Sidc | LetterCode
    lost: tuple[str, ...] = ()


def converted(code: LetterCode | str) -> Conversion | None:
    """A code of letters as one of 20 digits (version 10); None when its function has none.

    Raises
    ------
    SidcError
        When a text is not a code.

    >>> str(converted("SHGPUCIZ---F---").code)
    '10061000161211020000'
    >>> converted("SFGPUCIZ---FLV-").lost
    ('country LV (places 13 and 14)',)
    """
    letters = parse(code) if isinstance(code, str) else code
    if isinstance(letters, Sidc):
        return Conversion(letters)
    lost: list[str] = []
    function = _nearest(letters, lost)
    if function is None:
        return None
    digits, modifiers = _by_letters()[function]
    context, identity = _identity(letters, lost)
    hqtfd, echelon = _hqtfd_and_echelon(letters, lost)
    country, order = letters.text[12:14], letters.text[14]
    if country.strip("-") and letters.scheme != WEATHER:
        lost.append(f"country {country.strip('-')} (places 13 and 14)")
    if order not in "-X":  # X says "control markings", as every code of a tactical graphic does
        lost.append(f"order of battle {order} (place 15)")
    return Conversion(
        Sidc(
            context=context,
            standard_identity=identity,
            symbol_set=digits[:2],
            status=_status(letters, lost),
            hqtfd=hqtfd,
            echelon=echelon,
            entity=digits[2:],
            modifier1=modifiers[:2],
            modifier2=modifiers[2:],
        ),
        tuple(lost),
    )


def in_letters(code: Sidc) -> Conversion | None:
    """A code of digits as one of 15 letters; None when neither its entity nor one above has any.

    >>> str(in_letters(Sidc(symbol_set="10", entity="121102", echelon="16")).code)
    'SFGPUCIZ---F---'
    """
    lost: list[str] = []
    key = _letters_of(code, lost)
    if key is None:
        return None
    weather = key[0] == WEATHER
    identity = next((k for k, v in IDENTITIES.items() if v == _reality_or_exercise(code)), "U")
    if code.context == "2":
        lost.append("the context simulation")
    status = next((k for k, v in STATUSES.items() if v == code.status), "P")
    if code.extension.strip("0"):
        lost.append(f"the last ten places {code.extension} (frame shape, common modifiers)")
    text = key[0] + ("A" if weather else identity) + key[1] + ("-" if weather else status) + key[2:]
    end = "--X" if key[0] == "G" else "---"
    return Conversion(LetterCode(text + _size_letters(code, lost) + end), tuple(lost))


def _nearest(letters: LetterCode, lost: list[str]) -> str | None:
    start = letters.scheme + letters.dimension
    function = letters.function
    while True:
        key = start + function.ljust(6, "-")
        if key in _by_letters():
            break
        function = function.rstrip("-")[:-1]
        if not function.strip("-"):
            return None
    kept, whole = function.rstrip("-"), letters.function.rstrip("-")
    if kept != whole:
        lost.append(f"the function {whole}, taken for {kept}, which it is a sort of")
    return key


def _identity(letters: LetterCode, lost: list[str]) -> tuple[str, str]:
    known = IDENTITIES.get(letters.standard_identity)
    if known is not None and letters.scheme != WEATHER:
        return known
    if letters.scheme != WEATHER:
        said = letters.standard_identity
        lost.append(f"the standard identity {said} (place 2), taken for unknown")
    return "0", "1"


def _status(letters: LetterCode, lost: list[str]) -> str:
    known = STATUSES.get(letters.status)
    if known is None and letters.scheme != WEATHER and letters.status != "-":
        lost.append(f"the status {letters.status} (place 4), taken for present")
    return known or "0"


def _hqtfd_and_echelon(letters: LetterCode, lost: list[str]) -> tuple[str, str]:
    first, second = letters.modifiers
    if letters.modifiers in MOBILITIES:
        return "0", MOBILITIES[letters.modifiers]
    if letters.modifiers == "HB":  # a feint or dummy installation
        return "1", "00"
    if first == "H" and second == "-":  # an installation, which the symbol set says
        return "0", "00"
    if first in HQTFD and second in ECHELONS:
        return HQTFD[first], ECHELONS[second]
    if letters.scheme != WEATHER:  # there they say whether it is a point, line or area
        lost.append(f"the modifier {letters.modifiers} (places 11 and 12)")
    return "0", "00"


def _letters_of(code: Sidc, lost: list[str]) -> str | None:
    """Scheme, dimension and function of a code's entity and modifiers, or of those above."""
    table = _by_digits()
    entity, modifiers = code.entity, (code.modifier1, code.modifier2)
    attempts = (
        (entity, *modifiers),
        (entity, modifiers[0], "00"),
        (entity, "00", modifiers[1]),
        (entity, "00", "00"),
        (entity[:4] + "00", "00", "00"),
        (entity[:2] + "0000", "00", "00"),
    )
    for kept, *marks in attempts:
        key = table.get((code.symbol_set + kept, "".join(marks)))
        if key is None:
            continue
        if kept != entity:
            lost.append(f"the entity {entity}, taken for {kept}, which it is a sort of")
        for number, (had, has) in enumerate(zip(modifiers, marks, strict=True), start=1):
            if had != has:
                lost.append(f"the modifier {number}, {had}")
        return key
    return None


def _reality_or_exercise(code: Sidc) -> tuple[str, str]:
    return ("1" if code.context == "1" else "0", code.standard_identity)


def _size_letters(code: Sidc, lost: list[str]) -> str:
    mobility = next((k for k, v in MOBILITIES.items() if v == code.echelon), None)
    if mobility is not None:
        if code.hqtfd != "0":
            lost.append(enumerations.HQTFD.get(code.hqtfd, code.hqtfd).lower())
        return mobility
    first = next((k for k, v in HQTFD.items() if v == code.hqtfd), "-")
    if code.symbol_set == "20" and code.echelon == "00" and code.hqtfd in "01":
        return "HB" if code.hqtfd == "1" else "H-"
    second = next((k for k, v in ECHELONS.items() if v == code.echelon), None)
    if second is None:
        lost.append(f"the amplifier {code.echelon} (places 9 and 10)")
    return first + (second or "-")


@functools.cache
def _by_letters() -> Mapping[str, tuple[str, str]]:
    """Set and entity, and modifiers, by scheme, dimension and function."""
    return {letters: (digits, modifiers) for letters, digits, modifiers, _ in _rows()}


@functools.cache
def _by_digits() -> Mapping[tuple[str, str], str]:
    """Scheme, dimension and function by set and entity, and modifiers."""
    return {(digits, modifiers): letters for letters, digits, modifiers, back in _rows() if back}


@functools.cache
def _rows() -> tuple[tuple[str, str, str, str], ...]:
    text = paths.resource("symbology", "letter_codes.tsv").read_text(encoding="utf-8")
    rows: list[tuple[str, str, str, str]] = []
    for line in text.splitlines()[1:]:
        letters, digits, modifiers, back = line.split("\t")
        rows.append((letters, digits, modifiers, back))
    return tuple(rows)
