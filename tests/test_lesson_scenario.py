"""The lesson that ships is what its builder writes, and says of everything where it is from."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import Any

import pytest

from baltic_desk.coverage.systems import Systems, open_systems
from baltic_desk.document.document import Document
from baltic_desk.document.feature import (
    ControlMeasure,
    Corridor,
    Feature,
    RangeRing,
    Rectangle,
    Unit,
)
from baltic_desk.document.geometry import Point, Position
from baltic_desk.document.lesson import BriefingStep
from baltic_desk.document.measure_rules import rule_for
from baltic_desk.document.measures import control_points
from baltic_desk.document.outline import positions_in
from baltic_desk.document.project import Overlay
from baltic_desk.document.record import Patch
from baltic_desk.geo.geodesy import distance
from baltic_desk.io.project import Loaded, dumps, load
from baltic_desk.paths import resource
from baltic_desk.symbology.catalogue import open_catalogue
from baltic_desk.symbology.explanation import explained

LESSON = resource("scenarios", "lesson.geojson")
LATER = "Later than 2017"
# A unit of the facts may be shown as planned, as a headquarters or at another size than now.
KIND_OF_UNIT = slice(10, 20)
WHOSE = slice(3, 6)
REAL_MOVES = frozenset({"buyan_div", "pl16"})


@cache
def lesson() -> Loaded:
    return load(LESSON)


@cache
def facts() -> dict[str, Any]:
    return json.loads(LESSON.with_name("lesson_facts.json").read_bytes())


@cache
def systems() -> Systems:
    return open_systems()


@cache
def builder() -> ModuleType:
    path = LESSON.with_name("lesson_facts.py")
    spec = importlib.util.spec_from_file_location("lesson_facts_of_the_builder", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def feature_id(*parts: str) -> str:
    made: Callable[..., str] = builder().feature_id
    return made(*parts)


def features() -> Iterator[tuple[str, Feature]]:
    """Every feature of every phase, with the phase's id."""
    document = lesson().document
    for phase in document.phases():
        for entry in document.state(phase.id).values():
            assert isinstance(entry.record, Feature)
            yield phase.id, entry.record


def overlay_of(feature: Feature) -> Overlay:
    found = lesson().document.get(feature.overlay)
    assert isinstance(found, Overlay)
    return found


def units_of_facts() -> dict[str, dict[str, Any]]:
    return {feature_id("unit", fact["id"]): fact for fact in facts()["units"]}


def places() -> dict[str, Position]:
    rows = (*facts()["units"], *facts()["reference_points"])
    return {row["id"]: (row["lon"], row["lat"]) for row in rows}


def description(feature: Feature) -> str:
    text = feature.properties.description
    assert text, feature.properties.name
    return text


def position(feature: Feature) -> Position:
    assert isinstance(feature.geometry, Point)
    return feature.geometry.coordinates


def step_named(beginning: str) -> BriefingStep:
    return next(s for s in lesson().document.steps() if s.title.startswith(beginning))


def test_lesson_is_what_its_builder_writes(tmp_path: Any) -> None:
    out = tmp_path / "built.geojson"
    subprocess.run([sys.executable, LESSON.with_name("build_lesson.py"), out], check=True)
    assert out.read_bytes() == LESSON.read_bytes()


def test_lesson_is_read_and_written_without_a_difference() -> None:
    loaded = lesson()
    assert loaded.problems == ()
    assert dumps(loaded.document, view=loaded.view) == LESSON.read_bytes()


def test_lesson_is_as_large_as_promised() -> None:
    document = lesson().document
    assert len(document.phases()) >= 5
    assert len(document.steps()) >= 10
    assert len(document.tasks()) == 2
    assert document.project.marking == "EXERCISE – public sources"
    assert LESSON.stat().st_size < 1_000_000


def test_every_symbol_code_is_known() -> None:
    catalogue = open_catalogue()
    codes = {f.properties.sidc for _, f in features() if isinstance(f.properties, Unit)}
    assert [code for code in codes if catalogue.entry(code) is None] == []
    assert {code: explained(code, catalogue).wrong for code in codes} == dict.fromkeys(codes, ())
    measures = {
        f.properties.sidc for _, f in features() if isinstance(f.properties, ControlMeasure)
    }
    assert len(measures) >= 2
    assert [code for code in measures if rule_for(code) is None] == []


def test_units_have_the_symbol_of_their_fact() -> None:
    known = units_of_facts()
    for _, feature in features():
        if isinstance(feature.properties, Unit) and feature.id in known:
            code, wanted = feature.properties.sidc, known[feature.id]["sidc"]
            assert code[KIND_OF_UNIT] == wanted[KIND_OF_UNIT], feature.properties.name
            assert code[WHOSE] == wanted[WHOSE], feature.properties.name


