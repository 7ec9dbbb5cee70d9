"""The coverage panel: studies on the map, routes and their exposure, findings that can be shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Area, Line
from baltic_desk.document.outline import new_line
from baltic_desk.ui.map.placed_study import ShownStudy
from baltic_desk.ui.panels.coverage import CoveragePanel
from baltic_desk.ui.panels.route_profile import RouteProfile
from baltic_desk.ui.panels.two_lines import TWO_LINES
from tests.emitting import FRIEND, battery, ring_of
from tests.features import area
from tests.panel_desk import PlaneCamera, project, workspace

AT_SEA = (18.5, 55.6)


class Sheet:
    """A map that only remembers what it was told to show."""

    def __init__(self) -> None:
        self.shown = ShownStudy()

    def show_study(self, shown: ShownStudy) -> None:
        self.shown = shown


class Board:
    """A clipboard of its own."""

    text = ""

    def read(self) -> str:
        return self.text

    def write(self, text: str) -> None:
        self.text = text

    def image(self) -> bytes:
        return b""


def made_project() -> Document:
    s400, radar = (
        battery("s400", AT_SEA),
        battery("radar", (19.5, 56.2), name="Radar", sidc=FRIEND, system=None),
    )
    air = {"ring_class": "air-defence", "antenna_height_m": 24.0}
    route = Line(overlay="o", name="Strike", leg_altitudes_m="10", leg_speeds_kn="480")
    held = project(
        s400,
        radar,
        ring_of(s400, 400e3, "far", variant="40N6E", source="A study", source_date="2012", **air),
        ring_of(s400, 20e3, "near", variant="9M96E", source="A study", source_date="2024", **air),
        ring_of(radar, 470e3, "sensor", ring_class="sensor"),
        new_line("l", route, ((17.0, 55.6), AT_SEA, (20.0, 55.6))),
        new_line("m", Line(overlay="o", name="Silent"), ((17.0, 55.0), (20.0, 56.0))),
        area("aoi", (19.0, 55.9), (20.5, 55.9), (20.5, 56.5), (19.0, 56.5)),
    )
    set_altitude(held, 10.0)
    return held


def set_altitude(held: Document, altitude_m: float | None) -> None:
    with held.edit("Altitude") as change:
        wanted = replace(held.project, altitude_m=altitude_m, altitude_above="sea", terrain="none")
        change.put(wanted)


@pytest.fixture
def desk() -> Workspace:
    made = workspace(made_project())
    made.clipboard = Board()
    return made


@pytest.fixture
def sheet() -> Sheet:
    return Sheet()


@pytest.fixture
def panel(desk: Workspace, sheet: Sheet, qtbot: QtBot) -> Iterator[CoveragePanel]:
    made = CoveragePanel(desk, sheet)
    qtbot.addWidget(made)
    made.resize(340, 700)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close_work()


def choose(panel: CoveragePanel, kind: str, qtbot: QtBot) -> None:
    """Pick a study and wait for it."""
    with qtbot.waitSignal(panel.areas.study_shown, timeout=30_000):
        panel.areas.kind.setCurrentIndex(panel.areas.kind.findData(kind))


def first_cells(panel: CoveragePanel) -> list[str]:
    return [row[0] for row in panel.areas.table.rows()]


class TestAreas:
    """Studies on the map."""

    def test_at_first_numbers_are_told_and_nothing_is_drawn(
        self, panel: CoveragePanel, sheet: Sheet, qtbot: QtBot
    ) -> None:
        qtbot.waitUntil(lambda: bool(panel.areas.table.rows()), timeout=30_000)
        assert panel.areas.table.rows()[0] == (
            "Air defence, hostile",
            "502\u202f478",
            "3\u202f468",
            "0.69",
        )
        assert sheet.shown.study is None
        assert not panel.areas.keep.isEnabled()
        assert "At 10 m above sea level" in panel.areas.note.text()
        assert "1 antenna is assumed" in panel.areas.note.text()

    def test_merged_outlines_are_drawn_with_their_bands(
        self, panel: CoveragePanel, sheet: Sheet, qtbot: QtBot
    ) -> None:
        choose(panel, "merge", qtbot)
        assert sheet.shown.study is not None
        assert sheet.shown.rings == {"far", "near", "sensor"}
        assert first_cells(panel) == [
            "Air defence, hostile",
            "    S-400 Triumf · 9M96E",
            "Sensor, friend",
        ]
        panel.areas.kind.setCurrentIndex(0)
        assert sheet.shown.study is None

    def test_systems_are_counted_by_class(self, panel: CoveragePanel, qtbot: QtBot) -> None:
        choose(panel, "overlap", qtbot)
        assert first_cells(panel)[:2] == ["Air defence, hostile", "    1 system"]
        with qtbot.waitSignal(panel.areas.study_shown, timeout=30_000):
            panel.areas.classes.setCurrentText("Sensor")
        assert first_cells(panel) == ["Sensor, friend", "    1 system"]

    def test_a_gap_is_of_an_area_that_is_chosen(
        self, panel: CoveragePanel, sheet: Sheet, qtbot: QtBot
    ) -> None:
        choose(panel, "gap", qtbot)
        assert panel.areas.interest.isVisible()
        assert not panel.areas.classes.isVisible()
        ((title, whole, missed, share),) = panel.areas.table.rows()
        assert title == "The area"
        shown = [float(text.replace("\u202f", "")) for text in (whole, missed, share)]
        assert shown[1] / shown[0] * 100 == pytest.approx(shown[2], abs=0.6)
        assert sheet.shown.study is not None
        assert sheet.shown.study.gap is not None

    def test_without_an_area_it_is_said_what_lacks(
        self, panel: CoveragePanel, desk: Workspace, sheet: Sheet, qtbot: QtBot
    ) -> None:
        with desk.document.edit("Delete") as change:
            change.remove("aoi")
        choose(panel, "gap", qtbot)
        assert panel.areas.note.text() == "Choose the area that sensors should see."
        assert sheet.shown.study is None

    def test_it_follows_the_document(
        self, panel: CoveragePanel, desk: Workspace, sheet: Sheet, qtbot: QtBot
    ) -> None:
        choose(panel, "merge", qtbot)
        with qtbot.waitSignal(panel.areas.study_shown, timeout=30_000):
            set_altitude(desk.document, None)
        assert sheet.shown.study is not None
        assert sheet.shown.study.question.altitude is None
        assert panel.areas.table.rows()[0][1] == "502\u202f478"
        assert "Set an altitude" in panel.areas.note.text()
        with (
            qtbot.waitSignal(panel.areas.study_shown, timeout=30_000),
            desk.document.edit("Hide") as change,
        ):
            for ring_id in ("far", "near", "sensor"):
                ring = desk.document.feature(ring_id)
                assert ring is not None
                change.put(replace(ring, properties=replace(ring.properties, hidden=True)))
        assert panel.areas.note.text() == "There are no rings of these classes on show."
        assert sheet.shown.study is None

    def test_a_study_on_the_map_follows_even_behind_another_page(
        self, panel: CoveragePanel, desk: Workspace, qtbot: QtBot
    ) -> None:
        choose(panel, "merge", qtbot)
        panel.pages.setCurrentWidget(panel.honesty)
        with qtbot.waitSignal(panel.areas.study_shown, timeout=30_000):
            set_altitude(desk.document, 3_000.0)

    def test_it_is_kept_as_areas_that_can_be_undone(
        self, panel: CoveragePanel, desk: Workspace, qtbot: QtBot
    ) -> None:
        choose(panel, "merge", qtbot)
        qtbot.mouseClick(panel.areas.keep, Qt.MouseButton.LeftButton)
        assert desk.message == "3 areas are on a new overlay"
        assert sum(isinstance(each.properties, Area) for each in desk.document.features()) == 4
        assert desk.document.undo() == "Keep merged outlines at 10 m above sea level"

    def test_rows_are_copied_as_a_spreadsheet_takes_them(
        self, panel: CoveragePanel, qtbot: QtBot
    ) -> None:
        qtbot.waitUntil(lambda: bool(panel.areas.table.rows()), timeout=30_000)
        panel.areas.table.selectRow(0)
        QTest.keyClick(panel.areas.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        copied = QApplication.clipboard().text()
        assert copied.split("\t")[0::3] == ["Air defence, hostile", "0.69"]


class TestRoutes:
    """Where a route is exposed."""

    def tick(self, panel: CoveragePanel, row: int, qtbot: QtBot) -> None:
        with qtbot.waitSignal(panel.routes.exposures_shown, timeout=30_000):
            panel.routes.list.item(row).setCheckState(Qt.CheckState.Checked)

    @pytest.fixture
    def routes(self, panel: CoveragePanel, qtbot: QtBot) -> CoveragePanel:
        panel.pages.setCurrentWidget(panel.routes)
        qtbot.waitUntil(lambda: panel.routes.list.count() == 2, timeout=30_000)
        return panel

    def test_a_ticked_route_is_told_and_shown(
        self, routes: CoveragePanel, sheet: Sheet, qtbot: QtBot
    ) -> None:
        assert routes.routes.note.text() == "Tick a route to see where it is exposed."
        assert not routes.routes.profile.isVisible()
        self.tick(routes, 0, qtbot)
        assert [each.route.id for each in sheet.shown.exposures] == ["l"]
        stretches = routes.routes.stretches.rows()
        assert stretches[0][0] == "S-400 Triumf · 40N6E"
        assert stretches[0][2:] == ("66.5", "4.5", "horizon – horizon")
        totals = routes.routes.totals.rows()
        assert [row[0] for row in totals] == ["Strike", "    Air defence, hostile"]
        assert routes.routes.profile.isVisible()
        assert "Strike, over no terrain" in routes.routes.note.text()

    def test_several_are_compared_and_one_without_an_altitude_takes_the_projects(
        self, routes: CoveragePanel, sheet: Sheet, qtbot: QtBot
    ) -> None:
        self.tick(routes, 0, qtbot)
        self.tick(routes, 1, qtbot)
        assert [each.route.title for each in sheet.shown.exposures] == ["Strike", "Silent"]
        assert sheet.shown.exposures[1].route.legs[0].altitude_m == 10.0
        assert [row[0] for row in routes.routes.totals.rows()][::2] == ["Strike", "Silent"]
        assert "No speed is set" in routes.routes.note.text()

    def test_a_route_that_says_no_altitude_at_all_is_told_so(
        self, routes: CoveragePanel, desk: Workspace, sheet: Sheet, qtbot: QtBot
    ) -> None:
        set_altitude(desk.document, None)
        self.tick(routes, 1, qtbot)
        assert sheet.shown.exposures == ()
        assert routes.routes.note.text() == "Silent says no altitude; give one for it."

    def test_it_follows_the_line(
        self, routes: CoveragePanel, desk: Workspace, sheet: Sheet, qtbot: QtBot
    ) -> None:
        self.tick(routes, 0, qtbot)
        line = desk.document.feature("l")
        assert line is not None
        with (
            qtbot.waitSignal(routes.routes.exposures_shown, timeout=30_000),
            desk.document.edit("Fly higher") as change,
        ):
            properties = replace(line.properties, leg_altitudes_m="9000", name="High")
            change.put(replace(line, properties=properties))
        assert sheet.shown.exposures[0].route.title == "High"
        assert routes.routes.list.item(0).checkState() == Qt.CheckState.Checked

    def test_tables_are_written(
        self, routes: CoveragePanel, desk: Workspace, tmp_path: Path, qtbot: QtBot
    ) -> None:
        self.tick(routes, 0, qtbot)
        desk.ask.answers.append(tmp_path / "out.csv")  # type: ignore[attr-defined]
        qtbot.mouseClick(routes.routes.export, Qt.MouseButton.LeftButton)
        rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8"))))
        assert {row["ring_id"] for row in rows} == {"far", "near"}
        assert desk.message == "Wrote out.csv"
        desk.ask.answers.append(tmp_path / "side.csv")  # type: ignore[attr-defined]
        qtbot.mouseClick(routes.routes.export_profile, Qt.MouseButton.LeftButton)
        assert (tmp_path / "side.csv").read_text("utf-8").startswith("route,along_km")

    def test_enter_shows_the_route_on_the_map(self, routes: CoveragePanel, desk: Workspace) -> None:
        routes.routes.list.setCurrentRow(1)
        routes.routes.list.itemActivated.emit(routes.routes.list.currentItem())
        assert tuple(desk.session.selection) == ("m",)
        assert isinstance(desk.camera, PlaneCamera)
        assert len(desk.camera.looked_at) == 1

    def test_the_profile_tells_figures_where_one_points(
        self, routes: CoveragePanel, qtbot: QtBot
    ) -> None:
        self.tick(routes, 0, qtbot)
        profile: RouteProfile = routes.routes.profile
        assert [strip.title for strip in profile.strips] == ["Air defence, hostile"]
        assert profile.top_m == 50.0
        assert profile.reading(0.0) == "0.0 km · at 10 m · ground 0 m"
        assert profile.reading(95e3).endswith("in S-400 Triumf · 40N6E and 1 more")
        assert "Air defence, hostile: 61 to 128 km" in profile.accessibleDescription()
        blank = profile.grab().toImage()
        QTest.mouseMove(profile, QPoint(profile.width() // 2, profile.height() // 2))
        qtbot.waitUntil(lambda: profile.grab().toImage() != blank)


class TestHonesty:
    """Findings before a map is handed out."""

    @pytest.fixture
    def honest(self, panel: CoveragePanel, qtbot: QtBot) -> CoveragePanel:
        panel.pages.setCurrentWidget(panel.honesty)
        qtbot.waitUntil(lambda: "area" in self.rules(panel), timeout=30_000)
        return panel

    def rules(self, panel: CoveragePanel) -> list[str]:
        return [each.rule for each in panel.honesty.list.model().rows]  # type: ignore[attr-defined]

    def test_findings_are_listed_with_their_ring_and_rule(self, honest: CoveragePanel) -> None:
        model = honest.honesty.list.model()
        row = model.index(0, 0).data(TWO_LINES)
        assert row.title.startswith("The source of 400 km is of 2012")
        assert row.detail == "S-400 Triumf · 40N6E · Old source"
        assert honest.honesty.summary.text().startswith(f"{model.rowCount()} findings")

    def test_a_finding_shows_its_ring(self, honest: CoveragePanel, desk: Workspace) -> None:
        honest.honesty.list.setFocus()
        QTest.keyClick(honest.honesty.list, Qt.Key.Key_Return)
        assert tuple(desk.session.selection) == ("far",)
        assert isinstance(desk.camera, PlaneCamera)
        assert len(desk.camera.looked_at) == 1

    def test_the_age_of_sources_can_be_set(self, honest: CoveragePanel, qtbot: QtBot) -> None:
        honest.honesty.years.setValue(100)
        qtbot.waitUntil(lambda: "old-source" not in self.rules(honest), timeout=30_000)

    def test_all_are_copied(self, honest: CoveragePanel, desk: Workspace, qtbot: QtBot) -> None:
        qtbot.mouseClick(honest.honesty.copy, Qt.MouseButton.LeftButton)
        assert desk.clipboard is not None
        lines = desk.clipboard.read().splitlines()
        assert len(lines) == len(self.rules(honest))
        assert lines[0].startswith("S-400 Triumf · 40N6E: the source of 400 km")

    def test_nothing_to_admit_is_said(
        self, panel: CoveragePanel, desk: Workspace, qtbot: QtBot
    ) -> None:
        panel.pages.setCurrentWidget(panel.honesty)
        desk.adopt(project())
        wanted = "There is nothing that this map should admit."
        qtbot.waitUntil(lambda: panel.honesty.summary.text() == wanted, timeout=30_000)
        assert not panel.honesty.show_on_map.isEnabled()
