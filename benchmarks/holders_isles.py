"""A second made-up world for who holds what, in another style, to judge on and never to tune on.

No days are planned: everybody goes from place to place at all hours by a clock of their own, likes
few places much and others little, and takes friends along. Cars note a fix every four minutes
whether they move or not; or masts of uneven distances see telephones; or readers stand at some of
the places. Cards are used by habit of the place; some people pay for their friends. Tills err by
anything, from minutes to half a day; one map is displaced; days are missing in stretches.
"""

from dataclasses import dataclass

import numpy as np
from benchmarks.holders_town import START
from benchmarks.holders_truth import DAY, Case, Truth, by_record, derivable, recorded

from remit.inquiry.movements.presence import Fixes
from remit.inquiry.movements.uses import Uses

__all__ = ["Isles", "isles"]


@dataclass(frozen=True)
class Isles:
    """What to make."""

    people: int = 50
    days: int = 28
    places: int = 80
    mode: str = "track"
    """`track`, `masts` or `readers`."""
    alone: float = 0.1
    """Share of the trips without what is tracked."""
    friends: float = 0.15
    """Share of the trips on which somebody comes along."""
    offset: float = 0.0
    shift: float = 0.0
    wrong_tills: int = 0
    nameless: float = 0.0
    seed: int = 1


def isles(how: Isles) -> Case:
    """A world as asked for."""
    rng = np.random.default_rng(how.seed + 90_000)
    n = how.people
    centres = rng.normal(0, 3_000, (5, 2))
    spots = centres[rng.integers(0, 5, how.places)] + rng.standard_t(3, (how.places, 2)) * 700
    homes = rng.normal(0, 3_500, (n, 2))
    liking = np.array([_liking(rng, how.places) for _ in range(n)])
    friend = rng.integers(0, n, n)
    bearer = np.where(rng.random(n) < 0.12, -1, np.arange(n))
    cards = int(1.1 * n)
    owner = np.concatenate([np.arange(n), rng.integers(0, n, cards - n)])
    owner[rng.random(cards) < 0.05] = -1
    second, since = _second(rng, cards, n, how.days)
    trips = _trips(rng, how, homes, spots, liking)
    fixes, visits, uses = [], [], []
    for person, begin, end, spot, tracked in trips:
        mover = int(bearer[person]) if tracked else -1
        if mover >= 0:
            visits.append((mover, spot, begin, end))
        present = [person]
        if rng.random() < how.friends:
            present.append(int(friend[person]))
        payer = present[int(rng.integers(len(present)))]
        pick = _card(rng, payer, owner, second, since, begin)
        if pick is not None and rng.random() < 0.75:
            there = mover if payer == person else -1
            uses.append((pick, rng.uniform(begin + 60, end), spot, there))
    for person in range(n):
        if bearer[person] >= 0:
            own = [t for t in trips if t[0] == person and t[4]]
            fixes += _seen(rng, how, int(bearer[person]), own, homes[person], spots)
    fixes = _lost(rng, how, np.array(sorted(fixes)).reshape(-1, 5))
    truth = Truth()
    for card in range(cards):
        holds = {int(o) for o in (owner[card], second[card]) if o >= 0}
        truth.holds |= {(card, int(bearer[o])) for o in holds}
    return _given(rng, how, truth, fixes, visits, uses, spots, cards)


def _liking(rng, places):
    few = rng.choice(places, 6, replace=False)
    weight = np.full(places, 0.3 / places)
    weight[few] += rng.dirichlet(np.ones(6)) * 0.7
    return weight / weight.sum()


def _second(rng, cards, n, days):
    """A second holder: from a day on, or (day -1) beside the first."""
    second, since = np.full(cards, -1), np.full(cards, -1.0)
    for card in np.flatnonzero(rng.random(cards) < 0.12):
        second[card] = rng.integers(0, n)
        since[card] = -1.0 if rng.random() < 0.5 else rng.uniform(0.35, 0.65) * days
    return second, since


def _card(rng, payer, owner, second, since, when):
    day = (when - START) / DAY
    mine = [
        card for card in np.flatnonzero((owner == payer) | (second == payer))
        if (second[card] < 0 or since[card] < 0)
        or (payer == second[card]) == (day >= since[card])
    ]  # fmt: skip
    return int(rng.choice(mine)) if mine else None


def _trips(rng, how, homes, spots, liking):
    """(person, from, until, place, whether what is tracked came along), in order."""
    found = []
    for person in range(how.people):
        rate, sleep = rng.uniform(1.2, 3.2), rng.uniform(0, 24)
        now = START + rng.uniform(0, 12) * 3600
        while now < START + how.days * DAY:
            now += rng.gamma(2.0, 24 / rate / 2) * 3600
            if ((now - START) / 3600 - sleep) % 24 < 8:
                now += 8 * 3600
            spot = int(rng.choice(how.places, p=liking[person]))
            stay = float(np.clip(rng.lognormal(7.8, 0.7), 360, 4 * 3600))
            found.append((person, now, now + stay, spot, bool(rng.random() >= how.alone)))
            now += stay + 1_200
    return found


