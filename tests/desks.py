"""A desk without a screen: a plane map as view, and hands that press, drag and type."""

from __future__ import annotations

import math
from itertools import count, pairwise

from baltic_desk.document.anchoring import is_hidden, is_locked
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, RangeRing, Unit
from baltic_desk.document.geometry import Point, positions_of
from baltic_desk.document.session import Session
from baltic_desk.tools.controller import ToolController
from baltic_desk.tools.tool import Desk, Hit, Pixel, Pointer, Position, State


class PlaneView:
    """A map of `px_per_degree` pixels a degree both ways, 15 E 62 N in its corner."""

    def __init__(self, document: Document, px_per_degree: float = 100.0) -> None:
        self.document = document
        self.px_per_degree = px_per_degree
        self.session: Session | None = None

    def to_px(self, position: Position) -> Pixel:
        return (position[0] - 15) * self.px_per_degree, (62 - position[1]) * self.px_per_degree

    def to_position(self, px: Pixel) -> Position:
        return 15 + px[0] / self.px_per_degree, 62 - px[1] / self.px_per_degree

    def metres_per_px(self) -> float:
        return 111_000 / self.px_per_degree

    def drawn_offset_px(self, feature_id: str) -> Pixel:
        feature = self.document.feature(feature_id)
        unit = feature.properties if feature is not None else None
        return (unit.offset_x_px, unit.offset_y_px) if isinstance(unit, Unit) else (0.0, 0.0)

    def hit(self, px: Pixel, *, tolerance_px: float = 6.0) -> Hit | None:
        """The topmost point or vertex near the pixel, what is selected first; units lie above."""
        near = [
            feature
            for feature in self._shown()
            if any(
                math.dist(self.to_px(position), px) <= tolerance_px
                for position in positions_of(feature.geometry)
            )
        ]
        chosen = () if self.session is None else self.session.selection
        near.sort(key=lambda feature: isinstance(feature.properties, Unit))
        near.sort(key=lambda feature: feature.id in chosen)
        return Hit(near[-1].id, "body") if near else None

    def rings_at(self, px: Pixel, *, tolerance_px: float = 6.0) -> list[str]:
        """Rings with a vertex near the pixel, topmost first."""
        return [
            feature.id
            for feature in reversed(self._shown())
            if isinstance(feature.properties, RangeRing)
            and any(
                math.dist(self.to_px(position), px) <= tolerance_px
                for position in positions_of(feature.geometry)
            )
        ]

    def hits_within(self, corner: Pixel, opposite: Pixel) -> list[str]:
        (left, right), (top, bottom) = (sorted(pair) for pair in zip(corner, opposite, strict=True))
        return [
            feature.id
            for feature in self._shown()
            if all(
                left <= x <= right and top <= y <= bottom
                for x, y in map(self.to_px, positions_of(feature.geometry))
            )
        ]

    def _shown(self) -> list[Feature]:
        return [
            feature
            for feature in self.document.features()
            if not is_locked(self.document, feature) and not is_hidden(self.document, feature)
        ]


class Hands:
    """Someone at the desk. Places are given as (lon, lat)."""

    def __init__(self, document: Document, state: State | None = None) -> None:
        numbers = count(1)
        self.document = document
        self.session = Session(document)
        self.view = PlaneView(document)
        self.view.session = self.session
        self.said: list[str] = []
        self.desk = Desk(
            document,
            self.session,
            self.view,
            lambda: f"new{next(numbers)}",
            say=self.said.append,
            coordinate_style="dd",
        )
        self.tool = ToolController(lambda: self.desk)
        if state is not None:
            self.tool.start(state)

    def at(self, position: Position, **keys: bool) -> Pointer:
        return Pointer(position, self.view.to_px(position), **keys)

    def hover(self, position: Position, **keys: bool) -> None:
        self.tool.move(self.at(position, **keys))

    def press(self, position: Position, **keys: bool) -> None:
        self.tool.press(self.at(position, **keys))

    def release(self, position: Position, **keys: bool) -> None:
        self.tool.release(self.at(position, **keys))

    def click(self, *positions: Position, **keys: bool) -> None:
        for position in positions:
            self.hover(position, **keys)
            self.press(position, **keys)
            self.release(position, **keys)

    def drag(self, *positions: Position, release: bool = True, **keys: bool) -> None:
        """Press at the first place, go through the others, let go at the last."""
        self.press(positions[0], **keys)
        for start, end in pairwise(positions):
            self.hover(((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), **keys)
            self.hover(end, **keys)
        if release:
            self.release(positions[-1], **keys)

    def double_click(self, position: Position) -> None:
        """As a window sends it: the second press comes as a double click."""
        self.click(position)
        self.tool.double_click(self.at(position))
        self.release(position)

    def type(self, text: str, *, enter: bool = True) -> None:
        for character in text:
            self.tool.key("text", character)
        if enter:
            self.tool.key("enter")

    def feature(self, feature_id: str) -> Feature:
        found = self.document.feature(feature_id)
        assert found is not None
        return found

    def position(self, feature_id: str) -> Position:
        geometry = self.feature(feature_id).geometry
        assert isinstance(geometry, Point)
        return geometry.coordinates

    def steps(self) -> tuple[str, ...]:
        """Names of the steps that undo would take back, oldest first."""
        return self.document.history.labels[0]
