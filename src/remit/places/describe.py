"""Describing events by place: groups, the places that hold most, and how sure a rank is.

Pure functions over lists of events; nothing is read here and nothing is guessed.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import bdtrc, chdtrc, gammaln, lambertw, pdtrik

from remit.places.events import Event
from remit.places.intervals import LEVEL

__all__ = ["Group", "Spread", "concentration", "groups", "ranks", "snapped", "spread"]

SNAP_SHARE = 0.2
"""Share of events on a point that another event also stands on, from which points look snapped."""


@dataclass(frozen=True, slots=True)
class Group:
    """Events that share a value."""

    name: str
    events: tuple[Event, ...]

    @property
    def n(self) -> int:
        """How many."""
        return len(self.events)


@dataclass(frozen=True, slots=True)
class Spread:
    """How few places hold a share of the events, beside what an even spread would give."""

    few: tuple[Group, ...]
    """The fewest places that hold the share."""
    places: int
    """Places with at least one event."""
    evenly: float
    """Places that would hold the share, were the events spread evenly by chance over them."""
    p: float
    """Chance of counts as uneven as these under an even spread."""


def groups(events: Iterable[Event], by: Callable[[Event], str | None]) -> list[Group]:
    """Events grouped by a value, most first, ties by name; those without one are left out."""
    found: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        name = by(event)
        if name is not None:
            found[name].append(event)
    whole = [Group(name, tuple(some)) for name, some in found.items()]
    return sorted(whole, key=lambda group: (-group.n, group.name))


def concentration(places: Sequence[Group], share: float) -> tuple[Group, ...]:
    """The first of `places`, most first, that hold `share` of their events between them."""
    wanted = share * sum(place.n for place in places)
    held, few = 0, 0
    while held < wanted:
        held += places[few].n
        few += 1
    return tuple(places[:few])


def spread(places: Sequence[Group], share: float) -> Spread:
    """The places that hold `share`, against an even spread over the same places.

    Places without any event are unknown here, so each place has at least one: the even spread
    is a Poisson law without its zero (Cohen 1960), and unevenness is tested by Fisher's index
    of dispersion under that law.
    """
    few = concentration(places, share)
    n, k = sum(place.n for place in places), len(places)
    mean = n / k if k else 0.0
    if k < 2 or n == k:
        return Spread(few, k, float(len(few)), 1.0)
    rate = mean + float(lambertw(-mean * math.exp(-mean)).real)  # of r / (1 - e^-r) = mean
    variance = mean * (1 + rate - mean)
    index = sum((place.n - mean) ** 2 for place in places) / variance
    return Spread(few, k, _evenly(n, k, rate, share), float(chdtrc(k - 1, index)))


def ranks(counts: Sequence[int], most: int, level: float = LEVEL) -> list[tuple[int, int]]:
    """Lowest and highest rank that each of the first `most` counts may have behind it.

    `counts` fall from the first on. Two places differ when an exact binomial test of their
    counts says so with the error shared among all the other places (Bonferroni); a rank is as
    sure as the number of places that a place differs from (Goldstein and Spiegelhalter 1996).

    >>> ranks([40, 38, 3, 2], 4)
    [(1, 2), (1, 2), (3, 4), (3, 4)]
    """
    k = len(counts)
    tail = (1 - level) / 2 / max(k - 1, 1)
    held, times = np.unique(np.asarray(counts), return_counts=True)
    found = []
    for n in counts[:most]:
        above = int(times[bdtrc(held - 1, held + n, 0.5) < tail].sum())
        below = int(times[bdtrc(n - 1, held + n, 0.5) < tail].sum())
        found.append((1 + above, k - below))
    return found


def snapped(events: Iterable[Event]) -> bool:
    """Whether coordinates look moved to a fixed list of points: many share one exactly."""
    points = Counter((e.lon, e.lat) for e in events if e.lon is not None)
    located = sum(points.values())
    shared = sum(n for n in points.values() if n > 1)
    return located > 0 and shared / located >= SNAP_SHARE


def _evenly(n: int, k: int, rate: float, share: float) -> float:
    """Places that hold `share` of `n` events, spread by a Poisson law without its zero."""
    scale = k / -math.expm1(-rate)
    held, places = 0.0, 0.0
    for size in range(int(pdtrik(1 - 1e-12, rate)) + 2, 0, -1):
        here = scale * math.exp(size * math.log(rate) - rate - float(gammaln(size + 1)))
        if held + here * size >= share * n:
            return places + (share * n - held) / size
        held, places = held + here * size, places + here
    return float(k)
