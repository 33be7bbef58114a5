"""The planted investigation: who, with which phones and plates, and which phones they steal.

Two spotters stand near stations and call when somebody walks by with a phone in hand. Riders on
two mopeds, under plates cloned from law-abiding keepers, snatch it. The phones go to a shop that
tests and sells them; money leaves it through two people's accounts. Half-way everybody takes a new
phone and the mopeds new plates. Members are drawn by lot from the adults with a phone and an
account; names, which the draw does not see, are as everybody's.

What they do, call by call, is in `acts.py`; no file says who is what.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from remit.world.belongings import FOREVER, MODELS, Belongings
from remit.world.clock import DAY, to_utc
from remit.world.draws import Draws, Ints
from remit.world.residents import Residents
from remit.world.sites import Routes, Station

__all__ = ["ROLES", "SPARE", "Crew", "Member", "Theft", "crew"]

ROLES = (
    "organiser", "spotter", "spotter", "rider", "pillion", "rider", "pillion", "fence", "mule",
    "mule",
)  # fmt: skip
MULES = 2

SPARE = 400
"""Subscriptions and handsets set apart for what is planted, after those of residents."""

THEFTS = 90
"""At most this many, however long the city's days are: each needs a spare subscription."""

RESOLD = 0.75


@dataclass(frozen=True, slots=True)
class Member:
    """One of the crew; `phones` and `handsets` are those before and after the swap."""

    person: int
    role: str
    phones: tuple[int, int] | None
    """Two subscriptions used for the crew's business; None for those who use their own."""
    handsets: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Theft:
    """One phone stolen; times in seconds since 1970, UTC."""

    at: int
    station: int
    metres: tuple[int, int]
    """Metres east and north of the station."""
    victim: int
    handset: int
    spotter: int
    """Position among the members, as all that follow."""
    riders: tuple[int, int]
    moped: int
    vehicle: int
    """The vehicle whose plate the moped carries."""
    replaced: int
    """When the victim has a new handset."""
    tested: int
    """When the shop tries the handset with its own subscription."""
    buyer: int | None
    """Subscription that uses the handset afterwards, None where it is never seen again."""
    bought: int


@dataclass(frozen=True)
class Crew:
    """The whole plan."""

    members: tuple[Member, ...]
    swap: int
    """When everybody takes the second phone."""
    base: int
    """Ward where the mopeds stand."""
    clones: tuple[tuple[int, int], ...]
    """For each moped the vehicles whose plates it carries, before and after the swap."""
    thefts: tuple[Theft, ...]
    shop: int
    """Firm that sells the phones."""
    test_sim: int
    custody: tuple[int, int, int]
    """A member (position) held, from and to: no calls in between."""

    @property
    def people(self) -> tuple[int, ...]:
        """Everybody in it."""
        return tuple(member.person for member in self.members)

    def phase(self, utc: int) -> int:
        """0 before the swap, 1 after."""
        return int(utc >= self.swap)


