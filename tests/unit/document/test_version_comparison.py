"""Two versions of a project, told apart by everything that is stored and by nothing else."""

from __future__ import annotations

import doctest

import pytest
from msgspec.structs import replace

from baltic_desk.document import version_order
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Foreign
from baltic_desk.document.geometry import Point
from baltic_desk.document.layout import Layout
from baltic_desk.document.lesson import BriefingStep, Phase, StepView, Task
from baltic_desk.document.ordering import bring_to_front
from baltic_desk.document.own_systems import of_tree
from baltic_desk.document.phase_operations import add_phase
from baltic_desk.document.project import Overlay, Picture
from baltic_desk.document.record import Movement
from baltic_desk.document.store import Entry
from baltic_desk.document.version_comparison import (
    VersionDifference,
    counted,
    stored_of,
    version_differences,
)
from baltic_desk.io.project import dumps, loads
from tests.features import area, document, line, note, ring, unit


def differences(before: Document, after: Document) -> tuple[VersionDifference, ...]:
    return version_differences(stored_of(before.all_entries()), stored_of(after.all_entries()))


def told(before: Document, after: Document) -> list[tuple[str, str, str]]:
    return [(each.what, each.title, each.detail) for each in differences(before, after)]


def copy(of: Document) -> Document:
    return Document(of.all_entries())


def in_file(of: Document) -> Document:
    return loads(dumps(of)).document


@pytest.mark.parametrize("module", [version_order])
def test_the_doctests_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


# -- features ------------------------------------------------------------------------------------


def test_equal_versions_do_not_differ() -> None:
    assert differences(document(unit(), ring()), document(unit(), ring())) == ()


def test_each_sort_is_told_with_title_detail_and_place() -> None:
    before = document(unit("a", name="Alpha"), unit("b", name="Bravo"), unit("c", name="Charlie"))
    blue = Overlay(id="o", name="Blue")
    after = document(
        unit("a", name="Alpha", at=(24.0, 57.5)), unit("b", name="Baker"), line("l"),
        overlays=[Overlay(id="o")],
    )  # fmt: skip
    found = differences(before, after)
    assert [(e.what, e.key, e.title, e.detail) for e in found] == [
        ("added", "l", "line", "line"),
        ("moved", "a", "Alpha", "moved 55.7 km N"),
        ("changed", "b", "Baker", "name changed"),
        ("removed", "c", "Charlie", "unit"),
    ]
    assert [each.at for each in found] == [(23.0, 56.5), (24.0, 57.5), (24.0, 57.0), (24.0, 57.0)]
    assert counted(found) == {"added": 1, "moved": 1, "changed": 1, "removed": 1}
    (there,) = differences(document(overlays=[blue]), document(unit(), overlays=[blue]))
    assert (there.detail, there.phase) == ("unit on Blue", "")


def test_what_a_file_rounds_is_no_difference() -> None:
    before = document(
        unit("a", at=(24.123456789123, 57.987654321987)), ring("r", at=(21.111111111111, 55.0)),
        line("l", (20.00000001234, 55.0), (23.0, 56.123456789)),
        area("k", (22, 56), (22, 57), (24, 57)),
    )  # fmt: skip
    assert differences(before, in_file(before)) == ()
    assert differences(in_file(before), before) == ()


def test_what_a_file_does_not_round_is_one() -> None:
    before, after = document(unit(at=(24.0, 57.0))), document(unit(at=(24.0000001, 57.0)))
    assert [each.what for each in differences(before, after)] == ["moved"]


def test_only_what_is_raised_is_elsewhere_in_the_order() -> None:
    before = document(*(unit(each, name=each) for each in "abcdef"))
    after = copy(before)
    with after.edit("Raise") as change:
        bring_to_front(change, after, ["b"])
    assert told(before, after) == [("changed", "b", "place in the drawing order changed")]
    assert told(before, in_file(after)) == told(before, after)


def test_other_ranks_in_the_same_order_are_no_difference() -> None:
    before = document(unit("a"), unit("b"), unit("c"))
    entries = [e._replace(rank=e.rank * 7 - 3) for e in before.all_entries()]
    assert differences(before, Document(entries)) == ()


