"""The look of the window about the map: Fusion with palettes of our own and a few quiet rules.

Qt's colour schemes have no effect on plain X11 (measured: palette and scheme stay as they were), so
light, dark and contrast are palettes set by hand; what follows is the same on every platform.
"""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from baltic_desk.app.settings import ThemeId
from baltic_desk.ui.chrome_colours import CHROMES, Chrome
from baltic_desk.ui.chrome_rules import rules


def apply_chrome(application: QApplication, theme: ThemeId) -> None:
    """Give the whole application the look of a theme."""
    chrome = CHROMES[theme]
    if application.style().name().lower() != "fusion":
        application.setStyle(QStyleFactory.create("Fusion"))
    application.setPalette(palette(chrome))
    application.setStyleSheet(rules(theme, chrome))


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
