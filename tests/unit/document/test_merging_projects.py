"""What a merge proposes, and what comes of it: parts, orders, and nothing left dangling."""

from __future__ import annotations

from msgspec.structs import replace

from baltic_desk.document.anchoring import deletion
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Foreign, RangeRing, Unit
from baltic_desk.document.geometry import Point
from baltic_desk.document.in_steps import finished
from baltic_desk.document.lesson import BriefingStep
from baltic_desk.document.merge_fields import Take
from baltic_desk.document.merge_result import Merged, merged
from baltic_desk.document.merge_sides import Sides
from baltic_desk.document.merge_wording import Words
from baltic_desk.document.merging import Proposal, proposals
from baltic_desk.document.moving import moved_all
from baltic_desk.document.ordering import bring_to_front, send_to_back
from baltic_desk.document.outline import with_outline
from baltic_desk.document.phase_operations import add_phase, delete_phase, move_phase
from baltic_desk.document.project import Overlay, Picture
from baltic_desk.document.record import override_id
from baltic_desk.document.store import Entry
from baltic_desk.io.project import dumps, loads
from tests.features import area, document, line, rectangle, ring, unit
from tests.merging_hands import PNG, VIEW, copied, problems_of, sides_of

RIGA, NARVA, VILNIUS = (24.1, 56.95), (28.2, 59.38), (25.28, 54.69)
TWO = (Overlay(id="o", name="One"), Overlay(id="p", name="Two"))


def put(document: Document, *records: object) -> None:
    with document.edit("Put") as change:
        for each in records:
            change.put(each)  # type: ignore[arg-type]


def delete(document: Document, *ids: str) -> None:
    with document.edit("Delete") as change:
        deletion(document, ids).fill(change)


def move(document: Document, feature_id: str, to: tuple[float, float]) -> None:
    feature = document.feature(feature_id)
    assert feature is not None
    start = feature.geometry.coordinates
    put(document, *moved_all(document, [feature_id], start, to).values())


def change(document: Document, feature_id: str, **values: object) -> None:
    feature = document.feature(feature_id)
    assert feature is not None
    put(document, with_outline(replace(feature, properties=replace(feature.properties, **values))))


class Two:
    """A project that is worked on in two places."""

    def __init__(self, base: Document) -> None:
        self.base = base
        self.mine = Document(base.all_entries())
        self.theirs = copied(base)

    @property
    def sides(self) -> Sides:
        return sides_of(self.base, self.mine, copied(self.theirs))

    def proposals(self) -> dict[str, Proposal]:
        return {each.key: each for each in finished(proposals(self.sides))}

    def merged(self, takes: dict[str, Take] | None = None, whose: Take = "theirs") -> Merged:
        """Accept these, or everything; what comes of it is a project without problems."""
        sides = self.sides
        if takes is None:
            found = finished(proposals(sides))
            takes = {each.key: whose for each in found if each.side != "mine"}
        result = merged(sides, takes)
        self.mine.restructure("Merge", result.entries)
        assert not problems_of(self.mine)
        assert loads(dumps(self.mine)).problems == ()
        return result

    def properties(self, feature_id: str) -> object:
        feature = self.mine.feature(feature_id)
        assert feature is not None, f"{feature_id} is not there"
        return feature.properties


def test_both_change_other_parts_of_one_feature() -> None:
    two = Two(document(unit("u", RIGA)))
    change(two.theirs, "u", name="Theirs")
    change(two.mine, "u", designation="7")
    move(two.mine, "u", NARVA)
    found = two.proposals()["u"]
    assert (found.side, found.conflict) == ("both", False)
    assert (found.fields, found.mine_fields) == (("name",), ("designation", "geometry"))
    two.merged()
    merged_unit = two.mine.feature("u")
    assert merged_unit is not None
    assert (merged_unit.properties.name, merged_unit.geometry.coordinates) == ("Theirs", NARVA)


def test_in_a_conflict_the_other_parts_of_theirs_can_be_taken_with_mine() -> None:
    two = Two(document(unit("u", RIGA)))
    change(two.theirs, "u", name="Theirs", description="More")
    change(two.mine, "u", name="Mine")
    found = two.proposals()["u"]
    assert (found.conflicts, found.fields) == (("name",), ("description",))
    two.merged({"u": "mine"})
    unit_ = two.properties("u")
    assert isinstance(unit_, Unit)
    assert (unit_.name, unit_.description) == ("Mine", "More")


