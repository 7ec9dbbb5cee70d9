"""`baltic-desk honesty`: what a map of ranges should admit before it is handed out.

A command of its own and no switch of `check`: that says whether a file is sound, in an instant and
without looking at the terrain; this is about what the map claims, has an altitude and an age to be
asked for, and its findings are no faults of the file.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import date

from baltic_desk.app.honesty_check import LOW, Honesty, honesty_of
from baltic_desk.app.system_shelf import SystemShelf
from baltic_desk.cli.failure import CommandError
from baltic_desk.cli.target import Progress, add_file, add_terrain, metres, opened, terrain_of
from baltic_desk.coverage.comparison import pair_title, ratio_text
from baltic_desk.coverage.emitter_reach import Fields
from baltic_desk.coverage.emitters import AltitudeError, TargetAltitude
from baltic_desk.coverage.honesty import OLDEST_YEARS, RULES
from baltic_desk.geo.measure import area_text
from baltic_desk.symbology.standing import identity_title

_EPILOG = """\
Findings: rings without a source, with an old one or one without a year, unverified figures, no
altitude said, drawn beyond the assessed range, antenna heights that are assumed, and the published
area against the area at the altitude. Each names its ring.

Exit code: 0 nothing to admit; 1 findings; 2 wrong usage or an unreadable file.
"""


def main(arguments: Sequence[str]) -> int:
    """Print the findings."""
    parser = argparse.ArgumentParser(
        prog="baltic-desk honesty",
        description="Print what a map of ranges should admit, each finding with its ring.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_file(parser)
    parser.add_argument(
        "--altitude",
        type=metres,
        metavar="METRES",
        default=LOW.altitude_m,
        help=f"against which published areas are held; {LOW.altitude_m:g} where it is not given",
    )
    parser.add_argument("--above", choices=("ground", "sea"), default=LOW.above)
    add_terrain(parser)
    parser.add_argument(
        "--source-age",
        type=_years,
        default=OLDEST_YEARS,
        metavar="YEARS",
        help=f"how old a source may be; {OLDEST_YEARS} where it is not given",
    )
    parser.add_argument("--no-areas", action="store_true", help="leave areas out; takes no time")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    options = parser.parse_args(arguments)
    try:
        low = TargetAltitude(options.altitude, options.above)
    except AltitudeError as error:
        raise CommandError(str(error), code=2) from error
    document = opened(options.file, options.phase)
    fields = None if options.no_areas else Fields(terrain_of(options.terrain))
    with Progress("Lines of sight") as progress:
        found = honesty_of(
            document,
            SystemShelf().systems(document),
            fields,
            this_year=date.today().year,
            oldest_years=options.source_age,
            low=low,
            hidden=options.hidden,
            progress=progress,
        )
    if options.json:
        print(json.dumps(_tree(options, low, found), ensure_ascii=False))
    else:
        for finding in found.findings:
            print(f"{options.file}: {finding.title} ({finding.ring_id}): {finding.text}")
        for each in found.failed:
            print(f"{options.file}: {each.emitter.title} ({each.emitter.ring_id}): {each.why}")
        for pair in found.areas:
            areas = f"{area_text(pair.first_m2)} as published, {area_text(pair.second_m2)} at {low}"
            title = pair_title(pair, identity_title)
            print(f"{options.file}: {title}: {areas}: {ratio_text(pair.ratio)}")
    return 1 if found.findings or found.failed else 0


def _tree(options: argparse.Namespace, low: TargetAltitude, found: Honesty) -> dict[str, object]:
    return {
        "file": str(options.file),
        "findings": [
            {
                "rule": each.rule,
                "rule_title": RULES[each.rule],
                "ring_id": each.ring_id,
                "title": each.title,
                "text": each.text,
            }
            for each in found.findings
        ],
        "not_computed": [
            {"ring_id": each.emitter.ring_id, "title": each.emitter.title, "why": each.why}
            for each in found.failed
        ],
        "altitude_m": low.altitude_m,
        "altitude_above": low.above,
        "areas": [
            {
                "title": pair_title(each, identity_title),
                "ring_class": each.ring_class,
                "identity": each.identity,
                "ring_ids": list(each.ring_ids),
                "published_km2": round(each.first_m2 / 1e6, 3),
                "at_altitude_km2": round(each.second_m2 / 1e6, 3),
                "ratio": None if each.ratio is None else round(each.ratio, 6),
            }
            for each in found.areas
        ],
    }


def _years(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of years")
    return int(text)
