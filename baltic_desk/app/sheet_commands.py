"""Commands of the Sheets menu. They act on the sheet at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from baltic_desk.app import files, sheet_templates
from baltic_desk.app import sheet_editing as editing
from baltic_desk.app.command import Command, ask_for_choice
from baltic_desk.app.protocols import Choice, SheetMaker
from baltic_desk.app.sheet_editing import at_hand, name_of
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.layout import Layout
from baltic_desk.io.save import SaveError

MENU = "Sheets"
EDITOR, FRAME, NAME = "sheet", "sheet-frame", "sheet-name"
"""The window's surfaces: the editor, the frame on the map, and where a name is written."""

DPI = {
    "96": "96 dpi, for a screen",
    "150": "150 dpi",
    "300": "300 dpi, as printed",
    "600": "600 dpi",
}
_USUAL_DPI = 300.0

Run = Callable[[Workspace], None]


def has_sheet(workspace: Workspace) -> bool:
    """Whether there is a sheet."""
    return bool(workspace.document.layouts())


def can_make(workspace: Workspace) -> bool:
    """Whether there is a sheet, and somebody to make it."""
    return workspace.sheets is not None and has_sheet(workspace)


def has_sheet_and_window(workspace: Workspace) -> bool:
    """Whether there is a sheet, and a window to show it in."""
    return workspace.window is not None and has_sheet(workspace)


def can_centre(workspace: Workspace) -> bool:
    """Whether there is a sheet, and a selection to put in its middle."""
    return has_sheet(workspace) and editing.selection_has_place(workspace)


def has_templates(_workspace: Workspace) -> bool:
    """Whether this machine has templates; the folder alone is looked at, often."""
    folder = sheet_templates.templates_dir()
    try:
        return folder.is_dir() and any(folder.glob(f"*{sheet_templates.SUFFIX}"))
    except OSError:
        return False


def with_sheet(do: Callable[[Workspace, Layout], object]) -> Run:
    """A command that does something to the sheet at hand, which is shown where a window is."""

    def run(workspace: Workspace) -> None:
        workspace.settle()
        layout = at_hand(workspace)
        if layout is None:
            return
        try:
            do(workspace, layout)
        except ValueError as error:
            workspace.ask.tell(f"{name_of(layout)} cannot be so.", str(error))

    return run


def show(workspace: Workspace, surface: str = EDITOR) -> bool:
    """Open the editor or something of it; False without a window."""
    if workspace.window is None:
        return False
    workspace.window.open(surface)
    return True


def new(workspace: Workspace) -> None:
    """A sheet of all that is drawn, in the editor."""
    editing.new_sheet(workspace)
    show(workspace)


def sheet_choices(workspace: Workspace) -> Sequence[Choice]:
    """The sheets in order, that at hand ticked."""
    now = at_hand(workspace)
    return [
        Choice(each.id, name_of(each), checked=each == now) for each in workspace.document.layouts()
    ]


def choose(workspace: Workspace, layout_id: str) -> None:
    """Take a sheet to hand and edit it."""
    workspace.take_sheet(layout_id)
    show(workspace)


def edit(workspace: Workspace, layout: Layout) -> None:
    """Open the editor on the sheet at hand."""
    workspace.take_sheet(layout.id)
    show(workspace)


def rename(workspace: Workspace, layout: Layout) -> None:
    """Call the sheet otherwise."""
    name = workspace.ask.text("Rename sheet", "Name", layout.name)
    if name is not None:
        editing.rename_sheet(workspace, layout.id, name)


# -- making -------------------------------------------------------------------------------------


def _may_make(workspace: Workspace, maker: SheetMaker, layout: Layout, what: str) -> bool:
    """Say what is amiss with a sheet, if anything, and ask whether to go on all the same."""
    try:
        found = maker.problems(workspace, layout)
    except (OSError, ValueError) as error:
        workspace.ask.tell(f"{name_of(layout)} cannot be made.", str(error))
        return False
    if not found:
        return True
    answer = workspace.ask.choose(
        f"{what} {name_of(layout)} as it is?",
        "\n".join(found),
        (Choice("go", f"{what} as It Is"), Choice("cancel", "Back", "reject")),
    )
    return answer == "go"


