"""What is said of lost work: when it was kept, how much it is, what has become of its file."""

from __future__ import annotations

from datetime import datetime, timedelta

from baltic_desk.app.lost_work import FileOnDisk, Lost
from baltic_desk.io.recovery_trial import Trial

_KB, _MB = 1000.0, 1_000_000.0
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SECONDS_TOLD = 99.5


def moment(when: datetime, *, now: datetime | None = None, seconds: bool = False) -> str:
    """A time of this computer's zone: "14:05", "yesterday 14:05", "3 Nov 2026, 14:05"."""
    local = when.astimezone()
    today = (now or datetime.now().astimezone()).date()
    clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    if local.date() == today:
        return clock
    if local.date() == today - timedelta(days=1):
        return f"yesterday {clock}"
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}, {clock}"


def size_text(size_bytes: int) -> str:
    """How much room it takes: "0.4 kB", "12 kB", "3.4 MB"."""
    if size_bytes >= _MB:
        return f"{size_bytes / _MB:.1f} MB"
    kb = size_bytes / _KB
    return f"{kb:.0f} kB" if kb >= 10 else f"{kb:.1f} kB"


def counted(count: int, word: str) -> str:
    """How many: "1 feature", "1 200 features"."""
    return f"{count:,} {word}{'' if count == 1 else 's'}".replace(",", " ")


def facts(lost: Lost) -> str:
    """When it was kept, how large it is, what is in it."""
    work = lost.work
    kept = f"Kept {moment(work.saved_at, seconds=True)}"
    found = [kept, size_text(work.size_bytes), counted(work.feature_count, "feature")]
    if work.recovered_times and not lost.dangerous:
        found.append(f"recovered {counted(work.recovered_times, 'time')} before")
    if lost.aside and lost.put_aside_at is not None:
        done = "recovered" if lost.was_recovered else "discarded"
        found.append(f"{done} {moment(lost.put_aside_at)}")
    return " · ".join(found)


def ended_text(trial: Trial) -> str:
    """That the program ended when it had this before, and how soon."""
    if trial.doing == "reading":
        said = "The program ended while this was being read."
    elif trial.lived_s < 1.0:
        said = "The program ended again as soon as this was recovered."
    elif trial.lived_s < _SECONDS_TOLD:
        said = f"The program ended again {trial.lived_s:.0f} s after this was recovered."
    else:
        said = "The program ended again soon after this was recovered."
    if trial.times > 1:
        said += f" That has happened {trial.times} times in a row."
    return said


def recovered_text(lost: Lost, file: FileOnDisk | None, *, more: int) -> str:
    """That it is on the desk now, what has become of its file, how many more there are."""
    said = [f"Recovered {lost.title} of {moment(lost.work.saved_at)}; it is not saved yet."]
    path = lost.work.original_path
    if path is None or file is None:
        pass
    elif file.same is None:
        said.append(f"{path.name} is not there, so it is to be saved anew.")
    elif not file.same:
        said.append(f"{path.name} has been changed since.")
    if more:
        said.append(f"{counted(more, 'document')} more can be recovered.")
    return " ".join(said)


def file_text(lost: Lost, file: FileOnDisk) -> str:
    """What has become of the file since, in a sentence; of work never saved, that."""
    path = lost.work.original_path
    if path is None:
        return "It has never been saved to a file."
    match file:
        case FileOnDisk(error=error) if error:
            return f"{path.name} cannot be read now: {error}. It can be saved under another name."
        case FileOnDisk(same=None):
            return f"{path.name} is no longer there. It can be saved anew."
        case FileOnDisk(same=True):
            return f"{path.name} has not been changed since."
        case FileOnDisk():
            return (
                f"{path.name} has been changed by somebody since. It is not written over unasked."
            )
