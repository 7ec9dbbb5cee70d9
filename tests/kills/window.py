"""The worker of the kills in the real window: random operations through commands and events."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

from PySide6.QtWidgets import QApplication

from baltic_desk.app.protocols import Choice, FileKind
from baltic_desk.app.recovering import Recovering
from baltic_desk.app.settings import Settings
from baltic_desk.geo.basemap import open_basemap
from baltic_desk.ui.application import make_application
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.chrome import apply_chrome
from baltic_desk.ui.failure import FailureReport
from tests.kills.worker import GOES_ON, report, state_of
from tests.soak.answers import RandomAnswers
from tests.soak.person import Person


class GoingOn(RandomAnswers):
    """Recovers what a crash left, stays with the one project, and goes on whatever is asked."""

    def __init__(self, chance: Random, path: Path) -> None:
        super().__init__(chance, path.parent, ())
        self._path = path

    def recover(self, recovering: Recovering, *, aside: bool = False) -> None:
        if not aside:
            recovering.recover(recovering.lost[0])

    def choose(self, question: str, detail: str, choices: Sequence[Choice]) -> str | None:
        offered = [choice.id for choice in choices]
        if question.startswith("Something went wrong in the program"):
            report("failed", f"{question} {detail}".replace("\n", " "))
        goes_on = next((each for each in GOES_ON if each in offered), None)
        return goes_on or super().choose(question, detail, choices)

    def save_file(self, title: str, kinds: Sequence[FileKind], suggestion: Path) -> Path | None:
        found = super().save_file(title, kinds, suggestion)
        return self._path if found is not None and found.suffix == self._path.suffix else found


def live_in_window(path: Path, seed: int) -> None:
    """One life: the window opens the project and what a crash left, and somebody works in it."""
    application = make_application()
    chance = Random(seed)
    answers = GoingOn(chance, path)
    failures = FailureReport(answers)
    failures.install()
    apply_chrome(application, Settings().theme)
    desk = DeskWindow(answers, Settings(), open_basemap())
    failures.keep = desk.autosave.flush
    workspace = desk.workspace

    def tell(_ids: frozenset[str]) -> None:
        report("state", state_of(workspace.document))

    def hear(topic: str) -> None:
        if topic == "document":
            workspace.document.on_stored(tell)
            tell(frozenset())

    workspace.subscribe(hear)
    desk.show(path)
    while workspace.path is None:
        QApplication.processEvents()
    person = Person(desk, chance, answers)
    while True:
        person.operate()
        QApplication.processEvents()
