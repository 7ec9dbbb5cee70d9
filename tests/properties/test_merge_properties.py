"""Whatever two people do to a project: merging loses nothing and leaves a project that is one."""

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from baltic_desk.document.document import Document
from baltic_desk.document.in_steps import finished
from baltic_desk.document.merge_result import merged
from baltic_desk.document.merging import proposals
from baltic_desk.io.project import dumps
from tests.merging_hands import (
    FEATURES,
    PHASES,
    WHOLES,
    copied,
    deeds,
    do,
    looks,
    problems_of,
    sides_of,
    start,
)

anything = deeds((*FEATURES, *WHOLES, *PHASES))
features_only = deeds(FEATURES)
takes = st.sampled_from(["theirs", "mine"])
# Each example is three projects, two of them written and read: fewer than elsewhere, for time.
fewer = settings(max_examples=min(settings().max_examples, 200))


def edited(base_deeds, my_deeds, their_deeds):
    base = do(start(), base_deeds, "b")
    mine = do(Document(base.all_entries()), my_deeds, "m")
    theirs = do(copied(base), their_deeds, "t")
    return base, mine, theirs


def result(sides, mine, accepted):
    """Mine after the merge."""
    found = merged(sides, accepted)
    document = Document(mine.all_entries())
    document.restructure("Merge", found.entries)
    return document


def everything(sides, take="theirs"):
    return {p.key: take for p in finished(proposals(sides)) if p.side != "mine"}


@fewer
@given(anything, anything, anything)
def test_nothing_accepted_is_mine(base_deeds, my_deeds, their_deeds):
    base, mine, theirs = edited(base_deeds, my_deeds, their_deeds)
    assert not merged(sides_of(base, mine, theirs), {}).entries


@fewer
@given(anything, anything)
def test_everything_accepted_of_one_who_alone_has_changed_something_is_theirs(
    base_deeds, their_deeds
):
    base, mine, theirs = edited(base_deeds, [], their_deeds)
    sides = sides_of(base, mine, copied(theirs))
    assert looks(copied(result(sides, mine, everything(sides)))) == looks(copied(theirs))


@fewer
@given(anything)
def test_a_file_that_was_only_written_and_read_proposes_nothing(base_deeds):
    base = do(start(), base_deeds, "b")
    sides = sides_of(base, Document(base.all_entries()), copied(base))
    assert finished(proposals(sides)) == ()


@fewer
@given(anything, anything)
def test_the_same_change_on_both_sides_proposes_nothing(base_deeds, both):
    base = do(start(), base_deeds, "b")
    mine = do(Document(base.all_entries()), both, "m")
    sides = sides_of(base, mine, copied(mine))
    assert [p.key for p in finished(proposals(sides)) if p.side != "mine"] == []


@fewer
@given(anything, anything, anything, st.data())
def test_a_merge_is_always_a_project_without_problems(base_deeds, my_deeds, their_deeds, data):
    base, mine, theirs = edited(base_deeds, my_deeds, their_deeds)
    known = data.draw(st.booleans())
    sides = sides_of(base if known else None, mine, theirs)
    offered = [p for p in finished(proposals(sides)) if p.side != "mine"]
    accepted = {p.key: data.draw(takes) for p in offered if data.draw(st.booleans())}
    document = result(sides, mine, accepted)
    # Splitting a phase leaves subordinates without their superior: not ours to be blamed for.
    known = problems_of(mine) | problems_of(theirs) | problems_of(base)
    assert problems_of(document) <= known
    assert looks(copied(document)) == looks(copied(copied(document)))
    document.undo()
    assert looks(document) == looks(mine)


@fewer
@given(anything, anything)
def test_without_a_common_base_everything_accepted_is_theirs(my_deeds, their_deeds):
    _, mine, theirs = edited([], my_deeds, their_deeds)
    sides = sides_of(None, mine, copied(theirs))
    offered = finished(proposals(sides))
    assert all(p.conflict for p in offered)
    assert looks(copied(result(sides, mine, everything(sides)))) == looks(copied(theirs))


in_phases = deeds(("move", "move", "rename", "ring", "unit", "delete", "raise", *PHASES), most=9)


def lesson(base_deeds):
    """A base that has two phases, and something in the second."""
    begun = [("new-phase", 0, 0, (20.0, 54.0)), ("move", 2, 0, (23.0, 57.0))]
    return [*begun, *base_deeds]


AT = (20.0, 54.0)
SHUFFLED = [
    ("raise", 6, 4, AT),
    ("duplicate", 1, 7, AT),
    ("move-phase", 2, 5, AT),
    ("split-phase", 6, 5, AT),
    ("move-phase", 2, 3, AT),
    ("show", 2, 6, AT),
    ("move", 6, 4, (23.0, 58.0)),
]
RAISED = [
    ("raise", 3, 5, AT),
    ("raise", 5, 5, AT),
    ("duplicate", 4, 0, AT),
    ("raise", 2, 6, AT),
    ("delete", 4, 6, AT),
    ("duplicate", 1, 4, AT),
    ("new-phase", 3, 4, AT),
    ("move", 6, 0, (23.0, 57.0)),
]


