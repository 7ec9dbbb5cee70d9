"""Gestures: what a hand on the mouse and the keyboard does to the document.

A tool is a small machine of frozen states. A handler takes the pointer and the desk and answers
with the state that follows; all that a moment needs is in its state, so that there is nothing to
roll back, and each sequence of events can be played without a screen. A gesture shows a preview and
writes once, when it ends. Modules are named for what is done: `select`, `move`, `reshape`,
`turning`, `place`, `ring`, `draw` (with `path`, `sketch`, `figure`, `corridor`), `text`, `measure`.
"""
