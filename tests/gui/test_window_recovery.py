"""Killed in the middle of work, the next start offers that work back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from baltic_desk.io.recovery import sessions_dir
from baltic_desk.ui.assembly import DeskWindow

# Draws twelve marks through the real window, says so, and goes on until it is killed.
_WORK = """
import sys
from PySide6.QtCore import Qt, QTimer
from baltic_desk.app.settings import Settings
from baltic_desk.geo.basemap import open_basemap
from baltic_desk.ui.application import make_application
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.dialogs import WindowAsk
from tests.gui.desk_hands import WindowHands

application = make_application()
desk = DeskWindow(WindowAsk(), Settings(), open_basemap())
desk.show()
desk.window.resize(1000, 700)
application.processEvents()
hands = WindowHands(desk)
hands.key("m")
for step in range(12):
    hands.click((18.0 + step / 2, 57.0), keys=Qt.KeyboardModifier.ShiftModifier)
print("drawn", flush=True)
sys.exit(application.exec())
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")
def test_work_survives_kill_9(open_desk: Callable[..., DeskWindow], ask: Any, qtbot: Any) -> None:
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(
        [sys.executable, "-c", _WORK],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=root,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"drawn"
        drawn = time.monotonic()
        while not list(sessions_dir().glob("*/session.json")):
            assert time.monotonic() - drawn < 5.0, "the journal has nothing yet"
            time.sleep(0.05)
        # The snapshot may be older than the last marks by the pause that a journal makes.
        time.sleep(2.0)
        process.kill()
        process.wait()

    ask.will_answer(lambda rows: (rows[0].id, "recover"))
    desk = open_desk()
    qtbot.waitUntil(lambda: len(list(desk.workspace.document.features())) == 12, timeout=5000)
    assert desk.workspace.modified
    assert desk.workspace.path is None
