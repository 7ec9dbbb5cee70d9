"""Composes the picture of the view (tiles or backdrop, live layer, furniture), keeps it fresh."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.ring_choice import EVERYTHING, RingChoice
from baltic_desk.document.store import Diff
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.tools.tool import Preview
from baltic_desk.ui.map.backdrop import Backdrop
from baltic_desk.ui.map.coverage_layer import CoverageLayer
from baltic_desk.ui.map.exercise_painting import NOTHING, paint_exercise
from baltic_desk.ui.map.furniture import credit_of, paint_furniture
from baltic_desk.ui.map.graticule_painting import GraticuleLabels
from baltic_desk.ui.map.highlighting import lit_of
from baltic_desk.ui.map.live import Live, extent, paint_live
from baltic_desk.ui.map.merge_layer import MergeLayer
from baltic_desk.ui.map.mosaic import Mosaic
from baltic_desk.ui.map.placed_reach import Reaches, to_the_horizon
from baltic_desk.ui.map.placed_study import ShownStudy
from baltic_desk.ui.map.preparation import Preparation
from baltic_desk.ui.map.reach_legend import paint_legend
from baltic_desk.ui.map.relief import Reliefs
from baltic_desk.ui.map.ring_lighting import NOTHING_LIT, paint_lit, paint_veil
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.scene_changes import SceneChanges, painted_boxes
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.sheet_frames import NO_SHEETS, paint_sheets
from baltic_desk.ui.map.study_layer import StudyLayer
from baltic_desk.ui.map.study_legend import paint_study_legend
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.tiles import TILE_PX, Grid
from baltic_desk.ui.map.viewport import Viewport
from baltic_desk.ui.symbol_pictures import SymbolPictures

MOST_SETTLING = 40
"""Changed features shown above the tiles until those are painted; more would cost too much."""
MOST_WAITED_FOR = 8
"""Features of a gesture whose symbols are drawn at once, 1 ms each, rather than stood in for."""
SHARE_FOR_SYMBOLS = 0.7
"""Of the time to paint tiles, what goes into pictures of symbols while such come."""
WORTH_KEEPING = 0.6
"""Share of the view's tiles that makes a picture worth stretching."""


