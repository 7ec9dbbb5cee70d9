"""Pointing at range rings in the real window: light, card, click after click, keyboard."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication

from baltic_desk.document.feature import RangeRing
from baltic_desk.document.outline import new_parametric
from baltic_desk.geo.geodesy import Position, destination
from baltic_desk.ui.assembly import DeskWindow
from tests.features import unit
from tests.gui.desk_hands import WindowHands

SITE = (20.5, 54.7)
OTHER = (24.0, 57.0)


def ring(ring_id: str, radius_m: float, at: Position = SITE, **values: object):
    overlay = str(values.pop("overlay"))
    properties = RangeRing(
        overlay=overlay, name=f"Ring {ring_id}", center_lon=at[0], center_lat=at[1],
        radius_max_m=radius_m, **values,
    )  # fmt: skip
    return new_parametric(ring_id, properties)


@pytest.fixture
def ringed(desk: DeskWindow) -> DeskWindow:
    """A unit with two rings, one of them crossed by another unit's ring and doubled by a third."""
    workspace = desk.workspace
    overlay = workspace.document.overlays()[0].id
    with workspace.document.edit("Draw") as change:
        for each in (
            unit("site", SITE, overlay=overlay, name="Site"),
            ring("far", 200e3, overlay=overlay, anchor="site", source="Paper", source_date="2019"),
            ring("near", 80e3, overlay=overlay, anchor="site", status="assumption"),
            unit("radar", OTHER, overlay=overlay, name="Radar"),
            ring("seen", 150e3, OTHER, overlay=overlay, anchor="radar"),
            ring("twin", 200e3, overlay=overlay),
        ):
            change.put(each)
    workspace.session.clear()
    desk.view.look_at((21.5, 55.7), 900.0)
    QApplication.processEvents()
    return desk


def lit(desk: DeskWindow) -> set[str]:
    return {shape.feature.id for shape in desk.view.picture.live.lit.shapes}


def edge(bearing_deg: float, radius_m: float, at: Position = SITE) -> Position:
    return destination(at, bearing_deg, radius_m)


def test_near_a_line_the_unit_and_all_its_rings_light_up(
    ringed: DeskWindow, hands: WindowHands
) -> None:
    for bearing in (10.0, 100.0, 190.0, 280.0):
        hands.move(edge(bearing, 80e3))
        assert lit(ringed) == {"site", "far", "near"}
        assert ringed.view.picture.live.lit.first == "near"
        hands.move(edge(bearing, 60e3))
        assert lit(ringed) == set()


def test_all_else_steps_back_only_when_the_pointer_rests(
    ringed: DeskWindow, hands: WindowHands
) -> None:
    hands.move(edge(10.0, 80e3))
    assert not ringed.view.picture.live.lit.dims
    assert ringed.rings.card.text == ""
    ringed.rings.dwelt()
    assert ringed.view.picture.live.lit.dims
    assert "assumption" in ringed.rings.card.text


def test_the_card_tells_what_the_ring_rests_on(ringed: DeskWindow, hands: WindowHands) -> None:
    hands.move(edge(190.0, 200e3))
    hands.click(edge(190.0, 200e3))
    hands.click(edge(190.0, 200e3))
    said = ringed.rings.card.text
    for words in ("Ring far 200 km", "Paper", "2019", "Limited by", "Site"):
        assert words in said
    assert "2 of 2 rings here" in said


def test_clicks_where_lines_lie_together_go_from_ring_to_ring(
    ringed: DeskWindow, hands: WindowHands
) -> None:
    chosen = []
    for _ in range(3):
        hands.click(edge(190.0, 200e3))
        chosen.append(ringed.workspace.session.selection)
        assert ringed.view.picture.live.lit.first == chosen[-1][0]
    assert chosen == [("twin",), ("far",), ("twin",)]


@pytest.mark.parametrize("size", [(1280, 720), (2560, 1440)])
def test_the_card_never_covers_the_pointer(
    ringed: DeskWindow, hands: WindowHands, size: tuple[int, int]
) -> None:
    ringed.window.resize(*size)
    QApplication.processEvents()
    view = ringed.view
    seen = 0
    for bearing in range(0, 360, 20):
        for radius_m in (200e3, 80e3):
            place = edge(float(bearing), radius_m)
            at = hands.at(place).toPoint()
            if not view.rect().contains(at):
                continue
            hands.move(place)
            ringed.rings.dwelt()
            card = ringed.rings.card
            if not card.text:
                continue
            seen += 1
            assert not card.geometry().contains(at)
            assert view.rect().contains(card.geometry())
    assert seen > 10


