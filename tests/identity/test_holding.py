"""Rules that hold pairs back: each on two records that it is about, and on two that it is not."""

from collections.abc import Sequence

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
NEXT_DOOR = ("SW1A 1AA", "6 Obsidian Tanner Row Larkhithe")
Record = tuple[str | None, ...]


def rules(
    *records: Record, measured: bool = False, listed: Sequence[str | None] = ()
) -> list[str | None]:
    """The rule of every pair of records, in order."""
    columns = {name: [record[at] for record in records] for at, name in enumerate(MEANT)}
    ready = prepare(columns, MEANT)
    left, right = np.triu_indices(len(records), 1)
    found = levels(ready.table, ready.comparisons, left, right)
    return held(ready, found, left, right, measured=measured, listed=listed)


def who(
    name: str, dob: str | None = None, phone: str | None = None, *, home: bool = True
) -> Record:
    return (name, dob, *(HOME if home else (None, None)), phone)


def next_door(name: str, dob: str | None = None) -> Record:
    return (name, dob, *NEXT_DOOR, None)


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
        (
            who("Aylin Demir", "1991-03-14", home=False),
            who("Fatma Demir", "1991-03-14", home=False),
            "possible-twins",
        ),
        (
            who("Aylin Demir", "2011-02-09", "07700900417", home=False),
            who("Aylin Demir", "2019-06-09", "07700900417", home=False),
            "namesakes-at-one-address",
        ),
        (
            who("S Pritchard-Davies"),
            who("Sophie Pritchard-Davies", "1979-02-18"),
            "an-initial-alone",
        ),
        (who("Aylin Demir"), next_door("Aylin Demir", "1991-03-14"), "another-house"),
        (who("Aylin Demir"), who("Aylin Demir", "1991-03-14", home=False), "a-name-alone"),
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
        (who("Aylin Demir", "1991-03-14"), next_door("Aylin Demir", "1991-03-14")),  # moved
        (who("S Pritchard-Davies", "1979-02-18"), who("Sophie Pritchard-Davies", "1979-02-18")),
        (who("Hamza Mirza-Malik", "1951-04-07"), who("Mirza-Malik Hamza", "1951-04-07")),
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


def test_a_namesake_next_door_leaves_an_undated_record_to_who_lives_in_its_house() -> None:
    here, there = who("Aylin Demir", "1991-03-14"), next_door("Aylin Demir", "1966-09-02")
    assert rules(here, there, who("Aylin Demir")) == [
        "namesakes-at-one-address",
        None,
        "another-house",
    ]


def test_an_undated_record_goes_to_the_namesake_whose_whole_name_it_has() -> None:
    wife, sister = who("Aylin Demir", "1991-03-14"), who("Aylin Kaya", "1989-01-12")
    _, to_wife, to_sister = rules(wife, sister, who("Aylin Demir"))
    assert (to_wife, to_sister) == (None, "one-of-two-namesakes")


def test_a_day_that_two_records_state_each_is_no_slip() -> None:
    one, slip = who("Ahmet Georgiou", "1995-10-25"), who("Ahmet Georgiou", "1999-10-25")
    assert rules(one, one, slip) == [None, None, None]
    assert rules(one, one, slip, slip)[1:5] == ["namesakes-at-one-address"] * 4


def test_two_undated_rows_of_a_list_are_two_unless_it_names_people_twice() -> None:
    long, short = who("Nikhil Sunita Sharma"), who("Nikhil Sharma")
    assert rules(long, short) == [None]
    assert rules(long, short, listed=["roll", None]) == [None]
    assert rules(long, short, listed=["roll", "roll"]) == ["namesakes-at-one-address"]
    dated = who("Nikhil Sharma", "1942-08-14")
    found = rules(long, short, dated, listed=["roll", "roll", "bank"])
    assert found[1:] == ["one-of-two-namesakes"] * 2
    twice = who("Brendan Quillfeather", "1984-11-30", home=True)
    found = rules(long, short, twice, twice, listed=["keepers"] * 4)
    assert found[0] is None


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
