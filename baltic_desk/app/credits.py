"""Whose work ships with the program, and on what terms; read from what lies beside the data."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import msgspec

from baltic_desk.geo.basemap import BaseMap
from baltic_desk.geo.elevation import open_dem
from baltic_desk.paths import resource

_LIBRARIES = (
    "PySide6-Essentials",
    "shiboken6",
    "pyqtgraph",
    "shapely",
    "pyproj",
    "numpy",
    "msgspec",
    "platformdirs",
    "rapidfuzz",
    "colorama",
    "certifi",
)
_LIBRARY_NOTICES = ("licen", "copying", "notice", "authors")


@dataclass(frozen=True, slots=True)
class Credit:
    """One source: what it gave, its terms in a few words, and their full text."""

    title: str
    gave: str
    licence: str
    text: str


class _Script(msgspec.Struct, frozen=True):
    name: str
    version: str
    license: str
    licence: str


def credits_of_the_program(basemap: BaseMap) -> tuple[Credit, ...]:
    """All sources: the program itself, map data, scripts, fonts, libraries."""
    return (_program(), *_map_data(basemap), *_scripts(), *_other_notices(), *_libraries())


def _program() -> Credit:
    return Credit("BalticDesk", "the program", "MIT", _licence_of_distribution("baltic-desk"))


def _map_data(basemap: BaseMap) -> list[Credit]:
    """Layers and heights, those of one source together."""
    gave: dict[tuple[str, str], list[str]] = {}
    for layer in basemap.layers.values():
        gave.setdefault((layer.credit, layer.licence), []).append(layer.name.replace("_", " "))
    found = [
        Credit(credit, "map: " + ", ".join(names), licence, f"{credit}\n\n{licence}")
        for (credit, licence), names in gave.items()
    ]
    dem = open_dem()
    found.append(Credit(dem.credit, "heights and depths", "", dem.credit))
    return found


def _scripts() -> list[Credit]:
    try:
        versions = resource("symbology", "build", "versions.json")
    except FileNotFoundError:
        return []
    scripts = msgspec.json.decode(versions.read_bytes(), type=list[_Script])
    return [
        Credit(
            f"{script.name} {script.version}",
            "symbols",
            script.license,
            _text(versions.parent / script.licence),
        )
        for script in scripts
    ]


def _other_notices() -> list[Credit]:
    """Licence and notice files that lie in the resources, whatever they belong to."""
    root = resource("icons").parent
    found: list[Credit] = []
    for path in sorted(root.rglob("*")):
        name = path.name.lower()
        built = "build" in path.parts or "sources" in path.parts or "node_modules" in path.parts
        if path.is_file() and not built and name.startswith(("licen", "notice", "attribution")):
            folder = str(path.parent.relative_to(root))
            what = path.stem.partition("-")[2]
            found.append(Credit(what or folder, folder, path.name, _text(path)))
    return found


def _libraries() -> list[Credit]:
    found: list[Credit] = []
    for name in _LIBRARIES:
        try:
            about = metadata.metadata(name).json
        except metadata.PackageNotFoundError:
            continue
        licence = str(about.get("license_expression") or about.get("license") or "")
        title = f"{about['name']} {about['version']}"
        text = _licence_of_distribution(name) or f"{title}\n{licence}"
        found.append(Credit(title, "library", licence.partition("\n")[0], text))
    return found


def _licence_of_distribution(name: str) -> str:
    """All licence texts that a package was installed with."""
    try:
        files = metadata.files(name) or []
    except metadata.PackageNotFoundError:
        files = []
    texts = [
        _text(Path(str(file.locate())))
        for file in files
        if file.name.lower().startswith(_LIBRARY_NOTICES) and file.suffix.lower() != ".py"
    ]
    return "\n\n".join(text for text in texts if text)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
