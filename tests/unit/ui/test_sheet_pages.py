"""Pages of sheets: what is listed, what goes on a further page, what grid and index say."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import resvg_py
from msgspec.structs import replace
from PySide6.QtGui import QColor, QImage

from baltic_desk.app.sheet_places import Box
from baltic_desk.document.document import Document
from baltic_desk.document.feature import ControlMeasure
from baltic_desk.document.layout import Layout
from baltic_desk.document.outline import new_line
from baltic_desk.document.project import Overlay
from baltic_desk.geo.military_grid import utm
from baltic_desk.ui.export.application import offscreen_application
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.image import own_means
from baltic_desk.ui.export.sheet.flow import flowing
from baltic_desk.ui.export.sheet.foot import bar
from baltic_desk.ui.export.sheet.grid import edge_labels, grid_words
from baltic_desk.ui.export.sheet.key import Entry, Section, plain_unit, sections, unit_words
from baltic_desk.ui.export.sheet.made import Made, made_steps
from baltic_desk.ui.export.sheet.pages import pages_steps, picture_steps
from baltic_desk.ui.map.lettering import Ruler
from tests.features import line, ring, unit
from tests.sheets import CENTER, LAYOUT, TODAY, project, steps, write

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")


def finished(generator):
    """What a generator gives back."""
    while True:
        try:
            next(generator)
        except StopIteration as stop:
            return stop.value


def made_of(document: Document | None = None, **options) -> Made:
    with offscreen_application():
        layout = replace(LAYOUT, **options)
        return finished(made_steps(document or project(), layout, own_means(), today=TODAY))


def legend(made: Made) -> dict[str, list[str]]:
    with offscreen_application():
        found = sections(made, made.plan.box(made.plan.sheets[0]))
    return {section.title: [entry.words for entry in section.entries] for section in found}


def page_text(pdf: Path, page: int) -> str:
    command = ["pdftotext", "-layout", "-f", str(page), "-l", str(page), pdf, "-"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return " ".join(told.split())


# -- the legend --------------------------------------------------------------------------------


def test_the_legend_tells_each_sort_once():
    hostile = unit("h", (20.9, 54.9))
    hostile = replace(hostile, properties=replace(hostile.properties, sidc="10061000161211020000"))
    again = replace(unit("h2", (20.1, 54.5)), properties=hostile.properties)
    phase_line = new_line(
        "m", ControlMeasure(overlay="o", sidc="13032500001401000000"), ((20.0, 54.5), (21.0, 54.5))
    )
    found = legend(made_of(project(hostile, again, phase_line, line("l", (20, 55), (21, 55)))))
    assert len(found["Friend"]) == 1
    assert len(found["Hostile"]) == 1
    assert found["Sizes"] == ["Battalion"]
    assert found["Ranges, as published"] == ["Anti-ship: Bastion"]
    assert len(found["Lines, areas and tasks"]) == 1
    assert found["Drawn"] == ["Line"]


def test_the_legend_has_only_what_is_in_the_frame():
    far = unit("far", (29.0, 65.0))
    far = replace(far, properties=replace(far.properties, sidc="10061000161211020000"))
    found = legend(made_of(project(far)))
    assert "Hostile" not in found
    assert "border on land" in found["Map"]
    assert "border on land" not in legend(made_of(lon=19.0, lat=57.0, scale=500_000.0))["Map"]


def test_hidden_overlays_are_not_in_the_legend():
    made = project()
    with made.edit("Hide") as change:
        change.put(Overlay(id="o", visible=False))
    assert set(legend(made_of(made))) == {"Map"}


def test_a_symbol_is_told_by_its_entity_and_modifiers():
    assert unit_words("10031000161211020000").startswith("Infantry")
    headquarters = unit_words("10031002161211020000")
    assert headquarters == unit_words("10031000161211020000") + " headquarters"


def test_a_legend_has_symbols_without_echelon_and_texts():
    known = unit().properties
    told = replace(known, sidc="10031000161211020000", designation="1", direction_deg=45.0)
    assert plain_unit(told) == replace(known, sidc="10031000001211020000")


# -- flow --------------------------------------------------------------------------------------


def flow(count: int, columns: int = 1):
    box = Box(0.0, 0.0, 70.0, 100.0)
    entries = tuple(Entry(f"Entry number {n}", lead=str(n)) for n in range(count))
    with offscreen_application():
        return flowing(
            (Section("Title", entries),), box, columns, 1.0, Ruler(), more="{count} more"
        )


def words_of(found) -> list[str]:
    cells = (c for column in found.columns for row in column.rows for c in row.cells)
    return [line for cell in cells for line in cell.lines]


def test_a_short_list_is_set_in_the_usual_size():
    found = flow(5)
    assert found.size == 1.0
    assert found.left == ()


def test_a_longer_list_is_set_smaller_before_anything_is_left():
    found = flow(29)
    assert found.size < 1.0
    assert found.left == ()


def test_what_has_no_room_is_counted_and_handed_on():
    found = flow(100)
    shown = [text for text in words_of(found) if text.startswith("Entry")]
    assert found.left_count == 100 - len(shown) > 0
    assert words_of(found)[-1] == f"{found.left_count} more"
    assert [section.title for section in found.left] == ["Title (continued)"]
    first_left = found.left[0].entries[0].words
    assert first_left == f"Entry number {len(shown)}"


def test_columns_are_filled_one_after_the_other_and_no_title_stands_at_the_foot():
    found = flow(60, columns=3)
    assert found.left == ()
    assert len(found.columns) > 1
    for column in found.columns:
        assert sum(row.height for row in column.rows) <= 100.0
        assert not column.rows[-1].is_title


def crowded() -> Document:
    """Units with sources that do not all go beside a small map."""
    further = []
    for number in range(60):
        placed = unit(f"u{number}", (20.1 + 0.012 * number, 54.5 + 0.006 * number))
        told = replace(
            placed.properties, designation=f"N{number}", source=f"Paper number {number} of many"
        )
        further.append(replace(placed, properties=told))
    return project(*further)


@needs_poppler
def test_sources_without_room_go_on_a_further_page(tmp_path):
    pdf = write(tmp_path / "sheet.pdf", replace(LAYOUT, paper="A5"), crowded())
    first, second = page_text(pdf, 1), page_text(pdf, 2)
    count = re.search(r"(\d+) more on the next page", first)
    assert count is not None
    together = f"{first} {second}"
    for number in range(60):
        assert f"Paper number {number} of many" in together
    assert second.count("Paper number") == int(count[1])
    assert second.count("EXERCISE EXERCISE") == 2


def test_a_picture_says_how_many_have_no_room():
    made = made_of(crowded(), paper="A5")
    with offscreen_application():
        (page,) = finished(pages_steps(made, further=False))
    assert re.search(r"and \d+ more, which the project file names", " ".join(words_of(page.key)))


# -- grid, bars, series --------------------------------------------------------------------------


def test_grid_labels_stand_where_the_lines_meet_the_frame():
    made = made_of(grid="mgrs", scale=200_000.0)
    plan, (sheet,) = made.plan, made.plan.sheets
    with offscreen_application():
        labels = edge_labels(plan, sheet)
    assert {label.edge for label in labels} == {"top", "bottom", "left", "right"}
    left, _, _, top = plan.box(sheet)
    for label in labels:
        if label.edge != "top":
            continue
        place = plan.projection.inverse_one((left + label.at_mm * plan.metres_per_mm, top))
        easting = utm(place).easting_m
        digits = int(f"{label.small}{label.big}") * 10_000
        assert easting == pytest.approx(digits, abs=0.05 * plan.metres_per_mm)


def test_the_first_label_on_an_edge_is_written_in_full():
    made = made_of(grid="mgrs", scale=200_000.0)
    with offscreen_application():
        labels = edge_labels(made.plan, made.plan.sheets[0])
    top = [label for label in labels if label.edge == "top"]
    assert top[0].after == "0000mE"
    assert all(label.after == "" for label in top[1:])


def test_a_graticule_is_labelled_in_degrees():
    made = made_of(grid="graticule", scale=500_000.0)
    with offscreen_application():
        labels = edge_labels(made.plan, made.plan.sheets[0])
        words = grid_words(made.plan, made.plan.sheets[0])
    assert any(label.big.endswith("E") for label in labels if label.edge == "top")
    assert all(label.big.endswith("N") for label in labels if label.edge == "left")
    assert words[0].startswith("Graticule: every ")


@pytest.mark.parametrize("scale", [50_000.0, 250_000.0, 1_000_000.0, 3_000_000.0])
@pytest.mark.parametrize("unit_name", ["km", "NM"])
def test_scale_bars_are_round_and_true(scale, unit_name):
    found = bar(unit_name, scale / 1000.0, 100.0)
    metres = {"km": 1000.0, "NM": 1852.0}[unit_name]
    assert found.mm * scale / 1000.0 == pytest.approx(found.part * metres)
    assert 35.0 <= found.mm * found.parts <= 100.001


@needs_poppler
def test_each_sheet_of_a_series_names_its_neighbours(tmp_path):
    layout = replace(
        LAYOUT, paper="A5", series=True, scale=500_000.0, legend=False, sources=False, text="",
        area_width_m=90_000.0, area_height_m=1_000.0,
    )  # fmt: skip
    pdf = write(tmp_path / "series.pdf", layout)
    assert "Sheet 1 of 2" in page_text(pdf, 1)
    assert "Neighbouring sheets share 10 mm" in page_text(pdf, 1)
    assert "↑ Sheet 2" in page_text(pdf, 1)
    assert "↑ Sheet 1" in page_text(pdf, 2)


# -- files -------------------------------------------------------------------------------------


def test_nothing_of_the_map_shows_beyond_its_frame_in_an_svg(tmp_path):
    wide = ring("wide", CENTER, 300_000.0)
    layout = replace(LAYOUT, grid="none", overview=False, scale_bar=False, north=False)
    svg = write(tmp_path / "sheet.svg", layout, project(wide)).read_text("utf-8")
    assert 'width="297mm" height="210mm"' in svg
    assert "non-scaling-stroke" not in svg
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    png = resvg_py.svg_to_bytes(svg_string=svg, dpi=96)
    image = QImage.fromData(bytes(png))
    made = made_of(project(wide), grid="none", overview=False, scale_bar=False, north=False)
    frame = made.plan.places.frame
    per_mm = image.width() / 297.0
    outside = [(x, frame.top - 0.7) for x in range(12, 200, 3)]
    outside += [(frame.left - 0.7, y) for y in range(30, 180, 3)]
    for x, y in outside:
        assert QColor(image.pixel(round(x * per_mm), round(y * per_mm))).lightness() > 245, (x, y)
    middle = round((frame.left + 5) * per_mm), round((frame.top + 5) * per_mm)
    assert QColor(image.pixel(*middle)).lightness() < 245


def test_a_picture_is_as_large_as_the_paper(tmp_path):
    image = QImage(str(write(tmp_path / "s.png", replace(LAYOUT, paper="A5"), dpi=100.0)))
    assert (image.width(), image.height()) == (827, 583)
    assert round(image.dotsPerMeterX() * 0.0254) == 100


def test_leaving_early_leaves_no_file(tmp_path):
    out = tmp_path / "sheet.pdf"
    running = steps(out)
    for _ in range(5):
        next(running)
    running.close()
    assert list(tmp_path.glob("sheet*")) == []


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("s.pdf", {"paper": "custom", "width_mm": 100.0, "height_mm": 100.0}, "no room"),
        ("s.gif", {}, "cannot write .gif sheets"),
        ("s.svg", {"series": True, "scale": 100_000.0}, "do not go into one .svg file"),
    ],
)
def test_what_cannot_be_is_told_and_leaves_no_file(tmp_path, name, options, words):
    with pytest.raises(ExportError, match=words):
        write(tmp_path / name, replace(LAYOUT, **options))
    assert not (tmp_path / name).exists()


def test_a_project_without_anything_makes_a_sheet(tmp_path):
    out = write(tmp_path / "empty.pdf", Layout(id="l", paper="A5", scale=5e6), Document())
    assert out.stat().st_size > 10_000


def test_own_names_with_markup_are_text_in_an_svg(tmp_path):
    layout = replace(LAYOUT, paper="A5", title="<script>alert(1)</script>")
    svg = write(tmp_path / "sheet.svg", layout).read_text("utf-8")
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


def test_a_preview_is_the_page_in_pixels():
    made = made_of(paper="A5", grid="none", legend=False, sources=False, text="")
    with offscreen_application():
        (page,) = finished(pages_steps(made, further=True))
        image = finished(picture_steps(made, page, 40.0))
    assert (image.width(), image.height()) == (331, 233)
    assert QColor(image.pixel(2, 2)) == QColor("#ffffff")
    frame = made.plan.places.frame
    middle = (round((frame.left + 4) / 25.4 * 40), round((frame.top + 4) / 25.4 * 40))
    assert QColor(image.pixel(*middle)) != QColor("#ffffff")


@needs_poppler
def test_names_that_the_frame_would_cut_are_left_out(tmp_path):
    made = made_of(paper="A5", grid="none", legend=False, sources=False, text="")
    pdf = write(tmp_path / "s.pdf", made.plan.layout)
    command = ["pdftotext", "-bbox", pdf, "-"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    frame, per_mm = made.plan.places.frame, 72 / 25.4
    words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', told)
    crossing = [
        (x1, x2)
        for x1, y1, x2, y2 in (tuple(map(float, word)) for word in words)
        if frame.top * per_mm < (y1 + y2) / 2 < frame.bottom * per_mm
        and (x1 < frame.right * per_mm - 1 < x2 - 2 or x1 < frame.left * per_mm - 1 < x2 - 2)
    ]
    assert len(words) > 40
    assert crossing == []


@pytest.mark.timeout(60)
@pytest.mark.parametrize("line", ["W" * 65_536, "Riga " * 13_000], ids=["word", "words"])
def test_a_text_longer_than_a_page_is_cut_to_one(line: str) -> None:
    made = made_of(text=f"before\n{line}\nafter")
    with offscreen_application():
        pages = finished(pages_steps(made, further=True))
    flows = [page.key for page in pages if page.key is not None]
    assert 1 < len(pages) < 6
    assert flows[-1].left == ()
    lines = [
        text
        for flow in flows
        for column in flow.columns
        for row in column.rows
        for cell in row.cells
        for text in cell.lines
    ]
    assert "before" in lines
    assert "after" in lines
    assert any(text.endswith("…") and text.startswith(line[:4]) for text in lines)