@fewer
@given(in_phases, in_phases)
@example(  # a ring is put back where it was before its unit carried it away
    [("unit", 0, 0, AT), ("duplicate", 0, 0, AT), ("delete-phase", 0, 0, AT)],
    [
        ("split-phase", 1, 0, AT),
        ("duplicate", 1, 0, AT),
        ("ring", 0, 0, AT),
        ("ring", 0, 0, AT),
        ("move", 5, 0, AT),
        ("delete-phase", 0, 0, AT),
    ],
)
@example(  # a later phase brings to the front who has come in a phase
    [("unit", 0, 1, AT), ("raise", 3, 0, AT)],
    [
        ("unit", 0, 1, AT),
        ("split-phase", 1, 0, AT),
        ("raise", 0, 0, AT),
        ("show", 1, 0, AT),
        ("raise", 4, 0, AT),
    ],
)
@example(  # theirs itself leaves a subordinate without its superior
    [],
    [("split-phase", 2, 0, AT), ("unit", 0, 0, AT), ("delete", 0, 0, AT), ("delete", 2, 0, AT)],
)
@example(  # one goes who had only come in a phase
    [("unit", 0, 0, AT)],
    [("show", 1, 0, AT), ("delete", 0, 0, AT)],
)
@example(*[SHUFFLED] * 2)  # phases change places, and what one of them raised is new in another
@example(*[RAISED] * 2)  # two phases give one rank to two features
def test_what_one_made_of_the_phases_is_theirs_when_all_is_accepted(base_deeds, their_deeds):
    base, mine, theirs = edited(lesson(base_deeds), [], their_deeds)
    sides = sides_of(base, mine, copied(theirs))
    assert looks(copied(result(sides, mine, everything(sides)))) == looks(copied(theirs))


@fewer
@given(in_phases, in_phases, in_phases, st.data())
def test_what_both_made_of_the_phases_is_a_project(base_deeds, my_deeds, their_deeds, data):
    base, mine, theirs = edited(lesson(base_deeds), my_deeds, their_deeds)
    sides = sides_of(base, mine, theirs)
    offered = [p for p in finished(proposals(sides)) if p.side != "mine"]
    accepted = {p.key: data.draw(takes) for p in offered if data.draw(st.booleans())}
    document = result(sides, mine, accepted)
    assert problems_of(document) <= problems_of(mine) | problems_of(theirs) | problems_of(base)
    assert looks(copied(document)) == looks(copied(copied(document)))


def without_order(document):
    found = looks(document)
    return {**found, "order": None, "shown": {k: v["features"] for k, v in found["shown"].items()}}


@fewer
@given(features_only, features_only, features_only)
def test_without_conflicts_it_does_not_matter_who_merges(base_deeds, my_deeds, their_deeds):
    base, mine, theirs = edited(base_deeds, my_deeds, their_deeds)
    here, there = sides_of(base, mine, theirs), sides_of(base, theirs, mine)
    if any(p.conflict for p in finished(proposals(here))):
        return
    one = result(here, mine, everything(here))
    other = result(there, theirs, everything(there))
    assert without_order(copied(one)) == without_order(copied(other))


# -- an independent reference: JSON by id -----------------------------------------------------


def features_by_id(document):
    tree = json.loads(dumps(document))
    return {each["id"]: each for each in tree["features"]}


def merged_json(base, mine, theirs):
    """Features of three files, put together member by member; theirs where both changed one."""
    out = {}
    for key in base.keys() | mine.keys() | theirs.keys():
        b, m, t = base.get(key), mine.get(key), theirs.get(key)
        if t == b:
            chosen = m
        elif m == b or m is None or t is None:
            chosen = t
        else:
            chosen = {**m, "properties": dict(m["properties"])}
            if t["geometry"] != (b or {}).get("geometry"):
                chosen["geometry"] = t["geometry"]
            was = (b or {}).get("properties", {})
            for name in was.keys() | t["properties"].keys():
                if t["properties"].get(name) != was.get(name):
                    chosen["properties"].pop(name, None)
                    if name in t["properties"]:
                        chosen["properties"][name] = t["properties"][name]
        if chosen is not None:
            out[key] = chosen
    return out


plain = deeds(("unit", "move", "rename", "describe", "line", "raise", "lower"), most=8)


@fewer
@given(plain, plain, plain)
def test_it_is_what_merging_the_json_by_id_gives(base_deeds, my_deeds, their_deeds):
    base, mine, theirs = edited(base_deeds, my_deeds, their_deeds)
    sides = sides_of(base, mine, theirs)
    wanted = merged_json(*map(features_by_id, (base, mine, theirs)))
    got = features_by_id(result(sides, mine, everything(sides)))
    rings = [i for i, each in wanted.items() if each["properties"]["kind"] == "range_ring"]
    for ring in rings:  # they go where their unit goes
        unit = wanted[wanted[ring]["properties"]["anchor"]]
        assert got[ring]["properties"]["center_lon"] == unit["geometry"]["coordinates"][0]
    assert {i: f for i, f in got.items() if i not in rings} == {
        i: f for i, f in wanted.items() if i not in rings
    }
