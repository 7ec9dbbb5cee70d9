"""The inspector: what is selected, in fields; each change is one undo step for all of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import partial
from typing import cast

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app.templates import STYLE_FIELDS
from baltic_desk.app.workspace import Workspace
from baltic_desk.app.writing import Writing
from baltic_desk.document.anchoring import is_locked
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, RangeRing, Unit
from baltic_desk.document.project import PROJECT_ID
from baltic_desk.document.store import Diff
from baltic_desk.document.wording import described
from baltic_desk.symbology.catalogue import Catalogue
from baltic_desk.ui.fields.field import Lines, Text, Value
from baltic_desk.ui.form import Answer, Form, Group, Row
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.panels.phase_note import PhaseNote, values_before
from baltic_desk.ui.panels.property import Property, Surroundings
from baltic_desk.ui.panels.selection_form import answers, common, every_property, groups, write
from baltic_desk.ui.panels.symbol_preview import SymbolPreview
from baltic_desk.ui.panels.titles import feature_title, kind_title
from baltic_desk.ui.panels.unlocking import unlock
from baltic_desk.ui.panels.wrapped_words import cut_words
from baltic_desk.ui.symbol_pictures import SymbolPictures

_PROJECT = (
    Group(
        "Project",
        (
            Row("title", "Title", Text(free=True)),
            Row("marking", "Marking", Text(free=True), "Such as EXERCISE; on every sheet"),
            Row("description", "Description", Lines()),
        ),
    ),
)
_FORMS_KEPT = 8

_FormKey = tuple[Hashable, ...]


class Inspector(QWidget):
    """Properties of the selection; of the project when nothing is selected.

    Parameters
    ----------
    pictures
        Draws the symbol of a selected unit.
    catalogue
        Puts its code into words.
    """

    def __init__(
        self,
        workspace: Workspace,
        pictures: SymbolPictures | None = None,
        catalogue: Catalogue | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._catalogue = catalogue
        name_of = None if catalogue is None else catalogue.name_of
        self._properties = every_property(self._document, name_of)
        self._rows: dict[str, Property] = {}
        self._ids: tuple[str, ...] = ()
        self._bound = workspace.document
        self._forms: dict[_FormKey, Form] = {}
        self._form: Form | None = None
        self._stale = True
        self._pending: list[tuple[str, Value]] | None = None
        self._writing = Writing()

        self._title, self._subtitle, self._lock_note = cut_words(), cut_words(), cut_words()
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._subtitle.setObjectName("faint")
        self._preview = None if pictures is None else SymbolPreview(pictures)
        self._unlock = QPushButton("Unlock")
        self._unlock.clicked.connect(self._on_unlock)
        self.phase_note = PhaseNote(workspace)
        self._page = QWidget()
        self._lay_out()
        self._following = Following(
            workspace,
            self,
            rebound=self._on_session,
            changed=self._on_diff,
            selected=self._on_session,
            told=self._on_topic,
            phased=self._refresh,
        )
        self._on_session()

    @property
    def form(self) -> Form:
        """The form that is on show."""
        assert self._form is not None
        return self._form

    @property
    def rows(self) -> Mapping[str, Property]:
        """The rows on show, by id."""
        return self._rows

    def _document(self) -> Document:
        return self._workspace.document

    def _around(self) -> Surroundings:
        settings = self._workspace.settings
        return Surroundings(
            self._workspace.document,
            settings.distance_unit,
            settings.coordinate_style,
            self._workspace.reaches.get,
        )

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(10, 8, 10, 4)
        head.setSpacing(2)
        head.addWidget(self._title)
        head.addWidget(self._subtitle)
        lock = QHBoxLayout()
        lock.setContentsMargins(10, 0, 10, 4)
        lock.addWidget(self._lock_note, 1)
        lock.addWidget(self._unlock)
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        if self._preview is not None:
            self._column.addWidget(self._preview)
        self._column.addLayout(lock)
        self._column.addWidget(self.phase_note)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._page)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    # -- what the workspace says -----------------------------------------------------------------

    def _on_topic(self, topic: str) -> None:
        match topic:
            case "settings":
                self._refresh()
            case "reaches" if any(isinstance(f.properties, RangeRing) for f in self._features()):
                self._refresh()
            case "settle" if self._form is not None:
                self._form.settle()
            case _:
                pass

    def _on_session(self) -> None:
        if self._form is not None and self._ids != self._workspace.session.selection:
            self._finish_later()
        self._ids = self._workspace.session.selection
        self._bound = self._workspace.document
        self._refresh()

    def _on_diff(self, diff: Diff) -> None:
        # The outcome may depend on an overlay (locked), or on a unit that a ring is bound to.
        if not self._ids or len(diff.after) > 64 or self._concerns(diff):
            self._refresh()

    def _concerns(self, diff: Diff) -> bool:
        chosen = set(self._ids)
        for record_id in diff.after:
            if record_id in chosen or self._workspace.document.feature(record_id) is None:
                return True
            if isinstance(self._workspace.document.feature(record_id), Feature) and any(
                getattr(f.properties, "anchor", None) == record_id for f in self._features()
            ):
                return True
        return False

    # -- what is shown -----------------------------------------------------------------------------

    def _features(self) -> list[Feature]:
        found = (self._workspace.document.feature(feature_id) for feature_id in self._ids)
        return [feature for feature in found if feature is not None]

    def _changeable(self, features: Sequence[Feature]) -> list[Feature]:
        return [f for f in features if not is_locked(self._workspace.document, f)]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._refresh()

    def _refresh(self) -> None:
        # Behind another tab there is nobody to show it to.
        self._stale = not self.isVisible()
        if self._stale:
            return
        features = self._features()
        if not features:
            self._show_project()
            return
        rows = common(self._properties, features, self._catalogue)
        self._rows = {row.id: row for row in rows}
        single = len(features) == 1
        key = (single, *((row.id, row.title, row.kind) for row in rows))
        self._show_form(key, groups(rows, single=single))
        around = self._around()
        self.form.show_values(answers(rows, features, around))
        self.form.mark_changed(values_before(self._rows, features[0], around) if single else {})
        self._show_head(features)

    def _show_head(self, features: Sequence[Feature]) -> None:
        single = len(features) == 1
        self._title.setText(feature_title(features[0]) if single else _capital(described(features)))
        kinds = {kind_title(feature) for feature in features}
        self._subtitle.setText(
            kind_title(features[0])
            if single
            else ", ".join(sorted(kinds))
            if len(kinds) > 1
            else ""
        )
        same = self._subtitle.text() == self._title.text()
        self._subtitle.setVisible(bool(self._subtitle.text()) and not same)
        changeable = self._changeable(features)
        locked = len(features) - len(changeable)
        self.form.setEnabled(bool(changeable))
        self._lock_note.setText(
            "Locked." if single else f"{locked} of {len(features)} are locked and stay as they are."
        )
        self._lock_note.setVisible(locked > 0)
        self._unlock.setVisible(locked > 0)
        self.phase_note.show_features(features)
        if self._preview is not None:
            units = [f.properties for f in features if isinstance(f.properties, Unit)]
            alike = len({(unit.sidc, unit.picture) for unit in units}) == 1 and len(units) == len(
                features
            )
            shown = units[0] if alike else None
            if shown is not None and not single:
                shown = Unit(overlay=shown.overlay, sidc=shown.sidc, picture=shown.picture)
            self._preview.setVisible(shown is not None)
            own = self._workspace.document.pictures()
            self._preview.show_unit(shown, self._workspace.settings.theme, own)

    def _show_project(self) -> None:
        project = self._workspace.document.project
        self._rows = {}
        self._show_form(("project",), _PROJECT)
        self.form.setEnabled(True)
        self.form.show_values(
            {
                name: Answer(getattr(project, name) or None)
                for name in ("title", "marking", "description")
            }
        )
        self._title.setText("Nothing is selected")
        self._subtitle.setVisible(False)
        self._lock_note.setVisible(False)
        self._unlock.setVisible(False)
        self.phase_note.hide()
        if self._preview is not None:
            self._preview.setVisible(False)

    def _show_form(self, key: _FormKey, wanted: Sequence[Group]) -> None:
        """Bring up the form for these rows, the one that was made before if there is one."""
        form = self._forms.pop(key, None)
        if form is None:
            form = Form(wanted, keep=self._keep, withdraw=self._withdraw)
            form.changed.connect(partial(self._on_changed, form))
            self._column.insertWidget(self._column.count() - 1, form)
        self._forms[key] = form
        while len(self._forms) > _FORMS_KEPT:
            self._forms.pop(next(iter(self._forms))).deleteLater()
        if form is not self._form:
            if self._form is not None:
                self._form.hide()
            self._form = form
            form.show()

    # -- what the person does ------------------------------------------------------------------

    def _on_changed(self, form: Form, row_id: str, value: object) -> None:
        given = cast("Value", value)  # a signal's object; fields give nothing else
        if self._pending is not None:
            self._pending.append((row_id, given))
            return
        try:
            self._write(row_id, given, more=False)
        except ValueError as error:
            form.refuse(row_id, _capital(str(error)))
            return
        self._refresh()

    def _keep(self, row_id: str, text: str) -> bool:
        """Keep what is written so far; what cannot be so waits until it is given."""
        if self._pending is not None:
            return False
        try:
            self._write(row_id, text, more=True)
        except ValueError:
            return False
        return True

    def _withdraw(self, row_id: str) -> bool:
        withdrawn = self._writing.take_back(self._workspace.document, (self._ids, row_id))
        self._refresh()
        return withdrawn

    def _write(self, row_id: str, value: Value, *, more: bool) -> None:
        ids, row = self._ids, self._rows.get(row_id)
        write_it = partial(self._apply, ids, row, row_id, value)
        self._writing.put(self._workspace.document, (ids, row_id), write_it, more=more)

    def _apply(self, ids: Sequence[str], row: Property | None, row_id: str, value: Value) -> None:
        document = self._workspace.document
        if row is None:
            project = replace(document.project, **{row_id: str(value or "")})
            with document.edit(f"Change {row_id} of the project") as change:
                change.put(project, document.rank(PROJECT_ID))
            return
        found = (document.feature(feature_id) for feature_id in ids)
        features = self._changeable([feature for feature in found if feature is not None])
        if features and write(document, row, features, value, self._around()):
            self._remember(row_id, features)

    def _remember(self, row_id: str, features: Sequence[Feature]) -> None:
        """The next feature of the kind starts with the style given last."""
        if row_id not in STYLE_FIELDS:
            return
        for kind in {feature.kind for feature in features}:
            first = next(feature for feature in features if feature.kind == kind)
            now = self._workspace.document.feature(first.id)
            if now is not None:
                value = getattr(now.properties, row_id)
                self._workspace.remember_style(kind, {row_id: value})

    def _finish_later(self) -> None:
        """Take what is being typed for what was selected so far, and write it in a moment.

        Not at once: the selection may be changing because of a diff that others have yet to hear.
        """
        self._pending = []
        self.form.settle()
        pending, self._pending = self._pending, None
        self.form.discard()
        for row_id, value in pending:
            row = self._rows.get(row_id)
            late = partial(self._finish, self._bound, self._ids, row, row_id, value)
            QTimer.singleShot(0, self, late)

    def _finish(
        self,
        document: Document,
        ids: Sequence[str],
        row: Property | None,
        row_id: str,
        value: Value,
    ) -> None:
        if document is not self._workspace.document:
            return
        apply = partial(self._apply, ids, row, row_id, value)
        try:
            self._writing.put(document, (ids, row_id), apply, more=False)
        except ValueError as error:
            what = row_id if row is None else row.title
            self._workspace.say(f"{what} stays as it was: {error}.")

    def _on_unlock(self) -> None:
        unlock(self._workspace, self._ids)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
