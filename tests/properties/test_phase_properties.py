"""Whatever is done to a lesson in whatever order: each phase is its differences done in turn."""

import json

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from baltic_desk.document.anchoring import deletion
from baltic_desk.document.document import Document
from baltic_desk.document.feature import RangeRing
from baltic_desk.document.moving import moved_all
from baltic_desk.document.ordering import move_to_overlay
from baltic_desk.document.outline import new_ring
from baltic_desk.document.phase_comparison import compared
from baltic_desk.document.phase_operations import (
    add_phase,
    delete_phase,
    duplicate_phase,
    merge_phase,
    move_phase,
    split_phase,
)
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Entry, by_rank
from baltic_desk.io.feature_writer import encode
from baltic_desk.io.project import dumps, loads
from tests.features import unit

places = st.tuples(st.integers(20, 25).map(float), st.integers(54, 58).map(float))
numbers = st.integers(0, 30)


def merged(tree, patch):
    """RFC 7396, as written there."""
    if not isinstance(patch, dict):
        return patch
    found = dict(tree) if isinstance(tree, dict) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = merged(found.get(name), value)
    return found


def replayed(text):
    """Each phase of a project file as features by id, by JSON alone."""
    tree = json.loads(text)
    features = {each["id"]: each for each in tree["features"]}
    yield dict(features)
    for phase in tree["baltic_desk"].get("phases", [])[1:]:
        for change in phase.get("changes", ()):
            if "feature" in change:
                features[change["feature"]["id"]] = change["feature"]
            elif change.get("gone"):
                del features[change["id"]]
            else:
                features[change["id"]] = merged(features[change["id"]], change.get("set", {}))
        yield dict(features)


def written(record):
    """A feature as JSON, without what a phase need not say of rings: they follow their units."""
    return without_place(json.loads(encode(record)))


def without_place(tree):
    if tree["properties"]["kind"] != "range_ring":
        return tree
    properties = {k: v for k, v in tree["properties"].items() if not k.startswith("center_")}
    return {**tree, "geometry": None, "properties": properties}


def carried(entry, before, now):
    """Whether it is a ring that goes where its unit goes, and that has gone elsewhere."""
    anchor = None
    if entry is not None and isinstance(entry.record.properties, RangeRing):
        anchor = entry.record.properties.anchor
    was, there = (None if anchor is None else state.get(anchor) for state in (before, now))
    return was is not None and there is not None and was.record.geometry != there.record.geometry


