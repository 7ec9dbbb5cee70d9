"""Whichever call of the system fails during an export, what was there stays, or all is new.

Each way out of the program into a file is gone through as a person goes it: the command, the
answers to its questions, the sentence at the end. For each the N-th call of the operating system
fails, with each error, and the process dies there, for every N.
"""

# ruff: noqa: ARG002  (the fake answers without looking at what it is shown)

from __future__ import annotations

import csv
import errno
import json
import shutil
import zipfile
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from inspect import isgeneratorfunction
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace
from PIL import Image
from PySide6.QtWidgets import QApplication

from baltic_desk.app import audience_commands
from baltic_desk.app.exercise_check import exercise_with
from baltic_desk.app.protocols import Choice
from baltic_desk.document.document import Document
from baltic_desk.document.layout import Layout
from baltic_desk.document.lesson import Task
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Entry
from baltic_desk.io.project import loads
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.export import choices, image, slide_files, viewer
from baltic_desk.ui.export.sheet import canvas, made, pages
from baltic_desk.ui.failure import FailureReport
from baltic_desk.ui.panels.coverage_routes import RoutesPage
from baltic_desk.ui.sheets import maker
from tests.broken_disk import BrokenDisk, Died
from tests.conftest import ScriptedAsk
from tests.faults import ERRORS
from tests.features import unit
from tests.lessons import lesson

# The thread that keeps a claim dies with the process, too.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")

OLD = b"what was there before " * 500


