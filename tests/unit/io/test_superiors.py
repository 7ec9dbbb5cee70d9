"""Superiors that cannot be are found in a file, and kept in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from baltic_desk.cli.check import main as check
from baltic_desk.document.document import Document
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Entry
from baltic_desk.io.project import dumps, loads
from tests.features import document, line
from tests.forces import brigade, force


def test_a_whole_order_of_battle_is_no_problem_and_comes_back() -> None:
    loaded = loads(dumps(brigade()))
    assert loaded.problems == ()
    parents = {f.id: f.properties.parent for f in loaded.document.features()}  # type: ignore[union-attr]
    assert parents["p1"] == "c1"


def test_whether_command_lines_are_drawn_comes_back() -> None:
    held = brigade()
    with held.edit("Show") as change:
        change.put(replace(held.project, command_lines=True))
    assert loads(dumps(held)).document.project.command_lines


def test_a_missing_superior_is_a_problem_with_its_place() -> None:
    held = document(force("a"), force("b", "nowhere"), line("l"), force("c", "l"))
    loaded = loads(dumps(held))
    assert [(p.place, p.feature) for p in loaded.problems] == [
        ("features[1].properties.parent", "b"),
        ("features[3].properties.parent", "c"),
    ]
    assert loaded.problems[0].text.startswith('the superior "nowhere" is no unit of this file; ')


def test_nothing_is_repaired() -> None:
    data = dumps(document(force("a", "b"), force("b", "a"), force("c", "c"), force("d", "x")))
    loaded = loads(data)
    assert loaded.document.history.clean
    assert dumps(loaded.document) == data


def test_a_ring_is_one_problem_that_names_the_units() -> None:
    held = document(force("a", "c"), force("b", "a"), force("c", "b"), force("d", "a"))
    (problem,) = loads(dumps(held)).problems
    assert problem.place == "features[0].properties.parent"
    assert "under each other in a ring: a, c, b;" in problem.text


def test_check_reports_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ring.geojson"
    records = (Overlay(id="o"), force("a", "a"))
    path.write_bytes(dumps(Document([Entry(r, float(k)) for k, r in enumerate(records)])))
    assert check([str(path)]) == 1
    assert "features[0].properties.parent: the unit is its own superior" in capsys.readouterr().out
