"""The person's settings: one frozen record, kept as JSON of what differs from the defaults."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from baltic_desk.paths import config_dir, read_regular

FILE_NAME = "settings.json"
RECENT_FILES = 12
RECENT_COMMANDS = 8
MOST_BYTES = 4_000_000

ThemeId = Literal["light", "dark", "contrast"]
DistanceUnit = Literal["km", "NM", "mi", "m"]
CoordinateStyle = Literal["dd", "ddm", "dms", "mgrs", "utm"]
StyleValues = dict[str, str | float | bool | None]

_log = logging.getLogger(__name__)


class TerrainSource(Struct, frozen=True, kw_only=True):
    """Elevation that a person has added: a file or folder on this machine, and what it is called
    in projects.
    """

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    path: str


class Settings(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a person has chosen; nothing here is part of a project.

    `hidden_layers` names base-map layers, `styles` holds the last style by kind, `window_*` are
    Qt's own byte strings in base 64, kept without looking inside. `stage_scale` is how large
    symbols and letters are for an audience, beside what suits the screen.
    """

    theme: ThemeId = "light"
    projection: str = "baltic-lcc"
    distance_unit: DistanceUnit = "km"
    coordinate_style: CoordinateStyle = "dms"
    hidden_layers: frozenset[str] = frozenset()
    recent_files: tuple[str, ...] = ()
    recent_commands: tuple[str, ...] = ()
    recent_units: tuple[str, ...] = ()
    favourite_units: tuple[str, ...] = ()
    styles: dict[str, StyleValues] = {}
    window_geometry: str = ""
    window_state: str = ""
    last_folder: str = ""
    move_subordinates: bool = False
    cite_sources: bool = True
    terrain_sources: tuple[TerrainSource, ...] = ()
    stage_scale: Annotated[float, Meta(ge=0.5, le=3)] = 1.0
    picture_scale: Annotated[float, Meta(gt=0, le=10)] = 2.0
    phase_bar: bool = True
    phases_by_time: bool = False


def settings_path() -> Path:
    """Where the settings are kept."""
    return config_dir() / FILE_NAME


def load_settings(path: Path | None = None) -> Settings:
    """The saved settings; whatever in the file cannot be used keeps its default.

    A setting is never worth a program that does not start: a damaged file or value is logged and
    passed over, one by one, so that a single bad value does not cost the others.
    """
    path = path or settings_path()
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"it has more than {MOST_BYTES:,} bytes")
        members = msgspec.json.decode(read_regular(path), type=dict[str, msgspec.Raw])
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError) as error:  # msgspec's own errors are ValueErrors
        _log.warning("settings in %s cannot be read: %s", path, error)
        return Settings()
    known: dict[str, Any] = {}
    for field in msgspec.structs.fields(Settings):
        if field.name in members:
            try:
                known[field.name] = msgspec.json.decode(members[field.name], type=field.type)
            except (ValueError, RecursionError) as error:
                _log.warning("setting %s in %s is not used: %s", field.name, path, error)
    return Settings(**known)


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the settings in place of the old ones, whole or not at all.

    Raises
    ------
    OSError
        When the folder cannot be written.
    """
    path = path or settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        fresh.write_bytes(msgspec.json.format(msgspec.json.encode(settings)))
        fresh.replace(path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


def with_recent_file(settings: Settings, path: Path) -> Settings:
    """Settings with `path` as the file opened last."""
    others = tuple(name for name in settings.recent_files if name != str(path))
    return msgspec.structs.replace(
        settings,
        recent_files=(str(path), *others)[:RECENT_FILES],
        last_folder=str(path.parent),
    )


def with_recent_command(settings: Settings, command_id: str) -> Settings:
    """Settings with `command_id` as the command called last from the palette."""
    others = tuple(name for name in settings.recent_commands if name != command_id)
    return msgspec.structs.replace(
        settings, recent_commands=(command_id, *others)[:RECENT_COMMANDS]
    )
