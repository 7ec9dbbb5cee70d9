"""The package carries the scripts of the lock file, their licences and no builder's tools."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from baltic_desk import paths

ROOT = Path(__file__).parents[1]
SYMBOLOGY = ROOT / "resources" / "symbology"
BUILD = SYMBOLOGY / "build"


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    pytest.importorskip("hatchling")
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def locked() -> dict[str, dict[str, str]]:
    lock = json.loads((SYMBOLOGY / "package-lock.json").read_text(encoding="utf-8"))
    return lock["packages"]


def test_shipped_scripts_are_those_of_the_lock() -> None:
    shipped = json.loads((BUILD / "versions.json").read_text(encoding="utf-8"))
    wanted = json.loads((SYMBOLOGY / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert {each["name"]: each["version"] for each in shipped} == wanted
    for each in shipped:
        entry = locked()[f"node_modules/{each['name']}"]
        assert each["version"] == entry["version"]
        assert each["integrity"] == entry["integrity"]
        assert each["license"] == entry["license"]


def test_milsymbol_says_the_same_version() -> None:
    version = locked()["node_modules/milsymbol"]["version"]
    script = (BUILD / "milsymbol.js").read_text(encoding="utf-8")
    assert f'this.version="{version}"' in script


def test_each_script_comes_with_its_licence() -> None:
    for each in json.loads((BUILD / "versions.json").read_text(encoding="utf-8")):
        text = (BUILD / each["licence"]).read_text(encoding="utf-8")
        title = {"MIT": "MIT License", "Apache-2.0": "Apache License"}[each["license"]]
        assert title.casefold() in text.casefold()


def test_every_locked_package_has_a_hash_and_no_host() -> None:
    packages = {name: entry for name, entry in locked().items() if name}
    assert len(packages) > 5
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name


def test_built_scripts_match_their_recipe(hook: ModuleType) -> None:
    assert hook.is_current(SYMBOLOGY)


def test_scripts_that_stand_need_no_npm(hook: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    made = hook.SymbolScripts(str(ROOT), {}, None, None, "", "wheel")
    assert made.dependencies() == []
    made.initialize("standard", {})


def test_without_npm_the_build_requires_that_of_pypi(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "resources" / "symbology"
    copy.mkdir(parents=True)
    for name in hook.RECIPE:
        (copy / name).write_bytes((SYMBOLOGY / name).read_bytes())
    monkeypatch.setenv("PATH", "")
    made = hook.SymbolScripts(str(tmp_path), {}, None, None, "", "wheel")
    assert made.dependencies() == [hook.NODE_REQUIREMENT]


def test_an_old_node_does_not_do(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.name == "nt":
        pytest.skip("writes shell scripts")
    for name, version in (("node", "v12.22.0"), ("npm", "9.2.0")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho {version}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hook.machine_node() is None
    (tmp_path / "node").write_text("#!/bin/sh\necho v18.20.4\n")
    assert hook.machine_node() == (str(tmp_path / "node"), (str(tmp_path / "npm"),))


@pytest.mark.slow
def test_wheel_holds_what_the_program_reads(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    names = set(zipfile.ZipFile(built("wheel", tmp_path)).namelist())
    inside = {name.removeprefix("baltic_desk/resources/") for name in names}
    shipped = json.loads((BUILD / "versions.json").read_text(encoding="utf-8"))
    wanted = {"build/milsymbol.js", "build/mil-sym-ts.js", "build/catalogue.json"}
    wanted |= {"build/versions.json", "symbol_driver.js", "NOTICE.md"}
    wanted |= {f"build/{each['licence']}" for each in shipped}
    assert {f"symbology/{name}" for name in wanted} <= inside
    wanted = {"control_measures.json", "letter_codes.tsv", "measure_driver.js", "measure_shims.js"}
    assert {f"symbology/{name}" for name in wanted} <= inside
    systems = {path.name for path in paths.resource("systems").glob("*.json")}
    assert len(systems) > 70
    assert {f"systems/{name}" for name in systems} <= inside
    assert {"fonts/LiberationSans-Regular.ttf", "fonts/LICENSE-LiberationSans.txt"} <= inside
    assert "baltic_desk/cli/__init__.py" in names
    in_resources = [name for name in names if name.startswith("baltic_desk/resources/")]
    builders = (".py", ".mjs", "package.json", "package-lock.json")
    assert [name for name in in_resources if name.endswith(builders)] == []
    assert [name for name in in_resources if "/sources/" in name] == []
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"baltic_desk"}


@pytest.mark.slow
def test_sdist_builds_the_same_wheel_without_npm(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    sdist = built("sdist", tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        safe = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # since 3.11.4
        archive.extractall(tmp_path / "tree", **safe)
    (tree,) = (tmp_path / "tree").iterdir()
    from_tree = zipfile.ZipFile(built("wheel", tmp_path / "direct"))
    environment = {**os.environ, "PATH": ""}
    again = zipfile.ZipFile(built("wheel", tmp_path / "again", root=tree, env=environment))
    sizes = {info.filename: info.CRC for info in from_tree.infolist()}
    assert {info.filename: info.CRC for info in again.infolist()} == sizes


def built(target: str, folder: Path, root: Path = ROOT, env: dict[str, str] | None = None) -> Path:
    """Distribution that hatchling builds of a tree."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = folder.iterdir()
    return file
