"""What holds for every test: own folders, no network, no screen, no windows left behind."""

# ruff: noqa: ARG002  (the fake answers without looking at what it is shown)
from __future__ import annotations

import gc
import itertools
import os
import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from baltic_desk.app.protocols import Choice, Field, FileKind, Row
from baltic_desk.app.recovering import Recovering
from baltic_desk.document.in_steps import Steps
from baltic_desk.io.lock import FileLock
from baltic_desk.ui.memory import give_back_memory, keep_heaps_few

_T = TypeVar("_T")
_numbers = itertools.count()


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests wait for disks and processes for much of their
    time."""
    return (os.cpu_count() or 1) + 1


_LONGEST_OF_SLOW_S = 600


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long checks may take long: what ends a test that hangs must not end one on a slow machine."""
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(_LONGEST_OF_SLOW_S))


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, journals and caches of a test are its own; made by those tests that write any."""
    own = tmp_path_factory.getbasetemp() / "own" / str(next(_numbers))
    for name in ("STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"BALTIC_DESK_{name}", str(own / name.lower()))


_TO_A_FULL_COLLECTION = 64
_OF_A_SCREEN = 8
"""What tests leave counts so much, where that of others is one: a full collection takes 50 ms."""
_left = 0


@pytest.fixture(autouse=True, scope="session")
def _garbage_in_this_thread() -> Iterator[None]:
    """As in the program: Qt's objects are never collected in a script thread."""
    keep_heaps_few()
    gc.disable()
    # Modules and collected tests, which stay: full collections would go through them each time.
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
    gc.enable()


@pytest.fixture(autouse=True)
def _collect(request: pytest.FixtureRequest) -> Iterator[None]:
    global _left
    yield
    _left += _OF_A_SCREEN if "qapp" in request.fixturenames else 1
    everything = _left >= _TO_A_FULL_COLLECTION
    gc.collect(2 if everything else 1)
    if everything:
        _left = 0
        give_back_memory()


@pytest.fixture(autouse=True)
def _no_locks_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a test claims and does not give back takes a descriptor of its process each."""
    held: list[FileLock] = []
    make = FileLock.__init__

    def kept(self: FileLock, path: Path) -> None:
        make(self, path)
        held.append(self)

    monkeypatch.setattr(FileLock, "__init__", kept)
    yield
    for lock in held:
        lock.release()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening a socket fails the test."""

    def refuse(*arguments: object, **_options: object) -> None:
        raise AssertionError(f"something opened a socket: {arguments}")

    monkeypatch.setattr("socket.socket.__init__", refuse)


@pytest.fixture(autouse=True)
def _no_windows_left() -> Iterator[None]:
    """A window still on show after a test fails it."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    application = widgets.QApplication.instance() if widgets else None
    if application is None or not hasattr(application, "topLevelWidgets"):
        return
    left = [widget for widget in application.topLevelWidgets() if widget.isVisible()]
    for widget in left:
        widget.hide()
    assert not left, f"windows left on show: {left}"


class ScriptedAsk:
    """Answers questions in the order of `answers`; a question without an answer fails the test."""

    def __init__(self) -> None:
        self.answers: deque[object] = deque()
        self.asked: list[str] = []
        self.details: list[str] = []
        self.patience = 1_000_000

    def will_answer(self, *answers: object) -> None:
        """Queue answers."""
        self.answers.extend(answers)

    def _answer(self, question: str) -> object:
        self.asked.append(question)
        assert self.answers, f"an unexpected question: {question}"
        return self.answers.popleft()

    def choose(self, question: str, detail: str, choices: Sequence[Choice]) -> str | None:
        self.details.append(detail)
        answer = self._answer(question)
        assert answer is None or answer in [choice.id for choice in choices], (answer, choices)
        return answer  # type: ignore[return-value]

    def tell(self, message: str, detail: str = "") -> None:
        self._answer(f"{message} {detail}".strip())

    def text(self, title: str, label: str, value: str = "") -> str | None:
        return self._answer(title)  # type: ignore[return-value]

    def form(self, title: str, fields: Sequence[Field]) -> Mapping[str, str] | None:
        return self._answer(title)  # type: ignore[return-value]

    def pick(
        self, title: str, detail: str, rows: Sequence[Row], choices: Sequence[Choice]
    ) -> tuple[str, str] | None:
        answer = self._answer(title)
        return answer(rows) if callable(answer) else answer  # type: ignore[return-value]

    def recover(self, recovering: Recovering, *, aside: bool = False) -> None:
        """The answer is what to do with it; None leaves it all for later."""
        answer = self._answer("recover unsaved work")
        if answer is not None:
            answer(recovering)  # type: ignore[operator]

    def open_file(self, title: str, kinds: Sequence[FileKind], folder: Path) -> Path | None:
        return self._answer(title)  # type: ignore[return-value]

    def open_folder(self, title: str, folder: Path) -> Path | None:
        return self._answer(title)  # type: ignore[return-value]

    def save_file(self, title: str, kinds: Sequence[FileKind], suggestion: Path) -> Path | None:
        return self._answer(title)  # type: ignore[return-value]

    def wait(self, words: str, steps: Steps[_T]) -> _T | None:
        """Waits to the end, unless `patience` (a number of steps) ends before."""
        for _ in range(self.patience):
            try:
                next(steps)
            except StopIteration as end:
                return end.value
        steps.close()
        return None


@pytest.fixture
def ask() -> Iterator[ScriptedAsk]:
    """Stands in for the person; every answer queued has to be used."""
    scripted = ScriptedAsk()
    yield scripted
    assert not scripted.answers, f"never asked for: {list(scripted.answers)}"
