"""Sessions as a crash leaves them, for tests of recovery."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.io.journal import RecoveryJournal
from tests.journals import crash as kill


def crash(
    document: Document,
    *changes: tuple[str, Iterable[Feature]],
    path: Path | None = None,
    digest: str = "",
    read_only: bool = False,
    picture: bytes = b"",
) -> Path:
    """Change a document, each change a step of undo, and end as a killed process does.

    Gives the folder of the session: nothing in it is tidied up, its lock is free.
    """
    journal = RecoveryJournal(
        document, original_path=path, base_digest=digest, read_only=read_only, pause_s=60
    )
    for label, features in changes:
        with document.edit(label) as change:
            for feature in features:
                change.put(feature)
    if picture:
        journal.put_picture(picture)
    journal.flush()
    kill(journal)
    return journal.folder
