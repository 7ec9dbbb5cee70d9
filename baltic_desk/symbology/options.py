"""What may be said to the symbol script besides the code: amplifiers and looks, checked."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from baltic_desk.symbology.colour_modes import MODES

Kind = Literal["text", "number", "switch", "colour", "word", "table"]
Value = str | float | bool

LONGEST_TEXT = 60  # characters drawn of an amplifier; the standard allows at most 35 in any field

# Characters that XML 1.0 cannot hold, and lone surrogates.
_UNDRAWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_COLOUR = re.compile(
    r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?|[a-z]{3,20}|rgb\([0-9]{1,3}(?:, ?[0-9]{1,3}){2}\)"
)


class OptionError(ValueError):
    """An option has no such name or cannot have that value."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of the symbol script.

    Attributes
    ----------
    field
        The letter of the amplifier in the standard, empty for a matter of looks.
    title
        Its name for people.
    low, high
        Bounds of a number.
    words
        The values a word can have; a table may also be one colour for all identities.
    """

    name: str
    kind: Kind
    title: str
    field: str = ""
    low: float = -math.inf
    high: float = math.inf
    words: tuple[str, ...] = ()


_AMPLIFIERS = (
    Option("uniqueDesignation", "text", "Unique designation", "T"),
    Option("higherFormation", "text", "Higher formation", "M"),
    Option("additionalInformation", "text", "Additional information", "H"),
    Option("staffComments", "text", "Staff comments", "G"),
    Option("type", "text", "Type", "V"),
    Option("quantity", "text", "Quantity", "C"),
    Option("reinforcedReduced", "text", "Reinforced or reduced", "F"),
    Option("direction", "number", "Direction of movement, degrees", "Q", -360, 720),
    Option("speed", "text", "Speed", "Z"),
    Option("altitudeDepth", "text", "Altitude or depth", "X"),
    Option("location", "text", "Location", "Y"),
    Option("dtg", "text", "Date-time group", "W"),
    Option("evaluationRating", "text", "Evaluation rating", "J"),
    Option("combatEffectiveness", "text", "Combat effectiveness", "K"),
    Option("signatureEquipment", "text", "Signature equipment", "L"),
    Option("hostile", "text", "Hostile (enemy)", "N"),
    Option("iffSif", "text", "IFF or SIF", "P"),
    Option("sigint", "text", "SIGINT mobility", "R2"),
    Option("specialHeadquarters", "text", "Special headquarters", "AA"),
    Option("country", "text", "Country", "AC"),
    Option("platformType", "text", "Platform type", "AD"),
    Option("equipmentTeardownTime", "text", "Equipment teardown time", "AE"),
    Option("commonIdentifier", "text", "Common identifier", "AF"),
    Option("auxiliaryEquipmentIndicator", "text", "Auxiliary equipment", "AG"),
    Option("headquartersElement", "text", "Headquarters element", "AH"),
    Option("installationComposition", "text", "Installation composition", "AI"),
    Option("engagementBar", "text", "Engagement bar", "AO"),
    Option(
        "engagementType",
        "word",
        "Engagement type",
        "AO",
        words=("TARGET", "NON-TARGET", "EXPIRED"),
    ),
    Option("guardedUnit", "text", "Guarded unit", "AQ"),
    Option("specialDesignator", "text", "Special designator", "AR"),
)

_LOOKS = (
    Option("fill", "switch", "Fill"),
    Option("frame", "switch", "Frame"),
    Option("icon", "switch", "Icon"),
    Option("infoFields", "switch", "Amplifier texts"),
    Option("civilianColor", "switch", "Civilian colour"),
    Option("simpleStatusModifier", "switch", "Status as a line, not a bar"),
    Option("alternateMedal", "switch", "Alternate mine symbols"),
    Option("square", "switch", "Square picture"),
    Option("colorMode", "word", "Colours", words=tuple(MODES)),
    Option("standard", "word", "Standard", words=("2525", "APP6")),
    Option("frameColor", "table", "Frame colour", words=("Identity",)),
    Option("iconColor", "table", "Icon colour", words=("Identity",)),
    Option("fillColor", "colour", "Fill colour"),
    Option("monoColor", "colour", "One colour for all"),
    Option("infoColor", "colour", "Text colour"),
    Option("infoBackground", "colour", "Text background"),
    Option("infoBackgroundFrame", "colour", "Text background frame"),
    Option("infoOutlineColor", "colour", "Text outline colour"),
    Option("outlineColor", "colour", "Outline colour"),
    Option("fillOpacity", "number", "Fill opacity", low=0, high=1),
    Option("infoOutlineWidth", "number", "Text outline width", low=0, high=50),
    Option("infoSize", "number", "Text size", low=1, high=200),
    Option("outlineWidth", "number", "Outline width", low=0, high=50),
    Option("strokeWidth", "number", "Stroke width", low=0, high=50),
    Option("hqStaffLength", "number", "Length of the headquarters staff", low=0, high=1000),
    Option("padding", "number", "Padding", low=0, high=200),
    Option("speedLeader", "number", "Length of the speed leader", low=0, high=1000),
    Option("stack", "number", "Frames stacked behind", low=0, high=10),
)

AMPLIFIERS: Mapping[str, Option] = {option.name: option for option in _AMPLIFIERS}
"""The amplifiers that the script can draw, the commonest first, by the script's names."""

