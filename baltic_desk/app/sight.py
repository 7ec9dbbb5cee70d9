"""What is in sight of the camera, and bringing things there."""

from __future__ import annotations

from collections.abc import Iterable

from baltic_desk.app.extent import REGION, extent
from baltic_desk.app.protocols import CameraControl
from baltic_desk.document.feature import Feature
from baltic_desk.document.geometry import Position
from baltic_desk.document.places import reference


def in_sight(camera: CameraControl, position: Position) -> bool:
    """Whether a place is on the screen now."""
    half_width, half_height = camera.to_px(camera.center())
    x, y = camera.to_px(position)
    return 0.0 <= x <= 2.0 * half_width and 0.0 <= y <= 2.0 * half_height


def show(camera: CameraControl, features: Iterable[Feature]) -> None:
    """Bring all of these features into sight; the region when there are none."""
    camera.fit(extent(features) or REGION)


def show_if_away(camera: CameraControl, features: Iterable[Feature]) -> None:
    """Bring features into sight if not one of them is."""
    some = list(features)
    if some and not any(in_sight(camera, reference(feature)) for feature in some):
        show(camera, some)


def beyond_reach(camera: CameraControl, features: Iterable[Feature]) -> str:
    """A sentence when nothing of what was just brought into sight is there, else nothing.

    The camera stays near the region that there is a map of.
    """
    some = list(features)
    if not some or any(in_sight(camera, reference(feature)) for feature in some):
        return ""
    return " It lies too far from the Baltic to be shown."
