"""Pairs worth comparing: those that share a key which few have."""

from collections import Counter, defaultdict
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.identity.people import HEADER, people

from remit.identity import keys as sorted_keys
from remit.identity import pairs as made
from remit.identity.keys import Keys, keys
from remit.identity.meanings import meanings
from remit.identity.pairs import Rule, candidates
from remit.identity.prepared import Prepared, prepare

SIZE = 12
groups = st.lists(st.sets(st.integers(0, SIZE - 1), min_size=1), max_size=12)


def index(of: list[set[int]]) -> Keys:
    sizes = np.array([len(group) for group in of], np.int64)
    record = np.array([one for group in of for one in sorted(group)], np.int32)
    return Keys(record, np.cumsum(np.r_[0, sizes])[:-1], sizes)


def shared(of: list[set[int]], most: int) -> Counter[tuple[int, int]]:
    return Counter(p for group in of if len(group) <= most for p in combinations(sorted(group), 2))


@given(groups, st.integers(2, SIZE))
def test_every_pair_of_a_key_that_few_have_and_no_other(of: list[set[int]], most: int) -> None:
    found = candidates(index(of), SIZE, Rule(most, most))
    pairs = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert pairs == sorted(shared(of, most))
    assert found.passed_over == sum(len(group) > most for group in of)


@given(groups)
def test_in_a_large_table_a_pair_needs_two_keys_or_one_that_very_few_have(
    of: list[set[int]],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(made, "MANY", SIZE)
        patch.setattr(made, "ALONE", 2)
        found = candidates(index(of), SIZE)
    all_, few = shared(of, made.MOST), shared(of, 2)
    pairs = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert pairs == sorted(pair for pair in all_ if all_[pair] > 1 or pair in few)


def ready() -> Prepared:
    table = people(60)
    columns = {name: [row[at] or None for row in table] for at, name in enumerate(HEADER[:-1])}
    columns["birth_place"] = [("Ambleford", "Brinmouth", None)[at % 3] for at in range(len(table))]
    columns["second_dob"] = [*columns["dob"][1:], columns["dob"][0]]
    return prepare(columns, {**meanings(list(columns)), "second_dob": "born"})


def told(of: Prepared) -> Counter[frozenset[int]]:
    """The records of each key, gone through row by row."""
    found: dict[tuple[object, ...], set[int]] = defaultdict(set)
    for row in of.table.to_pylist():
        names = sorted(mark % 2**64 for mark in row["names_once"])
        said = [("place", row["place"]), ("code", row["code"]), ("out", row["code_out"])]
        said.append(("identifier", row["identifier"]))
        for column in ("born", "born1"):
            day = row[f"{column}_m"], row[f"{column}_d"]
            said += [("born", row[column]), ("year", row[f"{column}_y"])]
            said.append(("day", None if None in day else tuple(sorted(day))))
        mine: set[tuple[object, ...]] = {("name", name) for name in names}
        mine |= {("two", *pair) for pair in combinations(names, 2)}
        for kind, value in said:
            if value is None:
                continue
            mine |= {("named", name, kind, value) for name in names}
            if kind in ("born", "code", "identifier"):
                mine.add((kind, value))
        whole = [row["born"], row["code_out"], row["place"], row["born1"]]
        kinds = ["born", "out", "place", "born"]
        for at, (one, kind) in enumerate(zip(whole, kinds, strict=True)):
            for other, also in list(zip(whole, kinds, strict=True))[at + 1 :]:
                if one is not None and other is not None:
                    mine.add((kind, also, kinds.index(kind), one, other))
        for key in mine:
            found[key].add(row["unique_id"])
    return Counter(frozenset(records) for records in found.values() if len(records) > 1)


@pytest.mark.parametrize("bits", [64, 0])
def test_a_key_is_of_two_things_that_a_record_says(
    bits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorted_keys, "_WORDS", bits)
    of = ready()
    assert [one.name for one in of.comparisons] == [
        "names", "born", "born1", "code", "place", "identifier"
    ]  # fmt: skip
    found = keys(of)
    groups = np.split(found.record, found.begins[1:])
    assert [len(group) for group in groups] == found.sizes.tolist()
    assert all((np.diff(group) > 0).all() for group in groups)
    assert Counter(frozenset(group.tolist()) for group in groups) == told(of)
