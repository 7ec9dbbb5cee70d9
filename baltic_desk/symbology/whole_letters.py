"""Checked SVG whose letters have sizes in whole units: Qt cuts off what is less than a unit.

Letters of 1.6 units are drawn as large as letters of 1, those of 0.4 in some size of Qt's own, with
a warning. A picture whose box is a few units wide has nothing but such.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")  # Qt knows it by this name

_SIZE = 100.0
_LENGTHS = ("x", "y", "dx", "dy", "font-size", "stroke-width", "letter-spacing", "word-spacing")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_OF_SOMETHING_ELSE = re.compile(r"[0-9.](?:%|ex|pt|pc|mm|cm|in)")


def with_whole_letters(svg: str) -> str:
    """The same picture, its texts set larger and made smaller as a whole.

    Texts whose places or sizes are not in the picture's own units stay as they are.

    >>> with_whole_letters('<svg><text y=".5" font-size=".4">A</text></svg>')
    '<svg><text y="125" font-size="100" transform="scale(0.004)" stroke-width="250">A</text></svg>'
    >>> with_whole_letters('<svg><text y="5" font-size="4">A</text></svg>')
    '<svg><text y="5" font-size="4">A</text></svg>'
    """
    if "<text" not in svg:
        return svg
    root = ElementTree.fromstring(svg)
    if not _enlarge_in(root, "", "1"):
        return svg
    return ElementTree.tostring(root, encoding="unicode")


def _enlarge_in(element: ElementTree.Element, size: str, stroke: str) -> bool:
    """Enlarge all texts of an element; whether there were any to enlarge."""
    size, stroke = element.get("font-size", size), element.get("stroke-width", stroke)
    if element.tag.rpartition("}")[2] == "text":
        return _enlarge(element, size, stroke)
    enlarged = [_enlarge_in(child, size, stroke) for child in element]
    return any(enlarged)


def _enlarge(text: ElementTree.Element, size: str, stroke: str) -> bool:
    size, stroke = size.removesuffix("px"), stroke.removesuffix("px")
    if not (_NUMBER.fullmatch(size) and _NUMBER.fullmatch(stroke)):
        return False
    units = float(size)
    parts = list(text.iter())
    values = [part.get(name, "") for part in parts for name in _LENGTHS]
    if units <= 0.0 or units.is_integer() or any(map(_OF_SOMETHING_ELSE.search, values)):
        return False
    text.set("font-size", size)
    factor = _SIZE / units
    text.set("transform", f"{text.get('transform', '')} scale({1.0 / factor:.9g})".strip())
    text.set("stroke-width", stroke)
    for part in parts:
        for name in _LENGTHS:
            value = part.get(name)
            if value is not None and "em" not in value:
                part.set(name, _NUMBER.sub(lambda found: f"{float(found[0]) * factor:.9g}", value))
    return True
