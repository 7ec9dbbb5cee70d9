"""Who has a file open, in words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from baltic_desk.io.project_claim import Holder

_LONGEST_NAME = 48


def name_of(path: Path) -> str:
    """A file's name, without its middle where that is long: labels are as wide as their words."""
    name = "".join(c if c.isprintable() else "?" for c in path.name)
    return name if len(name) <= _LONGEST_NAME else f"{name[:30]}…{name[-16:]}"


def who_has_it(name: str, holder: Holder) -> str:
    """ "plan.geojson is open on HQ-2 since 14:02"."""
    if holder.since is None:
        return f"{name} may be open elsewhere: what stands beside it to say so cannot be read"
    where = "in another window" if holder.here else f"on {holder.machine or 'another machine'}"
    return f"{name} is open {where} since {moment(holder.since)}"


def who_took_it(name: str, holder: Holder | None) -> str:
    """ "plan.geojson was taken over on HQ-2 at 14:20"."""
    if holder is None or holder.since is None:
        return f"{name} was taken over elsewhere"
    where = "in another window" if holder.here else f"on {holder.machine or 'another machine'}"
    return f"{name} was taken over {where} at {moment(holder.since)}"


def last_seen(holder: Holder) -> str:
    """ " (last seen 1 min ago)"; nothing where that is not known, or plain: of another window."""
    if holder.seen is None or holder.here:
        return ""
    minutes = int((datetime.now(UTC) - holder.seen).total_seconds() // 60)
    if minutes < 1:  # or its clock is ahead of ours
        return " (last seen just now)"
    if minutes < 60:
        return f" (last seen {minutes} min ago)"
    hours = minutes // 60
    if hours < 48:
        return f" (last seen {hours} h ago)"
    return f" (last seen {hours // 24} days ago)"


def moment(when: datetime) -> str:
    """A time of this place; with its day when that is not today: "28 Nov 14:02"."""
    local = when.astimezone()
    now = datetime.now(UTC).astimezone()
    if local.date() == now.date():
        return f"{local:%H:%M}"
    year = "" if local.year == now.year else f" {local.year}"
    return f"{local:%d %b}{year} {local:%H:%M}".lstrip("0")
