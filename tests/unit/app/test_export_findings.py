"""Before a map leaves the program, and after, it is said how much it leaves open; nothing stops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from baltic_desk.app.protocols import Field, FileKind
from baltic_desk.app.workspace import Workspace
from tests.features import document, ring


class Writes:
    kinds = (FileKind("PNG picture", (".png",)),)

    def __init__(self) -> None:
        self.written: list[Path] = []

    def fields(self, workspace: Workspace, path: Path) -> Sequence[Field]:
        assert workspace.document is not None
        return (Field("size", "Size", "10x10"),) if path.suffix == ".png" else ()

    def export(
        self, workspace: Workspace, path: Path, answers: Mapping[str, str] | None = None
    ) -> bool:
        assert answers == {"size": "20x20"}
        assert workspace.document is not None
        self.written.append(path)
        return True


@pytest.mark.parametrize(("named", "said"), [("", False), ("s400", True)])
def test_findings_are_counted_before_and_after(
    workspace: Workspace, ask: Any, tmp_path: Path, named: str, said: bool
) -> None:
    properties = replace(ring("r").properties, ring_class="air-defence" if named else "other")
    properties = replace(properties, system=named or None)
    workspace.adopt(document(replace(ring("r"), properties=properties)))
    workspace.exporter = exporter = Writes()
    ask.will_answer(tmp_path / "map.png", {"size": "20x20"})
    workspace.run("file.export")
    assert exporter.written == [tmp_path / "map.png"]
    assert ("finding" in ask.asked[-2]) == said
    assert ("Honesty check" in workspace.message) == said
