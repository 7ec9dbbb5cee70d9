"""Project files, saving, recovery, exchange; every reader treats its input as hostile."""

from baltic_desk.io.opening import open_any

__all__ = ["open_any"]