class Lesson(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        records = (Overlay(id="o"), Overlay(id="p"), unit("u0", at=(21.0, 55.0)))
        self.document = Document(Entry(record, float(k)) for k, record in enumerate(records))
        self.made = 0
        self.seen = {e.record.id: e for e in self.document.entries()}
        self.document.subscribe(self.hear)

    def hear(self, diff):
        for record_id, entry in diff.after.items():
            assert self.seen.get(record_id) == diff.before[record_id]
            if entry is None:
                del self.seen[record_id]
            else:
                self.seen[record_id] = entry

    def ids(self):
        return sorted(f.id for f in self.document.features())

    def looks(self):
        return {p.id: self.document.state(p.id) for p in self.document.phases()}

    def a_phase(self, number):
        phases = self.document.phases()
        return phases[number % len(phases)].id

    def put(self, *records):
        with self.document.edit("Put") as change:
            for each in records:
                change.put(each)

    @rule(at=places, overlay=st.sampled_from("op"))
    def draw_a_unit(self, at, overlay):
        self.made += 1
        there = overlay if overlay in self.document else "o"
        self.put(unit(f"u{self.made}", at=at, overlay=there))

    @precondition(lambda self: self.ids())
    @rule(number=numbers, radius=st.integers(1, 3))
    def put_a_ring_on_it(self, number, radius):
        feature = self.document.feature(self.ids()[number % len(self.ids())])
        if feature.kind == "unit":
            self.made += 1
            at = feature.geometry.coordinates
            ring = new_ring(f"r{self.made}", at, radius * 1e4, overlay="o", anchor=feature.id)
            self.put(ring)

    @precondition(lambda self: self.ids())
    @rule(number=numbers, to=places)
    def move(self, number, to):
        feature = self.document.feature(self.ids()[number % len(self.ids())])
        if feature.kind == "unit":
            at = feature.geometry.coordinates
            self.put(*moved_all(self.document, [feature.id], at, to).values())

    @precondition(lambda self: self.ids())
    @rule(number=numbers, name=st.sampled_from(["", "A", "B"]), overlay=st.sampled_from("op"))
    def rename(self, number, name, overlay):
        feature = self.document.feature(self.ids()[number % len(self.ids())])
        if self.document.get(overlay) is not None:
            changed = replace(feature.properties, name=name, overlay=overlay)
            self.put(replace(feature, properties=changed))

    @precondition(lambda self: self.ids())
    @rule(number=numbers)
    def raise_it(self, number):
        feature = self.document.feature(self.ids()[number % len(self.ids())])
        with self.document.edit("Raise") as change:
            top = max(e.rank for e in self.document.entries())
            change.put(feature, rank=top + 1.0)

    @precondition(lambda self: self.ids())
    @rule(number=numbers)
    def delete(self, number):
        gone = deletion(self.document, [self.ids()[number % len(self.ids())]])
        with self.document.edit("Delete") as change:
            gone.fill(change)

    @rule()
    def delete_or_make_the_second_overlay(self):
        if self.document.get("p") is None:
            self.put(Overlay(id="p"))
        else:
            with self.document.edit("Delete overlay") as change:
                deletion(self.document, ["p"]).fill(change)
            for phase in self.document.phases():
                for entry in self.document.state(phase.id).values():
                    assert entry.record.overlay != "p"

    @rule()
    def new_phase(self):
        before = self.looks()
        if len(before) < 5:
            add_phase(self.document)
            assert before.items() <= self.looks().items()

    @precondition(lambda self: self.document.phases())
    @rule(number=numbers)
    def show(self, number):
        phase = self.a_phase(number)
        self.document.show_phase(phase)
        assert self.document.phase == phase

    @precondition(lambda self: 0 < len(self.document.phases()) < 5)
    @rule(number=numbers)
    def duplicate(self, number):
        before, phase = self.looks(), self.a_phase(number)
        fresh = duplicate_phase(self.document, phase)
        assert self.looks() == before | {fresh.id: before[phase]}

    @precondition(lambda self: self.document.phases())
    @rule(number=numbers, to=st.integers(0, 4))
    def reorder(self, number, to):
        before = self.looks()
        move_phase(self.document, self.a_phase(number), to)
        assert self.looks() == before

    @precondition(lambda self: len(self.document.phases()) > 1)
    @rule(number=numbers)
    def remove_phase(self, number):
        before, phase = self.looks(), self.a_phase(number)
        delete_phase(self.document, phase)
        del before[phase]
        assert self.looks() == before

    @precondition(lambda self: len(self.document.phases()) > 1)
    @rule(number=numbers)
    def merge(self, number):
        before = self.looks()
        phases = self.document.phases()
        place = 1 + number % (len(phases) - 1)
        merge_phase(self.document, phases[place].id)
        shown = before.pop(phases[place].id)
        assert self.looks() == before | {phases[place - 1].id: shown}

    @precondition(lambda self: 1 < len(self.document.phases()) < 5)
    @rule(number=numbers)
    def split(self, number):
        before, phases = self.looks(), self.document.phases()
        place = 1 + number % (len(phases) - 1)
        phase, previous = phases[place].id, phases[place - 1].id
        changed = [d.id for d in compared(before[previous], before[phase])]
        if changed:
            late = set(changed[::2])
            fresh = split_phase(self.document, phase, late)
            now = self.looks()
            assert now[fresh.id] == before[phase]
            for record_id in late:
                was = before[previous].get(record_id)
                if not carried(was, before[previous], now[phase]):
                    assert now[phase].get(record_id) == was
            others = [p for p in before if p != phase]
            assert all(now[p] == before[p] for p in others)

    @rule()
    def undo(self):
        self.document.undo()

    @rule()
    def redo(self):
        self.document.redo()

    @rule()
    def undo_all_and_redo_all(self):
        now, phases, text = self.looks(), self.document.phases(), dumps(self.document)
        steps = 0
        while self.document.undo() is not None:
            steps += 1
        for _ in range(steps):
            assert self.document.redo() is not None
        assert self.looks() == now
        assert self.document.phases() == phases
        assert dumps(self.document) == text

    @precondition(lambda self: self.ids())
    @rule(number=numbers, overlay=st.sampled_from("op"))
    def move_to_an_overlay(self, number, overlay):
        feature_id = self.ids()[number % len(self.ids())]
        if self.document.get(overlay) is not None:
            with self.document.edit("Move to overlay") as change:
                move_to_overlay(change, self.document, [feature_id], overlay)

    @invariant()
    def what_is_heard_is_what_is_there(self):
        assert self.seen == {e.record.id: e for e in self.document.entries()}

    @invariant()
    def the_phase_shown_is_the_state_of_it(self):
        shown = {f.id for f in self.document.features()}
        state = self.document.state(self.document.phase)
        assert shown == set(state)
        for record_id, entry in state.items():
            assert self.document.feature(record_id) == entry.record

    @invariant()
    def every_phase_is_its_differences_done_in_turn(self):
        for state, tree in zip(
            [self.document.state(p.id) for p in self.document.phases()] or [{}],
            replayed(dumps(self.document)),
            strict=True,
        ):
            if self.document.phases():
                assert {i: written(e.record) for i, e in state.items()} == {
                    i: without_place(each) for i, each in tree.items()
                }

    @invariant()
    def the_file_gives_it_back(self):
        text = dumps(self.document)
        loaded = loads(text)
        again = loaded.document
        assert again.phases() == self.document.phases()
        for phase in again.phases():
            before, after = self.document.state(phase.id), again.state(phase.id)
            assert {i: e.record for i, e in after.items()} == {
                i: e.record for i, e in before.items()
            }
            assert [e.record.id for e in by_rank(after.values())] == [
                e.record.id for e in by_rank(before.values())
            ]
        assert dumps(again) == text

    @invariant()
    def the_file_does_not_tell_how_it_came_about(self):
        fresh = Document(reversed(list(self.document.all_entries())))
        assert dumps(fresh) == dumps(self.document)


TestLesson = Lesson.TestCase
TestLesson.settings = settings(max_examples=12, stateful_step_count=20)
