"""The overlay panel: what the project holds, sheet by sheet, to find, order, show and lock."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelection, QItemSelectionRange, QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from baltic_desk.app.overlay_commands import add_overlay, toggle_locked, toggle_visible
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Feature
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Diff
from baltic_desk.ui.fields.choosing import PercentField
from baltic_desk.ui.icons import icon
from baltic_desk.ui.panels import overlay_edits
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.panels.overlay_delegate import OverlayDelegate
from baltic_desk.ui.panels.overlay_menu import OverlayMenu
from baltic_desk.ui.panels.overlay_model import OverlayModel
from baltic_desk.ui.panels.overlay_view import OverlayView
from baltic_desk.ui.plain_text import tooltip
from baltic_desk.ui.symbol_pictures import SymbolPictures

_FILTER_PAUSE_MS = 120


class OverlayPanel(QWidget):
    """Overlays with their features; its selection and the map's are one.

    Parameters
    ----------
    pictures
        Draws units by their symbols; without it they have a plain icon.
    """

    def __init__(
        self,
        workspace: Workspace,
        pictures: SymbolPictures | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.rows = OverlayModel(workspace, self)
        # Connected before the view's: when rows go, their deselection must not reach the session.
        self._busy = 0
        self.rows.rowsAboutToBeRemoved.connect(self._hold)
        self.rows.rowsAboutToBeInserted.connect(self._hold)
        self.rows.rowsRemoved.connect(self._release)
        self.rows.rowsInserted.connect(self._release)
        self.view = OverlayView(self.rows)
        self._delegate = OverlayDelegate(self.rows, self.view, pictures)
        self._delegate.theme = workspace.settings.theme
        self.view.use(self._delegate)

        self._filter = QLineEdit()
        self._filter.setPlaceholderText("Filter by name or kind")
        self._filter.setAccessibleName("Filter features")
        self._filter.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_FILTER_PAUSE_MS)
        self._pause.timeout.connect(self._apply_filter)
        self._filter.textChanged.connect(self._pause.start)
        self._filter.returnPressed.connect(self._apply_filter)

        self._add = _button("overlay-add", "New overlay")
        self._raise = _button("raise", "Raise overlay (Alt+Up)")
        self._lower = _button("lower", "Lower overlay (Alt+Down)")
        self._delete = _button("overlay-delete", "Delete overlay with everything on it")
        self._add.clicked.connect(self._on_add)
        self._raise.clicked.connect(self._on_raise)
        self._lower.clicked.connect(self._on_lower)
        self._delete.clicked.connect(self._on_delete)
        self._opacity_title = QLabel("Opacity")
        self._opacity_title.setTextFormat(Qt.TextFormat.PlainText)
        self._opacity = PercentField()
        self._opacity.call("Opacity of the overlay")
        self._opacity.given.connect(self._on_opacity)
        self._lay_out()

        view = self.view
        view.eye_clicked.connect(self._on_eye)
        view.lock_clicked.connect(self._on_lock)
        view.step_wanted.connect(self._on_step)
        view.delete_wanted.connect(self._on_delete_rows)
        view.zoom_wanted.connect(self._on_zoom)
        view.select_all_wanted.connect(self._on_select_all)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._on_menu)
        view.selectionModel().selectionChanged.connect(self._on_selection)
        view.selectionModel().currentChanged.connect(self._on_current)
        self._following = Following(
            workspace,
            self,
            rebound=self._on_document,
            changed=self._on_diff,
            selected=self._on_session,
            told=self._on_topic,
        )
        self._on_document()

    def current_overlay(self) -> str | None:
        """Overlay that the buttons act on: that of the current row, else the active one."""
        index = self.view.currentIndex()
        if index.isValid():
            found = self.rows.overlay_of(index.row())
            if isinstance(self._workspace.document.get(found), Overlay):
                return found
        return self._workspace.session.active_overlay

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(6, 4, 6, 4)
        buttons.setSpacing(2)
        buttons.addWidget(self._filter, 1)
        for button in (self._add, self._raise, self._lower, self._delete):
            buttons.addWidget(button)
        opacity = QHBoxLayout()
        opacity.setContentsMargins(10, 4, 10, 6)
        opacity.setSpacing(8)
        opacity.addWidget(self._opacity_title)
        opacity.addWidget(self._opacity, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(buttons)
        layout.addWidget(self.view, 1)
        layout.addLayout(opacity)
        self.setFocusProxy(self.view)

    # -- what the workspace says -------------------------------------------------------------

    def _on_document(self) -> None:
        self.rows.take(self._workspace.document)
        overlays = self._workspace.document.overlays()
        if len(overlays) == 1:
            self.rows.set_unfolded(overlays[0].id, unfolded=True)
        self._on_session()
        self._show_overlay()

    def _on_topic(self, topic: str) -> None:
        if topic == "settings":
            self._delegate.theme = self._workspace.settings.theme
            self.view.viewport().update()

    def _on_diff(self, diff: Diff) -> None:
        current = self.view.currentIndex()
        kept = self.rows.ids[current.row()] if current.isValid() else None
        self._hold()
        self.rows.hear(diff)
        row = None if kept is None else self.rows.row_of(kept)
        if row is not None and row != self.view.currentIndex().row():
            self.view.set_current_row(row)
        self._release()
        self._show_overlay()

    def _hold(self) -> None:
        """Rows are about to change: what the list selects meanwhile is not the person's doing."""
        self._busy += 1

    def _release(self) -> None:
        self._busy -= 1
        if not self._busy:
            self._on_session()

    def _on_session(self) -> None:
        """Select the rows of what is selected on the map."""
        session = self._workspace.session
        self._delegate.active_overlay = session.active_overlay
        self._delegate.chosen = self._chosen_by_overlay()
        if not self._busy and set(session.selection) != self._selected_features():
            self._busy += 1
            shown = [self.rows.row_of(feature_id) for feature_id in session.selection]
            rows = sorted(row for row in shown if row is not None)
            self.view.select_rows(self._ranges(rows))
            if len(rows) == 1 and not self.view.hasFocus():
                self.view.set_current_row(rows[0])
                self.view.scroll_to_row(rows[0])
            self._busy -= 1
        self.view.viewport().update()

    def _show_overlay(self) -> None:
        overlay = self._workspace.document.get(self.current_overlay() or "")
        known = isinstance(overlay, Overlay)
        for widget in (self._raise, self._lower, self._delete, self._opacity):
            widget.setEnabled(known)
        if isinstance(overlay, Overlay):
            title = overlay_edits.overlay_title(overlay)
            self._opacity.show_value(overlay.opacity)
            self._opacity.setToolTip("")
            self._opacity.call(f"Opacity of {title}")
            room = self._opacity_title.fontMetrics()
            self._opacity_title.setText(
                room.elidedText(f"Opacity of {title}", Qt.TextElideMode.ElideRight, 130)
            )

    # -- what the person does ------------------------------------------------------------------

    def _on_selection(self) -> None:
        if self._busy:
            return
        self._busy += 1
        ids = [i for i in self._selected_ids() if self._is_feature(i)]
        self._workspace.session.select(ids)
        self._busy -= 1
        self._delegate.chosen = self._chosen_by_overlay()
        self.view.viewport().update()

    def _on_current(self) -> None:
        if self._busy:
            return
        self._opacity.settle()
        index = self.view.currentIndex()
        if index.isValid() and isinstance(self.rows.record(index.row()), Overlay):
            self._workspace.session.active_overlay = self.rows.ids[index.row()]
        self._show_overlay()

    def _apply_filter(self) -> None:
        self._pause.stop()
        self._hold()
        self.rows.set_filter(self._filter.text())
        self._release()

    def _on_add(self) -> None:
        add_overlay(self._workspace)
        row = self._show_current(self._workspace.session.active_overlay)
        if row is not None:
            self.view.setFocus()
            self.view.edit(self.rows.index(row, 0))

    def _on_raise(self) -> None:
        overlay_edits.step_overlay(self._workspace, self.current_overlay() or "", 1)

    def _on_lower(self) -> None:
        overlay_edits.step_overlay(self._workspace, self.current_overlay() or "", -1)

    def _on_delete(self) -> None:
        self._delete_overlay(self.current_overlay() or "")

    def _on_opacity(self, opacity: float) -> None:
        overlay_edits.set_opacity(self._workspace, self.current_overlay() or "", opacity)

    def _on_eye(self, row: int) -> None:
        if isinstance(self.rows.record(row), Overlay):
            toggle_visible(self._workspace, self.rows.ids[row])
        else:
            overlay_edits.toggle_hidden(self._workspace, self._with_row(row))

    def _on_lock(self, row: int) -> None:
        if isinstance(self.rows.record(row), Overlay):
            toggle_locked(self._workspace, self.rows.ids[row])
        else:
            overlay_edits.toggle_locked(self._workspace, self._with_row(row))

    def _on_step(self, row: int, by: int) -> None:
        if isinstance(self.rows.record(row), Overlay):
            overlay_edits.step_overlay(self._workspace, self.rows.ids[row], by)
        else:
            self._workspace.run("edit.forward" if by > 0 else "edit.backward")

    def _on_delete_rows(self, row: int) -> None:
        if isinstance(self.rows.record(row), Overlay):
            self._delete_overlay(self.rows.ids[row])
        else:
            self._workspace.run("edit.delete")

    def _delete_overlay(self, overlay_id: str) -> None:
        overlay_edits.delete_overlay(self._workspace, overlay_id)
        self._show_current(self.current_overlay())

    def _show_current(self, overlay_id: str | None) -> int | None:
        """Make an overlay's row the current one, and let it be seen; its row."""
        row = None if overlay_id is None else self.rows.row_of(overlay_id)
        if row is not None:
            self.view.set_current_row(row)
            self.view.select_rows(self._ranges([row]))
        return row

    def _on_menu(self, at: QPoint) -> None:
        row = self.view.rowAt(at.y())
        overlay = self.rows.record(row) if row >= 0 else None
        if isinstance(overlay, Overlay):
            menu = OverlayMenu(self._workspace, overlay, self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.view.viewport().mapToGlobal(at))

    def _on_zoom(self) -> None:
        self._workspace.run("view.fit-selection")

    def _on_select_all(self) -> None:
        self._workspace.session.select(i for i in self.rows.ids if self._is_feature(i))

    # -- selection ---------------------------------------------------------------------------

    def _with_row(self, row: int) -> list[str]:
        """The row, or all selected rows when it is one of them."""
        chosen = self._selected_ids()
        row_id = self.rows.ids[row]
        return list(dict.fromkeys((row_id, *chosen))) if row_id in chosen else [row_id]

    def _selected_ids(self) -> list[str]:
        ids = self.rows.ids
        # A list of ranges, which its type stub does not say.
        ranges: Iterable[QItemSelectionRange] = self.view.selectionModel().selection()  # type: ignore[assignment]
        return [i for part in ranges for i in ids[part.top() : part.bottom() + 1]]

    def _selected_features(self) -> set[str]:
        return {i for i in self._selected_ids() if self._is_feature(i)}

    def _is_feature(self, record_id: str) -> bool:
        return isinstance(self._workspace.document.get(record_id), Feature)

    def _chosen_by_overlay(self) -> dict[str, int]:
        chosen: dict[str, int] = {}
        for feature_id in self._workspace.session.selection:
            feature = self._workspace.document.feature(feature_id)
            if feature is not None:
                chosen[feature.overlay] = chosen.get(feature.overlay, 0) + 1
        return chosen

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


def _button(name: str, title: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setIconSize(QSize(16, 16))
    button.setAutoRaise(True)
    button.setToolTip(tooltip(title))
    button.setAccessibleName(title)
    return button
