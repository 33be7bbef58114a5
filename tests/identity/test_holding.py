"""Rules that hold pairs back: each on two records that it is about, and on two that it is not."""

import numpy as np
import pytest

from remit.identity.holding import TOLD, capped, held
from remit.identity.levelled import levels
from remit.identity.prepared import prepare

MEANT = {
    "name": "name",
    "dob": "born",
    "postcode": "postcode",
    "address": "address",
    "phone": "identifier",
}
HOME = ("SW1A 1AA", "4 Obsidian Tanner Row Larkhithe")
Record = tuple[str | None, ...]


def rules(*records: Record, measured: bool = False) -> list[str | None]:
    """The rule of every pair of records, in order."""
    columns = {name: [record[at] for record in records] for at, name in enumerate(MEANT)}
    ready = prepare(columns, MEANT)
    left, right = np.triu_indices(len(records), 1)
    found = levels(ready.table, ready.comparisons, left, right)
    return held(ready, found, left, right, measured=measured)


def who(
    name: str, dob: str | None = None, phone: str | None = None, *, home: bool = True
) -> Record:
    return (name, dob, *(HOME if home else (None, None)), phone)


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        (who("Aylin Demir", "1991-03-14"), who("Fatma Demir", "1991-03-14"), "possible-twins"),
        (who("Aylin Demir", "1991-03-14"), who("Fatma Demir", "1966-09-02"), "one-household"),
        (who("Aylin Demir"), who("Fatma Demir"), "one-household"),
        (who("Aylin Demir"), who("F Demir"), "one-household"),
        (who("Aylin Demir"), who("A Demir"), "an-initial-alone"),
        (
            who("Aylin Demir", "1991-03-14"),
            who("Aylin Demir", "1966-09-02"),
            "namesakes-at-one-address",
        ),
        (who("Aylin Demir", home=False), who("Aylin Demir", "1991-03-14"), "a-name-alone"),
        (
            who("Aylin Demir", None, "07700900417", home=False),
            who("Fatma Demir", None, "07700900417", home=False),
            "one-household",
        ),
    ],
)
def test_a_pair_is_held_back_by_the_rule_that_is_about_it(
    one: Record, other: Record, rule: str
) -> None:
    assert rules(one, other) == [rule]
    assert rules(other, one) == [rule]
    assert TOLD[rule]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (who("Aylin Demir", "1991-03-14"), who("Aylin Demir", "1991-03-14")),
        (who("Aylin Demir", "1991-03-14"), who("Demir Aylin", "1991-03-14")),
        (who("Aylin Demir"), who("Demir Aylin")),
        (who("Aylin Demir", "1991-03-14"), who("Aylin Demir", "1991-03-17")),  # a slip
        (who("Aylin Demir", "1991-03-14"), who("A Demir", "1991-03-14")),
        (who("Aylin Demir", "1991-03-14"), who("Aylin Kaya", "1991-03-14")),  # married
        (who("Aylin Demir"), who("Aylin Demir")),
    ],
)
def test_records_that_nothing_speaks_against_are_not_held_back(one: Record, other: Record) -> None:
    assert rules(one, other) == [None]


def test_an_undated_record_waits_where_two_namesakes_live() -> None:
    mother, daughter = (who("Aylin Demir", dob) for dob in ("1966-09-02", "1991-03-14"))
    undated, again = who("Aylin Demir"), who("Aylin Demir")
    assert rules(mother, undated) == [None]
    found = rules(mother, daughter, undated, again)
    assert found[0] == "namesakes-at-one-address"
    assert set(found[1:]) == {"one-of-two-namesakes"}


def test_a_table_that_is_measured_has_rules_only_where_it_shows_households() -> None:
    pair = who("Aylin Demir", "1991-03-14"), who("Fatma Demir", "1991-03-14")
    assert rules(*pair, measured=True) == [None]
    family = [
        who(f"{name} Demir", f"{1950 + 7 * at}-0{1 + at % 9}-1{at % 9}")
        for at, name in enumerate(("Aylin", "Fatma", "Emre", "Zeynep", "Ahmet", "Hasan", "Leyla"))
    ]
    assert set(rules(*family, measured=True)) >= {"one-household"}
    alone = who("Brendan Quillfeather", home=False), who("Brendan Quillfeather", home=False)
    assert rules(*family, *alone, measured=True)[-1] is None


def test_what_is_held_back_counts_nothing_for_joining_and_against_it_as_it_did() -> None:
    weights = np.array([9.0, -7.0, 9.0])
    assert capped(weights, ["one-household", "one-household", None]).tolist() == [0.0, -7.0, 9.0]
