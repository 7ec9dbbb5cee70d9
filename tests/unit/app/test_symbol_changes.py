"""Identity, status and echelon of many units change at once; the rest of each code stays."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from baltic_desk.app.finding import find_commands
from baltic_desk.app.symbol_changes import changed_code
from baltic_desk.app.unit_commands import UNIT_COMMANDS
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Feature, Unit
from tests.features import document, line, unit

INFANTRY = "10031002161211020300"
TANK = "10031500331202000000"
LETTERS = "SFGPUCIZ--AFLV-"
EMPTY = "GFGPGPP-------X"
WEATHER = "WAS-WSF-----P--"


def coded(feature_id: str, sidc: str) -> Feature:
    made = unit(feature_id)
    assert isinstance(made.properties, Unit)
    return replace(made, properties=replace(made.properties, sidc=sidc))


@pytest.fixture
def desk(workspace: Workspace) -> Workspace:
    workspace.adopt(
        document(
            coded("a", INFANTRY), coded("b", TANK), coded("c", LETTERS), coded("w", WEATHER), line()
        )
    )
    workspace.session.select(("a", "b", "c", "w", "l"))
    return workspace


def codes(desk: Workspace) -> dict[str, str]:
    return {
        f.id: f.properties.sidc for f in desk.document.features() if hasattr(f.properties, "sidc")
    }


def test_identity_changes_in_digits_and_in_letters(desk: Workspace) -> None:
    desk.run("unit.standard-identity-6")
    assert codes(desk) == {
        "a": "10061002161211020300",
        "b": "10061500331202000000",
        "c": "SHGPUCIZ--AFLV-",
        "w": WEATHER,
    }
    assert desk.message == "3 units are now “hostile or faker”; 1 cannot be and stays as it is."


def test_it_is_one_step_of_undo(desk: Workspace) -> None:
    before = codes(desk)
    desk.run("unit.status-4")
    assert codes(desk) != before
    assert desk.document.history.undo_label == "Change status of 3 units"
    desk.run("edit.undo")
    assert codes(desk) == before


def test_what_has_no_echelon_is_left_and_told(desk: Workspace) -> None:
    desk.run("unit.echelon-18")
    assert codes(desk)["a"] == "10031002181211020300"
    assert codes(desk)["b"] == TANK
    assert codes(desk)["c"] == "SFGPUCIZ--AHLV-"
    assert desk.message == "2 units are now “brigade”; 2 cannot be and stay as they are."


def test_an_exercise_keeps_the_identity(desk: Workspace) -> None:
    desk.run("unit.context-1")
    assert codes(desk)["a"] == "10131002161211020300"
    assert codes(desk)["c"] == "SDGPUCIZ--AFLV-"


def test_what_is_so_already_makes_no_step(desk: Workspace) -> None:
    desk.session.select(("a",))
    desk.run("unit.standard-identity-3")
    assert desk.document.history.undo_label is None
    assert desk.message == "All that can be are “friend” already."


def test_nothing_happens_where_nothing_can_be(desk: Workspace) -> None:
    desk.session.select(("b",))
    desk.run("unit.echelon-18")
    assert desk.document.history.undo_label is None
    assert desk.message == "None of the selected units can have the echelon “brigade”."


def test_locked_units_stay(desk: Workspace) -> None:
    with desk.document.edit("Lock") as change:
        for feature_id in ("a", "b", "c", "w"):
            feature = desk.document.feature(feature_id)
            assert feature is not None
            change.put(replace(feature, properties=replace(feature.properties, locked=True)))
    assert not UNIT_COMMANDS[0].enabled(desk)


@pytest.mark.parametrize(
    ("typed", "command_id"),
    [
        ("set identity hostile", "unit.standard-identity-6"),
        ("hostile", "unit.standard-identity-6"),
        ("set status planned", "unit.status-1"),
        ("set echelon brigade", "unit.echelon-18"),
    ],
)
def test_the_palette_has_each(desk: Workspace, typed: str, command_id: str) -> None:
    assert find_commands(typed, UNIT_COMMANDS, desk)[0].command.id == command_id


@pytest.mark.parametrize(
    ("sidc", "field", "digits", "wanted"),
    [
        (EMPTY, "standard_identity", "6", "GHGPGPP-------X"),
        ("SFGPE-----MO---", "hqtfd", "2", None),
        ("SFGPE-----MO---", "echelon", "33", "SFGPE-----MQ---"),
        ("SFGPI-----H----", "hqtfd", "1", "SFGPI-----HB---"),
        ("SFGPI-----H----", "echelon", "16", None),
        ("SFGPUCI----D---", "context", "2", None),
        ("10032500001301000000", "hqtfd", "2", None),
        ("nonsense", "status", "1", None),
    ],
)
def test_letters_and_sets_that_cannot_say_it_are_left(
    sidc: str, field: str, digits: str, wanted: Any
) -> None:
    assert changed_code(sidc, field, digits) == wanted
