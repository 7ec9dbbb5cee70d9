"""The problems panel: what was found in the file, and which features are kept as they came."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class ProblemsPanel(QWidget):
    """The problems of the opened file and the features of its foreign content, to be looked at."""