def test_all_facts_are_used_and_none_is_there_twice() -> None:
    drawn = {feature.id for _, feature in features()}
    # The gap is a strip, not a unit.
    left = {f["id"] for i, f in units_of_facts().items() if i not in drawn}
    assert left == {"suwalki"}
    told = " ".join({description(feature) for _, feature in features()})
    assert [s["id"] for s in facts()["statements"] if s["text"] not in told] == []
    for rows in (facts()["units"], facts()["statements"]):
        assert len({row["id"] for row in rows}) == len(rows)


def test_descriptions_cite_the_sources_of_their_fact() -> None:
    known, sources = units_of_facts(), facts()["sources"]
    for _, feature in features():
        if feature.id in known:
            text = description(feature)
            for source in known[feature.id]["sources"]:
                assert sources[source]["url"] in text, feature.properties.name


def test_every_statement_that_is_told_is_cited() -> None:
    sources = facts()["sources"]
    for _, feature in features():
        text = description(feature)
        for statement in facts()["statements"]:
            if statement["text"] in text:
                for source in statement["sources"]:
                    assert sources[source]["url"] in text, (feature.properties.name, source)


def test_every_description_ends_in_full_citations() -> None:
    cited = {
        row["url"]: f"{row['publisher']}, “{row['title']}” ({row['year'] or 'no year found'}"
        for row in facts()["sources"].values()
    }
    of_catalogue = {
        source.url: f"{source.title} ({source.year or 'no year found'}"
        for system in systems()
        for source in system.sources
    }
    for _, feature in features():
        _, _, tail = description(feature).rpartition("Sources: ")
        urls = re.findall(r"https?://[^\s;]+(?=;|\.$)", tail)
        assert urls, feature.properties.name
        ring = isinstance(feature.properties, RangeRing) and feature.properties.system is not None
        for url in urls:
            wanted = of_catalogue[url] if ring else cited[url]
            assert wanted in tail, feature.properties.name


def test_rings_are_those_of_the_catalogue_about_their_units() -> None:
    document, count = lesson().document, 0
    for phase, feature in features():
        ring = feature.properties
        if not isinstance(ring, RangeRing):
            continue
        entry = document.state(phase).get(ring.anchor or "")
        assert entry is not None
        assert isinstance(entry.record, Feature)
        assert (ring.center_lon, ring.center_lat) == position(entry.record)
        if ring.system is None:
            assert overlay_of(feature).audience == "answer"
            continue
        system = systems()[ring.system]
        assert system.presence("2016–17") in ("yes", "partly"), system.name
        figures = [f.si for f in system.variant(ring.variant or "").of("range_max") if f.known]
        assert ring.radius_max_m in figures
        assert ring.source
        assert ring.source_url
        assert ring.status in ("declared", "assessed")
        count += 1
    assert count >= 12


def test_places_are_those_of_facts_or_reference_points() -> None:
    known = places()
    anywhere = tuple(known.values())
    inset = next(f.properties for _, f in features() if isinstance(f.properties, Rectangle))
    for _, feature in features():
        if not isinstance(feature.geometry, Point):
            continue
        here, text = position(feature), description(feature)
        if overlay_of(feature).name == "Air incidents":
            off_m = distance(here, (inset.center_lon, inset.center_lat))
            assert off_m < inset.width_m / 2
            assert "not on the ground" in text
        elif away := re.search(r"Drawn (\d+) km off", text):
            wanted_m = float(away[1]) * 1000.0
            assert min(abs(distance(here, each) - wanted_m) for each in anywhere) < 100.0
        else:
            assert here in anywhere, feature.properties.name
        assert "Position: " in text


def test_lines_are_reference_lines() -> None:
    known = {tuple(map(tuple, row["points"])) for row in facts()["reference_lines"]}
    for _, feature in features():
        match feature.properties:
            case Corridor(center_line=line):
                assert positions_in(line) in known
            case ControlMeasure(name=name):
                points = control_points(feature)
                axis = "hypothetical" in name
                assert (tuple(reversed(points[:-1])) if axis else points) in known
            case _:
                continue
        assert "Line: " in description(feature)


def test_units_move_where_a_source_says_so_or_as_hypothetical() -> None:
    known, moved = units_of_facts(), set[str]()
    phases = {phase.id: phase.name for phase in lesson().document.phases()}
    for phase, feature in features():
        fact = known.get(feature.id)
        if fact is None or not isinstance(feature.properties, Unit):
            continue
        if position(feature) == (fact["lon"], fact["lat"]) or fact["id"] in REAL_MOVES:
            continue
        moved.add(fact["id"])
        assert "(hypothetical position)" in feature.properties.name
        assert "Hypothetical, for class use" in description(feature)
        assert feature.properties.sidc[6] == "1"  # planned: a broken frame
        assert phases[phase].startswith("Hypothetical")
    assert len(moved) == 2


