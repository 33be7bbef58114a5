"""Who lives where: households at addresses, and the people in them, ward by ward.

Each ward is drawn from its own key. The people are kept as columns of small numbers, some hundred
bytes each, since everything else refers to them; texts are made when a row is written.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from remit.world.draws import Draws, Flags, Floats, Ints
from remit.world.land import Land
from remit.world.names import FORENAMES, LISTS, SURNAMES
from remit.world.streets import Street

__all__ = ["EPOCH", "Homes", "Residents", "residents"]

EPOCH = date(1970, 1, 1)

SIZES = (30, 34, 16, 13, 5, 2)
"""Households of one to six people, in a hundred."""

SAME_LIST, SAME_SURNAME, DOUBLE, MIDDLE = 0.88, 0.8, 0.06, 0.45


@dataclass(frozen=True)
class Homes:
    """One household to an address; columns of equal length."""

    street: Ints
    number: Ints
    """House number, from 1."""
    place: Floats
    """Eastings and northings, shape (n, 2), one decimal."""
    ward: Ints


@dataclass(frozen=True)
class Residents:
    """Everybody, household by household; columns of equal length."""

    homes: Homes
    streets: tuple[Street, ...]
    home: Ints
    forename: Ints
    middle: Ints
    """Position of a second forename, -1 for none."""
    surname: Ints
    double: Ints
    """Position of a second surname, -1 for none."""
    born: Ints
    """Days since 1 January 1970."""
    age: Ints
    """Whole years at the start of the city's days."""
    head: Flags
    """First of the household."""
    renamed: dict[int, str]
    """Full names of the few whose names are given, by person."""

    def __len__(self) -> int:
        return len(self.home)

    @cached_property
    def ward(self) -> Ints:
        """Ward of each person."""
        return self.homes.ward[self.home]

    def name(self, person: int) -> tuple[str, str]:
        """Forename and surname, without the second forename."""
        if given := self.renamed.get(person):
            forename, _, surname = given.partition(" ")
            return forename, surname
        surname = SURNAMES[self.surname[person]]
        if self.double[person] >= 0:
            surname += "-" + SURNAMES[self.double[person]]
        return FORENAMES[self.forename[person]], surname

    def middle_name(self, person: int) -> str:
        """The second forename, empty for none."""
        return FORENAMES[self.middle[person]] if self.middle[person] >= 0 else ""

    def birthday(self, person: int) -> date:
        """Date of birth."""
        return EPOCH + timedelta(days=int(self.born[person]))

    def address(self, person: int) -> tuple[str, str]:
        """House and street, and postcode."""
        return self.address_of_home(int(self.home[person]))

    def address_of_home(self, home: int) -> tuple[str, str]:
        """House and street, and postcode, of a household."""
        street = int(self.homes.street[home])
        where = f"{self.homes.number[home]} {self.streets[street].name}, Larkhithe"
        return where, postcode(street, int(self.homes.ward[home]))


_UNIT = "ABDEFGHJLNPQRSTUWXYZ"


def postcode(street: int, ward: int) -> str:
    """The postcode of a street: a district to a ward, a unit to a street."""
    unit = street // 9 % 400
    return f"LH{ward + 1} {street % 9 + 1}{_UNIT[unit // 20]}{_UNIT[unit % 20]}"


def residents(
    land: Land, streets: tuple[Street, ...], start: date, named: tuple[str, ...]
) -> Residents:
    """Everybody in the city; `named` are given to people of as many households, drawn by lot."""
    people, homes = [], []
    households = 0
    for ward, count in enumerate(_shared_out(land)):
        found, sizes = _ward(land.seed, ward, count, start)
        homes.append(_homes(land, streets, ward, len(sizes)))
        found["home"] += households
        households += len(sizes)
        people.append(found)
    columns = {key: np.concatenate([part[key] for part in people]) for key in people[0]}
    heads = np.flatnonzero(columns["head"])
    chosen = heads[Draws(land.seed, "named").order(len(heads))[: len(named)]].tolist()
    return Residents(
        homes=Homes(*(np.concatenate(parts) for parts in zip(*homes, strict=True))),
        streets=streets,
        renamed=dict(zip(chosen, named, strict=True)),
        head=columns.pop("head").astype(bool),
        **columns,
    )


