"""What rings tell of themselves, and what belongs together with them."""

from __future__ import annotations

from msgspec.structs import replace

from baltic_desk.app.ring_facts import family, limits_text, ring_facts
from baltic_desk.coverage.systems import Systems, open_systems
from baltic_desk.document.feature import Feature
from tests.features import area, document, line, ring, unit


def told(feature: Feature, *others: Feature, systems: Systems | None = None, **changes: object):
    changed = replace(feature, properties=replace(feature.properties, **changes))
    facts = ring_facts(document(changed, *others), feature.id, systems or Systems(()))
    assert facts is not None
    return facts


S400 = {
    "name": "S-400 · 40N6E",
    "system": "s400",
    "variant": "40N6E",
    "ring_class": "air-defence",
    "declared_m": 400e3,
    "assessed_m": 200e3,
    "status": "declared",
    "source": "The Moscow Times: S-400s in Kaliningrad; FOI: Bursting the Bubble",
    "source_url": "https://example.org/s400",
    "source_date": "2019",
    "anchor": "u",
}


def test_a_sourced_band_tells_all_there_is() -> None:
    facts = told(ring(radius_m=400e3), unit(name="22 Rgt"), systems=open_systems(), **S400)
    assert facts.title == "S-400 · 40N6E · 400 km declared · 200 km assessed"
    rows = dict(facts.rows)
    assert rows["System"].startswith("S-400 Triumf (SA-21")
    assert rows["Variant"] == "40N6E"
    assert rows["Kind"] == "Air defence"
    assert rows["Range"] == "400 km declared · 200 km assessed"
    assert rows["Standing"].startswith("Declared")
    assert rows["Source"] == "The Moscow Times: S-400s in Kaliningrad\nFOI: Bursting the Bubble"
    assert (rows["Year"], rows["Address"]) == ("2019", "https://example.org/s400")
    assert rows["Limited by"].startswith("Published range")
    assert rows["Unit"] == "22 Rgt"
    assert not facts.doubtful


def test_a_ring_at_a_figure_of_ones_own_tells_the_published_ones_too() -> None:
    facts = told(ring(radius_m=300e3), **S400)
    assert dict(facts.rows)["Range"] == (
        "300 km assumption · 400 km declared · 200 km assessed"
    )  # fmt: skip
    assert facts.doubtful
    assert dict(facts.rows)["Limited by"].startswith("Assumed range")


def test_a_bare_ring_says_that_it_has_no_source() -> None:
    facts = told(ring(radius_m=40e3, radius_min_m=5e3))
    assert facts.title == "5–40 km"
    assert dict(facts.rows) == {
        "Kind": "Other",
        "Range": "40 km · minimum 5 km",
        "Standing": "Not said on whose word it stands",
        "Source": "None is given",
        "Limited by": limits_text(ring()),
    }


def test_one_value_that_is_declared_and_assessed_is_told_as_both() -> None:
    facts = told(ring(radius_m=500e3), declared_m=500e3, assessed_m=500e3, status="assessed")
    assert dict(facts.rows)["Range"] == "500 km assessed · 500 km declared"


def test_an_area_of_coverage_tells_its_provenance() -> None:
    facts = told(
        area(),
        name="GNSS jamming",
        coverage_class="electronic-warfare",
        coverage_status="assessed",
        coverage_assessed_m=150e3,
        coverage_source="EASA: SIB 2022-02",
        coverage_source_date="2024",
    )
    rows = dict(facts.rows)
    assert (rows["Kind"], rows["Range"], rows["Year"]) == (
        "Electronic warfare", "150 km assessed", "2024",
    )  # fmt: skip
    assert rows["Limited by"].startswith("Published area")


def test_of_many_sources_some_are_told_and_the_rest_counted() -> None:
    facts = told(ring(), source="A; B; C; D; E")
    assert dict(facts.rows)["Source"] == "A\nB\nC\nand 2 more"


def test_whoever_reckons_with_altitude_says_what_limits() -> None:
    facts = ring_facts(document(ring()), "r", Systems(()), limits=lambda _f: "The radar horizon")
    assert facts is not None
    assert dict(facts.rows)["Limited by"] == "The radar horizon"


def test_other_things_tell_nothing() -> None:
    desk = document(line(), area(), unit())
    assert [ring_facts(desk, i, Systems(())) for i in ("l", "a", "u", "nobody")] == [None] * 4


def test_names_of_a_file_are_told_in_one_line() -> None:
    assert told(area(), coverage_class="sensor").title == "Sensor, unnamed"
    facts = told(ring(), name="two\nlines " + "x" * 900)
    assert "\n" not in facts.title
    assert len(facts.title) <= 200


def test_a_ring_belongs_to_its_unit_and_to_the_units_other_rings_widest_first() -> None:
    near = ring("near", radius_m=10e3, anchor="u")
    far = ring("far", radius_m=90e3, anchor="u")
    desk = document(unit("u"), near, far, ring("loose"), unit("v"), ring("other", anchor="v"))
    for each in ("u", "near", "far"):
        assert family(desk, each).owner == "u"
        assert family(desk, each).rings == ("far", "near")
        assert family(desk, each).ids == {"u", "near", "far"}
    assert family(desk, "loose").owner is None
    assert family(desk, "loose").ids == {"loose"}


def test_a_ring_whose_unit_is_gone_stands_alone() -> None:
    assert family(document(ring("r", anchor="nobody")), "r").ids == {"r"}