def test_moves_have_a_way() -> None:
    document = lesson().document
    movements = [
        change.change.movement
        for phase in document.phases()
        for change in document.changes_in(phase.id)
        if isinstance(change.change, Patch) and change.change.movement is not None
    ]
    assert len(movements) == 4
    assert all(movement.shows == "both" for movement in movements)
    assert sum(bool(movement.path) for movement in movements) == 3


def test_what_came_later_is_in_the_last_phase_alone_and_says_so() -> None:
    last = lesson().document.phases()[-1].id
    later = [(phase, f) for phase, f in features() if overlay_of(f).name == LATER]
    assert len(later) >= 5
    for phase, feature in later:
        assert phase == last
        assert "Later than the scenario" in description(feature)


def test_features_of_the_hypothetical_overlay_say_what_they_are() -> None:
    found = [f for _, f in features() if overlay_of(f).name.startswith("Hypothetical")]
    assert found
    for feature in found:
        assert "hypothetical, for class use" in feature.properties.name.lower()
        assert "Hypothetical, for class use" in description(feature)


def test_order_of_battle_has_strengths_and_no_superior_that_is_not_there() -> None:
    document = lesson().document
    for phase in document.phases():
        state = document.state(phase.id)
        units = [e.record.properties for e in state.values() if isinstance(e.record, Feature)]
        parents = {u.parent for u in units if isinstance(u, Unit) and u.parent is not None}
        assert parents <= state.keys(), phase.name
    strengths = {f.properties.strength for _, f in features() if isinstance(f.properties, Unit)}
    assert {120_000.0, 20_000.0} <= strengths


def test_steps_show_what_is_there() -> None:
    document = lesson().document
    overlays = {overlay.id: overlay for overlay in document.overlays()}
    for step in document.steps():
        assert step.title
        assert len(step.note) > 100
        assert step.phase in {phase.id for phase in document.phases()}
        assert step.overlays is not None
        state = document.state(step.phase)
        audiences = {overlays[each].audience for each in step.overlays}
        assert audiences <= {"everyone", step.audience}, step.title
        for each in step.highlights:
            record = state[each].record
            assert isinstance(record, Feature)
            assert record.overlay in step.overlays, (step.title, record.properties.name)


def test_steps_are_at_low_altitudes_too() -> None:
    steps = lesson().document.steps()
    assert {10.0, 100.0} <= {step.altitude_m for step in steps}
    assert step_named("The same rings").altitude_m == 10.0


@pytest.mark.parametrize("title", ["What the S-400 sees at 100 m", "A brigade headquarters"])
def test_each_task_has_one_solution_on_an_overlay_for_answers(title: str) -> None:
    task = next(t for t in lesson().document.tasks() if t.title == title)
    found = {f.id: f for _, f in features() if f.properties.answers_task == task.id}
    assert len(found) == 1
    assert all(overlay_of(f).audience == "answer" for f in found.values())
    assert not any(overlay_of(f).visible for f in found.values())


def test_reach_of_the_solution_is_the_radar_horizon() -> None:
    ring = next(
        f.properties
        for _, f in features()
        if isinstance(f.properties, RangeRing) and f.properties.answers_task is not None
    )
    # d = 4.12 (√h₁ + √h₂) km, heights in metres.
    assert ring.radius_max_m / 1000 == pytest.approx(4.12 * (24**0.5 + 100**0.5), abs=0.1)


def test_answer_of_the_brigade_is_not_given_away() -> None:
    """Neither its place nor its source stands in what students get."""
    answer = next(f for _, f in features() if f.id == feature_id("unit", "lt_gr"))
    url = facts()["sources"]["kam_griffin"]["url"]
    for _, feature in features():
        if overlay_of(feature).audience == "everyone":
            assert url not in description(feature)
            if isinstance(feature.geometry, Point):
                assert position(feature) != position(answer)


def test_steps_for_others_look_elsewhere_than_those_for_everyone() -> None:
    """Else a copy for students would say where something is that was left out."""
    steps = lesson().document.steps()
    seen = {
        number
        for step in steps
        if step.audience == "everyone"
        for number in (step.view.lon, step.view.lat)
    }
    others = [step for step in steps if step.audience != "everyone"]
    assert len(others) == 3
    assert not [s.title for s in others if {s.view.lon, s.view.lat} <= seen]


def test_dates_of_phases_go_forward() -> None:
    starts = [phase.start for phase in lesson().document.phases() if phase.start is not None]
    assert starts == sorted(starts)
    assert len(starts) >= 5


def document_of(phase: int) -> Document:
    document = lesson().document
    return document.snapshot(document.phases()[phase].id)


def test_battlegroups_arrive_in_the_third_phase() -> None:
    groups = {feature_id("unit", f"efp_{country}") for country in ("ee", "lv", "lt", "pl")}
    assert not groups & {feature.id for feature in document_of(1).features()}
    assert groups <= {feature.id for feature in document_of(2).features()}
