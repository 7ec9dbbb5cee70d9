"""What is wrong in a file of systems is told with its file, system and figure."""

from __future__ import annotations

import json
from typing import Any

import pytest

from baltic_desk import paths
from baltic_desk.coverage import figures, system_parts, system_reading
from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.coverage.system_reading import read_systems
from tests.json_schema import faults
from tests.system_entries import entry, figure, source, variant

SCHEMA = json.loads(paths.resource("systems", "system.schema.json").read_text(encoding="utf-8"))


def with_figure(**changes: Any) -> dict[str, Any]:
    return entry(variants=[variant(figures=[figure(**changes)])])


def without(tree: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in tree.items() if name not in names}


def unsourced(**changes: Any) -> dict[str, Any]:
    return entry(
        variants=[variant(figures=[figure(status="unverified", sources=[], **changes)])], sources={}
    )


# What a schema can say as well is True: then the schema must refuse it too.
WRONG: list[tuple[Any, str, bool]] = [
    (
        with_figure(sources=[]),
        'own_sam: variant "M1": range_max 90 km: it is declared, and',
        False,
    ),
    (with_figure(status="assessed", sources=[]), "it is assessed, and no source", False),
    (with_figure(status="rumoured"), '"status" is "rumoured"; it must be one of declared,', True),
    (entry(variants=[variant(figures=[without(figure(), "status")])]), '"status" is missing', True),
    (entry(variants=[variant(figures=[without(figure(), "sources")])]), '"sources" is miss', True),
    (entry(variants=[variant(figures=[without(figure(), "value")])]), '"value" is missing', True),
    (entry(variants=[variant(figures=[without(figure(), "unit")])]), '"unit" is missing', True),
    (with_figure(sources=["nowhere"]), 'there is no source "nowhere" in this entry', False),
    (with_figure(value="90"), '"value" is no number but "90"', True),
    (with_figure(value=True), '"value" is no number but true', True),
    (with_figure(value=-1), '"value" is -1; it must lie between', True),
    (with_figure(value=0), '"value" is 0; it must lie between', False),
    (with_figure(value=30_000), "range_max 30000 km: 30000 km is more than can be", False),
    (with_figure(unit="leagues"), '"unit" is "leagues"; it must be one of m, km', True),
    (with_figure(unit="kn"), '"unit" is "kn"', False),
    (with_figure(what="antenna_height"), '"what" is "antenna_height"; it must be one of', True),
    (with_figure(what="speed", unit="Mach"), '"unit" is "Mach"; it must be one of m/s', True),
    (with_figure(extra=1), 'there is no member "extra"; known are what, value', True),
    (with_figure(note="a\nb"), '"note" holds a line break', False),
    (unsourced(), 'it has no source; "note" must say what it rests on', False),
    (
        unsourced(what="speed", unit="kn", note="heard"),
        "a speed is only given with a source",
        False,
    ),
    (with_figure(status="assumption"), "an assumption has no source", False),
    (with_figure(sources=["leaflet", "leaflet"]), '"sources" names "leaflet" twice', True),
    (
        entry(
            variants=[],
            sources={},
            sensor={
                "name": "R",
                "figures": [
                    figure(what="antenna_height", status="unverified", sources=[], note="seen")
                ],
            },
        ),
        'sensor "R": antenna_height 90 km: an antenna height without a source is an assumption',
        False,
    ),
    (
        entry(variants=[variant(figures=[figure(), figure()])]),
        "the same figure stands there twice",
        False,
    ),
    (
        entry(variants=[variant(figures=[figure(), figure(what="range_min", value=95)])]),
        "range_min 95 km is not below every range_max",
        False,
    ),
    (entry(variants=[variant(), variant()]), "there are two variants of this name", False),
    (entry(variants=[variant(ring_class="anti-air")]), '"ring_class" is "anti-air"', True),
    (entry(variants=[variant(on_request="yes")]), '"on_request" is neither true nor false', True),
    (entry(variants={}), '"variants" is no list but an object', True),
    (entry(variants=[5]), "variant 0: an object is wanted here, not 5", True),
    (
        entry(sources={"leaflet": source(url="leaflet.pdf")}),
        'source "leaflet": "url" must',
        True,
    ),
    (entry(sources={"leaflet": source(year=2015.5)}), '"year" must be a whole number', True),
    (entry(sources={"leaflet": source(year=15)}), '"year" is 15; it must lie between', True),
    (entry(sources={"leaflet": without(source(), "year")}), "null says that none was found", True),
    (entry(sources={"leaflet": without(source(), "title")}), '"title" is missing', True),
    (entry(sources={"leaflet": source(title=" ")}), '"title" is empty', False),
    (
        entry(sources={"leaflet": source(), "other": source()}),
        'nothing cites the source "other"',
        False,
    ),
    (entry(sources=[]), "sources: an object is wanted here, not a list", True),
    (entry(usual_ring={"value": 80, "unit": "km"}), "80 km is none of the ranges given", False),
    (entry(periods=[{"years": "2016–17", "there": "maybe"}]), '"there" is "maybe"', True),
    (
        entry(periods=[{"years": "x", "there": "yes"}, {"years": "x", "there": "no"}]),
        'the years "x" stand there twice',
        False,
    ),
    (
        entry(spread={"low": without(figure(value=99), "what"), "high": figure()}),
        "spread: the lowest range, 99 km, is more than the highest, 90 km",
        False,
    ),
    (entry(spread={"low": without(figure(), "what")}), "spread: high: an object is wanted", True),
    (entry(sidc="1234"), '"sidc" must be 20 or 30 digits', True),
    (entry("Own SAM"), '"id" must be small letters', True),
    (without(entry(), "name"), 'own_sam: "name" is missing', True),
    (entry(orgin="LV"), 'there is no member "orgin"; known are $schema, id, name', True),
    (entry(operators="Latvia"), '"operators" is no list but "Latvia"', True),
    (entry(operators=[""]), '"operators"[0] is no text but ""', True),
    (entry(notes="x" * 4001), '"notes" is longer than 4000 characters', True),
    ({"systems": [entry(), entry()]}, "own_sam: there are two systems of this id", False),
    ({"systems": [entry(), 7]}, "system 1: an object is wanted here, not 7", True),
    ({"systems": 7}, '"systems" is no list but 7', True),
    ({"system": []}, 'there is no member "system"', True),
    ({}, 'there is neither a system (with an "id") nor a list "systems"', True),
    ([], "an object is wanted here, not a list", True),
    (None, "an object is wanted here, not null", True),
]


