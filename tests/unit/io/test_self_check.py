"""What is about to be saved is read back: a fault of the writer shows before a file is replaced."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from baltic_desk.document.document import Document
from baltic_desk.document.layout import Layout
from baltic_desk.document.phase_operations import add_phase
from baltic_desk.document.project import Overlay
from baltic_desk.io import feature_writer, header, project
from baltic_desk.io.header import SavedView
from baltic_desk.io.opening import open_bytes
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import dumps, load
from baltic_desk.io.self_check import SelfCheckError, self_check
from baltic_desk.paths import resource
from tests.features import area, document, line, ring, unit

VIEW = SavedView(lon=24.0, lat=57.0, scale=1e6, projection="laea")
FILES = Path(__file__).parents[2] / "files" / "schema_1"
FUZZED = Path(__file__).parents[2] / "fuzz"


def lesson() -> Document:
    """Something of most sorts."""
    held = load(FILES / "lesson.geojson").document
    with held.edit("More") as change:
        change.put(msgspec.structs.replace(held.project, title="Lesson"))
        change.put(Layout(id="sheet", name="A3"))
    return held


def checked(of: Document, view: SavedView | None = VIEW) -> None:
    self_check(dumps(of, view=view), of.all_entries(), view)


def refused(of: Document) -> str:
    with pytest.raises(SelfCheckError) as caught:
        checked(of)
    return str(caught.value)


@pytest.mark.parametrize("name", ["all_kinds", "lesson", "unknown_content"])
def test_what_is_right_is_found_right(name: str) -> None:
    checked(load(FILES / f"{name}.geojson").document)


def test_whatever_was_ever_read_can_be_saved() -> None:
    """Files of other programs, hostile ones, those that were found by fuzzing."""
    read = 0
    for path in itertools.chain(FILES.parent.rglob("*"), FUZZED.rglob("*")):
        if path.is_file():
            with contextlib.suppress(ProjectError):
                checked(open_bytes(path.read_bytes(), path.stem).document)
                read += 1
    assert read > 60


def test_the_shipped_lesson_is_found_right() -> None:
    checked(load(resource("scenarios", "lesson.geojson")).document, None)
    checked(document())


def test_what_a_file_rounds_is_no_fault() -> None:
    checked(
        document(
            unit("a", at=(24.123456789123, 57.987654321987)),
            ring("r", at=(21.111111111111, 55.0)),
            line("l", (20.00000001234, 55.0), (29.0, 56.123456789)),
            area("k", (22, 56), (22, 57), (29.00000000123, 57)),
        )
    )


def test_half_a_character_is_no_fault() -> None:
    odd = document(unit("a", name="A\ud800B"), unit("b", name="B"))
    add_phase(odd, "Dawn \udfff")
    with odd.edit("Rename") as change:
        change.put(unit("b", name="\ud83d"))
    checked(odd)


def test_two_of_the_same_rank_are_no_fault() -> None:
    entries = [e._replace(rank=1.0) for e in document(unit("b"), unit("a")).all_entries()]
    checked(Document(entries))


# -- planted faults ------------------------------------------------------------------------------


def test_a_writer_that_forgets_a_field_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    encode = feature_writer.encode_run

    def forgetful(records: Any) -> bytes:
        return re.sub(rb',"designation":"[^"]*"', b"", encode(records), count=1)

    monkeypatch.setattr(project, "encode_run", forgetful)
    assert "designation" in refused(lesson())


def test_a_writer_that_leaves_out_or_doubles_or_turns_features_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    encode = feature_writer.encode_run
    for change in (lambda r: r[1:], lambda r: (*r, r[0]), lambda r: r[::-1]):
        monkeypatch.setattr(project, "encode_run", lambda r, c=change: encode(c(r)))
        assert refused(document(unit("a"), unit("b"), unit("c")))


def test_a_writer_that_moves_something_by_a_centimetre_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    encode = feature_writer.encode_run
    monkeypatch.setattr(
        project, "encode_run", lambda records: encode(records).replace(b"24.1234567", b"24.1234568")
    )
    assert "moved" in refused(document(unit(at=(24.1234567, 57.0))))


@pytest.mark.parametrize(
    "forgotten", ["title", "overlays", "phases", "steps", "tasks", "layouts", "changes"]
)
def test_a_header_that_forgets_something_is_found_out(
    forgotten: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = lesson()
    write = header.write_header

    def forgetful(of: Any) -> dict[str, Any]:
        members = write(of)
        tree = members[header.HEADER]
        if forgotten == "changes":
            for phase in tree["phases"]:
                phase.pop("changes", None)
        else:
            assert forgotten in tree
            del tree[forgotten]
        return members

    monkeypatch.setattr(project, "write_header", forgetful)
    assert refused(held)


def test_a_forgotten_view_is_found_out() -> None:
    held = document(unit())
    with pytest.raises(SelfCheckError, match="where the map stands"):
        self_check(dumps(held), held.all_entries(), VIEW)


def test_bytes_that_were_changed_or_cut_off_are_found_out_wherever() -> None:
    held = document(unit("a", name="Alpha"), overlays=[Overlay(id="o", name="Blue")])
    data = dumps(held, view=VIEW)
    # Of itself, each byte: but for the program's name, the digest, which are made anew, and blanks.
    apart = [(m.start(), m.end()) for pattern in (rb'"app":"[^"]*"', rb'"digest":"[^"]*"')
             for m in re.finditer(pattern, data)]  # fmt: skip
    free = {place for start, end in apart for place in range(start, end)}
    tried = 0
    for place in range(len(data)):
        if place in free or data[place : place + 1].isspace():
            continue
        tried += 1
        damaged = data[:place] + (b"8" if data[place] == ord("7") else b"7") + data[place + 1 :]
        with pytest.raises(SelfCheckError):
            self_check(damaged, held.all_entries(), VIEW)
        with pytest.raises(SelfCheckError):
            self_check(data[:place], held.all_entries(), VIEW)
    assert tried > 300


def test_a_reader_that_breaks_is_a_reason_not_to_save(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(project, "read_header", broken)
    assert "ZeroDivisionError" in refused(document())


def test_each_field_of_each_record_counts() -> None:
    """Whatever field of whatever record is other in the file than on the desk, it is found."""
    held = load(FILES / "all_kinds.geojson").document
    data = dumps(held)
    entries = list(held.all_entries())
    others: dict[type, Callable[[Any], Any]] = {
        str: lambda text: text + "x", bool: lambda flag: not flag, float: lambda number: number / 2,
    }  # fmt: skip
    tried = 0
    for number, entry in enumerate(entries):
        record = entry.record
        holders = [record, getattr(record, "properties", None)]
        for holder, name in itertools.chain.from_iterable(
            ((h, n) for n in h.__struct_fields__) for h in holders if isinstance(h, msgspec.Struct)
        ):
            value = getattr(holder, name)
            if name == "id" or type(value) not in others or value == 0.0:
                continue
            changed = msgspec.structs.replace(holder, **{name: others[type(value)](value)})
            whole = (
                changed if holder is record else msgspec.structs.replace(record, properties=changed)
            )
            with pytest.raises(SelfCheckError):
                self_check(data, [*entries[:number], entry._replace(record=whole),
                                  *entries[number + 1 :]], None)  # fmt: skip
            tried += 1
    assert tried > 100
