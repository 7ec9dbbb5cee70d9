"""Commands of the altitude that reach is drawn for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from baltic_desk.app.altitude_commands import (
    choose_source,
    source_choices,
    step,
    use_source,
)
from baltic_desk.app.commands import command
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.altitude import Altitude, altitude_of, put_altitude
from tests.elevation_files import geotiff


def shown(workspace: Workspace) -> Altitude | None:
    return altitude_of(workspace.document.project)


def steps(workspace: Workspace) -> int:
    return len(workspace.document.history.labels[0])


def ticked(workspace: Workspace) -> list[str]:
    return [choice.title for choice in source_choices(workspace) if choice.checked]


def test_a_preset_is_one_step_and_is_ticked(workspace: Workspace) -> None:
    workspace.run("view.altitude.sea-skimmer")
    assert shown(workspace) == Altitude(10.0)
    assert steps(workspace) == 1
    assert command("view.altitude.sea-skimmer").checked(workspace)  # type: ignore[misc]
    assert not command("view.altitude.off").checked(workspace)  # type: ignore[misc]
    workspace.run("view.altitude.off")
    assert shown(workspace) is None


def test_keys_step_through_round_altitudes_in_one_step_of_undo(workspace: Workspace) -> None:
    for _ in range(4):
        workspace.run("view.altitude-up")
    assert shown(workspace) == Altitude(30.0)
    workspace.run("view.altitude-down")
    assert shown(workspace) == Altitude(20.0)
    assert steps(workspace) == 1
    workspace.document.undo()
    assert shown(workspace) is None


def test_steps_apart_from_each_other_are_steps_of_their_own(workspace: Workspace) -> None:
    step(workspace, 1)
    put_altitude(workspace.document, Altitude(3_000.0))
    step(workspace, 1)
    assert shown(workspace) == Altitude(5_000.0)
    assert steps(workspace) == 3


def test_a_step_after_undo_does_not_undo_more(workspace: Workspace) -> None:
    put_altitude(workspace.document, Altitude(100.0))
    step(workspace, 1)
    workspace.document.undo()
    step(workspace, 1)
    assert shown(workspace) == Altitude(150.0)
    assert steps(workspace) == 2


def test_what_altitudes_are_counted_from_does_not_switch_them_on(workspace: Workspace) -> None:
    workspace.run("view.altitude-above.sea")
    assert shown(workspace) is None
    assert workspace.document.project.altitude_above == "sea"
    workspace.run("view.altitude.low")
    assert shown(workspace) == Altitude(100.0, "sea")
    workspace.run("view.altitude-above.ground")
    assert shown(workspace) == Altitude(100.0, "ground")


def test_the_source_in_use_is_ticked_and_one_that_is_not_here_is_told(workspace: Workspace) -> None:
    assert ticked(workspace)[0].startswith("Shipped terrain")
    use_source(workspace, "none")
    assert ticked(workspace) == ["None: smooth earth at sea level"]
    put_altitude(workspace.document, Altitude(10.0, terrain="Lidar"))
    assert ticked(workspace) == ["Lidar (not on this machine)"]


def test_an_added_file_is_kept_on_this_machine_and_used(
    workspace: Workspace, ask: Any, tmp_path: Path
) -> None:
    path = tmp_path / "plateau.tif"
    path.write_bytes(geotiff(np.full((10, 10), 321, np.int16)))
    put_altitude(workspace.document, Altitude(10.0))
    ask.will_answer(path)
    choose_source(workspace, "add-file")
    assert [source.name for source in workspace.settings.terrain_sources] == ["plateau.tif"]
    assert shown(workspace) == Altitude(10.0, terrain="plateau.tif")
    assert ticked(workspace) == ["plateau.tif"]


def test_a_folder_can_be_added(workspace: Workspace, ask: Any, tmp_path: Path) -> None:
    (tmp_path / "heights").mkdir()
    path = tmp_path / "heights" / "plateau.tif"
    path.write_bytes(geotiff(np.full((10, 10), 321, np.int16)))
    ask.will_answer(tmp_path / "heights")
    choose_source(workspace, "add-folder")
    assert workspace.document.project.terrain == "heights"
    ask.will_answer(None)
    choose_source(workspace, "add-folder")
    assert len(workspace.settings.terrain_sources) == 1


def test_what_is_no_elevation_is_told_and_changes_nothing(
    workspace: Workspace, ask: Any, tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no heights")
    ask.will_answer(path, None)
    choose_source(workspace, "add-file")
    assert "notes.txt" in ask.asked[-1]
    assert workspace.settings.terrain_sources == ()
    assert steps(workspace) == 0
