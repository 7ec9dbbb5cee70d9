"""Files that somebody made to do harm: a sentence, or what is kept and named; quickly, in bounds.

Large ones are read in a process of their own each. `pytest -s` with this file tells the counts;
`python -m tests.hostile.run READER --only NAME` shows one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.cases import FILES, samples
from tests.hostile.measuring import taken
from tests.hostile.pace import MOST, STATED_S, longest_s
from tests.hostile.readers import READERS

ROOT = Path(__file__).resolve().parent.parent
LONGEST_S = 2.0
"""Processor time to read a file, on a machine of the stated pace (`tests.hostile.pace`)."""
TRIES = 3
"""How often a file is read that took too long: others that share caches and cores only ever make
it longer, so the shortest time is its own."""
MOST_MB = 500.0
"""Above what the program takes without it."""

GROUPS_OF = {
    "opening": ("samples", "texts", "members", "changes", "places", "names", "bombs", "counts"),
    "importing": ("samples", "texts", "places", "names", "bombs-in-features", "counts-of-features"),
    "pasting": ("samples", "texts", "places", "bombs-in-any-json"),
    "answering": ("samples", "changes", "counts-of-features"),
    "systems": ("samples", "texts"),
    "settings": ("samples", "texts"),
    "picture": ("samples", "pictures"),
    "elevation": ("samples", "heights"),
}
HEAVY_GROUPS_OF = {
    "opening": ("bombs", "counts"),
    "importing": ("bombs-in-features", "counts-of-features"),
    "pasting": ("bombs-in-any-json",),
    "answering": ("counts-of-features",),
    "systems": ("bombs-in-any-json",),
    "settings": ("bombs-in-any-json",),
    "picture": ("pictures",),
    "elevation": ("heights",),
}
LEAST_LARGE = {"answering": 9, "elevation": 6}
LEAST = {"opening": 1_000, "importing": 500, "elevation": 100}


def results(reader: str, groups: tuple[str, ...], *options: str) -> list[dict[str, Any]]:
    """What came of each file, in the shortest time of some where it took too long."""
    found = told(reader, groups, *options)
    for number, each in enumerate(found):
        for _ in range(1, TRIES):
            if not takes_too_long(found[number]):
                break
            again = told(reader, (each["group"],), *options, "--only", each["name"])
            same = [one for one in again if one["name"] == each["name"]]
            found[number] = min((found[number], *same), key=lambda one: one["cpu_s"])
    return found


def told(reader: str, groups: tuple[str, ...], *options: str) -> list[dict[str, Any]]:
    """What came of each file."""
    command = [sys.executable, "-m", "tests.hostile.run", reader, "--groups", *groups, *options]
    run = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def takes_too_long(each: dict[str, Any]) -> bool:
    """For a machine of the pace that was measured about it."""
    return float(each["cpu_s"]) > longest_s(LONGEST_S, each["pace"])


def check(reader: str, found: list[dict[str, Any]]) -> None:
    """None crashes, hangs, takes long or takes much; and how many there were is told."""
    wrong = [
        f"{each['group']} {each['name']}: {each['outcome']}, {each['cpu_s']:.2f} s,"
        f" {each['more_mb']:.0f} MB, pace {each['pace']:.2f}\n{each['said'][-1_500:]}"
        for each in found
        if each["outcome"] not in ("opened", "refused")
        or takes_too_long(each)
        or each["more_mb"] > MOST_MB
    ]
    assert not wrong, f"{len(wrong)} of {len(found)}:\n" + "\n".join(wrong[:20])
    counts = Counter(each["outcome"] for each in found)
    slowest = max(found, key=lambda each: each["cpu_s"])
    largest = max(found, key=lambda each: each["more_mb"])
    print(
        f"\n{reader}: {len(found)} files, {counts['refused']} refused, {counts['opened']} opened;"
        f" at most {slowest['cpu_s']:.2f} s ({slowest['name']}, pace {slowest['pace']:.2f}),"
        f" {largest['more_mb']:.0f} MB ({largest['name']})"
    )


@pytest.mark.timeout(900)  # of the clock, on a machine that does much else
@pytest.mark.parametrize("reader", READERS)
def test_a_hostile_file_is_refused_in_words_or_read_with_what_is_wrong_named(reader: str) -> None:
    found = results(reader, GROUPS_OF[reader])
    assert len(found) >= LEAST.get(reader, 50)
    check(reader, found)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("reader", READERS)
def test_a_large_hostile_file_takes_no_more_time_and_memory_than_is_allowed(reader: str) -> None:
    found = results(reader, HEAVY_GROUPS_OF[reader], "--heavy")
    assert len(found) >= LEAST_LARGE.get(reader, 20)
    check(reader, found)


def told_of(read: Callable[[], object]) -> dict[str, Any]:
    """What is told of a reader that has nothing to say."""

    def answered() -> Callable[[], tuple[str, str]]:
        read()
        return lambda: ("opened", "")

    return {"group": "none", "name": "none", **asdict(taken(answered))}


def busy_for(cpu_s: float) -> None:
    end = time.process_time() + cpu_s
    while time.process_time() < end:
        pass


@pytest.mark.parametrize(
    ("takes_s", "pace", "is_found"),
    [
        (0.15, 0.5, False),
        (0.25, 0.5, True),
        (0.25, 1.1, True),
        (0.25, 1.5, False),
        (0.35, 1.5, True),
        (0.65, MOST, True),
        (0.65, 10 * MOST, True),
    ],
)
def test_a_reader_that_takes_too_long_is_found_on_a_slow_machine_too(
    monkeypatch: pytest.MonkeyPatch, takes_s: float, pace: float, is_found: bool
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "LONGEST_S", 0.2)
    monkeypatch.setattr("tests.hostile.measuring.PACE_FROM_S", 0.1)
    monkeypatch.setattr("tests.hostile.measuring.piece_s", lambda: pace * STATED_S)
    found = told_of(lambda: busy_for(takes_s))
    assert found["pace"] == pytest.approx(pace)
    raises = pytest.raises(AssertionError, match=f"pace {pace:.2f}")
    with raises if is_found else nullcontext():
        check("none", [found])


def test_the_pace_is_measured_about_what_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.hostile.measuring.PACE_FROM_S", 0.1)
    assert told_of(lambda: busy_for(0.05))["pace"] == 1.0
    assert told_of(lambda: busy_for(0.15))["pace"] not in {0.0, 1.0}


def test_every_hostile_sample_is_tried_as_a_file_that_is_opened() -> None:
    kept = sum(1 for path in (FILES / "hostile").rglob("*.*") if path.suffix != ".tsv")
    assert sum(case.name.split("/")[0] != "hostile_json" for case in samples()) > kept
    assert {name.split("/")[0] for name in (case.name for case in samples())} == {
        "json", "xml", "gdal", "zip", "hostile_geojson", "hostile_json",
    }  # fmt: skip
