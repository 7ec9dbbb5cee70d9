"""Texts of a picture in SVG as outlines of the shipped font, so that no other font can draw them.

Qt places hinted letters on whole pixels and takes the machine's own Arial where there is one; the
outlines are exact at any size and the same everywhere.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata

from baltic_desk import paths
from baltic_desk.symbology.letter_halos import halo
from baltic_desk.symbology.typeface import Typeface

_TEXT = re.compile(r"<text\b([^>]*)>([^<]*)</text>")
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
# Of the text alone; the rest (fill, stroke and their like) goes over to the outline.
_LETTERING = frozenset(
    ("x", "y", "text-anchor", "font-size", "font-family", "font-weight", "stroke-width")
)
# Right-to-left and joined scripts, and marks that stand on other letters, need more than letters
# set side by side.
_NEEDS_SHAPING = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0590-\u1cff\u200c-\u200f\u202a-\u202e\u2066-\u2069"
    "\ufb1d-\ufdff\ufe00-\ufe0f\ufe70-\ufefe]"
)


def with_outlines(svg: str) -> str:
    """The same picture with its texts as paths.

    A text that the shipped font cannot set (Chinese, Arabic) stays a text: letters from the
    machine's fonts say more than empty boxes.
    """
    return _TEXT.sub(_outlined, svg) if "<text" in svg else svg


def _outlined(match: re.Match[str]) -> str:
    given = dict(_ATTRIBUTE.findall(match[1]))
    text = unicodedata.normalize("NFC", " ".join(html.unescape(match[2]).split()))
    size = float(given["font-size"])
    bold = given.get("font-weight") == "bold"
    wide = 0
    if given.get("fill") == "none" and "stroke" in given and "stroke-width" in given and size > 0:
        wide = round(float(given.pop("stroke-width")) / size * _face(bold=bold).em)
        given["fill"], given["stroke"] = given["stroke"], "none"
        if "stroke-opacity" in given:
            given["fill-opacity"] = given.pop("stroke-opacity")
    outline, width = _run(text, bold=bold, wide=wide)
    if outline is None:
        return match[0]
    if not outline or size <= 0:
        return ""
    scale = size / _face(bold=bold).em
    x = float(given.get("x", 0)) - _ANCHORS[given.get("text-anchor", "start")] * width * scale
    y = float(given.get("y", 0))
    kept = "".join(f' {name}="{value}"' for name, value in given.items() if name not in _LETTERING)
    if "stroke-width" in given:
        kept += f' stroke-width="{float(given["stroke-width"]) / scale:.7g}"'
    place = f"translate({x:.7g},{y:.7g}) scale({scale:.7g})"
    return f'<path d="{outline}" transform="{place}"{kept}/>'


@functools.lru_cache(maxsize=2048)
def _run(text: str, *, bold: bool, wide: int) -> tuple[str | None, float]:
    """Path data of a text from its start on the baseline, and its width, in the font's units.

    Of its letters as a stroke so `wide` covers them, unless that is 0.

    None for the path when the font cannot set all of it.
    """
    if _NEEDS_SHAPING.search(text):
        return None, 0.0
    face = _face(bold=bold)
    parts: list[str] = []
    pen = 0
    at = (0.0, 0.0)
    before: int | None = None
    for letter in text:
        glyph = face.glyph(letter)
        if glyph is None:
            return None, 0.0
        if before is not None:
            pen += face.kerning(before, glyph)
        contours = face.contours(glyph)
        for start, contour in halo(contours, wide, face.em) if wide else contours:
            here = (pen + start[0], start[1])
            parts.append(f"m{here[0] - at[0]:.6g},{here[1] - at[1]:.6g}{contour}z")
            at = here
        pen += face.advance(glyph)
        before = glyph
    return "".join(parts), pen


@functools.cache
def _face(*, bold: bool) -> Typeface:
    name = "LiberationSans-Bold.ttf" if bold else "LiberationSans-Regular.ttf"
    return Typeface(paths.resource("fonts", name))
