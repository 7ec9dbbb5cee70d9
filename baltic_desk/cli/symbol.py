"""`baltic-desk symbol`: one symbol as a picture."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from baltic_desk.cli.failure import CommandError
from baltic_desk.symbology.sidc import problems


def main(arguments: Sequence[str]) -> int:
    """Draw the symbol; exit 1 when the code is not one that can be drawn."""
    parser = argparse.ArgumentParser(
        prog="baltic-desk symbol",
        description="Draw the symbol of a 20 or 30 digit or 15 letter identification code.",
    )
    parser.add_argument("sidc", metavar="SIDC")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.svg|png")
    parser.add_argument("--size", type=float, default=80.0, help="frame size in px (default 80)")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="an amplifier, for example uniqueDesignation=A1; may be repeated",
    )
    options = parser.parse_args(arguments)
    suffix = options.out.suffix.lower()
    if suffix not in {".svg", ".png"}:
        parser.error(f"cannot write {options.out.name}: the name must end in .svg or .png")
    if not 4 <= options.size <= 2000:
        parser.error("--size must be between 4 and 2000 pixels")
    found = problems(options.sidc)
    if found:
        raise CommandError(f"{options.sidc}: {'; '.join(found)}")
    _draw(options.sidc, options.out, options.size, _amplifiers(parser, options.set))
    return 0


def _amplifiers(parser: argparse.ArgumentParser, given: Sequence[str]) -> dict[str, str]:
    amplifiers: dict[str, str] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            parser.error(f"--set {pair}: write NAME=VALUE")
        amplifiers[name] = value
    return amplifiers


def _draw(sidc: str, out: Path, size: float, amplifiers: dict[str, str]) -> None:
    from baltic_desk.ui.export.application import offscreen_application
    from baltic_desk.ui.export.failure import ExportError
    from baltic_desk.ui.export.symbol import write_symbol

    with offscreen_application():
        try:
            write_symbol(sidc, out, size=size, amplifiers=amplifiers)
        except ExportError as error:
            raise CommandError(str(error)) from error
