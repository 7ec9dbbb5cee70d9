"""What happens on disks that are really full, read-only or gone: run where mounting is allowed.

    unshare [-Ur] -m python -m tests.disk_cases FOLDER

Each case gets a small file system of its own and prints a line: its name, how often it was tried,
and what was wrong, if anything was.
"""

# ruff: noqa: ARG002  (whoever answers does so without looking)
from __future__ import annotations

import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr
from functools import partial
from io import StringIO
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from baltic_desk.app import files
from baltic_desk.app.autosave import Autosave
from baltic_desk.app.protocols import Choice, FileKind
from baltic_desk.app.workspace import Workspace
from baltic_desk.io.journal import RecoveryJournal
from baltic_desk.io.project import dumps, load
from baltic_desk.io.recovery import crashed_sessions, recover
from baltic_desk.io.save import SaveError, save, save_together
from tests.conftest import ScriptedAsk
from tests.features import unit
from tests.panel_desk import many_units, workspace

PAGE = 4096
OLD, NEW = b"old " * 40_000, b"new! " * 50_000


class Disk:
    """A file system of some size in memory, mounted in a folder."""

    def __init__(self, folder: Path, *, kilobytes: int = 1024, inodes: int = 0) -> None:
        self.folder = folder
        folder.mkdir()
        limits = f"size={kilobytes}k" + (f",nr_inodes={inodes}" if inodes else "")
        mount("-t", "tmpfs", "-o", limits, "tmpfs", str(folder))

    def fill(self, leave_bytes: int = 0) -> None:
        """Leave so many bytes, to the next page."""
        with (self.folder / "filler").open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(PAGE))
            except OSError:
                filler.truncate(max(filler.tell() - leave_bytes, 0))

    def free(self) -> None:
        """Make room."""
        (self.folder / "filler").unlink()

    def names(self) -> set[str]:
        """What else is there."""
        return {path.name for path in self.folder.iterdir()} - {"filler"}

    def read_only(self) -> None:
        """Let nothing be written any more."""
        mount("-o", "remount,ro", str(self.folder))

    def vanish(self) -> None:
        """Go, as a stick that is pulled out: the folder goes with it."""
        subprocess.run(["umount", "-l", str(self.folder)], check=True)
        self.folder.rmdir()


class Person(ScriptedAsk):
    """Says no more than it is told."""

    def __init__(self, elsewhere: Path | None = None) -> None:
        super().__init__()
        self.told: list[str] = []
        self._elsewhere = elsewhere

    def tell(self, message: str, detail: str = "") -> None:
        self.told.append(f"{message} {detail}")

    def choose(self, question: str, detail: str, choices: Sequence[Choice]) -> str | None:
        self.told.append(f"{question} {detail}")
        return None

    def save_file(self, title: str, kinds: Sequence[FileKind], suggestion: Path) -> Path | None:
        return self._elsewhere


def mount(*arguments: str) -> None:
    """Mount something."""
    subprocess.run(["mount", *arguments], check=True, capture_output=True)


def refused(doing: Callable[[], object]) -> str:
    """The sentence that comes instead; empty when it was done."""
    try:
        doing()
    except SaveError as error:
        return error.text
    return ""


def desk_with(path: Path, person: Person, units: int = 300) -> Workspace:
    """A project that was saved there and changed since."""
    desk = workspace(many_units(units))
    desk.ask = person
    desk.bind(path)
    assert files.save(desk), person.told
    with desk.document.edit("Place") as change:
        change.put(unit("new", name="New"))
    return desk


# -- cases: each says how often it was tried ---------------------------------------------------


