"""Who is sought: found by few values, by names near and by initials; weighed as pairs."""

from functools import cache

import numpy as np
import pytest
from tests.identity.people import HEADER, people

from remit.errors import Misuse
from remit.identity import gathering, seeking
from remit.identity.index import Index
from remit.identity.meanings import meanings
from remit.identity.pairs import Rule
from remit.identity.resolving import Resolved, resolve
from remit.identity.seeking import seek
from remit.identity.waterfall import waterfall

TABLE = people(150)
COLUMNS = HEADER[:-1]
MEANT = meanings(list(COLUMNS))


@cache
def resolved() -> Resolved:
    columns = {name: [row[at] or None for row in TABLE] for at, name in enumerate(COLUMNS)}
    return resolve(columns, MEANT)


def index() -> Index:
    found = resolved()
    ids = [f"r{at:03}" for at in range(len(TABLE))]
    return Index.of(found.ready, ids, MEANT, found.model, Rule(50, 50))


def said(at: int, *columns: str) -> dict[str, str | None]:
    return {name: TABLE[at][COLUMNS.index(name)] or None for name in columns or COLUMNS}


def records_of(at: int) -> set[str]:
    return {f"r{x:03}" for x, row in enumerate(TABLE) if row[-1] == TABLE[at][-1]}


def full() -> int:
    """The place of a record that says everything, and is one of several of its person."""
    return next(
        at
        for at, row in enumerate(TABLE)
        if all(row) and len(records_of(at)) > 1 and len(row[2]) > 6
    )


def test_every_record_finds_the_others_of_its_person() -> None:
    whole, missed = index(), 0
    for at in range(0, len(TABLE), 3):
        found = {one.record for one in seek(whole, said(at), 20).found}
        missed += len(records_of(at) - found)
    assert missed <= 1


def test_weights_and_levels_are_those_of_the_pair() -> None:
    found, whole = resolved(), index()
    by_pair = {
        (a, b): (weight, {name: int(of[at]) for name, of in found.levels.items()})
        for at, (a, b, weight) in enumerate(
            zip(found.left.tolist(), found.right.tolist(), found.weight.tolist(), strict=True)
        )
    }
    checked = 0
    for at in range(0, len(TABLE), 10):
        for one in seek(whole, said(at)).found:
            other = int(one.record[1:])
            if (at, other) in by_pair:
                weight, levels = by_pair[at, other]
                assert (one.weight, one.levels, one.year) == (weight, levels, 0.0)
                steps = waterfall(found.model, found.ready.comparisons, found.ready.titles, levels)
                assert sum(step.weight for step in steps) == pytest.approx(one.weight)
                checked += 1
    assert checked > 50


@pytest.mark.parametrize(
    "columns", [("given_name", "surname"), ("phone",), ("surname", "dob"), ("postcode",)]
)
def test_few_values_are_enough(columns: tuple[str, ...]) -> None:
    at = full()
    found = [one.record for one in seek(index(), said(at, *columns)).found]
    assert f"r{at:03}" in found


def test_the_best_come_first_and_no_more_than_asked() -> None:
    answer = seek(index(), said(full()), 5)
    weights = [one.weight for one in answer.found]
    assert weights == sorted(weights, reverse=True)
    assert len(weights) == 5
    assert answer.found[0].record == f"r{full():03}"
    assert answer.weighed >= 5


def test_a_misspelt_name_is_found_by_names_near_it() -> None:
    at = full()
    surname = said(at)["surname"] or ""
    slipped = surname[0] + surname[2] + surname[1] + surname[3:]
    answer = seek(index(), {"surname": slipped, "dob": said(at)["dob"]})
    assert surname.lower() in answer.near
    assert f"r{at:03}" in [one.record for one in answer.found]


def test_a_year_of_birth_counts_for_and_against() -> None:
    at = full()
    own = said(at, "given_name", "surname")
    year = (said(at)["dob"] or "")[:4]
    plain, agrees, differs = (
        {one.record: one for one in seek(index(), {**own, "dob": born}).found}[f"r{at:03}"]
        for born in (None, year, "1890")
    )
    assert differs.year < plain.year == 0 < agrees.year
    assert agrees.weight == pytest.approx(plain.weight + agrees.year)
    assert differs.weight == pytest.approx(plain.weight + differs.year)


def test_an_initial_puts_those_who_have_it_first() -> None:
    whole, at = index(), full()
    first, last = said(at)["given_name"] or "", said(at)["surname"] or ""
    for number in range(12):
        whole.add(f"a{number}", {"given_name": "Walburga", "surname": last})
    found = [one.record for one in seek(whole, {"given_name": first[0], "surname": last}, 99).found]
    have = {f"r{x:03}" for x, row in enumerate(TABLE) if row[1][0] == first[0] and row[2] == last}
    assert have
    assert max(map(found.index, have)) < min(found.index(f"a{number}") for number in range(12))


def test_keys_that_too_many_have_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = index()
    at = full()
    assert seek(whole, said(at)).passed_over == 0
    monkeypatch.setattr(gathering, "GATHERED", 3)
    monkeypatch.setattr(gathering, "FIRST", 2)
    answer = seek(whole, said(at, "surname"))
    assert answer.passed_over > 0
    assert answer.weighed == answer.gathered >= 2
    assert said(int(answer.found[0].record[1:]))["surname"] == said(at)["surname"]


def test_no_more_are_weighed_than_there_is_time_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeking, "WEIGHED", 3)
    at = full()
    answer = seek(index(), said(at))
    assert len(answer.found) == answer.weighed == 3 < answer.gathered
    assert answer.found[0].record == f"r{at:03}"


def test_what_was_removed_is_not_found() -> None:
    whole, at = index(), full()
    whole.remove(f"r{at:03}")
    assert f"r{at:03}" not in [one.record for one in seek(whole, said(at), 500).found]


def test_nothing_said_finds_nobody() -> None:
    for values in ({}, {"surname": None}, {"surname": "unknown"}, {"dob": "xx"}):
        answer = seek(index(), values)
        assert (answer.found, answer.gathered, answer.passed_over) == ((), 0, 0)


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(Misuse, match="no such column"):
        seek(index(), {"shoe": "9"})
    with pytest.raises(Misuse, match="at least one"):
        seek(index(), said(0), 0)


def test_the_same_question_has_the_same_answer_however_records_came() -> None:
    other = index()
    order = np.random.default_rng(4).permutation(len(TABLE)).tolist()
    for at in order:
        other.remove(f"r{at:03}")
    for at in order:
        other.add(f"r{at:03}", said(at))
    for at in range(0, len(TABLE), 25):
        assert seek(index(), said(at)) == seek(other, said(at))
