"""What the commands about coverage are asked in common, and how they tell of their progress."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import cast

from baltic_desk.cli.failure import CommandError
from baltic_desk.cli.phase import add_phase, show_phase
from baltic_desk.coverage.emitter_reach import NoReach
from baltic_desk.coverage.emitters import Above, AltitudeError, RingEmitter, TargetAltitude
from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.document.document import Document
from baltic_desk.document.emitters import ring_emitters
from baltic_desk.geo.terrain import (
    Elevation,
    SmoothEarth,
    Stack,
    TerrainFileError,
    coarse_elevation,
)
from baltic_desk.geo.terrain_files import open_elevation
from baltic_desk.io import open_any
from baltic_desk.io.problem import ProjectError
from baltic_desk.paths import is_there

_TERRAIN_HELP = (
    "none (smooth earth), coarse (shipped, 1 minute of arc), or a file or folder of elevation "
    "(HGT, DTED, GeoTIFF), beyond which the shipped terrain goes on"
)


def add_file(parser: argparse.ArgumentParser) -> None:
    """The project, which of its rings, in which phase."""
    parser.add_argument("file", type=Path, metavar="FILE", help="project or GeoJSON file")
    parser.add_argument("--hidden", action="store_true", help="hidden rings as well")
    add_phase(parser)


def add_altitude(parser: argparse.ArgumentParser) -> None:
    """Against a target how high, over what."""
    parser.add_argument(
        "--altitude",
        type=metres,
        metavar="METRES",
        help="of the target; the project's own where it is not given",
    )
    parser.add_argument(
        "--above",
        choices=("ground", "sea"),
        help="what the altitude is counted from; ground where it is not given",
    )
    add_terrain(parser)


def add_terrain(parser: argparse.ArgumentParser) -> None:
    """Over what."""
    parser.add_argument(
        "--terrain", metavar="none|coarse|PATH", default="coarse", help=_TERRAIN_HELP
    )


def add_classes(parser: argparse.ArgumentParser, default: str) -> None:
    """Of which classes of rings."""
    parser.add_argument(
        "--class",
        dest="classes",
        action="append",
        choices=(*RING_CLASSES, "all"),
        metavar="CLASS",
        help=f"{', '.join(RING_CLASSES)} or all; may be given several times; default: {default}",
    )


def opened(path: Path, phase: str | None = None) -> Document:
    """The document of a file in a phase, whatever is wrong within it."""
    try:
        document = open_any(path).document
    except ProjectError as error:
        raise CommandError(str(error), code=2) from error
    show_phase(document, phase)
    return document


def altitude_of(
    options: argparse.Namespace, document: Document
) -> TargetAltitude | None:  # fmt: skip
    """The altitude that is asked for, else the project's; None where there is neither."""
    project = document.project
    given: float | None = options.altitude
    above: Above = options.above or "ground"
    if given is None:
        if project.altitude_m is None:
            return None
        given = project.altitude_m
        above = options.above or cast("Above", project.altitude_above)
    try:
        return TargetAltitude(given, above)
    except AltitudeError as error:
        raise CommandError(str(error), code=2) from error


def terrain_of(text: str) -> Elevation:
    """The elevation that is asked for; files lie over the shipped terrain."""
    if text == "none":
        return SmoothEarth()
    if text == "coarse":
        return coarse_elevation()
    path = Path(text)
    if not is_there(path):
        raise CommandError(f"{text}: there is no such elevation file or folder", code=2)
    try:
        return Stack((open_elevation(path), coarse_elevation()))
    except TerrainFileError as error:
        raise CommandError(str(error), code=2) from error


def emitters_of(
    options: argparse.Namespace, document: Document, default: Iterable[str] | None
) -> tuple[RingEmitter, ...]:
    """The emitters of the classes that are asked for; all for a default of None."""
    asked: list[str] | None = options.classes
    classes = default if asked is None else None if "all" in asked else asked
    return ring_emitters(
        document, None if classes is None else frozenset(classes), hidden=options.hidden
    )


def told(failed: Iterable[NoReach]) -> int:
    """Tell on standard error of emitters of which nothing can be told; how many they are."""
    every = tuple(failed)
    for each in every:
        print(f"baltic-desk: {each.emitter.title}: {each.why}", file=sys.stderr)
    return len(every)


def metres(text: str) -> float:
    """A number of metres as argument."""
    try:
        value = float(text.removesuffix("m").strip())
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of metres")
    return value


class Progress:
    """A line on a terminal that says how far the work is; nothing is written anywhere else."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = sys.stderr.isatty()
        self._last = ""

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._write("")

    def __call__(self, share: float) -> None:
        self._write(f"{self._what} … {share:.0%}")

    def _write(self, text: str) -> None:
        if self._shown and text != self._last:
            blank = " " * (len(self._last) - len(text))
            print(f"\r{text}{blank}", end="" if text else "\r", file=sys.stderr, flush=True)
            self._last = text
