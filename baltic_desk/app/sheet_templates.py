"""Templates of sheets on this machine: layouts without what belongs to one project."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import msgspec
from msgspec.structs import replace

from baltic_desk.document.layout import Layout
from baltic_desk.io.save import SaveError, save
from baltic_desk.paths import config_dir, read_regular

FOLDER = "sheet-templates"
SUFFIX = ".json"
MOST_BYTES = 100_000
MOST_TEMPLATES = 200

_log = logging.getLogger(__name__)


def templates_dir() -> Path:
    """Where they are kept, a file each."""
    return config_dir() / FOLDER


def template_of(layout: Layout, name: str) -> Layout:
    """The layout without place, moment, title and date-time group.

    >>> template_of(Layout(id="x", title="Tallinn", lon=24.7, lat=59.4, paper="A1"), "Wall").paper
    'A1'
    """
    return replace(
        layout,
        id="template",
        name=name,
        lon=None,
        lat=None,
        area_width_m=None,
        area_height_m=None,
        phase=None,
        step=None,
        title=None,
        subtitle="",
        dtg="",
        unknown=None,
    )


def templates() -> dict[str, Layout]:
    """Templates by the name of their file, in the order of their names.

    One that cannot be read is logged and passed over.
    """
    found: dict[str, Layout] = {}
    folder = templates_dir()
    try:
        paths = sorted(folder.glob(f"*{SUFFIX}"))[:MOST_TEMPLATES] if folder.is_dir() else []
    except OSError as error:
        _log.warning("the templates in %s cannot be read: %s", folder, error)
        return {}
    for path in paths:
        try:
            if path.stat().st_size > MOST_BYTES:
                raise ValueError("it is too large")
            found[path.name] = msgspec.json.decode(read_regular(path), type=Layout)
        except (OSError, ValueError, RecursionError) as error:
            _log.warning("the template %s cannot be read: %s", path, error)
    return dict(sorted(found.items(), key=lambda each: each[1].name.casefold()))


def save_template(layout: Layout, name: str) -> Path:
    """Keep a layout as a template; one of that name is replaced.

    Raises
    ------
    SaveError
        When it cannot be written.
    """
    template = template_of(layout, name)
    same = (file for file, each in templates().items() if each.name == name)
    path = templates_dir() / (next(same, None) or _free_file(name))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveError(path, f"its folder cannot be made: {error.strerror}") from error
    save(path, msgspec.json.format(msgspec.json.encode(template)), backup=False)
    return path


def delete_template(file: str) -> None:
    """Take a template away.

    Raises
    ------
    OSError
        When that cannot be done.
    """
    (templates_dir() / Path(file).name).unlink(missing_ok=True)


def _free_file(name: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:60] or "template"
    taken = {path.name for path in templates_dir().glob(f"*{SUFFIX}")}
    names = (f"{stem}{SUFFIX}", *(f"{stem}-{k}{SUFFIX}" for k in range(2, len(taken) + 3)))
    return next(each for each in names if each not in taken)
