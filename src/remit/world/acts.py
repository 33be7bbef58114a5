"""What the crew does, as the records show it: calls before and after, reads on the way, money."""

import numpy as np

from remit.world.city import City
from remit.world.clock import DAY, to_local, to_utc
from remit.world.crew import MULES, Member, Theft
from remit.world.draws import Draws
from remit.world.planted import Call, Payment, Planted, Read, Silence

__all__ = ["acts", "place_of", "way"]

CHATTER = 2
"""Calls within the crew in each member's day, at most."""


def acts(city: City) -> Planted:
    """Everything the crew does and its victims no longer do, by the plan of `city.crew`."""
    done = Planted()
    crew = city.crew
    for n, theft in enumerate(crew.thefts):
        draws = city.draws("acts", n)
        _ride(city, theft, draws, done)
        _around(city, theft, draws, done)
        _afterwards(city, theft, draws, done)
        done.silences.append(Silence(theft.victim, theft.at, theft.replaced))
    _evenings(city, done)
    _chatter(city, done)
    _money(city, done)
    held, start, stop = crew.custody
    silent = crew.members[held]
    done.silences.append(Silence(silent.person, start, stop))
    numbers = set(silent.phones or ())
    done.calls = [
        call
        for call in done.calls
        if not (start <= call.at < stop and {call.caller, call.called} & numbers)
    ]
    return done


def place_of(city: City, theft: Theft) -> tuple[float, float]:
    """Easting and northing of a theft."""
    east, north = city.stations[theft.station].place
    return east + theft.metres[0], north + theft.metres[1]


def way(city: City, start: int, stop: int) -> list[tuple[int, int, int]]:
    """Camera, seconds from departure and direction for each camera on the way between wards."""
    wards = city.land.wards
    low, high = city.routes.starts[start * wards + stop : start * wards + stop + 2].tolist()
    parts = (city.routes.camera, city.routes.seconds, city.routes.direction)
    return list(zip(*(part[low:high].tolist() for part in parts), strict=True))


def _ride(city: City, theft: Theft, draws: Draws, done: Planted) -> None:
    """The mopeds to the station and back, and the true vehicle far away at the same minute."""
    crew, ward = city.crew, city.stations[theft.station].ward
    lasting = int(city.routes.lasting[crew.base * city.land.wards + ward])
    there = [(c, theft.at - 45 - lasting + s, d) for c, s, d in way(city, crew.base, ward)]
    back = [(c, theft.at + 30 + s, d) for c, s, d in way(city, ward, crew.base)]
    if not there + back:
        there = [(_camera(city, city.stations[theft.station].place, near=True), theft.at - 70, 0)]
    done.reads += [Read(at, theft.vehicle, camera, way) for camera, at, way in there + back]
    if draws.one(2):
        # The other moped rides along, a few seconds behind.
        other = crew.clones[1 - theft.moped][crew.phase(theft.at)]
        done.reads += [
            Read(at + 2 + draws.one(6), other, camera, way) for camera, at, way in there + back
        ]
    camera, at, _ = (there + back)[0]
    east, north = city.cameras.places[camera].tolist()
    far = _camera(city, (east, north), near=False)
    done.reads.append(Read(at + draws.one(40) - 20, theft.vehicle, far, draws.one(4)))


def _camera(city: City, place: tuple[float, float], near: bool) -> int:
    away = ((city.cameras.places - np.array(place)) ** 2).sum(axis=1)
    return int(away.argmin() if near else away.argmax())


def _around(city: City, theft: Theft, draws: Draws, done: Planted) -> None:
    """The spotter rings minutes before; the riders say it is done; the organiser hears of it."""
    crew = city.crew
    spotter, rider, pillion, organiser = (
        crew.members[n] for n in (theft.spotter, *theft.riders, 0)
    )
    scene, base = city.near_cells([place_of(city, theft)])[0], int(city.ward_cells[crew.base])
    lasting = int(city.routes.lasting[crew.base * city.land.wards + _ward(city, theft)])
    called = theft.at - 60 - lasting - 20 - draws.one(90)
    done.calls += [
        _call(city, called, spotter, rider, scene, 10 + draws.one(30)),
        _call(city, theft.at - 40 - draws.one(60), spotter, pillion, scene, 0),
        _call(city, theft.at + 150 + draws.one(200), pillion, spotter, scene, 0),
        _call(city, theft.at + 600 + draws.one(900), rider, organiser, base, 15 + draws.one(60)),
    ]


def _ward(city: City, theft: Theft) -> int:
    return city.stations[theft.station].ward


