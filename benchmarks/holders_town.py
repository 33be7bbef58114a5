"""A made-up town for who holds what: days of people, their cars or telephones, their cards.

People go from home by way of coffee to work, out to lunch, to shops and home again. What is
recorded of a car is its track while the engine runs, or reads by cameras on its way; of a
telephone, the cell it used. A card is used at a place, by a till with a clock of its own.

`holders_truth.py` says what of it can be derived.
"""

from dataclasses import dataclass, field

import numpy as np
from benchmarks.holders_truth import DAY, Case, Truth, by_record, derivable, recorded

from remit.inquiry.movements.presence import Fixes
from remit.inquiry.movements.uses import Uses

__all__ = ["START", "Town", "town"]

START = 19_800 * DAY
"""A Thursday in 2024, in seconds (UTC)."""


@dataclass(frozen=True)
class Town:
    """What to make; the defaults are a middling case without anything wrong."""

    people: int = 60
    days: int = 21
    shops: int = 40
    mode: str = "track"
    """`track`, `reads` or `cells`."""
    uses_a_day: float = 2.0
    without_car: float = 0.08
    untracked: float = 0.1
    cardless: float = 0.1
    shared: float = 0.05
    swapped: float = 0.05
    missing_days: float = 0.03
    source_offset: float = 0.0
    """Seconds by which all tills of the second source run fast."""
    till_offsets: int = 0
    """Tills with a wrong clock of their own."""
    source_shift: float = 0.0
    """Metres by which the places of the second source are displaced."""
    unknown: float = 0.0
    """Share of the shops whose position nobody says."""
    by_day: float = 0.0
    """Share of the shops that note only the day."""
    size: float = 8_000.0
    seed: int = 1


@dataclass
class _Made:
    fixes: list[tuple[int, float, float, float, float]] = field(default_factory=list)
    visits: list[tuple[int, int, float, float]] = field(default_factory=list)
    """(mover, shop, from, until) as its own record has it, true clock."""
    uses: list[tuple[int, float, int, int]] = field(default_factory=list)
    """(token, time, shop, mover that was there or -1)."""


