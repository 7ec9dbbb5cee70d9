"""`baltic-desk render` writes each sort of file, for whom it is told."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation

from baltic_desk.cli import main
from baltic_desk.document.document import Document
from baltic_desk.io.project import dumps
from baltic_desk.ui.export import slide_files
from tests.exports import SECRET_AT, SECRETS, said_in, taught


@pytest.fixture(autouse=True)
def small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slide_files, "PICTURE_PX", 308)


def saved(document: Document, folder: Path) -> Path:
    path = folder / "taught.geojson"
    path.write_bytes(dumps(document))
    return path


def render(project: Path, name: str, *options: str) -> Path:
    out = project.with_name(name)
    assert main(["render", str(project), "-o", str(out), *options]) == 0
    return out


@pytest.mark.parametrize("name", ["out.svg", "out.pptx", "out.png", "out.tif", "out.pdf"])
@pytest.mark.parametrize("audience", ["instructor", "student"])
def test_what_is_not_for_students_is_only_in_the_instructors_file(
    tmp_path: Path, name: str, audience: str
) -> None:
    project = saved(taught(), tmp_path)
    near = ["--size", "320x200", "--center", "21.4,55.4", "--scale", "1000000", "--phase", "Before"]
    options = {"out.pdf": ["--steps"], "out.pptx": []}.get(name, near)
    said = said_in(render(project, name, "--audience", audience, *options))
    if name == "out.pdf":
        if shutil.which("pdftotext") is None:
            pytest.skip("needs poppler's tools")
        out = tmp_path / name
        done = subprocess.run(["pdftotext", out, "-"], capture_output=True, check=True)
        said += done.stdout.decode()
    if audience == "student":
        for secret in (*SECRETS, *map(str, SECRET_AT)):
            assert secret not in said
    elif name not in ("out.png", "out.tif"):
        assert "Zwiebelfisch" in said
        assert ("Eulenspiegel" in said) == (name == "out.pptx")


def test_sizes_in_millimetres_and_dots_per_inch_come_out(tmp_path: Path) -> None:
    project = saved(taught(), tmp_path)
    out = render(project, "out.png", "--size", "50.8x25.4mm", "--dpi", "150", "--world-file")
    with Image.open(out) as image:
        assert image.size == (300, 150)
        assert image.info["dpi"] == pytest.approx((150, 150), abs=0.02)
    assert out.with_suffix(".pgw").exists()
    assert out.with_suffix(".prj").exists()


def test_slides_are_all_steps(tmp_path: Path) -> None:
    made = Presentation(str(render(saved(taught(), tmp_path), "out.pptx")))
    assert len(made.slides) == 4


@pytest.mark.parametrize(
    "options",
    [
        ["-o", "out.gif"],
        ["-o", "out.svg", "--steps"],
        ["-o", "out.pdf", "--notes"],
        ["-o", "out.pptx", "--step", "1"],
        ["-o", "out.svg", "--dpi", "300"],
        ["-o", "out.png", "--dpi", "3"],
        ["-o", "out.png", "--size", "10.5x20"],
        ["-o", "out.png", "--size", "50000x50000mm"],
    ],
)
def test_options_that_do_not_go_together_are_refused(tmp_path: Path, options: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["render", str(saved(taught(), tmp_path)), *options])
    assert stop.value.code == 2
