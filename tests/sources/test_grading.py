"""Grades are checked against their scheme, never averaged, raised or translated."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.errors import BadInput
from remit.inquiry.behind import best
from remit.sources.grading import graded

CODES = "12345ABCDEPC"
NEW = {(a, b, c) for a, b, c in product("123", "ABCDE", "PC")}
OLD = {(a, b, c) for a, b, c in product("ABCDE", "12345", "12345")}


def test_every_grade_of_two_schemes_is_read_and_no_other() -> None:
    for codes in product(CODES, repeat=3):
        try:
            found = graded(*codes)
        except BadInput:
            assert codes not in NEW | OLD
            continue
        assert codes in (NEW if found.scheme == "3x5x2" else OLD)
        assert found.code == codes[2]


@given(
    codes=st.sampled_from(sorted(NEW | OLD)),
    mark=st.sampled_from(["", "/", " ", "-", " / ", "."]),
    low=st.booleans(),
)
def test_a_joined_grade_is_the_grade_of_its_parts(
    codes: tuple[str, str, str], mark: str, low: bool
) -> None:
    joined = mark.join(codes)
    assert graded(None, None, None, None, joined.lower() if low else joined) == graded(*codes)


@given(
    codes=st.sampled_from(sorted(NEW | OLD)),
    word=st.sampled_from([" - Reliable", ": known", " (x)"]),
)
def test_words_after_a_code_change_nothing(codes: tuple[str, str, str], word: str) -> None:
    assert graded(*(f" {code.lower()}{word} " for code in codes)) == graded(*codes)


def test_no_old_grade_is_taken_for_a_stronger_one_than_a_new() -> None:
    new = {graded(*codes).grading for codes in NEW}
    old = {graded(*codes).grading for codes in OLD}
    assert all(best([a, b]) == a for a in new for b in old)


def test_the_best_grade_of_each_scheme_sorts_first() -> None:
    assert best([graded("2", "A", "P").grading, graded("1", "E", "P").grading]) == "1E"
    assert best([graded("B", "1", "1").grading, graded("A", "5", "1").grading]) == "5x5x5 A5"


def test_an_old_handling_code_is_kept_as_written_under_the_stricter_of_the_new() -> None:
    for code in "12345":
        found = graded("B", "2", code)
        assert (found.handling, found.code) == ("C", code)


@pytest.mark.parametrize(
    ("given_", "why"),
    [
        (("2", "C", None), "no grade of handling"),
        (("2", None, "P"), "no grade of intelligence"),
        (("2", "C", "P", "A1"), "which is meant"),
        (("2", "C", "C", "A9"), "no condition"),
        (("2", "2", "P"), "neither"),
        (("4", "C", "P"), "neither"),
        (("two", "C", "P"), "no code of source"),
        ((None, None, None, None, "2C"), "no grade of handling"),
        ((None, None, None, None, "high"), "is no grade"),
    ],
)
def test_what_is_no_grade_is_refused(given_: tuple[str | None, ...], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        graded(*given_)


def test_conditions_are_kept_in_their_order() -> None:
    assert graded("2", "C", "C", "s2, A1 / a1").conditions == ("S2", "A1")
    assert graded("2", "C", "P", "none").conditions == ()