def export(workspace: Workspace, layout: Layout) -> None:
    """Ask for a file name and write the sheets."""
    maker = workspace.sheets
    if maker is None or not _may_make(workspace, maker, layout, "Export"):
        return
    stem = workspace.path.stem if workspace.path else workspace.title
    suggestion = files.folder_of(workspace) / f"{stem} {name_of(layout)}.pdf".replace("/", "-")
    path = workspace.ask.save_file(f"Export {name_of(layout)}", maker.kinds, suggestion)
    if path is None:
        return
    dpi = _USUAL_DPI
    if path.suffix.lower() == ".png":
        choices = (*(Choice(i, title) for i, title in DPI.items()),)
        picked = workspace.ask.choose("How fine is the picture to be?", "", choices[::-1])
        if picked is None:
            return
        dpi = float(picked)
    try:
        made = maker.export(workspace, layout, path, dpi)
    except (OSError, ValueError) as error:
        workspace.ask.tell(f"{path.name} was not made.", str(error))
        return
    others = f" and {made - 1} more" if made > 1 else ""
    workspace.say(f"Exported {path.name}{others}." if made else "Nothing was exported.")


def print_out(workspace: Workspace, layout: Layout) -> None:
    """Print the sheets, through the system's dialog."""
    maker = workspace.sheets
    if maker is None or not _may_make(workspace, maker, layout, "Print"):
        return
    try:
        said = maker.print_out(workspace, layout)
    except (OSError, ValueError) as error:
        workspace.ask.tell(f"{name_of(layout)} was not printed.", str(error))
        return
    workspace.say(said or "Nothing was printed.")


# -- templates ----------------------------------------------------------------------------------


def save_as_template(workspace: Workspace, layout: Layout) -> None:
    """Keep paper, looks and parts of the sheet for other projects on this machine."""
    name = workspace.ask.text("Save as template", "Name of the template", name_of(layout))
    name = " ".join((name or "")[:200].split())
    if not name:
        return
    if any(each.name == name for each in sheet_templates.templates().values()):
        answer = workspace.ask.choose(
            f"Replace the template “{name}”?",
            "There is one of that name on this machine.",
            (Choice("replace", "Replace", "destroy"), Choice("cancel", "Cancel", "reject")),
        )
        if answer != "replace":
            return
    try:
        sheet_templates.save_template(layout, name)
    except SaveError as error:
        workspace.ask.tell("The template was not saved.", str(error))
        return
    workspace.say(f"Saved “{name}” as a template on this machine.")


def template_choices(_workspace: Workspace) -> Sequence[Choice]:
    """The templates of this machine."""
    return [Choice(file, each.name or file) for file, each in sheet_templates.templates().items()]


def new_from_template(workspace: Workspace, file: str) -> None:
    """A sheet of this project that looks as a template says."""
    template = sheet_templates.templates().get(file)
    if template is not None:
        editing.new_sheet(workspace, template)
        show(workspace)


def delete_template(workspace: Workspace, file: str) -> None:
    """Take a template away from this machine, after a question: no undo restores it."""
    template = sheet_templates.templates().get(file)
    name = file if template is None else template.name
    answer = workspace.ask.choose(
        f"Delete the template “{name}”?",
        "Sheets made from it stay as they are. This cannot be undone.",
        (Choice("delete", "Delete", "destroy"), Choice("cancel", "Cancel", "reject")),
    )
    if answer != "delete":
        return
    try:
        sheet_templates.delete_template(file)
    except OSError as error:
        workspace.ask.tell("The template was not deleted.", str(error))
        return
    workspace.say(f"Deleted the template “{name}”.")


_WORDS = "sheet layout paper print map"

