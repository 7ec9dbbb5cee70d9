"""Symbol identification codes, the catalogue of entities and the scripts that draw them, behind a protocol."""
