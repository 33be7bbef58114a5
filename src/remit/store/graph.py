"""The graph of what one scope may see: things, and what joins them.

Built from visible links and events only, so a degree counts visible neighbours and a path runs
through visible things; there is no list of hidden ones to filter. It holds who is joined with
whom, by what kind and how often; the rows behind are asked of the view when an answer needs
them. Answers do not depend on the order in which links were read. `paths.py` finds the ways.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from remit.store.adjacency import Adjacency

__all__ = [
    "HUB",
    "MOST_WALKED",
    "Between",
    "Far",
    "Graph",
    "Neighbour",
    "Neighbours",
    "Shared",
    "TwoHops",
]

Ints = npt.NDArray[Any]
"""Whole numbers of whatever width."""

HUB = 10_000
"""Visible neighbours beyond which a thing is not walked through: it joins almost everybody."""

MOST_WALKED = 50_000
"""Sides of links walked in the second of two hops; things with fewer neighbours come first."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A thing one link away."""

    entity: str
    links: Mapping[str, int]
    """How many links and events join them, by kind."""
    degree: int
    """How many different things it is joined with itself."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A page of neighbours: most links first, then by id; and what there is in all."""

    page: tuple[Neighbour, ...]
    total: int
    by_kind: Mapping[str, int]
    """Neighbours in all, by kind of link; one joined in two ways counts in both."""


@dataclass(frozen=True, slots=True)
class Far:
    """A thing two links away, and how many things stand between."""

    entity: str
    middles: int
    degree: int


