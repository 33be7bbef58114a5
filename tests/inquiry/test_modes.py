"""People by name in modes that are kept apart; by date and by years of birth."""

from collections.abc import Callable
from typing import Any

import pytest

from remit.errors import Misuse
from remit.inquiry.name_index import letters

Hits = Callable[..., list[dict[str, Any]]]


def _labels(found: list[dict[str, Any]]) -> list[str]:
    return [hit["label"] for hit in found]


@pytest.mark.parametrize(
    ("query", "mode", "label"),
    [
        ("okafor", "literal", "Chidi Okafor"),
        ("okafr", "fuzzy", "Chidi Okafor"),
        ("okaafor chidi", "fuzzy", "Chidi Okafor"),
        ("chidiokafor", "fuzzy", "Chidi Okafor"),
        ("chidixokafor", "fuzzy", "Chidi Okafor"),
        ("chi di okafor", "fuzzy", "Chidi Okafor"),
        ("angstrom", "literal", "José Ångström"),
        ("oshay brendan", "phonetic", "Brendan O'Shea"),
        ("chidy ocafor", "phonetic", "Chidi Okafor"),
    ],
)
def test_a_mode_finds_what_it_is_for(hits: Hits, query: str, mode: str, label: str) -> None:
    found = hits("people", query, mode=mode)
    assert label in _labels(found)
    assert next(hit for hit in found if hit["label"] == label)["mode"] == mode
    assert all(hit["why"] for hit in found)


def test_what_is_misspelt_is_not_found_by_the_same_words(hits: Hits) -> None:
    assert hits("people", "okafr", mode="literal") == []


def test_the_modes_are_counted_apart(ask: Callable[..., Any]) -> None:
    found = ask("search.people", query="aylin")
    assert found["by_mode"]["literal"] == 1
    assert found["by_mode"]["fuzzy"] >= 1
    assert sum(found["by_mode"].values()) == found["total_visible"]


def test_years_of_birth_narrow_and_stand_alone(hits: Hits) -> None:
    assert _labels(hits("people", "", born_from="1990", born_to="1995")) == ["Aylin Demir"]
    assert "Chidi Okafor" in _labels(hits("people", "okafor 1975-1980"))
    assert "Chidi Okafor" not in _labels(hits("people", "okafor 1960-1965"))


def test_an_unknown_mode_is_refused(hits: Hits) -> None:
    with pytest.raises(Misuse):
        hits("people", "demir", mode="guess")


def test_letters_share_a_bit_only_where_they_must() -> None:
    assert len({letters(one) for one in "abcdefghijklmnopqrstuvwxyz"}) == 26
    assert letters("ab") == letters("ba") == letters("aab")
