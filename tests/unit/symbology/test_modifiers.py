"""Modifiers and frame shapes are offered as the symbol set has them, and change nothing else."""

from __future__ import annotations

from baltic_desk.symbology.catalogue import open_catalogue
from baltic_desk.symbology.modifiers import (
    frame_shape_of,
    frame_shapes_for,
    modifier_of,
    modifiers_for,
    takes_extension,
    with_frame_shape,
    with_modifier,
)
from baltic_desk.symbology.sidc import Sidc
from baltic_desk.symbology.tree import Branch, tree

CATALOGUE = open_catalogue()
INFANTRY = Sidc(symbol_set="10", entity="121100", echelon="16")


def test_a_modifier_of_the_set_leaves_a_code_of_20_digits() -> None:
    assert str(with_modifier(INFANTRY, 1, "02")) == "10031000161211000200"
    assert str(with_modifier(INFANTRY, 2, "15")) == "10031000161211000015"


def test_a_common_modifier_makes_a_code_of_2525e() -> None:
    made = with_modifier(INFANTRY, 2, "104")
    assert str(made) == "130310001612110000040100000000"
    assert modifier_of(made, 2) == "104"
    assert modifier_of(made, 1) == "00"
    assert modifier_of(with_modifier(made, 2, "00"), 2) == "00"


def test_a_frame_shape_stands_at_place_23() -> None:
    made = with_frame_shape(INFANTRY, "2")
    assert str(made)[22] == "2"
    assert frame_shape_of(made) == "2"
    assert frame_shape_of(with_frame_shape(made, "0")) == "0"
    assert with_frame_shape(INFANTRY, "0") == INFANTRY


def test_sets_offer_their_own_modifiers() -> None:
    units = modifiers_for(CATALOGUE, "10", 1, common=False)
    assert units["00"] == "None"
    assert units["02"] == "Area"
    assert "104" not in units
    assert modifiers_for(CATALOGUE, "10", 1, common=True)["104"] == "Tilt-Rotor"
    assert modifiers_for(CATALOGUE, "25", 1, common=True).keys().isdisjoint({"104"})
    assert list(frame_shapes_for("25")) == ["0"]


def test_what_2525e_lacks_takes_no_extension() -> None:
    assert takes_extension(CATALOGUE, INFANTRY)
    only_old = next(e for e in CATALOGUE.entries if "E" not in e.standards)
    assert not takes_extension(CATALOGUE, only_old.sidc())


def test_the_tree_has_every_entry_once() -> None:
    def entries(branches: list[Branch]) -> list[str]:
        found: list[str] = []
        for branch in branches:
            if branch.entry is not None:
                found.append(branch.entry.code)
            found += entries(branch.below)
        return found

    grown = entries(tree(CATALOGUE))
    whole = [e.code for e in CATALOGUE.every if e.modifiers == "0000"]
    assert sorted(grown) == sorted(whole)
    assert tree(CATALOGUE)[-1].title == "Older codes of letters"


def test_headings_of_two_spellings_are_one_branch() -> None:
    (measures,) = (each for each in tree(open_catalogue()) if each.title == "Control measure")
    titles = [branch.title.replace("oeuv", "euv") for branch in measures.below]
    assert "Maneuver Areas" in titles
    assert len(titles) == len(set(titles))
