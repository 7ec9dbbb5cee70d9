"""BalticDesk: an offline map desk for the Baltic region."""

__version__ = "0.1.0"
