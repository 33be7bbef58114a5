"""The index of keys: one record at a time as all together, and the pairs that keys give."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.identity.people import HEADER, people
from tests.real import real

from remit.errors import Misuse
from remit.identity import postings
from remit.identity.index import Index
from remit.identity.keyed import keyed
from remit.identity.keys import keys
from remit.identity.meanings import meanings
from remit.identity.model import Model
from remit.identity.pairs import Rule, candidates
from remit.identity.postings import Postings
from remit.identity.prepared import prepare
from remit.identity.resolving import resolve

MANY_KINDS = {
    "full_name": "name",
    "maiden": "surname",
    "aka": "alias",
    "firm": "organisation",
    "dob": "born",
    "birth": "born",
    "postcode": "postcode",
    "street": "address",
    "town": "place",
    "county": "place",
    "job": "text",
    "phone": "identifier",
    "mobile": "identifier",
}
ROWS = [
    (
        "Aylin Demir",
        None,
        "Lynn; AD",
        None,
        "1991-03-14",
        "1991-03-14",
        "N1 1AA",
        "4b Obsidian Row",
    ),
    ("J Quillfeather", "Brambleworth", None, "Obsidian Ltd", "1991", None, None, None),
    (None, None, None, None, None, None, None, None),
    ("Demir, Aylin", "Demir", None, None, "14/03/1991", "1990", "n1 1aa", "Obsidian Row 4"),
]
MORE = [
    ("Exeter", "Devon", "welder", "07700 900417", "07700 900417"),
    ("Devon", "Devon", None, None, "07700 900471"),
    (None, None, None, None, None),
    ("Exeter", None, "welder", "07700900417", None),
]


def kinds() -> dict[str, list[str | None]]:
    table = [one + other for one, other in zip(ROWS, MORE, strict=True)]
    return {name: [row[at] for row in table] for at, name in enumerate(MANY_KINDS)}


def one_at_a_time(columns: dict[str, list[str | None]], meant: dict[str, str]) -> None:
    together = prepare(columns, meant)
    record, key = keyed(together)
    of = defaultdict(set)
    for one, said in zip(record.tolist(), key.tolist(), strict=True):
        of[one].add(said)
    assert len(record) == sum(map(len, of.values()))
    for at in range(len(together)):
        alone = prepare({n: [cells[at]] for n, cells in columns.items()}, meant, together.rarity)
        assert alone.comparisons == together.comparisons
        columns_of = [name for name in together.table.column_names if name != "unique_id"]
        mine = together.table.slice(at, 1).select(columns_of)
        assert alone.table.select(columns_of).equals(mine)
        assert sorted(keyed(alone)[1].tolist()) == sorted(of[at])


def test_a_record_made_ready_alone_is_as_it_is_among_others() -> None:
    one_at_a_time(kinds(), MANY_KINDS)


@pytest.mark.parametrize("name", ["historical", "uk_synth", "febrl3", "fake_1000"])
def test_records_of_real_tables_are_the_same_alone(name: str) -> None:
    from benchmarks.identity_data import labelled

    real("resolution", "febrl3.csv")
    whole = labelled(name)
    one = whole.of(np.arange(len(whole.truth)) % (len(whole.truth) // 150) == 0)
    one_at_a_time(one.columns, one.meanings)


def test_one_number_in_two_columns_is_one_key() -> None:
    ready = prepare(
        {"phone": ["1234567"], "mobile": ["1234567"]},
        {n: MANY_KINDS[n] for n in ("phone", "mobile")},
    )
    assert len(keyed(ready)[1]) == 1


@pytest.mark.parametrize("rule", [Rule(50, 50), Rule(6, 6), Rule(8, 2)])
def test_the_pairs_of_each_record_are_those_of_all_of_them(rule: Rule) -> None:
    table = people(150)
    columns = {name: [row[at] or None for row in table] for at, name in enumerate(HEADER[:-1])}
    meant = meanings(list(columns))
    found = resolve(columns, meant)
    pairs = candidates(keys(found.ready), len(found.ready), rule)
    batch = set(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
    assert batch
    ids = [f"r{at}" for at in range(len(table))]
    whole = Index.of(found.ready, ids, meant, found.model, rule)
    grown = Index.of(
        prepare({n: [] for n in columns}, meant, found.model.rarity), [], meant, found.model, rule
    )
    for at, one in enumerate(ids):
        grown.add(one, {name: cells[at] for name, cells in columns.items()})
    everybody = np.arange(len(ids), dtype=np.int32)
    for index in (whole, grown):
        own = {(a, b) for a in range(len(ids)) for b in index.meeting(a) if a < b}
        assert own == batch == index.among(everybody)


def test_an_index_refuses_a_model_made_for_other_columns() -> None:
    table = people(20)
    columns = {name: [row[at] or None for row in table] for at, name in enumerate(HEADER[:-1])}
    meant = meanings(list(columns))
    model = resolve(columns, meant).model
    ready = prepare(kinds(), MANY_KINDS)
    with pytest.raises(Misuse, match="not made for"):
        Index.of(ready, list("abcd"), MANY_KINDS, model, Rule(50, 50))
    lacking = Model(model.name, model.columns, model.prior, model.caps, {})
    ready = prepare(columns, meant)
    with pytest.raises(Misuse, match="how rare"):
        Index.of(ready, [str(at) for at in range(len(ready))], meant, lacking, Rule(50, 50))


entry = st.tuples(st.integers(0, 3), st.integers(0, 7))


@given(st.sets(entry), st.lists(entry, max_size=40), st.integers(1, 9))
def test_postings_hold_what_was_added_and_not_taken_away(
    first: set[tuple[int, int]], then: list[tuple[int, int]], aside: int
) -> None:
    start = np.array(sorted(first, key=lambda e: e[1]), np.int64).reshape(-1, 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "ASIDE", aside)
        held = Postings(start[:, 0].astype(np.uint64), start[:, 1].astype(np.int32))
        now = set(first)
        for key, number in then:
            if (key, number) in now:
                held.remove(number, [key])
            else:
                held.add(number, [key])
            now ^= {(key, number)}
            for one in range(4):
                assert held.under(one).tolist() == sorted(n for k, n in now if k == one)
            sizes = held.sizes(np.arange(5, dtype=np.uint64)).tolist()
            assert sizes == [sum(k == one for k, _ in now) for one in range(5)]
    key, number = held.arrays()
    assert list(zip(key.tolist(), number.tolist(), strict=True)) == sorted(now)
