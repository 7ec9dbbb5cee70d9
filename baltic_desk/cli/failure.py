"""What goes wrong on the command line, said in one sentence."""

from __future__ import annotations


class CommandError(Exception):
    """Ends the command with a message on standard error and an exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code
