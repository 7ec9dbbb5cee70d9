"""Folders of sessions as earlier versions of the program left them: a project file and a note."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from baltic_desk.io.entry_codec import decode_json
from baltic_desk.io.moments import is_moment
from baltic_desk.paths import read_regular

SNAPSHOT = "snapshot.geojson"
_NOTE = "session.json"


class OldNote(Struct, frozen=True, kw_only=True):
    """What session.json held."""

    original_path: str | None = None
    base_digest: str = ""
    title: str = ""
    saved_at: datetime
    feature_count: int = 0
    pid: int
    host: str
    app: str
    computer: str = ""


_note = msgspec.json.Decoder(OldNote)


def read_old_note(folder: Path) -> OldNote | None:
    """The note of an old folder, if there is one that can be read."""
    try:
        note = decode_json(read_regular(folder / _NOTE), _note)
    except (OSError, ValueError):
        # Killed between the two files: the snapshot alone is worth having.
        return None
    return note if is_moment(note.saved_at) else None
