"""Pictures of a presentation that stand ready behind the stage: what comes next, what was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from baltic_desk.app.presenting import Showing
from baltic_desk.app.stage_documents import StageDocuments
from baltic_desk.document.lesson import BriefingStep
from baltic_desk.ui.map.viewport import Camera
from baltic_desk.ui.present.scenery import Scenery, SceneryMeans

SCENERIES = 3
"""What is shown, what comes next, what was before."""

Wanted = tuple[Showing, BriefingStep]


class Wings(QObject):
    """Some sceneries, one of them on the stage; the others become what is wanted next.

    Parameters
    ----------
    stage
        The widget that their maps lie in.
    """

    progressed = Signal()
    """One has become ready, or is no longer."""

    def __init__(self, means: SceneryMeans, documents: StageDocuments, stage: QWidget) -> None:
        super().__init__(stage)
        self._documents = documents
        self._all = [Scenery(means, stage) for _ in range(SCENERIES)]
        self._wanted: Sequence[Wanted] = ()
        self.on_stage = self._all[0]
        """What is shown."""
        for scenery in self._all:
            scenery.progressed.connect(self.progressed)

    def __iter__(self) -> Iterator[Scenery]:
        return iter(self._all)

    def want(self, wanted: Sequence[Wanted]) -> None:
        """Make these ready while there is time, the first first."""
        self._wanted = wanted

    def prepare(self) -> None:
        """Go on with the first of what is wanted that is not ready, if there is time for it."""
        if not self.on_stage.ready:
            return
        for number, (showing, step) in enumerate(self._wanted):
            scenery = self.made(showing)
            if scenery is None:
                keep = [known for known, _ in self._wanted[: number + 1]]
                self.become(self.free(keep), (showing, step))
                return
            if not scenery.ready:
                return

    def become(self, scenery: Scenery, wanted: Wanted, camera: Camera | None = None) -> None:
        """Let a scenery become something."""
        showing, step = wanted
        here = self.on_stage.showing
        phase = showing.phase if here is None else here.phase
        movers = self._documents.moved(phase, showing.phase)
        scenery.show(showing, step, self._documents.of(showing.phase), movers, camera)

    def made(self, showing: Showing) -> Scenery | None:
        """One that shows that, but for the one on the stage."""
        return next((s for s in self._others() if s.showing and s.is_of(showing)), None)

    def free(self, keep: Sequence[Showing]) -> Scenery:
        """One that can become something else, rather one that is not wanted; `keep` is."""
        others = list(self._others())
        wanted = {showing for showing, _ in self._wanted}
        for known in ({None}, wanted | set(keep), set(keep)):
            for scenery in others:
                if (scenery.showing in known) == (known == {None}):
                    return scenery
        return others[-1]

    def fill(self, width: int, height: int, style_scale: float) -> None:
        """Take the size of another screen; what was made for the old one is made again."""
        for scenery in self._all:
            scenery.fill(width, height, style_scale)
            if scenery is not self.on_stage:
                scenery.forget()
            elif scenery.showing is not None:
                scenery.view.look_through(scenery.home)

    def close(self) -> None:
        """End all work."""
        for scenery in self._all:
            scenery.close()

    def _others(self) -> Iterator[Scenery]:
        return (scenery for scenery in self._all if scenery is not self.on_stage)