def test_of_what_has_one_rank_the_higher_id_lies_above() -> None:
    before = document(unit("a"), unit("b"), unit("c"))
    at_one = Document(
        e._replace(rank=2.0) if e.record.id in "abc" else e for e in before.all_entries()
    )
    assert differences(before, at_one) == ()
    other = document(unit("b"), unit("a"), unit("c"))
    assert told(other, at_one) != []
    assert told(at_one, other) != []


def test_a_phase_may_put_something_at_the_rank_of_what_it_hides() -> None:
    before = document(unit("a"), unit("b"))
    second = add_phase(before)
    with before.edit("Hide") as change:
        change.remove("b")
    with before.edit("Raise") as change:
        change.put(unit("a"), rank=before.stored("b").rank)  # type: ignore[union-attr]
    assert before.change_in(second.id, "a") is not None
    assert differences(before, in_file(before)) == ()


def test_what_is_not_understood_at_one_rank_keeps_its_order_under_other_ids() -> None:
    raw = [b'{"type":"Feature","no":%d}' % number for number in range(3)]

    def version(ids: str) -> Document:
        records = [Foreign(id=i, raw=each, why="odd") for i, each in zip(ids, raw, strict=True)]
        entries = [Entry(record, 5.0) for record in records]
        return Document([Entry(Overlay(id="o"), 1.0), *entries])

    assert differences(version("axz"), in_file(version("axz"))) == ()
    assert differences(version("axz"), version("bxy")) == ()
    assert differences(version("axz"), version("xay")) != ()


def test_another_overlay_is_told_and_its_order_is_not() -> None:
    overlays = [Overlay(id="o", name="Red"), Overlay(id="p", name="Blue")]
    before = document(unit("a"), unit("b"), overlays=overlays)
    after = document(unit("b"), unit("a", overlay="p"), overlays=overlays)
    assert told(before, after) == [("changed", "unit", "overlay changed")]


def test_what_is_not_understood_is_known_again_by_its_text() -> None:
    def read() -> Document:
        foreign = [b'{"type":"Feature","no":%d}' % number for number in (1, 2, 1)]
        text = dumps(document(unit()))
        tail = b"".join(b",\n" + each for each in foreign)
        return loads(text[: text.rindex(b"\n]")] + tail + b"\n]}\n").document

    before, after = read(), read()
    assert {f.id for f in before.foreign()}.isdisjoint(f.id for f in after.foreign())
    assert differences(before, after) == ()
    with after.edit("Delete") as change:
        change.remove(after.foreign()[1].id)
    assert told(before, after) == [("removed", "Feature that is not understood", "")]


def test_a_kind_may_become_another() -> None:
    before, after = document(unit("x")), document(note("x"))
    assert told(before, after) == [("changed", "Text", "kind changed")]
    foreign = document()
    with foreign.edit("Put") as change:
        change.put(Foreign(id="x", raw=b"{}", why="no", overlay="o"))
    assert [each[0] for each in told(before, foreign)] == ["changed"]


# -- all the rest --------------------------------------------------------------------------------


def test_everything_that_is_stored_is_compared() -> None:
    view = StepView(lon=24, lat=57, width_m=1e5, height_m=1e5)
    records = {
        "Overlay “Blue”": Overlay(id="blue", name="Blue"),
        "Picture “Tank”": Picture(id="pic", name="Tank", media="image/png", data="AAAA"),
        "System “s-1”": of_tree("s-1", {"id": "s-1"}),
        "Step “First”": BriefingStep(id="step", title="First", view=view),
        "Task “Find it”": Task(id="task", title="Find it"),
        "Sheet “A3”": Layout(id="sheet", name="A3"),
        "Phase “Dawn”": Phase(id="dawn", name="Dawn"),
    }
    before, after = document(unit()), document(unit())
    with after.edit("Put") as change:
        for record in records.values():
            change.put(record)
    assert {(what, title) for what, title, _ in told(before, after)} == {
        ("added", title) for title in records
    }
    assert {what for what, _, _ in told(after, before)} == {"removed"}