@dataclass(frozen=True, slots=True)
class TwoHops:
    """Things two links away: most shared neighbours first, then fewest neighbours, then id."""

    page: tuple[Far, ...]
    total: int
    neighbours: int
    """How many things stand one link away."""
    passed_over: int
    """How many of these were not walked through: hubs, and those beyond `MOST_WALKED`."""
    hubs: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A thing joined with several of those asked about."""

    entity: str
    of: tuple[str, ...]
    degree: int


@dataclass(frozen=True, slots=True)
class Between:
    """Two things, and how many links and events join them, by kind. `a` comes before `b`."""

    a: str
    b: str
    links: Mapping[str, int]


@dataclass(frozen=True)
class Graph:
    """Answers about who is joined with whom."""

    joined: Adjacency

    def __len__(self) -> int:
        """How many things are joined with at least one other."""
        return int(np.count_nonzero(self.joined.degree))

    @property
    def links(self) -> int:
        """How many pairs of things are joined."""
        return int(self.joined.degree.sum(dtype=np.int64)) // 2

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of links and of events between two, by name."""
        return self.joined.kinds

    def degree(self, entity: str) -> int:
        """How many different things it is joined with."""
        code = self.code(entity)
        return 0 if code is None else int(self.joined.degree[code])

    def neighbours(
        self,
        entity: str,
        kinds: Iterable[str] | None = None,
        *,
        first: int = 0,
        limit: int | None = None,
    ) -> Neighbours:
        """The things it is joined with, by any of `kinds`, `limit` from the `first`-th on."""
        code = self.code(entity)
        if code is None:
            return Neighbours((), 0, {})
        target, kind, count = self._sides(code)
        by_kind = np.bincount(kind, minlength=len(self.kinds))
        if kinds is not None:
            wanted = [place for place, name in enumerate(self.kinds) if name in set(kinds)]
            inside = np.isin(kind, wanted)
            target, kind, count = target[inside], kind[inside], count[inside]
        begin = _begins(target)
        near, often = target[begin], np.add.reduceat(count, begin) if len(begin) else begin
        best = _best(often, None if limit is None else first + limit)
        order = best[np.lexsort((near[best], -often[best]))]
        page = tuple(
            self._neighbour(int(one), target, kind, count)
            for one in near[order[first : None if limit is None else first + limit]]
        )
        return Neighbours(page, len(near), self._by_kind(np.arange(len(self.kinds)), by_kind))

    def two_hops(self, entity: str, limit: int = 50) -> TwoHops:
        """The things two links away and no nearer, and how many neighbours they share with it.

        A neighbour that is a hub is not walked through, nor are those with most neighbours once
        `MOST_WALKED` links were: both are told by visible links alone, and counted.
        """
        code = self.code(entity)
        if code is None:
            return TwoHops((), 0, 0, 0, 0)
        near = self.around(code)
        degree = self.joined.degree[near]
        order = np.argsort(degree, kind="stable")
        walked = int(np.searchsorted(np.cumsum(degree[order]), MOST_WALKED, side="right"))
        hubs = int((degree > HUB).sum())
        through = near[order[: min(walked, len(near) - hubs)]]
        found, middles = np.unique(self.reached(through), return_counts=True)
        there = ~_among(found, near) & (found != code)
        found, middles = found[there], middles[there]
        best = _best(middles, limit)
        rank = np.lexsort((found[best], self.joined.degree[found[best]], -middles[best]))[:limit]
        page = tuple(
            Far(self.id(int(found[at])), int(middles[at]), int(self.joined.degree[found[at]]))
            for at in best[rank]
        )
        return TwoHops(page, len(found), len(near), len(near) - len(through), hubs)

    def common(self, entities: Sequence[str], limit: int = 50) -> tuple[tuple[Shared, ...], int]:
        """Things joined with two or more of `entities`, and how many there are in all.

        Those joined with most of them come first, then those with fewest neighbours, then by id.
        """
        near, best, found = self._reached_from(entities, 2, limit)
        page = tuple(
            Shared(
                self.id(int(found[at])),
                tuple(e for e, around in near.items() if _among(found[[at]], around)[0]),
                int(self.joined.degree[found[at]]),
            )
            for at in best
        )
        return page, len(found)

    def around_all(
        self, entities: Sequence[str], limit: int, besides: Sequence[str] = ()
    ) -> tuple[tuple[str, ...], int]:
        """Things joined with any of `entities`, none of them nor of `besides`; and how many.

        Ranked as by `common`.
        """
        _, best, found = self._reached_from(entities, 1, limit, besides)
        return tuple(self.id(int(code)) for code in found[best]), len(found)

    def _reached_from(
        self, entities: Sequence[str], least: int, limit: int, besides: Sequence[str] = ()
    ) -> tuple[dict[str, Ints], Ints, Ints]:
        """What each reaches, and places of the best in the codes that `least` of them reach."""
        codes = {c: e for e in dict.fromkeys(entities) if (c := self.code(e)) is not None}
        near = {entity: self.around(code) for code, entity in codes.items()}
        reached = np.concatenate([*near.values(), np.zeros(0, np.int64)])
        found, of = np.unique(reached, return_counts=True)
        enough = of >= least
        if least == 1:
            known = {*codes, *(c for e in besides if (c := self.code(e)) is not None)}
            enough &= ~_among(found, np.sort(np.array(list(known), np.int64)))
        found, of = found[enough], of[enough]
        best = _best(of, limit)
        rank = np.lexsort((found[best], self.joined.degree[found[best]], -of[best]))
        return near, best[rank][:limit], found

    def among(self, entities: Iterable[str]) -> tuple[Between, ...]:
        """Every pair of `entities` that is joined, in order of id."""
        codes = np.array(sorted(c for e in set(entities) if (c := self.code(e)) is not None))
        pairs = []
        for code in codes.tolist():
            target, kind, count = self._sides(code)
            inside = _among(target, codes) & (target > code)
            target, kind, count = target[inside], kind[inside], count[inside]
            for begin, end in pairwise([*_begins(target).tolist(), len(target)]):
                links = self._by_kind(kind[begin:end], count[begin:end])
                pairs.append(Between(self.id(code), self.id(int(target[begin])), links))
        return tuple(pairs)

    def code(self, entity: str) -> int | None:
        """The code of a thing; None where it is not in view."""
        ids, low, high = self.joined.ids, 0, len(self.joined.ids)
        while low < high:
            middle = (low + high) // 2
            if ids[middle].as_py() < entity:
                low = middle + 1
            else:
                high = middle
        return low if low < len(ids) and ids[low].as_py() == entity else None

    def id(self, code: int) -> str:
        """The id that a code stands for."""
        return cast(str, self.joined.ids[code].as_py())

    def around(self, code: int) -> Ints:
        """Codes of the neighbours of one thing, in order, each once."""
        target = self._sides(code)[0]
        return target[_begins(target)].astype(np.int64)

    def reached(self, codes: Ints) -> Ints:
        """Codes of the neighbours of several things, each once for each that it neighbours."""
        begin = self.joined.start[codes]
        sides = self.joined.start[codes + 1] - begin
        owner = np.repeat(np.arange(len(codes)), sides)
        before = np.cumsum(sides) - sides
        target = self.joined.target[np.arange(len(owner)) + (begin - before)[owner]]
        fresh = np.ones(len(target), bool)
        fresh[1:] = (target[1:] != target[:-1]) | (owner[1:] != owner[:-1])
        found: Ints = target[fresh].astype(np.int64)
        return found

    def _sides(self, code: int) -> tuple[Ints, Ints, Ints]:
        """Target, kind and count of each side of a link of one thing."""
        here = slice(int(self.joined.start[code]), int(self.joined.start[code + 1]))
        return self.joined.target[here], self.joined.kind[here], self.joined.count[here]

    def _neighbour(self, code: int, target: Ints, kind: Ints, count: Ints) -> Neighbour:
        here = slice(*np.searchsorted(target, [code, code + 1]).tolist())
        links = self._by_kind(kind[here], count[here])
        return Neighbour(self.id(code), links, int(self.joined.degree[code]))

    def _by_kind(self, kind: Ints, count: Ints) -> dict[str, int]:
        pairs = zip(kind.tolist(), count.tolist(), strict=True)
        return {self.kinds[place]: often for place, often in pairs if often}


def _begins(target: Ints) -> Ints:
    """Where each run of equal codes begins."""
    fresh = np.ones(len(target), bool)
    fresh[1:] = target[1:] != target[:-1]
    return np.flatnonzero(fresh)


def _among(codes: Ints, ordered: Ints) -> npt.NDArray[np.bool_]:
    """Which of `codes` are in `ordered`."""
    if not len(ordered):
        return np.zeros(len(codes), bool)
    at = np.searchsorted(ordered, codes)
    at[at == len(ordered)] = 0
    inside: npt.NDArray[np.bool_] = ordered[at] == codes
    return inside


def _best(worth: Ints, limit: int | None) -> Ints:
    """Places of the `limit` highest, and of all that equal the last of them."""
    if limit is None or limit >= len(worth):
        return np.arange(len(worth))
    if limit == 0:
        return np.zeros(0, np.int64)
    least = np.partition(worth, len(worth) - limit)[len(worth) - limit]
    return np.flatnonzero(worth >= least)
