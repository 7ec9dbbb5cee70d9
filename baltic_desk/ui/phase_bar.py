"""The bar of phases along the lower edge: which one is shown, and the way to the others."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QToolBar, QToolButton, QVBoxLayout, QWidget

from baltic_desk.app import phases
from baltic_desk.app.commands import command
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.lesson import Phase
from baltic_desk.document.phase_times import moment, shares_of_time
from baltic_desk.document.phase_wording import phase_title, when_text
from baltic_desk.ui.actions import shown_shortcut
from baltic_desk.ui.icons import icon
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.phase_line import PhaseLine, Stop
from baltic_desk.ui.plain_text import plain_label, tooltip

_ICON_PX = 16
_HEAD_PX = 190
_WIDE_PX = 1100
"""From this width there is room for where changes go."""


class PhaseBar(QToolBar):
    """Shown where a project has phases, unless the person has put it away."""

    def __init__(self, workspace: Workspace, to_map: Callable[[], None], parent: QWidget) -> None:
        super().__init__("Phases", parent)
        self._workspace = workspace
        self.setObjectName("phase-bar")
        self.setMovable(False)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.head = PhaseHead()
        self.line = PhaseLine()
        self.goes_to = QLabel()
        self.goes_to.setObjectName("faint")
        self.goes_to.setTextFormat(Qt.TextFormat.PlainText)
        self.goes_to.setContentsMargins(8, 0, 4, 0)
        self.buttons = {i: self._button(i) for i in ("phase.previous", "phase.next", "phase.new")}
        self.addWidget(self.head)
        self.addWidget(self.buttons["phase.previous"])
        self.addWidget(self.buttons["phase.next"])
        self.addWidget(self.line)
        self._goes_to_action = self.addWidget(self.goes_to)
        self.addWidget(self.buttons["phase.new"])
        self.line.chosen.connect(self._on_chosen)
        self.line.left.connect(to_map)
        self._following = Following(
            workspace, self, rebound=self.refresh, phased=self.refresh, told=self._on_topic
        )
        self.refresh()

    def refresh(self) -> None:
        """Show the phases as they are, or nothing where there are none."""
        found = self._workspace.document.phases()
        self.setVisible(bool(found) and self._workspace.settings.phase_bar)
        if not found:
            return
        number = phases.number(self._workspace)
        phase = found[number - 1]
        self.line.show_stops(
            stops(found, by_time=self._workspace.settings.phases_by_time), number - 1
        )
        self.head.show_phase(
            phase_title(number, phase), when_text(phase) or _place(number, len(found))
        )
        self.head.setToolTip(
            tooltip("\n".join(filter(None, (phase.name, when_text(phase), phase.note))))
        )
        self.goes_to.setText(where_changes_go(number))
        self.goes_to.setToolTip(tooltip(_ABOUT_FIRST if number == 1 else _ABOUT_LATER))
        for command_id, button in self.buttons.items():
            button.setEnabled(command(command_id).enabled(self._workspace))

    def take_keyboard(self) -> None:
        """Begin with the slider."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._goes_to_action.setVisible(event.size().width() >= _WIDE_PX)

    def _button(self, command_id: str) -> QToolButton:
        row = command(command_id)
        button = QToolButton()
        button.setIcon(icon(row.icon))
        keys = shown_shortcut(row)
        button.setToolTip(tooltip(f"{row.title}  {keys}" if keys else row.title))
        button.setAccessibleName(row.title)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAutoRepeat(row.repeats)
        button.setObjectName(command_id)
        button.clicked.connect(self._on_button)
        return button

    def _on_button(self) -> None:
        button = self.sender()
        if isinstance(button, QToolButton):
            self._workspace.run(button.objectName())

    def _on_chosen(self, index: int) -> None:
        phases.go_to(self._workspace, self._workspace.document.phases()[index].id)

    def _on_topic(self, topic: str) -> None:
        if topic == "settings":
            self.refresh()


class PhaseHead(QWidget):
    """What the phase is called and when it is, one above the other, elided."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.when = plain_label(), plain_label()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.when.setObjectName("faint")
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 2, 6, 2)
        column.setSpacing(0)
        for label in (self.title, self.when):
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        self.setFixedWidth(_HEAD_PX)

    def show_phase(self, title: str, when: str) -> None:
        """Show these lines."""
        for label, text in ((self.title, title), (self.when, when)):
            room = self.width() - 14
            label.setText(label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))
            label.setAccessibleName(text)


def stops(found: tuple[Phase, ...], *, by_time: bool) -> tuple[Stop, ...]:
    """The phases as stops of a line, spaced by time if that is wanted and possible."""
    shares = shares_of_time(found) if by_time else None
    whole_min = 0.0
    first, last = moment(found[0].start), moment(found[-1].start)
    if shares is not None and first is not None and last is not None:
        whole_min = (last - first).total_seconds() / 60.0
    return tuple(
        Stop(
            title=phase_title(number, phase),
            name=" ".join(phase.name.split()),
            about="\n".join(
                filter(None, (phase_title(number, phase), when_text(phase), phase.note))
            ),
            share=None if shares is None else shares[number - 1],
            lasts=phase.duration_min / whole_min if whole_min and phase.duration_min else None,
        )
        for number, phase in enumerate(found, start=1)
    )


def where_changes_go(number: int) -> str:
    """What becomes of an edit in the phase of that number."""
    return "Changes flow on to later phases" if number == 1 else f"Changes go to phase {number}"


def _place(number: int, count: int) -> str:
    return f"{number} of {count}"


_ABOUT_FIRST = "What is changed in the first phase is so in all others that do not change it again"
_ABOUT_LATER = "What is changed now is stored in this phase and flows on to those after it"
