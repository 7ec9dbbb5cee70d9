"""The catalogue says for each figure on whose word it stands and where it was printed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from baltic_desk import paths
from baltic_desk.coverage.figures import GRADES, KINDS, STATUSES, Figure
from baltic_desk.coverage.system_reading import read_system, read_systems
from baltic_desk.coverage.system_tree import SystemsError
from baltic_desk.coverage.system_writing import text_of, text_of_many, tree_of
from baltic_desk.coverage.systems import Systems, all_figures, open_systems
from baltic_desk.symbology.sidc import problems
from tests.system_entries import entry, figure, variant

RESOURCES = paths.resource("systems")
FILES = sorted(path for path in RESOURCES.glob("*.json") if path.name != "system.schema.json")


@pytest.fixture(scope="module")
def systems() -> Systems:
    return open_systems()


@pytest.fixture(scope="module")
def trees() -> dict[str, Any]:
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in FILES}


def numbers(value: object, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Objects with a number in them, as plain JSON, with their places."""
    if isinstance(value, dict):
        kinds = [item for item in value.values() if isinstance(item, int | float)]
        if any(not isinstance(item, bool) for item in kinds):
            yield place, value
        for key, item in value.items():
            yield from numbers(item, f"{place}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from numbers(item, f"{place}[{index}]")


def test_no_figure_lacks_status_and_sources(trees: dict[str, Any]) -> None:
    """Read as plain JSON, without the reader that would insist on it."""
    count = 0
    for name, tree in trees.items():
        for place, found in numbers(tree, name):
            if ".sources." in place:  # the year of a source
                assert set(found) >= {"title", "url", "year"}, place
                continue
            if place.endswith("usual_ring"):  # names one of the figures
                assert set(found) <= {"value", "unit", "why"}
                continue
            count += 1
            assert found["status"] in ("declared", "assessed", "unverified", "assumption"), place
            assert found["unit"] in ("km", "m"), place
            if found["status"] in ("declared", "assessed"):
                assert found["sources"], place
            elif not found["sources"]:
                assert found["note"], place
            for source_id in found["sources"]:
                source = tree["sources"][source_id]
                assert source["title"], place
                assert source["url"].startswith("http"), place
                assert source["year"] is None or 1990 < source["year"] < 2030, place
    assert count == 403


def test_every_figure_that_was_collected_is_still_there(systems: Systems) -> None:
    """How many there are of each kind, with a source and without: no edit loses one unseen."""
    kept = Counter((f.what, f.sourced) for system in systems for f in own_figures_of(system))
    assert kept == {
        ("range_max", True): 115,
        ("range_max", False): 42,
        ("range_min", True): 5,
        ("range_min", False): 34,
        ("altitude_max", True): 19,
        ("altitude_max", False): 21,
        ("altitude_min", True): 5,
        ("altitude_min", False): 25,
        ("detection_range", True): 13,
        ("detection_range", False): 11,
        ("antenna_height", True): 4,
        ("antenna_height", False): 13,
    }
    assert sum(system.spread is not None for system in systems) == 47
    assert sum(system.usual_ring is not None for system in systems) == 73
    assert len(systems) == 75
    assert len(systems.categories()) == 22


def own_figures_of(system: Any) -> list[Figure]:
    """Figures without those of the spread, one for each value: two words may give the same."""
    ends = () if system.spread is None else (system.spread.low, system.spread.high)
    inner = all_figures(system)[: len(all_figures(system)) - len(ends)]
    owners = [(v.name, f) for v in system.variants for f in v.figures]
    owners += [] if system.sensor is None else [("sensor", f) for f in system.sensor.figures]
    assert len(owners) == len(inner)
    return list({(name, f.what, f.si): f for name, f in owners}.values())


def test_only_antenna_heights_are_assumptions_in_what_is_shipped(systems: Systems) -> None:
    for system in systems:
        for each in all_figures(system):
            unsourced_height = each.what == "antenna_height" and not each.sourced
            assert (each.status == "assumption") == unsourced_height, system.id


def test_assessed_is_what_somebody_else_estimates(systems: Systems) -> None:
    assessed = {
        s.id for sy in systems for f in all_figures(sy) if f.status == "assessed" for s in f.sources
    }
    declared_too = {"voa_9m729", "sput_bastion_kal", "mdaa_iskander"}
    assert assessed - declared_too == {
        "csis_bastion",
        "csis_iskander_tj",
        "modlv",
        "knack_9m729",
        "antiwar_9m729",
        "foi_baonghean",
    }


def test_contradicting_figures_stand_side_by_side(systems: Systems) -> None:
    of_9m729 = systems["iskander_k"].variant("9M729").of("range_max")
    assert [(f.value, f.status) for f in of_9m729] == [
        (480, "declared"),
        (2350, "assessed"),
        (476, "declared"),
        (2000, "assessed"),
        (2500, "assessed"),
    ]
    assert systems["iskander_k"].disagreements[0].values.startswith("476-480 km (Russia)")


def test_a_publication_is_described_alike_wherever_it_is_cited(systems: Systems) -> None:
    described: dict[str, set[object]] = {}
    for system in systems:
        for source in system.sources:
            described.setdefault(source.id, set()).add(source)
    assert [key for key, found in described.items() if len(found) > 1] == []
    assert len(described) > 150


def test_files_stand_as_the_writer_writes_them(systems: Systems) -> None:
    for system in systems:
        text = (RESOURCES / f"{system.id}.json").read_text(encoding="utf-8")
        assert text == text_of(tree_of(system)), system.id


def test_what_is_written_is_read_as_it_was(systems: Systems) -> None:
    several = json.loads(text_of_many(map(tree_of, systems), about="all of them"))
    read = read_systems(several, provenance="shipped")
    assert read.problems == ()
    assert read.systems == systems.systems


def test_every_system_has_a_symbol_code_without_problems(systems: Systems) -> None:
    for system in systems:
        assert problems(system.sidc) == [], system.id
        assert system.symbol


def test_units_are_converted(systems: Systems) -> None:
    assert Figure("range_max", 70, "NM", "assumption").si == 129_640.0
    assert Figure("speed", 36, "km/h", "assumption").si == 10.0
    assert Figure("altitude_max", 66_000, "ft", "assumption").si == pytest.approx(20_116.8)
    assert systems["s400"].variant("40N6E").of("altitude_max")[0].si == 30_000.0


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("s-400", "s400"),
        ("S400", "s400"),
        ("growler", "s400"),
        ("sa21", "s400"),
        ("С-400", "s400"),
        ("искандер", "iskander_m"),
        ("iskander", "iskander_m"),
        ("iskender", "iskander_m"),
        ("OTH radar", "podsolnukh"),
        ("oniks", "bastion_p"),
        ("harpoon", "harpoon"),
        ("zhitel", "zhitel"),
        ("wisla", "patriot"),
        ("rbs 98", "iris_t_sls"),
        ("rbs98", "iris_t_sls"),
        ("40n6", "s400"),
        ("lithuania howitzr caesar", "caesar"),
    ],
)
def test_search_finds_names_and_variants_even_misspelt(
    systems: Systems, text: str, first: str
) -> None:
    if "howitzr" in text:
        assert systems.search(text) == []  # every word must fit something
        text = text.replace("howitzr ", "")
    assert systems.search(text)[0].id == first


