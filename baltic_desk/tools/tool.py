"""What every tool is made of: the pointer, the desk it works on, states, and what a state shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from baltic_desk.document.anchoring import is_hidden, is_locked
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.geometry import Position
from baltic_desk.document.session import Session
from baltic_desk.geo.coordinates import Format

DRAFT = "baltic_desk:draft"
"""Id of a previewed feature that the document does not hold yet; several add `:1`, `:2` …"""

Pixel = tuple[float, float]
Cursor = Literal["arrow", "cross", "move", "hand", "grab", "rotate", "size", "text", "forbidden"]


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, on the map (lon, lat) and on the screen (logical pixels), and keys."""

    at: Position
    px: Pixel
    shift: bool = False
    ctrl: bool = False
    alt: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under a pixel: a feature, which part of it, and which vertex, edge or handle."""

    id: str
    part: Literal["vertex", "handle", "edge", "body"]
    index: int = 0
    handle: str = ""


class View(Protocol):
    """All that tools may ask of the map on the screen."""

    def hit(self, px: Pixel, *, tolerance_px: float = 6.0) -> Hit | None:
        """Topmost visible, unlocked feature under a pixel: selected first, vertex before body."""
        ...

    def hits_within(self, corner: Pixel, opposite: Pixel) -> Sequence[str]:
        """Ids of unlocked visible features that lie wholly inside a box on the screen."""
        ...

    def rings_at(self, px: Pixel, *, tolerance_px: float = 6.0) -> Sequence[str]:
        """Ids of visible range rings and covered areas whose line runs by a pixel, topmost first.

        None of them while something that lies above all of them is there, a symbol, say.
        """
        ...

    def to_px(self, position: Position) -> Pixel:
        """Place on the screen, in logical pixels."""
        ...

    def to_position(self, px: Pixel) -> Position:
        """Place on the earth."""
        ...

    def metres_per_px(self) -> float:
        """Scale at the centre of the view."""
        ...

    def drawn_offset_px(self, feature_id: str) -> Pixel:
        """How far from its place a unit is drawn now: by hand, or fanned out of a stack."""
        ...


@dataclass(frozen=True, slots=True)
class Guide:
    """A thin helping line, box or label shown while a gesture runs, never part of the document."""

    kind: Literal["line", "box", "handle", "label"]
    positions: tuple[Position, ...] = ()
    corners_px: tuple[Pixel, ...] = ()
    text: str = ""
    handle: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What a state shows: features in place of (or besides) the document's, and guides.

    `features` maps ids to the feature to paint instead; the picture of those that exist in the
    document is lifted off the map while the preview lasts. `ways` are positions between where
    those of them that a phase moves were and are, in place of the document's. `readout` stands
    beside the pointer.
    """

    features: Mapping[str, Feature] = field(default_factory=dict[str, Feature])
    guides: tuple[Guide, ...] = ()
    readout: str = ""
    ways: Mapping[str, tuple[Position, ...]] = field(
        default_factory=dict[str, tuple[Position, ...]]
    )


NOTHING = Preview()


@dataclass(frozen=True, slots=True)
class Desk:
    """The things in reach of a tool."""

    document: Document
    session: Session
    view: View
    new_id: Callable[[], str]
    distance_unit: str = "km"
    say: Callable[[str], None] = lambda _message: None
    coordinate_style: Format = "dms"
    with_subordinates: bool = False
    """Whether what is moved takes along the units under it."""

    def overlay_for_new(self) -> str | None:
        """Overlay that a new feature goes to; says so when there is none."""
        found = self.session.active_overlay
        if found is None:
            self.say("There is no visible, unlocked overlay to draw on.")
        return found

    def overlay_for_draft(self) -> str:
        """Overlay that a previewed feature is shown as lying on; says nothing."""
        return self.session.active_overlay or DRAFT

    def add(self, step: str, features: Sequence[Feature]) -> None:
        """Write new features, the lowest first, as one undo step of that name; select them."""
        with self.document.edit(step) as change:
            for feature in features:
                change.put(feature)
        self.session.select(feature.id for feature in features)

    def changeable(self, ids: Iterable[str]) -> tuple[Feature, ...]:
        """Those of the features that may be changed by hand: present, shown and not locked."""
        found = (self.document.feature(feature_id) for feature_id in ids)
        return tuple(
            feature
            for feature in found
            if feature is not None
            and not is_locked(self.document, feature)
            and not is_hidden(self.document, feature)
        )


class State:
    """One moment of an interaction; every handler answers with the state that follows.

    `hint` is shown in the status line, `entry` names what can be typed now ("Distance, km" …) and
    is empty when typing means nothing. `preview` is pure and cheap: it is asked after each event.

    Only these may write to the document: release, double_click, back, confirm, typed, settle.
    """

    hint: str = ""
    cursor: Cursor = "arrow"
    entry: str = ""
    tool: str = "select"
    at_rest: bool = False
    """Nothing is under way: Esc leaves the tool, undo means the document's."""
    free_text: bool = False
    """Anything may be typed, not just what begins like a number."""

    def press(self, pointer: Pointer, desk: Desk) -> State:
        """Left button down."""
        return self

    def move(self, pointer: Pointer, desk: Desk) -> State:
        """Pointer moved, button down or not."""
        return self

    def release(self, pointer: Pointer, desk: Desk) -> State:
        """Left button up."""
        return self

    def double_click(self, pointer: Pointer, desk: Desk) -> State:
        """Second press of a double click."""
        return self

    def leave(self, desk: Desk) -> State:
        """Pointer left the map."""
        return self

    def back(self, desk: Desk) -> State:
        """Backspace or Delete: one point back."""
        return self

    def confirm(self, desk: Desk) -> State:
        """Enter."""
        return self

    def cancel(self, desk: Desk) -> State:
        """Esc: one level back to rest; a second Esc leaves the tool."""
        return self

    def typing(self, text: str, desk: Desk) -> State:
        """What has been typed so far, before Enter closes it; empty when it was wiped."""
        return self

    def typed(self, text: str, desk: Desk) -> State:
        """A value typed during the gesture and closed with Enter. ValueError says what is wrong."""
        return self

    def worth_keeping(self) -> bool:
        """Whether so much has been drawn that Esc should not be the end of it."""
        return False

    def settle(self, desk: Desk) -> State:
        """Finish what can be finished (before saving or changing the tool), else drop it."""
        return self

    def preview(self, desk: Desk) -> Preview:
        """What to show now."""
        return NOTHING
