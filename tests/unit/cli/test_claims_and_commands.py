"""Commands without a window read a file whoever has it, and claim nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from baltic_desk.cli import main
from baltic_desk.io.project import dumps
from baltic_desk.io.project_claim import claim_path
from tests.claiming import record, written
from tests.features import document, ring, unit


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "share" / "plan.geojson"
    path.parent.mkdir()
    path.write_bytes(dumps(document(unit("u"), ring("r", anchor="u"))))
    return path


@pytest.mark.parametrize("held", [False, True])
def test_commands_claim_nothing_and_ask_nobody(held: bool, plan: Path, tmp_path: Path) -> None:
    claim = written(record())
    if held:
        claim_path(plan).write_bytes(claim)
    assert main(["check", str(plan)]) in (0, 1)
    assert main(["honesty", str(plan)]) in (0, 1)
    assert main(["student", str(plan), "-o", str(tmp_path / "copy.geojson")]) == 0
    left = sorted(each.name for each in plan.parent.iterdir())
    assert left == ([claim_path(plan).name] if held else []) + ["plan.geojson"]
    assert not held or claim_path(plan).read_bytes() == claim


def test_read_only_needs_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--read-only"])
    assert "--read-only needs a file" in capsys.readouterr().err


def test_a_file_is_opened_read_only_when_that_is_asked_for(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Any, ...]] = []

    def run_window(path: Path | None, *, sample: Path | None, read_only: bool) -> int:
        opened.append((path, sample, read_only))
        return 0

    monkeypatch.setattr("baltic_desk.ui.application.run_window", run_window)
    assert main([str(plan), "--read-only"]) == 0
    assert main([str(plan)]) == 0
    assert opened == [(plan, None, True), (plan, None, False)]
