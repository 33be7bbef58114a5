"""What people have: phones, vehicles, accounts, work; and the firms of the city.

A party is a person, or a firm at the number of people plus the firm's own. Subscriptions (SIMs),
handsets, vehicles and accounts are numbered; `City` turns the numbers into texts.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from remit.world.draws import Draws, Flags, Ints
from remit.world.residents import Residents
from remit.world.streets import FIRST

__all__ = ["FOREVER", "HUBS", "Belongings", "Firm", "belongings"]

FOREVER = 1 << 40
"""Seconds since 1970 of a change that never comes."""

HUBS = (
    "Cars", "Pizza", "Kebab House", "Surgery", "Stores", "Pharmacy", "Phone Repairs", "Launderette",
)  # fmt: skip
"""Kinds of firm that many people call and pay."""

WORKS = ("Joinery", "Freight", "Foods", "Care", "Schools", "Cleaning", "Fabrication", "Lettings")

CARS = (40, 44, 16)
"""Households with no, one, two cars, in a hundred."""

MODELS = (
    "Halden Sprite", "Halden Crest", "Orrin Vale", "Orrin Tern", "Castor 4", "Castor Estate",
    "Merrow Fen", "Merrow Ridge", "Tallis Box van", "Kite 125",
)  # fmt: skip
"""Invented makes and models; the last is a moped."""

COLOURS = ("Black", "Blue", "Grey", "Red", "Silver", "White", "Green")

REPAIRER = HUBS.index("Phone Repairs")


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm: its name, ward and, if people call it, its landline."""

    name: str
    kind: str
    ward: int
    landline: int | None


@dataclass(frozen=True)
class Belongings:
    """Columns by person, then by vehicle, then what is counted."""

    sim: Ints
    """First subscription, -1 for none; also the number of the first handset."""
    sim_change: Ints
    """Seconds since 1970 when the number changes, FOREVER for never."""
    new_sim: Ints
    handset_change: Ints
    """Seconds since 1970 when the handset changes."""
    new_handset: Ints
    account: Ints
    """-1 for none. A firm's account is its own number plus `first_firm_account`."""
    work: Ints
    """Firm where the person works, -1 for none."""
    keeper: Ints
    """By vehicle: the person who keeps it."""
    new_keeper: Ints
    """By vehicle: the next keeper, -1 for none."""
    keeper_change: Ints
    """By vehicle: day of the city's days on which it changes keeper."""
    model: Ints
    colour: Ints
    firms: tuple[Firm, ...]
    sims: int
    """Subscriptions of residents; further ones follow."""
    handsets: int
    prepaid: Flags
    """By subscription of residents: bought without a name."""

    @property
    def first_firm_account(self) -> int:
        """Number of the first firm's account."""
        return int((self.account >= 0).sum())

    @cached_property
    def hubs(self) -> Ints:
        """Firms that people call."""
        return np.flatnonzero(np.array([firm.landline is not None for firm in self.firms]))


def belongings(seed: int, people: Residents, wards: int, first: int, days: int) -> Belongings:
    """What everybody has. `first` is the start of the city's days, in seconds since 1970."""
    n = len(people)
    draws = Draws(seed, "phones")
    phoned = (people.age >= 11) & draws.hits(n, 0.93)
    phoned[list(people.renamed)] = True
    sim = _numbered(phoned, 0)
    count = int(phoned.sum())
    changes = phoned & draws.hits(n, 0.02)
    swaps = phoned & draws.hits(n, 0.05)
    when = first + draws.whole(n, days * 86_400)
    later = first + draws.whole(n, days * 86_400)
    banked = (people.age >= 16) & Draws(seed, "accounts").hits(n, 0.95)
    firms = _firms(seed, n, wards)
    return Belongings(
        sim=sim,
        sim_change=np.where(changes, when, FOREVER),
        new_sim=_numbered(changes, count),
        handset_change=np.where(swaps, later, FOREVER),
        new_handset=_numbered(swaps, count),
        account=_numbered(banked, 0),
        work=_work(seed, people, firms, banked),
        firms=firms,
        sims=count + int(changes.sum()),
        handsets=count + int(swaps.sum()),
        prepaid=Draws(seed, "prepaid").hits(count + int(changes.sum()), 0.28),
        **_vehicles(seed, people, days),
    )


def _numbered(having: Flags, first: int) -> Ints:
    return np.where(having, first + np.cumsum(having) - 1, -1).astype(np.int64)


def _firms(seed: int, people: int, wards: int) -> tuple[Firm, ...]:
    count = max(24, people // 25)
    draws = Draws(seed, "firms")
    called = min(max(16, count // 4), 900)
    first, ward = draws.whole(count, len(FIRST)), draws.whole(count, wards)
    found = []
    for n in range(count):
        kind = HUBS[n % len(HUBS)] if n < called else WORKS[n % len(WORKS)]
        number = "" if n < len(FIRST) * 2 else f" {n // 50}"
        name = f"{FIRST[int(first[n])]} {kind}{number}"
        found.append(Firm(name, kind, int(ward[n]), n if n < called else None))
    return tuple(found)


def _work(seed: int, people: Residents, firms: tuple[Firm, ...], banked: Flags) -> Ints:
    n = len(people)
    draws = Draws(seed, "work")
    weights = 1 + draws.whole(len(firms), 12) ** 2
    works = (people.age >= 18) & (people.age < 67) & banked & draws.hits(n, 0.76)
    return np.where(works, draws.picks(n, weights), -1)


def _vehicles(seed: int, people: Residents, days: int) -> dict[str, Ints]:
    heads = np.flatnonzero(people.head)
    draws = Draws(seed, "vehicles")
    owned = draws.picks(len(heads), CARS)
    owned[np.isin(heads, list(people.renamed))] |= 1
    cars = np.repeat(heads, owned)
    adults = np.flatnonzero((people.age >= 17) & (people.age < 60))
    mopeds = adults[draws.hits(len(adults), 0.025)]
    if len(mopeds) < 12:
        mopeds = np.sort(adults[draws.order(len(adults))[:12]])
    keeper = np.concatenate([cars, mopeds])
    n = len(keeper)
    sold = draws.hits(n, 0.03)
    buyer = adults[draws.whole(n, len(adults))]
    return {
        "keeper": keeper,
        "new_keeper": np.where(sold & (buyer != keeper), buyer, -1),
        "keeper_change": draws.whole(n, days),
        "model": np.where(
            np.arange(n) < len(cars), draws.whole(n, len(MODELS) - 1), len(MODELS) - 1
        ),
        "colour": draws.whole(n, len(COLOURS)),
    }
