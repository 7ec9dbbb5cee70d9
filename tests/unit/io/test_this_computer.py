"""A computer of another name still finds what it kept; what is another's is left to it."""

import platform
import sys

import pytest

from baltic_desk.io import this_computer
from baltic_desk.io.journal import RecoveryJournal
from baltic_desk.io.journal_folder import SESSION
from baltic_desk.io.recovery import crashed_sessions, recover
from tests.features import document, unit
from tests.journals import crash, image, left, put


@pytest.fixture
def has_id(monkeypatch):
    """Give this computer an id of its system, as another start would find it."""

    def give(own):
        monkeypatch.setattr(this_computer, "_system_id", lambda: own)
        this_computer.computer_id.cache_clear()

    yield give
    monkeypatch.undo()
    this_computer.computer_id.cache_clear()


@pytest.fixture
def doc():
    return document(unit("a"))


def crashed(doc):
    journal = RecoveryJournal(doc, pause_s=3600)
    put(doc, unit("b"))
    journal.flush()
    crash(journal)
    return journal.folder


def renamed(monkeypatch):
    monkeypatch.setattr(platform, "node", lambda: "dhcp-17.elsewhere")


@pytest.mark.parametrize("with_note", [True, False])
def test_work_is_offered_after_the_computer_was_given_another_name(
    doc, has_id, monkeypatch, with_note
):
    has_id("d8b6b4c4a51e4c9f9a2f")
    folder = crashed(doc)
    if not with_note:
        (folder / SESSION).unlink()
    renamed(monkeypatch)
    assert image(recover(left()).document) == image(doc)


@pytest.mark.parametrize("with_note", [True, False])
def test_work_of_another_computer_is_left_to_it(doc, has_id, monkeypatch, with_note):
    has_id("d8b6b4c4a51e4c9f9a2f")
    folder = crashed(doc)
    if not with_note:
        (folder / SESSION).unlink()
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    has_id("77aa54b0e8f24e1c8d0e")
    renamed(monkeypatch)
    assert crashed_sessions() == []
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before


def test_without_an_id_the_name_tells(doc, has_id, monkeypatch):
    has_id("")
    crashed(doc)
    assert left()
    renamed(monkeypatch)
    assert crashed_sessions() == []


def test_the_systems_own_id_is_told_to_nobody(doc, has_id):
    own = "d8b6b4c4a51e4c9f9a2f"
    has_id(own)
    folder = crashed(doc)
    kept = b"".join(each.read_bytes() for each in folder.iterdir())
    assert this_computer.computer_id().encode() in kept
    assert own.encode() not in kept


@pytest.mark.skipif(sys.platform == "win32", reason="a registry key there")
def test_the_first_id_that_the_system_has_is_taken(tmp_path, monkeypatch):
    places = [tmp_path / name for name in ("none", "unset", "empty", "odd", "own")]
    for place, written in zip(
        places[1:], (b"uninitialized\n", b"\n", b"\xff\xfe", b"d8b6b4c4\n"), strict=True
    ):
        place.write_bytes(written)
    monkeypatch.setattr(this_computer, "_LINUX", tuple(places))
    assert this_computer._system_id() == "d8b6b4c4"
    monkeypatch.setattr(this_computer, "_LINUX", tuple(places[:3]))
    assert this_computer._system_id() == ""
