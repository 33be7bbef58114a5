"""Times in which plate cameras gave nothing: an absence of reads that says nothing about cars."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from remit.world.city import City
from remit.world.clock import DAY, HOUR, moment, zulu
from remit.world.draws import Flags, Ints
from remit.world.out import Output
from remit.world.planted import Read

__all__ = ["OUTAGE_COLUMNS", "Outage", "outages", "register", "silent"]

OUTAGE_COLUMNS = (
    "Camera", "Looks", "Longitude", "Latitude", "Outage from", "Outage to", "Reason",
)  # fmt: skip

MOST, TRIED = 4, 60
REASONS = ("power", "vandalised", "network", "cleaning")


@dataclass(frozen=True, slots=True)
class Outage:
    """One camera from one moment to another, in seconds since 1970, UTC."""

    camera: int
    start: int
    stop: int
    reason: str


def outages(city: City, reads: Sequence[Read]) -> tuple[Outage, ...]:
    """The outages of a city: where and when none of the planted `reads` is."""
    draws = city.draws("outages")
    found: list[Outage] = []
    for _ in range(TRIED):
        camera = draws.one(len(city.cameras.names))
        start = city.first + draws.one(city.days - 2) * DAY + draws.one(24) * HOUR
        stop = start + (4 + draws.one(40)) * HOUR
        reason = REASONS[draws.one(len(REASONS))]
        planted = any(read.camera == camera and start <= read.at < stop for read in reads)
        if not planted and all(one.camera != camera for one in found):
            found.append(Outage(camera, start, stop, reason))
        if len(found) == MOST:
            break
    return tuple(sorted(found, key=lambda one: one.camera))


def silent(found: Sequence[Outage], camera: Ints, at: Ints) -> Flags:
    """Which reads fall into an outage of their camera."""
    out = np.zeros(len(camera), dtype=bool)
    for one in found:
        out |= (camera == one.camera) & (at >= one.start) & (at < one.stop)
    return out


def register(city: City, found: Sequence[Outage], out: Output) -> None:
    """Write the register of cameras, a row for each outage and for each camera that had none.

    The last outage is still open in the register. Times are what clocks in England show.
    """
    by_camera = {one.camera: one for one in found}
    last = max((one.start for one in found), default=0)
    with out.table("geography/camera-register.csv", OUTAGE_COLUMNS) as table:
        for n, name in enumerate(city.cameras.names):
            lon, lat = city.cameras.degrees[n].tolist()
            row = (name, "both ways", f"{lon:.6f}", f"{lat:.6f}")
            one = by_camera.get(n)
            if one is None:
                table.row((*row, "", "", ""))
                continue
            stop = "" if one.start == last else f"{moment(one.stop):%d/%m/%Y %H:%M}"
            table.row((*row, f"{moment(one.start):%d/%m/%Y %H:%M}", stop, one.reason))
    with out.truth_table("outages.csv", ("camera", "from", "to")) as table:
        for one in found:
            stop = "" if one.start == last else zulu(one.stop)
            table.row((city.cameras.names[one.camera], zulu(one.start), stop))
