"""`baltic-desk new`: a new project file, empty or with the sample's content."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from baltic_desk.cli.failure import CommandError
from baltic_desk.document.document import Document, new_id
from baltic_desk.document.feature import Overlay
from baltic_desk.io.project import dumps, load
from baltic_desk.io.save import SaveError, save
from baltic_desk.paths import resource


def main(arguments: Sequence[str]) -> int:
    """Write the new file; never over one that is there."""
    parser = argparse.ArgumentParser(
        prog="baltic-desk new",
        description="Write a new project file. An existing file is never overwritten.",
    )
    parser.add_argument("out", type=Path, metavar="OUT.geojson")
    parser.add_argument("--sample", action="store_true", help="with the sample's content")
    options = parser.parse_args(arguments)
    out: Path = options.out
    if out.exists():
        raise CommandError(f"{out}: is there already; nothing was written")
    if options.sample:
        loaded = load(resource("scenarios", "sample.geojson"))
        data = dumps(loaded.document, view=loaded.view)
    else:
        document = Document()
        with document.edit("New project") as change:
            change.put(Overlay(id=new_id(), name="Overlay 1"))
        data = dumps(document)
    try:
        save(out, data)
    except SaveError as error:
        raise CommandError(str(error)) from error
    return 0
