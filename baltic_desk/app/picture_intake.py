"""Taking a picture of the person's own into the project, from a file, a drop or the clipboard."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from baltic_desk.app.protocols import Choice, FileKind
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Change, new_id
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.outline import new_point
from baltic_desk.document.pictures import beyond_budget, put_picture, with_picture
from baltic_desk.document.project import Picture
from baltic_desk.document.wording import described
from baltic_desk.geo.geodesy import Position
from baltic_desk.paths import read_regular
from baltic_desk.symbology.own_picture import (
    MOST_BYTES,
    Drawable,
    OwnPictureError,
    drawable,
    looks_like_svg,
)
from baltic_desk.symbology.plain_png import MOST_SIDE_PX
from baltic_desk.tools.place import PlaceUnit
from baltic_desk.tools.tool import DRAFT

SUFFIXES = (".png", ".svg", ".jpg", ".jpeg")
PICTURES = FileKind("Pictures", SUFFIXES)
MOST_FILE_BYTES = 32 * 1024 * 1024
SIDC = "10011000000000000000"
"""Of a unit that is placed as a picture: a land unit whose identity nobody has told."""

_SMALLER_SIDES_PX = (1024, 512, 256, 128)
_DOWN = Choice("down", "Scale Down")
_CANCEL = Choice("cancel", "Cancel", "reject")


def is_picture(path: Path) -> bool:
    """Whether a file is a picture by its name."""
    return path.suffix.lower() in SUFFIXES


def ask_and_take_up(workspace: Workspace) -> None:
    """Ask for a picture: selected units are drawn with it, else it is placed by a click."""
    picture = _asked(workspace, "Own picture")
    if picture is None:
        return
    units = [f for f in workspace.selected() if isinstance(f.properties, Unit)]
    if units:
        draw_with(workspace, units, picture)
        return
    with workspace.document.edit(f"Add picture {picture.name}") as change:
        picture_id = put_picture(change, workspace.document, picture)
    template = Unit(overlay=DRAFT, sidc=SIDC, name=picture.name, picture=picture_id)
    workspace.start_tool(PlaceUnit(template))


def draw_with(workspace: Workspace, units: Iterable[Feature], picture: Picture) -> None:
    """Draw units with a picture, as one step of undo; the project has it then if it had not."""
    units = tuple(units)
    with workspace.document.edit(f"Change picture of {described(units)}") as change:
        picture_id = put_picture(change, workspace.document, picture)
        for feature in units:
            change.put(with_picture(feature, picture_id))
    workspace.say(f"Drew {described(units)} with the picture {picture.name}.")


def place_file(workspace: Workspace, path: Path, at: Position) -> bool:
    """A unit drawn with the picture of a file, put at a place."""
    picture = read_picture(workspace, path)
    return picture is not None and _place(workspace, picture, at, f"Place {picture.name}")


def paste_picture(workspace: Workspace, text: str) -> bool:
    """Place what the clipboard holds, if that is a picture; False when it is anything else."""
    clipboard = workspace.clipboard
    if clipboard is None:
        return False
    if text.lstrip().startswith(("<svg", "<?xml")):
        content = text.encode(errors="replace")
    elif text.lstrip().startswith("{"):
        return False
    else:
        content = clipboard.image()
    if not content:
        return False
    picture = taken_in(workspace, content, "Pasted picture")
    if picture is not None:
        _place(workspace, picture, workspace.camera.center(), "Paste picture")
    return True


def replace_picture(workspace: Workspace, old: Picture) -> bool:
    """Ask for a picture that takes another's place wherever that is used."""
    new = _asked(workspace, f"Replace {old.name}", instead_of=old)
    if new is None:
        return False
    with workspace.document.edit(f"Replace picture {old.name}") as change:
        change.put(replace(old, media=new.media, data=new.data))
    return True


