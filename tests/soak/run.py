"""Works a real window for thousands of operations and looks whether it holds more and more.

    python tests/soak/run.py [--operations 10000] [--every 1000] [--seed 7] [--only present ...]

Every so many operations the project is put back as it was at first, as one step of undo in the
same document, each panel is shown, everything comes to rest, and what the process holds is counted.
The last count is compared with one after the caches have filled. In between the project is written,
read and written again, and all of undo is gone through and back. For the last third other projects
are opened, too. Exit code 1 when anything grew, a frame became slower,
or an exception came to where nobody catches it.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import shutil
import statistics
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time, thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEvent, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from baltic_desk.app.settings import Settings
from baltic_desk.document.history import History
from baltic_desk.document.ring_choice import ALL
from baltic_desk.document.store import Entry
from baltic_desk.geo.basemap import open_basemap
from baltic_desk.io.project import dumps, load, loads
from baltic_desk.paths import resource
from baltic_desk.ui.application import make_application
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.chrome import apply_chrome
from baltic_desk.ui.failure import FailureReport
from baltic_desk.ui.shield import shielded
from tests.soak.answers import RandomAnswers
from tests.soak.caches import keep_few_fields, keep_little
from tests.soak.measuring import Held, frames_ms, held, pump, settle
from tests.soak.person import Person
from tests.soak.project import crowded_lesson, picture_files
from tests.soak.tour import go_round, open_windows

HISTORY_BYTES = 4 * 1024 * 1024
"""So that undo is full, and forgets, long before the first count; by itself it is 256 MB."""

MORE_MB = 40.0
"""What the heap holds may grow by so much from the first count to the last. Half of it is pictures
and arrays: caches that are bounded are fuller at one time than at another."""
MORE_BLOCKS = 300_000
"""Pieces of Python's memory, of less than 100 bytes each in the mean."""
CRUMBS_MB = 12.0
"""What is resident may grow by so much more with each thousand operations: what lies free between
what is held is not all given back, since few pages are wholly free."""
SLOWER = 1.25
"""A frame may take so many times as long."""
MORE_OBJECTS = 40
"""Widgets, QObjects: panels make some of theirs when they are first shown."""
MORE_OF_A_TYPE = 300
"""Live objects of one type of the program: caches that are bounded differ by this."""
MORE_IN_CACHES = 1_500
IN_CACHES = (
    "basemap.CellKey", "cells.Piece", "clipping.Paths", "shapes.Shape", "symbol_pictures.Look",
    "symbol_raster.SymbolPicture",
)  # fmt: skip
"""In caches that are bounded by bytes, whatever the size of each, or in maps of which a count meets
one more than another (a sheet, a stage): their number differs by more."""
WORKERS = {"map": 1, "relief": 1, "reach": 2, "sight": 2, "study": 2, "compare": 1, "heights": 1}
"""Threads that are made with the first work for them, and how many of each a window has."""
OPENED_LATE = {"/resources/basemap/": 3, "/proj/proj.db": 1 + sum(WORKERS.values())}
"""Files of the program that stay open from the first need of them, and how often each may be: map,
search and exports read the base map, and each thread that projects has PROJ's table to itself."""
FRAMES = 200
OPERATIONS_TO_A_CHECK = 250
WARM_UP_SHARE = 0.25
"""Of the counts so many are not looked at: caches fill, what is shown late is made."""
SHARE_OF_ONE_DOCUMENT = 0.7
SIZE = (1080, 700)


@dataclass
class Found:
    """What a run came to."""

    counts: list[Held] = field(default_factory=list)
    frames_ms: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    checks: int = 0
    seconds: Counter[str] = field(default_factory=Counter)
    """Processor's time by sort of operation."""


class Watch(logging.Handler):
    """Hears the program's log: what is an error there is a fault of the run."""

    def __init__(self, found: Found) -> None:
        super().__init__(logging.WARNING)
        self._found = found

    def emit(self, record: logging.LogRecord) -> None:
        said = self.format(record)
        if record.levelno >= logging.ERROR:
            self._found.faults.append(said)
        else:
            self._found.warnings.append(said)


