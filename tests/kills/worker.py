"""A process that edits and saves one project without end, and reports each state as it comes.

It begins as the program does: what a crash left is recovered and goes on in a journal of its own,
else the project's file is opened. Each report is a line with the moment, what it is about, and a
digest: `state` of the document and its undo history, `file` of bytes that are about to be saved.

    python -m tests.kills.worker PROJECT [--window]

Reads numbers, and for each forks a process that works with that seed until it is killed: importing
takes ten times as long as what is tried. With a window there is no fork, and one seed.
"""

# ruff: noqa: ARG002  (whoever answers does so without looking)
from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from msgspec.structs import replace

from baltic_desk.app import files, saving
from baltic_desk.app.autosave import Autosave
from baltic_desk.app.protocols import Choice
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Line, Unit
from baltic_desk.document.geometry import Position
from baltic_desk.document.moving import moved_all
from baltic_desk.document.outline import new_line, new_point
from baltic_desk.document.phase_operations import add_phase, delete_phase, move_phase
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Entry
from baltic_desk.io import journal_folder
from baltic_desk.io.project import dumps
from baltic_desk.io.recovery import crashed_sessions, recover, taken_over
from baltic_desk.io.save import SaveResult
from tests.conftest import ScriptedAsk
from tests.panel_desk import workspace

UNITS, LINES, LINE_POINTS = 40, 4, 60
LOG_BYTES = 30_000
"""So that the journal's log is full again and again, and a kill comes in while it is made anew."""
GOES_ON = ("over", "mine", "take", "keep")
_MOST_FEATURES = 90
_MOST_PHASES = 5
_SIDC = "10031000161211000000"


def project() -> Document:
    """What is worked on at first."""
    chance = Random(1)
    features: list[Feature] = []
    for k in range(UNITS):
        features.append(new_point(f"u{k}", Unit(overlay="o", sidc=_SIDC), _place(chance)))
    for k in range(LINES):
        path = [(20 + i / 20, 55 + chance.random()) for i in range(LINE_POINTS)]
        features.append(new_line(f"l{k}", Line(overlay="o"), path))
    records = (Overlay(id="o", name="Air"), *features)
    return Document([Entry(record, float(rank)) for rank, record in enumerate(records, start=1)])


def state_of(document: Document) -> str:
    """Digests of all that is stored, and of what undo and redo would do, with a colon between."""
    labels = repr(document.history.labels).encode()
    return ":".join(hashlib.sha256(each).hexdigest() for each in (dumps(document), labels))


def report(about: str, digest: str) -> None:
    """Say it before going on; a pipe gives it on even if this process is dead by then."""
    os.write(1, f"{time.monotonic():.6f} {about} {digest}\n".encode())


