"""Grid lines lie where the military grid has them, and stop at the edges of their zones."""

from __future__ import annotations

import mgrs as reference
import pytest

from baltic_desk.geo.military_grid_lines import (
    label_parts,
    lines_in,
    square_letters,
    step_for,
    zone_lines,
    zones_in,
)

BOX = (22.8, 55.6, 25.2, 56.4)  # 24° E parts zones, 56° N bands
CODER = reference.MGRS()


def inner(line):
    return line.positions[1:-1].tolist()


@pytest.mark.parametrize("step_m", [10_000.0, 100_000.0])
def test_every_place_on_a_line_has_its_easting_or_northing(step_m):
    lines = list(lines_in(BOX, step_m))
    assert lines
    for line in lines:
        for lon, lat in inner(line):
            zone, _, easting, northing = CODER.MGRSToUTM(CODER.toMGRS(lat, lon))
            assert zone == line.zone
            found = easting if line.is_easting else northing
            assert found == pytest.approx(line.value_m, abs=1.5)


def test_lines_are_not_parted_where_only_the_band_changes():
    northward = [line for line in lines_in(BOX, 10_000.0) if line.is_easting]
    assert any(line.positions[:, 1].min() < 55.9 < 56.1 < line.positions[:, 1].max()
               for line in northward)  # fmt: skip


def test_zones_and_bands_of_an_area():
    assert [zone.name for zone in zones_in(BOX)] == ["34U", "35U", "34V", "35V"]
    assert {zone.name for zone in zones_in((3.5, 57.0, 5.0, 58.0))} == {"32V"}


def test_edges_between_zones_are_drawn():
    meridians = [line for line in zone_lines(BOX) if (line[:, 0] == 24.0).all()]
    parallels = [line for line in zone_lines(BOX) if (line[:, 1] == 56.0).all()]
    assert meridians
    assert parallels


def test_letters_of_a_square_are_those_of_a_reference_in_it():
    assert square_letters((20.5, 54.7)) == CODER.toMGRS(54.7, 20.5)[3:5]


@pytest.mark.parametrize(
    ("value", "step", "parts"),
    [
        (6_254_000.0, 1_000.0, ("62", "54")),
        (404_000.0, 1_000.0, ("4", "04")),
        (6_250_000.0, 10_000.0, ("62", "5")),
        (6_200_000.0, 100_000.0, ("6", "2")),
        (400_000.0, 100_000.0, ("", "4")),
    ],
)
def test_digits_are_parted_as_in_the_margin_of_a_map(value, step, parts):
    assert label_parts(value, step) == parts


def test_lines_are_never_too_near_to_one_another_on_paper():
    assert [step_for(s) for s in (25_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000)] == [
        1_000.0, 1_000.0, 10_000.0, 10_000.0, 100_000.0, 100_000.0,
    ]  # fmt: skip
