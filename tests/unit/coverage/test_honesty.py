"""What a map of ranges should admit."""

from __future__ import annotations

import pytest

from baltic_desk.coverage.emitter_reach import Fields, reaches
from baltic_desk.coverage.emitters import Claim, TargetAltitude
from baltic_desk.coverage.honesty import RULES, area_findings, claim_findings
from baltic_desk.geo.terrain import SmoothEarth
from tests.emitting import emitter

GOOD = Claim(
    declared_m=400_000.0,
    assessed_m=400_000.0,
    status="assessed",
    source="A study",
    source_date="2023",
    texts="S-400 against targets at 10 km altitude",
)


def told(found):
    return [each.rule for each in found]


def claim(**changed):
    known = {name: getattr(GOOD, name) for name in GOOD.__dataclass_fields__}
    return Claim(**known | changed)


def check(*emitters, **options):
    return claim_findings(emitters, **{"this_year": 2026, **options})


def test_a_ring_that_says_it_all_is_not_told_of():
    assert check(emitter(claim=GOOD)) == ()


def test_a_finding_names_its_ring():
    (finding,) = check(emitter("ring-7", owner="S-400", claim=claim(source="")))
    assert finding.ring_id == "ring-7"
    assert str(finding) == "S-400 · 400 km: no source is given for 400 km"


@pytest.mark.parametrize(
    ("changed", "rule", "words"),
    [
        ({"source": " "}, "no-source", "no source is given for 400 km"),
        (
            {"source": "", "status": "assumption"},
            "no-source",
            "no source is given for 400 km; it is marked as an assumption",
        ),
        ({"status": "unverified"}, "unverified", "400 km is marked as unverified"),
        ({"status": "assumption"}, "unverified", "400 km is marked as an assumption"),
        ({"source_date": ""}, "undated-source", "no year is given for the source of 400 km"),
        ({"source_date": "12345"}, "undated-source", "no year is given for the source of 400 km"),
        (
            {"source_date": "2012-04; 2017"},
            "old-source",
            "the source of 400 km is of 2017, 9 years ago",
        ),
        ({"texts": "S-400"}, "no-altitude", None),
        (
            {"assessed_m": 200_000.0},
            "beyond-assessed",
            "drawn to 400 km, assessed at 200 km",
        ),
        (
            {"assessed_m": 200_000.0, "declared_m": 250_000.0},
            "beyond-assessed",
            "drawn to 400 km, assessed at 200 km and declared as 250 km",
        ),
        (
            {"assessed_m": 200_000.0, "declared_m": None},
            "beyond-assessed",
            "drawn to 400 km, assessed at 200 km, and nobody declares more",
        ),
    ],
    ids=range(11),
)
def test_what_is_left_open_is_told(changed, rule, words):
    (finding,) = check(emitter(claim=claim(**changed)))
    assert finding.rule == rule
    assert rule in RULES
    if words is not None:
        assert finding.text == words


def test_an_address_is_a_source():
    assert check(emitter(claim=claim(source="", source_url="https://example.org"))) == ()


@pytest.mark.parametrize(("year", "old"), [("2021", False), ("2020", True)])
def test_the_age_of_sources_can_be_set(year, old):
    ring = emitter(claim=claim(source_date=year))
    assert told(check(ring)) == (["old-source"] if old else [])
    assert told(check(ring, oldest_years=10)) == []


@pytest.mark.parametrize(
    "text", ["at 100 m altitude", "FL350", "300 m AGL", "low-level", "100 m above ground", "9m ASL"]
)
def test_a_text_may_say_the_altitude(text):
    assert check(emitter(claim=claim(texts=text))) == ()


def test_a_map_at_an_altitude_says_it_for_all_and_weapons_need_none():
    silent = claim(texts="")
    assert told(check(emitter(claim=silent))) == ["no-altitude"]
    assert check(emitter(claim=silent), at_altitude=True) == ()
    assert check(emitter(ring_class="anti-ship", claim=silent)) == ()


def test_an_antenna_that_nobody_speaks_of_is_an_assumption():
    (finding,) = check(emitter(antenna_m=None, claim=GOOD))
    assert finding.text == "no height of the antenna is given; 10 m over the ground is assumed"
    assert check(emitter(ring_class="anti-ship", antenna_m=None, claim=GOOD)) == ()


def test_an_antenna_that_no_source_gives_was_set_by_hand():
    heights = {"s400": 24.0}
    known = check(emitter(claim=GOOD), sourced_antenna_m=heights.get)
    other = check(emitter(antenna_m=40.0, claim=GOOD), sourced_antenna_m=heights.get)
    unknown = check(emitter(system="s300", claim=GOOD), sourced_antenna_m=heights.get)
    assert known == ()
    assert told(other) == told(unknown) == ["antenna-assumed"]
    assert other[0].text == "no source gives its antenna 40 m over the ground: it was set by hand"


def test_a_plain_ring_claims_nothing():
    assert check(emitter(ring_class="other", system="")) == ()
    assert told(check(emitter(ring_class="other", system="s400")))[0] == "no-source"


class TestAreas:
    """Published against an altitude."""

    def at(self, emitters, altitude):
        return reaches(emitters, altitude, Fields(SmoothEarth()))[0]

    def test_the_classroom_lesson_is_one_number(self):
        rings = [emitter(), emitter("ssm", ring_class="surface-to-surface")]
        published = self.at(rings, None)
        (finding,) = area_findings(published, self.at(rings, TargetAltitude(10.0, "sea")))
        assert finding.rule == "area"
        assert finding.ring_id == "r"
        assert finding.text == (
            "502\u202f478 km² as published, 3\u202f468 km² at 10 m above sea level: 0.69 %"
        )

    def test_what_loses_nearly_nothing_is_not_told_of(self):
        rings = [emitter(range_m=30_000.0)]
        published = self.at(rings, None)
        assert area_findings(published, self.at(rings, TargetAltitude(10.0, "sea"))) == ()
        assert area_findings(published, published) == ()