def test_removed_by_one_and_changed_by_the_other_is_a_conflict() -> None:
    two = Two(document(unit("u"), unit("v")))
    delete(two.theirs, "u")
    delete(two.mine, "v")
    change(two.mine, "u", name="Mine")
    change(two.theirs, "v", name="Theirs")
    found = two.proposals()
    assert (found["u"].what, found["u"].conflict) == ("removed", True)
    assert (found["v"].what, found["v"].conflict) == ("changed", True)
    two.merged(whose="mine")
    assert two.mine.feature("u") is not None
    assert two.mine.feature("v") is None
    two.merged()
    assert two.mine.feature("u") is None
    assert two.mine.feature("v") is not None


def test_rounding_in_the_file_is_no_change() -> None:
    exact = replace(unit("u"), geometry=Point((24.123456789123, 56.987654321987)))
    two = Two(document(exact, area("a")))
    assert two.proposals() == {}
    change(two.theirs, "u", name="Theirs")
    assert two.proposals()["u"].fields == ("name",)
    two.merged()
    merged_unit = two.mine.feature("u")
    assert merged_unit is not None
    assert merged_unit.geometry.coordinates == (24.123456789123, 56.987654321987)


def test_figures_that_give_no_outline_together_are_a_conflict() -> None:
    two = Two(document(ring("r", radius_m=100_000.0, radius_min_m=1_000.0)))
    change(two.theirs, "r", radius_max_m=20_000.0)
    change(two.mine, "r", radius_min_m=50_000.0)
    found = two.proposals()["r"]
    assert found.conflict
    assert set(found.conflicts) == {"radius_max_m", "radius_min_m"}
    two.merged()
    merged_ring = two.properties("r")
    assert isinstance(merged_ring, RangeRing)
    assert (merged_ring.radius_max_m, merged_ring.radius_min_m) == (20_000.0, 1_000.0)


def test_an_outline_follows_from_figures_of_both() -> None:
    two = Two(document(rectangle("q")))
    change(two.theirs, "q", width_m=80_000.0)
    change(two.mine, "q", bearing_deg=30.0)
    two.merged()
    feature = two.mine.feature("q")
    assert feature is not None
    assert with_outline(feature) == feature
    assert (feature.properties.width_m, feature.properties.bearing_deg) == (80_000.0, 30.0)


def test_rings_stand_on_their_unit_whoever_moved_it() -> None:
    for mover, taken in (("theirs", True), ("mine", True), ("both", True), ("both", False)):
        two = Two(document(unit("u", RIGA), ring("r", RIGA, anchor="u")))
        if mover != "mine":
            move(two.theirs, "u", NARVA)
        if mover != "theirs":
            move(two.mine, "u", VILNIUS)
        change(two.theirs, "r", name="Theirs")
        put(two.theirs, ring("s", NARVA if mover != "mine" else RIGA, 5_000.0, anchor="u"))
        two.merged(whose="theirs" if taken else "mine")
        merged_unit = two.mine.feature("u")
        assert merged_unit is not None
        for ring_id in "rs":
            found = two.properties(ring_id)
            assert isinstance(found, RangeRing)
            assert (found.center_lon, found.center_lat) == merged_unit.geometry.coordinates
        assert two.properties("r").name == "Theirs"  # type: ignore[attr-defined]


def test_a_ring_on_a_unit_that_goes_is_bound_to_nothing() -> None:
    two = Two(document(unit("u", RIGA), overlays=TWO))
    delete(two.theirs, "u")
    put(two.mine, ring("r", RIGA, anchor="u"))
    two.merged()
    found = two.properties("r")
    assert isinstance(found, RangeRing)
    assert found.anchor is None


def test_subordinates_come_under_the_next_higher_that_is_left() -> None:
    two = Two(document(unit("top"), unit("mid", parent="top")))
    delete(two.theirs, "mid")
    put(two.mine, unit("low", parent="mid"))
    two.merged()
    assert two.properties("low").parent == "top"  # type: ignore[attr-defined]


