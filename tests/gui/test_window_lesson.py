"""An overlay is marked for answers, a copy is made, and both files are compared in one window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from baltic_desk.app import files
from baltic_desk.document.lesson import Task
from baltic_desk.document.project import Overlay
from baltic_desk.io import open_any
from baltic_desk.io.project import dumps
from baltic_desk.ui.assembly import DeskWindow
from tests.features import document, unit
from tests.gui.desk_hands import WindowHands


def pixels(desk: DeskWindow, colour: str) -> int:
    """How many pixels of the map are of a colour."""
    desk.view.flush()
    QApplication.processEvents()
    image = desk.view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    shown = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    return int((shown == QColor(colour).rgb()).sum())


def test_a_lesson_from_marking_to_comparing(
    desk: DeskWindow, hands: WindowHands, ask: Any, tmp_path: Path
) -> None:
    place = desk.workspace
    there = unit("hq", (24.0, 57.0), name="Hidden HQ")
    there = replace(there, properties=replace(there.properties, answers_task="t", overlay="a"))
    overlays = (Overlay(id="o", name="Situation"), Overlay(id="a", name="Solution"))
    project = document(there, overlays=overlays)
    with project.edit("Task") as change:
        change.put(Task(id="t", title="Place the HQ"))
    place.adopt(project, path=tmp_path / "lesson.geojson")
    place.session.active_overlay = "a"
    hands.menu("Overlay", "Shown To", "Answer")
    assert files.save(place)

    out = tmp_path / "student.geojson"
    ask.will_answer(("overlay", "write"), out)
    hands.menu("File", "Student Copy")
    assert b"Hidden HQ" not in out.read_bytes()
    copy = open_any(out).document
    assert [task.title for task in copy.tasks()] == ["Place the HQ"]

    answer = unit("mine", (24.2, 57.2))
    answer = replace(answer, properties=replace(answer.properties, answers_task="t"))
    with copy.edit("Answer") as change:
        change.put(answer)
    out.write_bytes(dumps(copy))
    ask.will_answer(out)
    hands.menu("Tools", "Tasks", "Compare with Answer File")
    assert desk.window.panel_shown("tasks")
    place.camera.fit((23.5, 56.8, 24.7, 57.4))
    wrong = "#c0262d"
    assert pixels(desk, wrong) > 20
    assert place.document.feature("mine") is None
    assert not place.modified
    hands.menu("Tools", "Tasks", "End Comparison")
    assert pixels(desk, wrong) == 0
