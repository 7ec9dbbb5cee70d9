"""The ORBAT panel: who is under whom, to find, count, select and rearrange units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionRange, QPoint, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from baltic_desk.app import subordinating
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.store import Diff
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.panels.orbat_delegate import OrbatDelegate
from baltic_desk.ui.panels.orbat_filter import OrbatFilter
from baltic_desk.ui.panels.orbat_menu import OrbatMenu
from baltic_desk.ui.panels.orbat_model import OrbatModel
from baltic_desk.ui.panels.orbat_strip import DetachStrip
from baltic_desk.ui.panels.orbat_summary import OrbatSummary
from baltic_desk.ui.panels.orbat_view import OrbatView
from baltic_desk.ui.symbol_pictures import SymbolPictures

_NO_UNITS = (
    "There are no units yet. Place some from the Symbols panel, then drag them here under their "
    "superiors."
)


class OrbatPanel(QWidget):
    """Units by subordination; its selection and the map's are one.

    Parameters
    ----------
    pictures
        Draws the units' symbols.
    """

    def __init__(
        self,
        workspace: Workspace,
        pictures: SymbolPictures | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._busy = 0
        self._behind = False
        self.rows = OrbatModel(workspace, self)
        # Connected before the view's: when rows go, their deselection must not reach the session.
        self.rows.rowsAboutToBeRemoved.connect(self._hold)
        self.rows.rowsAboutToBeInserted.connect(self._hold)
        self.rows.rowsRemoved.connect(self._release)
        self.rows.rowsInserted.connect(self._release)
        self.filter = OrbatFilter()
        self.filter.changed.connect(self._apply_filter)
        self.view = OrbatView(self.rows)
        self._delegate = OrbatDelegate(self.rows, self.view, pictures)
        self._delegate.theme = workspace.settings.theme
        self.view.use(self._delegate)
        self.empty = QLabel()
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setObjectName("faint")
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(12, 10, 12, 10)
        self.strip = DetachStrip(self._detach_dropped)
        self.summary = OrbatSummary()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filter)
        layout.addWidget(self.empty)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.strip)
        layout.addWidget(self.summary)
        self.setFocusProxy(self.view)
        view = self.view
        view.zoom_wanted.connect(self._zoom)
        view.delete_wanted.connect(self._delete)
        view.select_all_wanted.connect(self._select_all)
        view.higher_wanted.connect(self._put_higher)
        view.lower_wanted.connect(self._put_lower)
        view.dragging.connect(self.strip.setVisible)
        view.customContextMenuRequested.connect(self._open_menu)
        view.selectionModel().selectionChanged.connect(self._on_selection)
        # A click on what alone is selected here changes no row, but ends what is folded away.
        view.clicked.connect(self._on_selection)
        self._following = Following(
            workspace,
            self,
            rebound=self._on_document,
            changed=self._on_diff,
            selected=self._on_session,
            told=self._on_topic,
        )
        self._on_document()

    # -- what the workspace says -------------------------------------------------------------

    def _on_document(self) -> None:
        self.rows.take(self._workspace.document)
        self._behind = False
        self._show_selection(reveal=True)
        self._count()

    def _on_topic(self, topic: str) -> None:
        if topic == "settings":
            self._delegate.theme = self._workspace.settings.theme
            self.view.viewport().update()

    def _seen(self) -> bool:
        """Whether it is looked at; if not it catches up when it is, and edits need not wait."""
        # A dock behind other tabs counts as visible, but nothing of it can be seen.
        seen = self.isVisible() and not self.visibleRegion().isEmpty()
        self._behind = self._behind or not seen
        return seen and not self._behind

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._behind:
            QTimer.singleShot(0, self._catch_up)

    def _catch_up(self) -> None:
        if self._behind:
            self._behind = False
            self._hold()
            self.rows.renew()
            self._release()
            self._on_session()

    def _on_diff(self, diff: Diff) -> None:
        if not self._seen():
            self.rows.note(diff)
            return
        current = self.view.currentIndex()
        kept = self.rows.ids[current.row()] if current.isValid() else None
        self._hold()
        changed = self.rows.hear(diff)
        row = None if kept is None else self.rows.row_of(kept)
        if row is not None and row != self.view.currentIndex().row():
            self.view.set_current_row(row)
        self._release()
        if changed:
            self._count()

    def _hold(self) -> None:
        """Rows are about to change: what the list selects meanwhile is not the person's doing."""
        self._busy += 1

    def _release(self) -> None:
        self._busy -= 1
        if not self._busy:
            self._show_selection(reveal=False)

    def _on_session(self) -> None:
        if not self._seen():
            return
        if not self._busy:
            self._show_selection(reveal=not self.view.hasFocus())
        self._count()

    def _show_selection(self, *, reveal: bool) -> None:
        """Select the rows of what is selected on the map; a single one is brought into view."""
        chosen = self._chosen()
        if reveal and len(chosen) == 1:
            self._busy += 1
            self.rows.uncover(chosen[0])
            self._busy -= 1
        rows = sorted(row for i in chosen if (row := self.rows.row_of(i)) is not None)
        self._note_hidden(chosen)
        if rows != self._selected_rows():
            self._busy += 1
            self.view.select_rows(self._ranges(rows))
            self._busy -= 1
        if reveal and len(chosen) == 1 and rows:
            self.view.set_current_row(rows[0])
            self.view.scroll_to_row(rows[0])
        self.view.viewport().update()

    def _note_hidden(self, chosen: Iterable[str]) -> None:
        """Count, for each row, the selected units that are folded away under it."""
        away: dict[str, int] = {}
        orbat = self.rows.orbat
        for unit_id in chosen:
            if self.rows.row_of(unit_id) is None:
                shown = next(
                    (i for i in orbat.chain(unit_id) if self.rows.row_of(i) is not None), ""
                )
                away[shown] = away.get(shown, 0) + 1
        self._delegate.hidden = away

    def _count(self) -> None:
        orbat = self.rows.orbat
        chosen = self._chosen()
        found = self.rows.found
        if chosen:
            self.summary.show_units(orbat, chosen, "Selected")
        else:
            every = len(found) == len(orbat.order)
            self.summary.show_units(orbat, found, "All" if every else "Found")
        self.summary.setVisible(bool(orbat.order))
        if not orbat.order:
            words = _NO_UNITS
        else:
            words = "" if self.rows.ids else "No unit fits the filter."
        self.empty.setText(words)
        self.empty.setVisible(bool(words))

    # -- what the person does ------------------------------------------------------------------

    def _on_selection(self) -> None:
        if self._busy:
            return
        session = self._workspace.session
        ids = [self.rows.ids[row] for row in self._selected_rows()]
        if self.view.adding:
            # What is selected but not on show here is not the click's business.
            ids += [i for i in session.selection if self.rows.row_of(i) is None]
        wanted = frozenset(ids)
        before = [i for i in session.selection if i in wanted]
        self._busy += 1
        session.select(dict.fromkeys((*before, *ids)))
        self._busy -= 1
        self._note_hidden(self._chosen())
        self.view.viewport().update()

    def _apply_filter(self) -> None:
        self._hold()
        self.rows.look_for(self.filter.wanted)
        self._release()
        self._count()

    def _zoom(self) -> None:
        self._workspace.run("view.fit-selection")

    def _delete(self) -> None:
        self._workspace.run("edit.delete")

    def _select_all(self) -> None:
        self._workspace.session.select(self.rows.found)

    def _detach_dropped(self, ids: Sequence[str]) -> None:
        subordinating.detach(self._workspace, ids)

    def _put_higher(self) -> None:
        subordinating.put_higher(self._workspace)

    def _put_lower(self) -> None:
        superior = subordinating.put_lower(self._workspace)
        if superior is not None:
            self.rows.fold([superior], folded=False)

    def _open_menu(self, at: QPoint) -> None:
        menu = OrbatMenu(
            self._workspace,
            {
                "Change Designation\tF2": self._edit,
                "Expand All": self._expand_all,
                "Collapse All": self._collapse_all,
            },
            self,
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(at))

    def _edit(self) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            self.view.edit(index)

    def _expand_all(self) -> None:
        self.rows.fold(self.rows.orbat.order, folded=False)

    def _collapse_all(self) -> None:
        self.rows.fold(self.rows.orbat.order, folded=True)

    # -- selection ---------------------------------------------------------------------------

    def _chosen(self) -> list[str]:
        """Selected units, in the order of selecting."""
        document = self._workspace.document
        found = ((i, document.feature(i)) for i in self._workspace.session.selection)
        return [i for i, f in found if isinstance(f, Feature) and isinstance(f.properties, Unit)]

    def _selected_rows(self) -> list[int]:
        # A list of ranges, which its type stub does not say.
        ranges: Iterable[QItemSelectionRange] = self.view.selectionModel().selection()  # type: ignore[assignment]
        return sorted(row for part in ranges for row in range(part.top(), part.bottom() + 1))

    def _ranges(self, rows: list[int]) -> QItemSelection:
        """Rows, sorted, as few ranges."""
        selection = QItemSelection()
        start = 0
        for place, row in enumerate(rows):
            if place + 1 == len(rows) or rows[place + 1] != row + 1:
                top, bottom = self.rows.index(rows[start], 0), self.rows.index(row, 0)
                selection.append(QItemSelectionRange(top, bottom))
                start = place + 1
        return selection
