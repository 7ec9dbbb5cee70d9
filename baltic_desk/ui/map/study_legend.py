"""The legend of a study: what each hatch means, with the areas that it stands for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath

from baltic_desk.app.coverage_study import Study
from baltic_desk.coverage.comparison import ratio_text
from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.geo.measure import area_text
from baltic_desk.symbology.standing import identity_title
from baltic_desk.ui.map.lettering import Type
from baltic_desk.ui.map.placed_study import GAP, MERGED
from baltic_desk.ui.map.qt_paths import NO_BRUSH, brush, pen
from baltic_desk.ui.map.sheet import Sheet
from baltic_desk.ui.map.study_painting import COUNTS, CountLook, look_of, paint_fill

TITLE_TYPE = Type(11.5, bold=True)
TEXT_TYPE = Type(10.0)
_PAD_PX = 7.0
_ROW_PX = 16.0
_SAMPLE_PX = 30.0
_GAP_PX = 7.0
_RIGHT_PX, _TOP_PX = 12.0, 26.0
_NARROWEST_VIEW_PX = 520.0


@dataclass(frozen=True, slots=True)
class LegendRow:
    """A sample and what it means; an empty class has the ink of the map's frame."""

    look: CountLook
    ring_class: str
    text: str


def legend_title(study: Study) -> str:
    """What is shown, and for which target."""
    at = study.question.altitude
    said = "as published" if at is None else f"at {at}"
    match study.question.kind:
        case "merge":
            return f"Merged coverage {said}"
        case "overlap":
            return f"Systems that reach {said}"
        case "gap":
            return f"Not seen by friendly sensors {said}"
        case "none":
            return ""


def legend_rows(study: Study) -> list[LegendRow]:
    """One row for each class and identity, each count, or the gap."""
    rows = [
        LegendRow(
            look_of(MERGED),
            each.ring_class,
            f"{_group(each.ring_class, each.identity)}: {area_text(each.outline.area_m2)}",
        )
        for each in study.merged
    ]
    most = max(COUNTS)
    for each in study.overlaps:
        by_row: dict[int, float] = {}
        for area in each.areas:
            by_row[min(area.count, most)] = by_row.get(min(area.count, most), 0.0) + area.area_m2
        several = any(area.count > most for area in each.areas)
        for count, total_m2 in by_row.items():
            number = f"{most} or more" if several and count == most else str(count)
            title = f"{_group(each.ring_class, each.identity)}, {number}"
            rows.append(
                LegendRow(look_of(count), each.ring_class, f"{title}: {area_text(total_m2)}")
            )
    if study.gap is not None and study.question.interest is not None:
        share = ratio_text(study.gap.share)
        text = f"{area_text(study.gap.area_m2)}, {share} of {study.question.interest[0][:40]}"
        rows.append(LegendRow(look_of(GAP), "", text))
    return rows


def paint_study_legend(sheet: Sheet, study: Study) -> None:
    """At the upper right; left out where the sheet is too small for it."""
    title, rows = legend_title(study), legend_rows(study)
    scale, painter, theme, ruler = sheet.scale, sheet.painter, sheet.theme, sheet.means.ruler
    if not title or not rows:
        return
    terrain = f"Terrain: {study.terrain}; k = 4/3" if study.question.altitude is not None else ""
    texts = [_SAMPLE_PX + _GAP_PX + ruler.width_px(row.text, TEXT_TYPE) for row in rows]
    texts += [ruler.width_px(title, TITLE_TYPE), ruler.width_px(terrain, TEXT_TYPE)]
    width = max(texts) + 2 * _PAD_PX
    height = _ROW_PX * (len(rows) + 1.2 + bool(terrain)) + 2 * _PAD_PX
    if sheet.frame.width < _NARROWEST_VIEW_PX * scale or sheet.frame.height < 1.5 * height * scale:
        return
    left, top = sheet.frame.width - (_RIGHT_PX + width) * scale, _TOP_PX * scale
    painter.setPen(pen(theme.furniture, 0.8 * scale, 0.4))
    painter.setBrush(brush(theme.furniture_ground, 0.88))
    painter.drawRect(QRectF(left, top, width * scale, height * scale))
    painter.setBrush(NO_BRUSH)
    y = top + (_PAD_PX + _ROW_PX * 0.55) * scale
    _write(sheet, title, TITLE_TYPE, left + _PAD_PX * scale, y)
    for row in rows:
        y += _ROW_PX * scale * (1.15 if row is rows[0] else 1.0)
        _sample(sheet, row, left + _PAD_PX * scale, y)
        _write(sheet, row.text, TEXT_TYPE, left + (_PAD_PX + _SAMPLE_PX + _GAP_PX) * scale, y)
    if terrain:
        _write(sheet, terrain, TEXT_TYPE, left + _PAD_PX * scale, y + _ROW_PX * scale)


def _sample(sheet: Sheet, row: LegendRow, left: float, y: float) -> None:
    scale = sheet.scale
    ink = sheet.theme.furniture
    if row.ring_class:
        ink = sheet.ink(RING_CLASSES[row.ring_class].stroke)
    box = QRectF(left, y - _ROW_PX * 0.4 * scale, _SAMPLE_PX * scale, _ROW_PX * 0.8 * scale)
    path = QPainterPath()
    path.addRect(box)
    paint_fill(sheet, path, box, row.look, ink)
    sheet.painter.setPen(pen(ink, 1.4 * scale))
    sheet.painter.drawRect(box)


def _group(ring_class: str, identity: str) -> str:
    title = identity_title(identity)
    known = RING_CLASSES[ring_class].title
    return known if not identity else f"{known}, {title.lower()}"


def _write(sheet: Sheet, text: str, style: Type, left: float, y: float) -> None:
    half = sheet.means.ruler.width_px(text, style) / 2 * sheet.scale
    sheet.text(text, style, (left + half, y), sheet.theme.furniture, halo=False)
