"""Where a PDF's map lies on the earth, written so that GIS programs read it.

As ISO 32000-2 section 12.10 has it: a viewport of the page with a geospatial measure. Needs the
library pikepdf (the extra `geopdf`); without it a PDF is plain and says nothing of the sort.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from io import BytesIO

from pyproj import CRS

from baltic_desk.app.sheet_places import Places
from baltic_desk.app.sheet_plan import SheetMap, SheetPlan
from baltic_desk.geo.projection import Projection

EPSG = {
    "laea-europe": 3035,
    "utm-34n": 32634,
    "utm-35n": 32635,
    "web-mercator": 3857,
    "lest97": 3301,
    "lks92": 3059,
    "lks94": 3346,
    "cs92": 2180,
    "sweref99tm": 3006,
    "tm35fin": 3067,
}
"""Codes of the projections that have one."""

_POINTS_PER_MM = 72.0 / 25.4


def is_possible() -> bool:
    """Whether the library is there."""
    return importlib.util.find_spec("pikepdf") is not None


def georeferenced(pdf: bytes, plan: SheetPlan, maps: Sequence[SheetMap | None]) -> bytes:
    """The PDF with the place of each page's map; `maps` has None for pages without one."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String

    wkt = crs_of(plan.projection).to_wkt("WKT1_ESRI")
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        for page, sheet in zip(file.pages, maps, strict=True):
            if sheet is None:
                continue
            gcs = Dictionary(Type=Name.PROJCS, WKT=String(wkt))
            if plan.projection.id in EPSG:
                gcs.EPSG = EPSG[plan.projection.id]
            corners = [value for lon, lat in _corners(plan, sheet) for value in (lat, lon)]
            measure = Dictionary(
                Type=Name.Measure,
                Subtype=Name.GEO,
                Bounds=Array([0, 0, 0, 1, 1, 1, 1, 0]),
                GPTS=Array([round(value, 9) for value in corners]),
                LPTS=Array([0, 0, 0, 1, 1, 1, 1, 0]),
                GCS=gcs,
                PDU=Array([Name.KM, Name.SQKM, Name.DEG]),
            )
            page.VP = Array(
                [
                    Dictionary(
                        Type=Name.Viewport,
                        Name=String("Map"),
                        BBox=Array([round(each, 6) for each in frame_points(plan.places)]),
                        Measure=file.make_indirect(measure),
                    )
                ]
            )
        file.save(out, min_version="1.7")
    return out.getvalue()


def crs_of(projection: Projection) -> CRS:
    """The coordinate reference system of a projection."""
    code = EPSG.get(projection.id)
    return CRS.from_epsg(code) if code else CRS.from_proj4(f"{projection.definition} +type=crs")


def frame_points(places: Places) -> tuple[float, float, float, float]:
    """The frame on the page as PDF has it: left, bottom, right, top, in points from below."""
    frame, high = places.frame, places.page.height
    return (
        frame.left * _POINTS_PER_MM,
        (high - frame.bottom) * _POINTS_PER_MM,
        frame.right * _POINTS_PER_MM,
        (high - frame.top) * _POINTS_PER_MM,
    )


def _corners(plan: SheetPlan, sheet: SheetMap) -> list[tuple[float, float]]:
    """Lower left, upper left, upper right, lower right."""
    lower_left, lower_right, upper_right, upper_left = plan.corners(sheet)
    return [lower_left, upper_left, upper_right, lower_right]
