"""Merging what another program wrote: nothing is ever gone over without being asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from baltic_desk.app import files, merge_sight, merging
from baltic_desk.app.autosave import Autosave
from baltic_desk.app.workspace import Workspace
from baltic_desk.cli.sample import PLAIN, SAMPLES
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.project import Overlay
from baltic_desk.io.backup_folder import read_version
from baltic_desk.io.backups import versions_of
from baltic_desk.io.project import dumps, load
from baltic_desk.paths import resource
from tests.features import document, line, unit
from tests.flat_camera import FlatCamera


class WritesMeanwhile(FlatCamera):
    """Is asked where it stands while the project is written; then somebody else writes."""

    def __init__(self, write: Callable[[], object]) -> None:
        super().__init__()
        self._write: Callable[[], object] | None = write

    def center(self) -> tuple[float, float]:
        write, self._write = self._write, None
        if write is not None:
            write()
        return super().center()


RIGA, OTHER = (24.1, 56.95), (25.0, 57.5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project file of two units and a line."""
    path = tmp_path / "plan.geojson"
    project = document(
        unit("u", RIGA, name="Alpha"),
        unit("v", OTHER, name="Bravo"),
        line("l"),
        overlays=(Overlay(id="o", name="One"), Overlay(id="p", name="Two")),
    )
    path.write_bytes(dumps(project))
    return path


@pytest.fixture
def desk(ask: Any, path: Path) -> Workspace:
    """The project on a desk."""
    workspace = Workspace(ask, FlatCamera(), keep=lambda _settings: None)
    assert files.load_file(workspace, path)
    return workspace


def they(path: Path, **names: str) -> None:
    """Another program gives features other names; None deletes one."""
    other = load(path).document
    for feature_id, name in names.items():
        rename(other, feature_id, name)
    path.write_bytes(dumps(other))


def rename(document: Document, feature_id: str, name: str) -> None:
    feature = document.feature(feature_id)
    assert feature is not None
    with document.edit("Rename") as change:
        change.put(replace(feature, properties=replace(feature.properties, name=name)))


def name(document: Document, feature_id: str) -> str:
    feature = document.feature(feature_id)
    assert isinstance(feature, Feature)
    return feature.properties.name


def keys(workspace: Workspace) -> dict[str, tuple[str, bool]]:
    """What is proposed: whose it is, and whether it is in conflict."""
    assert workspace.merging is not None
    return {each.key: (each.side, each.conflict) for each in workspace.merging.proposals}


def test_what_both_changed_apart_comes_together(desk: Workspace, path: Path) -> None:
    they(path, u="Theirs")
    rename(desk.document, "v", "Mine")
    assert merging.begin(desk)
    assert keys(desk) == {"u": ("theirs", False), "v": ("mine", False)}
    assert merging.apply(desk)
    assert desk.merging is None
    assert (name(desk.document, "u"), name(desk.document, "v")) == ("Theirs", "Mine")
    assert desk.document.history.undo_label == merging.LABEL
    assert files.save(desk)
    saved = load(path).document
    assert (name(saved, "u"), name(saved, "v")) == ("Theirs", "Mine")


def test_a_conflict_stays_mine_until_somebody_says_otherwise(desk: Workspace, path: Path) -> None:
    they(path, u="Theirs")
    rename(desk.document, "u", "Mine")
    merging.begin(desk)
    assert keys(desk) == {"u": ("both", True)}
    assert desk.merging is not None
    assert desk.merging.counts().undecided == 1
    merging.take(desk, ["u"], "theirs")
    assert desk.merging.counts().undecided == 0
    merging.apply(desk)
    assert name(desk.document, "u") == "Theirs"
    desk.document.undo()
    assert name(desk.document, "u") == "Mine"


def test_cancelling_changes_nothing_and_saving_asks_again(
    desk: Workspace, ask: Any, path: Path
) -> None:
    they(path, u="Theirs")
    rename(desk.document, "v", "Mine")
    before, digest = list(desk.document.all_entries()), desk.digest
    merging.begin(desk)
    merging.cancel(desk)
    assert list(desk.document.all_entries()) == before
    assert desk.digest == digest
    ask.will_answer("cancel")
    assert not files.save(desk)
    assert name(load(path).document, "u") == "Theirs"


