"""What lies above the tiles: previews, features whose tiles are being made, selection, readout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QRectF

from baltic_desk.document.feature import Feature
from baltic_desk.document.handles import Handle
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.tools.tool import NOTHING, Preview
from baltic_desk.ui.map import command_line_painting, live_painting
from baltic_desk.ui.map.coverage_painting import paint_edges
from baltic_desk.ui.map.hits import handles_of
from baltic_desk.ui.map.placed_reach import PlacedReach, Reaches
from baltic_desk.ui.map.ring_lighting import NOTHING_LIT, Lit, paint_lit
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shapes import Shape, shapes_of
from baltic_desk.ui.map.sheet import Sheet
from baltic_desk.ui.map.traces import Trace

MOST_OUTLINED = 300
"""Beyond this many selected features each gets only a box, all of them drawn at once."""
FEATURE_REACH_PX = 170.0
GUIDE_REACH_PX = 90.0


@dataclass(slots=True)
class Live:
    """Kept by the view; painted over the tiles in each frame."""

    preview: Preview = NOTHING
    shapes: list[Shape] = field(default_factory=list[Shape])
    reaches: Mapping[str, PlacedReach] = field(default_factory=dict[str, PlacedReach])
    """What rings of the preview reach, to the horizon, by their id."""
    settling: frozenset[str] = frozenset()
    """Features whose tiles are being painted again: shown here until that is done."""
    pointer_px: tuple[float, float] = (0.0, 0.0)
    hovered: str | None = None
    lit: Lit = NOTHING_LIT
    """Rings that are asked about, with their unit: all else may step back behind them."""

    def show(self, preview: Preview, projection_id: str) -> None:
        """Show a preview from now on."""
        self.preview = preview
        features = list(preview.features.values())
        made = shapes_of(features, PROJECTIONS[projection_id])
        self.shapes = [shape for shape in made if shape is not None]

    def lifted(self, scene: Scene) -> frozenset[str]:
        """Features of the scene that the preview shows instead."""
        return frozenset(i for i in self.preview.features if i in scene.place)


def paint_live(
    sheet: Sheet,
    live: Live,
    scene: Scene,
    selection: Mapping[str, Feature],
    ground_metres_per_px: float,
    settled_metres_per_px: float,
    reaches: Reaches | None = None,
) -> None:
    """All of it, bottom to top; where units stand hangs on the scale that a zoom will end at."""
    shown = live.preview.features
    settling = (scene.by_id[i] for i in live.settling if i in scene.by_id and i not in shown)
    selected = [scene.by_id[i] for i in selection if i in scene.by_id and i not in shown]
    paint_lit(sheet, live.lit, scene, settled_metres_per_px, reaches)
    hovered = None if live.hovered is None else scene.by_id.get(live.hovered)
    if hovered is not None and hovered.feature.id not in selection:
        live_painting.paint_selection(sheet, [hovered], scene, settled_metres_per_px, hovered=True)
    if len(selected) <= MOST_OUTLINED:
        live_painting.paint_selection(sheet, selected, scene, settled_metres_per_px)
    else:
        live_painting.paint_boxes(sheet, selected, scene, settled_metres_per_px)
    if scene.command_lines is not None and live.shapes:
        command_line_painting.paint_moving(sheet, scene.command_lines, scene.by_id, live.shapes)
    live_painting.paint_traces(sheet, traces_above(live, scene), scene, settled_metres_per_px)
    live_painting.paint_features(sheet, settling, scene, settled_metres_per_px)
    faint = live.reaches.keys()
    live_painting.paint_features(sheet, live.shapes, scene, settled_metres_per_px, faint=faint)
    for shape in live.shapes:
        reach = live.reaches.get(shape.feature.id)
        if reach is not None:
            paint_edges(sheet, shape, reach, 1.0)
    live_painting.paint_handles(sheet, shown_handles(live, selection, ground_metres_per_px))
    live_painting.paint_guides(sheet, live.preview.guides)
    if live.preview.readout:
        at = live.pointer_px
        live_painting.paint_readout(
            sheet, live.preview.readout, (at[0] * sheet.scale, at[1] * sheet.scale)
        )


def traces_above(live: Live, scene: Scene) -> list[Trace]:
    """Ghosts and ways of what moves on, and of what settles."""
    if not scene.traces.each:
        return []
    known, shown, ways = scene.traces.by_id, live.preview.features, live.preview.ways
    projection = PROJECTIONS[scene.projection_id]
    moving = [shape.feature for shape in live.shapes if shape.feature.id in known]
    return [
        *(known[i] for i in live.settling if i in known and i not in shown),
        *(known[each.id].to(each, projection, ways.get(each.id)) for each in moving),
    ]


def shown_handles(
    live: Live, selection: Mapping[str, Feature], ground_metres_per_px: float
) -> tuple[Handle, ...]:
    """Handles of the selection, unless a gesture shows its own."""
    if live.preview.features or live.preview.guides:
        return ()
    return handles_of(tuple(selection.values()), ground_metres_per_px)


def extent(sheet: Sheet, live: Live, scene: Scene) -> QRectF:
    """The rectangle that the moving part of the live layer takes, painter units."""
    box = QRectF()
    settling: Iterable[Shape] = (scene.by_id[i] for i in live.settling if i in scene.by_id)
    for shape in (*live.shapes, *settling):
        _, offset_px = live_painting.drawn(shape, scene, sheet.frame.styled_metres_per_px)
        reach_px = FEATURE_REACH_PX + max(map(abs, offset_px))
        box = box.united(live_painting.box_of(sheet, shape.bounds, reach_px))
    if scene.command_lines is not None and live.shapes:
        lines = scene.command_lines
        line_px = command_line_painting.HALO_PX
        for bounds in command_line_painting.moving_boxes(lines, scene.by_id, live.shapes):
            box = box.united(live_painting.box_of(sheet, bounds, line_px))
    for trace in traces_above(live, scene):
        box = box.united(live_painting.box_of(sheet, trace.bounds, trace.reach_px))
    for guide in live.preview.guides:
        if guide.positions:
            units = live_painting.units_of(sheet, guide.positions)
            units = units[np.isfinite(units).all(axis=1)]
            if len(units):
                (left, top), (right, bottom) = units.min(axis=0), units.max(axis=0)
                reach = GUIDE_REACH_PX * sheet.scale
                box = box.united(
                    QRectF(
                        float(left) - reach, float(top) - reach,
                        float(right - left) + 2 * reach, float(bottom - top) + 2 * reach,
                    )
                )  # fmt: skip
        if len(guide.corners_px) > 1:
            (x0, y0), (x1, y1) = guide.corners_px[:2]
            corners = QRectF(x0, y0, x1 - x0, y1 - y0).normalized().adjusted(-3, -3, 3, 3)
            scale = sheet.scale
            box = box.united(
                QRectF(
                    corners.x() * scale, corners.y() * scale,
                    corners.width() * scale, corners.height() * scale,
                )
            )  # fmt: skip
    if live.preview.readout:
        at = (live.pointer_px[0] * sheet.scale, live.pointer_px[1] * sheet.scale)
        readout = live_painting.readout_box(sheet, live.preview.readout, at)
        box = box.united(readout.adjusted(-2, -2, 2, 2))
    return box
