"""Areas of coverage: merged, counted or missing, with square kilometres and their ratio."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout

from baltic_desk.app.coverage_keeping import keep_study
from baltic_desk.app.coverage_study import STUDIES, Study, StudyKind, question_of, study
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.comparison import pair_title, ratio_text
from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.document.altitude import CUT_CLASSES, altitude_text
from baltic_desk.document.areas import AreaError
from baltic_desk.document.feature import Area, ControlMeasure, Corridor, Ellipse, Rectangle
from baltic_desk.document.geometry import Polygon
from baltic_desk.geo.distances import grouped
from baltic_desk.symbology.standing import identity_title
from baltic_desk.ui.background import Background
from baltic_desk.ui.panels.coverage_page import CoveragePage
from baltic_desk.ui.panels.figures_table import FiguresTable
from baltic_desk.ui.panels.titles import feature_title
from baltic_desk.ui.panels.wrapped_words import words

_OF_INTEREST = (Area, Rectangle, Ellipse, Corridor, ControlMeasure)
_SETS: tuple[tuple[str, frozenset[str]], ...] = (
    ("Air defence and sensors", frozenset(CUT_CLASSES)),
    *((known.title, frozenset((known.id,))) for known in RING_CLASSES.values()),
    ("All classes", frozenset(RING_CLASSES)),
)


class AreasPage(CoveragePage):
    """Chooses the study that is drawn on the map, and tells its areas.

    `study_shown` bears the study on the map, None for none.
    """

    study_shown = Signal(object)

    def __init__(self, workspace: Workspace, background: Background) -> None:
        super().__init__(workspace, background, "areas")
        self._study: Study | None = None
        self.kind = QComboBox()
        self.kind.setAccessibleName("Draw on the map")
        for kind, title in STUDIES.items():
            self.kind.addItem(f"On the map: {title[:1].lower()}{title[1:]}", kind)
        self.classes = QComboBox()
        self.classes.setAccessibleName("Classes of rings")
        for title, _ in _SETS:
            self.classes.addItem(title)
        self.interest = QComboBox()
        self.interest.setAccessibleName("Area that sensors should see")
        self.table = FiguresTable("Areas", ("Coverage, km²", "Published", "", ""))
        self.note = words("", faint=True)
        self.keep = QPushButton("Keep as Overlay")
        self.keep.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        for part in (self.kind, self.classes, self.interest):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        column.addLayout(buttons)
        self.kind.currentIndexChanged.connect(self._chosen)
        self.classes.currentIndexChanged.connect(self._chosen)
        self.interest.activated.connect(self._chosen)
        self.keep.clicked.connect(self._keep)
        self._offer_areas()
        self._show_choosers()

    @property
    def chosen_kind(self) -> StudyKind:
        """Which study is wanted."""
        kind: StudyKind = self.kind.currentData()
        return kind

    # -- page ----------------------------------------------------------------------------------

    def ask(self) -> None:
        self._offer_areas()
        self._show_choosers()
        kind, classes = self.chosen_kind, _SETS[self.classes.currentIndex()][1]
        interest = str(self.interest.currentData() or "")
        try:
            question = question_of(self._workspace.document, kind, classes, interest)
        except AreaError as error:
            self._background.cancel(self._name)
            self._clear(str(error))
            return
        if not question.emitters:
            self._background.cancel(self._name)
            what = "friendly sensors" if kind == "gap" else "rings of these classes"
            self._clear(f"There are no {what} on show.")
            return
        fields = self.fields()
        self._background.order(
            self._name,
            lambda progress, cancelled: study(
                question, fields(), progress=progress, cancelled=cancelled
            ),
        )

    def take(self, found: object) -> None:
        assert isinstance(found, Study)
        self._study = found
        question = found.question
        self.table.set_columns(columns_of(found))
        self.table.show_rows(rows_of(found))
        notes = [f"{each.emitter.title}: {each.why}." for each in found.failed]
        self.note.setText("\n".join((*notes, note_of(found))))
        shown = question.kind != "none"
        self.keep.setEnabled(shown)
        self.study_shown.emit(found if shown else None)

    def tell(self, text: str) -> None:
        self.note.setText(text)

    def on_the_map(self) -> bool:
        return self.chosen_kind != "none"

    # -- inside --------------------------------------------------------------------------------

    def _chosen(self) -> None:
        self._show_choosers()
        if self.chosen_kind == "none":
            self.study_shown.emit(None)
            self.keep.setEnabled(False)
        self._stale = True
        self.refresh()

    def _clear(self, text: str) -> None:
        self._study = None
        self.table.show_rows([])
        self.note.setText(text)
        self.keep.setEnabled(False)
        self.study_shown.emit(None)

    def _show_choosers(self) -> None:
        gap = self.chosen_kind == "gap"
        self.interest.setVisible(gap)
        self.classes.setVisible(not gap)

    def _offer_areas(self) -> None:
        """The areas of the document, the chosen one still chosen."""
        wanted = self.interest.currentData()
        found = [
            (feature_title(each), each.id)
            for each in self._workspace.document.features()
            if isinstance(each.properties, _OF_INTEREST) and isinstance(each.geometry, Polygon)
        ]
        present = [
            (self.interest.itemText(row), self.interest.itemData(row))
            for row in range(self.interest.count())
        ]
        if found == present:
            return
        self.interest.blockSignals(True)
        self.interest.clear()
        for title, feature_id in found:
            self.interest.addItem(title, feature_id)
        self.interest.setCurrentIndex(max(self.interest.findData(wanted), 0 if found else -1))
        self.interest.blockSignals(False)

    def _keep(self) -> None:
        if self._study is None:
            return
        count = keep_study(self._workspace.document, self._study)
        areas = "area is" if count == 1 else "areas are"
        self._workspace.say(f"{count} {areas} on a new overlay" if count else "There is no area")


def columns_of(found: Study) -> tuple[str, ...]:
    """Headings of `rows_of`."""
    altitude = found.question.altitude
    at = "" if altitude is None else f"At {altitude_text(altitude.altitude_m)}"
    if found.question.kind == "gap":
        return "Area, km²", "All of it", "Not seen", "%"
    if found.question.kind == "overlap":
        return "Systems, km²", "", at or "Published", "%"
    return "Coverage, km²", "Published", at, "%" if at else ""


def rows_of(found: Study) -> list[tuple[str, ...]]:
    """Title, published area, area at the altitude, and the second by the first."""
    if found.question.kind == "overlap":
        return _count_rows(found)
    if found.gap is not None:
        interest = found.question.interest
        title = "" if interest is None else interest[0]
        whole, missed = _km2(found.gap.interest_m2), _km2(found.gap.area_m2)
        return [(f"{title[:1].upper()}{title[1:]}", whole, missed, _percent(found.gap.share))]
    if found.question.altitude is None:
        return [
            (_group(each.ring_class, each.identity), _km2(each.outline.area_m2), "", "")
            for each in found.merged
        ]
    bands = {(each.ring_class, each.identity): each.bands for each in found.merged}
    rows: list[tuple[str, ...]] = []
    for pair in found.areas:
        first, second = _km2(pair.first_m2), _km2(pair.second_m2)
        rows.append((pair_title(pair, identity_title), first, second, _percent(pair.ratio)))
        for band in bands.get((pair.ring_class, pair.identity), ()):
            rows.append((f"    {band.title}", "", _km2(band.area_m2), ""))
    return rows


def note_of(found: Study) -> str:
    """What the figures rest on, and the lesson in a sentence."""
    question = found.question
    if question.altitude is None:
        return (
            "Published ranges, whatever the altitude. Set an altitude to see what is left of them."
        )
    assumed = sum(each.antenna_assumed and each.needs_sight for each in question.emitters)
    parts = [f"At {question.altitude}, over {found.terrain} ({found.terrain_error})."]
    if assumed:
        count = "1 antenna" if assumed == 1 else f"{assumed} antennas"
        parts.append(f"The height of {count} is assumed.")
    return " ".join(parts)


def _count_rows(found: Study) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for each in found.overlaps:
        total = sum(area.area_m2 for area in each.areas)
        rows.append((_group(each.ring_class, each.identity), "", _km2(total), ""))
        for area in each.areas:
            systems = "1 system" if area.count == 1 else f"{area.count} systems"
            share = _percent(area.area_m2 / total)
            rows.append((f"    {systems}", "", _km2(area.area_m2), share))
    return rows


def _km2(area_m2: float) -> str:
    """Square kilometres, with one decimal where there are few."""
    value = area_m2 / 1e6
    return grouped(f"{value:.0f}" if value >= 9.95 else f"{value:.1f}")


def _percent(ratio: float | None) -> str:
    return ratio_text(ratio).removesuffix(" %")


def _group(ring_class: str, identity: str) -> str:
    known = RING_CLASSES[ring_class].title
    return f"{known}, {identity_title(identity).lower()}" if identity else known