def test_a_merge_that_is_taken_back_leaves_a_file_that_is_not_known(
    desk: Workspace, ask: Any, path: Path
) -> None:
    they(path, u="Theirs")
    merging.begin(desk)
    merging.apply(desk)
    assert not desk.modified  # it is just what the file holds
    desk.document.undo()
    assert desk.modified
    ask.will_answer("cancel")
    assert not files.save(desk)
    assert name(load(path).document, "u") == "Theirs"
    desk.document.redo()
    rename(desk.document, "v", "Mine")
    assert files.save(desk)
    desk.document.undo()
    desk.document.undo()
    assert files.save(desk)  # what the file holds by now was written here
    assert name(load(path).document, "u") == "Alpha"


def test_a_third_change_after_merging_is_asked_about(desk: Workspace, ask: Any, path: Path) -> None:
    they(path, u="Theirs")
    merging.begin(desk)
    they(path, v="Later")
    merging.apply(desk)
    rename(desk.document, "l", "Mine")
    ask.will_answer("merge")
    assert not files.save(desk)
    assert keys(desk) == {"v": ("theirs", False), "l": ("mine", False)}
    merging.apply(desk)
    assert files.save(desk)
    saved = load(path).document
    assert [name(saved, i) for i in "uvl"] == ["Theirs", "Later", "Mine"]


def test_the_file_changes_while_it_is_merged(desk: Workspace, path: Path) -> None:
    they(path, u="Theirs")
    rename(desk.document, "u", "Mine")
    merging.begin(desk)
    merging.take(desk, ["u"], "theirs")
    they(path, v="Later")
    merging.begin(desk)
    assert keys(desk) == {"u": ("both", True), "v": ("theirs", False)}
    assert desk.merging is not None
    assert desk.merging.takes == {"u": "theirs"}, "what was decided stays decided"
    they(path, u="Other")
    merging.begin(desk)
    assert desk.merging.takes == {}, "but not about what is another by now"


def test_the_document_changes_while_it_is_merged(desk: Workspace, path: Path) -> None:
    they(path, u="Theirs")
    merging.begin(desk)
    rename(desk.document, "u", "Mine")
    merging.apply(desk)
    assert name(desk.document, "u") == "Mine", "nobody has decided what is a conflict by now"


