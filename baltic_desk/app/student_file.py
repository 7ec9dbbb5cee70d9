"""The file for students: a project without what is not for them, looked through before it goes."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace

from baltic_desk.document.document import Document
from baltic_desk.document.in_steps import Steps, finished
from baltic_desk.document.left_out import SORTS, Left, LeftOut
from baltic_desk.document.student_copy import EVERYONE, student_copy
from baltic_desk.io.header import HEADER, SavedView
from baltic_desk.io.leak_check import Leak, leaks_in_steps
from baltic_desk.io.project import dumps

MOST_NAMES = 12
"""Of one sort so many are named, the others counted."""

_VIEW = f"{HEADER}.view"


class StudentFileError(ValueError):
    """The copy would give away what was left out; the message says where."""

    def __init__(self, found: tuple[Leak, ...]) -> None:
        self.found = found
        places = "\n".join(f"• {leak}" for leak in found[:MOST_NAMES])
        more = len(found) - MOST_NAMES
        text = f"The copy would still say what was left out:\n{places}"
        super().__init__(f"{text}\n• and {more} more" if more > 0 else text)


@dataclass(frozen=True, slots=True)
class StudentFile:
    """A file that can be given away. `warnings` is what others in it say by themselves."""

    data: bytes
    left: LeftOut
    warnings: tuple[Leak, ...]

    def lines(self) -> tuple[str, ...]:
        """What was left out, cut loose, and is to be looked at, line by line."""
        return (*left_lines(self.left), *warning_lines(self.warnings))


def student_file(
    document: Document, view: SavedView | None, audience: Set[str] = EVERYONE
) -> StudentFile:
    """The file for an audience.

    Where the camera stood is left out when that is just where something lies that is left out.

    Raises
    ------
    StudentFileError
        When an id, note or position of what was left out would stand in it.
    """
    return finished(student_file_in_steps(document, view, audience))


def student_file_in_steps(
    document: Document, view: SavedView | None, audience: Set[str] = EVERYONE
) -> Steps[StudentFile]:
    """The same for large projects. The document is looked at before the second step alone."""
    yield
    copy, left = student_copy(document, audience)
    data = dumps(copy, view=view)
    found = yield from leaks_in_steps(data, left)
    if any(leak.place.startswith(_VIEW) for leak in found):
        data = dumps(copy)
        found = tuple(leak for leak in found if not leak.place.startswith(_VIEW))
        at = Left("camera", "it looked at something that is left out")
        left = replace(left, things=(*left.things, at))
    severe = tuple(leak for leak in found if leak.severe)
    if severe:
        raise StudentFileError(severe)
    return StudentFile(data, left, found)


def left_lines(left: LeftOut) -> tuple[str, ...]:
    """What was left out and what was cut loose, line by line."""
    lines: list[str] = []
    for sort, count in left.counted().items():
        names = left.names(sort)
        told = ", ".join(names[:MOST_NAMES])
        more = f" and {count - MOST_NAMES} more" if count > MOST_NAMES else ""
        lines.append(f"Left out: {count} {SORTS[sort][count != 1]}: {told}{more}")
    if not lines:
        lines.append("Left out: nothing. No overlay, phase or step is for the instructor alone.")
    for cut in left.cuts[:MOST_NAMES]:
        lines.append(f"Cut loose: {cut.name} no longer says {cut.what}")
    if len(left.cuts) > MOST_NAMES:
        lines.append(f"Cut loose: {len(left.cuts) - MOST_NAMES} more")
    return tuple(lines)


def warning_lines(warnings: tuple[Leak, ...]) -> tuple[str, ...]:
    """What stays and says something of what was left out, line by line."""
    lines = [f"Look at this: it still says {leak}" for leak in warnings[:MOST_NAMES]]
    more = len(warnings) - MOST_NAMES
    return (*lines, f"Look at this: and {more} more") if more > 0 else tuple(lines)
