"""Menus, toolbar, palette, shortcut sheet, go-to and about: all from the table, all by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QListView,
    QListWidget,
    QMenu,
    QToolButton,
    QWidget,
)

from baltic_desk.app.commands import COMMANDS
from baltic_desk.tools.tool import Pointer
from baltic_desk.ui.about import About
from baltic_desk.ui.actions import ChoiceMenu, CommandAction
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.finder import Finder
from baltic_desk.ui.shortcut_sheet import ShortcutSheet
from tests.gui.desk_hands import WindowHands

_CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


def _entries(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, ChoiceMenu):
            yield action
        elif isinstance(inner, QMenu):
            yield from _entries(inner)
        elif not action.isSeparator():
            yield action


def _finder(desk: DeskWindow) -> tuple[Finder, QLineEdit, QListWidget]:
    finder = desk.window.findChild(Finder)
    assert isinstance(finder, Finder)
    field = finder.findChild(QLineEdit)
    results = finder.findChild(QListWidget)
    assert isinstance(field, QLineEdit)
    assert isinstance(results, QListWidget)
    return finder, field, results


def test_every_menu_entry_comes_from_the_table_and_every_command_is_in_a_menu(
    desk: DeskWindow,
) -> None:
    found: list[str] = []
    for top in desk.window.menuBar().actions():
        menu = top.menu()
        assert isinstance(menu, QMenu)
        for entry in _entries(menu):
            assert isinstance(entry, CommandAction) or isinstance(entry.menu(), ChoiceMenu)
            found.append(entry.objectName())
    assert sorted(found) == sorted(command.id for command in COMMANDS)


def test_icon_buttons_have_names_for_screen_readers(desk: DeskWindow, qapp: QApplication) -> None:
    qapp.processEvents()
    nameless = [
        button
        for button in desk.window.findChildren(QAbstractButton)
        if not (button.accessibleName() or button.text())
        and not button.objectName().startswith("qt_")
        and not isinstance(button.parent(), QLineEdit)  # Qt's own, not a stop of the keyboard
    ]
    assert nameless == []


def test_tool_buttons_say_their_shortcut(desk: DeskWindow) -> None:
    buttons = desk.window.tool_bar.findChildren(QToolButton)
    tips = [button.toolTip() for button in buttons]
    assert "Range Ring  R" in tips


def test_the_palette_finds_and_runs_a_command_by_keyboard(hands: WindowHands) -> None:
    hands.key("p", _CTRL_SHIFT)
    finder, field, results = _finder(hands.desk)
    assert finder.isVisible()
    assert QApplication.focusWidget() is field
    hands.type("dark")
    assert results.item(0).text() == "Dark"
    hands.key(Qt.Key.Key_Return)
    assert not finder.isVisible()
    assert hands.desk.workspace.settings.theme == "dark"
    assert QApplication.focusWidget() is hands.desk.view
    hands.key("p", _CTRL_SHIFT)
    assert results.item(0).text() == "Dark"
    hands.key(Qt.Key.Key_Escape)
    assert not finder.isVisible()


def test_letters_typed_into_the_palette_are_not_shortcuts(hands: WindowHands) -> None:
    hands.key("p", _CTRL_SHIFT)
    hands.type("ruler")
    assert hands.desk.workspace.controller.state.tool == "select"
    assert _finder(hands.desk)[1].text() == "ruler"
    hands.key(Qt.Key.Key_Escape)


def test_go_to_a_town_and_to_a_coordinate(hands: WindowHands) -> None:
    hands.key("g", _CTRL)
    hands.type("Konigsberg")
    hands.key(Qt.Key.Key_Return)
    lon, lat = hands.desk.view.center()
    assert (lon, lat) == pytest.approx((20.5, 54.7), abs=0.15)
    hands.key("g", _CTRL)
    hands.type("59 26 N 24 45 E")
    hands.key(Qt.Key.Key_Return)
    assert hands.desk.view.center() == pytest.approx((24.75, 59.0 + 26 / 60), abs=1e-3)


def test_the_shortcut_sheet_comes_and_goes(hands: WindowHands) -> None:
    hands.key("?")
    sheet = hands.desk.window.findChild(ShortcutSheet)
    assert isinstance(sheet, ShortcutSheet)
    assert sheet.isVisible()
    hands.key(Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_about_shows_every_source_with_its_terms(desk: DeskWindow) -> None:
    desk.workspace.run("help.about")
    about = desk.window.findChild(About)
    assert isinstance(about, About)
    titles = [credit.title for credit in about.sources]
    for wanted in ("OpenStreetMap", "GSHHG", "Natural Earth", "GeoNames", "milsymbol", "PySide6"):
        assert any(wanted in title for title in titles), wanted
    assert all(credit.text.strip() for credit in about.sources)
    about.close()


def test_panels_are_shown_and_hidden_and_come_back_as_they_were(hands: WindowHands) -> None:
    window = hands.desk.window
    assert window.panel_shown("inspector")
    hands.key(Qt.Key.Key_F8)
    assert not window.panel_shown("inspector")
    hands.key(Qt.Key.Key_F8)
    assert window.panel_shown("inspector")
    hands.key(Qt.Key.Key_F6)
    assert window.panel_shown("symbols")
    assert not window.panel_shown("overlays")


def test_the_window_is_remembered(hands: WindowHands, open_desk: object) -> None:
    hands.desk.window.resize(1111, 777)
    hands.key(Qt.Key.Key_F8)
    hands.desk.close()
    again = open_desk(hands.desk.workspace.settings)  # type: ignore[operator]
    assert not again.window.panel_shown("inspector")


def test_the_theme_reaches_map_and_window(desk: DeskWindow, qapp: QApplication) -> None:
    seen: set[str] = set()
    for theme in ("dark", "contrast", "light"):
        desk.workspace.run(f"view.theme.{theme}")
        assert desk.view.theme.id == theme
        seen.add(qapp.palette().window().color().name())
        checked = desk.window.actions_table[f"view.theme.{theme}"]
        desk.window.actions_table.refresh()
        assert checked.isChecked()
    assert len(seen) == 3


def test_layers_and_projection_follow_the_settings(desk: DeskWindow) -> None:
    middle = desk.view.center()
    desk.workspace.run("view.projection.utm-34n")
    assert desk.view.projection_id == "utm-34n"
    assert desk.view.center() == pytest.approx(middle, abs=0.01)
    desk.workspace.run("view.layer.places")
    assert not desk.view.layer_visible("places")
    desk.workspace.run("view.layer.places")
    assert desk.view.layer_visible("places")
    assert not desk.workspace.modified


def test_the_context_menu_fits_what_was_clicked(hands: WindowHands) -> None:
    place = (22.0, 58.0)
    empty = hands.desk.window.context_menu(on_feature=False)
    assert "Delete" not in [action.text() for action in empty.actions()]
    hands.key("m")
    hands.click(place)
    hands.desk.workspace.session.clear()
    pointer_px = hands.desk.view.to_px(place)
    hands.desk.view.context_requested.emit(Pointer(place, pointer_px), QPoint(300, 300))
    assert len(hands.desk.workspace.session.selection) == 1
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text() for action in menu.actions()]
    assert {"Cut", "Delete", "Bring to Front"} <= set(texts)
    menu.close()
    empty.deleteLater()


def test_the_context_menu_opens_by_key(hands: WindowHands) -> None:
    hands.key("m")
    hands.click((22.0, 58.0))
    hands.key(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Delete" in [action.text() for action in menu.actions()]
    menu.close()


def test_texts_of_a_file_are_never_read_as_html(desk: DeskWindow) -> None:
    hostile = '<img src="/etc/passwd">&<b>x</b>'
    desk.workspace.say(hostile)
    assert desk.window.hint.textFormat() == Qt.TextFormat.PlainText
    desk.window.banner.put("test", hostile)
    assert desk.window.banner.text == hostile
    desk.window.banner.dismiss("test")


def test_what_is_kept_in_a_choice_menu_is_current(desk: DeskWindow) -> None:
    desk.workspace.run("overlay.add")
    menus = [m for m in desk.window.findChildren(ChoiceMenu) if m.title() == "Draw On"]
    menus[0].refill()
    texts = [action.text() for action in menus[0].actions()]
    assert texts == ["Overlay 2", "Overlay 1"]
    menus[0].actions()[1].trigger()
    overlay = desk.workspace.document.overlays()[0]
    assert desk.workspace.session.active_overlay == overlay.id


def _tab_stops(window: QWidget) -> list[QWidget]:
    return [w for w in window.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]


def test_the_keyboard_reaches_map_panels_and_fields(desk: DeskWindow) -> None:
    assert desk.view in _tab_stops(desk.window)
    assert len(_tab_stops(desk.window)) > 5


def test_the_palette_opened_while_a_title_is_written_gives_the_keyboard_back(
    desk: DeskWindow, hands: WindowHands
) -> None:
    desk.window.show_panel("briefing", shown=True)
    hands.key("m", Qt.KeyboardModifier.ControlModifier)
    title = QApplication.focusWidget()
    assert isinstance(title, QLineEdit)
    hands.type("First")
    hands.key("p", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    hands.type("fit baltic")
    hands.key(Qt.Key.Key_Return)
    (step,) = desk.workspace.document.steps()
    assert step.title == "First"
    assert isinstance(QApplication.focusWidget(), QListView)
