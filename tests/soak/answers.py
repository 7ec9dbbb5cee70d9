"""Whoever sits at the desk answers every question, by chance but always the same with one seed."""

# ruff: noqa: ARG002  (it answers without looking at all that it is shown)
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import TypeVar

from baltic_desk.app.protocols import Choice, Field, FileKind, Row
from baltic_desk.app.recovering import Recovering
from baltic_desk.document.in_steps import Steps

_T = TypeVar("_T")

WORDS = (
    "Alpha", "2 Bn", "Põhjamäe", "Ķekava", "Нарва", "S-400", "40 120", "54.7 20.5", "250", "-3",
    "<b>not bold</b>", "<img src=/etc/hostname>", "=1+1", "a\nb", "", " ", "𝔘nit 🚁", "x" * 120,
    "34U EF 123 456", "2017-03-04 06:00", "1:500000", "12", "#ff8800",
)  # fmt: skip


class RandomAnswers:
    """Satisfies `Ask`. `told` counts the sentences that were said in a way that stops the work."""

    def __init__(self, chance: Random, folder: Path, projects: Sequence[Path]) -> None:
        self.told: Counter[str] = Counter()
        self.asked = 0
        self._chance = chance
        self._folder = folder
        self._projects = tuple(projects)

    def word(self) -> str:
        """Something that people type, or paste."""
        return self._chance.choice(WORDS)

    def choose(self, question: str, detail: str, choices: Sequence[Choice]) -> str | None:
        self.asked += 1
        if question.startswith("Something went wrong in the program"):
            return None  # counted by whoever watches the handler
        return self._chance.choice([None, *(choice.id for choice in choices)])

    def tell(self, message: str, detail: str = "") -> None:
        assert message or detail
        self.told[message] += 1

    def text(self, title: str, label: str, value: str = "") -> str | None:
        self.asked += 1
        return self._chance.choice([None, value, self.word(), f"{value} {self.word()}"[:200]])

    def form(self, title: str, fields: Sequence[Field]) -> Mapping[str, str] | None:
        self.asked += 1
        if self._chance.random() < 0.1:
            return None
        return {field.id: self._value(field) for field in fields}

    def pick(
        self, title: str, detail: str, rows: Sequence[Row], choices: Sequence[Choice]
    ) -> tuple[str, str] | None:
        self.asked += 1
        if not rows or self._chance.random() < 0.1:
            return None
        useful = [choice.id for choice in choices if choice.role != "reject"]
        return self._chance.choice(rows).id, self._chance.choice(useful or [choices[0].id])

    def open_file(self, title: str, kinds: Sequence[FileKind], folder: Path) -> Path | None:
        self.asked += 1
        suffixes = {suffix for kind in kinds for suffix in kind.suffixes}
        fitting = [path for path in self._projects if path.suffix in suffixes]
        return self._chance.choice([None, *fitting])

    def open_folder(self, title: str, folder: Path) -> Path | None:
        return None

    def save_file(self, title: str, kinds: Sequence[FileKind], suggestion: Path) -> Path | None:
        self.asked += 1
        suffix = self._chance.choice(kinds).suffixes[0]
        return self._chance.choice([None, self._folder / f"out{self._chance.randrange(3)}{suffix}"])

    def recover(self, recovering: Recovering, *, aside: bool = False) -> None:
        self.asked += 1
        work = recovering.aside if aside else recovering.lost
        if work and self._chance.random() < 0.5:
            recovering.recover(self._chance.choice(work))

    def wait(self, words: str, steps: Steps[_T]) -> _T | None:
        if self._chance.random() < 0.1:
            steps.close()
            return None
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value

    def _value(self, field: Field) -> str:
        if field.choices:
            return self._chance.choice([field.value, *(choice.id for choice in field.choices)])
        return self._chance.choice([field.value, field.value, self.word()])
