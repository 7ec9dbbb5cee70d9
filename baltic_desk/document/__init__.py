"""A project in memory: frozen records shaped like GeoJSON features, transactions, undo."""
