"""Reads every hostile file of some groups with one reader, and tells what came of each.

    python -m tests.hostile.run opening --groups samples texts [--heavy]

A line of JSON for each file: its name, the answer, processor time, memory above what there was,
and the pace of the machine where it was measured: for those that have a process of their own.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from tests.hostile.cases import GROUPS, Case, project
from tests.hostile.measuring import Taken, taken, taken_together
from tests.hostile.readers import READERS, Reader

TOGETHER = 25
"""Small files that one process reads."""


def main() -> int:
    """Read and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", choices=READERS)
    parser.add_argument("--groups", nargs="+", choices=GROUPS, default=list(GROUPS))
    parser.add_argument("--heavy", action="store_true")
    parser.add_argument("--only", default="", help="files whose name holds this")
    options = parser.parse_args()
    read = READERS[options.reader]
    with tempfile.TemporaryDirectory() as folder:
        # What is loaded when something is read for the first time is nobody's memory.
        path = Path(folder) / "first.geojson"
        path.write_bytes(project())
        read(path)
        gc.collect()
        gc.freeze()
        for group in options.groups:
            cases = (each for each in GROUPS[group](options.heavy) if options.only in each.name)
            for some in batched(cases, alone=bool(options.only)):
                for case, result in zip(some, results(read, some, Path(folder)), strict=True):
                    told = {"group": group, "name": case.name, **asdict(result)}
                    print(json.dumps(told), flush=True)
    return 0


def batched(cases: Iterable[Case], *, alone: bool) -> Iterator[list[Case]]:
    """Small cases in batches, others alone; or each alone."""
    some: list[Case] = []
    for case in cases:
        if alone or case.alone:
            yield [case]
            continue
        some.append(case)
        if len(some) == TOGETHER:
            yield some
            some = []
    if some:
        yield some


def results(read: Reader, cases: Sequence[Case], folder: Path) -> list[Taken]:
    """What comes of reading each of them."""
    paths = [folder / f"N54E020-{number}{case.suffix}" for number, case in enumerate(cases)]
    for path, case in zip(paths, cases, strict=True):
        path.write_bytes(case.content())
    gc.collect()
    reads = [partial(read, path) for path in paths]
    found = taken_together(reads) if len(reads) > 1 else [taken(reads[0])]
    for path in paths:
        path.unlink()
    return found


if __name__ == "__main__":
    sys.exit(main())