def test_nobody_comes_under_himself() -> None:
    two = Two(document(unit("a", name="Alpha"), unit("b", name="Bravo")))
    change(two.theirs, "a", parent="b")
    change(two.mine, "b", parent="a")
    assert two.proposals()["a"].conflict
    result = two.merged()
    assert two.properties("a").parent is None  # type: ignore[attr-defined]
    assert two.properties("b").parent == "a"  # type: ignore[attr-defined]
    assert result.notes == ("Alpha would be under itself; it stays where you have it.",)


def test_an_overlay_stays_as_long_as_something_lies_on_it() -> None:
    two = Two(document(unit("u", overlay="p"), overlays=TWO))
    delete(two.theirs, "p")
    put(two.mine, unit("n", overlay="p"))
    result = two.merged()
    assert two.mine.feature("u") is None
    assert two.mine.feature("n") is not None
    assert [overlay.id for overlay in two.mine.overlays()] == ["o", "p"]
    assert "stays" in result.notes[0]


def test_what_is_accepted_brings_its_overlay_and_picture() -> None:
    two = Two(document(unit("u", overlay="p"), overlays=TWO))
    delete(two.mine, "p")
    put(two.theirs, Picture(id="pic", media="image/png", data=PNG))
    put(two.theirs, unit("n", overlay="p"))
    change(two.theirs, "n", picture="pic")
    two.merged({"n": "theirs"})
    assert [overlay.id for overlay in two.mine.overlays()] == ["o", "p"]
    assert two.mine.picture("pic") is not None


def test_additions_follow_whom_they_follow_in_theirs() -> None:
    two = Two(document(line("a"), line("b"), line("c")))
    put(two.theirs, line("n"))
    with two.theirs.edit("Order") as edit:
        send_to_back(edit, two.theirs, ["n"])
    put(two.mine, line("m"))
    two.merged()
    assert two.mine.ids_on("o") == ("n", "a", "b", "c", "m")


def test_only_who_moved_in_the_order_is_told() -> None:
    two = Two(document(*(line(f"l{k}") for k in range(20))))
    with two.theirs.edit("Order") as edit:
        bring_to_front(edit, two.theirs, ["l3"])
    found = two.proposals()
    assert {key: each.fields for key, each in found.items()} == {"l3": ("rank",)}
    two.merged()
    assert two.mine.ids_on("o")[-1] == "l3"


def test_both_move_one_in_the_order() -> None:
    two = Two(document(*(line(name) for name in "abcd")))
    with two.theirs.edit("Order") as edit:
        bring_to_front(edit, two.theirs, ["a"])
    with two.mine.edit("Order") as edit:
        bring_to_front(edit, two.mine, ["a"])
    assert [p for p in two.proposals().values() if p.side != "mine"] == []


def test_what_is_not_understood_is_known_again_although_its_id_is_another() -> None:
    raw = b'{"type":"Feature","id":"x","geometry":{"type":"Spiral"},"properties":{"kind":"unit"}}'
    two = Two(Document([Entry(TWO[0], 0.0), Entry(Foreign(id="f", raw=raw, why="?"), 1.0)]))
    assert two.proposals() == {}
    changed = raw.replace(b"Spiral", b"Curl")
    foreign = two.theirs.foreign()[0]
    put(two.theirs, replace(foreign, raw=changed))
    found = two.proposals()
    assert [(key, each.what) for key, each in found.items()] == [("f", "changed")]
    sides = two.sides
    two.mine.restructure("Merge", merged(sides, {"f": "theirs"}).entries)
    assert [each.raw for each in two.mine.foreign()] == [changed]


# -- phases ---------------------------------------------------------------------------------------


def phased() -> Document:
    """A unit that moves in the second of two phases."""
    project = document(unit("u", RIGA), unit("v", VILNIUS))
    add_phase(project)
    move(project, "u", NARVA)
    project.show_phase(project.phases()[0].id)
    return project


