"""Placing by a line of text in the palette, with real keys; own pictures by drop and in sight."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QListWidget

from baltic_desk.document.feature import RangeRing, Unit
from baltic_desk.ui.finder import Finder, FinderLine
from tests.gui.desk_hands import WindowHands

_CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20">'
    '<rect width="30" height="20" fill="#ff00ff"/></svg>'
)


def _lines(hands: WindowHands) -> list[FinderLine]:
    finder = hands.desk.window.findChild(Finder)
    assert isinstance(finder, Finder)
    results = finder.findChild(QListWidget)
    assert isinstance(results, QListWidget)
    items = [results.item(row) for row in range(results.count())]
    return [item.data(Qt.ItemDataRole.UserRole) for item in items]


def test_a_system_is_placed_with_its_ring_by_keys_alone(hands: WindowHands) -> None:
    hands.key("p", _CTRL_SHIFT)
    hands.type("S-400 @ 34U EF 123 456")
    first = _lines(hands)[0]
    assert first.title == "S-400 Triumf"
    assert first.image is not None
    assert first.detail == "ring 250 km"
    hands.key(Qt.Key.Key_Return)
    unit, ring = sorted(hands.features(), key=lambda f: isinstance(f.properties, RangeRing))
    assert isinstance(unit.properties, Unit)
    assert isinstance(ring.properties, RangeRing)
    assert ring.properties.anchor == unit.id
    assert hands.desk.workspace.session.selection == (unit.id,)
    assert QApplication.focusWidget() is hands.desk.view
    hands.desk.workspace.run("edit.undo")
    assert hands.features() == []


def test_the_second_row_is_taken_by_the_arrow_key(hands: WindowHands) -> None:
    hands.key("p", _CTRL_SHIFT)
    hands.type("tank @ Riga")
    wanted = _lines(hands)[1]
    hands.key(Qt.Key.Key_Down)
    hands.key(Qt.Key.Key_Return)
    placed = hands.only()
    assert isinstance(placed.properties, Unit)
    assert wanted.right.split(" · ")[0] in hands.desk.workspace.message


def test_what_is_not_understood_is_shown_and_enter_does_nothing(hands: WindowHands) -> None:
    hands.key("p", _CTRL_SHIFT)
    hands.type("mech blorpx @ Riga")
    (fault,) = _lines(hands)
    assert not fault.enabled
    assert "blorpx" in fault.right
    assert "letter 6" in fault.right
    hands.key(Qt.Key.Key_Return)
    assert hands.features() == []
    hands.key(Qt.Key.Key_Escape)


def test_a_position_alone_is_gone_to(hands: WindowHands) -> None:
    hands.key("p", _CTRL_SHIFT)
    hands.type("120 km from Kaliningrad bearing 045")
    hands.key(Qt.Key.Key_Return)
    assert hands.desk.view.center() == pytest.approx((21.85, 55.46), abs=0.01)
    assert hands.features() == []


def _drop(hands: WindowHands, path: Path, at: QPoint) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    there = hands.desk.view.mapTo(hands.desk.window, at)
    drop = QDropEvent(
        QPointF(there),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    hands.desk.window.dropEvent(drop)


def _colour_at(hands: WindowHands, at: QPoint) -> QColor:
    hands.desk.view.flush()
    image = QImage(hands.desk.view.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    hands.desk.view.render(painter)
    painter.end()
    return image.pixelColor(at)


def test_a_dropped_svg_stands_where_it_was_dropped_and_is_seen(
    hands: WindowHands, tmp_path: Path
) -> None:
    path = tmp_path / "Radar van.svg"
    path.write_text(SVG)
    at = QPoint(300, 260)
    _drop(hands, path, at)
    placed = hands.only()
    assert isinstance(placed.properties, Unit)
    assert placed.properties.name == "Radar van"
    hands.desk.workspace.session.clear()
    assert _colour_at(hands, at) == QColor("#ff00ff")
    hands.click(hands.desk.view.to_position((at.x(), at.y())))
    assert hands.desk.workspace.session.selection == (placed.id,)
    hands.desk.workspace.run("edit.undo")
    assert hands.features() == []
    assert _colour_at(hands, at) != QColor("#ff00ff")
