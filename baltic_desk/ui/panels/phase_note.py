"""The inspector's line about the phase: what it changes of the selection, and taking that back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from baltic_desk.app import phases
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.anchoring import is_locked
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.phase_comparison import Difference, difference_of
from baltic_desk.document.phase_wording import difference_words
from baltic_desk.ui.fields.field import MIXED, MIXED_TEXT, Choice
from baltic_desk.ui.form import Answer
from baltic_desk.ui.panels.property import Property, Surroundings
from baltic_desk.ui.panels.selection_form import answers
from baltic_desk.ui.plain_text import tooltip


class PhaseNote(QWidget):
    """Hidden where the phase changes nothing of what is selected."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._ids: tuple[str, ...] = ()
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = QPushButton("Take Back")
        self.button.setToolTip(tooltip("As in the phase before again"))
        self.button.clicked.connect(self._take_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 4)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.hide()

    def show_features(self, features: Sequence[Feature]) -> None:
        """Tell what the phase that is shown changes of these."""
        document = self._workspace.document
        number = phases.number(self._workspace)
        found = {f.id: d for f in features if (d := difference_now(document, f.id)) is not None}
        self.setVisible(bool(found))
        own = [f for f in features if f.id in found and _is_own(document, f.id)]
        self._ids = tuple(f.id for f in own if not is_locked(document, f))
        self.button.setVisible(bool(self._ids))
        if len(features) == 1 and found:
            told = difference_words(found[features[0].id], self._workspace.settings.distance_unit)
            told += "" if own else " with its unit"
        else:
            told = f"{len(found)} of {len(features)} are changed"
        self.words.setText(f"In phase {number}: {told}")

    def _take_back(self) -> None:
        phases.take_back(self._workspace, self._ids)


def difference_now(document: Document, feature_id: str) -> Difference | None:
    """What the phase that is shown changes of a feature; None where it is as before."""
    before = document.phase_before()
    if before is None:
        return None
    was, now = (document.entry_in(phase, feature_id) for phase in (before, document.phase))
    return None if was is now else difference_of(was, now)


def values_before(
    rows: Mapping[str, Property], feature: Feature, around: Surroundings
) -> dict[str, str]:
    """Of rows that the phase changes, what they showed in the phase before."""
    difference = difference_now(around.document, feature.id)
    if difference is None or not isinstance(difference.before, Feature):
        return {}
    if type(difference.before.properties) is not type(feature.properties):
        return {}
    every = tuple(rows.values())
    was, now = (answers(every, [each], around) for each in (difference.before, feature))
    return {i: _words(rows[i], was[i]) for i in rows if was[i].value != now[i].value}


def _words(row: Property, answer: Answer) -> str:
    match answer.value:
        case None | "":
            return answer.default or "nothing"
        case bool() as yes:
            return "yes" if yes else "no"
        case value if value is MIXED:
            return MIXED_TEXT
        case value:
            options = row.kind.options if isinstance(row.kind, Choice) else ()
            return dict(options).get(value, str(value))  # type: ignore[call-overload]


def _is_own(document: Document, feature_id: str) -> bool:
    return document.phase is not None and document.change_in(document.phase, feature_id) is not None
