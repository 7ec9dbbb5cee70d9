"""Which phase of a project a command is about: by its id, its number or its name."""

from __future__ import annotations

import argparse

from baltic_desk.cli.failure import CommandError
from baltic_desk.document.document import Document
from baltic_desk.document.lesson import Phase
from baltic_desk.document.phase_wording import phase_title


def add_phase(parser: argparse.ArgumentParser) -> None:
    """The option."""
    parser.add_argument(
        "--phase",
        metavar="ID|NUMBER|NAME",
        help="as it is in a phase; in the first where it is not given",
    )


def show_phase(document: Document, wanted: str | None) -> None:
    """Bring a document to the phase that was asked for, if one was.

    Raises
    ------
    CommandError
        When there is none such, or several of that name.
    """
    if wanted is not None:
        document.show_phase(_found(document.phases(), wanted.strip()).id)


def _found(phases: tuple[Phase, ...], wanted: str) -> Phase:
    by_id = [phase for phase in phases if phase.id == wanted]
    if by_id:
        return by_id[0]
    if wanted.isdecimal() and 1 <= int(wanted) <= len(phases):
        return phases[int(wanted) - 1]
    named = [phase for phase in phases if phase.name.casefold() == wanted.casefold()]
    if len(named) == 1:
        return named[0]
    titles = ", ".join(phase_title(number, phase) for number, phase in enumerate(phases, start=1))
    there = f"its phases are {titles}" if phases else "it has no phases"
    if named:
        there = f"{len(named)} are called so; give the number of one: {titles}"
    raise CommandError(f"there is no one phase “{wanted}”: {there}", code=2)
