"""What a symbol code says of a unit's standing: echelon, standard identity, headquarters or not.

Answers are the digits of the newer codes (`"16"` battalion, `"3"` friend), also for codes of
letters, so that units of both can be counted together. An empty answer: the code does not say.
"""

from __future__ import annotations

import re
from functools import lru_cache

from baltic_desk.symbology.enumerations import ECHELONS, STANDARD_IDENTITIES

UNSTATED = ""

_LETTER_ECHELONS = dict(
    zip("ABCDEFGHIJKLMN", (code for code in ECHELONS if code != "00"), strict=True)
)
# MIL-STD-2525C, table A-I; exercise identities stand for the same side.
_LETTER_IDENTITIES = {
    "P": "0", "G": "0", "U": "1", "W": "1", "A": "2", "M": "2", "F": "3", "D": "3",
    "N": "4", "L": "4", "S": "5", "J": "5", "H": "6", "K": "6",
}  # fmt: skip
_LETTER_HEADQUARTERS = "ABCD"
_LETTER_MOBILITIES = "MN"
_HEADQUARTERS = "2367"

_OTHER_NAMES = re.compile(", | or ")
_SIGNS = {
    "11": "Ø", "12": "●", "13": "●●", "14": "●●●", "15": "I", "16": "II", "17": "III", "18": "X",
    "21": "XX", "22": "XXX", "23": "XXXX", "24": "XXXXX", "25": "XXXXXX", "26": "++",
}  # fmt: skip


@lru_cache(maxsize=8192)
def echelon(sidc: str) -> str:
    """Echelon of a unit, `"11"` (team) to `"26"` (command).

    >>> echelon("10031000161211000000"), echelon("SFGPUCI----F---")
    ('16', '16')
    """
    if sidc[:1].isdigit():
        found = sidc[8:10]
        return found if found in ECHELONS and found != "00" else UNSTATED
    if sidc[10:11].upper() in _LETTER_MOBILITIES:
        return UNSTATED
    return _LETTER_ECHELONS.get(sidc[11:12].upper(), UNSTATED)


@lru_cache(maxsize=8192)
def identity(sidc: str) -> str:
    """Standard identity, `"0"` (pending) to `"6"` (hostile).

    >>> identity("10031000161211000000"), identity("SHGPUCI----F---")
    ('3', '6')
    """
    if sidc[:1].isdigit():
        return sidc[3] if sidc[3] in STANDARD_IDENTITIES else UNSTATED
    return _LETTER_IDENTITIES.get(sidc[1:2].upper(), UNSTATED)


@lru_cache(maxsize=8192)
def is_headquarters(sidc: str) -> bool:
    """Whether the symbol has a headquarters staff.

    >>> is_headquarters("10031002182200000000"), is_headquarters("SFGPUCI---AF---")
    (True, True)
    """
    if sidc[:1].isdigit():
        return sidc[7] in _HEADQUARTERS
    return sidc[10:11].upper() in _LETTER_HEADQUARTERS and len(sidc) > 10


def echelon_sign(code: str) -> str:
    """The sign that stands above the frame: `"II"` for a battalion.

    >>> echelon_sign("16")
    'II'
    """
    return _SIGNS.get(code, "")


def echelon_title(code: str) -> str:
    """An echelon in a word or two, where there is no room for all that it may be called.

    >>> echelon_title("16")
    'Battalion'
    """
    return _OTHER_NAMES.split(ECHELONS[code])[0] if code else ""


def below(sidc: str) -> str:
    """The code of a subordinate of the same branch: one echelon lower, no headquarters.

    A code that has no lower echelon stays what it is.

    >>> below("10031002181211020000")
    '10031000171211020000'
    """
    now = echelon(sidc)
    ladder = [UNSTATED, *(code for code in ECHELONS if code != "00")]
    lower = ladder[max(ladder.index(now) - 1, 1)] if now else UNSTATED
    if sidc[:1].isdigit():
        place = lower or sidc[8:10]
        return f"{sidc[:7]}0{place}{sidc[10:]}"
    if len(sidc) < 12 or not lower:
        return sidc
    letter = next(letter for letter, code in _LETTER_ECHELONS.items() if code == lower)
    return f"{sidc[:10]}-{letter}{sidc[12:]}"
