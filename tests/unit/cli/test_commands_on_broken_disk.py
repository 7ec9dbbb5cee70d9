"""Whichever call of the system fails while a command writes: old file or new, and a sentence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from baltic_desk.cli import main
from baltic_desk.document.feature import Feature
from baltic_desk.io.project import dumps
from tests.broken_disk import BrokenDisk, Died
from tests.faults import ERRORS
from tests.features import document, ring
from tests.lessons import lesson

OLD = b"what was there before " * 100
_LIST = "10031000161211020000\n10061000161211000000\n"


def given(folder: Path, name: str) -> Path:
    """A file to begin with, outside the folder that is written to."""
    path = folder / name
    if not path.exists():
        made = {
            "lesson.geojson": lambda: dumps(lesson(4)),
            "rings.geojson": lambda: dumps(document(of_class(ring("r", radius_m=60_000.0)))),
            "list.txt": lambda: _LIST.encode(),
        }
        path.write_bytes(made[name]())
    return path


def of_class(made: Feature) -> Feature:
    return replace(made, properties=replace(made.properties, ring_class="air-defence"))


COMMANDS: dict[str, tuple[tuple[str, ...], Callable[[Path, Path], list[str]]]] = {
    "new": (("n.geojson",), lambda _, out: ["new", str(out / "n.geojson")]),
    "student": (
        ("s.geojson",),
        lambda folder, out: [
            "student", str(given(folder, "lesson.geojson")), "-o", str(out / "s.geojson"),
        ],
    ),
    "coverage": (
        ("c.geojson",),
        lambda folder, out: [
            "coverage", str(given(folder, "rings.geojson")), "--altitude", "100",
            "--terrain", "none", "-o", str(out / "c.geojson"),
        ],
    ),
    "symbol": (
        ("s.svg",), lambda _, out: ["symbol", "10031000161211020000", "-o", str(out / "s.svg")]
    ),
    "symbols": (
        ("10031000161211020000.svg", "10061000161211000000.svg"),
        lambda folder, out: ["symbols", str(given(folder, "list.txt")), "-o", str(out)],
    ),
}  # fmt: skip


def ran(arguments: list[str], disk: BrokenDisk) -> int | None:
    """The exit code; None when the process died."""
    with disk:
        try:
            return main(arguments)
        except Died:
            return None


@pytest.mark.parametrize("old", [True, False], ids=["over an old file", "a new file"])
@pytest.mark.parametrize("name", COMMANDS)
def test_what_was_there_stays_or_all_is_new(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, old: bool
) -> None:
    files, arguments = COMMANDS[name]
    if old and name == "new":
        return  # it never writes over a file

    def prepared(label: str) -> Path:
        out = tmp_path / label
        out.mkdir()
        for file in files if old else ():
            (out / file).write_bytes(OLD)
        return out

    out = prepared("none")
    count = BrokenDisk(out)
    assert ran(arguments(tmp_path, out), count) == 0, capsys.readouterr().err
    whole = {path.name: path.read_bytes() for path in out.iterdir() if path.name in files}
    assert set(whole) == set(files)
    assert count.calls > 6
    sizes = {path.name: len(path.read_bytes()) for path in out.iterdir()}
    tried = 0
    for at in range(1, count.calls + 1):
        for error in (ERRORS[at % len(ERRORS)], None):
            tried += 1
            out = prepared(f"{at}-{error}")
            disk = BrokenDisk(out, at, error)
            code = ran(arguments(tmp_path, out), disk)
            said = capsys.readouterr().err
            what = f"{error} in call {at} of {count.calls}, {disk.failed}"
            assert code in (0, 1, 2, None), what
            assert not code or said.strip(), f"{what}: nothing was said"
            for path in out.iterdir():
                if path.name.startswith(".~lock."):
                    continue  # a claim, which ends with its process
                if path.name.startswith(".~"):
                    assert code is None or disk.failed == "unlink", f"{what}: {path.name}"
                else:
                    data = path.read_bytes()
                    there = data == OLD or len(data) == sizes.get(path.name)
                    assert there, f"{what}: {path.name}"
            shutil.rmtree(out)
    print(f"{name}: {tried} faults and deaths")
