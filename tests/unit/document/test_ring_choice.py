"""Which rings are shown."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.document.ring_choice import CHOICES, EVERYTHING, ring_choice
from tests.features import area, document, line, note, ring, unit


def of(feature, **values):
    return replace(feature, properties=replace(feature.properties, **values))


FEATURES = (
    unit("u", name="Site"),
    unit("v", name="Radar"),
    of(ring("far", anchor="u"), ring_class="air-defence"),
    of(ring("near", anchor="u"), ring_class="anti-ship"),
    of(ring("seen", anchor="v"), ring_class="sensor"),
    of(ring("loose"), ring_class="air-defence"),
    of(area("jam"), coverage_class="electronic-warfare"),
    area("plain"),
    line("l"),
    note("t"),
)
DESK = document(*FEATURES)
NEVER_HIDDEN = {"u", "v", "plain", "l", "t"}


def shown(choice: str, *selection: str) -> set[str]:
    chosen = ring_choice(DESK, choice, selection)
    return {each.id for each in FEATURES if chosen.shows(each)} - NEVER_HIDDEN


def test_only_rings_and_areas_of_coverage_are_ever_left_out() -> None:
    for choice, _ in CHOICES:
        chosen = ring_choice(DESK, choice)
        assert {each.id for each in FEATURES if chosen.shows(each)} >= NEVER_HIDDEN


def test_all_are_shown_unless_something_else_is_chosen() -> None:
    assert shown("all") == {"far", "near", "seen", "loose", "jam"}
    assert ring_choice(DESK, "all") is EVERYTHING
    assert EVERYTHING.note == ""


def test_of_a_class_its_rings_and_areas_are_shown() -> None:
    assert shown("air-defence") == {"far", "loose"}
    assert shown("electronic-warfare") == {"jam"}
    assert {choice for choice, _ in CHOICES} == {"all", "unit", *RING_CLASSES}


def test_of_the_selected_units_all_rings_are_shown() -> None:
    assert shown("unit", "u") == {"far", "near", "jam"}
    assert shown("unit", "u", "v") == {"far", "near", "seen", "jam"}
    assert shown("unit") == shown("unit", "l") == {"jam"}


def test_a_selected_ring_is_shown_with_the_others_of_its_unit() -> None:
    assert shown("unit", "near") == {"far", "near", "jam"}
    assert shown("unit", "loose") == {"loose", "jam"}


@pytest.mark.parametrize(
    ("choice", "selection", "note"),
    [
        ("air-defence", (), "Rings shown: air defence only"),
        ("unit", ("u",), "Rings shown: of Site only"),
        ("unit", ("u", "v"), "Rings shown: of Radar, Site only"),
        ("unit", (), "Rings shown: of selected units only"),
    ],
)
def test_a_picture_says_which_are_shown(choice: str, selection: tuple[str, ...], note: str) -> None:
    assert ring_choice(DESK, choice, selection).note == note


def test_of_many_units_some_are_named_and_the_rest_counted() -> None:
    many = document(*(unit(f"u{k}", name=f"Unit {k}") for k in range(5)))
    found = ring_choice(many, "unit", [f"u{k}" for k in range(5)])
    assert found.note == "Rings shown: of Unit 0, Unit 1, 3 more only"


def test_there_are_no_other_choices() -> None:
    with pytest.raises(KeyError):
        ring_choice(DESK, "air defence")