class Picture:
    """All that is painted in the view, for whatever viewport it is shown."""

    def __init__(
        self,
        basemap: BaseMap,
        pictures: SymbolPictures,
        theme: Theme,
        layers: frozenset[str],
        reliefs: Reliefs | None = None,
    ) -> None:
        self.theme = theme
        self.layers = layers
        self.means = Means(pictures)
        self.preparation = Preparation(basemap, self.means.ruler, reliefs)
        self.mosaic = Mosaic(self.preparation, self.means, theme)
        self.mosaic.layers = layers
        self.backdrop = Backdrop()
        self.live = Live()
        self.coverage = CoverageLayer(self.means)
        self.compared = CoverageLayer(self.means)
        """Reach at another altitude, shown left of `split`."""
        self.split = 0.5
        """Where the view is divided while altitudes are compared, as a share of its width."""
        self.study = StudyLayer(self.means)
        self.merge = MergeLayer(self.means)
        self.exercise = NOTHING
        self.sheets = NO_SHEETS
        """Answers beside solutions, painted over all else that lies still."""
        self.selection: Mapping[str, Feature] = {}
        """What is selected and shown."""
        self._rings = EVERYTHING
        self._credit = credit_of(basemap)
        self._labels = GraticuleLabels()
        self._document: Document | None = None
        self._scene: Scene | None = None
        self._changes = SceneChanges()
        self._overview: Iterator[None] | None = None
        self._backdrop_is_new = False

    # -- the scene -------------------------------------------------------------------------

    def show_document(self, document: Document) -> None:
        """Show another document."""
        self._document = document
        self._scene = None
        self._changes.take_all()

    def take(self, diff: Diff) -> None:
        """The document changed; the scene follows when it is next looked at."""
        self._changes.take(diff)

    def take_phase(self) -> None:
        """Another phase is shown, or something else of its movements."""
        self._changes.phase = True

    def select(self, selection: Mapping[str, Feature], rings: RingChoice) -> None:
        """Show another selection, and rings by another choice."""
        self.selection = {i: f for i, f in selection.items() if rings.shows(f)}
        if rings != self._rings:
            self._rings = rings
            self._changes.take_all()

    def scene(self, projection_id: str) -> Scene:
        """The scene of the document as it is now."""
        scene = self._scene
        stale = scene is None or scene.projection_id != projection_id
        if stale or self._changes:
            assert self._document is not None
            shows_reach = True if self.coverage.reaches is not None else None
            before, self._scene = (
                scene,
                Scene.of(
                    self._document,
                    projection_id,
                    scene,
                    at_altitude=shows_reach,
                    rings=self._rings,
                ),
            )
            self.mosaic.scene = scene = self._scene
            self.means.own.show(scene.pictures)
            self._age(before, scene)
        assert scene is not None
        return scene

    def _age(self, before: Scene | None, scene: Scene) -> None:
        changes, self._changes = self._changes, SceneChanges()
        if changes.everything or before is None or before.projection_id != scene.projection_id:
            self.mosaic.age_overlays(None)
            return
        self.mosaic.age_overlays(changes.boxes(before, scene, self.mosaic.metres_per_px))
        if len(changes.ids) <= MOST_SETTLING:
            self.live.settling |= changes.ids

    # -- reach -----------------------------------------------------------------------------

    def show_reaches(self, reaches: Reaches | None) -> None:
        """Show what is reached at an altitude; None for published ranges."""
        if (reaches is None) != (self.coverage.reaches is None):
            self._changes.take_all()  # published rings are drawn faintly, or not
        self.coverage.show(reaches)

    def show_compared(self, reaches: Reaches | None) -> None:
        """Show this left of the split; None for no split."""
        self.compared.show(reaches)

    def show_study(self, shown: ShownStudy) -> None:
        """Show a study of coverage, and routes with their exposure."""
        self.study.show(shown)

    def reach_is_painted(self, viewport: Viewport) -> bool:
        """Whether what is reached is on the screen as it should be."""
        scene, grid = self.scene(viewport.projection_id), self.grid(viewport)
        without = self.mosaic.lifted | self.study.shown.rings
        return (
            self.coverage.fresh(scene, self.theme, grid, without)
            and self.compared.fresh(scene, self.theme, grid, without)
            and self.study.fresh(scene, self.theme, grid, self.mosaic.lifted)
        )

    def merge_is_painted(self, viewport: Viewport) -> bool:
        """Whether what is merged is on the screen as it should be."""
        scene, grid = self.scene(viewport.projection_id), self.grid(viewport)
        return self.merge.fresh(scene, self.theme, grid)

    # -- gestures --------------------------------------------------------------------------

    def show_preview(self, preview: Preview, viewport: Viewport) -> QRectF:
        """Show a preview; the part of the view that has to be painted anew, device pixels."""
        scene = self.scene(viewport.projection_id)
        sheet = self._measuring(viewport)
        box = extent(sheet, self.live, scene)
        self.live.show(self._shown(preview), viewport.projection_id)
        self.live.reaches = {}
        if self.coverage.reaches is not None:
            self.live.reaches = to_the_horizon(preview.features, self.coverage.reaches)
        lifted = self.live.lifted(scene)
        if lifted != self.mosaic.lifted:
            ids = lifted ^ self.mosaic.lifted
            if len(ids) <= MOST_SETTLING:
                self.live.settling |= self.mosaic.lifted - lifted
            self.mosaic.lifted = lifted
            self.mosaic.age_overlays(painted_boxes(scene, ids, self.mosaic.metres_per_px))
        return box.united(extent(sheet, self.live, scene))

    def _shown(self, preview: Preview) -> Preview:
        """The preview without the rings that are not shown; what is being placed is."""
        document = self._document
        if self._rings == EVERYTHING or document is None:
            return preview
        features = {
            i: feature
            for i, feature in preview.features.items()
            if self._rings.shows(feature) or document.feature(i) is None
        }
        return replace(preview, features=features)

    def light(self, ids: Iterable[str], first: str, projection_id: str, *, dims: bool) -> None:
        """Light up rings with their unit, `first` most of all, whether or not they are shown else.

        `dims`: all else steps back.
        """
        scene = self.scene(projection_id)
        document = self._document
        self.live.lit = (
            NOTHING_LIT if document is None else lit_of(document, scene, ids, first, dims=dims)
        )

    # -- painting --------------------------------------------------------------------------

    def aim(self, viewport: Viewport, focus_px: tuple[float, float]) -> None:
        """Paint tiles for this viewport from now on."""
        dpr = viewport.dpr
        self.mosaic.aim(self.grid(viewport), (focus_px[0] * dpr, focus_px[1] * dpr))

    def grid(self, viewport: Viewport) -> Grid:
        """The tiles of a viewport."""
        return Grid.of(viewport, self.theme.id)

    def keep_backdrop(self, viewport: Viewport) -> None:
        """Keep what is shown, to be stretched while tiles of another scale are made."""
        grid = self.grid(viewport)
        if not self.backdrop.empty and self.mosaic.coverage(grid) < WORTH_KEEPING:
            return
        if self.backdrop.shows(grid.frame) and self._backdrop_is_new:
            return
        image = self.backdrop.blank(grid.width, grid.height)
        painter = QPainter(image)
        exposed = QRectF(0, 0, grid.width, grid.height)
        self._paint_map(painter, grid, exposed, settled=True)
        painter.end()
        self.backdrop.keep(image, grid.frame)
        self._backdrop_is_new = True

    def work(self, seconds: float, viewport: Viewport) -> tuple[bool, list[QRectF]]:
        """Paint tiles for about so long; whether there is more to do, and what is new on screen."""
        grid = self.grid(viewport)
        scene = self.scene(viewport.projection_id)
        lifted = self.mosaic.lifted
        without = lifted | self.study.shown.rings
        # One after the other: each takes all of its time.
        if not self.coverage.fresh(scene, self.theme, grid, without):
            painted = self.coverage.work(seconds, scene, self.theme, grid, without)
        elif not self.compared.fresh(scene, self.theme, grid, without):
            painted = self.compared.work(seconds, scene, self.theme, grid, without)
        else:
            painted = self.study.work(seconds, scene, self.theme, grid, lifted)
            painted |= self.merge.work(seconds, scene, self.theme, grid)
        if painted:
            return True, [QRectF(0, 0, grid.width, grid.height)]
        if not self.reach_is_painted(viewport):
            return True, []
        came: frozenset[Hashable] = self.means.pictures.work(seconds * SHARE_FOR_SYMBOLS)
        came |= self.means.measures.work(seconds * SHARE_FOR_SYMBOLS)
        if came:
            self.mosaic.symbols_came(came)
            self.coverage.age()
            self.compared.age()
            self.merge.age()
        busy, tiles = self.mosaic.work(
            seconds * (1.0 - SHARE_FOR_SYMBOLS if came else 1.0), base_first=self.backdrop.empty
        )
        busy = busy or bool(came) or not self.merge.fresh(scene, self.theme, grid)
        if self.means.pictures.supply is not None:
            self.means.pictures.supply.send()
        new = [QRectF(*grid.place(tile), TILE_PX, TILE_PX) for tile in tiles]
        if came and self.exercise.features:
            new.append(QRectF(0, 0, grid.width, grid.height))
        if self.live.settling and self.mosaic.complete():
            self.live.settling = frozenset()
            new.append(QRectF(0, 0, grid.width, grid.height))
        self._backdrop_is_new = self._backdrop_is_new and not tiles
        if not busy and self.mosaic.complete():
            self.shaded(viewport)
            busy = self._work_on_overview(viewport)
            if not busy and not self._backdrop_is_new:
                # Now, when there is nothing to do: a zoom that begins has no time for it.
                self.keep_backdrop(viewport)
        return busy, new

    def shaded(self, viewport: Viewport) -> bool:
        """Whether the relief is there or not wanted; asks for it when it is not."""
        if "relief" not in self.layers:
            return True
        return self.preparation.ask_for_relief(viewport.projection_id, self.theme)

    def compose(
        self, painter: QPainter, exposed: QRectF, viewport: Viewport, *, settled: bool
    ) -> None:
        """Draw everything in device pixels; unless `settled` the map is stretched from before."""
        grid = self.grid(viewport)
        self._paint_map(painter, grid, exposed, settled=settled)
        self._paint_reach(painter, grid, exposed)
        self.study.paint(painter, grid.frame, exposed)
        scene = self.scene(viewport.projection_id)
        few = len(self.live.shapes) + len(self.live.settling) <= MOST_WAITED_FOR
        sheet = Sheet(painter, grid.frame, self.theme, self.means, waits=few, live=True)
        ground = viewport.camera().metres_per_px
        settled_scale = self.mosaic.metres_per_px
        if self.exercise.features:
            still = replace(sheet, waits=len(self.exercise.features) <= MOST_WAITED_FOR)
            paint_exercise(still, self.exercise, scene, settled_scale)
        self.merge.paint(sheet, scene, exposed)
        reaches = self.coverage.reaches
        paint_live(sheet, self.live, scene, self.selection, ground, settled_scale, reaches)
        paint_sheets(sheet, self.sheets)
        paint_furniture(
            sheet, self.layers, self._labels, credit=self._credit, marking=scene.marking,
            note=scene.ring_choice.note, ground_metres_per_px=ground, settled=settled,
        )  # fmt: skip
        if self.coverage.reaches is not None:
            paint_legend(sheet, self.coverage.reaches, also=self.compared.reaches)
        if self.study.shown.study is not None:
            paint_study_legend(sheet, self.study.shown.study)

    def paint_still(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw all that lies on the map in device pixels, without what is lifted off it and without
        what stands about it."""
        grid = self.grid(viewport)
        exposed = QRectF(0, 0, grid.width, grid.height)
        self._paint_map(painter, grid, exposed, settled=True)
        self._paint_reach(painter, grid, exposed)
        self.study.paint(painter, grid.frame, exposed)
        lit = self.live.lit
        there = tuple(s for s in lit.shapes if s.feature.id not in self.mosaic.lifted)
        sheet = Sheet(painter, grid.frame, self.theme, self.means, live=True)
        scene = self.scene(viewport.projection_id)
        if lit.dims and not there:
            paint_veil(sheet)
        scale, reaches = self.mosaic.metres_per_px, self.coverage.reaches
        paint_lit(sheet, lit._replace(shapes=there), scene, scale, reaches)

    def _paint_reach(self, painter: QPainter, grid: Grid, exposed: QRectF) -> None:
        if self.compared.reaches is None:
            self.coverage.paint(painter, grid.frame, exposed)
            return
        at = round(self.split * grid.width)
        left = QRectF(0, 0, at, grid.height).intersected(exposed)
        right = QRectF(at, 0, grid.width - at, grid.height).intersected(exposed)
        self.compared.paint(painter, grid.frame, left)
        self.coverage.paint(painter, grid.frame, right)

    def _paint_map(self, painter: QPainter, grid: Grid, exposed: QRectF, *, settled: bool) -> None:
        if not settled or self.mosaic.lacks(grid):
            self.backdrop.paint(painter, grid.frame, self.theme, exposed, smooth=settled)
        if settled:
            self.mosaic.blit(painter, grid, exposed, base=self.backdrop.empty)

    def _work_on_overview(self, viewport: Viewport) -> bool:
        if self.backdrop.has_overview(viewport.projection_id, self.theme):
            return False
        if self._overview is None:
            cells = self.preparation.cells(viewport.projection_id)
            self._overview = self.backdrop.paint_overview(cells, self.theme)
        if next(self._overview, 0) == 0:
            self._overview = None
        return True

    def _measuring(self, viewport: Viewport) -> Sheet:
        """A sheet for reckoning only, whose painter paints nothing."""
        return Sheet(QPainter(), self.grid(viewport).frame, self.theme, self.means)

    # -- looks -----------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = self.mosaic.theme = theme
        self._overview = None

    def set_layers(self, layers: frozenset[str]) -> None:
        """Show these layers."""
        base = (layers ^ self.layers) - _OVER_THE_BASE
        self.layers = self.mosaic.layers = layers
        if base:
            self.mosaic.age_all()
        else:
            self.mosaic.age_overlays(None)

    def move_to(self, viewport: Viewport) -> None:
        """Another projection: what there is serves as the backdrop."""
        self.backdrop.move_to(self.grid(viewport).frame)
        self._overview = None


_OVER_THE_BASE = frozenset(
    ("graticule", "scale_bar", "places", "water_names", "countries", "airports", "ports")
)
