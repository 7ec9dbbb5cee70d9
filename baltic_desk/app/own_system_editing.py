"""A person's own entries of the catalogue: in the open project, or on this machine."""

from __future__ import annotations

from dataclasses import replace

from baltic_desk.app.protocols import Field
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.system_reading import SystemProblem, SystemsError, read_system
from baltic_desk.coverage.system_writing import text_of, tree_of
from baltic_desk.coverage.systems import Provenance, System
from baltic_desk.document.own_systems import of_system, record_id
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.save import SaveError
from baltic_desk.io.strict_json import StrictJsonError, loads
from baltic_desk.symbology.sidc import problems

_PLACES: dict[Provenance, str] = {
    "shipped": "the shipped catalogue",
    "this machine": "this machine",
    "this project": "this project",
}
_ENTRY = "entry"
_MOST_TOLD = 8


def put_in_project(workspace: Workspace, system: System) -> None:
    """Add an entry to the project, or put it in place of the project's own, as one undo step."""
    document = workspace.document
    record = of_system(system)
    present = document.own_system(system.id)
    if present == record:
        return
    what = "Add" if present is None else "Change"
    with document.edit(f"{what} system {system.short_name}") as change:
        change.put(record)


def remove_from_project(workspace: Workspace, system_id: str) -> None:
    """Take an entry out of the project, as one undo step; KeyError when it has none."""
    name = workspace.systems[system_id].short_name
    with workspace.document.edit(f"Remove system {name}") as change:
        change.remove(record_id(system_id))


def edit_entry(workspace: Workspace, system: System, where: Provenance) -> System | None:
    """Show an entry as text to be changed, and keep it in the project or on this machine.

    What is wrong in it is told with its place, and the text is shown again. An entry that another
    one was started from is found by its id; with another id it becomes a system of its own.

    Returns
    -------
    The entry as it was kept; None when it was not.
    """
    workspace.settle()
    text = text_of(tree_of(system))
    while True:
        answer = workspace.ask.form(
            f"Own Entry: {system.short_name}",
            [Field(_ENTRY, f"Kept in {_PLACES[where]}", text, lines=24)],
        )
        if answer is None:
            return None
        text = answer[_ENTRY]
        try:
            made = entry_of(text, where)
        except SystemsError as error:
            told = [f"{each.place}: {each.text}".strip(": ") for each in error.problems]
            if len(told) > _MOST_TOLD:
                told = [*told[:_MOST_TOLD], f"And {len(told) - _MOST_TOLD} more."]
            workspace.ask.tell("This entry cannot be used yet.", "\n".join(told))
            continue
        return made if _keep(workspace, made, where) else None


def entry_of(text: str, where: Provenance) -> System:
    """An entry of its text.

    Raises
    ------
    SystemsError
        With all that is wrong, the code of the symbol included.
    """
    try:
        tree = loads(text.encode())
    except StrictJsonError as error:
        raise SystemsError([SystemProblem("", error.place, error.text)]) from None
    system = read_system(tree, provenance=where)
    wrong = problems(system.sidc)
    if wrong:
        raise SystemsError([SystemProblem("", f"{system.id}: sidc", text) for text in wrong])
    return system


def remove_entry(workspace: Workspace, system: System) -> None:
    """Take the person's own entry out of where it is kept; what it replaced holds again."""
    if system.provenance == "this project":
        remove_from_project(workspace, system.id)
    elif system.provenance == "this machine":
        try:
            workspace.shelf.remove_from_machine(system.id)
        except (ProjectError, SaveError) as error:
            workspace.ask.tell("The entry was not removed.", str(error))
            return
        workspace.shelf_changed()
    held = "" if system.replaces is None else f" The {system.replaces.provenance} entry holds."
    workspace.say(f"Removed {system.short_name} from {_PLACES[system.provenance]}.{held}")


def _keep(workspace: Workspace, system: System, where: Provenance) -> bool:
    if where == "this project":
        put_in_project(workspace, system)
    else:
        try:
            workspace.shelf.put_on_machine(replace(system, provenance="this machine"))
        except (ProjectError, SaveError) as error:
            workspace.ask.tell("The entry was not kept.", str(error))
            return False
        workspace.shelf_changed()
    workspace.say(f"Kept {system.short_name} in {_PLACES[where]}.")
    return True
