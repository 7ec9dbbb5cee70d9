"""`baltic-desk systems` lists figures with what they rest on, and checks a person's own file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from baltic_desk import paths
from baltic_desk.cli import main
from baltic_desk.coverage.system_reading import read_system
from baltic_desk.document.document import Document
from baltic_desk.document.own_systems import of_system
from baltic_desk.io.project import dumps
from tests.system_entries import entry, figure, variant

Capture = pytest.CaptureFixture[str]


def run(*arguments: str) -> int:
    return main(["systems", *arguments])


def own_file(path: Path, *entries: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"systems": list(entries)}), encoding="utf-8")
    return path


def test_figures_are_listed_with_status_and_sources(capsys: Capture) -> None:
    assert run("s-400") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "S-400 Triumf · s400 · SA-21 Growler · long-range SAM · Russia"
    assert (
        "    Minimum range         5 km  unverified  (general knowledge; no source found)" in lines
    )
    place = lines.index("    Maximum range       250 km  declared")
    assert lines[place + 1].startswith("      People's Daily (French): third S-400 regiment")
    assert lines[place + 1].endswith(
        "(2013) http://french.peopledaily.com.cn/International/8469063.html"
    )


def test_all_are_listed_without_a_query(capsys: Capture) -> None:
    assert run("--short") == 0
    assert len(capsys.readouterr().out.splitlines()) == 75


def test_a_system_without_a_sourced_range_says_so(capsys: Capture) -> None:
    assert run("krasukha4") == 0
    assert "  no range has a source: no ring is drawn" in capsys.readouterr().out


def test_a_misspelt_name_is_found_and_nonsense_is_not(capsys: Capture) -> None:
    assert run("iskender", "--short") == 0
    assert capsys.readouterr().out.startswith("9K720 Iskander-M")
    assert run("xyzzy") == 1
    done = capsys.readouterr()
    assert (done.out, done.err) == ("", "baltic-desk: no system fits\n")


def test_filters_take_names_in_any_case(capsys: Capture) -> None:
    assert run("--operator", "latvia", "--period", "2016-17", "--short") == 0
    found = capsys.readouterr().out
    assert "RBS 70" in found
    assert "HIMARS" not in found
    with pytest.raises(SystemExit) as stop:
        run("--operator", "Narnia")
    assert stop.value.code == 2
    assert 'no operator "Narnia"; there are Belarus, Denmark' in capsys.readouterr().err


def test_json_is_a_file_of_systems_that_checks_clean(tmp_path: Path, capsys: Capture) -> None:
    assert run("bal", "--json") == 0
    text = capsys.readouterr().out
    tree = json.loads(text)
    assert [system["id"] for system in tree["systems"]] == ["bal"]
    assert tree["provenance"] == {"bal": "shipped"}
    shipped = json.loads(paths.resource("systems", "bal.json").read_text(encoding="utf-8"))
    assert tree["systems"] == [shipped]
    path = tmp_path / "own.json"
    path.write_text(text, encoding="utf-8")
    assert run("--check", str(path)) == 0
    assert capsys.readouterr().out == f"{path}: 1 system, 8 figures, no problems\n"


def test_entries_of_this_machine_count_and_its_mistakes_are_told(capsys: Capture) -> None:
    own_file(paths.config_dir() / "systems.json", entry("s400", name="S-400, mine"), {"id": "bad"})
    assert run("s400", "--short") == 0
    done = capsys.readouterr()
    assert done.out.startswith("S-400, mine · s400")
    assert "own entry, this machine" in done.out
    assert 'baltic-desk: not used: systems.json: bad: "sidc" is missing' in done.err
    assert run("--from", "this machine", "--json") == 0
    assert json.loads(capsys.readouterr().out)["provenance"] == {"s400": "this machine"}


def test_entries_of_a_project_count_when_it_is_named(tmp_path: Path, capsys: Capture) -> None:
    document = Document()
    with document.edit("Add") as change:
        change.put(of_system(read_system(entry())))
    path = tmp_path / "p.geojson"
    path.write_bytes(dumps(document))
    assert run("own_sam", "--short") == 1
    assert run("own_sam", "--short", "--project", str(path)) == 0
    assert "own entry, this project" in capsys.readouterr().out


def test_an_unreadable_project_ends_with_two(tmp_path: Path, capsys: Capture) -> None:
    assert run("--project", str(tmp_path / "none.geojson")) == 2
    assert "there is no such file" in capsys.readouterr().err


def test_a_check_names_file_system_and_figure(tmp_path: Path, capsys: Capture) -> None:
    bad = entry("x", variants=[variant(figures=[figure(), figure(value=80, sources=[])])])
    path = own_file(tmp_path / "own.json", entry(), bad)
    assert run("--check", str(path)) == 1
    assert capsys.readouterr().out == (
        f'{path}: x: variant "M1": range_max 80 km: it is declared, and no source is named\n'
    )
    assert run("--check", str(path), "--json") == 1
    report = json.loads(capsys.readouterr().out)
    assert report["systems"] == ["own_sam"]
    assert report["problems"] == [
        {
            "place": 'x: variant "M1": range_max 80 km',
            "text": "it is declared, and no source is named",
        }
    ]


def test_a_check_knows_codes_that_cannot_be_drawn(tmp_path: Path, capsys: Capture) -> None:
    path = own_file(tmp_path / "own.json", entry(sidc="99999999999999999999"))
    assert run("--check", str(path)) == 1
    assert f"{path}: own_sam: sidc: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b'{"systems": [], "systems": []}', 1, "systems"),
        (b"{", 1, "line 1"),
        (b"\xff\xfe", 1, ""),
        (b'{"systems": [NaN]}', 1, "NaN"),
        (b"[" * 100 + b"]" * 100, 1, ""),
    ],
)
def test_what_is_no_json_is_told_and_not_read(
    tmp_path: Path, capsys: Capture, content: bytes, code: int, said: str
) -> None:
    path = tmp_path / "own.json"
    path.write_bytes(content)
    assert run("--check", str(path)) == code
    told = capsys.readouterr().out
    assert told.startswith(str(path))
    assert said in told


def test_a_missing_file_ends_with_two(tmp_path: Path, capsys: Capture) -> None:
    path = str(tmp_path / "none.json")
    assert run("--check", path) == 2
    assert path in capsys.readouterr().out
    assert run("--check", path, "--json") == 2
    assert json.loads(capsys.readouterr().out)["readable"] is False


def test_check_stands_alone(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stop:
        run("s400", "--check", "x.json")
    assert stop.value.code == 2
    assert "nothing else" in capsys.readouterr().err
