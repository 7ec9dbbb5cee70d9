"""What is reached at an altitude, worked out in threads while the window goes on.

One thread takes thresholds of the visibility fields that there are, for the latest altitude only;
another computes the fields that are lacking, emitter by emitter. numpy gives the interpreter's lock
up for most of either: the window is never held up for more than a few milliseconds
(`tests/benchmarks/bench_altitude.py`).
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Lock

from PySide6.QtCore import QObject, Qt, Signal

from baltic_desk.app.reaches import (
    CutRing,
    FieldCache,
    FieldKey,
    Reached,
    compute,
    fields_needed,
    published,
    reached,
)
from baltic_desk.app.settings import TerrainSource
from baltic_desk.app.terrain_sources import TerrainShelf, is_here
from baltic_desk.coverage.viewshed import ViewshedCancelledError, ViewshedError
from baltic_desk.document.altitude import COARSE, NO_TERRAIN, Altitude
from baltic_desk.geo.elevation import TerrainFileError
from baltic_desk.geo.outlines import OutlineError
from baltic_desk.geo.terrain import Elevation
from baltic_desk.ui.map.placed_reach import Detail, PlacedReach, Reaches, placed


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be shown; without an altitude, as published. `added` are the elevation sources of
    this machine; `quick` is for a picture that soon gives way to another.
    """

    rings: tuple[CutRing, ...]
    altitude: Altitude | None
    projection_id: str
    detail: Detail
    added: tuple[TerrainSource, ...] = ()
    quick: bool = False

    def same_fields(self, other: Order | None) -> bool:
        """Whether both are seen from the same places over the same terrain."""
        return other is not None and (
            {ring.limits.emitter for ring in self.rings},
            self.terrain,
            self.added,
        ) == (
            {ring.limits.emitter for ring in other.rings},
            other.terrain,
            other.added,
        )

    @property
    def terrain(self) -> str:
        """Name of the elevation that is wanted; that of none as published."""
        return NO_TERRAIN if self.altitude is None else self.altitude.terrain


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """What a run of the thresholds gives: also the fields it lacked, and how many there are."""

    reaches: Reaches
    missing: dict[FieldKey, float]
    fields: int
    trouble: str = ""


