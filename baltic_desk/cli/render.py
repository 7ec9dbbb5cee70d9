"""`baltic-desk render`: a project as a picture or a viewer, with no window and no screen."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace as with_fields
from pathlib import Path

from msgspec.structs import replace

from baltic_desk.cli import render_sheet
from baltic_desk.cli import render_values as values
from baltic_desk.cli.failure import CommandError
from baltic_desk.cli.phase import add_phase, show_phase
from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.document.document import Document
from baltic_desk.document.lesson import BriefingStep
from baltic_desk.document.ring_choice import ring_choice
from baltic_desk.document.student_copy import student_copy
from baltic_desk.geo.projection import DEFAULT_PROJECTION, PROJECTIONS
from baltic_desk.io import open_any
from baltic_desk.io.project import ProjectError
from baltic_desk.ui.export.picture_size import PictureSize

VIEWER = ".html"
RASTERS = (".png", ".tif", ".tiff")
FORMATS = (*RASTERS, ".svg", ".pdf", ".pptx", VIEWER)
_CSS_DPI = 96.0


def main(arguments: Sequence[str]) -> int:
    """Draw the file; exit 2 when it cannot be read, 1 when the picture cannot be written."""
    parser = _parser()
    options = parser.parse_args(arguments)
    out: Path = options.out
    if out.suffix.lower() not in FORMATS:
        parser.error(f"cannot write {out.name}: the name must end in {', '.join(FORMATS)}")
    if options.center is not None and options.bbox is not None:
        parser.error("give --center with --scale, or --bbox, not both")
    on_paper = render_sheet.is_asked(options)
    placed = options.bbox or options.rings
    if not on_paper:  # a step on paper has a scale of its own choice
        placed = placed or options.center or options.scale
    chosen = options.step if options.step is not None else options.phase
    if out.suffix.lower() == VIEWER and (on_paper or placed is not None or chosen is not None):
        parser.error("a viewer has all phases and steps and goes to any place: name none")
    if options.step is not None and (placed is not None or options.phase is not None):
        parser.error("a step says itself where to look, in which phase, and which rings are shown")
    if not on_paper:
        _check_format(parser, options)
    try:
        loaded = open_any(options.file)
    except ProjectError as error:
        raise CommandError(str(error), code=2) from error

    if out.suffix.lower() == VIEWER:
        return _viewer(loaded.document, out, options.audience, options.projection)
    document = loaded.document
    if options.audience == "student":
        document, _ = student_copy(document)
    show_phase(document, options.phase)
    if on_paper:
        step = None if options.step is None else _step(document, options.step).id
        return render_sheet.main(options, document, parser, step=step)

    from baltic_desk.ui.export.application import offscreen_application
    from baltic_desk.ui.export.failure import ExportError
    from baltic_desk.ui.export.image import Picture, export_steps, own_means
    from baltic_desk.ui.export.slide_files import SlideShow, slide_file_steps
    from baltic_desk.ui.export.step_picture import picture_of_step

    raster = out.suffix.lower() in RASTERS
    dpi = options.dpi if raster else None if not options.size.in_mm else _CSS_DPI
    width, height = options.size.styled(dpi)
    picture = Picture(
        width_px=width,
        height_px=height,
        theme=options.theme or "light",
        projection=options.projection or DEFAULT_PROJECTION,
        center=options.center,
        scale=options.scale,
        bounds=options.bbox,
        sources=not options.no_sources,
        rings=ring_choice(document, options.rings or "all"),
    )
    slides = options.steps or out.suffix.lower() == ".pptx"
    if options.step is not None:
        step = _step(document, options.step)
        view = replace(step.view, projection=options.projection or step.view.projection)
        step = replace(step, view=view, theme=options.theme or step.theme)
        document, picture = picture_of_step(
            document, step, width, height, sources=not options.no_sources
        )
    if raster:
        picture = with_fields(
            picture,
            pixels_per_px=options.size.finer(dpi),
            pixels=options.size.pixels(dpi),
            placed=options.world_file or out.suffix.lower() != ".png",
            world_file=options.world_file,
        )
    with offscreen_application():
        try:
            means = own_means()
            if slides:
                show = SlideShow(picture, notes=options.notes)
                steps = slide_file_steps(document, out, show, means)
            else:
                steps = export_steps(document, out, picture, means)
            for _ in steps:
                pass
        except ExportError as error:
            raise CommandError(str(error)) from error
    return 0


def _check_format(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Stop where an option does not go with the sort of file."""
    suffix = options.out.suffix.lower()
    if options.steps and suffix not in (".pdf", ".pptx"):
        parser.error("--steps makes pages: the name must end in .pdf or .pptx")
    if options.notes and not (options.steps and suffix == ".pdf"):
        parser.error("--notes goes with --steps and a PDF; the notes of a .pptx are in it anyway")
    if options.step is not None and (options.steps or suffix == ".pptx"):
        parser.error("slides are of all steps: leave --step out")
    if suffix not in RASTERS and (options.dpi is not None or options.world_file):
        parser.error("--dpi and --world-file are for .png and .tif")


