"""The symbol picker: find or browse to a symbol, say whose and how large, and place it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QWidget

from baltic_desk.app.measure_placing import draw_measure, is_measure
from baltic_desk.app.symbol_search import SymbolSearch
from baltic_desk.app.system_placing import placing
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.rings import usual_ring
from baltic_desk.coverage.systems import Systems
from baltic_desk.document.feature import ControlMeasure, Unit
from baltic_desk.symbology.catalogue import Catalogue
from baltic_desk.symbology.code_fields import with_field
from baltic_desk.symbology.entry import Entry
from baltic_desk.symbology.explanation import explained
from baltic_desk.symbology.sidc import LetterCode, Sidc, SidcError, parse
from baltic_desk.symbology.tree import tree
from baltic_desk.tools.control_measure import DrawMeasure
from baltic_desk.tools.place import PlaceUnit
from baltic_desk.tools.tool import DRAFT
from baltic_desk.ui.form import wrong_colour
from baltic_desk.ui.measure_thumbnails import MeasureThumbnails
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.panels.symbol_list import SymbolList
from baltic_desk.ui.panels.symbol_page import SymbolPage
from baltic_desk.ui.panels.symbol_pick import Pick, found, of_entry, offered
from baltic_desk.ui.panels.symbol_preview import outlined
from baltic_desk.ui.panels.symbol_refining import refined
from baltic_desk.ui.panels.symbol_tree import SymbolTreeModel
from baltic_desk.ui.symbol_pictures import SymbolPictures

RECENT_UNITS = 12
FAVOURITE_UNITS = 60
_PREVIEW_FRAME_PX = 44.0
_LOOK_AGAIN_MS = 30

_IN_THE_LIST = frozenset((Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown))


class SymbolPicker(QWidget):
    """Search, choose, place. Enter, a double click or a drag takes up the tool that places.

    Lines, areas and tasks stand beside the points; theirs is the tool that asks for their points.

    Words such as "hostile" or "bn" in the search set the choosers. A code typed or pasted into its
    field is taken as it is. Ctrl+B makes what is chosen a favourite, or no longer one.
    """

    def __init__(
        self,
        workspace: Workspace,
        pictures: SymbolPictures,
        catalogue: Catalogue,
        systems: Systems | None = None,
        measures: MeasureThumbnails | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._pictures = pictures
        self._catalogue = catalogue
        self._systems: Systems | None = systems
        self._measures = measures
        self._found = SymbolSearch(catalogue, systems)
        self._missing = QTimer(self)
        self._missing.setSingleShot(True)
        self._missing.setInterval(_LOOK_AGAIN_MS)
        self._missing.timeout.connect(self._redraw)
        self._code: Sidc | LetterCode = Sidc()
        self._pick: Pick | None = None
        self._in_hand: Unit | ControlMeasure | None = None
        self._ready = False
        self._refused = False
        self._said_identity: str | None = None
        self._tree_model: SymbolTreeModel | None = None

        self._page = page = SymbolPage(self, pictures, catalogue)
        self.search, self.list, self.tree = page.search, page.list, page.tree
        self.code, self.designation, self.preview = page.code, page.designation, page.preview
        self.choosers = page.choosers.fields
        self._rows = SymbolList(self._picture_of, self._is_favourite, self)
        self.list.setModel(self._rows)

        for line in (self.search, self.tree, self.list, self.code, self.designation):
            line.installEventFilter(self)
        self.search.textChanged.connect(self._on_search)
        self.search.returnPressed.connect(self.start_placing)
        page.browse.toggled.connect(self._on_browse)
        page.star.clicked.connect(self.toggle_favourite)
        page.choosers.given.connect(self._on_chosen)
        page.refining.given.connect(self._on_refined)
        page.words.unfolded.connect(self._explain)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.activated.connect(self.start_placing)
        self.list.dragged.connect(self.start_placing)
        self.tree.activated.connect(self.start_placing)
        self.code.textEdited.connect(self._on_code)
        self.designation.textEdited.connect(self._renew)
        for line in (self.code, self.designation):
            line.returnPressed.connect(self.start_placing)
        page.place.clicked.connect(self.start_placing)
        if measures is not None:
            measures.came.connect(self._on_drawings)
        self._following = Following(workspace, self, told=self._on_topic)
        self._on_search()

    def template(self) -> Unit:
        """The next unit."""
        return Unit(
            overlay=DRAFT, sidc=str(self._code), designation=self.designation.text().strip() or None
        )

    def start_placing(self) -> None:
        """Take up the tool that places the next unit; its code is offered again later."""
        if self._refused:
            return
        if not self._ready:
            self._workspace.say("Choose a symbol first.")
            return
        code = str(self._code)
        self._take_up()
        others = tuple(used for used in self._workspace.settings.recent_units if used != code)
        self._workspace.set_settings(recent_units=(code, *others)[:RECENT_UNITS])

    def toggle_favourite(self) -> None:
        """Keep what is chosen among the favourites, or take it out."""
        if not self._ready:
            return
        kept = str(self._code) if self._pick is None else self._pick.kept
        favourites = self._workspace.settings.favourite_units
        if kept in favourites:
            favourites = tuple(each for each in favourites if each != kept)
            self._workspace.say("No longer a favourite.")
        else:
            favourites = (*favourites, kept)[-FAVOURITE_UNITS:]
            self._workspace.say("Kept as a favourite; the empty search lists favourites first.")
        self._workspace.set_settings(favourite_units=favourites)
        self._show_star()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list while the search has the keyboard; the favourites key everywhere."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key, control = Qt.Key(event.key()), Qt.KeyboardModifier.ControlModifier
        if key == Qt.Key.Key_B and event.modifiers() == control:
            self.toggle_favourite()
            return True
        if watched is self.search and key in _IN_THE_LIST:
            (self.tree if self._page.browse.isChecked() else self.list).keyPressEvent(event)
            return True
        if key == Qt.Key.Key_Escape:
            if watched is not self.search:
                self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
            if self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    # -- finding -------------------------------------------------------------------------------

    def _on_search(self) -> None:
        text = self.search.text()
        wish = self._found.wish(text)
        self._said_identity = wish.standard_identity
        self._page.choosers.wish_for(wish.echelon, wish.standard_identity)
        if text.strip():
            self._page.browse.setChecked(False)
        self._show_picks()

    def _show_picks(self) -> None:
        text = self.search.text()
        if text.strip():
            picks = found(text, self._found)
        else:
            settings = self._workspace.settings
            kept, used = settings.favourite_units, settings.recent_units
            picks = offered(self._catalogue, self._systems, kept, used)
        self._rows.show_picks(picks)
        self._page.show_results(any_found=bool(picks))
        self.list.setCurrentIndex(self._rows.index(0, 0))
        if not picks:
            self._pick = None
            self._ready = False

    def _on_browse(self, on: bool) -> None:
        if on and self._tree_model is None:
            self._tree_model = SymbolTreeModel(tree(self._catalogue), self._picture_in_tree, self)
            self.tree.setModel(self._tree_model)
            self.tree.selectionModel().currentChanged.connect(self._on_branch)
        self._page.show_results(any_found=self._rows.rowCount() > 0)
        (self.tree if on else self.search).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_branch(self, index: QModelIndex) -> None:
        branch = None if self._tree_model is None else self._tree_model.branch(index)
        if branch is None or branch.entry is None or branch.entry.is_heading:
            return
        pick = of_entry(branch.entry)
        if not pick.can_be_placed:
            self._workspace.say(f"{pick.title} is a line or an area that no drawing is known of.")
            return
        self._choose(pick)

    # -- what is chosen ------------------------------------------------------------------------

    def _on_current(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self._choose(self._rows.picks[index.row()])

    def _choose(self, pick: Pick) -> None:
        self._pick = pick
        self._take(parse(self._code_of(pick)))

    def _on_chosen(self, field: str, digits: str) -> None:
        try:
            self._take(with_field(self._code, field, digits))
        except SidcError as error:
            self._complain(str(error))
        self._redraw()

    def _on_refined(self, field: str, digits: str) -> None:
        if field == "context":
            self._page.choosers.remember(field, digits)
            self._on_chosen(field, digits)
        elif isinstance(self._code, Sidc):
            self._take(refined(self._code, field, digits))

    def _on_code(self, text: str) -> None:
        told = explained(text, self._catalogue)
        self._page.code_table.show_explanation(told)
        try:
            code = parse(text)
        except SidcError as error:
            self._complain(str(error))
            self._refused = True
            return
        self._pick = None
        self._take(code, typed=True)
        # Digits that mean nothing are told, and may be meant: the code is placed as it is.
        self._complain(told.wrong[0] if told.wrong else "")

    def _take(self, code: Sidc | LetterCode, *, typed: bool = False) -> None:
        """Show a code as that of the next unit."""
        self._code = code
        self._ready = True
        self._refused = False
        self._complain("")
        if not typed:
            self.code.setText(str(code))
            self.code.setCursorPosition(0)
        self._page.choosers.show_code(code)
        self._page.refining.show_code(code)
        self._explain()
        self._show_star()
        self._renew()

    def _explain(self) -> None:
        if self._page.words.is_open:
            self._page.code_table.show_explanation(explained(self.code.text(), self._catalogue))

    def _renew(self) -> None:
        """Show the next unit or measure; the tool that is placing ours goes on with it."""
        self._show_preview()
        state = self._workspace.controller.state
        if not isinstance(state, PlaceUnit | DrawMeasure) or state.template is not self._in_hand:
            return
        if state.at_rest and not self._refused:
            self._take_up()

    def _show_preview(self) -> None:
        code = str(self._code)
        if is_measure(code):
            self.preview.show_image(self._drawing_of(code, _PREVIEW_FRAME_PX), code)
        else:
            self.preview.show_unit(self.template(), self._workspace.settings.theme)

    def _take_up(self) -> None:
        code = str(self._code)
        if is_measure(code):
            self._in_hand = draw_measure(self._workspace, code, self.designation.text())
            return
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

    def _complain(self, text: str) -> None:
        complaint = self._page.complaint
        complaint.setText(text[:1].upper() + text[1:])
        complaint.setVisible(bool(text))
        palette = complaint.palette()
        palette.setColor(complaint.foregroundRole(), wrong_colour(self.palette()))
        complaint.setPalette(palette)

    # -- pictures and stars --------------------------------------------------------------------

    def show_systems(self, systems: Systems) -> None:
        """Offer the systems of another catalogue."""
        if systems is not self._systems:
            self._systems = systems
            self._found = SymbolSearch(self._catalogue, systems)
            self._show_picks()

    def _on_topic(self, topic: str) -> None:
        if topic == "settings":
            if self._measures is not None:
                self._measures.theme = self._workspace.settings.theme
            self._show_preview()
            self._redraw()

    def _on_drawings(self) -> None:
        """Small pictures of lines and areas have come."""
        if is_measure(str(self._code)):
            self._show_preview()
        self._redraw()

    def _redraw(self) -> None:
        self._rows.redraw()
        self.tree.viewport().update()

    def _show_star(self) -> None:
        kept = str(self._code) if self._pick is None else self._pick.kept
        self._page.star.setChecked(kept in self._workspace.settings.favourite_units)

    def _is_favourite(self, pick: Pick) -> bool:
        return pick.kept in self._workspace.settings.favourite_units

    def _code_of(self, pick: Pick) -> str:
        """Code that a pick is drawn and placed with: an entity's takes what the choosers say."""
        if pick.entry is not None:
            return str(self._page.choosers.code_of(pick.entry))
        # A system has the identity of those who have it, unless the search says another.
        if pick.system is not None and self._said_identity is not None:
            return str(with_field(parse(pick.code), "standard_identity", self._said_identity))
        return pick.code

    def _picture_of(self, pick: Pick, size_px: float) -> QImage | None:
        code = self._code_of(pick)
        if pick.is_measure:
            return self._drawing_of(code, size_px)
        options = outlined(self._workspace.settings.theme)
        look = self._pictures.look(code, options, size_px, self.devicePixelRatioF())
        supply = self._pictures.supply
        if supply is not None and supply.broken:
            return self._pictures.of_look(look).image
        found = self._pictures.ready(look)
        if found is None:
            # The map takes what comes, and may drop what waits: a list that is drawn asks again.
            self._missing.start()
            return None
        return found.image

    def _drawing_of(self, code: str, size_px: float) -> QImage | None:
        if self._measures is None:
            return None
        return self._measures.picture(code, size_px, self.devicePixelRatioF())

    def _picture_in_tree(self, entry: Entry, size_px: float) -> QImage | None:
        pick = of_entry(entry)
        return self._picture_of(pick, size_px) if pick.can_be_placed else None
