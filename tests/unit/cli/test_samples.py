"""`--sample` alone is the sample; with a name it is another shipped project."""

from __future__ import annotations

from pathlib import Path

import pytest

from baltic_desk.cli import main
from baltic_desk.cli.sample import SAMPLES, sample_file, spelled_out
from baltic_desk.io.project import load


def title_of(path: Path) -> str:
    return load(path).document.project.title


@pytest.mark.parametrize("name", SAMPLES)
def test_every_name_is_a_file_that_is_read_without_a_problem(name: str) -> None:
    assert load(sample_file(name)).problems == ()


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (["OUT", "--sample"], "sample"),
        (["--sample", "OUT"], "sample"),
        (["OUT", "--sample", "lesson"], "lesson"),
        (["--sample", "lesson", "OUT"], "lesson"),
        (["--sample=lesson", "OUT"], "lesson"),
    ],
)
def test_new_writes_the_project_that_is_named(tmp_path: Path, given: list[str], name: str) -> None:
    out = tmp_path / "out.geojson"
    assert main(["new", *(str(out) if each == "OUT" else each for each in given)]) == 0
    assert title_of(out) == title_of(sample_file(name))


def test_lesson_is_written_as_it_is_shipped(tmp_path: Path) -> None:
    out = tmp_path / "out.geojson"
    main(["new", str(out), "--sample", "lesson"])
    assert out.read_bytes() == sample_file("lesson").read_bytes()


def test_a_name_that_is_not_there_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.geojson"
    with pytest.raises(SystemExit) as stop:
        main(["new", str(out), "--sample=mistaken"])
    assert stop.value.code == 2
    assert "mistaken" in capsys.readouterr().err
    assert not out.exists()


def test_a_switch_without_a_name_leaves_what_follows() -> None:
    assert spelled_out(["--sample", "out.geojson"]) == ["--sample=sample", "out.geojson"]
    assert spelled_out(["file.geojson"]) == ["file.geojson"]


def test_a_file_and_a_sample_at_once_are_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main([str(tmp_path / "mine.geojson"), "--sample", "lesson"])
    assert stop.value.code == 2
    assert "--sample" in capsys.readouterr().err
