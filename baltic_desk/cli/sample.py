"""The switch `--sample [NAME]`: which of the shipped projects."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from baltic_desk.paths import resource

PLAIN = "sample"
SAMPLES: Mapping[str, str] = {PLAIN: "sample.geojson", "lesson": "lesson.geojson"}
"""Files in `resources/scenarios`, by name; PLAIN for the switch without a name."""

_SWITCH = "--sample"


def add_sample(parser: argparse.ArgumentParser, what: str) -> None:
    """Let a command take `--sample`, alone or with a name. Give it what `spelled_out` gives."""
    parser.add_argument(
        _SWITCH,
        nargs="?",
        const=PLAIN,
        choices=tuple(SAMPLES),
        metavar="lesson",
        help=f"{what}; with “lesson” that of the lesson: phases, a briefing, tasks",
    )


def spelled_out(arguments: Sequence[str]) -> list[str]:
    """Arguments in which the switch takes a name only where one of SAMPLES follows it.

    >>> spelled_out(["--sample", "out.geojson"]), spelled_out(["--sample", "lesson"])
    (['--sample=sample', 'out.geojson'], ['--sample=lesson'])
    """
    return list(_spelled_out(arguments))


def sample_file(name: str) -> Path:
    """The shipped project of that name (KeyError when there is none)."""
    return resource("scenarios", SAMPLES[name])


def _spelled_out(arguments: Sequence[str]) -> Iterator[str]:
    left = list(arguments)
    while left:
        given = left.pop(0)
        if given != _SWITCH:
            yield given
        elif left and left[0] in SAMPLES:
            yield f"{_SWITCH}={left.pop(0)}"
        else:
            yield f"{_SWITCH}={PLAIN}"
