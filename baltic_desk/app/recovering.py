"""What a person may do with what crashed sessions left.

Nothing of lost work is read before the person has chosen it: what made the program end once may do
so again, and then it must not at every start.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import NamedTuple, Protocol, TypeVar

from baltic_desk.app import claiming, files, sight
from baltic_desk.app.answering import told
from baltic_desk.app.in_thread import in_thread
from baltic_desk.app.lost_work import FileOnDisk, Lost, copied, file_now, offered, put_aside
from baltic_desk.app.project_files import file_name
from baltic_desk.app.protocols import Choice
from baltic_desk.app.recovery_words import recovered_text
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.in_steps import Steps
from baltic_desk.document.store import Entry
from baltic_desk.document.version_comparison import (
    VersionDifference,
    stored_of,
    version_differences,
)
from baltic_desk.io.opening import open_bytes
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.recovery import (
    KEEP_FOR,
    Recoverable,
    Recovered,
    discard,
    recover,
    take_back,
    taken_over,
)
from baltic_desk.io.recovery_trial import (
    PROVEN_AFTER_S,
    Doing,
    beat,
    begin_trial,
    carry_trial,
    end_trial,
    mark_recovered,
)
from baltic_desk.io.save import SaveError
from baltic_desk.paths import is_there, read_regular

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

_ELSEWHERE = "Another window has recovered, discarded or offered it again meanwhile."
_CANCEL = Choice("cancel", "Cancel", "reject")


class Keeper(Protocol):
    """Who keeps the work that is on the desk, for the next start after a crash."""

    @property
    def kept(self) -> bool:
        """Whether everything that has to be kept is on the disk."""
        ...

    @property
    def folder(self) -> Path | None:
        """Folder of this session's journal; None when there is none."""
        ...

    def goes_on(self, recovered: Recovered) -> None:
        """Hear, before it is put on the desk, that a document is recovered work."""
        ...

    def put_picture(self, png: bytes) -> None:
        """Keep a picture of how the work looks."""
        ...

    def flush(self) -> None:
        """Write what is pending now."""
        ...


class ComparedWork(NamedTuple):
    """What recovering would change.

    Attributes
    ----------
    before
        What the lost work is compared with, in a sentence.
    """

    before: str
    differences: tuple[VersionDifference, ...]


class _Read(NamedTuple):
    recovered: Recovered
    file: FileOnDisk


