"""Made-up call data with planted changes of phones, at their hardest; for tests and benchmarks.

People live in circles, call each other at rates of their own by hours of their own, and some of
them, in groups, change their number: together or one after another, with a gap, an overlap, a
trial call beforehand, twice. Beside them phones begin and end that have nothing to do with it,
in the same circles and on the same days. Numbers that everybody calls are among them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from tests.inquiry.phones.wishes import Wish

__all__ = ["DAY", "FIRST", "HOUR", "Case", "Pair", "generate", "shuffled"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

DAY, HOUR = 86_400, 3_600
FIRST = 1_767_225_600
"""2026-01-01, seconds UTC."""


@dataclass(frozen=True)
class Pair:
    """One planted change: the numbers, the first use of the new one, and what is hard about it."""

    old: int
    new: int
    last: int
    first: int
    tags: frozenset[str]


@dataclass(frozen=True)
class Case:
    """Calls as arrays, one value a call, and the truth. Numbers are 0 to `n` - 1."""

    time: Ints
    caller: Ints
    called: Ints
    handset: Ints
    cell: Ints
    n: int
    pairs: tuple[Pair, ...]


@dataclass
class _World:
    draw: np.random.Generator
    end: int
    one: list[int] = field(default_factory=list)
    other: list[int] = field(default_factory=list)
    often: list[float] = field(default_factory=list)
    """Calls a day between the two."""
    joined: set[tuple[int, int]] = field(default_factory=set)

    def edge(self, a: int, b: int, often: float) -> None:
        key = min(a, b), max(a, b)
        if a != b and key not in self.joined:
            self.joined.add(key)
            self.one.append(a)
            self.other.append(b)
            self.often.append(often)


def generate(asked: Wish) -> Case:
    """The case that was asked for; the same for the same wish."""
    draw = np.random.default_rng([asked.seed, 2])
    world = _World(draw, asked.days * DAY)
    people = asked.people
    circle = draw.integers(0, max(3, people // 30), people)
    active = np.exp(draw.normal(0, 0.8, people)) * asked.rate
    groups = list(_groups(asked, draw, people))
    inside = {p for members in groups for p in members if _alone(asked, draw, p, members)}
    _ordinary(world, circle, active, inside)
    for members in groups:
        _among(world, members, asked.rate)
    life = np.tile(np.array([0, world.end]), (people, 1))
    changes, tags = _changes(asked, draw, groups, inside, world.end)
    _comings(draw, life, groups, changes, world.end)
    hubs = people + np.arange(max(3, people // 150))
    for p in range(people):
        if p not in inside:
            for hub in hubs[draw.random(len(hubs)) < 0.4]:
                world.edge(p, int(hub), float(active[p]) * 0.15)
    return _called(asked, world, life, changes, tags, people, len(hubs), groups)


def shuffled(case: Case, seed: int) -> Case:
    """The same calls with their times dealt out anew: nothing succeeds anything."""
    order = np.random.default_rng([seed, 3]).permutation(len(case.time))
    time = case.time[order]
    sort = np.argsort(time, kind="stable")
    parts = (x[sort] for x in (case.caller, case.called, case.handset, case.cell))
    caller, called, handset, cell = parts
    return Case(time[sort], caller, called, handset, cell, case.n, ())


def _groups(asked: Wish, draw: np.random.Generator, people: int) -> Iterator[list[int]]:
    free = draw.permutation(people).tolist()
    for _ in range(asked.groups):
        size = int(draw.integers(asked.size[0], asked.size[1] + 1))
        members, free = free[:size], free[size:]
        yield members


def _alone(asked: Wish, draw: np.random.Generator, _p: int, members: list[int]) -> bool:
    if asked.closed == "all":
        return len(members) > 3
    return asked.closed == "some" and len(members) > 3 and draw.random() < 0.4


def _ordinary(world: _World, circle: Ints, active: Floats, inside: set[int]) -> None:
    draw, people = world.draw, len(circle)
    by_circle = [np.flatnonzero(circle == c) for c in range(circle.max() + 1)]
    popular = np.cumsum(np.exp(draw.normal(0, 1.0, people)))
    for p in range(people):
        if p in inside:
            continue
        for _ in range(1 + int(draw.lognormal(1.3, 0.6))):
            near = by_circle[circle[p]]
            if draw.random() < 0.7:
                q = int(near[draw.integers(len(near))])
            else:
                q = int(np.searchsorted(popular, draw.random() * popular[-1]))
            if q not in inside:
                often = 0.25 * np.exp(draw.normal(0, 1.0)) * np.sqrt(active[p] * active[q])
                world.edge(p, q, float(often))


def _among(world: _World, members: list[int], rate: float) -> None:
    draw = world.draw
    dense = draw.uniform(0.4, 1.0)
    for n, a in enumerate(members):
        for m, b in enumerate(members[:n]):
            if draw.random() < dense or m == n - 1:
                world.edge(a, b, float(0.7 * rate * np.exp(draw.normal(0, 0.9))))


def _changes(
    asked: Wish, draw: np.random.Generator, groups: list[list[int]], inside: set[int], end: int
) -> tuple[list[tuple[int, int, int]], list[frozenset[str]]]:
    """Who stops using the old number when and begins with the new; and what is hard about it."""
    found, tags = [], []
    for members in groups:
        middle = int(end * draw.uniform(0.35, 0.65))
        for p in members:
            if draw.random() < asked.stay and len(found) > 1:
                continue
            spread = DAY if asked.together else end // 4
            off = middle + int(draw.uniform(-0.5, 0.5) * spread)
            gap = min(asked.gap * HOUR, end // 6) if asked.gap > 0 else asked.gap * HOUR
            on = off + int(gap * draw.uniform(0.5, 1.0))
            marks = {"together" if asked.together else "one after another"}
            marks.add("gap" if gap > 0 else "overlap" if gap < 0 else "at once")
            marks.add(f"closed {asked.closed}")
            marks |= {"inside only"} if p in inside else set()
            marks |= {"targets"} if asked.targets else set()
            marks |= {"devices"} if asked.devices else set()
            found.append((p, off, on))
            tags.append(frozenset(marks))
            if asked.twice and draw.random() < 0.3 and end - on > 9 * DAY:
                again = on + int((end - on) * draw.uniform(0.4, 0.6))
                found.append((p, again, again))
                tags.append(frozenset(marks | {"twice"}))
    return found, tags


def _comings(
    draw: np.random.Generator,
    life: Ints,
    groups: list[list[int]],
    changes: list[tuple[int, int, int]],
    end: int,
) -> None:
    """Phones that begin or end and are nobody's, some of them on the days of the changes."""
    taken = {p for members in groups for p in members}
    free = [p for p in range(len(life)) if p not in taken]
    days = [on for _, _, on in changes] or [end // 2]
    for p in free:
        if draw.random() < 0.1:
            near = draw.random() < 0.5
            at = int(draw.choice(days) + draw.normal(0, DAY)) if near else draw.integers(0, end)
            side = int(draw.random() < 0.5)
            life[p, side] = min(max(int(at), 0), end)
    changed = {p for p, _, _ in changes}
    for members in groups:
        for p in members:
            if p not in changed and draw.random() < 0.3:
                life[p, int(draw.random() < 0.5)] = int(draw.choice(days))


def _called(
    asked: Wish,
    world: _World,
    life: Ints,
    changes: list[tuple[int, int, int]],
    tags: list[frozenset[str]],
    people: int,
    hubs: int,
    groups: list[list[int]],
) -> Case:
    draw = world.draw
    often = np.array(world.often)
    many = draw.poisson(np.minimum(often, 12.0) * asked.days)
    edge = np.repeat(np.arange(len(often)), many)
    one, other = np.array(world.one)[edge], np.array(world.other)[edge]
    back = draw.random(len(edge)) < np.clip(draw.beta(2, 2, len(often)), 0.05, 0.95)[edge]
    back &= other < people
    caller, called = np.where(back, other, one), np.where(back, one, other)
    peak = draw.uniform(9, 23, people)
    at = draw.integers(0, asked.days, len(edge)) * DAY
    at += ((peak[caller] + draw.normal(0, 3.5, len(edge))) % 24 * HOUR).astype(np.int64)
    keep = np.ones(len(edge), dtype=bool)
    for party in (caller, called):
        person = np.minimum(party, people - 1)
        alive = (at >= life[person, 0]) & (at <= life[person, 1])
        keep &= alive | (party >= people)
    at, caller, called = at[keep], caller[keep], called[keep]
    number = people + hubs
    who = np.stack([caller, called])
    drop = np.zeros(len(at), dtype=bool)
    base: dict[int, int] = {}
    planted = []
    for (p, off, on), marks in zip(changes, tags, strict=True):
        new, number = number, number + 1
        old = base.get(p, p)
        base[p] = new
        after = np.where(at >= on, at >= off, False)
        both = (at >= min(on, off)) & (at < max(on, off))
        after |= both & (on < off) & (draw.random(len(at)) < 0.5)
        mine = who == old
        if on > off:
            drop |= (mine & both).any(axis=0)
        gone = mine.any(axis=0) & after & (draw.random(len(at)) < 0)
        drop |= gone
        stale = mine[1] & after & (at < max(on, off) + 2 * DAY) & (draw.random(len(at)) < 0.3)
        stale &= asked.late
        who[0][mine[0] & after] = new
        who[1][mine[1] & after & ~stale] = new
        planted.append((p, old, new, off, on, marks))
    if asked.turnover:
        lost = draw.random(len(often)) < asked.turnover
        for p, *_, on, _ in planted:
            gone = lost[edge[keep]] & ((caller == p) | (called == p)) & (at >= on)
            drop |= gone
    at, who, caller, called = at[~drop], who[:, ~drop], caller[~drop], called[~drop]
    if asked.trial:
        put = [(on - int(draw.integers(HOUR, 3 * DAY)), new, old)
               for _, old, new, off, on, _ in planted if off <= on]  # fmt: skip
        at = np.concatenate([at, [max(t, 0) for t, _, _ in put]]).astype(np.int64)
        who = np.concatenate(
            [who, np.array([(a, b) for _, a, b in put], dtype=np.int64).reshape(-1, 2).T], axis=1
        )
    if asked.targets:
        chosen = {n for _, old, new, *_ in planted for n in (old, new)}
        chosen |= {p for members in groups for p in members}
        chosen |= set(draw.integers(0, people, max(6, people // 40)).tolist())
        kept = np.isin(who, sorted(chosen)).any(axis=0)
        at, who = at[kept], who[:, kept]
    order = np.argsort(at, kind="stable")
    at, who = at[order] + FIRST, who[:, order]
    handset = np.full(len(at), -1, dtype=np.int64)
    cell = np.full(len(at), -1, dtype=np.int64)
    if asked.devices:
        handset, cell = _devices(draw, who[0], at, planted, number, people)
    return Case(at, who[0], who[1], handset, cell, number, _truth(who, at, planted))


def _devices(draw, caller, at, planted, number, people):  # type: ignore[no-untyped-def]
    owner, device = np.arange(number), np.arange(number)
    for p, old, new, *_ in planted:
        owner[new] = p
        if draw.random() < 0.5:
            device[new] = device[old]
    news = [new for _, _, new, *_ in planted]
    if len(news) > 3 and draw.random() < 0.5:
        device[news[0]], device[news[1]] = device[news[1]], device[news[0]]
    home = draw.integers(0, max(20, people // 20), number)
    away = draw.random(len(at)) < 0.4
    cell = np.where(away, draw.integers(0, max(20, people // 20), len(at)), home[owner[caller]])
    return device[caller], cell


def _truth(
    who: Ints, at: Ints, planted: list[tuple[int, int, int, int, int, frozenset[str]]]
) -> tuple[Pair, ...]:
    found = []
    for _, old, new, _, _, marks in planted:
        between = (who == old).any(axis=0) & (who == new).any(axis=0)
        a = at[(who == old).any(axis=0) & ~between]
        b = at[(who == new).any(axis=0) & ~between]
        if len(a) and len(b):
            few = {"few calls"} if min(len(a), len(b)) < 8 else set()
            found.append(Pair(old, new, int(a[-1]), int(b[0]), marks | few))
    return tuple(found)
