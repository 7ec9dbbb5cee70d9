"""The features of a project file: read as they are, mended, or kept unread."""

from __future__ import annotations

import msgspec
from msgspec import Raw

from baltic_desk.document.document import new_id
from baltic_desk.document.feature import ControlMeasure, Feature, Foreign
from baltic_desk.document.geometry import Polygon
from baltic_desk.document.measures import has_own_shape
from baltic_desk.document.outline import foreign_edit, wound
from baltic_desk.document.record import OVERRIDE_PREFIX
from baltic_desk.io.exchange.geometry import GeometryReader
from baltic_desk.io.exchange.plain import read_plain
from baltic_desk.io.feature_json import UndecodableError, as_plain_area, decode_own, from_tree
from baltic_desk.io.header import Header
from baltic_desk.io.problem import Problem
from baltic_desk.io.strict_json import Json
from baltic_desk.io.strict_json import loads as strict_loads

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

    def read(self, raw: Raw, number: int) -> list[Feature | Foreign]:
        """Records for one member of `features`: nearly always one."""
        feature = decode_own(raw)
        if feature is not None:
            self._overlay = self._overlay or feature.overlay
        if feature is not None and self._untouched and self._is_free(feature.id):
            self._ids.add(feature.id)
            return [feature]
        place = f"features[{number}]"
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

    def _mended(self, raw: Raw, place: str) -> list[Feature] | Foreign:
        tree = strict_loads(bytes(raw), root=place)
        try:
            return self._from_tree(tree, place)
        except UndecodableError as error:
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
        overlay = _overlay_of(tree) or self._overlay or _FIRST_OVERLAY
        features, problems = read_plain(tree, place, GeometryReader(), overlay=overlay)
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

    def _is_free(self, feature_id: str) -> bool:
        return feature_id not in self._ids and not feature_id.startswith(OVERRIDE_PREFIX)

    def _tell(self, *mended: Problem) -> None:
        self._problems += mended
        self.mended = self.mended or bool(mended)


def _overlay_of(tree: Json) -> str:
    match tree:
        case {"properties": {"overlay": str(overlay)}}:
            return overlay
        case _:
            return ""