def test_fields_of_the_rest_are_named() -> None:
    before = document(unit(), overlays=[Overlay(id="o"), Overlay(id="p", name="Red")])
    after = copy(before)
    with after.edit("Change") as change:
        change.put(replace(after.project, title="War", altitude_m=100.0))
        change.put(Overlay(id="o", name="Blue", visible=False), rank=9.0)
    assert told(before, after) == [
        ("changed", "Overlay “Blue”", "name, visible, place in the drawing order changed"),
        ("changed", "Project", "title, altitude changed"),
    ]


# -- phases --------------------------------------------------------------------------------------


def lesson() -> Document:
    """Two phases, the second is shown."""
    made = document(unit("a", name="Alpha"), unit("b", name="Bravo"), unit("c", name="Charlie"))
    add_phase(made, "Dawn")
    return made


def test_what_a_phase_does_is_told_with_the_phase() -> None:
    before = lesson()
    after = copy(before)
    after.show_phase(after.phases()[1].id)
    with after.edit("Change") as change:
        change.put(replace(unit("a", name="Alpha"), geometry=Point((25.0, 57.0))))
        change.remove("b")
        change.put(unit("c", name="Chief"))
        change.put(unit("d", name="Delta"))
    forth = differences(before, after)
    assert [(e.what, e.title, e.detail) for e in forth] == [
        ("added", "Delta", "appears in this phase"),
        ("moved", "Alpha", "moves in this phase"),
        ("changed", "Charlie", "changes (name) in this phase"),
        ("removed", "Bravo", "vanishes in this phase"),
    ]
    assert {each.phase for each in forth} == {"2 Dawn"}
    assert [each.at for each in forth] == [(24.0, 57.0), (25.0, 57.0), (24.0, 57.0), (24.0, 57.0)]
    assert told(after, before) == [
        ("added", "Bravo", "no longer vanishes in this phase"),
        ("moved", "Alpha", "no longer moves in this phase"),
        ("changed", "Charlie", "no longer changes (name) in this phase"),
        ("removed", "Delta", "no longer appears in this phase"),
    ]
    assert differences(after, in_file(after)) == ()


def test_two_changes_of_a_phase_are_compared_field_by_field() -> None:
    before = lesson()
    with before.edit("Move") as change:
        change.put(unit("a", name="Alpha", at=(25.0, 57.0)))
    after = copy(before)
    after.show_phase(after.phases()[1].id)
    with after.edit("Move on") as change:
        change.put(unit("a", name="Alpha", at=(26.0, 57.0)))
    assert told(before, after) == [("moved", "Alpha", "place changed in this phase")]
    with after.edit("By another way") as change:
        change.put(unit("a", name="Alpha", at=(25.0, 57.0)))
        change.come("a", Movement(path="24.5,58"))
    assert told(before, after) == [("changed", "Alpha", "way changed in this phase")]
    with after.edit("Delete") as change:
        change.remove("a")
    assert told(before, after) == [("removed", "Alpha", "vanishes in this phase, where it changed")]


def test_a_phase_that_raises_something_else_differs_and_ranks_do_not() -> None:
    before = lesson()
    with before.edit("Raise") as change:
        bring_to_front(change, before, ["a"])
    assert differences(before, in_file(before)) == ()
    after = copy(before)
    after.show_phase(after.phases()[1].id)
    with after.edit("Between") as change:
        change.put(unit("a", name="Alpha"), rank=(after.rank("b") + after.rank("c")) / 2)
    assert told(before, after) == [
        ("changed", "Alpha", "place in the drawing order changed in this phase")
    ]


def test_phases_in_another_order_differ() -> None:
    before = lesson()
    first = before.phases()[0]
    entries = {e.record.id: e for e in before.all_entries()}
    entries[first.id] = entries[first.id]._replace(rank=99.0)
    after = Document(entries.values())
    assert [(what, detail) for what, _, detail in told(before, after)] == [
        ("changed", "place in the list changed")
    ]
