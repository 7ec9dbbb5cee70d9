"""Disks that are really full, read-only or gone: small file systems in memory, mounted for this.

They are mounted in a namespace of their own, as root or as anybody where the kernel lets them;
where it does not, the tests are skipped and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.disk_cases import CASES

_ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """What came of all the cases, by their names."""
    own = _own_mounts()
    if own is None:
        pytest.skip("this machine lets nobody mount a file system for himself")
    folder = tmp_path_factory.mktemp("disks")
    ran = subprocess.run(
        [*own, sys.executable, "-m", "tests.disk_cases", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
    )
    assert ran.returncode == 0, ran.stderr
    rows = [line.split("\t") for line in ran.stdout.splitlines()]
    return {name: (int(tried), wrong) for name, tried, wrong in rows}


@pytest.mark.parametrize("case", [case.__name__ for case in CASES])
def test_a_real_disk(case: str, results: dict[str, tuple[int, str]]) -> None:
    tried, wrong = results[case]
    print(f"{case}: {tried}")
    assert not wrong, wrong.replace("¶", "\n")
    assert tried > 0


def _own_mounts() -> list[str] | None:
    """How to run something that may mount; None when that is not possible here."""
    if shutil.which("unshare") is None or shutil.which("mount") is None:
        return None
    for how in (["unshare", "-m"], ["unshare", "-Urm"]):
        probe = [*how, "mount", "-t", "tmpfs", "tmpfs", "/tmp"]
        if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
            return how
    return None
