"""Versions of projects: which stay, which go, and that whatever happens all can be read."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from baltic_desk.io import backup_folder, backups
from baltic_desk.io.backup_folder import (
    BackupError,
    Version,
    backups_dir,
    folder_for,
    packed,
    read_version,
)
from baltic_desk.io.backups import (
    Content,
    described,
    keep,
    known_projects,
    likeness_of,
    staying_versions,
    versions_of,
)
from baltic_desk.io.header import SavedView
from baltic_desk.io.project import dumps
from baltic_desk.io.save import SaveError
from tests.features import document, unit

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "plan.geojson"
    path.write_bytes(b"")
    return path


def content(text: str, at: datetime = NOW, *, title: str = "Plan") -> Content:
    return Content(text.encode(), at, title=title, features=len(text))


def texts(path: Path) -> list[str]:
    """What is kept, the newest first."""
    found = versions_of(path)
    return [read_version(found, version).decode() for version in found.versions]


# -- what is kept ----------------------------------------------------------------------------------


def test_what_is_kept_is_given_back_with_what_is_known_of_it(project: Path) -> None:
    keep(project, [content("one"), content("two", NOW + timedelta(minutes=5))])
    found = versions_of(project)
    assert texts(project) == ["two", "one"]
    newest = found.versions[0]
    assert (newest.title, newest.features, newest.size) == ("Plan", 3, 3)
    assert newest.saved_at == NOW + timedelta(minutes=5)
    assert newest.stored == found.file(newest).stat().st_size
    assert (found.path, found.title, found.skipped) == (project, "Plan", ())


def test_a_version_is_an_ordinary_gzip_file(project: Path) -> None:
    keep(project, [content("one")])
    found = versions_of(project)
    assert gzip.decompress(found.file(found.versions[0]).read_bytes()) == b"one"
    assert zlib.decompress(packed(b"x" * 3_000_000), 31) == b"x" * 3_000_000


def test_ten_stay_and_the_oldest_goes_first(project: Path) -> None:
    for number in range(14):
        keep(project, [content(str(number), NOW + timedelta(minutes=number))])
    assert texts(project) == [str(n) for n in range(13, 3, -1)]
    assert len(list(folder_for(project).glob("*.gz"))) == 10


def test_the_last_of_each_day_of_a_week_stays_besides() -> None:
    minutes = [timedelta(days=day, minutes=minute) for day in range(10) for minute in range(20)]
    versions = [
        Version(file=f"{1000 - n:06}-x", saved_at=NOW - ago) for n, ago in enumerate(minutes)
    ]
    staying = staying_versions(versions, NOW)
    assert list(staying[:10]) == versions[:10]
    daily = [version.saved_at for version in staying[10:]]
    assert daily == [NOW - timedelta(days=day) for day in range(1, 7)]


def test_the_order_is_that_of_keeping_whatever_the_clock_says(project: Path) -> None:
    keep(project, [content("from the future", NOW + timedelta(days=4000))])
    for number in range(12):
        keep(project, [content(str(number), NOW + timedelta(minutes=number))])
    assert texts(project) == [str(n) for n in range(11, 1, -1)]


def test_what_has_not_changed_is_not_kept_again(project: Path) -> None:
    keep(project, [content("one"), content("one", NOW + timedelta(hours=1))])
    assert texts(project) == ["one"]
    plan = document(unit("u", name="Alpha"))
    for lon in (24.0, 25.0):
        view = SavedView(lon=lon, lat=57, scale=1e6, projection="laea")
        keep(project, [Content(dumps(plan, view=view), NOW)])
    assert len(versions_of(project).versions) == 2
    assert likeness_of(dumps(plan, view=view)) == likeness_of(dumps(plan, view=None))


def test_what_looks_like_a_view_in_a_text_is_a_difference() -> None:
    odd = ',"view":{"lon":1,"lat":2,"scale":3,"projection":""},"digest":"'
    one, other = (dumps(document(unit("u", name=odd.replace("1", n)))) for n in "45")
    assert likeness_of(one) != likeness_of(other)


def test_what_was_there_before_takes_no_more_room(project: Path) -> None:
    keep(project, [content("one"), content("two"), content("one", NOW + timedelta(hours=1))])
    assert texts(project) == ["one", "two", "one"]
    found = versions_of(project)
    newest, _, oldest = (found.file(version) for version in found.versions)
    assert newest.samefile(oldest)


def test_where_no_file_has_two_names_it_is_kept_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    keep(project, [content("one"), content("two"), content("one")])
    assert texts(project) == ["one", "two", "one"]


def test_projects_of_the_same_name_are_kept_apart_and_links_together(
    project: Path, tmp_path: Path
) -> None:
    other = tmp_path / "elsewhere" / "plan.geojson"
    other.parent.mkdir()
    link = tmp_path / "link.geojson"
    link.symlink_to(project)
    keep(project, [content("mine")])
    keep(other, [content("theirs", NOW + timedelta(hours=1), title="Theirs")])
    keep(link, [content("by the link", NOW + timedelta(hours=2))])
    assert texts(project) == ["by the link", "mine"]
    assert texts(other) == ["theirs"]
    assert [each.title for each in known_projects()] == ["Plan", "Theirs"]
    project.unlink()
    assert texts(project) == ["by the link", "mine"]


def test_all_projects_together_have_a_bound_and_the_newest_of_each_stays(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.geojson" for name in "abc"]
    for minute in range(3):
        for number, path in enumerate(paths):
            at = NOW + timedelta(hours=number, minutes=minute)
            keep(path, [Content(os.urandom(1000), at)], most_bytes=1 << 30)
    size = versions_of(paths[0]).versions[0].stored
    keep(paths[2], [], most_bytes=6 * size + 9)
    assert [len(versions_of(path).versions) for path in paths] == [1, 2, 3]
    keep(paths[2], [], most_bytes=0)
    assert [len(versions_of(path).versions) for path in paths] == [1, 1, 1]


def test_a_name_that_is_no_text_is_kept_too(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"pl\xe4n.geojson")
    keep(path, [content("one")])
    assert known_projects()[0].path == path


# -- what is not as it should be -------------------------------------------------------------------


def test_without_its_list_all_can_be_read_and_is_in_order(project: Path) -> None:
    keep(project, [content(str(n), NOW + timedelta(minutes=n)) for n in range(3)])
    for damage in (b"", b"{", b"[" * 100_000, b'{"versions":[{"file":7}]}', b"\xff"):
        (folder_for(project) / "index.json").write_bytes(damage)
        assert texts(project) == ["2", "1", "0"]
        assert versions_of(project).skipped == ("index.json",)
    assert [each.path for each in known_projects()] == [None]
    keep(project, [content("3"), content("3")])
    assert texts(project) == ["3", "2", "1", "0"]
    assert versions_of(project).skipped == ()


def test_foreign_files_are_named_and_left_alone(project: Path) -> None:
    keep(project, [content("one")])
    folder = folder_for(project)
    (folder / "notes.txt").write_text("mine")
    (folder / "000002-20260101T000000Z-0123456789abcdef.geojson.gz").write_bytes(b"")
    (folder / "000003-20269901T000000Z-0123456789abcdef.geojson.gz").write_bytes(b"x")
    (folder / "000004-20260101T000000Z-0123456789abcdef.geojson.gz").mkdir()
    (folder / "subfolder").mkdir()
    (backups_dir() / "a file").write_text("")
    found = versions_of(project)
    assert len(found.skipped) == 5
    assert texts(project) == ["one"]
    for number in range(12):
        keep(project, [content(str(number))])
    assert len(versions_of(project).skipped) == 5
    assert [each.path for each in known_projects()] == [project]


def test_damage_is_found_out_and_kept_anew(project: Path) -> None:
    keep(project, [content("one" * 1000)])
    found = versions_of(project)
    (version,) = found.versions
    whole = found.file(version).read_bytes()
    for damaged in (whole[:-9] + b"\0" * 9, b"x" * len(whole), packed(b"two")):
        found.file(version).write_bytes(damaged)
        with pytest.raises(BackupError, match="damaged"):
            read_version(found, version)
    found.file(version).write_bytes(whole[:-1])
    assert versions_of(project).skipped == (version.file,)
    found.file(version).write_bytes(whole[:-1] + b"?")
    keep(project, [content("one" * 1000)])
    after = versions_of(project)
    assert read_version(after, after.versions[0]) == b"one" * 1000
    found.file(version).unlink()
    with pytest.raises(BackupError, match="cannot be read"):
        read_version(found, version)


def test_what_would_fill_the_memory_is_damaged(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(project, [content("0" * 4_000_000)])
    found = versions_of(project)
    monkeypatch.setattr(backup_folder, "MOST_BYTES", 3_000_000)
    with pytest.raises(BackupError):
        read_version(found, found.versions[0])
    monkeypatch.setattr(backups, "MOST_BYTES", 3_000_000)
    with pytest.raises(SaveError, match="too large"):
        keep(project, [content("1" * 4_000_000)])


def test_a_list_leads_to_no_file_outside(project: Path) -> None:
    keep(project, [content("one")])
    index = folder_for(project) / "index.json"
    for name in ("../../../etc/passwd", "/etc/passwd", "..", "x\0.geojson.gz"):
        version = {"file": name, "saved_at": "2026-01-01T00:00:00Z"}
        index.write_text(json.dumps({"path": "p", "versions": [version]}))
        assert texts(project) == ["one"]


def test_what_a_crash_left_half_written_goes_after_a_day(project: Path) -> None:
    keep(project, [content("one")])
    left, recent = (folder_for(project) / name for name in (".~0011aabb", ".~00112233"))
    for path in (left, recent):
        path.write_bytes(b"half")
    os.utime(left, (0, 0))
    keep(project, [content("two")])
    assert (left.exists(), recent.exists()) == (False, True)
    assert versions_of(project).skipped == ()


# -- small parts -----------------------------------------------------------------------------------


def test_title_and_count_are_told_without_reading_it_all() -> None:
    plan = document(unit("a"), unit("b", name='","type":"Feature"'))
    assert described(dumps(plan)) == ("", 2)
    assert described(dumps(document())) == ("", 0)
    text = b'{"type": "FeatureCollection", "features": [{"type": "Feature"}, {"type":"Feature"}]}'
    assert described(text) == ("", 2)
    assert described(b'"baltic_desk":[[[,\n') == ("", 0)
    assert described(b'"baltic_desk":{"title":"Day 1"},\n"features":[]') == ("Day 1", 0)


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize("when", ["00010101T000000", "99991231T235959"])
def test_a_version_of_the_first_or_last_year_of_all_is_passed_over(
    project: Path, when: str, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No other zone has such a time: telling it, or counting its day, would fail.
    keep(project, [content("a")])
    folder = folder_for(project)
    (folder / f"000009-{when}Z-0123456789abcdef.geojson.gz").write_bytes(b"a")
    told = json.loads((folder / "index.json").read_text("utf-8"))
    name = f"000008-{when}Z-0123456789abcdee.geojson.gz"
    (folder / name).write_bytes(b"a")
    saved = f"{when[:4]}-{when[4:6]}-{when[6:8]}T{when[9:11]}:{when[11:13]}:{when[13:]}Z"
    told["versions"].append({"file": name, "saved_at": saved})
    (folder / "index.json").write_text(json.dumps(told), "utf-8")
    monkeypatch.setenv("TZ", zone)
    found = versions_of(project)
    assert texts(project) == ["a"]
    assert len(found.skipped) == 2
    assert staying_versions(found.versions, NOW) == found.versions
