"""A workspace without a window: a plate carrée for a camera, a person that follows a script."""

from __future__ import annotations

from typing import Any

import pytest

from baltic_desk.app.settings import Settings
from baltic_desk.app.workspace import Workspace
from tests.flat_camera import FlatCamera


class TextClipboard:
    """A clipboard of one's own."""

    def __init__(self) -> None:
        self.text = ""
        self.picture = b""

    def image(self) -> bytes:
        return self.picture

    def read(self) -> str:
        return self.text

    def write(self, text: str) -> None:
        self.text = text


@pytest.fixture
def camera() -> FlatCamera:
    return FlatCamera()


@pytest.fixture
def kept() -> list[Settings]:
    """Settings in the order they were kept."""
    return []


@pytest.fixture
def workspace(ask: Any, camera: FlatCamera, kept: list[Settings]) -> Workspace:
    return Workspace(ask, camera, clipboard=TextClipboard(), keep=kept.append)
