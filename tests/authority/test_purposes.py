"""Ordinary words find their purpose; anything else finds none."""

import pytest

from remit.authority.purposes import (
    LEDGER_PURPOSES,
    legal_bases,
    purposes,
    resolve,
    resolve_legal_basis,
)


@pytest.mark.parametrize(
    ("word", "purpose"),
    [
        ("investigate", "investigation"),
        ("Detection", "investigation"),
        ("crime", "investigation"),
        ("prosecution", "investigation"),
        ("criminal investigation", "investigation"),
        ("investigating a burglary", "investigation"),
        ("crime prevention", "prevention"),
        ("preventing crime", "prevention"),
        ("problem-solving", "prevention"),
        ("safeguarding children", "safeguarding"),
        ("testing", "exercise"),
        ("training", "exercise"),
        ("Evaluation", "exercise"),
        ("statistics", "statistics"),
        ("audit", "verifying-lawfulness"),
        ("security", "integrity-and-security"),
    ],
)
def test_ordinary_words_resolve(word: str, purpose: str) -> None:
    assert resolve(word) == purpose


@pytest.mark.parametrize(
    "word", [None, "", "curiosity", "because I can", "prevent and investigate"]
)
def test_what_means_nothing_or_two_things_resolves_to_nothing(word: str | None) -> None:
    assert resolve(word) is None


def test_a_ledger_purpose_is_never_found_inside_a_phrase() -> None:
    assert resolve("a security matter") is None


def test_every_id_resolves_to_itself_and_no_alias_is_claimed_twice() -> None:
    for listed, find in ((purposes(), resolve), (legal_bases(), resolve_legal_basis)):
        words = [w for p in listed.values() for w in (p.id, *p.aliases, *p.alone)]
        assert all(find(p) == p for p in listed)
        assert all(p.law and p.title for p in listed.values())
        assert len(words) == len(set(words))


def test_the_law_allows_four_purposes_for_logs() -> None:
    assert len(LEDGER_PURPOSES) == 4


def test_legal_bases_resolve() -> None:
    assert resolve_legal_basis("common law") == "common-law"
    assert resolve_legal_basis("PACE 1984") == "pace"
    assert resolve_legal_basis("whim") is None