SHEET_COMMANDS: tuple[Command, ...] = (
    Command(
        id="sheet.new",
        title="New Sheet…",
        run=new,
        menu=MENU,
        icon="sheet",
        keywords=f"{_WORDS} composer page",
        hint="A page with the map to scale, title, legend, sources, scale bar and norths",
    ),
    Command(
        id="sheet.from-template",
        title="New Sheet from Template",
        run=ask_for_choice("New sheet from template", template_choices, new_from_template),
        choices=template_choices,
        choose=new_from_template,
        menu=MENU,
        enabled=has_templates,
        keywords=_WORDS,
    ),
    Command(
        id="sheet.choose",
        title="Sheets",
        run=ask_for_choice("Sheet to edit", sheet_choices, choose),
        choices=sheet_choices,
        choose=choose,
        menu=MENU,
        enabled=has_sheet,
        keywords=f"{_WORDS} open edit go",
    ),
    Command(
        id="sheet.edit",
        title="Edit Sheet…",
        run=with_sheet(edit),
        menu=MENU,
        shortcut="Ctrl+Alt+P",
        icon="properties",
        enabled=has_sheet_and_window,
        keywords=f"{_WORDS} composer editor preview",
    ),
    Command(
        id="sheet.export",
        title="Export Sheet…",
        run=with_sheet(export),
        menu=MENU,
        shortcut="Ctrl+Shift+E",
        icon="export",
        group=1,
        enabled=can_make,
        keywords=f"{_WORDS} pdf svg png scale",
    ),
    Command(
        id="sheet.print",
        title="Print Sheet…",
        run=with_sheet(print_out),
        menu=MENU,
        shortcut="Ctrl+P",
        icon="print",
        group=1,
        enabled=can_make,
        keywords=f"{_WORDS} printer plot",
    ),
    Command(
        id="sheet.frame",
        title="Move Frame on Map",
        run=with_sheet(lambda workspace, _layout: show(workspace, FRAME)),
        menu=MENU,
        shortcut="Ctrl+Alt+F",
        group=2,
        enabled=has_sheet_and_window,
        keywords=f"{_WORDS} extent keyboard",
        hint="Arrow keys move the sheet’s frame, + and − change its scale",
    ),
    Command(
        id="sheet.fit-drawn",
        title="Fit Sheet to What Is Drawn",
        run=with_sheet(editing.fit_to_drawn),
        menu=MENU,
        icon="fit",
        group=2,
        enabled=has_sheet,
        keywords=f"{_WORDS} all extent",
    ),
    Command(
        id="sheet.fit-view",
        title="Fit Sheet to View",
        run=with_sheet(editing.fit_to_view),
        menu=MENU,
        group=2,
        enabled=has_sheet,
        keywords=f"{_WORDS} screen extent",
    ),
    Command(
        id="sheet.centre-selection",
        title="Centre Sheet on Selection",
        run=with_sheet(editing.centre_on_selection),
        menu=MENU,
        icon="fit-selection",
        group=2,
        enabled=can_centre,
        keywords=f"{_WORDS} center middle",
    ),
    Command(
        id="sheet.duplicate",
        title="Duplicate Sheet",
        run=with_sheet(editing.duplicate_sheet),
        menu=MENU,
        icon="duplicate",
        group=3,
        enabled=has_sheet,
        keywords=f"{_WORDS} copy",
    ),
    Command(
        id="sheet.rename",
        title="Rename Sheet…",
        run=with_sheet(rename),
        menu=MENU,
        icon="rename",
        group=3,
        enabled=has_sheet,
        keywords=f"{_WORDS} name",
    ),
    Command(
        id="sheet.delete",
        title="Delete Sheet",
        run=with_sheet(editing.delete_sheet),
        menu=MENU,
        icon="delete",
        group=3,
        enabled=has_sheet,
        keywords=f"{_WORDS} remove",
    ),
    Command(
        id="sheet.save-template",
        title="Save Sheet as Template…",
        run=with_sheet(save_as_template),
        menu=MENU,
        group=4,
        enabled=has_sheet,
        keywords=f"{_WORDS} machine reuse",
    ),
    Command(
        id="sheet.delete-template",
        title="Delete Template",
        run=ask_for_choice("Delete template", template_choices, delete_template),
        choices=template_choices,
        choose=delete_template,
        menu=MENU,
        group=4,
        enabled=has_templates,
        keywords=f"{_WORDS} remove",
    ),
)
