"""Puts what an export has made on the disk: all of its files, or none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from baltic_desk.io.save import SaveError, save
from baltic_desk.ui.export.failure import ExportError


def write(files: Mapping[Path, bytes]) -> None:
    """Save the files; the first named, which the others belong to, appears last.

    Raises
    ------
    ExportError
        When one cannot be written; then those that were not there before are gone again.
    """
    fresh: list[Path] = []
    try:
        for path in reversed(tuple(files)):
            new = not path.exists()
            save(path, files[path], backup=False)
            if new:
                fresh.append(path)
    except SaveError as error:
        for path in fresh:
            path.unlink(missing_ok=True)
        raise ExportError(str(error)) from error
