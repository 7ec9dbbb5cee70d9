"""Pictures of units as SVG, drawn by the milsymbol script and corrected for Qt."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from baltic_desk import paths
from baltic_desk.symbology import options as symbol_options
from baltic_desk.symbology.colour_modes import drawn_with
from baltic_desk.symbology.engine import ScriptEngine
from baltic_desk.symbology.options import Value
from baltic_desk.symbology.sidc import SidcError, parse

SCRIPTS = (("build", "milsymbol.js"), ("symbol_driver.js",))

SMALLEST_PX, LARGEST_PX = 4.0, 2000.0
KEPT = 4096  # drawings in memory, about 2 kB each

# Draws a question mark; stands for what is not a code at all.
_NO_CODE = "10010000000000000000"

# Change 1 of MIL-STD-2525E and version 2 of APP-6E, by the editions that they amend.
_DRAWN_AS = {"15": "13", "16": "14"}
_TABLES = frozenset(("colorMode", "frameColor", "iconColor"))

_TEXT_TAG = re.compile(r"<text[^>]*>")
_Y = re.compile(r'( y=")([-0-9.e]+)(")')
_FONT_SIZE = re.compile(r' font-size="([-0-9.e]+)"')
_BASELINE = re.compile(r' dominant-baseline="middle"')
# Half the x-height of Liberation Sans, of the font size: where CSS has the middle of a text.
_MIDDLE = 541 / 2048


class Symbol(msgspec.Struct, frozen=True, gc=False):
    """A drawn symbol.

    Attributes
    ----------
    svg
        Picture of `size` pixels, SVG Tiny 1.2.
    anchor
        Pixel that stands on the position: the middle of the frame, or the foot of the staff of a
        headquarters.
    size
        Width and height in pixels.
    octagon_anchor
        Middle of the frame even where the anchor is the foot of a staff.
    valid
        Whether the code means something; if not, the picture shows a question mark.
    """

    svg: str
    anchor: tuple[float, float]
    size: tuple[float, float]
    octagon_anchor: tuple[float, float]
    valid: bool


class Asked(NamedTuple):
    """A symbol that is asked for, checked: what the script is told, and what to remember it by."""

    code: str
    size: float
    said: tuple[tuple[str, Value], ...]
    valid: bool
    """False when the code is none, so that a question mark is drawn in its place."""

    @property
    def argument(self) -> str:
        """JSON that the driver script's `drawSymbol` takes."""
        return drawing_argument(self.code, self.size, dict(self.said))


def asked(sidc: str, size: float, options: Mapping[str, Value | None]) -> Asked:
    """What is asked for by a code and options; see `SymbolRenderer.symbol`.

    Raises
    ------
    OptionError
        For an option that does not exist or cannot have that value.
    """
    if not SMALLEST_PX <= size <= LARGEST_PX:
        raise symbol_options.OptionError(
            f"size {size} is not between {SMALLEST_PX:g} and {LARGEST_PX:g} px"
        )
    said: dict[str, Value] = {}
    for name, value in options.items():
        checked = symbol_options.checked(name, value)
        if checked is not None:
            said[name] = checked
    settings = tuple(sorted(said.items()))
    try:
        return Asked(str(parse(sidc)), float(size), settings, valid=True)
    except SidcError:
        return Asked(_NO_CODE, float(size), settings, valid=False)


def drawn(what: Asked, answer: str) -> Symbol:
    """The symbol in the script's answer to what was asked."""
    symbol = _DECODER.decode(answer)
    return msgspec.structs.replace(
        symbol, svg=with_plain_baselines(symbol.svg), valid=symbol.valid and what.valid
    )


def scripts() -> Iterator[tuple[str, str]]:
    """Names and sources of the scripts that draw symbols, in the order to load them."""
    for script in SCRIPTS:
        path = paths.resource("symbology", *script)
        yield path.name, path.read_text(encoding="utf-8")


class SymbolRenderer:
    """Draws symbols in a script engine, remembering the latest. For the engine's thread only."""

    def __init__(self, engine: ScriptEngine) -> None:
        for name, source in scripts():
            engine.load(name, source)
        self._engine = engine
        self._kept: OrderedDict[Asked, Symbol] = OrderedDict()

    def symbol(self, sidc: str, *, size: float = 40.0, **options: Value | None) -> Symbol:
        """Symbol of a code of 20 or 30 digits or 15 letters.

        Parameters
        ----------
        size
            Pixels that 100 units of the standard's drawing take: a land unit's frame is
            1.5 sizes wide and 1 high.
        options
            By milsymbol's names, see `baltic_desk.symbology.options.OPTIONS`; an empty text says
            nothing.

        Raises
        ------
        OptionError
            For an option that does not exist or cannot have that value. A code that is wrong
            raises nothing: it is drawn as a question mark and is not valid.
        """
        what = asked(sidc, size, options)
        known = self.known(what)
        if known is None:
            known = drawn(what, self._engine.call("drawSymbol", what.argument))
            self.remember(what, known)
        return known

    def known(self, what: Asked) -> Symbol | None:
        """The symbol, if it has been drawn lately."""
        found = self._kept.get(what)
        if found is not None:
            self._kept.move_to_end(what)
        return found

    def remember(self, what: Asked, symbol: Symbol) -> None:
        """Keep a symbol that was drawn, here or elsewhere."""
        self._kept[what] = symbol
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)


def drawing_argument(code: str, size: float, said: Mapping[str, Value]) -> str:
    """JSON that the driver script's `drawSymbol` takes."""
    options: dict[str, Any] = {**said, "size": size}
    for name in _TABLES & options.keys():
        options[name] = drawn_with(options[name])
    # The script knows no later editions: it would draw these without their frame shapes.
    version = _DRAWN_AS.get(code[:2], code[:2])
    request: dict[str, Any] = {"sidc": version + code[2:], "options": options}
    return msgspec.json.encode(request).decode()


_DECODER = msgspec.json.Decoder(Symbol)


def with_plain_baselines(svg: str) -> str:
    """The same picture without `dominant-baseline`, which Qt's SVG ignores: texts are moved down.

    >>> with_plain_baselines('<text y="10" font-size="50" dominant-baseline="middle">A</text>')
    '<text y="23.208" font-size="50">A</text>'
    """
    return _TEXT_TAG.sub(_plain_text_tag, svg)


def _plain_text_tag(match: re.Match[str]) -> str:
    tag = match.group()
    size = _FONT_SIZE.search(tag)
    if size is None or not _BASELINE.search(tag):
        return tag
    shift = _MIDDLE * float(size.group(1))
    moved = _Y.sub(lambda y: f"{y[1]}{float(y[2]) + shift:.6g}{y[3]}", tag, count=1)
    return _BASELINE.sub("", moved)
