"""The features of a project file: read as they are, mended, or kept unread."""

from __future__ import annotations

from contextlib import suppress

import msgspec
from msgspec import Raw

from baltic_desk.document.document import new_id
from baltic_desk.document.feature import ControlMeasure, Corridor, Feature, Foreign
from baltic_desk.document.geometry import Polygon
from baltic_desk.document.measures import has_own_shape
from baltic_desk.document.outline import foreign_edit, positions_in, wound
from baltic_desk.document.record import OVERRIDE_PREFIX
from baltic_desk.geo.outlines import MOST_CORRIDOR_WORK, OutlineError, corridor_work
from baltic_desk.io.exchange.geometry import MAX_VERTICES, GeometryReader
from baltic_desk.io.exchange.plain import read_plain
from baltic_desk.io.feature_json import (
    BRACKETS_ABOUT,
    MAX_ID,
    UndecodableError,
    as_plain_area,
    decode_own,
    from_tree,
)
from baltic_desk.io.header import Header
from baltic_desk.io.problem import Problem
from baltic_desk.io.strict_json import Json
from baltic_desk.io.strict_json import loads as strict_loads

MOST_UNREAD = 5_000
"""Features that are not understood and yet looked at one by one."""

UNCHECKED = (
    "from here on corridors are shown as the file has them, whether or not that fits their"
    f" figures: up to this one they have more than {MOST_CORRIDOR_WORK:,} legs, of which every"
    " three crossings take one"
)
"""Of corridors that would take too long to be drawn anew."""

_TOO_MANY = f"the file has {MOST_UNREAD:,} features that are not understood already"
_FIRST_OVERLAY = "overlay-1"


