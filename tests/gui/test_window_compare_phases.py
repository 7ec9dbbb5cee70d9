"""Two phases compared in the real window: the maps, the divider, the list, and nothing written."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from baltic_desk.app.altitude_comparison import Comparison
from baltic_desk.document.document import Document
from baltic_desk.document.moving import moved_all
from baltic_desk.document.phase_operations import add_phase
from baltic_desk.io.project import dumps
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.beside_map import BesideMap
from baltic_desk.ui.panels.differences import DifferencesPanel
from tests.features import document, unit
from tests.gui.desk_hands import WindowHands

HERE = (24.0, 57.0)
WEST, EAST = (23.6, 57.0), (24.4, 57.0)


def scenario() -> Document:
    """`u` goes from west to east, `gone` vanishes, `new` appears, `named` is renamed."""
    held = document(
        unit("u", WEST), unit("gone", (23.7, 57.2)), unit("named", (23.8, 56.9), name="A")
    )
    add_phase(held, "Advance")
    named = held.feature("named")
    assert named is not None
    with held.edit("Change") as change:
        change.put(moved_all(held, ["u"], WEST, EAST)["u"])
        change.put(unit("new", (24.2, 57.2), name="Reserve"))
        change.put(replace(named, properties=replace(named.properties, designation="B")))
        change.remove("gone")
    return held


@pytest.fixture
def phased(desk: DeskWindow) -> DeskWindow:
    desk.workspace.adopt(scenario())
    held = desk.workspace.document
    held.show_phase(held.phases()[1].id)
    desk.view.look_at(HERE, 150.0)
    desk.view.setFocus()
    QApplication.processEvents()
    return desk


def compare(desk: DeskWindow, command: str = "phase.compare") -> BesideMap:
    desk.workspace.run(command)
    QApplication.processEvents()
    other = desk.compare_phases.map
    assert other is not None
    return other


def panel(desk: DeskWindow) -> DifferencesPanel:
    (found,) = desk.window.findChildren(DifferencesPanel)
    return found


def grabbed(desk: DeskWindow, other: BesideMap) -> np.ndarray:
    """The map as it is seen, all painted."""
    desk.view.flush()
    other.flush()
    image = desk.view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    shape = (image.height(), image.width(), 4)
    return np.frombuffer(image.constBits(), np.uint8).reshape(shape)[..., :3].copy()


def blue(picture: np.ndarray, at: tuple[float, float]) -> bool:
    """Whether a friendly symbol stands at a pixel."""
    x, y = round(at[0]), round(at[1])
    box = picture[y - 8 : y + 8, x - 12 : x + 12].astype(int)
    return bool(((np.abs(box - (255, 224, 128)).max(axis=2) < 12).mean()) > 0.3)


def mouse(widget: QWidget, kind: QEvent.Type, at: QPointF, *, held: bool = True) -> None:
    button = Qt.MouseButton.LeftButton
    event = QMouseEvent(
        kind,
        at,
        QPointF(widget.mapToGlobal(at.toPoint())),
        Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button,
        button if held else Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


def test_left_of_the_line_is_the_other_phase(phased: DeskWindow) -> None:
    other = compare(phased)
    picture = grabbed(phased, other)
    assert phased.workspace.document.feature("gone") is None
    assert blue(picture, phased.view.to_px((23.7, 57.2)))  # gone, seen left as it was
    assert blue(picture, phased.view.to_px(WEST))  # where u was
    assert blue(picture, phased.view.to_px(EAST))
    phased.compare_phases.divider.moved.emit(0.98)
    picture = grabbed(phased, other)
    assert not blue(picture, phased.view.to_px(EAST))
    assert not blue(picture, phased.view.to_px((24.2, 57.2)))


def test_it_says_which_is_which_and_writes_nothing(phased: DeskWindow) -> None:
    before = dumps(phased.workspace.document)
    steps = phased.workspace.document.history.labels
    compare(phased)
    head = phased.compare_phases.head
    assert (head.left.text(), head.right.text()) == ("Phase 1", "2 Advance")
    phased.workspace.run("phase.compare")
    assert phased.compare_phases.map is None
    assert dumps(phased.workspace.document) == before
    assert phased.workspace.document.history.labels == steps


def test_escape_ends_it_on_the_map_and_on_the_divider(phased: DeskWindow) -> None:
    compare(phased)
    phased.view.setFocus()
    WindowHands(phased).key(Qt.Key.Key_Escape)
    assert phased.workspace.phases_compared is None
    compare(phased)
    phased.compare_phases.divider.setFocus()
    WindowHands(phased).key(Qt.Key.Key_Escape)
    assert phased.workspace.phases_compared is None
    assert not phased.window.panel_shown("differences")


def test_the_line_is_dragged_and_moved_by_keys(phased: DeskWindow) -> None:
    compare(phased)
    divider = phased.compare_phases.divider
    divider.setFocus()
    QTest.keyClick(divider, Qt.Key.Key_PageUp)
    assert phased.view.split == pytest.approx(0.4)
    width = phased.view.viewport().width()
    middle = QPointF(divider.width() / 2, 100)
    mouse(divider, QEvent.Type.MouseButtonPress, middle)
    mouse(divider, QEvent.Type.MouseMove, middle + QPointF(0.2 * width, 0))
    mouse(divider, QEvent.Type.MouseButtonRelease, middle, held=False)
    assert phased.view.split == pytest.approx(0.6, abs=0.01)
    pane = phased.compare_phases.map
    assert pane is not None
    assert pane.parentWidget().width() == pytest.approx(0.6 * width, abs=3)


def test_both_maps_look_at_the_same(phased: DeskWindow) -> None:
    for command in ("phase.compare", "phase.compare-beside"):
        other = compare(phased, command)
        phased.view.look_at((22.0, 58.0), 300.0)
        assert other.camera() == phased.view.camera()
        phased.view.pan_px(30, 40)
        assert other.to_px(HERE) == pytest.approx(phased.view.to_px(HERE))
        phased.view.zoom(2.0)
        QApplication.processEvents()
        assert other.shown.metres_per_px == phased.view.shown.metres_per_px
        assert other.camera().metres_per_px == phased.view.camera().metres_per_px
        phased.view.flush()


def test_beside_each_other_they_share_the_room(phased: DeskWindow) -> None:
    wide = phased.view.width()
    other = compare(phased, "phase.compare-beside")
    assert other.width() == pytest.approx(wide / 2, abs=4)
    assert phased.view.width() == pytest.approx(wide / 2, abs=4)
    assert phased.view.center() == pytest.approx(HERE, abs=1e-6)
    assert not phased.compare_phases.divider.isVisible()
    phased.workspace.run("phase.compare-beside")
    QApplication.processEvents()
    assert phased.compare_phases.map is None
    assert phased.view.width() == wide


def test_the_other_map_moves_the_first(phased: DeskWindow) -> None:
    other = compare(phased)
    before = phased.view.to_px(HERE)
    at = QPointF(60, 200)
    mouse(other.viewport(), QEvent.Type.MouseButtonPress, at)
    mouse(other.viewport(), QEvent.Type.MouseMove, at + QPointF(25, 10))
    mouse(other.viewport(), QEvent.Type.MouseButtonRelease, at + QPointF(25, 10), held=False)
    assert phased.view.to_px(HERE) == pytest.approx((before[0] + 25, before[1] + 10))
    scale = phased.view.camera().metres_per_px
    wheel = QWheelEvent(
        at, other.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(other.viewport(), wheel)
    assert phased.view.camera().metres_per_px < scale


def test_a_click_on_the_other_map_selects_here(phased: DeskWindow) -> None:
    other = compare(phased)
    grabbed(phased, other)
    at = QPointF(*other.to_px(WEST))
    mouse(other.viewport(), QEvent.Type.MouseButtonPress, at)
    mouse(other.viewport(), QEvent.Type.MouseButtonRelease, at, held=False)
    assert phased.workspace.session.selection == ("u",)
    at = QPointF(*other.to_px((23.7, 57.2)))
    mouse(other.viewport(), QEvent.Type.MouseButtonPress, at)
    mouse(other.viewport(), QEvent.Type.MouseButtonRelease, at, held=False)
    assert phased.workspace.session.selection == ("u",)
    assert "not there" in phased.workspace.message


def test_the_other_follows_what_is_edited_in_its_phase(phased: DeskWindow) -> None:
    other = compare(phased)
    held = phased.workspace.document
    first, second = (phase.id for phase in held.phases())
    shown = other._document
    held.show_phase(first)  # the two change places
    QApplication.processEvents()
    now = phased.workspace.phases_compared
    assert now is not None
    assert now.other == second
    assert phased.compare_phases.head.left.text() == "2 Advance"
    with held.edit("Rename") as change:
        named = held.feature("named")
        assert named is not None
        change.put(replace(named, properties=replace(named.properties, name="C")))
    QApplication.processEvents()
    seen = shown.feature("named")
    assert seen is not None
    assert (seen.properties.name, getattr(seen.properties, "designation", "")) == ("C", "B")
    assert other._document is shown
    assert [moved.id for moved in shown.movements()] == ["u"]


def test_another_phase_is_chosen_and_one_that_goes_is_replaced(phased: DeskWindow) -> None:
    held = phased.workspace.document
    add_phase(held, "Third")
    compare(phased)
    assert phased.compare_phases.head.left.text() == "2 Advance"
    menu = phased.compare_phases.menu
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["Phase 1", "2 Advance"]
    menu.actions()[0].trigger()
    QApplication.processEvents()
    assert phased.compare_phases.head.left.text() == "Phase 1"
    phased.workspace.compare_phases(None)
    held.undo()
    assert len(held.phases()) == 2
    compare(phased)
    held.undo()
    held.undo()
    QApplication.processEvents()
    assert held.phases() == ()
    assert phased.workspace.phases_compared is None
    assert phased.compare_phases.map is None


def test_altitudes_and_phases_are_not_compared_at_once(phased: DeskWindow) -> None:
    compare(phased)
    phased.workspace.compare(Comparison())
    assert phased.workspace.phases_compared is None
    compare(phased)
    assert phased.workspace.comparison is None


def test_another_project_ends_it(phased: DeskWindow) -> None:
    compare(phased)
    phased.workspace.adopt(document(unit()))
    assert phased.workspace.phases_compared is None
    assert phased.compare_phases.map is None


# -- the list ------------------------------------------------------------------------------------


def test_the_list_tells_what_differs(phased: DeskWindow) -> None:
    compare(phased)
    rows = [(row.what, row.title, row.words) for row in panel(phased).rows.rows]
    assert rows == [
        ("added", "Reserve", "appears"),
        ("moved", "unit", "moved 48.6 km E"),
        ("changed", "A", "designation changed"),
        ("removed", "unit", "vanishes"),
    ]
    assert panel(phased).title.text() == "Phase 1 → 2 Advance"
    assert panel(phased).summary.text() == "1 added, 1 moved, 1 changed, 1 removed"


def test_rows_select_light_up_and_bring_into_sight(phased: DeskWindow) -> None:
    other = compare(phased)
    listed = panel(phased)
    listed.list.setFocus()
    QTest.keyClick(listed.list, Qt.Key.Key_Home)
    QTest.keyClick(listed.list, Qt.Key.Key_Down)
    assert phased.view.picture.live.hovered == "u"
    assert other.picture.live.hovered == "u"
    phased.view.look_at((21.0, 62.0))
    QTest.keyClick(listed.list, Qt.Key.Key_Return)
    assert phased.workspace.session.selection == ("u",)
    assert phased.view.center() == pytest.approx(EAST, abs=1e-6)
    QTest.keyClick(listed.list, Qt.Key.Key_End)
    QTest.keyClick(listed.list, Qt.Key.Key_Return)
    assert phased.workspace.session.selection == ()
    assert other.picture.live.hovered == "gone"


def test_the_list_is_copied_as_text(phased: DeskWindow) -> None:
    compare(phased)
    listed = panel(phased)
    listed.list.setFocus()
    QTest.keyClick(listed.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = phased.workspace.clipboard
    assert clipboard is not None
    assert clipboard.read().splitlines()[:2] == ["Phase 1 → 2 Advance", "+\tReserve\tappears"]
    assert phased.workspace.message == "Copied 4 differences"


def test_the_list_follows_edits(phased: DeskWindow) -> None:
    compare(phased)
    phased.workspace.document.undo()
    QTest.qWait(60)
    assert [row.what for row in panel(phased).rows.rows] == []
