"""Plate reads, a day at a time: commutes and errands past cameras, and what cameras get wrong.

Commuters go to work and back, every vehicle goes on errands, each along the quickest way; a camera
catches some three in five. Misreads are look-alikes, as from real readers.
"""

from datetime import date

import numpy as np
import pyarrow as pa

from remit.world.city import City
from remit.world.clock import DAY, midnight, shift
from remit.world.draws import Draws, Ints
from remit.world.out import Table, joined, stamped, swapped, texts
from remit.world.outages import outages, silent
from remit.world.planted import Planted

__all__ = ["COLUMNS", "Plates"]

COLUMNS = ("VRM", "Captured", "Camera", "Longitude", "Latitude", "Direction", "Confidence")

CAUGHT = 0.62
"""Share of passing vehicles that a camera reads."""

COMMUTE, WEEKEND_COMMUTE, ERRAND = 0.62, 0.15, 0.3
"""Chance in a day that a worker drives to work, and that a vehicle goes on an errand."""

HOURS = (2, 1, 1, 1, 1, 2, 5, 9, 12, 14, 16, 17, 17, 16, 16, 17, 18, 18, 16, 12, 9, 7, 5, 3)
"""Departures on errands by local hour."""

MISREAD, BLANK, TWICE = 0.01, 0.003, 0.002

ALIKE = {"O": "0", "0": "O", "I": "1", "1": "I", "S": "5", "5": "S", "B": "8", "8": "B", "Z": "2",
         "2": "Z", "D": "0", "G": "6", "6": "G"}  # fmt: skip
DIRECTIONS = "NESW"

_Trips = tuple[Ints, Ints, Ints, Ints]


