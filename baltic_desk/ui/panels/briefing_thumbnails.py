"""Small pictures of the steps of the briefing, painted as the map is, in slices while it rests."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from time import perf_counter

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter

from baltic_desk.app.briefing import overlays_of, phase_of
from baltic_desk.app.briefing_editing import step_of
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.altitude import altitude_of
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Overlay, Project
from baltic_desk.document.lesson import BriefingStep
from baltic_desk.document.store import Entry
from baltic_desk.geo.terrain import TerrainFileError
from baltic_desk.ui.background import Background
from baltic_desk.ui.export.image import Means as ExportMeans
from baltic_desk.ui.export.image import Picture, reaches_at, viewport_of
from baltic_desk.ui.export.step_picture import picture_of_step
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
SLICE_S = 0.004
PAUSE_MS = 350
"""After a change, before it is looked what is to be drawn anew: one change follows another."""
WAIT_MS = 60
LOOK_AGAIN_MS = 200
MOST_LOOKS = 40
"""How often it is looked for symbols that were not there yet."""
MOST_BUSY = 60
"""How often the map goes first; then it has its turns as well."""
CELLS_BYTES = 3 * 1024 * 1024
BYTES_KEPT = 8 * 1024 * 1024

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
    dpr: float


@dataclass(slots=True)
class _Job:
    """A picture that is being made, or that lacks symbols still."""

    step_id: str
    shown: Shown
    document: Document
    picture: Picture
    scene: Scene
    reaches: Reaches | None = None
    lacking: frozenset[Hashable] = frozenset()
    looks: int = 0


class StepThumbnails(QObject):
    """Keeps a picture for each step; what a step shows is looked at again after every change.

    Parameters
    ----------
    means
        Base map, symbols, terrain of the window.
    dpr
        Device pixels to a pixel.
    map_is_busy
        Whether the map is being painted: it goes first.
    """

    came = Signal(str)
    """The picture of the step of that id is another."""

    def __init__(
        self,
        workspace: Workspace,
        means: ExportMeans,
        dpr: Callable[[], float],
        map_is_busy: Callable[[], bool] = lambda: False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._export_means = means
        self._means = Means(means.pictures)
        self._dpr = dpr
        self._map_is_busy = map_is_busy
        self._kept: dict[str, tuple[Shown, QImage]] = {}
        self._wanted: list[str] = []
        self._looked_at: set[str] = set()
        self._lacking: dict[str, _Job] = {}
        self._work: Generator[bool] | None = None
        self._scene: Scene | None = None
        self._cells: ProjectedCells | None = None
        self._reaches: tuple[str, Reaches | None] | None = None
        self._waited = 0
        self._background = Background(self)
        self._background.done.connect(self._reach_came)
        self._background.failed.connect(self._reach_failed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._turn)

    def picture(self, step_id: str) -> QImage | None:
        """The picture of a step as far as it is there: perhaps from before a change."""
        found = self._kept.get(step_id)
        return None if found is None else found[1]

    @property
    def kept_bytes(self) -> int:
        """Bytes that the pictures take."""
        return sum(image.sizeInBytes() for _, image in self._kept.values())

    @property
    def busy(self) -> bool:
        """Whether something is to be looked at or drawn."""
        return bool(self._wanted or self._work is not None or self._lacking)

    def age(self) -> None:
        """Any step may show something else now."""
        self._looked_at.clear()

    def want(self, ids: Sequence[str]) -> None:
        """Have pictures of these steps as they are now, the first first; of others none.

        Of very many the last have none.
        """
        size = round(WIDTH_PX * self._dpr()) * round(HEIGHT_PX * self._dpr()) * 4
        ids = ids[: max(BYTES_KEPT // size, 1)]
        wanted = frozenset(ids)
        for step_id in [i for i in self._kept if i not in wanted]:
            del self._kept[step_id]
        self._looked_at &= wanted
        self._lacking = {i: job for i, job in self._lacking.items() if i in wanted}
        self._wanted = [step_id for step_id in ids if step_id not in self._looked_at]
        self._waited = 0
        if self._wanted:
            self._timer.start(PAUSE_MS)

    def forget(self) -> None:
        """Keep nothing: another project is on the desk."""
        self._stop()
        self._looked_at.clear()
        self._wanted, self._kept, self._lacking = [], {}, {}

    def close(self) -> None:
        """End the work and its thread."""
        self.forget()
        self._timer.stop()
        self._background.close()

    # -- turns -----------------------------------------------------------------------------------

    def _turn(self) -> None:
        if self._map_is_busy() and self._waited < MOST_BUSY:
            self._waited += 1
            self._timer.start(WAIT_MS)
            return
        deadline = perf_counter() + SLICE_S
        while perf_counter() < deadline:
            if self._work is None and not self._begin():
                break
            assert self._work is not None
            waits = next(self._work, None)
            if waits is None:
                self._work = None
            elif waits:
                self._timer.start(WAIT_MS)
                return
        if self._work is not None or self._wanted:
            self._timer.start(0)
        elif self._lacking:
            self._timer.start(LOOK_AGAIN_MS)
        else:
            self._stop()

    def _begin(self) -> bool:
        """Take up the next picture that is to be drawn; whether there is one."""
        if self._wanted:
            step_id = self._wanted.pop(0)
            self._looked_at.add(step_id)
            shown = self._shown(step_id)
            kept = self._kept.get(step_id)
            new = shown is not None and (kept is None or kept[0] != shown)
            self._work = self._made(step_id, shown) if shown is not None and new else _nothing()
            return True
        for step_id, job in list(self._lacking.items()):
            if self._have_come(job):
                del self._lacking[step_id]
                self._work = self._painted(job)
                return True
        return False

    def _stop(self) -> None:
        if self._work is not None:
            self._work.close()
        self._work = None
        self._scene = None
        self._background.cancel(_REACH)

    # -- what is to be drawn ---------------------------------------------------------------------

    def _shown(self, step_id: str) -> Shown | None:
        document, settings = self._workspace.document, self._workspace.settings
        step = step_of(document, step_id)
        if step is None:
            return None
        overlays = overlays_of(document, step)
        ids = frozenset(overlay.id for overlay in overlays)
        phase = phase_of(document, step.phase)
        state = document.state(None if phase is None else phase.id)
        features = tuple(
            entry
            for entry in state.values()
            if isinstance(entry.record, Feature) and entry.record.overlay in ids
        )
        return Shown(
            replace(step, id="", title="", note="", audience="everyone"),
            features,
            tuple(replace(overlay, visible=True) for overlay in overlays),
            replace(document.project, altitude_m=None, altitude_above="ground"),
            step.theme or settings.theme,
            step.view.projection or settings.projection,
            self._dpr(),
        )

    def _made(self, step_id: str, shown: Shown) -> Generator[bool]:
        """Dress the document, have its reach worked out, paint; True while it waits for others."""
        workspace = self._workspace
        step = step_of(workspace.document, step_id)
        if step is None:
            return
        self._lacking.pop(step_id, None)
        settings = workspace.settings
        layers = LAYERS - settings.hidden_layers
        scale = shown.dpr / TIMES_LARGER
        document, picture = picture_of_step(
            workspace.document,
            step,
            round(WIDTH_PX * TIMES_LARGER),
            round(HEIGHT_PX * TIMES_LARGER),
            theme=settings.theme,
            projection=settings.projection,
            layers=layers,
            pixels_per_px=scale,
            sources=False,
        )
        yield False
        with document.edit("Without texts") as change:
            for overlay in document.overlays():
                change.put(replace(overlay, amplifiers="none"))
        before = self._scene
        scene = Scene.of(document, picture.projection, before, rings=picture.rings)
        self._scene = scene
        job = _Job(step_id, shown, document, picture, scene)
        yield False
        if altitude_of(document.project) is not None:
            yield from self._reached(job)
        yield from self._painted(job)

    def _reached(self, job: _Job) -> Generator[bool]:
        altitude = altitude_of(job.document.project)
        assert altitude is not None
        viewport = viewport_of(job.document, job.picture)
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
                return reaches_at(job.document, altitude, viewport, means, detail, given_up)
            except TerrainFileError as error:
                raise ValueError(str(error)) from error

        self._reaches = None
        self._background.order(_REACH, work)
        while self._reaches is None:
            yield True
        job.reaches = self._reaches[1]

    def _painted(self, job: _Job) -> Generator[bool]:
        picture = job.picture
        theme = THEMES[job.shown.theme]
        scale = picture.pixels_per_px
        image = QImage(
            round(picture.width_px * scale),
            round(picture.height_px * scale),
            QImage.Format.Format_RGB32,
        )
        image.fill(QColor(theme.sea))
        painter = QPainter(image)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        self._means.units.take_lacking()
        self._means.measures.take_lacking()
        try:
            for _ in map_steps(
                painter,
                self._export_means.basemap,
                job.scene,
                viewport_of(job.document, picture),
                theme,
                target="raster",
                layers=picture.layers,
                symbol_pictures=self._export_means.pictures,
                style_scale=scale,
                reaches=job.reaches,
                lit=lit_of(job.document, job.scene, picture.highlights, dims=True),
                means=self._means,
                cells=self._cells_of(picture.projection),
                waits=False,
                furniture=False,
            ):
                yield False
        finally:
            painter.end()
        self._keep(job, image)

    def _keep(self, job: _Job, image: QImage) -> None:
        image.setDevicePixelRatio(job.shown.dpr)
        self._kept[job.step_id] = (job.shown, image)
        lacking = self._means.units.take_lacking() | self._means.measures.take_lacking()
        if lacking and job.looks < MOST_LOOKS:
            job.lacking = lacking
            self._lacking[job.step_id] = job
        self.came.emit(job.step_id)

    def _have_come(self, job: _Job) -> bool:
        """Whether what a picture lacked is there, or it has been looked for often enough.

        What is not there is asked for again: the map forgets what it no longer needs itself.
        """
        job.looks += 1
        pictures, measures = self._export_means.pictures, self._means.measures
        left = 0
        for key in job.lacking:
            match key:
                case Look():
                    left += pictures.ready(key) is None
                case Key(shape=shape, scale=scale):
                    if scale not in shape.drawn:
                        measures.ready(shape, scale)
                        left += 1
                case _:
                    pass
        return left == 0 or job.looks >= MOST_LOOKS

    def _cells_of(self, projection: str) -> ProjectedCells:
        if self._cells is None or self._cells.projection_id != projection:
            basemap = self._export_means.basemap
            self._cells = ProjectedCells(basemap, projection, bound_bytes=CELLS_BYTES)
        return self._cells

    # -- reach -----------------------------------------------------------------------------------

    def _reach_came(self, name: str, reaches: object) -> None:
        self._reaches = (name, reaches if isinstance(reaches, Reaches) else None)

    def _reach_failed(self, name: str, _why: str) -> None:
        # The map says why; the picture shows published ranges.
        self._reaches = (name, None)


def _nothing() -> Generator[bool]:
    yield from ()
