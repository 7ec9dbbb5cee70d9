"""The scripts that draw control measures, with what is not as the standard or the map needs it put
right as they are loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from baltic_desk import paths
from baltic_desk.symbology.typeface import Typeface

RENDERER = "mil-sym-ts.js"

_SCRIPTS = (("measure_shims.js",), ("build", RENDERER), ("measure_driver.js",))


class Correction(NamedTuple):
    """Something in the renderer that is put right: within `reach` letters of where it says `near`,
    since a pattern alone would take half a second for its seven million letters."""

    what: str
    near: str
    reach: int
    wrong: re.Pattern[str]
    right: str


_TEXTS = "static DisplayModifiers2("

# The renderer has no setting for any of these, and minifying gives other names each time.
CORRECTIONS = (
    Correction(
        "a text is as wide as its letters, not half the font size for each",
        "this._font.getSize()/2*",
        60,
        re.compile(r"stringWidth\((\w+)\)\{return this\._font\.getSize\(\)/2\*\1\.length\}"),
        r"stringWidth(\1){return measureWidth(\1,this._font)}",
    ),
    Correction(
        "a letter on a line stands with its middle on the line, not with its foot",
        _TEXTS,
        4000,
        re.compile(r'\w+\.get_Client\(\)==="2D"&&\((\w+)\+=\.5\)'),
        r"\1+=.36",
    ),
    Correction(
        "a text in an area has its middle where the area has it, not its head",
        _TEXTS,
        4000,
        re.compile(r"(case \w+\.area:\w+=0,\w+=\w+)\+(\w+)/2\+"),
        r"\1+.36*\2+",
    ),
    Correction(
        "lines of text beside an upright line stand beside, not upon each other",
        _TEXTS,
        4000,
        re.compile(
            r"(\w+)=Math\.round\((\w+)\.x\),(\w+)=Math\.round\(\2\.y\),"
            r"(\w+=Math\.atan2\(\3-\w+,\1-(\w+)\))"
        ),
        r"\1=Math.round(\2.x),\5===\1&&(\1-=.1),\3=Math.round(\2.y),\4",
    ),
    Correction(
        "times before a bridge keep clear of its name, whichever of them comes first",
        ",-20),",
        250,
        re.compile(
            r"(ExtendAlongLineDouble2\(\w+,\w+),-20\)"
            r"(,\w+=\w+\.ExtendAlongLineDouble2\(\w+,\w+),-20\)"
            r"(,\w+\.AddIntegralAreaModifier\()"
        ),
        r"\1,-28)\2,-28)\3",
    ),
    Correction(
        "an altitude is written as it was given, not as feet made of metres",
        "static createAltitudeLabel(",
        60,
        re.compile(r"(static createAltitudeLabel\((\w+),\w+,\w+\)\{)"),
        r"\1return measureAltitude(\2);",
    ),
)


def scripts() -> Iterator[tuple[str, str]]:
    """Names and sources of the scripts that draw measures, in the order to load them."""
    for script in _SCRIPTS:
        path = paths.resource("symbology", *script)
        source = path.read_text(encoding="utf-8")
        if path.name == RENDERER:
            for correction in CORRECTIONS:
                source, _ = corrected(source, correction)
            source = _with_plain_fields(source)
        yield path.name, source
    yield "measure_font.js", f"setMeasureFont({msgspec.json.encode(_metrics().decode()).decode()})"


def corrected(source: str, correction: Correction) -> tuple[str, int]:
    """The renderer with one thing put right, and in how many places that was found wrong."""
    near = source.find(correction.near)
    while near >= 0:
        start, end = max(near - correction.reach, 0), near + correction.reach
        stretch, count = correction.wrong.subn(correction.right, source[start:end])
        if count:
            return source[:start] + stretch + source[end:], count
        near = source.find(correction.near, near + 1)
    return source, 0


# A field of a class is made by a function of a function where it could be assigned; there are ten
# thousand to a drawing, a quarter of its time.
_FIELD_MAKER = re.compile(
    r'(\w+)=\((\w+),(\w+),(\w+)\)=>\w+\(\2,typeof \3!="symbol"\?\3\+"":\3,\4\)'
)
_FIELD = re.compile(r'(\w+)",(null|-?[\d.e]+|""|!0|!1|\[\]|void 0)\)(?=[;,}])')


def _with_plain_fields(source: str) -> str:
    maker = _FIELD_MAKER.search(source, 0, 5000)
    if maker is None:
        return source
    call = f'{maker[1]}(this,"'
    first, *rest = source.split(call)
    made = [first]
    for piece in rest:
        field = _FIELD.match(piece)
        if field is not None and made[-1].endswith((";", "{", "}", ",")):
            made.append(f"this.{field[1]}={field[2]}{piece[field.end() :]}")
        else:
            made.append(call + piece)
    return "".join(made)


def _metrics() -> bytes:
    """Widths of the letters of the shipped bold font, in thousandths of its size."""
    face = Typeface(paths.resource("fonts", "LiberationSans-Bold.ttf"))
    widths: dict[str, int] = {}
    for code in (*range(0x20, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00)):
        glyph = face.glyph(chr(code))
        if glyph is not None:
            widths[chr(code)] = round(face.advance(glyph) * 1000 / face.em)
    return msgspec.json.encode({"widths": widths, "other": 556, "ascent": 905, "descent": 212})
