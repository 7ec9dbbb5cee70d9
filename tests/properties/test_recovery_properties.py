"""Whatever is done, saved and lost in whatever order: what comes back is what was there.

The model is as plain as can be: a list of whole documents, one for each step, which never crashes.
Journals write only when the test says so, so that it is known what was on the disk.
"""

import json
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Foreign, Unknown
from baltic_desk.document.history import Recorded, Redone, Undone
from baltic_desk.document.project import Overlay, Project
from baltic_desk.document.store import Entry
from baltic_desk.io import journal_folder, journal_writer
from baltic_desk.io.entry_codec import decode_entry, encode_entry
from baltic_desk.io.header import SavedView
from baltic_desk.io.journal import RecoveryJournal
from baltic_desk.io.project import digest_of, dumps, loads
from baltic_desk.io.recovery import crashed_sessions, recover, taken_over
from tests.features import unit
from tests.journals import crash, image, stored
from tests.properties.test_document_properties import features, json_values, texts
from tests.properties.test_phase_properties import Lesson

PATH = Path("lesson.geojson")


class Model:
    """A document as a list of what it was, and what was last saved."""

    def __init__(self, document, *, clean=0):
        self.states = [stored(document)]
        self.labels = []
        self.phases = []
        self.cursor = 0
        self.clean = clean

    def copy(self):
        copied = Model.__new__(Model)
        copied.__dict__ = {k: v[:] if isinstance(v, list) else v for k, v in vars(self).items()}
        return copied

    def hear(self, event, document):
        match event:
            case Recorded(step):
                if self.clean is not None and self.clean > self.cursor:
                    self.clean = None
                del self.states[self.cursor + 1 :], self.labels[self.cursor :]
                del self.phases[self.cursor :]
                self.states.append(stored(document))
                self.labels.append(step.label)
                self.phases.append(step.phases)
                self.cursor += 1
            case Undone():
                self.cursor -= 1
            case Redone():
                self.cursor += 1
            case _:
                pass

    @property
    def now(self):
        return self.states[self.cursor]

    def is_that_of(self, document):
        """A document is this one, and each step of undo and redo leads where it led."""
        assert stored(document) == self.now
        assert document.history.labels == (
            tuple(self.labels[: self.cursor]),
            tuple(self.labels[self.cursor :]),
        )
        assert document.history.clean == (self.clean == self.cursor)
        here, phase = self.cursor, document.phase
        for place in range(here - 1, -1, -1):
            assert document.undo() == self.labels[place]
            assert stored(document) == self.states[place]
            assert document.history.clean == (self.clean == place)
        for place in range(1, len(self.states)):
            assert document.redo() == self.labels[place - 1]
            assert stored(document) == self.states[place]
            assert document.history.clean == (self.clean == place)
        while document.history.cursor > here:
            document.undo()
        if phase is not None:
            document.show_phase(phase)


