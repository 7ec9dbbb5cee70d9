"""The first hit is what staff would have meant, in any of their languages, or by any code."""

from __future__ import annotations

import pytest

from baltic_desk.symbology.catalogue import Catalogue, open_catalogue
from baltic_desk.symbology.sidc import LetterCode, Sidc

MEANT = {
    # staff English, abbreviations, slips, what is still being typed
    "mech inf": "10121102",
    "hostile mech inf bn": "10121102",
    "infantry": "10121100",
    "inf": "10121100",
    "infntry": "10121100",
    "recce": "10121300",
    "armor": "10120500",
    "armour": "10120500",
    "field arty": "10130300",
    "arty": "10130300",
    "artil": "10130300",
    "sp arty": "10130301",
    "engr": "10140700",
    "sig": "10111000",
    "ew": "10150500",
    "jamming": "10150800",
    "supply": "10163400",
    "mp": "10141200",
    "medical": "10161300",
    "special forces": "10121700",
    "mbt": "15120200",
    "tank": "15120200",
    "apc": "15120103",
    "ssm": "15111300",
    "mlrs": "15111600",
    "sam": "15111100",
    "howitzer": "15110900",
    "machine gun": "15110200",
    "radar": "15220300",
    "frigate": "30120204",
    "corvette": "30120205",
    "submarine": "35110100",
    "fighter": "01110104",
    "awacs": "01110116",
    "uav": "01110300",
    "drone": "01110300",
    "airbase": "20120803",
    "checkpoint": "25130300",
    "boundary": "25110100",
    "phase line": "25140300",
    "objective": "25151700",
    "minefield": "25270700",
    "ambush": "25141700",
    "drop zone": "25150600",
    "air corridor": "25170100",
    # Estonian, Latvian, Lithuanian
    "jalaväe": "10121100",
    "mehhaniseeritud jalaväe pataljon": "10121102",
    "suurtükk": "10130300",
    "õhutõrje": "10130100",
    "allveelaev": "35110100",
    "kuulipilduja": "15110200",
    "kājnieku bataljons": "10121100",
    "fregate": "30120204",
    "izlūki": "10121300",
    "pėstininkų batalionas": "10121100",
    "sraigtasparnis": "10120600",
    # Polish, German, Swedish, Finnish, Russian
    "batalion piechoty zmechanizowanej": "10121102",
    "czołg": "15120200",
    "okręt podwodny": "35110100",
    "Kampfpanzer": "15120200",
    "Flugabwehr": "10130100",
    "U-Boot": "35110100",
    "pansarvärn": "10120400",
    "luftvärn": "10130100",
    "tutka": "15220300",
    "ilmatorjunta": "10130100",
    "spetsnaz": "10121700",
    "pvo": "10130100",
    "podlodka": "35110100",
    "desant": "10121100",
    # a size or an identity alone
    "pataljon": "10121100",
    "brigaad": "10121100",
    "hostile": "10121100",
    # codes and parts of them
    "1211": "10121100",
    "121102": "10121102",
    "140300": "25140300",
    "25140300": "25140300",
    "100610001612": "10121100",
    "10061000161211020000": "10121102",
    "1006 1000 1612 1102 0000": "10121102",
    "100610001612110200000000000000": "10121102",
    "UCIZ": "10121102",
    "SHGPUCI": "10121100",
    "SFGPUCIZ---D---": "10121102",
    "S*GPUCIZ--": "10121102",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return open_catalogue()


@pytest.mark.parametrize(("text", "code"), MEANT.items())
def test_the_first_hit_is_what_was_meant(catalogue: Catalogue, text: str, code: str) -> None:
    assert catalogue.search(text, limit=5)[0].code == code


@pytest.mark.parametrize(
    ("text", "echelon", "identity"),
    [
        ("vaenulik pataljon", "16", "6"),
        ("Brigade", "18", None),
        ("wrogi batalion", "16", "6"),
        ("fientlig kompani", "15", "6"),
        ("vzvod", "14", None),
        ("mech inf btn", "16", None),
    ],
)
def test_sizes_and_sides_are_understood_in_any_language(
    catalogue: Catalogue, text: str, echelon: str, identity: str | None
) -> None:
    wish = catalogue.wish(text)
    assert (wish.echelon, wish.standard_identity) == (echelon, identity)


def test_every_entity_is_reached_by_its_digits(catalogue: Catalogue) -> None:
    # Of 1721, 1688 and 1648 rows; the others are empty ("Disused", "Version Extension Flag"). Of
    # the control measures that can be drawn, 5 of 2525E and 11 of APP-6 are in none of the rows.
    counted = {s: sum(s in e.standards for e in catalogue.entries) for s in "EDA"}
    assert counted == {"E": 1674 + 5, "D": 1671, "A": 1644 + 11}
    for entry in catalogue.entries:
        assert catalogue.search(entry.code, 1) == [entry]


def test_every_letter_code_is_reached_by_its_letters(catalogue: Catalogue) -> None:
    keys = catalogue.letter_keys()
    assert len(keys) > 2300
    for key in keys:
        (found,) = catalogue.search(f"{key[0]}H{key[1]}P{key[2:]}-----", 1)
        assert key in found.letters


def test_what_only_letters_have_is_placed_by_letters(catalogue: Catalogue) -> None:
    (found,) = catalogue.search("SFGPUCDHP------", 1)
    assert found.name == "H/Mad, Patriot"
    assert found.symbol(standard_identity="6", echelon="16") == LetterCode("SHGPUCDHP--F---")


def test_what_was_an_entity_of_its_own_is_placed_with_modifiers(catalogue: Catalogue) -> None:
    found = next(e for e in catalogue.search("infantry airborne") if e.modifiers != "0000")
    code = found.symbol(standard_identity="4")
    assert isinstance(code, Sidc)
    assert code.code == "10121100"
    assert code.modifier1 + code.modifier2 == found.modifiers


def test_words_of_the_tables_come_before_those_of_other_languages(catalogue: Catalogue) -> None:
    # "division" is Swedish for a squadron, "most" Polish for a bridge.
    assert catalogue.wish("division").echelon == "21"
    assert catalogue.search("most", 1)[0].name == "Bridge"
