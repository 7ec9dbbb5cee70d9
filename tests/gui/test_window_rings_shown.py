"""Choosing which rings the window and its pictures show."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from baltic_desk.app import files
from baltic_desk.paths import resource
from baltic_desk.ui.assembly import DeskWindow
from tests.features import ring, unit
from tests.gui.desk_hands import WindowHands

SITE, OTHER = (20.5, 54.7), (24.0, 57.0)


@pytest.fixture
def ringed(desk: DeskWindow) -> DeskWindow:
    workspace = desk.workspace
    overlay = workspace.document.overlays()[0].id

    def of_class(feature, ring_class: str):
        return replace(feature, properties=replace(feature.properties, ring_class=ring_class))

    with workspace.document.edit("Draw") as change:
        for each in (
            of_class(ring("far", SITE, 200e3, overlay=overlay, anchor="site"), "air-defence"),
            of_class(ring("near", SITE, 80e3, overlay=overlay, anchor="site"), "anti-ship"),
            of_class(ring("seen", OTHER, 90e3, overlay=overlay, anchor="radar"), "sensor"),
            unit("site", SITE, overlay=overlay, name="Site"),
            unit("radar", OTHER, overlay=overlay, name="Radar"),
        ):
            change.put(each)
    workspace.session.clear()
    desk.view.look_at((21.5, 55.7), 900.0)
    QApplication.processEvents()
    return desk


def painted(desk: DeskWindow) -> set[str]:
    """Ids of the rings on the map."""
    scene = desk.view.picture.scene(desk.view.projection_id)
    return set(scene.place) & {"far", "near", "seen"}


def lit(desk: DeskWindow) -> set[str]:
    return {shape.feature.id for shape in desk.view.picture.live.lit.shapes}


def test_rings_of_a_class_are_chosen_in_the_menu_and_the_button_says_so(
    ringed: DeskWindow, hands: WindowHands
) -> None:
    button = ringed.window.rings_button
    assert painted(ringed) == {"far", "near", "seen"}
    assert button.text() == "Rings: all"
    hands.menu("View", "Rings", "Air defence Only")
    assert painted(ringed) == {"far"}
    assert button.text() == "Rings: AD"
    assert button.accessibleName() == "Rings shown: Air defence"
    hands.menu("View", "Rings", "All Rings")
    assert painted(ringed) == {"far", "near", "seen"}


def test_the_button_offers_the_same_choices(ringed: DeskWindow) -> None:
    menu = ringed.window.rings_button.menu()
    menu.aboutToShow.emit()
    titles = [action.text() for action in menu.actions()]
    assert titles[:2] == ["All Rings", "Of the Selected Unit Only"]
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["All Rings"]
    menu.actions()[titles.index("Sensor Only")].trigger()
    assert painted(ringed) == {"seen"}


def test_rings_of_the_selected_unit_follow_the_selection(
    ringed: DeskWindow, hands: WindowHands
) -> None:
    ringed.window.actions_table.refresh()
    ringed.workspace.run("view.rings.unit")
    assert painted(ringed) == set()
    hands.click(SITE)
    assert painted(ringed) == {"far", "near"}
    hands.click(OTHER)
    assert painted(ringed) == {"seen"}
    ringed.workspace.run("view.rings.unit")
    assert painted(ringed) == {"far", "near", "seen"}


def test_rings_of_a_unit_under_the_pointer_are_shown_while_it_is_there(
    ringed: DeskWindow, hands: WindowHands
) -> None:
    ringed.workspace.run("view.rings.unit")
    hands.move(SITE)
    assert lit(ringed) == {"site", "far", "near"}
    assert painted(ringed) == set()
    hands.move((SITE[0] + 1.0, SITE[1] + 1.0))
    assert lit(ringed) == set()
    ringed.workspace.run("view.rings.all")
    hands.move(SITE)
    assert lit(ringed) == set()


def test_choosing_changes_nothing_in_the_project(ringed: DeskWindow) -> None:
    ringed.workspace.document.history.mark_clean()
    for choice in ("unit", "sensor", "all"):
        ringed.workspace.run(f"view.rings.{choice}")
    assert not ringed.workspace.modified


def test_a_ring_that_is_not_shown_is_neither_hit_nor_has_handles_nor_moves_in_sight(
    ringed: DeskWindow, hands: WindowHands
) -> None:
    from baltic_desk.geo.geodesy import destination

    ringed.workspace.run("view.rings.sensor")
    edge = destination(SITE, 190.0, 80e3)
    hands.click(edge)
    assert ringed.workspace.session.selection == ()
    ringed.workspace.session.select(["near"])
    assert ringed.view.hit(ringed.view.to_px(destination(SITE, 90.0, 80e3))) is None
    ringed.workspace.session.clear()
    hands.drag(SITE, (SITE[0] + 0.3, SITE[1]))
    moved = ringed.workspace.document.feature("near")
    assert moved.properties.center_lon == pytest.approx(SITE[0] + 0.3, abs=0.01)
    assert painted(ringed) == {"seen"}


def test_another_project_is_shown_with_all_its_rings(ringed: DeskWindow, tmp_path: Path) -> None:
    ringed.workspace.run("view.rings.sensor")
    ringed.workspace.document.history.mark_clean()
    copy = tmp_path / "sample.geojson"
    shutil.copy(resource("scenarios", "sample.geojson"), copy)
    files.load_file(ringed.workspace, copy)
    assert ringed.workspace.rings_shown == "all"
    assert ringed.window.rings_button.text() == "Rings: all"


def test_an_exported_picture_shows_the_same_rings_and_says_so(
    ringed: DeskWindow, hands: WindowHands, tmp_path: Path
) -> None:
    def exported(name: str) -> str:
        out = tmp_path / name
        ringed.workspace.exporter.export(ringed.workspace, out)
        return out.read_text("utf-8")

    everything = exported("all.svg")
    assert "Rings shown" not in everything
    ringed.workspace.run("view.rings.unit")
    hands.click(OTHER)
    of_radar = exported("unit.svg")
    assert "Rings shown: of Radar only" in of_radar
    sensor, ship = "#009e73", "#0072b2"
    assert sensor in of_radar
    assert ship in everything
    assert ship not in of_radar
