"""Draws the small picture of a step in slices: its document, its reach, the map's own painters."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from dataclasses import replace as replaced

from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QImage, QPainter

from baltic_desk.app.briefing import features_of, known_projection, overlays_of, setting_of
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.altitude import altitude_of
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.lesson import BriefingStep
from baltic_desk.document.project import Overlay, Project
from baltic_desk.document.store import Entry
from baltic_desk.geo.terrain import TerrainFileError
from baltic_desk.ui.background import Background
from baltic_desk.ui.export.image import Means as ExportMeans
from baltic_desk.ui.export.image import Picture, reaches_at, viewport_of
from baltic_desk.ui.export.step_picture import picture_of_dressed
from baltic_desk.ui.map.cells import ProjectedCells
from baltic_desk.ui.map.highlighting import lit_of
from baltic_desk.ui.map.measure_pictures import Key
from baltic_desk.ui.map.painting import map_steps
from baltic_desk.ui.map.placed_reach import Detail, Reaches
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.sheet import Means
from baltic_desk.ui.map.theme import THEMES
from baltic_desk.ui.symbol_pictures import Look

WIDTH_PX, HEIGHT_PX = 112, 63
TIMES_LARGER = 4.0
"""Things are drawn as on a map so many times as large: symbols would else cover it."""
LAYERS = frozenset(("lakes", "borders"))
MOST_UNITS = 1_200
"""Of more, some stand for all."""
FEATURES_TO_A_STEP = 150
CELLS_BYTES = 3 * 1024 * 1024

_REACH = "thumbnail"


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a small picture hangs on; features compare by identity first, so it is quick."""

    step: BriefingStep
    features: tuple[Entry, ...]
    overlays: tuple[Overlay, ...]
    project: Project
    theme: str
    projection: str
    layers: AbstractSet[str]
    dpr: float


@dataclass(slots=True)
class Drawing:
    """A picture that is being made, or that lacks symbols still."""

    shown: Shown
    document: Document
    picture: Picture
    scene: Scene
    reaches: Reaches | None = None
    lacking: frozenset[Hashable] = frozenset()
    looks: int = 0
    """How often it has been looked for what was lacking."""


def shown_in(workspace: Workspace, step: BriefingStep, dpr: float) -> Shown:
    """What the picture of a step hangs on as things stand."""
    document, settings = workspace.document, workspace.settings
    return Shown(
        replace(step, id="", title="", note="", audience="everyone"),
        features_of(document, step),
        tuple(replace(overlay, visible=True) for overlay in overlays_of(document, step)),
        replace(document.project, altitude_m=None, altitude_above="ground"),
        step.theme or settings.theme,
        known_projection(step.view, settings.projection),
        LAYERS - settings.hidden_layers,
        dpr,
    )