def _afterwards(city: City, theft: Theft, draws: Draws, done: Planted) -> None:
    """The shop tries the handset; most are used again under another subscription, and paid for."""
    crew, have = city.crew, city.have
    shop_cell = int(city.ward_cells[have.firms[crew.shop].ward])
    done.calls.append(
        Call(
            theft.tested, crew.test_sim, city.landline(crew.shop), False, 3 + draws.one(9),
            shop_cell, theft.handset,
        )
    )  # fmt: skip
    if theft.buyer is None:
        return
    phoned = np.flatnonzero(have.sim >= 0)
    user = int(phoned[draws.one(len(phoned))])
    friends = phoned[draws.whole(3, len(phoned))].tolist()
    for _ in range(4 + draws.one(9)):
        sms = bool(draws.one(2))
        done.calls.append(
            Call(
                theft.bought + draws.one(6 * DAY),
                theft.buyer,
                city.number_of(friends[draws.one(3)], theft.bought),
                sms,
                0 if sms else 20 + draws.one(400),
                int(city.home_cells[user]),
                theft.handset,
            )
        )
    if (account := int(have.account[user])) >= 0:
        pence = (90 + draws.one(170)) * 100
        firm = city.firm_account(crew.shop)
        done.payments.append(Payment(theft.bought - 600, account, firm, pence, "HANDSET"))


def _evenings(city: City, done: Planted) -> None:
    """After the last theft of an evening the organiser and the shop arrange the handover."""
    crew = city.crew
    last: dict[int, int] = {}
    for theft in crew.thefts:
        last[to_local(theft.at) // DAY] = theft.at
    organiser, fence = crew.members[0], crew.members[7]
    for day, at in last.items():
        draws = city.draws("evening", day)
        cell, shop = (int(city.home_cells[member.person]) for member in (organiser, fence))
        later = at + 1800 + draws.one(3600)
        done.calls += [
            _call(city, later, organiser, fence, cell, 30 + draws.one(120)),
            _call(city, later + 9 * 3600 + draws.one(7200), fence, organiser, shop, 0),
        ]


def _chatter(city: City, done: Planted) -> None:
    """Ordinary talk: within the crew, and each with one friend outside it, before and after."""
    crew, have = city.crew, city.have
    using = [member for member in crew.members if member.phones]
    phoned = np.flatnonzero(have.sim >= 0)
    for member in using:
        draws = city.draws("chatter", member.person)
        friend = int(phoned[draws.one(len(phoned))])
        partners = [other for other in using if other is not member]
        usual = [partners[draws.one(len(partners))], crew.members[0]]
        cell = int(city.home_cells[member.person])
        for day in range(city.days):
            for _ in range(draws.one(CHATTER + 1)):
                at = to_utc(city.first + day * DAY + 10 * 3600 + draws.one(12 * 3600))
                other, seconds = usual[draws.one(2)], 20 + draws.one(200)
                if other is not member:
                    done.calls.append(_call(city, at, member, other, cell, seconds * draws.one(2)))
            if draws.one(3) == 0:
                at = to_utc(city.first + day * DAY + 12 * 3600 + draws.one(9 * 3600))
                phone, handset = _in_use(member, crew.phase(at))
                number = city.number_of(friend, at)
                done.calls.append(
                    Call(at, phone, number, False, 60 + draws.one(600), cell, handset)
                )


def _money(city: City, done: Planted) -> None:
    """Each week the shop pays one of two accounts; it is empty again within a day."""
    crew, have = city.crew, city.have
    shop = city.firm_account(crew.shop)
    for week in range(city.days // 7):
        draws = city.draws("money", week)
        mule = crew.members[len(crew.members) - MULES + week % MULES]
        account = int(have.account[mule.person])
        at = to_utc(city.first + (week * 7 + 4) * DAY + 11 * 3600 + draws.one(5 * 3600))
        pounds = 700 + draws.one(900)
        done.payments.append(Payment(at, shop, account, pounds * 100, "STOCK"))
        organiser = crew.members[0]
        cell = int(city.home_cells[organiser.person])
        phone, handset = _in_use(organiser, crew.phase(at))
        done.calls.append(
            Call(at - 1200, phone, city.number_of(mule.person, at), False, 40, cell, handset)
        )
        left = pounds - 40
        for member in crew.members[1:7]:
            pounds = 40 + 10 * draws.one(5)
            at += 1200 + draws.one(5400)
            left -= pounds
            payee = int(have.account[member.person])
            done.payments.append(Payment(at, account, payee, pounds * 100, "thanks"))
        at += 3600 + draws.one(7200)
        payee = int(have.account[organiser.person])
        done.payments.append(Payment(at, account, payee, left // 50 * 50 * 100, "rent help"))


def _in_use(member: Member, phase: int) -> tuple[int, int]:
    assert member.phones is not None
    assert member.handsets is not None
    return member.phones[phase], member.handsets[phase]


def _call(city: City, at: int, one: Member, other: Member, cell: int, seconds: int) -> Call:
    """A call between two of the crew on their phones of the day; of 0 seconds: a message."""
    phase = city.crew.phase(at)
    phone, handset = _in_use(one, phase)
    return Call(at, phone, _in_use(other, phase)[0], seconds == 0, seconds, cell, handset)
