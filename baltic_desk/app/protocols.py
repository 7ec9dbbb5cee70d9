"""What the workspace asks of its surroundings: questions, camera, window, clipboard, exporter.

The window answers them with Qt; tests and scripts answer them with a few lines of Python.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from baltic_desk.document.geometry import Position
from baltic_desk.document.in_steps import Steps
from baltic_desk.tools.tool import View

if TYPE_CHECKING:
    from baltic_desk.app.recovering import Recovering
    from baltic_desk.app.workspace import Workspace
    from baltic_desk.document.layout import Layout
    from baltic_desk.symbology.own_picture import Drawable

_T = TypeVar("_T")

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: `id` is given back, `title` stands on the button or in the menu."""

    id: str
    title: str
    role: Literal["accept", "destroy", "reject"] = "accept"
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: what it is called, and what else is worth knowing."""

    id: str
    title: str
    detail: str = ""
    image: Drawable | None = None


@dataclass(frozen=True, slots=True)
class FileKind:
    """A sort of file offered in a file dialog, with its suffixes (`.geojson`)."""

    title: str
    suffixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a small form: `id` is its key in the answer.

    With `choices` it is one of them, and `value` and answer are ids.
    """

    id: str
    label: str
    value: str = ""
    lines: int = 1
    choices: tuple[Choice, ...] = ()


class Ask(Protocol):
    """All questions that stop the program until they are answered."""

    def choose(self, question: str, detail: str, choices: Sequence[Choice]) -> str | None:
        """Id of the chosen answer; None when the question was closed."""
        ...

    def tell(self, message: str, detail: str = "") -> None:
        """Say something that has to be seen before work goes on."""
        ...

    def text(self, title: str, label: str, value: str = "") -> str | None:
        """A line of text; None when cancelled."""
        ...

    def form(self, title: str, fields: Sequence[Field]) -> Mapping[str, str] | None:
        """Several lines of text by field id; None when cancelled."""
        ...

    def pick(
        self, title: str, detail: str, rows: Sequence[Row], choices: Sequence[Choice]
    ) -> tuple[str, str] | None:
        """A row of a list and what to do with it (their ids); None when closed."""
        ...

    def recover(self, recovering: Recovering, *, aside: bool = False) -> None:
        """Show lost work and do with it what the person wants, until they leave it.

        `aside` shows as well what was put aside in the last days.
        """
        ...

    def open_file(self, title: str, kinds: Sequence[FileKind], folder: Path) -> Path | None:
        """An existing file; None when cancelled."""
        ...

    def open_folder(self, title: str, folder: Path) -> Path | None:
        """An existing folder, to begin with in `folder`; None when cancelled."""
        ...

    def save_file(self, title: str, kinds: Sequence[FileKind], suggestion: Path) -> Path | None:
        """A file to write, overwriting already agreed to; None when cancelled."""
        ...

    def wait(self, words: str, steps: Steps[_T]) -> _T | None:
        """What comes of long work; None when the person would not wait for it any longer."""
        ...


class CameraControl(View, Protocol):
    """The map on the screen, as tools see it and as commands steer it."""

    def center(self) -> Position:
        """Place at the centre of the view."""
        ...

    def size_px(self) -> tuple[int, int]:
        """Width and height of the view, logical pixels."""
        ...

    def look_at(self, center: Position, metres_per_px: float | None = None) -> None:
        """Bring a place to the centre, at the present scale unless one is given."""
        ...

    def zoom(self, factor: float) -> None:
        """Zoom about the centre; above 1 is nearer."""
        ...

    def pan_px(self, dx: float, dy: float) -> None:
        """Shift the view by logical pixels."""
        ...

    def fit(self, bounds: Bounds) -> None:
        """Show all of a box, with a margin."""
        ...

    def scale_denominator(self) -> float:
        """1 to this at the centre of the view."""
        ...

    def set_scale_denominator(self, denominator: float) -> None:
        """Zoom about the centre to a scale."""
        ...


class WindowControl(Protocol):
    """The window about the map."""

    def open(self, surface: str) -> None:
        """Show one of the window's surfaces: `palette`, `shortcuts`, `about`, `go-to` …"""
        ...

    def panel_shown(self, panel: str) -> bool:
        """Whether a panel is on show."""
        ...

    def show_panel(self, panel: str, *, shown: bool) -> None:
        """Show or hide a panel; showing brings it to the front."""
        ...

    def full_screen(self) -> bool:
        """Whether the window fills the screen."""
        ...

    def set_full_screen(self, *, full: bool) -> None:
        """Fill the screen, or go back to a window."""
        ...

    def close(self) -> bool:
        """Close the window: what ends the program, after the questions that belong to it."""
        ...


@dataclass(frozen=True, slots=True)
class CopiedPicture:
    """A picture for other programs, which take the form they know; `text` says what it shows."""

    png: bytes
    svg: bytes
    text: str


class Clipboard(Protocol):
    """Text and pictures shared with other programs."""

    def read(self) -> str:
        """Text on the clipboard; empty when there is none."""
        ...

    def write(self, text: str) -> None:
        """Put text on the clipboard."""
        ...

    def image(self) -> bytes:
        """A picture on the clipboard as a PNG; empty when there is none."""
        ...

    def write_picture(self, picture: CopiedPicture) -> None:
        """Put a picture on the clipboard, in all its forms."""
        ...


class ImageConverter(Protocol):
    """Decodes and encodes pictures of pixels."""

    def size(self, content: bytes) -> tuple[int, int]:
        """Width and height of a picture in pixels, from its header. ValueError says what is wrong.

        Content that no decoder here knows is wrong, too.
        """
        ...

    def as_png(self, content: bytes, most_side_px: int) -> bytes:
        """The picture as a PNG, scaled down where a side is longer. ValueError as above."""
        ...


class Exporter(Protocol):
    """Makes pictures, slides and sheets of what the workspace shows. ValueError and OSError say why
    one cannot be made.
    """

    kinds: tuple[FileKind, ...]

    def fields(self, workspace: Workspace, path: Path) -> Sequence[Field]:
        """What is to be asked before a file of that name is made; nothing for some."""
        ...

    def export(
        self, workspace: Workspace, path: Path, answers: Mapping[str, str] | None = None
    ) -> bool:
        """Write a file; the suffix says which sort. False when the person stopped it."""
        ...

    def picture(self, workspace: Workspace) -> CopiedPicture | None:
        """The map as it is seen, for the clipboard; None when the person stopped it."""
        ...

    def print_fields(self, workspace: Workspace) -> Sequence[Field]:
        """What is to be asked before the map is printed."""
        ...

    def print(self, workspace: Workspace, answers: Mapping[str, str]) -> bool:
        """Show the map as it would be printed, and print it; False when it was not printed."""
        ...


class SheetMaker(Protocol):
    """Makes sheets of paper: files and prints."""

    kinds: tuple[FileKind, ...]

    def problems(self, workspace: Workspace, layout: Layout) -> tuple[str, ...]:
        """What is amiss with a sheet that can be made, a sentence each.

        ValueError says why it cannot be made at all.
        """
        ...

    def export(self, workspace: Workspace, layout: Layout, path: Path, dpi: float) -> int:
        """Write a sheet, the suffix says which sort; how many files came of it, 0 when the person
        stopped it. `dpi` is that of pictures.

        OSError or ValueError say why it cannot be.
        """
        ...

    def print_out(self, workspace: Workspace, layout: Layout) -> str:
        """Print through the system's dialog: what came of it, in a sentence; empty when the person
        left it.

        OSError or ValueError say why it cannot be.
        """
        ...
