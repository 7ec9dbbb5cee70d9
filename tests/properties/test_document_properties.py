"""Whatever a person draws, saves, undoes and redoes: nothing is lost and nothing is made up."""

import contextlib
import json

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from baltic_desk.document.document import Document
from baltic_desk.document.feature import (
    Area,
    Arrow,
    Corridor,
    Ellipse,
    Feature,
    Foreign,
    Freehand,
    Line,
    Mark,
    RangeRing,
    Rectangle,
    TextNote,
    Unit,
    Unknown,
)
from baltic_desk.document.outline import (
    center_line_of,
    new_area,
    new_line,
    new_parametric,
    new_point,
)
from baltic_desk.document.project import Overlay, Project
from baltic_desk.document.store import Entry, by_rank
from baltic_desk.io.exchange.geojson import from_clipboard, read_geojson, to_geojson
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import dumps, loads
from tests.features import area, line, ring, unit

# Text without lone surrogates, which cannot be written as UTF-8.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
optional_texts = st.none() | texts
degrees = st.floats(-180, 180).map(lambda x: round(x, 7) + 0.0)
bearings = st.none() | st.floats(-360, 360)
colours = st.none() | st.from_regex(r"\A#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\Z")
fractions = st.none() | st.floats(0, 1)
positions = st.tuples(
    st.floats(-179, 179).map(lambda x: round(x, 7) + 0.0),
    st.floats(-80, 80).map(lambda x: round(x, 7) + 0.0),
)
baltic = st.tuples(
    st.floats(9, 36).map(lambda x: round(x, 7)), st.floats(52, 67).map(lambda x: round(x, 7))
)
# Legs around the world have thousands of positions in the file: a few such lines will do.
paths = st.lists(baltic, min_size=3, max_size=20, unique=True) | st.lists(
    positions, min_size=3, max_size=4, unique=True
)
sidcs = st.from_regex(r"\A([0-9]{20}|[0-9]{30}|[A-Za-z*-][A-Za-z0-9*-]{9,14})\Z")
ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
common = {
    "overlay": st.sampled_from(["o", "p"]),
    "name": texts,
    "title": optional_texts,
    "description": optional_texts,
    "stroke": colours,
    "stroke_width": st.none() | st.floats(0, 100),
    "stroke_opacity": fractions,
    "fill": colours,
    "fill_opacity": fractions,
    "dash": st.none() | st.sampled_from(["solid", "dash", "dot", "dash-dot", "long-dash"]),
    "hidden": st.booleans(),
    "locked": st.booleans(),
}
lettered = {
    **common,
    "font_size": st.none() | st.floats(4, 200),
    "text_color": colours,
    "halo": st.booleans(),
}
centered = {
    "center_lon": baltic.map(lambda p: p[0]),
    "center_lat": baltic.map(lambda p: p[1]),
}
sizes = st.floats(100, 500_000)


# Made once: each strategy of builds looks at all types of what it builds when it is first used.
unit_properties = st.builds(
    Unit,
    **common,
    sidc=sidcs,
    size=st.floats(0.1, 10),
    direction_deg=bearings,
    designation=optional_texts,
    dtg=optional_texts,
    parent=st.none() | ids,
    strength=st.none() | st.floats(allow_nan=False, allow_infinity=False),
)
note_properties = st.builds(TextNote, **lettered, rotation_deg=st.floats(-360, 360)) | st.builds(
    Mark, **lettered, marker_color=colours, size_px=st.floats(2, 100)
)
line_properties = st.one_of(
    st.builds(Line, **lettered),
    st.builds(Freehand, **lettered),
    st.builds(Arrow, **lettered, both_ends=st.booleans()),
)
ring_properties = st.builds(
    RangeRing,
    **common,
    **centered,
    radius_max_m=sizes,
    anchor=st.none() | ids,
    ring_class=st.sampled_from(["anti-ship", "air-defence", "other"]),
    unit=st.sampled_from(["km", "NM", "mi", "m"]),
)
shape_properties = st.one_of(
    st.builds(Rectangle, **lettered, **centered, width_m=sizes, height_m=sizes),
    st.builds(Ellipse, **lettered, **centered, semi_major_m=sizes, semi_minor_m=sizes),
    st.builds(
        Corridor,
        **lettered,
        center_line=st.lists(baltic, min_size=2, max_size=5, unique=True).map(center_line_of),
        width_m=st.floats(100, 20_000),
    ),
)


