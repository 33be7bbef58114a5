"""Entities: which mentions persons judged to be one, worked out from their judgements. Pure.

An entity is the mentions that hang together by `same`, with no two in it that were judged
`different`: where the two contradict each other, the newest `same` gives way and what it would
have joined is marked as in need of attention. Nothing of it is stored. The same judgements and
the same mentions in view give the same entities in every process, in whatever order they are read,
and a judgement on a mention out of view is as if it had never been made.

A mention that is judged one with no other is an entity with its own id. An entity of several has an
id that it keeps: it passes to the part that has most of its mentions, and mentions that were one
before have the id again that they had. An id that no entity has any more leads to the one that
holds most of what it held.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Literal

from remit.store.ids import kind_of
from remit.store.judgements import Judgement

__all__ = ["Entities", "Entity", "Step", "entities", "partition"]

Pair = tuple[str, str]
Part = frozenset[str]


@dataclass(frozen=True, slots=True)
class Entity:
    """Mentions that are one; a single mention where no other was judged the same."""

    id: str
    mentions: tuple[str, ...]
    """In order of id."""
    attention: tuple[str, ...] = ()
    """Judgements that were not followed here, since others contradict them."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one judgement did to an entity."""

    judgement: str
    at: datetime
    entity: str
    how: Literal["merged into", "split from"]
    other: str


@dataclass(frozen=True)
class Entities:
    """What judgements make of the mentions in view."""

    joined: Mapping[str, Entity]
    """Entities of several mentions, by id."""
    of: Mapping[str, str]
    """The entity of each mention that is one with another."""
    now: Mapping[str, str]
    """The entity, or the mention, that an id which none has any more leads to."""
    lineage: tuple[Step, ...]
    """Every merge and split, oldest first."""
    unfollowed: Mapping[str, tuple[str, ...]]
    """Judgements not followed, by the id of each entity or mention that they touch."""

    def stands_for(self, name: str) -> str:
        """The id of the entity that an id means today: its own, where nothing was judged."""
        found = self.now.get(name, name)
        return self.of.get(found, found)

    def entity(self, name: str) -> Entity:
        """The entity that an id means today; of an unknown one, the mention of that id."""
        found = self.stands_for(name)
        return self.joined.get(found) or Entity(found, (found,), self.unfollowed.get(found, ()))


def entities(
    judgements: Iterable[Judgement], visible: Set[str], as_at: datetime | None = None
) -> Entities:
    """The entities of the mentions in `visible`, by the judgements on them made until `as_at`."""
    replay = _Replay()
    for one in sorted(judgements, key=lambda one: one.number):
        if one.a in visible and one.b in visible and (as_at is None or one.made_at <= as_at):
            replay.take(one)
    return replay.now()


def partition(
    mentions: Iterable[str],
    same: Iterable[tuple[int, Pair]],
    different: Mapping[str, Collection[str]],
) -> tuple[set[Part], set[Pair]]:
    """The parts that `mentions` fall into, and the pairs that were not joined.

    `same` has pairs with their age: the oldest are joined first, and a pair that would bring two
    together that are `different` is not joined.

    >>> parts, left = partition("abc", [(1, ("a", "b")), (2, ("b", "c"))], {"a": "c", "c": "a"})
    >>> sorted(map(sorted, parts)), left
    ([['a', 'b'], ['c']], {('b', 'c')})
    """
    part: dict[str, set[str]] = {one: {one} for one in mentions}
    barred: dict[str, set[str]] = {one: set(different.get(one, ())) for one in part}
    of = {one: one for one in part}
    left: set[Pair] = set()
    for _, (a, b) in sorted(same):
        one, other = sorted((of[a], of[b]), key=lambda name: (-len(part[name]), name))
        if one == other:
            continue
        if not barred[one].isdisjoint(part[other]):
            left.add((a, b))
            continue
        for moved in part[other]:
            of[moved] = one
        part[one] |= part.pop(other)
        barred[one] |= barred.pop(other)
    return {frozenset(some) for some in part.values()}, left


