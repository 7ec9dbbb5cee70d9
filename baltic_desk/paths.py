"""Where the program finds its resources and keeps its own files."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

import platformdirs

APP = "baltic-desk"


def resource(*parts: str) -> Path:
    """Path of a shipped resource, in the wheel (`baltic_desk/resources`) or in a source tree.

    Raises
    ------
    FileNotFoundError
        When the file is not there, with the command that makes it.
    """
    package = Path(str(resources.files("baltic_desk")))
    for root in (package / "resources", package.parent / "resources"):
        found = root.joinpath(*parts)
        if found.exists():
            return found
    raise FileNotFoundError(
        f"resource {'/'.join(parts)} is missing; install the package again (pip install .)"
    )


def state_dir() -> Path:
    """Folder of recovery journals and backups; `BALTIC_DESK_STATE` overrides it (tests, sticks)."""
    given = os.environ.get("BALTIC_DESK_STATE")
    return Path(given) if given else platformdirs.user_state_path(APP, appauthor=False)


def config_dir() -> Path:
    """Folder of the person's settings; `BALTIC_DESK_CONFIG` overrides it."""
    given = os.environ.get("BALTIC_DESK_CONFIG")
    return Path(given) if given else platformdirs.user_config_path(APP, appauthor=False)


def cache_dir() -> Path:
    """Folder of what can be made again; `BALTIC_DESK_CACHE` overrides it."""
    given = os.environ.get("BALTIC_DESK_CACHE")
    return Path(given) if given else platformdirs.user_cache_path(APP, appauthor=False)
