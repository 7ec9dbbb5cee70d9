"""What a file says is shown as it is written, never taken for markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from baltic_desk.ui.hint_label import HintLabel
from baltic_desk.ui.plain_text import tooltip

NASTY = 'Saved <img src="/etc/passwd"> & <b>more</b>'


def shown(text: str) -> str:
    """What Qt makes of a tooltip that it takes for markup, as it does of one in a tag."""
    assert not text or text.startswith("<span>")
    document = QTextDocument()
    document.setHtml(text)
    return document.toPlainText()


def test_a_tooltip_shows_what_is_written() -> None:
    assert shown(tooltip(NASTY)) == NASTY
    assert shown(tooltip("one\ntwo")) == "one\ntwo"
    assert tooltip("") == ""


def test_a_tooltip_is_never_very_long() -> None:
    assert len(shown(tooltip("<" * 100_000))) == 600


def test_the_status_line_takes_no_markup(qtbot: QtBot) -> None:
    label = HintLabel()
    qtbot.addWidget(label)
    label.resize(600, 20)
    label.message(NASTY)
    assert label.text() == NASTY
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert shown(label.toolTip()) == NASTY
