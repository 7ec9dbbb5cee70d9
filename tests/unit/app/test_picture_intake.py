from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from baltic_desk.app import picture_intake
from baltic_desk.app.edit_commands import paste
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Unit
from baltic_desk.document.pictures import picture_of, uses
from tests.features import unit

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="9" height="9"/></svg>'
)


def png(width: int = 4, height: int = 3) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        told = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + told

    rows = (b"\0" + b"\x10\x20\x30\xff" * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def svg_file(tmp_path: Path) -> Path:
    path = tmp_path / "Radar van.svg"
    path.write_text(SVG)
    return path


def put(workspace: Workspace, *features: Any) -> None:
    overlay = workspace.session.active_overlay
    with workspace.document.edit("Put") as change:
        for feature in features:
            moved = unit(feature.id, overlay=overlay or "")
            change.put(moved)
    workspace.session.select(feature.id for feature in features)


def test_a_picture_is_taken_up_to_be_placed_by_a_click(
    workspace: Workspace, ask: Any, svg_file: Path
) -> None:
    ask.will_answer(svg_file)
    workspace.run("insert.own-picture")
    assert workspace.controller.state.tool == "place"
    (picture,) = workspace.document.pictures()
    assert picture.name == "Radar van"
    for letter in "54.7 20.5":
        workspace.controller.key("text", letter)
    workspace.controller.key("enter")
    (placed,) = workspace.document.features()
    assert picture_of(placed) == picture.id


def test_selected_units_are_drawn_with_the_picture_in_one_step(
    workspace: Workspace, ask: Any, svg_file: Path
) -> None:
    put(workspace, unit("a"), unit("b"))
    ask.will_answer(svg_file)
    workspace.run("insert.own-picture")
    assert list(uses(workspace.document).values()) == [2]
    assert workspace.message == "Drew 2 units with the picture Radar van."
    workspace.document.undo()
    assert uses(workspace.document) == {}
    assert workspace.document.pictures() == ()


def test_a_dropped_picture_stands_where_it_was_dropped(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "dot.png"
    path.write_bytes(png())
    assert picture_intake.place_file(workspace, path, (21.0, 56.0))
    (placed,) = workspace.document.features()
    assert placed.geometry.coordinates == (21.0, 56.0)
    assert workspace.session.selection == (placed.id,)
    assert workspace.document.undo() == "Place dot"
    assert workspace.document.pictures() == ()


def test_a_picture_that_is_refused_says_why_and_changes_nothing(
    workspace: Workspace, ask: Any, tmp_path: Path
) -> None:
    path = tmp_path / "bad.svg"
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
    ask.will_answer(None)
    assert not picture_intake.place_file(workspace, path, (21.0, 56.0))
    assert "scripts are not run" in ask.asked[0]
    assert workspace.document.history.undo_label is None


def test_pasted_svg_text_is_a_picture_and_pasted_geojson_is_not(workspace: Workspace) -> None:
    assert workspace.clipboard is not None
    workspace.clipboard.write(SVG)
    paste(workspace)
    assert len(workspace.document.pictures()) == 1
    assert workspace.document.history.undo_label == "Paste picture"


def test_a_pasted_image_is_placed_in_the_middle_of_the_view(workspace: Workspace) -> None:
    workspace.clipboard.picture = png()  # type: ignore[union-attr]
    paste(workspace)
    (placed,) = workspace.document.features()
    assert placed.geometry.coordinates == workspace.camera.center()
    (picture,) = workspace.document.pictures()
    assert base64.b64decode(picture.data) == png()


def test_copied_units_bring_their_picture_to_another_project(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "dot.png"
    path.write_bytes(png())
    picture_intake.place_file(workspace, path, (21.0, 56.0))
    workspace.run("edit.copy")
    from baltic_desk.app.workspace import empty_document

    workspace.adopt(empty_document())
    workspace.run("edit.paste")
    (pasted,) = workspace.document.features()
    assert workspace.document.picture(picture_of(pasted) or "") is not None


def test_a_duplicate_has_the_same_picture(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "dot.png"
    path.write_bytes(png())
    picture_intake.place_file(workspace, path, (21.0, 56.0))
    workspace.run("edit.duplicate")
    assert list(uses(workspace.document).values()) == [2]


@pytest.fixture
def pictured(workspace: Workspace, svg_file: Path) -> Workspace:
    picture_intake.place_file(workspace, svg_file, (21.0, 56.0))
    return workspace


def test_the_list_of_pictures_renames_removes_and_selects(pictured: Workspace, ask: Any) -> None:
    (picture,) = pictured.document.pictures()
    ask.will_answer((picture.id, "rename"), "Van", (picture.id, "show"))
    pictured.session.clear()
    pictured.run("insert.manage-pictures")
    assert pictured.document.pictures()[0].name == "Van"
    assert len(pictured.session.selection) == 1
    ask.will_answer((picture.id, "remove"))
    pictured.run("insert.manage-pictures")
    assert pictured.document.pictures() == ()
    (placed,) = pictured.document.features()
    assert picture_of(placed) is None
    pictured.document.undo()
    assert len(pictured.document.pictures()) == 1


def test_unused_pictures_stay_until_they_are_removed(pictured: Workspace, ask: Any) -> None:
    pictured.run("edit.delete")
    (picture,) = pictured.document.pictures()
    ask.will_answer((picture.id, "unused"))
    pictured.run("insert.manage-pictures")
    assert pictured.document.pictures() == ()


def test_a_replaced_picture_is_drawn_wherever_the_old_one_was(
    pictured: Workspace, ask: Any, tmp_path: Path
) -> None:
    (old,) = pictured.document.pictures()
    path = tmp_path / "dot.png"
    path.write_bytes(png())
    ask.will_answer((old.id, "replace"), path, None)
    pictured.run("insert.manage-pictures")
    (new,) = pictured.document.pictures()
    assert (new.id, new.name, new.media) == (old.id, old.name, "image/png")


def test_units_get_their_standard_symbols_back_by_choice(pictured: Workspace) -> None:
    from baltic_desk.app.commands import command

    chosen = command("edit.unit-picture")
    assert chosen.choices is not None
    assert chosen.choose is not None
    titles = [choice.title for choice in chosen.choices(pictured)]
    assert titles == ["Standard Symbol", "Radar van", "From a File…"]
    chosen.choose(pictured, "standard")
    (placed,) = pictured.document.features()
    assert isinstance(placed.properties, Unit)
    assert placed.properties.picture is None
