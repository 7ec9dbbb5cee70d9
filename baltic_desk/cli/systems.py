"""`baltic-desk systems`: the catalogue of systems, each figure with what it rests on."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from baltic_desk.app.system_shelf import SystemShelf, read_file
from baltic_desk.cli.failure import CommandError
from baltic_desk.coverage.figures import KINDS, Figure
from baltic_desk.coverage.system_reading import SystemsRead
from baltic_desk.coverage.system_tree import SystemProblem
from baltic_desk.coverage.system_writing import text_of_many, tree_of
from baltic_desk.coverage.systems import PROVENANCES, System, Systems, all_figures
from baltic_desk.document.document import Document
from baltic_desk.io import open_any
from baltic_desk.io.problem import ProjectError
from baltic_desk.symbology.sidc import problems as sidc_problems

_EPILOG = """\
The query is a system's id, or words of names, missiles, categories or operators, misspelt ones
too. Several filters narrow together. Entries of this machine (systems.json in the settings folder)
count, and those of a project with --project.

What --json prints is a file of systems: changed, it can be used as a file of one's own.

Exit code: 0 found, or the checked file is clean; 1 nothing found, or problems; 2 wrong usage or an
unreadable file.
"""


def main(arguments: Sequence[str]) -> int:
    """List systems with their figures, or check a file of systems."""
    parser = argparse.ArgumentParser(
        prog="baltic-desk systems",
        description="List systems with all their figures and sources, or check a file of systems.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("query", nargs="*", metavar="QUERY", help="words to search for, or an id")
    parser.add_argument("--category", metavar="NAME", help='for example "long-range SAM"')
    parser.add_argument("--operator", metavar="COUNTRY", help="for example Latvia")
    parser.add_argument("--period", metavar="YEARS", help="in the region then: 2016-17")
    parser.add_argument("--from", dest="provenance", choices=PROVENANCES, help="only such entries")
    parser.add_argument("--project", type=Path, metavar="FILE", help="with a project's entries")
    parser.add_argument("--short", action="store_true", help="one line for each system")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.add_argument("--check", type=Path, metavar="FILE", help="check a file of systems")
    options = parser.parse_args(arguments)
    if options.check is not None:
        others = ("query", "category", "operator", "period", "provenance", "project")
        if any(getattr(options, name) for name in others):
            parser.error("--check takes a file and nothing else but --json")
        return _check(options.check, as_json=options.json)
    catalogue = _catalogue(options.project)
    query = " ".join(options.query)
    named = catalogue.get(query)
    found = catalogue.find(
        query,
        category=_known(parser, "category", options.category, catalogue.categories()),
        operator=_known(parser, "operator", options.operator, catalogue.operators()),
        period=_known(parser, "period", options.period, catalogue.periods()),
        provenance=options.provenance,
    )
    if named in found:
        found = [named]  # an id means its own system, not all that have such a word
    if options.json:
        provenance = {system.id: system.provenance for system in found}
        print(text_of_many(map(tree_of, found), provenance=provenance), end="")
    else:
        print("\n".join(_listed(found, short=options.short)), end="\n" if found else "")
    if not found:
        print("baltic-desk: no system fits", file=sys.stderr)
    return 0 if found else 1


def _catalogue(project: Path | None) -> Systems:
    """The catalogue with the entries of this machine, and of a project."""
    document = Document()
    if project is not None:
        try:
            loaded = open_any(project)
        except ProjectError as error:
            raise CommandError(str(error), code=2) from error
        document = loaded.document
        for problem in loaded.problems:
            if problem.place.startswith("baltic_desk.systems"):
                print(f"{project}: {problem.place}: {problem.text}", file=sys.stderr)
    shelf = SystemShelf()
    for problem in shelf.problems():
        print(f"baltic-desk: not used: {problem}", file=sys.stderr)
    return shelf.systems(document)


def _known(
    parser: argparse.ArgumentParser, name: str, wanted: str | None, known: Iterable[str]
) -> str | None:
    """The name that is meant, in any case and with any dash."""
    if wanted is None:
        return None
    plain = {each.casefold().replace("–", "-"): each for each in known}
    found = plain.get(wanted.casefold().replace("–", "-"))
    if found is None:
        parser.error(f'there is no {name} "{wanted}"; there are {", ".join(plain.values())}')
    return found


def _listed(systems: Iterable[System], *, short: bool) -> Iterator[str]:
    for number, system in enumerate(systems):
        own = "" if system.provenance == "shipped" else f"own entry, {system.provenance}"
        operators = ", ".join(system.operators)
        parts = (system.name, system.id, system.nato_name, system.category, operators, own)
        if short:
            yield " · ".join(filter(None, parts))
            continue
        if number:
            yield ""
        yield " · ".join(filter(None, parts))
        for period in system.periods:
            note = f" ({period.note})" if period.note else ""
            yield f"  in {period.years}: {period.there}{note}"
        for variant in system.variants:
            yield f"  {variant.name} ({variant.ring_class})"
            yield from _figures(variant.figures)
        if system.sensor is not None:
            yield f"  {system.sensor.name} (sensor)"
            yield from _figures(system.sensor.figures)
        if system.spread is not None:
            yield "  lowest and highest range printed"
            yield from _figures((system.spread.low, system.spread.high))
        if not system.has_sourced_range:
            yield "  no range has a source: no ring is drawn"


def _figures(figures: Iterable[Figure]) -> Iterator[str]:
    for figure in figures:
        note = f"  ({figure.note})" if figure.note else ""
        yield f"    {KINDS[figure.what]:16} {figure!s:>9}  {figure.status}{note}"
        for source in figure.sources:
            year = "year unknown" if source.year is None else source.year
            yield f"      {source.title} ({year}) {source.url}"


def _check(path: Path, *, as_json: bool) -> int:
    """Print all that is wrong in a file of systems."""
    try:
        read = read_file(path, shown=str(path))
    except ProjectError as error:
        if as_json:
            report = {"file": str(path), "readable": False, "error": str(error)}
            print(json.dumps(report, ensure_ascii=False))
        else:
            print(error)
        return 2
    problems = [*read.problems, *_wrong_codes(path, read)]
    figures = sum(len(all_figures(system)) for system in read.systems)
    if as_json:
        report = {
            "file": str(path),
            "readable": True,
            "systems": [system.id for system in read.systems],
            "figures": figures,
            "problems": [{"place": each.place, "text": each.text} for each in problems],
        }
        print(json.dumps(report, ensure_ascii=False))
        return 1 if problems else 0
    for problem in problems:
        print(problem)
    if not problems:
        count = len(read.systems)
        print(f"{path}: {count} system{'' if count == 1 else 's'}, {figures} figures, no problems")
    return 1 if problems else 0


def _wrong_codes(path: Path, read: SystemsRead) -> Iterator[SystemProblem]:
    """Symbol codes that cannot be drawn."""
    for system in read.systems:
        for text in sidc_problems(system.sidc):
            yield SystemProblem(str(path), f"{system.id}: sidc", text)
