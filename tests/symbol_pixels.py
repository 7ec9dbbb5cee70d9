"""Symbols as pixels: the program's, those of a second and third rasteriser, and how they differ."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import resvg_py
from PySide6.QtGui import QImage

from baltic_desk.paths import resource
from baltic_desk.symbology.symbols import Symbol, with_plain_baselines
from baltic_desk.ui.symbol_raster import rasterised

Pixels = npt.NDArray[np.int16]
"""Height, width and premultiplied red, green, blue, alpha."""

VISIBLE = 0.03
"""Share of the inked pixels from which on a difference counts as visible."""
_CHANNEL = 64
_INK = 8
_FACES = ("Regular", "Bold", "Italic")
_BOX = re.compile(r' width="([^"]*)" height="([^"]*)" viewBox="([^"]*)"')


def pixels(image: QImage) -> Pixels:
    """All of a picture."""
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888_Premultiplied)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1, 4)
    return rows[:, : plain.width()].astype(np.int16)


def share_that_differs(ours: Pixels, theirs: Pixels) -> float:
    """Share of the pixels inked in either picture whose channels differ by more than a quarter."""
    ink = (ours[..., 3] > _INK) | (theirs[..., 3] > _INK)
    differs = np.abs(ours - theirs).max(axis=2) > _CHANNEL
    return float(differs.sum() / max(1, ink.sum()))


class Rasterisers:
    """The three, each given the same drawing on the same grid of pixels, in the shipped font."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._fonts = [str(resource("fonts", f"LiberationSans-{face}.ttf")) for face in _FACES]
        self._fontconfig = folder / "fonts.conf"
        self._fontconfig.write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
            f"<dir>{Path(self._fonts[0]).parent}</dir><cachedir>{folder}</cachedir></fontconfig>"
        )

    def ours(self, svg: str) -> tuple[Pixels, str]:
        """What the program makes of the reference's SVG, and that SVG on the same grid."""
        box = _BOX.search(svg)
        assert box is not None
        size = (float(box[1]), float(box[2]))
        symbol = Symbol(with_plain_baselines(svg), (0.0, 0.0), size, (0.0, 0.0), valid=True)
        picture = rasterised(symbol, 1.0)
        return pixels(picture.image), _placed(
            svg,
            picture.anchor.x(),
            picture.anchor.y(),
            picture.image.width(),
            picture.image.height(),
        )

    def resvg(self, svg: str) -> Pixels:
        """By resvg, which knows all that milsymbol writes."""
        png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=self._fonts)
        return pixels(QImage.fromData(bytes(png)))

    def librsvg(self, svgs: Sequence[str]) -> list[Pixels]:
        """By librsvg, which ignores baselines as Qt does and gets texts moved down instead.

        All go onto one sheet, because starting the program takes three times as long as a symbol.
        No channel of a pixel is off by more than 1 of 255 for it.
        """
        sheet, boxes = _sheet(svgs)
        program = shutil.which("rsvg-convert")
        assert program is not None, "this needs rsvg-convert (Debian: librsvg2-bin)"
        path = self._folder / "symbols.svg"
        path.write_text(with_plain_baselines(sheet), encoding="utf-8")
        done = subprocess.run(
            [program, str(path)],
            capture_output=True,
            env={**os.environ, "FONTCONFIG_FILE": str(self._fontconfig)},
            check=True,
        )
        drawn = pixels(QImage.fromData(done.stdout))
        return [drawn[top : top + height, :width] for top, width, height in boxes]


def _sheet(svgs: Sequence[str]) -> tuple[str, list[tuple[int, int, int]]]:
    """Drawings below each other in one; with top, width and height of each, in pixels."""
    boxes: list[tuple[int, int, int]] = []
    parts: list[str] = []
    top = 0
    for svg in svgs:
        box = _BOX.search(svg)
        assert box is not None
        width, height = int(box[1]), int(box[2])
        boxes.append((top, width, height))
        parts.append(svg.replace("<svg ", f'<svg y="{top}" ', 1))
        top += height
    widest = max(width for _, width, _ in boxes)
    size = f'width="{widest}" height="{top}" viewBox="0 0 {widest} {top}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>', boxes


def _placed(svg: str, left: float, top: float, width: int, height: int) -> str:
    """The SVG with its corner moved to a place of a picture of whole pixels."""
    box = _BOX.search(svg)
    assert box is not None
    x, y, wide, _ = map(float, box[3].split())
    scale = float(box[1]) / wide
    moved = (
        f' width="{width}" height="{height}" viewBox="{x - left / scale!r} {y - top / scale!r}'
        f' {width / scale!r} {height / scale!r}"'
    )
    named = svg.replace('font-family="Arial"', 'font-family="Liberation Sans"')
    return named.replace(box[0], moved)