def town(how: Town) -> Case:
    """A town as asked for. The same again for the same seed."""
    rng = np.random.default_rng(how.seed)
    n, shops = how.people, how.shops
    home = rng.uniform(0, how.size, (n, 2))
    works = rng.uniform(0.3 * how.size, 0.7 * how.size, (max(2, n // 25), 2))
    work = rng.integers(0, len(works), n)
    shop = rng.uniform(0.1 * how.size, 0.9 * how.size, (shops, 2))
    liked = rng.dirichlet(np.full(shops, 0.25), n) * 0.8 + 0.2 / shops
    popular = 1 / np.arange(1, shops + 1) ** 0.8
    liked = liked * popular
    liked /= liked.sum(1, keepdims=True)
    coffee = rng.integers(0, max(2, shops // 10), n)
    mover_of = np.where(rng.random(n) < how.untracked, -1, np.arange(n))
    token_of = np.where(rng.random(n) < how.cardless, -1, np.arange(n))
    shared, swapped = _odd(rng, how, token_of)
    cameras = np.stack(np.meshgrid(*[np.arange(500, how.size, 1_000)] * 2), -1).reshape(-1, 2)
    cameras = cameras + rng.uniform(-300, 300, cameras.shape)
    made, truth = _Made(), Truth()
    gone = rng.random((n, how.days)) < how.missing_days
    for person in range(n):
        for day in range(how.days):
            stops = _plan(rng, how, person, day, coffee, liked)
            held = _token(person, day, how, token_of, shared, swapped, rng)
            seen = not gone[person, day]
            _live(rng, how, made, person, day, stops, home[person], works[work[person]], shop,
                  int(mover_of[person]) if seen else -1, held, cameras)  # fmt: skip
    for person in range(n):
        if token_of[person] >= 0:
            for who in {person, *shared.get(person, ()), *[w for w, _ in swapped.get(person, ())]}:
                truth.holds.add((person, int(mover_of[who])))
    return _delivered(rng, how, made, truth, shop)


def _odd(rng, how, token_of):
    """Who shares whose card, and whose card goes to whom on which day."""
    shared, swapped = {}, {}
    with_card = np.flatnonzero(token_of >= 0)
    for person in with_card:
        if rng.random() < how.shared:
            shared[int(person)] = (int(rng.choice(with_card)),)
        elif rng.random() < how.swapped:
            day = int(rng.integers(how.days // 3, 2 * how.days // 3 + 1))
            swapped[int(person)] = ((int(rng.choice(with_card)), day),)
    return shared, swapped


def _token(person, day, how, token_of, shared, swapped, rng):
    """The cards that a person has about them on a day."""
    found = []
    for owner in {person, *shared, *swapped}:
        if token_of[owner] < 0:
            continue
        now = owner
        for who, since in swapped.get(owner, ()):
            now = who if day >= since else owner
        if now == person or person in shared.get(owner, ()):
            found.append(int(owner))
    return found


def _plan(rng, how, person, day, coffee, liked):
    """Stops of a day: (what, from, until)."""
    stops, week = [], (day + 3) % 7 < 5
    scale = how.uses_a_day / 2
    now = rng.normal(7.9, 0.4)
    if week:
        if rng.random() < min(0.95, 0.6 * scale):
            stay = rng.uniform(0.1, 0.3)
            stops.append((int(coffee[person]), now + 0.3, now + 0.3 + stay))
            now += 0.3 + stay
        stops.append((-1, now + 0.4, rng.normal(12.3, 0.3)))
        if rng.random() < min(0.95, 0.5 * scale):
            begin = stops[-1][2] + 0.2
            stops.append((int(rng.choice(len(liked[person]), p=liked[person])), begin, begin + 0.7))
            stops.append((-1, begin + 0.9, rng.normal(17.4, 0.5)))
        else:
            stops[-1] = (-1, stops[-1][1], rng.normal(17.4, 0.5))
        now = stops[-1][2] + 0.3
    else:
        now = rng.uniform(9, 13)
    for _ in range(rng.poisson((0.9 if week else 2.2) * scale)):
        stay = rng.uniform(0.15, 1.5)
        stops.append((int(rng.choice(len(liked[person]), p=liked[person])), now, now + stay))
        now += stay + rng.uniform(0.25, 0.8)
    return [(what, b * 3600, max(e, b + 0.1) * 3600) for what, b, e in stops if b < 23]


def _live(rng, how, made, person, day, stops, home, work, shop, mover, held, cameras):
    """A day as lived: what it leaves of the mover, and of the cards."""
    at, left = home, stops[0][1] - 900 if stops else 0.0
    base = START + day * DAY
    for what, begin, end in stops:
        there = (work if what < 0 else shop[what]) + rng.normal(0, 25, 2)
        drives = what < 0 or rng.random() >= how.without_car
        if mover >= 0 and drives:
            leave = max(left, begin - np.hypot(*(there - at)) / 11 - 30)
            _journey(rng, how, made, mover, base, at, there, leave, begin, cameras)
            if how.mode == "cells":
                _cells(rng, how, made, mover, base, there, begin, end, cameras)
            at, left = there, end
            if what >= 0:
                made.visits.append((mover, what, base + begin, base + end))
        if what >= 0 and held and rng.random() < 0.85:
            when = base + rng.uniform(begin + 0.3 * (end - begin), end)
            made.uses.append((held[rng.integers(len(held))], when, what, mover if drives else -1))
    if mover >= 0 and stops:
        _journey(rng, how, made, mover, base, at, home, left, left + 900, cameras)
        if how.mode == "cells":
            _cells(rng, how, made, mover, base, home, left + 900, 86_300.0, cameras)


def _journey(rng, how, made, mover, base, a, b, begin, end, cameras):
    if end <= begin:
        end = begin + 60
    corner = np.array([b[0], a[1]])
    legs = [np.hypot(*(corner - a)), np.hypot(*(b - corner))]
    whole = sum(legs) or 1.0

    def at(share):
        far = share * whole
        if far <= legs[0]:
            return a + (corner - a) * (far / (legs[0] or 1))
        return corner + (b - corner) * ((far - legs[0]) / (legs[1] or 1))

    if how.mode == "track":
        many = max(2, int((end - begin) / 45))
        for share in np.linspace(0, 1, many):
            x, y = at(share) + rng.normal(0, 8, 2)
            made.fixes.append((mover, base + begin + share * (end - begin), x, y, 15.0))
    elif how.mode == "reads":
        way = np.array([at(share) for share in np.linspace(0, 1, 25)])
        away = np.hypot(*(way[:, None, :] - cameras[None]).transpose(2, 0, 1))
        for camera in np.flatnonzero(away.min(0) < 350):
            if rng.random() < 0.9:
                share = away[:, camera].argmin() / 24
                when = base + begin + share * (end - begin)
                made.fixes.append((mover, when, *cameras[camera], 50.0))


def _cells(rng, how, made, mover, base, there, begin, end, masts):
    when = begin + rng.exponential(900)
    while when < end:
        mast = masts[np.argsort(np.hypot(*(masts - there).T))[int(rng.random() < 0.2)]]
        made.fixes.append((mover, base + when, *mast, 900.0))
        when += rng.exponential(1500)


def _delivered(rng, how, made, truth, shop):
    """What reaches the method: wrong clocks, displaced and nameless places and all."""
    shops = len(shop)
    source = (np.arange(shops) % 2).astype(np.int64)
    clock = np.where(source == 1, how.source_offset, 0.0)
    if how.source_offset:
        truth.sources[1] = how.source_offset
    for till in rng.permutation(min(shops, 12))[: how.till_offsets]:
        wrong = float(rng.choice([-1, 1]) * rng.choice([420, 2_820, 5_400, 43_200]))
        clock[till] += wrong
        truth.tills[int(till)] = wrong
    said = shop + rng.normal(0, 20, shop.shape)
    if how.source_shift:
        turn = rng.uniform(0, 2 * np.pi)
        move = how.source_shift * np.array([np.cos(turn), np.sin(turn)])
        said[source == 1] += move
        truth.shifts[1] = (float(move[0]), float(move[1]))
    for place in np.flatnonzero(rng.random(shops) < how.unknown):
        truth.places[int(place)] = (float(shop[place, 0]), float(shop[place, 1]))
        said[place] = np.nan
    fixes = np.array(sorted(made.fixes), float).reshape(-1, 5)
    movers = tuple(f"car {n}" for n in range(how.people))
    token = np.array([u[0] for u in made.uses], np.int64)
    place = np.array([u[2] for u in made.uses], np.int64)
    true = np.array([u[1] for u in made.uses], float)
    when = np.floor((true + clock[place]) / 60) * 60
    daily = rng.random(shops) < how.by_day
    begin = np.where(daily[place], np.floor(when / DAY) * DAY, when)
    end = begin + np.where(daily[place], DAY, 60.0)
    uses = Uses(
        token, begin, end, place, tuple(f"card {n}" for n in range(how.people)),
        tuple(f"shop {n}" for n in range(shops)), said, np.full(shops, 60.0), source,
        ("tills one", "tills two"),
    )  # fmt: skip
    found = Fixes(
        fixes[:, 0].astype(np.int64), fixes[:, 1], fixes[:, 1], fixes[:, 2], fixes[:, 3],
        fixes[:, 4], movers, np.zeros(how.people, np.int64), np.zeros(how.people, np.int64),
        np.full(how.people, how.mode == "track"),
    )  # fmt: skip
    there = np.array([u[3] for u in made.uses], np.int64)
    if how.mode != "track":
        made.visits = by_record(fixes, shop)
        there = np.where(recorded(made.visits, place, true, there), there, -1)
    truth.derivable = derivable(made.visits, token, true, place, there, how.people, truth.holds)
    return Case(found, uses, truth)
