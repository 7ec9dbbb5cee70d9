"""What the window shows as a file, on paper and on the clipboard, with a way to stop."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from baltic_desk.app.briefing import present_view
from baltic_desk.app.protocols import Choice, CopiedPicture, Field, FileKind
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.ring_choice import ring_choice
from baltic_desk.geo.coordinates import format_position
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.ui.export import choices
from baltic_desk.ui.export.drawing import Steps
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.image import RASTERS, Means, Picture, export_steps, picture_steps
from baltic_desk.ui.export.slide_files import SlideShow, slide_file_steps
from baltic_desk.ui.export.viewer import AUDIENCES, Viewer, tells_more, viewer_steps
from baltic_desk.ui.export.viewer import SUFFIX as VIEWER_SUFFIX
from baltic_desk.ui.export.watching import done, watched
from baltic_desk.ui.map.painting import LAYERS
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.map.viewport import CSS_DPI, Camera

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from baltic_desk.ui.export.printing import Preview

# A window is smaller than the screens and slides that its picture is shown on.
PIXELS_PER_PX = 2.0

_SCALE = "scale"
_SCALES = (1_000.0, 100_000_000.0)


class PictureExporter:
    """An `Exporter` of the view as it is: place, scale, theme, projection, layers, rings."""

    kinds = (
        FileKind("PNG picture", (".png",)),
        FileKind("SVG drawing", (".svg",)),
        FileKind("PDF document", (".pdf",)),
        FileKind("PowerPoint slides", (".pptx",)),
        FileKind("GeoTIFF picture", (".tif", ".tiff")),
        FileKind("Viewer (HTML)", (VIEWER_SUFFIX,)),
    )

    def __init__(self, view: MapView, means: Means, preview: Preview | None = None) -> None:
        self._view = view
        self._means = means
        self._preview = preview

    def fields(self, workspace: Workspace, path: Path) -> Sequence[Field]:
        """What is to be asked before a file of that name is made."""
        document = workspace.document
        asked: list[Field] = []
        match path.suffix.lower():
            case ".pdf":
                asked += choices.page_fields(document)
            case suffix if suffix in RASTERS:
                width, height = (round(side * PIXELS_PER_PX) for side in self._size_px())
                asked += choices.raster_fields(width, height, CSS_DPI * PIXELS_PER_PX)
            case suffix if suffix == VIEWER_SUFFIX:
                return ()  # asks for itself
            case _:
                pass
        return (*asked, *choices.audience_fields(document))

    def export(
        self, workspace: Workspace, path: Path, answers: Mapping[str, str] | None = None
    ) -> bool:
        """Write a file; False when the person stopped it, and then there is none.

        Raises
        ------
        ExportError
            When it cannot be made or written.
        """
        if path.suffix.lower() != VIEWER_SUFFIX:
            steps = self._steps(workspace, path, answers or {})
        else:
            audience = _audience(workspace)
            if audience not in AUDIENCES:
                return False
            document = workspace.document
            # Steps say in which projection they are seen.
            viewer = Viewer(audience, "" if document.steps() else self._view.projection_id)
            steps = viewer_steps(document, path, viewer, self._means_of(workspace))
        return bool(watched(done(steps), f"Drawing {path.name} …", "Export"))

    def picture(self, workspace: Workspace) -> CopiedPicture | None:
        """What is in sight, twice as fine as the screen has it."""
        document, means = workspace.document, self._means_of(workspace)
        picture = self._picture(workspace, document)
        made: dict[str, bytes] = {}

        def steps() -> Generator[None, None, None]:
            for suffix in (".png", ".svg"):
                drawing = picture_steps(document, suffix, picture, means)
                try:
                    while True:
                        next(drawing)
                        yield
                except StopIteration as end:
                    made.update(end.value)

        if not watched(done(steps()), "Drawing the map …", "Copy picture"):
            return None
        return CopiedPicture(made[".png"], made[".svg"], self._place_in_words(workspace))

    def print_fields(self, workspace: Workspace) -> Sequence[Field]:
        """The scale, and for whom."""
        now = self._view.theme.id
        return (
            Field(_SCALE, "Scale 1: (empty: fill the page)"),
            *choices.colour_fields("light" if now == "dark" else now),  # paper is white
            *choices.audience_fields(workspace.document),
        )

    def print(self, workspace: Workspace, answers: Mapping[str, str]) -> bool:
        """Show the map as it would be printed, and print it.

        Raises
        ------
        ExportError
            When it cannot be printed.
        """
        # Qt's printing is loaded when it is wanted.
        from baltic_desk.ui.export import printing

        document = choices.document_for(workspace.document, answers, slides=False)
        means = self._means_of(workspace)
        scale = _scale(answers.get(_SCALE, ""))
        base = self._picture(workspace, document)
        base = replace(base, theme=answers.get(choices.COLOURS) or base.theme)
        width, height = self._size_px()
        view = present_view(workspace)

        def paint(on: QPrinter) -> bool:
            across, down = printing.paper_px(on)
            picture = replace(base, width_px=across, height_px=down, camera=None)
            center = (view.lon, view.lat)
            picture = (
                replace(picture, view=view)
                if scale is None
                else replace(picture, center=center, scale=scale)
            )
            steps = printing.print_steps(on, document, picture, means)
            return bool(watched(done(steps), "Drawing …", "Print"))

        title = document.project.title or "BalticDesk"
        printer = printing.new_printer(title, landscape=width > height)
        return (self._preview or printing.preview_in_window)(printer, paint)

    def _steps(self, workspace: Workspace, path: Path, answers: Mapping[str, str]) -> Steps:
        suffix = path.suffix.lower()
        pages = answers.get(choices.PAGES, choices.VIEW)
        slides = suffix == ".pptx" or pages != choices.VIEW
        document = choices.document_for(workspace.document, answers, slides=slides)
        means = self._means_of(workspace)
        picture = self._picture(workspace, document)
        if slides:
            # Of other proportions than the window: no less than it shows.
            picture = replace(picture, camera=None, view=present_view(workspace))
            show = SlideShow(picture, notes=pages == choices.NOTES)
            return slide_file_steps(document, path, show, means)
        if suffix in RASTERS:
            picture = self._sized(picture, suffix, answers)
        return export_steps(document, path, picture, means)

    def _sized(self, picture: Picture, suffix: str, answers: Mapping[str, str]) -> Picture:
        """The picture as large as was asked for, with all that the window shows."""
        width, height = self._size_px()
        wanted = round(width * PIXELS_PER_PX), round(height * PIXELS_PER_PX)
        size, dpi = choices.size_of(answers, wanted)
        across, down = size.styled(dpi)
        world_file = answers.get(choices.WORLD_FILE) == "yes"
        camera = picture.camera
        assert camera is not None
        wider = max(width / across, height / down)
        return replace(
            picture,
            width_px=across,
            height_px=down,
            camera=Camera(camera.center, camera.metres_per_px * wider),
            pixels_per_px=size.finer(dpi),
            pixels=size.pixels(dpi),
            placed=world_file or suffix != ".png",
            world_file=world_file,
        )

    def _means_of(self, workspace: Workspace) -> Means:
        """With what the window has computed for its own picture."""
        return replace(
            self._means,
            terrain=workspace.terrain,
            fields=workspace.fields,
            terrain_sources=workspace.settings.terrain_sources,
        )

    def _size_px(self) -> tuple[int, int]:
        return max(self._view.width(), 16), max(self._view.height(), 16)

    def _picture(self, workspace: Workspace, document: Document) -> Picture:
        view = self._view
        width, height = self._size_px()
        rings = view.ring_choice
        if document is not workspace.document:  # what it says must not name what was left out
            rings = ring_choice(document, workspace.rings_shown, workspace.session.selection)
        return Picture(
            width_px=width,
            height_px=height,
            theme=view.theme.id,
            projection=view.projection_id,
            camera=view.camera(),
            layers=frozenset(name for name in LAYERS if view.layer_visible(name)),
            pixels_per_px=PIXELS_PER_PX,
            sources=workspace.settings.cite_sources,
            rings=rings,
        )

    def _place_in_words(self, workspace: Workspace) -> str:
        lon, lat = workspace.camera.center()
        scale = f"1:{round(workspace.camera.scale_denominator()):,}".replace(",", " ")
        title = workspace.document.project.title
        place = format_position((lon, lat), workspace.settings.coordinate_style)
        projection = PROJECTIONS[self._view.projection_id].short
        return ", ".join(filter(None, (title, place, scale, projection)))


def _scale(text: str) -> float | None:
    """The denominator that was typed; None for as large as the page.

    >>> _scale("1:1 000 000")
    1000000.0
    """
    typed = text.replace(" ", "").replace("\u202f", "").removeprefix("1:")
    if not typed:
        return None
    try:
        found = float(typed)
    except ValueError:
        found = 0.0
    if not _SCALES[0] <= found <= _SCALES[1]:
        raise ExportError(f"“{text}” is not a scale between 1:1000 and 1:100000000")
    return found


def _audience(workspace: Workspace) -> str | None:
    """For whom a viewer is; None when the person thought better of it."""
    if not tells_more(workspace.document):
        return "student"
    return workspace.ask.choose(
        "Whom is the viewer for?",
        "For students it has no notes, and nothing that is for the instructor or an answer.",
        (
            Choice("student", "Students"),
            Choice("instructor", "Instructors"),
            Choice("cancel", "Cancel", role="reject"),
        ),
    )
