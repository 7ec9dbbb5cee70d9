"""A project's own pictures, decoded: as pixels for the screen, as they are for print."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtSvg import QSvgRenderer

from baltic_desk.document.project import Picture
from baltic_desk.symbology.own_picture import Drawable, OwnPictureError, drawable_of_data
from baltic_desk.symbology.whole_letters import with_whole_letters

BYTES_KEPT = 16 * 1024 * 1024
BOX = (1.5, 1.2)
"""Greatest width and height of a picture, in heights of a unit's frame."""


class OwnDrawing:
    """One picture that may be drawn. Its middle stands on the position."""

    def __init__(self, drawable: Drawable) -> None:
        self._drawable = drawable
        self._svg: QSvgRenderer | None = None
        if drawable.media == "image/svg+xml":
            svg = with_whole_letters(drawable.content.decode())
            self._svg = QSvgRenderer(QByteArray(svg.encode()))
            self._svg.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)

    @property
    def media(self) -> str:
        """ "image/png" or "image/svg+xml"."""
        return self._drawable.media

    @property
    def content(self) -> bytes:
        """The checked picture."""
        return self._drawable.content

    def size(self, frame_px: float) -> QSizeF:
        """Width and height beside frames of a height, in its own proportion."""
        width, height = self._drawable.width, self._drawable.height
        factor = min(BOX[0] * frame_px / width, BOX[1] * frame_px / height)
        return QSizeF(width * factor, height * factor)

    def paint(self, painter: QPainter, box: QRectF) -> None:
        """Draw it into a box: an SVG as vectors, a PNG with all its pixels."""
        if self._svg is not None:
            self._svg.render(painter, box)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(box, self._decoded())
        painter.restore()

    def raster(self, width_px: int, height_px: int) -> QImage:
        """It as an image of so many device pixels."""
        if self._svg is None:
            small = self._decoded().scaled(
                width_px,
                height_px,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            return small.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        image = QImage(width_px, height_px, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._svg.render(painter, QRectF(0, 0, width_px, height_px))
        painter.end()
        return image

    def _decoded(self) -> QImage:
        # Not kept: 2048 pixels a side are 16 MB, of which some 40 a side are ever shown.
        return decoded_png(self._drawable.content)


class OwnPictures:
    """The pictures of the project that is shown, by id; rasters kept while they fit."""

    def __init__(self, *, bytes_kept: int = BYTES_KEPT) -> None:
        self._records: Mapping[str, Picture] = {}
        self._from: tuple[Picture, ...] = ()
        self._drawings: dict[str, tuple[Picture, OwnDrawing | None]] = {}
        self._rasters: OrderedDict[tuple[OwnDrawing, int, int], QImage] = OrderedDict()
        self._bytes_kept = bytes_kept
        self._bytes = 0

    def show(self, pictures: Iterable[Picture]) -> None:
        """Draw with the pictures of a project."""
        pictures = tuple(pictures)
        if pictures is not self._from:
            self._from = pictures
            self._records = {picture.id: picture for picture in pictures}
            stale = {i for i, (p, _) in self._drawings.items() if self._records.get(i) is not p}
            for picture_id in stale:
                del self._drawings[picture_id]

    def drawing(self, picture_id: str | None) -> OwnDrawing | None:
        """The picture of that id; None when there is none, or it cannot be drawn safely."""
        record = None if picture_id is None else self._records.get(picture_id)
        if record is None:
            return None
        known = self._drawings.get(record.id)
        if known is None or known[0] is not record:
            known = self._drawings[record.id] = (record, _drawing(record))
        return known[1]

    def image(self, drawing: OwnDrawing, size: QSizeF, scale: float) -> QImage:
        """Pixels of a picture of a size at `scale` device pixels to the pixel."""
        width = max(1, round(size.width() * scale))
        height = max(1, round(size.height() * scale))
        key = (drawing, width, height)
        known = self._rasters.get(key)
        if known is not None:
            self._rasters.move_to_end(key)
            return known
        made = self._rasters[key] = drawing.raster(width, height)
        self._bytes += made.sizeInBytes()
        while self._bytes > self._bytes_kept and len(self._rasters) > 1:
            self._bytes -= self._rasters.popitem(last=False)[1].sizeInBytes()
        return made


def decoded_png(png: bytes) -> QImage:
    """Pixels of a PNG that was checked before."""
    buffer = QBuffer()
    buffer.setData(png)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return QImageReader(buffer, QByteArray(b"png")).read()


def centred(at: QPointF, size: QSizeF) -> QRectF:
    """A box of a size about a place."""
    return QRectF(at - QPointF(size.width() / 2, size.height() / 2), size)


def _drawing(record: Picture) -> OwnDrawing | None:
    try:
        return OwnDrawing(drawable_of_data(record.media, record.data))
    except OwnPictureError:
        # Told when the file was read; the unit has its standard symbol.
        return None
