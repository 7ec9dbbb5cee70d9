"""What was freed goes back to the system."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="only glibc keeps what was freed, as far as is known"
)

_PROGRAM = """
from pathlib import Path
from baltic_desk.ui.memory import give_back_memory, keep_heaps_few

def resident_mb():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) // 1024

assert keep_heaps_few()
blocks = [bytes(2000) for _ in range(50_000)]
last = bytes(2000)
del blocks
kept = resident_mb()
assert give_back_memory()
print(kept - resident_mb())
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks the kernel")
def test_freed_memory_below_what_is_in_use_is_given_back() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True
    )
    assert int(run.stdout) > 50
