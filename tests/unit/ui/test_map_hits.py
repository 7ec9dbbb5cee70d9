"""What lies under a pixel."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from baltic_desk.document.feature import Area, Line, RangeRing
from baltic_desk.document.handles import handles
from baltic_desk.document.outline import new_area, new_line, new_parametric
from baltic_desk.geo.geodesy import destination
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map import hits
from baltic_desk.ui.map.lettering import Ruler
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.viewport import Camera, Viewport
from tests.features import document, unit

CENTER = (24.0, 57.0)
VIEW = Viewport.of(Camera(CENTER, 100.0), "baltic-lcc", 1000, 800)


@pytest.fixture(scope="module")
def ruler(qapp: QGuiApplication) -> Ruler:  # noqa: ARG001  (letters need an application)
    load_fonts()
    return Ruler()


def at(position: tuple[float, float]) -> tuple[float, float]:
    return VIEW.to_px(VIEW.projection.forward_one(position))


def hit(ruler: Ruler, px: tuple[float, float], *features, selected: tuple[str, ...] = ()):
    scene = Scene.of(document(*features), "baltic-lcc")
    found = hits.hit_body(scene, VIEW, px, 6.0, selected, ruler)
    return None if found is None else found.id


def test_the_topmost_unit_is_hit(ruler: Ruler) -> None:
    assert hit(ruler, (500.0, 400.0), unit("low"), unit("high")) == "high"


def test_a_selected_unit_below_goes_before_the_topmost(ruler: Ruler) -> None:
    below = hit(ruler, (500.0, 400.0), unit("low"), unit("high"), selected=("low",))
    assert below == "low"


def test_a_locked_or_hidden_unit_is_not_hit(ruler: Ruler) -> None:
    assert hit(ruler, (500.0, 400.0), unit("a", locked=True)) is None
    assert hit(ruler, (500.0, 400.0), unit("a", hidden=True)) is None


def test_beside_everything_nothing_is_hit(ruler: Ruler) -> None:
    assert hit(ruler, (560.0, 400.0), unit()) is None


def test_a_ring_is_hit_on_its_edge_and_not_inside(ruler: Ruler) -> None:
    ring = new_parametric(
        "ring",
        RangeRing(overlay="o", center_lon=24.0, center_lat=57.0, radius_max_m=20_000.0),
    )
    edge = at(destination(CENTER, 70.0, 20_000.0))
    assert hit(ruler, (edge[0] + 4.0, edge[1]), ring) == "ring"
    assert hit(ruler, (500.0, 400.0), ring) is None


def test_a_filled_area_is_hit_inside_and_not_in_its_hole_or_outside(ruler: Ruler) -> None:
    area = new_area(
        "area", Area(overlay="o"), [(23.9, 56.9), (24.1, 56.9), (24.1, 57.1), (23.9, 57.1)]
    )
    assert hit(ruler, (500.0, 400.0), area) == "area"
    assert hit(ruler, at((24.2, 57.0)), area) is None


def test_a_line_is_hit_near_its_geodesic(ruler: Ruler) -> None:
    line = new_line("line", Line(overlay="o"), [(23.8, 57.0), (24.2, 57.0)])
    x, y = at((24.0, 57.0))
    assert hit(ruler, (x, y + 6.0), line) == "line"
    assert hit(ruler, (x, y + 20.0), line) is None


def test_a_box_holds_what_lies_wholly_inside() -> None:
    inside, across = unit("in"), unit("out", at=(24.5, 57.0))
    line = new_line("line", Line(overlay="o"), [(24.0, 57.0), (24.5, 57.0)])
    scene = Scene.of(document(inside, across, line), "baltic-lcc")
    assert hits.within(scene, VIEW, (450.0, 350.0), (550.0, 450.0)) == ["in"]
    assert hits.within(scene, VIEW, (550.0, 450.0), (450.0, 350.0)) == ["in"]


def test_a_vertex_goes_before_the_middle_of_an_edge() -> None:
    line = new_line("line", Line(overlay="o"), [(23.99, 57.0), (24.01, 57.0)])
    shown = handles(line, 100.0)
    vertex = hits.hit_handle(line, shown, VIEW, at((23.99, 57.0)), 6.0)
    assert vertex is not None
    assert (vertex.part, vertex.index) == ("vertex", 0)
    edge = hits.hit_handle(line, shown, VIEW, at((24.0, 57.0)), 3.0)
    assert edge is not None
    assert (edge.part, edge.index) == ("edge", 0)


def test_handles_are_shown_for_one_selected_feature_only() -> None:
    line = new_line("line", Line(overlay="o"), [(23.99, 57.0), (24.01, 57.0)])
    assert hits.handles_of((line,), 100.0)
    assert hits.handles_of((line, unit()), 100.0) == ()


def ring(ring_id: str, radius_m: float, **values: object):
    properties = RangeRing(
        overlay="o", center_lon=24.0, center_lat=57.0, radius_max_m=radius_m, **values
    )
    return new_parametric(ring_id, properties)


def rings_at(ruler: Ruler, px: tuple[float, float], *features) -> list[str]:
    scene = Scene.of(document(*features), "baltic-lcc")
    return hits.rings_at(scene, VIEW, px, 6.0, ruler)


def test_rings_are_found_anywhere_along_their_line_topmost_first(ruler: Ruler) -> None:
    rings = ring("low", 20_000.0), ring("other", 30_000.0), ring("top", 20_000.0)
    for bearing in range(0, 360, 7):
        x, y = at(destination(CENTER, bearing, 20_000.0))
        assert rings_at(ruler, (x + 3.0, y + 3.0), *rings) == ["top", "low"]
    assert rings_at(ruler, at(destination(CENTER, 70.0, 25_000.0)), *rings) == []


def test_a_ring_is_found_at_every_edge_that_it_has(ruler: Ruler) -> None:
    band = ring("band", 30_000.0, radius_min_m=5_000.0, declared_m=30_000.0, assessed_m=15_000.0)
    for radius_m in (30_000.0, 15_000.0, 5_000.0):
        assert rings_at(ruler, at(destination(CENTER, 70.0, radius_m)), band) == ["band"]
    assert rings_at(ruler, at(destination(CENTER, 70.0, 22_000.0)), band) == []


def test_a_locked_ring_is_found_and_a_hidden_one_is_not(ruler: Ruler) -> None:
    edge = at(destination(CENTER, 70.0, 20_000.0))
    assert rings_at(ruler, edge, ring("r", 20_000.0, locked=True)) == ["r"]
    assert rings_at(ruler, edge, ring("r", 20_000.0, hidden=True)) == []


def test_no_ring_is_found_under_a_symbol(ruler: Ruler) -> None:
    edge = destination(CENTER, 70.0, 20_000.0)
    assert rings_at(ruler, at(edge), ring("r", 20_000.0), unit("u", edge)) == []
    assert rings_at(ruler, at(edge), unit("u", edge), ring("r", 20_000.0)) == ["r"]


def test_an_area_of_coverage_is_found_on_its_line_and_a_plain_one_is_not(ruler: Ruler) -> None:
    corners = [(23.9, 56.9), (24.1, 56.9), (24.1, 57.1), (23.9, 57.1)]
    jammed = new_area("jam", Area(overlay="o", coverage_class="electronic-warfare"), corners)
    edge = at((23.9, 57.0))
    assert rings_at(ruler, edge, jammed) == ["jam"]
    assert rings_at(ruler, edge, new_area("a", Area(overlay="o"), corners)) == []
    assert rings_at(ruler, (500.0, 400.0), jammed) == []