class Worker:
    """One life: begins as the program does, then edits until it is killed."""

    def __init__(self, workspace: Workspace, autosave: Autosave, path: Path, seed: int) -> None:
        self._workspace = workspace
        self._autosave = autosave
        self._path = path
        self._chance = Random(seed)
        self._number = seed * 1_000_000
        workspace.subscribe(self._hear)
        self._doings: tuple[Callable[[], object], ...] = (
            self._put, self._put, self._rename, self._rename, self._move, self._move_all,
            self._remove, self._undo, self._undo, self._redo, self._phase, self._show,
            self._save, self._save,
        )  # fmt: skip

    def begin(self) -> None:
        """Recover what a crash left, or open the file."""
        left = [each for each in crashed_sessions() if each.readable]
        if left:
            recovered = recover(left[0])
            self._autosave.goes_on(recovered)
            self._workspace.adopt(
                recovered.document, path=left[0].original_path, digest=left[0].base_digest
            )
            self._autosave.flush()
            if self._autosave.kept:
                for each in left:
                    taken_over(each)
        else:
            files.load_file(self._workspace, self._path)

    def work(self) -> None:
        """Edit, now and then save, for ever."""
        while True:
            self._chance.choice(self._doings)()
            time.sleep(self._chance.choice((0, 0, 0, 0.005, 0.02)))

    def _hear(self, topic: str) -> None:
        if topic == "document":
            self._workspace.document.on_stored(self._report)
            self._report(frozenset())

    def _report(self, _ids: frozenset[str]) -> None:
        report("state", state_of(self._workspace.document))

    # -- what is done --------------------------------------------------------------------------

    def _ids(self) -> list[str]:
        return [feature.id for feature in self._workspace.document.features()]

    def _put(self) -> None:
        if len(self._ids()) > _MOST_FEATURES:
            self._remove()
            return
        self._number += 1
        made = new_point(f"n{self._number}", Unit(overlay="o", sidc=_SIDC), _place(self._chance))
        with self._workspace.document.edit(f"Place {self._number}") as change:
            change.put(made)

    def _rename(self) -> None:
        ids = self._ids()
        if ids:
            feature = self._workspace.document.feature(self._chance.choice(ids))
            assert feature is not None
            self._number += 1
            named = replace(feature.properties, name=f"Name {self._number}")
            with self._workspace.document.edit("Rename") as change:
                change.put(replace(feature, properties=named))

    def _move(self) -> None:
        self._shift(self._chance.sample(self._ids(), min(3, len(self._ids()))))

    def _move_all(self) -> None:
        self._shift(self._ids())

    def _shift(self, ids: list[str]) -> None:
        to = (24.0 + self._chance.gauss(0, 0.01), 57.0 + self._chance.gauss(0, 0.01))
        moved = moved_all(self._workspace.document, ids, (24.0, 57.0), to)
        with self._workspace.document.edit(f"Move {len(ids)}") as change:
            for feature in moved.values():
                change.put(feature)

    def _remove(self) -> None:
        ids = self._ids()
        if len(ids) > UNITS // 2:
            with self._workspace.document.edit("Delete") as change:
                for each in self._chance.sample(ids, 4):
                    change.remove(each)

    def _undo(self) -> None:
        for _ in range(self._chance.randrange(1, 5)):
            self._workspace.document.undo()

    def _redo(self) -> None:
        for _ in range(self._chance.randrange(1, 4)):
            self._workspace.document.redo()

    def _phase(self) -> None:
        document = self._workspace.document
        phases = document.phases()
        if len(phases) >= _MOST_PHASES:
            delete_phase(document, self._chance.choice(phases).id)
        elif len(phases) > 2 and self._chance.random() < 0.3:
            move_phase(document, phases[-1].id, 0)
        else:
            add_phase(document)

    def _show(self) -> None:
        phases = self._workspace.document.phases()
        if phases:
            self._workspace.document.show_phase(self._chance.choice(phases).id)

    def _save(self) -> None:
        self._workspace.run("file.save")


def _place(chance: Random) -> Position:
    return round(chance.uniform(20, 27), 7), round(chance.uniform(54, 60), 7)


class Decided(ScriptedAsk):
    """Goes on with what is on the desk, whatever is asked."""

    def choose(self, question: str, detail: str, choices: Sequence[Choice]) -> str | None:
        offered = [choice.id for choice in choices]
        return next((each for each in GOES_ON if each in offered), offered[0])

    def tell(self, message: str, detail: str = "") -> None:
        report("told", f"{message} {detail}".replace("\n", " "))


def tell_files() -> None:
    """Say what is about to be written into the project's file, each time."""
    save_bytes = saving.save_bytes

    def told(path: Path, data: bytes, **options: Any) -> SaveResult:
        report("file", hashlib.sha256(data).hexdigest())
        return save_bytes(path, data, **options)

    saving.save_bytes = told


def live(path: Path, seed: int) -> None:
    """One life of a desk without a window."""
    desk = workspace(Document([Entry(Overlay(id="o"), 1.0)]))
    desk.ask = Decided()
    worker = Worker(desk, Autosave(desk), path, seed)
    worker.begin()
    worker.work()


def fork_for_each_line(path: Path) -> None:
    """Fork a life for each seed that is read; say its process, and later how it ended."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                live(path, int(line))
            except BaseException as error:  # noqa: BLE001 - it has to be told, and this ends
                os.write(1, f"{time.monotonic():.6f} failed {error!r}\n".encode())
            os._exit(1)
        os.write(1, f"{time.monotonic():.6f} born {pid}\n".encode())
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.write(1, f"{time.monotonic():.6f} died {code}\n".encode())


if __name__ == "__main__":
    journal_folder.LOG_BYTES = LOG_BYTES
    tell_files()
    if "--window" in sys.argv:
        from baltic_desk.ui.shield import shielded
        from tests.kills.window import live_in_window

        shielded(lambda: live_in_window(Path(sys.argv[1]), int(sys.stdin.readline())))
    else:
        fork_for_each_line(Path(sys.argv[1]))
