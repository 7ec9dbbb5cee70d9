"""What symbology needs of a script engine: scripts in, JSON calls, nothing else."""

from __future__ import annotations

from typing import Protocol


class ScriptError(Exception):
    """A script failed to load, or a call into it failed; names the script and the line."""


class ScriptEngine(Protocol):
    """Runs JavaScript without a browser. Belongs to the thread that made it."""

    def load(self, name: str, source: str) -> None:
        """Evaluate a script in the engine's global scope; `name` stands in error messages."""
        ...

    def call(self, function: str, argument: str) -> str:
        """Result, as JSON, of a global function of one JSON text."""
        ...
