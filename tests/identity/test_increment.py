"""Entities kept up to date are those that resolving everything from nothing gives."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.identity.people import HEADER, people

from remit.errors import Misuse, NotFound
from remit.identity.increment import Current
from remit.identity.index import Values
from remit.identity.meanings import meanings
from remit.identity.model import Model
from remit.identity.pairs import Rule
from remit.identity.resolving import Resolved, again, resolve

COLUMNS = HEADER[:-1]
MEANT = meanings(list(COLUMNS))
POOL = 36
"""Records that come and go, of a dozen people that share names, days and telephones."""

Step = tuple[Any, ...]


@cache
def learned() -> Model:
    """The model of a table, from its file: as it is given to an index."""
    table = people(120)
    columns = {name: [row[at] or None for row in table] for at, name in enumerate(COLUMNS)}
    return Model.read(resolve(columns, MEANT).model.written())


@cache
def pool() -> dict[str, dict[str, str | None]]:
    """Records by id: few names, so that keys go beyond what a small rule bears."""
    first, last = ("Aylin", "Ailyn", "Cuthbert", "J"), ("Demir", "Dermir", "Quillfeather")
    drawn = np.random.default_rng(8)
    born = [f"19{60 + at}-0{1 + at % 3}-1{at % 4}" for at in range(5)]
    made: dict[str, dict[str, str | None]] = {}
    for at in range(POOL):
        who = int(drawn.integers(0, 12))
        values = {
            "given_name": first[who % 4] if drawn.random() < 0.9 else first[(who + 1) % 4],
            "surname": last[who % 3],
            "dob": born[who % 5] if drawn.random() < 0.8 else None,
            "postcode": f"N{who % 4} 1AA" if drawn.random() < 0.7 else None,
            "phone": f"07700 9000{who:02}" if drawn.random() < 0.6 else None,
        }
        made[f"r{at:02}"] = values
    return made


def of(ids: Sequence[str], rule: Rule) -> Current:
    columns = {name: [pool()[one].get(name) for one in ids] for name in COLUMNS}
    return Current.of(again(columns, MEANT, learned(), rule), ids, MEANT)


def from_nothing(current: Current, values: dict[str, Values]) -> tuple[Resolved, list[str]]:
    """All that is held, in order of ids, resolved by SQL and at once."""
    ids = sorted(values)
    at = {one: place for place, one in enumerate(ids)}
    columns = {name: [values[one].get(name) for one in ids] for name in COLUMNS}
    judged = {
        said: [(at[a], at[b]) for a, b in pairs]
        for said, pairs in current.verdicts.pairs(set(ids)).items()
    }
    index = current.index
    same, apart = judged["same"], judged["different"]
    return again(columns, MEANT, index.model, index.rule, same=same, apart=apart), ids


def same_as_from_nothing(current: Current, values: dict[str, Values]) -> None:
    found, ids = from_nothing(current, values)
    entity = [ids[first] for first in found.entity.tolist()]
    for place, one in enumerate(ids):
        records = tuple(i for i, first in zip(ids, entity, strict=True) if first == entity[place])
        mine = {ids.index(i) for i in records}
        withheld = [s for s in found.clustered.withheld if mine & {*s.one, *s.other}]
        told = current.entity(one)
        assert told.records == records
        assert [
            (s.reason, tuple(ids[x] for x in s.one), tuple(ids[x] for x in s.other), s.weight)
            for s in withheld
        ] == [(s.reason, s.one, s.other, s.weight) for s in told.withheld]
    assert sorted(current.entities()) == sorted({current.entity(one).records for one in ids})
    numbers = current.index.held.ids
    left, right, weight = current.edges.arrays()
    edges = {
        tuple(sorted((numbers[a], numbers[b]))): w
        for a, b, w in zip(left.tolist(), right.tolist(), weight.tolist(), strict=True)
    }
    batch = zip(found.left.tolist(), found.right.tolist(), found.weight.tolist(), strict=True)
    assert edges == {(ids[a], ids[b]): w for a, b, w in batch}


records = st.sampled_from([f"r{at:02}" for at in range(POOL)])
verdicts = st.sampled_from(["same", "different", "different", "cannot-tell", "withdrawn"])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("turn"), records),
        st.tuples(st.just("turn"), records),
        st.tuples(st.just("judge"), records, records, verdicts).filter(lambda s: s[1] != s[2]),
    ),
    max_size=30,
)
rules = st.sampled_from([Rule(50, 50), Rule(6, 6), Rule(8, 3), Rule(4, 2)])


starts = st.one_of(st.just(set(pool())), st.sets(records, min_size=POOL // 2), st.sets(records))


@given(starts, steps, rules)
@settings(max_examples=40, deadline=None)
def test_whatever_came_and_went_the_entities_are_those_of_everything_from_nothing(
    first: set[str], then: Sequence[Step], rule: Rule
) -> None:
    current = of(sorted(first), rule)
    here: dict[str, Values] = {one: pool()[one] for one in first}
    known = set(current.entities())
    for kind, *said in then:
        if kind == "judge":
            change = current.judge(*said)
        elif said[0] in here:
            change = current.remove(said[0])
            del here[said[0]]
        else:
            here[said[0]] = pool()[said[0]]
            change = current.add(said[0], here[said[0]])
        assert known.issuperset(change.before)
        known = known - set(change.before) | set(change.after)
        assert known == set(current.entities())
    same_as_from_nothing(current, here)


@given(st.permutations(sorted(pool())[:20]), st.permutations(sorted(pool())[:20]))
@settings(max_examples=10, deadline=None)
def test_the_order_in_which_records_come_does_not_matter(
    one: Sequence[str], other: Sequence[str]
) -> None:
    came = []
    for order in (one, other):
        current = of([], Rule(6, 3))
        for record in order:
            current.add(record, pool()[record])
        came.append(current)
    assert came[0].entities() == came[1].entities()
    assert [came[0].entity(r) for r in one] == [came[1].entity(r) for r in one]


def test_a_key_that_one_record_too_many_has_joins_nobody_until_it_goes() -> None:
    said = {"phone": "07700 900417"}
    current = of([], Rule(2, 2))
    current.add("a", said)
    current.add("b", said)
    assert len(current.edges.arrays()[0]) == 1
    current.add("c", said)
    assert len(current.edges.arrays()[0]) == 0
    current.remove("a")
    assert len(current.edges.arrays()[0]) == 1


def test_what_a_key_joins_again_when_a_record_goes_is_told() -> None:
    current = of([], Rule(2, 2))
    for one in ("a", "b"):
        current.add(one, FULL)
    assert current.entities() == [("a", "b")]
    change = current.add("c", FULL)
    assert (change.before, change.after) == ((("a", "b"),), (("a",), ("b",), ("c",)))
    change = current.remove("a")
    assert (change.before, change.after) == ((("a",), ("b",), ("c",)), (("b", "c"),))


FULL = {
    "given_name": "Zephyrine",
    "surname": "Quillfeather",
    "dob": "1971-03-09",
    "postcode": "N4 1AA",
    "phone": "07700 900417",
}


def test_a_judgement_parts_and_joins_and_is_taken_back() -> None:
    current = of([], Rule(50, 50))
    assert current.add("a", FULL).after == (("a",),)
    change = current.add("b", FULL)
    assert (change.before, change.after) == ((("a",),), (("a", "b"),))
    change = current.judge("b", "a", "different")
    assert (change.before, change.after) == ((("a", "b"),), (("a",), ("b",)))
    assert [step.reason for step in current.entity("a").withheld] == ["judged to be two"]
    assert current.judge("a", "b", "withdrawn").after == (("a", "b"),)
    current.add("c", {"surname": "Brambleworth"})
    assert current.judge("a", "c", "same").after == (("a", "b", "c"),)
    change = current.remove("c")
    assert (change.before, change.after) == ((("a", "b", "c"),), (("a", "b"),))
    assert current.add("c", {"surname": "Brambleworth"}).after == (("a", "b", "c"),)


def test_what_cannot_be_done_is_refused_and_changes_nothing() -> None:
    current = of(sorted(pool())[:6], Rule(50, 50))
    before = current.entities()
    with pytest.raises(Misuse, match="already"):
        current.add("r00", pool()["r00"])
    with pytest.raises(Misuse, match="no such column"):
        current.add("new", {"shoe": "9"})
    with pytest.raises(NotFound, match="no record"):
        current.remove("new")
    with pytest.raises(Misuse, match="same record"):
        current.judge("r00", "r00", "same")
    found = again({name: [None, None] for name in COLUMNS}, MEANT, learned(), Rule(50, 50))
    with pytest.raises(Misuse, match="order of their ids"):
        Current.of(found, ["b", "a"], MEANT)
    assert current.entities() == before
    current.add("new", pool()["r00"])
