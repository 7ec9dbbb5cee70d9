"""Commands of the altitude that reach is drawn for: presets, steps, datum, terrain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from baltic_desk.app import terrain_sources
from baltic_desk.app.altitude_comparison import Comparison
from baltic_desk.app.answering import NotAnsweredError, answered
from baltic_desk.app.command import Command, ask_for_choice
from baltic_desk.app.files import folder_of
from baltic_desk.app.protocols import Choice, FileKind
from baltic_desk.app.view_commands import has_window
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.altitude import (
    COARSE,
    DATUM_WORDS,
    NO_TERRAIN,
    PRESETS,
    Altitude,
    Datum,
    altitude_of,
    altitude_text,
    chosen_altitude,
    put_altitude,
    step_label,
    stepped,
)
from baltic_desk.geo.elevation import TerrainFileError
from baltic_desk.geo.terrain_files import KINDS

BAR = "altitude"
COMPARED_M = 100.0
"""What published ranges are compared with where the project says no altitude."""
_ADD_FILE, _ADD_FOLDER = "add-file", "add-folder"
_SOURCE = "source:"
_ELEVATION = FileKind("Elevation (HGT, DTED, GeoTIFF)", tuple(KINDS))


def shown(workspace: Workspace) -> Altitude | None:
    """What the project is drawn for; None for published ranges."""
    return altitude_of(workspace.document.project)


def chosen(workspace: Workspace) -> Altitude:
    """The same, or what it would be if it were switched on."""
    return chosen_altitude(workspace.document.project)


def give(workspace: Workspace, altitude: Altitude | None) -> None:
    """Draw the project for an altitude, or published ranges for None."""
    put_altitude(workspace.document, altitude)
    if altitude is None and workspace.comparison is not None:
        workspace.compare(replace(workspace.comparison, right=None))


def step(workspace: Workspace, steps: int) -> None:
    """Higher or lower by round altitudes; from published ranges to the lowest.

    Steps that follow each other with nothing between are one step of undo.
    """
    document = workspace.document
    before = shown(workspace)
    on_map = before or (workspace.comparison.right if workspace.comparison is not None else None)
    wanted = replace(
        chosen(workspace), altitude_m=stepped(None if on_map is None else on_map.altitude_m, steps)
    )
    last = workspace.altitude_step
    history = document.history
    if (
        last is not None
        and before == last
        and history.redo_label is None
        and history.undo_label == step_label(last)
    ):
        document.undo()
    give(workspace, wanted)
    workspace.altitude_step = wanted
    workspace.say(f"Reach at {wanted.text}")


def source_choices(workspace: Workspace) -> list[Choice]:
    """Sources of elevation, the one in use marked; one that this machine lacks as well."""
    name = chosen(workspace).terrain
    added = workspace.settings.terrain_sources
    rows = [(NO_TERRAIN, terrain_sources.NONE_TITLE), (COARSE, terrain_sources.COARSE_TITLE)]
    rows += [(source.name, source.name) for source in added]
    if not terrain_sources.is_here(name, added):
        rows.append((name, f"{name} (not on this machine)"))
    return [
        *(Choice(_SOURCE + each, title, checked=each == name) for each, title in rows),
        Choice(_ADD_FILE, "Add a File…"),
        Choice(_ADD_FOLDER, "Add a Folder…"),
    ]


def choose_source(workspace: Workspace, choice: str) -> None:
    """Take a source, or ask for one."""
    match choice:
        case "add-file":
            path = workspace.ask.open_file("Add elevation", (_ELEVATION,), folder_of(workspace))
        case "add-folder":
            path = workspace.ask.open_folder("Add a folder of elevation", folder_of(workspace))
        case _:
            use_source(workspace, choice.removeprefix(_SOURCE))
            return
    if path is not None:
        add_source(workspace, path)


def use_source(workspace: Workspace, name: str) -> None:
    """Draw reach over a source; where published ranges are drawn, when it is switched on."""
    if name not in (NO_TERRAIN, COARSE):
        workspace.terrain.forget(name)  # the files may have changed since
    _change(workspace, replace(chosen(workspace), terrain=name))


def add_source(workspace: Workspace, path: Path) -> None:
    """Add elevation from a file or folder to this machine's sources, and use it."""
    settings = workspace.settings
    try:
        source = answered(
            workspace,
            path.name,
            lambda: terrain_sources.new_source(path, settings.terrain_sources),
        )
    except NotAnsweredError as error:
        workspace.say(str(error))
        return
    except TerrainFileError as error:
        workspace.ask.tell("This is no elevation that can be read.", str(error))
        return
    if source not in settings.terrain_sources:
        workspace.set_settings(terrain_sources=(*settings.terrain_sources, source))
    use_source(workspace, source.name)
    workspace.say(f"Added elevation “{source.name}”")


