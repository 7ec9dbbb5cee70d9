"""Sheets of paper: the map to scale in its frame, and all that has to stand about it.

Everything is measured in millimetres and painted alike on a PDF's page, in an SVG and in a picture,
so that what is previewed is what is printed.
"""
