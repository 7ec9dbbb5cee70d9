"""The system's clipboard, also when what was on it has gone."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from baltic_desk.ui.clipboard import SystemClipboard


class _Emptied:
    def mimeData(self) -> None:
        return None


@pytest.mark.usefixtures("qapp")
def test_a_clipboard_whose_owner_has_gone_has_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QGuiApplication, "clipboard", _Emptied)
    assert SystemClipboard().image() == b""
    assert QApplication.instance() is not None