def test_search_for_nothing_gives_all_and_for_nonsense_none(systems: Systems) -> None:
    assert len(systems.search("")) == len(systems) == 75
    assert systems.search("xyzzy") == []
    assert systems.search("  ") == systems.search("")


def test_filters_narrow_together(systems: Systems) -> None:
    assert [s.id for s in systems.find(category="rocket artillery", operator="Belarus")] == [
        "polonez",
        "smerch",
    ]
    then = systems.find(period="2016–17")
    assert len(then) == systems.periods()["2016–17"] == 52
    assert "himars" not in {s.id for s in then}
    assert [s.id for s in systems.find(period="2016–17", there=["uncertain"])] == [
        "monolit_b",
        "podsolnukh",
        "tirada2",
    ]
    assert {s.id for s in systems.find("missile", operator="Sweden")} == {
        "rbs15",
        "gungnir",
        "patriot",
    }
    assert systems.find(provenance="this project") == []
    assert systems.operators()["Estonia"] == len(systems.find(operator="Estonia")) == 10


def test_a_layer_adds_and_overrides_by_id_and_each_entry_knows_whence_it_is(
    systems: Systems,
) -> None:
    own = read_systems({"systems": [entry(), entry("s400", name="S-400, as I see it")]})
    mine = systems.with_layer(own.systems)
    assert len(mine) == 76
    assert [s.id for s in mine.find(provenance="this machine")] == ["s400", "own_sam"]
    changed = mine["s400"]
    assert (changed.name, changed.provenance) == ("S-400, as I see it", "this machine")
    assert changed.replaces == systems["s400"]
    assert mine["own_sam"].replaces is None
    assert mine.provenances() == {"shipped": 74, "this machine": 2}
    project = read_systems({"systems": [entry("s400")]}, provenance="this project")
    top = mine.with_layer(project.systems)["s400"]
    assert (top.provenance, top.replaces) == ("this project", changed)
    assert mine.search("vetra")[0].id == "own_sam"


def test_the_tables_of_words_are_whole() -> None:
    assert set(STATUSES) == {"declared", "assessed", "unverified", "assumption"}
    assert len(KINDS) == 7
    assert len(GRADES) == 4


def test_a_folder_without_systems_and_a_broken_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(SystemsError, match="there are no systems here"):
        open_systems(tmp_path)
    (tmp_path / "s400.json").write_text('{"id": "s300"', encoding="utf-8")
    with pytest.raises(SystemsError, match=r"s400\.json: Input data was truncated"):
        open_systems(tmp_path)
    (tmp_path / "s400.json").write_text(text_of(entry("s300")), encoding="utf-8")
    with pytest.raises(SystemsError, match=r's300: the file must be called "s300\.json"'):
        open_systems(tmp_path)


def test_a_good_entry_is_read_whole() -> None:
    system = read_system(entry(), provenance="this project")
    assert (system.id, system.operators, system.provenance) == (
        "own_sam",
        ("Latvia",),
        "this project",
    )
    (given,) = system.variants[0].figures
    assert (str(given), given.status, given.sources[0].cited) == (
        "90 km",
        "declared",
        "Maker's leaflet (2015)",
    )
    assert variant()["figures"] == [figure()]