def _seen(rng, how, mover, trips, home, spots):
    """Fixes of one mover that stays at home but for its trips."""
    found, at, time = [], home, START
    legs = []
    for _, begin, end, spot, _tracked in trips:
        there = spots[spot] + rng.normal(0, 30, 2)
        away = np.hypot(*(there - at))
        go = max(time, begin - away / 9)
        legs += [(time, go, at, at), (go, begin, at, there), (begin, end, there, there)]
        at, time = there, end
        if rng.random() < 0.7:
            back = end + np.hypot(*(home - at)) / 9
            legs += [(end, back, at, home)]
            at, time = home, back
    legs.append((time, START + how.days * DAY, at, at))
    masts = np.random.default_rng(5).normal(0, 3_500, (90, 2))
    readers = np.random.default_rng(6).choice(len(spots), len(spots) // 2, replace=False)
    step = {"track": 240.0, "masts": 1_700.0, "readers": 200.0}[how.mode]
    for begin, end, a, b in legs:
        if end <= begin:
            continue
        for t in np.arange(begin + rng.uniform(0, step), end, step):
            where = a + (b - a) * ((t - begin) / (end - begin))
            if how.mode == "track":
                found.append((mover, t, *(where + rng.normal(0, 12, 2)), 20.0))
            elif how.mode == "masts":
                near = np.argsort(np.hypot(*(masts - where).T))[int(rng.random() < 0.15)]
                found.append((mover, t + rng.normal(0, 300), *masts[near], 700.0))
            elif a is not b:
                close = np.hypot(*(spots[readers] - where).T)
                if close.min() < 450 and rng.random() < 0.85:
                    found.append((mover, t, *spots[readers[close.argmin()]], 40.0))
    return found


def _lost(rng, how, fixes):
    """Stretches of days of which nothing came."""
    kept = np.ones(len(fixes), bool)
    for mover in np.flatnonzero(rng.random(how.people) < 0.2):
        first = START + rng.uniform(0, how.days - 2) * DAY
        kept &= ~((fixes[:, 0] == mover) & (fixes[:, 1] >= first) & (fixes[:, 1] < first + 2 * DAY))
    return fixes[kept]


def _given(rng, how, truth, fixes, visits, uses, spots, cards):
    token, place = (np.array([u[n] for u in uses], np.int64) for n in (0, 2))
    true = np.array([u[1] for u in uses])
    there = np.array([u[3] for u in uses], np.int64)
    source = rng.integers(0, 3, len(spots))
    clock = np.where(source == 2, how.offset, 0.0)
    truth.sources |= {2: how.offset} if how.offset else {}
    many = np.argsort(-np.bincount(place, minlength=len(spots)))
    for till in rng.permutation(many[:15])[: how.wrong_tills]:
        truth.tills[int(till)] = float(rng.choice([-1, 1]) * np.exp(rng.uniform(7.7, 10.6)))
        clock[till] += truth.tills[int(till)]
    said = spots + rng.normal(0, 15, spots.shape)
    if how.shift:
        move = rng.normal(0, 1, 2)
        move *= how.shift / np.hypot(*move)
        said[source == 0] += move
        truth.shifts[0] = (float(move[0]), float(move[1]))
    for one in np.flatnonzero(rng.random(len(spots)) < how.nameless):
        truth.places[int(one)] = (float(spots[one, 0]), float(spots[one, 1]))
        said[one] = np.nan
    begin = np.floor((true + clock[place]) / 60) * 60
    given = Uses(
        token, begin, begin + 60, place, tuple(f"c{n}" for n in range(cards)),
        tuple(f"p{n}" for n in range(len(spots))), said, np.full(len(spots), 40.0),
        source.astype(np.int64), ("a", "b", "c"),
    )  # fmt: skip
    found = Fixes(
        fixes[:, 0].astype(np.int64), fixes[:, 1], fixes[:, 1], fixes[:, 2], fixes[:, 3],
        fixes[:, 4], tuple(f"m{n}" for n in range(how.people)),
        np.zeros(how.people, np.int64), np.zeros(how.people, np.int64),
        np.full(how.people, how.mode == "track"),
    )  # fmt: skip
    if how.mode != "track":
        visits = by_record(fixes, spots)
    else:
        gone = [np.sort(fixes[fixes[:, 0] == m, 1]) for m in range(how.people)]
        visits = [v for v in visits if _recorded(gone[v[0]], v[2], v[3])]
    there = np.where(recorded(visits, place, true, there), there, -1)
    truth.derivable = derivable(visits, token, true, place, there, how.people, truth.holds)
    return Case(found, given, truth)


def _recorded(times, begin, end):
    return bool(np.searchsorted(times, end) > np.searchsorted(times, begin))
