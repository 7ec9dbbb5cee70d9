"""Presenting: the stage that an audience sees, and the window that the one who presents looks at.

The stage shows independent documents, one for each picture, so nothing done on it can reach the
project, its history or its file. What state it is in is `app.presenting`, which knows no Qt.
"""
