"""`baltic-desk render --sheet` as a person at a terminal meets it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from baltic_desk.cli import main
from baltic_desk.document.document import Document
from baltic_desk.document.layout import Layout
from baltic_desk.document.lesson import BriefingStep, Phase, StepView
from baltic_desk.document.project import Overlay
from baltic_desk.io.project import dumps
from tests.features import document, unit

VIEW = StepView(lon=20.5, lat=54.7, width_m=1e5, height_m=1e5)


def lesson() -> Document:
    secret = unit("secret", (20.6, 54.8), overlay="i")
    secret = replace(secret, properties=replace(secret.properties, designation="Reserve"))
    overlays = Overlay(id="o"), Overlay(id="i", audience="instructor")
    made = document(unit("u", (20.5, 54.7)), secret, overlays=overlays)
    with made.edit("Lesson") as change:
        change.put(Phase(id="p1", name="Peace"))
        change.put(Phase(id="p2", name="Crisis"))
        change.put(BriefingStep(id="s1", title="The crossing", view=VIEW, phase="p2"))
        change.put(Layout(id="l1", name="Desk map", paper="A5", lon=20.5, lat=54.7, title="Mine"))
        change.put(Layout(id="l2", name="Umpire", paper="A5", audience="instructor"))
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lesson.geojson"
    path.write_bytes(dumps(lesson()))
    return path


def size_mm(pdf: Path) -> tuple[int, int]:
    with pikepdf.open(pdf) as opened:
        box = [float(each) for each in opened.pages[0].mediabox]
    return round(box[2] / 72 * 25.4), round(box[3] / 72 * 25.4)


def text_of(pdf: Path) -> str:
    command = ["pdftotext", "-layout", pdf, "-"]
    return " ".join(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    )


def test_a_sheet_has_the_paper_that_is_asked_for(file, tmp_path):
    out = tmp_path / "sheet.pdf"
    assert main(["render", str(file), "-o", str(out), "--sheet", "A5", "--portrait"]) == 0
    assert size_mm(out) == (148, 210)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
def test_a_layout_of_the_project_is_taken_by_name_and_may_be_changed(file, tmp_path):
    out = tmp_path / "sheet.pdf"
    arguments = ["--layout", "Desk map", "--scale", "1:500000", "--grid", "mgrs", "--sheet", "A4"]
    assert main(["render", str(file), "-o", str(out), *arguments]) == 0
    assert size_mm(out) == (297, 210)
    text = text_of(out)
    assert "Mine" in text
    assert "1:500 000" in text
    assert "34U" in text


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
@pytest.mark.parametrize(("audience", "told"), [("instructor", True), ("student", False)])
def test_a_students_sheet_has_nothing_for_the_instructor(file, tmp_path, audience, told):
    out = tmp_path / "sheet.pdf"
    arguments = ["--sheet", "A5", "--step", "1", "--scale", "500000", "--audience", audience]
    assert main(["render", str(file), "-o", str(out), *arguments]) == 0
    text = text_of(out)
    assert "The crossing" in text
    assert ("Reserve" in text) == told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--layout", "Nothing"], "its layouts are Desk map, Umpire"),
        (["--layout", "Umpire", "--audience", "student"], "its layouts are Desk map"),
        (["--sheet", "A5", "--step", "4"], "its steps are 1 to 1"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(file, tmp_path, capsys, arguments, words):
    out = tmp_path / "sheet.pdf"
    assert main(["render", str(file), "-o", str(out), *arguments]) == 1
    assert words in capsys.readouterr().err
    assert not out.exists()


def test_a_phase_that_is_not_there_is_told_with_those_that_are(file, tmp_path, capsys):
    out = tmp_path / "sheet.pdf"
    assert main(["render", str(file), "-o", str(out), "--sheet", "A5", "--phase", "p9"]) == 2
    assert "its phases are 1 Peace, 2 Crisis" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--sheet", "B5"], "invalid choice"),
        (["--sheet", "A5", "--bbox", "20,54,21,55"], "--bbox does not go with a sheet"),
        (["--sheet", "A5", "--landscape", "--portrait"], "not allowed with"),
        (["--sheet", "A5", "--dpi", "9"], "dots per inch"),
    ],
)
def test_arguments_that_do_not_go_together_are_refused(file, tmp_path, capsys, arguments, words):
    with pytest.raises(SystemExit) as ended:
        main(["render", str(file), "-o", str(tmp_path / "s.pdf"), *arguments])
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
@pytest.mark.parametrize(("phase", "there"), [("Peace", False), ("2", True)])
def test_a_sheet_shows_the_phase_that_is_asked_for(tmp_path, phase, there):
    made = lesson()
    made.show_phase("p2")
    late = unit("late", (20.5, 54.72))
    with made.edit("Arrive") as change:
        change.put(replace(late, properties=replace(late.properties, designation="Latecomer")))
    path, out = tmp_path / "lesson.geojson", tmp_path / "sheet.pdf"
    path.write_bytes(dumps(made))
    arguments = ["--layout", "Desk map", "--scale", "200000", "--phase", phase]
    assert main(["render", str(path), "-o", str(out), *arguments]) == 0
    assert ("Latecomer" in text_of(out)) == there
