"""Every call of saving fails with every error, and the process dies in every call: what is left.

Run with `-s` it says how often that was tried.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from baltic_desk.io.backups import Content, keep
from tests.faults import DIED, ERRORS, Faults, deaths
from tests.kept_projects import NEW, THEN, looked_at, prepare, save_and_keep

posix = pytest.mark.skipif(os.name != "posix", reason="dying is tried by forking")
ALL = pytest.param("all", marks=pytest.mark.slow)


@pytest.fixture(autouse=True)
def _state_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put back after what `prepare` does with it."""
    monkeypatch.setenv("BALTIC_DESK_STATE", os.environ["BALTIC_DESK_STATE"])


# -- failing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("errors", ["some", ALL])
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
def test_whatever_fails_the_file_is_old_or_new_and_versions_can_be_read(
    errors: str, lasting: bool, tmp_path: Path
) -> None:
    tried: Counter[tuple[str, str]] = Counter()
    for error in ERRORS if errors == "all" else ERRORS[:1]:
        number, happened = 0, True
        while happened:
            number += 1
            path = prepare(tmp_path / f"{error}-{number}")
            with pytest.MonkeyPatch.context() as patches:
                faults = Faults(patches, number, error, lasting=lasting)
                said = save_and_keep(path)
            happened = faults.happened
            holds, kept = looked_at(path)
            assert holds == ("new" if said[0] == "saved" else "old"), (number, said)
            if said[1] == "kept":
                assert kept == ["new", "old", "first"]
            tried[said] += happened
            # Nothing that is left stands in the way of the next time.
            if holds == "old":
                assert save_and_keep(path) == ("saved", "kept")
            elif said[1] == "warned":
                keep(path, [Content(NEW, THEN)])
            holds, kept = looked_at(path)
            assert (holds, kept[0], kept[-1]) == ("new", "new", "first")
        assert number > 40
    assert tried["failed", "nothing"] > 10
    assert tried["saved", "warned"] > 5
    print(f"\n{sum(tried.values())} faults tried: {dict(tried)}")


def test_the_order_is_write_sync_replace_sync_the_folder(tmp_path: Path) -> None:
    path = prepare(tmp_path / "order")
    with pytest.MonkeyPatch.context() as patches:
        faults = Faults(patches)
        assert save_and_keep(path) == ("saved", "kept")
    made = faults.made
    for target in (path, *(path.parent / "state").rglob("*.gz"), *path.parent.rglob("index.json")):
        placed = [k for k, call in enumerate(made) if call.name == "replace" and
                  Path(call.arguments[1]) == target]  # fmt: skip
        if target.suffix == ".gz" and not placed:
            continue  # kept before
        (at,) = placed
        fresh = Path(made[at].arguments[0])
        opened = next(k for k, c in enumerate(made) if c.name == "open" and c.arguments[0] == fresh)
        names = [call.name for call in made[opened:at]]
        assert names.index("write") < names.index("fsync") < names.index("read")
        assert "write" not in names[names.index("fsync") :]
        assert names.index("close") > names.index("fsync")
        after = made[at + 1 :]
        assert os.name == "nt" or (after[0].name, Path(after[0].arguments[0])) == (
            "open", target.parent,
        )  # fmt: skip
        assert os.name == "nt" or after[1].name == "fsync"


# -- dying ---------------------------------------------------------------------------------------

DYING = """
from tests import kept_projects

def prepare(place):
    kept_projects.prepare(place / "plan")

def work(place):
    kept_projects.save_and_keep(place / "plan" / "plan.geojson")

def state(place):
    holds, kept = kept_projects.looked_at(place / "plan" / "plan.geojson")
    return " ".join((holds, *kept))
"""


@posix
def test_wherever_the_process_dies_the_file_is_old_or_new_and_versions_can_be_read(
    tmp_path: Path,
) -> None:
    runs = deaths(DYING, tmp_path)
    assert len(runs) > 40
    assert {run.code for run in runs[:-1]} == {DIED}
    assert runs[-1][1:] == (0, "new new old first")
    states = [run.state for run in runs]
    assert list(dict.fromkeys(states)) == [
        "old first", "new first", "new old first", "new new old first",
    ]  # fmt: skip
    print(f"\n{len(runs) - 1} deaths tried: {dict(Counter(states[:-1]))}")
