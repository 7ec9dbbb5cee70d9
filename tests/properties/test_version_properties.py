"""A version that has been in a file does not differ from what was saved, whatever was drawn."""

import contextlib
import json

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Unknown
from baltic_desk.document.file_precision import same_in_file
from baltic_desk.document.restoring import restored_entries
from baltic_desk.document.version_comparison import stored_of, version_differences
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import dumps, loads
from baltic_desk.io.self_check import self_check
from tests.properties.test_document_properties import (
    a_document,
    features,
    geojson_like,
    unknown_content,
)
from tests.properties.test_phase_properties import Lesson


def differences(before, after):
    return version_differences(stored_of(before.all_entries()), stored_of(after.all_entries()))


@given(st.lists(features, max_size=4), unknown_content, unknown_content)
def test_saving_makes_no_difference(drawn, members, properties):
    unknown = Unknown(members, properties)
    made = [msgspec.structs.replace(f, id=f"f{n}") for n, f in enumerate(drawn)]
    made += [msgspec.structs.replace(f, id=f"g{n}", unknown=unknown) for n, f in enumerate(drawn)]
    document = a_document(*made)
    assert differences(document, loads(dumps(document)).document) == ()


@given(features, unknown_content, st.data())
def test_whatever_can_be_read_can_be_saved(feature, unknown, data):
    """One byte changed or a piece cut out of a good file: if it is read, the self-check passes."""
    said = msgspec.structs.replace(feature, unknown=Unknown(unknown, unknown))
    good = dumps(a_document(said))
    start = data.draw(st.integers(0, len(good) - 1))
    length = data.draw(st.integers(0, 20))
    damaged = good[:start] + data.draw(st.binary(max_size=3)) + good[start + length :]
    with contextlib.suppress(ProjectError):
        document = loads(damaged).document
        self_check(dumps(document), document.all_entries(), None)


@given(geojson_like)
def test_whatever_is_like_geojson_can_be_saved_when_it_is_read(tree):
    with contextlib.suppress(ProjectError):
        document = loads(json.dumps(tree).encode()).document
        self_check(dumps(document), document.all_entries(), None)


class SavedLesson(Lesson):
    """What phases do, and another version of it each time; at any time it is an earlier one."""

    def __init__(self):
        super().__init__()
        self.versions = []

    @invariant()
    def saving_makes_no_difference(self):
        data = dumps(self.document)
        self_check(data, self.document.all_entries(), None)
        back = loads(data).document
        assert dumps(back) == data
        assert differences(self.document, back) == ()
        assert differences(back, self.document) == ()

    @rule(in_file=st.booleans())
    def keep_a_version(self, in_file):
        entries = tuple(self.document.all_entries())
        version = loads(dumps(self.document)).document if in_file else Document(entries)
        self.versions.append(version)

    @precondition(lambda self: self.versions)
    @rule(number=st.integers(0, 30), back=st.booleans())
    def restore(self, number, back):
        version = self.versions[number % len(self.versions)]
        before = stored_of(self.document.all_entries())
        looks = {p.id: dumps(version.snapshot(p.id)) for p in version.phases()}
        written = restored_entries(before, stored_of(version.all_entries()))
        self.document.restructure("Restore", written)
        assert differences(self.document, version) == ()
        assert {p.id: dumps(self.document.snapshot(p.id)) for p in version.phases()} == looks
        if back and written:
            assert self.document.undo() == "Restore"
            assert stored_of(self.document.all_entries()) == before

    def put(self, *records):
        before = stored_of(self.document.all_entries())
        super().put(*records)
        after = stored_of(self.document.all_entries())
        # Others may tell besides that they lie elsewhere among what was put.
        told = {each.key for each in version_differences(before, after)}
        for key in before | after:
            was, now = before.get(key), after.get(key)
            if was is None or now is None or not same_in_file(was.record, now.record):
                assert key in told


TestSavedLesson = SavedLesson.TestCase
