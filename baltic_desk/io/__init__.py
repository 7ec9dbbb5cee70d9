"""Project files, saving, recovery and exchange formats; every reader treats its input as hostile."""
