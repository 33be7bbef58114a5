"""Entities kept up to date: a record more or less, a judgement more or less, nothing else redone.

    current = Current.of(resolve(columns, meant), ids, meant)
    current.add("m17", {"surname": "Demir", "dob": "1991-03-14"})
    current.judge("m17", "m3", "different")
    current.entity("m17").records

What is kept are records, edges and judgements, never entities: who is one is worked out from them
around the record that is asked for, by the function that works it out for all. So whatever came and
went, in whatever order, the entities are those that `resolving.again` gives of the records that
are there, in order of their ids, by the same model, rule and judgements.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from remit.errors import Misuse
from remit.identity.around import Around, Records
from remit.identity.edges import Edges
from remit.identity.index import Index, Values
from remit.identity.postings import Numbers
from remit.identity.resolving import Resolved
from remit.identity.scorer import Scorer
from remit.identity.verdicts import Verdict, Verdicts

__all__ = ["Change", "Current", "Entity", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """Two entities that were not made one, for a person to look at."""

    reason: str
    one: Records
    other: Records
    weight: float
    """Average match weight of all pairs across, in bits."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Records of one person or thing, as far as is known today."""

    records: Records
    """Their ids, in order."""
    withheld: tuple[Step, ...]
    """What it was not joined with, the weakest first."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of entities; those around that stayed as they were are left out."""

    before: tuple[Records, ...]
    """Entities that are no more."""
    after: tuple[Records, ...]
    """Entities that are new."""


class Current:
    """Records with their edges and judgements, and the entities that follow."""

    def __init__(self, index: Index, edges: Edges, verdicts: Verdicts) -> None:
        self.index, self.edges, self.verdicts = index, edges, verdicts
        self._scorer = Scorer(index.model, index.held.comparisons)
        self._now = Around(index.held, edges, verdicts, index.model.caps)

    @classmethod
    def of(cls, found: Resolved, ids: Sequence[str], meant: Mapping[str, str]) -> "Current":
        """What a table gave, kept up to date from then on. `ids` are in order, as its records are.

        Raises `Misuse` where they are not: of two records the lower id is compared with the other.
        """
        if any(a >= b for a, b in pairwise(ids)):
            raise Misuse("records come in the order of their ids, each once")
        index = Index.of(found.ready, ids, meant, found.model, found.rule)
        edges = Edges(len(ids), found.left, found.right, found.weight)
        return cls(index, edges, Verdicts())

    def add(self, record: str, values: Values) -> Change:
        """A record more. Raises `Misuse` where its id is held, or a column is unknown."""
        number, shifted = self.index.add(record, values)
        fresh = {(number, other) for other in self.index.meeting(number)}
        fallen = self._edged(shifted) - self._meeting(shifted)
        touched = {number, *self._judged_with(record), *_ends(fresh | fallen)}
        before = self._now.entities(touched, {number})
        for pair in fallen:
            self.edges.drop(*pair)
        self._weigh(fresh)
        return _change(before, self._now.entities(touched, set()))

    def remove(self, record: str) -> Change:
        """A record less. Judgements on it stay, without effect until it comes back."""
        number = self.index.held.number(record)
        others = set(self.edges.of(number))
        touched, seen = {number, *others, *self._judged_with(record)}, set[int]()
        before = self._now.entities(touched, seen)
        shifted = self.index.remove(record)[1]
        fresh = self._meeting(shifted) - self._edged(shifted)
        touched |= _ends(fresh)
        before += self._now.entities(touched, seen)
        for other in others:
            self.edges.drop(number, other)
        self._weigh(fresh)
        return _change(before, self._now.entities(touched - {number}, set()))

    def judge(self, a: str, b: str, verdict: Verdict) -> Change:
        """What a person decided of two records; it takes the place of what stood before."""
        held = self.index.held
        touched = {held.number(one) for one in (a, b) if one in held}
        before = self._now.entities(touched, set())
        self.verdicts.put(a, b, verdict)
        return _change(before, self._now.entities(touched, set()))

    def entity(self, record: str) -> Entity:
        """The entity of a record, as it is now. Raises `NotFound`."""
        (group,) = self._now.groups({self.index.held.number(record)}, set())
        ids, found = self._now.joined(group)
        of = found.entity.tolist()
        chosen = {at for at, first in enumerate(of) if first == of[ids.index(record)]}

        def named(places: Iterable[int]) -> Records:
            return tuple(ids[at] for at in sorted(places))

        withheld = tuple(
            Step(step.reason, named(step.one), named(step.other), step.weight)
            for step in found.withheld
            if not chosen.isdisjoint((*step.one, *step.other))
        )
        return Entity(named(chosen), withheld)

    def entities(self) -> list[Records]:
        """Every entity, in order of their first records."""
        return self._now.all()[0]

    def _judged_with(self, record: str) -> list[int]:
        held = self.index.held
        return [held.number(one) for one in self.verdicts.beside(record) if one in held]

    def _weigh(self, pairs: set[tuple[int, int]]) -> None:
        """Edges for pairs that have none. Of two records the one of the lower id comes first."""
        ids = self.index.held.ids
        numbers = sorted(_ends(pairs))
        rows = dict(zip(numbers, self.index.held.rows(numbers), strict=True))
        for pair in pairs:
            a, b = sorted(pair, key=ids.__getitem__)
            self.edges.put(a, b, self._scorer.weight(rows[a], rows[b]))

    def _meeting(self, groups: Iterable[Numbers]) -> set[tuple[int, int]]:
        """Pairs within groups that are worth comparing now, the lower number first."""
        return {pair for group in groups for pair in self.index.among(group)}

    def _edged(self, groups: Iterable[Numbers]) -> set[tuple[int, int]]:
        """Pairs within groups that have an edge, the lower number first."""
        return {
            (a, b)
            for chosen in (set(group.tolist()) for group in groups)
            for a in chosen
            for b in self.edges.of(a)
            if a < b and b in chosen
        }


def _ends(pairs: Iterable[tuple[int, int]]) -> set[int]:
    return {one for pair in pairs for one in pair}


def _change(before: Iterable[Records], after: Iterable[Records]) -> Change:
    was, now = set(before), set(after)
    return Change(tuple(sorted(was - now)), tuple(sorted(now - was)))
