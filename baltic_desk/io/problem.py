"""What readers have to say about a file: problems they lived with, and the error that ends it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Problem(NamedTuple):
    """Something wrong that was lived with: where in the file, and what became of it.

    `feature` is the id of the feature (understood or not) that it is about, where that is known.
    """

    place: str
    text: str
    feature: str = ""


class ProjectError(ValueError):
    """The file cannot be read. The message names the file, the place in it and the reason."""

    def __init__(self, text: str, *, place: str = "", path: Path | None = None) -> None:
        self.text = _one_line(text)
        self.place = _one_line(place)
        self.path = path
        super().__init__(": ".join(filter(None, (str(path or ""), self.place, self.text))))

    def at(self, path: Path) -> ProjectError:
        """The same error with the file's name."""
        return ProjectError(self.text, place=self.place, path=path)


def in_one_line(problem: Problem) -> Problem:
    """The problem with place and text in one line each, whatever a file's names hold."""
    if problem.place.isprintable() and problem.text.isprintable():
        return problem
    return problem._replace(place=_one_line(problem.place), text=_one_line(problem.text))


def _one_line(text: str) -> str:
    """Names that a file gives may hold line breaks; a sentence that cites them is one line."""
    return "".join(each if each.isprintable() else " " for each in text)
