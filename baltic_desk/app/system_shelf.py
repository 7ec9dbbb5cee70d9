"""The catalogue of systems as it is on this machine and in the open project."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from baltic_desk import paths
from baltic_desk.coverage.system_reading import SystemsRead, read_systems
from baltic_desk.coverage.system_tree import SystemProblem
from baltic_desk.coverage.system_writing import text_of_many, tree_of
from baltic_desk.coverage.systems import System, Systems, open_systems
from baltic_desk.document.document import Document
from baltic_desk.document.own_systems import OwnSystem, read_own
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import read_bytes
from baltic_desk.io.save import SaveError, save
from baltic_desk.io.strict_json import StrictJsonError, loads

FILE_NAME = "systems.json"

_State = tuple[int, int] | None


def machine_file() -> Path:
    """The person's own entries of the catalogue, on this machine."""
    return paths.config_dir() / FILE_NAME


def read_file(path: Path, *, shown: str = "") -> SystemsRead:
    """Systems of a file, with all that is wrong in it.

    Parameters
    ----------
    shown
        What the file is called in messages; its name for none.

    Raises
    ------
    ProjectError
        When the file cannot be read at all.
    """
    name = shown or path.name
    data = read_bytes(path)
    try:
        tree = loads(data)
    except StrictJsonError as error:
        return SystemsRead(problems=(SystemProblem(name, error.place, error.text),))
    return read_systems(tree, file=name)


class SystemShelf:
    """Reads what is shipped once, the machine's file when it has changed, the project's at each
    change of its entries. May be asked from several threads.

    Parameters
    ----------
    machine
        The file of this machine.
    """

    def __init__(self, machine: Path | None = None) -> None:
        self._path = machine
        self._lock = threading.RLock()
        self._shipped: Systems | None = None
        self._state: _State = None
        self._machine = SystemsRead()
        self._below: Systems | None = None
        self._records: tuple[OwnSystem, ...] = ()
        self._all: Systems | None = None

    @property
    def path(self) -> Path:
        """The file of this machine, whether it is there or not."""
        return self._path or machine_file()

    def systems(self, document: Document) -> Systems:
        """The catalogue for a project; the same object as long as nothing in it has changed."""
        with self._lock:
            below = self._without_project()
            records = document.own_systems()
            if self._all is None or records != self._records:
                self._records = records
                self._all = below.with_layer(read_own(records).systems) if records else below
            return self._all

    def prepare(self) -> None:
        """Read what is shipped and this machine's file now, rather than when it is asked for."""
        with self._lock:
            self._without_project()

    def problems(self) -> tuple[SystemProblem, ...]:
        """What is wrong in the file of this machine; its other entries are used."""
        with self._lock:
            self._without_project()
            return self._machine.problems

    def put_on_machine(self, system: System) -> None:
        """Keep an entry on this machine, in place of one of the same id.

        Raises
        ------
        ProjectError
            When the file that is there has mistakes: it is not written over.
        SaveError
            When it cannot be written.
        """
        with self._lock:
            kept = {each.id: each for each in self._editable()}
            kept[system.id] = system
            self._write(tuple(kept.values()))

    def remove_from_machine(self, system_id: str) -> None:
        """Take an entry out of this machine's file; KeyError when it is not there."""
        with self._lock:
            kept = {each.id: each for each in self._editable()}
            del kept[system_id]
            self._write(tuple(kept.values()))

    def _editable(self) -> Sequence[System]:
        self._without_project()
        if self._machine.problems:
            first = self._machine.problems[0]
            text = f"correct the file by hand first: {first.place}: {first.text}"
            raise ProjectError(text, path=self.path)
        return self._machine.systems

    def _write(self, systems: Sequence[System]) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SaveError(self.path, f"its folder cannot be made: {error.strerror}") from error
        text = text_of_many(map(tree_of, systems), about="Own entries of the catalogue of systems")
        save(self.path, text.encode())
        self._state = None
        self._below = None

    def _without_project(self) -> Systems:
        if self._shipped is None:
            self._shipped = open_systems()
        state = _state(self.path)
        if self._below is None or state != self._state:
            self._state = state
            self._machine = SystemsRead() if state is None else _read(self.path)
            layer = self._machine.systems
            self._below = self._shipped.with_layer(layer) if layer else self._shipped
            self._all = None
        return self._below


def _state(path: Path) -> _State:
    """By which a file's change is noticed; None when there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _read(path: Path) -> SystemsRead:
    try:
        return read_file(path)
    except ProjectError as error:
        return SystemsRead(problems=(SystemProblem(path.name, error.place, error.text),))
