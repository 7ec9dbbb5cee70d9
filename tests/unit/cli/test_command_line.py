"""The command line as a Unix user meets it: exit codes, messages, files."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from baltic_desk import __version__
from baltic_desk.cli import main
from baltic_desk.paths import resource

SAMPLE = str(resource("scenarios", "sample.geojson"))


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "sample.geojson"
    assert main(["new", str(path), "--sample"]) == 0
    return path


def png_size(path: Path) -> tuple[int, int]:
    head = path.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def test_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"baltic-desk {__version__}\n"


def test_module_runs_as_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "baltic_desk", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"baltic-desk {__version__}\n"


def test_new_makes_an_empty_project_that_is_clean(tmp_path: Path) -> None:
    path = tmp_path / "new.geojson"
    assert main(["new", str(path)]) == 0
    assert json.loads(path.read_bytes())["features"] == []
    assert main(["check", str(path)]) == 0


def test_new_never_writes_over_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.geojson"
    path.write_text("mine")
    assert main(["new", str(path)]) == 1
    assert path.read_text() == "mine"
    assert "is there already" in capsys.readouterr().err


def test_sample_is_clean_and_as_large_as_promised(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(sample), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["problems"] == []
    kinds = [f["properties"]["kind"] for f in json.loads(sample.read_bytes())["features"]]
    assert kinds.count("unit") >= 30
    assert kinds.count("range_ring") >= 12
    assert kinds.count("arrow") >= 3


def test_every_ring_of_the_sample_has_a_source(sample: Path) -> None:
    features = json.loads(sample.read_bytes())["features"]
    rings = [f["properties"] for f in features if f["properties"]["kind"] == "range_ring"]
    assert [ring["name"] for ring in rings if not ring.get("source")] == []


def test_sample_is_what_its_builder_writes(tmp_path: Path) -> None:
    shipped = resource("scenarios", "sample.geojson")
    out = tmp_path / "built.geojson"
    subprocess.run([sys.executable, shipped.with_name("build_sample.py"), out], check=True)
    assert out.read_bytes() == shipped.read_bytes()


def test_check_names_the_place_of_a_problem(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = sample.read_text("utf-8").replace('"sidc":"', '"sidc":"x', 1)
    sample.write_text(text, "utf-8")
    assert main(["check", str(sample)]) == 1
    said = capsys.readouterr().out
    assert "sidc" in said
    assert "features[" in said


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"type":"FeatureCollection"}'])
def test_check_of_an_unreadable_file_is_2(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.geojson"
    path.write_bytes(content)
    assert main(["check", str(path)]) == 2


def test_check_of_a_missing_file_is_2(tmp_path: Path) -> None:
    assert main(["check", str(tmp_path / "nowhere.geojson")]) == 2


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_render_writes_a_png_of_the_size_asked_for(sample: Path, theme: str) -> None:
    out = sample.with_suffix(".png")
    assert main(["render", str(sample), "-o", str(out), "--size", "640x360", "--theme", theme]) == 0
    assert png_size(out) == (640, 360)


def test_render_at_a_scale_and_place_differs_from_all_of_it(sample: Path) -> None:
    near, whole = sample.with_name("near.png"), sample.with_name("whole.png")
    size = ["--size", "320x240"]
    place = ["--center", "20.5,54.7", "--scale", "500000"]
    assert main(["render", str(sample), "-o", str(near), *size, *place]) == 0
    assert main(["render", str(sample), "-o", str(whole), *size]) == 0
    assert near.read_bytes() != whole.read_bytes()


def test_render_writes_svg_and_pdf(sample: Path) -> None:
    svg, pdf = sample.with_suffix(".svg"), sample.with_suffix(".pdf")
    assert main(["render", str(sample), "-o", str(svg), "--size", "800x600"]) == 0
    assert main(["render", str(sample), "-o", str(pdf), "--bbox", "18,54,24,57"]) == 0
    assert b"<svg" in svg.read_bytes()[:2000]
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_render_shows_the_rings_of_a_class_and_says_so(sample: Path) -> None:
    out = sample.with_suffix(".svg")
    assert main(["render", str(sample), "-o", str(out), "--rings", "sensor"]) == 0
    svg = out.read_text("utf-8")
    assert "Rings shown: sensor only" in svg
    assert "#009e73" in svg
    assert "#0072b2" not in svg


@pytest.mark.parametrize(
    "wrong",
    [
        ["-o", "out.bmp"],
        ["-o", "out.png", "--size", "0x0"],
        ["-o", "out.png", "--center", "200,95"],
        ["-o", "out.png", "--scale", "12"],
        ["-o", "out.png", "--bbox", "24,57,18,54"],
        ["-o", "out.png", "--theme", "pink"],
        ["-o", "out.png", "--rings", "all-of-them"],
        ["-o", "out.png", "--center", "20,55", "--bbox", "18,54,24,57"],
    ],
)
def test_wrong_usage_of_render_is_2(sample: Path, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["render", str(sample), *wrong])
    assert stop.value.code == 2


def test_render_into_a_missing_folder_fails_with_a_sentence(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = sample.parent / "nowhere" / "out.png"
    assert main(["render", str(sample), "-o", str(out), "--size", "64x64"]) == 1
    assert "nowhere" in capsys.readouterr().err


def test_symbol_is_drawn_as_svg_and_png(tmp_path: Path) -> None:
    svg, png = tmp_path / "s.svg", tmp_path / "s.png"
    sidc = "10061500001111070000"
    assert main(["symbol", sidc, "-o", str(svg), "--set", "uniqueDesignation=A1"]) == 0
    assert ">A1<" in svg.read_text("utf-8")
    assert main(["symbol", sidc, "-o", str(png), "--size", "120"]) == 0
    assert min(png_size(png)) > 80


def test_letter_code_is_drawn(tmp_path: Path) -> None:
    assert main(["symbol", "SHGPUCI----F---", "-o", str(tmp_path / "s.svg")]) == 0


def test_wrong_symbol_code_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "s.svg"
    assert main(["symbol", "1006150000111107000", "-o", str(out)]) == 1
    assert not out.exists()
    assert "digits" in capsys.readouterr().err


def test_unknown_amplifier_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "s.svg"
    given = ["symbol", "10061500001111070000", "-o", str(out), "--set", "nonsense=1"]
    assert main(given) == 1
    assert "nonsense" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["a/" * 3_000, "a" * 300, "a\0b"])
@pytest.mark.parametrize(
    "given",
    [
        (),
        (
            "coverage",
            "--altitude",
            "100",
            "-o",
            "o.geojson",
            str(resource("scenarios", "sample.geojson")),
            "--terrain",
        ),
    ],
    ids=["window", "terrain"],
)
def test_a_name_that_no_file_can_have_is_2(
    given: tuple[str, ...], text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*given, text]) == 2
    assert capsys.readouterr().err.startswith("baltic-desk: a")


def test_missing_project_is_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere.geojson")]) == 2
    assert "no such file" in capsys.readouterr().err
