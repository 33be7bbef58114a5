"""Recorded crime and stop and search by month, in the layout that police.uk publishes.

An even background, planted hot streets, one planted change, and the crew's thefts. Nothing in it
depends on anybody's person. Real columns, in the real order: data.police.uk, "About the data".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import numpy as np

from remit.world.acts import place_of
from remit.world.city import City
from remit.world.clock import moment
from remit.world.draws import Floats
from remit.world.land import wgs84
from remit.world.out import Output, Table
from remit.world.published import (
    GROUNDS,
    ORIGINS,
    OUTCOME_COLUMNS,
    OUTCOME_WEIGHTS,
    OUTCOMES,
    SEARCH_COLUMNS,
    SEARCH_OUTCOMES,
    SEARCH_WEIGHTS,
    SEARCHES_A_MONTH,
    STREET_COLUMNS,
    TYPES,
)

__all__ = ["Recorded"]

FORCE = "Larkhithe Constabulary"
"""The city's own force, as invented as the city."""

QUIET = 30_000
"""Residents up to whom the background is that of a small town; above, it grows with them."""

WITHOUT_PLACE, TWICE, BROKEN = 0.027, 0.003, 0.34
"""Shares of rows without coordinates and of rows standing twice; of months with a broken row."""

LAST_MONTHS = 6
ASB = "Anti-social behaviour"
THEFT = "Theft from the person"


@dataclass(frozen=True, slots=True)
class _Crime:
    id: str
    crime_type: str
    street: int
    point: int
    """0 or 1: each street has two snap points."""
    outcome: str


