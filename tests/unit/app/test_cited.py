"""A picture names the sources of what is visible on it, and of nothing else."""

from __future__ import annotations

from msgspec.structs import replace

from baltic_desk.app.cited import citations
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.outline import new_point
from baltic_desk.document.project import Overlay
from tests.features import area, document, ring

WORLD = (-180.0, -90.0, 180.0, 90.0)


def cited_ring(feature_id: str, **given: object) -> Feature:
    made = ring(feature_id)
    return replace(made, properties=replace(made.properties, **given))  # type: ignore[type-var]


def sourced(feature_id: str = "r", **given: object) -> Feature:
    return cited_ring(
        feature_id,
        label="S-400 400 km",
        name="S-400 Triumf",
        status="declared",
        source="A Newspaper: A Title",
        source_url="https://www.example.org/a/long/way",
        source_date="2016",
        **given,
    )


def texts(*features: Feature, **given: object) -> list[str]:
    made = document(*features, **given)  # type: ignore[arg-type]
    return [each.text for each in citations(made, WORLD)]


def test_figure_status_title_date_and_host_are_named() -> None:
    assert texts(sourced()) == ["S-400 400 km (declared): A Newspaper: A Title, 2016, example.org"]


def test_one_source_is_named_once_for_all_that_rests_on_it() -> None:
    (text,) = texts(sourced("a"), sourced("b"), cited_ring(
        "c", label="S-400 250 km", source="A Newspaper: A Title",
        source_url="https://www.example.org/a/long/way", source_date="2016",
    ))  # fmt: skip
    assert text.startswith("S-400 400 km (declared), S-400 250 km: A Newspaper")


def test_what_has_no_source_is_said_before_the_many_units() -> None:
    unsourced = cited_ring("u", label="My 90 km", status="assumption", source=None)
    unit = new_point("x", Unit(overlay="o", sidc="10031000001211000000", designation="25",
                               source="Atlas"), (24.0, 57.0))  # fmt: skip
    assert [t.split(":")[0] for t in texts(unsourced, unit, sourced())] == [
        "S-400 400 km (declared)",
        "My 90 km (assumption)",
        "25",
    ]


def test_what_is_hidden_or_out_of_sight_is_not_named() -> None:
    assert texts(sourced(hidden=True)) == []
    assert texts(sourced(), overlays=[Overlay(id="o", name="O", visible=False)]) == []
    made = document(sourced())
    assert citations(made, (-30.0, 40.0, -20.0, 45.0)) == ()


def test_areas_of_coverage_are_named_as_rings_are() -> None:
    jammed = area("a")
    properties = replace(
        jammed.properties,
        name="EW area",
        coverage_class="electronic-warfare",
        coverage_status="assumption",
    )
    assert texts(replace(jammed, properties=properties)) == ["EW area (assumption): no source"]
    told = replace(properties, coverage_source="A Journal", coverage_status="declared")
    assert texts(replace(jammed, properties=told)) == ["EW area (declared): A Journal"]
    assert texts(area("plain")) == []  # one that covers nothing claims nothing
