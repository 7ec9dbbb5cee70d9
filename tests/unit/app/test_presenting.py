"""A presentation as a value: what each key makes of it, and that it stays within its steps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic_desk.app.presenting import ACTIONS, INKS, Presenting, Programme, programme_of
from baltic_desk.document.document import Document
from baltic_desk.document.lesson import BriefingStep, Phase, StepView
from baltic_desk.document.phase_operations import add_phase
from baltic_desk.document.project import Overlay, Project
from baltic_desk.document.store import Entry

VIEW = StepView(lon=21.0, lat=55.0, width_m=400_000.0, height_m=225_000.0)
PHASES = (Phase(id="p1", name="Before"), Phase(id="p2", name="After"), Phase(id="p3"))
OVERLAYS = (Overlay(id="top", name="Own"), Overlay(id="low", name="", visible=False))


def step(number: int, **fields: object) -> BriefingStep:
    return BriefingStep(id=f"s{number}", title=f"Step {number}", view=VIEW, **fields)  # type: ignore[arg-type]


def begun(*steps: BriefingStep, at: int = 0) -> Presenting:
    known = steps or (step(1), step(2, phase="p2"), step(3, altitude_m=100.0))
    return Presenting.begun(Programme(known, PHASES, OVERLAYS), at)


def after(now: Presenting, *actions: str) -> Presenting:
    for action in actions:
        now = now.did(action)
    return now


def test_next_and_previous_go_from_step_to_step() -> None:
    now = begun()
    assert after(now, "next").showing.step == 1
    assert after(now, "next", "next", "previous").showing.step == 1


def test_there_is_nothing_after_the_last_step_and_it_says_so() -> None:
    now = after(begun(), "last", "next")
    assert (now.showing.step, now.said) == (2, "This is the last step")
    now = after(now, "first", "previous")
    assert (now.showing.step, now.said) == (0, "This is the first step")


def test_digits_and_enter_go_to_a_step() -> None:
    now = after(begun(), "digit:3")
    assert now.said == "Step 3 of 3: Enter goes there"
    assert now.showing.step == 0
    now = after(now, "confirm")
    assert (now.showing.step, now.typed, now.said) == (2, "", "")


def test_a_number_without_a_step_is_refused_with_how_many_there_are() -> None:
    now = after(begun(), "digit:9", "digit:0", "confirm")
    assert (now.showing.step, now.said) == (0, "There are 3 steps")
    assert after(begun(step(1)), "digit:2", "confirm").said == "There is only one step"


def test_backspace_takes_back_a_digit_before_it_is_previous() -> None:
    now = after(begun(at=1), "digit:1", "digit:2", "erase-digit")
    assert (now.typed, now.showing.step) == ("1", 1)
    assert after(now, "erase-digit", "erase-digit").showing.step == 0


def test_enter_without_digits_is_next() -> None:
    assert after(begun(), "confirm").showing.step == 1


def test_escape_gives_up_digits_and_the_list_before_it_ends() -> None:
    assert not after(begun(), "digit:2", "leave").ended
    assert not after(begun(), "keys", "leave").ended
    assert after(begun(), "keys", "leave", "leave").ended
    assert after(begun(), "black", "leave").ended


@pytest.mark.parametrize("cloth", ["black", "white"])
def test_a_cloth_comes_and_goes_and_hides_no_turning(cloth: str) -> None:
    now = after(begun(), cloth)
    assert now.screen == cloth
    assert after(now, cloth).screen == "map"
    lifted = after(now, "next")
    assert (lifted.screen, lifted.showing.step) == ("map", 0)
    assert after(now, "digit:2", "confirm").showing.step == 1


def test_one_cloth_takes_the_place_of_the_other() -> None:
    assert after(begun(), "black", "white").screen == "white"


def test_altitude_goes_through_round_ones_and_off() -> None:
    now = after(begun(at=2), "higher")
    assert (now.showing.altitude_m, now.said) == (150.0, "Altitude 150 m above ground")
    assert after(now, "lower").showing.altitude_m == 100.0
    assert after(now, "published").said == "Published ranges"
    assert after(begun(), "higher").showing.altitude_m == 10.0


def test_phases_go_forth_and_back_with_their_names() -> None:
    now = after(begun(), "later-phase")
    assert (now.showing.phase, now.said) == ("p2", "Phase 2 of 3: After")
    assert after(now, "later-phase").said == "Phase 3 of 3"
    assert after(now, "later-phase", "later-phase").said == "This is the last phase"
    assert after(now, "earlier-phase", "earlier-phase").said == "This is the first phase"


def test_without_phases_the_keys_say_so() -> None:
    now = Presenting.begun(Programme((step(1),), (), ()))
    assert after(now, "later-phase").said == "This project has no phases"


def test_overlays_are_switched_by_their_number_from_the_top() -> None:
    now = after(begun(), "overlay:1")
    assert (now.showing.hidden, now.said) == (frozenset({"top", "low"}), "“Own” hidden")
    assert after(begun(), "overlay:2").said == "“Overlay 2” shown"
    assert after(begun(), "overlay:3").said == "There is no overlay 3"


def test_a_step_says_itself_which_overlays_it_shows() -> None:
    assert begun().showing.hidden == {"low"}
    assert begun(step(1, overlays=("low",))).showing.hidden == {"top"}
    assert begun(step(1, overlays=())).showing.hidden == {"top", "low"}


@pytest.mark.parametrize("key", ["return", "digit:0"])
def test_one_key_returns_to_what_the_step_has(key: str) -> None:
    now = after(begun(at=1), "higher", "later-phase", "overlay:1")
    assert now.changed
    back = after(now, key)
    assert not back.changed
    assert back.showing == begun(at=1).showing


def test_turning_forgets_what_was_changed_by_key() -> None:
    now = after(begun(), "higher", "overlay:1", "next", "previous")
    assert not now.changed


def test_a_phase_that_there_is_not_is_the_first() -> None:
    assert begun(step(1, phase="gone")).showing.phase == "p1"


def test_laser_and_pen_take_turns() -> None:
    now = after(begun(), "laser")
    assert (now.hand, after(now, "pen").hand, after(now, "laser").hand) == ("laser", "pen", "")


def test_the_pen_goes_through_its_colours() -> None:
    now = begun()
    seen = [now.ink]
    for _ in INKS:
        now = after(now, "colour")
        seen.append(now.ink)
    assert seen == [*INKS, INKS[0]]


def test_words_are_gone_with_the_next_key() -> None:
    assert after(begun(), "higher", "keys").said == ""


_NAMES = sorted(set(ACTIONS) - {"digit", "overlay"})
_ANY = st.one_of(
    st.sampled_from(_NAMES),
    st.integers(0, 9).map(lambda n: f"digit:{n}"),
    st.integers(1, 9).map(lambda n: f"overlay:{n}"),
)


@given(st.lists(_ANY, max_size=40))
def test_no_keys_lead_out_of_the_programme(actions: list[str]) -> None:
    now = begun()
    for action in actions:
        now = now.did(action)
        assert 0 <= now.showing.step < 3
        assert now.showing.phase in {"p1", "p2", "p3"}
        assert now.showing.hidden <= {"top", "low"}
        assert len(now.typed) <= 3
    assert not after(now, "return").changed


# -- what is presented -------------------------------------------------------------------------


def project() -> Document:
    return Document([Entry(Overlay(id="o", name="All"), 1.0)])


def test_without_phases_and_steps_what_is_seen_is_the_one_step() -> None:
    document = project()
    with document.edit("Altitude") as change:
        change.put(Project(altitude_m=300.0, altitude_above="sea"))
    programme = programme_of(document, VIEW, "sensor")
    (only,) = programme.steps
    assert (only.view, only.altitude_m, only.altitude_above, only.rings) == (
        VIEW, 300.0, "sea", "sensor",
    )  # fmt: skip
    assert programme.own(0).phase is None


def test_without_steps_each_phase_is_one() -> None:
    document = project()
    first = add_phase(document, "Before")
    add_phase(document, "After", after=first.id)
    steps = programme_of(document, VIEW).steps
    assert [s.title for s in steps] == [phase.name for phase in document.phases()]
    assert [s.phase for s in steps] == [phase.id for phase in document.phases()]


def test_steps_that_there_are_are_presented_in_order() -> None:
    document = project()
    with document.edit("Steps") as change:
        change.put(step(1))
        change.put(step(2))
    programme = programme_of(document, VIEW)
    assert [s.id for s in programme.steps] == ["s1", "s2"]
    assert programme.number_of("s2", None) == 1
    assert programme.number_of("gone", None) == 0


def test_it_begins_with_the_first_step_of_a_phase() -> None:
    programme = begun().programme
    assert programme.number_of(None, "p2") == 1
    assert programme.number_of(None, "p3") == 0
