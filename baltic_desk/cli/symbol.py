"""`baltic-desk symbol`: one symbol as a picture."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Sequence
from pathlib import Path

from baltic_desk.cli.failure import CommandError
from baltic_desk.cli.symbol_list import COLOURS, LineError, option_of, size_of
from baltic_desk.symbology.options import AMPLIFIERS, OPTIONS, OptionError, Value
from baltic_desk.symbology.sidc import problems


def main(arguments: Sequence[str]) -> int:
    """Draw the symbol; exit 1 when the code is not one that can be drawn."""
    parser = argparse.ArgumentParser(
        prog="baltic-desk symbol",
        description="Draw the symbol of a 20 or 30 digit or 15 letter identification code.",
        epilog=names_of_options(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("sidc", metavar="SIDC")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.svg|png")
    add_looks(parser)
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="an amplifier or a look, for example uniqueDesignation=A1; may be repeated",
    )
    options = parser.parse_args(arguments)
    if options.out.suffix.lower() not in {".svg", ".png"}:
        parser.error(f"cannot write {options.out.name}: the name must end in .svg or .png")
    found = problems(options.sidc)
    if found:
        raise CommandError(f"{options.sidc}: {'; '.join(found)}")
    _draw(options.sidc, options.out, options.size, options.colors, _said(parser, options.set))
    return 0


def add_looks(parser: argparse.ArgumentParser) -> None:
    """The options that one symbol and a list of them have in common."""
    parser.add_argument("--size", type=_size, default=80.0, help="frame size in px (default 80)")
    parser.add_argument(
        "--colors", choices=COLOURS, default="light", help="colours of the frames (default light)"
    )


def names_of_options() -> str:
    """All that may be said of a symbol, for the help."""
    amplifiers = ", ".join(f"{each.name} ({each.field})" for each in AMPLIFIERS.values())
    looks = ", ".join(name for name in OPTIONS if name not in AMPLIFIERS)
    return "\n".join(
        textwrap.fill(f"{title}: {names}", width=79, break_on_hyphens=False)
        for title, names in (("Amplifiers", amplifiers), ("Looks", looks))
    )


def _size(text: str) -> float:
    try:
        return size_of(text)
    except LineError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _said(parser: argparse.ArgumentParser, given: Sequence[str]) -> dict[str, Value | None]:
    said: dict[str, Value | None] = {}
    for pair in given:
        try:
            said.update([option_of(pair)])
        except LineError as error:
            parser.error(f"--set {error}")
        except OptionError as error:
            raise CommandError(str(error)) from error
    return said


def _draw(sidc: str, out: Path, size: float, colours: str, said: dict[str, Value | None]) -> None:
    from baltic_desk.ui.export.application import offscreen_application
    from baltic_desk.ui.export.failure import ExportError
    from baltic_desk.ui.export.symbol import SymbolWriter

    with offscreen_application():
        try:
            SymbolWriter(colours=colours).write(sidc, out, size=size, options=said)
        except ExportError as error:
            raise CommandError(str(error)) from error
