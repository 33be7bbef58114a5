"""The ground: a mesh of small areas that tile the city, grouped into wards and boroughs.

Every area is a patch between four crooked lines of one mesh, so neighbours share each point of
their border: there are no gaps and no overlaps. The middle line is the river, which parts the
boroughs. All in British National Grid metres, one decimal; `wgs84` gives degrees.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from pyproj import Transformer

from remit.world.draws import Draws, Floats, Ints

__all__ = ["Area", "Land", "wgs84"]

WEST, SOUTH = 544_000, 176_000
"""South-west corner: inside London's range."""

DENSITY = 7_000
"""Residents per square kilometre, where there are enough of them."""

SMALLEST = 1_900
"""Metres: side of the smallest city."""

BENDS = 4
"""Pieces of each side of an area."""

WARDS = (
    "Abbot's Mead", "Alderholt", "Beacon Hill", "Bellfield", "Blackthorn", "Bramley Fields",
    "Brickfields", "Broadwater", "Candle Green", "Canonsgate", "Castle Reach", "Chalkpit",
    "Cinder Lane", "Copperfield", "Cranmere", "Dockhead", "Dovecote", "Eastmarsh", "Elmcroft",
    "Fairlight", "Fallow Park", "Ferry Road", "Foundry", "Furze Common", "Gantry", "Gorse Hill",
    "Granary", "Halfpenny", "Harrier Park", "Hawthorn", "Heron Quay", "Hollow Way", "Ironstone",
    "Kestrel", "Kingfisher", "Lantern Yard", "Larkhithe Town", "Limekiln", "Longmeadow", "Mallow",
    "Market", "Millpond", "Moorings", "Nettlebed", "Northgate", "Old Wharf", "Orchard", "Osier",
    "Parsonage", "Pilot Field", "Quarry", "Ravensbank", "Redcliff", "Ropewalk", "Rushmere",
    "Saltpan", "Sandhills", "Sluice", "Southgate", "Spinney", "Tannery", "Tollgate", "Watermead",
    "Windmill",
)  # fmt: skip
BOROUGHS = ("Larkhithe South", "Fenbridge", "Larkhithe North", "Saltmarsh")

_TO_DEGREES = (
    "+proj=pipeline +step +inv +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 "
    "+y_0=-100000 +ellps=airy +step +proj=cart +ellps=airy +step +proj=helmert +x=446.448 "
    "+y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489 +convention=position_vector "
    "+step +inv +proj=cart +ellps=WGS84 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
)
"""The seven-parameter transformation of the Ordnance Survey's guide, spelt out: the default would
use the OSTN15 grid file where one is installed, and so differ from machine to machine."""


@lru_cache(maxsize=1)
def _transformer() -> Transformer:
    return Transformer.from_pipeline(_TO_DEGREES)


def wgs84(points: Floats) -> Floats:
    """Longitudes and latitudes, six decimals, of grid points: shape (n, 2) in and out."""
    lon, lat = _transformer().transform(points[:, 0], points[:, 1])
    return np.round(np.column_stack([lon, lat]), 6)


@dataclass(frozen=True, slots=True)
class Area:
    """A lower-layer area of at most some 1,500 people; its code is outside the codes given out."""

    code: str
    name: str