@st.composite
def rings(draw):
    ring_ = draw(ring_properties)
    if draw(st.booleans()):
        ring_ = msgspec.structs.replace(ring_, radius_min_m=ring_.radius_max_m / 3)
    if draw(st.booleans()):
        bearing = st.floats(-360, 360)
        ring_ = msgspec.structs.replace(
            ring_, bearing_from_deg=draw(bearing), bearing_to_deg=draw(bearing)
        )
    return new_parametric(draw(ids), ring_)


point_pairs = st.lists(positions, min_size=2, max_size=2)
units = st.builds(new_point, ids, unit_properties, positions)
point_notes = st.builds(new_point, ids, note_properties, positions)
lines = st.builds(new_line, ids, line_properties, paths | point_pairs)
areas = st.builds(new_area, ids, st.builds(Area, **lettered), paths)
shapes = st.builds(new_parametric, ids, shape_properties)

features = st.one_of(units, point_notes, lines, areas, rings(), shapes)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
# Names that no schema will ever use.
foreign_names = texts.map(lambda text: f"x-{text}")
unknown_content = st.dictionaries(foreign_names, json_values, max_size=3)


def a_document(*made, project=None):
    overlays = (Overlay(id="o", name="O"), Overlay(id="p", name="P"))
    records = (project or Project(), *overlays, *made)
    return Document([Entry(record, float(rank)) for rank, record in enumerate(records)])


def told_of(loaded):
    return [problem.place for problem in loaded.problems]


def superiors_missing(feature):
    """A unit alone in its file that has a superior is told of, and comes back all the same."""
    alone = isinstance(feature.properties, Unit) and feature.properties.parent is not None
    return ["features[0].properties.parent"] if alone else []


@given(features)
def test_every_feature_comes_back_as_it_was_saved(feature):
    if feature.id in ("o", "p"):
        feature = msgspec.structs.replace(feature, id="f")
    data = dumps(a_document(feature))
    loaded = loads(data)
    assert told_of(loaded) == superiors_missing(feature)
    assert list(loaded.document.features()) == [feature]
    assert dumps(loaded.document) == data


@given(features, unknown_content, unknown_content)
def test_unknown_content_comes_back_and_the_rest_with_it(feature, members, properties):
    feature = msgspec.structs.replace(feature, id="f", unknown=Unknown(members, properties))
    data = dumps(a_document(feature))
    loaded = loads(data)
    assert told_of(loaded) == superiors_missing(feature)
    (back,) = loaded.document.features()
    if members or properties:
        assert back == feature
        assert dumps(loaded.document) == data


@given(texts, texts, st.lists(st.tuples(texts, st.floats(0, 1), st.booleans()), max_size=4))
def test_titles_and_overlays_come_back(title, marking, overlays):
    records = [Project(title=title, marking=marking)]
    records += [
        Overlay(id=f"o{number}", name=name, opacity=opacity, visible=visible)
        for number, (name, opacity, visible) in enumerate(overlays)
    ]
    made = Document([Entry(record, float(rank)) for rank, record in enumerate(records)])
    loaded = loads(dumps(made))
    assert loaded.document.overlays() == made.overlays()
    assert loaded.document.project == made.project


@given(st.lists(features, max_size=4))
def test_what_is_copied_can_be_pasted(originals):
    originals = [msgspec.structs.replace(f, id=f"f{n}") for n, f in enumerate(originals)]
    copies = from_clipboard(to_geojson(tuple(originals)).decode())
    assert [c.geometry for c in copies] == [o.geometry for o in originals]
    assert [c.kind for c in copies] == [o.kind for o in originals]


