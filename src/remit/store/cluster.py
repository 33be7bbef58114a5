"""Entities out of scored pairs and judgements: a pure function that can be run again at any time.

    found = cluster(len(records), left, right, weight, same=..., apart=...)
    found.entity      # for each record the first record of its entity
    found.withheld    # what was not joined, for a person to look at

Nothing is joined for good: an entity is what the pairs and the judgements of today give. A change
of one judgement concerns the group of records around it only, and `cluster` over that group gives
the same as over all (`group_of`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from remit.store.agglomerate import CAPS, Caps, Withheld, agglomerate

__all__ = ["Clustered", "cluster", "group_of"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Clustered:
    """Records with their entities."""

    entity: Ints
    """For each record the lowest number of a record of its entity."""
    withheld: tuple[Withheld, ...]
    """Steps not taken, the weakest first."""


def cluster(
    size: int,
    left: Ints,
    right: Ints,
    weight: Floats,
    *,
    same: Pairs = (),
    apart: Pairs = (),
    strong: Sequence[Mapping[int, object]] = (),
    before: Mapping[int, int] | None = None,
    caps: Caps = CAPS,
) -> Clustered:
    """Entities of records 0 to `size` - 1; `weight` is in bits, each pair once, in any order.

    `same` and `apart` are judgements: they hold against any weight. Where they contradict each
    other, the records that they hold together stand alone until a person has looked.
    """
    group = _groups(size, left, right, weight, same, before, caps)
    entity = np.arange(size)
    inside = group[left] == group[right]
    a, b, w = left[inside], right[inside], weight[inside]
    plain = _plain(group, a, b, w, same, apart, strong, caps)
    first = np.full(group.max(initial=-1) + 1, size)
    np.minimum.at(first, group, np.arange(size))
    entity[plain[group]] = first[group[plain[group]]]
    withheld: list[Withheld] = []
    for members, edges in _slow(group, a, b, w, plain):
        chosen = set(members)
        parts, told = _parts(members, same, apart)
        made, more = agglomerate(
            parts,
            edges,
            apart=[pair for pair in apart if chosen.issuperset(pair)],
            strong=strong,
            before=before,
            caps=caps,
        )
        for records in made:
            entity[list(records)] = records[0]
        withheld += told + more
    withheld.sort(key=lambda step: (step.weight, step.one, step.other))
    return Clustered(entity, tuple(withheld))


def group_of(
    records: Iterable[int],
    size: int,
    left: Ints,
    right: Ints,
    weight: Floats,
    *,
    same: Pairs = (),
    before: Mapping[int, int] | None = None,
    caps: Caps = CAPS,
) -> Ints:
    """All records that a change around `records` can concern, in order."""
    group = _groups(size, left, right, weight, same, before, caps)
    return np.flatnonzero(np.isin(group, group[list(records)]))


def _groups(
    size: int,
    left: Ints,
    right: Ints,
    weight: Floats,
    same: Pairs,
    before: Mapping[int, int] | None,
    caps: Caps,
) -> Ints:
    """Records that any chain of pairs good enough, or of judgements, holds together."""
    enough = weight >= caps.join
    if before:
        was = np.full(size, -1)
        was[list(before)] = list(before.values())
        enough |= (was[left] >= 0) & (was[left] == was[right]) & (weight >= caps.hold)
    judged = np.array(same, np.int64).reshape(-1, 2)
    ends = np.r_[left[enough], judged[:, 0]], np.r_[right[enough], judged[:, 1]]
    graph = coo_array((np.ones(len(ends[0]), np.int8), ends), shape=(size, size))
    return connected_components(graph, directed=False)[1].astype(np.int64)  # type: ignore[no-any-return]


def _plain(
    group: Ints,
    a: Ints,
    b: Ints,
    w: Floats,
    same: Pairs,
    apart: Pairs,
    strong: Sequence[Mapping[int, object]],
    caps: Caps,
) -> npt.NDArray[np.bool_]:
    """Groups in which every pair is good enough and nothing speaks against: no step can fail."""
    count = int(group.max(initial=-1)) + 1
    sizes = np.bincount(group, minlength=count)
    good = np.bincount(group[a[w >= max(caps.join, caps.average)]], minlength=count)
    plain = (good == sizes * (sizes - 1) // 2) & (sizes <= caps.size)
    for pair in (*same, *apart):
        plain[group[list(pair)]] = False
    for known in strong:
        plain[group[list(known)]] = False
    plain[sizes == 1] = True
    found: npt.NDArray[np.bool_] = plain
    return found


def _slow(
    group: Ints, a: Ints, b: Ints, w: Floats, plain: npt.NDArray[np.bool_]
) -> Iterable[tuple[list[int], list[tuple[int, int, float]]]]:
    """Each group that is not plain: its records and its pairs."""
    records = np.flatnonzero(~plain[group])
    if not len(records):
        return
    records = records[np.argsort(group[records], kind="stable")]
    mine = ~plain[group[a]]
    a, b, w = a[mine], b[mine], w[mine]
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((high, low, group[low]))
    low, high, w = low[order], high[order], w[order]
    numbers = np.unique(group[records])
    begins = np.searchsorted(group[records], numbers)
    starts = np.searchsorted(group[low], numbers)
    ends = zip(np.r_[begins[1:], len(records)], np.r_[starts[1:], len(low)], strict=True)
    for begin, start, (end, stop) in zip(begins, starts, ends, strict=True):
        edges = zip(
            low[start:stop].tolist(), high[start:stop].tolist(), w[start:stop].tolist(), strict=True
        )
        yield records[begin:end].tolist(), list(edges)


def _parts(
    members: Sequence[int], same: Pairs, apart: Pairs
) -> tuple[list[list[int]], list[Withheld]]:
    """Records judged the same together; alone where other judgements say that they are two."""
    of = {record: {record} for record in members}
    for a, b in same:
        if a in of and of[a] is not of[b]:
            of[a] |= of[b]
            for record in of[b]:
                of[record] = of[a]
    torn = {min(of[a]) for a, b in apart if a in of and b in of and of[a] is of[b]}
    parts: list[list[int]] = []
    told: list[Withheld] = []
    for first, part in sorted({min(part): sorted(part) for part in of.values()}.items()):
        if first in torn:
            parts += [[record] for record in part]
            told.append(
                Withheld("judgements contradict each other", (first,), tuple(part[1:]), 0.0)
            )
        else:
            parts.append(part)
    return parts, told