@dataclass(frozen=True)
class Land:
    """The mesh of one city."""

    seed: int
    residents: int

    @property
    def wards_a_side(self) -> int:
        """Wards along each side: 2, 4, 6 or 8."""
        return 2 + 2 * sum(self.residents > n for n in (1_000, 20_000, 100_000))

    @property
    def side(self) -> int:
        """Areas along each side: two to a ward."""
        return 2 * self.wards_a_side

    @property
    def wards(self) -> int:
        """How many wards there are."""
        return int(self.wards_a_side**2)

    @property
    def step(self) -> int:
        """Metres along each side of an area, before bends."""
        whole = max(SMALLEST, int((self.residents / DENSITY) ** 0.5 * 1000))
        return whole // self.side

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """The areas, row by row from the south-west."""
        side = self.side
        return tuple(
            Area(f"E0199{n + 1:04}", f"Larkhithe {n // side + 1:03}{chr(65 + n % side)}")
            for n in range(side * side)
        )

    @cached_property
    def ward_names(self) -> tuple[str, ...]:
        """Names of the wards, in their order."""
        order = Draws(self.seed, "ward names").order(len(WARDS))
        return tuple(WARDS[n] for n in order[: self.wards].tolist())

    def ward_of(self, areas: Ints) -> Ints:
        """Ward of each area."""
        row, column = areas // self.side // 2, areas % self.side // 2
        return np.asarray(row * self.wards_a_side + column)

    def borough_of(self, wards: Ints) -> Ints:
        """Borough of each ward: two south of the river, two north."""
        half, across = self.wards_a_side // 2, self.wards_a_side
        return np.asarray(wards // across // half * 2 + wards % across // half)

    @cached_property
    def nodes(self) -> Floats:
        """Crossings of the mesh, shape (side + 1, side + 1, 2), first by row from the south."""
        side = self.side
        draws = Draws(self.seed, "mesh")
        moved = (draws.share(2 * (side + 1) ** 2).reshape(side + 1, side + 1, 2) - 0.5) * 0.36
        rows, columns = np.meshgrid(np.arange(side + 1), np.arange(side + 1), indexing="ij")
        places = np.stack([columns, rows], axis=-1) + moved
        return np.round(np.array([WEST, SOUTH]) + places * self.step, 1)

    @cached_property
    def rows(self) -> Floats:
        """Crooked lines between neighbours in a row: shape (side + 1, side, BENDS + 1, 2)."""
        return self._crooked("rows", self.nodes[:, :-1], self.nodes[:, 1:])

    @cached_property
    def columns(self) -> Floats:
        """Crooked lines between neighbours in a column: shape (side, side + 1, BENDS + 1, 2)."""
        return self._crooked("columns", self.nodes[:-1], self.nodes[1:])

    @cached_property
    def river(self) -> Floats:
        """The middle line of the river, west to east: shape (n, 2)."""
        return self.row_line(self.side // 2, 0, self.side)

    def row_line(self, row: int, start: int, stop: int) -> Floats:
        """The line of a row from one column to another: shape (n, 2), eastward."""
        return _joined([self.rows[row, column] for column in range(start, stop)])

    def column_line(self, column: int, start: int, stop: int) -> Floats:
        """The line of a column from one row to another: shape (n, 2), northward."""
        return _joined([self.columns[row, column] for row in range(start, stop)])

    def ring(self, south: int, west: int, size: int) -> Floats:
        """Closed border of a square of areas, anticlockwise: shape (n, 2), last as first."""
        north, east = south + size, west + size
        return _joined(
            [
                self.row_line(south, west, east),
                self.column_line(east, south, north),
                self.row_line(north, west, east)[::-1],
                self.column_line(west, south, north)[::-1],
            ]
        )

    def _crooked(self, name: str, start: Floats, stop: Floats) -> Floats:
        draws = Draws(self.seed, "mesh", name)
        shape = start.shape[:2]
        part = (np.arange(BENDS + 1) / BENDS)[:, None]
        line = start[:, :, None] * (1 - part) + stop[:, :, None] * part
        along = stop - start
        across = np.stack([-along[..., 1], along[..., 0]], axis=-1)[:, :, None]
        bend = np.zeros((*shape, BENDS + 1, 1))
        middle = draws.share(shape[0] * shape[1] * (BENDS - 1)) - 0.5
        bend[:, :, 1:-1, 0] = middle.reshape(*shape, BENDS - 1) * 0.12
        return np.round(line + across * bend, 1)


def _joined(lines: Sequence[Floats]) -> Floats:
    return np.concatenate([lines[0], *(line[1:] for line in lines[1:])])
