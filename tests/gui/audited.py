"""The real window with hostile projects, while everything that Python opens is written down.

    python tests/gui/audited.py FOLDER OUT.json

Run by test_audited_desk.py in a process of its own: an audit hook cannot be taken off again. What
Qt opens by itself no hook sees, so the folder of the canary is watched by the kernel (inotify).
"""

# ruff: noqa: E402, ARG002, BLE001, PTH100  (the hook comes before what it hears)
from __future__ import annotations

import ctypes
import json
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

FOLDER, OUT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
CANARY = FOLDER / "canary" / "canary.png"
TEMPORARY = FOLDER / "temporary"
WORK = FOLDER / "work"
for each in (CANARY.parent, TEMPORARY, WORK):
    each.mkdir(parents=True, exist_ok=True)
os.environ |= {
    "QT_QPA_PLATFORM": "offscreen",
    "TMPDIR": str(TEMPORARY),
    **{f"BALTIC_DESK_{name}": str(FOLDER / name.lower()) for name in ("STATE", "CONFIG", "CACHE")},
}

PROGRAM = tuple(
    {str(Path(p).resolve()) for p in (ROOT, sys.prefix, sys.base_prefix, *sys.path) if p}
)
FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts", "/var/cache/fontconfig")
SYSTEM = ("/proc/self/", "/dev/null", "/dev/urandom", "/usr/share/zoneinfo", "/etc/localtime",
          "/usr/lib", "/lib", "/sys/fs/cgroup", "/proc/cpuinfo", "/proc/meminfo",
          "/sys/devices/system/cpu", "/etc/machine-id", "/var/lib/dbus/machine-id")  # fmt: skip
OWN = (str(FOLDER / "state"), str(FOLDER / "config"), str(FOLDER / "cache"), str(TEMPORARY))
ALLOWED = (*PROGRAM, *FONTS, *SYSTEM, *OWN, str(WORK))
FORBIDDEN = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork",
    "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "os.startfile", "pty.",
)  # fmt: skip

opened: set[str] = set()
outside: list[str] = []
done: list[str] = []
failed: list[str] = []
told: list[str] = []
counts = {"files opened": 0, "forbidden events": 0}


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(FORBIDDEN):
        counts["forbidden events"] += 1
        outside.append(f"{event} {arguments!r:.300}")
    if event != "open" or not isinstance(arguments[0], str | bytes):
        return
    path = os.path.abspath(os.fsdecode(arguments[0]))
    counts["files opened"] += 1
    if path not in opened:
        opened.add(path)
        if not path.startswith(ALLOWED):
            outside.append(f"open {path} {arguments[1:]}")


sys.addaudithook(_hear)

from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QMenu,
    QProgressDialog,
    QToolTip,
    QWidget,
)

from baltic_desk.app import files
from baltic_desk.app.protocols import Choice, Field, FileKind
from baltic_desk.app.settings import Settings
from baltic_desk.geo.basemap import open_basemap
from baltic_desk.ui.application import make_application
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.chrome import apply_chrome
from baltic_desk.ui.dialogs import WindowAsk
from baltic_desk.ui.image_converter import png_of
from baltic_desk.ui.program_log import start_log
from tests.gui.baited import MARKUP, baited_project
from tests.hostile.cases import samples


class Watch:
    """Tells whether anything in a folder was opened since it was last asked. Linux alone."""

    _OPENED = 0x20

    def __init__(self, folder: Path) -> None:
        self.works = sys.platform.startswith("linux")
        if self.works:
            self._library = ctypes.CDLL(None, use_errno=True)
            self._file = self._library.inotify_init1(os.O_NONBLOCK)
            self._library.inotify_add_watch(self._file, os.fsencode(folder), self._OPENED)

    def opened(self) -> int:
        """How often something was opened."""
        found = 0
        while self.works:
            try:
                found += len(os.read(self._file, 65_536)) // 16
            except BlockingIOError:
                break
        return found


