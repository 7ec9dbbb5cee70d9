"""Whose, how large, in which state: the four choices that the picker's symbols are drawn with."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from baltic_desk.symbology import allowed
from baltic_desk.symbology.code_fields import field_of
from baltic_desk.symbology.entry import Entry
from baltic_desk.symbology.enumerations import ECHELONS, HQTFD, STANDARD_IDENTITIES, STATUSES
from baltic_desk.symbology.sidc import LetterCode, Sidc
from baltic_desk.ui.fields.choosing import ChoiceField
from baltic_desk.ui.fields.field import Choice
from baltic_desk.ui.plain_text import tooltip

_TITLES = (
    ("standard_identity", "Identity", STANDARD_IDENTITIES),
    ("echelon", "Echelon", ECHELONS),
    ("status", "Status", STATUSES),
    ("hqtfd", "HQ, TF, dummy", HQTFD),
)
_LETTERS_HAVE = "10"  # codes of letters have the echelons of units


class Choosers(QWidget):
    """Keeps what was chosen; a size is kept for each sort (echelon, mobility, leadership)."""

    given = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, ChoiceField] = {}
        self._chosen = {"standard_identity": "3", "status": "0", "hqtfd": "0", "context": "0"}
        self._sizes: dict[str, str] = {}
        self._size_title = "Echelon"
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        for number, (name, title, meanings) in enumerate(_TITLES):
            field = ChoiceField(Choice(tuple(meanings.items())))
            field.call(title)
            field.setToolTip(tooltip(title))
            field.given.connect(partial(self._on_given, name))
            grid.addWidget(field, *divmod(number, 2))
            self.fields[name] = field

    def remember(self, name: str, digits: str) -> None:
        """What the next symbols shall have."""
        if name == "echelon":
            self._sizes[self._size_title] = digits
        else:
            self._chosen[name] = digits

    def wish_for(self, echelon: str | None, standard_identity: str | None) -> None:
        """What words in a search have said."""
        if echelon is not None:
            self._sizes["Echelon"] = echelon
        if standard_identity is not None:
            self._chosen["standard_identity"] = standard_identity

    def code_of(self, entry: Entry) -> Sidc | LetterCode:
        """Code of an entity as chosen, as far as its symbol set allows."""
        symbol_set = entry.symbol_set or _LETTERS_HAVE
        wanted = self._sizes.get(allowed.size_title(symbol_set), "00")
        hqtfd = self._chosen["hqtfd"]
        return entry.symbol(
            **self._chosen
            | {
                "echelon": allowed.size_for(symbol_set, wanted),
                "hqtfd": hqtfd if hqtfd in allowed.headquarters(symbol_set) else "0",
            }
        )

    def show_code(self, code: Sidc | LetterCode) -> None:
        """Show what a code says, and offer what its symbol set allows."""
        symbol_set = code.symbol_set if isinstance(code, Sidc) else _LETTERS_HAVE
        self._size_title = allowed.size_title(symbol_set)
        sizes, field = allowed.sizes(symbol_set), self.fields["echelon"]
        field.offer(Choice(tuple(sizes.items())))
        field.call(self._size_title)
        field.setToolTip(tooltip(self._size_title))
        field.setEnabled(len(sizes) > 1)
        headquarters = allowed.headquarters(symbol_set)
        self.fields["hqtfd"].offer(Choice(tuple(headquarters.items())))
        self.fields["hqtfd"].setEnabled(len(headquarters) > 1)
        for name, each in self.fields.items():
            each.show_value(field_of(code, name))

    def _on_given(self, name: str, digits: object) -> None:
        self.remember(name, str(digits))
        self.given.emit(name, str(digits))
