"""The viewer of the shipped lesson in a real browser: nothing is asked of any network, nothing goes
wrong, steps and hands work, and it shows what the program does."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from baltic_desk.io import open_any
from baltic_desk.paths import resource
from baltic_desk.ui.export.image import Means, export_steps, own_means
from baltic_desk.ui.export.step_picture import picture_of_step
from baltic_desk.ui.export.viewer import Viewer, viewer_steps
from baltic_desk.ui.fonts import load_fonts
from tests.browser import Page, browser, browser_program

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(browser_program() is None, reason="there is no Chromium"),
    pytest.mark.skipif(sys.platform == "win32", reason="pipes of this sort are not on Windows"),
]

LARGEST_BYTES = 2_500_000
DRAWN = frozenset({"lakes", "small_lakes", "rivers", "territorial", "borders", "graticule",
                   "countries", "water_names", "places", "airports"})  # fmt: skip
BOTH = "[...document.querySelectorAll('#map canvas')].map((each) => each.toDataURL())"


@pytest.fixture(scope="module")
def means(qapp: QGuiApplication) -> Means:  # noqa: ARG001  (letters and scripts need it)
    load_fonts()
    return own_means()


LISTEN = """
window.refused = [];
addEventListener("securitypolicyviolation", (told) => refused.push(told.violatedDirective), true);
"""


@pytest.fixture(scope="module")
def lesson(means: Means, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("viewer") / "lesson.html"
    held = open_any(resource("scenarios", "lesson.geojson")).document
    for _ in viewer_steps(held, out, Viewer(), means):
        pass
    return out


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture
def page(opened: Page) -> Iterator[Page]:
    """A page on which nothing may go wrong, and which may ask for nothing but itself."""
    opened.requests.clear()
    opened.said.clear()
    opened.size(1280, 720)
    opened.media(prefers_reduced_motion="reduce")
    yield opened
    assert opened.said == []
    asked = {each.partition("#")[0] for each in opened.requests}
    assert all(each.startswith(("file:", "data:", "about:")) for each in asked), asked
    assert len([each for each in asked if each.startswith("file:")]) == 1


def title(page: Page) -> str:
    found = page.run("document.getElementById('step-title').textContent")
    assert isinstance(found, str)
    return found


def test_the_lesson_is_small(lesson: Path) -> None:
    assert lesson.stat().st_size < LARGEST_BYTES


def test_steps_go_on_and_back_by_keys_buttons_and_list(page: Page, lesson: Path) -> None:
    page.open(lesson)
    page.settled(1)
    assert title(page) == "Before the lesson"
    page.key("PageDown")
    page.settled(2)
    assert title(page) == "Posture at the end of 2015"
    said = page.run("document.getElementById('said').textContent")
    assert said.startswith("Step 2 of 18: Posture at the end of 2015")
    page.run("document.getElementById('step-on').click()")
    page.settled(3)
    page.key("PageUp")
    page.settled(2)
    page.key("9")
    page.settled(9)
    assert page.run("document.getElementById('altitude').selectedOptions[0].text") == (
        "10 m above ground"
    )
    assert page.run("document.querySelector('[aria-current=step]').dataset.step") == "8"
    page.run("document.querySelector('[data-step=\"17\"]').click()")
    page.settled(18)
    assert page.run("document.getElementById('step-on').disabled")


def test_a_flight_ends_where_the_step_is(page: Page, lesson: Path) -> None:
    page.open(lesson, "#step=2")
    still = page.run(BOTH)
    page.media(prefers_reduced_motion="no-preference")
    page.open(lesson, "#step=8")
    page.key("2")
    page.settled(2)
    assert page.run(BOTH)[1] == still[1]


def test_layers_are_switched_and_the_legend_follows(page: Page, lesson: Path) -> None:
    page.open(lesson, "#step=8")
    shown = page.run("document.querySelectorAll('#pane-legend li').length")
    before = page.run(BOTH)[1]
    page.run("[...document.querySelectorAll('.row-buttons button')].at(-1).click()")
    page.wait("document.querySelector('#pane-legend').textContent === 'Nothing is shown.'")
    page.drawn()  # the legend follows at once, the map with the next frame
    after = page.run(BOTH)[1]
    assert shown > 2
    assert after != before
    assert np.count_nonzero(pixels(after)[..., 3]) == 0, "no feature is left on the map"


def test_search_finds_places_and_features_without_accents(page: Page, lesson: Path) -> None:
    page.open(lesson, "#step=1")

    def found(text: str) -> list[str]:
        page.run(f"""(() => {{ const box = document.getElementById('search'); box.focus();
            box.value = {json.dumps(text)}; box.dispatchEvent(new Event('input')); }})()""")
        return page.run(
            "[...document.querySelectorAll('#search-results li')].map((e) => e.textContent)"
        )

    assert any(row.startswith("Kaliningrad") for row in found("konigsberg"))
    assert any(row.startswith("Šiauliai") for row in found("siauliai"))
    assert found("s-400")[0].endswith("range ring")
    assert found("no such thing") == ["Nothing of that name"]
    found("siauliai")
    page.key("Enter")
    page.wait("document.activeElement.id === 'map'")


def test_distances_are_measured_on_the_ellipsoid(page: Page, lesson: Path) -> None:
    page.open(lesson, "#step=2&panel=0")
    page.key("m")
    page.click(300, 200)
    page.click(900, 500)
    told = page.run("document.getElementById('measure-result').textContent")
    assert "km · " in told
    assert "true" in told
    page.key("Escape")
    assert page.run("document.getElementById('measure-bar').hidden")


def test_a_click_on_a_symbol_tells_what_is_known(page: Page, lesson: Path) -> None:
    page.open(lesson, "#step=12&panel=0")
    for x in range(300, 1200, 12):  # until a symbol is hit
        page.click(x, 330)
        if not page.run("document.getElementById('card').hidden"):
            break
    card = page.run("document.getElementById('card-body').textContent")
    assert "Source" in card
    page.key("Escape")
    assert page.run("document.getElementById('card').hidden")


def test_dragging_moves_the_map_and_the_wheel_zooms(page: Page, lesson: Path) -> None:
    page.open(lesson, "#step=2&panel=0")
    before = page.run("document.getElementById('scale-ratio').textContent")
    first = page.run(BOTH)[1]
    page.drag((600, 300), (500, 350))
    page.wait(f"{BOTH}[1] !== {json.dumps(first)}")
    assert page.run("document.getElementById('scale-ratio').textContent") != ""
    page.call("Input.dispatchMouseEvent", type="mouseWheel", x=600, y=300, deltaX=0, deltaY=-400)
    page.wait(f"document.getElementById('scale-ratio').textContent !== {json.dumps(before)}")


def test_two_fingers_zoom_and_a_swipe_at_the_bar_goes_on(page: Page, lesson: Path) -> None:
    page.size(390, 844, density=2.0, touch=True)
    page.open(lesson, "#step=2&panel=0")
    scale = "document.getElementById('scale-ratio').textContent"
    before = page.run(scale)

    def fingers(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": k} for k, (x, y) in enumerate(places)]
        page.call("Input.dispatchTouchEvent", type=kind, touchPoints=points)

    fingers("touchStart", (180.0, 400.0), (210.0, 400.0))
    for apart_px in (20.0, 60.0, 90.0):
        fingers("touchMove", (180.0 - apart_px, 400.0), (210.0 + apart_px, 400.0))
    fingers("touchEnd")
    page.wait(f"{scale} !== {json.dumps(before)}")
    numbers = [int(text.split(":")[1].replace("\u202f", "")) for text in (before, page.run(scale))]
    assert numbers[1] < numbers[0] / 3, "seven times as far apart, so much nearer"
    box = page.run("document.getElementById('step-words').getBoundingClientRect().toJSON()")
    middle = (box["top"] + box["bottom"]) / 2
    page.drag((box["right"] - 20, middle), (box["left"] + 20, middle))
    page.settled(3)


@pytest.mark.parametrize(
    ("name", "width", "height", "density", "scheme"),
    [
        ("laptop light", 1280, 720, 1.0, "light"),
        ("laptop dark", 1280, 720, 1.0, "dark"),
        ("large", 2560, 1440, 1.0, "light"),
        ("phone", 390, 844, 2.0, "dark"),
    ],
)
def test_it_fits_every_screen_in_light_and_dark(
    page: Page, lesson: Path, name: str, width: int, height: int, density: float, scheme: str
) -> None:
    page.size(width, height, density=density, touch=width < 600)
    page.media(prefers_color_scheme=scheme, prefers_reduced_motion="reduce")
    page.open(lesson, "#step=6")
    assert page.run("document.documentElement.dataset.theme") == scheme
    assert page.run("document.documentElement.scrollWidth") <= width, name
    image = QImage.fromData(page.picture())
    assert (image.width(), image.height()) == (width * density, height * density)
    ground = image.pixelColor(image.width() // 2, image.height() // 2).lightness()
    assert (ground < 110) == (scheme == "dark")
    for side in ("marking-top", "marking-bottom"):
        box = page.run(f"document.getElementById('{side}').getBoundingClientRect().toJSON()")
        assert 0 <= box["top"] < box["bottom"] <= height


def test_a_policy_that_does_not_name_the_script_stops_it(page: Page, lesson: Path) -> None:
    """That the browser holds the page to its policy: a script with one letter more does not run."""
    text = lesson.read_text(encoding="utf-8")
    changed = lesson.with_name("changed.html")
    changed.write_text(text.replace('"use strict";', '"use strict"; ', 1), encoding="utf-8")
    # The event tells surely; what the console says of it may come late or not at all.
    listening = page.call("Page.addScriptToEvaluateOnNewDocument", source=LISTEN)
    page.call("Page.navigate", url=changed.as_uri())
    page.wait("document.readyState === 'complete' && document.getElementById('said') !== null")
    page.wait("window.refused?.length > 0")
    assert all(each.startswith("script-src") for each in page.run("refused"))
    assert page.run("document.documentElement.dataset.settled") is None
    page.call("Page.removeScriptToEvaluateOnNewDocument", identifier=listening["identifier"])
    page.call("Page.navigate", url="about:blank")
    page.wait("document.readyState === 'complete'")
    assert all("Content Security Policy" in each for each in page.said)
    page.said.clear()


def test_it_prints_with_its_marking_and_sources(page: Page, lesson: Path, tmp_path: Path) -> None:
    page.open(lesson, "#step=8")
    out = tmp_path / "printed.pdf"
    printed = page.call("Page.printToPDF", printBackground=True)
    out.write_bytes(base64.b64decode(printed["data"]))
    try:
        told = subprocess.run(["pdftotext", out, "-"], capture_output=True, text=True, check=True)
    except FileNotFoundError:
        pytest.skip("there is no pdftotext")
    assert "EXERCISE – PUBLIC SOURCES" in told.stdout
    assert "S-400: 400 km as printed" in told.stdout
    assert "Sources" in told.stdout
    assert "Tallinn" in told.stdout, "letters of the map are letters"


# -- as the program draws it -----------------------------------------------------------------------

EDGE_PX = 44
"""The program's marking and credit stand in the picture, the viewer's beside it."""


def pixels(url: str) -> npt.NDArray[np.uint8]:
    image = QImage.fromData(base64.b64decode(url.partition(",")[2]))
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return np.array(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)


def seen(page: Page) -> npt.NDArray[np.float64]:
    """Both canvases one over the other, at a quarter of the size."""
    under, over = (
        QImage.fromData(base64.b64decode(each.partition(",")[2])) for each in page.run(BOTH)
    )
    painter = QPainter(under)
    painter.drawImage(0, 0, over)
    painter.end()
    return small(under)


def small(image: QImage) -> npt.NDArray[np.float64]:
    inner = image.copy(0, EDGE_PX, image.width(), image.height() - 2 * EDGE_PX)
    made = inner.scaled(
        inner.width() // 4, inner.height() // 4,
        Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(QImage.Format.Format_RGB888)  # fmt: skip
    rows = np.array(made.constBits(), np.uint8).reshape(made.height(), made.bytesPerLine())
    return rows[:, : 3 * made.width()].reshape(made.height(), made.width(), 3).astype(float)


def apart(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    """Share of the small pixels that are clearly not of one colour."""
    return float((np.abs(one - other).max(axis=2) > 40.0).mean())


@pytest.mark.parametrize("number", [2, 6, 8, 13])
def test_it_shows_what_the_program_does(
    page: Page, lesson: Path, means: Means, tmp_path: Path, number: int
) -> None:
    page.open(lesson, f"#step={number}&panel=0&theme=light")
    width, height = page.run("[document.querySelector('#map').clientWidth, "
                             "document.querySelector('#map').clientHeight]")  # fmt: skip
    document = open_any(resource("scenarios", "lesson.geojson")).document
    step = document.steps()[number - 1]
    made = picture_of_step(
        document, step, width, height, layers=DRAWN, theme="light", sources=False
    )
    out = tmp_path / "program.png"
    for _ in export_steps(made.document, out, made.picture, means):
        pass
    program = small(QImage(str(out)))
    viewer = seen(page)
    assert apart(viewer, program) < 0.02
    page.key("1")
    page.settled(1)
    assert apart(seen(page), program) > 0.05, "another step is told apart"