def _shared_out(land: Land) -> list[int]:
    """Residents of each ward: unequal, together exactly as many as asked."""
    weights = 70 + Draws(land.seed, "ward sizes").whole(land.wards, 61)
    marks = np.cumsum(weights) * land.residents // int(weights.sum())
    return [int(n) for n in np.diff(marks, prepend=0)]


def _ward(seed: int, ward: int, count: int, start: date) -> tuple[dict[str, Ints], Ints]:
    draws = Draws(seed, "residents", ward)
    sizes = draws.picks(count, SIZES) + 1
    ends = np.cumsum(sizes)
    sizes = sizes[: int(np.searchsorted(ends, count)) + 1] if count else sizes[:0]
    if count:
        sizes[-1] -= int(sizes.sum()) - count
    home = np.repeat(np.arange(len(sizes)), sizes)
    firsts = np.cumsum(sizes) - sizes
    place = np.arange(count) - firsts[home]
    age = _ages(draws, home, place)
    born = (start - EPOCH).days - age * 365 - age // 4 - draws.whole(count, 365)
    names = _names(draws, home, place, firsts)
    return {"home": home, "born": born, "age": age, "head": place == 0, **names}, sizes


def _ages(draws: Draws, home: Ints, place: Ints) -> Ints:
    count = len(home)
    oldest = (20 + draws.whole(count, 66))[np.flatnonzero(place == 0)][home]
    partner = np.maximum(18, oldest - 6 + draws.whole(count, 13))
    young = draws.whole(count, np.maximum(1, np.minimum(23, oldest - 17)))
    other = 18 + draws.whole(count, 45)
    child = draws.hits(count, 0.75)
    later = np.where(child, young, other)
    return np.where(place == 0, oldest, np.where(place == 1, partner, later))


def _names(draws: Draws, home: Ints, place: Ints, firsts: Ints) -> dict[str, Ints]:
    count, lists = len(home), np.array(LISTS)
    own = draws.whole(count, len(LISTS))
    shared = own[firsts][home] if count else own
    drawn = np.where(draws.hits(count, SAME_LIST), shared, own)
    forename = lists[drawn, 0, 0] + draws.whole(count, lists[drawn, 0, 1])
    middle = lists[drawn, 0, 0] + draws.whole(count, lists[drawn, 0, 1])
    surname = lists[drawn, 1, 0] + draws.whole(count, lists[drawn, 1, 1])
    alike = (place > 0) & draws.hits(count, SAME_SURNAME)
    family = surname[firsts][home] if count else surname
    second = lists[drawn, 1, 0] + draws.whole(count, lists[drawn, 1, 1])
    surname = np.where(alike, family, surname)
    doubled = draws.hits(count, DOUBLE) & (second != surname)
    return {
        "forename": forename,
        "middle": np.where(draws.hits(count, MIDDLE) & (middle != forename), middle, -1),
        "surname": surname,
        "double": np.where(doubled, second, -1),
    }


def _homes(
    land: Land, streets: tuple[Street, ...], ward: int, count: int
) -> tuple[Ints, Ints, Floats, Ints]:
    here = np.flatnonzero(
        land.ward_of(np.array([street.area for street in streets if not street.through])) == ward
    )
    draws = Draws(land.seed, "homes", ward)
    street = np.sort(here[draws.whole(count, len(here))])
    first = np.searchsorted(street, street)
    number = np.arange(count) - first + 1
    lines = np.stack([streets[n].line for n in here.tolist()])[np.searchsorted(here, street)]
    along = 0.05 + 0.9 * (number - 1) / np.maximum(np.bincount(street)[street], 2)
    piece = (along >= 0.5).astype(np.int64)
    rest = (along * 2 - piece)[:, None]
    row = np.arange(count)
    on = lines[row, piece] * (1 - rest) + lines[row, piece + 1] * rest
    # Odd numbers stand on one side of the street, even ones on the other.
    on[:, 0] += np.where(number % 2 == 1, -9.0, 9.0)
    return street, number, np.round(on, 1), np.full(count, ward, dtype=np.int64)
