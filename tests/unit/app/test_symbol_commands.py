"""The project's colours and the conversion of codes are steps that can be undone."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from baltic_desk.app.commands import command
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Unit
from tests.features import unit


def put(workspace: Workspace, **sidc: str) -> None:
    overlay = workspace.document.overlays()[0].id
    with workspace.document.edit("Put") as change:
        for feature_id, code in sidc.items():
            feature = unit(feature_id)
            properties = replace(feature.properties, overlay=overlay, sidc=code, name=feature_id)
            change.put(replace(feature, properties=properties))
    workspace.session.select(sidc)


def said(workspace: Workspace, feature_id: str) -> Unit:
    feature = workspace.document.feature(feature_id)
    assert feature is not None
    assert isinstance(feature.properties, Unit)
    return feature.properties


@pytest.mark.parametrize("colours", ["medium", "dark", "color-blind"])
def test_colours_are_the_projects_and_can_be_undone(workspace: Workspace, colours: str) -> None:
    assert command("view.symbol-colours.light").checked(workspace)  # type: ignore[misc]
    workspace.run(f"view.symbol-colours.{colours}")
    assert workspace.document.project.symbol_colors == colours
    assert command(f"view.symbol-colours.{colours}").checked(workspace)  # type: ignore[misc]
    workspace.run("edit.undo")
    assert workspace.document.project.symbol_colors == "light"


def test_colours_as_they_are_make_no_step(workspace: Workspace) -> None:
    workspace.run("view.symbol-colours.light")
    assert workspace.document.history.undo_label is None


def test_codes_of_letters_become_digits_in_one_step(workspace: Workspace) -> None:
    put(workspace, a="SHGPUCIZ---F---", b="SFGPUCI----D---", c="10031000001211000000")
    workspace.run("edit.convert-symbol-code")
    assert said(workspace, "a").sidc == "10061000161211020000"
    assert said(workspace, "b").sidc == "10031000141211000000"
    assert said(workspace, "c").sidc == "10031000001211000000"
    assert workspace.document.history.undo_label == "Convert 2 symbol codes"
    workspace.run("edit.undo")
    assert said(workspace, "a").sidc == "SHGPUCIZ---F---"


def test_the_country_of_the_letters_is_kept_and_told_of(workspace: Workspace, ask: Any) -> None:
    put(workspace, a="SHGPUCIZ---FRUC")
    ask.will_answer(None)
    workspace.run("edit.convert-symbol-code")
    assert said(workspace, "a").country == "RU"
    assert "order of battle C" in ask.asked[0]


def test_what_has_no_digits_stays_and_is_told(workspace: Workspace, ask: Any) -> None:
    put(workspace, a="SFQPXXXXXX-----")
    ask.will_answer(None)
    workspace.run("edit.convert-symbol-code")
    assert said(workspace, "a").sidc == "SFQPXXXXXX-----"
    assert "no digits are known" in ask.asked[0]
    assert workspace.document.history.undo_label == "Put"


def test_without_letters_there_is_nothing_to_convert(workspace: Workspace) -> None:
    put(workspace, a="10031000001211000000")
    assert not command("edit.convert-symbol-code").enabled(workspace)
