"""The readers of the program, each with what it has to answer of a file that is hostile.

An answer is a word and sentences: "refused" with the reason, "opened" with its problems. What is
read is looked at after it has been measured; what is wrong with it then (a sentence of several
lines, something lost on saving) is an AssertionError, and counts as a crash.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from baltic_desk.app.exercise_check import exercise_with
from baltic_desk.app.settings import Settings, load_settings, save_settings
from baltic_desk.app.system_shelf import read_file
from baltic_desk.document.document import Document
from baltic_desk.document.exercise import ExerciseError
from baltic_desk.document.lesson import Task
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Entry
from baltic_desk.geo.terrain import TerrainFileError
from baltic_desk.geo.terrain_files import open_elevation
from baltic_desk.io.exchange.geojson import content_of_clipboard, import_into, read_geojson
from baltic_desk.io.opening import open_any
from baltic_desk.io.problem import Problem, ProjectError
from baltic_desk.io.project import Loaded, dumps, loads, read_bytes
from baltic_desk.symbology.own_picture import Drawable, OwnPictureError, drawable, drawable_of_data
from tests.features import area, document, line, ring, unit
from tests.fuzz.targets import kept, same

Answer = tuple[str, str]
Check = Callable[[], Answer]
Reader = Callable[[Path], Check]
"""Reads a file, which is what is measured; what it gives answers."""

_LONGEST_SENTENCE = 700
_MARKS = re.compile(rb"keep-[a-z0-9]+")
_MOST_SHOWN = 12


def opening(path: Path) -> Check:
    """A file that is opened and shown in its last phase."""
    try:
        loaded = open_any(path)
    except ProjectError as error:
        return partial(_refused, str(error))
    shown = loaded.document
    for phase in shown.phases()[-1:]:
        shown.state(phase.id)
    return partial(_saved, path, loaded)


def _saved(path: Path, loaded: Loaded) -> Answer:
    """Saved and opened again it is the same, and nothing is lost that was not understood."""
    shown = loaded.document
    written = dumps(shown, view=loaded.view)
    again = loads(written)
    assert same(kept(shown), kept(again.document)), "what is saved is read as something else"
    if not loaded.imported:
        lost = _marks(path.read_bytes()) - _marks(written)
        assert not lost, f"lost on saving: {lost}; {loaded.problems[:5]}"
        lost = _marks(written) - _marks(dumps(again.document, view=again.view))
        assert not lost, f"lost on saving twice: {lost}; {loaded.problems[:5]}"
    return "opened", _problems(loaded.problems)


def _marks(text: bytes) -> set[bytes]:
    return set(_MARKS.findall(text))


def importing(path: Path) -> Check:
    """A file that is put on an overlay of the open project."""
    try:
        imported = read_geojson(read_bytes(path), path.stem)
    except ProjectError as error:
        return partial(_refused, str(error))
    import_into(document(), imported)
    return lambda: ("opened", _problems(imported.problems))


def pasting(path: Path) -> Check:
    """Text on the clipboard."""
    try:
        imported = content_of_clipboard(path.read_bytes().decode("utf-8", "surrogateescape"))
    except ProjectError as error:
        return partial(_refused, str(error))
    return lambda: ("opened", _problems(imported.problems))


def answering(path: Path) -> Check:
    """A file of a student beside a solution."""
    try:
        exercise = exercise_with(_solution(), open_any(path).document, path)
    except (ProjectError, ExerciseError) as error:
        return partial(_refused, str(error))
    return lambda: ("opened", exercise.summary())


def systems(path: Path) -> Check:
    """A file of systems."""
    try:
        read = read_file(path)
    except ProjectError as error:
        return partial(_refused, str(error))
    said = [f"{each.place}: {each.text}" for each in read.problems]
    word = "opened" if read.systems or not said else "refused"
    return lambda: (word, "\n".join(list(map(_sentence, said))[:_MOST_SHOWN]))


def settings(path: Path) -> Check:
    """The file of settings: it never keeps the program from starting."""
    return partial(_settings_saved, load_settings(path))


def _settings_saved(made: Settings) -> Answer:
    with tempfile.TemporaryDirectory() as folder:
        save_settings(made, Path(folder) / "settings.json")
        assert load_settings(Path(folder) / "settings.json") == made
    return "opened", ""


def picture(path: Path) -> Check:
    """A picture of the person's own."""
    try:
        made = drawable(path.read_bytes())
    except OwnPictureError as error:
        return partial(_refused, str(error))
    return partial(_drawn_again, made)


def _drawn_again(made: Drawable) -> Answer:
    again = drawable_of_data(made.media, made.data)
    assert again.content == made.content or made.media == "image/svg+xml"
    return "opened", f"{made.width:g} by {made.height:g}"


def elevation(path: Path) -> Check:
    """A file of heights."""
    try:
        source = open_elevation(path)
        west, south, east, north = source.bounds
        source.heights(np.linspace(west, east, 50), np.linspace(south, north, 50))
    except TerrainFileError as error:
        assert str(path) in str(error)
        return partial(_refused, str(error))
    return lambda: ("opened", "")


READERS: Mapping[str, Reader] = {
    each.__name__: each
    for each in (opening, importing, pasting, answering, systems, settings, picture, elevation)
}
"""By name."""


def _refused(why: str) -> Answer:
    return "refused", _sentence(why)


def _problems(found: tuple[Problem, ...]) -> str:
    # Thousands of the same are not worth looking at, but each has to be a sentence with a place.
    for problem in found:
        assert problem.place, problem
        _sentence(problem.text)
    return "\n".join(f"{each.place}: {each.text}" for each in found[:_MOST_SHOWN])


def _sentence(text: str) -> str:
    assert text.strip(), "nothing is said"
    assert text.isprintable(), f"not one line: {text!r}"
    assert len(text) <= _LONGEST_SENTENCE, f"{len(text)} letters: {text[:200]!r}"
    assert not re.search(r"Traceback|msgspec|0x[0-9a-f]{6}|Error\(", text), text
    return text


@cache
def _solution() -> Document:
    there = Overlay(id="answers", audience="answer")
    whats = (unit("s1", (20.5, 55.0)), unit("s2"), ring("s3"), line("s4"), area("s5"))
    solved = [
        replace(each, properties=replace(each.properties, answers_task="t0", overlay=there.id))
        for each in whats
    ]
    entries = (there, Task(id="t0", title="Place them"), *solved)
    return Document(Entry(each, float(rank)) for rank, each in enumerate(entries))
