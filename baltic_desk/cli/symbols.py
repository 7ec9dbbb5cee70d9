"""`baltic-desk symbols`: a list of symbols as pictures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from baltic_desk.cli.failure import CommandError
from baltic_desk.cli.symbol import add_looks, names_of_options
from baltic_desk.cli.symbol_list import Fault, Wanted, read_list

_FORM = """\
One symbol a line: a code of 20 or 30 digits or 15 letters, then NAME=VALUE pairs parted by blanks;
values with blanks in double quotes. What follows a # that begins a word is a comment.

    10031000161211020000  uniqueDesignation="1 (LVA) Bn" type=CV90
    SHGPUCI----F---  direction=45 size=120 colors=dark file=enemy.svg

A file is called after its code unless file= says otherwise. Each line that is wrong is reported
with its number, and all others are drawn.

Exit code: 0 all drawn, 1 some lines were wrong, 2 the list cannot be read.

"""


def main(arguments: Sequence[str]) -> int:
    """Draw all that can be drawn, report all that cannot."""
    parser = argparse.ArgumentParser(
        prog="baltic-desk symbols",
        description="Draw a list of symbols into a folder.",
        epilog=_FORM + names_of_options(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("list", metavar="LIST", help="file in UTF-8; - for standard input")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--format", choices=("svg", "png"), default="svg", help="default svg")
    add_looks(parser)
    options = parser.parse_args(arguments)
    text = _text_of(options.list)
    wanted, faults = read_list(text.split("\n"), f".{options.format}")
    out: Path = options.out
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{out}: the folder cannot be made: {error.strerror}", code=2) from error
    faults += _draw(wanted, out, options.size, options.colors)
    name = "standard input" if options.list == "-" else options.list
    for fault in sorted(faults, key=lambda fault: fault.line):
        print(f"{name}:{fault.line}: {fault.text}", file=sys.stderr)
    return 1 if faults else 0


def _text_of(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}", code=2) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CommandError(f"{name}:{line}: not UTF-8 text", code=2) from error


def _draw(wanted: Sequence[Wanted], out: Path, size: float, colours: str) -> list[Fault]:
    from baltic_desk.ui.export.application import offscreen_application
    from baltic_desk.ui.export.failure import ExportError
    from baltic_desk.ui.export.symbol import SymbolWriter

    faults: list[Fault] = []
    with offscreen_application():
        writer = SymbolWriter()
        for symbol in wanted:
            try:
                writer.write(
                    symbol.sidc,
                    out / symbol.file,
                    size=symbol.size or size,
                    options={"colorMode": symbol.colours or colours, **symbol.options},
                )
            except ExportError as error:
                faults.append(Fault(symbol.line, str(error)))
    return faults
