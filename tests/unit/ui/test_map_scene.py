"""Features on the map plane: shapes, their order, and where their edges run."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from msgspec.structs import replace

from baltic_desk.document.feature import Line, RangeRing
from baltic_desk.document.outline import new_line, new_parametric
from baltic_desk.document.project import Overlay
from baltic_desk.geo.projection import PROJECTIONS, projection
from baltic_desk.ui.map.scene import CROWD, Scene
from baltic_desk.ui.map.shapes import shapes_of
from tests.features import document, unit

WGS84 = Geodesic.WGS84
CENTER = (20.5, 54.7)


def ring(radius_m: float, **properties: object):
    return new_parametric(
        f"ring{radius_m:.0f}",
        RangeRing(
            overlay="o", center_lon=CENTER[0], center_lat=CENTER[1], radius_max_m=radius_m,
            **properties,  # type: ignore[arg-type]
        ),
    )  # fmt: skip


def path_points(path) -> np.ndarray:
    return np.array(
        [(path.elementAt(k).x, path.elementAt(k).y) for k in range(path.elementCount())]
    )


@pytest.mark.parametrize("projection_id", PROJECTIONS)
@pytest.mark.parametrize("radius_m", [10_000.0, 400_000.0])
def test_every_point_of_a_drawn_ring_is_within_ten_metres_of_the_circle(
    projection_id: str, radius_m: float
) -> None:
    (shape,) = shapes_of([ring(radius_m)], projection(projection_id))
    assert shape is not None
    corners = path_points(shape.path)
    share = np.linspace(0.0, 1.0, 5)[None, :, None]
    edges = corners[:-1, None] * (1 - share) + corners[1:, None] * share
    lonlat = projection(projection_id).inverse(edges.reshape(-1, 2))
    off = [
        abs(WGS84.Inverse(CENTER[1], CENTER[0], lat, lon)["s12"] - radius_m)
        for lon, lat in lonlat[:: max(len(lonlat) // 400, 1)]
    ]
    assert max(off) < 10.0


def test_a_path_for_a_scale_strays_by_a_tenth_of_a_pixel_and_has_fewer_vertices() -> None:
    (shape,) = shapes_of([ring(120_000.0)], projection("baltic-lcc"))
    assert shape is not None
    fine, coarse = path_points(shape.path), path_points(shape.path_at(1500.0))
    assert len(coarse) < len(fine) / 2
    line = shapely.LineString(coarse)
    off = max(line.distance(shapely.Point(point)) for point in fine)
    assert off <= 0.1 * 1500.0


def test_close_by_every_vertex_is_drawn() -> None:
    (shape,) = shapes_of([ring(120_000.0)], projection("baltic-lcc"))
    assert shape is not None
    assert shape.path_at(50.0) is shape.path


def test_a_long_line_is_drawn_as_the_geodesic() -> None:
    start, end = (14.0, 55.0), (30.0, 60.0)
    (shape,) = shapes_of(
        [new_line("l", Line(overlay="o"), (start, end))], projection("web-mercator")
    )
    assert shape is not None
    lonlat = projection("web-mercator").inverse(shape.parts.positions)
    whole = WGS84.InverseLine(start[1], start[0], end[1], end[0])
    for lon, lat in lonlat[:: len(lonlat) // 20]:
        along = WGS84.Inverse(start[1], start[0], lat, lon)["s12"]
        true = whole.Position(along)
        assert WGS84.Inverse(lat, lon, true["lat2"], true["lon2"])["s12"] < 5.0


def test_a_scene_has_the_documents_order_and_leaves_out_what_is_hidden() -> None:
    shown = document(
        unit("b", overlay="upper"),
        unit("a", overlay="lower"),
        unit("c", hidden=True, overlay="lower"),
        unit("d", overlay="off"),
        overlays=(
            Overlay(id="lower"),
            Overlay(id="upper", opacity=0.5),
            Overlay(id="off", visible=False),
        ),
    )  # fmt: skip
    scene = Scene.of(shown, "baltic-lcc")
    assert [shape.feature.id for shape in scene.shapes] == ["a", "b"]
    assert scene.opacity.tolist() == [1.0, 0.5]


def test_what_is_locked_itself_or_by_its_overlay_is_not_touchable() -> None:
    shown = document(
        unit("a", locked=True), unit("b"), unit("c", overlay="shut"),
        overlays=(Overlay(id="o"), Overlay(id="shut", locked=True)),
    )  # fmt: skip
    assert Scene.of(shown, "baltic-lcc").touchable.tolist() == [False, True, False]


def test_a_new_scene_takes_over_the_shapes_that_did_not_change() -> None:
    shown = document(unit("a"), unit("b", at=(25.0, 58.0)))
    before = Scene.of(shown, "baltic-lcc")
    moved = replace(shown.feature("a"), geometry=unit("a", at=(26.0, 57.0)).geometry)
    with shown.edit("Move") as change:
        change.put(moved)
    after = Scene.of(shown, "baltic-lcc", before)
    assert after.by_id["b"] is before.by_id["b"]
    assert after.by_id["a"] is not before.by_id["a"]
    assert before.by_id["a"].feature.geometry != moved.geometry


def test_the_scene_of_another_projection_is_made_anew() -> None:
    shown = document(unit("a"))
    before = Scene.of(shown, "baltic-lcc")
    after = Scene.of(shown, "web-mercator", before)
    assert after.shapes[0] is not before.shapes[0]


def test_units_that_stand_close_together_lose_their_texts_and_only_they() -> None:
    close = [unit(f"u{k}", at=(24.0 + 0.0001 * k, 57.0)) for k in range(CROWD)]
    scene = Scene.of(document(*close, unit("far", at=(27.0, 58.0))), "baltic-lcc")
    assert scene.crowded(500.0).tolist() == [True] * CROWD + [False]
    assert not scene.crowded(0.2).any()


def test_what_lies_beyond_a_box_and_its_texts_reach_is_not_painted_in_it() -> None:
    scene = Scene.of(document(unit("near"), unit("far", at=(27.0, 58.0))), "baltic-lcc")
    x, y = scene.by_id["near"].xy
    found = scene.seen((x - 100.0, y - 100.0, x + 100.0, y + 100.0), 10.0)
    assert [scene.shapes[k].feature.id for k in found] == ["near"]
