"""What refines a symbol in the picker: context, modifiers, frame shape."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from baltic_desk.symbology.catalogue import Catalogue
from baltic_desk.symbology.code_fields import field_of
from baltic_desk.symbology.enumerations import CONTEXTS
from baltic_desk.symbology.modifiers import (
    frame_shape_of,
    frame_shapes_for,
    modifier_of,
    modifiers_for,
    takes_extension,
    with_frame_shape,
    with_modifier,
)
from baltic_desk.symbology.sidc import LetterCode, Sidc
from baltic_desk.ui.fields.choosing import ChoiceField
from baltic_desk.ui.fields.field import Choice
from baltic_desk.ui.fields.searching import SearchField
from baltic_desk.ui.plain_text import plain_label, tooltip

_PLACES = {"modifier1": 1, "modifier2": 2}
_TITLES = {
    "context": "Context",
    "modifier1": "Modifier 1",
    "modifier2": "Modifier 2",
    "frame_shape": "Frame shape",
}


class Refining(QWidget):
    """Fields filtered to what the symbol set of the code allows; `given` bears field and digits."""

    given = Signal(str, str)

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue
        nothing = Choice((("00", "None"),), searchable=True)
        self.fields: dict[str, ChoiceField | SearchField] = {
            "context": ChoiceField(Choice(tuple(CONTEXTS.items()))),
            "modifier1": SearchField(nothing),
            "modifier2": SearchField(nothing),
            "frame_shape": ChoiceField(Choice((("0", ""),))),
        }
        self._labels: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (name, field) in enumerate(self.fields.items()):
            label = plain_label(_TITLES[name])
            label.setBuddy(field)
            field.call(_TITLES[name])
            field.given.connect(partial(self._on_given, name))
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
            self._labels[name] = label
        self.fields["modifier1"].setToolTip(tooltip("Above the icon; type a part of its name"))
        self.fields["modifier2"].setToolTip(tooltip("Below the icon; type a part of its name"))

    def show_code(self, code: Sidc | LetterCode) -> None:
        """Show what a code says, and offer what it could say."""
        self.fields["context"].show_value(field_of(code, "context"))
        if not isinstance(code, Sidc):
            for name in ("modifier1", "modifier2", "frame_shape"):
                self._show_row(name, shown=False)
            return
        common = takes_extension(self._catalogue, code)
        for name, place in _PLACES.items():
            offered = modifiers_for(self._catalogue, code.symbol_set, place, common=common)
            field, now = self.fields[name], modifier_of(code, place)
            field.offer(Choice(tuple(offered.items()), searchable=True))
            field.show_value(now, "" if now in offered else now)
            self._show_row(name, shown=len(offered) > 1)
        shapes = frame_shapes_for(code.symbol_set if common else "")
        self.fields["frame_shape"].offer(Choice(tuple(shapes.items())))
        self.fields["frame_shape"].show_value(frame_shape_of(code))
        self._show_row("frame_shape", shown=len(shapes) > 1)

    def _show_row(self, name: str, *, shown: bool) -> None:
        self.fields[name].setVisible(shown)
        self._labels[name].setVisible(shown)

    def _on_given(self, name: str, digits: object) -> None:
        self.given.emit(name, str(digits))


def refined(code: Sidc, name: str, digits: str) -> Sidc:
    """The code with a modifier or frame shape given."""
    if name == "frame_shape":
        return with_frame_shape(code, digits)
    return with_modifier(code, _PLACES[name], digits)
