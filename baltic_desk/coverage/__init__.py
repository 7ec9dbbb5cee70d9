"""What systems reach: the catalogue with its sources, rings, and lines of sight over terrain.

Of a sensor or launcher's antenna the visibility field (`viewshed`) is computed once: the lowest
altitude seen at each bearing and range, over a curved earth (`line_of_sight`) with its relief.
Every target altitude after that is a threshold (`reach`), and that becomes areas and edges that
say what limits them (`reach_outlines`).

Of a document's rings with their owners (`emitters`) areas follow (`emitter_reach`), which are
merged (`merging`), counted and searched for gaps (`overlap`), compared (`comparison`), met by
routes (`exposure`) and questioned (`honesty`). Geometry and published figures only, no weapon
effects.
"""
