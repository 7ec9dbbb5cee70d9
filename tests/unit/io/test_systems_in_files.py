"""A project's own systems come back from its file; what is not understood is kept and told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from baltic_desk.coverage.system_reading import read_system
from baltic_desk.document.document import Document
from baltic_desk.document.own_systems import OwnSystem, of_system, of_tree, read_own, record_id
from baltic_desk.io.journal import RecoveryJournal
from baltic_desk.io.journal_reading import read_session
from baltic_desk.io.project import dumps, loads
from tests.features import document, unit
from tests.system_entries import entry


def with_systems(*records: OwnSystem) -> Document:
    found = document(unit("u"))
    with found.edit("Add systems") as change:
        for record in records:
            change.put(record)
    return found


def with_header(**fields: Any) -> bytes:
    tree = json.loads(dumps(document(unit("u"))))
    tree["baltic_desk"] |= fields
    return json.dumps(tree).encode()


def systems_in(data: bytes) -> Any:
    return json.loads(data)["baltic_desk"].get("systems")


def test_systems_come_back_in_their_order_with_all_they_hold() -> None:
    found = with_systems(*(of_system(read_system(entry(name))) for name in ("b", "a")))
    loaded = loads(dumps(found))
    assert loaded.problems == ()
    assert [record.system_id for record in loaded.document.own_systems()] == ["b", "a"]
    assert loaded.document.own_systems() == found.own_systems()
    assert loaded.document.history.clean
    assert dumps(loaded.document) == dumps(found)
    read = read_own(loaded.document.own_systems())
    assert [system.provenance for system in read.systems] == ["this project"] * 2
    assert read.systems[0].variants[0].figures[0].sources[0].title == "Maker's leaflet"


def test_a_file_without_systems_has_no_list_of_them() -> None:
    assert systems_in(dumps(document(unit()))) is None


def test_unknown_members_are_written_back_and_the_entry_is_used() -> None:
    newer = entry(colour={"of": "later"})
    newer["variants"][0]["seeker"] = "none"
    loaded = loads(with_header(systems=[newer]))
    assert loaded.problems == ()
    (record,) = loaded.document.own_systems()
    assert read_own([record]).systems[0].name == "Vētra"
    assert systems_in(dumps(loaded.document)) == [newer]


@pytest.mark.parametrize(
    ("tree", "why"),
    [
        (entry(sidc="1"), 'own_sam: "sidc" must be 20 or 30 digits'),
        ({"id": "x"}, '"name" is missing'),
        ("none", "an object is wanted here"),
        (None, "an object is wanted here"),
        (5, "an object is wanted here"),
    ],
)
def test_what_cannot_be_used_is_told_kept_and_written_back(tree: Any, why: str) -> None:
    loaded = loads(with_header(systems=[entry("good"), tree]))
    assert [record.system_id for record in loaded.document.own_systems()] == ["good"]
    (problem,) = loaded.problems
    assert problem.place == "baltic_desk.systems[1]"
    assert why in problem.text
    assert "kept but not used" in problem.text
    assert systems_in(dumps(loaded.document)) == [entry("good"), tree]


def test_a_second_entry_for_a_system_and_a_list_that_is_none_are_kept() -> None:
    loaded = loads(with_header(systems=[entry(), entry(name="Other")]))
    assert 'two entries for "own_sam"' in loaded.problems[0].text
    assert len(systems_in(dumps(loaded.document))) == 2
    loaded = loads(with_header(systems={"a": 1}))
    assert "not a list" in loaded.problems[0].text
    assert json.loads(dumps(loaded.document))["baltic_desk"]["unread"] == {"systems": [{"a": 1}]}


def test_a_feature_that_bears_a_systems_id_gets_a_new_one() -> None:
    tree = json.loads(with_header(systems=[entry()]))
    tree["features"][0]["id"] = record_id("own_sam")
    loaded = loads(json.dumps(tree).encode())
    assert len(loaded.document.own_systems()) == 1
    assert len(list(loaded.document.features())) == 1


def test_putting_changing_and_removing_are_one_step_each() -> None:
    found = with_systems()
    record = of_tree("a", entry("a"))
    with found.edit("Add system") as change:
        change.put(record)
    with found.edit("Change system") as change:
        change.put(of_tree("a", entry("a", name="Other")))
    with found.edit("Remove system") as change:
        change.remove(record.id)
    assert found.own_systems() == ()
    assert found.undo() == "Remove system"
    assert "Other" in found.own_systems()[0].content
    assert found.undo() == "Change system"
    assert found.own_systems() == (record,)
    assert found.own_system("a") == record
    assert found.undo() == "Add system"
    assert found.own_system("a") is None
    assert found.redo() == "Add system"
    assert found.own_systems() == (record,)


def test_the_journal_holds_them(tmp_path: Any) -> None:
    found = with_systems()
    journal = RecoveryJournal(found, folder=tmp_path)
    with found.edit("Add system") as change:
        change.put(of_tree("a", entry("a")))
    journal.flush()
    kept = read_session(journal.folder)
    journal.close()
    assert kept is not None
    assert kept.state.document().own_systems() == found.own_systems()
