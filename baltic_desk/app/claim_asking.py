"""What the disk is asked about claims: it may not answer, so this is for threads."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from baltic_desk.app.answering import is_same
from baltic_desk.io.claim_desk import Here
from baltic_desk.io.claim_keeper import ClaimKeeper
from baltic_desk.io.project_claim import Claim, Holder, Standing, take
from baltic_desk.io.save_gate import Gate


class Looked(NamedTuple):
    """What the disk says of a file that is to be opened or written.

    Attributes
    ----------
    on
        The claim of this window that is on it, whatever name it was claimed by.
    same
        Whether it is the file on the desk.
    """

    on: Claim | None
    standing: Standing | None
    same: bool
    there: bool


def looked_at(path: Path, own: Path | None, claims: Iterable[Claim | None]) -> Looked:
    """Look at a file, with the claims that may be on it."""
    on = next((each for each in claims if each is not None and each.is_on(path)), None)
    return Looked(on, None if on is None else on.check(), is_same(path, own), _is_file(path))


def taken(
    path: Path, where: Here, keeper: ClaimKeeper, over: Holder | None, gate: Gate
) -> Claim | Holder:
    """Claim a file, once what this window had claimed of it before is let go; all as for `take`."""
    keeper.wait_for_released(path)
    return take(path, where, over=over, gate=gate)


def drop(outcome: Claim | Holder) -> None:
    """Let go what was claimed."""
    if isinstance(outcome, Claim):
        outcome.release()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
