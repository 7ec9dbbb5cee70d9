"""Reach is worked out in threads: first to the horizon, then over terrain, and only what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from baltic_desk.app.reaches import FieldCache, cut_rings
from baltic_desk.app.settings import TerrainSource
from baltic_desk.app.terrain_sources import TerrainShelf
from baltic_desk.document.altitude import Altitude
from baltic_desk.document.feature import Feature
from baltic_desk.ui.map.placed_reach import Detail, Reaches
from baltic_desk.ui.reach_progress import ReachProgress
from baltic_desk.ui.reach_supply import Order, ReachSupply
from tests.features import document, ring

LOW = Altitude(10.0)


SLOW_M = 400_000.0
"""So far that not all fields are computed before the first word of them is heard."""


def radar(feature_id: str, lon: float, radius_m: float = 40_000.0) -> Feature:
    made = ring(feature_id, (lon, 55.0), radius_m)
    return replace(made, properties=replace(made.properties, ring_class="sensor"))


def order(*features: Feature, altitude: Altitude = LOW, **others: object) -> Order:
    rings = cut_rings(document(*features), altitude.assumed_antenna_m)
    wanted = {"projection_id": "baltic-lcc", "detail": Detail()} | others
    return Order(rings, altitude, **wanted)  # type: ignore[arg-type]


class Desk:
    """Takes what comes."""

    def __init__(self) -> None:
        self.cache = FieldCache()
        self.supply = ReachSupply(TerrainShelf(), self.cache)
        self.came: list[Reaches] = []
        self.said: list[str] = []
        self.progress: list[tuple[float, int]] = []
        self.supply.arrived.connect(self.came.append)
        self.supply.failed.connect(self.said.append)
        self.supply.progressed.connect(lambda done, total: self.progress.append((done, total)))

    @property
    def last(self) -> Reaches:
        return self.came[-1]

    def until(self, done: Callable[[], bool]) -> None:
        tick = QTimer()
        tick.start(5)
        end = perf_counter() + 30.0
        while not done():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            assert perf_counter() < end

    def settle(self) -> None:
        self.until(lambda: bool(self.came) and not self.supply.busy)


@pytest.fixture
def desk(qapp: QApplication) -> Iterator[Desk]:  # noqa: ARG001
    made = Desk()
    yield made
    made.supply.close()


def test_the_horizon_comes_first_and_the_terrain_after(desk: Desk) -> None:
    desk.supply.order(order(radar("a", 21.0), radar("b", 23.0)))
    desk.settle()
    assert desk.came[0].provisional == 2
    assert desk.last.provisional == 0
    assert {item.ring_id for item in desk.last.items} == {"a", "b"}
    assert all("shipped" in item.reached.terrain for item in desk.last.items)


def test_progress_goes_from_none_to_all(desk: Desk) -> None:
    desk.supply.order(order(radar("a", 21.0), radar("b", 23.0)))
    desk.settle()
    shares = [done / total for done, total in desk.progress if total]
    assert shares == sorted(shares)
    assert shares[0] < 1.0 == shares[-1]


def test_another_altitude_computes_no_field_again(desk: Desk) -> None:
    desk.supply.order(order(radar("a", 21.0)))
    desk.settle()
    fields = dict(desk.cache._fields)
    desk.came.clear()
    desk.supply.order(order(radar("a", 21.0), altitude=Altitude(500.0)))
    desk.settle()
    assert [reaches.provisional for reaches in desk.came] == [0] * len(desk.came)
    assert desk.last.altitude.altitude_m == 500.0
    assert fields
    assert dict(desk.cache._fields) == fields


def test_an_emitter_that_moves_is_the_only_one_that_is_computed_anew(desk: Desk) -> None:
    desk.supply.order(order(radar("a", 21.0), radar("b", 23.0)))
    desk.settle()
    before = {item.ring_id: item.reached for item in desk.last.items}
    desk.came.clear()
    desk.supply.order(order(radar("a", 21.0), radar("b", 23.5)))
    desk.settle()
    assert desk.came[0].provisional == 1
    after = {item.ring_id: item.reached for item in desk.last.items}
    assert after["a"] is before["a"]
    assert after["b"].ring.limits.emitter != before["b"].ring.limits.emitter
    assert not after["b"].reach.provisional


def test_of_orders_in_quick_succession_the_last_is_answered(desk: Desk) -> None:
    for altitude_m in range(10, 200, 10):
        desk.supply.order(order(radar("a", 21.0), altitude=Altitude(float(altitude_m))))
    desk.settle()
    assert desk.last.altitude.altitude_m == 190.0
    assert len(desk.came) < 10


def test_stopped_it_leaves_the_horizon_and_goes_on_when_asked(desk: Desk) -> None:
    stop_at_once = desk.supply.stop
    desk.supply.arrived.connect(lambda _reaches: stop_at_once() if len(desk.came) == 1 else None)
    desk.supply.order(order(*(radar(f"r{k}", 18.0 + k, SLOW_M) for k in range(12))))
    desk.settle()
    assert desk.supply.stopped
    assert desk.last.provisional > 0
    assert desk.supply.lacking == desk.last.provisional
    desk.supply.resume()
    desk.until(lambda: desk.last.provisional == 0)
    assert not desk.supply.stopped


def test_the_status_line_counts_offers_to_stop_and_then_to_compute(desk: Desk) -> None:
    progress = ReachProgress(desk.supply)
    assert progress.isHidden()
    seen: list[str] = []
    desk.supply.progressed.connect(lambda *_: seen.append(progress.words.text()))
    clicked: list[bool] = []

    def stop_once(_reaches: Reaches) -> None:
        if not clicked:
            clicked.append(True)
            progress.button.click()

    desk.supply.arrived.connect(stop_once)
    desk.supply.order(order(*(radar(f"r{k}", 18.0 + k, SLOW_M) for k in range(12))))
    desk.settle()
    assert not progress.isHidden()
    assert "Terrain not looked at for" in progress.words.text()
    assert progress.button.accessibleName() == "Compute the lines of sight that are lacking"
    progress.button.click()
    desk.until(lambda: desk.last.provisional == 0 and progress.isHidden())
    assert "Lines of sight 1 of 12" in seen
    progress.deleteLater()


def test_without_terrain_nothing_is_provisional_and_no_field_is_kept(desk: Desk) -> None:
    desk.supply.order(order(radar("a", 21.0), altitude=Altitude(10.0, terrain="none")))
    desk.settle()
    assert [reaches.provisional for reaches in desk.came] == [0]
    assert desk.cache.held_bytes == 0


def test_elevation_that_cannot_be_read_is_told_once_and_the_shipped_stands_in(
    desk: Desk, tmp_path: Path
) -> None:
    gone = (TerrainSource(name="Lidar", path=str(tmp_path / "gone.tif")),)
    for altitude_m in (10.0, 20.0):
        low = Altitude(altitude_m, terrain="Lidar")
        desk.supply.order(order(radar("a", 21.0), altitude=low, added=gone))
        desk.came.clear()
        desk.settle()
    (said,) = desk.said
    assert "gone.tif" in said
    assert desk.last.missing == "Lidar"
    assert "shipped" in desk.last.terrain.name


def test_outside_of_the_elevation_a_ring_keeps_the_horizon_and_says_why(desk: Desk) -> None:
    far_off = ring("far", (-40.0, 30.0), 40_000.0)
    far_off = replace(far_off, properties=replace(far_off.properties, ring_class="sensor"))
    desk.supply.order(order(far_off, radar("a", 21.0)))
    desk.settle()
    items = desk.last.by_id
    assert not items["a"].provisional
    assert "no elevation at 30.0" in items["far"].reached.why_smooth
    assert desk.supply.lacking == 0


def test_nothing_is_shown_any_more_when_nothing_is_ordered(desk: Desk) -> None:
    desk.supply.order(order(radar("a", 21.0)))
    desk.supply.order(None)
    desk.until(lambda: not desk.supply.busy)
    assert desk.came == []
    assert desk.progress[-1] == (0.0, 0)


def test_closed_it_answers_no_more(desk: Desk) -> None:
    desk.supply.order(order(radar("a", 21.0)))
    desk.supply.close()
    desk.supply.order(order(radar("b", 23.0)))
    QApplication.processEvents()
    assert desk.came == []
