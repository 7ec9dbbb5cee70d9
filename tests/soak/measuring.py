"""What a process holds: memory, objects, observers, threads and files, once it has come to rest."""

from __future__ import annotations

import gc
import os
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep, thread_time
from types import ModuleType

import numpy as np
import psutil
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from baltic_desk.document.document import Document
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.memory import give_back_memory

_SETTLE_S = 30.0
_WORKER = re.compile(r"[-_\d]+( \(.*\))?$")
_NUMBERED = re.compile(r"[-\da-f]{30,}|\d{2,}")


@dataclass(frozen=True)
class Held:
    """What was held at rest, after `operations`.

    `qobjects` are by what they are, `observers` by the name of who hears, `threads` by theirs;
    `ours` are live objects of the program's own types by the type's name, but for what undo alone
    holds: that has a bound of its own, and now and then a step larger than it. `allocated_mb` is
    what the C library has given and not got back, 0 where it does not tell; `cached_mb` of it are
    pictures and arrays: nearly all lie in caches with a bound, fuller at one time than at another.
    `blocks` are pieces of memory that Python holds. What is resident is both, and what lies free
    between them. Open `files` are by name, without the numbers in it.
    """

    operations: int
    resident_mb: float
    allocated_mb: float
    cached_mb: float
    blocks: int
    frame_ms: float
    qobjects: Mapping[str, int]
    widgets: int
    items: int
    observers: Mapping[str, int]
    threads: Mapping[str, int]
    files: Mapping[str, int]
    history_mb: float
    ours: Mapping[str, int]


def pump(application: QApplication, until: Callable[[], bool], most_s: float) -> bool:
    """Let the window work until something holds; whether it does."""
    ends = perf_counter() + most_s
    while not until():
        if perf_counter() > ends:
            return False
        application.processEvents()
    return True


def settle(application: QApplication, desk: DeskWindow) -> None:
    """All that is under way comes to its end, and what nobody holds any more goes."""
    desk.workspace.settle()
    pump(application, desk.view.complete, _SETTLE_S)
    desk.view.flush()
    desk.autosave.flush()
    for _ in range(3):
        application.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
    give_back_memory()


def frames_ms(desk: DeskWindow, count: int) -> list[float]:
    """Processor's time of frames in which the picture at rest is shifted and painted, ms each."""
    found: list[float] = []
    viewport = desk.view.viewport()
    for number in range(count):
        shift = 9.0 if number % 2 else -9.0
        began = thread_time()
        desk.view.pan_px(shift, shift)
        viewport.repaint()
        found.append((thread_time() - began) * 1000.0)
    return found


def held(desk: DeskWindow, operations: int, frame_ms: float) -> Held:
    """Count everything; `settle` first."""
    process = psutil.Process()
    blocks = sys.getallocatedblocks()
    with _alone():
        types = Counter(map(type, gc.get_objects()))
        pictures = _pictures_and_arrays()
    types.subtract(_held_by_undo_alone(desk.workspace.document))
    ours = {
        f"{kind.__module__}.{kind.__qualname__}": count
        for kind, count in types.items()
        if str(kind.__module__).startswith("baltic_desk")
    }
    widgets = QApplication.allWidgets()
    return Held(
        operations=operations,
        resident_mb=process.memory_info().rss / 1e6,
        allocated_mb=_allocated_bytes() / 1e6,
        cached_mb=_bytes(pictures) / 1e6,
        blocks=blocks,
        frame_ms=frame_ms,
        qobjects=Counter(map(_sort, _qobjects(desk))),
        widgets=len(widgets),
        items=len(desk.view.scene().items()),
        observers=_observers(desk),
        threads=_threads(),
        files=_files(),
        history_mb=desk.workspace.document.history._cost_bytes / 1e6,
        ours=ours,
    )


def _held_by_undo_alone(document: Document) -> Counter[type]:
    """Types of the program's objects that steps of undo hold and the document does not."""
    seen: set[int] = set()
    _reached(list(document.all_entries()), seen)
    return Counter(type(each) for each in _reached(list(document.history.steps), seen))