class LostAndFound(Lesson):
    """What a person does to a lesson, and what happens to the machine meanwhile."""

    def __init__(self):
        super().__init__()
        self.root = Path(tempfile.mkdtemp()) / "sessions"
        self.log_bytes = journal_folder.LOG_BYTES
        journal_folder.LOG_BYTES = 3_000
        self.meanwhile = []
        self.make_base = journal_writer.make_base
        journal_writer.make_base = self.made_while_work_goes_on
        self.file = dumps(self.document)
        self.views = 0
        self.view = None
        self.begin(self.document, Model(self.document))

    def begin(self, document, model, gone_on=None):
        """Work on a document with a journal of its own."""
        if document is not self.document:
            self.seen = {e.record.id: e for e in document.entries()}
            document.subscribe(self.hear)
        self.document, self.model = document, model
        document.history.subscribe(lambda event: self.model.hear(event, self.document))
        self.journal = RecoveryJournal(
            document,
            original_path=PATH,
            base_digest=digest_of(self.file),
            view=self.view,
            gone_on=gone_on,
            folder=self.root,
            pause_s=3600,
        )
        self.kept = None

    def teardown(self):
        self.journal.close()
        journal_folder.LOG_BYTES = self.log_bytes
        journal_writer.make_base = self.make_base
        shutil.rmtree(self.root.parent)

    # Each of these has a test of its own; here they only take time.
    every_phase_is_its_differences_done_in_turn = None
    the_file_gives_it_back = None
    the_phase_shown_is_the_state_of_it = None
    undo_all_and_redo_all = None

    @rule()
    def write(self):
        self.journal.flush()
        assert self.journal.warning is None
        assert self.journal.kept
        self.kept = self.model.copy(), image(self.document), self.view

    @precondition(lambda self: self.kept is not None)
    @rule(what=st.lists(st.sampled_from(["undo", "redo", "put"]), min_size=1, max_size=4))
    def work_goes_on_while_a_base_is_made(self, what):
        self.meanwhile = what
        self.journal._writer._lacking = True
        self.write()

    def made_while_work_goes_on(self, *state, **options):
        while self.meanwhile and self.journal._writer._since is not None:
            match self.meanwhile.pop():
                case "undo":
                    self.document.undo()
                case "redo":
                    self.document.redo()
                case _:
                    self.made += 1
                    self.put(unit(f"f{self.made}"))
            self.journal._write_heard()
            self.journal._kept = True
        return self.make_base(*state, **options)

    @rule()
    def save(self):
        self.file = dumps(self.document)
        self.model.clean = self.model.cursor
        self.document.history.mark_clean()
        self.journal.saved(PATH, digest_of(self.file))

    @rule()
    def give_up_what_is_saved(self):
        self.model.clean = None
        self.document.history.mark_dirty()

    @rule()
    def look_elsewhere(self):
        self.views += 1
        self.view = SavedView(lon=20.0 + self.views / 7, lat=57.0, scale=1e6)
        self.journal.look(self.view)

    @rule()
    def open_the_file_again(self):
        self.journal.close()
        document = loads(self.file).document
        self.begin(document, Model(document, clean=document.history.clean_cursor))

    @rule(text=texts, value=json_values)
    def put_in_what_is_not_known(self, text, value):
        self.made += 1
        project = replace(self.document.project, title=text, unknown=Unknown({"x": value}, {}))
        name = f"f{self.made}"
        tree = {"type": "Feature", "id": name, "geometry": None, "properties": {"kind": "x"}}
        foreign = Foreign(id=name, raw=json.dumps(tree).encode(), why=text, overlay="o")
        self.put(project, foreign)

    @rule()
    def the_machine_stops(self):
        """What was on the disk comes back; without that, the file as it was saved."""
        crash(self.journal)
        found = crashed_sessions(self.root)
        if self.kept is None or self.kept[0].clean == self.kept[0].cursor:
            assert found == []
            document = loads(self.file).document
            self.begin(document, Model(document, clean=document.history.clean_cursor))
            return
        model, was, view = self.kept
        (left,) = found
        back = recover(left)
        assert back.problems == ()
        assert image(back.document) == was
        assert (left.title, left.feature_count) == (
            back.document.project.title,
            sum(1 for e in model.now.values() if type(e.record).__name__ == "Feature"),
        )
        assert back.view == view
        if model.clean is not None:
            assert {e.record.id: e for e in back.saved_entries} == model.states[model.clean]
            done = model.labels[model.clean : model.cursor]
            undone = [f"Undo {label}" for label in model.labels[model.cursor : model.clean]]
            assert [each.label for each in left.steps] == [*undone[::-1], *done]
        self.view = view
        self.begin(back.document, model, back.gone_on)
        self.journal.flush()
        assert self.journal.kept
        taken_over(left)
        assert [each.path for each in crashed_sessions(self.root)] == []
        self.model.is_that_of(self.document)
        self.write()

    @precondition(lambda self: self.kept is not None)
    @rule()
    def the_machine_stops_right_after_writing(self):
        self.write()
        self.the_machine_stops()

    @invariant()
    def the_document_is_what_the_model_is(self):
        assert stored(self.document) == self.model.now
        assert self.document.history.clean == (self.model.clean == self.model.cursor)


TestLostAndFound = LostAndFound.TestCase
TestLostAndFound.settings = settings(max_examples=30, stateful_step_count=30)


class Entries(RuleBasedStateMachine):
    """Features of any sort, written and read as entries, in a document that is written as well."""

    def __init__(self):
        super().__init__()
        self.document = Document([Entry(Overlay(id="o"), 0.0), Entry(Project(), 0.0)])
        self.root = Path(tempfile.mkdtemp()) / "sessions"
        self.journal = RecoveryJournal(self.document, folder=self.root, pause_s=3600)

    def teardown(self):
        self.journal.close()
        shutil.rmtree(self.root.parent)

    @rule(feature=features, rank=st.floats(allow_nan=False, allow_infinity=False))
    def put(self, feature, rank):
        entry = Entry(feature, rank)
        assert repr(decode_entry(encode_entry(entry))) == repr(entry)
        with self.document.edit("Put") as change:
            change.put(replace(feature, id=f"x{feature.id}"), rank)

    @rule()
    def undo(self):
        self.document.undo()

    @rule()
    def write_and_stop(self):
        with self.document.edit("Put") as change:
            change.put(unit("last"), len(self.document.history.steps) + 0.5)
        self.journal.flush()
        crash(self.journal)
        (left,) = crashed_sessions(self.root)
        back = recover(left)
        assert image(back.document) == image(self.document)
        assert repr(stored(back.document)) == repr(stored(self.document))
        shutil.rmtree(left.path)
        self.document = back.document
        self.journal = RecoveryJournal(self.document, folder=self.root, pause_s=3600)


TestEntries = Entries.TestCase
TestEntries.settings = settings(max_examples=15, stateful_step_count=10)
