"""Whatever is typed, pasted or opened: a value that holds what it promises, or an error."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.seeds import CODES, LINES, POSITIONS, SVG, lesson_file, png
from tests.fuzz.targets import TARGETS

IDS = st.sampled_from(["u0", "u1", "u2", "r1", "own", "nobody", "a\0b", "baltic_desk:project"])
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-200, 200)
VALUES = st.none() | st.booleans() | NUMBERS | st.text(max_size=20)
PROPERTIES = st.dictionaries(
    st.sampled_from(
        ["name", "sidc", "overlay", "kind", "radius_max_m", "radius_min_m", "center_lon",
         "bearing_from_deg", "bearing_to_deg", "anchor", "parent", "stroke", "offset_x_px"]
    ),
    VALUES | IDS | st.sampled_from([*CODES, "unit", "range_ring", "polygon"]),
)  # fmt: skip
POSITION = st.lists(NUMBERS, min_size=1, max_size=3)
GEOMETRY = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["Point", "LineString", "Polygon", "MultiPoint", "Nothing"]),
        "coordinates": POSITION
        | st.lists(POSITION, max_size=5)
        | st.lists(st.lists(POSITION, max_size=5), max_size=2),
    }
)
FEATURE = st.fixed_dictionaries(
    {"type": st.just("Feature"), "properties": PROPERTIES},
    optional={"id": IDS | VALUES, "geometry": GEOMETRY | st.none()},
)
CHANGE = st.fixed_dictionaries(
    {},
    optional={
        "id": IDS,
        "kind": st.sampled_from(["unit", "range_ring", "line", "hologram"]),
        "gone": st.booleans(),
        "feature": FEATURE,
        "rank": VALUES,
        "set": st.fixed_dictionaries({}, optional={"geometry": GEOMETRY, "properties": PROPERTIES}),
        "movement": st.fixed_dictionaries({}, optional={"path": st.text(" ,.0123456789n")}),
    },
)


@given(st.lists(FEATURE, max_size=3), st.lists(st.lists(CHANGE, max_size=4), max_size=4))
def test_a_project_is_read_or_refused(features: list[Any], changes: list[Any]) -> None:
    tree = json.loads(lesson_file())
    tree["features"] += features
    phases = tree["baltic_desk"]["phases"]
    phases += [{"id": f"q{k}", "changes": each} for k, each in enumerate(changes)]
    TARGETS["project"](json.dumps(tree).encode())


@given(st.recursive(VALUES | FEATURE, lambda inner: st.lists(inner, max_size=3), max_leaves=8))
def test_what_is_pasted_is_read_or_refused(tree: Any) -> None:
    TARGETS["clipboard"](json.dumps(tree).encode())


@given(
    st.text(max_size=40) | st.from_regex(r"[0-9A-F]{18,31}") | st.from_regex(r"[SGW][A-Z*-]{9,15}")
)
def test_a_symbol_code_is_read_or_refused(text: str) -> None:
    TARGETS["sidc"](text.encode("utf-8", "surrogatepass"))


@given(st.lists(st.sampled_from([*"0123456789.,-°′″NSEW ", *POSITIONS]) | st.text(max_size=3)))
def test_a_position_is_read_or_refused(parts: list[str]) -> None:
    TARGETS["coordinates"]("".join(parts).encode("utf-8", "surrogatepass"))


@given(st.lists(st.sampled_from([*" ".join(LINES).split(), "@", '"']) | st.text(max_size=8)))
def test_a_line_that_places_is_read_or_told_what_is_wrong(parts: list[str]) -> None:
    TARGETS["typed"](" ".join(parts).encode("utf-8", "surrogatepass"))


@given(st.sampled_from([SVG, png(3, 2)]), st.data())
def test_a_damaged_picture_is_read_or_refused(whole: bytes, data: Any) -> None:
    at = data.draw(st.integers(0, len(whole)))
    put = data.draw(st.binary(max_size=6))
    taken = data.draw(st.integers(0, 6))
    TARGETS["picture"](whole[:at] + put + whole[at + taken :])
