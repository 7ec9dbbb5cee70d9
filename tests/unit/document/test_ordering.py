import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic_desk.document import ordering
from baltic_desk.document.project import Overlay
from tests.features import document, unit

TWO = (Overlay(id="o"), Overlay(id="p"))


def sheet(ids="abcd", **options):
    return document(*(unit(i) for i in ids), **options)


def ordered(desk, action, *ids):
    with desk.edit("Order") as change:
        action(change, desk, ids)
    return "".join(desk.ids_on("o"))


def test_brought_to_front_they_keep_their_order():
    assert ordered(sheet(), ordering.bring_to_front, "c", "a") == "bdac"


def test_sent_to_back_they_keep_their_order():
    assert ordered(sheet(), ordering.send_to_back, "d", "b") == "bdac"


def test_a_step_forward_passes_one():
    assert ordered(sheet(), ordering.bring_forward, "b") == "acbd"


def test_a_step_backward_passes_one():
    assert ordered(sheet(), ordering.send_backward, "c") == "acbd"


def test_a_block_steps_forward_as_one():
    assert ordered(sheet(), ordering.bring_forward, "a", "b") == "cabd"


def test_on_top_there_is_no_step_forward():
    desk = sheet()
    assert ordered(desk, ordering.bring_forward, "c", "d") == "abcd"
    assert desk.history.undo_label is None


def test_a_step_forward_touches_one_record():
    desk, diffs = sheet("abcdefgh"), []
    desk.subscribe(diffs.append)
    ordered(desk, ordering.bring_forward, "c")
    assert diffs[0].ids() == {"c"}


def test_sixty_steps_between_two_neighbours_still_have_room():
    desk = sheet("abc")
    for _ in range(60):
        assert ordered(desk, ordering.bring_forward, "a") == "bac"
        assert ordered(desk, ordering.send_backward, "c") == "bca"
        assert ordered(desk, ordering.send_backward, "a") == "bac"
        assert ordered(desk, ordering.send_backward, "a") == "abc"
    assert len({desk.rank(i) for i in "abc"}) == 3


def test_moved_to_another_overlay_they_lie_on_top_in_their_order():
    desk = document(unit("a"), unit("b"), unit("z", overlay="p"), overlays=TWO)
    with desk.edit("Move") as change:
        ordering.move_to_overlay(change, desk, ["b", "a"], "p")
    assert desk.ids_on("p") == ("z", "a", "b")


def test_only_to_an_overlay_can_they_be_moved():
    desk = sheet()
    with pytest.raises(KeyError), desk.edit("Move") as change:
        ordering.move_to_overlay(change, desk, ["a"], "b")


def test_an_overlay_is_put_at_an_index():
    desk = document(overlays=[Overlay(id=i) for i in "xyz"])
    with desk.edit("Order") as change:
        ordering.move_overlay(change, desk, "z", 0)
    assert [overlay.id for overlay in desk.overlays()] == ["z", "x", "y"]


def test_overlays_are_put_in_a_given_order():
    desk = document(overlays=[Overlay(id=i) for i in "xyz"])
    with desk.edit("Order") as change:
        ordering.arrange_overlays(change, desk, "yzx")
    assert [overlay.id for overlay in desk.overlays()] == ["y", "z", "x"]


def test_an_order_of_overlays_names_all_of_them():
    desk = document(overlays=[Overlay(id=i) for i in "xyz"])
    with pytest.raises(ValueError, match="each of them"), desk.edit("Order") as change:
        ordering.arrange_overlays(change, desk, "yz")


ACTIONS = {
    ordering.bring_to_front: lambda order, chosen: (
        [i for i in order if i not in chosen] + [i for i in order if i in chosen]
    ),
    ordering.send_to_back: lambda order, chosen: (
        [i for i in order if i in chosen] + [i for i in order if i not in chosen]
    ),
}


@given(
    st.lists(
        st.tuples(st.sampled_from(list(ACTIONS)), st.sets(st.sampled_from("abcde"))), max_size=20
    )
)
def test_any_reordering_is_what_a_list_would_do_and_can_be_undone(steps):
    desk = sheet("abcde")
    order = list("abcde")
    for action, chosen in steps:
        order = ACTIONS[action](order, chosen)
        assert ordered(desk, action, *chosen) == "".join(order)
    while desk.undo():
        pass
    assert desk.ids_on("o") == tuple("abcde")


def test_features_are_put_just_below_a_neighbour_in_the_order_they_had():
    desk = sheet("abcde")
    with desk.edit("Order") as change:
        ordering.put_under(change, desk, ["e", "a"], "c")
    assert "".join(desk.ids_on("o")) == "baecd"


def test_features_put_below_a_neighbour_elsewhere_go_to_its_overlay():
    desk = document(unit("a"), unit("b"), unit("x", overlay="p"), overlays=TWO)
    with desk.edit("Order") as change:
        ordering.put_under(change, desk, ["a"], "x")
    assert (desk.ids_on("o"), desk.ids_on("p")) == (("b",), ("a", "x"))
