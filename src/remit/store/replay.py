"""Judgements and adoptions taken one after another, and what came of each. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from remit.store.adoptions import Adopted
from remit.store.agglomerate import agglomerate
from remit.store.entity import Entities, Entity, Step, Unjoined
from remit.store.ids import kind_of
from remit.store.judgements import Judgement, effective
from remit.store.lifted import lifted_edges, lifted_marks

__all__ = ["Replay", "partition"]

Pair = tuple[str, str]
Part = frozenset[str]


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


@dataclass(frozen=True, slots=True)
class _Cause:
    """What a change comes of: a judgement or an adoption."""

    id: str
    at: datetime


@dataclass
class Replay:
    """Judgements and adoptions taken one after another; `now` is what came of them."""

    visible: Set[str]
    """Mentions in view: edges of others are left out."""
    things: Mapping[str, str] = field(default_factory=dict)
    """By mention, the thing that it is of, where that is known by a number: it is taken as that."""
    standing: dict[Pair, list[Judgement]] = field(default_factory=lambda: defaultdict(list))
    """Of each pair the judgements that were not withdrawn, the one that counts last."""
    same: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    different: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    adopted: dict[str, list[Adopted]] = field(default_factory=lambda: defaultdict(list))
    """By kind of thing, adoptions that were not withdrawn, the one that counts last."""
    near: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    """By mention, the weight of its edges in the adoptions that count."""
    strong: dict[str, tuple[dict[str, str], ...]] = field(default_factory=dict)
    """By kind of thing, what strong identifiers say of each, in the adoption that counts."""
    part: dict[str, Part] = field(default_factory=dict)
    name: dict[Part, str] = field(default_factory=dict)
    """The id of each part of several mentions."""
    named: set[str] = field(default_factory=set)
    """Ids of such parts."""
    had: dict[Part, str] = field(default_factory=dict)
    """The last id of every part there ever was."""
    held: dict[str, Part] = field(default_factory=dict)
    """What each id last stood for, oldest id first."""
    age: dict[str, int] = field(default_factory=dict)
    """The place of each id among all that there ever were."""
    left: dict[Pair, str] = field(default_factory=dict)
    """Pairs judged the same and not joined, with the judgement that says so."""
    withheld: dict[str, tuple[Unjoined, ...]] = field(default_factory=dict)
    """Steps that no machine takes, by the first mention of the group."""
    steps: list[Step] = field(default_factory=list)

    def judge(self, one: Judgement) -> None:
        """Take the next judgement."""
        standing = self.standing[one.pair]
        if one.withdraws is None:
            standing.append(one)
        else:
            standing[:] = [earlier for earlier in standing if earlier.id != one.withdraws]
        counts = effective(standing)
        a, b = one.pair
        for this, that in ((a, b), (b, a)):
            self.same[this].pop(that, None)
            self.different[this].discard(that)
            if counts is not None and counts.verdict == "same":
                self.same[this][that] = _age(standing[: standing.index(counts) + 1])
            if counts is not None and counts.verdict == "different":
                self.different[this].add(that)
        self._anew(_Cause(one.id, one.made_at), self._reached(one.pair))

    def adopt(self, one: Adopted) -> None:
        """Take the next adoption, or the withdrawal of one."""
        adopted = self.adopted[one.kind]
        if one.adoption.withdraws is None:
            adopted.append(one)
        else:
            adopted[:] = [o for o in adopted if o.adoption.id != one.adoption.withdraws]
        before = {name for name in self.near if kind_of(name) == one.kind}
        for name in before:
            del self.near[name]
        found = lifted_edges(adopted[-1], self.visible, self.things) if adopted else {}
        for (a, b), weight in found.items():
            self.near[a][b] = self.near[b][a] = weight
        self.strong[one.kind] = lifted_marks(adopted[-1], self.things) if adopted else ()
        cause = _Cause(one.adoption.id, one.adoption.made_at)
        waiting = sorted(before.union(*found))
        gone: set[str] = set()
        for mention in waiting:
            if mention not in gone:
                # with what was one before, so that what comes apart is taken in one step
                touched = self._reached([mention, *self.part.get(mention, ())], before=True)
                gone |= touched
                self._anew(cause, touched)

    def _anew(self, cause: _Cause, touched: set[str]) -> None:
        """Work out again what hangs together among mentions that no other hangs together with."""
        if len(touched) == 1 and not touched & self.part.keys():
            return
        pairs = {(min(a, b), max(a, b)): age for a in touched for b, age in self.same[a].items()}
        parts, left = partition(
            touched, [(age, pair) for pair, age in pairs.items()], self.different
        )
        for mention in touched:
            self.withheld.pop(mention, None)
        parts = self._joined(parts)
        for pair in [pair for pair in self.left if pair[0] in touched]:
            del self.left[pair]
        self.left |= {pair: self.standing[pair][-1].id for pair in left}
        before = {self.part.get(mention, frozenset((mention,))) for mention in touched}
        old = {part: self._called(part) for part in before}
        new = self._names(cause, old, parts)
        for part in before:
            self.named.discard(self.name.pop(part, ""))
        for part, name in new.items():
            self.part |= dict.fromkeys(part, part)
            if len(part) > 1:
                self.name[part] = self.had[part] = name
                self.named.add(name)
                self.age.setdefault(name, len(self.age))
                self.held[name] = part
        self.steps += _steps(cause, old, new)

    def _joined(self, parts: set[Part]) -> set[Part]:
        """Parts as the edges of the adoption that counts join them, where that is safe."""
        members = sorted(mention for part in parts for mention in part)
        number = {mention: at for at, mention in enumerate(members)}
        edges = [
            (number[a], number[b], weight)
            for a in members
            for b, weight in self.near.get(a, {}).items()
            if a < b and b in number
        ]
        if not edges:
            return parts
        apart = [
            (number[a], number[b])
            for a in members
            for b in sorted(self.different.get(a, ()))
            if a < b and b in number
        ]
        kind = kind_of(members[0])
        strong = [
            {number[m]: mark for m, mark in known.items() if m in number}
            for known in self.strong[kind]
        ]
        made, left = agglomerate(
            [sorted(number[mention] for mention in part) for part in parts],
            edges,
            apart=apart,
            strong=strong,
            caps=self.adopted[kind][-1].caps,
        )
        if left:
            self.withheld[members[0]] = tuple(
                Unjoined(
                    step.reason,
                    tuple(members[at] for at in step.one),
                    tuple(members[at] for at in step.other),
                    step.weight,
                )
                for step in left
            )
        return {frozenset(members[at] for at in some) for some in made}

    def _reached(self, ends: Iterable[str], *, before: bool = False) -> set[str]:
        """Everything that hangs together with `ends` by `same`, contradicted or not, or by an edge
        that is enough to join; `before`: also by having been one."""
        joins = {kind: some[-1].caps.join for kind, some in self.adopted.items() if some}
        reached = set(ends)
        waiting = list(reached)
        while waiting:
            at = waiting.pop()
            join = joins.get(kind_of(at), 0.0)
            others = [other for other, weight in self.near.get(at, {}).items() if weight >= join]
            others += self.same.get(at, ())
            if before:
                others += self.part.get(at, ())
            for other in others:
                if other not in reached:
                    reached.add(other)
                    waiting.append(other)
        return reached

    def _called(self, part: Part) -> str:
        return self.name[part] if len(part) > 1 else next(iter(part))

    def _names(
        self, one: _Cause, old: Mapping[Part, str], parts: Iterable[Part]
    ) -> dict[Part, str]:
        """The id of each part: its own, the one it had, by greatest overlap, or a new one."""
        ordered = sorted(parts, key=lambda part: sorted(part))
        named = {part: next(iter(part)) for part in ordered if len(part) == 1}
        named |= {part: old[part] for part in ordered if part in old}
        free = set(old.values())
        taken = set(named.values())
        for part in ordered:
            had = self.had.get(part)
            live = had in self.named and had not in free
            if part not in named and had and had not in taken and not live:
                named[part] = had
                taken.add(had)
        overlaps = sorted(
            (-len(part & was), self.age[name], sorted(part), part, name)
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
        """The entities as they are after the last step."""
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
        unjoined = [step for some in self.withheld.values() for step in some]
        unjoined.sort(key=lambda step: (step.weight, step.one, step.other))
        steps, told = tuple(self.steps), tuple(unjoined)
        return Entities(joined, of, now, steps, attention, told, self.things)

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


def _minted(one: _Cause, part: Part) -> str:
    """A new id: of what it comes of, which is random, and a mention, which is keyed."""
    first = min(part)
    hashed = blake2b(f"{one.id} {first}".encode(), digest_size=10, person=b"remit entity")
    return f"{kind_of(first)}-{hashed.hexdigest()}"


def _steps(one: _Cause, old: Mapping[Part, str], new: Mapping[Part, str]) -> list[Step]:
    """What ended in another, and what came out of another."""
    stays = set(old.values()) & set(new.values())
    merged = [
        Step(one.id, one.at, name, "merged into", new[part])
        for was, name in old.items()
        for part in new
        if name not in stays and was < part
    ]
    split = [
        Step(one.id, one.at, name, "split from", old[was])
        for part, name in new.items()
        for was in old
        if name not in stays and part & was and not was <= part
    ]
    return sorted([*merged, *split], key=lambda step: (step.how, step.entity, step.other))
