"""Everything that painting a layout's sheets needs, made once for all of them."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date

from baltic_desk.app.sheet_plan import SheetPlan, planned
from baltic_desk.document.document import Document
from baltic_desk.document.layout import Layout
from baltic_desk.geo.projection import DEFAULT_PROJECTION
from baltic_desk.ui.export.image import VECTORS_ARE_LOOKED_AT, Means, reaches_steps
from baltic_desk.ui.export.sheet.paper import PX_PER_MM
from baltic_desk.ui.map.cells import ProjectedCells, cells_of_pictures
from baltic_desk.ui.map.highlighting import lit_of
from baltic_desk.ui.map.placed_reach import Reaches
from baltic_desk.ui.map.ring_lighting import Lit
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.sheet import Means as DrawingMeans
from baltic_desk.ui.map.theme import THEMES, Theme


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A plan with what is drawn of it.

    Attributes
    ----------
    drawing
        What painters of the map keep from sheet to sheet.
    empty
        A document without features, for maps that show none.
    """

    plan: SheetPlan
    theme: Theme
    scene: Scene
    cells: ProjectedCells
    means: Means
    drawing: DrawingMeans
    reaches: Reaches | None
    lit: Lit
    empty: Document

    @property
    def metres_per_px(self) -> float:
        """Map metres to 1/96 inch of paper."""
        return self.plan.metres_per_mm / PX_PER_MM

    @property
    def detail(self) -> float:
        """Ground metres to 1/96 inch: what the base map shows goes by it."""
        return self.plan.layout.scale / 1000.0 / PX_PER_MM


def made_steps(
    document: Document,
    layout: Layout,
    means: Means,
    *,
    projection: str = DEFAULT_PROJECTION,
    today: date,
) -> Generator[None, None, Made]:
    """Make all that a layout's sheets need, by steps.

    Raises
    ------
    LayoutError
        When there can be no such sheets.
    """
    plan = planned(document, layout, projection=projection, today=today)
    yield
    means.pictures.colours = plan.document.project.symbol_colors
    scene = Scene.of(plan.document, plan.projection.id, rings=plan.rings)
    yield
    metres_per_dot = plan.metres_per_mm / PX_PER_MM / VECTORS_ARE_LOOKED_AT
    reaches = yield from reaches_steps(plan.document, plan.projection.id, metres_per_dot, means)
    return Made(
        plan=plan,
        theme=THEMES[layout.theme],
        scene=scene,
        cells=cells_of_pictures(means.basemap, plan.projection.id),
        means=means,
        drawing=DrawingMeans(means.pictures),
        reaches=reaches,
        lit=lit_of(plan.document, scene, plan.highlights, dims=True),
        empty=Document(),
    )
