"""The style sheet of the window: what Fusion paints too heavily, drawn flat in a look's colours.

Kept to plain rules for whole classes of widgets; a widget that is special has an object name.
"""

from __future__ import annotations

from baltic_desk.app.settings import ThemeId
from baltic_desk.paths import resource
from baltic_desk.ui.chrome_colours import Chrome


def rules(theme: ThemeId, chrome: Chrome) -> str:
    """Style sheet of a look."""
    pictures = {
        name: resource("icons", f"{name}-{theme}.svg").as_posix()
        for name in ("chevron-down", "chevron-up", "tick")
    }
    return _bars(chrome) + _docks(chrome) + _fields(chrome, pictures) + _surfaces(chrome)


def _bars(c: Chrome) -> str:
    return f"""
QMenuBar {{ background: {c.window}; border: none; padding: 1px 6px; }}
QMenuBar::item {{ padding: 4px 9px; border-radius: 5px; background: transparent; color: {c.text}; }}
QMenuBar::item:selected {{ background: {c.hover}; }}
QMenu {{ background: {c.base}; border: 1px solid {c.edge}; padding: 5px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 5px; color: {c.text}; }}
QMenu::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
QMenu::item:disabled {{ color: {c.disabled}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {c.edge}; margin: 5px 8px; }}
QMenu::icon {{ padding-left: 8px; }}
QToolBar {{ background: {c.window}; border: none; border-bottom: 1px solid {c.edge};
  padding: 3px 6px; spacing: 1px; }}
QToolBar::separator {{ background: {c.edge}; width: 1px; margin: 5px 5px; }}
QToolBar QToolButton {{ border: 1px solid transparent; border-radius: 6px; padding: 4px; }}
QToolBar QToolButton:hover {{ background: {c.hover}; }}
QToolBar QToolButton:pressed, QToolBar QToolButton:checked {{ background: {c.on}; }}
QToolBar QToolButton:focus {{ border-color: {c.accent}; }}
QToolBar QToolButton#search {{ border: 1px solid {c.edge}; background: {c.base}; color: {c.faint};
  padding: 3px 10px 3px 6px; text-align: left; min-width: 210px; }}
QToolBar QToolButton#search:hover, QToolBar QToolButton#search:focus {{ border-color: {c.accent}; }}
QStatusBar {{ background: {c.window}; border-top: 1px solid {c.edge}; color: {c.faint}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QToolButton, QStatusBar QPushButton {{ border: none; border-radius: 4px;
  padding: 2px 6px; background: transparent; color: {c.text}; }}
QStatusBar QToolButton:hover, QStatusBar QPushButton:hover {{ background: {c.hover}; }}
QStatusBar QToolButton:focus, QStatusBar QPushButton:focus {{ background: {c.on}; }}
"""


def _docks(c: Chrome) -> str:
    return f"""
QMainWindow::separator {{ background: {c.edge}; width: 1px; height: 1px; }}
QMainWindow::separator:hover {{ background: {c.accent}; }}
QDockWidget {{ color: {c.faint}; font-weight: 600; }}
QDockWidget::title {{ background: {c.window}; padding: 7px 10px; text-align: left;
  border-bottom: 1px solid {c.edge}; }}
QTabBar {{ background: {c.window}; qproperty-drawBase: 0; }}
QTabBar::tab {{ background: transparent; color: {c.faint}; border: none; padding: 7px 7px 5px 7px;
  border-bottom: 2px solid {c.edge}; }}
QTabBar::tab:hover {{ color: {c.text}; }}
QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; }}
QTabBar::tab:focus {{ background: {c.hover}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {c.edge}; }}
QTreeView, QListView, QTableView {{ border: none; background: {c.base}; outline: none; }}
QHeaderView::section {{ background: {c.window}; color: {c.faint}; border: none; padding: 5px;
  border-bottom: 1px solid {c.edge}; }}
QScrollArea {{ border: none; }}
QScrollBar:vertical {{ background: transparent; width: 11px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 11px; margin: 0; }}
QScrollBar::handle {{ background: {c.disabled}; border-radius: 3px; margin: 2px 3px;
  min-height: 28px; min-width: 28px; }}
QScrollBar::handle:hover {{ background: {c.faint}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
  background: none; border: none; width: 0; height: 0; }}
QSplitter::handle {{ background: {c.edge}; width: 1px; height: 1px; }}
"""