def crew(
    seed: int,
    people: Residents,
    have: Belongings,
    stations: Sequence[Station],
    routes: Routes,
    first: int,
    days: int,
) -> Crew:
    """The crew of a city whose days begin at `first`, seconds since 1970."""
    members = _members(seed, people, have)
    swap = first + (days // 2) * DAY + 4 * 3600
    shop = next(n for n, firm in enumerate(have.firms) if firm.kind == "Phone Repairs")
    base = _base(seed, stations, routes)
    clones = _clones(seed, have, [member.person for member in members])
    at = _times(seed, first, days)
    thefts = _thefts(seed, people, have, members, stations, clones, swap, at)
    held = first + (days * 3 // 4) * DAY + 11 * 3600
    return Crew(
        members=members,
        swap=swap,
        base=base,
        clones=clones,
        thefts=thefts,
        shop=shop,
        test_sim=have.sims + SPARE - 1,
        custody=(4, held, held + 19 * 3600),
    )


def _members(seed: int, people: Residents, have: Belongings) -> tuple[Member, ...]:
    fit = (people.age >= 18) & (people.age < 61) & (have.sim >= 0) & (have.account >= 0)
    fit &= have.sim_change == FOREVER
    fit[list(people.renamed)] = False
    able = np.flatnonzero(fit)
    order = able[Draws(seed, "crew").order(len(able))].tolist()
    chosen: list[int] = []
    for person in order:
        # One to a household: kin would call each other anyway.
        if people.home[person] not in {int(people.home[other]) for other in chosen}:
            chosen.append(person)
        if len(chosen) == len(ROLES):
            break
    found = []
    for n, (person, role) in enumerate(zip(chosen, ROLES, strict=True)):
        own = role == "mule"
        sims = (have.sims + 2 * n, have.sims + 2 * n + 1)
        handsets = (have.handsets + 2 * n, have.handsets + 2 * n + 1)
        found.append(Member(person, role, None if own else sims, None if own else handsets))
    return tuple(found)


def _base(seed: int, stations: Sequence[Station], routes: Routes) -> int:
    """A ward from which cameras lie on the way to the busiest stations."""
    wards = int((len(routes.starts) - 1) ** 0.5)
    passed = np.diff(routes.starts).reshape(wards, wards)
    to = [station.ward for station in stations[:3]]
    worth = passed[:, to].min(axis=1) * 1000 + Draws(seed, "base").whole(wards, 1000)
    return int(worth.argmax())


def _clones(seed: int, have: Belongings, members: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Mopeds whose plates are copied: of other keepers, never sold in the city's days."""
    fit = (have.model == len(MODELS) - 1) & (have.new_keeper < 0)
    fit &= ~np.isin(have.keeper, np.array(members))
    able = np.flatnonzero(fit)
    if len(able) < 4:
        able = np.flatnonzero((have.new_keeper < 0) & ~np.isin(have.keeper, np.array(members)))
    chosen = able[Draws(seed, "clones").order(len(able))[:4]].tolist()
    return ((chosen[0], chosen[1]), (chosen[2], chosen[3]))


def _times(seed: int, first: int, days: int) -> list[int]:
    """Moments of the thefts: on some evenings, one to three, minutes apart."""
    draws = Draws(seed, "evenings")
    evenings = np.sort(draws.order(days)[: max(4, days * 9 // 20)]).tolist()
    # At least two evenings lie on each side of the swap, whatever the lot says.
    evenings = sorted({*evenings, 1, days // 2 - 2, days // 2 + 2, days - 3})
    found = []
    for evening in evenings:
        local = first + evening * DAY + 17 * 3600 + draws.one(4 * 3600)
        for _ in range(1 + draws.one(3)):
            found.append(to_utc(local))
            local += 420 + draws.one(600)
    return found[:THEFTS]


def _thefts(
    seed: int,
    people: Residents,
    have: Belongings,
    members: Sequence[Member],
    stations: Sequence[Station],
    clones: tuple[tuple[int, int], ...],
    swap: int,
    times: Sequence[int],
) -> tuple[Theft, ...]:
    draws = Draws(seed, "thefts")
    victims = iter(_victims(draws, people, have, [member.person for member in members]))
    found = []
    for n, at in enumerate(times):
        victim, moped = next(victims), draws.one(2)
        tested = at + 5400 + draws.one(7200)
        resold = draws.share(1)[0] < RESOLD
        found.append(
            Theft(
                at=at,
                station=_station(draws, len(stations)),
                metres=(draws.one(240) - 120, draws.one(240) - 120),
                victim=victim,
                handset=int(have.sim[victim]),
                spotter=1 + draws.one(2),
                riders=(3 + 2 * moped, 4 + 2 * moped),
                moped=moped,
                vehicle=clones[moped][int(at >= swap)],
                replaced=at + (6 + draws.one(40)) * 3600,
                tested=tested,
                buyer=have.sims + 100 + n if resold else None,
                bought=tested + DAY // 2 + draws.one(4 * DAY),
            )
        )
    return tuple(found)


def _victims(
    draws: Draws, people: Residents, have: Belongings, members: Sequence[int]
) -> list[int]:
    """People with a phone, outside the crew's households, who change neither phone nor number."""
    fit = (have.sim >= 0) & (have.handset_change == FOREVER) & (have.sim_change == FOREVER)
    fit &= (people.age >= 14) & ~np.isin(people.home, people.home[list(members)])
    fit[list(people.renamed)] = False
    able: Ints = np.flatnonzero(fit)
    return [int(n) for n in able[draws.order(len(able))[:THEFTS]]]


def _station(draws: Draws, count: int) -> int:
    """Two thirds near the two busiest."""
    return draws.one(2) if draws.one(3) < 2 else draws.one(count)
