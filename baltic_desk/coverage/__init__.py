"""The systems catalogue with its sources; rings and, later, horizon and terrain."""
