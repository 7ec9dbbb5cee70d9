"""Two people, one file: who may write it, asked when it is opened and looked at before it is saved.

A window that has a file claims it (io.project_claim) until it turns to another file or is closed.
Who comes second looks on, or takes over; whose file was taken over keeps the work and saves it
under another name. A workspace without `claims` (the command line, tests) claims nothing.

What the person does not wait for is a NotAnsweredError: nothing has been claimed then.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Literal, TypeVar

from baltic_desk.app.answering import NotAnsweredError, answered, is_same
from baltic_desk.app.claim_asking import Looked, drop, looked_at, taken
from baltic_desk.app.claim_words import last_seen, name_of, who_has_it, who_took_it
from baltic_desk.app.in_thread import in_thread
from baltic_desk.app.protocols import Choice
from baltic_desk.app.workspace import ReadOnly, Workspace
from baltic_desk.io import claim_keeper
from baltic_desk.io.claim_desk import Here, forget_dead, here
from baltic_desk.io.claim_keeper import ClaimKeeper, Report, Watched
from baltic_desk.io.project_claim import Claim, Holder
from baltic_desk.io.save_gate import Gate

_T = TypeVar("_T")

Refusal = tuple[str, str]
"""Why a file must not be written: a sentence, and what can be done."""

_CANCEL = Choice("cancel", "Cancel", "reject")
_TAKE_OVER = Choice("over", "Take Over", "destroy")
_TAKING_OVER = (
    "Taking over makes it read-only there; what is not saved there stays in that window, to be "
    "saved under another name."
)


# -- what happens to files ---------------------------------------------------------------------


def opened(
    workspace: Workspace,
    path: Path,
    load: Callable[[ReadOnly | None], bool],
    *,
    read_only: bool = False,
) -> bool:
    """Claim a file and load it; when another has it, ask how. Whether it was loaded.

    `load` is given why the file must not be written; the claim stays where it puts the file on the
    desk.
    """
    claims = workspace.claims
    if claims is None:
        return load("asked" if read_only else None)
    reason = "asked" if read_only else claims.enter(path)
    if reason == "cancel":
        return False
    try:
        return load(reason)
    finally:
        claims.drop_pending()


@contextlib.contextmanager
def holding(workspace: Workspace, path: Path) -> Generator[Refusal | None]:
    """Have a file to oneself while it is written: why that cannot be, or None."""
    claims = workspace.claims
    refusal = _own_refusal(workspace, path)
    if refusal is None and claims is not None:
        refusal = claims.hold(path)
    try:
        yield refusal
    finally:
        if claims is not None:
            claims.drop_pending()


def must_go_elsewhere(workspace: Workspace) -> bool:
    """Whether the project must not be saved to its own file; the claim on it is looked at again."""
    claims = workspace.claims
    if workspace.read_only is None and claims is not None and not claims.confirm():
        name = name_of(workspace.path) if workspace.path is not None else "The file"
        workspace.ask.tell(
            f"{_who(workspace, name)}.",
            "It was not saved there. Your work is kept; save it under another name.",
        )
    return workspace.read_only is not None


def taken_meanwhile(workspace: Workspace, path: Path) -> bool:
    """Whether a file has been taken over while a question about writing it stood; it is told."""
    refusal = workspace.claims.hold(path) if workspace.claims is not None else None
    if refusal is not None:
        workspace.ask.tell(*refusal)
    return refusal is not None


def _own_refusal(workspace: Workspace, path: Path) -> Refusal | None:
    """Why the read-only file on the desk must not be written, under whatever name."""
    own = workspace.path
    if workspace.read_only is None or own is None:
        return None
    if not answered(workspace, name_of(path), lambda: is_same(path, own)):
        return None
    if workspace.read_only == "newer":
        return (
            f"{name_of(path)} was made by a newer version and must not be overwritten.",
            "What this version does not know would be lost. Save under another name.",
        )
    return (
        f"{name_of(path)} is read-only here.",
        f"{_who(workspace, name_of(path))}. Save under another name, or edit that file first.",
    )


def _who(workspace: Workspace, name: str) -> str:
    holder = workspace.claims.holder if workspace.claims is not None else None
    if workspace.read_only == "taken-over":
        return who_took_it(name, holder)
    return who_has_it(name, holder) if holder is not None else f"{name} was opened read-only"


# -- the claim of one window -------------------------------------------------------------------


class Claims:
    """The claim on the workspace's file, wherever the workspace goes.

    Attributes
    ----------
    holder
        Who has the file when it is read-only for that reason; None when it is free by now.
    """

    def __init__(self, workspace: Workspace, *, where: Here | None = None) -> None:
        self.holder: Holder | None = None
        self._workspace = workspace
        self._where_given = where
        self._keeper_made: ClaimKeeper | None = None
        self._claim: Claim | None = None
        self._pending: Claim | None = None
        self._names: dict[Path, Claim] = {}
        """Which claim was found to be on a file of that name."""
        self._told: Report | None = None
        self._stop_hearing = workspace.subscribe(self._hear)
        workspace.claims = self

    def enter(self, path: Path) -> ReadOnly | Literal["cancel"] | None:
        """Claim a file that is about to be opened; ask when another has it.

        Why it must not be written, if so; "cancel" when the person would rather not.
        """
        workspace = self._workspace
        found = self._look_at(path, self._claim)
        if self._stands(found, path):
            return None
        if found.same and workspace.read_only == "asked":
            return "asked"
        if not found.there:
            return None
        over: Holder | None = None
        while isinstance(holder := self._take(path, over), Holder):
            if over is not None and holder.token == over.token:
                self.tell_stuck(path)
            if found.same and workspace.read_only in ("claimed", "taken-over"):
                self.holder = holder
                return workspace.read_only
            match self._asked_how(path, holder):
                case "read":
                    self.holder = holder
                    return "claimed"
                case "over":
                    over = holder
                case _:
                    return "cancel"
        self._pending = self._names[path] = holder
        return None

    def hold(self, path: Path) -> Refusal | None:
        """Claim a file that is about to be written; why it must not be."""
        found = self._look_at(path, self._claim, self._pending)
        if self._stands(found, path):
            return None
        if found.on is not None and found.on is not self._pending:
            return _own_refusal(self._workspace, path)
        self.drop_pending()
        outcome = self._take(path)
        if isinstance(outcome, Claim):
            self._pending = self._names[path] = outcome
            return None
        return (
            f"{who_has_it(name_of(path), outcome)}{last_seen(outcome)}.",
            "Save under another name, or open that file and take it over.",
        )

    def drop_pending(self) -> None:
        """Take a claim away that nothing came of."""
        if self._pending is not None:
            pending, self._pending = self._pending, None
            self._keeper.release(pending)

    def confirm(self) -> bool:
        """Whether the file on the desk is still this window's; read-only from now on if not."""
        claim = self._claim
        if claim is None or self._asked(claim.path, claim.check) != "taken":
            return True
        self._lose(claim)
        return False

    def take_up(self, over: Holder | None) -> Holder | None:
        """Claim the file on the desk that was read-only; who has it when it cannot be.

        `over` is whose claim is to be taken over.
        """
        path = self._workspace.path
        if path is None or self._claim is not None:
            return None
        outcome = self._take(path, over)
        if isinstance(outcome, Holder):
            self.holder = outcome
            return outcome
        self._claim, self.holder = outcome, None
        self._names[path] = outcome
        self._keeper.keep(outcome)
        return None

    def settle(self) -> None:
        """Have the claim that belongs to the file on the desk, and no other."""
        path, reason = self._workspace.path, self._workspace.read_only
        if path is None or reason is not None:
            self._let_go()
            if path is not None and reason in ("claimed", "taken-over"):
                self._keeper.watch(path)
            return
        known = self._names.get(path)
        if known is not None and known is self._claim:
            return
        if known is not None and known is self._pending:
            outcome, self._pending = self._pending, None
        else:
            try:
                outcome = self._take_or_have(path)
            except NotAnsweredError:
                self._let_go()
                self.holder = None
                self._workspace.hold_read_only("asked")
                return
        if outcome is self._claim:
            return
        self._let_go()
        if isinstance(outcome, Claim):
            self._claim, self.holder = outcome, None
            self._names[path] = outcome
            self._keeper.keep(outcome)
        else:
            self.holder = outcome
            self._workspace.hold_read_only("claimed")
            self._keeper.watch(path)

    def look(self) -> None:
        """Act on what was found meanwhile; called now and then by the window."""
        report = self._keeper_made.report if self._keeper_made is not None else None
        if report is None or report is self._told:
            return
        before, self._told = self._told, report
        standing = before.standing if before is not None and before.of is report.of else "mine"
        if report.of is self._claim:
            if report.standing == "taken" and self._claim is not None:
                self._lose(self._claim, report.holder)
            elif report.standing != standing:
                self._workspace.claim_changed()
        elif isinstance(report.of, Watched):
            changed = _token(report.holder) != _token(self.holder)
            self.holder = report.holder
            if changed:
                self._workspace.claim_changed()

    def close(self) -> None:
        """The window is closed: nothing is claimed any longer."""
        self._stop_hearing()
        self.drop_pending()
        claim, self._claim = self._claim, None
        if self._keeper_made is not None:
            name = name_of(claim.path) if claim is not None else "a file"
            # Closed in any case; who does not wait leaves it to the thread.
            self._workspace.ask.wait(f"Letting go of {name} …", in_thread(self._keeper_made.close))

    def tell_stuck(self, path: Path) -> None:
        """Say that a claim cannot be taken over."""
        self._workspace.ask.tell(
            f"{name_of(path)} cannot be taken over.",
            "Nothing can be written in its folder. It can be opened read-only.",
        )

    # -- inside --------------------------------------------------------------------------------

    @property
    def _where(self) -> Here:
        if self._where_given is None:
            self._where_given = here()
            forget_dead(self._where_given)
        return self._where_given

    @property
    def _keeper(self) -> ClaimKeeper:
        if self._keeper_made is None:
            self._keeper_made = ClaimKeeper(
                self._where, heartbeat_s=claim_keeper.HEARTBEAT_S, watch_s=claim_keeper.WATCH_S
            )
        return self._keeper_made

    def _asked(
        self, path: Path, work: Callable[[], _T], unheard: Callable[[_T], object] | None = None
    ) -> _T:
        return answered(self._workspace, name_of(path), work, unheard=unheard)

    def _look_at(self, path: Path, *claims: Claim | None) -> Looked:
        # Whether it is the file on the desk matters of one that is only looked at.
        own = self._workspace.path if self._workspace.read_only else None
        return self._asked(path, lambda: looked_at(path, own, claims))

    def _stands(self, found: Looked, path: Path) -> bool:
        """Whether a file that was looked at is this window's; read-only from now on if no more."""
        if found.on is None:
            return False
        if found.standing == "taken":
            if found.on is self._claim:
                self._lose(found.on)
            return False
        if found.on not in (self._claim, self._pending):
            return False  # lost while that was asked
        self._names[path] = found.on
        return True

    def _take(self, path: Path, over: Holder | None = None) -> Claim | Holder:
        """Claim a file; what is claimed when nobody waits for it any more is let go again."""
        where, keeper, gate = self._where, self._keeper, Gate()
        try:
            return self._asked(path, lambda: taken(path, where, keeper, over, gate), drop)
        finally:
            gate.give_up()  # another's claim is not taken over any more

    def _take_or_have(self, path: Path) -> Claim | Holder:
        """The claim of this window that is on a file, or one that is taken now."""
        found = self._look_at(path, self._claim, self._pending)
        if self._stands(found, path):
            assert found.on is not None
            if found.on is self._pending:
                self._pending = None
            return found.on
        return self._take(path)

    def _hear(self, topic: str) -> None:
        if topic == "path":
            self.settle()

    def _asked_how(self, path: Path, holder: Holder) -> str | None:
        return self._workspace.ask.choose(
            f"{who_has_it(name_of(path), holder)}{last_seen(holder)}.",
            f"Opened read-only, it can be saved under another name. {_TAKING_OVER}",
            (Choice("read", "Open Read-Only"), _TAKE_OVER, _CANCEL),
        )

    def _lose(self, claim: Claim, holder: Holder | None = None) -> None:
        self._claim = None
        self.holder = holder or claim.holder or Holder()
        self._keeper.release(claim)
        if self._workspace.path is not None:
            self._keeper.watch(self._workspace.path)
        self._workspace.hold_read_only("taken-over")

    def _let_go(self) -> None:
        if self._claim is not None:
            claim, self._claim = self._claim, None
            self._keeper.release(claim)
        if self._keeper_made is not None:
            self._keeper_made.rest()


def ask_over(workspace: Workspace, path: Path, holder: Holder) -> bool:
    """Whether the person takes a file over from who has it now."""
    answer = workspace.ask.choose(
        f"{who_has_it(name_of(path), holder)}{last_seen(holder)}.",
        _TAKING_OVER,
        (_TAKE_OVER, _CANCEL),
    )
    return answer == "over"


def _token(holder: Holder | None) -> str | None:
    return None if holder is None else holder.token
