"""Times that files and notes tell: any number may stand there, and any may be a file's time."""

from __future__ import annotations

from datetime import UTC, datetime

YEARS = range(1970, 2200)
"""What a clock may say. Beside the first and the last year of all there is no other time zone."""


def moment_of(seconds: float) -> datetime:
    """The time so many seconds after the beginning of 1970; that itself where no clock says so."""
    try:
        found = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
    return found if is_moment(found) else datetime.fromtimestamp(0, UTC)


def is_moment(told: datetime) -> bool:
    """Whether a clock may have said so, in a zone that is known."""
    return told.tzinfo is not None and told.year in YEARS
