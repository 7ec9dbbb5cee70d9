"""`baltic-desk student`: a project without what is not for students."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from baltic_desk.app.student_file import StudentFileError, student_file
from baltic_desk.cli.failure import CommandError
from baltic_desk.io import open_any
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.save import SaveError, save
from baltic_desk.paths import is_same_file

_EPILOG = """\
What is for whom is said in the project: of overlays, phases and steps of the briefing. What is not
for everyone is left out, and so are all notes of the instructor, tolerances of tasks, pictures and
systems that only left-out features use, and what this version does not know of the project. Each
line that is printed says what was left out, what was cut loose, or what stays and still speaks of
something that was left out.

Exit code: 0 written; 1 nothing was written, because the copy would give away what was left out or
the file cannot be written; 2 wrong usage or an unreadable file.
"""


def main(arguments: Sequence[str]) -> int:
    """Write the copy and say what is not in it."""
    parser = argparse.ArgumentParser(
        prog="baltic-desk student",
        description="Write a copy of a project for students.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.geojson")
    options = parser.parse_args(arguments)
    path: Path = options.file
    out: Path = options.out
    if out.suffix.lower() not in (".geojson", ".json"):
        parser.error(f"cannot write {out.name}: the name must end in .geojson or .json")
    if is_same_file(out, path):
        parser.error(f"{out} is the project itself, which must not be written over")
    try:
        loaded = open_any(path)
    except ProjectError as error:
        raise CommandError(str(error), code=2) from error
    if loaded.read_only:
        raise CommandError(f"{path}: a newer version wrote this; it may hold what cannot be judged")
    try:
        made = student_file(loaded.document, loaded.view)
    except StudentFileError as error:
        raise CommandError(f"{path}: {error}\nNothing was written.") from error
    try:
        save(out, made.data, backup=False)
    except SaveError as error:
        raise CommandError(str(error)) from error
    for line in made.lines():
        print(f"{path}: {line}")
    return 0
