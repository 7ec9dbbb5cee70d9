"""`baltic-desk new`: a new project file, empty or with the content of one that is shipped."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from baltic_desk.cli.failure import CommandError
from baltic_desk.cli.sample import add_sample, sample_file, spelled_out
from baltic_desk.document.document import Document, new_id
from baltic_desk.document.project import Overlay
from baltic_desk.io.project import dumps, load
from baltic_desk.io.save import SaveError, save


def main(arguments: Sequence[str]) -> int:
    """Write the new file; never over one that is there."""
    parser = argparse.ArgumentParser(
        prog="baltic-desk new",
        description="Write a new project file. An existing file is never overwritten.",
    )
    parser.add_argument("out", type=Path, metavar="OUT.geojson")
    add_sample(parser, "with the sample's content")
    options = parser.parse_args(spelled_out(arguments))
    out: Path = options.out
    try:
        there = out.exists()
    except OSError as error:
        raise CommandError(f"{out}: {error.strerror}; nothing was written") from error
    if there:
        raise CommandError(f"{out}: is there already; nothing was written")
    if options.sample is not None:
        loaded = load(sample_file(options.sample))
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
