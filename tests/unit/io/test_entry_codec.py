"""Entries come back from the journal's lines exactly as they were, whatever they are."""

import json
import math
from pathlib import Path

import msgspec
import pytest

from baltic_desk.document.feature import Foreign, Unknown
from baltic_desk.document.geometry import Point
from baltic_desk.document.layout import Layout
from baltic_desk.document.lesson import BriefingStep, Phase, StepView, Task
from baltic_desk.document.own_systems import OwnSystem
from baltic_desk.document.project import Overlay, Picture, Project
from baltic_desk.document.record import Gone, Movement, Override, Patch, Record, override
from baltic_desk.document.store import Entry
from baltic_desk.io.entry_codec import (
    decode_entries,
    decode_entry,
    encode_entries,
    encode_entry,
    kept_entry,
    line_of,
)
from baltic_desk.io.journal_lines import framed, unframed
from baltic_desk.io.project import load
from tests.features import area, corridor, ellipse, line, note, rectangle, ring, unit

SCENARIOS = Path(__file__).parents[3] / "resources" / "scenarios"
UNKNOWN = Unknown({"a": [1, 1.0, -0.0, None, {"b": 10**25}]}, {"c": "\x00\n\u2028 õ", "d": True})

RECORDS = (
    *(make() for make in (unit, ring, line, area, note, rectangle, ellipse, corridor)),
    msgspec.structs.replace(unit(), unknown=UNKNOWN),
    Foreign(id="f", raw=bytes(range(256)), why="strange", overlay="o"),
    Overlay(id="o", name="Õ", opacity=0.1 + 0.2, unknown=UNKNOWN),
    Project(title="T", altitude_m=math.pi * 100, unknown=UNKNOWN),
    Picture(id="p", media="image/png", data="QUJD" * 1000, unknown=UNKNOWN),
    OwnSystem(id="baltic_desk:system:x", content='{"id": "x"}'),
    Phase(id="p", name="P", start="2024-01-01", duration_min=1.5, unknown=UNKNOWN),
    BriefingStep(id="s", view=StepView(lon=1 / 3, lat=2 / 3, width_m=1.0, height_m=2.0)),
    Task(id="t", text="x", unknown=UNKNOWN),
    Layout(id="l", lon=1e-300, unknown=UNKNOWN),
    override("p", unit()),
    override("p", Foreign(id="f", raw=b"\xff\xfe", why="w")),
    override("p", Gone(id="g")),
    override(
        "p",
        Patch(
            id="u",
            kind="unit",
            geometry=Point(coordinates=(24.123456789012345, 57.0)),
            properties={"a": 1, "b": 1.0, "c": True, "d": None, "e": "x"},
            rank=1e-17,
            movement=Movement(path="1,2 3,4", shows="ghost"),
            unknown=UNKNOWN,
        ),
    ),
    Override(id="an id of its own", phase="p", change=Gone(id="g")),
)


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: type(r).__name__)
@pytest.mark.parametrize("rank", [0.0, -0.0, 5e-324, 1e308, 1 / 3, 2**53 + 1.0])
def test_every_kind_of_record_comes_back(record, rank):
    entry = Entry(record, rank)
    data = encode_entry(entry)
    assert b"\n" not in data
    back = decode_entry(data)
    assert back == entry
    # Also what compares equal and is not the same: -0.0, 1 and 1.0, True and 1.
    assert repr(back) == repr(entry)


def test_there_is_a_line_for_every_kind_of_record():
    kinds = {type(each) for each in RECORDS}
    assert kinds == set(Record.__args__)
    changes = {type(each.change) for each in RECORDS if isinstance(each, Override)}
    assert changes == set(
        Override.__annotations__ and msgspec.structs.fields(Override)[2].type.__args__
    )


