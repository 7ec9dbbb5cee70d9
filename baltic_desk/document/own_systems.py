"""A project's own systems: entries that add to the catalogue, or stand in place of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, cast

import msgspec
from msgspec import Meta, Struct

from baltic_desk.coverage.system_reading import SystemsRead, read_systems
from baltic_desk.coverage.system_tree import Json
from baltic_desk.coverage.system_writing import tree_of
from baltic_desk.coverage.systems import System

MAX_ENTRY = 1_000_000
_PREFIX = "baltic_desk:system:"


class OwnSystem(Struct, frozen=True, kw_only=True):
    """An entry of the catalogue that a project holds.

    `content` is the entry as it stands in the file, JSON in one line: what this version does not
    know of it is kept so. `id` is made of the entry's own, apart from all features' ids.
    """

    id: Annotated[str, Meta(pattern=f"^{_PREFIX}.")]
    content: Annotated[str, Meta(max_length=MAX_ENTRY)]

    @property
    def system_id(self) -> str:
        """Id of the system."""
        return self.id.removeprefix(_PREFIX)

    @property
    def tree(self) -> Json:
        """The entry as it is written."""
        return cast("Json", json.loads(self.content))


def record_id(system_id: str) -> str:
    """Id in the document of a project's entry for a system."""
    return _PREFIX + system_id


def of_tree(system_id: str, tree: Json) -> OwnSystem:
    """The record of an entry's tree."""
    content = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    return msgspec.convert({"id": record_id(system_id), "content": content}, OwnSystem)


def of_system(system: System) -> OwnSystem:
    """The record of a system."""
    return of_tree(system.id, tree_of(system))


def read_own(records: Iterable[OwnSystem]) -> SystemsRead:
    """Systems of a project, and what is wrong with those that cannot be used.

    Members that are not known are passed over: a newer version may have written them.
    """
    trees: list[Json] = [record.tree for record in records]
    return read_systems({"systems": trees}, provenance="this project", lenient=True)
