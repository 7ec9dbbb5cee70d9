"""Every call of saving on the desk fails: it says saved only when it is, and the work stays."""

from __future__ import annotations

import errno
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from baltic_desk.app import files
from baltic_desk.app.workspace import Workspace
from tests.faults import ERRORS, Faults
from tests.kept_projects import looked_at, prepare

ALL = pytest.param("all", marks=pytest.mark.slow)


class Closes:
    """Somebody who closes each question, and counts them."""

    def __init__(self) -> None:
        self.told = 0

    def choose(self, *_: object) -> str:
        self.told += 1
        return "close"

    def wait(self, _: str, steps: Any) -> Any:
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value


@pytest.mark.parametrize("errors", ["some", ALL])
def test_whatever_fails_the_desk_says_saved_only_when_it_is(
    errors: str, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BALTIC_DESK_STATE", os.environ["BALTIC_DESK_STATE"])
    tried: Counter[str] = Counter()
    for error in ERRORS if errors == "all" else (errno.ENOSPC,):
        number, happened = 0, True
        while happened:
            number += 1
            path = prepare(tmp_path / f"{error}-{number}")
            workspace.ask = person = Closes()
            assert files.load_file(workspace, path)
            files.with_title(workspace, "new", "", "")
            with pytest.MonkeyPatch.context() as patches:
                faults = Faults(patches, number, error)
                saved = files.save(workspace)
                workspace.versions.wait()
            happened = faults.happened
            holds, kept = looked_at(path)
            assert holds == ("new" if saved else "old")
            assert workspace.modified is not saved
            assert person.told == (not saved)
            if saved and workspace.versions.warning is None:
                assert kept == ["new", "old", "first"]
            tried["saved" if saved else "refused"] += happened
        assert number > 40
    print(f"\n{sum(tried.values())} faults tried on the desk: {dict(tried)}")
