"""The look of the window about the map: Fusion with palettes of our own and a few quiet rules.

Qt's colour schemes have no effect on plain X11 (measured: palette and scheme stay as they were), so
light, dark and contrast are palettes set by hand; what follows is the same on every platform.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from baltic_desk.app.settings import ThemeId


@dataclass(frozen=True, slots=True)
class Chrome:
    """Colours of one look. `edge` parts surfaces, `hover` and `on` tint buttons."""

    window: str
    base: str
    alternate: str
    text: str
    faint: str
    disabled: str
    button: str
    edge: str
    hover: str
    on: str
    accent: str
    on_accent: str
    warning: str
    tooltip: str
    tooltip_text: str


CHROMES: dict[ThemeId, Chrome] = {
    "light": Chrome(
        window="#f6f7f8",
        base="#ffffff",
        alternate="#f1f3f5",
        text="#1f252c",
        faint="#5d6873",
        disabled="#a3abb3",
        button="#f6f7f8",
        edge="#dadfe4",
        hover="#e8ecf0",
        on="#dbe7f8",
        accent="#1f66c8",
        on_accent="#ffffff",
        warning="#fff3d1",
        tooltip="#262d35",
        tooltip_text="#f3f5f7",
    ),
    "dark": Chrome(
        window="#22272d",
        base="#1a1e23",
        alternate="#20252a",
        text="#e3e7eb",
        faint="#9aa5b0",
        disabled="#626c76",
        button="#2a3037",
        edge="#353d46",
        hover="#323942",
        on="#27415f",
        accent="#63a4ff",
        on_accent="#0d1722",
        warning="#4a3d17",
        tooltip="#f1f3f5",
        tooltip_text="#1f252c",
    ),
    "contrast": Chrome(
        window="#ffffff",
        base="#ffffff",
        alternate="#f0f0f0",
        text="#000000",
        faint="#262626",
        disabled="#6b6b6b",
        button="#ffffff",
        edge="#000000",
        hover="#d9e6ff",
        on="#b8d0ff",
        accent="#0037b3",
        on_accent="#ffffff",
        warning="#ffe680",
        tooltip="#000000",
        tooltip_text="#ffffff",
    ),
}


def apply_chrome(application: QApplication, theme: ThemeId) -> None:
    """Give the whole application the look of a theme."""
    chrome = CHROMES[theme]
    if application.style().name().lower() != "fusion":
        application.setStyle(QStyleFactory.create("Fusion"))
    application.setPalette(palette(chrome))
    application.setStyleSheet(_rules(chrome))


def palette(chrome: Chrome) -> QPalette:
    """The palette of a look, all groups and roles."""
    role = QPalette.ColorRole
    edge = QColor(chrome.edge)
    colours = {
        role.Window: chrome.window,
        role.WindowText: chrome.text,
        role.Base: chrome.base,
        role.AlternateBase: chrome.alternate,
        role.Text: chrome.text,
        role.PlaceholderText: chrome.faint,
        role.Button: chrome.button,
        role.ButtonText: chrome.text,
        role.BrightText: chrome.on_accent,
        role.ToolTipBase: chrome.tooltip,
        role.ToolTipText: chrome.tooltip_text,
        role.Highlight: chrome.accent,
        role.HighlightedText: chrome.on_accent,
        role.Accent: chrome.accent,
        role.Link: chrome.accent,
        role.LinkVisited: chrome.accent,
    }
    made = QPalette()
    for which, colour in colours.items():
        made.setColor(which, QColor(colour))
    made.setColor(role.Light, edge.lighter(115))
    made.setColor(role.Midlight, edge.lighter(105))
    made.setColor(role.Mid, edge)
    made.setColor(role.Dark, edge.darker(115))
    made.setColor(role.Shadow, edge.darker(160))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(chrome.disabled))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, edge)
    return made


def _rules(c: Chrome) -> str:
    # Only what Fusion paints too heavily: bars, docks, tabs, menus, lists. Fields and buttons stay
    # Fusion's own, which a style sheet would have to draw anew in every state.
    return f"""
