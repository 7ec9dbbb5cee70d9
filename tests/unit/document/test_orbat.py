"""The order of battle: who is under whom, in which order, with how many and how much strength."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from baltic_desk.document.anchoring import deletion
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.orbat import Orbat, OrbatIndex, Tally
from baltic_desk.document.outline import new_point
from baltic_desk.document.subordination import SubordinationError, attached, detached
from tests.features import document, line, unit
from tests.forces import brigade, corps, force


def orbat(*features: Feature) -> Orbat:
    return Orbat.of(document(*features))


def put(target: Document, *features: Feature) -> None:
    with target.edit("Change") as change:
        for feature in features:
            change.put(feature)


def test_what_lies_under_a_unit_follows_it() -> None:
    found = Orbat.of(brigade())
    assert found.order == ("hq", "b2", "c1", "p1", "c2", "c3", "b10", "lone")
    assert found.subordinates("b2") == ("c1", "p1", "c2", "c3")
    assert found.direct("b2") == ("c1", "c2", "c3")
    assert found.direct("hq") == ("b2", "b10")
    assert found.below["hq"] == 6
    assert found.depth["p1"] == 3
    assert tuple(found.chain("p1")) == ("c1", "b2", "hq")
    assert found.roots == ("hq", "lone")


def test_overlays_do_not_matter() -> None:
    here, there = force("a", overlay="o"), force("b", "a", overlay="elsewhere")
    assert orbat(here, there).subordinates("a") == ("b",)


def test_siblings_stand_by_echelon_headquarters_number_and_then_as_in_the_document() -> None:
    found = orbat(
        force("bare"),
        force("co", echelon="15"),
        force("ten", echelon="16", designation="10 Bn"),
        force("two", echelon="16", designation="2 Bn"),
        force("staff", echelon="16", headquarters=True, designation="99"),
        force("z", echelon="16", designation="2 bn"),
        force("nameless", echelon="16", designation=" "),
    )
    assert found.order == ("staff", "two", "z", "ten", "nameless", "co", "bare")


def test_what_is_no_unit_has_no_place() -> None:
    found = orbat(line("l"), force("a"))
    assert found.order == ("a",)
    assert found.subordinates("l") == ()


def test_a_missing_superior_is_said_and_the_unit_stands_at_the_top() -> None:
    found = orbat(force("a", "gone"), force("b", "a"))
    assert found.roots == ("a",)
    assert found.words("a") == "its superior “gone” is no unit of this project"
    assert found.words("b") == ""


def test_a_superior_that_is_no_unit_is_missing() -> None:
    assert orbat(line("l"), force("a", "l")).trouble == {"a": "missing"}


def test_of_a_ring_the_highest_stands_at_the_top_and_nothing_is_lost() -> None:
    found = orbat(
        force("bn", "bde", echelon="16", name="Battalion"),
        force("co", "bn", echelon="15"),
        force("bde", "co", echelon="18"),
    )
    assert found.order == ("bde", "bn", "co")
    assert found.trouble == {"bde": "ring"}
    assert found.words("bde") == "its superior co is itself under it"


def test_a_unit_that_is_its_own_superior_stands_at_the_top() -> None:
    found = orbat(force("a", "a"))
    assert found.order == ("a",)
    assert found.words("a") == "it is its own superior"


def test_a_chain_of_thousands_is_no_trouble() -> None:
    count = 3000
    features = (force(f"u{k}", f"u{k - 1}" if k else None) for k in range(count))
    found = orbat(*features)
    assert found.below["u0"] == count - 1
    assert found.depth[f"u{count - 1}"] == count - 1


def test_stated_strength_holds_for_all_below_and_else_the_sum() -> None:
    found = Orbat.of(brigade())
    assert found.strength["b2"] == 230.0
    assert found.strength["hq"] == 830.0
    assert "c3" not in found.strength
    assert "lone" not in found.strength


def test_nobody_is_counted_twice() -> None:
    found = Orbat.of(brigade())
    assert found.tally(found.order) == Tally(8, 830.0, 2)
    assert found.tally(("c1", "p1")) == Tally(2, 120.0, 0)
    assert found.tally(("b2", "c2", "nowhere")) == Tally(2, 230.0, 0)
    assert found.tally(("c3",)) == Tally(1, None, 1)


def test_tallies_go_by_echelon_and_identity() -> None:
    found = Orbat.of(brigade())
    assert dict(found.tallies(found.order)) == {
        ("18", "3"): Tally(1, 830.0, 0),
        ("16", "3"): Tally(2, 830.0, 0),
        ("16", "6"): Tally(1, None, 1),
        ("15", "3"): Tally(3, 230.0, 1),
        ("14", "3"): Tally(1, 30.0, 0),
    }


def test_a_strength_that_its_subordinates_do_not_add_up_to_is_said() -> None:
    found = Orbat.of(brigade())
    assert found.discrepancy("c1") == "120 stated; its subordinates have 30"
    assert found.discrepancy("hq") == ""


def test_letter_codes_have_their_echelon_and_identity() -> None:
    letters = Unit(overlay="o", sidc="SHGPUCI----F---", name="Old", strength=5.0)
    found = orbat(new_point("old", letters, (24, 57)))
    assert dict(found.tallies(("old",))) == {("16", "6"): Tally(1, 5.0, 0)}


def test_the_topmost_are_those_under_no_other_of_them() -> None:
    found = Orbat.of(brigade())
    assert found.topmost(("p1", "b2", "b10", "lone", "c3")) == ("b2", "b10", "lone")
    assert found.with_subordinates(("c2", "c1")) == ("c2", "c1", "p1")


def test_the_index_is_made_anew_only_for_what_matters() -> None:
    held = brigade()
    index = OrbatIndex(held)
    held.subscribe(index.hear)
    first = index.orbat
    feature = held.feature("c1")
    assert feature is not None
    put(held, new_point("c1", feature.properties, (20, 55)))
    assert index.orbat is first
    put(held, line("l"))
    assert index.orbat is first
    put(held, replace(feature, properties=replace(feature.properties, parent="b10")))
    assert index.orbat is not first
    assert index.orbat.direct("b10") == ("c1",)
    held.undo()
    assert index.orbat.order == first.order


def test_attaching_takes_the_topmost_and_leaves_out_who_is_there_already() -> None:
    held = brigade()
    changed = attached(held, Orbat.of(held), ("p1", "c1", "b10"), "hq")
    assert [feature.id for feature in changed] == ["c1"]


@pytest.mark.parametrize(
    ("ids", "superior", "sentence"),
    [
        (("b2",), "p1", "2 cannot come under 1, which is itself under 2."),
        (("b2",), "b2", "2 cannot be its own superior."),
        (("b2",), "nobody", "Only a unit can be a superior."),
    ],
)
def test_what_would_make_a_ring_is_refused(
    ids: tuple[str, ...], superior: str, sentence: str
) -> None:
    held = brigade()
    with pytest.raises(SubordinationError, match=sentence):
        attached(held, Orbat.of(held), ids, superior)


def test_a_locked_unit_stays_where_it_is() -> None:
    held = document(force("a"), force("b", locked=True))
    with pytest.raises(SubordinationError, match=r"^b is locked\.$"):
        attached(held, Orbat.of(held), ("b",), "a")


def test_detaching_frees_the_topmost_and_mends_a_ring() -> None:
    held = document(force("a", "b"), force("b", "a"))
    changed = detached(held, Orbat.of(held), ("a", "b"))
    put(held, *changed)
    assert Orbat.of(held).trouble == {}


def test_subordinates_of_a_deleted_unit_come_under_the_next_higher() -> None:
    held = brigade()
    with held.edit("Delete") as change:
        deletion(held, ["b2"]).fill(change)
    assert Orbat.of(held).direct("hq") == ("b10", "c1", "c2", "c3")
    held.undo()
    assert Orbat.of(held).direct("b2") == ("c1", "c2", "c3")


def test_a_large_force_is_whole() -> None:
    found = Orbat.of(corps(5000))
    assert found.below["u0"] == 4999
    assert found.tally(found.order).strength == 30.0 * sum(n * 6 + 1 >= 5000 for n in range(5000))


def test_units_without_parents_are_all_roots() -> None:
    found = orbat(unit("a"), unit("b"))
    assert found.roots == ("a", "b")
