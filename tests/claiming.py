"""Makers for claims: other desks, other machines, and processes that hold a file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from baltic_desk.io.claim_desk import Here
from baltic_desk.io.claim_files import Record

ROOT = Path(__file__).resolve().parent.parent


def desk(folder: Path, *, machine: str = "HQ-1", number: str = "a") -> Here:
    """A desk whose claims are in a folder."""
    return Here(machine, number * 32, folder)


def record(token: str = "f", **changes: object) -> Record:
    """A claim of another machine, seen five minutes ago."""
    now = datetime.now(UTC).replace(microsecond=0)
    made = Record(
        token=token * 32,
        machine="HQ-2",
        desk="b" * 32,
        pid=17,
        since=now - timedelta(hours=1),
        seen=now - timedelta(minutes=5),
        program="1.0",
    )
    return msgspec.structs.replace(made, **changes)


def written(record: Record) -> bytes:
    """A claim as a file holds it."""
    return msgspec.json.encode(record) + b"\n"


# Claims a file, says what came of it, and holds on until it is told to end.
_HOLDING = """
import sys, time
from pathlib import Path
from baltic_desk.io.claim_desk import here
from baltic_desk.io.project_claim import Claim, take

outcome = take(Path(sys.argv[1]), here())
print("mine" if isinstance(outcome, Claim) else "taken", flush=True)
for line in sys.stdin:
    match line.strip():
        case "check":
            print(outcome.check(), flush=True)
        case "release":
            outcome.release()
            print("released", flush=True)
"""


class Elsewhere:
    """Another process that has tried to claim a file."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.outcome = self._said()

    def do(self, what: str) -> str:
        """Have it `check` or `release`; what came of it."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        return self._said()

    def kill(self) -> None:
        """End it as by kill -9."""
        self.process.kill()
        self.process.wait()

    def _said(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@contextmanager
def elsewhere(path: Path, *, state: Path | None = None) -> Iterator[Elsewhere]:
    """Another process that claims a file; with the same folder of state unless one is given."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if state is not None:
        environment["BALTIC_DESK_STATE"] = str(state)
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDING, str(path)],
        env=environment,
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        try:
            yield Elsewhere(process)
        finally:
            process.kill()
            process.wait()
