"""Project files, saving, recovery, exchange; every reader treats its input as hostile."""