class Soak:
    """One window, one person, one project."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.found = Found()
        self.trace: int | None = None
        """Where each operation is told before it is done: a crash leaves nobody to be asked."""
        logging.getLogger().addHandler(Watch(self.found))
        qInstallMessageHandler(self._qt_said)
        chance = random.Random(seed)
        self._standard = crowded_lesson(seed)
        self._path = folder / "project.geojson"
        self._path.write_bytes(dumps(self._standard))
        others = [folder / "other.geojson", folder / "sample.geojson"]
        shutil.copy(resource("scenarios", "lesson.geojson"), others[0])
        shutil.copy(resource("scenarios", "sample.geojson"), others[1])
        self._entries = {entry.record.id: entry for entry in self._standard.all_entries()}
        self._application = make_application()
        self.answers = RandomAnswers(chance, folder, [*others, *picture_files(folder)])
        self._failures = FailureReport(self.answers)
        self._failures.install()
        self._settings = Settings()
        apply_chrome(self._application, self._settings.theme)
        self.desk = DeskWindow(self.answers, self._settings, open_basemap())
        keep_few_fields(self.desk)
        self._failures.keep = self.desk.autosave.flush
        self.desk.show(self._path)
        self.desk.window.resize(*SIZE)
        pump(self._application, self.desk.view.complete, 30.0)
        self._state = self.desk.window.saveState()
        self.person = Person(self.desk, chance, self.answers)

    def run(self, operations: int, every: int, *, talk: bool) -> Found:
        """Show each window once, do so many operations, and count after each `every`."""
        open_windows(self.desk)
        for number in range(1, operations + 1):
            self.person.other_projects = number > operations * SHARE_OF_ONE_DOCUMENT
            self._operate(number)
            if number % OPERATIONS_TO_A_CHECK == 0 or number == operations:
                self._check(number)
            if number % every == 0:
                self.found.counts.append(self._count(number))
                if talk:
                    print(row(self.found.counts[-1]), flush=True)
        return self.found

    def close(self) -> None:
        """Close the window; threads end."""
        self.desk.workspace.document.history.mark_clean()
        self.desk.close()

    # -- inside --------------------------------------------------------------------------------

    def _operate(self, number: int) -> None:
        begun = process_time()
        if self.trace is not None:
            focus = QApplication.focusWidget()
            has = f"{type(focus).__name__} {focus.objectName()}" if focus is not None else "nobody"
            os.write(self.trace, f"{number - 1}: {self.person.last}; {has} has the keys\n".encode())
        try:
            name = self.person.operate()
        except Exception as error:  # noqa: BLE001 - commands are called here, not by Qt
            self._failures.report(type(error), error, error.__traceback__)
            name = "failed"
        self._application.processEvents()
        # Outside the event loop what is to be deleted later stays, and all goes slower and slower.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        began = thread_time()
        self.desk.view.viewport().repaint()
        self.found.frames_ms.append((thread_time() - began) * 1000.0)
        self.found.seconds[name] += process_time() - begun
        if self.found.faults and not self.found.faults[-1].startswith("operation"):
            self.found.faults.append(f"operation {number}: {name}")

    def _qt_said(self, _kind: object, _context: object, text: str) -> None:
        if text.startswith("This plugin does not support"):  # the offscreen platform
            return
        frames = traceback.extract_stack()
        ours = [
            f"{Path(f.filename).name}:{f.lineno}" for f in frames if "baltic_desk" in f.filename
        ]
        self.found.warnings.append(f"{text} (in {', '.join(ours[-3:])})")

    def _check(self, number: int) -> None:
        """What is in memory is what would be read again, and undo goes all the way and back."""
        self.found.checks += 1
        self.desk.workspace.settle()
        document = self.desk.workspace.document
        data = dumps(document)
        again = dumps(loads(data).document)
        if data != again:
            self._fault(number, "the project was not read as it was written", data, again)
        back = 0
        while document.undo() is not None:
            back += 1
        for _ in range(back):
            document.redo()
        again = dumps(document)
        if data != again:
            self._fault(number, f"{back} steps back and forth changed the project", data, again)
        path = self.desk.workspace.path
        if path is not None and path.exists():
            load(path)

    def _fault(self, number: int, what: str, before: bytes, after: bytes) -> None:
        pairs = zip(before.splitlines(), after.splitlines(), strict=False)
        first = next(((a, b) for a, b in pairs if a != b), (b"", b""))
        least = min(map(len, first))
        same = next((k for k in range(least) if first[0][k] != first[1][k]), least)
        shown = (each[max(same - 200, 0) : same + 400].decode(errors="replace") for each in first)
        lines = (f"operation {number}: {what}, from byte {same} of a line on", *shown)
        self.found.faults.append("\n    ".join(lines))

    def _count(self, number: int) -> Held:
        self._put_back()
        go_round(self.desk)
        self.desk.window.restoreState(self._state)
        settle(self._application, self.desk)
        frames = statistics.median(frames_ms(self.desk, FRAMES))
        settle(self._application, self.desk)
        return held(self.desk, number, frames)

    def _put_back(self) -> None:
        """The project, the looks and the place as at the beginning; history stays as it is."""
        desk, workspace = self.desk, self.desk.workspace
        workspace.settle()
        wanted: dict[str, Entry | None] = dict.fromkeys(
            entry.record.id for entry in workspace.document.all_entries()
        )
        workspace.document.restructure("Put back", wanted | self._entries)
        workspace.document.show_phase(workspace.document.phases()[0].id)
        workspace.compare(None)
        workspace.compare_phases(None)
        workspace.show_exercise(None)
        workspace.show_rings(ALL)
        workspace.take_step(None)
        workspace.run("tool.select")
        workspace.session.clear()
        workspace.replace_settings(self._settings)
        desk.window.showNormal()
        desk.window.restoreState(self._state)
        desk.window.resize(*SIZE)
        self._application.processEvents()
        workspace.camera.look_at((22.0, 56.5), 900.0)


HEAD = (
    f"{'operations':>10} {'RSS MB':>8} {'heap MB':>8} {'cached':>8} {'blocks':>9}"
    f" {'frame ms':>8} {'QObjects':>8}"
    f" {'widgets':>8} {'items':>6} {'observers':>9} {'threads':>7} {'files':>6}"
    f" {'undo MB':>8} {'objects':>9}"
)


def row(held: Held) -> str:
    """A line of the table."""
    qobjects, observers = sum(held.qobjects.values()), sum(held.observers.values())
    threads, files = sum(held.threads.values()), sum(held.files.values())
    return (
        f"{held.operations:10} {held.resident_mb:8.1f} {held.allocated_mb:8.1f}"
        f" {held.cached_mb:8.1f} {held.blocks:9} {held.frame_ms:8.2f} {qobjects:8}"
        f" {held.widgets:8} {held.items:6}"
        f" {observers:9} {threads:7} {files:6} {held.history_mb:8.2f}"
        f" {sum(held.ours.values()):9}"
    )


def of_the_program(name: str) -> int:
    """How often a file of this name may be open because something was first needed late."""
    return max((most for part, most in OPENED_LATE.items() if part in name), default=0)


def grown(found: Found, *, caches_are_full: bool = True) -> list[str]:
    """What was more at the last count than after the warm-up by more than may be.

    Memory, the time of a frame and live objects of the program's types only mean something where
    its caches were full at the first of the two counts.
    """
    counts = found.counts
    first, last = counts[round((len(counts) - 1) * WARM_UP_SHARE)], counts[-1]
    said: list[str] = []
    for name, most in (
        ("resident_mb", MORE_MB + CRUMBS_MB * (last.operations - first.operations) / 1_000),
        ("allocated_mb", MORE_MB),
        ("blocks", MORE_BLOCKS),
        ("widgets", MORE_OBJECTS),
        ("items", 0),
    ):
        before, after = getattr(first, name), getattr(last, name)
        if after - before > most and (caches_are_full or name in ("widgets", "items")):
            said.append(f"{name}: {before:g}, later {after:g}; {most:g} more may be")
    if caches_are_full and last.frame_ms > first.frame_ms * SLOWER:
        said.append(f"a frame took {first.frame_ms:.2f} ms, later {last.frame_ms:.2f} ms")
    for name, count in last.qobjects.items():
        if count - first.qobjects.get(name, 0) > MORE_OBJECTS:
            said.append(f"{name}: {first.qobjects.get(name, 0)}, later {count}")
    for name, count in last.threads.items():
        if count > max(first.threads.get(name, 0), WORKERS.get(name, 0)):
            said.append(f"{name}: {first.threads.get(name, 0)} threads, later {count}")
    for name, count in last.files.items():
        if count > max(first.files.get(name, 0), of_the_program(name)):
            said.append(f"{name}: open {first.files.get(name, 0)} times, later {count}")
    for name, count in last.observers.items():
        if count > first.observers.get(name, 0):
            said.append(f"{name}: {first.observers.get(name, 0)} observers, later {count}")
    for name, count in last.ours.items() if caches_are_full else ():
        most = MORE_IN_CACHES if name.endswith(IN_CACHES) else MORE_OF_A_TYPE
        if count - first.ours.get(name, 0) > most:
            said.append(f"{name}: {first.ours.get(name, 0)}, later {count} of them")
    return said


def report(found: Found, person: Person, answers: RandomAnswers, seconds: float) -> None:
    """Print what was done and seen."""
    few = min(500, max(len(found.frames_ms) // 4, 1))
    start = statistics.median(found.frames_ms[few : 2 * few])
    end = statistics.median(found.frames_ms[-few:])
    operations = sum(person.done.values())
    print(f"{operations} operations in {seconds:.0f} s; {found.checks} checks of the whole project")
    for name, count in person.done.most_common():
        print(f"   {count:5} × {name}, {1000 * found.seconds[name] / count:.0f} ms each")
    print(f"frame after an operation: {start:.2f} ms at first, {end:.2f} ms in the end")
    print(f"questions answered: {answers.asked}; sentences said: {sum(answers.told.values())}")
    for message, count in answers.told.most_common(8):
        print(f"   {count:5} × {message[:100]}")
    print(f"warnings in the log: {len(found.warnings)}")
    for text in sorted(set(found.warnings))[:10]:
        print(f"   {text[:160]}")


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=10_000)
    parser.add_argument("--every", type=int, default=1_000, help="operations from count to count")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--short", action="store_true", help="caches do not fill: see to the rest")
    parser.add_argument("--only", nargs="+", help="nothing but these sorts of operation")
    parser.add_argument("--trace", help="write what is done into this file, in case of a crash")
    options = parser.parse_args(given)
    History.__init__.__defaults__ = (HISTORY_BYTES,)  # type: ignore[attr-defined]
    keep_little()
    with tempfile.TemporaryDirectory() as name:
        for part in ("STATE", "CONFIG", "CACHE"):
            os.environ[f"BALTIC_DESK_{part}"] = str(Path(name) / part.lower())
        os.environ["HOME"] = name
        began = perf_counter()
        soak = Soak(Path(name), options.seed)
        if options.trace:
            soak.trace = os.open(options.trace, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        if options.only:
            soak.person.restrict(options.only)
        print(HEAD, flush=True)
        try:
            found = soak.run(options.operations, options.every, talk=True)
        except Exception:
            traceback.print_exc()  # the program's own hook takes what leaves this
            raise
        seconds = perf_counter() - began
        soak.close()
        report(found, soak.person, soak.answers, seconds)
        said = [*grown(found, caches_are_full=not options.short), *found.faults]
        for line in said:
            print(f"GREW OR FAILED: {line}")
        print("nothing grew, nothing failed" if not said else f"{len(said)} things are wrong")
        QApplication.processEvents()
        return 1 if said else 0


if __name__ == "__main__":
    sys.exit(shielded(main))
