"""Mobile data of one phone: sessions in the day, each of one record or of several in a row."""

from dataclasses import dataclass
from functools import lru_cache

from remit.world.city import City
from remit.world.clock import DAY

__all__ = ["Session", "sessions"]

SLOTS = 6
FIRST, LENGTH = 7 * 3_600, 9_000
"""Second of the day at which the first session may begin, and seconds from one to the next."""


@dataclass(frozen=True, slots=True)
class Session:
    """One record of data."""

    at: int
    day: int
    """Number of the day, from 0 at the city's first."""
    seconds: int
    charging: int
    rat: str
    opens: bool
    """Whether it is the first of its session, or the first of another technology in it."""
    cell: int
    up: int
    down: int
    address: str


@lru_cache(maxsize=16)
def sessions(city: City, sim: int, home: int, span: tuple[int, int]) -> tuple[Session, ...]:
    """The records of a subscription from one moment to another, in order of time."""
    found: list[Session] = []
    first = (span[0] - city.first) // DAY
    for day in range(first, (span[1] - city.first) // DAY):
        draws = city.draws("data", sim, day)
        for slot in range(SLOTS):
            if draws.one(4) == 0:
                continue
            at = city.first + day * DAY + FIRST + slot * LENGTH + draws.one(3_000)
            charging = 1_000_000 + sim * 1_000 + day * SLOTS + slot
            rat, before = "4G", ""
            for _ in range(1 + draws.one(4)):
                rat = "3G" if draws.one(5) == 0 else rat
                seconds = 300 + draws.one(600)
                away = draws.one(3) == 0
                cell = draws.one(len(city.cells.names)) if away else home
                address = f"10.{sim % 250}.{day}.{slot + 1}"
                sent = draws.one(90_000), draws.one(2_000_000)
                found.append(
                    Session(at, day, seconds, charging, rat, rat != before, cell, *sent, address)
                )
                at, before = at + seconds, rat
    return tuple(found)
