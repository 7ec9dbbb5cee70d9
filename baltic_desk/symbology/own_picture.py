"""A project's own picture as it may be drawn: PNG or SVG, checked whatever file it came from."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Literal

from baltic_desk.symbology.plain_png import PlainPngError, is_png, plain_png, png_weight
from baltic_desk.symbology.safe_svg import SafeSvgError, safe_svg

Media = Literal["image/png", "image/svg+xml"]

MOST_BYTES = 512 * 1024
"""Of a picture as it is kept."""

MOST_PICTURES = 500
"""Of a project."""

MOST_PIXELS = 40_000_000
"""Of all PNG pictures of a project: what unpacking them takes when it is opened is half a second.
A pixel of more than four bytes counts as so many more."""

MOST_DRAWING_BYTES = 1_000_000
"""Of all SVG pictures of a project: what reading them takes is half a second."""


class OwnPictureError(ValueError):
    """The picture is not taken; the message says why, for the person."""


@dataclass(frozen=True, slots=True)
class Drawable:
    """A picture that is safe to hand to a decoder, with its size in units of its own."""

    media: Media
    content: bytes
    width: float
    height: float

    @property
    def data(self) -> str:
        """Content as a project file holds it."""
        return base64.b64encode(self.content).decode()


def drawable(content: bytes) -> Drawable:
    """The picture in a file's content.

    Raises
    ------
    OwnPictureError
        When it is neither PNG nor SVG, too large, damaged, or holds what is not taken.
    """
    try:
        if is_png(content):
            png = plain_png(content)
            made = Drawable("image/png", png.png, png.width, png.height)
        elif looks_like_svg(content):
            svg = safe_svg(content)
            made = Drawable("image/svg+xml", svg.text.encode(), svg.width, svg.height)
        else:
            raise OwnPictureError("it is neither a PNG nor an SVG picture")
    except (PlainPngError, SafeSvgError) as error:
        raise OwnPictureError(str(error)) from None
    if len(made.content) > MOST_BYTES:
        size = f"{len(made.content) / 1024:,.0f}".replace(",", " ")
        raise OwnPictureError(f"{size} kB are more than {MOST_BYTES // 1024} kB")
    return made


def drawable_of_data(media: str, data: str) -> Drawable:
    """The picture that a project file holds.

    Raises
    ------
    OwnPictureError
        As drawable; also when it is another than it says, or not in base64.
    """
    try:
        content = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise OwnPictureError("its data are not base64") from None
    made = drawable(content)
    if made.media != media:
        raise OwnPictureError(f"it says that it is {media}, and is not")
    return made


class PictureBudget:
    """What the pictures of one project may have together, less what has been taken of it."""

    def __init__(self) -> None:
        self._pictures = MOST_PICTURES
        self._pixels = MOST_PIXELS
        self._bytes = MOST_DRAWING_BYTES

    def take(self, media: str, data: str) -> None:
        """Take what a picture needs, told from its beginning.

        Raises
        ------
        OwnPictureError
            When there is not as much left.
        """
        if not self._pictures:
            raise OwnPictureError(f"there are more than {MOST_PICTURES} pictures")
        if media == "image/png":
            pixels = _pixels(data)
            if pixels > self._pixels:
                most = f"{MOST_PIXELS // 1_000_000} million pixels"
                raise OwnPictureError(f"all pictures together have more than {most}")
            self._pixels -= pixels
        else:
            size = len(data) * 3 // 4
            if size > self._bytes:
                most = f"{MOST_DRAWING_BYTES // 1000:,} kB of SVG".replace(",", " ")
                raise OwnPictureError(f"all pictures together have more than {most}")
            self._bytes -= size
        self._pictures -= 1


def _pixels(data: str) -> int:
    try:
        return png_weight(base64.b64decode(data[:_HEADER_LETTERS], validate=True))
    except (binascii.Error, ValueError):
        return 0  # Nothing is unpacked of what has no header.


_HEADER_LETTERS = 48


def looks_like_svg(content: bytes) -> bool:
    """Whether it can only be meant as XML."""
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return start.startswith((b"<", b"\x1f\x8b")) or wide
