"""The page of the one-file viewer: script, style and data put together into one HTML file.

Nothing in it can load anything. The policy allows the one script and the one style by the digest of
their bytes and pictures only from the file itself; what the project says stands in a block that no
browser runs, and the script writes it as text.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from baltic_desk.paths import resource
from baltic_desk.ui.export.viewer_packing import Json

SCRIPTS = (
    "geodesy.js", "projections.js", "grid.js", "words.js", "unpacking.js", "colours.js",
    "camera.js", "arrangement.js", "symbols.js", "outlines.js", "ring_labels.js", "features.js",
    "measures.js", "movements.js", "reach.js", "scene.js", "base_map.js", "names.js", "layers.js",
    "measuring.js", "search.js", "panels.js", "controls.js", "main.js",
)  # fmt: skip
"""In the order in which they are put together."""
STYLES = ("viewer.css",)
PAGE = "page.html"

_PLACES = re.compile(r"\{\{(\w+)\}\}")
_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def page(data: Mapping[str, Json]) -> bytes:
    """The file."""
    script, style = script_text(), "\n".join(_text(name) for name in STYLES)
    content = {
        "policy": policy(script, style),
        "style": style,
        "data": data_text(data),
        "script": script,
    }
    # In one go: what a project says may look like a place for something else.
    return _PLACES.sub(lambda place: content[place[1]], _text(PAGE)).encode()


def policy(script: str, style: str) -> str:
    """What the page may do."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{digest(script)}'",
            f"style-src '{digest(style)}'",
            "img-src data:",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def digest(content: str) -> str:
    """Digest of what stands between two tags, as a policy names it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def data_text(data: Mapping[str, Json]) -> str:
    """The data as JSON in which no mark-up can begin or end.

    >>> data_text({"name": "</script>"})
    '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    text = msgspec.json.encode(data).decode()
    for letter, escaped in _ESCAPES.items():
        text = text.replace(letter, escaped)
    return text


def script_text() -> str:
    """All scripts as one function, whose names nobody else sees."""
    parts = "\n".join(f"// -- {name}\n{_text(name)}" for name in SCRIPTS)
    return f'"use strict";\n(() => {{\n{parts}\n}})();\n'


def _text(name: str) -> str:
    path: Path = resource("viewer", name)
    # As it is on Linux: a digest is of bytes, and so are tests.
    return path.read_text(encoding="utf-8").replace("\r\n", "\n")