def _reached(roots: list[object], seen: set[int]) -> list[object]:
    """What the collector of garbage sees of the program's from here on and has not seen."""
    found: list[object] = []
    left = list(roots)
    while left:
        each = left.pop()
        if id(each) in seen or isinstance(each, type | ModuleType):
            continue
        seen.add(id(each))
        ours = type(each).__module__.startswith("baltic_desk")
        if ours or isinstance(each, list | tuple | dict):
            left.extend(gc.get_referents(each))
            if ours and gc.is_tracked(each):
                found.append(each)
    return found


def _allocated_bytes() -> int:
    """Bytes that are in use in all heaps of the C library."""
    if not hasattr(psutil, "heap_info"):  # not with every C library
        return 0
    heap = psutil.heap_info()
    return int(heap.heap_used + heap.mmap_used)


@contextmanager
def _alone() -> Generator[None]:
    """No other thread runs Python meanwhile, as long as nothing here waits.

    One that is filling a tuple fails when it finds that somebody else holds it, too.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(60.0)
    try:
        sleep(0.05)  # who waits by the old interval has its turn
        yield
    finally:
        sys.setswitchinterval(before)


def _pictures_and_arrays() -> list[QImage | np.ndarray]:
    """All that something holds which the collector sees."""
    return [
        held_by_it
        for each in gc.get_objects()
        for held_by_it in gc.get_referents(each)
        if isinstance(held_by_it, QImage | np.ndarray)
    ]


def _bytes(pictures: Iterable[QImage | np.ndarray]) -> int:
    """What they take, each once."""
    found: dict[int, int] = {}
    for each in pictures:
        if isinstance(each, QImage):
            found[each.cacheKey()] = each.sizeInBytes()
        elif each.base is None:
            found[id(each)] = each.nbytes
    return sum(found.values())


def _qobjects(desk: DeskWindow) -> Iterator[QObject]:
    """Every QObject that hangs on a window, on the desk or on the application."""
    roots: list[QObject] = [desk, *QApplication.topLevelWidgets()]
    application = QApplication.instance()
    assert application is not None
    roots.append(application)
    for root in roots:
        yield root
        # A window of a window is its child, and would be counted twice.
        yield from (
            each
            for each in root.findChildren(QObject)
            if not (isinstance(each, QWidget) and each.isWindow())
        )


def _sort(each: QObject) -> str:
    parent = each.parent()
    on = type(parent).__name__ if parent is not None else "nothing"
    return f"{type(each).__name__} {each.objectName()[:24]} on {on}"


def _observers(desk: DeskWindow) -> Counter[str]:
    """Who listens to the workspace, its document, its session and its tools, by name."""
    workspace = desk.workspace
    found: Counter[str] = Counter()
    for told in (
        workspace,
        workspace.document,
        workspace.document._store,  # the tests look where the program does not
        workspace.session,
        workspace.controller,
        workspace.document.history,
    ):
        for name, value in vars(told).items():
            if name.endswith("observers") and isinstance(value, list):
                found.update(f"{type(told).__name__}: {_name(each)}" for each in value)
    return found


def _name(observer: object) -> str:
    return str(getattr(observer, "__qualname__", type(observer).__qualname__))


def _threads() -> Counter[str]:
    """Threads by name; those of libraries have none."""
    ours = threading.enumerate()
    found = Counter(_WORKER.sub("", each.name) for each in ours)
    tasks = Path("/proc/self/task")
    if tasks.is_dir():
        found["of libraries"] = len(list(tasks.iterdir())) - len(ours)
    return found


def _files() -> Counter[str]:
    """Open files by name; what a session or a claim is called is left out."""
    descriptors = Path("/proc/self/fd")
    if descriptors.is_dir():
        return Counter(
            _NUMBERED.sub("…", name) for each in descriptors.iterdir() if (name := _leads_to(each))
        )
    process = psutil.Process()
    return Counter(handles=process.num_handles() if os.name == "nt" else process.num_fds())


def _leads_to(descriptor: Path) -> str:
    """Nothing for the one by which the folder itself is read, which is closed by now."""
    with suppress(FileNotFoundError):
        return str(descriptor.readlink())
    return ""
