"""The catalogue of systems says for each figure whether it was found published, and where."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from baltic_desk import paths
from baltic_desk.coverage.systems import Systems, SystemsError, figures, open_systems
from baltic_desk.symbology.sidc import problems

RESOURCES = paths.resource("systems")


@pytest.fixture(scope="module")
def systems() -> Systems:
    return open_systems()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("systems.json", "sources.json"):
        shutil.copy(RESOURCES / name, tmp_path)
    return tmp_path


def changed(folder: Path, change: str, replacement: str) -> Path:
    """The catalogue with one text in it replaced once."""
    path = folder / "systems.json"
    text = path.read_text(encoding="utf-8")
    assert change in text
    path.write_text(text.replace(change, replacement, 1), encoding="utf-8")
    return folder


def test_every_figure_has_a_status_and_every_verified_one_a_source(systems: Systems) -> None:
    count = 0
    for system in systems.systems:
        for figure in figures(system):
            count += 1
            assert figure.status in ("verified", "unverified")
            if figure.status == "verified":
                assert figure.sources
            assert figure.value > 0
    assert count > 250


def test_every_number_in_the_file_is_a_figure_with_a_status() -> None:
    """Read as plain JSON, without the reader that would insist on it."""
    file = json.loads((RESOURCES / "systems.json").read_text(encoding="utf-8"))
    bare: list[str] = []

    def visit(value: object, place: str) -> None:
        if isinstance(value, dict):
            numbers = [key for key, item in value.items() if isinstance(item, int | float)]
            if numbers and value.get("status") not in ("verified", "unverified"):
                bare.append(place)
            for key, item in value.items():
                visit(item, f"{place}.{key}")
        elif isinstance(value, list):
            for index, item in enumerate(value):
                visit(item, f"{place}[{index}]")

    visit(file["systems"], "systems")
    assert bare == []


def test_every_source_can_be_looked_up(systems: Systems) -> None:
    for source in systems.sources.values():
        assert source.title
        assert source.says
        assert source.url.startswith(("https://", "http://"))


def test_every_source_is_cited(systems: Systems) -> None:
    text = (RESOURCES / "systems.json").read_text(encoding="utf-8")
    assert [key for key in systems.sources if f'"{key}"' not in text] == []


def test_contradicting_figures_stand_side_by_side(systems: Systems) -> None:
    bastion = systems["bastion_p"]
    assert {v.range_max_m for v in bastion.variants} >= {300_000.0, 500_000.0, 800_000.0}
    assert any(each.item == "Bastion" for each in systems.disagreements)


def test_a_variant_names_its_source(systems: Systems) -> None:
    variant = systems["bastion_p"].variant("P-800 Oniks (hi-lo profile)")
    assert (variant.range_max_m, variant.range_min_m) == (300_000.0, 10_000.0)
    assert variant.status == "verified"
    assert variant.source is not None
    assert variant.source.title.startswith("CSIS Missile Threat")
    with pytest.raises(KeyError):
        systems["bastion_p"].variant("Oniks-X")


def test_every_system_has_a_symbol_code_without_problems(systems: Systems) -> None:
    for system in systems.systems:
        assert problems(system.sidc) == [], system.id


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("s-400", "s400"),
        ("growler", "s400"),
        ("iskander", "iskander_m"),
        ("OTH radar", "podsolnukh"),
        ("oniks", "bastion_p"),
        ("harpoon", "harpoon"),
        ("zhitel", "zhitel"),
    ],
)
def test_search_finds_names_and_variants(systems: Systems, text: str, first: str) -> None:
    assert systems.search(text)[0].id == first


def test_search_for_nothing_gives_all_and_for_nonsense_none(systems: Systems) -> None:
    assert len(systems.search("")) == len(systems.systems) == 75
    assert systems.search("xyzzy") == []


@pytest.mark.parametrize(
    ("change", "replacement", "reason"),
    [
        ('"id": "bal"', '"id": "bastion_p"', "bastion_p stands there twice"),
        (
            '"value": 300, "status": "verified", "sources": ["csis_bastion", "sput_bastion_kal"]',
            '"value": 300, "status": "verified"',
            r"300 is verified without a source.*systems\[0\]\.variants\[0\]\.range_max_km",
        ),
        ('"value": 300, "status": "verified", ', '"value": 300, ', "status"),
        ("csis_bastion", "nowhere", "no source 'nowhere'"),
        ('"ring_class": "anti-ship"', '"ring_class": "anti-air"', "no ring class 'anti-air'"),
        ('"value": 300', '"value": "300"', r"Expected `float`.*range_max_km\.value"),
        ('"origin"', '"orgin"', "orgin"),
        ('"systems": [', '"systems": [[', r"systems\.json"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_place(
    folder: Path, change: str, replacement: str, reason: str
) -> None:
    with pytest.raises(SystemsError, match=reason):
        open_systems(changed(folder, change, replacement))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemsError, match=r"sources\.json"):
        open_systems(tmp_path)
