"""What the map should admit: findings about its rings, each of which can be shown."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
)

from baltic_desk.app.extent import extent
from baltic_desk.app.honesty_check import LOW, Honesty, claims_of, with_areas
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.honesty import OLDEST_YEARS, RULES, Finding
from baltic_desk.document.emitters import ring_emitters
from baltic_desk.ui.background import Background
from baltic_desk.ui.panels.coverage_page import CoveragePage
from baltic_desk.ui.panels.two_lines import TwoLineDelegate, TwoLineRows, TwoLines
from baltic_desk.ui.panels.wrapped_words import words


class FindingList(TwoLineRows[Finding]):
    """Findings, each with its ring and its rule."""

    def two_lines(self, row: Finding) -> TwoLines:
        text = f"{row.text[:1].upper()}{row.text[1:]}"
        return TwoLines(text, f"{row.title} · {RULES[row.rule]}")

    def line(self, row: Finding) -> str:
        return str(row)


class HonestyPage(CoveragePage):
    """Findings before a map is handed out: Enter or a double click shows the ring."""

    def __init__(self, workspace: Workspace, background: Background) -> None:
        super().__init__(workspace, background, "honesty")
        self._rows = FindingList(self)
        self.summary = words("", faint=True)
        self.years = QSpinBox()
        self.years.setRange(0, 100)
        self.years.setValue(OLDEST_YEARS)
        self.years.setSuffix(" years")
        self.years.setAccessibleName("Sources are old after so many years")
        self.list = QListView()
        self.list.setAccessibleName("Findings")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(self._rows)
        self.list.setItemDelegate(TwoLineDelegate(self.list))
        self.whole = words("")
        self.show_on_map = QPushButton("Show on Map")
        self.copy = QPushButton("Copy All")
        age = QHBoxLayout()
        age.addWidget(QLabel("Sources are old after"))
        age.addWidget(self.years)
        age.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.show_on_map)
        buttons.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.summary)
        column.addLayout(age)
        column.addWidget(self.list, 1)
        column.addWidget(self.whole)
        column.addLayout(buttons)
        self.setFocusProxy(self.list)
        self.years.valueChanged.connect(self.refresh_soon)
        self.list.activated.connect(self._go)
        self.list.selectionModel().currentChanged.connect(self._show_whole)
        self.show_on_map.clicked.connect(self._go)
        self.copy.clicked.connect(self._copy)
        self._show_whole()

    # -- page ----------------------------------------------------------------------------------

    def ask(self) -> None:
        workspace, fields = self._workspace, self.fields()
        document = workspace.document
        emitters = ring_emitters(document)
        claims = claims_of(
            document,
            emitters,
            workspace.systems,
            this_year=date.today().year,
            oldest_years=self.years.value(),
        )
        self._show(Honesty(claims, ()))  # areas take a moment
        self._background.order(
            self._name,
            lambda progress, cancelled: with_areas(
                emitters, claims, fields(), progress=progress, cancelled=cancelled
            ),
        )

    def take(self, found: object) -> None:
        assert isinstance(found, Honesty)
        self._show(found)

    def tell(self, text: str) -> None:
        self.summary.setText(text)

    # -- inside --------------------------------------------------------------------------------

    def _show(self, found: Honesty) -> None:
        findings = found.findings
        if findings != self._rows.rows:
            self._rows.show_rows(findings)
            self.list.setCurrentIndex(self._rows.index(0, 0))
        count = len(findings)
        text = f"{count} {'finding' if count == 1 else 'findings'} against a target at {LOW}."
        self.summary.setText(text if findings else "There is nothing that this map should admit.")
        for part in (self.list, self.show_on_map, self.copy):
            part.setEnabled(bool(findings))
        self._show_whole()

    def _current(self) -> Finding | None:
        index = self.list.currentIndex()
        return self._rows.rows[index.row()] if index.isValid() else None

    def _show_whole(self) -> None:
        finding = self._current()
        self.whole.setText("" if finding is None else str(finding))

    def _go(self) -> None:
        finding = self._current()
        workspace = self._workspace
        ring = None if finding is None else workspace.document.feature(finding.ring_id)
        if ring is None:
            return
        workspace.session.select([ring.id])
        bounds = extent([ring])
        if bounds is not None:
            workspace.camera.fit(bounds)

    def _copy(self) -> None:
        clipboard, findings = self._workspace.clipboard, self._rows.rows
        if clipboard is None or not findings:
            return
        clipboard.write("".join(f"{finding}\n" for finding in findings))
        count = len(findings)
        self._workspace.say(f"Copied {count} {'finding' if count == 1 else 'findings'}")