def _fields(c: Chrome, pictures: dict[str, str]) -> str:
    return f"""
QLineEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox {{ background: {c.base}; color: {c.text};
  border: 1px solid {c.edge}; border-radius: 5px; padding: 3px 6px;
  selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
QLineEdit:focus, QPlainTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {{
  border-color: {c.accent}; }}
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {{ color: {c.disabled};
  background: {c.window}; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox::down-arrow {{ image: url("{pictures["chevron-down"]}"); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {c.base}; border: 1px solid {c.edge}; padding: 4px; }}
QComboBox QAbstractItemView::item {{ padding: 4px 6px; min-height: 18px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none; width: 16px;
  background: transparent; }}
QAbstractSpinBox::up-arrow {{ image: url("{pictures["chevron-up"]}"); width: 9px; height: 9px; }}
QAbstractSpinBox::down-arrow {{ image: url("{pictures["chevron-down"]}"); width: 9px;
  height: 9px; }}
QPushButton {{ background: {c.button}; color: {c.text}; border: 1px solid {c.edge};
  border-radius: 5px; padding: 5px 14px; }}
QPushButton:hover {{ background: {c.hover}; }}
QPushButton:pressed, QPushButton:checked {{ background: {c.on}; }}
QPushButton:focus {{ border-color: {c.accent}; }}
QPushButton:disabled {{ color: {c.disabled}; }}
QPushButton:default {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; }}
QDialogButtonBox, QMessageBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QCheckBox {{ spacing: 7px; }}
QCheckBox::indicator, QMenu::indicator {{ width: 14px; height: 14px; }}
QCheckBox::indicator {{ border: 1px solid {c.disabled}; border-radius: 4px; background: {c.base}; }}
QCheckBox::indicator:checked {{ background: {c.accent}; border-color: {c.accent};
  image: url("{pictures["tick"]}"); }}
QCheckBox::indicator:focus {{ border-color: {c.accent}; }}
QSlider::groove:horizontal {{ background: {c.edge}; height: 4px; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {c.accent}; border-radius: 2px; }}
QSlider::handle:horizontal {{ background: {c.base}; border: 1px solid {c.disabled}; width: 14px;
  height: 14px; margin: -6px 0; border-radius: 8px; }}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{ border-color: {c.accent}; }}
QToolTip {{ background: {c.tooltip}; color: {c.tooltip_text}; border: none; padding: 5px 7px; }}
"""


def _surfaces(c: Chrome) -> str:
    return f"""
QFrame#surface {{ background: {c.base}; border: 1px solid {c.edge}; border-radius: 10px; }}
QFrame#surface QScrollArea, QFrame#surface QScrollArea > QWidget > QWidget {{
  background: transparent; }}
QFrame#surface QLineEdit {{ border: none; background: transparent; padding: 9px 10px; }}
QFrame#pointer-note {{ background: {c.tooltip}; border-radius: 5px; }}
QFrame#pointer-note QLabel {{ color: {c.tooltip_text}; }}
QFrame#ring-card {{ background: {c.base}; border: 1px solid {c.edge}; border-radius: 8px; }}
QFrame#ring-card QLabel {{ color: {c.text}; background: transparent; }}
QFrame#ring-card QLabel#faint {{ color: {c.faint}; }}
QFrame#compare-card, QLabel#compare-side, QToolButton#compare-side, QToolButton#compare-end {{
  background: {c.base}; color: {c.text}; border: 1px solid {c.edge}; border-radius: 6px; }}
QLabel#compare-side, QToolButton#compare-side {{ padding: 3px 8px; font-weight: 600; }}
QToolButton#compare-side {{ padding-right: 20px; }}
QToolButton#compare-side::menu-indicator {{ subcontrol-position: right center; right: 5px; }}
QToolButton#compare-side:hover, QToolButton#compare-side:focus, QToolButton#compare-end:hover,
QToolButton#compare-end:focus {{ border-color: {c.accent}; }}
QFrame#compare-card QLabel {{ color: {c.text}; background: transparent; }}
QFrame#compare-card QLabel#faint {{ color: {c.faint}; }}
QFrame#banner {{ background: {c.warning}; border-bottom: 1px solid {c.edge}; }}
QLabel#faint {{ color: {c.faint}; }}
QLabel#keycap {{ background: {c.alternate}; border: 1px solid {c.edge}; border-radius: 4px;
  padding: 1px 6px; color: {c.text}; }}
QLabel#heading {{ color: {c.faint}; font-weight: 600; }}
"""
