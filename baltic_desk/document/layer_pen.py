"""Writing into what is stored, with what was there before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from baltic_desk.document.project import Overlay
from baltic_desk.document.record import Override, Patch
from baltic_desk.document.store import Diff, Entry

if TYPE_CHECKING:
    from baltic_desk.document.layers import Layers


class LayerPen:
    """Writes into layers and keeps what was there before."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self.before: dict[str, Entry | None] = {}

    def set(self, key: str, entry: Entry | None) -> None:
        """Store an entry, or take it out."""
        present = self._layers.get(key)
        if present == entry:
            return
        self.before.setdefault(key, present)
        self._layers.put(key, entry)

    def diff(self) -> Diff:
        """What was written."""
        after = {key: self._layers.get(key) for key in self.before}
        changed = [key for key in after if after[key] != self.before[key]]
        return Diff({k: self.before[k] for k in changed}, {k: after[k] for k in changed})


def keeping_movement(patch: Patch, present: Entry | None) -> Patch:
    """The patch with how it came there until now, where that is known."""
    match present:
        case Entry(record=Override(change=Patch(movement=movement))) if movement is not None:
            return replace(patch, movement=movement)
        case _:
            return patch


def is_overlay(entry: Entry | None) -> bool:
    """Whether it is an overlay."""
    return entry is not None and isinstance(entry.record, Overlay)