def _change(workspace: Workspace, altitude: Altitude) -> None:
    put_altitude(workspace.document, altitude, on=shown(workspace) is not None)


def _preset(altitude_m: float) -> Callable[[Workspace], None]:
    def run(workspace: Workspace) -> None:
        give(workspace, replace(chosen(workspace), altitude_m=altitude_m))

    return run


def _is_at(altitude_m: float) -> Callable[[Workspace], bool]:
    def test(workspace: Workspace) -> bool:
        return workspace.document.project.altitude_m == altitude_m

    return test


def _count_from(above: Datum) -> Callable[[Workspace], None]:
    def run(workspace: Workspace) -> None:
        _change(workspace, replace(chosen(workspace), above=above))

    return run


def _counts_from(above: Datum) -> Callable[[Workspace], bool]:
    def test(workspace: Workspace) -> bool:
        return workspace.document.project.altitude_above == above

    return test


def _off(workspace: Workspace) -> None:
    give(workspace, None)


def _is_off(workspace: Workspace) -> bool:
    return shown(workspace) is None


def _higher(workspace: Workspace) -> None:
    step(workspace, 1)


def _lower(workspace: Workspace) -> None:
    step(workspace, -1)


def _toggle_bar(workspace: Workspace) -> None:
    if workspace.window is not None:
        workspace.window.show_panel(BAR, shown=not workspace.window.panel_shown(BAR))


def _bar_shown(workspace: Workspace) -> bool:
    return workspace.window is not None and workspace.window.panel_shown(BAR)


def _toggle_comparison(workspace: Workspace) -> None:
    if workspace.comparison is not None:
        workspace.compare(None)
        return
    # Published ranges beside themselves would tell nothing.
    low = replace(chosen(workspace), altitude_m=COMPARED_M)
    workspace.compare(Comparison(right=low if shown(workspace) is None else None))


def _compares(workspace: Workspace) -> bool:
    return workspace.comparison is not None


def _choices(workspace: Workspace) -> Sequence[Choice]:
    return source_choices(workspace)


_MENU = "View/Altitude"
_WORDS = "altitude height horizon line of sight radar reach low level"

ALTITUDE_COMMANDS: tuple[Command, ...] = (
    Command(
        id="view.altitude-bar",
        title="Altitude Bar",
        run=_toggle_bar,
        menu=_MENU,
        shortcut="H",
        icon="altitude",
        enabled=has_window,
        checked=_bar_shown,
        keywords=_WORDS,
        hint="What air defence and sensors see of a target at an altitude",
    ),
    Command(
        id="view.compare-altitudes",
        title="Compare Altitudes",
        run=_toggle_comparison,
        menu=_MENU,
        shortcut="Shift+H",
        icon="compare",
        enabled=has_window,
        checked=_compares,
        keywords=f"{_WORDS} swipe side by side published declared difference ratio area",
        hint="Two altitudes on one map, with a divider that is dragged",
    ),
    Command(
        id="view.altitude.off",
        title="Published Ranges",
        run=_off,
        menu=_MENU,
        group=1,
        checked=_is_off,
        one_of_group=True,
        keywords=f"{_WORDS} off",
    ),
    *(
        Command(
            id=f"view.altitude.{words.lower()}",
            title=f"{words}, {altitude_text(altitude_m)}",
            run=_preset(altitude_m),
            menu=_MENU,
            group=1,
            checked=_is_at(altitude_m),
            one_of_group=True,
            keywords=_WORDS,
        )
        for words, altitude_m in PRESETS
    ),
    Command(
        id="view.altitude-up",
        title="Higher",
        run=_higher,
        menu=_MENU,
        shortcut="Ctrl+PgUp",
        group=2,
        repeats=True,
        keywords=_WORDS,
    ),
    Command(
        id="view.altitude-down",
        title="Lower",
        run=_lower,
        menu=_MENU,
        shortcut="Ctrl+PgDown",
        group=2,
        repeats=True,
        keywords=_WORDS,
    ),
    *(
        Command(
            id=f"view.altitude-above.{above}",
            title=words.capitalize(),
            run=_count_from(above),
            menu=f"{_MENU}/Counted From",
            group=3,
            checked=_counts_from(above),
            one_of_group=True,
            keywords=_WORDS,
        )
        for above, words in DATUM_WORDS.items()
    ),
    Command(
        id="view.terrain",
        title="Terrain",
        run=ask_for_choice("Terrain that hides targets", _choices, choose_source),
        choices=_choices,
        choose=choose_source,
        menu=_MENU,
        group=3,
        keywords=f"{_WORDS} elevation dem hgt dted geotiff srtm",
    ),
)
