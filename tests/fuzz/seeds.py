"""What fuzzing begins with: small input of every sort that a reader takes, and what was found."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from baltic_desk.io.exchange.geojson import to_geojson
from baltic_desk.io.project import dumps
from baltic_desk.symbology.plain_png import is_png
from tests.elevation_files import dted, geotiff, slope
from tests.features import area, document, line, note, ring, unit
from tests.lessons import lesson

HERE = Path(__file__).resolve().parent
FILES = HERE.parent / "files"
LONGEST_SEED = 6_000
EACH_OF_HOSTILE = 7
"""One of so many is enough to begin with: all are read by test_hostile_files.py."""

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><defs>'
    b'<linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
    b'<g transform="translate(1 2) scale(.5)"><path d="M0 0L5 5a2 2 0 0 1 3 3z" fill="url(#g)"/>'
    b'<text x="1" y="2" style="font-size:3;fill:#f00">Ab<tspan>c</tspan></text>'
    b'<rect width="3" height="4" stroke="red" stroke-dasharray="1 2"/></g></svg>'
)
CODES = ("10031000161211020000", "100310001612110200001234567890", "SFGPUCI----D---",
         "130340000011000000001F00000000")  # fmt: skip
POSITIONS = (
    "54.72 N, 20.5 E", "54°43'12\"N 20°30'E", "34U DF 67793 63748", "34U 467794 6063749",
    "5443N 02030E", "lon 20.5 lat 54.7", "54 42 00 N 20 30 00 E", "54,7 20,5", "-33.9 151.2",
)  # fmt: skip
LINES = (
    "mech inf bn hostile @ 54.7 20.5", "S-400 @ 34U EF 123 456", "120 km from Riga bearing 045",
    "ring 40 120 km @ Riga", '"TF 1" inf coy @ 50 NM from TF Aurora bearing 270', "@ Riga",
    "SFGPUCI----D--- @ 54.7 20.5",
)  # fmt: skip


def seeds(target: str) -> Iterator[bytes]:
    """Input for a target, the found cases of it last."""
    match target:
        case "project":
            yield from _projects()
        case "clipboard":
            yield to_geojson((unit(), ring()))
            yield from _files("foreign", "hostile")
        case "sidc":
            yield from (code.encode() for code in CODES)
        case "coordinates":
            yield from (text.encode() for text in POSITIONS)
        case "typed":
            yield from (text.encode() for text in LINES)
        case "picture":
            yield SVG
            yield png(3, 2)
            yield from _files("hostile")
        case "systems":
            yield from _systems()
        case "way":
            yield b"20.1,54.7 20.3,54.6"
        case "terrain":
            yield from _terrain()
        case _:
            raise KeyError(target)
    yield from (path.read_bytes() for path in kept(target))


def kept(target: str) -> list[Path]:
    """What is kept of a target: its corpus, and what once made it fail."""
    folders = (HERE / "corpus" / target, HERE / "found" / target)
    return sorted(path for folder in folders if folder.is_dir() for path in folder.iterdir())


def png(
    width: int,
    height: int,
    *,
    colours: int = 0,
    rows: bytes | None = None,
    before: Sequence[tuple[bytes, bytes]] = (),
) -> bytes:
    """A grey picture, or of another type of colours; with other rows than its header says.

    Parameters
    ----------
    before
        Kinds and contents of chunks before its pixels.
    """

    def chunk(kind: bytes, content: bytes) -> bytes:
        whole = kind + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)
    channels = 4 if colours == 6 else 1
    if rows is None:
        rows = (b"\0" + b"\x7f" * (width * channels)) * height
    parts = [(b"IHDR", header), *before, (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    made = b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)
    assert is_png(made)
    return made


def lesson_file() -> bytes:
    """A small project with phases that change, add and take away, steps and tasks."""
    tree = json.loads(dumps(lesson(4)))
    # One outline is enough: mutations in it miss all the rest.
    tree["features"] = [each for each in tree["features"] if each["id"] != "r3"]
    return json.dumps(tree, separators=(",", ":")).encode()


def _projects() -> Iterator[bytes]:
    yield lesson_file()
    yield dumps(document(unit(), line(), area(), note()))
    yield dumps(document(unit(), ring()))[:LONGEST_SEED]
    yield from _files("foreign", "hostile", "schema_1")
    from tests.hostile import cases  # which makes its pictures here

    groups = (cases.members(), cases.changes(), cases.places())
    for number, case in enumerate(case for group in groups for case in group):
        if number % EACH_OF_HOSTILE == 0 and len(content := case.content()) <= LONGEST_SEED:
            yield content


def _files(*folders: str) -> Iterator[bytes]:
    for folder in folders:
        for path in sorted((FILES / folder).rglob("*")):
            if path.is_file() and path.stat().st_size <= LONGEST_SEED:
                yield path.read_bytes()


def _systems() -> Iterator[bytes]:
    shipped = sorted((HERE.parent.parent / "resources" / "systems").rglob("*.json"))
    yield from (path.read_bytes() for path in shipped if path.stat().st_size <= 3_000)
    yield b'{"systems":[{"id":"a","name":"A","category":"c","sidc":"10031000161211000000"}]}'


def _terrain() -> Iterator[bytes]:
    heights = slope(5, 6)
    yield b"\x00" + dted(np.abs(slope(3, 3)))
    for compression in (1, 8, 5, 32773):
        yield b"\x04" + geotiff(heights, compression=compression)
    yield b"\x04" + geotiff(heights, compression=8, predictor=2, tile=(16, 16), big=True)