@pytest.mark.parametrize(("tree", "reason", "schema_knows"), WRONG)
def test_a_mistake_is_named_with_its_place(tree: Any, reason: str, *, schema_knows: bool) -> None:
    read = read_systems(tree, file="mine.json")
    told = [str(problem) for problem in read.problems]
    assert any(reason in text for text in told), told
    assert all(text.startswith("mine.json: ") for text in told)
    assert bool(faults(SCHEMA, tree, SCHEMA)) == schema_knows


def test_an_entry_with_a_mistake_is_left_out_and_the_others_are_used() -> None:
    read = read_systems({"systems": [entry("a"), entry("b", sidc="1"), entry("c")]})
    assert [system.id for system in read.systems] == ["a", "c"]
    assert [problem.place for problem in read.problems] == ["b"]


def test_all_mistakes_are_told_at_once() -> None:
    read = read_systems(entry(sidc="1", name="", notes=5))
    assert len(read.problems) == 3


@pytest.mark.parametrize(
    "tree",
    [
        entry(),
        {"systems": []},
        {"$schema": "x", "about": "mine", "provenance": {"a": "shipped"}, "systems": [entry()]},
        unsourced(note="general knowledge"),
        with_figure(status="unverified"),
        entry(variants=[variant(figures=[figure(status="assumption", sources=[])])], sources={}),
        with_figure(what="speed", value=1200, unit="km/h"),
        with_figure(what="altitude_min", value=0, unit="m"),
        entry(sources={"leaflet": source(year=None, url="isbn:978-1-4028-9462-6")}),
    ],
)
def test_what_is_right_passes_reader_and_schema(tree: Any) -> None:
    assert read_systems(tree).problems == ()
    assert faults(SCHEMA, tree, SCHEMA) == []


def test_every_shipped_file_fits_the_schema() -> None:
    paths_of = [p for p in paths.resource("systems").glob("*.json") if "schema" not in p.name]
    assert len(paths_of) == 75
    for path in paths_of:
        tree = json.loads(path.read_text(encoding="utf-8"))
        assert faults(SCHEMA["$defs"]["system"], tree, SCHEMA) == [], path.name


def test_the_schema_knows_what_the_reader_knows() -> None:
    defs = SCHEMA["$defs"]
    system = defs["system"]["properties"]
    assert set(system) == set(system_reading._SYSTEM)
    assert set(defs["file"]["properties"]) == set(system_reading._FILE)
    assert set(defs["variantFigure"]["properties"]) == set(system_parts._FIGURE)
    assert set(defs["source"]["properties"]) == set(system_parts._SOURCE)
    assert defs["status"]["enum"] == list(figures.STATUSES)
    assert defs["source"]["properties"]["grade"]["enum"] == list(figures.GRADES)
    variant_schema = system["variants"]["items"]["properties"]
    assert variant_schema["ring_class"]["enum"] == list(RING_CLASSES)
    kinds = [defs[name]["properties"]["what"]["enum"] for name in ("variantFigure", "sensorFigure")]
    assert {kind for found in kinds for kind in found} == set(figures.KINDS)
    units = set(defs["variantFigure"]["properties"]["unit"]["enum"])
    assert units == {*figures.LENGTHS, *figures.SPEEDS}
