"""What a person does with phases: goes from one to the next, names, dates and rearranges them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from msgspec.structs import replace

from baltic_desk.app.protocols import Field
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.anchoring import with_anchored
from baltic_desk.document.document import Document
from baltic_desk.document.lesson import Phase
from baltic_desk.document.phase_adjusting import moved_down, taken_back
from baltic_desk.document.phase_operations import (
    add_phase,
    delete_phase,
    duplicate_phase,
    merge_phase,
    move_phase,
    split_phase,
)
from baltic_desk.document.phase_times import (
    duration_text,
    parse_duration,
    parse_start,
    shares_of_time,
    start_text,
)
from baltic_desk.document.phase_wording import phase_title, when_text

_NOTE_LINES = 8


# -- which phase -------------------------------------------------------------------------------


def has_phases(workspace: Workspace) -> bool:
    """Whether the project has phases."""
    return workspace.document.phase is not None


def shown(workspace: Workspace) -> Phase | None:
    """The phase that is shown; None in a project without any."""
    record = workspace.document.get(workspace.document.phase or "")
    return record if isinstance(record, Phase) else None


def number(workspace: Workspace, phase_id: str | None = None) -> int:
    """Which phase that is, the first 1; the one shown unless said, 0 where there are none."""
    wanted = phase_id or workspace.document.phase
    ids = [phase.id for phase in workspace.document.phases()]
    return ids.index(wanted) + 1 if wanted in ids else 0


def title(workspace: Workspace, phase_id: str | None = None) -> str:
    """What a phase is called, with its number; the one shown unless said."""
    phase = workspace.document.get(phase_id or workspace.document.phase or "")
    return phase_title(number(workspace, phase.id), phase) if isinstance(phase, Phase) else ""


def is_later(workspace: Workspace) -> bool:
    """Whether the phase shown has one before it."""
    return number(workspace) > 1


def has_next(workspace: Workspace) -> bool:
    """Whether the phase shown has one after it."""
    return 0 < number(workspace) < len(workspace.document.phases())


def can_follow_time(workspace: Workspace) -> bool:
    """Whether all phases say when they begin, one after the other."""
    return shares_of_time(workspace.document.phases()) is not None


# -- going -------------------------------------------------------------------------------------


def go_to(workspace: Workspace, phase_id: str) -> None:
    """Show a phase; what was selected stays so, and comes back where a phase has it not."""
    workspace.settle()
    if phase_id == workspace.document.phase:
        return
    session = workspace.session
    wanted, left = workspace.kept_selection
    if session.selection != left:
        wanted = session.selection
    document = workspace.document
    left = tuple(i for i in wanted if document.entry_in(phase_id, i) is not None)
    workspace.kept_selection = (wanted, left)  # whoever hears of the phase asks for it
    document.show_phase(phase_id)
    session.select(left)
    _say_where(workspace)


def step(workspace: Workspace, by: int) -> None:
    """Show the phase so many further on; at the end it stays."""
    phases = workspace.document.phases()
    if phases:
        place = number(workspace) - 1 + by
        go_to(workspace, phases[min(max(place, 0), len(phases) - 1)].id)


def _say_where(workspace: Workspace) -> None:
    phase = shown(workspace)
    if phase is not None:
        when = when_text(phase)
        count = len(workspace.document.phases())
        place = f"Phase {number(workspace)} of {count}"
        name = "" if title(workspace).startswith("Phase ") else phase.name
        workspace.say(" · ".join(part for part in (place, name, when) if part))


# -- making and arranging ----------------------------------------------------------------------


def new_phase(workspace: Workspace) -> None:
    """A phase that begins as the one shown, after it, and is shown."""
    workspace.settle()
    add_phase(workspace.document)
    workspace.say(f"New phase {_quoted(workspace)}: what you change now is stored in it.")


def duplicate(workspace: Workspace) -> None:
    """A phase that looks like the one shown, after it, and is shown."""
    phase = _settled(workspace)
    if phase is not None:
        duplicate_phase(workspace.document, phase.id)
        workspace.say(f"Duplicated {_called(phase)}.")


def move(workspace: Workspace, by: int) -> None:
    """Bring the phase shown so many places further on in the order."""
    phase = _settled(workspace)
    if phase is not None:
        move_to(workspace, phase.id, number(workspace) - 1 + by)


def move_to(workspace: Workspace, phase_id: str, place: int) -> None:
    """Bring a phase to a place in the order, the first 0. Every phase looks as it did."""
    workspace.settle()
    was = number(workspace, phase_id)
    name = _called(_phase(workspace, phase_id))
    move_phase(workspace.document, phase_id, place)
    now = number(workspace, phase_id)
    if now != was:
        workspace.say(f"{name} is now phase {now}; all phases look as they did.")


def merge(workspace: Workspace) -> None:
    """Join the phase shown to the one before."""
    phase = _settled(workspace)
    if phase is not None and is_later(workspace):
        merge_phase(workspace.document, phase.id)
        workspace.say(f"{_called(phase)} is part of {_quoted(workspace)} now.")


def delete(workspace: Workspace) -> None:
    """Take the phase shown out; the others look as they did."""
    phase = _settled(workspace)
    if phase is not None and len(workspace.document.phases()) > 1:
        delete_phase(workspace.document, phase.id)
        workspace.say(f"Deleted {_called(phase)}; undo restores it.")


def split(workspace: Workspace, feature_ids: Collection[str] | None = None) -> None:
    """Put off what happens to features, the selected unless said: a new phase has it."""
    phase = _settled(workspace)
    if phase is None:
        return
    ids = with_anchored(workspace.document, _chosen(workspace, feature_ids))
    try:
        split_phase(workspace.document, phase.id, ids)
    except ValueError:
        workspace.say(f"Nothing happens to {_these(ids)} in {_called(phase)}.")
    else:
        workspace.say(f"What happened to {_these(ids)} is in {_quoted(workspace)} now.")


# -- what it says ------------------------------------------------------------------------------


def rename(workspace: Workspace, phase_id: str, name: str) -> bool:
    """Give a phase a name; False where it stays as it was."""
    phase = _phase(workspace, phase_id)
    name = " ".join(name.split())
    if not name or name == phase.name:
        return False
    return _put(workspace, replace(phase, name=name), "Rename")


def ask_name(workspace: Workspace) -> None:
    """Ask for the name of the phase shown."""
    phase = _settled(workspace)
    if phase is not None:
        name = workspace.ask.text("Rename phase", "Name", phase.name)
        if name is not None:
            rename(workspace, phase.id, name)


def ask_when(workspace: Workspace) -> None:
    """Ask when the phase shown begins and how long it takes, until that can be read."""
    phase = _settled(workspace)
    given = (start_text(phase.start), duration_text(phase.duration_min)) if phase else ("", "")
    wrong = ""
    while phase is not None:
        fields = (
            Field("start", "Begins (2016-10-01 06:00 or 010600ZOCT16)", given[0]),
            Field("duration", "Duration (90 min, 2 h, 3 d)", given[1]),
        )
        answer = workspace.ask.form(wrong or f"When is {_called(phase)}?", fields)
        if answer is None:
            return
        given = answer["start"], answer["duration"]
        try:
            start, minutes = parse_start(given[0]), parse_duration(given[1])
        except ValueError as error:
            wrong = str(error)
            continue
        changed = replace(phase, start=start, duration_min=minutes)
        _put(workspace, changed, "Change date of")
        workspace.say(f"{_called(phase)}: {when_text(changed) or 'no date'}.")
        return


def ask_note(workspace: Workspace) -> None:
    """Ask for the note of the phase shown."""
    phase = _settled(workspace)
    if phase is not None:
        field = Field("note", "Note", phase.note, lines=_NOTE_LINES)
        answer = workspace.ask.form(f"Note of {_called(phase)}", (field,))
        if answer is not None:
            _put(workspace, replace(phase, note=answer["note"].strip()), "Change note of")


def give_to(workspace: Workspace, audience: str) -> None:
    """Say whom the phase shown is for."""
    phase = _settled(workspace)
    if phase is not None:
        _put(workspace, replace(phase, audience=audience), "Change audience of")


# -- what features do in it --------------------------------------------------------------------


def changes_selected(workspace: Workspace) -> bool:
    """Whether the phase shown changes something of what is selected."""
    if not is_later(workspace):
        return False
    document = workspace.document
    phase_id = document.phase
    assert phase_id is not None
    return any(document.change_in(phase_id, i) is not None for i in workspace.session.selection)


def can_split(workspace: Workspace) -> bool:
    """Whether something that is selected could come in a later phase only."""
    return changes_selected(workspace) or (
        number(workspace) == 1 and bool(workspace.session.selection)
    )


def take_back(workspace: Workspace, feature_ids: Collection[str] | None = None) -> None:
    """Let features, the selected unless said, be as in the phase before again."""
    _adjust(workspace, feature_ids, taken_back, "as in the phase before again")


def apply_before(workspace: Workspace, feature_ids: Collection[str] | None = None) -> None:
    """Let what is changed of features, the selected unless said, be so in the phase before."""
    _adjust(workspace, feature_ids, moved_down, "so in the phase before already")


def apply_to_all(workspace: Workspace, feature_ids: Collection[str] | None = None) -> None:
    """Let what is changed of features, the selected unless said, be so in all phases before."""
    everywhere = partial(moved_down, to_all=True)
    _adjust(workspace, feature_ids, everywhere, "so in all earlier phases already")


_Adjust = Callable[[Document, str, Collection[str]], tuple[str, ...]]


def _adjust(
    workspace: Workspace, feature_ids: Collection[str] | None, how: _Adjust, words: str
) -> None:
    phase = _settled(workspace)
    if phase is None:
        return
    done = how(workspace.document, phase.id, _chosen(workspace, feature_ids))
    verb = "is" if len(done) == 1 else "are"
    said = f"{_these(done)} {verb} {words}." if done else "This phase changes nothing of that."
    workspace.say(said[:1].upper() + said[1:])


# -- small parts -------------------------------------------------------------------------------


def _settled(workspace: Workspace) -> Phase | None:
    workspace.settle()
    return shown(workspace)


def _phase(workspace: Workspace, phase_id: str) -> Phase:
    record = workspace.document.get(phase_id)
    assert isinstance(record, Phase)
    return record


def _chosen(workspace: Workspace, feature_ids: Collection[str] | None) -> Collection[str]:
    if feature_ids is not None:
        return feature_ids
    return tuple(feature.id for feature in workspace.selected())


def _put(workspace: Workspace, phase: Phase, verb: str) -> bool:
    if phase == _phase(workspace, phase.id):
        return False
    workspace.settle()
    with workspace.document.edit(f"{verb} {_called(phase)}") as change:
        change.put(phase)
    return True


def _called(phase: Phase) -> str:
    return f"“{phase.name}”" if phase.name else "the phase"


def _quoted(workspace: Workspace) -> str:
    return f"“{title(workspace)}”"


def _these(ids: Collection[str]) -> str:
    return "1 feature" if len(ids) == 1 else f"{len(ids)} features"
