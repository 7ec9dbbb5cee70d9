"""A script engine that starts when it is first needed: the map's symbols come from a thread."""

from __future__ import annotations

from baltic_desk.symbology.engine import ScriptEngine
from baltic_desk.ui.script_engine import script_engine


class LateScriptEngine:
    """Keeps scripts as text until the first call; loading them takes 30 ms, or 250 in Qt's."""

    def __init__(self) -> None:
        self._scripts: list[tuple[str, str]] = []
        self._engine: ScriptEngine | None = None

    def load(self, name: str, source: str) -> None:
        """Keep a script for later, or run it if the engine is up."""
        if self._engine is not None:
            self._engine.load(name, source)
        else:
            self._scripts.append((name, source))

    def call(self, function: str, argument: str) -> str:
        """Call a function of the scripts."""
        return self._started().call(function, argument)

    def _started(self) -> ScriptEngine:
        if self._engine is None:
            self._engine = script_engine()
            for name, source in self._scripts:
                self._engine.load(name, source)
            self._scripts.clear()
        return self._engine
