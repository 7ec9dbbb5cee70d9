"""Export, print and copy from the window: what is asked, what comes out, and how it is stopped."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image
from pptx import Presentation
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QApplication, QProgressDialog

from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.export import slide_files, watching
from baltic_desk.ui.export.drawing import Progress, Steps
from baltic_desk.ui.export.printing import PaintPages, new_printer, preview_in_window
from baltic_desk.ui.export.watching import done, watched
from baltic_desk.ui.export.window_exporter import PictureExporter
from tests.exports import SECRET_AT, SECRETS, said_in, taught

poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler's tools")


@pytest.fixture
def lesson_desk(desk: DeskWindow, monkeypatch: pytest.MonkeyPatch) -> DeskWindow:
    monkeypatch.setattr(slide_files, "PICTURE_PX", 308)
    desk.workspace.adopt(taught())
    desk.window.resize(500, 400)
    QApplication.processEvents()
    return desk


def test_options_are_asked_by_the_sort_of_file(lesson_desk: DeskWindow) -> None:
    exporter, workspace = lesson_desk.workspace.exporter, lesson_desk.workspace
    assert exporter is not None

    def asked(name: str) -> list[str]:
        return [field.id for field in exporter.fields(workspace, Path(name))]

    assert asked("a.svg") == asked("a.pptx") == ["audience"]
    assert asked("a.pdf") == ["pages", "audience"]
    assert asked("a.png") == asked("a.TIF") == ["size", "dpi", "world_file", "audience"]


def test_a_picture_is_as_large_as_was_asked_for_and_placed(
    lesson_desk: DeskWindow, ask: Any, tmp_path: Path
) -> None:
    answers = {"size": "101.6x50.8mm", "dpi": "100", "world_file": "yes", "audience": "student"}
    ask.will_answer(tmp_path / "map.png", answers)
    lesson_desk.workspace.run("file.export")
    assert lesson_desk.workspace.message.startswith("Exported map.png.")
    with Image.open(tmp_path / "map.png") as image:
        assert image.size == (400, 200)
    assert (tmp_path / "map.pgw").exists()


@pytest.mark.parametrize("answers", [{"size": "wide"}, {"dpi": "many"}])
def test_an_answer_that_is_none_is_said(
    lesson_desk: DeskWindow, ask: Any, tmp_path: Path, answers: dict[str, str]
) -> None:
    ask.will_answer(tmp_path / "map.png", answers, None)
    lesson_desk.workspace.run("file.export")
    assert "map.png was not made" in ask.asked[-1]
    assert list(tmp_path.iterdir()) == []


def test_slides_for_students_say_nothing_of_the_rest(
    lesson_desk: DeskWindow, ask: Any, tmp_path: Path
) -> None:
    out = tmp_path / "slides.pptx"
    ask.will_answer(out, {"audience": "student"})
    lesson_desk.workspace.run("file.export")
    assert len(Presentation(str(out)).slides) == 3
    said = said_in(out)
    assert not [secret for secret in SECRETS if secret in said]


def test_a_phase_that_is_not_for_students_is_not_given_to_them(
    lesson_desk: DeskWindow, ask: Any, tmp_path: Path
) -> None:
    document = lesson_desk.workspace.document
    last = document.phases()[-1]
    with document.edit("Hide") as change:
        change.put(replace(last, audience="instructor"))
    document.show_phase(last.id)
    ask.will_answer(tmp_path / "map.svg", {"audience": "student"}, None)
    lesson_desk.workspace.run("file.export")
    assert "map.svg was not made" in ask.asked[-1]


def test_the_map_is_copied_as_pixels_drawing_and_words(lesson_desk: DeskWindow) -> None:
    lesson_desk.workspace.run("edit.copy-picture")
    held = QGuiApplication.clipboard().mimeData()
    image = QGuiApplication.clipboard().image()
    view = lesson_desk.view
    assert (image.width(), image.height()) == (2 * view.width(), 2 * view.height())
    assert bytes(held.data("image/png").data()).startswith(b"\x89PNG")
    assert b"</svg>" in bytes(held.data("image/svg+xml").data())
    assert re.match(r"Lesson, \d+°.*N 0\d+°.*E, 1:[\d ]+, Baltic LCC$", held.text())
    assert "not for students" in lesson_desk.workspace.message


# -- printing --------------------------------------------------------------------------------------


def to_pdf(out: Path) -> Callable[[QPrinter, PaintPages], bool]:
    """A preview that prints at once, into a PDF on A5."""

    def preview(printer: QPrinter, paint: PaintPages) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
        printer.setOutputFileName(str(out))
        return paint(printer)

    return preview


def printing(desk: DeskWindow, out: Path) -> None:
    old = desk.workspace.exporter
    assert isinstance(old, PictureExporter)
    desk.workspace.exporter = PictureExporter(desk.view, old._means, to_pdf(out))


@poppler
def test_the_map_is_printed_to_scale_on_the_printers_paper(
    lesson_desk: DeskWindow, ask: Any, tmp_path: Path
) -> None:
    out = tmp_path / "print.pdf"
    printing(lesson_desk, out)
    lesson_desk.workspace.camera.look_at(SECRET_AT)
    ask.will_answer({"scale": "1:2 000 000"})
    lesson_desk.workspace.run("file.print")
    assert lesson_desk.workspace.message == "Sent to the printer."
    said = subprocess.run(["pdfinfo", out], capture_output=True, text=True, check=True).stdout
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", said)
    assert size is not None
    lies = lesson_desk.view.width() > lesson_desk.view.height()
    across, down = (210, 148) if lies else (148, 210)
    assert float(size[1]) == pytest.approx(across / 25.4 * 72, abs=1.5)
    assert float(size[2]) == pytest.approx(down / 25.4 * 72, abs=1.5)
    text = subprocess.run(["pdftotext", out, "-"], capture_output=True, text=True).stdout
    assert "Zwiebelfisch" in text


@pytest.mark.parametrize("typed", ["often", "1:5"])
def test_a_scale_that_is_none_is_said(
    lesson_desk: DeskWindow, ask: Any, tmp_path: Path, typed: str
) -> None:
    printing(lesson_desk, tmp_path / "print.pdf")
    ask.will_answer({"scale": typed}, None)
    lesson_desk.workspace.run("file.print")
    assert "Nothing was printed" in ask.asked[-1]


@poppler
def test_students_print_without_the_rest(lesson_desk: DeskWindow, ask: Any, tmp_path: Path) -> None:
    out = tmp_path / "print.pdf"
    printing(lesson_desk, out)
    lesson_desk.workspace.camera.look_at(SECRET_AT)
    ask.will_answer({"scale": "", "audience": "student"})
    lesson_desk.workspace.run("file.print")
    text = subprocess.run(["pdftotext", out, "-"], capture_output=True, text=True).stdout
    assert not [secret for secret in SECRETS if secret in text]


def test_the_preview_shows_the_page_and_prints_nothing_when_it_is_closed(
    lesson_desk: DeskWindow,
) -> None:
    painted: list[QPrinter] = []

    def paint(on: QPrinter) -> bool:
        painted.append(on)
        return True

    def close() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QPrintPreviewDialog)
        dialog.reject()

    QTimer.singleShot(300, close)
    assert lesson_desk.window.isVisible()
    assert not preview_in_window(new_printer("Title", landscape=True), paint)
    assert painted


# -- stopping --------------------------------------------------------------------------------------


def long_work(left: list[str]) -> Steps:
    try:
        for number in range(1000):
            yield Progress(number, 1000, f"Slide {number}")
            yield None
    finally:
        left.append("cleaned up")


def test_cancel_ends_the_work_at_once_and_cleans_up(
    lesson_desk: DeskWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_SHOW_AFTER_S", 0.0)
    left: list[str] = []
    seen: list[str] = []

    def cancel() -> None:
        (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, QProgressDialog)]
        seen.append(f"{dialog.labelText()} of {dialog.maximum()}")
        dialog.cancel()

    def steps() -> Iterator[Progress | None]:
        QTimer.singleShot(0, cancel)
        yield from long_work(left)

    assert lesson_desk.window.isVisible()
    assert watched(done(steps()), "…", "Export") is None
    assert left == ["cleaned up"]
    assert re.match(r"Slide \d+ of 1000", seen[0])
