"""Names on the map: they never overlap, stay put, and the important ones win."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication

from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.lettering import Ruler, Type
from baltic_desk.ui.map.names import PLACES, Kind, NameTable
from baltic_desk.ui.map.placing import CHUNK_PX, Chunk, PlacedNames, placed_names

pytestmark = pytest.mark.usefixtures("qapp")  # letters need an application


@pytest.fixture(scope="module")
def ruler(qapp: QGuiApplication) -> Ruler:  # noqa: ARG001  (before the letters)
    load_fonts()
    return Ruler()


def table(names: list[tuple[str, Kind]]) -> NameTable:
    kinds = tuple(dict.fromkeys(kind for _, kind in names))
    return NameTable(
        tuple(text for text, _ in names),
        np.zeros((len(names), 2)),
        kinds,
        np.array([kinds.index(kind) for _, kind in names], np.int32),
        np.array([kind.from_metres_per_px for _, kind in names]),
        np.array([kind.to_metres_per_px for _, kind in names]),
    )


def place(
    names: list[tuple[str, Kind]], px: list[tuple[float, float]], ruler: Ruler
) -> PlacedNames:
    xy = np.array(px, float).reshape(-1, 2) * (100.0, -100.0)
    return placed_names(table(names), xy, 100.0, 100.0, Chunk(0, 0), {"places"}, ruler)


def overlapping(boxes: np.ndarray) -> list[tuple[int, int]]:
    found = []
    for k, one in enumerate(boxes):
        for m, other in enumerate(boxes[:k]):
            apart = one[0] >= other[2] or other[0] >= one[2]
            if not (apart or one[1] >= other[3] or other[1] >= one[3]):
                found.append((m, k))
    return found


spots = st.lists(
    st.tuples(st.floats(100.0, 900.0), st.floats(100.0, 700.0)), min_size=1, max_size=120
)


@settings(max_examples=25, deadline=None)
@given(spots)
def test_texts_never_overlap(px: list[tuple[float, float]]) -> None:
    load_fonts()
    measured = Ruler()
    names = [(f"Place {k}", PLACES[k % 5]) for k in range(len(px))]
    placed = place(names, px, measured)
    half = np.array(
        [
            (measured.width_px(placed.table.texts[row], kind.type) / 2, kind.type.size_px / 2)
            for row in placed.index
            for kind in [placed.table.kinds[placed.table.kind[row]]]
        ]
    ).reshape(-1, 2)
    boxes = np.hstack((placed.middle - half, placed.middle + half))
    assert overlapping(boxes[np.isfinite(boxes).all(axis=1)]) == []


def test_of_two_names_for_one_spot_the_more_important_stands(ruler: Ruler) -> None:
    crowd = [(f"Village {k}", PLACES[4]) for k in range(12)]
    placed = place([("Riga", PLACES[0]), *crowd], [(500.0, 500.0)] * 13, ruler)
    assert placed.table.texts[placed.index[0]] == "Riga"
    assert len(placed.index) == 1


def test_a_name_stands_beside_its_sign(ruler: Ruler) -> None:
    placed = place([("Tallinn", PLACES[0])], [(500.0, 500.0)], ruler)
    (x, y), (sign_x, sign_y) = placed.middle[0], placed.place[0]
    assert (sign_x, sign_y) == pytest.approx((500.0, 500.0))
    assert x - ruler.width_px("Tallinn", PLACES[0].type) / 2 > sign_x
    assert y == pytest.approx(sign_y)


def test_a_name_stays_inside_its_chunk_so_that_neighbours_cannot_meet(ruler: Ruler) -> None:
    px = [(CHUNK_PX - 3.0 - 9.0 * k, 40.0 * k) for k in range(1, 60)]
    placed = place([("Valmiera", PLACES[2])] * 59, px, ruler)
    assert len(placed.index) > 40
    assert (placed.boxes[:, 2] <= CHUNK_PX).all()
    assert (placed.boxes[:, :2] >= 0.0).all()


def test_a_name_out_of_its_scales_or_on_a_hidden_layer_is_left_out(ruler: Ruler) -> None:
    tiny = Kind("place", "places", Type(10.0), "dot", 0.0, 50.0)
    other = Kind("airport", "airports", Type(10.0), "airport", 0.0, 500.0)
    assert len(place([("Suurupi", tiny)], [(500.0, 500.0)], ruler).index) == 0
    assert len(place([("EETN", other)], [(500.0, 500.0)], ruler).index) == 0


def test_widths_add_up_and_spacing_widens(ruler: Ruler) -> None:
    plain, spaced = Type(12.0), Type(12.0, spacing=0.5)
    assert ruler.width_px("AB", plain) == pytest.approx(
        ruler.width_px("A", plain) + ruler.width_px("B", plain)
    )
    assert ruler.width_px("AB", spaced) == pytest.approx(ruler.width_px("AB", plain) + 6.0)
    assert ruler.width_px("AB", Type(24.0)) == pytest.approx(2 * ruler.width_px("AB", plain))
