"""The bar that sets the altitude which reach is drawn for: presets, slider, field, terrain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QLabel,
    QLineEdit,
    QToolBar,
    QToolButton,
    QWidget,
)

from baltic_desk.app import terrain_sources
from baltic_desk.app.commands import command
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.altitude import (
    DATUM_WORDS,
    PRESETS,
    Altitude,
    altitude_text,
    parse_altitude,
    stepped,
)
from baltic_desk.geo.distances import DistanceError, parse_distance
from baltic_desk.ui.actions import ChoiceMenu
from baltic_desk.ui.altitude_desk import AltitudeDesk
from baltic_desk.ui.altitude_slider import AltitudeSlider
from baltic_desk.ui.icons import icon
from baltic_desk.ui.plain_text import plain_label, tooltip

SETTLE_MS = 500
"""A burst of keys or of the wheel is one step of undo when so long nothing has followed."""
_HIGHEST_ANTENNA_M = 1_000.0
_FIELD_PX = 66
_ICON_PX = 16
_SLIDER_PX = 140
_LONGEST_NAME = 22
# Qt draws the arrow over the end of the text otherwise.
_ARROW = """
QToolButton[popupMode="2"] { padding-right: 14px; }
QToolButton::menu-indicator { subcontrol-position: right center; right: 3px; }
"""


class AltitudeBar(QToolBar):
    """Shows what the altitude desk shows, and gives it what a person chooses."""

    def __init__(
        self, workspace: Workspace, desk: AltitudeDesk, to_map: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__("Altitude", parent)
        self._workspace = workspace
        self._desk = desk
        self.setObjectName("altitude-bar")
        self.setMovable(False)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._shown: object = None
        self._touched = False
        """Whether a button may stand otherwise than it should: Qt turns them over by itself."""
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.settle)
        self.off = self._button("Off", "Draw published ranges")
        self.presets = {
            altitude_m: self._button(f"{words} {altitude_text(altitude_m)}", f"Reach at {words}")
            for words, altitude_m in PRESETS
        }
        self._buttons = QButtonGroup(self)
        self._buttons.setExclusive(False)  # none of them stands for an altitude that was typed
        for button in (self.off, *self.presets.values()):
            self._buttons.addButton(button)
        self.slider = AltitudeSlider()
        self.field = _Field("Altitude", "An altitude from 1 m to 15 km, in m, km, ft or as FL 350")
        self.above = QComboBox()
        self.above.setAccessibleName("Altitude is counted from")
        for datum, words in DATUM_WORDS.items():
            self.above.addItem(words, datum)
        self.terrain = QToolButton()
        self.terrain.setAccessibleName("Terrain")
        self.terrain.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.terrain.setStyleSheet(_ARROW)
        self.terrain.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.terrain.setMenu(ChoiceMenu(command("view.terrain"), workspace, self.terrain))
        self.antenna = _Field(
            "Assumed antenna height", "Height over the ground of antennas of which none is stated"
        )
        self.compare = self._button("Compare Altitudes", "Compare two altitudes on the map")
        self.compare.setIcon(icon("compare"))
        self._fill()
        self._connect(to_map)
        self.refresh()

    def refresh(self) -> None:
        """Show what the desk shows."""
        shown, chosen = self._desk.shown, self._desk.chosen
        self.compare.setChecked(self._workspace.comparison is not None)
        on_show = (shown, chosen, self._workspace.settings.terrain_sources)
        if on_show == self._shown and not self._touched:
            return
        self._shown, self._touched = on_show, False
        self.off.setChecked(shown is None)
        for altitude_m, button in self.presets.items():
            button.setChecked(shown is not None and shown.altitude_m == altitude_m)
        self.slider.show_altitude(chosen.altitude_m, on=shown is not None)
        self.slider.setAccessibleDescription("off" if shown is None else shown.text)
        self.field.show_text("" if shown is None else altitude_text(shown.altitude_m), "off")
        with QSignalBlocker(self.above):
            self.above.setCurrentIndex(self.above.findData(chosen.above))
        self.antenna.show_text(f"{chosen.assumed_antenna_m:g} m")
        self._show_terrain(chosen.terrain)

    def settle(self) -> None:
        """Write what is being previewed, if anything is."""
        self._settle.stop()
        altitude = self._desk.shown
        if self._desk.previewing and altitude is not None:
            self._desk.give(altitude)

    def take_keyboard(self) -> None:
        """Begin with the slider."""
        self.slider.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- building ------------------------------------------------------------------------------

    def _button(self, words: str, hint: str) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setCheckable(True)
        button.setToolTip(tooltip(hint))
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _fill(self) -> None:
        self.slider.setFixedWidth(_SLIDER_PX)
        for field in (self.field, self.antenna):
            field.setFixedWidth(_FIELD_PX)
        self.addWidget(_label("Reach at", self.slider))
        for widget in (self.slider, self.field, self.off, *self.presets.values()):
            self.addWidget(widget)
        self.addWidget(self.compare)
        self.addSeparator()
        self.addWidget(self.above)
        self.addSeparator()
        self.addWidget(self.terrain)
        self.addSeparator()
        self.addWidget(_label("Antenna, assumed", self.antenna))
        self.addWidget(self.antenna)

    def _connect(self, to_map: Callable[[], None]) -> None:
        self.off.clicked.connect(self._on_off)
        self.compare.clicked.connect(self._on_compare)
        self._buttons.buttonClicked.connect(self._on_preset)
        self.slider.moved.connect(self._on_moved)
        self.slider.let_go.connect(self.settle)
        self.field.given.connect(self._on_typed)
        self.field.stepped.connect(self._on_stepped)
        self.antenna.given.connect(self._on_antenna)
        self.above.activated.connect(self._on_above)
        for widget in (self.slider, self.field, self.antenna):
            widget.left.connect(to_map)
        self._desk.changed.connect(self.refresh)
        stop = self._workspace.subscribe(self._hear)
        self.destroyed.connect(stop)

    # -- what a person does --------------------------------------------------------------------

    def _on_off(self) -> None:
        self._settle.stop()
        self._touched = True
        self._desk.give(None)
        self.refresh()

    def _on_compare(self) -> None:
        self._workspace.run("view.compare-altitudes")
        self.refresh()

    def _on_preset(self, button: QToolButton) -> None:
        self._touched = True
        for altitude_m, preset in self.presets.items():
            if preset is button:
                self._give(altitude_m)

    def _on_moved(self, altitude_m: float) -> None:
        self._desk.preview(replace(self._desk.chosen, altitude_m=altitude_m))
        if not self.slider.isSliderDown():
            self._settle.start()

    def _on_stepped(self, steps: int) -> None:
        shown = self._desk.shown
        self._on_moved(stepped(None if shown is None else shown.altitude_m, steps))

    def _on_typed(self, text: str) -> None:
        if text.strip().lower() in ("", "off"):
            self._on_off()
            return
        try:
            self._give(parse_altitude(text))
        except DistanceError as error:
            self.field.refuse()
            self._workspace.say(str(error))

    def _on_antenna(self, text: str) -> None:
        try:
            height_m = parse_distance(text, "m")
            if height_m > _HIGHEST_ANTENNA_M:
                raise DistanceError(f"An antenna stands at most {_HIGHEST_ANTENNA_M:g} m high")
        except DistanceError as error:
            self.antenna.refuse()
            self._workspace.say(str(error))
        else:
            self._change(replace(self._desk.chosen, assumed_antenna_m=height_m))

    def _on_above(self) -> None:
        self._change(replace(self._desk.chosen, above=self.above.currentData()))

    def _give(self, altitude_m: float) -> None:
        self._settle.stop()
        self._desk.give(replace(self._desk.chosen, altitude_m=altitude_m))
        self.refresh()

    def _change(self, altitude: Altitude) -> None:
        self._settle.stop()
        on = self._desk.shown is not None
        self._desk.give(altitude, on=on)
        self.refresh()

    def _hear(self, topic: str) -> None:
        if topic == "settle":
            self.settle()

    def _show_terrain(self, name: str) -> None:
        here = terrain_sources.is_here(name, self._workspace.settings.terrain_sources)
        match name:
            case "none":
                words, about = "none", terrain_sources.NONE_TITLE
            case "coarse":
                words, about = "coarse 1′", terrain_sources.COARSE_TITLE
            case _:
                words = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
                about = f"{name}, then shipped terrain"
                if not here:
                    about = f"“{name}” is not on this machine; the shipped terrain stands in"
                    words += " (missing)"
        text = f"Terrain: {words.replace('&', '&&')}"
        if text == self.terrain.text():
            return
        self.terrain.setText(text)
        self.terrain.setToolTip(tooltip(about))
        self.terrain.setAccessibleDescription(about)


class _Field(QLineEdit):
    """A short text: `given` on Enter, and when the keyboard leaves a changed one."""

    given = Signal(str)
    stepped = Signal(int)
    left = Signal()

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self._shown = ""
        self.setAccessibleName(name)
        self.setToolTip(tooltip(hint))

    def show_text(self, text: str, empty: str = "") -> None:
        """Show what holds, unless something is being typed."""
        self.setPlaceholderText(empty)
        self._shown = text
        if not (self.isModified() and self.hasFocus()):
            self.setText(text)

    def refuse(self) -> None:
        """What was typed cannot be: let it be typed anew, or bring back what holds."""
        if self.hasFocus():
            self.setModified(True)
            self.selectAll()
        else:
            self.setText(self._shown)

    def event(self, event: QEvent) -> bool:
        """Keys of a line of text are no shortcuts while it has the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            own = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Up)
            if event.key() in (*own, Qt.Key.Key_Down):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter gives it, Esc takes it back, up and down step."""
        match Qt.Key(event.key()):
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._give()
            case Qt.Key.Key_Escape:
                self.setModified(False)
                self.setText(self._shown)
                self.left.emit()
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.setModified(False)
                self.stepped.emit(1 if event.key() == Qt.Key.Key_Up else -1)
            case _:
                super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving gives what was typed."""
        super().focusOutEvent(event)
        if self.isModified() and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._give()

    def _give(self) -> None:
        self.setModified(False)
        self.given.emit(self.text())


def _label(words: str, of: QWidget) -> QLabel:
    label = plain_label(words)
    label.setObjectName("faint")
    label.setBuddy(of)
    label.setContentsMargins(6, 0, 4, 0)
    return label
