"""`baltic-desk render FILE -o OUT.html`: the viewer as a teacher makes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from baltic_desk.cli import main
from baltic_desk.document.document import Document
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Entry
from baltic_desk.io.project import dumps
from tests.features import unit


@pytest.fixture
def project(tmp_path: Path) -> Path:
    records = (
        Overlay(id="o", name="Situation"),
        Overlay(id="a", name="Solution", audience="answer"),
        unit("kept", (25.0, 58.0), name="Battalion"),
        unit("gone", (20.4522031, 54.7104264), overlay="a", name="Enemy command post"),
    )
    path = tmp_path / "lesson.geojson"
    path.write_bytes(dumps(Document([Entry(r, float(k)) for k, r in enumerate(records)])))
    return path


def test_the_audience_decides_what_is_in_it(project: Path) -> None:
    out = project.with_suffix(".html")
    assert main(["render", str(project), "-o", str(out), "--audience", "student"]) == 0
    text = out.read_text(encoding="utf-8")
    assert "Battalion" in text
    assert "Enemy" not in text
    assert "Solution" not in text
    assert '"title":"Baltic (Lambert conformal conic)"' in text


@pytest.mark.parametrize(
    "option", [("--step", "1"), ("--phase", "1"), ("--rings", "sensor"), ("--scale", "1000000")]
)
def test_a_viewer_has_all_steps_and_goes_anywhere(
    project: Path, option: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["render", str(project), "-o", str(project.with_suffix(".html")), *option])
    assert ended.value.code == 2
    assert "a viewer has all phases and steps" in capsys.readouterr().err
    assert not project.with_suffix(".html").exists()
