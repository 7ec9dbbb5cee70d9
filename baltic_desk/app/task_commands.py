"""Commands about tasks, and about comparing what students answered with the solution."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from baltic_desk.app import exercise_check, files, task_editing
from baltic_desk.app.answering import NotAnsweredError, answered
from baltic_desk.app.command import Command, ask_for_choice
from baltic_desk.app.protocols import Choice, FileKind
from baltic_desk.app.saving import write_bytes
from baltic_desk.app.task_editing import current_task, title_of
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.exercise import ExerciseError
from baltic_desk.io.opening import open_any
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.save import SaveError

MENU = "Tools/Tasks"
_TABLES = FileKind("Tables (CSV)", (".csv",))

Run = Callable[[Workspace], None]


def has_tasks(workspace: Workspace) -> bool:
    """Whether there are tasks."""
    return bool(workspace.document.tasks())


def has_tasks_and_selection(workspace: Workspace) -> bool:
    """Whether something selected can be made an answer."""
    return has_tasks(workspace) and workspace.any_selected()


def answers_selected(workspace: Workspace) -> bool:
    """Whether something selected answers a task."""
    return any(f.properties.answers_task is not None for f in workspace.selected())


def has_exercise(workspace: Workspace) -> bool:
    """Whether another file is compared."""
    return workspace.exercise is not None


def task_choices(workspace: Workspace) -> Sequence[Choice]:
    """The tasks in order, that at hand ticked."""
    now = current_task(workspace)
    return [
        Choice(task.id, title_of(task), checked=task == now) for task in workspace.document.tasks()
    ]


def choose_task(workspace: Workspace, task_id: str) -> None:
    """Take up a task: the panel shows it."""
    workspace.choose_task(task_id)


def _with_current(act: Callable[[Workspace, str], None]) -> Run:
    def run(workspace: Workspace) -> None:
        task = current_task(workspace)
        if task is not None:
            act(workspace, task.id)

    return run


def _earlier(workspace: Workspace, task_id: str) -> None:
    task_editing.move_task(workspace, task_id, -1)


def _later(workspace: Workspace, task_id: str) -> None:
    task_editing.move_task(workspace, task_id, 1)


def compare(workspace: Workspace) -> None:
    """Ask for the other file and show what it has beside what is on the desk."""
    workspace.settle()
    path = workspace.ask.open_file(
        "Compare with an answer file", (files.PROJECTS,), files.folder_of(workspace)
    )
    if path is None:
        return
    try:
        loaded = answered(workspace, path.name, lambda: open_any(path))
        exercise = exercise_check.exercise_with(workspace.document, loaded.document, path)
    except NotAnsweredError as error:
        workspace.say(str(error))
        return
    except (ProjectError, ExerciseError) as error:
        workspace.ask.tell(f"{path.name} cannot be compared.", str(error))
        return
    workspace.show_exercise(exercise)
    if workspace.window is not None:
        workspace.window.show_panel("tasks", shown=True)
    workspace.say(f"Compared with {path.name}: {exercise.summary()}.")


def end(workspace: Workspace) -> None:
    """End the comparison; nothing of it is left."""
    workspace.show_exercise(None)


def keep(workspace: Workspace) -> None:
    """Keep the comparison as an overlay for the instructor."""
    exercise = workspace.exercise
    if exercise is None:
        return
    workspace.settle()
    with workspace.document.edit(f"Keep comparison with {exercise.name}") as change:
        overlay = exercise_check.keep(change, exercise)
    workspace.say(f"Kept as the overlay “{overlay.name}”, which is for the instructor only.")


def export(workspace: Workspace) -> None:
    """Write the comparison as a table."""
    exercise = workspace.exercise
    if exercise is None:
        return
    stem = exercise.name.rpartition(".")[0] or exercise.name
    suggestion = files.folder_of(workspace) / f"{stem}-results.csv"
    path = workspace.ask.save_file("Export comparison", (_TABLES,), suggestion)
    if path is None:
        return
    try:
        table = exercise_check.as_csv(exercise).encode("utf-8-sig")
        write_bytes(workspace, path, table, backup=False)
    except NotAnsweredError as error:
        workspace.say(str(error))
        return
    except SaveError as error:
        workspace.ask.tell(f"{path.name} was not written.", str(error))
        return
    workspace.say(f"Wrote {path.name}.")


TASK_COMMANDS: tuple[Command, ...] = (
    Command(
        id="task.add",
        title="New Task…",
        run=task_editing.add_task,
        menu=MENU,
        icon="task",
        keywords="exercise lesson student question",
    ),
    Command(
        id="task.choose",
        title="Task at Hand",
        run=ask_for_choice("Task at hand", task_choices, choose_task),
        choices=task_choices,
        choose=choose_task,
        menu=MENU,
        enabled=has_tasks,
        keywords="exercise current",
    ),
    Command(
        id="task.edit",
        title="Edit Task…",
        run=_with_current(task_editing.edit_task),
        menu=MENU,
        enabled=has_tasks,
        keywords="exercise tolerance text title",
    ),
    Command(
        id="task.earlier",
        title="Task Earlier",
        run=_with_current(_earlier),
        menu=MENU,
        enabled=has_tasks,
        keywords="exercise order up",
    ),
    Command(
        id="task.later",
        title="Task Later",
        run=_with_current(_later),
        menu=MENU,
        enabled=has_tasks,
        keywords="exercise order down",
    ),
    Command(
        id="task.delete",
        title="Delete Task",
        run=_with_current(task_editing.delete_task),
        menu=MENU,
        enabled=has_tasks,
        keywords="exercise remove",
    ),
    Command(
        id="task.answer",
        title="Answer Task",
        run=ask_for_choice(
            "Answer with what is selected", task_choices, task_editing.use_as_answer
        ),
        choices=task_choices,
        choose=task_editing.use_as_answer,
        menu=MENU,
        group=1,
        enabled=has_tasks_and_selection,
        keywords="exercise student use selected",
        hint="The selected features answer the task",
    ),
    Command(
        id="task.solution",
        title="Mark as Solution of Task",
        run=ask_for_choice("Solution of", task_choices, task_editing.mark_as_solution),
        choices=task_choices,
        choose=task_editing.mark_as_solution,
        menu=MENU,
        group=1,
        enabled=has_tasks_and_selection,
        keywords="exercise instructor answer overlay",
        hint="The selected features are the solution, on an overlay for answers",
    ),
    Command(
        id="task.take-out",
        title="Take Out of Task",
        run=task_editing.take_out,
        menu=MENU,
        group=1,
        enabled=answers_selected,
        keywords="exercise no answer",
    ),
    Command(
        id="exercise.compare",
        title="Compare with Answer File…",
        run=compare,
        menu=MENU,
        icon="compare",
        group=2,
        keywords="exercise result student solution tolerance check",
        hint="A student's file beside the solution, or the solution beside a student's file",
    ),
    Command(
        id="exercise.keep",
        title="Keep Comparison as Overlay",
        run=keep,
        menu=MENU,
        group=2,
        enabled=has_exercise,
        keywords="exercise result",
    ),
    Command(
        id="exercise.export",
        title="Export Comparison…",
        run=export,
        menu=MENU,
        group=2,
        enabled=has_exercise,
        keywords="exercise result csv table spreadsheet",
    ),
    Command(
        id="exercise.end",
        title="End Comparison",
        run=end,
        menu=MENU,
        group=2,
        enabled=has_exercise,
        keywords="exercise result close",
    ),
)
