"""No picture gets into a project that would be opened without it the next time."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from baltic_desk.app import files, merging, picture_intake
from baltic_desk.app.edit_commands import paste
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.pictures import picture_of, with_picture
from baltic_desk.document.project import Picture
from baltic_desk.io.exchange.geojson import read_geojson, to_geojson
from baltic_desk.io.project import dumps, load, loads
from baltic_desk.symbology.own_picture import MOST_PIXELS
from tests.features import document, unit
from tests.flat_camera import FlatCamera
from tests.fuzz.seeds import png

SIDE_PX = 2048
THAT_FIT = MOST_PIXELS // SIDE_PX**2
FULL = "all pictures together have more than 40 million pixels"


def large(number: int) -> bytes:
    return png(SIDE_PX, SIDE_PX, before=[(b"tEXt", b"a\0%d" % number)])


def picture(number: int) -> Picture:
    data = base64.b64encode(large(number)).decode()
    return Picture(id=f"p{number}", name=f"Large {number}", media="image/png", data=data)


@pytest.fixture(scope="module")
def pictures() -> tuple[Picture, ...]:
    return tuple(map(picture, range(THAT_FIT + 2)))


@pytest.fixture
def full(workspace: Workspace, pictures: tuple[Picture, ...]) -> Workspace:
    """A project that has as many pictures as it may."""
    with workspace.document.edit("Add pictures") as change:
        for each in pictures[:THAT_FIT]:
            change.put(each)
    return workspace


def elsewhere(picture: Picture) -> bytes:
    """A unit with a picture, as another project gives it away."""
    return to_geojson((with_picture(unit("other"), picture.id),), (picture,))


def opens_whole(workspace: Workspace) -> None:
    loaded = loads(dumps(workspace.document))
    assert loaded.problems == ()
    assert len(loaded.document.pictures()) == len(workspace.document.pictures())


def test_an_import_leaves_out_the_picture_that_has_no_room_and_says_so(
    full: Workspace, pictures: tuple[Picture, ...], tmp_path: Path
) -> None:
    path = tmp_path / "other.geojson"
    path.write_bytes(elsewhere(pictures[THAT_FIT]))
    assert files.import_file(full, path)
    assert [problem.text for problem in full.problems] == [
        f"with it, {FULL}; the picture is left out"
    ]
    assert "1 thing was not taken over as they were" in full.message
    assert [picture_of(feature) for feature in full.document.features()] == [None]
    opens_whole(full)


def test_pasting_leaves_out_the_picture_that_has_no_room_and_says_so(
    full: Workspace, pictures: tuple[Picture, ...]
) -> None:
    assert full.clipboard is not None
    full.clipboard.write(elsewhere(pictures[THAT_FIT]).decode())
    paste(full)
    assert full.message.endswith(f" 1 picture is left out: with it, {FULL}.")
    assert [picture_of(feature) for feature in full.document.features()] == [None]
    opens_whole(full)


def test_a_picture_that_is_there_already_needs_no_room(
    full: Workspace, pictures: tuple[Picture, ...], tmp_path: Path
) -> None:
    assert full.clipboard is not None
    full.clipboard.write(elsewhere(replace(pictures[0], id="again")).decode())
    paste(full)
    assert [picture_of(feature) for feature in full.document.features()] == ["p0"]
    path = tmp_path / "again.png"
    path.write_bytes(base64.b64decode(pictures[1].data))
    with full.document.edit("Make it as it is taken in") as change:
        taken = picture_intake.read_picture(full, path, instead_of=pictures[1])
        assert taken is not None
        change.put(replace(pictures[1], data=taken.data))
    assert picture_intake.read_picture(full, path) is not None
    opens_whole(full)


def test_a_file_is_not_taken_as_a_picture_where_there_is_no_room_but_may_replace_one(
    full: Workspace, ask: Any, tmp_path: Path
) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(png(SIDE_PX, SIDE_PX, rows=(b"\0" + b"\x10" * SIDE_PX) * SIDE_PX))
    ask.will_answer(None)
    assert not picture_intake.place_file(full, path, (21.0, 56.0))
    assert f"With it, {FULL}." in ask.asked[0]
    ask.will_answer(path)
    assert picture_intake.replace_picture(full, full.document.pictures()[0])
    opens_whole(full)


def test_a_picture_that_cannot_be_drawn_is_not_imported() -> None:
    bad = Picture(id="p", name="Bad", media="image/png", data="AAAA")
    imported = read_geojson(elsewhere(bad), "Other")
    assert imported.pictures == ()
    assert [problem.text for problem in imported.problems] == [
        "it is neither a PNG nor an SVG picture; the picture is left out"
    ]


def test_a_merge_that_would_leave_a_picture_no_room_is_not_made(
    ask: Any, pictures: tuple[Picture, ...], tmp_path: Path
) -> None:
    path = tmp_path / "plan.geojson"
    path.write_bytes(dumps(document(unit("u"))))
    desk = Workspace(ask, FlatCamera(), keep=lambda _settings: None)
    assert files.load_file(desk, path)
    theirs = load(path).document
    with theirs.edit("Add pictures") as change:
        for each in pictures[2:]:
            change.put(each)
    path.write_bytes(dumps(theirs))
    with desk.document.edit("Add pictures") as change:
        for each in pictures[:2]:
            change.put(each)
    assert merging.begin(desk)
    ask.will_answer(None)
    assert not merging.apply(desk)
    assert FULL in ask.asked[-1]
    assert desk.merging is not None
    assert len(desk.document.pictures()) == 2


def test_what_of_a_paste_is_left_out_is_told(workspace: Workspace) -> None:
    assert workspace.clipboard is not None
    bad = Picture(id="p", name="Bad", media="image/png", data="AAAA")
    workspace.clipboard.write(elsewhere(bad).decode())
    paste(workspace)
    assert workspace.message.endswith(" 1 thing was not taken over as they were.")
    assert [problem.text for problem in workspace.problems] == [
        "it is neither a PNG nor an SVG picture; the picture is left out"
    ]
    opens_whole(workspace)
