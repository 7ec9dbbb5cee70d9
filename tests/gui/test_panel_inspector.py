"""The inspector shows what is selected, and each change is one undo step for all of it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Feature, RangeRing, Unit
from baltic_desk.document.outline import with_outline
from baltic_desk.document.places import reference
from baltic_desk.document.project import Overlay
from baltic_desk.document.provenance import Provenance, provenance
from baltic_desk.document.ring_band import band_of
from baltic_desk.document.style import style_of
from baltic_desk.ui.panels.inspector import Inspector
from tests.features import area, corridor, ellipse, line, note, rectangle, ring, unit
from tests.panel_desk import project, workspace

OVERLAYS = (Overlay(id="o", name="Air"), Overlay(id="p", name="Sea"))


@pytest.fixture
def desk() -> Workspace:
    return workspace(
        project(
            unit("u1", name="Alpha"),
            unit("u2", (22.0, 56.0), name="Bravo"),
            ring("r1", anchor="u1"),
            ring("r2", (20.0, 55.0), 40_000.0),
            line("l1"),
            area("a1"),
            note("t1"),
            rectangle("q1"),
            ellipse("e1"),
            corridor("c1"),
            overlays=OVERLAYS,
        ),
        coordinate_style="dd",
    )


@pytest.fixture
def inspector(desk: Workspace, qtbot: QtBot) -> Inspector:
    made = Inspector(desk)
    qtbot.addWidget(made)
    made.resize(320, 640)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def edit(inspector: Inspector, row_id: str) -> QLineEdit:
    return inspector.form.field(row_id).findChild(QLineEdit)


def give(inspector: Inspector, qtbot: QtBot, row_id: str, text: str) -> None:
    field = edit(inspector, row_id)
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def pick(inspector: Inspector, qtbot: QtBot, row_id: str, title: str) -> None:
    box = inspector.form.field(row_id).findChild(QComboBox)
    box.setFocus()
    while box.currentText() != title:
        before = box.currentIndex()
        qtbot.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() != before, f"no {title}"


def feature(desk: Workspace, feature_id: str) -> Feature:
    found = desk.document.feature(feature_id)
    assert found is not None
    return found


def ring_of(desk: Workspace, feature_id: str) -> RangeRing:
    properties = feature(desk, feature_id).properties
    assert isinstance(properties, RangeRing)
    return properties


def unit_of(desk: Workspace, feature_id: str) -> Unit:
    properties = feature(desk, feature_id).properties
    assert isinstance(properties, Unit)
    return properties


def test_a_radius_typed_in_miles_makes_the_outline_anew(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["r1"])
    assert edit(inspector, "radius_max_m").text() == "100 km"
    give(inspector, qtbot, "radius_max_m", "12 nm")
    assert ring_of(desk, "r1").radius_max_m == pytest.approx(22_224.0)
    assert feature(desk, "r1") == with_outline(feature(desk, "r1"))
    assert edit(inspector, "radius_max_m").text() == "22.224 km"
    assert (desk.document.undo() or "").startswith("Change radius of ")
    assert edit(inspector, "radius_max_m").text() == "100 km"


@pytest.mark.parametrize(
    ("row_id", "text", "complaint"),
    [
        ("radius_max_m", "12 kx", "“kx” is not a unit"),
        ("radius_max_m", "0", "It must be from"),
        ("radius_min_m", "120 km", "less than the radius, 100 km"),
        ("sector", "45", "Two bearings are wanted"),
        ("sector", "45 400", "from 0 to 360"),
        ("center", "95 N 20 E", "latitude"),
        ("anchor", "Nobody", "There is no unit called “Nobody”"),
        ("stroke", "redd", "A colour has six digits"),
        ("stroke_width", "200", "from 0 to 100"),
        ("overlay", "Land", "There is no overlay called “Land”"),
    ],
)
def test_what_is_wrong_is_said_below_the_field_and_nothing_changes(
    inspector: Inspector, desk: Workspace, qtbot: QtBot, row_id: str, text: str, complaint: str
) -> None:
    desk.session.select(["r1"])
    before = feature(desk, "r1")
    give(inspector, qtbot, row_id, text)
    assert complaint.casefold() in inspector.form.complaint(row_id).casefold()
    assert edit(inspector, row_id).text() == text
    assert feature(desk, "r1") is before
    assert desk.document.history.undo_label is None


def test_a_sector_is_typed_as_two_bearings_and_wiped_to_a_whole_ring(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["r2"])
    give(inspector, qtbot, "sector", "NE to 120")
    assert (ring_of(desk, "r2").bearing_from_deg, ring_of(desk, "r2").bearing_to_deg) == (45, 120)
    assert edit(inspector, "sector").text() == "45° – 120°"
    assert feature(desk, "r2") == with_outline(feature(desk, "r2"))
    give(inspector, qtbot, "sector", "")
    assert ring_of(desk, "r2").bearing_from_deg is None


def test_a_minimum_range_makes_a_hole(inspector: Inspector, desk: Workspace, qtbot: QtBot) -> None:
    desk.session.select(["r2"])
    give(inspector, qtbot, "radius_min_m", "5 km")
    assert len(feature(desk, "r2").geometry.coordinates) == 2  # type: ignore[arg-type]


def test_a_unit_put_elsewhere_takes_its_rings_along(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["u1"])
    give(inspector, qtbot, "position", "54.72 N 20.5 E")
    assert reference(feature(desk, "u1")) == (20.5, 54.72)
    assert reference(feature(desk, "r1")) == (20.5, 54.72)
    assert ring_of(desk, "r1").anchor == "u1"
    assert desk.document.undo() == "Change position of Alpha"


def test_a_ring_put_elsewhere_leaves_its_unit(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["r1"])
    give(inspector, qtbot, "center", "34U DF 67793 63748")
    assert reference(feature(desk, "r1")) == pytest.approx((20.5, 54.72), abs=1e-4)
    assert ring_of(desk, "r1").anchor is None


def test_a_ring_bound_to_a_unit_goes_to_it(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["r2"])
    give(inspector, qtbot, "anchor", "Bravo")
    assert ring_of(desk, "r2").anchor == "u2"
    assert reference(feature(desk, "r2")) == (22.0, 56.0)


def test_what_differs_shows_a_dash_and_a_change_is_one_step_for_all(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["r1", "r2"])
    assert edit(inspector, "radius_max_m").placeholderText() == "—"
    give(inspector, qtbot, "stroke", "d55e00")
    assert [ring_of(desk, i).stroke for i in ("r1", "r2")] == ["#d55e00"] * 2
    assert [ring_of(desk, i).radius_max_m for i in ("r1", "r2")] == [100_000.0, 40_000.0]
    assert desk.document.undo() == "Change stroke of 2 range rings"
    assert desk.document.undo() is None


def test_an_emptied_colour_is_the_default_again(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["l1"])
    give(inspector, qtbot, "stroke", "#123456")
    give(inspector, qtbot, "stroke", "")
    assert feature(desk, "l1").properties.stroke is None
    assert edit(inspector, "stroke").placeholderText().startswith("#")


def test_the_style_given_last_is_remembered_for_the_next(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["l1"])
    give(inspector, qtbot, "stroke_width", "4")
    assert desk.style_for("line") == {"stroke_width": 4.0}


def test_identity_changes_its_digit_alone_for_all_units(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["u2"])
    give(inspector, qtbot, "sidc", "10031500001111000000")
    desk.session.select(["u1", "u2"])
    pick(inspector, qtbot, "standard_identity", "Hostile or faker")
    assert unit_of(desk, "u1").sidc == "10061000001211000000"
    assert unit_of(desk, "u2").sidc == "10061500001111000000"


@pytest.mark.parametrize(
    ("row_id", "title", "code"),
    [
        ("standard_identity", "Neutral", "SNGPUCI----E---"),
        ("echelon", "Brigade", "SFGPUCI----H---"),
        ("status", "Planned, anticipated or suspected", "SFGAUCI----E---"),
        ("hqtfd", "Headquarters", "SFGPUCI---AE---"),
    ],
)
def test_letter_codes_change_by_their_letters(
    inspector: Inspector, desk: Workspace, qtbot: QtBot, row_id: str, title: str, code: str
) -> None:
    desk.session.select(["u1"])
    give(inspector, qtbot, "sidc", "SFGPUCI----E---")
    pick(inspector, qtbot, row_id, title)
    assert unit_of(desk, "u1").sidc == code


def test_a_wrong_symbol_code_names_the_place(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["u1"])
    give(inspector, qtbot, "sidc", "1003100000121100000x")
    assert "Place 20" in inspector.form.complaint("sidc")


def test_undo_is_shown_at_once_and_the_caret_stays(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["u1"])
    give(inspector, qtbot, "name", "Alpha 2")
    field = edit(inspector, "designation")
    field.setFocus()
    qtbot.keyClicks(field, "25")
    field.setCursorPosition(1)
    desk.document.undo()
    assert edit(inspector, "name").text() == "Alpha"
    assert (field.text(), field.cursorPosition(), field.hasFocus()) == ("25", 1, True)


def test_what_is_half_typed_belongs_to_what_was_selected(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["u1"])
    field = edit(inspector, "name")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Charlie")
    desk.session.select(["u2"])
    assert edit(inspector, "name").text() == "Bravo"
    qtbot.waitUntil(lambda: feature(desk, "u1").properties.name == "Charlie")
    assert feature(desk, "u2").properties.name == "Bravo"


def test_what_was_refused_is_named_when_the_selection_goes_on(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["r1"])
    give(inspector, qtbot, "radius_max_m", "12 kx")
    desk.session.select(["u2"])
    qtbot.waitUntil(lambda: "kx" in desk.message)
    assert desk.message.startswith("Radius stays as it was")


def test_a_deleted_selection_takes_its_typing_with_it(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["u1"])
    field = edit(inspector, "name")
    field.setFocus()
    qtbot.keyClicks(field, "x")
    with desk.document.edit("Delete") as change:
        change.remove("u1")
    qtbot.wait(10)
    assert "u1" not in desk.document
    assert desk.document.history.undo_label == "Delete"


def test_a_locked_feature_is_shown_and_unlocked_by_a_button(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    with desk.document.edit("Lock") as change:
        change.put(replace(OVERLAYS[0], locked=True))
    desk.session.select(["u1"])
    assert not edit(inspector, "name").isEnabled()
    qtbot.mouseClick(inspector.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert edit(inspector, "name").isEnabled()
    assert desk.document.undo() == "Unlock unit"


def test_moving_to_another_overlay_takes_rings_along(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["u1"])
    give(inspector, qtbot, "overlay", "Sea")
    assert (feature(desk, "u1").overlay, feature(desk, "r1").overlay) == ("p", "p")


def test_the_project_is_shown_when_nothing_is_selected(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.clear()
    give(inspector, qtbot, "marking", "EXERCISE")
    assert desk.document.project.marking == "EXERCISE"
    assert desk.document.undo() == "Change marking of the project"


def test_the_text_of_a_note_may_have_lines(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["t1"])
    text = inspector.form.field("name").findChild(QPlainTextEdit)
    text.setFocus()
    text.selectAll()
    qtbot.keyClicks(text, "one")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    qtbot.keyClicks(text, "two")
    qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert feature(desk, "t1").properties.name == "one\ntwo"


@pytest.mark.parametrize(
    ("feature_id", "row_id", "text"),
    [
        ("q1", "width_m", "10 km"),
        ("q1", "height_m", "5000 m"),
        ("q1", "bearing_deg", "NE"),
        ("e1", "semi_major_m", "60 NM"),
        ("e1", "bearing_deg", "800 mil"),
        ("c1", "width_m", "2 km"),
    ],
)
def test_figures_of_parametric_kinds_make_their_outline(
    inspector: Inspector, desk: Workspace, qtbot: QtBot, feature_id: str, row_id: str, text: str
) -> None:
    desk.session.select([feature_id])
    before = feature(desk, feature_id)
    give(inspector, qtbot, row_id, text)
    after = feature(desk, feature_id)
    assert after.geometry != before.geometry
    assert after == with_outline(after)


def test_every_kind_and_any_mixture_has_a_form(inspector: Inspector, desk: Workspace) -> None:
    ids = [each.id for each in desk.document.features()]
    for chosen in [[i] for i in ids] + [ids, ids[:3], ids[4:7]]:
        desk.session.select(chosen)
        assert inspector.form.field("description") is not None


@pytest.mark.parametrize("name", ["W" * 200, "Alpha"])
def test_no_words_widen_the_form(inspector: Inspector, desk: Workspace, name: str) -> None:
    with desk.document.edit("Rename") as change:
        change.put(unit("u1", name=name))
    for chosen in (["u1"], [each.id for each in desk.document.features()]):
        desk.session.select(chosen)
        QApplication.processEvents()
        page = inspector.form.parentWidget()
        assert page is not None
        assert page.width() <= inspector.width()


def test_a_typed_change_of_the_coordinate_style_shows_at_once(
    inspector: Inspector, desk: Workspace
) -> None:
    desk.session.select(["u1"])
    assert edit(inspector, "position").text() == "57.00000°N 24.00000°E"
    desk.set_settings(coordinate_style="utm")
    assert edit(inspector, "position").text().startswith("35V ")


def test_what_is_half_typed_is_given_before_the_project_is_saved(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["u1"])
    field = edit(inspector, "name")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Charlie")
    desk.settle()
    assert feature(desk, "u1").properties.name == "Charlie"
    assert field.hasFocus()


def test_behind_another_tab_it_waits_until_it_is_looked_at(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["u1"])
    inspector.hide()
    desk.session.select(["u2"])
    assert edit(inspector, "name").text() == "Alpha"
    with qtbot.waitExposed(inspector):
        inspector.show()
    assert edit(inspector, "name").text() == "Bravo"


# -- on whose word ranges and areas stand ------------------------------------------------------


def test_an_assessed_range_makes_a_band_and_the_ring_stays(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["r2"])
    give(inspector, qtbot, "declared_m", "40 km")
    give(inspector, qtbot, "assessed_m", "25")
    banded = feature(desk, "r2").properties
    assert isinstance(banded, RangeRing)
    assert (banded.declared_m, banded.assessed_m, banded.radius_max_m) == (40e3, 25e3, 40e3)
    assert band_of(banded) == (25e3, "assessed", 40e3, "declared")


def test_a_ring_drawn_at_its_figure_follows_that(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["r2"])
    give(inspector, qtbot, "declared_m", "40 km")
    give(inspector, qtbot, "declared_m", "60 km")
    ring_at_figure = feature(desk, "r2")
    assert ring_at_figure.properties.radius_max_m == 60e3
    assert ring_at_figure == with_outline(ring_at_figure)


def test_a_ring_of_ones_own_range_stays_and_is_an_assumption(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["r2"])
    give(inspector, qtbot, "declared_m", "60 km")
    own = feature(desk, "r2").properties
    assert own.radius_max_m == 40e3
    assert style_of(feature(desk, "r2")).letter == "A"


def test_the_standing_of_a_figure_is_chosen(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["r2"])
    pick(inspector, qtbot, "status", "Assumption")
    assert feature(desk, "r2").properties.status == "assumption"


def test_a_standing_that_a_file_words_otherwise_is_shown_as_it_stands(
    inspector: Inspector, desk: Workspace
) -> None:
    hearsay = feature(desk, "r2")
    with desk.document.edit("Hear") as change:
        change.put(replace(hearsay, properties=replace(hearsay.properties, status="hearsay")))
    desk.session.select(["r2"])
    box = inspector.form.field("status").findChild(QComboBox)
    assert box.currentText() == "hearsay"


def test_an_area_is_said_to_show_electronic_warfare_and_on_whose_word(
    inspector: Inspector, desk: Workspace, qtbot: QtBot
) -> None:
    desk.session.select(["a1"])
    pick(inspector, qtbot, "coverage_class", "Electronic warfare")
    pick(inspector, qtbot, "coverage_status", "Unverified")
    give(inspector, qtbot, "coverage_source", "EASA: SIB 2022-02")
    give(inspector, qtbot, "coverage_source_date", "2024")
    give(inspector, qtbot, "coverage_declared_m", "150 km")
    jammed = provenance(feature(desk, "a1").properties)
    assert jammed == Provenance(
        "electronic-warfare", "unverified", declared_m=150e3, source="EASA: SIB 2022-02",
        source_date="2024",
    )  # fmt: skip
    pick(inspector, qtbot, "coverage_class", "Electronic warfare")
    assert style_of(feature(desk, "a1")).hatched


def test_altitudes_and_speeds_of_a_route_are_typed_leg_by_leg(
    desk: Workspace, inspector: Inspector, qtbot: QtBot
) -> None:
    desk.session.select(["l1"])
    give(inspector, qtbot, "leg_altitudes_m", "100 3000,5")
    assert feature(desk, "l1").properties.leg_altitudes_m == "100 3000.5"
    pick(inspector, qtbot, "leg_altitudes_above", "Ground")
    assert feature(desk, "l1").properties.leg_altitudes_above == "ground"
    give(inspector, qtbot, "leg_speeds_kn", "450")
    assert feature(desk, "l1").properties.leg_speeds_kn == "450"
    give(inspector, qtbot, "leg_altitudes_m", "low")
    assert feature(desk, "l1").properties.leg_altitudes_m == "100 3000.5"
    give(inspector, qtbot, "leg_altitudes_m", "20000")
    assert feature(desk, "l1").properties.leg_altitudes_m == "100 3000.5"
