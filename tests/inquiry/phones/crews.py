"""A second maker of call data, in another style, on which the method was judged.

Everybody goes through the day minute by minute of their own: a person places calls in bursts, to
contacts in order of habit (Zipf), more often back to who called last. Crews are stars with a line
that customers ring, chains, or rings; all or most of a crew change on one evening.
"""

from dataclasses import dataclass

import numpy as np
from tests.inquiry.phones.generated import DAY, FIRST, HOUR, Case, Pair

__all__ = ["crews"]


@dataclass
class _Person:
    contacts: list[int]
    bursts: float
    """Bursts of calls a day."""
    wakes: float
    number: int


def crews(seed: int) -> Case:
    """A case with one to three crews; the same for the same seed."""
    draw = np.random.default_rng([seed, 7])
    people, days = int(50 * 40 ** draw.random()), int(draw.integers(7, 57))
    folk = [_person(draw, p, people) for p in range(people)]
    for p, one in enumerate(folk):  # who is rung by somebody knows that number
        for q in one.contacts:
            if draw.random() < 0.6 and p not in folk[q].contacts:
                folk[q].contacts.append(p)
    change: dict[int, tuple[int, int]] = {}
    free = draw.permutation(people).tolist()
    for _ in range(int(draw.integers(1, 2 + (people > 150) + (people > 600)))):
        members = [free.pop() for _ in range(int(draw.integers(2, 13)))]
        _crew(draw, folk, members, free)
        evening = int(days * draw.uniform(0.35, 0.65)) * DAY + 20 * HOUR
        for m in members:
            if draw.random() < 0.85:
                off = evening + int(draw.normal(0, 2 * HOUR))
                change[m] = off, off + int(draw.exponential(8 * HOUR))
    ends = {p: int(draw.integers(0, days)) * DAY for p in free if draw.random() < 0.05}
    starts = {p: int(draw.integers(0, days)) * DAY for p in free if draw.random() < 0.05}
    calls = _calls(draw, folk, days, change, ends, starts)
    return _numbered(calls, people, change)


def _person(draw: np.random.Generator, p: int, people: int) -> _Person:
    many = 3 + int(draw.pareto(1.6) * 3) % 40
    near = (p + np.rint(draw.normal(0, 12, many)).astype(int)) % people
    far = draw.integers(0, people, many)
    some = np.where(draw.random(many) < 0.75, near, far).tolist()
    contacts = [q for q in dict.fromkeys(some) if q != p]
    return _Person(contacts, float(draw.gamma(2.0, 1.2)) + 0.4, float(draw.normal(8, 2)), p)


def _crew(
    draw: np.random.Generator, folk: list[_Person], members: list[int], free: list[int]
) -> None:
    shape, head = str(draw.choice(["star", "chain", "ring", "all"])), members[0]
    closed = draw.random() < 0.5
    for n, m in enumerate(members):
        mates = {
            "star": members[1:] if n == 0 else [head],
            "chain": members[max(0, n - 1) : n] + members[n + 1 : n + 2],
            "ring": [members[n - 1], members[(n + 1) % len(members)]],
            "all": [x for x in members if x != m],
        }[shape]
        own = draw.permutation(list(dict.fromkeys(x for x in mates if x != m))).tolist()
        outside = [] if closed and n else folk[m].contacts[:4]
        folk[m].contacts = own + [x for x in outside if x not in own]
        folk[m].bursts = max(folk[m].bursts, 2.0)
    if closed:
        for one in folk:
            if one.number not in members:
                one.contacts = [q for q in one.contacts if q not in members[1:]]
    if shape == "star":
        for c in free[: int(draw.integers(5, 25))]:
            folk[c].contacts.insert(int(draw.integers(0, 2)), head)


def _calls(
    draw: np.random.Generator,
    folk: list[_Person],
    days: int,
    change: dict[int, tuple[int, int]],
    ends: dict[int, int],
    starts: dict[int, int],
) -> list[tuple[int, int, int]]:
    made = []
    for p, one in enumerate(folk):
        if not one.contacts:
            continue
        habit = 1.0 / np.arange(1, len(one.contacts) + 1)
        habit /= habit.sum()
        for day in range(days):
            busy = one.bursts * (0.6 if day % 7 >= 5 else 1.0)
            for at in draw.uniform(one.wakes, one.wakes + 14, draw.poisson(busy)):
                to = one.contacts[int(draw.choice(len(one.contacts), p=habit))]
                time = day * DAY + int(at * HOUR)
                for _ in range(int(draw.geometric(0.6))):
                    pair = (p, to) if draw.random() < 0.75 else (to, p)
                    made.append((time, *pair))
                    time += int(draw.exponential(240)) + 20
    kept = []
    for time, a, b in sorted(made):
        if any(time > ends.get(x, 1 << 60) or time < starts.get(x, -1) for x in (a, b)):
            continue
        if any(x in change and change[x][0] < time < change[x][1] for x in (a, b)):
            continue
        kept.append((time, a, b))
    return kept


def _numbered(
    calls: list[tuple[int, int, int]], people: int, change: dict[int, tuple[int, int]]
) -> Case:
    new = {p: people + n for n, p in enumerate(sorted(change))}
    rows = np.array(
        [
            (t, *(new[x] if x in change and t >= change[x][1] else x for x in (a, b)))
            for t, a, b in calls
        ],
        dtype=np.int64,
    )
    none = np.full(len(rows), -1, dtype=np.int64)
    pairs = []
    for p, n in new.items():
        one = rows[(rows[:, 1:] == p).any(axis=1), 0]
        other = rows[(rows[:, 1:] == n).any(axis=1), 0]
        if len(one) and len(other):
            few = frozenset({"few calls"} if min(len(one), len(other)) < 8 else set())
            pairs.append(Pair(p, n, int(one[-1]) + FIRST, int(other[0]) + FIRST, few))
    size = people + len(new)
    return Case(rows[:, 0] + FIRST, rows[:, 1], rows[:, 2], none, none, size, tuple(pairs))
