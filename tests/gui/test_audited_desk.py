"""Opening, looking at, editing and exporting hostile projects opens nothing that is not theirs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.gui.baited import NAME
from tests.hostile.cases import samples

SCRIPT = Path(__file__).with_name("audited.py")
OUT = ("out.png", "out.svg", "out.pdf", "out.tif", "out.html", "out.pptx", "sheet.pdf",
       "saved.geojson")  # fmt: skip


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a run of the window in a process of its own has opened."""
    folder = tmp_path_factory.mktemp("audited")
    run = subprocess.run(
        [sys.executable, str(SCRIPT), str(folder / "desk"), str(folder / "heard.json")],
        capture_output=True,
        text=True,
        check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith("BALTIC_DESK_")},
    )
    assert run.returncode == 0, run.stderr
    heard: dict[str, Any] = json.loads((folder / "heard.json").read_text("utf-8"))
    print(f"\n{len(heard['done'])} things done, {heard['counts']}")
    return heard


pytestmark = pytest.mark.timeout(600)  # of the clock, on a machine that does much else


def test_everything_was_done_without_a_fault(audited: dict[str, Any]) -> None:
    assert audited["failed"] == []
    missing = [name for name in OUT if f"{name} True" not in audited["done"]]
    assert missing == [], audited["told"]
    assert {case.name for case in samples()} <= set(audited["done"])


def test_no_file_is_opened_outside_the_folders_of_project_program_and_system(
    audited: dict[str, Any],
) -> None:
    assert audited["outside"] == []
    assert audited["counts"]["files opened"] > 1_000, "the hook hears what is opened"


def test_no_socket_is_opened_and_no_process_started(audited: dict[str, Any]) -> None:
    assert audited["counts"]["forbidden events"] == 0


def test_no_text_of_a_file_has_a_picture_loaded(audited: dict[str, Any]) -> None:
    if not audited["watched"]:
        pytest.skip("only Linux tells of what Qt opens")
    assert audited["canary shown carelessly"] > 0, "a label that believes markup would be noticed"
    assert audited["canary"] == 0


def test_the_log_holds_nothing_of_what_is_drawn(audited: dict[str, Any]) -> None:
    log = audited["log"]
    assert "BalticDesk" in log
    for secret in (NAME, "canary", "<img", "Suwalki", "baited"):
        assert secret not in log
    # Positions have decimals that no version and no time has.
    assert not re.search(r"\d{1,3}\.\d{4,}", log)
