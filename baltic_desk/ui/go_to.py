"""“Go to”: places and coordinates found while they are typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from baltic_desk.app.going import Destination, destinations
from baltic_desk.app.workspace import Workspace
from baltic_desk.geo.gazetteer import Gazetteer
from baltic_desk.ui.finder import FinderLine


class PlaceSource:
    """Places of the gazetteer and coordinates in any notation, for a finder.

    Parameters
    ----------
    open_gazetteer
        Called when the first letter is typed: the table is too large to read at the start.
    """

    prompt = "Go to a place or coordinate: Königsberg · 54 43 N 20 30 E · 34U DF 123 456"
    empty = "Nothing of that name, and not a coordinate."

    def __init__(self, workspace: Workspace, open_gazetteer: Callable[[], Gazetteer]) -> None:
        self._workspace = workspace
        self._open = open_gazetteer
        self._gazetteer: Gazetteer | None = None
        self._found: Sequence[Destination] = ()

    def lines(self, typed: str) -> Sequence[FinderLine]:
        """Destinations that fit what was typed."""
        if not typed.strip():
            self._found = ()
            return ()
        if self._gazetteer is None:
            self._gazetteer = self._open()
        style = self._workspace.settings.coordinate_style
        self._found = destinations(typed, self._gazetteer, style)
        return [
            FinderLine(str(number), found.title, found.detail)
            for number, found in enumerate(self._found)
        ]

    def chosen(self, line_id: str) -> None:
        """Bring the place to the middle of the map."""
        found = self._found[int(line_id)]
        self._workspace.camera.look_at(found.position, found.metres_per_px)
        self._workspace.say(found.title)
