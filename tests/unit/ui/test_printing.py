"""A printed map measures on paper what its scale says."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyproj import Geod
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter

from baltic_desk.document.feature import TextNote
from baltic_desk.document.outline import new_point
from baltic_desk.ui.export.application import offscreen_application
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.image import Means, Picture, own_means
from baltic_desk.ui.export.printing import new_printer, paper_px, print_steps
from tests.exports import run
from tests.features import document

CENTER = (22.5, 59.5)


@pytest.fixture(scope="module")
def means() -> Iterator[Means]:
    with offscreen_application():
        yield own_means()


def pdf_printer(out: Path) -> QPrinter:
    printer = new_printer("Title", landscape=True)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setOutputFileName(str(out))
    return printer


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler's tools")
def test_fifty_kilometres_are_fifty_millimetres_at_one_to_a_million(
    means: Means, tmp_path: Path
) -> None:
    east, north, _ = Geod(ellps="GRS80").fwd(*CENTER, 90.0, 50_000.0)
    notes = [
        new_point(name, TextNote(overlay="o", name=name), at)
        for name, at in (("Aleph", CENTER), ("Bethe", (east, north)))
    ]
    out = tmp_path / "print.pdf"
    printer = pdf_printer(out)
    width, height = paper_px(printer)
    picture = Picture(width, height, center=CENTER, scale=1e6, layers=frozenset(), sources=False)
    run(print_steps(printer, document(*notes), picture, means))
    done = subprocess.run(["pdftotext", "-bbox", out, "-"], capture_output=True, text=True)
    found = {
        word: (float(left) + float(right)) / 2
        for left, right, word in re.findall(
            r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">(\w+)<', done.stdout
        )
    }
    # Half a letter of difference between the words' widths is what their middles can be off.
    assert (found["Bethe"] - found["Aleph"]) / 72 * 25.4 == pytest.approx(50.0 * 0.998, abs=0.6)
    assert found["Aleph"] / 72 * 25.4 == pytest.approx(297 / 2, abs=0.6)


def test_a_print_that_is_left_leaves_no_file(means: Means, tmp_path: Path) -> None:
    printer = pdf_printer(tmp_path / "print.pdf")
    steps = print_steps(printer, document(), Picture(*paper_px(printer)), means)
    for _ in range(4):
        next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []


def test_a_printer_that_does_not_answer_is_said(means: Means, tmp_path: Path) -> None:
    printer = pdf_printer(tmp_path / "nowhere" / "print.pdf")
    with pytest.raises(ExportError, match="does not answer"):
        run(print_steps(printer, document(), Picture(320, 200), means))