@dataclass
class _Replay:
    """The judgements taken so far, one after another, and what came of each."""

    standing: dict[Pair, list[Judgement]] = field(default_factory=lambda: defaultdict(list))
    """Of each pair the judgements that were not withdrawn, the one that counts last."""
    same: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    different: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    part: dict[str, Part] = field(default_factory=dict)
    name: dict[Part, str] = field(default_factory=dict)
    """The id of each part of several mentions."""
    had: dict[Part, str] = field(default_factory=dict)
    """The last id of every part there ever was."""
    held: dict[str, Part] = field(default_factory=dict)
    """What each id last stood for, oldest id first."""
    left: dict[Pair, str] = field(default_factory=dict)
    """Pairs judged the same and not joined, with the judgement that says so."""
    steps: list[Step] = field(default_factory=list)

    def take(self, one: Judgement) -> None:
        """Take the next judgement."""
        standing = self.standing[one.pair]
        if one.withdraws is None:
            standing.append(one)
        else:
            standing[:] = [earlier for earlier in standing if earlier.id != one.withdraws]
        a, b = one.pair
        for this, that in ((a, b), (b, a)):
            self.same[this].pop(that, None)
            self.different[this].discard(that)
            if standing and standing[-1].verdict == "same":
                self.same[this][that] = _age(standing)
            if standing and standing[-1].verdict == "different":
                self.different[this].add(that)
        self._anew(one)

    def _anew(self, one: Judgement) -> None:
        """Work out again what hangs together with the two mentions of a judgement."""
        touched = self._reached(one.pair)
        pairs = {(min(a, b), max(a, b)): age for a in touched for b, age in self.same[a].items()}
        parts, left = partition(
            touched, [(age, pair) for pair, age in pairs.items()], self.different
        )
        for pair in [pair for pair in self.left if pair[0] in touched]:
            del self.left[pair]
        self.left |= {pair: self.standing[pair][-1].id for pair in left}
        before = {self.part.get(mention, frozenset((mention,))) for mention in touched}
        old = {part: self._called(part) for part in before}
        new = self._names(one, old, parts)
        for part in before:
            self.name.pop(part, None)
        for part, name in new.items():
            self.part |= dict.fromkeys(part, part)
            if len(part) > 1:
                self.name[part] = self.had[part] = name
                self.held[name] = part
        self.steps += _steps(one, old, new)

    def _reached(self, ends: Pair) -> set[str]:
        """Everything that hangs together with either end by `same`, contradicted or not."""
        reached, waiting = set(ends), list(ends)
        while waiting:
            for other in self.same[waiting.pop()]:
                if other not in reached:
                    reached.add(other)
                    waiting.append(other)
        return reached

    def _called(self, part: Part) -> str:
        return self.name[part] if len(part) > 1 else next(iter(part))

    def _names(
        self, one: Judgement, old: Mapping[Part, str], parts: Iterable[Part]
    ) -> dict[Part, str]:
        """The id of each part: its own, the one it had, by greatest overlap, or a new one."""
        ordered = sorted(parts, key=lambda part: sorted(part))
        named = {part: next(iter(part)) for part in ordered if len(part) == 1}
        named |= {part: old[part] for part in ordered if part in old}
        taken = {*named.values(), *(name for part, name in self.name.items() if part not in old)}
        for part in ordered:
            if part not in named and (had := self.had.get(part)) and had not in taken:
                named[part] = had
                taken.add(had)
        age = {name: place for place, name in enumerate(self.held)}
        overlaps = sorted(
            (-len(part & was), age[name], sorted(part), part, name)
            for was, name in old.items()
            for part in ordered
            if len(was) > 1 and part not in named and part & was
        )
        for *_, part, name in overlaps:
            if part not in named and name not in taken:
                named[part] = name
                taken.add(name)
        return {part: named.get(part) or _minted(one, part) for part in ordered}

    def now(self) -> Entities:
        """The entities as they are after the last judgement."""
        unfollowed: dict[str, set[str]] = defaultdict(set)
        for pair, judgement in self.left.items():
            for mention in pair:
                unfollowed[self._called(self.part[mention])].add(judgement)
        attention = {name: tuple(sorted(some)) for name, some in unfollowed.items()}
        joined = {
            name: Entity(name, tuple(sorted(part)), attention.get(name, ()))
            for part, name in sorted(self.name.items(), key=lambda item: item[1])
        }
        of = {mention: name for part, name in self.name.items() for mention in part}
        gone = {name: was for name, was in self.held.items() if name not in joined}
        now = {name: self._holds_most(was) for name, was in gone.items()}
        return Entities(joined, of, now, tuple(self.steps), attention)

    def _holds_most(self, was: Part) -> str:
        parts = {self.part[mention] for mention in was}
        best = min(parts, key=lambda part: (-len(part & was), sorted(part)))
        return self._called(best)


def _age(standing: Sequence[Judgement]) -> int:
    """When a pair began to be the same: saying so again makes it no younger."""
    age = standing[-1].number
    for earlier in reversed(standing):
        if earlier.verdict != "same":
            break
        age = earlier.number
    return age


def _minted(one: Judgement, part: Part) -> str:
    """A new id: of the judgement, which is random, and a mention, which is keyed."""
    first = min(part)
    hashed = blake2b(f"{one.id} {first}".encode(), digest_size=10, person=b"remit entity")
    return f"{kind_of(first)}-{hashed.hexdigest()}"


def _steps(one: Judgement, old: Mapping[Part, str], new: Mapping[Part, str]) -> list[Step]:
    """What ended in another, and what came out of another."""
    stays = set(old.values()) & set(new.values())
    merged = [
        Step(one.id, one.made_at, name, "merged into", new[part])
        for was, name in old.items()
        for part in new
        if name not in stays and was < part
    ]
    split = [
        Step(one.id, one.made_at, name, "split from", old[was])
        for part, name in new.items()
        for was in old
        if name not in stays and part & was and not was <= part
    ]
    return sorted([*merged, *split], key=lambda step: (step.how, step.entity, step.other))