class ToldAsk(ScriptedAsk):
    """What is told needs no answer; it is kept. Of choices the simplest is taken."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def tell(self, message: str, detail: str = "") -> None:
        self.told.append(f"{message} {detail}")

    def choose(self, question: str, detail: str, choices: Sequence[Choice]) -> str | None:
        return "96" if choices[-1].id == "96" else choices[0].id


@pytest.fixture
def ask() -> ToldAsk:
    """In place of the usual: a sentence is what is looked for."""
    return ToldAsk()


@pytest.fixture
def lesson_desk(desk: DeskWindow, monkeypatch: pytest.MonkeyPatch) -> DeskWindow:
    monkeypatch.setattr(slide_files, "PICTURE_PX", 308)
    for module, name in DRAWING:
        monkeypatch.setattr(module, name, drawn_once(getattr(module, name)))
    desk.workspace.adopt(lesson(4))
    desk.window.resize(420, 340)
    for layer in ("relief", "roads", "railways", "places"):
        desk.workspace.run(f"view.layer.{layer}")
    QApplication.processEvents()
    return desk


DRAWING = (
    (image, "picture_steps"),
    (slide_files, "_pptx_steps"),
    (slide_files, "pdf_steps"),
    (audience_commands, "student_file_in_steps"),
    (choices, "document_for"),
    (viewer, "for_audience"),
    (viewer, "viewer_data"),
    (viewer, "page"),
    (made, "made_steps"),
    (pages, "data_steps"),
    (pages, "page_steps"),
    (pages, "pages_steps"),
    (canvas.SvgCanvas, "data"),
    (maker.SheetFiles, "problems"),
)
"""What draws: it touches no file that is exported to, as the count of calls shows, and takes all
the time. So it is gone through once, and gives the same again."""


def drawn_once(draw: Callable[..., Any]) -> Callable[..., Any]:
    kept: dict[str, Any] = {}

    def steps(*given: Any, **options: Any) -> Generator[Any, None, Any]:
        if str(options) not in kept:
            kept[str(options)] = yield from draw(*given, **options)
        return kept[str(options)]

    def value(*given: Any, **options: Any) -> Any:
        if str(options) not in kept:
            kept[str(options)] = draw(*given, **options)
        return kept[str(options)]

    return steps if isgeneratorfunction(draw) else value


def is_whole(path: Path) -> bool:
    """Whether a reader of that sort of file gets to its end."""
    data = path.read_bytes()
    match path.suffix:
        case ".png" | ".tif":
            with Image.open(BytesIO(data)) as image:
                image.load()
        case ".svg":
            ElementTree.fromstring(data)
        case ".pdf":
            return data.startswith(b"%PDF") and data.rstrip().endswith(b"%%EOF")
        case ".pptx":
            with zipfile.ZipFile(BytesIO(data)) as archive:
                return archive.testzip() is None
        case ".html":
            return data.rstrip().endswith(b"</html>")
        case ".geojson":
            loads(data)
        case ".json":
            json.loads(data)
        case ".csv":
            return len(list(csv.reader(StringIO(data.decode("utf-8-sig"))))) > 1
        case ".txt":
            return data.count(b"division by zero") == 50 and b"The end of the log" in data
        case _:
            return len(data.splitlines()) in (1, 6)
    return True


@dataclass(frozen=True)
class Way:
    """A way into a file: what is to be answered, what is run, which files come of it."""

    files: tuple[str, ...]
    answers: Callable[[Path], tuple[object, ...]]
    run: Callable[[DeskWindow], object]


def command(command_id: str) -> Callable[[DeskWindow], None]:
    return lambda desk: desk.workspace.run(command_id)


def exported(name: str, **answers: str) -> Way:
    placed = {".png": (".pgw", ".prj"), ".tif": (".tfw", ".prj")}.get(Path(name).suffix, ())
    files = (name, *(Path(name).stem + end for end in placed))
    small = {"size": "120x80", "dpi": "96", "world_file": "yes"} if placed else {}
    given = {"audience": "student", **small, **answers}
    if name.endswith(".html"):
        return Way(files, lambda out: (out / name,), command("file.export"))
    return Way(files, lambda out: (out / name, given), command("file.export"))


def sheet(name: str, *files: str, **changes: Any) -> Way:
    """A sheet, or a series of them."""

    def run(desk: DeskWindow) -> None:
        workspace = desk.workspace
        if not workspace.document.layouts():
            usual = {"scale": 8_000_000.0, "lon": 22.0, "lat": 56.0, "grid": "none"}
            layout = Layout(id="l", name="Sheet", paper="A4", **{**usual, **changes})
            with workspace.document.edit("Lay out") as change:
                change.put(layout)
        workspace.run("sheet.export")

    return Way(files or (name,), lambda out: (out / name,), run)


def exercise(desk: DeskWindow) -> None:
    """Compare with answers, and write the table of it."""
    workspace = desk.workspace
    if workspace.exercise is None:
        workspace.adopt(of_task("solution", "answer"))
        answers = of_task("mine", "everyone")
        workspace.show_exercise(exercise_with(workspace.document, answers, Path("answers")))
    workspace.run("exercise.export")


def exposure(desk: DeskWindow) -> None:
    """Write the table of a route, from the panel."""
    desk.window.show_panel("coverage", shown=True)
    (page,) = desk.window.findChildren(RoutesPage)
    page._write("Export exposure", "table.csv", lambda: "route,km\nA,12\n")


def failed(desk: DeskWindow) -> None:
    """Save the report of a fault of the program."""
    ask = desk.workspace.ask
    assert isinstance(ask, ToldAsk)
    report = FailureReport(ask)
    report._save("ZeroDivisionError: division by zero\n" * 50)
    desk.workspace.say("Saved.")


WAYS = {
    "PNG with world file": exported("map.png"),
    "GeoTIFF": exported("map.tif"),
    "SVG": exported("map.svg"),
    "PDF": exported("map.pdf", pages="view"),
    "slides": exported("slides.pptx"),
    "PDF of steps": exported("steps.pdf", pages="notes"),
    "viewer": exported("viewer.html"),
    "sheet as PDF": sheet("sheet.pdf"),
    "sheet as SVG": sheet("sheet.svg"),
    "sheet as PNG": sheet("sheet.png"),
    "sheets of a series as SVG": sheet(
        "sheet.svg",
        "sheet 1.svg",
        "sheet 2.svg",
        series=True,
        scale=1_000_000.0,
        area_width_m=300e3,
        area_height_m=100e3,
    ),
    "student copy": Way(
        ("student.geojson",),
        lambda out: (lambda rows: (rows[0].id, "write"), out / "student.geojson"),
        command("file.student-copy"),
    ),
    "table of a comparison": Way(("t.csv",), lambda out: (out / "t.csv",), exercise),
    "table of exposure": Way(("table.csv",), lambda out: (out / "table.csv",), exposure),
    "report of a fault": Way(("report.txt",), lambda out: (out / "report.txt",), failed),
}


def of_task(feature_id: str, audience: str) -> Document:
    """A project in which something answers a task, or is the solution."""
    made = unit(feature_id, name="HQ")
    answer = replace(made, properties=replace(made.properties, answers_task="t"))
    records = (Overlay(id="o", audience=audience), answer, Task(id="t", title="Where?"))
    return Document([Entry(record, float(rank)) for rank, record in enumerate(records, start=1)])


def prepared(out: Path, way: Way, *, old: bool) -> None:
    out.mkdir()
    for name in way.files if old else ():
        (out / name).write_bytes(OLD)


def gone(desk: DeskWindow, ask: ToldAsk, out: Path, way: Way, disk: BrokenDisk) -> bool:
    """Go the way once; whether the process lived. What is said last is in `ask.told`, or the
    workspace's message."""
    ask.answers.clear()
    ask.told.clear()
    desk.workspace.message = ""
    ask.will_answer(*way.answers(out))
    with disk:
        try:
            way.run(desk)
        except Died:
            return False
    return True


