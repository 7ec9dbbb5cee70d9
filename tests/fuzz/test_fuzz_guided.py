"""Each reader for a long time, guided by coverage: `FUZZ_SECONDS=600 pytest -m fuzz_long`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

RUN = Path(__file__).with_name("run.py")
SECONDS = int(os.environ.get("FUZZ_SECONDS", "600"))


@pytest.mark.fuzz_long
@pytest.mark.timeout(2 * SECONDS + 600)
@pytest.mark.parametrize("target", TARGETS)
def test_a_reader_reads_or_refuses_whatever_is_tried_for_long(target: str) -> None:
    command = [sys.executable, str(RUN), target, f"--seconds={SECONDS}", "--seed=0"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, errors="replace")
    assert run.returncode == 0, run.stderr[-4_000:]
    assert "number_of_executed_units" in run.stderr
    count = run.stderr.partition("number_of_executed_units:")[2].split()[0]
    print(f"\n{target}: {int(count):,} executions")