OPTIONS: Mapping[str, Option] = {**AMPLIFIERS, **{option.name: option for option in _LOOKS}}
"""All options, amplifiers and looks."""


def checked(name: str, value: Value | None) -> Value | None:
    """The value as the script may have it, None when it says nothing.

    Texts of numbers and switches are read ("45", "false"). A text is cut to what can stand beside
    a symbol and freed of what XML cannot hold; the record it came from keeps all of it.

    Raises
    ------
    OptionError
        When there is no such option or it cannot have that value.
    """
    option = OPTIONS.get(name)
    if option is None:
        raise OptionError(f"a symbol has no option {name[:LONGEST_TEXT]!r}")
    if value == "" or value is None:
        return None
    match option.kind:
        case "text":
            return _text(value)
        case "number":
            return _number(option, value)
        case "switch":
            return _switch(option, value)
        case "word":
            return _word(option, value)
        case "table" if str(value).casefold() in {word.casefold() for word in option.words}:
            return _word(option, value)
        case "table" | "colour":
            if isinstance(value, str) and _COLOUR.fullmatch(value):
                return value
            raise OptionError(f"{name} {_shown(value)} is not a colour")


def _text(value: Value) -> str | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    words = " ".join(_UNDRAWABLE.sub("", str(value)[:1000]).split())
    if len(words) > LONGEST_TEXT:
        words = words[: LONGEST_TEXT - 1] + "…"
    return words or None


def _number(option: Option, value: Value) -> float:
    try:
        number = float(value)
    except ValueError:
        raise OptionError(f"{option.name} {_shown(value)} is not a number") from None
    if not option.low <= number <= option.high:
        raise OptionError(
            f"{option.name} {_shown(value)} is not between {option.low:g} and {option.high:g}"
        )
    return number


def _switch(option: Option, value: Value) -> bool:
    if isinstance(value, bool):
        return value
    known = {"true": True, "1": True, "false": False, "0": False}
    if str(value).lower() not in known:
        raise OptionError(f"{option.name} {_shown(value)} is neither true nor false")
    return known[str(value).lower()]


def _word(option: Option, value: Value) -> str:
    for word in option.words:
        if str(value).upper() == word.upper():
            return word
    raise OptionError(f"{option.name} {_shown(value)} is none of {', '.join(option.words)}")


def _shown(value: Value) -> str:
    return repr(value if not isinstance(value, str) else value[:40])
