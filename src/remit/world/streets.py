"""The streets of the town: a grid of small areas, a few streets in each, snap points on each.

As in the published files, a crime has no address: it lies "on or near" one of these points.
"""

from dataclasses import dataclass
from itertools import product

from remit.world.chance import Chance

__all__ = ["Area", "Street", "streets"]

WEST, SOUTH = 0.1050, 51.4920
"""South-west corner in degrees: inside London's range, so that maps and boxes work."""

CELL_LON, CELL_LAT = 0.0072, 0.0045
"""Sides of an area in degrees: about 500 m each way at this latitude."""

SIDE = 4
"""Areas along each side of the town."""

STREETS_PER_AREA = 5

FIRST = (
    "Alder", "Bellfounder", "Chandler", "Cordwain", "Dovecote", "Eelpie", "Fennel", "Gantry",
    "Harrier", "Ironstone", "Kestrel", "Lantern", "Mallow", "Nightingale", "Orchard", "Pilot",
    "Quarry", "Ropemaker", "Saltpan", "Tanner",
)  # fmt: skip
LAST = ("Reach", "Rise", "Gardens", "Wharf", "Row")


@dataclass(frozen=True, slots=True)
class Area:
    """A lower-layer area of about 1,500 people; its code is outside the codes given out."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Street:
    """One street: its area and its snap points as (lon, lat) in WGS 84."""

    name: str
    area: Area
    points: tuple[tuple[float, float], ...]


def streets(chance: Chance) -> tuple[Street, ...]:
    """Every street, area by area from the south-west; a name is used once."""
    names = [f"{first} {last}" for last, first in product(LAST, FIRST)]
    names.sort(key=lambda name: chance.share("street", name))
    found = []
    for number, (row, column) in enumerate(product(range(SIDE), repeat=2)):
        area = Area(f"E0199{number + 1:04}", f"Larkhithe {row + 1:03}{'ABCD'[column]}")
        for _ in range(STREETS_PER_AREA):
            name = names.pop(0)
            found.append(Street(name, area, _points(chance, name, row, column)))
    return tuple(found)


def _points(chance: Chance, name: str, row: int, column: int) -> tuple[tuple[float, float], ...]:
    return tuple(
        (
            round(WEST + (column + chance.share("lon", name, n)) * CELL_LON, 6),
            round(SOUTH + (row + chance.share("lat", name, n)) * CELL_LAT, 6),
        )
        for n in range(2)
    )
