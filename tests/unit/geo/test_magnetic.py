"""Magnetic north is where the World Magnetic Model has it."""

from datetime import date

import pytest

from baltic_desk.geo.magnetic import decimal_year, is_valid, magnetic_field

# WMM2025 test values (NOAA NCEI, WMM2025COF.zip, and table 3a of the technical report): decimal
# year, kilometres above the ellipsoid, latitude, longitude, X, Y, Z in nanotesla,
# declination in degrees.
PUBLISHED = [
    (2025.0, 0.0, 80.0, 0.0, 6521.6, 145.9, 54791.5, 1.28),
    (2025.0, 0.0, 0.0, 120.0, 39677.8, -109.6, -10580.2, -0.16),
    (2025.0, 0.0, -80.0, 240.0, 6117.5, 15751.9, -52022.5, 68.78),
    (2025.0, 100.0, 80.0, 0.0, 6216.0, 92.4, 52598.8, 0.85),
    (2025.0, 100.0, 0.0, 120.0, 37688.6, -96.2, -10152.1, -0.15),
    (2025.0, 100.0, -80.0, 240.0, 5907.6, 14780.3, -49540.7, 68.21),
    (2027.5, 0.0, 80.0, 0.0, 6500.8, 294.5, 54869.4, 2.59),
    (2027.5, 0.0, 0.0, 120.0, 39701.6, -167.4, -10381.8, -0.24),
    (2027.5, 0.0, -80.0, 240.0, 6200.7, 15730.3, -51783.7, 68.49),
    (2027.5, 100.0, 80.0, 0.0, 6196.7, 233.8, 52670.5, 2.16),
    (2027.5, 100.0, 0.0, 120.0, 37711.5, -148.7, -9969.8, -0.23),
    (2027.5, 100.0, -80.0, 240.0, 5984.0, 14760.1, -49317.7, 67.93),
]


@pytest.mark.parametrize("row", PUBLISHED)
def test_the_field_is_the_published_one(row):
    year, height_km, lat, lon, north, east, down, declination = row
    field = magnetic_field((lon, lat), year, height_km)
    assert field.north_nt == pytest.approx(north, abs=0.051)
    assert field.east_nt == pytest.approx(east, abs=0.051)
    assert field.down_nt == pytest.approx(down, abs=0.051)
    assert field.declination_deg == pytest.approx(declination, abs=0.0051)


def test_the_model_says_for_which_years_it_is_made():
    assert is_valid(decimal_year(date(2025, 1, 1)))
    assert is_valid(decimal_year(date(2029, 12, 31)))
    assert not is_valid(decimal_year(date(2030, 1, 1)))
    assert not is_valid(decimal_year(date(2024, 12, 31)))


def test_there_is_no_declination_at_the_pole():
    with pytest.raises(ValueError, match="pole"):
        magnetic_field((0.0, 90.0), 2026.0)
