"""`baltic-desk student` as a teacher runs it: what it writes, says, refuses, and exits with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baltic_desk.cli import main
from baltic_desk.document.document import Document
from baltic_desk.document.lesson import BriefingStep, StepView
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Entry
from baltic_desk.io import open_any
from baltic_desk.io.header import SavedView
from baltic_desk.io.project import dumps
from tests.features import unit

SECRET = (20.4522031, 54.7104264)


def lesson(tmp_path: Path, *more: object, view: SavedView | None = None) -> Path:
    records = (
        Overlay(id="o", name="Situation"),
        Overlay(id="a", name="Solution", audience="answer"),
        unit("kept", (25.0, 58.0), name="Battalion"),
        unit("b5d8e0aa-hidden", SECRET, overlay="a", name="Enemy command post"),
        *more,
    )
    document = Document([Entry(r, float(k)) for k, r in enumerate(records)])  # type: ignore[arg-type]
    path = tmp_path / "lesson.geojson"
    path.write_bytes(dumps(document, view=view))
    return path


def test_the_copy_has_no_byte_of_the_answer_and_says_what_it_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = lesson(tmp_path), tmp_path / "student.geojson"
    before = path.read_bytes()
    assert main(["student", str(path), "-o", str(out)]) == 0
    data = out.read_bytes()
    for secret in (b"b5d8e0aa", b"Enemy", b"Solution", b"20.4522031", b"54.7104264", b"answer"):
        assert secret not in data
    said = capsys.readouterr().out
    assert "Left out: 1 overlay: Solution" in said
    assert "Left out: 1 feature: Enemy command post" in said
    assert path.read_bytes() == before
    loaded = open_any(out)
    assert loaded.problems == ()
    assert [feature.id for feature in loaded.document.features()] == ["kept"]


def test_what_still_speaks_of_it_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = (
        lesson(tmp_path, unit("hint", (26, 58), name="Not Enemy command post")),
        tmp_path / "s.json",
    )
    assert main(["student", str(path), "-o", str(out)]) == 0
    said = capsys.readouterr().out
    assert "Look at this" in said
    assert "“Enemy command post”" in said
    assert "properties.name" in said


def test_a_camera_over_the_answer_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = SavedView(lon=20.452203, lat=54.710426, scale=100_000)
    out = tmp_path / "student.geojson"
    assert main(["student", str(lesson(tmp_path, view=there)), "-o", str(out)]) == 0
    assert "view" not in json.loads(out.read_bytes())["baltic_desk"]
    assert "view of the map" in capsys.readouterr().out
    away = SavedView(lon=22.0, lat=56.0, scale=100_000)
    assert main(["student", str(lesson(tmp_path, view=away)), "-o", str(out)]) == 0
    assert json.loads(out.read_bytes())["baltic_desk"]["view"]["lon"] == 22.0


def test_a_step_that_looks_just_at_the_answer_stops_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    view = StepView(lon=SECRET[0], lat=SECRET[1], width_m=1e4, height_m=1e4)
    path, out = lesson(tmp_path, BriefingStep(id="s", title="Look", view=view)), tmp_path / "s.json"
    assert main(["student", str(path), "-o", str(out)]) == 1
    said = capsys.readouterr().err
    assert "baltic_desk.steps[0].view" in said
    assert "Nothing was written" in said
    assert not out.exists()


def test_the_project_itself_is_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = lesson(tmp_path)
    before = path.read_bytes()
    link = tmp_path / "link.geojson"
    link.symlink_to(path)
    for name in (path, link, tmp_path / "." / "lesson.geojson"):
        with pytest.raises(SystemExit) as stop:
            main(["student", str(path), "-o", str(name)])
        assert stop.value.code == 2
        assert "project itself" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_an_unreadable_file_and_a_wrong_name_are_wrong_usage(tmp_path: Path) -> None:
    assert main(["student", str(tmp_path / "no.geojson"), "-o", str(tmp_path / "o.json")]) == 2
    with pytest.raises(SystemExit) as stop:
        main(["student", str(lesson(tmp_path)), "-o", str(tmp_path / "o.txt")])
    assert stop.value.code == 2


def test_a_picture_for_students_shows_what_is_for_everyone(tmp_path: Path) -> None:
    path, size = lesson(tmp_path), ["--size", "300x200", "--bbox", "19,54,27,59"]
    whole, student, plain = (tmp_path / f"{n}.svg" for n in ("whole", "student", "plain"))
    assert main(["render", str(path), "-o", str(whole), *size]) == 0
    assert main(["render", str(path), "-o", str(student), "--audience", "student", *size]) == 0
    copy = tmp_path / "copy.geojson"
    assert main(["student", str(path), "-o", str(copy)]) == 0
    assert main(["render", str(copy), "-o", str(plain), *size]) == 0
    assert student.read_bytes() == plain.read_bytes()
    assert student.read_bytes() != whole.read_bytes()


def test_the_shipped_lesson_gives_away_none_of_its_answers(tmp_path: Path) -> None:
    lesson, out = tmp_path / "lesson.geojson", tmp_path / "student.geojson"
    assert main(["new", str(lesson), "--sample", "lesson"]) == 0
    assert main(["student", str(lesson), "-o", str(out)]) == 0
    assert main(["check", str(out)]) == 0
    whole, data = open_any(lesson).document, out.read_bytes()
    secrets: list[str] = []
    for overlay in whole.overlays():
        if overlay.audience != "everyone":
            secrets += [overlay.id, overlay.name]
    for phase in whole.phases():
        secrets.append(phase.note)
        for entry in whole.state(phase.id).values():
            record = entry.record
            overlay = whole.get(getattr(record, "overlay", ""))
            if isinstance(overlay, Overlay) and overlay.audience != "everyone":
                secrets += [record.id, getattr(record, "properties").name]  # noqa: B009
    secrets += [step.note for step in whole.steps()]
    secrets += [step.id for step in whole.steps() if step.audience != "everyone"]
    assert len(secrets) > 40
    left = [each for each in secrets if each and json.dumps(each)[1:-1].encode() in data]
    plain = [each for each in secrets if each and each.encode() in data]
    assert left == plain == []
    assert b"tolerances" not in data
    assert len(open_any(out).document.tasks()) == len(whole.tasks()) == 2
