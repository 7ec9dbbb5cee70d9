"""What is looked at of a project, and whoever hears that it is something else now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from baltic_desk.app.altitude_comparison import Comparison
from baltic_desk.app.exercise_check import Exercise
from baltic_desk.document.ring_choice import ALL

if TYPE_CHECKING:
    from baltic_desk.app.merge_comparison import Merging


@dataclass(frozen=True, slots=True)
class PhasesCompared:
    """Which phase the one shown is compared with, as one looks at a project.

    Attributes
    ----------
    beside
        On a map of its own; else on the same, with a divider.
    """

    other: str
    beside: bool = False


class LookedAt:
    """What of a project a person looks at, beside its phase and selection; no file holds it.

    Attributes
    ----------
    message
        The sentence said last.
    rings_shown
        Id of what is chosen of ring_choice.CHOICES.
    comparison, phases_compared
        What reach, and what the phase shown, is compared with; None while nothing is.
    step
        Id of the step of the briefing at hand; there may be none of that id any more.
    task
        Id of the task chosen last.
    sheet
        Id of the sheet chosen last.
    exercise
        What students answered, beside the solution; None while nothing is compared.
    merging
        What the file holds now beside what is on the desk; None while nothing is merged.
    proposal
        Key of what is looked at of it.
    """

    def __init__(self) -> None:
        self.message = ""
        self.rings_shown = ALL
        self.comparison: Comparison | None = None
        self.phases_compared: PhasesCompared | None = None
        self.step: str | None = None
        self.task: str | None = None
        self.sheet: str | None = None
        self.exercise: Exercise | None = None
        self.merging: Merging | None = None
        self.proposal = ""
        self._observers: list[Callable[[str], None]] = []

    # -- hearing -----------------------------------------------------------------------------

    def subscribe(self, observer: Callable[[str], None]) -> Callable[[], None]:
        """Call `observer` with each topic from now on; the answer ends it."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def say(self, message: str) -> None:
        """A sentence for the status line; it stops nothing."""
        self.message = message
        self._notify("message")

    def _notify(self, topic: str) -> None:
        for observer in tuple(self._observers):
            observer(topic)

    # -- what is looked at ---------------------------------------------------------------------

    def show_rings(self, choice: str) -> None:
        """Show other rings, by an id of ring_choice.CHOICES; "rings" is told."""
        if choice != self.rings_shown:
            self.rings_shown = choice
            self._notify("rings")

    def compare(self, comparison: Comparison | None) -> None:
        """Compare reach with that at another altitude, or end it; "compare" is told."""
        if comparison is not None:
            self.compare_phases(None)  # one divider at a time
        if comparison != self.comparison:
            self.comparison = comparison
            self._notify("compare")

    def take_step(self, step_id: str | None) -> None:
        """Take a step of the briefing to hand, without going there; "step" is told."""
        if step_id != self.step:
            self.step = step_id
            self._notify("step")

    def choose_task(self, task_id: str) -> None:
        """Take up a task; "task" is told."""
        self.task = task_id
        self._notify("task")

    def take_sheet(self, layout_id: str | None) -> None:
        """Take a sheet to hand; "sheet" is told."""
        if layout_id != self.sheet:
            self.sheet = layout_id
            self._notify("sheet")

    def show_exercise(self, exercise: Exercise | None) -> None:
        """Show answers beside solutions, or no longer; "exercise" is told."""
        if exercise is not self.exercise:
            self.exercise = exercise
            self._notify("exercise")

    def show_merging(self, merging: Merging | None) -> None:
        """Merge with what the file holds now, or no longer; "merging" is told."""
        if merging is not self.merging:
            self.merging = merging
            if merging is None:
                self.proposal = ""
            self._notify("merging")

    def choose_proposal(self, key: str) -> None:
        """Look at one thing of the merge; "proposal" is told."""
        if key != self.proposal:
            self.proposal = key
            self._notify("proposal")

    def compare_phases(self, compared: PhasesCompared | None) -> None:
        """Compare the phase shown with another, or end it; "compare-phases" is told."""
        if compared is not None:
            self.compare(None)
        if compared != self.phases_compared:
            self.phases_compared = compared
            self._notify("compare-phases")
