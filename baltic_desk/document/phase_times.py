"""When phases begin and how long they take: as typed, as stored, as read, and along a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

from baltic_desk.document.lesson import Phase

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONGEST_MIN = 10_000_000.0
_MINUTES = {"d": 1440.0, "h": 60.0, "m": 1.0, "w": 10_080.0}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2})[:.](\d{2})(?::\d{2})?)?\s*(.*)")
_WORDS = re.compile(
    r"(\d{1,2})\.?\s+([A-Za-z]{3,9})\.?\s+(\d{4})(?:[, ]+(\d{1,2})[:.](\d{2}))?\s*(.*)"
)
_GROUP = re.compile(r"(\d{2})(\d{2})(\d{2})\s*([A-Za-z])\s*([A-Za-z]{3})\s*(\d{4}|\d{2})")
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-−])(\d{1,2})(?::?(\d{2}))?")
_PIECE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|min|m|)")


def parse_start(text: str) -> str | None:
    """A date, or date and time, as it is stored; None for nothing.

    Reads `2016-10-01 06:00`, `1 Oct 2016, 06:00` and the date-time group `010600ZOCT16`; with `Z`,
    `+03:00` or nothing after the time.

    >>> parse_start("1 Oct 2016 6:30"), parse_start("010600ZOCT16"), parse_start("2016-10-1")
    ('2016-10-01T06:30', '2016-10-01T06:00Z', '2016-10-01')

    Raises
    ------
    ValueError
        With a sentence for the person.
    """
    text = text.strip()
    if not text:
        return None
    try:
        return _start(text)
    except ValueError:
        shown = text[:40]
        raise ValueError(
            f"“{shown}” is no date and time; write 2016-10-01 06:00 or 010600ZOCT16"
        ) from None


def parse_duration(text: str) -> float | None:
    """Minutes of `90 min`, `2 h`, `1 h 30`, `1:30`, `3 d`; None for nothing.

    >>> parse_duration("1 h 30"), parse_duration("1:30"), parse_duration("2 days")
    (90.0, 90.0, 2880.0)

    Raises
    ------
    ValueError
        With a sentence for the person.
    """
    text = text.strip().lower()
    if not text:
        return None
    clock = re.fullmatch(r"(\d{1,4}):([0-5]\d)", text)
    minutes = float(clock[1]) * 60 + float(clock[2]) if clock else _minutes(text)
    if minutes is None or not 0 <= minutes <= LONGEST_MIN:
        raise ValueError(f"“{text[:40]}” is no duration; write 90 min, 2 h, 1 h 30 or 3 d")
    return minutes


def start_text(start: str | None) -> str:
    """A stored start to read; empty where there is none.

    >>> start_text("2016-10-01T06:00Z"), start_text("2016-10-01"), start_text("2016-10-01T06:00")
    ('1 Oct 2016, 06:00Z', '1 Oct 2016', '1 Oct 2016, 06:00')
    """
    if start is None:
        return ""
    day, _, time = start.partition("T")
    year, month, date = day.split("-")
    # The pattern of the field does not know how many months there are.
    named = MONTHS[int(month) - 1] if 1 <= int(month) <= 12 else month
    written = f"{int(date)} {named} {year}"
    return f"{written}, {time[:5]}{time[5:].removeprefix(':00')}" if time else written


def duration_text(minutes: float | None) -> str:
    """A duration to read; empty where there is none.

    >>> duration_text(90.0), duration_text(2880.0), duration_text(45.0), duration_text(None)
    ('1 h 30 min', '2 d', '45 min', '')
    """
    if minutes is None:
        return ""
    days, rest = divmod(minutes, 1440.0)
    hours, left = divmod(rest, 60.0)
    parts = [f"{days:.0f} d"] if days else []
    parts += [f"{hours:.0f} h"] if hours else []
    parts += [f"{left:g} min"] if left or not parts else []
    return " ".join(parts)


def moment(start: str | None) -> datetime | None:
    """When that is; without an offset as if in UTC. None where there is none or no such day."""
    if start is None:
        return None
    try:
        found = datetime.fromisoformat(start.replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def shares_of_time(phases: Sequence[Phase]) -> tuple[float, ...] | None:
    """Where each begins between the first (0) and the last (1).

    None unless all say when they begin, one after the other.
    """
    found = [moment(phase.start) for phase in phases]
    moments = [each for each in found if each is not None]
    if len(moments) < 2 or len(moments) < len(found):
        return None
    if any(later < earlier for earlier, later in pairwise(moments)) or moments[0] == moments[-1]:
        return None
    whole = moments[-1] - moments[0]
    return tuple((each - moments[0]) / whole for each in moments)


def _start(text: str) -> str:
    group = _GROUP.fullmatch(text)
    if group is not None:
        date, hour, minute, zone, month, year = group.groups()
        long_year = int(year) if len(year) == 4 else 2000 + int(year)
        return _written(long_year, _month(month), int(date), (hour, minute), _zone(zone))
    iso, words = _ISO.fullmatch(text), _WORDS.fullmatch(text)
    if iso is not None:
        year, month, date, hour, minute, zone = iso.groups()
        number = int(month)
    elif words is not None:
        date, name, year, hour, minute, zone = words.groups()
        number = _month(name)
    else:
        raise ValueError(text)
    time = None if hour is None else (hour, minute)
    return _written(int(year), number, int(date), time, _offset(zone))


def _written(
    year: int, month: int, date: int, time: tuple[str, str] | None, offset: timezone | None
) -> str:
    if time is None:
        if offset is not None:
            raise ValueError("a day has no offset")
        return datetime(year, month, date).strftime("%Y-%m-%d")
    made = datetime(year, month, date, int(time[0]), int(time[1]), tzinfo=offset)
    return made.isoformat(timespec="minutes").replace("+00:00", "Z")


def _month(name: str) -> int:
    return MONTHS.index(name[:3].capitalize()) + 1


def _offset(text: str) -> timezone | None:
    text = text.strip().upper()
    if text in ("Z", "UTC", "GMT"):
        return UTC
    if not text:
        return None
    found = _OFFSET.fullmatch(text)
    if found is None:
        raise ValueError(text)
    hours = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(hours if found[1] == "+" else -hours)


def _zone(letter: str) -> timezone | None:
    """The zone of a date-time group; J is wherever one is (ACP 121)."""
    letter = letter.upper()
    if letter == "J":
        return None
    if letter == "Z":
        return UTC
    east, west = "ABCDEFGHIKLM", "NOPQRSTUVWXY"
    hours = east.index(letter) + 1 if letter in east else -west.index(letter) - 1
    return timezone(timedelta(hours=hours))


def _minutes(text: str) -> float | None:
    """Minutes of numbers with units; the last may do without after hours."""
    total, last, place = 0.0, "", 0
    for piece in _PIECE.finditer(text):
        if text[place : piece.start()].strip():
            return None
        unit = piece[2][:1] or ("m" if last == "h" else "")
        if not unit:
            return None
        total += float(piece[1].replace(",", ".")) * _MINUTES[unit]
        last, place = unit, piece.end()
    return total if place and not text[place:].strip() else None
