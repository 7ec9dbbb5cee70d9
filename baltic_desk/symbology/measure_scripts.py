"""The scripts that draw control measures, with what is not as the standard or the map needs it put
right as they are loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from baltic_desk import paths
from baltic_desk.symbology.typeface import Typeface

RENDERER = "mil-sym-ts.js"

_SCRIPTS = (("measure_shims.js",), ("build", RENDERER), ("measure_driver.js",))

# The renderer has no setting for any of these, and minifying gives other names each time.
CORRECTIONS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "a text is as wide as its letters, not half the font size for each",
        re.compile(r"stringWidth\((\w+)\)\{return this\._font\.getSize\(\)/2\*\1\.length\}"),
        r"stringWidth(\1){return measureWidth(\1,this._font)}",
    ),
    (
        "a letter on a line stands with its middle on the line, not with its foot",
        re.compile(r'\w+\.get_Client\(\)==="2D"&&\((\w+)\+=\.5\)'),
        r"\1+=.36",
    ),
    (
        "a text in an area has its middle where the area has it, not its head",
        re.compile(r"(case \w+\.area:\w+=0,\w+=\w+)\+(\w+)/2\+"),
        r"\1+.36*\2+",
    ),
    (
        "lines of text beside an upright line stand beside, not upon each other",
        re.compile(
            r"(\w+)=Math\.round\((\w+)\.x\),(\w+)=Math\.round\(\2\.y\),"
            r"(\w+=Math\.atan2\(\3-\w+,\1-(\w+)\))"
        ),
        r"\1=Math.round(\2.x),\5===\1&&(\1-=.1),\3=Math.round(\2.y),\4",
    ),
    (
        "times before a bridge keep clear of its name, whichever of them comes first",
        re.compile(
            r"(ExtendAlongLineDouble2\(\w+,\w+),-20\)(,\w+=\w+\.ExtendAlongLineDouble2\(\w+,\w+),-20\)"
            r"(,\w+\.AddIntegralAreaModifier\()"
        ),
        r"\1,-28)\2,-28)\3",
    ),
    (
        "an altitude is written as it was given, not as feet made of metres",
        re.compile(r"(static createAltitudeLabel\((\w+),\w+,\w+\)\{)"),
        r"\1return measureAltitude(\2);",
    ),
)
"""What is put right in the renderer, where, and how."""


# A field of a class is made by a function of a function where it could be assigned; there are ten
# thousand to a drawing, a quarter of its time.
_FIELD_MAKER = re.compile(
    r'(\w+)=\((\w+),(\w+),(\w+)\)=>\w+\(\2,typeof \3!="symbol"\?\3\+"":\3,\4\)'
)
_FIELD = r'(?<=[;{},])%s\(this,"(\w+)",(null|-?[\d.e]+|""|!0|!1|\[\]|void 0)\)(?=[;,}])'


def scripts() -> Iterator[tuple[str, str]]:
    """Names and sources of the scripts that draw measures, in the order to load them."""
    for script in _SCRIPTS:
        path = paths.resource("symbology", *script)
        source = path.read_text(encoding="utf-8")
        if path.name == RENDERER:
            for _, wrong, right in CORRECTIONS:
                source = wrong.sub(right, source, count=1)
            source = _with_plain_fields(source)
        yield path.name, source
    yield "measure_font.js", f"setMeasureFont({msgspec.json.encode(_metrics().decode()).decode()})"


def _with_plain_fields(source: str) -> str:
    maker = _FIELD_MAKER.search(source)
    if maker is None:
        return source
    return re.sub(_FIELD % re.escape(maker[1]), r"this.\1=\2", source)


def _metrics() -> bytes:
    """Widths of the letters of the shipped bold font, in thousandths of its size."""
    face = Typeface(paths.resource("fonts", "LiberationSans-Bold.ttf"))
    widths: dict[str, int] = {}
    for code in (*range(0x20, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00)):
        glyph = face.glyph(chr(code))
        if glyph is not None:
            widths[chr(code)] = round(face.advance(glyph) * 1000 / face.em)
    return msgspec.json.encode({"widths": widths, "other": 556, "ascent": 905, "descent": 212})