QMainWindow::separator {{ background: {c.edge}; width: 1px; height: 1px; }}
QMainWindow::separator:hover {{ background: {c.accent}; }}
QMenuBar {{ background: {c.window}; border: none; padding: 1px 6px; }}
QMenuBar::item {{ padding: 4px 9px; border-radius: 5px; background: transparent; color: {c.text}; }}
QMenuBar::item:selected {{ background: {c.hover}; }}
QMenu {{ background: {c.base}; border: 1px solid {c.edge}; padding: 5px; }}
QMenu::item {{ padding: 5px 26px 5px 26px; border-radius: 5px; color: {c.text}; }}
QMenu::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
QMenu::item:disabled {{ color: {c.disabled}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {c.edge}; margin: 5px 8px; }}
QMenu::icon {{ padding-left: 6px; }}
QToolBar {{ background: {c.window}; border: none; border-bottom: 1px solid {c.edge};
  padding: 3px 6px; spacing: 1px; }}
QToolBar::separator {{ background: {c.edge}; width: 1px; margin: 5px 6px; }}
QToolBar QToolButton {{ border: 1px solid transparent; border-radius: 6px; padding: 4px; }}
QToolBar QToolButton:hover {{ background: {c.hover}; }}
QToolBar QToolButton:pressed, QToolBar QToolButton:checked {{ background: {c.on}; }}
QToolBar QToolButton:focus {{ border-color: {c.accent}; }}
QDockWidget {{ color: {c.faint}; font-weight: 600; }}
QDockWidget::title {{ background: {c.window}; padding: 7px 10px; text-align: left; }}
QTabBar {{ background: {c.window}; qproperty-drawBase: 0; }}
QTabBar::tab {{ background: transparent; color: {c.faint}; border: none; padding: 6px 10px;
  border-bottom: 2px solid transparent; }}
QTabBar::tab:hover {{ color: {c.text}; }}
QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; }}
QTabBar::tab:focus {{ background: {c.hover}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {c.edge}; }}
QStatusBar {{ background: {c.window}; border-top: 1px solid {c.edge}; color: {c.faint}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QToolButton, QStatusBar QPushButton {{ border: none; border-radius: 4px;
  padding: 2px 6px; background: transparent; color: {c.text}; }}
QStatusBar QToolButton:hover, QStatusBar QPushButton:hover {{ background: {c.hover}; }}
QStatusBar QToolButton:focus, QStatusBar QPushButton:focus {{ background: {c.on}; }}
QTreeView, QListView, QTableView {{ border: none; background: {c.base}; outline: none; }}
QTreeView::item, QListView::item {{ padding: 3px 2px; }}
QHeaderView::section {{ background: {c.window}; color: {c.faint}; border: none; padding: 5px;
  border-bottom: 1px solid {c.edge}; }}
QScrollArea {{ border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {c.edge}; border-radius: 3px; margin: 2px; min-height: 28px;
  min-width: 28px; }}
QScrollBar::handle:hover {{ background: {c.disabled}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
  background: none; border: none; width: 0; height: 0; }}
QToolTip {{ background: {c.tooltip}; color: {c.tooltip_text}; border: none; padding: 5px 7px; }}
QFrame#surface {{ background: {c.base}; border: 1px solid {c.edge}; border-radius: 10px; }}
QFrame#pointer-note {{ background: {c.tooltip}; border-radius: 5px; }}
QFrame#pointer-note QLabel {{ color: {c.tooltip_text}; }}
QFrame#banner {{ background: {c.warning}; border-bottom: 1px solid {c.edge}; }}
QFrame#surface QLineEdit {{ border: none; background: transparent; padding: 9px 12px; }}
QLabel#faint {{ color: {c.faint}; }}
QLabel#keycap {{ background: {c.alternate}; border: 1px solid {c.edge}; border-radius: 4px;
  padding: 1px 6px; color: {c.text}; }}
QLabel#heading {{ color: {c.faint}; font-weight: 600; }}
"""