class Recorded:
    """Writes the months of one city."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._side = [n for n, street in enumerate(city.streets) if not street.through]
        self._scale = max(1.0, city.residents / QUIET)
        order = city.draws("hot").order(len(self._side) - 1)
        self.hot = (
            (int(order[0]), "Shoplifting", 14.0),
            (int(order[1]), THEFT, 8.0),
            (int(order[2]), "Vehicle crime", 9.0),
        )
        """Street, crime type and mean crimes a month on top of the background."""
        self.change = ((int(order[3]), int(order[3]) + 1), "Burglary", 9.0)
        """Neighbouring streets, crime type and mean crimes a month and street, from a month on."""

    @cached_property
    def changed_from(self) -> str:
        """The month in which the change begins."""
        return self._city.crime_months[-LAST_MONTHS:][0]

    @cached_property
    def _points(self) -> Floats:
        """Snap points in degrees: two for each side street, at 0.3 and 0.7 of it."""
        streets = self._city.streets
        places = [streets[n].at(part) for n in self._side for part in (0.3, 0.7)]
        return wgs84(np.array(places)).reshape(-1, 2, 2)

    def write(self, out: Output) -> None:
        """Three files for each month."""
        for position, month in enumerate(self._city.crime_months):
            crimes = self._crimes(month, position)
            head = f"crime/{month}/{month}-larkhithe"
            with out.table(f"{head}-street.csv", STREET_COLUMNS) as table:
                self._street(table, month, crimes)
            with out.table(f"{head}-outcomes.csv", OUTCOME_COLUMNS) as table:
                for crime in crimes:
                    if crime.outcome and crime.outcome != OUTCOMES[0]:
                        row = (*_head(crime, month), *self._place(crime), crime.outcome)
                        table.row(row)
            with out.table(f"{head}-stop-and-search.csv", SEARCH_COLUMNS) as table:
                for row in self._searches(month):
                    table.row(row)

    def theft_id(self, number: int) -> str:
        """Crime ID under which the crew's theft of that number stands in the street file."""
        return self._id("crew", number)

    def _id(self, *key: object) -> str:
        text = "\x1f".join(map(str, (self._city.seed, "crime", *key)))
        return sha256(text.encode()).hexdigest()

    def _crimes(self, month: str, position: int) -> list[_Crime]:
        draws = self._city.draws("crimes", month)
        weights = 40 + self._city.draws("crime streets").whole(len(self._side), 121)
        means = np.array(list(TYPES.values()), dtype=np.float64) * self._scale
        types = np.repeat(np.arange(len(TYPES)), draws.counts(means))
        streets = draws.picks(len(types), weights)
        points = draws.whole(len(types), 2)
        names = tuple(TYPES)
        found = [
            (names[int(kind)], int(street), int(point))
            for kind, street, point in zip(types, streets, points, strict=True)
        ]
        planted = list(self.hot)
        if position >= self._city.months - LAST_MONTHS:
            planted += [(street, *self.change[1:]) for street in self.change[0]]
        counts = self._city.draws("planted crimes", month).counts(
            np.array([extra for _, _, extra in planted])
        )
        for (street, crime_type, _), count in zip(planted, counts.tolist(), strict=True):
            found += [(crime_type, street, 0)] * count
        outcomes = draws.picks(len(found), OUTCOME_WEIGHTS)
        crimes = [
            _Crime(self._id(month, n), kind, street, point,
                   "" if kind == ASB else OUTCOMES[int(outcomes[n])])
            for n, (kind, street, point) in enumerate(found)
        ]  # fmt: skip
        crimes += self._thefts(month)
        return sorted(crimes, key=lambda crime: crime.id)

    def _thefts(self, month: str) -> Iterator[_Crime]:
        middles = np.array([self._city.streets[n].at(0.5) for n in self._side])
        for n, theft in enumerate(self._city.crew.thefts):
            if f"{moment(theft.at):%Y-%m}" == month:
                away = ((middles - np.array(place_of(self._city, theft))) ** 2).sum(axis=1)
                yield _Crime(self.theft_id(n), THEFT, int(away.argmin()), n % 2, OUTCOMES[1])

    def _street(self, table: Table, month: str, crimes: list[_Crime]) -> None:
        draws = self._city.draws("street rows", month)
        placed = ~draws.hits(len(crimes), WITHOUT_PLACE)
        again = draws.hits(len(crimes), TWICE)
        for n, crime in enumerate(crimes):
            place = self._place(crime) if placed[n] else ("", "", "No Location", "", "")
            row = (*_head(crime, month), *place, crime.crime_type, crime.outcome, "")
            table.row(row, "" if placed[n] else "no coordinates")
            if again[n] and crime.outcome:
                table.row(row, "the row above again")
        broken = draws.hits(3, BROKEN)
        columns = dict(zip(STREET_COLUMNS, row, strict=True)) | {"Crime ID": ""}
        for n, (what, wrong) in enumerate(_BROKEN.items()):
            if broken[n]:
                table.row(tuple((columns | wrong).values()), what)

    def _place(self, crime: _Crime) -> tuple[str, ...]:
        lon, lat = self._points[crime.street, crime.point]
        street = self._city.streets[self._side[crime.street]]
        area = self._city.land.areas[street.area]
        return (f"{lon:.6f}", f"{lat:.6f}", f"On or near {street.name}", area.code, area.name)

    def _searches(self, month: str) -> Iterator[tuple[str, ...]]:
        draws = self._city.draws("searches", month)
        count = int(draws.counts(np.array([SEARCHES_A_MONTH * self._scale]))[0])
        minutes = np.sort(draws.whole(count, 28 * 1440)).tolist()
        for minute in minutes:
            lon, lat = self._points[draws.one(len(self._side)), 0]
            placed = draws.one(10) < 7
            self_defined, officer_defined = ORIGINS[draws.one(len(ORIGINS))]
            legislation, looked_for = GROUNDS[draws.one(len(GROUNDS))]
            outcome = SEARCH_OUTCOMES[int(draws.picks(1, SEARCH_WEIGHTS)[0])]
            linked = "" if outcome == SEARCH_OUTCOMES[0] else ("True", "False")[draws.one(2)]
            yield (
                "Person search",
                f"{month}-{minute // 1440 + 1:02}T{minute // 60 % 24:02}:{minute % 60:02}:00+00:00",
                "",
                "",
                f"{lat:.6f}" if placed else "",
                f"{lon:.6f}" if placed else "",
                ("Male", "Female", "")[int(draws.picks(1, (80, 16, 4))[0])],
                ("10-17", "18-24", "25-34", "over 34")[draws.one(4)],
                self_defined,
                officer_defined,
                legislation,
                looked_for,
                outcome,
                linked,
                "False",
            )


_BROKEN = {
    "a month that does not exist": {"Month": "2026-13"},
    "a latitude that is no number": {"Latitude": "unknown", "Longitude": "unknown"},
    "no crime type": {"Crime type": ""},
}


def _head(crime: _Crime, month: str) -> tuple[str, ...]:
    return (crime.id if crime.outcome else "", month, FORCE, FORCE)
