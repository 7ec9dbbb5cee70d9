"""Symbol codes, the catalogue of entities, and the drawing scripts behind a protocol."""
