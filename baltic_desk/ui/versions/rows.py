"""The versions of a project as rows of two lines."""

from __future__ import annotations

from baltic_desk.app.versions import Listed, when
from baltic_desk.ui.panels.two_lines import TwoLineRows, TwoLines
from baltic_desk.ui.plain_text import tooltip

_NOTES = {"recent": "", "daily": "daily", "beside": "file with ~"}
_HINTS = {
    "recent": "One of the last ten",
    "daily": "The last of its day",
    "beside": "The file beside the project with ~ at the end of its name",
}


class VersionModel(TwoLineRows[Listed]):
    """Versions, the newest first."""

    def two_lines(self, row: Listed) -> TwoLines:
        at = when(row.saved_at)
        return TwoLines(at[:1].upper() + at[1:], detail_of(row), _NOTES[row.kind])

    def line(self, row: Listed) -> str:
        return ", ".join(filter(None, (when(row.saved_at), detail_of(row), _NOTES[row.kind])))

    def tip(self, row: Listed) -> str:
        moment = f"{row.saved_at.astimezone():%Y-%m-%d %H:%M:%S}"
        return tooltip("\n".join(filter(None, (moment, row.title, _HINTS[row.kind]))))


def detail_of(row: Listed) -> str:
    """How much it holds, and what it was called."""
    parts: list[str] = []
    if row.features is not None:
        parts.append(f"{row.features:,} feature{'s' * (row.features != 1)}")
    if row.size:
        parts.append(size_words(row.size))
    title = " ".join(row.title[:200].split())
    return " · ".join((*parts, title) if title else parts)


def size_words(size: int) -> str:
    """A number of bytes in words.

    >>> size_words(700), size_words(15_300), size_words(38_000_000)
    ('1 kB', '15 kB', '38.0 MB')
    """
    if size < 999_500:
        return f"{max(1, round(size / 1000)):,} kB"
    return f"{size / 1e6:,.1f} MB"