class Recovering:
    """Lost work and what becomes of it. Each doing says whether it was done.

    Attributes
    ----------
    lost, aside
        What is offered, and what was put aside in the last days; the latest first.
    """

    def __init__(self, workspace: Workspace, keeper: Keeper) -> None:
        self._workspace = workspace
        self._keeper = keeper
        self._owed: Recoverable | None = None
        self._owed_document: Document | None = None
        self._trying_since: float | None = None
        self.lost: tuple[Lost, ...] = ()
        self.aside: tuple[Lost, ...] = ()

    def look(self) -> None:
        """Look again at what is on the disk."""
        owed = self._owed.path if self._owed is not None else None
        self.lost = tuple(lost for lost in offered() if lost.work.path != owed)
        self.aside = put_aside()

    @property
    def any(self) -> bool:
        """Whether there is something to be recovered, or that was put aside."""
        return bool(self.lost or self.aside)

    def offer(self) -> bool:
        """Ask what is to become of lost work, if there is any; whether some is on the desk now."""
        before = self._workspace.document
        self._workspace.ask.wait("Looking for unsaved work…", in_thread(self.look))
        if self.lost:
            self._workspace.ask.recover(self)
        return self._workspace.document is not before

    # -- what the person does ----------------------------------------------------------------------

    def recover(self, lost: Lost) -> bool:
        """Put lost work on the desk, as it was left, belonging to its file if that is there."""
        workspace = self._workspace
        if not files.may_leave(workspace):
            return False
        again = self._offered_again(lost)
        if again is None:
            return False
        work = again.work
        before = workspace.document
        file = self._read("Recovering what was kept…", again, self._put_back(work), "recovering")
        if workspace.document is before:
            self.look()
            return False
        if not self._keeper.kept:
            self._keeper.flush()  # what has come meanwhile, such as where the camera stands
        self._hand_over()
        workspace.look_at_disk()  # what the file holds now may be another's: that is said at once
        self.lost = tuple(each for each in self.lost if each.id != lost.id)
        self.aside = (replace(again, aside=True), *self.aside)
        workspace.say(recovered_text(lost, file, more=len(self.lost)))
        return True

    def compare(self, lost: Lost) -> ComparedWork | None:
        """What differs between its file as it is now, or was when last saved, and lost work."""
        unit = self._workspace.settings.distance_unit
        steps = _compared(lost, unit)
        return self._read("Comparing…", lost, steps, "reading")

    def save_copy(self, lost: Lost) -> Path | None:
        """Ask for a file and write lost work there, without putting it on the desk."""
        with told(self._workspace):
            return self._saved_copy(lost)
        return None

    def _saved_copy(self, lost: Lost) -> Path | None:
        path = self._asked_for_copy(lost)
        if path is None:
            return None
        with claiming.holding(self._workspace, path) as refusal:
            if refusal is not None:
                self._workspace.ask.tell(*refusal)
                return None
            written = self._read("Saving a copy…", lost, copied(lost.work, path), "reading")
        if written is None:
            return None
        self._workspace.say(written or f"Saved a copy as {path.name}.")
        return path

    def discard(self, lost: Lost) -> bool:
        """Offer it no longer, after asking; it is kept aside for some days."""
        days = KEEP_FOR.days
        answer = self._workspace.ask.choose(
            f"Discard what was not saved of “{lost.title}”?",
            f"It is kept aside for {days} days: File > Recover Unsaved Work… has it until then.",
            (Choice("discard", "Discard", "destroy"), _CANCEL),
        )
        if answer != "discard":
            return False
        try:
            discard(lost.work)
        except ProjectError as error:
            self._tell_failed(lost, str(error))
            return False
        finally:
            self.look()
        self._workspace.say(f"Discarded {lost.title}; it is kept aside for {days} days.")
        return True

    def offer_again(self, lost: Lost) -> bool:
        """Take back that something was put aside."""
        done = self._offered_again(lost) is not None
        self.look()
        return done

    # -- living with it ----------------------------------------------------------------------------

    def go_on(self) -> bool:
        """Say that the program lives with what it recovered; whether that is still to be said.

        To be called each second.
        """
        self._hand_over()
        if self._trying_since is not None:
            if monotonic() - self._trying_since < PROVEN_AFTER_S:
                beat(self._trying)
            else:
                self.prove()
        return self._trying_since is not None or self._owed is not None

    def prove(self) -> None:
        """The program did not end through what it recovered: it has lived long, or is told to."""
        if self._trying_since is not None:
            end_trial(self._trying)
            self._trying_since = None

    @property
    def _trying(self) -> Path:
        """Where the mark is of what was recovered last."""
        if self._owed is not None:
            return self._owed.path
        return self._keeper.folder or Path()

    def _hand_over(self) -> None:
        """Put the old session aside as soon as this one's journal holds all of it."""
        owed = self._owed
        if owed is None:
            return
        if self._owed_document is not self._workspace.document:
            self._owed = None  # given up before it could be kept: it is offered again
            return
        folder = self._keeper.folder
        if not self._keeper.kept or folder is None:
            return
        self._owed = None
        try:
            if self._workspace.modified:
                carry_trial(owed.path, folder)
            mark_recovered(owed.path)
            taken_over(owed)
        except (OSError, ProjectError) as error:
            _log.warning("recovered work stays where it was: %s", error)

    # -- inside ------------------------------------------------------------------------------------

    def _read(self, words: str, lost: Lost, steps: Steps[_T], doing: Doing) -> _T | None:
        """What comes of reading lost work; None when that failed, or nobody would wait for it.

        Its mark stays when it is on the desk now.
        """
        folder = lost.work.path
        try:
            before = begin_trial(folder, doing)
        except OSError as error:
            _log.warning("lost work cannot be marked: %s", error)
            before = lost.trial
        try:
            return self._workspace.ask.wait(words, steps)
        except (OSError, ProjectError, SaveError) as error:
            self._tell_failed(lost, str(error))
            return None
        finally:
            if self._owed is None or self._owed.path != folder:
                end_trial(folder, before)

    def _put_back(self, work: Recoverable) -> Steps[FileOnDisk]:
        """Read work, put it on the desk and have it kept; what has become of its file."""
        recovered, file = yield from _read_with_file(work)
        document, there = recovered.document, file.same is not None
        if not there:
            document.history.mark_dirty()
        yield
        self._keeper.goes_on(recovered)
        self._owed, self._owed_document = work, document
        self._trying_since = monotonic()
        # The file may have gone on without us: then saving asks before writing over it.
        self._workspace.adopt(
            document,
            path=work.original_path if there else None,
            digest=work.base_digest if there else "",
            read_only="newer" if there and recovered.read_only else None,
            problems=recovered.problems,
            view=recovered.view,
            common=recovered.saved_entries if there else None,
        )
        if recovered.view is None:
            sight.show(self._workspace.camera, document.features())
        self._take_picture_along(work)
        yield from in_thread(self._keeper.flush)
        return file

    def _take_picture_along(self, work: Recoverable) -> None:
        """Until there is one of this session, the picture is that of the last."""
        if work.picture is not None:
            try:
                self._keeper.put_picture(read_regular(work.picture))
            except OSError as error:
                _log.warning("the picture of lost work stays behind: %s", error)

    def _offered_again(self, lost: Lost) -> Lost | None:
        """The same among what is offered."""
        if not lost.aside:
            return lost
        try:
            work = take_back(lost.work)
        except (OSError, ProjectError) as error:
            self._tell_failed(lost, str(error))
            return None
        if lost.was_recovered:
            end_trial(work.path)
            return Lost(work)
        return Lost(work, trial=lost.trial)

    def _tell_failed(self, lost: Lost, why: str) -> None:
        if not is_there(lost.work.path):
            self._workspace.ask.tell(f"“{lost.title}” is no longer here.", _ELSEWHERE)
            self.look()
            return
        self._workspace.ask.tell(f"That did not work with “{lost.title}”.", why)

    def _asked_for_copy(self, lost: Lost) -> Path | None:
        workspace, own = self._workspace, lost.work.original_path
        folder = files.folder_of(workspace)
        stem = own.stem if own is not None else file_name(lost.title)
        suggestion = folder / f"{stem} recovered{files.SUFFIX}"
        while True:
            path = workspace.ask.save_file("Save a copy", (files.PROJECTS,), suggestion)
            if path is None:
                return None
            path = path.absolute()
            if path not in (own, workspace.path):
                return path
            workspace.ask.tell(
                f"{path.name} is the file itself.", "Save the copy under another name."
            )


