"""Entities around some records, worked out anew from records, edges and judgements.

A group is what chains of good edges, or of judgements, hold together: nothing outside it can change
which of its records are one (`store/cluster.py`). Records come in the order of their ids, so that
it does not matter when they came.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from remit.identity.edges import Edges
from remit.identity.held import Held
from remit.identity.verdicts import Verdicts
from remit.store.agglomerate import Caps, Withheld
from remit.store.cluster import Clustered, cluster

__all__ = ["Around", "Records"]

Records = tuple[str, ...]
"""Ids, in order."""

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Around:
    """What entities are worked out from; nothing is kept."""

    held: Held
    edges: Edges
    verdicts: Verdicts
    caps: Caps

    def groups(self, numbers: Iterable[int], seen: set[int]) -> list[list[int]]:
        """The groups of some records, without those `seen`; what is found is seen then."""
        found = []
        for first in sorted(numbers):
            if first in seen:
                continue
            seen.add(first)
            group = [first]
            for number in group:  # grows as it is gone through
                good = self._held_by(number) - seen
                group += sorted(good)
                seen |= good
            found.append(group)
        return found

    def entities(self, numbers: Iterable[int], seen: set[int]) -> list[Records]:
        """All entities of the groups of some records, without those `seen`."""
        return [one for group in self.groups(numbers, seen) for one in _parts(*self.joined(group))]

    def joined(self, group: Sequence[int]) -> tuple[Records, Clustered]:
        """The records of a group in order of their ids, and which of them are one."""
        if len(group) == 1:
            return (self.held.ids[group[0]],), Clustered(np.zeros(1, np.int64), ())
        ordered = sorted(group, key=self.held.ids.__getitem__)
        at = {number: place for place, number in enumerate(ordered)}
        edges = [
            (at[a], at[b], weight)
            for a in ordered
            for b, weight in self.edges.of(a).items()
            if b in at and at[a] < at[b]
        ]
        left, right = (np.array([edge[side] for edge in edges], np.int64) for side in (0, 1))
        weight = np.array([edge[2] for edge in edges], float)
        return self._clustered(tuple(self.held.ids[n] for n in ordered), left, right, weight)

    def all(self) -> tuple[list[Records], tuple[Withheld, ...]]:
        """Every entity, and what is withheld of all of them, by the places of records in order."""
        ordered = np.array(sorted(self.held.numbers(), key=self.held.ids.__getitem__), np.int64)
        place = np.zeros(len(self.held.ids), np.int64)
        place[ordered] = np.arange(len(ordered))
        left, right, weight = self.edges.arrays()
        names = tuple(self.held.ids[number] for number in ordered.tolist())
        ids, found = self._clustered(names, place[left], place[right], weight)
        return _parts(ids, found), found.withheld

    def _held_by(self, number: int) -> set[int]:
        good = {o for o, weight in self.edges.of(number).items() if weight >= self.caps.join}
        same = self.verdicts.same(self.held.ids[number])
        return good | {self.held.number(other) for other in same if other in self.held}

    def _clustered(
        self, ids: Records, left: Ints, right: Ints, weight: Floats
    ) -> tuple[Records, Clustered]:
        at = {one: place for place, one in enumerate(ids)}
        judged = {
            said: [(at[a], at[b]) for a, b in pairs]
            for said, pairs in self.verdicts.pairs(at.keys()).items()
        }
        same, apart = judged["same"], judged["different"]
        return ids, cluster(len(ids), left, right, weight, same=same, apart=apart, caps=self.caps)


def _parts(ids: Records, found: Clustered) -> list[Records]:
    parts: dict[int, list[str]] = {}
    for place, first in enumerate(found.entity.tolist()):
        parts.setdefault(first, []).append(ids[place])
    return [tuple(part) for part in parts.values()]
