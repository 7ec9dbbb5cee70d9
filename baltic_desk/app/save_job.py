"""A save that goes on in a thread, and what is known of it when nobody waited for it."""

from __future__ import annotations

import contextlib
import threading
from datetime import UTC, datetime
from pathlib import Path

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.in_steps import Steps
from baltic_desk.document.store import Entry
from baltic_desk.io.backups import Content, described, versions_of
from baltic_desk.io.header import SavedView
from baltic_desk.io.moments import moment_of
from baltic_desk.io.project import digest_of, pieces
from baltic_desk.io.project_claim import real_path
from baltic_desk.io.save import SaveResult
from baltic_desk.io.save import save as save_bytes
from baltic_desk.io.save_gate import Gate, GivenUpError
from baltic_desk.io.self_check import self_check

_TICK_S = 0.005
_REPLACING_S = 0.3


class SaveJob:
    """Encodes a document, and has it looked at and written in a thread.

    The document must not change meanwhile: whoever waits lets nothing else be done.

    Attributes
    ----------
    result
        What came of it; None as long as the file is the old one.
    hanging
        It was not waited for although it was too late to stop it: nobody knows whether the file is
        the old one. `ended` says when that is known, and `result` then.
    digest
        Of what is to be in the file.
    real
        The file's name without links; empty until it is known.
    folder
        Where its versions are kept.
    """

    def __init__(
        self, document: Document, view: SavedView | None, path: Path, expected_digest: str | None
    ) -> None:
        self.result: SaveResult | None = None
        self.hanging = False
        self.ended = threading.Event()
        self.digest = ""
        self.real = Path()
        self.folder = Path()
        self._document = document
        self._view = view
        self._path = path
        self._expected_digest = expected_digest
        self.entries: tuple[Entry, ...] = ()
        self._content = b""
        self._gate = Gate()
        self._error: Exception | None = None

    def steps(self) -> Steps[SaveResult | None]:
        """Do it, in steps of milliseconds. Stopped, the file is the old one or `result` is there.

        Raises
        ------
        SaveError, SelfCheckError
            When it cannot be.
        """
        yield
        self.entries = tuple(self._document.all_entries())
        parts: list[bytes] = []
        for piece in pieces(self._document, view=self._view):
            if piece:
                parts.append(piece)
            yield
        self._content = b"".join(parts)
        self.digest = digest_of(self._content)
        # One that hangs in a share that has gone must not keep the program from ending.
        worker = threading.Thread(target=self._run, name="saving", daemon=True)
        worker.start()
        try:
            while not self.ended.is_set():
                self.ended.wait(_TICK_S)
                yield
        finally:
            if not self.ended.is_set() and not self._gate.give_up():
                # A name is given in a moment, if the disk answers at all.
                self.hanging = not self.ended.wait(_REPLACING_S)
        if self._error is not None:
            raise self._error
        return self.result

    def contents(self, result: SaveResult) -> tuple[Content, ...]:
        """What is to be kept of it: what was in the file, and what is."""
        now = Content(
            self._content,
            datetime.now(UTC),
            title=self._document.project.title,
            features=sum(isinstance(entry.record, Feature) for entry in self.entries),
        )
        if result.old is None:
            return (now,)
        title, features = described(result.old)
        at = moment_of(result.old_at)
        return Content(result.old, at, title=title, features=features), now

    def _run(self) -> None:
        try:
            self._write()
        except GivenUpError:
            return
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            self._error = error
        finally:
            self.ended.set()

    def _write(self) -> None:
        self_check(self._content, self.entries, self._view)
        self._gate.check()
        with contextlib.suppress(OSError, ValueError):  # of which saving will tell
            self.real = real_path(self._path)
        kept = versions_of(self._path)
        self.folder = kept.folder
        self.result = save_bytes(
            self._path,
            self._content,
            expected_digest=self._expected_digest,
            want_old=self._expected_digest not in {version.digest for version in kept.versions},
            gate=self._gate,
        )
