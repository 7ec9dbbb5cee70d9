"""Random symbol codes with random options, of all the code tables; a seed gives the same ever."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from baltic_desk.symbology.enumerations import ECHELONS, LEADERSHIPS, MOBILITIES

CATALOGUE = Path(__file__).parents[1] / "resources" / "symbology" / "build" / "catalogue.json"

_WORDS = (
    "1", "25", "A1", "2-504 PIR", "XXI", "CV90", "AVATAR", "Žemaitija", "Ø12", "Рота", "(+)",
    "120600ZJUN26", "350 m", "57.1N 24.2E", "100 km/h", "C-2", "!", "&<>\"'", "Viking To Go", "W",
)  # fmt: skip
_TEXTS = (
    "uniqueDesignation", "higherFormation", "additionalInformation", "staffComments", "type",
    "quantity", "reinforcedReduced", "speed", "altitudeDepth", "location", "dtg",
    "evaluationRating", "combatEffectiveness", "signatureEquipment", "hostile", "iffSif", "sigint",
    "specialHeadquarters", "country", "platformType", "equipmentTeardownTime", "commonIdentifier",
    "auxiliaryEquipmentIndicator", "headquartersElement", "installationComposition",
    "engagementBar", "guardedUnit", "specialDesignator",
)  # fmt: skip
_COLOURS = ("#ff0000", "rgb(0,107,140)", "green", "#123")


class Case(NamedTuple):
    """A code and what is said besides, by the names that the program gives options."""

    sidc: str
    options: dict[str, Any]


@cache
def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    return tables


def random_cases(count: int, seed: int) -> list[Case]:
    """Cases that the code tables allow; some of them no renderer has a picture for."""
    dice = random.Random(seed)
    return [
        Case(_letters(dice) if dice.random() < 0.2 else _digits(dice), _options(dice))
        for _ in range(count)
    ]


def _digits(dice: random.Random) -> str:
    sets = [each for each in _tables()["sets"] if each["entities"]]
    of_set = dice.choice(sets)
    row = dice.choice(of_set["entities"])
    while of_set["set"] == "25" and row[2] not in ("", "Point"):
        row = dice.choice(of_set["entities"])
    version = dice.choice(("13", "14")) if row[3] == "E" else dice.choice(("10", "11", "12", "13"))
    amplifiers = ["00", "00", *ECHELONS]
    if of_set["set"] in ("15", "30", "35"):
        amplifiers = ["00", *MOBILITIES]
    if of_set["set"] == "27":
        amplifiers = ["00", *LEADERSHIPS]
    modifiers = [
        dice.choice(of_set[name])[0][-2:] if of_set[name] and dice.random() < 0.5 else "00"
        for name in ("modifiers1", "modifiers2")
    ]
    code = "".join((
        version, dice.choice("0001" "2"), dice.choice("0123456"), of_set["set"],
        dice.choice("00012345"), dice.choice("000001234567"), dice.choice(amplifiers), row[0],
        *modifiers,
    ))  # fmt: skip
    if version not in ("13", "14") or dice.random() < 0.5:
        return code
    common = next(each for each in _tables()["sets"] if each["set"] == "common")
    if dice.random() < 0.4:
        first = dice.choice(common["modifiers1"])[0]
        code = code[:16] + first[1:] + code[18:]
        return code + first[0] + "0" + dice.choice("0000123456789") + "0000000"
    return code + "00" + dice.choice("0123456789") + "0000000"


def _letters(dice: random.Random) -> str:
    key = dice.choice(_tables()["letters"])[0].replace("*", "P")
    scheme, dimension, function = key[0], key[1], key[2:]
    modifiers = dice.choice(
        ("--", "--", "--", "-D", "-E", "A-", "AG", "B-", "C-", "E-", "MO", "MP")
    )
    return (
        scheme + dice.choice("PUAFNSHGWDLMJK") + dimension + dice.choice("PPPACDXF") + function
        + modifiers + "---"
    )  # fmt: skip


def _options(dice: random.Random) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if dice.random() < 0.5:
        for name in dice.sample(_TEXTS, dice.randint(1, 6)):
            options[name] = dice.choice(_WORDS)
    chances: tuple[tuple[float, str, Any], ...] = (
        (0.15, "direction", dice.randint(0, 359)),
        (0.05, "speedLeader", dice.randint(20, 120)),
        (0.10, "fill", False),
        (0.10, "frame", False),
        (0.03, "icon", False),
        (0.05, "infoFields", False),
        (0.10, "civilianColor", False),
        (0.05, "simpleStatusModifier", True),
        (0.05, "alternateMedal", True),
        (0.03, "square", True),
        (0.30, "colorMode", dice.choice(("Light", "Medium", "Dark", "Color-blind"))),
        (0.05, "fillColor", dice.choice(_COLOURS)),
        (0.05, "monoColor", dice.choice(_COLOURS)),
        (0.05, "frameColor", dice.choice(("Identity", *_COLOURS))),
        (0.05, "iconColor", dice.choice(("Identity", *_COLOURS))),
        (0.05, "infoColor", dice.choice(_COLOURS)),
        (0.05, "infoBackground", dice.choice(_COLOURS)),
        (0.05, "infoBackgroundFrame", dice.choice(_COLOURS)),
        (0.15, "outlineWidth", dice.randint(1, 8)),
        (0.05, "outlineColor", dice.choice(_COLOURS)),
        (0.10, "infoOutlineWidth", dice.randint(1, 8)),
        (0.05, "fillOpacity", 0.5),
        (0.05, "infoSize", dice.choice((30, 60))),
        (0.05, "strokeWidth", dice.choice((2, 6))),
        (0.05, "hqStaffLength", dice.choice((40, 200))),
        (0.03, "padding", 10),
        (0.05, "stack", dice.randint(1, 3)),
        (0.05, "standard", dice.choice(("2525", "APP6"))),
        (0.10, "engagementType", dice.choice(("TARGET", "NON-TARGET", "EXPIRED"))),
    )
    for chance, name, value in chances:
        if dice.random() < chance:
            options[name] = value
    return options