class StepDrawer(QObject):
    """Makes pictures one after the other.

    Its generators give True while they wait for a thread, else False after a few milliseconds.

    Parameters
    ----------
    means
        Base map, symbols, terrain of the window.
    """

    def __init__(self, workspace: Workspace, means: ExportMeans, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._export_means = means
        self._means = Means(means.pictures)
        self._scene: Scene | None = None
        self._cells: ProjectedCells | None = None
        self._reaches: tuple[Reaches | None] | None = None
        self._background = Background(self)
        self._background.done.connect(self._reach_came)
        self._background.failed.connect(self._reach_failed)

    def rest(self) -> None:
        """Keep nothing for the next picture: there is none for now."""
        self._scene = None
        self._background.cancel(_REACH)

    def close(self) -> None:
        """End the thread."""
        self._background.close()

    def begun(self, step: BriefingStep, shown: Shown) -> Generator[bool, None, Drawing]:
        """The document of a step, its scene, what it reaches."""
        setting = setting_of(self._workspace.document, step)
        yield False
        before = self._scene
        if before is not None and before.projection_id != shown.projection:
            before = None
        known = set[str]() if before is None else set(before.by_id)
        features = _some(shown.features, step.highlights)
        features.sort(key=lambda entry: entry.record.id not in known)
        there = sum(entry.record.id in known for entry in features)
        # Shapes are made in pieces: those of the scene before are taken over.
        for count in range(there + FEATURES_TO_A_STEP, len(features), FEATURES_TO_A_STEP):
            part = Document((*setting, *features[:count]))
            before = Scene.of(part, shown.projection, before)
            yield False
        document = _without_texts(Document((*setting, *features)))
        picture = picture_of_dressed(
            document,
            step,
            round(WIDTH_PX * TIMES_LARGER),
            round(HEIGHT_PX * TIMES_LARGER),
            theme=shown.theme,
            projection=shown.projection,
            layers=shown.layers,
            pixels_per_px=shown.dpr / TIMES_LARGER,
            sources=False,
        )
        scene = Scene.of(document, picture.projection, before, rings=picture.rings)
        self._scene = scene
        drawing = Drawing(shown, document, picture, scene)
        yield False
        if altitude_of(document.project) is not None:
            yield from self._reached(drawing)
        return drawing

    def painted(self, drawing: Drawing) -> Generator[bool, None, QImage]:
        """The picture; what it lacks is noted."""
        picture = drawing.picture
        theme = THEMES[drawing.shown.theme]
        scale = picture.pixels_per_px
        width, height = round(picture.width_px * scale), round(picture.height_px * scale)
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor(theme.sea))
        painter = QPainter(image)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        self._take_lacking()
        try:
            for _ in map_steps(
                painter,
                self._export_means.basemap,
                drawing.scene,
                viewport_of(drawing.document, picture),
                theme,
                target="raster",
                layers=picture.layers,
                symbol_pictures=self._export_means.pictures,
                style_scale=scale,
                reaches=drawing.reaches,
                lit=lit_of(drawing.document, drawing.scene, picture.highlights, dims=True),
                means=self._means,
                cells=self._cells_of(picture.projection),
                waits=False,
                furniture=False,
            ):
                yield False
        finally:
            painter.end()
        drawing.lacking = self._take_lacking()
        image.setDevicePixelRatio(drawing.shown.dpr)
        return image

    def count_lacking(self, drawing: Drawing) -> int:
        """How much of what a picture lacked is not there yet.

        That is asked for again: the map forgets what it no longer needs itself.
        """
        pictures, measures = self._export_means.pictures, self._means.measures
        left = 0
        for key in drawing.lacking:
            match key:
                case Look():
                    left += pictures.ready(key) is None
                case Key(shape=shape, scale=scale):
                    if scale not in shape.drawn:
                        measures.ready(shape, scale)
                        left += 1
                case _:
                    pass
        return left

    # -- inside ----------------------------------------------------------------------------------

    def _take_lacking(self) -> frozenset[Hashable]:
        return self._means.units.take_lacking() | self._means.measures.take_lacking()

    def _cells_of(self, projection: str) -> ProjectedCells:
        if self._cells is None or self._cells.projection_id != projection:
            basemap = self._export_means.basemap
            self._cells = ProjectedCells(basemap, projection, bound_bytes=CELLS_BYTES)
        return self._cells

    def _reached(self, drawing: Drawing) -> Generator[bool]:
        altitude = altitude_of(drawing.document.project)
        assert altitude is not None
        viewport = viewport_of(drawing.document, drawing.picture)
        detail = Detail.of(viewport.metres_per_px * TIMES_LARGER)
        workspace = self._workspace
        means = replaced(
            self._export_means,
            terrain=workspace.terrain,
            fields=workspace.fields,
            terrain_sources=workspace.settings.terrain_sources,
        )

        def work(_tell: Callable[[float], None], given_up: Callable[[], bool]) -> object:
            try:
                return reaches_at(
                    drawing.document, altitude, viewport.projection_id, means, detail, given_up
                )
            except TerrainFileError as error:
                raise ValueError(str(error)) from error

        self._reaches = None
        self._background.order(_REACH, work)
        while self._reaches is None:
            yield True
        drawing.reaches = self._reaches[0]

    def _reach_came(self, _name: str, reaches: object) -> None:
        self._reaches = (reaches if isinstance(reaches, Reaches) else None,)

    def _reach_failed(self, _name: str, _why: str) -> None:
        # The map says why; the picture shows published ranges.
        self._reaches = (None,)


def _some(features: Sequence[Entry], highlights: Sequence[str]) -> list[Entry]:
    """Of very many units some, evenly, with those that stand out: so small they cover another."""
    units = [entry for entry in features if _is_unit(entry)]
    every = len(units) // MOST_UNITS + 1
    if every == 1:
        return list(features)
    kept = {entry.record.id for entry in units[::every]} | frozenset(highlights)
    return [entry for entry in features if not _is_unit(entry) or entry.record.id in kept]


def _is_unit(entry: Entry) -> bool:
    return isinstance(entry.record, Feature) and isinstance(entry.record.properties, Unit)


def _without_texts(document: Document) -> Document:
    with document.edit("Without texts") as change:
        for overlay in document.overlays():
            change.put(replace(overlay, amplifiers="none"))
    return document