def save_with_each_amount_of_room(folder: Path) -> int:
    """However little room there is, down to the page, the file is the old or the new one."""
    disk, tried, said = Disk(folder / "disk"), 0, set[str]()
    target = disk.folder / "project.geojson"
    for pages in range(len(NEW) // PAGE * 2 + 4):
        target.write_bytes(OLD)
        disk.fill(pages * PAGE)
        sentence = refused(partial(save, target, NEW, backup=pages % 2 == 0))
        said.add(sentence)
        assert target.read_bytes() == (OLD if sentence else NEW), pages
        assert disk.names() <= {target.name, f"{target.name}~"}, disk.names()
        disk.free()
        tried += 1
    assert said == {"the disk is full", ""}, said
    return tried


def files_that_belong_together_with_each_amount_of_room(folder: Path) -> int:
    """All of them are old, or all new."""
    disk, tried, seen = Disk(folder / "disk"), 0, set[bool]()
    paths = [disk.folder / name for name in ("map.png", "map.pgw", "map.prj")]
    for pages in range(len(NEW) // PAGE + 8):
        for path in paths:
            path.write_bytes(OLD[:200])
        disk.fill(pages * PAGE)
        data = {path: NEW if path.suffix == ".png" else NEW[:200] for path in paths}
        done = not refused(partial(save_together, data))
        assert all(p.read_bytes() == (data[p] if done else OLD[:200]) for p in paths), pages
        assert disk.names() == {path.name for path in paths}, disk.names()
        disk.free()
        seen.add(done)
        tried += 1
    assert seen == {True, False}
    return tried


def save_without_an_inode_left(folder: Path) -> int:
    """A disk that takes no further file."""
    disk = Disk(folder / "disk", inodes=2)
    target = disk.folder / "project.geojson"
    target.write_bytes(OLD)
    assert refused(lambda: save(target, NEW)) == "the disk is full"
    assert target.read_bytes() == OLD
    return 1


def a_project_on_a_full_disk(folder: Path) -> int:
    """The person is told, the work stays to be saved, and is saved when there is room again."""
    disk, person = Disk(folder / "disk"), Person()
    path = disk.folder / "project.geojson"
    desk = desk_with(path, person)
    before = path.read_bytes()
    disk.fill()
    assert not files.save(desk)
    assert len(person.told) == 1, person.told
    assert "full" in person.told[0], person.told
    assert desk.modified
    assert path.read_bytes() == before
    disk.free()
    assert files.save(desk), person.told
    assert not desk.modified
    assert load(path).document.feature("new") is not None
    return 1


def a_project_saved_elsewhere_when_its_disk_is_full(folder: Path) -> int:
    """Save As to where there is room."""
    disk, person = Disk(folder / "disk"), Person(folder / "elsewhere.geojson")
    desk = desk_with(disk.folder / "project.geojson", person)
    disk.fill()
    assert not files.save(desk)
    assert files.save_as(desk), person.told
    assert load(folder / "elsewhere.geojson").document.feature("new") is not None
    return 1


def a_journal_on_a_full_disk(folder: Path) -> int:
    """It says so, disturbs nothing, and has everything as soon as there is room."""
    disk = Disk(folder / "disk", kilobytes=2048)
    document = many_units(500)
    journal = RecoveryJournal(document, folder=disk.folder, pause_s=3600.0)
    tried = 0
    for pages in range(0, 40, 2):
        disk.fill(pages * PAGE)
        for number in range(3):
            with document.edit(f"Place {pages} {number}") as change:
                change.put(unit(f"n{pages}-{number}", name="x" * 5000))
        journal.flush()
        written = journal.warning is None
        assert written or "full" in (journal.warning or ""), journal.warning
        disk.free()
        journal.flush()
        assert journal.warning is None, journal.warning
        tried += 1
    assert recovered(disk.folder, journal) == dumps(document)
    journal.close()
    return tried


def a_journal_that_dies_on_a_full_disk(folder: Path) -> int:
    """What was kept before the disk was full is there, with each amount of room that was left."""
    tried = 0
    for pages in range(0, 30, 3):
        disk = Disk(folder / f"disk{pages}", kilobytes=2048)
        document = many_units(300)
        with document.edit("Begin") as change:
            change.put(unit("begun"))
        journal = RecoveryJournal(document, folder=disk.folder, pause_s=3600.0)
        journal.flush()
        states = [dumps(document)]
        disk.fill(pages * PAGE)
        for number in range(12):
            with document.edit(f"Place {number}") as change:
                change.put(unit(f"n{number}", name="y" * 9000))
            journal.flush()
            states.append(dumps(document))
        assert recovered(disk.folder, journal) in states, pages
        disk.free()
        journal.flush()
        assert recovered(disk.folder, journal) == states[-1]
        journal.close()
        tried += 1
    return tried


def recovered(sessions: Path, journal: RecoveryJournal) -> bytes:
    """What the next start would offer, of a copy: whoever holds the lock is this process."""
    copy = sessions.parent / f"copy of {sessions.name}"
    subprocess.run(["rm", "-rf", str(copy)], check=True)
    (copy / journal.folder.name).mkdir(parents=True)
    for path in journal.folder.iterdir():
        if path.name != "lock":
            (copy / journal.folder.name / path.name).write_bytes(path.read_bytes())
    note = (copy / journal.folder.name / "session.json").read_bytes()
    dead = note.replace(str(os.getpid()).encode(), b"999999")
    (copy / journal.folder.name / "session.json").write_bytes(dead)
    (left,) = crashed_sessions(copy)
    return dumps(recover(left).document)


def a_project_while_the_folder_of_state_is_full(folder: Path) -> int:
    """Nothing can be journaled and no backup kept there; the project itself is saved."""
    disk, person = Disk(folder / "state"), Person()
    os.environ["BALTIC_DESK_STATE"] = str(disk.folder)
    try:
        disk.fill()
        path = folder / "project.geojson"
        desk = desk_with(path, person)
        keeping = Autosave(desk)
        with desk.document.edit("Place") as change:
            change.put(unit("later"))
        keeping.flush()
        assert keeping.warning is not None
        assert "full" in keeping.warning, keeping.warning
        assert files.save(desk), person.told
        assert load(path).document.feature("later") is not None
        disk.free()
        with desk.document.edit("Place") as change:
            change.put(unit("last"))
        keeping.flush()
        assert keeping.warning is None, keeping.warning
        keeping.finish()
    finally:
        os.environ["BALTIC_DESK_STATE"] = str(folder / "own state")
    return 1


def a_project_on_a_disk_that_became_read_only(folder: Path) -> int:
    """As a share or a card with its switch set: said, and nothing changed."""
    disk, person = Disk(folder / "disk"), Person(folder / "elsewhere.geojson")
    path = disk.folder / "project.geojson"
    desk = desk_with(path, person)
    before = path.read_bytes()
    disk.read_only()
    assert not files.save(desk)
    assert "read-only" in " ".join(person.told), person.told
    assert path.read_bytes() == before
    assert desk.modified
    assert files.save_as(desk), person.told
    return 1


def a_project_whose_disk_went(folder: Path) -> int:
    """The stick was pulled out: said, the work stays, and can be saved elsewhere."""
    disk, person = Disk(folder / "disk"), Person(folder / "elsewhere.geojson")
    desk = desk_with(disk.folder / "project.geojson", person)
    disk.vanish()
    assert not files.save(desk)
    assert "folder" in " ".join(person.told), person.told
    assert desk.modified
    assert not files.changed_on_disk(desk)
    assert files.save_as(desk), person.told
    assert load(folder / "elsewhere.geojson").document.feature("new") is not None
    return 1


def exports_on_a_full_disk(folder: Path) -> int:
    """Each sort of file that the command line makes: a sentence, and the file that was there."""
    from baltic_desk.cli import main
    from tests.lessons import lesson

    disk = Disk(folder / "disk", kilobytes=512)
    project = folder / "lesson.geojson"
    project.write_bytes(dumps(lesson(4)))
    small = ("--size", "320x200")
    ways = {
        "map.png": ("render", str(project), *small, "--world-file"),
        "map.tif": ("render", str(project), *small),
        "map.svg": ("render", str(project), *small),
        "map.pdf": ("render", str(project), *small),
        "slides.pptx": ("render", str(project)),
        "viewer.html": ("render", str(project)),
        "sheet.pdf": ("render", str(project), "--sheet", "A5", "--scale", "8000000"),
        "student.geojson": ("student", str(project)),
        "new.geojson": ("new",),
        "symbol.svg": ("symbol", "10031000161211020000"),
    }
    for name, arguments in ways.items():
        out = disk.folder / name
        command, *rest = arguments
        given = [command, str(out)] if command == "new" else [command, *rest, "-o", str(out)]
        out.write_bytes(OLD[:2000])
        disk.fill()
        said = StringIO()
        with redirect_stderr(said):
            code = main(given)
        assert code == 1, (name, code, said.getvalue())
        assert "full" in said.getvalue(), (name, said.getvalue())
        assert out.read_bytes() == OLD[:2000], name
        assert disk.names() == {name}, disk.names()
        disk.free()
        out.unlink()
    return len(ways)


CASES: tuple[Callable[[Path], int], ...] = (
    save_with_each_amount_of_room,
    files_that_belong_together_with_each_amount_of_room,
    save_without_an_inode_left,
    a_project_on_a_full_disk,
    a_project_saved_elsewhere_when_its_disk_is_full,
    a_journal_on_a_full_disk,
    a_journal_that_dies_on_a_full_disk,
    a_project_while_the_folder_of_state_is_full,
    a_project_on_a_disk_that_became_read_only,
    a_project_whose_disk_went,
    exports_on_a_full_disk,
)


def main(folder: Path) -> None:
    """Try all cases, and print what came of them."""
    for part in ("STATE", "CONFIG", "CACHE"):
        os.environ[f"BALTIC_DESK_{part}"] = str(folder / f"own {part.lower()}")
    for case in CASES:
        place = folder / case.__name__
        place.mkdir()
        try:
            print(case.__name__, case(place), "", sep="\t", flush=True)
        except Exception:  # noqa: BLE001 - it is told, and the other cases are tried
            wrong = traceback.format_exc().replace("\n", "¶")
            print(case.__name__, 0, wrong, sep="\t", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