@pytest.mark.parametrize("name", ["lesson.geojson", "sample.geojson"])
def test_all_of_a_shipped_project_comes_back(name):
    entries = list(load(SCENARIOS / name).document.all_entries())
    back = [decode_entry(encode_entry(entry)) for entry in entries]
    assert back == entries
    assert repr(back) == repr(entries)


@pytest.mark.parametrize("text", ["\ud800", "\udfff and \ud83d", "a\ud800\n"])
def test_halves_of_surrogate_pairs_come_back(text):
    for entry in (
        Entry(unit(name=text), 1.0),
        Entry(override("p", Foreign(id="f", raw=b"\xff", why=text)), 1.0),
        Entry(Overlay(id="o", unknown=Unknown({text: 1}, {})), 1.0),
    ):
        assert decode_entry(encode_entry(entry)) == entry


def changed(**members):
    tree = json.loads(encode_entry(Entry(unit(), 1.0)))
    tree[2] = {**tree[2], **members}
    return json.dumps(tree).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b'["Feature",1.0]',
        b'["Gone",1.0,{"id":"x"}]',
        b'["Feature","1.0",{}]',
        b"\xff\xfe",
        b"[" * 100_000,
        b'["Feature",1.0,{"\\ud800":1}]',
        b'["Override-Gone",1.0,"i","p",{"id":1}]',
        encode_entry(Entry(unit(), 1.0))[:-1],
        changed(geometry={"type": "Point", "coordinates": [24.0, 91.0]}),
        changed(geometry={"type": "LineString", "coordinates": [[1, 2], [3, 4]]}),
        changed(id=""),
        changed(properties={"kind": "unit", "overlay": "o", "sidc": "1", "x": 1}),
    ],
)
def test_what_no_document_may_hold_is_refused(data):
    with pytest.raises(ValueError):  # noqa: PT011  (of whatever kind; each says what is wrong)
        decode_entry(data)


def test_a_framed_entry_is_one_line_with_its_sum():
    payload = encode_entry(Entry(unit(), 1.0))
    line, check = framed("E", payload)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert unframed(line[:-1]) == ("E", payload, check)
    assert unframed(line) is None
    assert unframed(line[:-2]) is None
    assert unframed(line[:-1].upper()) is None


def test_what_is_encoded_is_made_for_its_kind_alone():
    assert [type(line_of(Entry(record, 1.0))).__name__ for record in RECORDS[-5:]] == [
        "_Here",
        "_ForeignHere",
        "_Gone",
        "_Changed",
        "_Gone",
    ]


@pytest.mark.parametrize("wrap", [lambda f: f, lambda f: override("p", f)])
def test_a_feature_that_no_file_may_hold_is_kept_byte_for_byte(wrap):
    record = wrap(unit(name="x" * 70_000))
    data = encode_entry(Entry(record, 2.5))
    with pytest.raises(ValueError, match="length"):
        decode_entry(data)
    unread = []
    entry = kept_entry(data, unread)
    kept = entry.record.change if isinstance(entry.record, Override) else entry.record
    assert (entry.rank, entry.record.id, unread) == (2.5, record.id, ["u"])
    assert (type(kept), kept.overlay) == (Foreign, "o")
    assert json.loads(kept.raw)["properties"]["name"] == "x" * 70_000
    assert "length" in kept.why
    assert decode_entry(encode_entry(entry)) == entry


def test_of_several_entries_only_that_feature_is_kept_so():
    entries = [Entry(unit("a"), 1.0), Entry(unit("b", name="x" * 70_000), 2.0)]
    unread = []
    first, second = decode_entries(encode_entries(entries), unread)
    assert first == entries[0]
    assert isinstance(second.record, Foreign)
    assert unread == ["b"]


@pytest.mark.parametrize("data", [b"[]", b'["Overlay",1.0,{"id":""}]', b'["Feature",1.0,{}]'])
def test_what_has_no_name_cannot_be_kept(data):
    with pytest.raises(ValueError):  # noqa: PT011
        kept_entry(data, [])
