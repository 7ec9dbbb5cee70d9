"""The project's colours are those of every picture: on the map, in lists, in exported files."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.ui.export.image import Picture, export
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_colours import SymbolColours
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.features import document, unit

SIDC = "10031000161211020000"


@pytest.fixture
def pictures(qapp: QApplication) -> SymbolPictures:
    assert qapp is not None
    return SymbolPictures(symbol_renderer())


def test_pictures_follow_the_project(pictures: SymbolPictures) -> None:
    light = pictures.picture(SIDC, {}, 40)
    assert pictures.picture(SIDC, {}, 40) is light
    pictures.colours = "color-blind"
    assert "rgb(70,160,240)" in pictures.symbol(SIDC, {}, 40).svg
    assert pictures.picture(SIDC, {}, 40) is not light
    # What a symbol says for itself comes first.
    assert "rgb(0,107,140)" in pictures.symbol(SIDC, {"colorMode": "Dark"}, 40).svg
    pictures.colours = "light"
    assert pictures.picture(SIDC, {}, 40) is light


def test_the_window_follows_the_project_and_its_undo(
    pictures: SymbolPictures, ask: object, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    workspace = Workspace(ask, None, document=document())  # type: ignore[arg-type]
    SymbolColours(workspace, pictures, window)
    workspace.run("view.symbol-colours.dark")
    assert pictures.colours == "dark"
    workspace.run("edit.undo")
    assert pictures.colours == "light"
    workspace.run("edit.redo")
    assert pictures.colours == "dark"


def test_a_project_that_is_opened_brings_its_colours(
    pictures: SymbolPictures, ask: object, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    workspace = Workspace(ask, None, document=document())  # type: ignore[arg-type]
    SymbolColours(workspace, pictures, window)
    workspace.adopt(coloured("medium"))
    assert pictures.colours == "medium"


def coloured(colours: str) -> Document:
    made = document(unit())
    with made.edit("Colours") as change:
        change.put(replace(made.project, symbol_colors=colours))
    return made


def test_exports_have_the_projects_colours(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp is not None
    written: list[str] = []
    for colours in ("light", "color-blind"):
        out = tmp_path / f"{colours}.svg"
        export(coloured(colours), out, Picture(300, 200))
        written.append(out.read_text(encoding="utf-8"))
    assert "#80e0ff" in written[0]
    assert "#46a0f0" in written[1]
    assert "#80e0ff" not in written[1]
