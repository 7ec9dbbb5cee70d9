"""Slides: one for each step, phase or view, with a title to edit, a sharp picture, and notes."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from baltic_desk.document.document import Document
from baltic_desk.document.student_copy import student_copy
from baltic_desk.ui.export import slide_files
from baltic_desk.ui.export.application import offscreen_application
from baltic_desk.ui.export.image import Means, Picture, own_means
from baltic_desk.ui.export.slide_files import SlideShow, slide_file_steps
from baltic_desk.ui.export.slides import slides_of
from tests.exports import SMALL, run, taught
from tests.features import document as features_only
from tests.features import ring
from tests.lessons import MARKING, lesson

poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler's tools")


@pytest.fixture(scope="module")
def means() -> Iterator[Means]:
    with offscreen_application():
        yield own_means()


@pytest.fixture(autouse=True)
def small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing at 4K is slow and tested once."""
    monkeypatch.setattr(slide_files, "PICTURE_PX", 308)


def written(document: Document, out: Path, means: Means, *, notes: bool = False) -> list[str]:
    return run(slide_file_steps(document, out, SlideShow(SMALL, notes=notes), means))


def pages_of(pdf: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def test_each_step_is_a_slide_with_title_picture_note_marking_and_number(
    means: Means, tmp_path: Path
) -> None:
    out = tmp_path / "lesson.pptx"
    document = lesson(4)
    doing = written(document, out, means)
    slides = [f"Slide {k} of 3" for k in (1, 2, 3)]
    assert [line.partition(":")[0] for line in doing] == [*slides, "Writing lesson.pptx …"]
    made = Presentation(str(out))
    assert made.slide_width / made.slide_height == pytest.approx(16 / 9)
    for slide, step in zip(made.slides, document.steps(), strict=True):
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text == step.title
        pictures = [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE]
        assert len(pictures) == 1
        assert pictures[0].width / made.slide_width > 0.9
        texts = [s.text_frame.text for s in slide.shapes if s.has_text_frame]
        assert texts.count(MARKING) == 2
        notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""  # type: ignore[union-attr]
        assert notes == step.note
        assert 'type="slidenum"' in slide.part.blob.decode().replace("'", '"')
    assert made.core_properties.author == ""
    assert made.core_properties.title == "Lesson"


def test_a_picture_is_sharp_on_a_4k_screen(
    means: Means, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slide_files, "PICTURE_PX", 3840)
    out = tmp_path / "view.pptx"
    written(features_only(ring("r")), out, means)
    (slide,) = Presentation(str(out)).slides
    (picture,) = [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert picture.image.size[0] == 3840  # type: ignore[attr-defined]
    width, height = picture.image.size  # type: ignore[attr-defined]
    assert picture.width / picture.height == pytest.approx(width / height, rel=0.001)


def test_without_steps_there_is_a_slide_for_each_phase_of_the_same_ground() -> None:
    document = lesson(4)
    with document.edit("Remove") as change:
        for step in document.steps():
            change.remove(step.id)
    slides = slides_of(document, SMALL)
    assert [slide.title for slide in slides] == ["Phase 1", "Before", "After"]
    made = [slide.sized(320, 200) for slide in slides]
    assert made[0].picture.bounds == made[1].picture.bounds is not None
    assert made[0].document.feature("u0") != made[2].document.feature("u0")


def test_without_steps_and_phases_the_view_is_the_slide() -> None:
    (slide,) = slides_of(features_only(ring("r")), Picture(320, 200, center=(20.0, 55.0)))
    assert slide.sized(640, 360).picture.center == (20.0, 55.0)


def test_pictures_on_slides_bear_no_marking_since_the_slide_does() -> None:
    for slide in slides_of(lesson(4), SMALL):
        assert slide.sized(320, 200).document.project.marking == ""


@poppler
def test_a_pdf_has_a_page_for_each_step_with_text_to_search(means: Means, tmp_path: Path) -> None:
    out = tmp_path / "lesson.pdf"
    document = lesson(4)
    written(document, out, means)
    pages = pages_of(out)
    assert len(pages) == 3
    for number, (page, step) in enumerate(zip(pages, document.steps(), strict=True), start=1):
        assert step.title in page
        assert page.count(MARKING) >= 2
        assert re.search(rf"{number} ?/ ?3", page)
        assert not step.note or step.note.splitlines()[0] not in page


@poppler
def test_notes_stand_below_and_go_on_on_a_further_page(means: Means, tmp_path: Path) -> None:
    out = tmp_path / "notes.pdf"
    document = lesson(4)
    step = document.steps()[0]
    words = [f"word{k}" for k in range(900)]
    with document.edit("Note") as change:
        change.put(msgspec.structs.replace(step, note=" ".join(words)))
    written(document, out, means, notes=True)
    pages = pages_of(out)
    assert len(pages) > 3
    assert "(continued)" in pages[1]
    assert re.findall(r"\bword\d+", " ".join(pages)) == words


def test_students_get_no_notes_and_nothing_that_is_for_the_instructor(
    means: Means, tmp_path: Path
) -> None:
    out = tmp_path / "students.pptx"
    copy, _ = student_copy(taught())
    written(copy, out, means)
    made = Presentation(str(out))
    assert len(made.slides) == 3
    assert not any(slide.has_notes_slide for slide in made.slides)


@pytest.mark.parametrize("name", ["lesson.pptx", "lesson.pdf"])
def test_nothing_is_written_when_it_is_left_within_the_second_slide(
    means: Means, tmp_path: Path, name: str
) -> None:
    steps = slide_file_steps(lesson(4), tmp_path / name, SlideShow(SMALL), means)
    seen = 0
    for step in steps:
        seen += step is not None
        if seen == 2 and step is None:
            break
    steps.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []


def test_odd_texts_do_no_harm(means: Means, tmp_path: Path) -> None:
    out = tmp_path / "odd.pptx"
    document = lesson(4)
    title = "<b>&amp; \x07 “Õ” " + "long " * 38
    with document.edit("Title") as change:
        change.put(msgspec.structs.replace(document.steps()[0], title=title))
        change.put(msgspec.structs.replace(document.project, title=title))
    written(document, out, means)
    slide = Presentation(str(out)).slides[0]
    assert slide.shapes.title is not None
    assert "<b>&amp;" in slide.shapes.title.text_frame.text


def test_a_title_without_end_is_cut_in_what_the_file_says_of_itself(
    means: Means, tmp_path: Path
) -> None:
    document = features_only(ring("a"))
    with document.edit("Title") as change:
        change.put(msgspec.structs.replace(document.project, title="Z" + "\u0300" * 60_000))
    out = tmp_path / "slides.pptx"
    written(document, out, means)
    assert len(Presentation(str(out)).core_properties.title) == 255


def test_pictures_are_read_by_another_program(means: Means, tmp_path: Path) -> None:
    out = tmp_path / "lesson.pptx"
    run(slide_file_steps(lesson(4), out, SlideShow(replace(SMALL, theme="dark")), means))
    slide = Presentation(str(out)).slides[0]
    (picture,) = [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE]
    with Image.open(BytesIO(picture.image.blob)) as image:  # type: ignore[attr-defined]
        assert len(image.convert("RGB").getcolors(1 << 20) or []) > 10