geojson_like = st.recursive(
    json_values
    | st.sampled_from(["Point", "LineString", "Polygon", "Feature", "FeatureCollection"])
    | st.lists(st.floats(), max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.fixed_dictionaries(
            {"type": st.sampled_from(["Feature", "FeatureCollection", "Point", "Polygon", "X"])},
            optional={
                "features": st.lists(inner, max_size=3),
                "geometry": inner,
                "coordinates": inner,
                "geometries": st.lists(inner, max_size=2),
                "properties": inner,
                "id": inner,
                "baltic_desk": inner,
                "crs": inner,
            },
        )
    ),
    max_leaves=12,
)


@given(geojson_like)
def test_anything_like_geojson_is_read_or_refused(tree):
    data = json.dumps(tree).encode()
    for reader in (loads, lambda data: read_geojson(data, "x")):
        with contextlib.suppress(ProjectError):
            reader(data)


@given(features, st.data())
def test_a_damaged_file_is_read_or_refused(feature, data):
    """One byte changed or a piece cut out of a good file never ends in another exception."""
    good = dumps(a_document(feature))
    start = data.draw(st.integers(0, len(good) - 1))
    length = data.draw(st.integers(0, 20))
    damaged = good[:start] + data.draw(st.binary(max_size=3)) + good[start + length :]
    with contextlib.suppress(ProjectError):
        dumps(loads(damaged).document)


class Editing(RuleBasedStateMachine):
    """Edits, undo and redo in any order, beside a list of what the document was after each."""

    def __init__(self):
        super().__init__()
        self.document = a_document(unit("a"), ring("b"), line("c"), area("d"))
        self.states = [self.state()]
        self.now = 0

    def state(self):
        return {entry.record.id: entry for entry in self.document.entries()}

    def edited(self, before):
        if self.state() != before:
            del self.states[self.now + 1 :]
            self.states.append(self.state())
            self.now += 1

    @rule(name=texts, ids=st.lists(st.sampled_from("abcdefgh"), max_size=4))
    def put(self, name, ids):
        before = self.state()
        with self.document.edit("Put") as change:
            for feature_id in ids:
                change.put(unit(feature_id, name=name))
        self.edited(before)

    @rule(data=st.data())
    def remove(self, data):
        removable = sorted(i for i in self.state() if len(i) == 1)
        chosen = data.draw(st.lists(st.sampled_from(removable), unique=True)) if removable else []
        before = self.state()
        with self.document.edit("Remove") as change:
            for record_id in chosen:
                change.remove(record_id)
        self.edited(before)

    @rule(rank=st.floats(0, 20), feature_id=st.sampled_from("abcd"))
    def reorder(self, rank, feature_id):
        feature = self.document.feature(feature_id)
        if feature is not None:
            before = self.state()
            with self.document.edit("Reorder") as change:
                change.put(feature, rank=rank)
            self.edited(before)

    @rule(feature_id=st.sampled_from("abcd"))
    def fail_midway(self, feature_id):
        with contextlib.suppress(ZeroDivisionError), self.document.edit("Fail") as change:
            change.put(unit(feature_id, name="never"))
            raise ZeroDivisionError

    @precondition(lambda self: self.now > 0)
    @rule()
    def undo(self):
        assert self.document.undo() is not None
        self.now -= 1

    @precondition(lambda self: self.now < len(self.states) - 1)
    @rule()
    def redo(self):
        assert self.document.redo() is not None
        self.now += 1

    @rule()
    def undo_all_and_redo_all(self):
        while self.document.undo():
            pass
        assert self.state() == self.states[0]
        while self.document.redo():
            pass
        self.now = len(self.states) - 1

    @invariant()
    def is_what_it_was(self):
        assert self.state() == self.states[self.now]
        assert self.document.history.clean == (self.now == 0)

    @invariant()
    def order_is_as_from_scratch(self):
        fresh = Document(reversed(list(self.document.all_entries())))
        assert dumps(fresh) == dumps(self.document)
        assert fresh.overlays() == self.document.overlays()
        for overlay in ("o", "p", "never"):
            assert fresh.ids_on(overlay) == self.document.ids_on(overlay)
        ranked = by_rank(self.state().values())
        on_o = [e.record.id for e in ranked if isinstance(e.record, Feature | Foreign)]
        if "o" in self.state():
            assert list(self.document.ids_on("o")) == on_o


TestEditing = Editing.TestCase
