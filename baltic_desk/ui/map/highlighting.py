"""What is lit of a scene, on the screen and in pictures: features that stand out from the rest."""

from __future__ import annotations

from collections.abc import Iterable

from baltic_desk.document.anchoring import is_hidden
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.ui.map.ring_lighting import NOTHING_LIT, Lit
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shapes import shapes_of


def lit_of(
    document: Document, scene: Scene, ids: Iterable[str], first: str = "", *, dims: bool
) -> Lit:
    """Features of these ids as what stands out, `first` most of all; `dims`: all else steps back.

    Rings that the scene leaves out are lit as well, but nothing that is hidden. Where none of them
    is there nothing is lit, and nothing steps back.
    """
    wanted = dict.fromkeys(ids)
    present = [scene.by_id[i] for i in wanted if i in scene.by_id]
    absent = _unseen(document, wanted, scene)
    made = shapes_of(absent, PROJECTIONS[scene.projection_id])
    shapes = (*(shape for shape in made if shape is not None), *present)
    return Lit(shapes, first, dims=dims) if shapes else NOTHING_LIT


def _unseen(document: Document, ids: Iterable[str], scene: Scene) -> list[Feature]:
    """Features of these ids that the scene leaves out, though neither they nor their overlays are
    hidden."""
    found = (document.feature(i) for i in ids if i not in scene.place)
    return [each for each in found if each is not None and not is_hidden(document, each)]
