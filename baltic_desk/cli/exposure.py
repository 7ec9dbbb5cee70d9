"""`baltic-desk exposure`: where along drawn routes which system reaches, how long, and why."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from baltic_desk.cli.failure import CommandError
from baltic_desk.cli.target import (
    Progress,
    add_altitude,
    add_classes,
    add_file,
    altitude_of,
    emitters_of,
    metres,
    opened,
    terrain_of,
    told,
)
from baltic_desk.coverage.emitter_reach import Fields
from baltic_desk.coverage.exposure import Exposure, exposure
from baltic_desk.coverage.exposure_table import (
    compared_text,
    profile_csv,
    stretches_csv,
    stretches_text,
)
from baltic_desk.coverage.routes import Route, RouteError
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Line
from baltic_desk.document.routes import RouteDefaults, route_of, route_title, routes_in
from baltic_desk.geo.distances import format_distance
from baltic_desk.geo.geodesy import length
from baltic_desk.geo.terrain import TerrainFileError
from baltic_desk.symbology.standing import identity_title

_EPILOG = """\
A route is a line, arrow or freehand line of the project. A line may say altitude and speed itself,
in metres and knots, one number for all legs or one for each: the properties leg_altitudes_m,
leg_altitudes_above (ground or sea) and leg_speeds_kn. --altitude and --speed hold for routes that
do not. The altitude changes at once from leg to leg. Limits at entry and exit are range, horizon,
terrain, data (edge of the elevation data) and sector.

Without --route the lines of the file are listed.

Exit code: 0 done; 1 not all emitters could be computed; 2 wrong usage or an unreadable file.
"""


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        prog="baltic-desk exposure",
        description="Print where along routes each system reaches: kilometres, minutes, entry and "
        "exit, and what limits it there.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_file(parser)
    parser.add_argument(
        "--route",
        dest="routes",
        action="append",
        metavar="ID",
        help="id or name of a line; given several times, routes are compared",
    )
    add_altitude(parser)
    parser.add_argument("--speed", type=_knots, metavar="KNOTS", help="of routes that say none")
    add_classes(parser, "all")
    parser.add_argument("--csv", action="store_true", help="one line for each stretch, with commas")
    parser.add_argument(
        "--profile", action="store_true", help="one route from the side, with commas"
    )
    options = parser.parse_args(arguments)
    if options.csv and options.profile:
        parser.error("give --csv or --profile, not both")
    document = opened(options.file, options.phase)
    if options.routes is None:
        return _listed(document)
    if options.profile and len(options.routes) > 1:
        parser.error("--profile is of one route")
    defaults = _defaults(options, document)
    routes = [_route(options, document, wanted, defaults) for wanted in options.routes]
    emitters = emitters_of(options, document, None)
    fields = Fields(terrain_of(options.terrain))
    found: list[Exposure] = []
    for route in routes:
        try:
            with Progress(f"Exposure of {route.title}") as progress:
                found.append(exposure(route, emitters, fields, progress=progress))
        except (RouteError, TerrainFileError) as error:
            raise CommandError(f"{options.file}: {error}") from error
    count = told(found[0].failed)
    print(_text(options, found), end="")
    return 1 if count else 0


def _text(options: argparse.Namespace, found: Sequence[Exposure]) -> str:
    if options.csv:
        return stretches_csv(found)
    if options.profile:
        return profile_csv(found[0])
    parts = [stretches_text(each, identity_title) for each in found]
    if len(found) > 1:
        parts.append(compared_text(found, identity_title))
    if any(emitter.antenna_assumed and emitter.needs_sight for emitter in found[0].emitters):
        parts.append("Antennas of which no height is given are assumed at the project's height.")
    parts.append(f"Terrain: {found[0].terrain}.")
    return "\n\n".join(parts) + "\n"


def _listed(document: Document) -> int:
    lines = routes_in(document)
    if not lines:
        print("baltic-desk: there is no line in this file that could be a route", file=sys.stderr)
        return 1
    for feature in lines:
        print(f"{feature.id}  {route_title(feature)}  {_said(feature)}")
    print("baltic-desk: choose a route with --route ID", file=sys.stderr)
    return 0


def _said(feature: Feature) -> str:
    """How long a line is, and the altitudes and speeds that it says."""
    line = feature.properties
    parts = [format_distance(length(feature.geometry.coordinates))]
    if isinstance(line, Line):
        parts += [f"{line.leg_altitudes_m} m"] if line.leg_altitudes_m else []
        parts += [f"{line.leg_speeds_kn} kn"] if line.leg_speeds_kn else []
    return ", ".join(parts)


def _defaults(options: argparse.Namespace, document: Document) -> RouteDefaults:
    target = altitude_of(options, document)
    if target is None:
        return RouteDefaults(speed_kn=options.speed)
    return RouteDefaults(target.altitude_m, target.above, options.speed)


def _route(
    options: argparse.Namespace, document: Document, wanted: str, defaults: RouteDefaults
) -> Route:
    feature = document.feature(wanted)
    if feature is None:
        named = [each for each in routes_in(document) if route_title(each) == wanted]
        if len(named) > 1:
            text = f"“{wanted}” is the name of {len(named)} lines; give the id of one"
            raise CommandError(f"{options.file}: {text}", code=2)
        feature = named[0] if named else None
    if feature is None:
        text = f"there is no line with the id or name “{wanted}”"
        raise CommandError(f"{options.file}: {text}", code=2)
    try:
        return route_of(feature, defaults)
    except RouteError as error:
        raise CommandError(f"{options.file}: {error}", code=2) from error


def _knots(text: str) -> float:
    try:
        speed = metres(text.removesuffix("kn"))
    except argparse.ArgumentTypeError:
        speed = 0.0
    if speed <= 0.0:
        raise argparse.ArgumentTypeError(f"{text!r} is no speed in knots")
    return speed
