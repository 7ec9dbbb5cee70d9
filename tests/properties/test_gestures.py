"""Whatever someone does with mouse and keyboard, the document keeps what it promises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Mark, RangeRing, TextNote, Unit
from baltic_desk.document.places import reference
from baltic_desk.document.project import Overlay
from baltic_desk.tools.draw import TEMPLATES, Draw
from baltic_desk.tools.measure import Measure
from baltic_desk.tools.place import PlaceUnit
from baltic_desk.tools.ring import Ring
from baltic_desk.tools.select import Idle
from baltic_desk.tools.text import PlaceMark, PlaceText
from baltic_desk.tools.tool import State
from tests.desks import Hands
from tests.features import SIDC, area, corridor, document, ellipse, line, rectangle, ring, unit

RINGS = (RangeRing(overlay="", center_lon=0, center_lat=0, radius_max_m=90_000.0),)
TOOLS: dict[str, State] = {
    "select": Idle(),
    "place": PlaceUnit(Unit(overlay="", sidc=SIDC), RINGS),
    "ring": Ring(),
    "text": PlaceText(TextNote(overlay="", name="Phase line")),
    "mark": PlaceMark(Mark(overlay="")),
    "measure": Measure(),
    **{kind: Draw(kind) for kind in TEMPLATES},
}

# A coarse grid, so that presses often meet features, handles and each other.
places = st.tuples(
    st.sampled_from([20.0, 20.03, 21.0, 22.0, 22.5, 24.0, 26.0]),
    st.sampled_from([55.0, 57.0, 57.02, 58.0, 59.5, 89.5]),
)
keys = st.fixed_dictionaries(
    {k: st.sampled_from([False, False, True]) for k in ("shift", "ctrl", "alt")}
)
texts = st.sampled_from(
    ["12 km 045", "40 120", "250 min 20", "40 x 20 km", "57 24", "30", "-15", "x", "", "9000 km"]
)
pointing = st.tuples(
    st.sampled_from(["press", "move", "move", "release", "double_click"]), places, keys
)
keying = st.tuples(st.sampled_from(["enter", "backspace", "delete", "escape"]))
others = st.one_of(
    st.tuples(st.sampled_from(["undo", "redo", "settle", "take_back", "leave"])),
    st.tuples(st.just("start"), st.sampled_from(sorted(TOOLS))),
    st.tuples(st.just("select"), st.sets(st.sampled_from("urlaqec"))),
    st.tuples(st.just("lock"), st.booleans()),
)
entering = st.tuples(st.sampled_from(["type", "enter_text"]), texts)
# Whole gestures, which single events would seldom make by chance.
clicking = st.tuples(st.just("click"), places, keys)
dragging = st.tuples(st.just("drag"), places, places, keys, st.booleans())
grabbing = st.tuples(
    st.just("grab"), st.integers(0, 20), st.sampled_from("urlaqec"), places, keys, st.booleans()
)
events = st.lists(
    st.one_of(pointing, clicking, dragging, grabbing, grabbing, keying, entering, others),
    min_size=6,
    max_size=40,
)

WRITING = {
    "release",
    "click",
    "drag",
    "grab",
    "double_click",
    "enter",
    "backspace",
    "delete",
    "enter_text",
    "settle",
    "start",
    "take_back",
    "undo",
    "redo",
    "lock",
}


def sheet() -> Document:
    return document(
        ring("r", (24, 57), anchor="u"),
        line("l", (20, 55), (21, 57), (22, 55)),
        area("a", (20, 58), (21, 58), (21, 59.5)),
        rectangle("q", (22.5, 59.5)),
        ellipse("e", (26, 55)),
        corridor("c", (24, 58), (26, 58)),
        unit("u", (24, 57)),
        overlays=(Overlay(id="below"), Overlay(id="o")),
    )


def contents(desk: Document) -> dict[str, object]:
    return {entry.record.id: entry for entry in desk.entries()}


def perform(hands: Hands, name: str, *given: object) -> None:
    match name, given:
        case (("press" | "move" | "release" | "double_click"), (place, held)):
            getattr(hands.tool, name)(hands.at(place, **held))
        case (("enter" | "backspace" | "delete" | "escape"), ()):
            hands.tool.key(name)
        case "click", (place, held):
            hands.click(place, **held)
        case "drag", (start, end, held, let_go):
            hands.drag(start, end, release=let_go, **held)
        case "grab", (number, feature_id, end, held, let_go):
            if feature_id in hands.document:
                hands.tool.start(Idle())
                hands.session.select([feature_id])
                grip = nth_grip(hands, number)
                if grip is not None:
                    hands.drag(grip, end, release=let_go, **held)
        case "type", (text,):
            hands.type(text, enter=False)
        case "enter_text", (text,):
            hands.tool.enter(text)
        case "start", (tool,):
            hands.tool.start(TOOLS[tool])
        case "select", (ids,):
            hands.session.select(i for i in sorted(ids) if i in hands.document)
        case "lock", (locked,):
            with hands.document.edit("Lock") as change:
                change.put(Overlay(id="o", locked=locked))
        case (("undo" | "redo"), ()):
            getattr(hands.document, name)()
        case (("settle" | "take_back" | "leave"), ()):
            getattr(hands.tool, name)()
        case _:
            raise AssertionError(name)


def nth_grip(hands: Hands, number: int) -> tuple[float, float] | None:
    """One of the handles that are shown, or the place of what is selected."""
    shown = [g.positions[0] for g in hands.tool.preview().guides if g.kind == "handle"]
    shown += [reference(f) for f in hands.desk.changeable(hands.session.selection)]
    return shown[number % len(shown)] if shown else None


def performed(tool: str, sequence: list[tuple[object, ...]]) -> Hands:
    hands = Hands(sheet(), TOOLS[tool])
    for event in sequence:
        perform(hands, *event)
    return hands


@given(st.sampled_from(sorted(TOOLS)), events)
def test_only_what_ends_a_gesture_writes(tool, sequence):
    hands = Hands(sheet(), TOOLS[tool])
    for event in sequence:
        before = contents(hands.document)
        perform(hands, *event)
        if event[0] not in WRITING:
            assert contents(hands.document) == before


@given(st.sampled_from(sorted(TOOLS)), events)
def test_a_preview_can_always_be_asked_for_and_changes_nothing(tool, sequence):
    hands = Hands(sheet(), TOOLS[tool])
    for event in sequence:
        perform(hands, *event)
        before, selected = contents(hands.document), hands.session.selection
        once = hands.tool.state.preview(hands.desk)
        assert once == hands.tool.state.preview(hands.desk)
        assert contents(hands.document) == before
        assert hands.session.selection == selected


@given(st.sampled_from(sorted(TOOLS)), events)
def test_esc_always_ends_in_select(tool, sequence):
    hands = performed(tool, sequence)
    for _ in range(3):  # what is typed, the gesture, the tool
        hands.tool.key("escape")
    assert isinstance(hands.tool.state, Idle)


@given(st.sampled_from(sorted(TOOLS)), events)
def test_all_undone_is_the_start_and_all_redone_is_the_end(tool, sequence):
    hands = performed(tool, sequence)
    while hands.document.redo():
        pass
    end = contents(hands.document)
    while hands.document.undo():
        pass
    assert contents(hands.document) == contents(sheet())
    while hands.document.redo():
        pass
    assert contents(hands.document) == end


@given(st.sampled_from(sorted(TOOLS)), events)
def test_a_ring_is_where_its_unit_is(tool, sequence):
    hands = performed(tool, sequence)
    for feature in hands.document.features():
        match feature.properties:
            case RangeRing(anchor=str(anchor), center_lon=lon, center_lat=lat):
                found = hands.document.feature(anchor)
                if found is not None:
                    assert (lon, lat) == pytest.approx(found.geometry.coordinates, abs=1e-6)
            case _:
                pass


@given(st.sampled_from(sorted(TOOLS)), events)
def test_a_locked_overlay_stays_as_it_is(tool, sequence):
    """But for rings, which follow their unit wherever they lie."""
    hands = Hands(sheet(), TOOLS[tool])
    with hands.document.edit("Lock") as change:
        change.put(Overlay(id="o", locked=True))
    kept = hands.document.features_on("o")
    for event in sequence:
        if event[0] not in ("lock", "undo", "redo"):
            perform(hands, *event)
    assert hands.document.features_on("o") == kept
