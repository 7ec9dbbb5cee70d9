"""The workspace: the open document, what a person has at hand with it, and who hears of changes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from baltic_desk.app import ring_limits
from baltic_desk.app.looked_at import LookedAt
from baltic_desk.app.protocols import (
    Ask,
    CameraControl,
    Clipboard,
    Exporter,
    ImageConverter,
    SheetMaker,
    WindowControl,
)
from baltic_desk.app.reaches import FieldCache, Reached
from baltic_desk.app.ring_facts import Limits, limits_text
from baltic_desk.app.settings import Settings, StyleValues, save_settings
from baltic_desk.app.system_shelf import SystemShelf
from baltic_desk.app.terrain_sources import TerrainShelf
from baltic_desk.app.version_keeping import VersionKeeper
from baltic_desk.coverage.systems import Systems
from baltic_desk.document.altitude import Altitude, altitude_of
from baltic_desk.document.anchoring import is_locked
from baltic_desk.document.document import Document, new_id
from baltic_desk.document.feature import Feature, RangeRing
from baltic_desk.document.project import Overlay
from baltic_desk.document.ring_choice import ALL, RingChoice, ring_choice
from baltic_desk.document.session import Session
from baltic_desk.document.store import Entry
from baltic_desk.tools.controller import ToolController
from baltic_desk.tools.tool import Desk, State

if TYPE_CHECKING:
    from baltic_desk.app.claiming import Claims
    from baltic_desk.app.recovering import Recovering
    from baltic_desk.io.header import SavedView
    from baltic_desk.io.problem import Problem

_log = logging.getLogger(__name__)

UNTITLED = "Untitled"

ReadOnly = Literal["newer", "claimed", "taken-over", "asked"]
"""Why a file must not be written: a newer version made it; another window had it first; another
has taken it over since; it was asked for."""


@dataclass(frozen=True, slots=True)
class Nudged:
    """The last nudge, so that holding an arrow key makes one step of undo and not fifty."""

    before: Mapping[str, Feature]
    after: Mapping[str, Feature]
    dx_px: float
    dy_px: float


def empty_document() -> Document:
    """What a new project starts with: one overlay to draw on."""
    return Document([Entry(Overlay(id=new_id(), name="Overlay 1"), 1.0)])


class Workspace(LookedAt):
    """One project on the desk.

    `subscribe` tells of whole things: "document" (another document is on the desk: bind to
    `document` and `session` anew), "path" (file name, read-only or problems), "claim" (why the file
    is read-only, who has it, or whether it can be reached), "settings", "systems"
    (entries of this machine's catalogue), "reaches" (what rings come to at the altitude that is
    drawn), "rings" (which are shown), "compare" (altitudes beside each other), "compare-phases"
    (the one shown and another beside each other), "step" (another of the briefing is at hand),
    "task", "sheet" (which is at hand), "exercise" (answers beside solutions), "merging" (with what
    the file holds now), "proposal" (which of it is looked at), "disk" (the file may be
    another than it was), "message", "view" (a camera came with the file), "settle" (give what is
    half typed: the project is about to be saved, say). Changes inside the document are heard from
    `document.subscribe`, selection from `session.subscribe`, gestures from `controller.subscribe`.

    Parameters
    ----------
    ask, camera
        Who puts questions to the person, and the map on the screen.
    window, clipboard, exporter, images
        Parts that only some commands need; such commands are disabled without them.
    keep
        Called with new settings; writes them to the settings file by default.

    Attributes
    ----------
    read_only
        Why saving has to be under another name; None when it may be to the file itself.
    claims
        The claim on the file; None where files are not claimed.
    common
        Entries as they were last read from the file or written to it; None where nobody knows.
    kept_selection
        What was selected before a phase was shown that has not all of it, and what was left of it.
    sheets
        Who makes files and prints of sheets; commands that need it are disabled without.
    recovering
        What crashed sessions left; None where nothing is kept.
    versions
        Keeps what is saved.
    ring_limits
        Says of a ring what limits its reach: at the altitude that is drawn, or as published.
    """

    def __init__(
        self,
        ask: Ask,
        camera: CameraControl,
        *,
        settings: Settings | None = None,
        window: WindowControl | None = None,
        clipboard: Clipboard | None = None,
        exporter: Exporter | None = None,
        images: ImageConverter | None = None,
        document: Document | None = None,
        keep: Callable[[Settings], None] = save_settings,
    ) -> None:
        super().__init__()
        self.ask = ask
        self.camera = camera
        self.window = window
        self.clipboard = clipboard
        self.exporter = exporter
        self.images = images
        self.settings = settings or Settings()
        self.document = document or empty_document()
        self.session = Session(self.document)
        self.path: Path | None = None
        self.digest = ""
        self.common: tuple[Entry, ...] | None = None
        self.read_only: ReadOnly | None = None
        self.claims: Claims | None = None
        self.problems: tuple[Problem, ...] = ()
        self.view: SavedView | None = None
        self.nudged: Nudged | None = None
        self.altitude_step: Altitude | None = None
        self.kept_selection: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self.shelf = SystemShelf()
        self.terrain = TerrainShelf()
        self.versions = VersionKeeper()
        self.fields = FieldCache()
        self.reaches: Mapping[str, Reached] = {}
        self.ring_limits: Limits = self._limits
        self.sheets: SheetMaker | None = None
        self.recovering: Recovering | None = None
        self._keep = keep
        self.controller = ToolController(self.desk)

    # -- the project ---------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """What the project is called: its own title, else its file's name."""
        return self.document.project.title or (self.path.name if self.path else UNTITLED)

    @property
    def modified(self) -> bool:
        """Whether there is something to save."""
        return not self.document.history.clean

    def adopt(
        self,
        document: Document,
        *,
        path: Path | None = None,
        digest: str = "",
        read_only: ReadOnly | None = None,
        problems: tuple[Problem, ...] = (),
        view: SavedView | None = None,
        common: tuple[Entry, ...] | None = None,
    ) -> None:
        """Put another document on the desk; what was there is gone.

        `common` is what its file holds, as far as that is known.
        """
        self.show_merging(None)
        self.common = common
        self.compare_phases(None)
        self.show_exercise(None)
        self.session.close()
        self.document = document
        self.session = Session(document)
        self.controller.reset()
        self.view = view
        self.nudged = None
        self.altitude_step = None
        self.kept_selection = ((), ())
        self.step = self.sheet = self.task = None
        self._notify("document")
        self.show_rings(ALL)
        self.path, self.read_only = path, read_only
        self.bind(path, digest=digest, problems=problems)
        if view is not None:
            self._notify("view")

    def bind(
        self,
        path: Path | None,
        *,
        digest: str = "",
        problems: tuple[Problem, ...] = (),
    ) -> None:
        """Say which file the document belongs to; `digest` is that of its bytes on the disk.

        Another file may be written, whatever the one before was.
        """
        if path != self.path:
            self.read_only = None
        self.path = path
        self.digest = digest
        self.problems = problems
        self._notify("path")

    def hold_read_only(self, reason: ReadOnly | None) -> None:
        """Save only under another name from now on, or to the file again; "claim" is told."""
        self.read_only = reason
        self.claim_changed()

    def look_at_disk(self) -> None:
        """Tell "disk"."""
        self._notify("disk")

    def claim_changed(self) -> None:
        """Tell "claim"."""
        self._notify("claim")

    def add_problems(self, problems: tuple[Problem, ...]) -> None:
        """Add to what was wrong with what was read."""
        self.problems = (*self.problems, *problems)
        self._notify("path")

    @property
    def systems(self) -> Systems:
        """The catalogue of systems: shipped, with those of this machine and of the project."""
        return self.shelf.systems(self.document)

    def shelf_changed(self) -> None:
        """Tell "systems": the entries of this machine have changed."""
        self._notify("systems")

    def reaches_changed(self, reaches: Mapping[str, Reached]) -> None:
        """Take what rings come to by now, by their id, and tell "reaches"."""
        self.reaches = reaches
        self._notify("reaches")

    @property
    def ring_choice(self) -> RingChoice:
        """Which rings are shown as things stand."""
        return ring_choice(self.document, self.rings_shown, self.session.selection)

    def _limits(self, feature: Feature) -> str:
        project = self.document.project
        text = ""
        if isinstance(feature.properties, RangeRing):
            text = ring_limits.limits_text(
                feature.properties,
                altitude_of(project),
                self.reaches.get(feature.id),
                project.assumed_antenna_m,
            )
        return text[:1].upper() + text[1:] if text else limits_text(feature)

    def selected(self) -> tuple[Feature, ...]:
        """Selected features that may be changed, in the order of selecting."""
        return tuple(self._unlocked_selection())

    def any_selected(self) -> bool:
        """Whether something selected may be changed; stops at the first."""
        return any(True for _ in self._unlocked_selection())

    def _unlocked_selection(self) -> Iterator[Feature]:
        found = (self.document.feature(feature_id) for feature_id in self.session.selection)
        return (f for f in found if f is not None and not is_locked(self.document, f))

    # -- tools and commands --------------------------------------------------------------------

    def settle(self) -> None:
        """Finish what is under way: text half typed in a panel ("settle" is told), a gesture."""
        self._notify("settle")
        self.controller.settle()

    def start_tool(self, state: State) -> None:
        """Take up a tool; what was going on is finished first."""
        self.controller.start(state)

    def run(self, command_id: str) -> None:
        """Run a command of the table by its id, if it may run now (KeyError if there is none)."""
        # The table's commands take a workspace, so its module can only be named from inside.
        from baltic_desk.app.commands import command

        found = command(command_id)
        if found.enabled(self):
            found.run(self)

    def desk(self) -> Desk:
        """The things in reach of a tool."""
        return Desk(
            document=self.document,
            session=self.session,
            view=self.camera,
            new_id=new_id,
            distance_unit=self.settings.distance_unit,
            say=self.say,
            coordinate_style=self.settings.coordinate_style,
            with_subordinates=self.settings.move_subordinates,
        )

    # -- settings --------------------------------------------------------------------------------

    def set_settings(self, **changes: Any) -> None:
        """Change settings by name; they hold at once and are kept for the next start."""
        self.replace_settings(msgspec.structs.replace(self.settings, **changes))

    def replace_settings(self, settings: Settings) -> None:
        """Take other settings."""
        if settings == self.settings:
            return
        self.settings = settings
        try:
            self._keep(settings)
        except OSError as error:
            _log.warning("settings are not kept: %s", error)
        self._notify("settings")

    def style_for(self, kind: str) -> StyleValues:
        """Last-used style of a kind, by property name; empty where its own defaults hold."""
        return self.settings.styles.get(kind, {})

    def remember_style(self, kind: str, values: Mapping[str, str | float | bool | None]) -> None:
        """Style that the next feature of a kind starts with."""
        kept = {**self.style_for(kind), **values}
        self.set_settings(styles={**self.settings.styles, kind: kept})