def _read_with_file(work: Recoverable) -> Steps[_Read]:
    recovered = yield from in_thread(lambda: recover(work))
    assert recovered is not None
    return _Read(recovered, (yield from file_now(work)))


def _compared(lost: Lost, unit: str) -> Steps[ComparedWork]:
    read = yield from _read_with_file(lost.work)
    words, before = _compared_with(lost, read)
    after = read.recovered.document.all_entries()
    differences = yield from in_thread(
        lambda: version_differences(stored_of(before()), stored_of(after), unit)
    )
    return ComparedWork(words, differences)


def _compared_with(lost: Lost, read: _Read) -> tuple[str, Callable[[], Iterable[Entry]]]:
    """What lost work is compared with, in words, and how to come by it."""
    path, file, saved = lost.work.original_path, read.file, read.recovered.saved_entries
    name = path.name if path is not None else lost.title
    if file.same is not None:
        since = "" if file.same else ", changed by somebody since this was begun"
        words = f"{name} as it is on the disk now{since}"
        return words, lambda: open_bytes(file.data, name).document.all_entries()
    if saved is not None and path is not None:
        why = file.error or "it is no longer there"
        return f"{name} as it was last saved ({why})", lambda: saved
    raise ProjectError(file.error or "there is no file to compare it with", path=path)
