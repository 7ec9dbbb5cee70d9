"""Whatever several desks do with one file in whatever order, it is never two windows' at once."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from baltic_desk.io.claim_desk import Here
from baltic_desk.io.project_claim import Claim, Holder, claim_path, holder_of, take
from tests.claiming import desk

_DESKS = st.integers(0, 2)
_ANY = st.integers(0, 50)


class Desks(RuleBasedStateMachine):
    """Three machines, each with any number of windows, and a stick with one file."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.stick = self.folder / "stick"
        self.stick.mkdir()
        self.plan = self.stick / "plan.geojson"
        self.plan.write_bytes(b"{}")
        self.desks = [
            desk(self.folder / f"state-{n}", machine=f"HQ-{n}", number=f"{n}") for n in range(3)
        ]
        self.claims: list[tuple[Claim, Here]] = []
        self.pulled = False

    @rule(where=_DESKS)
    def open_file(self, where: int) -> None:
        before = holder_of(self.plan, self.desks[where])
        outcome = take(self.plan, self.desks[where])
        if isinstance(outcome, Claim):
            assert before is None
            self.claims.append((outcome, self.desks[where]))
        else:
            assert before is not None
            assert outcome.token == before.token

    @rule(where=_DESKS)
    def take_over(self, where: int) -> None:
        here = self.desks[where]
        holder = holder_of(self.plan, here)
        outcome = take(self.plan, here, over=holder)
        assert isinstance(outcome, Claim), "it can be taken over from who is named"
        self.claims.append((outcome, here))
        assert self.pulled or outcome.check() == "mine"

    @precondition(lambda self: self.claims)
    @rule(which=_ANY)
    def sign_of_life(self, which: int) -> None:
        claim, _ = self.claims[which % len(self.claims)]
        standing = claim.check()
        assert standing in (("away", "taken") if self.pulled else ("mine", "taken"))
        if standing == "taken":
            assert isinstance(claim.holder, Holder)

    @precondition(lambda self: self.claims)
    @rule(which=_ANY)
    def close(self, which: int) -> None:
        claim, _ = self.claims.pop(which % len(self.claims))
        claim.release()

    @precondition(lambda self: self.claims)
    @rule(which=_ANY)
    def die(self, which: int) -> None:
        claim, _ = self.claims.pop(which % len(self.claims))
        assert claim._lock is not None
        claim._lock.release()

    @rule()
    def somebody_deletes_the_claim(self) -> None:
        claim_path(self.plan).unlink(missing_ok=True)

    @precondition(lambda self: not self.pulled)
    @rule(content=st.binary(max_size=60))
    def somebody_writes_over_the_claim(self, content: bytes) -> None:
        claim_path(self.plan).write_bytes(content)

    @rule()
    def pull_or_put_back(self) -> None:
        away = self.folder / "pulled"
        if self.pulled:
            away.rename(self.stick)
        else:
            self.stick.rename(away)
        self.pulled = not self.pulled

    @invariant()
    def one_has_it_at_most(self) -> None:
        if self.pulled:
            return
        standings = [claim.check() for claim, _ in self.claims]
        assert standings.count("mine") <= 1
        again = [claim.check() for claim, _ in self.claims]
        assert again == standings, "who has it does not change by looking"

    @invariant()
    def the_file_is_as_it_was(self) -> None:
        there = self.folder / ("pulled" if self.pulled else "stick")
        assert (there / "plan.geojson").read_bytes() == b"{}"

    def teardown(self) -> None:
        if self.pulled:
            self.pull_or_put_back()
        for claim, _ in self.claims:
            claim.release()
        left = {each.name for each in self.stick.iterdir()} - {"plan.geojson"}
        assert left <= {claim_path(self.plan).name}, "nothing but what a dead process left"
        shutil.rmtree(self.folder)


Desks.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestDesks = Desks.TestCase
