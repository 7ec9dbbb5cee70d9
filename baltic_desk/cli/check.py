"""`baltic-desk check`: every problem of a file with its place."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from baltic_desk.io import open_any
from baltic_desk.io.project import ProjectError


def main(arguments: Sequence[str]) -> int:
    """Print the problems of a file: exit 0 clean, 1 problems, 2 unreadable."""
    parser = argparse.ArgumentParser(
        prog="baltic-desk check",
        description="Read a project or GeoJSON file and print each problem with its place.",
        epilog="Exit code: 0 clean, 1 problems found, 2 the file cannot be read.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    options = parser.parse_args(arguments)
    path: Path = options.file
    try:
        loaded = open_any(path)
    except ProjectError as error:
        if options.json:
            report = {"file": str(path), "readable": False, "error": str(error)}
            print(json.dumps(report, ensure_ascii=False))
        else:
            print(error)
        return 2
    if options.json:
        print(
            json.dumps(
                {
                    "file": str(path),
                    "readable": True,
                    "read_only": loaded.read_only,
                    "features": sum(1 for _ in loaded.document.features()),
                    "overlays": len(loaded.document.overlays()),
                    "problems": [{"place": p.place, "text": p.text} for p in loaded.problems],
                },
                ensure_ascii=False,
            )
        )
    else:
        for problem in loaded.problems:
            print(f"{path}: {problem.place}: {problem.text}")
    return 1 if loaded.problems else 0
