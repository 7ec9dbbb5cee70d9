"""The inspector's rows of symbols: modifiers by symbol set, all amplifiers, looks, measures."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import ControlMeasure, Feature, Unit
from baltic_desk.document.measures import control_points, new_measure
from baltic_desk.document.outline import new_point
from baltic_desk.symbology.catalogue import open_catalogue
from baltic_desk.ui.panels.inspector import Inspector
from baltic_desk.ui.unit_options import AMPLIFIERS
from tests.panel_desk import project, workspace

INFANTRY, RADAR = "10031000001211000000", "10031500002203000000"


def symbol(feature_id: str, sidc: str) -> Feature:
    return new_point(feature_id, Unit(overlay="o", sidc=sidc), (22.0, 56.0))


@pytest.fixture
def desk() -> Workspace:
    corridor = ControlMeasure(
        overlay="o",
        sidc="10032500001701010000",
        distances_m="2000 3000",
        designation="RED",
    )
    line = ControlMeasure(overlay="o", sidc="10032500001403000000", hostile="ENY")
    return workspace(
        project(
            symbol("u1", INFANTRY),
            symbol("u2", "10061000161205000000"),
            symbol("u3", RADAR),
            symbol("u4", "SFGPUCI----D---"),
            new_measure("m1", line, [(20.0, 55.0), (21.0, 56.0)], "LineString"),
            new_measure("m2", line, [(20.0, 56.0), (21.0, 57.0), (22.0, 57.0)], "LineString"),
            new_measure("m3", corridor, [(20.0, 57.0), (21.0, 58.0)], "MultiPoint"),
        ),
        coordinate_style="dd",
    )


@pytest.fixture
def inspector(desk: Workspace, qtbot: QtBot) -> Inspector:
    made = Inspector(desk, None, open_catalogue())
    qtbot.addWidget(made)
    made.resize(320, 640)
    with qtbot.waitExposed(made):
        made.show()
    return made


def code(desk: Workspace, feature_id: str) -> str:
    feature = desk.document.feature(feature_id)
    assert feature is not None
    assert isinstance(feature.properties, Unit | ControlMeasure)
    return feature.properties.sidc


def test_modifiers_are_those_of_the_symbol_set(inspector: Inspector, desk: Workspace) -> None:
    desk.session.select(["u1"])
    units = {title for _, title in inspector.rows["modifier1"].kind.options}
    desk.session.select(["u3"])
    equipment = {title for _, title in inspector.rows["modifier1"].kind.options}
    assert "Command and Control" in " ".join(units)
    assert units != equipment
    assert inspector.rows["echelon"].title == "Mobility"


def test_a_modifier_changes_nothing_else_of_many_codes(
    inspector: Inspector, desk: Workspace
) -> None:
    desk.session.select(["u1", "u2"])
    wanted, _ = inspector.rows["modifier2"].kind.options[3]
    inspector.form.changed.emit("modifier2", wanted)
    assert code(desk, "u1") == INFANTRY[:18] + str(wanted)
    assert code(desk, "u2") == "100610001612050000" + str(wanted)
    assert desk.document.undo() == "Change modifier 2 of 2 units"
    assert code(desk, "u1") == INFANTRY


def test_a_frame_of_another_shape_makes_it_a_code_of_30_digits(
    inspector: Inspector, desk: Workspace
) -> None:
    desk.session.select(["u1"])
    inspector.form.changed.emit("frame_shape", "3")
    assert code(desk, "u1") == "13" + INFANTRY[2:] + "0030000000"


def test_letters_have_no_row_for_modifiers(inspector: Inspector, desk: Workspace) -> None:
    desk.session.select(["u4"])
    assert "modifier1" not in inspector.rows
    desk.session.select(["u1", "u3"])  # nor have codes of different sets
    assert "modifier1" not in inspector.rows


def test_every_amplifier_and_look_has_a_row(inspector: Inspector, desk: Workspace) -> None:
    desk.session.select(["u1"])
    looks = {"symbol_frame", "symbol_fill", "symbol_color", "civilian_colors", "speed_leader"}
    others = {"designation", "engagement_bar", "engagement_type", "special_headquarters"}
    assert {*AMPLIFIERS, *looks, *others} <= inspector.rows.keys()


def test_looks_are_switched_and_undone(inspector: Inspector, desk: Workspace) -> None:
    desk.session.select(["u1"])
    inspector.form.changed.emit("symbol_fill", False)
    inspector.form.changed.emit("engagement_type", "TARGET")
    feature = desk.document.feature("u1")
    assert feature is not None
    assert isinstance(feature.properties, Unit)
    assert (feature.properties.symbol_fill, feature.properties.engagement_type) == (False, "TARGET")
    assert (desk.document.undo() or "").startswith("Change engagement of")
    assert inspector.form.field("engagement_type").findChild(QComboBox).currentText() == "None"


def test_a_measure_has_the_texts_of_its_rule_and_those_that_it_has_anyway(
    inspector: Inspector, desk: Workspace
) -> None:
    desk.session.select(["m1", "m2"])
    assert "designation" in inspector.rows
    assert "hostile" in inspector.rows  # a phase line shows none, and has one
    assert "quantity" not in inspector.rows
    assert "point:0" not in inspector.rows  # of two there is no one place
    inspector.form.changed.emit("hostile", None)
    assert "hostile" not in inspector.rows


def test_points_are_typed_by_their_roles(inspector: Inspector, desk: Workspace) -> None:
    desk.session.select(["m2"])
    assert inspector.rows["point:0"].hint.startswith("Start of the line")
    inspector.form.changed.emit("point:2", "57.5N 23E")
    feature = desk.document.feature("m2")
    assert feature is not None
    assert control_points(feature)[2] == pytest.approx((23.0, 57.5))
    inspector.form.changed.emit("point:2", "nowhere")
    feature = desk.document.feature("m2")
    assert feature is not None
    assert control_points(feature)[2] == pytest.approx((23.0, 57.5))


def test_only_the_last_of_several_distances_is_taken_away(
    inspector: Inspector, desk: Workspace
) -> None:
    desk.session.select(["m3"])

    def distances() -> str | None:
        feature = desk.document.feature("m3")
        assert feature is not None
        assert isinstance(feature.properties, ControlMeasure)
        return feature.properties.distances_m

    inspector.form.changed.emit("distance:0", "")
    assert distances() == "2000 3000"
    inspector.form.changed.emit("distance:1", "")
    assert distances() == "2000"
    inspector.form.changed.emit("distance:0", "1.5 km")
    assert distances() == "1500"
    inspector.form.changed.emit("distance:0", "20 bananas")
    assert distances() == "1500"
