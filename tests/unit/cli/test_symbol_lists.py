"""`baltic-desk symbols` draws what it can, reports all that it cannot, and says so in its code."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic_desk.cli import main
from baltic_desk.cli.symbol_list import read_list
from baltic_desk.symbology.options import OPTIONS

INFANTRY = "10031000161211020000"


def listed(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "list.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_line_is_drawn(tmp_path: Path) -> None:
    path = listed(
        tmp_path,
        f'# units\n\n{INFANTRY} uniqueDesignation="1 (LVA) Bn"  # the first\n{INFANTRY}\n'
        "SHG*UCI----F*** file=enemy.png size=120 colors=dark\n"
        f"{INFANTRY}0000000000 fillColor=#ff0000 file=red\n",
    )
    out = tmp_path / "deep" / "folder"
    assert main(["symbols", str(path), "-o", str(out)]) == 0
    assert sorted(each.name for each in out.iterdir()) == [
        f"{INFANTRY}.svg",
        f"{INFANTRY}_2.svg",
        "enemy.png",
        "red.svg",
    ]
    assert ">1 (LVA) Bn<" in (out / f"{INFANTRY}.svg").read_text(encoding="utf-8")
    assert "#ff0000" in (out / "red.svg").read_text(encoding="utf-8")
    assert (out / "enemy.png").read_bytes().startswith(b"\x89PNG")


def test_files_are_of_the_format_asked_for(tmp_path: Path) -> None:
    path = listed(tmp_path, f"{INFANTRY}\n")
    assert main(["symbols", str(path), "-o", str(tmp_path / "o"), "--format", "png"]) == 0
    assert (tmp_path / "o" / f"{INFANTRY}.png").is_file()


def test_all_wrong_lines_are_named_and_the_others_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (
        "1003100016121102000",
        f"{INFANTRY} nonsense=1",
        f"{INFANTRY} direction=north",
        f'{INFANTRY} type="abc',
        f"{INFANTRY} file=../x",
        "10031000169999990000",
        f"{INFANTRY} file=a.svg",
        f"{INFANTRY} file=A.SVG",
        f"{INFANTRY} type=1 type=2",
        f"{INFANTRY} size=1",
        f"{INFANTRY} colors=pastel",
        f"{INFANTRY} type",
    )
    path = listed(tmp_path, "\n".join(lines))
    assert main(["symbols", str(path), "-o", str(tmp_path / "o")]) == 1
    told = capsys.readouterr().err.splitlines()
    expected = (
        (1, "20 or 30 digits, not 19"),
        (2, "no option 'nonsense'"),
        (3, "direction 'north' is not a number"),
        (4, "quotation mark is not closed"),
        (5, "not the plain name of a file"),
        (6, "no symbol for this code"),
        (8, "that of line 7 too"),
        (9, "type is said twice"),
        (10, "size '1' is not between"),
        (11, "none of light, medium, dark, color-blind"),
        (12, "'type' is not NAME=VALUE"),
    )
    assert len(told) == len(expected)
    for line, (number, text) in zip(told, expected, strict=True):
        assert line.startswith(f"{path}:{number}: ")
        assert text in line
    assert [each.name for each in (tmp_path / "o").iterdir()] == ["a.svg"]


@pytest.mark.parametrize("data", [b"\xff\xfe", b"10031000161211020000\n\xc3("])
def test_what_is_not_text_is_unreadable(
    tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(data)
    assert main(["symbols", str(path), "-o", str(tmp_path / "o")]) == 2
    assert "not UTF-8" in capsys.readouterr().err
    assert main(["symbols", str(tmp_path / "none.txt"), "-o", str(tmp_path / "o")]) == 2
    assert not (tmp_path / "o").exists()


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = listed(tmp_path, INFANTRY)
    assert main(["symbols", str(path), "-o", str(path)]) == 2
    assert "the folder cannot be made" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["con", "a/b", "a\\b", "..", ".x", "", "x.", "nul.svg", "a\tb"])
def test_no_file_leaves_the_folder(name: str) -> None:
    wanted, faults = read_list([f'{INFANTRY} "file={name}"'], ".svg")
    assert wanted == []
    assert len(faults) == 1


@given(
    name=st.sampled_from([o.name for o in OPTIONS.values() if o.kind == "text"]),
    text=st.text(
        st.characters(blacklist_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cn")), min_size=1
    ),
)
def test_any_text_can_be_said_in_quotation_marks(name: str, text: str) -> None:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    wanted, faults = read_list([f'{INFANTRY} {name}="{quoted}" # end'], ".svg")
    assert faults == []
    said = wanted[0].options[name]
    assert isinstance(said, str)
    assert text.startswith(said.removesuffix("…"))


@given(st.text(max_size=80))
def test_no_line_makes_it_fall(line: str) -> None:
    wanted, faults = read_list([line], ".svg")
    assert len(wanted) + len(faults) <= 1


def test_one_symbol_takes_all_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "s.svg"
    given_ = ["symbol", INFANTRY, "-o", str(out), "--colors", "color-blind", "--set", "frame=true"]
    assert main([*given_, "--set", "frameColor=Identity"]) == 0
    svg = out.read_text(encoding="utf-8")
    assert "rgb(70,160,240)" in svg
    assert "rgb(0,255,255)" in svg
    assert main([*given_, "--set", "direction=north"]) == 1
    assert "direction 'north' is not a number" in capsys.readouterr().err


def test_a_line_is_told_to_belong_into_a_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["symbol", "10032500001403000000", "-o", str(tmp_path / "line.svg")]) == 1
    assert "Phase Line is a line or an area, drawn by control points" in capsys.readouterr().err
