"""The command `baltic-desk`: a window, or pictures and checks without one.

Exit codes: 0 done, 1 problems found or the work failed, 2 wrong usage or an unreadable file.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from baltic_desk import __version__
from baltic_desk.cli import (
    check,
    coverage,
    exposure,
    honesty,
    new,
    render,
    student,
    symbol,
    symbols,
    systems,
)
from baltic_desk.cli.failure import CommandError
from baltic_desk.cli.sample import add_sample, sample_file, spelled_out
from baltic_desk.paths import is_there

SUBCOMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "render": render.main,
    "check": check.main,
    "symbol": symbol.main,
    "symbols": symbols.main,
    "new": new.main,
    "systems": systems.main,
    "coverage": coverage.main,
    "exposure": exposure.main,
    "honesty": honesty.main,
    "student": student.main,
}

USAGE = """baltic-desk [FILE [--read-only] | --sample [lesson]]
       baltic-desk render FILE -o OUT.png|svg|pdf|html [options]
       baltic-desk check FILE [--json]
       baltic-desk symbol SIDC -o OUT.svg|png [options]
       baltic-desk symbols LIST -o DIR [options]
       baltic-desk new OUT.geojson [--sample [lesson]]
       baltic-desk systems [QUERY] [--json] | --check FILE
       baltic-desk coverage FILE --altitude METRES -o OUT.geojson [options]
       baltic-desk exposure FILE --route ID [--csv] [options]
       baltic-desk honesty FILE [--json] [options]
       baltic-desk student FILE -o OUT.geojson"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if hasattr(signal, "SIGPIPE"):  # `baltic-desk check … | head` ends quietly
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        if given and given[0] in SUBCOMMANDS:
            return SUBCOMMANDS[given[0]](given[1:])
        return _window(given)
    except CommandError as error:
        print(f"baltic-desk: {error}", file=sys.stderr)
        return error.code


def window_main() -> int:
    """Entry of the desktop starter, which has no console to print on."""
    return main()


def _window(given: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="baltic-desk",
        usage=USAGE,
        description="An offline map desk for the Baltic region.",
        epilog=f"Each of {', '.join(SUBCOMMANDS)} explains itself with --help.",
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="project to open")
    parser.add_argument(
        "--read-only",
        action="store_true",
        help="open the file to look at it; it is saved under another name",
    )
    add_sample(parser, "open the sample as a new project")
    parser.add_argument("--version", action="version", version=f"baltic-desk {__version__}")
    options = parser.parse_args(spelled_out(given))
    if options.file is not None and options.sample is not None:
        parser.error("--sample opens a project of its own; name a file or ask for the sample")
    if options.read_only and options.file is None:
        parser.error("--read-only needs a file")
    if options.file is not None and not is_there(options.file):
        raise CommandError(f"{options.file}: no such file", code=2)
    if _no_screen():
        raise CommandError(
            f"there is no screen to open a window on; {', '.join(SUBCOMMANDS)} work without one"
        )
    from baltic_desk.ui.application import run_window

    return run_window(
        options.file,
        sample=None if options.sample is None else sample_file(options.sample),
        read_only=options.read_only,
    )


def _no_screen() -> bool:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
