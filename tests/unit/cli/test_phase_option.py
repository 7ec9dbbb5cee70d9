"""`--phase` of the commands that look at a project: by id, number or name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from baltic_desk.cli import main
from baltic_desk.document.document import Document
from baltic_desk.document.phase_operations import add_phase
from baltic_desk.io import open_any
from baltic_desk.io.project import dumps
from tests.emitting import KALININGRAD, battery, ring_of
from tests.features import document, unit


@pytest.fixture
def lesson(tmp_path: Path) -> tuple[Path, Document]:
    """A launcher with its ring that is there from the second phase, and gone in the third."""
    held = document(unit("u"))
    s400 = battery("s400", KALININGRAD)
    ring = ring_of(s400, 100e3, "ring", ring_class="air-defence", antenna_height_m=24.0)
    for name, features in (("Forward", (s400, ring)), ("Away", ())):
        add_phase(held, name)
        with held.edit("Change") as change:
            for each in features:
                change.put(each)
            for gone in () if features else ("s400", "ring"):
                change.remove(gone)
    path = tmp_path / "lesson.geojson"
    path.write_bytes(dumps(held))
    return path, held


def reached(path: Path, *options: str) -> int:
    out = path.with_name("out.geojson")
    out.unlink(missing_ok=True)
    code = main(["coverage", str(path), "--published", "-o", str(out), *options])
    assert code == 0
    return len(json.loads(out.read_text())["features"])


def test_coverage_is_that_of_a_phase(lesson: tuple[Path, Document]) -> None:
    path, held = lesson
    for wanted in ("2", "forward", held.phases()[1].id):
        assert reached(path, "--phase", wanted) == 1


def test_the_first_phase_is_meant_where_none_is_given(
    lesson: tuple[Path, Document], capsys: pytest.CaptureFixture[str]
) -> None:
    path, _ = lesson
    out = path.with_name("out.geojson")
    for options in ([], ["--phase", "1"], ["--phase", "Away"]):
        assert main(["coverage", str(path), "--published", "-o", str(out), *options]) == 1
        assert "there are no rings" in capsys.readouterr().err


def test_honesty_looks_at_a_phase(
    lesson: tuple[Path, Document], capsys: pytest.CaptureFixture[str]
) -> None:
    path, _ = lesson
    assert main(["honesty", str(path), "--no-areas", "--phase", "2"]) == 1
    assert "ring" in capsys.readouterr().out
    assert main(["honesty", str(path), "--no-areas", "--phase", "3"]) == 0


def test_what_is_no_phase_is_told_with_those_there_are(
    lesson: tuple[Path, Document], capsys: pytest.CaptureFixture[str]
) -> None:
    path, held = lesson
    assert main(["exposure", str(path), "--phase", "4"]) == 2
    told = capsys.readouterr().err
    assert "“4”: its phases are Phase 1, 2 Forward, 3 Away" in told
    named = [replace(phase, name="Same") for phase in held.phases()]
    with held.edit("Rename") as change:
        for phase in named:
            change.put(phase)
    path.write_bytes(dumps(held))
    assert main(["honesty", str(path), "--phase", "same"]) == 2
    assert "3 are called so" in capsys.readouterr().err
    path.write_bytes(dumps(document(unit("u"))))
    assert main(["honesty", str(path), "--phase", "1"]) == 2
    assert "it has no phases" in capsys.readouterr().err


def test_a_phase_is_drawn(lesson: tuple[Path, Document]) -> None:
    path, _ = lesson
    pictures = []
    for phase in ("1", "2"):
        out = path.with_name(f"{phase}.png")
        size = ["--size", "200x120", "--center", "20.5,54.7", "--scale", "6000000"]
        assert main(["render", str(path), "-o", str(out), "--phase", phase, *size]) == 0
        pictures.append(out.read_bytes())
    assert pictures[0] != pictures[1]


def test_check_finds_nothing_wrong_with_phases(lesson: tuple[Path, Document]) -> None:
    path, _ = lesson
    assert main(["check", str(path)]) == 0
    assert open_any(path).problems == ()