def test_nothing_but_the_layout_of_the_file_has_changed(desk: Workspace, path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")
    assert not merging.begin(desk)
    assert desk.merging is None
    assert "nothing" in desk.message
    rename(desk.document, "u", "Mine")
    assert files.save(desk)


def test_without_a_common_state_all_that_differs_is_a_conflict(desk: Workspace, path: Path) -> None:
    they(path, u="Theirs")
    rename(desk.document, "v", "Mine")
    desk.common = None
    merging.begin(desk)
    assert keys(desk) == {"u": ("both", True), "v": ("both", True)}
    assert desk.merging is not None
    assert desk.merging.two_way
    assert desk.merging.takes == {}
    merging.apply(desk)
    assert (name(desk.document, "u"), name(desk.document, "v")) == ("Alpha", "Mine")


@pytest.mark.parametrize(
    "content",
    [b"{", b'{"type":"FeatureCollection","features":[]}', b'{"type":"FeatureCollection",'
     b'"baltic_desk":{"schema":99},"features":[]}'],
)  # fmt: skip
def test_what_cannot_be_merged_is_said(
    desk: Workspace, ask: Any, path: Path, content: bytes
) -> None:
    path.write_bytes(content)
    ask.will_answer(None)
    assert not merging.begin(desk)
    assert "cannot be merged" in ask.asked[-1]
    assert desk.merging is None


def test_waiting_can_be_given_up(desk: Workspace, ask: Any, path: Path) -> None:
    they(path, u="Theirs")
    ask.patience = 0
    assert not merging.begin(desk)
    assert desk.merging is None


def test_saving_under_the_same_name_asks_as_well(desk: Workspace, ask: Any, path: Path) -> None:
    they(path, u="Theirs")
    rename(desk.document, "v", "Mine")
    ask.will_answer(path, "cancel")
    assert not files.save_as(desk)
    assert name(load(path).document, "u") == "Theirs"


def test_saving_over_another_project_that_changes_meanwhile_asks(
    desk: Workspace, ask: Any, path: Path
) -> None:
    other = path.with_name("other.geojson")
    other.write_bytes(path.read_bytes())
    desk.camera = WritesMeanwhile(lambda: they(other, u="Late"))
    ask.will_answer(other, "cancel")
    assert not files.save_as(desk)
    assert name(load(other).document, "u") == "Late"


def test_a_file_that_comes_into_being_meanwhile_is_asked_about(
    desk: Workspace, ask: Any, path: Path
) -> None:
    other = path.with_name("other.geojson")
    desk.camera = WritesMeanwhile(lambda: other.write_text("somebody else’s"))
    ask.will_answer(other, "cancel")
    assert not files.save_as(desk)
    assert other.read_text() == "somebody else’s"


def test_work_that_is_kept_by_itself_never_goes_into_the_file(desk: Workspace, path: Path) -> None:
    autosave = Autosave(desk)
    they(path, u="Theirs")
    content = path.read_bytes()
    rename(desk.document, "u", "Mine")
    autosave.flush()
    autosave.finish()
    assert path.read_bytes() == content


def test_keeping_mine_keeps_theirs_as_a_version(desk: Workspace, path: Path) -> None:
    they(path, u="Theirs")
    files.keep_mine(desk)
    rename(desk.document, "v", "Mine")
    assert files.save(desk)
    assert name(load(path).document, "u") == "Alpha"
    assert name(load(path.with_name(path.name + "~")).document, "u") == "Theirs"


def test_the_phase_that_is_shown_tells_what_can_be_seen(desk: Workspace, path: Path) -> None:
    they(path, u="Theirs")
    merging.begin(desk)
    assert desk.merging is not None
    (pair,) = merge_sight.pairs(desk.merging, desk.document)
    assert pair.mine is not None
    assert pair.theirs is not None
    assert (pair.mine.properties.name, pair.theirs.properties.name) == ("Alpha", "Theirs")
    merge_sight.go_to(desk, "u")
    assert desk.session.selection == ("u",)
    assert desk.proposal == "u"


def test_comparing_with_a_file_that_has_not_changed_leaves_the_saved_state_known(
    desk: Workspace,
) -> None:
    rename(desk.document, "v", "Mine")
    assert not merging.begin(desk)
    desk.document.undo()
    assert not desk.modified


def test_the_sample_edited_on_both_sides(ask: Any, tmp_path: Path) -> None:
    path = tmp_path / "sample.geojson"
    path.write_bytes(resource("scenarios", SAMPLES[PLAIN]).read_bytes())
    desk = Workspace(ask, FlatCamera(), keep=lambda _settings: None)
    assert files.load_file(desk, path)
    features = [feature.id for feature in desk.document.features()]
    theirs, mine = features[::3], features[1::3]
    they(path, **dict.fromkeys(theirs, "Theirs"))
    for feature_id in mine:
        rename(desk.document, feature_id, "Mine")
    rename(desk.document, theirs[0], "Mine as well")
    assert merging.begin(desk)
    assert desk.merging is not None
    assert [each.key for each in desk.merging.proposals if each.conflict] == theirs[:1]
    assert merging.apply(desk)
    assert files.save(desk)
    loaded = load(path)
    assert loaded.problems == ()
    names = {feature.id: feature.properties.name for feature in loaded.document.features()}
    assert names[theirs[0]] == "Mine as well"
    assert all(names[feature_id] == "Theirs" for feature_id in theirs[1:])
    assert all(names[feature_id] == "Mine" for feature_id in mine)


def test_keeping_mine_keeps_what_the_file_held_as_a_version(desk: Workspace, path: Path) -> None:
    they(path, u="Theirs")
    held = path.read_bytes()
    files.keep_mine(desk)
    assert desk.versions.wait()
    found = versions_of(path)
    assert held in [read_version(found, version) for version in found.versions]


def test_saving_over_the_file_or_elsewhere_ends_the_merge(
    desk: Workspace, ask: Any, path: Path
) -> None:
    for answers in (("over",), (path.with_name("mine.geojson"),)):
        they(path, u=f"Theirs {answers}")
        rename(desk.document, "u", f"Mine {answers}")
        assert merging.begin(desk)
        ask.will_answer(*answers)
        assert files.save(desk) if answers == ("over",) else files.save_as(desk)
        assert desk.merging is None


def test_what_is_agreed_to_be_gone_over_is_what_was_there_then(
    desk: Workspace, ask: Any, path: Path
) -> None:
    they(path, u="Theirs")
    rename(desk.document, "v", "Mine")
    answer = ask.choose

    def late(*arguments: Any) -> str | None:
        they(path, u="Later")
        found: str | None = answer(*arguments)
        return found

    ask.choose = late
    ask.will_answer("over", "cancel")
    assert not files.save(desk)
    assert name(load(path).document, "u") == "Later"
