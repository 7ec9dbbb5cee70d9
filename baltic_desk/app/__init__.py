"""All that a person can do, by name; settings and the workspace."""
