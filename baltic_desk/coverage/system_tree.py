"""A tree of JSON read member by member, with all that is wrong in it told by its place."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar, overload

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

LONGEST_TEXT = 4000
MOST_MEMBERS = 2000

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class SystemProblem:
    """One thing that is wrong in a file of systems.

    Attributes
    ----------
    file
        Name of the file; empty where there is none.
    place
        System and figure: `s400: variant "40N6E": range_max 400 km`.
    """

    file: str
    place: str
    text: str

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.file, self.place, self.text)))


class SystemsError(ValueError):
    """A file of systems cannot be used; `problems` is all that is wrong in it."""

    def __init__(self, problems: Collection[SystemProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class Branch:
    """An object of the tree. What is wrong in it goes to `problems`, and reading goes on.

    Parameters
    ----------
    tree
        Its members; for what is no object the problem is told and it counts as empty.
    known
        Members that it may have.
    lenient
        Whether others, here and further in, are passed over instead of told.
    """

    def __init__(
        self,
        tree: Json,
        file: str,
        place: str,
        problems: list[SystemProblem],
        known: Collection[str],
        *,
        lenient: bool = False,
    ) -> None:
        self._file = file
        self._problems = problems
        self._lenient = lenient
        self.place = place
        self.tree: dict[str, Json] = {}
        if not isinstance(tree, dict):
            self.wrong(f"an object is wanted here, not {_shown(tree)}")
            return
        self.tree = tree
        for name in self.tree:
            if name not in known and not lenient:
                self.wrong(f'there is no member "{name[:60]}"; known are {", ".join(known)}')

    def wrong(self, text: str) -> None:
        """Tell a problem of this place."""
        self._problems.append(SystemProblem(self._file, self.place, text))

    def text(self, name: str, *, required: bool = False) -> str:
        """A text without control characters; empty where it is not there."""
        value = self.tree.get(name)
        if value is None and not required and name not in self.tree:
            return ""
        if not isinstance(value, str):
            missing = "is missing" if name not in self.tree else f"is no text but {_shown(value)}"
            self.wrong(f'"{name}" {missing}')
            return ""
        if required and not value.strip():
            self.wrong(f'"{name}" is empty')
        if len(value) > LONGEST_TEXT:
            self.wrong(f'"{name}" is longer than {LONGEST_TEXT} characters')
            return ""
        if not value.isprintable():
            self.wrong(f'"{name}" holds a line break or another control character')
            return ""
        return value

    @overload
    def one_of(self, name: str, allowed: Collection[_T]) -> _T | None: ...
    @overload
    def one_of(
        self, name: str, allowed: Collection[_T], *, otherwise: Literal[""]
    ) -> _T | Literal[""]: ...
    def one_of(
        self, name: str, allowed: Collection[_T], *, otherwise: Literal[""] | None = None
    ) -> _T | Literal[""] | None:
        """One of the words allowed; `otherwise` where the member may be, and is, left out."""
        value = self.tree.get(name)
        for each in allowed:
            if each == value:
                return each
        if otherwise is None or name in self.tree:
            what = f"is {_shown(value)}" if name in self.tree else "is missing"
            words = ", ".join(map(str, allowed))
            self.wrong(f'"{name}" {what}; it must be one of {words}')
        return otherwise

    def number(self, name: str, *, least: float, most: float) -> float | None:
        """A number within limits, both included; None when it is none."""
        value = self.tree.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            what = f"is no number but {_shown(value)}" if name in self.tree else "is missing"
            self.wrong(f'"{name}" {what}')
            return None
        if not math.isfinite(value) or not least <= value <= most:
            self.wrong(f'"{name}" is {value:g}; it must lie between {least:g} and {most:g}')
            return None
        return float(value)

    def flag(self, name: str) -> bool:
        """True or false; false where it is left out."""
        value = self.tree.get(name, False)
        if not isinstance(value, bool):
            self.wrong(f'"{name}" is neither true nor false but {_shown(value)}')
            return False
        return value

    def members(self, name: str) -> Iterator[tuple[int, Json]]:
        """Members of a list with their numbers; none where it is left out."""
        value = self.tree.get(name, [])
        if not isinstance(value, list):
            self.wrong(f'"{name}" is no list but {_shown(value)}')
            return
        if len(value) > MOST_MEMBERS:
            self.wrong(f'"{name}" has more than {MOST_MEMBERS} members')
        yield from enumerate(value[:MOST_MEMBERS])

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, none of them empty or there twice."""
        found: list[str] = []
        for number, value in self.members(name):
            if not isinstance(value, str) or not value.strip() or not value.isprintable():
                self.wrong(f'"{name}"[{number}] is no text but {_shown(value)}')
            elif value in found:
                self.wrong(f'"{name}" names "{value[:60]}" twice')
            else:
                found.append(value[:LONGEST_TEXT])
        return tuple(found)

    def branch(self, tree: Json, step: str, known: Collection[str]) -> Branch:
        """An object further in; `step` is put behind this one's place."""
        place = f"{self.place}: {step}" if self.place else step
        return Branch(tree, self._file, place, self._problems, known, lenient=self._lenient)

    def each(
        self, name: str, known: Collection[str], step: Callable[[int, Json], str]
    ) -> Iterator[Branch]:
        """Objects of a list, with what each is called in messages."""
        for number, tree in self.members(name):
            yield self.branch(tree, step(number, tree), known)


def called(what: str) -> Callable[[int, Json], str]:
    """What a member of a list is called: by its name, else by its number."""

    def step(number: int, tree: Json) -> str:
        name = member(tree, "name")
        return f'{what} "{name[:60]}"' if isinstance(name, str) and name else f"{what} {number}"

    return step


def member(tree: Json, name: str) -> Json:
    """A member of what may be an object."""
    return tree.get(name) if isinstance(tree, dict) else None


def _shown(value: Json) -> str:
    """A value in few words."""
    match value:
        case None:
            return "null"
        case dict():
            return "an object"
        case list():
            return "a list"
        case str():
            return f'"{value[:40]}…"' if len(value) > 40 else f'"{value}"'
        case bool():
            return str(value).lower()
        case _:
            return str(value)[:40]