def test_changes_of_one_phase_come_together() -> None:
    two = Two(phased())
    first, second = (phase.id for phase in two.base.phases())
    for side, feature_id in ((two.theirs, "u"), (two.mine, "v")):
        side.show_phase(second)
        change(side, feature_id, name=feature_id.upper())
        side.show_phase(first)
    found = two.proposals()
    assert found[override_id(second, "u")].side == "theirs"
    assert found[override_id(second, "u")].phase == second
    two.merged()
    for feature_id in "uv":
        there = two.mine.feature_in(second, feature_id)
        assert there is not None
        assert there.properties.name == feature_id.upper()
    moved = two.mine.feature_in(second, "u")
    assert moved is not None
    assert moved.geometry.coordinates == NARVA


def test_a_feature_that_is_removed_goes_from_all_phases_as_one_proposal() -> None:
    two = Two(phased())
    delete(two.theirs, "u")
    assert list(two.proposals()) == ["u"]
    two.merged()
    assert all(two.mine.feature_in(phase.id, "u") is None for phase in two.mine.phases())


def test_a_feature_is_in_conflict_when_a_phase_of_mine_does_something_to_it() -> None:
    two = Two(phased())
    second = two.base.phases()[1].id
    delete(two.theirs, "v")
    two.mine.show_phase(second)
    move(two.mine, "v", RIGA)
    found = two.proposals()["v"]
    assert (found.conflict, found.also) == (True, 1)
    two.merged()
    assert two.mine.feature_in(second, "v") is None


def test_a_change_of_theirs_brings_the_feature_that_mine_removed() -> None:
    two = Two(phased())
    second = two.base.phases()[1].id
    delete(two.mine, "u")
    two.theirs.show_phase(second)
    change(two.theirs, "u", name="Theirs")
    key = override_id(second, "u")
    assert two.proposals()[key].conflict
    two.merged({key: "theirs"})
    there = two.mine.feature_in(second, "u")
    assert there is not None
    assert there.properties.name == "Theirs"


def test_a_phase_that_is_removed_takes_what_it_changes() -> None:
    two = Two(phased())
    second = two.base.phases()[1].id
    put(two.mine, BriefingStep(id="s", view=VIEW, phase=second))
    delete_phase(two.theirs, second)
    assert [(p.key, p.what) for p in two.proposals().values() if p.side != "mine"] == [
        (second, "removed")
    ]
    two.merged()
    assert [phase.id for phase in two.mine.phases()] == [two.base.phases()[0].id]
    assert not list(two.mine.changes_in(second))


def test_when_another_phase_becomes_the_first_mine_of_it_is_kept() -> None:
    two = Two(phased())
    first, second = (phase.id for phase in two.base.phases())
    delete_phase(two.theirs, first)
    two.mine.show_phase(second)
    change(two.mine, "v", name="Mine")
    two.mine.show_phase(first)
    two.merged()
    assert [phase.id for phase in two.mine.phases()] == [second]
    assert two.properties("v").name == "Mine"  # type: ignore[attr-defined]


def test_phases_in_another_order() -> None:
    two = Two(phased())
    second = two.base.phases()[1].id
    move_phase(two.theirs, second, 0)
    two.merged()
    assert two.mine.phases()[0].id == second
    there = two.mine.feature_in(second, "u")
    assert there is not None
    assert there.geometry.coordinates == NARVA


# -- words ----------------------------------------------------------------------------------------


def test_words_say_what_became_of_it() -> None:
    two = Two(document(unit("u", RIGA, name="Alpha"), unit("v", name="Bravo"), overlays=TWO))
    move(two.theirs, "u", NARVA)
    change(two.mine, "u", name="Mine")
    change(two.theirs, "v", overlay="p", description="x")
    put(two.theirs, unit("n", name="New"))
    words, found = Words(two.sides), two.proposals()
    assert words.title(found["u"]) == "Mine"
    assert words.line(found["u"]) == "moved 362 km NE · yours: name changed"
    assert words.line(found["n"]) == "added: unit on One"
    facts = {fact.name: fact for fact in words.facts(found["v"])}
    assert facts["overlay"][1:] == ("Overlay “One”", "Overlay “One”", "Overlay “Two”", False)
    assert facts["description"][1:] == ("–", "–", "x", False)
    feature = two.mine.feature("u")
    assert isinstance(feature, Feature)
