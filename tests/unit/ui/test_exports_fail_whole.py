"""Whatever fails while an export is written, there is the old file or none, and a sentence."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from baltic_desk.document.student_copy import student_copy
from baltic_desk.ui.export import slide_files
from baltic_desk.ui.export.application import offscreen_application
from baltic_desk.ui.export.drawing import Steps
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.image import Means, export_steps, own_means
from baltic_desk.ui.export.slide_files import SlideShow, slide_file_steps
from baltic_desk.ui.export.writing import write
from tests.exports import SMALL, run, taught
from tests.lessons import lesson

NAMES = ("map.png", "map.svg", "map.pdf", "map.tif", "slides.pptx", "slides.pdf")
FAULTS = ((errno.ENOSPC, "disk is full"), (errno.EACCES, "not allowed"), (errno.EIO, "error"))


@pytest.fixture(scope="module")
def means() -> Iterator[Means]:
    with offscreen_application():
        yield own_means()


@pytest.fixture(autouse=True)
def small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slide_files, "PICTURE_PX", 308)


def steps_to(out: Path, means: Means) -> Steps:
    if out.stem == "slides":
        return slide_file_steps(lesson(4), out, SlideShow(SMALL), means)
    picture = replace(SMALL, world_file=out.suffix in (".png", ".tif"))
    return export_steps(lesson(4), out, picture, means)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("old", [b"", b"what was there"])
def test_a_write_that_fails_leaves_what_was_there(
    means: Means, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: bytes
) -> None:
    out = tmp_path / name
    if old:
        for path in (out, out.with_suffix(".prj")):
            path.write_bytes(old)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    system_write = os.write
    for code, sentence in FAULTS:
        written = 0

        def failing(descriptor: int, data: bytes, code: int = code) -> int:
            nonlocal written
            written += 1
            if written > 1 or len(data) > 2000:  # small files beside it may still have got through
                raise OSError(code, os.strerror(code))
            return system_write(descriptor, data)

        with monkeypatch.context() as patch:
            patch.setattr(os, "write", failing)
            with pytest.raises(ExportError, match=sentence) as raised:
                run(steps_to(out, means))
        assert out.stem in str(raised.value)
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_that_vanishes_meanwhile_is_said(means: Means, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    steps = steps_to(folder / name, means)
    next(steps)
    folder.rmdir()
    with pytest.raises(ExportError, match="folder is not there"):
        run(steps)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("call", ["open", "write", "fsync", "read", "lseek"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_of_several_files_all_appear_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    files = {tmp_path / f"map.{end}": b"new " * 9 for end in ("png", "pgw", "prj")}
    (tmp_path / "map.pgw").write_bytes(b"old")
    system_call: Callable[..., object] = getattr(os, call)
    count = 0

    def failing(*arguments: object, **options: object) -> object:
        nonlocal count
        count += 1
        if count == number:
            raise OSError(errno.ENOSPC, "full")
        return system_call(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing)
        with pytest.raises(ExportError, match="disk is full"):
            write(files)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"map.pgw": b"old"}
    write(files)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["map.pgw", "map.png", "map.prj"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_name_that_is_not_given_leaves_no_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    files = {tmp_path / f"map.{end}": b"new" for end in ("png", "pgw", "prj")}
    replace_file, count = Path.replace, 0

    def failing(self: Path, to: Path) -> Path:
        nonlocal count
        count += 1
        if count == number:
            raise OSError(errno.EACCES, "held")
        return replace_file(self, to)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing)
        with pytest.raises(ExportError, match="not allowed"):
            write(files)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["map.png", "map.tif", "map.svg"])
def test_a_students_picture_is_that_of_a_project_without_the_rest(
    means: Means, tmp_path: Path, name: str
) -> None:
    made: list[bytes] = []
    for document in (taught(), lesson(4)):
        copy, _ = student_copy(document)
        run(export_steps(copy, tmp_path / name, SMALL, means))
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    run(export_steps(taught(), tmp_path / name, SMALL, means))
    assert (tmp_path / name).read_bytes() != made[0]
