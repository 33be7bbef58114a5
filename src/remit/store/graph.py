"""The graph of what one scope may see: compressed adjacency over entities and links.

Built from visible links only, so a degree counts visible neighbours and a path runs through
visible entities; there is no list of hidden ones to filter. Answers do not depend on the order
in which links were read.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = ["Graph", "Neighbour", "Path"]

_Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An entity one link away, with the ids of the links that join them."""

    entity: str
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A shortest way between two entities; `links[i]` join `entities[i]` and `entities[i + 1]`."""

    entities: tuple[str, ...]
    links: tuple[tuple[str, ...], ...]


class Graph:
    """Entities and links, from a table with columns `a`, `b` (entity ids) and `link` (its id)."""

    def __init__(self, table: pa.Table) -> None:
        a, b, link = (np.asarray(table[name].to_pylist(), dtype=str) for name in ("a", "b", "link"))
        self._entities, ends = np.unique(np.concatenate([a, b]), return_inverse=True)
        one, other = ends[: len(a)], ends[len(a) :]
        apart = one != other  # a thing linked to itself has no neighbour by it
        one, other, link = one[apart], other[apart], link[apart]
        source, target = np.concatenate([one, other]), np.concatenate([other, one])
        both = np.concatenate([link, link])
        order = np.lexsort((both, target, source))
        source, target, self._links = source[order], target[order], both[order]
        fresh = np.ones(len(source), dtype=bool)
        fresh[1:] = (source[1:] != source[:-1]) | (target[1:] != target[:-1])
        self._target: _Ints = target[fresh]
        self._first_link: _Ints = np.append(np.flatnonzero(fresh), len(source))
        counts = np.bincount(source[fresh], minlength=len(self._entities))
        self._start: _Ints = np.concatenate([[0], np.cumsum(counts)])

    def __len__(self) -> int:
        """How many entities have at least one link."""
        return len(self._entities)

    def degree(self, entity: str) -> int:
        """How many different entities it is linked to."""
        node = self._node(entity)
        return 0 if node is None else int(self._start[node + 1] - self._start[node])

    def neighbours(self, entity: str) -> tuple[Neighbour, ...]:
        """The entities it is linked to, in order of id."""
        node = self._node(entity)
        if node is None:
            return ()
        edges = range(int(self._start[node]), int(self._start[node + 1]))
        return tuple(
            Neighbour(str(self._entities[self._target[edge]]), self._links_of(edge))
            for edge in edges
        )

    def path(self, a: str, b: str, max_hops: int = 6) -> Path | None:
        """A shortest path of at most `max_hops` links, or None where there is none.

        Of several, always the same one.
        """
        start, goal = self._node(a), self._node(b)
        if start is None or goal is None:
            return None
        if start == goal:
            return Path((a,), ())
        hops = [np.full(len(self), -1, dtype=np.int32) for _ in range(2)]
        fronts: list[_Ints] = [np.array([start]), np.array([goal])]
        hops[0][start] = hops[1][goal] = 0
        for _ in range(max_hops):
            side = 0 if len(fronts[0]) <= len(fronts[1]) else 1
            fronts[side] = self._widen(fronts[side], hops[side])
            met = fronts[side][hops[1 - side][fronts[side]] >= 0]
            if len(met):
                return self._trace(int(met.min()), hops)
            if not len(fronts[side]):
                return None
        return None

    def _node(self, entity: str) -> int | None:
        at = int(np.searchsorted(self._entities, entity))
        return at if at < len(self) and self._entities[at] == entity else None

    def _widen(self, front: _Ints, hops: npt.NDArray[np.int32]) -> _Ints:
        """The nodes one hop beyond `front` that were not reached before, in order."""
        begin, count = self._start[front], self._start[front + 1] - self._start[front]
        shift = np.repeat(begin - np.concatenate([[0], np.cumsum(count)[:-1]]), count)
        reached = np.unique(self._target[np.arange(int(count.sum())) + shift])
        fresh: _Ints = reached[hops[reached] < 0]
        hops[fresh] = hops[front[0]] + 1
        return fresh

    def _trace(self, middle: int, hops: list[npt.NDArray[np.int32]]) -> Path:
        nodes = [*reversed(self._back(middle, hops[0])), middle, *self._back(middle, hops[1])]
        links = [self._links_between(p, q) for p, q in pairwise(nodes)]
        return Path(tuple(str(self._entities[node]) for node in nodes), tuple(links))

    def _back(self, node: int, hops: npt.NDArray[np.int32]) -> list[int]:
        """The way from `node` to the end that `hops` counts from, `node` left out."""
        way: list[int] = []
        while hops[node] > 0:
            near = self._target[self._start[node] : self._start[node + 1]]
            node = int(near[hops[near] == hops[node] - 1].min())
            way.append(node)
        return way

    def _links_between(self, p: int, q: int) -> tuple[str, ...]:
        begin, end = self._start[p], self._start[p + 1]
        return self._links_of(int(begin + np.searchsorted(self._target[begin:end], q)))

    def _links_of(self, edge: int) -> tuple[str, ...]:
        return tuple(map(str, self._links[self._first_link[edge] : self._first_link[edge + 1]]))
