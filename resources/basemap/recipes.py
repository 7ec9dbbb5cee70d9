"""What each layer of the base map is made of, at which levels, and whom it credits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import borders
import coast
import natural_earth
import numpy as np
import numpy.typing as npt
import places
import small_lakes
import tables
import transport
from package import words
from plans import NATIVE, line_plan, polygon_plan
from pyramid import Members, line_level, polygon_level
from simplify import rounded_rings, simplified_lines, simplified_rings
from sources import Sources

from baltic_desk.geo.basemap_format import Kind, LayerMeta, LevelMeta
from baltic_desk.geo.clipping import Paths

ALL_LEVELS = (2048.0, 1024.0, 512.0, 256.0, 128.0, NATIVE)
SMALL_LAKE_LEVELS = (2048.0, 1024.0, 512.0, 256.0)
# few positions in a cell, and those hundreds of metres off: larger cells and steps than the coast
SMALL_LAKE_NATIVE = replace(polygon_plan(NATIVE), cell_deg=0.125, quantum_deg=5e-5)
FEW_LEVELS = (2048.0, 512.0, NATIVE)
NETWORK_LEVELS = (1024.0, 256.0)  # wrong by kilometres when looked at closer


class Credit(NamedTuple):
    credit: str
    licence: str
    packages: tuple[str, ...]


@dataclass(frozen=True)
class LayerFile:
    """A layer as it is written."""

    meta: LayerMeta
    members: Members


GSHHG = Credit(coast.CREDIT, coast.LICENCE, (coast.PACKAGE,))
OSM_LAKES = Credit(small_lakes.CREDIT, small_lakes.LICENCE, (small_lakes.PACKAGE,))
OSM_BORDERS = Credit(borders.CREDIT, borders.LICENCE, (borders.PACKAGE,))
OSM_NETWORK = Credit(transport.NETWORK_CREDIT, transport.NETWORK_LICENCE, (transport.NETWORK,))
NE_LINES = Credit(natural_earth.CREDIT, natural_earth.LICENCE, (natural_earth.LINES,))
NE_NAMES = Credit(natural_earth.CREDIT, natural_earth.LICENCE, (natural_earth.COUNTRIES,))
AIRPORTS = Credit(transport.AIRPORT_CREDIT, transport.AIRPORT_LICENCE, (transport.AIRPORTS,))
PORTS = Credit(transport.PORT_CREDIT, transport.PORT_LICENCE, (transport.PORTS,))
GEONAMES = Credit(places.CREDIT, places.LICENCE, (places.CITIES, places.CODES, places.REGIONS))


class Recipes:
    """The layers of one set of sources. What several layers need is read once."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    @cached_property
    def shores(self) -> dict[int, Paths]:
        return coast.shores(self._sources)

    @cached_property
    def ground(self) -> coast.Ground:
        return coast.Ground(self.shores)

    @cached_property
    def _boundaries(self) -> borders.Boundaries:
        return borders.boundaries(self.ground)

    def layers(self) -> dict[str, Callable[[], LayerFile]]:
        """How to make each layer."""
        return {
            "land": self._land,
            "lakes": self._lakes,
            "small_lakes": self._small_lakes,
            "rivers": self._rivers,
            "borders": self._borders,
            "territorial": self._territorial,
            "admin1": self._admin1,
            "roads": lambda: self._network("roads", "world_highways"),
            "railways": lambda: self._network("railways", "world_railways"),
            "airports": lambda: self._points("airports", tables.airports, AIRPORTS),
            "ports": lambda: self._points("ports", tables.ports, PORTS),
            "countries": lambda: self._points("countries", tables.countries, NE_NAMES),
            "lake_names": lambda: self._points("lake_names", tables.lake_names, NE_NAMES),
            "places": lambda: self._points("places", tables.towns, GEONAMES),
        }

    def _land(self) -> LayerFile:
        return self._polygons("land", self.shores[coast.LAND], ALL_LEVELS, GSHHG)

    def _lakes(self) -> LayerFile:
        return self._polygons("lakes", coast.lakes(self.shores), ALL_LEVELS, GSHHG)

    def _small_lakes(self) -> LayerFile:
        rings = small_lakes.small_lakes(self._sources, self.ground.lake_polygons())
        made = [
            polygon_level(simplified_rings(rings, metres_per_px), polygon_plan(metres_per_px))
            for metres_per_px in SMALL_LAKE_LEVELS
        ]
        made.append(polygon_level(rounded_rings(rings), SMALL_LAKE_NATIVE))
        return self._layer("small_lakes", "polygon", OSM_LAKES, made)

    def _rivers(self) -> LayerFile:
        return self._lines("rivers", coast.rivers(self._sources), None, FEW_LEVELS, GSHHG)

    def _borders(self) -> LayerFile:
        found = self._boundaries
        return self._lines(
            "borders", found.lines, found.classes, ALL_LEVELS, OSM_BORDERS, borders.CLASSES
        )

    def _territorial(self) -> LayerFile:
        return self._lines("territorial", self._boundaries.limits, None, ALL_LEVELS, OSM_BORDERS)

    def _admin1(self) -> LayerFile:
        lines, classes = natural_earth.admin1(self._sources)
        return self._lines(
            "admin1", lines, classes, FEW_LEVELS, NE_LINES, natural_earth.CLASSES, everywhere=False
        )

    def _network(self, name: str, module: str) -> LayerFile:
        lines = transport.network(self._sources, module)
        return self._lines(name, lines, None, NETWORK_LEVELS, OSM_NETWORK, everywhere=False)

    def _polygons(
        self,
        name: str,
        rings: Paths,
        levels: tuple[float, ...],
        credit: Credit,
    ) -> LayerFile:
        made: list[tuple[LevelMeta, Members]] = []
        for metres_per_px in levels:
            native = metres_per_px == NATIVE
            drawn = rings if native else simplified_rings(rings, metres_per_px)
            made.append(polygon_level(drawn, polygon_plan(metres_per_px)))
        return self._layer(name, "polygon", credit, made)

    def _lines(
        self,
        name: str,
        lines: Paths,
        classes: npt.NDArray[np.uint8] | None,
        levels: tuple[float, ...],
        credit: Credit,
        class_names: tuple[str, ...] = (),
        *,
        everywhere: bool = True,
    ) -> LayerFile:
        made: list[tuple[LevelMeta, Members]] = []
        for metres_per_px in levels:
            native = metres_per_px == NATIVE
            drawn = lines if native else simplified_lines(lines, metres_per_px)
            made.append(line_level(drawn, classes, line_plan(metres_per_px, everywhere=everywhere)))
        return self._layer(name, "line", credit, made, class_names)

    def _layer(
        self,
        name: str,
        kind: Kind,
        credit: Credit,
        levels: list[tuple[LevelMeta, Members]],
        classes: tuple[str, ...] = (),
    ) -> LayerFile:
        members: Members = {}
        for index, (_, arrays) in enumerate(levels):
            members |= {f"L{index}/{member}": array for member, array in arrays.items()}
        return LayerFile(
            self._meta(name, kind, credit, tuple(meta for meta, _ in levels), classes), members
        )

    def _points(
        self, name: str, read: Callable[[Sources], tables.Table], credit: Credit
    ) -> LayerFile:
        table = read(self._sources)
        members: Members = {"positions": np.rint(table.lonlat * 1e5).astype(np.int32)}
        for folder, columns in (("", table.columns), ("extra/", table.for_search)):
            for column, values in columns.items():
                if isinstance(values, list):
                    members[f"{folder}text/{column}"] = words(values)
                else:
                    members[f"{folder}number/{column}"] = values
        return LayerFile(self._meta(name, "point", credit), members)

    def _meta(
        self,
        name: str,
        kind: Kind,
        credit: Credit,
        levels: tuple[LevelMeta, ...] = (),
        classes: tuple[str, ...] = (),
    ) -> LayerMeta:
        origin = self._sources.origin(*credit.packages)
        return LayerMeta(name, kind, credit.credit, credit.licence, origin, classes, levels)
