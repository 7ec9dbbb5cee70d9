"""Takes README's pictures of the shipped lesson: the window, two steps as presented, a sheet.

QT_QPA_PLATFORM=offscreen python resources/screenshots/take_lesson.py
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
WINDOW_SIZE = (1600, 900)
STEPS = (9, 15)
JPEG_QUALITY = 88
PHASE = 4
"""Place in the order, from 0, of the phase that the window shows."""


def main() -> None:
    """Write all pictures beside this file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as own:
        for name in ("STATE", "CONFIG", "CACHE"):
            os.environ[f"BALTIC_DESK_{name}"] = str(Path(own) / name)
        _take_window()
        _draw(Path(own))


def _draw(folder: Path) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    from baltic_desk.cli import main as command
    from baltic_desk.paths import resource

    lesson, drawn = str(resource("scenarios", "lesson.geojson")), str(folder / "drawn.png")
    for number in STEPS:
        step = ["--step", str(number), "--size", "960x540", "--no-sources"]
        assert command(["render", lesson, "-o", drawn, *step]) == 0
        assert QImage(drawn).save(str(FOLDER / f"lesson_step_{number}.jpg"), quality=JPEG_QUALITY)
    sheet = ["--sheet", "A3", "--landscape", "--scale", "2000000", "--grid", "mgrs"]
    where = ["--center", "21.6,55.4", "--phase", str(PHASE), "--dpi", "150"]
    assert command(["render", lesson, "-o", drawn, *sheet, *where]) == 0
    page = QImage(drawn).scaledToWidth(1400, Qt.TransformationMode.SmoothTransformation)
    assert page.save(str(FOLDER / "lesson_sheet.jpg"), quality=JPEG_QUALITY)


def _take_window() -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    from baltic_desk.app.settings import Settings
    from baltic_desk.geo.basemap import open_basemap
    from baltic_desk.paths import resource
    from baltic_desk.ui.application import make_application
    from baltic_desk.ui.assembly import DeskWindow
    from baltic_desk.ui.chrome import apply_chrome
    from baltic_desk.ui.dialogs import WindowAsk

    application = make_application()
    apply_chrome(application, "light")
    desk = DeskWindow(WindowAsk(), Settings(), open_basemap())
    desk.window.resize(*WINDOW_SIZE)
    desk.show(None, sample=resource("scenarios", "lesson.geojson"))
    desk.window.resize(*WINDOW_SIZE)
    loop = QEventLoop()
    QTimer.singleShot(4000, loop.quit)
    loop.exec()
    document = desk.workspace.document
    document.show_phase(document.phases()[PHASE].id)
    desk.window.show_panel("briefing", shown=True)
    QTimer.singleShot(9000, loop.quit)
    loop.exec()
    picture = desk.window.grab().toImage()
    assert picture.save(str(FOLDER / "lesson_window.jpg"), quality=JPEG_QUALITY)
    document.history.mark_clean()
    desk.close()


if __name__ == "__main__":
    main()
