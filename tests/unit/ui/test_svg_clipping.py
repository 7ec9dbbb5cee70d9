"""Nothing of an SVG shows beyond the frame that it belongs to, whoever draws it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import resvg_py
from PIL import Image
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QLinearGradient, QPainter

from baltic_desk.ui.export.application import offscreen_application
from baltic_desk.ui.export.drawing import Part, Target
from baltic_desk.ui.export.vector_files import Paper, svg_steps

RED, BLUE = (255, 0, 0), (0, 0, 255)
TEXT = 'url(#gradient1) id="x" <b>'


def flood(colour: str, text: str = "") -> object:
    """Paint that goes far beyond any frame, by a gradient."""

    def paint(painter: QPainter, target: Target, scale: float) -> Iterator[None]:
        assert target == "vector"
        gradient = QLinearGradient(0, 0, 100 * scale, 0)
        gradient.setColorAt(0, QColor(colour))
        gradient.setColorAt(1, QColor(colour))
        painter.fillRect(QRectF(-500, -500, 2000, 2000), gradient)
        painter.setFont(QFont("Liberation Sans"))
        painter.drawText(QPointF(5, 20), text)
        yield

    return paint


@pytest.fixture(scope="module")
def svg() -> str:
    parts = (
        Part(20, 10, 60, 30, flood("#ff0000", TEXT)),  # type: ignore[arg-type]
        Part(20, 60, 60, 30, flood("#0000ff")),  # type: ignore[arg-type]
    )
    with offscreen_application():
        steps = svg_steps("A <title> & more", Paper(100, 100, parts))
        try:
            while True:
                next(steps)
        except StopIteration as end:
            return end.value.decode()


def resvg(svg: str, _folder: Path) -> np.ndarray:
    return pixels(bytes(resvg_py.svg_to_bytes(svg_string=svg, dpi=96)))


def librsvg(svg: str, folder: Path) -> np.ndarray:
    (folder / "a.svg").write_text(svg)
    command = ["rsvg-convert", "-w", "100", "-h", "100", folder / "a.svg"]
    return pixels(subprocess.run(command, capture_output=True, check=True).stdout)


def chromium(svg: str, folder: Path) -> np.ndarray:
    """In a page of a browser where the drawing's own edge clips nothing."""
    shown = re.sub(r'width="[^"]*mm" height="[^"]*mm"', 'width="100" height="100"', svg, count=1)
    shown = shown.replace(' overflow="hidden"', ' style="overflow:visible"')
    body = shown.partition("?>")[2]
    (folder / "a.html").write_text(f"<!doctype html><body style='margin:0'>{body}")
    out = folder / "a.png"
    command = [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/p",
        "--hide-scrollbars", "--window-size=600,600", f"--screenshot={out}",
        (folder / "a.html").as_uri(),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True, timeout=60)
    return pixels(out.read_bytes())


def pixels(png: bytes) -> np.ndarray:
    with Image.open(BytesIO(png)) as image:
        flat = Image.new("RGBA", image.size, "white")
        flat.alpha_composite(image.convert("RGBA"))
        return np.asarray(flat.convert("RGB"))


@pytest.mark.parametrize(
    "draw",
    [
        resvg,
        pytest.param(librsvg, marks=pytest.mark.skipif(
            shutil.which("rsvg-convert") is None, reason="needs librsvg's tool")),
        pytest.param(chromium, marks=[pytest.mark.slow, pytest.mark.skipif(
            shutil.which("chromium") is None, reason="needs a browser")]),
    ],
)  # fmt: skip
def test_each_part_stays_within_its_frame(svg: str, tmp_path: Path, draw: object) -> None:
    seen = draw(svg, tmp_path)  # type: ignore[operator]
    expected = np.full(seen.shape, 255, np.uint8)
    expected[10:40, 20:80] = RED
    expected[60:90, 20:80] = BLUE
    # The letters of the text lie on red.
    differs = np.abs(expected.astype(int) - seen).max(axis=2) > 8
    differs[10:40, 20:80] = False
    assert not differs.any()
    assert tuple(seen[35, 75]) == RED


def test_ids_are_unlike_and_texts_as_they_were(svg: str) -> None:
    ids = re.findall(r'<[^>]*\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids)) >= 4
    root = ElementTree.fromstring(svg)
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert TEXT in texts
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == "A <title> & more"
    used = re.findall(r"url\(#([^)]+)\)", " ".join(re.findall(r"<[^>]*>", svg)))
    assert set(used) <= set(ids)


def test_it_claims_no_profile_that_knows_no_clipping(svg: str) -> None:
    assert "baseProfile" not in svg
