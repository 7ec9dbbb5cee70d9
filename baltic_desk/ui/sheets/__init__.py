"""Sheets in the window: the editor with its preview, the frame on the map, files and prints.

The editor is a window of its own beside the map, so that on a second screen, or side by side, the
frame is dragged on the map while the page is looked at.
"""