def read_picture(
    workspace: Workspace, path: Path, *, instead_of: Picture | None = None
) -> Picture | None:
    """The picture of a file; None when it is not taken, and then the person knows why."""
    try:
        if path.stat().st_size > MOST_FILE_BYTES:
            raise OwnPictureError(f"the file is larger than {MOST_FILE_BYTES >> 20} MB")
        content = read_regular(path)
    except OSError as error:
        _refuse(workspace, path.name, error.strerror or str(error))
        return None
    except OwnPictureError as error:
        _refuse(workspace, path.name, str(error))
        return None
    return taken_in(workspace, content, path.stem, instead_of=instead_of)


def taken_in(
    workspace: Workspace, content: bytes, name: str, *, instead_of: Picture | None = None
) -> Picture | None:
    """A record of a picture's content; None when it is not taken, and then the person knows why.

    Parameters
    ----------
    instead_of
        A picture of the project whose place it is to take.
    """
    try:
        made = drawable(content) if looks_like_svg(content) else _pixels(workspace, content, name)
    except ValueError as error:
        _refuse(workspace, name, str(error))
        return None
    if made is None:
        return None
    picture = Picture(id=new_id(), name=name[:200], media=made.media, data=made.data)
    present = workspace.document.pictures()
    if instead_of is None and any((p.media, p.data) == (made.media, made.data) for p in present):
        return picture  # of which put_picture makes no second one
    others = (each for each in present if instead_of is None or each.id != instead_of.id)
    why = beyond_budget((*others, picture)).get(picture.id)
    if why is not None:
        _refuse(workspace, name, f"with it, {why}")
        return None
    return picture


def _pixels(workspace: Workspace, content: bytes, name: str) -> Drawable | None:
    """A picture of pixels as PNG, scaled down if it must be and the person agrees."""
    images = workspace.images
    if images is None:
        return drawable(content)
    width, height = images.size(content)
    if max(width, height) <= MOST_SIDE_PX:
        png = images.as_png(content, MOST_SIDE_PX)
        if len(png) <= MOST_BYTES:
            return drawable(png)
    limit = f"{MOST_SIDE_PX} pixels a side and {MOST_BYTES // 1024} kB"
    answer = workspace.ask.choose(
        f"Scale “{name}” down?",
        f"It has {width} × {height} pixels. A picture in a project has no more than {limit}.",
        (_DOWN, _CANCEL),
    )
    if answer != "down":
        return None
    for side_px in _SMALLER_SIDES_PX:
        png = images.as_png(content, side_px)
        if len(png) <= MOST_BYTES:
            return drawable(png)
    raise OwnPictureError("it is too large even when it is scaled down")


def _asked(
    workspace: Workspace, title: str, *, instead_of: Picture | None = None
) -> Picture | None:
    from baltic_desk.app.files import folder_of

    workspace.settle()
    path = workspace.ask.open_file(title, (PICTURES,), folder_of(workspace))
    return None if path is None else read_picture(workspace, path, instead_of=instead_of)


def _place(workspace: Workspace, picture: Picture, at: Position, step: str) -> bool:
    overlay_id = workspace.session.active_overlay
    if overlay_id is None:
        workspace.say("There is no visible, unlocked overlay to draw on.")
        return False
    workspace.settle()
    with workspace.document.edit(step) as change:
        feature = _unit(change, workspace, picture, overlay_id, at)
    workspace.session.select([feature.id])
    workspace.say(f"Placed {picture.name}.")
    return True


def _unit(
    change: Change, workspace: Workspace, picture: Picture, overlay_id: str, at: Position
) -> Feature:
    picture_id = put_picture(change, workspace.document, picture)
    properties = Unit(overlay=overlay_id, sidc=SIDC, name=picture.name, picture=picture_id)
    feature = new_point(new_id(), properties, at)
    change.put(feature)
    return feature


def _refuse(workspace: Workspace, name: str, why: str) -> None:
    workspace.ask.tell(f"“{name}” is not taken as a picture.", f"{why[:1].upper()}{why[1:]}.")
