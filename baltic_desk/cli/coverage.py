"""`baltic-desk coverage`: what the systems of a project reach at an altitude, as GeoJSON."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from baltic_desk.cli.failure import CommandError
from baltic_desk.cli.target import (
    Progress,
    add_altitude,
    add_classes,
    add_file,
    altitude_of,
    emitters_of,
    opened,
    terrain_of,
    told,
)
from baltic_desk.coverage.emitter_reach import EmitterReach, Fields, reaches
from baltic_desk.coverage.emitters import FRIENDLY, RingEmitter
from baltic_desk.coverage.merging import merged
from baltic_desk.coverage.overlap import gap, overlaps
from baltic_desk.document.altitude import CUT_CLASSES
from baltic_desk.document.areas import AreaError, area_of_interest
from baltic_desk.document.document import Document
from baltic_desk.io.coverage_json import CoverageFeatures, Feature
from baltic_desk.io.save import SaveError, save
from baltic_desk.symbology.standing import identity_title

_EPILOG = """\
Each area is a MultiPolygon with the columns part, name, owners, owner_ids, ring_ids, system,
ring_class, identity, altitude_m, altitude_above, published_range_m, area_km2, limited_by and more;
limited_by says what ends the reach: range (as published), horizon (curve of the earth, 4/3 of its
radius), terrain, data (edge of the elevation data), sector. With --edges there is a line for each
part of an edge with its own owners and limit. Areas are those on the ellipsoid.

Exit code: 0 written; 1 not all emitters could be computed, or nothing was written; 2 wrong usage or
an unreadable file.
"""


def main(arguments: Sequence[str]) -> int:
    """Write the areas."""
    parser = argparse.ArgumentParser(
        prog="baltic-desk coverage",
        description="Write what the systems of a project reach at an altitude as GeoJSON that any "
        "GIS opens. Sensors and air defence reach what they see; other classes keep their "
        "published range.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_file(parser)
    add_altitude(parser)
    add_classes(parser, "air-defence and sensor")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.geojson")
    parser.add_argument(
        "--published", action="store_true", help="areas as published, at no altitude"
    )
    parser.add_argument(
        "--merge", action="store_true", help="one outline for each class and identity, with bands"
    )
    parser.add_argument(
        "--overlap", action="store_true", help="how many systems reach each place, by count"
    )
    parser.add_argument(
        "--gap", metavar="ID", help="what no friendly sensor sees of the area with this id or name"
    )
    parser.add_argument("--edges", action="store_true", help="lines of the edges as well")
    options = parser.parse_args(arguments)
    out: Path = options.out
    if out.suffix.lower() not in (".geojson", ".json"):
        parser.error(f"cannot write {out.name}: the name must end in .geojson or .json")
    if sum(map(bool, (options.merge, options.overlap, options.gap is not None))) > 1:
        parser.error("give one of --merge, --overlap and --gap")
    if options.edges and (options.overlap or options.gap is not None):
        parser.error("--edges goes with areas of emitters and with --merge")
    document = opened(options.file, options.phase)
    altitude = None if options.published else altitude_of(options, document)
    if altitude is None and not options.published:
        parser.error(
            "give --altitude METRES: the project says none. --published writes the published ranges"
        )
    if options.published and options.altitude is not None:
        parser.error("give --altitude or --published, not both")
    emitters = _emitters(options, document)
    terrain = terrain_of("none" if altitude is None else options.terrain)
    with Progress("Lines of sight") as progress:
        found, failed = reaches(emitters, altitude, Fields(terrain), progress=progress)
    count = told(failed)
    if not found:
        raise CommandError(f"{options.file}: nothing could be computed; nothing was written")
    making = CoverageFeatures(altitude, terrain, identity_title)
    data = making.collection(_features(options, document, making, found))
    try:
        save(out, data, backup=False)
    except SaveError as error:
        raise CommandError(str(error)) from error
    return 1 if count else 0


def _emitters(options: argparse.Namespace, document: Document) -> tuple[RingEmitter, ...]:
    if options.gap is not None:
        options.classes = ["sensor"]
    emitters = emitters_of(options, document, CUT_CLASSES)
    if options.gap is not None:
        emitters = tuple(each for each in emitters if each.identity in FRIENDLY)
    if not emitters:
        what = "of friendly sensors" if options.gap is not None else "of these classes"
        raise CommandError(f"{options.file}: there are no rings {what}; nothing was written")
    return emitters


def _features(
    options: argparse.Namespace,
    document: Document,
    making: CoverageFeatures,
    found: tuple[EmitterReach, ...],
) -> Iterator[Feature]:
    if options.merge:
        return making.of_merged(merged(found), edges=options.edges)
    if options.overlap:
        return making.of_overlap(overlaps(found))
    if options.gap is not None:
        try:
            title, interest = area_of_interest(document, options.gap)
        except AreaError as error:
            raise CommandError(f"{options.file}: {error}", code=2) from error
        return making.of_gap(gap(interest, found), title)
    return making.of_emitters(found, edges=options.edges)
