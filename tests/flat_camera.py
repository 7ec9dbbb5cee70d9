"""A camera without a window: a plate carrée of a hundred pixels to the degree."""

from __future__ import annotations

from collections.abc import Sequence

from baltic_desk.app.protocols import Bounds
from baltic_desk.document.geometry import Position
from baltic_desk.tools.tool import Hit, Pixel

PX_PER_DEG = 100.0
_CENTER = (22.5, 59.5)
_MIDDLE_PX = (600.0, 400.0)


class FlatCamera:
    """One degree is a hundred pixels in both directions; nothing is ever hit."""

    def __init__(self) -> None:
        self.shown: list[Bounds] = []
        self.looked_at: list[tuple[Position, float | None]] = []
        self.zoomed = 1.0
        self.panned: list[Pixel] = []
        self.scale = 2_000_000.0

    def hit(self, px: Pixel, *, tolerance_px: float = 6.0) -> Hit | None:  # noqa: ARG002
        return None

    def rings_at(self, px: Pixel, *, tolerance_px: float = 6.0) -> Sequence[str]:  # noqa: ARG002
        return ()

    def drawn_offset_px(self, feature_id: str) -> Pixel:  # noqa: ARG002
        return 0.0, 0.0

    def hits_within(self, corner: Pixel, opposite: Pixel) -> Sequence[str]:  # noqa: ARG002
        return ()

    def to_px(self, position: Position) -> Pixel:
        lon, lat = position
        return (
            _MIDDLE_PX[0] + (lon - _CENTER[0]) * PX_PER_DEG,
            _MIDDLE_PX[1] - (lat - _CENTER[1]) * PX_PER_DEG,
        )

    def to_position(self, px: Pixel) -> Position:
        return (
            _CENTER[0] + (px[0] - _MIDDLE_PX[0]) / PX_PER_DEG,
            _CENTER[1] - (px[1] - _MIDDLE_PX[1]) / PX_PER_DEG,
        )

    def metres_per_px(self) -> float:
        return 111_319.0 / PX_PER_DEG

    def center(self) -> Position:
        return _CENTER

    def size_px(self) -> tuple[int, int]:
        return 1200, 800

    def look_at(self, center: Position, metres_per_px: float | None = None) -> None:
        self.looked_at.append((center, metres_per_px))

    def zoom(self, factor: float) -> None:
        self.zoomed *= factor

    def pan_px(self, dx: float, dy: float) -> None:
        self.panned.append((dx, dy))

    def fit(self, bounds: Bounds) -> None:
        self.shown.append(bounds)

    def scale_denominator(self) -> float:
        return self.scale

    def set_scale_denominator(self, denominator: float) -> None:
        self.scale = denominator
