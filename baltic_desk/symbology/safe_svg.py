"""SVG of strangers made safe: read strictly, kept as far as it is allowed, written anew.

What is written is made of the allowed elements and attributes alone, each value checked, so that no
reader of it can be led to another file, a script, or an endless drawing. What would change how the
picture looks is refused with its place, not left out; what shows nothing (titles, an editor's own
notes) is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from baltic_desk.symbology.svg_values import (
    Matrix,
    SvgValueError,
    checked,
    combined,
    dash_length,
    declarations,
    figures,
    path_extent,
    size_of,
)

MOST_BYTES = 2 * 1024 * 1024
MOST_ELEMENTS = 5_000
MOST_DEPTH = 32
MOST_FIGURES = 100_000
MOST_LETTERS = 2_000
MOST_DASHES = 50_000
MOST_REFERENCES = 16
LONGEST_NAMESPACE = 300
"""Letters of its address, which the parser puts before the name of each element and attribute."""
LARGEST_SCALE = 1e6

SVG_NAMESPACE = "http://www.w3.org/2000/svg"
_XLINK_HREF = "http://www.w3.org/1999/xlink href"

SHAPES = frozenset(("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"))
_GRADIENTS = frozenset(("linearGradient", "radialGradient"))
_ALLOWED = SHAPES | _GRADIENTS | {"g", "text", "tspan", "stop", "defs"}
_LEFT_OUT = frozenset(("title", "desc", "metadata"))
_WITH_TEXT = frozenset(("text", "tspan"))
_WHY = {
    "script": "scripts are not run here",
    "style": "style sheets are not read here; save it with presentation attributes",
    "image": "a picture inside the picture is not taken",
    "foreignObject": "content of another kind is not taken",
    "use": "copies of other parts are not taken; let your editor unlink clones",
    "a": "links are not taken",
}
_MOVING = frozenset(("animate", "animateTransform", "animateMotion", "animateColor", "set"))


class SafeSvgError(ValueError):
    """The SVG is not taken; the message says what and where, for the person."""


@dataclass(frozen=True, slots=True)
class SafeSvg:
    """An SVG of allowed content alone, and its size in its own units."""

    text: str
    width: float
    height: float


@dataclass(slots=True)
class _Node:
    name: str
    attributes: dict[str, str]
    line: int
    children: list[_Node | str] = field(default_factory=lambda: list[_Node | str]())


def safe_svg(svg: bytes) -> SafeSvg:
    """The allowed content of an SVG, written anew.

    Raises
    ------
    SafeSvgError
        When it is no SVG, too large, or holds what is not taken.
    """
    if svg.startswith(b"\x1f\x8b"):
        raise SafeSvgError("this SVG is compressed (.svgz); save it uncompressed")
    if len(svg) > MOST_BYTES:
        raise SafeSvgError(f"{len(svg) / 2**20:.1f} MB of SVG are more than {MOST_BYTES >> 20} MB")
    reader = _Reader()
    root = reader.read(svg)
    try:
        box = size_of(root.attributes)
    except SvgValueError as error:
        raise SafeSvgError(f"line {root.line}: {error}") from None
    _check_references(reader.nodes)
    left, top, width, height = box
    head = f'<svg xmlns="{SVG_NAMESPACE}" viewBox="{left:g} {top:g} {width:g} {height:g}"'
    head += f' width="{width:g}" height="{height:g}"'
    inherited = {k: v for k, v in root.attributes.items() if k not in _SIZES}
    body = "".join(_written(child) for child in root.children if isinstance(child, _Node))
    return SafeSvg(f"{head}{_attributes(inherited)}>{body}</svg>", width, height)


_SIZES = frozenset(("viewBox", "width", "height", "x", "y"))


class _Reader:
    """Takes the parser's events; keeps the tree of what is allowed."""

    def __init__(self) -> None:
        self.nodes: list[_Node] = []
        self._open: list[_Node] = []
        self._matrices: list[Matrix] = [(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)]
        self._dashes: list[float | None] = [None]
        self._root: _Node | None = None
        self._skipping = 0
        self._depth = 0
        self._figures = 0
        self._letters = 0
        self._elements = 0
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.StartNamespaceDeclHandler = self._namespace
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters

    def read(self, svg: bytes) -> _Node:
        try:
            self._parser.Parse(svg, True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise SafeSvgError(f"line {error.lineno}: not well-formed XML ({reason})") from None
        except (ValueError, LookupError) as error:
            if isinstance(error, SafeSvgError):
                raise
            raise SafeSvgError("the letters of this SVG cannot be read") from None
        assert self._root is not None, "expat takes no document without a root"
        return self._root

    @property
    def _line(self) -> int:
        return self._parser.CurrentLineNumber

    def _refuse(self, why: str) -> SafeSvgError:
        return SafeSvgError(f"line {self._line}: {why}")

    def _doctype(self, *_declared: object) -> None:
        raise self._refuse("a DOCTYPE is not taken, since it may define entities; remove it")

    def _entity(self, *_declared: object) -> None:
        raise self._refuse("entities are not taken")

    def _instruction(self, target: str, _rest: str) -> None:
        if target.lower() == "xml-stylesheet":
            raise self._refuse("a style sheet of elsewhere is not taken")

    def _namespace(self, _prefix: str | None, address: str | None) -> None:
        if address is not None and len(address) > LONGEST_NAMESPACE:
            raise self._refuse(f"the name of a namespace has {len(address):,} letters")

    def _start(self, qualified: str, given: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > MOST_DEPTH:
            raise self._refuse(f"elements are nested deeper than {MOST_DEPTH}")
        if self._elements > MOST_ELEMENTS:
            raise self._refuse(f"there are more than {MOST_ELEMENTS:,} elements")
        namespace, _, name = qualified.rpartition(" ")
        if self._root is None and (namespace, name) != (SVG_NAMESPACE, "svg"):
            raise self._refuse("this is not an SVG: it does not begin with <svg> of its namespace")
        if self._skipping or namespace != SVG_NAMESPACE or name in _LEFT_OUT:
            # An editor's own notes; nothing of them is written.
            self._skipping += 1
            return
        if self._root is not None and name not in _ALLOWED:
            raise self._refuse(f"<{name[:40]}>: {_why(name)}")
        node = _Node(name, self._attributes_of(name, given), self._line)
        self._weigh(node)
        if self._root is None:
            self._root = node
        else:
            self._open[-1].children.append(node)
        self._open.append(node)
        self.nodes.append(node)

    def _end(self, _qualified: str) -> None:
        self._depth -= 1
        if self._skipping:
            self._skipping -= 1
            return
        self._open.pop()
        self._matrices.pop()
        self._dashes.pop()

    def _characters(self, text: str) -> None:
        if self._skipping or not self._open or self._open[-1].name not in _WITH_TEXT:
            return
        self._letters += len(text)
        if self._letters > MOST_LETTERS:
            raise self._refuse(f"there are more than {MOST_LETTERS:,} letters of text")
        self._open[-1].children.append(text)

    def _attributes_of(self, name: str, given: dict[str, str]) -> dict[str, str]:
        plain = {k: v for k, v in given.items() if k != "style"}
        if plain.get(_XLINK_HREF) is not None:
            plain["href"] = plain.pop(_XLINK_HREF)
        kept: dict[str, str] = {}
        try:
            styled = declarations(given["style"]) if "style" in given else {}
            for attribute, value in (*plain.items(), *styled.items()):
                taken = checked(name, attribute, value)
                if taken is not None:
                    kept[attribute] = taken
        except SvgValueError as error:
            raise self._refuse(f"<{name}>: {error}") from None
        return kept

    def _weigh(self, node: _Node) -> None:
        """Add up what drawing will take, and refuse what would take for ever."""
        for name in _LISTS.intersection(node.attributes):
            self._figures += len(figures(node.attributes[name]))
        if self._figures > MOST_FIGURES:
            raise self._refuse(f"there are more than {MOST_FIGURES:,} figures in paths")
        own = node.attributes.get("transform", node.attributes.get("gradientTransform", ""))
        matrix = combined(self._matrices[-1], own) if own else self._matrices[-1]
        if own and not all(abs(value) <= LARGEST_SCALE for value in matrix):
            raise self._refuse(f"<{node.name}>: it is scaled or moved out of all measure")
        self._matrices.append(matrix)
        dash = self._dashes[-1]
        if "stroke-dasharray" in node.attributes:
            dash = dash_length(node.attributes["stroke-dasharray"])
        self._dashes.append(dash)
        if dash is not None and path_extent(node.name, node.attributes) > dash * MOST_DASHES:
            raise self._refuse(f"<{node.name}>: its dashes are too short for its length")


_LISTS = frozenset(("d", "points", "x", "y", "dx", "dy"))


def _why(name: str) -> str:
    if name in _MOVING:
        return "animation is not taken"
    return _WHY.get(name, "this is not taken; paths, simple shapes, text and gradients are")


def _check_references(nodes: list[_Node]) -> None:
    """Gradients may build on one another, but not in a circle, nor on anything else."""
    gradients = {
        n.attributes["id"]: n for n in nodes if n.name in _GRADIENTS and "id" in n.attributes
    }
    for node in nodes:
        at, steps = node, 0
        while (reference := at.attributes.get("href")) is not None:
            target = gradients.get(reference.removeprefix("#"))
            steps += 1
            if target is None:
                raise SafeSvgError(f"line {node.line}: there is no gradient {reference[:40]}")
            if steps > MOST_REFERENCES:
                raise SafeSvgError(f"line {node.line}: gradients refer to one another in a circle")
            at = target


def _written(node: _Node) -> str:
    inner = "".join(
        _written(child) if isinstance(child, _Node) else escape(child) for child in node.children
    )
    head = f"<{node.name}{_attributes(node.attributes)}"
    return f"{head}>{inner}</{node.name}>" if inner else f"{head}/>"


def _attributes(attributes: dict[str, str]) -> str:
    # Readers older than SVG 2 know only xlink's name for a reference.
    return "".join(
        f' xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href={_quoted(value)}'
        if name == "href"
        else f" {name}={_quoted(value)}"
        for name, value in attributes.items()
    )


def _quoted(value: str) -> str:
    return f'"{value}"' if _TO_ESCAPE.search(value) is None else quoteattr(value)


_TO_ESCAPE = re.compile(r"[&<>\"\n\r\t]")