class Plates:
    """Writes the reads of one city; the texts that rows point into are made once."""

    def __init__(self, city: City, planted: Planted) -> None:
        self._city, self._planted = city, planted
        self.outages = outages(city, planted.reads)
        """Times in which a camera gave nothing."""
        self._marks = city.marks
        self._mark_texts = texts(city.marks)
        degrees = city.cameras.degrees
        self._cameras = texts(
            f"{name},{degrees[n, 0]:.6f},{degrees[n, 1]:.6f},{letter}"
            for n, name in enumerate(city.cameras.names)
            for letter in DIRECTIONS
        )
        self._zone = texts(["Z"])[0]
        self._confidence = texts(f"0.{n:02}\n" for n in range(100))

    def day(self, day: date, table: Table) -> int:
        """Write the reads of one day in UTC; how many rows."""
        city = self._city
        number = (day - city.start).days
        draws = city.draws("plates", day)
        passed = self._passed(draws, day, number)
        heard = ~silent(self.outages, passed[1], midnight(day) + passed[2])
        vehicle, camera, second, heading = (column[heard] for column in passed)
        put = self._planted.reads_on(midnight(day))
        if put:
            columns = np.array(put, dtype=np.int64).T
            vehicle = np.concatenate([vehicle, columns[1]])
            camera = np.concatenate([camera, columns[2]])
            second = np.concatenate([second, columns[0] - midnight(day)])
            heading = np.concatenate([heading, columns[3]])
        order = np.argsort(second, kind="stable")
        again = draws.hits(len(order), TWICE)
        order = np.repeat(order, 1 + again)
        table.wrong(np.flatnonzero(np.diff(order, prepend=-1) == 0), "the row above again")
        data = self._rows(draws, day, table, vehicle[order], camera[order], second[order],
                          heading[order])  # fmt: skip
        table.block(data, len(order))
        return len(order)

    def _rows(
        self,
        draws: Draws,
        day: date,
        table: Table,
        vehicle: Ints,
        camera: Ints,
        second: Ints,
        heading: Ints,
    ) -> bytes:
        n = len(vehicle)
        captured = stamped(day, second, self._zone)
        if n and draws.one(5) == 0:
            row = draws.one(n)
            text = f"{day.year}-02-30T{draws.one(24):02}:{draws.one(60):02}:00Z"
            captured = swapped(captured, row, text)
            table.wrong(np.array([row]), "a date that does not exist")
        sure = 99 - (draws.share(n) ** 2 * 24).astype(np.int64)
        blank = draws.hits(n, BLANK)
        misread = np.flatnonzero(draws.hits(n, MISREAD) & ~blank)
        wrong = [
            _misread(self._marks[int(vehicle[row])], int(place))
            for row, place in zip(misread, draws.whole(len(misread), 7), strict=True)
        ]
        vehicle[misread] = len(self._marks) + np.arange(len(misread))
        vehicle[blank] = len(self._marks) + len(misread)
        sure[misread] -= 20
        sure[blank] = 0
        table.wrong(np.flatnonzero(blank), "no plate read")
        table.wrong(misread, "plate misread")
        marks = pa.concat_arrays([self._mark_texts, texts([*wrong, ""])])
        return joined(
            [
                marks.take(pa.array(vehicle)),
                captured,
                self._cameras.take(pa.array(camera * 4 + heading)),
                self._confidence.take(pa.array(sure)),
            ]
        )

    def _passed(self, draws: Draws, day: date, number: int) -> _Trips:
        """Vehicle, camera, second of the UTC day and direction of each ordinary read."""
        city = self._city
        vehicle, start, stop, depart = self._trips(draws, day, number)
        route = start * city.land.wards + stop
        first = city.routes.starts[route]
        length = city.routes.starts[route + 1] - first
        trip = np.repeat(np.arange(len(route)), length)
        step = np.arange(len(trip)) - np.repeat(np.cumsum(length) - length, length)
        entry = first[trip] + step
        second = depart[trip] + city.routes.seconds[entry] + draws.whole(len(trip), 41)
        seen = draws.hits(len(trip), CAUGHT)
        # Clocks go by local time; what runs past midnight is filed under the same day.
        second = (second - shift(midnight(day) + DAY // 2)) % DAY
        parts = (vehicle[trip], city.routes.camera[entry], second, city.routes.direction[entry])
        return tuple(part[seen] for part in parts)  # type: ignore[return-value]

    def _trips(self, draws: Draws, day: date, number: int) -> _Trips:
        """Vehicle, ward of departure, ward of arrival and local second of departure."""
        city, have = self._city, self._city.have
        sold = (have.new_keeper >= 0) & (number >= have.keeper_change)
        keeper = np.where(sold, have.new_keeper, have.keeper)
        home = city.people.ward[keeper]
        work = have.work[keeper]
        firms = np.array([firm.ward for firm in have.firms])
        n = len(keeper)
        goes = draws.hits(n, COMMUTE if day.weekday() < 5 else WEEKEND_COMMUTE) & (work >= 0)
        out = np.flatnonzero(goes)
        to = firms[work[out]]
        leave = draws.around(len(out), 7.8 * 3600, 2400).astype(np.int64)
        back = draws.around(len(out), 17.3 * 3600, 3000).astype(np.int64)
        away = np.flatnonzero(draws.hits(n, ERRAND))
        where = draws.whole(len(away), city.land.wards)
        depart = draws.picks(len(away), HOURS) * 3600 + draws.whole(len(away), 3600)
        later = depart + 1200 + draws.whole(len(away), 7200)
        return (
            np.concatenate([out, out, away, away]),
            np.concatenate([home[out], to, home[away], where]),
            np.concatenate([to, home[out], where, home[away]]),
            np.concatenate([leave, back, depart, later]),
        )


def _misread(mark: str, place: int) -> str:
    """The mark with one figure taken for its look-alike, or without its end."""
    for step in range(len(mark)):
        at = (place + step) % len(mark)
        if mark[at] in ALIKE:
            return mark[:at] + ALIKE[mark[at]] + mark[at + 1 :]
    return mark[:4]
