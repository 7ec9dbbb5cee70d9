"""Pictures made by the same painters as the screen."""