class Answering(WindowAsk):
    """Shows real dialogs, which are looked at and closed; answers some by itself."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.answers: Mapping[str, str] = {}

    def tell(self, message: str, detail: str = "") -> None:
        told.append(f"{message} {detail}")
        super().tell(message, detail)

    def save_file(self, title: str, kinds: Sequence[FileKind], suggestion: Path) -> Path | None:
        return self.path

    def form(self, title: str, fields: Sequence[Field]) -> Mapping[str, str] | None:
        super().form(title, fields)
        return {field.id: self.answers.get(field.id, field.value) for field in fields}

    def choose(self, question: str, detail: str, choices: Sequence[Choice]) -> str | None:
        super().choose(question, detail, choices)
        for choice in choices:
            if choice.id in ("discard", "instructor", "open"):
                return choice.id
        return choices[0].id


def _close_dialogs() -> None:
    dialog = QApplication.activeModalWidget() or QApplication.activePopupWidget()
    if dialog is not None and not isinstance(dialog, QProgressDialog):
        dialog.grab()
        _tooltips_of(dialog)
        dialog.close()


def turn(times: int = 3) -> None:
    """Let events be heeded."""
    for _ in range(times):
        QApplication.processEvents()


def _tooltips_of(top: QWidget) -> None:
    """Show each tooltip, of widgets and of the first rows of lists, as pointing at it would."""
    for widget in (top, *top.findChildren(QWidget)):
        texts = {widget.toolTip(), widget.whatsThis(), *(a.toolTip() for a in widget.actions())}
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model = widget.model()
            for row in range(min(model.rowCount(QModelIndex()), 12)):
                told = model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole)
                texts.add(told if isinstance(told, str) else "")
        for text in filter(None, texts):
            QToolTip.showText(QPoint(20, 20), text, widget)
            QApplication.processEvents()
    QToolTip.hideText()


PANELS = ("overlays", "symbols", "orbat", "systems", "inspector", "phases", "coverage", "tasks",
          "briefing", "problems", "differences")  # fmt: skip


def look(desk: DeskWindow) -> None:
    """See all that the window shows of a project."""
    workspace = desk.workspace
    features = [feature.id for feature in workspace.document.features()][:30]
    workspace.session.select(features[:1])
    for panel in PANELS:
        desk.window.show_panel(panel, shown=True)
        turn()
        desk.window.grab()
    workspace.session.select(features)
    turn()
    desk.window.grab()
    _tooltips_of(desk.window)
    for action in desk.window.menuBar().actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            menu.aboutToShow.emit()
            menu.popup(QPoint(0, 0))
            turn(1)
            menu.grab()
            menu.close()


def edit(desk: DeskWindow) -> None:
    """Change, move, add, take away, and take all of it back."""
    workspace = desk.workspace
    document = workspace.document
    for feature in list(document.features())[:4]:
        with document.edit(f"Rename {MARKUP}") as change:
            change.put(replace(feature, properties=replace(feature.properties, name=MARKUP * 2)))
        turn(1)
    for command in ("edit.select-all", "edit.copy", "edit.paste", "edit.duplicate", "edit.delete",
                    "phase.new", "edit.undo", "edit.undo", "edit.undo", "edit.redo"):  # fmt: skip
        workspace.run(command)
        turn()
    workspace.say(f"said {MARKUP}")
    desk.window.banner.grab()
    for surface in ("palette", "go-to", "shortcuts"):
        desk.window.open(surface)
        for letter in "<img src":
            focus = QApplication.focusWidget() or desk.window
            QTest.keyClicks(focus, letter)
        turn()
        desk.window.grab()
        QTest.keyClick(QApplication.focusWidget() or desk.window, Qt.Key.Key_Escape)


def export(desk: DeskWindow, ask: Answering) -> None:
    """Every sort of file that comes out."""
    workspace = desk.workspace
    for name in ("out.png", "out.svg", "out.pdf", "out.tif", "out.html", "out.pptx"):
        ask.path, ask.answers = WORK / name, {"size": "320x200", "dpi": "96", "pages": "map"}
        workspace.run("file.export")
        done.append(f"{name} {(WORK / name).exists()}")
        turn()
    ask.path = WORK / "sheet.pdf"
    for command in ("sheet.new", "sheet.edit", "sheet.export"):
        workspace.run(command)
        turn(10)
        desk.window.grab()
    done.append(f"sheet.pdf {(WORK / 'sheet.pdf').exists()}")
    ask.path = WORK / "saved.geojson"
    files.save_as(workspace)
    done.append(f"saved.geojson {(WORK / 'saved.geojson').exists()}")
    ask.path = WORK / "students.geojson"
    workspace.run("file.student-copy")
    ask.path = None


def main() -> None:
    """Open, look, edit, export; then tell what was opened."""
    start_log()
    application = make_application()
    apply_chrome(application, "light")
    closer = QTimer()
    closer.timeout.connect(_close_dialogs)
    closer.start(30)
    watch = Watch(CANARY.parent)
    ask = Answering()
    desk = DeskWindow(ask, Settings(), open_basemap())
    (WORK / "canary.png").write_bytes(png_of(desk.window.grab().toImage()))
    (WORK / "canary.png").rename(CANARY)
    watch.opened()
    desk.show()
    desk.window.resize(1280, 800)
    turn(10)
    baited = WORK / f"{MARKUP[:4]}baited.geojson".replace("<", "_")
    baited.write_bytes(baited_project(CANARY))
    files.load_file(desk.workspace, baited)
    turn(20)
    look(desk)
    edit(desk)
    export(desk, ask)
    for case in samples():
        path = WORK / f"sample{Path(case.name).suffix}"
        path.write_bytes(case.content())
        desk.workspace.document.history.mark_clean()
        if files.load_file(desk.workspace, path):
            turn()
            desk.window.grab()
        done.append(case.name)
    touched = watch.opened()
    # That the watch would have seen it: what a label makes of markup when nobody forbids it.
    careless = QLabel(f"<img src='file://{CANARY}'>")
    careless.show()
    careless.grab()
    seen = watch.opened()
    careless.close()
    desk.workspace.document.history.mark_clean()
    desk.close()
    result = {
        "outside": outside,
        "failed": failed,
        "done": done,
        "told": told,
        "counts": counts,
        "canary": touched,
        "canary shown carelessly": seen,
        "watched": watch.works,
        "log": (FOLDER / "state" / "baltic-desk.log").read_text("utf-8"),
    }
    OUT.write_text(json.dumps(result), "utf-8")


def _keep_fault(kind: type[BaseException], error: BaseException, trace: object) -> None:
    failed.append("".join(traceback.format_exception(kind, error, trace)))  # type: ignore[arg-type]


sys.excepthook = _keep_fault  # what a slot raises
try:
    main()
except BaseException:
    traceback.print_exc()
    os._exit(1)
os._exit(0)
