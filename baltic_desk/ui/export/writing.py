"""Puts what an export has made on the disk: all of its files, or none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from baltic_desk.io.save import SaveError, save_together
from baltic_desk.ui.export.failure import ExportError


def write(files: Mapping[Path, bytes]) -> None:
    """Save the files; the first named, which the others belong to, appears last.

    Raises
    ------
    ExportError
        When one cannot be written.
    """
    try:
        save_together(files)
    except SaveError as error:
        raise ExportError(str(error)) from error
