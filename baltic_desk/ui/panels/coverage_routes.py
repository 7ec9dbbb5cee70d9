"""Exposure of routes: tables, a profile, comma-separated values, and the route on the map."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from baltic_desk.app.answering import NotAnsweredError
from baltic_desk.app.coverage_study import exposures
from baltic_desk.app.extent import extent
from baltic_desk.app.project_files import folder_of
from baltic_desk.app.protocols import FileKind
from baltic_desk.app.saving import write_bytes
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.exposure import Exposure, Passage
from baltic_desk.coverage.exposure_table import profile_csv, stretches_csv
from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.coverage.routes import Route, RouteError
from baltic_desk.document.altitude import altitude_of
from baltic_desk.document.emitters import ring_emitters
from baltic_desk.document.routes import RouteDefaults, route_of, route_title, routes_in
from baltic_desk.io.save import SaveError
from baltic_desk.symbology.standing import identity_title
from baltic_desk.ui.background import Background
from baltic_desk.ui.panels.coverage_page import CoveragePage
from baltic_desk.ui.panels.figures_table import FiguresTable
from baltic_desk.ui.panels.route_profile import RouteProfile
from baltic_desk.ui.panels.wrapped_words import words

CSV = FileKind("Comma-separated values", (".csv",))

_ID = Qt.ItemDataRole.UserRole
_STRETCHES = ("Coverage", "From – to", "km", "min", "Limits")
_COVERAGE_PX = 118
_TOTALS = ("Route · coverage", "km", "%", "min", "max")
_LIST_PX = 96
_NO_ROUTES = "Draw a line: it can be a route. Its altitude and speed are set in the inspector."


class RoutesPage(CoveragePage):
    """The lines of the document as routes: those with a tick are compared and shown on the map.

    `exposures_shown` bears those on the map.
    """

    exposures_shown = Signal(object)

    def __init__(self, workspace: Workspace, background: Background) -> None:
        super().__init__(workspace, background, "routes")
        self._found: tuple[Exposure, ...] = ()
        self._troubles: dict[str, str] = {}
        self.list = QListWidget()
        self.list.setAccessibleName("Routes")
        self.list.setMaximumHeight(_LIST_PX)
        self.note = words("", faint=True)
        self.profile = RouteProfile()
        self.totals = FiguresTable("Routes compared", _TOTALS)
        self.stretches = FiguresTable(
            "Stretches inside coverage", _STRETCHES, first_px=_COVERAGE_PX
        )
        self.export = QPushButton("Export CSV…")
        self.export_profile = QPushButton("Profile CSV…")
        buttons = QHBoxLayout()
        buttons.addWidget(self.export)
        buttons.addWidget(self.export_profile)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.list)
        column.addWidget(self.note)
        column.addWidget(self.profile)
        column.addWidget(self.totals, 1)
        column.addWidget(self.stretches, 2)
        column.addLayout(buttons)
        self.setFocusProxy(self.list)
        self.list.itemChanged.connect(self._ticked)
        self.list.currentItemChanged.connect(self._show)
        self.list.itemActivated.connect(self._go)
        self.export.clicked.connect(self._export)
        self.export_profile.clicked.connect(self._export_profile)
        self._show()

    # -- page ----------------------------------------------------------------------------------

    def ask(self) -> None:
        self._list_routes()
        wanted = self._ticks()
        if not wanted:
            self._background.cancel(self._name)
            self._found = ()
            self._show()
            self.exposures_shown.emit(())
            return
        document = self._workspace.document
        routes = self._routes(wanted)
        emitters, fields = ring_emitters(document), self.fields()
        self._background.order(
            self._name,
            lambda progress, cancelled: exposures(
                routes, emitters, fields(), progress=progress, cancelled=cancelled
            ),
        )

    def take(self, found: object) -> None:
        assert isinstance(found, tuple)
        self._found = found
        self._show()
        self.exposures_shown.emit(self._found)

    def tell(self, text: str) -> None:
        self.note.setText(text)

    def on_the_map(self) -> bool:
        return bool(self._found)

    # -- routes --------------------------------------------------------------------------------

    def _routes(self, wanted: list[str]) -> tuple[Route, ...]:
        document = self._workspace.document
        altitude = altitude_of(document.project)
        defaults = RouteDefaults()
        if altitude is not None:
            defaults = RouteDefaults(altitude.altitude_m, altitude.above)
        routes: list[Route] = []
        self._troubles = {}
        for feature_id in wanted:
            feature = document.feature(feature_id)
            if feature is None:
                continue
            try:
                routes.append(route_of(feature, defaults))
            except RouteError as error:
                self._troubles[feature_id] = str(error)
        return tuple(routes)

    def _list_routes(self) -> None:
        """The lines of the document, ticks and the current one as they were."""
        found = [(each.id, route_title(each)) for each in routes_in(self._workspace.document)]
        present = [(str(item.data(_ID)), item.text()) for item in self._items()]
        if found == present:
            return
        ticked, current = set(self._ticks()), self._current_id()
        self.list.blockSignals(True)
        self.list.clear()
        for feature_id, title in found:
            item = QListWidgetItem(title)
            item.setData(_ID, feature_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = Qt.CheckState.Checked if feature_id in ticked else Qt.CheckState.Unchecked
            item.setCheckState(on)
            self.list.addItem(item)
            if feature_id == current:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _ticks(self) -> list[str]:
        return [
            str(item.data(_ID))
            for item in self._items()
            if item.checkState() == Qt.CheckState.Checked
        ]

    def _current_id(self) -> str:
        item = self.list.currentItem()
        return str(item.data(_ID)) if self.list.currentRow() >= 0 else ""

    def _ticked(self, item: QListWidgetItem) -> None:
        self.list.setCurrentItem(item)
        self._stale = True
        self.refresh()

    def _current(self) -> Exposure | None:
        """The exposure of the current route, else of the first that there is."""
        by_id = {each.route.id: each for each in self._found}
        return by_id.get(self._current_id()) or next(iter(self._found), None)

    # -- showing -------------------------------------------------------------------------------

    def _show(self) -> None:
        found = self._current()
        self.profile.show_exposure(found)
        self.profile.setVisible(found is not None)
        self.totals.show_rows([row for each in self._found for row in total_rows(each)])
        self.stretches.show_rows([] if found is None else stretch_rows(found))
        self.export.setEnabled(bool(self._found))
        self.export_profile.setEnabled(found is not None)
        self.note.setText(self._note(found))

    def _note(self, found: Exposure | None) -> str:
        troubles = [f"{text}." for text in self._troubles.values()]
        if not self.list.count():
            return _NO_ROUTES
        if found is None:
            return "\n".join(troubles) or "Tick a route to see where it is exposed."
        failed = [f"{each.emitter.title}: {each.why}." for each in found.failed]
        over = f"{found.route.title}, over {found.terrain}."
        if found.minutes is None:
            over += " No speed is set, so there are no minutes."
        return "\n".join((*troubles, *failed, over))

    def _go(self) -> None:
        workspace = self._workspace
        feature = workspace.document.feature(self._current_id())
        if feature is None:
            return
        workspace.session.select([feature.id])
        bounds = extent([feature])
        if bounds is not None:
            workspace.camera.fit(bounds)

    # -- files ---------------------------------------------------------------------------------

    def _export(self) -> None:
        self._write("Export exposure", "exposure.csv", lambda: stretches_csv(self._found))

    def _export_profile(self) -> None:
        found = self._current()
        if found is not None:
            self._write("Export profile", "profile.csv", lambda: profile_csv(found))

    def _write(self, title: str, name: str, text: Callable[[], str]) -> None:
        workspace = self._workspace
        path = workspace.ask.save_file(title, (CSV,), folder_of(workspace) / name)
        if path is None:
            return
        try:
            write_bytes(workspace, path, text().encode(), backup=False)
        except NotAnsweredError as error:
            workspace.say(str(error))
        except SaveError as error:
            workspace.ask.tell("The table was not written", str(error))
        else:
            workspace.say(f"Wrote {path.name}")


def stretch_rows(found: Exposure) -> list[tuple[str, ...]]:
    """Each stretch of a route: coverage, from and to, length, minutes, limits at entry and exit."""
    ordered = sorted(found.stretches, key=lambda each: each.entry.along_m)
    return [
        (
            each.emitter.title,
            f"{_km(each.entry.along_m)} – {_km(each.exit.along_m)}",
            _km(each.length_m),
            _min(each.minutes),
            f"{_limit(each.entry, 'starts')} – {_limit(each.exit, 'ends')}",
        )
        for each in ordered
    ]


def total_rows(found: Exposure) -> list[tuple[str, ...]]:
    """A route's length and time, then what of it is inside coverage by class and identity, and how
    many systems reach one place at most.
    """
    rows: list[tuple[str, ...]] = [
        (found.route.title, _km(found.length_m), "100", _min(found.minutes), "")
    ]
    for total in found.totals:
        if total.length_m > 0.0:
            side = identity_title(total.identity).lower() if total.identity else ""
            title = ", ".join(filter(None, (RING_CLASSES[total.ring_class].title, side)))
            share = f"{100.0 * total.length_m / found.length_m:.0f}"
            rows.append(
                (f"    {title}", _km(total.length_m), share, _min(total.minutes), str(total.most))
            )
    return rows


def _limit(passage: Passage, else_word: str) -> str:
    return passage.limit or else_word


def _km(length_m: float) -> str:
    return f"{length_m / 1000:.1f}"


def _min(minutes: float | None) -> str:
    return "" if minutes is None else f"{minutes:.1f}"
