"""When a ring is a band, and on whose word its edges stand."""

from __future__ import annotations

import pytest

from baltic_desk.document.feature import RangeRing
from baltic_desk.document.provenance import provenance, ring_standing
from baltic_desk.document.ring_band import band_of
from tests.features import area, line


def drawn(radius_max_m: float = 400e3, **values: object) -> RangeRing:
    return RangeRing(
        overlay="o", center_lon=20.5, center_lat=54.7, radius_max_m=radius_max_m, **values
    )


def test_declared_and_assessed_make_a_band_whichever_is_farther() -> None:
    usual = band_of(drawn(declared_m=400e3, assessed_m=200e3))
    assert usual == (200e3, "assessed", 400e3, "declared")
    assert band_of(drawn(declared_m=200e3, assessed_m=400e3)) == (
        200e3, "declared", 400e3, "assessed",
    )  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"declared_m": 400e3},
        {"declared_m": 400e3, "assessed_m": 400e3},
        {"declared_m": 400e3, "assessed_m": 30e3, "radius_min_m": 40e3},
        {"declared_m": 500e3, "assessed_m": 450e3},
    ],
)
def test_without_a_second_figure_inside_the_ring_there_is_no_band(values: dict[str, float]) -> None:
    assert band_of(drawn(**values)) is None


def test_a_ring_drawn_at_a_range_of_ones_own_is_an_assumption_beyond_what_is_assessed() -> None:
    own = drawn(300e3, declared_m=400e3, assessed_m=200e3, status="declared")
    assert band_of(own) == (200e3, "assessed", 300e3, "assumption")


def test_one_value_declared_and_assessed_stands_on_the_word_of_who_studied_it() -> None:
    assert ring_standing(drawn(declared_m=400e3, assessed_m=400e3, status="declared")) == "assessed"


def test_doubt_that_is_said_holds_against_figures() -> None:
    assert ring_standing(drawn(declared_m=400e3, status="Unverified ")) == "unverified"


def test_only_rings_and_areas_of_coverage_have_a_provenance() -> None:
    assert provenance(line().properties) is None
    assert provenance(area().properties) is None
    assert provenance(drawn(status="hearsay")).standing == ""
