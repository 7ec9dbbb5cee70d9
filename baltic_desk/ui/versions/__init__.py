"""Versions of a project in the window: a list, what differs from the desk, and getting one back.

It is a window of its own beside the map, so that what differs can be looked at there. All that is
read for it is read in a thread: it may lie on a share that has gone.
"""
