"""A PPTX of slides whose titles and notes can be edited, put together by python-pptx.

Its own template is for 4:3 and comes with other people's names, a thumbnail and a printer's
settings; what a slide of ours does not need is taken out.
"""

# python-pptx is typed in part only, and what it has no method for is in its XML.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportPrivateUsage=false, reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.shapes.base import BaseShape
from pptx.slide import Slide, SlideLayout
from pptx.text.text import TextFrame
from pptx.util import Emu, Pt

from baltic_desk.ui.export.slide_faces import (
    BAND_PX,
    HEIGHT_PX,
    MARGIN_PX,
    MARKING_TYPE,
    NUMBER_TYPE,
    TITLE_TYPE,
    WIDTH_PX,
    Box,
    Face,
)
from baltic_desk.ui.export.sources import TEXT_TYPE
from baltic_desk.ui.map.theme import THEMES

_LONGEST_TITLE = 255  # of what a file says of itself
_EMU_PER_PX = 9525
_PT_PER_PX = 0.75
# The shipped font's widths, on every machine that has an office program.
_FONT = "Arial"
_LAYOUT = "Title Only"
_TOLERANCE = 1.02  # a line that is set a little wider there must not wrap


@dataclass(frozen=True, slots=True)
class MadeSlide:
    """A slide with its picture as PNG."""

    face: Face
    png: bytes


class SlideFile:
    """A presentation that grows slide by slide."""

    def __init__(self, title: str) -> None:
        self._made = Presentation()
        self._made.slide_width, self._made.slide_height = _emu(WIDTH_PX), _emu(HEIGHT_PX)
        about = self._made.core_properties
        about.title, about.author, about.last_modified_by = _plain(title)[:_LONGEST_TITLE], "", ""
        about.created = about.modified = datetime.now(UTC).replace(tzinfo=None)
        self._layout = self._only_layout()
        part = self._made.part
        _drop(part.package, RELATIONSHIP_TYPE.THUMBNAIL)
        _drop(part, RELATIONSHIP_TYPE.PRINTER_SETTINGS)

    def add(self, made: MadeSlide) -> None:
        """Put a slide at the end."""
        face = made.face
        slide = self._made.slides.add_slide(self._layout)
        box = face.picture_box
        picture = slide.shapes.add_picture(BytesIO(made.png), *_place(box))
        picture.name = "Map"
        described = picture._element.nvPicPr.cNvPr
        described.set("descr", _plain(face.title))
        title = slide.shapes.title
        assert title is not None
        title.text_frame.text = face.title
        if face.sources.height_px:
            _add_sources(slide, face)
        red = THEMES["light"].marking
        for top in (0, HEIGHT_PX - BAND_PX) if face.marking else ():
            place = Box(WIDTH_PX / 4, top, WIDTH_PX / 2, BAND_PX)
            frame = _text(slide, "Marking", place, MARKING_TYPE.size_px, centred=True)
            _write(frame, (face.marking,), MARKING_TYPE.size_px, bold=True, ink=red)
        _add_number(slide, face)
        if face.note.strip():
            notes = slide.notes_slide.notes_text_frame
            assert notes is not None
            notes.text = face.note

    def data(self) -> bytes:
        """The file."""
        out = BytesIO()
        self._made.save(out)
        return out.getvalue()

    def _only_layout(self) -> SlideLayout:
        """The template's title layout, set for 16:9; the others are taken out."""
        layouts = self._made.slide_layouts
        kept = layouts.get_by_name(_LAYOUT)
        assert kept is not None
        for layout in list(layouts):
            if layout is not kept:
                layouts.remove(layout)
        wider = WIDTH_PX * _EMU_PER_PX / 9_144_000
        for shape in self._made.slide_master.placeholders:
            shape.left, shape.width = Emu(int(shape.left * wider)), Emu(int(shape.width * wider))
        for shape in list(kept.placeholders):
            if shape.placeholder_format.idx:  # date, footer, number: ours are on the slides
                shape._element.getparent().remove(shape._element)
            else:
                _set_title(shape)
        return kept


def _set_title(shape: BaseShape) -> None:
    box = Box(MARGIN_PX, BAND_PX, WIDTH_PX - 2 * MARGIN_PX, 46)
    shape.left, shape.top, shape.width, shape.height = _place(box)
    frame: TextFrame = shape.text_frame
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    _flush(frame)
    style = parse_xml(
        f"<a:lstStyle {nsdecls('a')}><a:lvl1pPr algn='l'>"
        f"<a:defRPr sz='{round(TITLE_TYPE.size_px * _PT_PER_PX * 100)}' b='1'>"
        f"<a:latin typeface='{_FONT}'/></a:defRPr></a:lvl1pPr></a:lstStyle>"
    )
    body = frame._txBody
    old = body.find(style.tag)
    if old is not None:
        body.remove(old)
    body.insert(1, style)


def _add_sources(slide: Slide, face: Face) -> None:
    """Each column a text box of its own, line by line as it was measured."""
    made, box = face.sources, face.sources_box
    count = len(made.columns)
    step = (box.width + 24.0) / max(count, 1)
    for number, lines in enumerate(made.columns):
        place = Box(box.left + number * step, box.top + 4, step - 24.0, box.height - 4)
        frame = _text(slide, "Sources", place, TEXT_TYPE.size_px)
        head = "Sources" if number == 0 else ""
        _write(frame, (head, *lines), TEXT_TYPE.size_px / _TOLERANCE)
        frame.paragraphs[0].runs[0].font.bold = True


def _add_number(slide: Slide, face: Face) -> None:
    """A field that counts by itself when slides are moved."""
    place = Box(WIDTH_PX - MARGIN_PX - 120, HEIGHT_PX - BAND_PX, 120, BAND_PX)
    frame = _text(slide, "Slide number", place, NUMBER_TYPE.size_px)
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    now = face.number.partition(" ")[0]
    field = parse_xml(
        f"<a:fld {nsdecls('a')} id='{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}' type='slidenum'>"
        f"<a:rPr lang='en-GB' sz='{round(NUMBER_TYPE.size_px * _PT_PER_PX * 100)}'>"
        f"<a:latin typeface='{_FONT}'/></a:rPr><a:t>{now}</a:t></a:fld>"
    )
    paragraph._p.append(field)


def _text(slide: Slide, name: str, box: Box, size_px: float, *, centred: bool = False) -> TextFrame:
    shape = slide.shapes.add_textbox(*_place(box))
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if box.height < 3 * size_px else MSO_ANCHOR.TOP
    _flush(frame)
    if centred:
        frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    return frame


def _write(
    frame: TextFrame, lines: tuple[str, ...], size_px: float, *, bold: bool = False, ink: str = ""
) -> None:
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.name, run.font.bold = Pt(size_px * _PT_PER_PX), _FONT, bold
        if ink:
            run.font.color.rgb = RGBColor.from_string(ink.lstrip("#").upper())


def _flush(frame: TextFrame) -> None:
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)


def _drop(part: object, reltype: str) -> None:
    """Forget what a part of the template refers to by that relation."""
    rels = part._rels
    for rid in [rid for rid, rel in rels.items() if rel.reltype == reltype]:
        rels.pop(rid)


def _place(box: Box) -> tuple[Emu, Emu, Emu, Emu]:
    return _emu(box.left), _emu(box.top), _emu(box.width), _emu(box.height)


def _emu(px: float) -> Emu:
    return Emu(round(px * _EMU_PER_PX))


def _plain(text: str) -> str:
    """Without characters that XML has no place for."""
    return "".join(letter for letter in text if letter.isprintable())
