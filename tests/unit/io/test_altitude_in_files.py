"""The altitude that reach is drawn for comes back from the project's file."""

from __future__ import annotations

import json
from typing import Any

from baltic_desk.document.altitude import Altitude, altitude_of, put_altitude
from baltic_desk.io.project import dumps, loads
from tests.features import document, unit


def header(data: bytes) -> dict[str, Any]:
    return json.loads(data)["baltic_desk"]


def with_header(**fields: Any) -> bytes:
    tree = json.loads(dumps(document(unit("u"))))
    tree["baltic_desk"] |= fields
    return json.dumps(tree).encode()


def test_altitude_and_terrain_are_flat_members_and_come_back() -> None:
    desk = document(unit("u"))
    put_altitude(desk, Altitude(120.0, "sea", "Estonia 10 m", 24.0))
    written = header(dumps(desk))
    assert written["altitude_m"] == 120.0
    assert written["altitude_above"] == "sea"
    assert written["terrain"] == "Estonia 10 m"
    assert written["assumed_antenna_m"] == 24.0
    loaded = loads(dumps(desk))
    assert loaded.problems == ()
    assert altitude_of(loaded.document.project) == Altitude(120.0, "sea", "Estonia 10 m", 24.0)


def test_a_project_without_it_says_nothing_of_it() -> None:
    written = header(dumps(document(unit("u"))))
    assert not {"altitude_m", "altitude_above", "terrain", "assumed_antenna_m"} & written.keys()


def test_values_that_are_not_understood_are_told_and_written_back() -> None:
    odd = {"altitude_m": "low", "altitude_above": "geoid", "terrain": 7}
    loaded = loads(with_header(**odd))
    assert altitude_of(loaded.document.project) is None
    assert [problem.place for problem in loaded.problems] == [
        "baltic_desk.altitude_m",
        "baltic_desk.altitude_above",
        "baltic_desk.terrain",
    ]
    written = header(dumps(loaded.document))
    assert {name: written[name] for name in odd} == odd


def test_an_altitude_out_of_range_is_told_and_written_back() -> None:
    loaded = loads(with_header(altitude_m=90_000))
    (problem,) = loaded.problems
    assert problem.place == "baltic_desk.altitude_m"
    assert header(dumps(loaded.document))["altitude_m"] == 90_000


def test_an_altitude_set_takes_the_place_of_what_was_not_understood() -> None:
    desk = loads(with_header(altitude_m="low")).document
    put_altitude(desk, Altitude(10.0))
    assert header(dumps(desk))["altitude_m"] == 10.0
