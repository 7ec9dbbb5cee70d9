"""What has changed since a scene was made, and on what of the map that is painted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

import numpy as np
from msgspec import structs

from baltic_desk.document.project import Overlay, Picture, Project
from baltic_desk.document.store import Diff, Entry
from baltic_desk.ui.map.command_line_painting import HALO_PX
from baltic_desk.ui.map.giving_way import NAMES_REACH_PX
from baltic_desk.ui.map.obstacles import hides_names
from baltic_desk.ui.map.scene import Scene, reach_px
from baltic_desk.ui.map.viewport import Bounds

_FOR_ALL = (Overlay, Project, Picture)
"""Records that others are drawn by: when one changes, all is drawn anew."""


class SceneChanges:
    """Changes from one scene to the next; false while there are none.

    Attributes
    ----------
    ids
        Features that have changed.
    everything
        Whether all has to be drawn anew.
    phase
        Whether another phase is shown, or something else of its movements.
    """

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.everything = False
        self.phase = False

    def __bool__(self) -> bool:
        return bool(self.ids) or self.everything or self.phase

    def take(self, diff: Diff) -> None:
        """The document has changed."""
        for record_id, after in diff.after.items():
            before, now = _record(diff.before[record_id]), _record(after)
            if isinstance(now, _FOR_ALL) or isinstance(before, _FOR_ALL):
                self.everything |= not _same_in_tiles(before, now)
            else:
                self.ids.add(record_id)

    def take_all(self) -> None:
        """All may have changed."""
        self.everything = True

    def boxes(self, before: Scene, scene: Scene, metres_per_px: float) -> list[Bounds]:
        """All that looks otherwise in a scene than in the one before, in map metres."""
        rearranged = _rearranged(before, scene, metres_per_px)
        boxes: list[Bounds] = []
        for known in (before, scene):
            ids = self.ids | rearranged
            boxes += _feature_boxes(known, ids, metres_per_px, names_px=NAMES_REACH_PX)
            boxes += _command_line_boxes(known, self.ids, metres_per_px)
        was, now = before.traces, scene.traces
        traced = was.by_id.keys() | now.by_id.keys()
        other = {i for i in traced if was.by_id.get(i) is not now.by_id.get(i)} | rearranged
        for known in (before, scene):
            boxes += known.traces.boxes(other, metres_per_px)
        return boxes


def painted_boxes(scene: Scene, ids: Set[str], metres_per_px: float) -> list[Bounds]:
    """All that these features are painted on, with their command lines, ghosts and ways."""
    return [
        *_feature_boxes(scene, ids, metres_per_px),
        *_command_line_boxes(scene, ids, metres_per_px),
        *scene.traces.boxes(ids, metres_per_px),
    ]


def _feature_boxes(
    scene: Scene, ids: Iterable[str], metres_per_px: float, *, names_px: float = 0.0
) -> Iterator[Bounds]:
    """All that each of these features is painted on; with the names that give way to it, which are
    so wide.
    """
    offsets: list[float] = np.abs(scene.arranged(metres_per_px).offset_px).max(axis=1).tolist()
    for k in (scene.place[i] for i in ids if i in scene.place):
        shape = scene.shapes[k]
        beyond_px = names_px * hides_names(shape) + offsets[k]
        wider = (reach_px(shape) + beyond_px) * metres_per_px
        left, bottom, right, top = shape.bounds
        yield left - wider, bottom - wider, right + wider, top + wider


def _command_line_boxes(scene: Scene, ids: Set[str], metres_per_px: float) -> Iterator[Bounds]:
    """All that the command lines of these units are painted on."""
    wider = HALO_PX * metres_per_px
    if scene.command_lines is not None:
        for left, bottom, right, top in scene.command_lines.boxes(ids):
            yield left - wider, bottom - wider, right + wider, top + wider


def _rearranged(before: Scene, scene: Scene, metres_per_px: float) -> set[str]:
    """Units that are drawn elsewhere at a scale because others have changed."""
    was, now = before.arranged(metres_per_px), scene.arranged(metres_per_px)
    moved = {before.shapes[k].feature.id for k in was.moved.nonzero()[0].tolist()}
    moved |= {scene.shapes[k].feature.id for k in now.moved.nonzero()[0].tolist()}
    return {
        i
        for i in moved
        if i in before.place
        and i in scene.place
        and was.of(before.place[i]) != now.of(scene.place[i])
    }


def _same_in_tiles(before: object, after: object) -> bool:
    """Whether two records of a project look the same in the tiles: reach is not painted there."""
    if not (isinstance(before, Project) and isinstance(after, Project)):
        return False
    if (before.altitude_m is None) != (after.altitude_m is None):
        return False
    return before == structs.replace(
        after,
        altitude_m=before.altitude_m,
        altitude_above=before.altitude_above,
        terrain=before.terrain,
    )


def _record(entry: Entry | None) -> object:
    return None if entry is None else entry.record
