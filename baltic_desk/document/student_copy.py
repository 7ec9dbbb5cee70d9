"""A project without what is not for those it is given to.

What is for an audience is said of overlays, phases and steps of the briefing. A copy is made anew
from what each phase that stays shows, not by deleting: so nothing can be left over in what phases
change, in changes without effect, or in what this version does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from msgspec.structs import replace

from baltic_desk.document.cutting_loose import cut_feature, cut_step, names_any, systems_of
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.layout import Layout
from baltic_desk.document.left_out import Cut, Left, LeftOut, Note, Sort
from baltic_desk.document.lesson import BriefingStep, Phase, Task
from baltic_desk.document.pictures import picture_of
from baltic_desk.document.project import PROJECT_ID, Overlay, Picture
from baltic_desk.document.record import Override, Patch, Record, override
from baltic_desk.document.store import Entry
from baltic_desk.document.wording import titled

EVERYONE = frozenset({"everyone"})

_State = dict[str, Entry]
_Moment = str | None  # id of a phase; None for a project that has none


def student_copy(document: Document, audience: Set[str] = EVERYONE) -> tuple[Document, LeftOut]:
    """A document of its own with what is for an audience, and what was left out for that.

    Without the instructor in the audience no notes go with it, without answers no tolerances and
    nothing that says which task a feature answers. The project's own pictures and systems go where
    only features that go have used them.
    """
    return _Copying(document, audience).made()


class _Copying:
    def __init__(self, document: Document, audience: Set[str]) -> None:
        self._document = document
        self._audience = audience
        self._notes_go = "instructor" not in audience
        self._answers_go = "answer" not in audience
        self._things: list[Left] = []
        self._cuts: dict[tuple[str, str], Cut] = {}
        self._records: list[Record] = []
        self._seen: set[int] = set()
        self._notes: list[Note] = []
        self._overlays = tuple(o for o in document.overlays() if o.audience in audience)
        phases = document.phases()
        self._phases = tuple(p for p in phases if p.audience in audience)
        every: tuple[_Moment, ...] = tuple(p.id for p in phases) or (None,)
        self._moments: tuple[_Moment, ...] = tuple(p.id for p in self._phases) if phases else every
        self._before: dict[_Moment, _State] = {each: document.state(each) for each in every}

    def made(self) -> tuple[Document, LeftOut]:
        states, kept = self._states()
        features = {
            i: tuple(e.record for e in versions if isinstance(e.record, Feature))
            for i, versions in kept.items()
        }
        entries = [
            *self._of_project(),
            *self._of_overlays(),
            *self._of_lesson(),
            *self._of_resources(tuple(f for some in features.values() for f in some)),
        ]
        copy = self._put_together(entries, states)
        self._tell_idle()
        left = LeftOut(
            tuple(self._things),
            tuple(self._cuts.values()),
            tuple(self._records),
            tuple(self._notes),
            features,
        )
        return copy, left

    # -- features ----------------------------------------------------------------------------

    def _states(self) -> tuple[dict[_Moment, _State], dict[str, list[Entry]]]:
        """Features of each phase that stays, as they stay; and what is said of each of them."""
        on = {overlay.id for overlay in self._overlays}
        here = {
            moment: {i: e for i, e in self._before[moment].items() if _overlay_of(e) in on}
            for moment in self._moments
        }
        self._gone = self._ids_that_go(here)
        for state in here.values():
            for record_id, entry in list(state.items()):
                if isinstance(entry.record, Foreign) and names_any(entry.record, self._gone):
                    del state[record_id]
        self._gone = self._ids_that_go(here)
        self._tell_features(here)
        kept: dict[str, list[Entry]] = {}
        for moment, state in here.items():
            before, original = self._before[moment], dict(state)
            for record_id, entry in original.items():
                state[record_id] = entry = self._cut(entry, original, before)
                kept.setdefault(record_id, []).append(entry)
        return here, kept

    def _ids_that_go(self, here: dict[_Moment, _State]) -> frozenset[str]:
        staying = {record_id for state in here.values() for record_id in state}
        going = {record_id for state in self._before.values() for record_id in state}
        for entry in self._document.all_entries():
            match entry.record:
                case Override(change=change):
                    going.add(change.id)
                case Overlay(id=i, audience=a) | Phase(id=i, audience=a):
                    (staying if a in self._audience else going).add(i)
                case BriefingStep(id=i, audience=a) | Layout(id=i, audience=a):
                    (staying if a in self._audience else going).add(i)
                case _:
                    pass
        return frozenset(going - staying)

    def _cut(self, entry: Entry, here: _State, before: _State) -> Entry:
        if not isinstance(entry.record, Feature):
            return entry
        cut, lost = cut_feature(
            entry.record, here, before, self._gone, answers=not self._answers_go
        )
        for what in lost:
            self._cuts[entry.record.id, what] = Cut(titled(entry.record), what)
        return entry if cut is entry.record else Entry(cut, entry.rank)

    def _tell_features(self, here: dict[_Moment, _State]) -> None:
        told: set[str] = set()
        for moment, before in self._before.items():
            for record_id, entry in before.items():
                record = entry.record
                if moment in here and record_id in here[moment]:
                    continue
                if not any(record == each for each in self._said(record_id, here)):
                    self._add_record(record)
                if record_id in self._gone and record_id not in told:
                    told.add(record_id)
                    foreign = isinstance(record, Foreign)
                    self._leave("foreign" if foreign else "feature", _title(record))
                elif record_id not in self._gone and moment in here:
                    phase = self._document.get(moment) if moment is not None else None
                    name = phase.name or phase.id if isinstance(phase, Phase) else ""
                    self._leave("phase state", f"{_title(record)}, {name}")

    def _said(self, record_id: str, here: dict[_Moment, _State]) -> Iterator[Record]:
        for state in here.values():
            if record_id in state:
                yield state[record_id].record

    def _add_record(self, record: Record) -> None:
        # A feature that no phase changes is one object in all of them.
        if id(record) not in self._seen:
            self._seen.add(id(record))
            self._records.append(record)

    # -- the rest ----------------------------------------------------------------------------

    def _of_project(self) -> Iterator[Entry]:
        project = self._document.project
        if project.unknown is not None:
            for name in (*project.unknown.members, *project.unknown.properties):
                self._leave("unknown", name)
            project = replace(project, unknown=None)
        yield Entry(project, self._document.rank(PROJECT_ID))

    def _of_overlays(self) -> Iterator[Entry]:
        for overlay in self._document.overlays():
            if overlay.audience not in self._audience:
                self._leave("overlay", overlay.name or overlay.id)
                self._records.append(overlay)
                continue
            self._leave_unknown(overlay, overlay.name)
            yield Entry(replace(overlay, unknown=None), self._document.rank(overlay.id))

    def _of_lesson(self) -> Iterator[Entry]:
        document = self._document
        for phase in document.phases():
            name = phase.name or phase.id
            if phase.audience not in self._audience:
                self._leave("phase", name)
                self._records.append(phase)
                continue
            self._leave_unknown(phase, name)
            yield Entry(
                replace(phase, note=self._note(name, phase.note), unknown=None),
                document.rank(phase.id),
            )
        for step in document.steps():
            name = step.title or step.id
            if step.audience not in self._audience:
                self._leave("step", name)
                self._records.append(step)
                continue
            self._leave_unknown(step, name)
            cut, lost = cut_step(step, self._gone, self._phase_for(step.phase))
            for what in lost:
                self._cuts[step.id, what] = Cut(name, what)
            note = self._note(name, step.note)
            yield Entry(replace(cut, note=note, unknown=None), document.rank(step.id))
        for task in document.tasks():
            name = task.title or task.id
            self._leave_unknown(task, name)
            if self._answers_go and task.tolerances is not None:
                self._leave("tolerance", name)
                task = replace(task, tolerances=None)
            yield Entry(replace(task, unknown=None), document.rank(task.id))
        yield from self._of_layouts()

    def _of_layouts(self) -> Iterator[Entry]:
        for layout in self._document.layouts():
            name = layout.name or layout.id
            if layout.audience not in self._audience:
                self._leave("layout", name)
                self._records.append(layout)
                continue
            self._leave_unknown(layout, name)
            phase = self._phase_for(layout.phase)
            step = None if layout.step in self._gone else layout.step
            if (phase, step) != (layout.phase, layout.step):
                self._cuts[layout.id, "what it shows"] = Cut(name, "what it shows")
            yield Entry(
                replace(layout, phase=phase, step=step, unknown=None),
                self._document.rank(layout.id),
            )

    def _phase_for(self, phase_id: str | None) -> str | None:
        """What a step shows instead of a phase that goes: the last before it that stays."""
        if phase_id is None or phase_id not in self._gone:
            return phase_id
        found: str | None = None
        for phase in self._document.phases():
            if phase.id == phase_id:
                break
            if phase.audience in self._audience:
                found = phase.id
        return found

    def _of_resources(self, kept: Iterable[Feature]) -> Iterator[Entry]:
        document = self._document
        kept = tuple(kept)
        everything = [
            entry.record
            for state in self._before.values()
            for entry in state.values()
            if isinstance(entry.record, Feature)
        ]
        pictures = {picture_of(f) for f in everything} - {picture_of(f) for f in kept}
        systems = {systems_of(f) for f in everything} - {systems_of(f) for f in kept}
        for picture in document.pictures():
            if picture.id in pictures:
                self._leave("picture", picture.name or picture.id)
                self._records.append(picture)
            else:
                self._leave_unknown(picture, picture.name)
                yield Entry(replace(picture, unknown=None), document.rank(picture.id))
        for system in document.own_systems():
            if system.system_id in systems:
                self._leave("system", system.system_id)
                self._records.append(system)
            else:
                yield Entry(system, document.rank(system.id))

    def _note(self, of: str, note: str) -> str:
        """The note as it stays."""
        if not note or not self._notes_go:
            return note
        self._leave("note", of)
        self._notes.append(Note(of, note))
        return ""

    def _leave(self, sort: Sort, name: str) -> None:
        self._things.append(Left(sort, " ".join(name[:200].split()) or sort))

    def _leave_unknown(
        self, record: Overlay | Phase | BriefingStep | Task | Layout | Picture, name: str
    ) -> None:
        if record.unknown is not None:
            for each in (*record.unknown.members, *record.unknown.properties):
                self._leave("unknown", f"{each} of {name or record.id}")

    # -- putting together ----------------------------------------------------------------------

    def _put_together(self, entries: list[Entry], states: dict[_Moment, _State]) -> Document:
        first, *later = self._moments or (None,)
        copy = Document((*entries, *states.get(first, {}).values()))
        for moment in later:
            assert moment is not None
            copy.show_phase(moment)
            shown, wanted = copy.state(moment), states[moment]
            with copy.edit("Copy") as change:
                for record_id in shown.keys() - wanted.keys():
                    change.remove(record_id)
                for record_id, entry in wanted.items():
                    if shown.get(record_id) != entry:
                        change.put(entry.record, entry.rank)
        stored = {entry.record.id: entry for entry in copy.all_entries()}
        for moment in later:
            assert moment is not None
            for change in self._document.changes_in(moment):
                if change.id in stored or change.feature_id in states[moment]:
                    self._carry_movement(stored, change)
        return Document(stored.values())

    def _carry_movement(self, stored: dict[str, Entry], original: Override) -> None:
        """The way that a unit comes in a phase, told by the phase's change of it."""
        if not isinstance(original.change, Patch) or original.change.movement is None:
            return
        feature = self._document.feature_in(original.phase, original.feature_id)
        if feature is None or feature.kind != original.change.kind:
            return  # of another kind than what is there: it changes nothing
        patch, rank = replace(original.change, geometry=None, properties={}, rank=None), 0.0
        match stored.get(original.id):
            case None:
                pass  # it comes back to where it was
            case Entry(record=Override(change=Patch() as patch), rank=rank):
                pass
            case _:
                return
        patch = replace(patch, movement=original.change.movement)
        stored[original.id] = Entry(override(original.phase, patch), rank)

    def _tell_idle(self) -> None:
        """Changes that changed nothing: they are not in the copy, which is made of what is seen."""
        order = tuple(self._before)
        for entry in self._document.all_entries():
            record = entry.record
            if not isinstance(record, Override):
                continue
            place = order.index(record.phase) if record.phase in order else 0
            if place:
                now, before = self._before[order[place]], self._before[order[place - 1]]
                if now.get(record.feature_id) != before.get(record.feature_id):
                    continue
                if isinstance(record.change, Patch) and record.change.movement is not None:
                    continue
            self._records.append(record)
            self._leave("idle", _title(record))


def _overlay_of(entry: Entry) -> str:
    record = entry.record
    return record.overlay if isinstance(record, Feature | Foreign) else ""


def _title(record: Record) -> str:
    match record:
        case Feature():
            return titled(record)
        case Foreign():
            return f"{record.id} ({record.why})"
        case Override(change=Feature() as feature):
            return titled(feature)
        case Override():
            return record.feature_id
        case _:
            return record.id
