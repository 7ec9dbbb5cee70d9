"""What a step holds as lines with buttons: bring it up to what is seen now, or take it out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QToolButton, QWidget

from baltic_desk.ui.icons import icon
from baltic_desk.ui.panels.briefing_facts import Fact
from baltic_desk.ui.panels.elided_line import ElidedLine
from baltic_desk.ui.plain_text import plain_label, tooltip

_MOST_PX = 190
_BUTTON_PX = 20
_ICON_PX = 14
_RENEWS = {
    "view": "Take the view of the map now",
    "phase": "Take the phase that is shown now",
    "overlays": "Take the overlays that are visible now",
    "altitude": "Take the altitude of the project now",
    "rings": "Take the rings that are shown now",
    "highlights": "Highlight what is selected now",
}
_CLEARS = {
    "phase": "Show the first phase",
    "overlays": "Show the overlays as the project has them",
    "altitude": "Show published ranges",
    "rings": "Show all rings",
    "theme": "Present it in the presenter’s own look",
    "audience": "Show it to everyone",
    "highlights": "Highlight this no longer",
}


class HoldsBox(QScrollArea):
    """The lines of one step."""

    renew_wanted = Signal(str)
    clear_wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._facts: tuple[Fact, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("What the step shows")
        self.show_facts(())

    @property
    def facts(self) -> Sequence[Fact]:
        """What is shown."""
        return self._facts

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """Show these; where they are the same nothing is made anew, so the focus stays."""
        if facts == self._facts and self.widget() is not None:
            return
        kept = self._focused()
        self._facts = facts
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(8, 0, 6, 6)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for row, fact in enumerate(facts):
            self._add(grid, row, fact)
        self.setWidget(body)
        self.setFixedHeight(min(body.sizeHint().height(), _MOST_PX))
        self._focus(body, kept)

    def _add(self, grid: QGridLayout, row: int, fact: Fact) -> None:
        label = plain_label(fact.label)
        label.setObjectName("faint")
        text = ElidedLine(f"⚠ {fact.text}" if fact.wrong else fact.text, fact.detail or fact.text)
        grid.addWidget(label, row, 0)
        grid.addWidget(text, row, 1)
        name = fact.label or fact.text
        if fact.renews:
            button = self._button("step-update", _RENEWS[fact.what], name)
            button.setProperty("renews", fact.what)
            button.clicked.connect(self._renew)
            grid.addWidget(button, row, 2)
        if fact.clears:
            button = self._button("close", _CLEARS[fact.what], name)
            button.setProperty("clears", fact.what)
            button.setProperty("item", fact.item)
            button.clicked.connect(self._clear)
            grid.addWidget(button, row, 3)
        grid.setRowMinimumHeight(row, _BUTTON_PX)

    def _button(self, name: str, words: str, of: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        button.setFixedSize(_BUTTON_PX, _BUTTON_PX)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(tooltip(words))
        button.setAccessibleName(f"{of}: {words}")
        return button

    def _renew(self) -> None:
        self.renew_wanted.emit(str(self.sender().property("renews")))

    def _clear(self) -> None:
        sender = self.sender()
        self.clear_wanted.emit(str(sender.property("clears")), str(sender.property("item")))

    def _focused(self) -> str:
        """Accessible name of the button that has the keyboard."""
        body = self.widget()
        found = body.focusWidget() if body is not None else None
        return found.accessibleName() if found is not None and found.hasFocus() else ""

    def _focus(self, body: QWidget, name: str) -> None:
        if not name:
            return
        for button in body.findChildren(QToolButton):
            if button.accessibleName() == name:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
