"""Ways between two things of a graph: one that is shortest, or all short ones.

A thing with more than `HUB` visible neighbours is not walked through, only to: what joins almost
everybody says nothing about two of them. How many such were met is said with the answer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from remit.store.graph import HUB, Graph, Ints

__all__ = ["MOST_FOUND", "Path", "Paths", "path", "short_paths"]

MOST_FOUND = 1_000
"""Ways gathered before the best are chosen; with more, those of the lowest ids are gathered."""

_STEP = 100_000
"""Things walked from between two looks at whether the act still stands."""

Check = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Path:
    """A way between two things, ends included; None for `entities` where there is none."""

    entities: tuple[str, ...] | None
    hubs: int
    """How many things were met and not walked through."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Short ways: shortest first, then through things with fewer neighbours, then by id."""

    found: tuple[tuple[str, ...], ...]
    total: int
    more: bool
    """Whether there are more than `total`: gathering stopped at `MOST_FOUND`."""
    hubs: int


def path(graph: Graph, a: str, b: str, max_hops: int = 6, check: Check = bool) -> Path:
    """A shortest way of at most `max_hops` links. Of several, always the same one."""
    search = _Search(graph, a, b, check)
    length = search.length(max_hops)
    if length is None:
        return Path(None, search.hubs)
    way = next(search.ways(length))
    return Path(tuple(graph.id(code) for code in way), search.hubs)


def short_paths(
    graph: Graph, a: str, b: str, max_hops: int = 6, most: int = 20, check: Check = bool
) -> Paths:
    """All shortest ways of at most `max_hops` links, and all that are one link longer.

    At most `most` are given. No way passes anything twice.
    """
    search = _Search(graph, a, b, check)
    length = search.length(max_hops)
    if length is None:
        return Paths((), 0, False, search.hubs)
    ways: list[tuple[int, ...]] = []
    for hops in range(length, min(length + (length > 0), max_hops) + 1):
        search.reach(hops)
        for way in search.ways(hops):
            if len(ways) > MOST_FOUND:
                break
            ways.append(way)
    total = min(len(ways), MOST_FOUND)
    degree = graph.joined.degree
    ranked = sorted(
        ways[:MOST_FOUND], key=lambda way: (len(way), max(degree[list(way[1:-1])], default=0), way)
    )
    named = tuple(tuple(graph.id(code) for code in way) for way in ranked[:most])
    return Paths(named, total, len(ways) > MOST_FOUND, search.hubs)


class _Search:
    """Two fronts that widen towards each other, the one with less to walk first."""

    def __init__(self, graph: Graph, a: str, b: str, check: Check) -> None:
        self._graph, self._check = graph, check
        self._ends = [code for code in (graph.code(a), graph.code(b)) if code is not None]
        self._distance = [np.full(len(graph.joined.degree), -1, np.int8) for _ in self._ends]
        """Links to each end, as far as its front has gone; -1 beyond."""
        self._levels: list[list[Ints]] = [[np.array([end])] for end in self._ends]
        self._hubs: set[int] = set()
        for distance, end in zip(self._distance, self._ends, strict=True):
            distance[end] = 0

    @property
    def hubs(self) -> int:
        """How many hubs were met."""
        return len(self._hubs)

    def length(self, most: int) -> int | None:
        """Links of a shortest way of at most `most`; None where there is none."""
        if len(self._ends) < 2:
            return None
        if self._ends[0] == self._ends[1]:
            return 0
        for hops in range(1, most + 1):
            side = self._nearer()
            front = self._widen(side)
            if (self._distance[1 - side][front] >= 0).any():
                return hops
            if not len(front):
                return None
        return None

    def reach(self, hops: int) -> None:
        """Widen until both fronts together have gone `hops` links, or neither can go on."""
        while sum(map(len, self._levels)) - 2 < hops and any(len(x[-1]) for x in self._levels):
            self._widen(self._nearer())

    def ways(self, hops: int) -> Iterator[tuple[int, ...]]:
        """Every way of exactly `hops` links without a thing twice, in a fixed order."""
        if hops == 0:
            yield (self._ends[0],)
            return
        before = min(len(self._levels[0]) - 1, hops)
        near = np.concatenate(self._levels[0][max(before - 1, 0) : before + 1])
        for middle in np.sort(near[self._within(near, hops - before, 1)]).tolist():
            self._check()
            tails = list(self._walks(middle, hops - before, 1))
            for head in self._walks(middle, before, 0) if tails else ():
                for tail in tails:
                    way = (*reversed(head), middle, *tail)
                    if len(set(way)) == len(way):
                        yield way

    def _nearer(self) -> int:
        """The side with less to walk, of those that can go on."""
        work = [
            int(self._graph.joined.degree[levels[-1]].sum()) if len(levels[-1]) else None
            for levels in self._levels
        ]
        if work[0] is None or work[1] is None:
            return 0 if work[1] is None else 1
        return 0 if work[0] <= work[1] else 1

    def _widen(self, side: int) -> Ints:
        """The things one link beyond a front that it had not reached, hubs left out."""
        distance, levels = self._distance[side], self._levels[side]
        front = levels[-1]
        front = front[front != self._ends[1 - side]]  # no way goes through its own end
        pieces = [np.zeros(0, np.int64)]
        for begin in range(0, len(front), _STEP):
            self._check()
            reached = self._graph.reached(front[begin : begin + _STEP])
            pieces.append(np.unique(reached[distance[reached] < 0]))
        fresh = np.unique(np.concatenate(pieces))
        hubs = (self._graph.joined.degree[fresh] > HUB) & (fresh != self._ends[1 - side])
        self._hubs.update(fresh[hubs].tolist())
        fresh = np.asarray(fresh[~hubs])
        distance[fresh] = len(levels)
        levels.append(fresh)
        return fresh

    def _within(self, codes: Ints, hops: int, side: int) -> Ints:
        """Places of those of `codes` that lie within `hops` links of an end."""
        distance = self._distance[side][codes]
        return np.flatnonzero((distance >= 0) & (distance <= hops))

    def _walks(self, code: int, hops: int, side: int) -> Iterator[tuple[int, ...]]:
        """Walks of exactly `hops` links from `code` to an end, `code` left out."""
        if hops == 0:
            if code == self._ends[side]:
                yield ()
            return
        near = self._graph.around(code)
        for step in near[self._within(near, hops - 1, side)].tolist():
            if hops == 1 or step not in self._ends:
                for rest in self._walks(step, hops - 1, side):
                    yield (step, *rest)
