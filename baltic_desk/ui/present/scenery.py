"""One picture of a presentation with its own document: made ready before it is shown.

It is painted twice while nobody looks: first without the units, which on the way from one picture
to the next are figures of their own, then whole. Both are kept, so that a step that is turned to
stands there complete.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from baltic_desk.app.briefing import known_projection, known_rings
from baltic_desk.app.presenting import Showing
from baltic_desk.app.reaches import FieldCache
from baltic_desk.app.settings import Settings
from baltic_desk.app.terrain_sources import TerrainShelf
from baltic_desk.app.view_commands import BASE_LAYERS
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Unit
from baltic_desk.document.lesson import BriefingStep
from baltic_desk.document.session import Session
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.geo.projection import DEFAULT_PROJECTION
from baltic_desk.ui.map.backdrop import Backdrop
from baltic_desk.ui.map.relief import Reliefs
from baltic_desk.ui.map.theme import THEMES
from baltic_desk.ui.map.viewport import Camera, Viewport
from baltic_desk.ui.present.stage_map import StageMap
from baltic_desk.ui.present.stage_reach import StageReach
from baltic_desk.ui.present.still import Still
from baltic_desk.ui.reach_supply import ReachSupply
from baltic_desk.ui.symbol_pictures import SymbolPictures

MOST_LIFTED = 300
"""Units that are figures of their own; of more only those that move."""
_LOOK_MS = 25
_PATIENCE_S = 3.0
"""How long a picture waits for terrain to be looked at; it comes later, then."""
_RELIEF_PATIENCE_S = 20.0
"""How long it waits for the shading, which comes unless its file cannot be read."""
_GOES_WITH = {"rivers": ("rivers", "lakes", "small_lakes")}

Stage = Literal["bare", "whole", "ready"]


@dataclass(frozen=True, slots=True, eq=False)
class SceneryMeans:
    """What all pictures of a presentation are made with.

    Attributes
    ----------
    backdrop
        The editor's, whose overviews of the region they have in common.
    """

    basemap: BaseMap
    pictures: SymbolPictures
    reliefs: Reliefs
    backdrop: Backdrop
    terrain: TerrainShelf
    fields: FieldCache
    settings: Settings


class Scenery(QObject):
    """A map, the document it shows, and what has been made of it beforehand."""

    progressed = Signal()
    """It has become ready, or is no longer."""

    def __init__(self, means: SceneryMeans, parent: QWidget) -> None:
        super().__init__(parent)
        self._means = means
        self._pictures = means.pictures.beside()
        settings = means.settings
        self.view = StageMap(
            means.basemap,
            self._pictures,
            theme=THEMES[settings.theme],
            projection_id=DEFAULT_PROJECTION,
            reliefs=means.reliefs,
        )
        self.view.picture.backdrop.share_overviews(means.backdrop)
        self.view.setParent(parent)
        self.view.hide()
        for layer, _ in BASE_LAYERS:
            if layer in settings.hidden_layers:
                for name in _GOES_WITH.get(layer, (layer,)):
                    self.view.set_layer_visible(name, False)
        self.reach = StageReach(
            self.view, ReachSupply(means.terrain, means.fields), settings.terrain_sources
        )
        self.reach.came.connect(self._reach_came)
        self.showing: Showing | None = None
        self.document = Document()
        self._bare: tuple[Still, Viewport] | None = None
        self._step: BriefingStep | None = None
        self._session: Session | None = None
        self._stage: Stage = "ready"
        self._since = 0.0
        self._lifted: frozenset[str] = frozenset()
        self._movers: frozenset[str] = frozenset()
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._look_how_far)

    @property
    def ready(self) -> bool:
        """Whether it stands there complete."""
        return self.showing is not None and self._stage == "ready" and self.view.complete()

    @property
    def lifted(self) -> frozenset[str]:
        """Units that are figures of their own on the way here and from here."""
        return self._lifted

    @property
    def step(self) -> BriefingStep:
        """The step it is of."""
        assert self._step is not None
        return self._step

    @property
    def bare(self) -> Still | None:
        """It without its units, where that has been made and is still what it looks like."""
        kept = self._bare
        return kept[0] if kept is not None and kept[1] == self.view.goal else None

    @property
    def home(self) -> Viewport:
        """What its step looks at on a screen of this size."""
        return self.view.viewport_of(self.step.view, self.view.projection_id)

    @property
    def astray(self) -> bool:
        """Whether it looks at something else than its step does."""
        return self.view.goal != self.home

    def is_of(self, showing: Showing) -> bool:
        """Whether it is what a step shows, looked at as the step does."""
        return self.showing == showing and not self.astray

    def show(
        self,
        showing: Showing,
        step: BriefingStep,
        document: Document,
        movers: Iterable[str],
        camera: Camera | None = None,
    ) -> None:
        """Become another picture, of a document that is this one's from now on.

        Parameters
        ----------
        movers
            Units that move on the way from here or to here.
        camera
            What is looked at instead of what the step says.
        """
        settings, view = self._means.settings, self.view
        self.showing, self._step, self.document = showing, step, document
        self._movers = frozenset(movers)
        _dress(document, showing)
        self._pictures.colours = document.project.symbol_colors
        theme = step.theme or settings.theme
        if view.theme.id != theme:
            view.set_theme(theme)
        view.set_projection(known_projection(step.view, settings.projection))
        if self._session is not None:
            self._session.close()
        self._session = Session(document)
        view.set_document(document, self._session)
        view.show_rings(known_rings(step))
        if camera is None:
            view.look_through(self.home)
        else:
            view.set_camera(camera)
        view.highlight(step.highlights)
        self.reach.follow(document)
        self._begin()

    def change(self, showing: Showing) -> None:
        """Show other overlays or another altitude, on the spot."""
        self.showing = showing
        self._bare = None
        self._stage = "ready"
        self._look.stop()
        self.view.lift(())
        _dress(self.document, showing)
        self.view.highlight(self.step.highlights)
        self.reach.follow(self.document)

    def fill(self, width: int, height: int, style_scale: float) -> None:
        """Take the size of a screen; what was made for another is of no use any more."""
        self.view.set_style_scale(style_scale)
        self.view.fill(width, height)
        self._bare = None

    def forget(self) -> None:
        """Be nothing until it is shown anew."""
        self.showing = None
        self._bare = None
        self._look.stop()
        self._stage = "ready"

    def still(self) -> Still:
        """A picture of it as it is on the map now, with its units."""
        return Still.of(*self.view.still())

    def close(self) -> None:
        """End its threads; it is of no use afterwards."""
        self._look.stop()
        self.reach.close()
        if self._session is not None:
            self._session.close()
        self.view.close()
        self._pictures.retire()

    # -- inside ------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._bare = None
        self._since = perf_counter()
        self._stage = "bare"
        units = [f.id for f in self.document.features() if isinstance(f.properties, Unit)]
        few = len(units) <= MOST_LIFTED
        self._lifted = frozenset(units) if few else frozenset(list(self._movers)[:MOST_LIFTED])
        self.view.lift(self._lifted)
        self._look.start()

    def _look_how_far(self) -> None:
        view = self.view
        waited = perf_counter() - self._since
        if view.at_rest or not view.complete():
            return
        if not (view.picture.shaded(view.shown) or waited > _RELIEF_PATIENCE_S):
            return
        if not (self.reach.settled or waited > _PATIENCE_S):
            return
        if self._stage == "bare":
            self._bare = Still.of(*view.still(), self._lifted), view.goal
            self._stage = "whole"
            view.lift(())
        elif self._stage == "whole":
            self._stage = "ready"
            self._look.stop()
        self.progressed.emit()

    def _reach_came(self) -> None:
        # What was kept shows less than is known now; on the screen it need not be made anew.
        if self._stage == "ready" and self._bare is not None:
            self._bare = None
            if not self.view.isVisible():
                self._begin()


def _dress(document: Document, showing: Showing) -> None:
    """Give a document of the stage's own the overlays and the altitude that are to be shown."""
    with document.edit("Show") as change:
        for overlay in document.overlays():
            visible = overlay.id not in showing.hidden
            if overlay.visible != visible:
                change.put(msgspec.structs.replace(overlay, visible=visible))
        project = document.project
        wanted = msgspec.structs.replace(
            project, altitude_m=showing.altitude_m, altitude_above=showing.altitude_above
        )
        if wanted != project:
            change.put(wanted)
