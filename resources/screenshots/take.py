"""Takes README's pictures from the sample: the window, and the map in three themes at three scales.

QT_QPA_PLATFORM=offscreen python resources/screenshots/take.py
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from msgspec.structs import replace

from baltic_desk.document.feature import Feature, RangeRing
from baltic_desk.document.project import PROJECT_ID

FOLDER = Path(__file__).resolve().parent
PLACES = {
    "6m": ((21.5, 58.2), 6_000_000.0),
    "1m": ((21.0, 54.9), 1_000_000.0),
    "200k": ((22.35, 60.15), 200_000.0),
}
THEMES = ("light", "dark", "contrast")
MAP_SIZE = (960, 600)
WINDOW_SIZE = (1600, 900)
JPEG_QUALITY = 90
SHOWN_RING = "S-400 250 km"
ALTITUDES = {"10m": 10.0, "100m": 100.0, "10km": 10_000.0}
AT_ALTITUDE = ((20.9, 54.9), 3_300_000.0)
ALTITUDE_SIZE = (760, 560)


def main() -> None:
    """Write all pictures beside this file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as own:
        for name in ("STATE", "CONFIG", "CACHE"):
            os.environ[f"BALTIC_DESK_{name}"] = str(Path(own) / name)
        _take_window()
        _take_maps()


def _take_maps() -> None:
    from PySide6.QtGui import QImage

    from baltic_desk.io.project import load
    from baltic_desk.paths import resource
    from baltic_desk.ui.export.image import Picture, export_steps, own_means

    document = load(resource("scenarios", "sample.geojson")).document
    means = own_means()
    with tempfile.TemporaryDirectory() as folder:
        drawn = Path(folder) / "map.png"
        for theme in THEMES:
            for name, (center, scale) in PLACES.items():
                picture = Picture(*MAP_SIZE, theme=theme, center=center, scale=scale, sources=False)
                for _ in export_steps(document, drawn, picture, means):
                    pass
                out = FOLDER / f"{theme}_{name}.jpg"
                assert QImage(str(drawn)).save(str(out), quality=JPEG_QUALITY)
        center, scale = AT_ALTITUDE
        picture = Picture(*ALTITUDE_SIZE, center=center, scale=scale, sources=False)
        for name, altitude_m in ALTITUDES.items():
            with document.edit("Altitude") as change:
                project = replace(document.project, altitude_m=altitude_m)
                change.put(project, document.rank(PROJECT_ID))
            for _ in export_steps(document, drawn, picture, means):
                pass
            out = FOLDER / f"altitude_{name}.jpg"
            assert QImage(str(drawn)).save(str(out), quality=JPEG_QUALITY)


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
    for theme in ("light", "dark"):
        apply_chrome(application, theme)
        desk = DeskWindow(WindowAsk(), Settings(theme=theme), open_basemap())
        desk.window.resize(*WINDOW_SIZE)
        desk.show(None, sample=resource("scenarios", "sample.geojson"))
        desk.window.resize(*WINDOW_SIZE)
        loop = QEventLoop()
        QTimer.singleShot(4000, loop.quit)
        loop.exec()
        ring = next(f for f in desk.workspace.document.features() if _label(f) == SHOWN_RING)
        desk.workspace.session.select([ring.id])
        QTimer.singleShot(1500, loop.quit)
        loop.exec()
        assert desk.window.grab().save(str(FOLDER / f"window_{theme}.png"))
        desk.workspace.document.history.mark_clean()
        desk.close()


def _label(feature: Feature) -> str | None:
    return feature.properties.label if isinstance(feature.properties, RangeRing) else None


if __name__ == "__main__":
    main()
