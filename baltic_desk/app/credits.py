"""Whose work ships with the program, and on what terms; read from what lies beside the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    "quickjs-ng",
    "python-pptx",
    "lxml",
    "Pillow",
    "XlsxWriter",
    "typing_extensions",
    "colorama",
    "certifi",
)
_LIBRARY_NOTICES = ("licen", "copying", "notice", "authors")
_FULL_TEXT_CHARACTERS = 500


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
    texts = _licence_texts()
    found = (_program(), *_map_data(basemap), *_scripts(), *_notices(texts), *_libraries())
    return tuple(_with_full_text(credit, texts) for credit in found)


def _program() -> Credit:
    text = _licence_of_distribution("baltic-desk")
    beside = _resources().parent / "LICENSE"
    return Credit("BalticDesk", "the program", "MIT", text or _text(beside))


def _map_data(basemap: BaseMap) -> list[Credit]:
    """Layers and heights, those of one source together."""
    gave: dict[tuple[str, str], list[str]] = {}
    for layer in basemap.layers.values():
        gave.setdefault((layer.credit, layer.licence), []).append(layer.name.replace("_", " "))
    found = [
        Credit(credit, "map: " + ", ".join(names), licence, credit)
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


def _notices(texts: Mapping[str, Path]) -> list[Credit]:
    """Licences and notices in the resources that belong to one thing alone, a font or a table."""
    found: list[Credit] = []
    for path in _notice_files():
        if path not in texts.values():
            folder = path.parent.name
            found.append(Credit(path.stem.partition("-")[2] or folder, folder, "", _text(path)))
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
        text = _licence_of_distribution(name)
        found.append(Credit(title, "library", licence.partition("\n")[0], text))
    return found


def _with_full_text(credit: Credit, texts: Mapping[str, Path]) -> Credit:
    """The credit with the texts of the licences it names, where it did not bring its own."""
    if len(credit.text) > _FULL_TEXT_CHARACTERS:
        return credit
    named = [path for licence, path in texts.items() if licence in credit.licence]
    parts = (credit.text, *(_text(path) for path in named))
    return replace(credit, text="\n\n".join(part for part in parts if part))


def _licence_texts() -> dict[str, Path]:
    """Licence texts that several sources share, by the identifier they are known by."""
    return {
        path.stem.removeprefix("LICENSE-"): path
        for path in _notice_files()
        if any(digit.isdigit() for digit in path.stem)
    }


def _notice_files() -> list[Path]:
    found: list[Path] = []
    for path in sorted(_resources().rglob("*")):
        made = {"build", "sources", "node_modules"} & set(path.relative_to(_resources()).parts)
        named = path.name.startswith(("LICENSE", "LICENCE", "NOTICE"))
        if named and not made and path.suffix in (".txt", ".md", ""):
            found.append(path)
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


def _resources() -> Path:
    return resource("icons").parent


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
