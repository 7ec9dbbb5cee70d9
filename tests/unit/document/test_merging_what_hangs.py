"""Removals that changes of mine hang on: whoever keeps mine loses nothing."""

from baltic_desk.document.document import Document
from baltic_desk.document.in_steps import finished
from baltic_desk.document.merge_result import merged
from baltic_desk.document.merging import proposals
from tests.merging_hands import copied, do, looks, problems_of, sides_of, start

AT = (20.0, 54.0)
NEW_PHASE, NEW_UNIT = ("new-phase", 0, 0, AT), ("unit", 0, 0, AT)


def sides_after(base_deeds, my_deeds, their_deeds):
    base = do(start(), base_deeds, "b")
    mine = do(Document(base.all_entries()), my_deeds, "m")
    theirs = do(copied(base), their_deeds, "t")
    return mine, sides_of(base, mine, copied(theirs))


def test_a_feature_that_my_phase_changes_stays_when_mine_is_taken() -> None:
    mine, sides = sides_after(
        [NEW_PHASE],
        [("show", 1, 0, AT), ("rename", 2, 1, AT)],
        [("show", 0, 0, AT), ("delete", 2, 0, AT)],
    )
    found = next(each for each in finished(proposals(sides)) if each.key == "u0")
    assert (found.what, found.conflict, found.also) == ("removed", True, 1)
    assert merged(sides, {"u0": "mine"}).entries == {}
    document = Document(mine.all_entries())
    document.restructure("Merge", merged(sides, {"u0": "theirs"}).entries)
    assert "u0" not in {each.id for each in document.features()}
    assert not problems_of(document)


def test_who_only_came_in_a_phase_stays_when_mine_is_taken() -> None:
    mine, sides = sides_after(
        [NEW_PHASE, NEW_UNIT, NEW_PHASE],
        [("show", 2, 0, AT), ("rename", 0, 1, AT)],
        [("show", 1, 0, AT), ("delete", 0, 0, AT)],
    )
    found = next(each for each in finished(proposals(sides)) if each.side != "mine")
    assert (found.feature_id, found.conflict, found.also) == ("b1", True, 1)
    assert merged(sides, {found.key: "mine"}).entries == {}
    document = Document(mine.all_entries())
    document.restructure("Merge", merged(sides, {found.key: "theirs"}).entries)
    assert "b1" not in {each.id for each in document.features()}
    assert looks(copied(document)) == looks(copied(copied(document)))
