"""Dates, durations and changes of phases, as typed and as read."""

from __future__ import annotations

import doctest

import pytest
from msgspec.structs import replace

from baltic_desk.document import phase_times, phase_wording
from baltic_desk.document.lesson import Phase
from baltic_desk.document.phase_comparison import difference_of
from baltic_desk.document.phase_times import parse_duration, parse_start, shares_of_time
from baltic_desk.document.phase_wording import difference_words
from baltic_desk.document.store import Entry
from tests.features import ring, unit


@pytest.mark.parametrize("module", [phase_times, phase_wording])
def test_the_doctests_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", None),
        ("2016-10-01", "2016-10-01"),
        ("2016-10-01T06:00Z", "2016-10-01T06:00Z"),
        ("2016-10-01 06:00 +03:00", "2016-10-01T06:00+03:00"),
        ("1 October 2016, 06:00Z", "2016-10-01T06:00Z"),
        ("010600CSEP2016", "2016-09-01T06:00+03:00"),
        ("010600JSEP16", "2016-09-01T06:00"),
    ],
)
def test_a_start_is_read_and_reads_the_same_again(typed: str, stored: str | None) -> None:
    assert parse_start(typed) == stored
    assert parse_start(phase_times.start_text(stored)) == stored


@pytest.mark.parametrize(
    "typed", ["soon", "2016-13-01", "31 Feb 2016", "010660ZOCT16", "1 Xyz 2016"]
)
def test_what_is_no_date_is_refused_with_the_text(typed: str) -> None:
    with pytest.raises(ValueError, match=typed):
        parse_start(typed)


@pytest.mark.parametrize("typed", ["long", "5", "2 h 3 x", "-2 h", "1:75"])
def test_what_is_no_duration_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="no duration"):
        parse_duration(typed)


@pytest.mark.parametrize("minutes", [None, 0.0, 45.0, 90.0, 1440.0, 4321.0])
def test_a_duration_reads_the_same_again(minutes: float | None) -> None:
    assert parse_duration(phase_times.duration_text(minutes)) == minutes


def test_time_is_shared_out_where_all_dates_follow_each_other() -> None:
    def lesson(*starts: str | None) -> list[Phase]:
        return [Phase(id=str(k), start=start) for k, start in enumerate(starts)]

    assert shares_of_time(lesson("2016-10-01", "2016-10-02", "2016-10-05")) == (0.0, 0.25, 1.0)
    assert shares_of_time(lesson("2016-10-01", "2016-10-01T12:00Z", "2016-10-02")) == (0, 0.5, 1)
    for starts in (("2016-10-01",), ("2016-10-02", "2016-10-01"), ("2016-10-01", None)):
        assert shares_of_time(lesson(*starts)) is None
    assert shares_of_time(lesson("2016-10-01", "2016-10-01")) is None


def test_a_move_is_told_with_distance_and_direction_and_what_else_changed() -> None:
    before, after = unit("u", (21.0, 55.0)), unit("u", (21.55, 55.31))
    told = difference_of(Entry(before, 1.0), Entry(after, 1.0))
    assert told is not None
    assert difference_words(told) == "moved 49.2 km NE"
    both = replace(after, properties=replace(after.properties, designation="A", dtg="010600Z"))
    told = difference_of(Entry(before, 1.0), Entry(both, 1.0))
    assert told is not None
    assert difference_words(told, "NM") == (
        "moved 26.6 NM NE; designation, date-time group changed"
    )


def test_a_ring_that_grows_has_its_radius_changed() -> None:
    told = difference_of(Entry(ring("r"), 1.0), Entry(ring("r", radius_m=5e4), 1.0))
    assert told is not None
    assert difference_words(told) == "outer radius changed"
