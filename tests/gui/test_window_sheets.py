"""Sheets in the real window: editor, preview, frame on the map, files and prints."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QEventLoop, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QWidget

from baltic_desk.app import sheet_editing, sheet_frame, sheet_templates
from baltic_desk.document.document import Document
from baltic_desk.document.layout import Layout
from baltic_desk.document.project import Overlay
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.sheets import printing
from baltic_desk.ui.sheets.editor import SheetEditor
from tests.features import document, line
from tests.gui.desk_hands import WindowHands
from tests.pdf_paths import drawn_paths

PLACE = (24.7, 59.4)
A5 = Layout(
    id="l", name="Small", paper="A5", scale=2_000_000.0, lon=PLACE[0], lat=PLACE[1],
    title="Tallinn", legend=False, sources=False, overview=False, grid="none",
)  # fmt: skip

needs_poppler = pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="needs poppler")


def project(*layouts: Layout) -> Document:
    made = document(line("a", (24.0, 59.2), (25.4, 59.6)))
    with made.edit("Sheets") as change:
        for layout in layouts:
            change.put(layout)
    made.history.mark_clean()
    return made


def until(done: Callable[[], bool], longest_s: float = 30.0) -> None:
    tick = QTimer()
    tick.start(5)
    end = perf_counter() + longest_s
    while not done():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        assert perf_counter() < end


def painted(editor: SheetEditor) -> None:
    until(lambda: not editor.painter.busy and editor.painter.image is not None)


@pytest.fixture
def editor(desk: DeskWindow) -> Iterator[SheetEditor]:
    """The editor on a small sheet, its preview whole."""
    desk.workspace.adopt(project(A5))
    desk.view.look_at(PLACE, 600.0)
    desk.workspace.run("sheet.edit")
    made = desk.sheets.editor
    painted(made)
    yield made
    made.close()


def layout_of(desk: DeskWindow) -> Layout:
    found = sheet_editing.at_hand(desk.workspace)
    assert found is not None
    return found


def type_into(editor: SheetEditor, row: str, text: str) -> None:
    field = editor.form.field(row)
    field.setFocus()
    edit = field.focusProxy()
    assert isinstance(edit, QLineEdit)
    edit.selectAll()
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    QApplication.processEvents()


# -- the editor ---------------------------------------------------------------------------------


def test_what_is_typed_changes_the_sheet_and_its_preview_and_is_undone(
    desk: DeskWindow, editor: SheetEditor
) -> None:
    before = editor.painter.image
    assert before is not None
    before = before.copy()
    type_into(editor, "scale", "1:1 500 000")
    assert layout_of(desk).scale == 1_500_000.0
    painted(editor)
    assert editor.painter.image != before
    assert "about 282 × " in editor.told.text()
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert layout_of(desk).scale == A5.scale
    painted(editor)
    assert editor.painter.image == before


def test_what_cannot_be_is_said_below_its_field(desk: DeskWindow, editor: SheetEditor) -> None:
    for row, text, said in (
        ("scale", "1:500", "from 1:1 000"),
        ("margin_mm", "400", "From 0 to 100 mm."),
        ("center", "nowhere", "does not belong"),
    ):
        type_into(editor, row, text)
        assert said in editor.form.complaint(row).replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert layout_of(desk) == A5


def test_another_width_makes_a_custom_paper(desk: DeskWindow, editor: SheetEditor) -> None:
    type_into(editor, "width_mm", "300")
    layout = layout_of(desk)
    assert (layout.paper, layout.width_mm, layout.height_mm) == ("custom", 300.0, 148.0)
    painted(editor)
    page = editor.page_view.page_rect()
    assert page.width() / page.height() == pytest.approx(300 / 148, rel=0.01)


def test_the_marking_is_that_of_the_project(desk: DeskWindow, editor: SheetEditor) -> None:
    type_into(editor, "marking", "EXERCISE")
    assert desk.workspace.document.project.marking == "EXERCISE"


def test_the_page_is_looked_at_whole_and_at_its_true_size(editor: SheetEditor) -> None:
    view = editor.page_view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_1)
    painted(editor)
    assert view.shown_zoom == 1.0
    image = editor.painter.image
    assert image is not None
    assert image.width() == pytest.approx(view.px_per_mm * 210.0, abs=1.0)
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.zoom is None
    page = view.page_rect()
    assert view.viewport().rect().contains(page.toAlignedRect())


def test_pages_of_a_series_are_turned(desk: DeskWindow, editor: SheetEditor) -> None:
    sheet_editing.change_sheet(
        desk.workspace, "l", "x {}", lambda each: replace(each, series=True, scale=500_000.0)
    )
    painted(editor)
    assert len(editor.painter.pages) > 1
    assert " sheets (" in editor.told.text()
    first = editor.painter.image
    editor.page_view.setFocus()
    QTest.keyClick(editor.page_view, Qt.Key.Key_PageDown)
    painted(editor)
    assert editor.sheet_number == 2
    assert editor.painter.image != first
    assert desk.view.picture.sheets.chosen == 2


def test_what_a_sheet_for_students_lacks_is_said(desk: DeskWindow, editor: SheetEditor) -> None:
    assert "left out" not in editor.told.text()
    with desk.workspace.document.edit("Answers") as change:
        change.put(Overlay(id="s", name="Answers", audience="answer"))
    until(lambda: "all answers, are left out" in editor.told.text())


def test_templates_are_at_hand_in_the_editor(
    desk: DeskWindow, editor: SheetEditor, ask: Any
) -> None:
    sheet_templates.save_template(A5, "Wall")
    menus = [
        menu for menu in editor.findChildren(QMenu) if menu.title() == "New Sheet from Template"
    ]
    menus[0].aboutToShow.emit()
    (entry,) = menus[0].actions()
    assert entry.text() == "Wall"
    entry.trigger()
    assert layout_of(desk).name == "Wall"
    assert editor.chooser.currentText() == "Wall"
    ask.will_answer("Other")
    desk.workspace.run("sheet.rename")
    assert editor.chooser.currentText() == "Other"


def test_a_sheet_that_cannot_be_says_why_and_recovers(
    desk: DeskWindow, editor: SheetEditor
) -> None:
    sheet_editing.change_sheet(desk.workspace, "l", "x {}", lambda e: replace(e, margin_mm=70.0))
    until(lambda: "no room for a map" in editor.amiss.text())
    assert editor.painter.image is None
    desk.workspace.document.undo()
    painted(editor)
    assert "no room" not in editor.amiss.text()


def test_the_text_is_kept_while_it_is_written(desk: DeskWindow, editor: SheetEditor) -> None:
    field = editor.form.field("text").focusProxy()
    assert isinstance(field, QPlainTextEdit)
    field.setFocus()
    QTest.keyClicks(field, "Not to scale, ")
    until(lambda: layout_of(desk).text == "Not to scale,", 2.0)
    QTest.keyClicks(field, "yet")
    desk.workspace.settle()
    assert layout_of(desk).text == "Not to scale, yet"
    desk.workspace.document.undo()
    assert layout_of(desk).text == ""


def test_every_part_of_the_editor_is_reached_by_tab(editor: SheetEditor) -> None:
    seen: set[QWidget] = set()
    at: QWidget = editor.chooser
    at.setFocus()
    while at not in seen:
        seen.add(at)
        QTest.keyClick(at, Qt.Key.Key_Tab)
        at = QApplication.focusWidget()
        assert at is not None
    for row in ("paper", "scale", "title", "text", "overlap_mm"):
        assert editor.form.field(row).focusProxy() in seen
    assert editor.page_view in seen


def test_the_last_sheet_deleted_leaves_an_empty_editor(
    desk: DeskWindow, editor: SheetEditor
) -> None:
    desk.workspace.run("sheet.delete")
    assert not editor.form.isEnabled()
    assert "There is no sheet yet" in editor.page_view.sheet.told
    assert not desk.view.picture.sheets.outlines
    desk.workspace.document.undo()
    painted(editor)
    assert editor.form.isEnabled()


# -- the frame on the map -----------------------------------------------------------------------


def mouse(
    desk: DeskWindow,
    kind: QEvent.Type,
    at: QPointF,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """The mouse at a pixel of the map, as whatever lies there gets it."""
    viewport = desk.view.viewport()
    frame = desk.sheets.frame
    inside = frame.mask().contains(at.toPoint()) or kind != QEvent.Type.MouseButtonPress
    target = frame if inside else viewport
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    over = QPointF(viewport.mapToGlobal(at.toPoint()))
    held = Qt.MouseButton.LeftButton
    QApplication.sendEvent(target, QMouseEvent(kind, at, over, button, held, keys))


def drag(
    desk: DeskWindow,
    start: QPointF,
    by: tuple[float, float],
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    *,
    let_go: bool = True,
) -> None:
    mouse(desk, QEvent.Type.MouseButtonPress, start, keys)
    for share in (0.5, 1.0):
        at = start + QPointF(by[0] * share, by[1] * share)
        mouse(desk, QEvent.Type.MouseMove, at, keys)
    if let_go:
        mouse(desk, QEvent.Type.MouseButtonRelease, start + QPointF(*by), keys)


def grip(desk: DeskWindow) -> QPointF:
    return QPointF(*desk.view.to_px(desk.view.picture.sheets.middle))


def corner(desk: DeskWindow, which: int) -> QPointF:
    lon, lat = desk.view.picture.sheets.corners[which]
    return QPointF(*desk.view.to_px((float(lon), float(lat))))


def test_the_frame_is_there_while_the_editor_is_open(desk: DeskWindow, editor: SheetEditor) -> None:
    (outline,) = desk.view.picture.sheets.outlines
    plan = editor.painter.plan
    assert plan is not None
    assert outline.lonlat[0] == pytest.approx(plan.corners(plan.sheets[0])[0])
    editor.close()
    assert not desk.view.picture.sheets.outlines
    assert not desk.sheets.frame.isVisible()


@pytest.mark.usefixtures("editor")
def test_a_drag_moves_the_frame_in_one_step_of_undo(desk: DeskWindow) -> None:
    start = grip(desk)
    drag(desk, start, (60.0, -30.0), let_go=False)
    assert grip(desk).x() == pytest.approx(start.x() + 60.0, abs=0.5)
    assert layout_of(desk) == A5
    mouse(desk, QEvent.Type.MouseButtonRelease, start + QPointF(60.0, -30.0))
    layout = layout_of(desk)
    wanted = desk.view.to_position((start.x() + 60.0, start.y() - 30.0))
    assert (layout.lon, layout.lat) == pytest.approx(wanted, abs=1e-3)
    assert desk.workspace.document.history.undo_label == "Move sheet frame"
    desk.workspace.document.undo()
    assert layout_of(desk) == A5


@pytest.mark.usefixtures("editor")
def test_a_corner_changes_the_scale_and_alt_any_scale(desk: DeskWindow) -> None:
    middle, at = grip(desk), corner(desk, 2)
    by = ((at.x() - middle.x()) * -0.4, (at.y() - middle.y()) * -0.4)
    drag(desk, at, by)
    assert layout_of(desk).scale == 1_000_000.0
    assert desk.workspace.document.history.undo_label == "Scale sheet frame"
    desk.workspace.document.undo()
    desk.sheets.editor.refresh()
    painted(desk.sheets.editor)
    drag(desk, corner(desk, 2), by, Qt.KeyboardModifier.AltModifier)
    assert layout_of(desk).scale == pytest.approx(1_200_000.0, rel=0.02)


@pytest.mark.usefixtures("editor")
def test_arrow_keys_nudge_the_frame_and_enter_settles(desk: DeskWindow) -> None:
    desk.workspace.run("sheet.frame")
    until(desk.sheets.frame.hasFocus)
    start = grip(desk)
    hands = WindowHands(desk)
    for _ in range(3):
        hands.key(Qt.Key.Key_Right)
    hands.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert layout_of(desk) == A5
    assert grip(desk).x() > start.x()
    assert grip(desk).y() < start.y()
    hands.key(Qt.Key.Key_Return)
    assert desk.workspace.document.history.undo_label == "Move sheet frame"
    hands.key(Qt.Key.Key_Minus)
    hands.key(Qt.Key.Key_Return)
    assert layout_of(desk).scale == 2_500_000.0


@pytest.mark.usefixtures("editor")
def test_escape_takes_back_what_is_not_settled_then_leaves_the_frame(desk: DeskWindow) -> None:
    desk.workspace.run("sheet.frame")
    until(desk.sheets.frame.hasFocus)
    start = grip(desk)
    hands = WindowHands(desk)
    hands.key(Qt.Key.Key_Left)
    hands.key(Qt.Key.Key_Escape)
    assert grip(desk) == start
    assert layout_of(desk) == A5
    hands.key(Qt.Key.Key_Escape)
    assert desk.view.hasFocus()


@pytest.mark.usefixtures("editor")
def test_inside_the_frame_the_map_is_as_ever(desk: DeskWindow) -> None:
    mask = desk.sheets.frame.mask()
    middle, at = grip(desk), corner(desk, 0)
    between = (middle + at) / 2
    assert mask.contains(middle.toPoint())
    assert mask.contains(at.toPoint())
    assert not mask.contains(between.toPoint())


def test_the_frame_is_drawn_where_the_sheet_ends(desk: DeskWindow, editor: SheetEditor) -> None:
    def reds() -> int:
        """Red pixels in a row across the left edge of the frame."""
        desk.view.flush()
        QApplication.processEvents()
        image = desk.view.grab().toImage()
        y = round(left_edge.y())
        row = [image.pixelColor(round(left_edge.x()) + dx, y) for dx in range(-6, 7)]
        return sum(c.red() > 150 and c.green() < 110 and c.blue() < 110 for c in row)

    left_edge = (corner(desk, 0) + corner(desk, 3)) / 2
    assert 1 <= reds() <= 3
    editor.close()
    assert reds() == 0


# -- files and prints -----------------------------------------------------------------------------


@needs_poppler
def test_a_sheet_is_exported_as_pdf(
    desk: DeskWindow, editor: SheetEditor, ask: Any, tmp_path: Path
) -> None:
    out = tmp_path / "sheet.pdf"
    amiss = desk.workspace.sheets.problems(desk.workspace, A5) if desk.workspace.sheets else ()
    ask.will_answer(*(("go",) if amiss else ()), out)
    QTest.keyClick(
        editor,
        Qt.Key.Key_E,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert desk.workspace.message == "Exported sheet.pdf."
    told = subprocess.run(["pdfinfo", out], check=True, capture_output=True, text=True).stdout
    width, height = map(float, re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", told).groups())  # type: ignore[union-attr]
    assert (width, height) == pytest.approx((210 / 25.4 * 72, 148 / 25.4 * 72), abs=0.6)


def test_a_series_of_pictures_is_a_file_for_each_sheet(desk: DeskWindow, tmp_path: Path) -> None:
    series = replace(A5, series=True, scale=500_000.0, area_width_m=120_000.0)
    desk.workspace.adopt(project(series))
    maker = desk.workspace.sheets
    assert maker is not None
    made = maker.export(desk.workspace, series, tmp_path / "map.png", 40.0)
    names = sorted(path.name for path in tmp_path.glob("map*.png"))
    assert made == len(names) > 1
    assert names[0] == "map 1.png"


def test_nothing_of_a_failed_export_is_left(desk: DeskWindow, tmp_path: Path) -> None:
    desk.workspace.adopt(project(A5))
    maker = desk.workspace.sheets
    assert maker is not None
    with pytest.raises(ValueError, match=re.escape("no")):
        maker.export(desk.workspace, A5, tmp_path / "no" / "map.png", 40.0)
    assert list(tmp_path.rglob("*.png")) == []


@needs_poppler
def test_a_printed_sheet_is_true_to_scale_on_its_paper(
    desk: DeskWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "printed.pdf"
    desk.workspace.adopt(project(A5))

    def choose(printer: QPrinter, _title: str) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        return True

    monkeypatch.setattr(printing, "choose_printer", choose)
    maker = desk.workspace.sheets
    assert maker is not None
    assert maker.print_out(desk.workspace, A5) == "Printed 1 page, true to scale."
    told = subprocess.run(["pdfinfo", out], check=True, capture_output=True, text=True).stdout
    width, height = map(float, re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", told).groups())  # type: ignore[union-attr]
    assert (width, height) == pytest.approx((210 / 25.4 * 72, 148 / 25.4 * 72), abs=1.5)
    lines = [path.mm for path in drawn_paths(out) if path.stroke and len(path.mm) == 2]
    level = [abs(mm[1, 0] - mm[0, 0]) for mm in lines if abs(mm[0, 1] - mm[1, 1]) < 0.01]
    assert min(abs(length - 100.0) for length in level) < 0.1


@needs_poppler
def test_pages_may_be_chosen_to_print(
    desk: DeskWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "printed.pdf"
    series = replace(A5, series=True, scale=500_000.0, area_width_m=120_000.0)
    desk.workspace.adopt(project(series))

    def choose(printer: QPrinter, _title: str) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        printer.setFromTo(2, 2)
        return True

    monkeypatch.setattr(printing, "choose_printer", choose)
    maker = desk.workspace.sheets
    assert maker is not None
    assert maker.print_out(desk.workspace, series) == "Printed 1 page, true to scale."
    said = subprocess.run(["pdftotext", out, "-"], check=True, capture_output=True, text=True)
    assert "Sheet 2 of" in said.stdout


def test_other_paper_in_the_printer_is_asked_about(
    desk: DeskWindow, ask: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "printed.pdf"
    desk.workspace.adopt(project(replace(A5, paper="A3")))

    def choose(printer: QPrinter, _title: str) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        return True

    monkeypatch.setattr(printing, "choose_printer", choose)
    maker = desk.workspace.sheets
    assert maker is not None
    ask.will_answer("cancel", "shrink")
    assert maker.print_out(desk.workspace, layout_of(desk)) == ""
    assert not out.exists()
    assert (
        maker.print_out(desk.workspace, layout_of(desk)) == "Printed 1 page, at 71% of its scale."
    )
    assert ask.asked == ["Print on other paper?"] * 2
    assert out.exists()


def test_leaving_the_printer_dialog_prints_nothing(
    desk: DeskWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.workspace.adopt(project(A5))
    monkeypatch.setattr(printing, "choose_printer", lambda _printer, _title: False)
    maker = desk.workspace.sheets
    assert maker is not None
    assert maker.print_out(desk.workspace, A5) == ""


def test_the_frame_of_the_plan_is_the_frame_of_the_page(desk: DeskWindow) -> None:
    desk.workspace.adopt(project(A5))
    plan = sheet_editing.plan_of(desk.workspace.document, A5)
    frame = plan.places.frame
    left, bottom, right, top = sheet_frame.whole_box(plan)
    across = (right - left) / plan.scale_factor / A5.scale * 1000.0
    assert across == pytest.approx(frame.width, rel=1e-6)
    assert (top - bottom) / plan.metres_per_mm == pytest.approx(frame.height, rel=1e-6)
