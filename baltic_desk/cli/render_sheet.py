"""`baltic-desk render --sheet`: a project on paper, to scale, with all that stands about a map."""

from __future__ import annotations

import argparse
from pathlib import Path

from msgspec.structs import replace

from baltic_desk.cli.failure import CommandError
from baltic_desk.document.document import Document
from baltic_desk.document.layout import GRIDS, PAPERS, Layout
from baltic_desk.geo.projection import DEFAULT_PROJECTION

FORMATS = (".pdf", ".svg", ".png")
LEAST_DPI, MOST_DPI = 30.0, 1200.0
_SHEET_DPI = 300.0

_NOT_WITH_A_SHEET = ("bbox", "rings", "no_sources", "steps", "notes", "world_file")


def add_options(parser: argparse.ArgumentParser) -> None:
    """What a sheet is told by."""
    group = parser.add_argument_group(
        "sheets", "a page of paper with the map to scale, title, legend, sources, scale bar, norths"
    )
    group.add_argument("--sheet", choices=tuple(PAPERS), metavar="PAPER",
        help=f"paper: {', '.join(PAPERS)}")  # fmt: skip
    group.add_argument("--layout", metavar="NAME", help="a layout of the project, by name or id")
    way = group.add_mutually_exclusive_group()
    way.add_argument("--landscape", action="store_const", const="landscape", dest="orientation")
    way.add_argument("--portrait", action="store_const", const="portrait", dest="orientation")
    group.add_argument("--grid", choices=GRIDS)
    group.add_argument(
        "--series", action="store_true", help="as many sheets as all that is drawn needs"
    )
    group.add_argument("--title", help="instead of the project's or the step's")
    group.add_argument(
        "--dtg", metavar="GROUP", help="date-time group; magnetic north is its day's"
    )
    group.add_argument("--author")
    group.add_argument("--hillshade", action="store_true")
    group.add_argument("--dpi", type=_dpi, help="of a picture in pixels (a sheet: 300)")


def is_asked(options: argparse.Namespace) -> bool:
    """Whether the arguments ask for a sheet."""
    return options.sheet is not None or options.layout is not None


def main(
    options: argparse.Namespace,
    document: Document,
    parser: argparse.ArgumentParser,
    *,
    step: str | None = None,
) -> int:
    """Write the sheets, of a step by its id; exit 1 when that cannot be done."""
    out: Path = options.out
    if out.suffix.lower() not in FORMATS:
        parser.error(f"cannot write {out.name}: sheets are .pdf, .svg or .png")
    for name in _NOT_WITH_A_SHEET:
        if getattr(options, name):
            parser.error(f"--{name.replace('_', '-')} does not go with a sheet")
    layout = layout_of(options, document, step)

    from baltic_desk.ui.export.application import offscreen_application
    from baltic_desk.ui.export.failure import ExportError
    from baltic_desk.ui.export.image import own_means
    from baltic_desk.ui.export.sheet.pages import export_sheet_steps

    with offscreen_application():
        try:
            for _ in export_sheet_steps(
                document,
                out,
                layout,
                own_means(),
                projection=options.projection or DEFAULT_PROJECTION,
                dpi=options.dpi or _SHEET_DPI,
            ):
                pass
        except ExportError as error:
            raise CommandError(str(error)) from error
    return 0


def layout_of(options: argparse.Namespace, document: Document, step: str | None = None) -> Layout:
    """The project's layout, or a plain one, with what the arguments say otherwise."""
    layout = Layout(id="sheet")
    if options.layout is not None:
        layout = _named(document, options.layout)
    told: dict[str, object] = {
        "paper": options.sheet,
        "orientation": options.orientation,
        "scale": options.scale,
        "grid": options.grid,
        "projection": options.projection,
        "theme": options.theme,
        "title": options.title,
        "dtg": options.dtg,
        "author": options.author,
        "step": step,
        "series": options.series or None,
        "hillshade": options.hillshade or None,
    }
    if options.center is not None:
        told["lon"], told["lat"] = options.center
    if options.phase is not None:
        told["phase"] = document.phase
    return replace(layout, **{name: value for name, value in told.items() if value is not None})


def _named(document: Document, wanted: str) -> Layout:
    layouts = document.layouts()
    for layout in layouts:
        if wanted in (layout.id, layout.name):
            return layout
    names = [layout.name or layout.id for layout in layouts]
    raise CommandError(f"there is no layout {wanted}: {_listed(names, 'layouts')}")


def _listed(names: list[str], what: str) -> str:
    return f"its {what} are {', '.join(names)}" if names else f"it has no {what}"


def _dpi(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not LEAST_DPI <= value <= MOST_DPI:
        raise argparse.ArgumentTypeError(
            f"{text!r}: dots per inch go from {LEAST_DPI:g} to {MOST_DPI:g}"
        )
    return value
