"""A workspace for panels, with a plane map for a camera and nothing else about it."""

from __future__ import annotations

from collections.abc import Iterable

from baltic_desk.app.settings import Settings
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.geometry import Position
from baltic_desk.document.outline import new_point
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Entry
from tests.conftest import ScriptedAsk
from tests.desks import PlaneView
from tests.features import unit


class PlaneCamera(PlaneView):
    """A camera that remembers where it was told to look."""

    def __init__(self) -> None:
        super().__init__(Document())
        self.looked_at: list[object] = []

    def center(self) -> Position:
        return 22.5, 59.5

    def size_px(self) -> tuple[int, int]:
        return 1200, 800

    def look_at(self, center: Position, metres_per_px: float | None = None) -> None:
        self.looked_at.append((center, metres_per_px))

    def zoom(self, factor: float) -> None:
        self.looked_at.append(factor)

    def pan_px(self, dx: float, dy: float) -> None:
        self.looked_at.append((dx, dy))

    def fit(self, bounds: tuple[float, float, float, float]) -> None:
        self.looked_at.append(bounds)

    def scale_denominator(self) -> float:
        return 1_000_000.0

    def set_scale_denominator(self, denominator: float) -> None:
        self.looked_at.append(denominator)


def project(
    *records: Feature | Foreign, overlays: Iterable[Overlay] = (Overlay(id="o", name="Air"),)
) -> Document:
    """A document of these overlays and features, the lowest first."""
    every = (*overlays, *records)
    return Document([Entry(record, float(rank)) for rank, record in enumerate(every, start=1)])


def workspace(document: Document, **settings: object) -> Workspace:
    """A workspace with that document on the desk."""
    camera = PlaneCamera()
    camera.document = document
    return Workspace(
        ScriptedAsk(),
        camera,
        settings=Settings(**settings),  # type: ignore[arg-type]
        document=document,
        keep=lambda _settings: None,
    )


def many_units(count: int) -> Document:
    """A document of that many named units on one overlay."""
    template = unit("u").properties
    entries = [Entry(Overlay(id="o", name="Air"), 1.0)]
    for number in range(count):
        position = 10 + number % 250 / 10, 53 + number // 250 / 20 % 13
        entries.append(Entry(new_point(f"u{number}", template, position), number + 2.0))
    return Document(entries)
