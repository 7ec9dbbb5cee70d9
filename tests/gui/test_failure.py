"""Faults of the program itself: the work is kept, a sentence said, a report can be saved."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler, qWarning
from PySide6.QtGui import QImageReader

from baltic_desk.ui import program_log
from baltic_desk.ui.failure import FailureReport
from baltic_desk.ui.image_converter import limit_decoders
from baltic_desk.ui.program_log import (
    LOGS_BEFORE,
    LONGEST_LOG_BYTES,
    PlainFormatter,
    described,
    log_path,
    plain,
    start_log,
)
from baltic_desk.ui.watchdog import Watchdog

pytestmark = pytest.mark.usefixtures("qapp")

SECRET = "TF Aurora at Põhjamäe"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The program's log, started as it is at the start, and taken down again."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(program_log.faulthandler, "enable", lambda file: file.close())
    start_log()
    yield log_path()
    for handler in root.handlers:
        handler.close()
    root.handlers, root.level = before, level
    qInstallMessageHandler(None)


def _fail(kind: type[Exception] = ZeroDivisionError, words: str = "division by zero") -> None:
    raise kind(words)


def reported(report: FailureReport, kind: type[Exception], words: str = "") -> None:
    try:
        _fail(kind, words)
    except kind as error:
        report.report(type(error), error, error.__traceback__)


def test_a_fault_keeps_the_work_and_is_told_once(ask: Any) -> None:
    kept: list[int] = []
    report = FailureReport(ask, lambda: kept.append(1))
    ask.will_answer("on")
    for _ in range(3):
        reported(report, ZeroDivisionError)
    assert ask.asked == ["Something went wrong in the program."]
    assert kept == [1]


def test_a_fault_while_the_work_is_kept_is_no_end(ask: Any) -> None:
    report = FailureReport(ask, _fail)
    ask.will_answer("on")
    reported(report, KeyError, SECRET)
    assert len(ask.asked) == 1


def test_a_fault_in_another_thread_is_told_in_the_windows(
    qapp: Any, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = FailureReport(ask)
    monkeypatch.setattr(threading, "excepthook", report._of_thread)
    thread = threading.Thread(target=_fail)
    thread.start()
    thread.join()
    assert ask.asked == []
    ask.will_answer("on")
    qapp.processEvents()
    assert len(ask.asked) == 1


def test_a_report_holds_nothing_of_the_project_and_no_folder(
    ask: Any, log: Path, tmp_path: Path
) -> None:
    report = FailureReport(ask)
    logging.getLogger("any").warning("settings in %s: %s", tmp_path / "a.ini", repr(SECRET))
    ask.will_answer("report", tmp_path / "report.txt")
    reported(report, KeyError, SECRET)
    written = (tmp_path / "report.txt").read_text("utf-8")
    assert "KeyError" in written
    assert "in _fail" in written
    assert "settings in ….ini" in written
    assert "a.ini" not in written
    for text in (written, log.read_text("utf-8")):
        assert SECRET not in text
        assert str(tmp_path.parent) not in text
        assert str(Path.home()) not in text


def test_the_log_takes_the_warnings_of_qt(log: Path) -> None:
    qWarning(f'no glyphs for "{SECRET}"')
    assert 'no glyphs for "…"' in log.read_text("utf-8")
    assert QtMsgType.QtWarningMsg in program_log._LEVELS


def test_the_log_is_turned_over_before_it_grows_long(log: Path) -> None:
    for _ in range(4_000):
        logging.getLogger("any").info("%s", "x" * 1_000)
    logs = sorted(log.parent.glob("baltic-desk.log*"))
    assert len(logs) == 1 + LOGS_BEFORE
    assert all(each.stat().st_size <= LONGEST_LOG_BYTES for each in logs)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (f'unit "{SECRET}" is gone', 'unit "…" is gone'),
        ("“A” and 'B'", '"…" and "…"'),
        (r"C:\Users\anna\our plans\north 2.geojson is gone", "….geojson is gone"),
        ("no such folder: /home/anna/plans", "no such folder: …"),
        ("/media/a stick/x y.png, /home/anna/z.png: damaged", "….png: damaged"),
        ("it isn't there, it wasn't", "it isn't there, it wasn't"),
    ],
)
def test_messages_are_written_without_what_they_cite(text: str, written: str) -> None:
    assert plain(text) == written


def test_words_of_an_exception_are_written_only_where_the_interpreter_chose_them() -> None:
    try:
        try:
            _fail(ValueError, SECRET)
        except ValueError as error:
            raise TypeError("a number is wanted") from error
    except TypeError as error:
        said = described(error)
    assert "TypeError: a number is wanted" in said
    assert "ValueError" in said
    assert SECRET not in said
    record = logging.LogRecord("a", logging.INFO, "", 0, "%s", ("'x'",), None)
    assert '"…"' in PlainFormatter().format(record)


def test_what_hangs_is_in_the_log(qapp: Any, log: Path) -> None:
    watchdog = Watchdog(still_s=0.1)
    _stand_still(log)
    deadline = time.monotonic() + 10
    while "goes on after" not in log.read_text("utf-8") and time.monotonic() < deadline:
        qapp.processEvents()
    watchdog.close()
    written = log.read_text("utf-8")
    assert "the window stands still at" in written
    assert "in _stand_still" in written
    assert "goes on after" in written


def _stand_still(log: Path) -> None:
    deadline = time.monotonic() + 10
    while "stands still" not in log.read_text("utf-8") and time.monotonic() < deadline:
        time.sleep(0.02)


_HANGING = """
import sys, time
from PySide6.QtCore import QTimer
from baltic_desk.ui.application import make_application
from baltic_desk.ui.program_log import log_path, start_log
from baltic_desk.ui.watchdog import Watchdog

start_log()
application = make_application()
watchdog = Watchdog(still_s=0.2)

def loop_without_end():
    deadline = time.monotonic() + 60
    while "stands still" not in log_path().read_text("utf-8") and time.monotonic() < deadline:
        sum(range(1000))
    QTimer.singleShot(1500, application.quit)

QTimer.singleShot(100, loop_without_end)
application.exec()
watchdog.close()
"""


def test_a_program_that_hangs_says_at_what_and_that_it_goes_on(tmp_path: Path) -> None:
    environment = os.environ | {"BALTIC_DESK_STATE": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", _HANGING], env=environment, check=True, timeout=110)
    written = (tmp_path / "baltic-desk.log").read_text("utf-8")
    assert "the window stands still at" in written
    assert "in loop_without_end" in written
    assert "the window goes on after" in written


def test_a_decoder_of_pictures_is_not_given_more_than_its_room() -> None:
    limit_decoders()
    assert QImageReader.allocationLimit() == 256
