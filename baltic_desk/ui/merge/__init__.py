"""Merging in the window: a list beside the map, and the map, which show the same thing.

No dialog stands in the way: while it is decided what is taken, the map can be looked at and worked
on as ever.
"""
