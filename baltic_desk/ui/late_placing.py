"""The reader of typed placements, made in the background when the palette is first opened."""

from __future__ import annotations

import threading

from baltic_desk.app.symbol_search import SymbolSearch
from baltic_desk.app.typed_placing import TypedPlacing
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.systems import Systems
from baltic_desk.geo.gazetteer import Gazetteer, open_gazetteer
from baltic_desk.symbology.catalogue import Catalogue, open_catalogue


class LatePlacing:
    """Reads the tables in a thread: together they take half a second, and typing an @ takes less.

    Parameters
    ----------
    workspace
        Where things are placed; its systems are those that a name can mean.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._tables: tuple[Catalogue, Gazetteer] | None = None
        self._systems: Systems | None = None
        self._made: TypedPlacing | None = None
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Begin to read, unless that was begun before."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._read, name="placing tables", daemon=True)
            self._thread.start()

    def placing(self) -> TypedPlacing:
        """The reader; waits for what is not there yet."""
        if self._tables is None:
            self.begin()
            assert self._thread is not None
            self._thread.join()
        systems = self._workspace.systems
        if self._made is None or systems is not self._systems:
            catalogue, gazetteer = self._tables or _tables()
            search = SymbolSearch(catalogue, systems)
            self._systems, self._made = systems, TypedPlacing(self._workspace, search, gazetteer)
        return self._made

    def _read(self) -> None:
        self._workspace.shelf.prepare()
        self._tables = _tables()


def _tables() -> tuple[Catalogue, Gazetteer]:
    catalogue, gazetteer = open_catalogue(), open_gazetteer()
    catalogue.prepare()
    gazetteer.prepare()
    return catalogue, gazetteer
