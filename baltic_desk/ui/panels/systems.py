"""The systems panel: weapons and radars with their ranges, ready to be placed on the map."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class SystemsPanel(QWidget):
    """Browse the systems, choose which of their rings to draw, and place one on the map."""
