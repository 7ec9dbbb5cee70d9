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