def _viewer(document: Document, out: Path, audience: str, projection: str | None) -> int:
    """All of it as one HTML file."""
    from baltic_desk.ui.export.application import offscreen_application
    from baltic_desk.ui.export.failure import ExportError
    from baltic_desk.ui.export.image import own_means
    from baltic_desk.ui.export.viewer import Viewer, viewer_steps

    viewer = Viewer(audience, projection or "")
    with offscreen_application():
        try:
            for _ in viewer_steps(document, out, viewer, own_means()):
                pass
        except ExportError as error:
            raise CommandError(str(error)) from error
    return 0


def _step(document: Document, wanted: str) -> BriefingStep:
    """The step of that id, else of that number."""
    steps = document.steps()
    for step in steps:
        if step.id == wanted:
            return step
    if wanted.isdecimal() and 1 <= int(wanted) <= len(steps):
        return steps[int(wanted) - 1]
    there = f"its steps are 1 to {len(steps)}" if steps else "it has no steps"
    raise CommandError(f"there is no step {wanted}: {there}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="baltic-desk render",
        description="Draw a project or GeoJSON file as a picture, or make one HTML file of it that "
        "any browser shows without a network. Without --center or --bbox a picture shows all that "
        "is on the overlays.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "-o", "--out", type=Path, required=True, metavar="OUT.png|svg|pdf|tif|pptx|html"
    )
    parser.add_argument(
        "--size", type=values.size, default=PictureSize(1920, 1080), metavar="1920x1080|297x210mm"
    )
    parser.add_argument(
        "--world-file", action="store_true", help="a world file and a .prj beside a .png or .tif"
    )
    parser.add_argument(
        "--steps",
        action="store_true",
        help="a PDF with a page for each step of the briefing, without steps for each phase",
    )
    parser.add_argument(
        "--notes", action="store_true", help="with --steps: the notes below each picture"
    )
    parser.add_argument("--center", type=values.center, metavar="LON,LAT")
    parser.add_argument(
        "--scale", type=values.scale, metavar="1000000", help="denominator of the scale"
    )
    parser.add_argument("--bbox", type=values.bbox, metavar="W,S,E,N")
    parser.add_argument(
        "--no-sources", action="store_true", help="no strip that names the sources of what is shown"
    )
    parser.add_argument(
        "--audience",
        choices=("instructor", "student"),
        default="instructor",
        help="for students only what is for everyone is drawn, or in the file",
    )
    parser.add_argument(
        "--step", metavar="N|ID", help="a step of the briefing as it is presented, by number or id"
    )
    add_phase(parser)
    parser.add_argument("--theme", choices=("light", "dark", "contrast"))
    parser.add_argument("--projection", choices=sorted(PROJECTIONS), metavar="ID")
    parser.add_argument(
        "--rings", choices=("all", *RING_CLASSES), metavar="CLASS",
        help=f"only the rings of a class: {', '.join(RING_CLASSES)}",
    )  # fmt: skip
    render_sheet.add_options(parser)
    return parser
