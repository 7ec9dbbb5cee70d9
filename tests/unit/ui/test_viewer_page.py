"""The one-file viewer: a policy that holds, hostile texts that stay texts, and nobody's answers."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication

from baltic_desk.app.student_file import student_file
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Arrow, ControlMeasure, Feature, Mark, Unit
from baltic_desk.document.lesson import BriefingStep, Phase, StepView, Task
from baltic_desk.document.outline import new_line, new_point
from baltic_desk.document.phase_operations import add_phase
from baltic_desk.document.project import Overlay, Picture, Project
from baltic_desk.document.store import Entry
from baltic_desk.geo.basemap import BaseMap, open_basemap
from baltic_desk.io.save import SaveError
from baltic_desk.symbology.engine import ScriptError
from baltic_desk.ui.export import viewer as viewer_module
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.image import Means, own_means
from baltic_desk.ui.export.viewer import Viewer, tells_more, viewer_steps
from baltic_desk.ui.export.viewer_page import data_text
from baltic_desk.ui.export.viewer_symbols import SymbolTable
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.own_pictures import OwnPictures
from tests.features import area, corridor, ellipse, line, note, rectangle, ring, unit

SECRET = (20.4522031, 54.7104264)
VIEW = StepView(lon=24.5, lat=57.25, width_m=400_000.0, height_m=225_000.0)
ELSEWHERE = StepView(lon=21.5, lat=55.0, width_m=80_000.0, height_m=45_000.0)
HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!--<script>",
    "\u2028\u2029&lt;{{script}}{{data}}",
    "]]>\\u003c",
)


@pytest.fixture(scope="module")
def means(qapp: QGuiApplication) -> Means:  # noqa: ARG001  (letters and scripts need it)
    """With little of the base map: what is tested here does not depend on it."""
    load_fonts()
    full = own_means()
    few = {name: full.basemap.layers[name] for name in ("lakes", "territorial", "places")}
    return Means(BaseMap(few), full.pictures, full.terrain, full.fields)


def document(*records: object) -> Document:
    return Document([Entry(record, float(k)) for k, record in enumerate(records)])  # type: ignore[arg-type]


def page(held: Document, means: Means, tmp_path: Path, audience: str = "instructor") -> str:
    out = tmp_path / "viewer.html"
    for _ in viewer_steps(held, out, Viewer(audience), means):
        pass
    return out.read_text(encoding="utf-8")


class Elements(HTMLParser):
    """Elements with their attributes, and what stands in scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[str] = []
        self._within = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._within = tag in ("script", "style")
        if self._within:
            self.inside.append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._within = False

    def handle_data(self, data: str) -> None:
        if self._within:
            self.inside[-1] += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def data_of(text: str) -> dict[str, Any]:
    style, data, script = Elements(text).inside
    assert style
    assert script
    return json.loads(data)


# -- the page ---------------------------------------------------------------------------------


