"""What goes wrong with an export."""

from __future__ import annotations


class ExportError(ValueError):
    """The picture cannot be made or written; the message is a sentence for the person."""
