"""What codes of digits and of letters say of a unit's standing."""

from __future__ import annotations

import pytest

from baltic_desk.symbology.enumerations import ECHELONS
from baltic_desk.symbology.standing import (
    below,
    echelon,
    echelon_sign,
    identity,
    is_headquarters,
)


@pytest.mark.parametrize(
    ("sidc", "found"),
    [
        ("10031000181211000000", "18"),
        ("130310001812110000000000000000", "18"),
        ("10031000001211000000", ""),
        ("10031500321205000000", ""),  # a mobility
        ("SFGPUCI----H---", "18"),
        ("SFGPUCI---AN---", "26"),
        ("SFGPEVAT--MR---", ""),  # a mobility
        ("SFGPUCI-----", ""),
        ("SFGPUCI---", ""),
    ],
)
def test_echelon(sidc: str, found: str) -> None:
    assert echelon(sidc) == found


@pytest.mark.parametrize(
    ("sidc", "found"),
    [
        ("10161000181211000000", "6"),
        ("10091000181211000000", ""),
        ("SKGPUCI----H---", "6"),
        ("SDGPUCI----H---", "3"),
        ("S-GPUCI----H---", ""),
    ],
)
def test_identity(sidc: str, found: str) -> None:
    assert identity(sidc) == found


@pytest.mark.parametrize(
    ("sidc", "found"),
    [
        ("10031002181211000000", True),
        ("10031004181211000000", False),
        ("10031007181211000000", True),
        ("SFGPUCI---BH---", True),
        ("SFGPUCI---EH---", False),
        ("SFGPUCI---", False),
    ],
)
def test_headquarters(sidc: str, found: bool) -> None:
    assert is_headquarters(sidc) is found


def test_each_echelon_has_its_sign() -> None:
    assert all(echelon_sign(code) for code in ECHELONS if code != "00")
    assert echelon_sign("") == ""


@pytest.mark.parametrize(
    ("sidc", "lower"),
    [
        ("10031002211211020000", "10031000181211020000"),
        ("10031000111211000000", "10031000111211000000"),
        ("10031500321205000000", "10031500321205000000"),
        ("SFGPUCI---AH---", "SFGPUCI----G---"),
        ("SFGPUCI---", "SFGPUCI---"),
    ],
)
def test_a_subordinate_is_one_echelon_lower(sidc: str, lower: str) -> None:
    assert below(sidc) == lower
