"""Commands about the project's own pictures."""

from __future__ import annotations

from msgspec.structs import replace

from baltic_desk.app import picture_intake
from baltic_desk.app.command import Command, ask_for_choice
from baltic_desk.app.protocols import Choice, Row
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.pictures import picture_of, remove_pictures, uses, with_picture
from baltic_desk.document.project import Picture
from baltic_desk.document.wording import described
from baltic_desk.symbology.own_picture import OwnPictureError, drawable_of_data

_STANDARD = "standard"
_FROM_FILE = "file"
_MANAGE = (
    Choice("show", "Select Units"),
    Choice("rename", "Rename…"),
    Choice("replace", "Replace…"),
    Choice("remove", "Remove", "destroy"),
    Choice("unused", "Remove Unused", "destroy"),
    Choice("close", "Close", "reject"),
)


def has_pictures(workspace: Workspace) -> bool:
    """Whether the project has any."""
    return bool(workspace.document.pictures())


def has_units(workspace: Workspace) -> bool:
    """Whether a unit is selected that may be changed."""
    return any(isinstance(feature.properties, Unit) for feature in workspace.selected())


def manage(workspace: Workspace) -> None:
    """The project's pictures with their sizes and uses, to be renamed, replaced and removed."""
    workspace.settle()
    while pictures := workspace.document.pictures():
        used = uses(workspace.document)
        rows = [_row(picture, used.get(picture.id, 0)) for picture in pictures]
        detail = "They are saved with the project, used or not, until they are removed here."
        picked = workspace.ask.pick("Pictures of This Project", detail, rows, _MANAGE)
        if picked is None or not _managed(workspace, *picked):
            return
    workspace.say("This project has no pictures of its own.")


def title_of(picture: Picture) -> str:
    """What a picture is called."""
    return picture.name or "Picture without a name"


def _managed(workspace: Workspace, picture_id: str, what: str) -> bool:
    """Do it; whether the list is to be shown again."""
    document = workspace.document
    picture = document.picture(picture_id)
    if picture is None:
        return True
    match what:
        case "rename":
            name = workspace.ask.text("Rename Picture", "Name", picture.name)
            if name is not None and name.strip() != picture.name:
                with document.edit(f"Rename picture {title_of(picture)}") as change:
                    change.put(replace(picture, name=name.strip()[:200]))
        case "replace":
            picture_intake.replace_picture(workspace, picture)
        case "remove":
            with document.edit(f"Remove picture {title_of(picture)}") as change:
                remove_pictures(change, document, [picture_id])
        case "unused":
            used = uses(document)
            unused = [each.id for each in document.pictures() if each.id not in used]
            if unused:
                with document.edit("Remove unused pictures") as change:
                    remove_pictures(change, document, unused)
        case "show":
            users = [f for f in document.features() if picture_of(f) == picture_id]
            workspace.session.select(feature.id for feature in users)
            workspace.say(f"Selected {described(users)}." if users else "No unit is drawn with it.")
            return False
        case _:
            return False
    return True


def _row(picture: Picture, used: int) -> Row:
    """Its sort and size, and how often it is used; or why it is not drawn."""
    try:
        made = drawable_of_data(picture.media, picture.data)
    except OwnPictureError as error:
        return Row(picture.id, title_of(picture), f"Not drawn: {error}")
    sort = "SVG" if made.media == "image/svg+xml" else "PNG"
    unit = "" if sort == "SVG" else " px"
    size = f"{made.width:g} × {made.height:g}{unit}"
    where = f"{used} unit{'' if used == 1 else 's'}" if used else "not used"
    about = f"{sort}, {size}, {max(1, round(len(made.content) / 1024))} kB · {where}"
    return Row(picture.id, title_of(picture), about, made)


def _choices(workspace: Workspace) -> list[Choice]:
    units = _units(workspace)
    now = {picture_of(unit) for unit in units}
    present = [
        Choice(f"p:{p.id}", title_of(p), checked=now == {p.id})
        for p in workspace.document.pictures()
    ]
    return [
        Choice(_STANDARD, "Standard Symbol", checked=now == {None}),
        *present,
        Choice(_FROM_FILE, "From a File…"),
    ]


def _choose(workspace: Workspace, choice: str) -> None:
    workspace.settle()
    units = _units(workspace)
    if not units:
        return
    if choice == _FROM_FILE:
        picture_intake.ask_and_take_up(workspace)
        return
    wanted = None if choice == _STANDARD else choice.removeprefix("p:")
    with workspace.document.edit(f"Change picture of {described(units)}") as change:
        for unit in units:
            change.put(with_picture(unit, wanted))


def _units(workspace: Workspace) -> list[Feature]:
    return [f for f in workspace.selected() if isinstance(f.properties, Unit)]


PICTURE_COMMANDS: tuple[Command, ...] = (
    Command(
        id="insert.own-picture",
        title="Own Picture…",
        run=picture_intake.ask_and_take_up,
        menu="Insert",
        group=3,
        keywords="image symbol png svg jpeg logo icon",
        hint="A PNG, JPEG or SVG as a symbol: for the selected units, or placed by a click",
    ),
    Command(
        id="edit.unit-picture",
        title="Draw Unit With",
        run=ask_for_choice("Draw the unit with", _choices, _choose),
        choices=_choices,
        choose=_choose,
        menu="Edit",
        group=5,
        enabled=has_units,
        keywords="own picture image symbol standard",
    ),
    Command(
        id="insert.manage-pictures",
        title="Manage Pictures…",
        run=manage,
        menu="Insert",
        group=3,
        enabled=has_pictures,
        keywords="own image png svg remove replace rename unused",
    ),
)
