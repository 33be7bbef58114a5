"""Streets: the lines of the mesh as through roads, and side streets across every area."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from remit.world.draws import Draws, Floats
from remit.world.land import BENDS, Land

__all__ = ["Street", "streets"]

FIRST = (
    "Alder", "Anchor", "Barley", "Bellfounder", "Bittern", "Bramble", "Candlewick", "Chandler",
    "Cooper", "Cordwain", "Curlew", "Dovecote", "Eelpie", "Farrier", "Fennel", "Fuller", "Gantry",
    "Glover", "Harrier", "Hazel", "Hurdle", "Ironstone", "Juniper", "Kestrel", "Lantern", "Linnet",
    "Mallow", "Maltings", "Nightingale", "Oakum", "Orchard", "Osprey", "Pilot", "Plover", "Quarry",
    "Quince", "Ropemaker", "Rowan", "Saltpan", "Sexton", "Skylark", "Smithy", "Tanner", "Teasel",
    "Thatcher", "Umber", "Vintner", "Wheelwright", "Willow", "Woodcock",
)  # fmt: skip
LAST = (
    "Reach", "Rise", "Gardens", "Wharf", "Row", "Street", "Close", "Walk", "Mews", "Terrace",
    "Place", "Crescent", "Drive", "Way", "Court", "Passage",
)  # fmt: skip
BEFORE = ("", "Upper ", "Lower ", "Little ")
THROUGH = ("High Road", "Road", "Avenue", "Lane")


@dataclass(frozen=True, slots=True)
class Street:
    """One street."""

    name: str
    area: int
    """Position of the area among the land's areas; of a through road, that at its middle."""
    line: Floats
    """Grid points along it, shape (n, 2)."""
    through: bool

    def at(self, part: float) -> Floats:
        """The grid point at that part of its length by pieces, 0 to 1: shape (2,)."""
        place = part * (len(self.line) - 1)
        piece = min(int(place), len(self.line) - 2)
        rest = place - piece
        return np.asarray(self.line[piece] * (1 - rest) + self.line[piece + 1] * rest)


def streets(land: Land) -> tuple[Street, ...]:
    """Side streets, area by area, then the through roads; each name is used once."""
    each = side_streets(land)
    names = [f"{before}{first} {last}" for before, last, first in product(BEFORE, LAST, FIRST)]
    order = Draws(land.seed, "street names").order(len(names)).tolist()
    found: list[Street] = []
    for area in range(land.side**2):
        for line in _side(land, area, each):
            found.append(Street(names[order[len(found)]], area, np.round(line, 1), through=False))
    return (*found, *_through(land))


def side_streets(land: Land) -> int:
    """Side streets in each area: about one for 120 residents, from 2 to 12."""
    return min(12, max(2, land.residents // (land.side**2 * 120)))


def _side(land: Land, area: int, each: int) -> Iterator[Floats]:
    """Lines from the southern to the northern border of an area, bent in the middle."""
    row, column = divmod(area, land.side)
    south, north = land.rows[row, column], land.rows[row + 1, column]
    bends = Draws(land.seed, "side streets", area).share(2 * each) - 0.5
    for n in range(each):
        part = (n + 0.5) / each
        start, stop = _along(south, part), _along(north, part)
        middle = (start + stop) / 2 + bends[2 * n : 2 * n + 2] * 0.3 * land.step / each
        yield np.stack([start, middle, stop])


def _through(land: Land) -> Iterator[Street]:
    names = [f"{first} {last}" for last, first in product(THROUGH, FIRST)]
    order = iter(Draws(land.seed, "through roads").order(len(names)).tolist())
    side, half = land.side, land.side // 2
    for row in range(side + 1):
        if row != half:
            line = land.row_line(row, 0, side)
            yield Street(names[next(order)], min(row, side - 1) * side + half, line, through=True)
    for column in range(side + 1):
        # Only the roads between wards cross the river; the others end at its banks.
        spans = [(0, side)] if column % 2 == 0 else [(0, half), (half, side)]
        for start, stop in spans:
            area = (start + stop) // 2 * side + min(column, side - 1)
            line = land.column_line(column, start, stop)
            yield Street(names[next(order)], area, line, through=True)


def _along(line: Floats, part: float) -> Floats:
    place = part * BENDS
    piece = min(int(place), BENDS - 1)
    return np.asarray(line[piece] * (1 - (place - piece)) + line[piece + 1] * (place - piece))
