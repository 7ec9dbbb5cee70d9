"""The symbol picker: find a symbol by name, say whose and how large, and place it on the map."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app.system_placing import placing
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.rings import usual_ring
from baltic_desk.coverage.systems import Systems
from baltic_desk.document.feature import Unit
from baltic_desk.symbology.catalogue import Catalogue, read_wish
from baltic_desk.symbology.code_fields import field_of, with_field
from baltic_desk.symbology.enumerations import ECHELONS, HQTFD, STANDARD_IDENTITIES, STATUSES
from baltic_desk.symbology.sidc import LetterCode, Sidc, SidcError, parse
from baltic_desk.tools.place import PlaceUnit
from baltic_desk.tools.tool import DRAFT
from baltic_desk.ui.fields.choosing import ChoiceField
from baltic_desk.ui.fields.field import Choice
from baltic_desk.ui.form import wrong_colour
from baltic_desk.ui.panels.drag_list import DragList
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.panels.symbol_list import Pick, SymbolList, picks
from baltic_desk.ui.panels.symbol_preview import SymbolPreview, outlined
from baltic_desk.ui.panels.two_lines import TwoLineDelegate
from baltic_desk.ui.plain_text import tooltip
from baltic_desk.ui.symbol_pictures import SymbolPictures

RECENT_UNITS = 12

_CHOOSERS = (
    ("standard_identity", "Identity", STANDARD_IDENTITIES),
    ("echelon", "Echelon", ECHELONS),
    ("status", "Status", STATUSES),
    ("hqtfd", "HQ, TF, dummy", HQTFD),
)
_WITH_ECHELON = frozenset({"10", "11"})
_IN_THE_LIST = frozenset((Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown))


class SymbolPicker(QWidget):
    """Search, choose, place. Enter, a double click or a drag takes up the tool that places.

    Words such as "hostile" or "bn" in the search set the choosers. A code typed or pasted into its
    field is taken as it is.
    """

    def __init__(
        self,
        workspace: Workspace,
        pictures: SymbolPictures,
        catalogue: Catalogue,
        systems: Systems | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._pictures = pictures
        self._catalogue = catalogue
        self._systems = systems
        self._chosen = {"standard_identity": "3", "echelon": "00", "status": "0", "hqtfd": "0"}
        self._code: Sidc | LetterCode = Sidc()
        self._pick: Pick | None = None
        self._in_hand: Unit | None = None
        self._ready = False

        self.search = QLineEdit()
        self.search.setPlaceholderText("Search symbols: mech inf bn, frigate, S-400")
        self.search.setAccessibleName("Search symbols")
        self.search.setClearButtonEnabled(True)
        self.choosers = {field: _chooser(title, meanings) for field, title, meanings in _CHOOSERS}
        self.list = DragList()
        self.list.setAccessibleName("Symbols found")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows = SymbolList(self._code_of, self._picture, self)
        self.list.setModel(self._rows)
        self.list.setItemDelegate(TwoLineDelegate(self.list, pictures=True))
        self._nothing = QLabel("No symbol fits.")
        self._nothing.setObjectName("faint")
        self._nothing.setMargin(10)
        self.preview = SymbolPreview(pictures, size_px=36.0, height=84)
        self.code = QLineEdit()
        self.code.setAccessibleName("Symbol code")
        self.code.setToolTip("20 or 30 digits, or 10 to 15 letters")
        self.designation = QLineEdit()
        self.designation.setAccessibleName("Designation of the next unit")
        self.designation.setPlaceholderText("such as 25 or A/1")
        self._complaint = QLabel()
        self._complaint.setTextFormat(Qt.TextFormat.PlainText)
        self._complaint.setWordWrap(True)
        self._complaint.setVisible(False)
        self.place = QPushButton("Place on the Map")
        self._lay_out()

        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._on_search)
        self.search.returnPressed.connect(self.start_placing)
        for chooser in self.choosers.values():
            chooser.given.connect(self._on_chosen)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.activated.connect(self.start_placing)
        self.list.dragged.connect(self.start_placing)
        self.code.textEdited.connect(self._on_code)
        self.code.returnPressed.connect(self.start_placing)
        self.designation.textEdited.connect(self._renew)
        self.designation.returnPressed.connect(self.start_placing)
        self.place.clicked.connect(self.start_placing)
        self._following = Following(workspace, self, told=self._on_topic)
        self._on_search()

    def template(self) -> Unit:
        """The next unit."""
        return Unit(
            overlay=DRAFT, sidc=str(self._code), designation=self.designation.text().strip() or None
        )

    def start_placing(self) -> None:
        """Take up the tool that places the next unit; its code is offered again later."""
        if self._complaint.isVisibleTo(self):
            return
        if not self._ready:
            self._workspace.say("Choose a symbol first.")
            return
        code = str(self._code)
        self._take_up()
        others = tuple(used for used in self._workspace.settings.recent_units if used != code)
        self._workspace.set_settings(recent_units=(code, *others)[:RECENT_UNITS])

    def _take_up(self) -> None:
        tool = self._tool()
        self._in_hand = tool.template
        self._workspace.start_tool(tool)

    def _tool(self) -> PlaceUnit:
        template = self.template()
        system = None if self._pick is None else self._pick.system
        if system is None:
            return PlaceUnit(template)
        ring = usual_ring(system)
        unit = self._workspace.settings.distance_unit
        ready = placing(system, () if ring is None else (ring,), unit)
        named = Unit(
            overlay=DRAFT,
            sidc=template.sidc,
            name=ready.template.name,
            designation=template.designation,
            system=ready.template.system,
        )
        return PlaceUnit(named, ready.rings)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list while the search field has the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if Qt.Key(event.key()) in _IN_THE_LIST:
                self.list.keyPressEvent(event)
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        choosers = QGridLayout()
        choosers.setHorizontalSpacing(6)
        choosers.setVerticalSpacing(4)
        for number, (field, _, _) in enumerate(_CHOOSERS):
            choosers.addWidget(self.choosers[field], *divmod(number, 2))
        fields = QGridLayout()
        fields.setHorizontalSpacing(8)
        fields.setVerticalSpacing(4)
        for row, (title, field) in enumerate(
            (("Code", self.code), ("Designation", self.designation))
        ):
            label = QLabel(title)
            label.setBuddy(field)
            fields.addWidget(label, row, 0)
            fields.addWidget(field, row, 1)
        top = QVBoxLayout()
        top.setContentsMargins(6, 6, 6, 6)
        top.setSpacing(4)
        top.addWidget(self.search)
        top.addLayout(choosers)
        bottom = QVBoxLayout()
        bottom.setContentsMargins(10, 6, 10, 8)
        bottom.setSpacing(4)
        bottom.addLayout(fields)
        bottom.addWidget(self._complaint)
        bottom.addWidget(self.place)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._nothing)
        layout.addWidget(self.preview)
        layout.addLayout(bottom)
        self.setFocusProxy(self.search)

    # -- what is chosen ------------------------------------------------------------------------

    def _on_search(self) -> None:
        text = self.search.text()
        wish = read_wish(text)
        if wish.standard_identity is not None:
            self._chosen["standard_identity"] = wish.standard_identity
        if wish.echelon is not None:
            self._chosen["echelon"] = wish.echelon
        recent = self._workspace.settings.recent_units
        found = picks(text, self._catalogue, self._systems, recent)
        self._rows.show_picks(found)
        self.list.setVisible(bool(found))
        self._nothing.setVisible(not found)
        self.list.setCurrentIndex(self._rows.index(0, 0))
        if not found:
            self._pick = None
            self._ready = False

    def _on_current(self) -> None:
        index = self.list.currentIndex()
        if not index.isValid():
            return
        self._pick = self._rows.picks[index.row()]
        self._take(parse(self._code_of(self._pick)))

    def _on_chosen(self, digits: object) -> None:
        chooser = self.sender()
        field = next(name for name, each in self.choosers.items() if each is chooser)
        self._chosen[field] = str(digits)
        try:
            self._take(with_field(self._code, field, str(digits)))
        except SidcError as error:
            self._complain(str(error))
        self._rows.redraw()

    def _on_code(self, text: str) -> None:
        try:
            code = parse(text)
        except SidcError as error:
            self._complain(str(error))
            return
        self._pick = None
        self._take(code, typed=True)

    def _take(self, code: Sidc | LetterCode, *, typed: bool = False) -> None:
        """Show a code as that of the next unit."""
        self._code = code
        self._ready = True
        self._complain("")
        if not typed:
            self.code.setText(str(code))
        for field, chooser in self.choosers.items():
            chooser.show_value(field_of(code, field))
        sized = not isinstance(code, Sidc) or code.symbol_set in _WITH_ECHELON
        self.choosers["echelon"].setEnabled(sized)
        self._renew()

    def _renew(self) -> None:
        """Show the next unit; the tool that is placing units goes on with it."""
        self.preview.show_unit(self.template(), self._workspace.settings.theme)
        state = self._workspace.controller.state
        ours = isinstance(state, PlaceUnit) and state.template is self._in_hand
        if ours and state.at_rest and not self._complaint.text():
            self._take_up()

    def _complain(self, text: str) -> None:
        self._complaint.setText(text[:1].upper() + text[1:])
        self._complaint.setVisible(bool(text))
        palette = self._complaint.palette()
        palette.setColor(self._complaint.foregroundRole(), wrong_colour(self.palette()))
        self._complaint.setPalette(palette)

    def _on_topic(self, topic: str) -> None:
        if topic == "settings":
            self.preview.show_unit(self.template(), self._workspace.settings.theme)
            self.list.viewport().update()

    def _code_of(self, pick: Pick) -> str:
        """Code that a pick is drawn and placed with: an entity's takes what the choosers say."""
        if pick.entry is None:
            return pick.code
        chosen = dict(self._chosen)
        if pick.entry.symbol_set not in _WITH_ECHELON:
            chosen["echelon"] = "00"
        return str(pick.entry.symbol(**chosen))

    def _picture(self, code: str, size_px: float) -> QImage:
        options = outlined(self._workspace.settings.theme)
        return self._pictures.picture(code, options, size_px, self.devicePixelRatioF()).image


def _chooser(title: str, meanings: Mapping[str, str]) -> ChoiceField:
    chooser = ChoiceField(Choice(tuple(meanings.items())))
    chooser.call(title)
    chooser.setToolTip(tooltip(title))
    return chooser
