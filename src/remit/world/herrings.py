"""What looks like the crew and is not: couriers, an honest shop, a convoy of neighbours, kin."""

from dataclasses import dataclass

import numpy as np

from remit.world.acts import way
from remit.world.belongings import MODELS
from remit.world.city import City
from remit.world.clock import DAY, to_utc
from remit.world.crew import SPARE
from remit.world.planted import Call, Payment, Planted, Read

__all__ = ["Herrings", "herrings"]

COURIERS = 3
REPAIRS = 14
"""Handsets tried by the honest shop, none of them stolen."""


@dataclass(frozen=True)
class Herrings:
    """Who they are, and what they do."""

    couriers: tuple[int, ...]
    """Vehicles: mopeds that go to and fro near the stations in the evening."""
    shop: int
    """Firm that repairs phones and sells no stolen ones."""
    test_sim: int
    repaired: tuple[int, ...]
    """People whose own handsets it tried."""
    convoy: tuple[int, int]
    """Vehicles of neighbours who drive to work together."""
    family: tuple[int, ...]
    """People of one household who give the same number, that of the first."""
    done: Planted


def herrings(city: City) -> Herrings:
    """Those of a city; none of them is in the crew."""
    done = Planted()
    couriers, shop = _couriers(city), _honest_shop(city)
    convoy = _convoy(city)
    for vehicle in couriers:
        _deliver(city, vehicle, done)
    repaired = _repaired(city, shop, done)
    _drive_together(city, convoy, done)
    sim = city.have.sims + SPARE - 2
    return Herrings(couriers, shop, sim, repaired, convoy, _family(city), done)


def _free_vehicles(city: City) -> list[int]:
    """Vehicles in chance order that have nothing to do with the crew and are not sold."""
    have = city.have
    clones = [vehicle for pair in city.crew.clones for vehicle in pair]
    involved = [*city.crew.people, *(theft.victim for theft in city.crew.thefts)]
    free = (have.new_keeper < 0) & ~np.isin(have.keeper, np.array(involved))
    free[clones] = False
    able = np.flatnonzero(free)
    return [int(n) for n in able[city.draws("herrings").order(len(able))]]


def _couriers(city: City) -> tuple[int, ...]:
    moped = len(MODELS) - 1
    found = [n for n in _free_vehicles(city) if city.have.model[n] == moped]
    return tuple(found[:COURIERS])


def _deliver(city: City, vehicle: int, done: Planted) -> None:
    have, keeper = city.have, int(city.have.keeper[vehicle])
    draws = city.draws("courier", vehicle)
    kitchen = 1 + draws.one(2)
    for day in range(city.days):
        at = city.first + day * DAY + 17 * 3600 + draws.one(1800)
        while at < city.first + day * DAY + 22 * 3600:
            start = city.stations[draws.one(2)].ward
            stop = draws.one(city.land.wards)
            for there, back in ((start, stop), (stop, start)):
                done.reads += [
                    Read(to_utc(at + s), vehicle, camera, heading)
                    for camera, s, heading in way(city, there, back)
                ]
                at += 600 + draws.one(900)
            at += 600 + draws.one(1800)
            sim = int(have.sim[keeper])
            if sim >= 0 and draws.one(4) == 0:
                moment = to_utc(at)
                sim, number = city.number_of(keeper, moment), city.landline(kitchen)
                cell = int(city.ward_cells[start])
                handset = _handset(city, keeper, moment)
                call = Call(moment, sim, number, False, 20 + draws.one(40), cell, handset)
                done.calls.append(call)


def _handset(city: City, person: int, utc: int) -> int:
    have = city.have
    changed = utc >= have.handset_change[person]
    return int(have.new_handset[person] if changed else have.sim[person])


def _honest_shop(city: City) -> int:
    kinds = [firm.kind for firm in city.have.firms]
    return kinds.index("Phone Repairs", city.crew.shop + 1)


def _repaired(city: City, shop: int, done: Planted) -> tuple[int, ...]:
    have = city.have
    stolen = np.array([theft.victim for theft in city.crew.thefts])
    fit = (have.sim >= 0) & (have.account >= 0) & ~np.isin(np.arange(len(have.sim)), stolen)
    fit[list(city.crew.people)] = False
    able = np.flatnonzero(fit)
    draws = city.draws("repairs")
    chosen = able[draws.order(len(able))[:REPAIRS]].tolist()
    cell = int(city.ward_cells[have.firms[shop].ward])
    for person in chosen:
        day = draws.one(city.days)
        at = to_utc(city.first + day * DAY + 10 * 3600 + draws.one(7 * 3600))
        sim, number = have.sims + SPARE - 2, city.landline(shop)
        handset = _handset(city, person, at)
        done.calls.append(Call(at, sim, number, False, 3 + draws.one(9), cell, handset))
        payer, payee = int(have.account[person]), city.firm_account(shop)
        pence = 3500 + 500 * draws.one(12)
        done.payments.append(Payment(at + 900, payer, payee, pence, "SCREEN REPAIR"))
    return tuple(chosen)


def _convoy(city: City) -> tuple[int, int]:
    """Two vehicles of different households in one street, else in one ward."""
    people, free = city.people, _free_vehicles(city)
    for vehicle in free:
        home = int(people.home[city.have.keeper[vehicle]])
        for other in free:
            near = int(people.home[city.have.keeper[other]])
            if near != home and people.homes.street[near] == people.homes.street[home]:
                return vehicle, other
    return free[0], free[1]


def _drive_together(city: City, convoy: tuple[int, int], done: Planted) -> None:
    draws = city.draws("convoy")
    home = int(city.people.ward[city.have.keeper[convoy[0]]])
    wards = city.land.wards
    passed = np.diff(city.routes.starts)[home * wards : (home + 1) * wards]
    work = int(passed.argmax())
    for n, day in enumerate(city.dates):
        if day.weekday() > 4:
            continue
        for hour, start, stop in ((7, home, work), (17, work, home)):
            at = city.first + n * DAY + hour * 3600 + 1800 + draws.one(600)
            for camera, seconds, heading in way(city, start, stop):
                moment = to_utc(at + seconds)
                done.reads.append(Read(moment, convoy[0], camera, heading))
                done.reads.append(Read(moment + 2 + draws.one(5), convoy[1], camera, heading))


def _family(city: City) -> tuple[int, ...]:
    """Three or more of one household, the first of whom has a phone."""
    people, taken = city.people, {*city.crew.people, *city.chain}
    sizes = np.bincount(people.home)
    starts = np.cumsum(sizes) - sizes
    able = np.flatnonzero(sizes >= 3)
    for home in able[city.draws("family").order(len(able))].tolist():
        members = range(int(starts[home]), int(starts[home] + sizes[home]))
        if city.have.sim[members[0]] >= 0 and not taken & set(members):
            return tuple(members)
    return ()