def test_a_card_that_is_kept_steps_aside_from_the_pointer(
    ringed: DeskWindow, hands: WindowHands
) -> None:
    hands.click(edge(190.0, 80e3))
    card = ringed.rings.card
    hands.move((SITE[0], SITE[1] + 0.3))
    assert card.text
    middle = card.geometry().center()
    hands.move(ringed.view.to_position((middle.x(), middle.y())))
    assert card.text
    assert not card.geometry().contains(middle)


def test_a_card_is_kept_for_what_is_clicked_until_something_else_is_selected(
    ringed: DeskWindow, hands: WindowHands
) -> None:
    hands.click(edge(190.0, 80e3))
    hands.move((SITE[0], SITE[1] + 0.3))
    assert "Ring near" in ringed.rings.card.text
    assert lit(ringed) == {"site", "far", "near"}
    assert not ringed.view.picture.live.lit.dims
    hands.key(Qt.Key.Key_Escape)
    assert ringed.rings.card.text == ""
    assert lit(ringed) == set()


def test_without_a_click_it_goes_when_the_pointer_goes(
    ringed: DeskWindow, hands: WindowHands
) -> None:
    hands.move(edge(190.0, 80e3))
    ringed.rings.dwelt()
    assert ringed.rings.card.text
    QApplication.sendEvent(ringed.view, QEvent(QEvent.Type.Leave))
    assert ringed.rings.card.text == ""
    assert lit(ringed) == set()


def test_by_key_the_rings_of_a_unit_are_told_one_after_the_other(
    ringed: DeskWindow, hands: WindowHands
) -> None:
    ringed.workspace.session.select(["site"])
    ringed.view.setFocus()
    ringed.window.actions_table.refresh()
    told = []
    for _ in range(3):
        hands.key("I")
        told.append(ringed.rings.card.text.partition("\n")[0])
    assert told == ["Ring far 200 km", "Ring near 80 km assumption", ""]


def test_by_key_a_selected_ring_is_told_first_and_its_card_stands_beside_its_line(
    ringed: DeskWindow, hands: WindowHands
) -> None:
    ringed.workspace.session.select(["near"])
    ringed.view.setFocus()
    ringed.window.actions_table.refresh()
    hands.key("I")
    assert ringed.rings.card.text.startswith("Ring near 80 km assumption")
    assert "Assumption" in ringed.rings.card.accessibleDescription()
    assert ringed.view.rect().contains(ringed.rings.card.geometry())


def test_nothing_is_told_of_what_has_no_range(ringed: DeskWindow) -> None:
    ringed.workspace.session.clear()
    ringed.workspace.run("view.ring-card")
    assert ringed.rings.card.text == ""


def test_while_drawing_or_dragging_no_ring_lights_up(
    ringed: DeskWindow, hands: WindowHands
) -> None:
    hands.click(edge(190.0, 80e3))
    hands.drag(SITE, (SITE[0] + 0.2, SITE[1]))
    ringed.workspace.run("insert.ring")
    hands.move(edge(100.0, 150e3, OTHER))
    assert ringed.rings.card.text == ""
    assert lit(ringed) == set()


def test_a_card_follows_what_is_changed_elsewhere(ringed: DeskWindow, hands: WindowHands) -> None:
    hands.click(edge(190.0, 80e3))
    document = ringed.workspace.document
    feature = document.feature("near")
    with document.edit("Cite") as change:
        change.put(replace(feature, properties=replace(feature.properties, source="Gazette")))
    assert "Gazette" in ringed.rings.card.text
    with document.edit("Delete") as change:
        change.remove("near")
    assert ringed.rings.card.text == ""
    assert lit(ringed) == set()


def test_what_limits_a_ring_is_said_by_whoever_reckons_with_it(
    ringed: DeskWindow, hands: WindowHands
) -> None:
    ringed.workspace.ring_limits = lambda feature: f"The horizon of {feature.id}"
    hands.click(edge(190.0, 80e3))
    assert "The horizon of near" in ringed.rings.card.text


def test_the_light_is_painted_and_all_else_paler(ringed: DeskWindow, hands: WindowHands) -> None:
    view = ringed.view
    view.flush()
    QApplication.processEvents()
    before = view.grab().toImage()
    hands.move(edge(10.0, 80e3))
    ringed.rings.dwelt()
    ringed.rings.card.hide()
    QApplication.processEvents()
    after = view.grab().toImage()

    def colour(place: Position, image) -> tuple[int, int, int, int]:
        at: QPoint = hands.at(place).toPoint()
        return image.pixelColor(at).getRgb()

    ring_edge, other_edge = edge(10.0, 80e3), edge(120.0, 150e3, OTHER)
    assert colour(ring_edge, before) != colour(ring_edge, after)
    open_sea = (18.6, 56.6)
    assert min(colour(open_sea, after)[:3]) > min(colour(open_sea, before)[:3])
    assert colour(other_edge, before) != colour(other_edge, after)
