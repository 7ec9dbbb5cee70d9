"""Texts as long as a file may have them, on the map: drawn at once, and as far as there is room."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage

from baltic_desk.app.cited import Citation
from baltic_desk.ui.export.sheet import paper
from baltic_desk.ui.export.sources import strip
from baltic_desk.ui.map import lettering
from baltic_desk.ui.map.lettering import MOST_LETTERS, Ruler, Sprites, Type, as_drawn, kept_block

pytestmark = pytest.mark.usefixtures("qapp")

LONG = {
    "one-line": "W" * 65_536,
    "words": "a b " * 16_384,
    "lines": "W\n" * 32_768,
    "long-lines": "\n".join(["W" * 500] * 130),
    "marks-on-a-letter": "Z" + "\u0300\u0316" * 32_000,
    "bidi": "\u202e\u2066\u200b" * 20_000,
    "wide": "\U00012031\ufdfa" * 30_000,
}
MOST_SIDE_PX = 32_767
"""Of a picture that Qt paints into."""


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
@pytest.mark.parametrize("style", [Type(13.0, bold=True), Type(96.0)], ids=["small", "large"])
def test_a_text_without_end_is_drawn_at_once(
    text: str, style: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = 0
    lined_up = lettering._lined_up

    def counting(line: str, *others: Any) -> object:
        nonlocal letters
        letters += len(line)
        return lined_up(line, *others)

    monkeypatch.setattr(lettering, "_lined_up", counting)
    sprite = Sprites().sprite(text, style, QColor("red"), QColor("white"), 1.0)
    # Shapes, and what is widened about them, of the lines and of the pieces that they come in.
    assert 0 < letters <= 4 * MOST_LETTERS
    assert max(sprite.image.width(), sprite.image.height()) < MOST_SIDE_PX


def test_it_ends_in_three_dots() -> None:
    style = Type(13.0)
    assert as_drawn("W" * 65_536, style).endswith("W…")
    assert as_drawn("W\n" * 65_536, style).endswith("W\n…")
    assert len(as_drawn("W" * 300 + "\n" + "W " * 65_536, style)) <= MOST_LETTERS
    assert as_drawn("W" * 384, style) == "W" * 384


def test_a_text_drawn_in_pieces_stands_as_one_drawn_at_once() -> None:
    style, text = Type(13.0, spacing=0.1), "Wa " * 100
    sprite = Sprites().sprite(text, style, QColor("red"), QColor(0, 0, 0, 0), 1.0)
    shapes, wide = kept_block(text, style)
    assert sprite.middle[0] == pytest.approx(1 - wide.boundingRect().left(), abs=0.01)
    ink = [x for x in range(sprite.image.width()) if has_ink(sprite.image, x)]
    assert ink[0] == pytest.approx(sprite.middle[0] + shapes.boundingRect().left(), abs=1.5)
    assert ink[-1] == pytest.approx(sprite.middle[0] + shapes.boundingRect().right(), abs=1.5)


class CountingRuler(Ruler):
    """How many letters it has looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.letters = 0

    def width_px(self, text: str, style: Type) -> float:
        self.letters += len(text)
        return super().width_px(text, style)

    def fitting(self, text: str, width_px: float, style: Type) -> int:
        fitting = super().fitting(text, width_px, style)
        self.letters += fitting
        return fitting


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_text_without_end_is_set_in_lines_at_once(text: str) -> None:
    def letters_looked_at(part: str) -> int:
        ruler = CountingRuler()
        strip([Citation(part, "", "", ("a",))], 800, 600, ruler)
        paper.wrapped(part, Type(10.0), 60.0, ruler)
        return ruler.letters

    assert letters_looked_at(text) < 12 * letters_looked_at(text[: len(text) // 8])


@pytest.mark.parametrize("spacing", [0.0, 0.2])
def test_the_letters_that_fit_are_as_wide_as_there_is_room(spacing: float) -> None:
    ruler, style, text = Ruler(), Type(10.0, spacing=spacing), "Tallinn, Rīga, Vilnius"
    for letters in range(len(text) + 1):
        width_px = ruler.width_px(text[:letters], style)
        assert ruler.fitting(text, width_px, style) == letters
        assert letters == 0 or ruler.fitting(text, width_px - 0.01, style) == letters - 1


def has_ink(image: QImage, x: int) -> bool:
    return any(image.pixelColor(x, y).alpha() > 0 for y in range(image.height()))