class FeatureReader:
    """Reads the members of `features` one after the other.

    Attributes
    ----------
    mended
        Whether a feature is now something else than the file says.

    Parameters
    ----------
    untouched
        The features are byte for byte as this program wrote them, so that outlines need no check.
    """

    def __init__(self, header: Header, problems: list[Problem], *, untouched: bool) -> None:
        self.mended = False
        # Where features go that do not say: the first overlay that there is.
        self._overlay = header.overlays[0].id if header.overlays else ""
        self._problems = problems
        self._untouched = untouched
        self._ids = set(header.ids())
        self._unread = 0
        self._geometries = GeometryReader()
        self._corridor_work = 0
        self._tells_of_corridors = False

    def read(self, raw: Raw, number: int) -> list[Feature | Foreign]:
        """Records for one member of `features`: nearly always one."""
        feature = decode_own(raw)
        if feature is not None:
            self._overlay = self._overlay or feature.overlay
        if feature is not None and self._untouched and self._is_free(feature.id):
            self._ids.add(feature.id)
            return [feature]
        place = f"features[{number}]"
        if feature is None and self._unread >= MOST_UNREAD:
            return [self._unread_as_it_is(raw, place)]
        already = len(self._problems)
        features = [feature] if feature is not None else self._mended(raw, place)
        records: list[Feature | Foreign] = (
            [features]
            if isinstance(features, Foreign)
            else [self._checked(each, place) for each in features]
        )
        about = records[0].id
        self._problems[already:] = [p._replace(feature=about) for p in self._problems[already:]]
        return records

    def _unread_as_it_is(self, raw: Raw, place: str) -> Foreign:
        self._unread += 1
        if self._unread == MOST_UNREAD + 1:
            text = "from here on none is looked at that this program has not written so"
            self._problems.append(Problem(place, f"{text}: {_TOO_MANY}"))
        return Foreign(id=new_id(), raw=bytes(raw), why=f"{place}: {_TOO_MANY}")

    def _mended(self, raw: Raw, place: str) -> list[Feature] | Foreign:
        if bytes(raw).count(b"[") > MAX_VERTICES + BRACKETS_ABOUT:
            self._unread += 1
            text = f"this has more than {MAX_VERTICES:,} positions"
            self._problems.append(Problem(place, f"{text}; the feature is kept but not shown"))
            return Foreign(id=new_id(), raw=bytes(raw), why=f"{place}: {text}")
        tree = strict_loads(bytes(raw), root=place)
        try:
            return self._from_tree(tree, place)
        except UndecodableError as error:
            self._unread += 1
            self._problems.append(
                Problem(error.place, f"{error.text}; the feature is kept but not shown")
            )
            return Foreign(id=new_id(), raw=bytes(raw), why=str(error), overlay=_overlay_of(tree))

    def _from_tree(self, tree: Json, place: str) -> list[Feature]:
        if not isinstance(tree, dict) or tree.get("type") != "Feature":
            raise UndecodableError(place, "this is not a feature")
        properties = tree.get("properties")
        if isinstance(properties, dict) and properties.get("kind") is not None:
            feature, problems = from_tree(tree, place, overlay=self._overlay or _FIRST_OVERLAY)
            self._overlay = self._overlay or feature.overlay
            self._tell(*problems)
            return [feature]
        # Somebody has drawn it with another program.
        if properties is not None and not isinstance(properties, dict):
            raise UndecodableError(f"{place}.properties", "this is not an object")
        overlay = _overlay_of(tree) or self._overlay or _FIRST_OVERLAY
        features, problems = read_plain(tree, place, self._geometries, overlay=overlay)
        if not features:
            what = problems[0] if problems else Problem(place, "there is nothing in it")
            raise UndecodableError(what.place, what.text)
        self._tell(*problems)
        self.mended = True
        return features

    def _checked(self, feature: Feature, place: str) -> Feature:
        if not self._is_free(feature.id):
            text = f'the id "{feature.id[:40]}" is taken; the feature has a new one'
            self._tell(Problem(f"{place}.id", text))
            feature = msgspec.structs.replace(feature, id=new_id())
        self._ids.add(feature.id)
        if not isinstance(feature.geometry, Polygon):
            return feature
        turned = wound(feature.geometry)
        if turned is not feature.geometry:
            feature = msgspec.structs.replace(feature, geometry=turned)
        if isinstance(feature.properties, Corridor) and self._is_too_much(feature.properties):
            if not self._tells_of_corridors:
                self._tells_of_corridors = True
                self._problems.append(Problem(f"{place}.properties.center_line", UNCHECKED))
            return feature
        edited = foreign_edit(feature)
        if edited is None:
            return feature
        if isinstance(feature.properties, ControlMeasure) and has_own_shape(feature.properties):
            # The corners are the control points: what another program drew is as good.
            text = "another program changed this; its corners are its control points now"
            self._tell(Problem(f"{place}.geometry", text))
            plain = msgspec.structs.replace(feature.properties, control_points=None)
            return msgspec.structs.replace(feature, properties=plain)
        text = f"{edited}: another program changed it, so it is a plain area now"
        self._tell(Problem(f"{place}.geometry", text))
        return as_plain_area(feature)

    def _is_too_much(self, corridor: Corridor) -> bool:
        """Whether the corridors up to this one would take too long to be drawn anew."""
        if self._corridor_work <= MOST_CORRIDOR_WORK:
            with suppress(OutlineError):  # is told when it is drawn anew
                self._corridor_work += corridor_work(positions_in(corridor.center_line))
        return self._corridor_work > MOST_CORRIDOR_WORK

    def _is_free(self, feature_id: str) -> bool:
        return feature_id not in self._ids and not feature_id.startswith(OVERRIDE_PREFIX)

    def _tell(self, *mended: Problem) -> None:
        self._problems += mended
        self.mended = self.mended or bool(mended)


def _overlay_of(tree: Json) -> str:
    match tree:
        case {"properties": {"overlay": str(overlay)}} if len(overlay) <= MAX_ID:
            return overlay
        case _:
            return ""
