"""One group of records drawn together by scores, joined step by step as far as it is safe.

The two parts whose records agree best on average are joined first; a pair of records that was
not worth comparing speaks against it. A step is left out, and told, where a judgement, a strong
identifier or a cap forbids it. So one wrong pair cannot pull two people together, as it does
where every chain of pairs is a group (single linkage). The order of the input does not matter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

__all__ = ["CAPS", "Caps", "Edge", "Withheld", "agglomerate"]

Edge = tuple[int, int, float]
"""Two records and the match weight of the pair, in bits."""


@dataclass(frozen=True, slots=True)
class Caps:
    """When records are joined, and when a person has to look first."""

    join: float = 4.75
    """Match weight, in bits, that one pair at least must have for two parts to be joined."""
    hold: float = 0.0
    """The same for two parts of what was one entity before: so that records do not flap."""
    average: float = 0.0
    """Match weight that all pairs across must have on average."""
    clear: float = 3.0
    """The same where both parts hold together by themselves: two people with a lot in common are
    likelier than one person in two parts."""
    lone: float = -3.0
    """The same where one part is one record, which is clearly the same as one of the other: what
    is missing or misspelt in the rest speaks against it and is no other person."""
    sure: float = 8.0
    """Match weight, in bits, of a pair that is clearly the same."""
    part: int = 3
    """Records from which a part holds together by itself."""
    missing: float = -6.0
    """Weight of a pair that was not worth comparing."""
    clip: float = 16.0
    """Weight beyond which one pair counts no more, for or against."""
    size: int = 50
    """Records in one entity that no machine goes beyond."""
    density: float = 0.3
    """Share of pairs that have to be joined themselves, in an entity of more than `small`."""
    small: int = 5


CAPS = Caps()


@dataclass(frozen=True, slots=True)
class Withheld:
    """A step that was not taken: for a person, the weakest first."""

    reason: str
    one: tuple[int, ...]
    other: tuple[int, ...]
    weight: float
    """Average match weight of all pairs across, in bits."""


@dataclass(slots=True)
class _Across:
    """What is known between two parts."""

    total: float = 0.0
    known: int = 0
    best: float = -1e9
    strong: int = 0
    """Pairs of at least the weight to join."""

    def add(self, other: "_Across") -> None:
        self.total += other.total
        self.known += other.known
        self.best = max(self.best, other.best)
        self.strong += other.strong


def agglomerate(
    parts: Sequence[Sequence[int]],
    edges: Iterable[Edge],
    *,
    apart: Iterable[tuple[int, int]] = (),
    strong: Sequence[Mapping[int, object]] = (),
    before: Mapping[int, int] | None = None,
    caps: Caps = CAPS,
) -> tuple[list[tuple[int, ...]], list[Withheld]]:
    """Entities of one group, and the steps withheld.

    `parts` are records that stay together (one each, or more where they were judged the same);
    `apart` are judged to be two; `strong` holds for each strong identifier its value by record;
    `before` is the entity that a record was of, by which a weaker pair holds it.
    """
    return _Group(parts, edges, apart, strong, before or {}, caps).run()


class _Group:
    def __init__(
        self,
        parts: Sequence[Sequence[int]],
        edges: Iterable[Edge],
        apart: Iterable[tuple[int, int]],
        strong: Sequence[Mapping[int, object]],
        before: Mapping[int, int],
        caps: Caps,
    ) -> None:
        self.caps = caps
        self.members = {min(part): sorted(part) for part in parts}
        of = {record: min(part) for part in parts for record in part}
        self.across: dict[int, dict[int, _Across]] = {part: {} for part in self.members}
        self.inside = {part: len(m) * (len(m) - 1) // 2 for part, m in self.members.items()}
        self.apart: dict[int, set[int]] = {part: set() for part in self.members}
        self.values = [
            {p: {known[r] for r in m if r in known} for p, m in self.members.items()}
            for known in strong
        ]
        for a, b in apart:
            if of[a] != of[b]:
                self.apart[of[a]].add(of[b])
                self.apart[of[b]].add(of[a])
        for a, b, weight in sorted(edges):
            x, y = of[a], of[b]
            if x == y:
                continue
            held = a in before and before.get(a) == before.get(b)
            enough = weight >= (caps.hold if held else caps.join)
            clipped = max(-caps.clip, min(caps.clip, weight))
            found = _Across(clipped, 1, weight if enough else -1e9, int(enough))
            for p, q in ((x, y), (y, x)):
                self.across[p].setdefault(q, _Across()).add(found)

    def run(self) -> tuple[list[tuple[int, ...]], list[Withheld]]:
        heap = [self._step(a, b) for a in self.across for b in self.across[a] if a < b]
        heapify(heap)
        withheld: list[tuple[str, int, int]] = []
        while heap:
            negative, a, b, sizes = heappop(heap)
            if -negative < min(self.caps.average, self.caps.lone):
                break
            if a not in self.members or b not in self.members or sizes != self._sizes(a, b):
                continue
            if self.across[a][b].strong == 0 or -negative < self._least(a, b):
                continue
            if reason := self._forbids(a, b):
                withheld.append((reason, self.members[a][0], self.members[b][0]))
                continue
            for other in self._join(a, b):
                heappush(heap, self._step(*sorted((a, other))))
        return sorted(tuple(m) for m in self.members.values()), self._told(withheld)

    def _sizes(self, a: int, b: int) -> tuple[int, int]:
        return len(self.members[a]), len(self.members[b])

    def _step(self, a: int, b: int) -> tuple[float, int, int, tuple[int, int]]:
        return -self._average(a, b), a, b, self._sizes(a, b)

    def _average(self, a: int, b: int) -> float:
        """Rounded, so that the order of sums of the same numbers decides nothing."""
        size, other = self._sizes(a, b)
        known = self.across[a].get(b, _Across())
        missing = (size * other - known.known) * self.caps.missing
        return round((known.total + missing) / (size * other), 9)

    def _least(self, a: int, b: int) -> float:
        """The average from which two parts may be one; from where it is clear, see `_forbids`."""
        lone = min(self._sizes(a, b)) == 1 and self.across[a][b].best >= self.caps.sure
        return self.caps.lone if lone else self.caps.average

    def _forbids(self, a: int, b: int) -> str | None:
        if b in self.apart[a]:
            return "judged to be two"
        if min(self._sizes(a, b)) >= self.caps.part and self._average(a, b) < self.caps.clear:
            return "two parts that each hold together agree too little"
        for known in self.values:
            if known[a] and known[b] and known[a] != known[b]:
                return "strong identifiers differ"
        size = sum(self._sizes(a, b))
        if size > self.caps.size:
            return "too many records"
        pairs = self.inside[a] + self.inside[b] + self.across[a][b].strong
        if size > self.caps.small and pairs < self.caps.density * size * (size - 1) / 2:
            return "too few of its pairs agree"
        return None

    def _join(self, a: int, b: int) -> list[int]:
        """Make `b` part of `a`; the parts that now stand in another relation to `a`."""
        mine, theirs = self.across[a], self.across.pop(b)
        self.inside[a] += self.inside.pop(b) + mine.pop(b).strong
        del theirs[a]
        for other, known in theirs.items():
            mine.setdefault(other, _Across()).add(known)
            self.across[other].pop(b)
            self.across[other][a] = mine[other]
        self.members[a] = sorted(self.members[a] + self.members.pop(b))
        for other in self.apart.pop(b):
            self.apart[other].discard(b)
            self.apart[other].add(a)
            self.apart[a].add(other)
        for values in self.values:
            values[a] |= values.pop(b)
        return sorted(mine)

    def _told(self, withheld: list[tuple[str, int, int]]) -> list[Withheld]:
        """Each step once, between the entities as they came out in the end."""
        of = {record: part for part, members in self.members.items() for record in members}
        told: dict[tuple[int, int], Withheld] = {}
        for reason, a, b in withheld:
            one, other = sorted((of[a], of[b]))
            if one != other and (one, other) not in told:
                told[one, other] = Withheld(
                    reason,
                    tuple(self.members[one]),
                    tuple(self.members[other]),
                    self._average(one, other),
                )
        return sorted(told.values(), key=lambda step: (step.weight, step.one, step.other))
