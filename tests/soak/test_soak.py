"""Somebody works for hours, as fast as a machine can: nothing grows, slows down or fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OPERATIONS = 10_000


def soaked(*options: str, seconds: float) -> str:
    """What a run says, in a process of its own whose memory is nobody else's."""
    ran = subprocess.run(
        [sys.executable, str(ROOT / "tests/soak/run.py"), *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr[-4000:]}"
    return ran.stdout


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_some_operations_of_each_sort_leave_no_object_behind() -> None:
    # Too few for caches to fill: memory and what lies in them is seen in the long run alone.
    print(soaked("--operations", "160", "--every", "40", "--seed", "3", "--short", seconds=580))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_stage_and_sheets_give_their_memory_back() -> None:
    only = ("--only", "present", "sheets")
    print(soaked("--operations", "24", "--every", "6", *only, seconds=580))


@pytest.mark.soak_long
@pytest.mark.timeout(36_000)
def test_ten_thousand_operations_leave_nothing_behind() -> None:
    print(soaked("--operations", str(OPERATIONS), seconds=35_900))
