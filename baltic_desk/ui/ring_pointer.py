"""Pointing at range rings: which lights up, which card is told, by pointer and by keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QTimer

from baltic_desk.app.ring_facts import asked_about, family, ring_facts
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Unit
from baltic_desk.document.geometry import Polygon, Position
from baltic_desk.document.places import reference
from baltic_desk.document.ring_choice import OF_SELECTION
from baltic_desk.document.store import Diff
from baltic_desk.tools.tool import Pixel, Pointer
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.ring_card import RingCard

DWELL_MS = 180
"""How long the pointer rests on a line before all else steps back and the card comes: passing over
lines must not make the map flicker."""


class RingPointer(QObject):
    """Watches the pointer over one map while things are being selected.

    A ring that is clicked keeps its card until something else is selected; so does one that is
    asked about by key.
    """

    def __init__(self, workspace: Workspace, view: MapView) -> None:
        super().__init__(view)
        self._workspace = workspace
        self._view = view
        self.card = RingCard(view)
        self._under: tuple[str, ...] = ()
        self._pointer: Pixel | None = None
        self._kept: str | None = None
        self._lit: tuple[str, bool] | None = None
        self._unit: str | None = None
        self._dwell = QTimer(self)
        self._dwell.setSingleShot(True)
        self._dwell.setInterval(DWELL_MS)
        self._dwell.timeout.connect(self.dwelt)
        view.moved.connect(self._moved)
        view.left.connect(self._left)
        view.pressed.connect(self._pressed)
        view.camera_changed.connect(self._camera_changed)
        self._following = Following(
            workspace,
            self,
            rebound=self.forget,
            changed=self._changed,
            selected=self._selected,
            told=self._hear,
        )

    @property
    def pointed_at(self) -> str | None:
        """Id of the ring under the pointer that is asked about."""
        chosen = [i for i in self._under if i in self._workspace.session.selection]
        return next(iter(chosen or self._under), None)

    def dwelt(self) -> None:
        """The pointer has rested where it is: tell of the ring there."""
        ring = self.pointed_at
        if ring is not None:
            self._dwell.stop()
            self._light(ring, dims=True)
            self._tell(ring, self._pointer)

    def open_for_selection(self) -> None:
        """Tell of the selected ring; again, of the next of its unit's rings; at last of none."""
        rings = asked_about(self._workspace.document, self._workspace.session.selection)
        at = rings.index(self._kept) + 1 if self._kept in rings else 0
        self._kept = rings[at] if at < len(rings) else None
        self._show_kept()

    def forget(self) -> None:
        """Nothing is asked about any more."""
        self._under = ()
        self._kept = None
        self._dwell.stop()
        self._show_kept()

    # -- what is heard -------------------------------------------------------------------------

    def _moved(self, pointer: Pointer) -> None:
        self._pointer = pointer.px
        if not self._selecting():
            self._under = ()
            self._dwell.stop()
            self._light(None, dims=False)
            self.card.dismiss()
            return
        hit = self._view.hit(pointer.px)
        on_handle = hit is not None and hit.part != "body"
        self._point_at(() if on_handle else self._view.rings_at(pointer.px))
        if not self._under:
            self._point_at_unit(None if hit is None or on_handle else hit.id)
        self.card.keep_clear_of(_point(pointer.px))

    def _left(self) -> None:
        self._pointer = None
        self._point_at(())

    def _pressed(self, _pointer: Pointer) -> None:
        ring = self.pointed_at
        if ring is not None and ring in self._workspace.session.selection:
            self._kept = ring
            self.dwelt()

    def _camera_changed(self) -> None:
        self._point_at(())

    def _selected(self) -> None:
        selection = self._workspace.session.selection
        clicked = selection[0] if len(selection) == 1 and selection[0] in self._under else None
        if clicked is not None:
            self._kept = clicked
            self.dwelt()
        elif self._kept not in asked_about(self._workspace.document, selection):
            self._kept = None
            if self.pointed_at is None:
                self._show_kept()

    def _changed(self, _diff: Diff) -> None:
        self._renew()

    def _hear(self, topic: str) -> None:
        if topic in ("settings", "systems", "rings"):
            self._renew()

    # -- inside --------------------------------------------------------------------------------

    def _selecting(self) -> bool:
        state = self._workspace.controller.state
        return state.tool == "select" and state.at_rest and not self._view.panning

    def _point_at_unit(self, unit: str | None) -> None:
        """Where only the rings of one unit are shown, those of the unit under the pointer are."""
        if unit == self._unit:
            return
        self._unit = unit
        feature = None if unit is None else self._workspace.document.feature(unit)
        of_units = self._workspace.rings_shown == OF_SELECTION
        if of_units and feature is not None and isinstance(feature.properties, Unit):
            self._light(feature.id, dims=False)
        elif self._kept is None:
            self._light(None, dims=False)

    def _point_at(self, rings: Sequence[str]) -> None:
        before = self.pointed_at
        self._under = tuple(rings)
        if rings:
            self._unit = None
        ring = self.pointed_at
        if ring is None:
            self._dwell.stop()
            if before is not None or (self._kept is not None and self.card.facts is None):
                self._show_kept()
        elif ring != before:
            if before is not None and self.card.facts is not None:
                self.dwelt()
                return
            self._light(ring, dims=False)
            self._dwell.start()

    def _show_kept(self) -> None:
        """What is shown when the pointer is on no ring."""
        if self._kept is None:
            self._light(None, dims=False)
            self.card.dismiss()
        else:
            self._light(self._kept, dims=False)
            self._tell(self._kept, None)

    def _renew(self) -> None:
        """The document or the catalogue has changed: what is told may be told otherwise."""
        document = self._workspace.document
        self._under = tuple(i for i in self._under if document.feature(i) is not None)
        if self._kept is not None and document.feature(self._kept) is None:
            self._kept = None
        self._light(None, dims=False)
        if self.card.facts is not None and self.pointed_at is not None:
            self.dwelt()
        else:
            self._show_kept()

    def _light(self, ring: str | None, *, dims: bool) -> None:
        wanted = None if ring is None else (ring, dims)
        if wanted == self._lit:
            return
        self._lit = wanted
        if ring is None:
            self._view.light(())
        else:
            self._view.light(family(self._workspace.document, ring).ids, ring, dims=dims)

    def _tell(self, ring: str, pointer: Pixel | None) -> None:
        workspace = self._workspace
        facts = ring_facts(workspace.document, ring, workspace.systems, workspace.ring_limits)
        if facts is None:
            self.card.dismiss()
            return
        at = self._place_of(ring) if pointer is None else _point(pointer)
        if pointer is None and facts == self.card.facts:
            return  # it stays where it is when the pointer has gone
        clear_of = None if self._pointer is None else _point(self._pointer)
        owner = family(workspace.document, ring).owner
        unit = None if owner is None else workspace.document.feature(owner)
        spares = None if unit is None else _point(self._view.to_px(reference(unit)))
        self.card.tell(facts, at, note=self._note(ring), clear_of=clear_of, spares=spares)

    def _note(self, ring: str) -> str:
        if ring not in self._under or len(self._under) < 2:
            return ""
        number = self._under.index(ring) + 1
        return f"{number} of {len(self._under)} rings here; click for the next"

    def _place_of(self, ring: str) -> QPoint:
        """Where in the view a ring's line is to be seen, near the middle; else the middle."""
        inside = self._view.rect().adjusted(40, 40, -40, -40)
        middle = inside.center()
        seen = [_point(self._view.to_px(place)) for place in _line_of(self._workspace, ring)]
        seen = [at for at in seen if inside.contains(at)]
        return min(seen, key=lambda at: (at - middle).manhattanLength(), default=middle)


def _line_of(workspace: Workspace, ring: str) -> Sequence[Position]:
    feature = workspace.document.feature(ring)
    if feature is None or not isinstance(feature.geometry, Polygon):
        return ()
    outer = feature.geometry.coordinates[0]
    return outer[:: max(len(outer) // 72, 1)]


def _point(px: Pixel) -> QPoint:
    return QPoint(round(px[0]), round(px[1]))