def test_the_policy_names_the_script_and_the_style_by_their_bytes(
    means: Means, tmp_path: Path
) -> None:
    elements = Elements(page(document(Overlay(id="o"), unit()), means, tmp_path))
    (policy,) = (m["content"] for m in elements.of("meta") if m.get("http-equiv"))
    assert policy is not None
    rules = dict(rule.partition(" ")[::2] for rule in policy.split("; "))
    style, _, script = elements.inside

    def digest(content: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"

    assert rules == {
        "default-src": "'none'",
        "script-src": digest(script),
        "style-src": digest(style),
        "img-src": "data:",
        "connect-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_the_page_refers_to_nothing(means: Means, tmp_path: Path) -> None:
    text = page(document(Overlay(id="o"), unit()), means, tmp_path)
    elements = Elements(text)
    for tag, attributes in elements.found:
        assert tag not in ("iframe", "object", "embed", "base", "form", "img", "audio", "video")
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        for name in ("src", "href", "action", "srcset"):
            assert attributes.get(name) in (None, "data:,"), (tag, attributes)
    assert [each.get("type") for each in elements.of("script")] == ["application/json", None]
    assert "url(" not in elements.inside[0]
    assert "@import" not in elements.inside[0]


def test_every_button_and_field_has_a_name(means: Means, tmp_path: Path) -> None:
    text = page(document(Overlay(id="o"), unit()), means, tmp_path)
    for button in re.findall(r"<button\b.*?</button>", text, re.DOTALL):
        words = re.sub(r"<[^>]*>", "", button).strip()
        assert words or 'aria-label="' in button or 'id="step-words"' in button, button
    for field in re.findall(r"<(?:input|select)\b[^>]*>", text):
        assert "aria-label=" in field
    assert 'aria-live="polite"' in text


def test_hostile_texts_stay_texts(means: Means, tmp_path: Path) -> None:
    """Each is in the data letter by letter, and nowhere in the page as mark-up."""
    features = [
        replace(unit(f"u{k}", (24.0 + k, 57.0)), properties=named)
        for k, text in enumerate(HOSTILE)
        for named in (
            replace(
                unit().properties, name=text, designation=text, description=text, source_url=text
            ),
        )
    ]
    held = document(
        Project(title=HOSTILE[0], marking=HOSTILE[1], description=HOSTILE[3]),
        *(Overlay(id="o" if k == 0 else f"o{k}", name=text) for k, text in enumerate(HOSTILE)),
        *features,
        *(
            replace(note(f"t{k}", (24.0, 56.0)), properties=replace(note().properties, name=text))
            for k, text in enumerate(HOSTILE)
        ),
        *(
            BriefingStep(id=f"s{k}", title=text, note=text, view=VIEW)
            for k, text in enumerate(HOSTILE)
        ),
        Task(id="t", title=HOSTILE[0], text=HOSTILE[1]),
    )
    plain = document(Overlay(id="o"), unit())
    text, harmless = page(held, means, tmp_path), page(plain, means, tmp_path)
    told = data_of(text)
    assert [step["note"] for step in told["steps"]] == list(HOSTILE)
    assert told["title"] == HOSTILE[0]
    assert set(HOSTILE) <= set(told["texts"])
    drawn = json.dumps(told["drawings"])
    assert all(json.dumps(each)[1:-1] in drawn for each in HOSTILE[:3])
    assert [tag for tag, _ in Elements(text).found] == [tag for tag, _ in Elements(harmless).found]
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert block is not None
    assert not re.search("[<>&\u2028\u2029]", block[1])


@pytest.mark.parametrize("text", HOSTILE)
def test_data_survives_its_escapes(text: str) -> None:
    assert json.loads(data_text({"a": [text]})) == {"a": [text]}


def test_the_same_project_gives_the_same_bytes(means: Means, tmp_path: Path) -> None:
    held = every_kind()
    assert page(held, means, tmp_path) == page(held, means, tmp_path)


def test_no_id_of_the_project_is_in_the_file(means: Means, tmp_path: Path) -> None:
    held = document(Overlay(id="overlay-7f3a"), unit("unit-9c1b", overlay="overlay-7f3a"))
    text = page(held, means, tmp_path)
    assert "7f3a" not in text
    assert "9c1b" not in text


# -- what is shown ----------------------------------------------------------------------------


def every_kind() -> Document:
    arrow = new_line("w", Arrow(overlay="o", name="Way"), ((24.0, 57.0), (25.0, 57.5)))
    mark = new_point("k", Mark(overlay="o", name="Mark", shape="star"), (23.0, 57.2))
    measure = Feature(
        id="m",
        geometry=line("x", (24.0, 56.0), (26.0, 56.5)).geometry,
        properties=ControlMeasure(overlay="o", sidc="10062500001101000000", designation="A"),
    )
    return document(
        Overlay(id="o"),
        unit("u", (24.0, 57.0), name="Unit"),
        ring("r", (24.0, 57.0), 80_000.0, anchor="u"),
        line("l", (23.0, 57.0), (25.0, 58.0)),
        area("a", (22.0, 57.0), (23.0, 57.0), (23.0, 58.0)),
        note(),
        rectangle(),
        ellipse(),
        corridor("c", (24.0, 57.0), (25.0, 58.0)),
        arrow,
        mark,
        measure,
    )


def test_every_kind_of_feature_is_told(means: Means, tmp_path: Path) -> None:
    told = data_of(page(every_kind(), means, tmp_path))
    kinds = [row["kind"] for row in told["versions"]]
    assert sorted(kinds) == sorted(
        ("unit", "range_ring", "line", "polygon", "text", "rectangle", "ellipse", "corridor",
         "arrow", "mark", "control_measure")
    )  # fmt: skip
    (phase,) = told["phases"]
    assert phase["versions"] == list(range(len(kinds)))
    of = {row["kind"]: row for row in told["versions"]}
    assert of["range_ring"]["anchor"] == of["unit"]["f"]
    assert all(of["control_measure"]["drawn"]), "drawn at each scale"
    assert told["reach"] is None, "no ring of it is cut at an altitude"
    drawing = told["drawings"][of["unit"]["looks"][0]]
    assert drawing["ops"]
    assert "@edge" in json.dumps(told["paints"])


def test_a_picture_of_the_projects_own_is_one_that_the_browser_decodes(
    means: Means, tmp_path: Path
) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h9"/></svg>'
    drawn = Unit(overlay="o", sidc="10031000001211000000", picture="p", name="Own")
    held = document(
        Picture(id="p", media="image/svg+xml", data=base64.b64encode(svg).decode()),
        Overlay(id="o"),
        new_point("u", drawn, (24.0, 57.0)),
    )
    told = data_of(page(held, means, tmp_path))
    bare, *_, labelled = (told["drawings"][k] for k in told["versions"][0]["looks"])
    assert bare["image"].startswith("data:image/svg+xml;base64,")
    assert bare["size"][0] == pytest.approx(2 * bare["size"][1])
    assert labelled["label"] == "Own"


def test_a_drawing_that_a_canvas_is_not_told_of_becomes_a_picture(means: Means) -> None:
    table = SymbolTable(means.pictures, OwnPictures())
    plain = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
    row = table.rows["drawings"]
    assert isinstance(row, list)
    assert "ops" in row[table.svg(plain)]
    assert "image" in row[table.svg(plain.replace("path", "mask"))]


def test_reach_is_told_at_the_usual_altitudes_and_at_those_of_steps(
    means: Means, tmp_path: Path
) -> None:
    # In the open sea, over a smooth earth: the horizon is all that there is.
    seeing = ring("r", (18.5, 56.2), 300_000.0)
    seeing = replace(seeing, properties=replace(seeing.properties, ring_class="air-defence"))
    held = document(
        Project(terrain="none"),
        Overlay(id="o"),
        seeing,
        BriefingStep(id="s", title="Low", view=VIEW, altitude_m=25.0),
    )
    told = data_of(page(held, means, tmp_path))
    altitudes = [each["altitude_m"] for each in told["reach"]["altitudes"]]
    assert altitudes == [10.0, 25.0, 100.0, 1_000.0, 3_000.0, 10_000.0]
    assert told["steps"][0]["altitude"] == 1
    (at_altitudes,) = told["reach"]["rings"]
    assert [list(each["edges"]) for each in at_altitudes[:2]] == [["horizon"], ["horizon"]]
    assert "km at 25 m: horizon" in at_altitudes[1]["label"]
    assert list(at_altitudes[-1]["edges"]) == ["range"], "from 10 km all of it is seen"
    assert any("simplified within" in text for _, text, _ in told["credits"])


def test_a_phase_tells_only_what_it_changes(means: Means, tmp_path: Path) -> None:
    held = document(
        Overlay(id="o"), Phase(id="p1", name="Before"), unit("u", name="A"), unit("v", name="B")
    )
    after = add_phase(held, "After")
    held.show_phase(after.id)
    with held.edit("Move") as change:
        change.put(unit("u", (25.0, 58.0), name="A"))
    told = data_of(page(held, means, tmp_path))
    before, later = told["phases"]
    assert [before["name"], later["name"]] == ["Before", "After"]
    assert len(set(before["versions"]) & set(later["versions"])) == 1
    (trace,) = later["traces"]
    assert trace["way"]
    assert told["versions"][trace["ghost"]]["f"] == trace["f"]
    assert before["traces"] == []


def test_steps_leave_out_rings_as_they_do_in_the_program(means: Means, tmp_path: Path) -> None:
    aimed = ring("b", (24.0, 57.0))
    aimed = replace(aimed, properties=replace(aimed.properties, ring_class="anti-ship"))
    held = document(
        Overlay(id="o"),
        ring("r"),
        aimed,
        BriefingStep(id="s", title="Ships", view=VIEW, rings="anti-ship", highlights=("b",)),
    )
    told = data_of(page(held, means, tmp_path))
    of = {row["title"]: row["f"] for row in told["versions"]}
    (step,) = told["steps"]
    rings = [row["f"] for row in told["versions"] if row["class"] != "anti-ship"]
    assert step["hidden"] == rings
    assert step["rings"] == "Rings shown: anti-ship only"
    assert step["lit"] == [f for f in of.values() if f not in rings] or len(step["lit"]) == 1


# -- whom it is for ---------------------------------------------------------------------------


def lesson() -> Document:
    return document(
        Overlay(id="o", name="Situation"),
        Overlay(id="a", name="Solution", audience="answer"),
        unit("kept", (25.0, 58.0), name="Battalion"),
        unit("b5d8e0aa-hidden", SECRET, overlay="a", name="Enemy command post"),
        BriefingStep(id="s1", title="For all", note="Say nothing of it", view=VIEW),
        BriefingStep(id="s2", title="How it ends", view=ELSEWHERE, audience="instructor"),
        Task(id="t", title="Find it", text="Where is it?"),
    )


def test_a_students_viewer_has_no_byte_of_what_is_left_out(means: Means, tmp_path: Path) -> None:
    student = page(lesson(), means, tmp_path, "student")
    for secret in ("b5d8e0aa", "Enemy", "Solution", "nothing of it", "How it ends"):
        assert secret not in student
        assert secret in page(lesson(), means, tmp_path) or secret == "b5d8e0aa"
    told = data_of(student)
    assert [row["title"] for row in told["versions"]] == ["Battalion"]
    assert [overlay["name"] for overlay in told["overlays"]] == ["Situation"]
    assert [(step["title"], step["note"]) for step in told["steps"]] == [("For all", "")]
    assert told["tasks"] == [{"title": "Find it", "text": "Where is it?"}]


def test_a_students_viewer_is_the_same_whatever_was_left_out(means: Means, tmp_path: Path) -> None:
    """Not even which ground is told in detail speaks of it."""
    bare = document(
        Overlay(id="o", name="Situation"),
        unit("kept", (25.0, 58.0), name="Battalion"),
        BriefingStep(id="s1", title="For all", view=VIEW),
        Task(id="t", title="Find it", text="Where is it?"),
    )
    assert page(lesson(), means, tmp_path, "student") == page(bare, means, tmp_path, "student")


def test_what_would_give_an_answer_away_is_not_written(means: Means, tmp_path: Path) -> None:
    telling = replace(
        unit("kept", (25.0, 58.0)),
        properties=Unit(overlay="o", sidc="10031000001211000000", description="b5d8e0aa-hidden"),
    )
    held = document(
        Overlay(id="o"),
        Overlay(id="a", audience="answer"),
        telling,
        unit("b5d8e0aa-hidden", SECRET, overlay="a"),
    )
    with pytest.raises(ValueError, match="would still say"):
        student_file(held, None)
    with pytest.raises(ExportError, match="would still say"):
        page(held, means, tmp_path, "student")
    assert not (tmp_path / "viewer.html").exists()


def test_only_a_project_with_something_for_the_instructor_asks_whom_it_is_for() -> None:
    assert tells_more(lesson())
    assert not tells_more(document(Overlay(id="o"), unit()))


# -- writing ----------------------------------------------------------------------------------


def test_nothing_is_written_before_the_last_step(means: Means, tmp_path: Path) -> None:
    out = tmp_path / "viewer.html"
    steps = viewer_steps(document(Overlay(id="o"), unit()), out, Viewer(), means)
    count = 0
    for _ in steps:
        count += 1
        assert not out.exists()
    assert out.exists()
    assert count > 1
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["viewer.html"]


def test_whoever_leaves_leaves_no_file(means: Means, tmp_path: Path) -> None:
    out = tmp_path / "viewer.html"
    steps = viewer_steps(lesson(), out, Viewer(), means)
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert not out.exists()
    assert not [each for each in threading.enumerate() if each.name.startswith("viewer")]


def test_a_full_disk_is_told_in_a_sentence(
    means: Means, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise SaveError(Path("viewer.html"), "no room")

    monkeypatch.setattr(viewer_module, "save", full)
    with pytest.raises(ExportError, match="no room"):
        page(document(Overlay(id="o"), unit()), means, tmp_path)


def test_the_base_map_that_ships_has_all_layers_that_the_viewer_draws() -> None:
    from baltic_desk.ui.export.viewer_base import AREAS, LINES

    assert {*AREAS, *LINES} <= open_basemap().layers.keys()


def test_an_amplifier_that_the_script_stumbles_over_costs_only_the_amplifiers(
    means: Means, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = type(means.pictures).symbol

    def stumbling(self, sidc, options, size_px):  # type: ignore[no-untyped-def]
        if "uniqueDesignation" in options:
            raise ScriptError("no drawing")
        return drawn(self, sidc, options, size_px)

    monkeypatch.setattr(type(means.pictures), "symbol", stumbling)
    named = unit()
    named = replace(named, properties=replace(named.properties, designation="A1"))
    assert page(document(Overlay(id="o"), named), means, tmp_path)
