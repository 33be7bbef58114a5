"""The city as a whole: a seed, a size, its days, and everything drawn from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from remit.errors import Misuse
from remit.world import identifiers, sites
from remit.world.belongings import Belongings, belongings
from remit.world.clock import DAY, midnight
from remit.world.contacts import Contacts, contacts
from remit.world.crew import SPARE, Crew, crew
from remit.world.draws import Draws, Floats, Ints
from remit.world.land import Land
from remit.world.residents import Residents, residents
from remit.world.streets import Street, streets

__all__ = ["BOROUGH", "TOWN", "VILLAGE", "City"]

CHAIN = ("Aylin Demir", "Marcus Oakhurst", "Ines Carvalho", "Tobias Fenwright")
"""Each shares a telephone or a vehicle with the next: a path from the first to the last."""

SMALLEST, LARGEST = 300, 400_000
SHORTEST, LONGEST = 14, 120


@dataclass(frozen=True)
class City:
    """Larkhithe, drawn from `seed`, with so many `residents`.

    Plate reads, calls and payments cover `days` from `start`; recorded crime covers `months` up to
    `last_month` (YYYY-MM). Residents from 300 to 400,000, days from 14 to 120.
    """

    seed: int = 1
    residents: int = 2_000
    days: int = 28
    start: date = date(2026, 3, 16)
    months: int = 18
    last_month: str = "2026-09"

    def __post_init__(self) -> None:
        if not SMALLEST <= self.residents <= LARGEST:
            raise Misuse(f"a city has from {SMALLEST} to {LARGEST:,} residents")
        if not SHORTEST <= self.days <= LONGEST:
            raise Misuse(f"a city's days are from {SHORTEST} to {LONGEST}")

    def draws(self, *key: object) -> Draws:
        """Chance for one block of the city."""
        return Draws(self.seed, *key)

    @property
    def first(self) -> int:
        """The first moment of the city's days, seconds since 1970."""
        return midnight(self.start)

    @property
    def end(self) -> int:
        """The moment after the last."""
        return self.first + self.days * DAY

    @property
    def dates(self) -> tuple[date, ...]:
        """The city's days."""
        return tuple(self.start + timedelta(days=n) for n in range(self.days))

    @property
    def crime_months(self) -> tuple[str, ...]:
        """Months of recorded crime, oldest first."""
        year, month = map(int, self.last_month.split("-"))
        last = year * 12 + month - 1
        return tuple(f"{n // 12}-{n % 12 + 1:02}" for n in range(last - self.months + 1, last + 1))

    @cached_property
    def land(self) -> Land:
        """The ground."""
        return Land(self.seed, self.residents)

    @cached_property
    def streets(self) -> tuple[Street, ...]:
        """Side streets, area by area, then through roads."""
        return streets(self.land)

    @cached_property
    def stations(self) -> tuple[sites.Station, ...]:
        """Railway stations."""
        return sites.stations(self.land)

    @cached_property
    def cameras(self) -> sites.Cameras:
        """Plate cameras."""
        return sites.cameras(self.land)

    @cached_property
    def cells(self) -> sites.Cells:
        """Cell sites and their sectors."""
        return sites.cells(self.land)

    @cached_property
    def routes(self) -> sites.Routes:
        """Cameras on the way from ward to ward."""
        return sites.routes(self.land, self.cameras)

    @cached_property
    def people(self) -> Residents:
        """Everybody."""
        return residents(self.land, self.streets, self.start, CHAIN)

    @property
    def chain(self) -> tuple[int, ...]:
        """Four people, each of whom shares a phone or a vehicle with the next."""
        return tuple(self.people.renamed)

    @cached_property
    def have(self) -> Belongings:
        """What everybody has."""
        return belongings(self.seed, self.people, self.land.wards, self.first, self.days)

    @cached_property
    def contacts(self) -> Contacts:
        """Who calls whom."""
        return contacts(self.seed, self.people, self.have)

    @cached_property
    def crew(self) -> Crew:
        """The planted investigation."""
        return crew(
            self.seed,
            self.people,
            self.have,
            self.stations,
            self.routes,
            self.first,
            self.days,
        )

    @cached_property
    def home_cells(self) -> Ints:
        """Cell that serves each person's home."""
        return self.cells.serving(self.people.homes.place)[self.people.home]

    @cached_property
    def ward_cells(self) -> Ints:
        """Cell that serves the middle of each ward."""
        return self.cells.serving(self.ward_middles)

    @cached_property
    def ward_middles(self) -> Floats:
        """Middle crossing of each ward, shape (wards, 2)."""
        inner = self.land.nodes[1::2, 1::2]
        return np.asarray(inner.reshape(-1, 2))

    @cached_property
    def mobiles(self) -> list[str]:
        """Numbers of all subscriptions, those of residents first, in E.164."""
        return identifiers.mobiles(self.draws("mobiles"), self.have.sims + SPARE)

    @cached_property
    def numbers(self) -> list[str]:
        """Numbers of all subscriptions, then of the firms that have a landline."""
        lines = [identifiers.landline(n) for n in range(len(self.have.hubs))]
        return [*self.mobiles, *lines]

    @cached_property
    def imeis(self) -> list[str]:
        """Numbers of all handsets, those of residents first."""
        return identifiers.imeis(self.draws("imeis"), self.have.handsets + SPARE)

    @cached_property
    def marks(self) -> list[str]:
        """Registration marks of all vehicles."""
        return identifiers.marks(self.draws("marks"), len(self.have.keeper))

    @cached_property
    def accounts(self) -> list[tuple[str, str]]:
        """Sort code and number of all accounts: people's, then the firms'."""
        count = self.have.first_firm_account + len(self.have.firms)
        return identifiers.accounts(self.draws("account numbers"), count)

    def number_of(self, person: int, utc: int) -> int:
        """The person's own subscription at that moment."""
        if utc >= self.have.sim_change[person]:
            return int(self.have.new_sim[person])
        return int(self.have.sim[person])

    def landline(self, firm: int) -> int:
        """Position of a firm's landline among the numbers."""
        return self.have.sims + SPARE + firm

    def firm_account(self, firm: int) -> int:
        """Position of a firm's account among the accounts."""
        return self.have.first_firm_account + firm

    def near_cells(self, places: Sequence[tuple[float, float]]) -> list[int]:
        """Cells that serve these places."""
        return [int(n) for n in self.cells.serving(np.array(places, dtype=np.float64))]


VILLAGE = City(residents=500)
TOWN = City(residents=2_000)
BOROUGH = City(residents=300_000, days=56)
