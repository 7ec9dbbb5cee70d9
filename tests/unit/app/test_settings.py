"""Settings come back as they were kept, and a damaged file costs only what is damaged."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic_desk.app.settings import (
    RECENT_FILES,
    Settings,
    load_settings,
    save_settings,
    settings_path,
    with_recent_command,
    with_recent_file,
)


def test_no_file_means_defaults() -> None:
    assert load_settings() == Settings()


def test_what_was_kept_comes_back() -> None:
    settings = Settings(
        theme="dark",
        hidden_layers=frozenset({"roads"}),
        styles={"line": {"stroke": "#ff0000", "stroke_width": 3.0}},
    )
    save_settings(settings)
    assert load_settings() == settings


def test_the_file_holds_only_what_differs_from_the_defaults() -> None:
    save_settings(Settings(theme="dark"))
    assert json.loads(settings_path().read_text()) == {"theme": "dark"}


def test_one_bad_value_does_not_cost_the_others() -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text('{"theme": "purple", "distance_unit": "NM", "from_the_future": 1}')
    assert load_settings() == Settings(distance_unit="NM")


@given(st.binary(max_size=200))
def test_any_bytes_in_the_file_are_lived_with(tmp_path_factory: object, raw: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "settings.json"  # type: ignore[attr-defined]
    path.write_bytes(raw)
    assert isinstance(load_settings(path), Settings)


def test_a_failed_write_leaves_the_old_settings(monkeypatch: object) -> None:
    save_settings(Settings(theme="dark"))

    def full(_path: Path, _raw: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)  # type: ignore[attr-defined]
    with pytest.raises(OSError, match="No space"):
        save_settings(Settings(theme="contrast"))
    assert load_settings().theme == "dark"


def test_a_file_opened_again_moves_to_the_front_of_the_recent_ones() -> None:
    settings = Settings()
    for name in ("a", "b", "a"):
        settings = with_recent_file(settings, Path("/maps") / name)
    assert settings.recent_files == ("/maps/a", "/maps/b")
    assert settings.last_folder == "/maps"


def test_only_so_many_files_are_remembered() -> None:
    settings = Settings()
    for number in range(RECENT_FILES + 5):
        settings = with_recent_file(settings, Path(f"/maps/{number}"))
    assert len(settings.recent_files) == RECENT_FILES
    assert settings.recent_files[0] == f"/maps/{RECENT_FILES + 4}"


def test_recent_commands_have_no_doubles() -> None:
    settings = Settings()
    for name in ("edit.copy", "view.zoom-in", "edit.copy"):
        settings = with_recent_command(settings, name)
    assert settings.recent_commands == ("edit.copy", "view.zoom-in")


def test_defaults_are_not_shared_between_settings() -> None:
    changed = msgspec.structs.replace(Settings(), styles={"line": {}})
    assert changed.styles != Settings().styles