class ReachSupply(QObject):
    """Answers orders, the latest first and last; belongs to the window's thread."""

    arrived = Signal(object)
    """`Reaches` for the order of the moment; provisional where fields are lacking yet."""
    progressed = Signal(float, int)
    """Emitters that the terrain has been looked at for, and of how many; equal when done."""
    failed = Signal(str)
    """Elevation cannot be read, and why."""
    _field_came = Signal()
    _cut_done = Signal(object)
    _see_done = Signal(object)
    _left_told = Signal(float)

    def __init__(self, shelf: TerrainShelf, cache: FieldCache) -> None:
        super().__init__()
        self.looks = True
        """Whether fields that are lacking are computed, or others see to them."""
        self._shelf = shelf
        self._cache = cache
        self._cutter = ThreadPoolExecutor(1, thread_name_prefix="reach")
        self._seer = ThreadPoolExecutor(1, thread_name_prefix="sight")
        self._order: Order | None = None
        self._cutting = False
        self._again = False
        self._closed = False
        self._seeing = False
        self._stopped = False
        self._fields = 0
        self._lacking = 0
        self._told = ""
        self._done = 0.0
        """Emitters done, as last told: word of shares may come late, and must not go back."""
        self._lock = Lock()  # for what follows
        self._wanted: dict[FieldKey, float] = {}
        self._why_not: dict[FieldKey, str] = {}
        # Of the thread of thresholds alone.
        self._kept: dict[str, tuple[object, Reached]] = {}
        # Never from within `order`, even where a thread is faster than the end of it; and in the
        # order in which the threads tell: what follows from a field begins before they rest.
        queued = Qt.ConnectionType.QueuedConnection
        self._field_came.connect(self._cut_soon, queued)
        self._cut_done.connect(self._take, queued)
        self._see_done.connect(self._end_seeing, queued)
        self._left_told.connect(self._tell_left, queued)

    @property
    def stopped(self) -> bool:
        """Whether the person has stopped the computing of fields."""
        return self._stopped

    @property
    def lacking(self) -> int:
        """For how many emitters the terrain had not been looked at when that was last counted."""
        return self._lacking

    @property
    def busy(self) -> bool:
        """Whether anything is being worked out."""
        return self._cutting or self._seeing

    def order(self, order: Order | None) -> None:
        """Show this from now on; None for nothing."""
        if self._closed or order == self._order:
            return
        if order is None or not order.same_fields(self._order):
            self._stopped = False
            self._done = 0.0
        self._order = order
        if order is None:
            self._want({})
            self._tell_progress()
        else:
            self._cut_soon()

    def stop(self) -> None:
        """Compute no more fields: what lacks one stays provisional."""
        self._stopped = True
        self._done = 0.0
        self._want({})
        self._tell_progress()

    def resume(self) -> None:
        """Compute the fields that are lacking after all."""
        self._stopped = False
        self._done = 0.0
        if self._order is not None:
            self._cut_soon()

    def look_again(self) -> None:
        """Fields have come that others have computed: take those that were lacking."""
        if self._lacking:
            self._cut_soon()

    def close(self) -> None:
        """End the threads."""
        self._closed = True
        self._want({})
        for worker in (self._cutter, self._seer):
            worker.shutdown(wait=True, cancel_futures=True)

    # -- in the window's thread --------------------------------------------------------------

    def _cut_soon(self) -> None:
        if self._closed or self._order is None:
            return
        if self._cutting:
            self._again = True
            return
        self._cutting, self._again = True, False
        future = self._cutter.submit(self._cut, self._order)
        future.add_done_callback(self._cut_done_with)

    def _take(self, future: Future[_Cut]) -> None:
        self._cutting = False
        if self._closed or future.cancelled():
            return
        cut = future.result()
        if cut.trouble and cut.trouble != self._told:
            self.failed.emit(cut.trouble)
        self._told = cut.trouble
        if self._order is None:
            return
        with self._lock:
            failed = sum(key in self._why_not for key in cut.missing)
        self._fields, self._lacking = cut.fields, len(cut.missing) - failed
        look = self.looks and not (self._stopped or self._again)
        if look:
            self._want(cut.missing)
        self._tell_progress()  # before the first of them can have come
        if look:
            self._see_soon()
        self.arrived.emit(cut.reaches)
        if self._again:
            self._cut_soon()

    def _want(self, missing: dict[FieldKey, float]) -> None:
        with self._lock:
            self._wanted = {k: far for k, far in missing.items() if k not in self._why_not}

    def _see_soon(self) -> None:
        with self._lock:
            idle = not self._wanted
        if not self._seeing and not idle:
            self._seeing = True
            self._seer.submit(self._see).add_done_callback(self._see_done_with)

    def _end_seeing(self, future: Future[None]) -> None:
        self._seeing = False
        if not (self._closed or future.cancelled()):
            self._see_soon()  # fields may have been asked for while it was about to end
            future.result()

    def _tell_progress(self) -> None:
        with self._lock:
            left = len(self._wanted)
        self._tell_left(float(left))

    def _tell_left(self, left: float) -> None:
        total = self._fields if self._order is not None else 0
        self._done = max(self._done, total - left)
        self.progressed.emit(min(self._done, float(total)), total)

    # -- in other threads --------------------------------------------------------------------

    def _cut_done_with(self, future: Future[_Cut]) -> None:
        if not self._closed:
            self._cut_done.emit(future)

    def _see_done_with(self, future: Future[None]) -> None:
        if not self._closed:
            self._see_done.emit(future)

    def _cut(self, order: Order) -> _Cut:
        terrain, trouble = self._terrain(order)
        with self._lock:
            why_not = dict(self._why_not)
        found: list[Reached] = []
        kept: dict[str, tuple[object, Reached]] = {}
        for ring in order.rings:
            known_by = (ring, order.altitude, terrain, order.detail, order.quick)
            before = self._kept.get(ring.id)
            with suppress(OutlineError):  # nothing can be drawn there
                if before is not None and before[0] == known_by and not before[1].why_smooth:
                    it = before[1]
                elif order.altitude is None:
                    it = published(ring)
                else:
                    it = reached(
                        ring,
                        order.altitude,
                        terrain,
                        self._cache,
                        smallest_m2=order.detail.smallest_m2,
                        stray_m=order.detail.stray_m,
                        quick=order.quick,
                        why_not=why_not,
                    )
                kept[ring.id] = (known_by, it)
                found.append(it)
        self._kept = kept
        needed: dict[FieldKey, float] = {}
        missing: dict[FieldKey, float] = {}
        if order.terrain != NO_TERRAIN:
            needed = fields_needed(order.rings, terrain, self._cache)
            lacking = {each.ring.limits.emitter for each in found if each.why_smooth}
            missing = {key: far for key, far in needed.items() if key.emitter in lacking}
        name = order.terrain
        reaches = Reaches(
            order.altitude,
            order.projection_id,
            terrain,
            _with_paths(placed(found, order.projection_id)),
            missing="" if is_here(name, order.added) and not trouble else name,
        )
        return _Cut(reaches, missing, len(needed), trouble)

    def _terrain(self, order: Order) -> tuple[Elevation, str]:
        """The source of an order; with what is wrong with it, and then the shipped one."""
        try:
            return self._shelf.elevation(order.terrain, order.added), ""
        except TerrainFileError as error:
            return self._shelf.elevation(COARSE, ()), str(error)

    def _see(self) -> None:
        """Compute wanted fields until there are none."""
        while True:
            with self._lock:
                key = next(iter(self._wanted), None)
                longest_m = self._wanted[key] if key is not None else 0.0
            if key is None:
                return
            try:
                # A run of thresholds that began before it was there may have asked for it again.
                if self._cache.get(key, longest_m) is None:
                    compute(
                        key,
                        longest_m,
                        self._cache,
                        progress=self._tell_share,
                        cancelled=partial(self._no_longer_wanted, key),
                    )
            except ViewshedCancelledError:
                continue
            except (ViewshedError, TerrainFileError) as error:
                with self._lock:
                    self._why_not[key] = str(error)
            with self._lock:
                self._wanted.pop(key, None)
            if not self._closed:
                self._field_came.emit()

    def _tell_share(self, share: float) -> None:
        with self._lock:
            left = len(self._wanted)
        self._left_told.emit(max(left - share, 0.0))

    def _no_longer_wanted(self, key: FieldKey) -> bool:
        with self._lock:
            return self._closed or key not in self._wanted


def _with_paths(items: list[PlacedReach]) -> tuple[PlacedReach, ...]:
    """The same with Qt's paths made, which the painting would have to wait for."""
    for item in items:
        for outline in (item.fill, *item.edges.values()):
            if outline is not None:
                _ = outline.path
    return tuple(items)