@pytest.mark.parametrize("old", [True, False], ids=["over an old file", "a new file"])
@pytest.mark.parametrize("name", WAYS)
def test_what_was_there_stays_or_all_is_new(
    lesson_desk: DeskWindow, ask: ToldAsk, tmp_path: Path, name: str, old: bool
) -> None:
    tried = tried_everywhere(
        lesson_desk, ask, tmp_path, WAYS[name], old, lambda at: (ERRORS[at % len(ERRORS)], None)
    )
    print(f"{name}: {tried} faults and deaths")


@pytest.mark.faults_long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("old", [True, False], ids=["over an old file", "a new file"])
@pytest.mark.parametrize("name", WAYS)
def test_with_every_error_at_every_call(
    lesson_desk: DeskWindow, ask: ToldAsk, tmp_path: Path, name: str, old: bool
) -> None:
    tried = tried_everywhere(lesson_desk, ask, tmp_path, WAYS[name], old, lambda _: (*ERRORS, None))
    print(f"{name}: {tried} faults and deaths")


def tried_everywhere(
    desk: DeskWindow,
    ask: ToldAsk,
    folder: Path,
    way: Way,
    old: bool,
    errors: Callable[[int], tuple[int | None, ...]],
) -> int:
    """Go a way once for each call and what happens in it (None is death); how often."""
    out = folder / "none"
    prepared(out, way, old=old)
    count = BrokenDisk(out)
    assert gone(desk, ask, out, way, count)
    assert ask.told == []
    assert sorted(path.name for path in out.iterdir()) == sorted(way.files)
    assert all(is_whole(path) for path in out.iterdir())
    whole = {path.name: path.read_bytes() for path in out.iterdir()}
    assert count.calls > 6
    again = BrokenDisk(folder / "again")
    prepared(folder / "again", way, old=old)
    assert gone(desk, ask, folder / "again", way, again)
    assert again.calls == count.calls, "what is drawn anew touches no file"
    tried = 0
    for at in range(1, count.calls + 1):
        for error in errors(at):
            tried += 1
            out = folder / f"{at}-{error}"
            prepared(out, way, old=old)
            disk = BrokenDisk(out, at, error)
            lived = gone(desk, ask, out, way, disk)
            happened = errno.errorcode[error] if error else "death"
            what = f"{happened} in call {at} of {count.calls}, {disk.failed}"
            # A death in the thread that keeps claims ends that thread alone.
            died = error is None or not lived
            check(out, whole, old=old, may_litter=died or disk.failed == "unlink", what=what)
            if not died:
                assert len(ask.told) == 1 or desk.workspace.message, what
                assert not (ask.told and old and not all_old(out, way)), what
            shutil.rmtree(out)
    return tried


def all_old(out: Path, way: Way) -> bool:
    return all((out / name).read_bytes() == OLD for name in way.files)


def check(out: Path, whole: Mapping[str, bytes], *, old: bool, may_litter: bool, what: str) -> None:
    """Each file is there as it was or is new and whole; nothing else lies about.

    But for a claim on it, which ends with its process if it cannot be taken back.
    """
    names = {path.name for path in out.iterdir() if not path.name.startswith(".~lock.")}
    hidden = {name for name in names if name.startswith(".~")}
    assert may_litter or not hidden, what
    assert names - hidden <= set(whole), what
    if old:
        assert set(whole) <= names, what
    for name in names - hidden:
        data = (out / name).read_bytes()
        assert (old and data == OLD) or data == whole[name], f"{what}: {name}"
