"""The status line: the position under the pointer, the scale, the height, the projection."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class StatusLine(QWidget):
    """What the map says about the place under the pointer, and the fields that steer it."""
