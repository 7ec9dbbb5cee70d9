"""Two phases beside each other: which, and a list of what differs. Nothing of it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from baltic_desk.app import phases
from baltic_desk.app.looked_at import PhasesCompared
from baltic_desk.app.protocols import Choice
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.geometry import Position
from baltic_desk.document.phase_comparison import Difference, What, compared, middle_of
from baltic_desk.document.phase_wording import MARKS, difference_words
from baltic_desk.document.wording import titled


@dataclass(frozen=True, slots=True)
class Row:
    """One feature that differs, in words.

    Attributes
    ----------
    place
        Where to look for it; where it was if it is no longer there, None if it is nowhere.
    """

    id: str
    what: What
    title: str
    words: str
    place: Position | None


# -- which -------------------------------------------------------------------------------------


def can_compare(workspace: Workspace) -> bool:
    """Whether there is another phase than the one shown."""
    return len(workspace.document.phases()) > 1


def toggle(workspace: Workspace, *, beside: bool = False) -> None:
    """Compare the phase shown with its neighbour, or compare no more.

    What is compared in the other way goes on in this one.
    """
    now = workspace.phases_compared
    if now is not None and now.beside == beside:
        workspace.compare_phases(None)
    elif now is not None:
        workspace.compare_phases(replace(now, beside=beside))
    else:
        with_phase(workspace, _neighbour(workspace.document), beside=beside)


def with_phase(workspace: Workspace, phase_id: str, *, beside: bool | None = None) -> None:
    """Compare the phase shown with another."""
    now = workspace.phases_compared
    if beside is None:
        beside = now is not None and now.beside
    workspace.compare_phases(PhasesCompared(phase_id, beside=beside))
    left, right = phases.title(workspace, phase_id), phases.title(workspace)
    workspace.say(f"Left {left}, right {right}; Esc ends the comparison")


def choices(workspace: Workspace) -> list[Choice]:
    """The phases that the one shown may be compared with; the one that it is, marked."""
    now = workspace.phases_compared
    return [
        Choice(
            phase.id,
            phases.title(workspace, phase.id),
            checked=now is not None and now.other == phase.id,
        )
        for phase in workspace.document.phases()
        if phase.id != workspace.document.phase
    ]


def followed(
    now: PhasesCompared, document: Document, shown_before: str | None
) -> PhasesCompared | None:
    """How the comparison goes on when another phase is shown, or one has gone: whoever goes to the
    phase that was beside has the two change places."""
    ids = [phase.id for phase in document.phases()]
    if len(ids) < 2:
        return None
    if now.other in ids and now.other != document.phase:
        return now
    if now.other == document.phase and shown_before in ids and shown_before != now.other:
        return replace(now, other=shown_before)
    return replace(now, other=_neighbour(document))


def _neighbour(document: Document) -> str:
    """The phase before the one shown, or after the first."""
    ids = [phase.id for phase in document.phases()]
    at = ids.index(document.phase) if document.phase in ids else 0
    return ids[at - 1] if at else ids[1]


# -- what differs ------------------------------------------------------------------------------


def in_order(document: Document, other: str) -> tuple[str, str]:
    """The other phase and the one shown, the earlier first: what becomes of things goes by time."""
    ids = [phase.id for phase in document.phases()]
    shown = document.phase or ids[0]
    return (other, shown) if ids.index(other) < ids.index(shown) else (shown, other)


def rows(document: Document, other: str, distance_unit: str = "km") -> tuple[Row, ...]:
    """What differs between another phase and the one shown: added, moved, changed, removed."""
    earlier, later = in_order(document, other)
    differences = compared(document.state(earlier), document.state(later))
    return tuple(_row(each, distance_unit) for each in differences)


def as_text(workspace: Workspace, found: Sequence[Row]) -> str:
    """The list to paste elsewhere: a line for each feature, parted by tabs."""
    now = workspace.phases_compared
    if now is None:
        return ""
    earlier, later = in_order(workspace.document, now.other)
    head = f"{phases.title(workspace, earlier)} → {phases.title(workspace, later)}"
    lines = [f"{MARKS[row.what]}\t{row.title}\t{row.words}" for row in found]
    return "\n".join((head, *(lines or ["Nothing differs."])))


def copy(workspace: Workspace) -> None:
    """Put the list on the clipboard."""
    now = workspace.phases_compared
    if now is None or workspace.clipboard is None:
        return
    found = rows(workspace.document, now.other, workspace.settings.distance_unit)
    workspace.clipboard.write(as_text(workspace, found))
    workspace.say(f"Copied {len(found)} difference{'s' * (len(found) != 1)}")


def _row(difference: Difference, distance_unit: str) -> Row:
    feature = difference.feature
    if not isinstance(feature, Feature):
        words = difference_words(difference, distance_unit)
        return Row(difference.id, difference.what, "Not understood", words, None)
    return Row(
        difference.id,
        difference.what,
        titled(feature),
        difference_words(difference, distance_unit),
        middle_of(feature),
    )
