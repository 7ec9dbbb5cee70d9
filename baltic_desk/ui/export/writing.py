"""Puts what an export has made on the disk: all of its files, or none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from baltic_desk.app.in_thread import in_thread
from baltic_desk.io.save import SaveError, save_together
from baltic_desk.io.save_gate import Gate
from baltic_desk.ui.export.drawing import Progress, Steps
from baltic_desk.ui.export.failure import ExportError


def write(files: Mapping[Path, bytes]) -> None:
    """Save the files; the first named, which the others belong to, appears last.

    Raises
    ------
    ExportError
        When one cannot be written.
    """
    for _ in write_steps(files):
        pass


def write_steps(files: Mapping[Path, bytes]) -> Steps:
    """The same in steps: in a thread, because a share may hang. Stopped, it writes nothing more."""
    gate = Gate()
    yield Progress(0, 0, f"Writing {next(iter(files)).name} …")
    try:
        yield from in_thread(lambda: save_together(files, gate=gate))
    except SaveError as error:
        raise ExportError(str(error)) from error
    finally:
        gate.give_up()
