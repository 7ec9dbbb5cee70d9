"""How the map looks: colours and strengths of the light, dark and contrast (projector) themes.

Quiet sea and land leave the strong colours to the overlays: the base map stays within a narrow
range of lightness, lettering is weighted by importance, only borders have a colour of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

ThemeId = Literal["light", "dark", "contrast"]
Stops = tuple[tuple[float, str], ...]
"""Colours by height or depth in metres, ascending."""


@dataclass(frozen=True, slots=True)
class Theme:
    """All colours of the base map and of the marks that a view adds. Widths in pixels."""

    id: ThemeId
    sea: str
    land: str
    depths: Stops
    heights: Stops
    shade: str
    shade_strength: float
    light_strength: float
    coast: str
    coast_width: float
    lake: str
    lake_shore: str
    river: str
    border: str
    border_band: str
    border_band_opacity: float
    border_width: float
    admin1: str
    territorial: str
    road: str
    road_casing: str
    railway: str
    place: str
    place_dot: str
    halo: str
    halo_opacity: float
    water_name: str
    water_halo: str
    country_name: str
    airport: str
    port: str
    graticule: str
    graticule_opacity: float
    furniture: str
    furniture_ground: str
    overlay_text: str
    overlay_halo: str
    symbol_edge: str
    symbol_edge_width: float
    guide: str
    selection: str
    handle: str
    marking: str


LIGHT = Theme(
    id="light",
    sea="#d3e3ea",
    land="#f1efe6",
    depths=(
        (-500.0, "#a3c0d0"), (-200.0, "#b0cad8"), (-100.0, "#bdd3df"),
        (-50.0, "#c8dbe5"), (-20.0, "#d3e3ea"), (0.0, "#dfebf0"),
    ),
    heights=(
        (-5.0, "#eceee2"), (40.0, "#f0f0e4"), (120.0, "#f4f0e2"), (250.0, "#f2eadb"),
        (500.0, "#ebe1d2"), (1000.0, "#e6dfd6"), (2000.0, "#f0eeec"),
    ),
    shade="#4a4f63",
    shade_strength=0.42,
    light_strength=0.50,
    coast="#7d9bab",
    coast_width=0.8,
    lake="#d6e5ec",
    lake_shore="#9db7c4",
    river="#a9c5d3",
    border="#84617e",
    border_band="#b58cae",
    border_band_opacity=0.26,
    border_width=1.0,
    admin1="#a99fa6",
    territorial="#7f93b4",
    road="#dcc9a4",
    road_casing="#f7f2e6",
    railway="#a8a29c",
    place="#3b3a3c",
    place_dot="#5b5856",
    halo="#f8f6ef",
    halo_opacity=0.86,
    water_name="#5585a0",
    water_halo="#dbe8ee",
    country_name="#8a7c85",
    airport="#6d7a94",
    port="#4f7f9a",
    graticule="#64809a",
    graticule_opacity=0.26,
    furniture="#3c454c",
    furniture_ground="#ffffff",
    overlay_text="#1c1f22",
    overlay_halo="#ffffff",
    symbol_edge="#ffffff",
    symbol_edge_width=3.0,
    guide="#d0342c",
    selection="#0a6cff",
    handle="#ffffff",
    marking="#b3261e",
)  # fmt: skip

DARK = Theme(
    id="dark",
    sea="#17212a",
    land="#272c2e",
    depths=(
        (-500.0, "#0c141b"), (-200.0, "#101921"), (-100.0, "#131d26"),
        (-50.0, "#16212b"), (-20.0, "#192530"), (0.0, "#1d2a35"),
    ),
    heights=(
        (-5.0, "#252b2c"), (40.0, "#282d2e"), (120.0, "#2c3030"), (250.0, "#313331"),
        (500.0, "#393937"), (1000.0, "#434240"), (2000.0, "#555352"),
    ),
    shade="#05070a",
    shade_strength=0.55,
    light_strength=0.13,
    coast="#557080",
    coast_width=0.8,
    lake="#1a2630",
    lake_shore="#3d5361",
    river="#30444f",
    border="#b08aa8",
    border_band="#8a5f84",
    border_band_opacity=0.26,
    border_width=1.0,
    admin1="#5c565c",
    territorial="#566b8c",
    road="#57503f",
    road_casing="#2a2d2e",
    railway="#5a5956",
    place="#c9ccce",
    place_dot="#9a9d9f",
    halo="#1c2123",
    halo_opacity=0.80,
    water_name="#6d94aa",
    water_halo="#15202a",
    country_name="#85787f",
    airport="#8492ad",
    port="#6f9ab2",
    graticule="#8aa3b6",
    graticule_opacity=0.17,
    furniture="#c3cbd1",
    furniture_ground="#12181d",
    overlay_text="#f2f4f5",
    overlay_halo="#0d1114",
    symbol_edge="#d5dade",
    symbol_edge_width=4.0,
    guide="#ff7a6b",
    selection="#58a6ff",
    handle="#0d1114",
    marking="#ff8a80",
)  # fmt: skip

CONTRAST = Theme(
    id="contrast",
    sea="#c4dfef",
    land="#ffffff",
    depths=(
        (-500.0, "#8fbdd9"), (-200.0, "#a0c8e0"), (-100.0, "#aed1e6"),
        (-50.0, "#bbd9ea"), (-20.0, "#c6e0ef"), (0.0, "#d3e8f3"),
    ),
    heights=(
        (-5.0, "#fcfdf8"), (120.0, "#fffdf4"), (250.0, "#fcf6e8"),
        (500.0, "#f4ebdb"), (1000.0, "#ebe2d6"), (2000.0, "#f2f0ee"),
    ),
    shade="#3a3f50",
    shade_strength=0.28,
    light_strength=0.30,
    coast="#2f6285",
    coast_width=1.0,
    lake="#c4dfef",
    lake_shore="#4a7c9c",
    river="#6ba0c2",
    border="#5a1f52",
    border_band="#a8559a",
    border_band_opacity=0.34,
    border_width=2.0,
    admin1="#8c8089",
    territorial="#3e5f94",
    road="#cfa75c",
    road_casing="#ffffff",
    railway="#6f6a66",
    place="#000000",
    place_dot="#000000",
    halo="#ffffff",
    halo_opacity=0.95,
    water_name="#1e5f8a",
    water_halo="#e4f1f8",
    country_name="#5c4457",
    airport="#33466b",
    port="#1e5f8a",
    graticule="#2f5f85",
    graticule_opacity=0.34,
    furniture="#000000",
    furniture_ground="#ffffff",
    overlay_text="#000000",
    overlay_halo="#ffffff",
    symbol_edge="#ffffff",
    symbol_edge_width=3.0,
    guide="#c00000",
    selection="#0047d6",
    handle="#ffffff",
    marking="#a00000",
)  # fmt: skip

THEMES: Mapping[str, Theme] = MappingProxyType(
    {theme.id: theme for theme in (LIGHT, DARK, CONTRAST)}
)
