"""Relations and co-reference inside one report."""

from typing import Any

import pytest

from remit.extraction import relating
from remit.extraction.candidate import Candidate
from remit.extraction.coreference import coreferences
from remit.extraction.extract import extract
from remit.extraction.relating import relations


def named(text: str, *said: tuple[str, str]) -> list[Candidate]:
    """Candidates of a text by type and words, each at its next place."""
    found, at = [], 0
    for kind, words in said:
        at = text.index(words, at)
        found.append(Candidate(kind, words, at, at + len(words), 1.0, "test"))
        at += len(words)
    return found


def test_an_abbreviation_in_brackets_and_its_full_name_are_one() -> None:
    text = "The Serious Crime Unit (SCU) met. Later the SCU left, and the SCA (not SCU) came."
    said = named(
        text,
        ("Organisation", "The Serious Crime Unit"),
        ("Organisation", "SCU"),
        ("Organisation", "the SCU"),
    )
    (chain,) = coreferences(text, said)
    assert [m.text for m in chain.members] == ["The Serious Crime Unit", "SCU", "the SCU"]
    assert "abbreviates" in chain.why[0]


def test_letters_that_are_not_its_initials_are_not_one() -> None:
    text = "The Serious Crime Unit (BBC) met the BBC."
    said = named(
        text,
        ("Organisation", "The Serious Crime Unit"),
        ("Organisation", "BBC"),
        ("Organisation", "the BBC"),
    )
    (chain,) = coreferences(text, said)
    assert [m.text for m in chain.members] == ["BBC", "the BBC"]


def test_a_surname_follows_its_only_bearer_and_stays_open_between_two() -> None:
    text = "Kevin Doyle met Ann Webb. Doyle left."
    said = named(text, ("Person", "Kevin Doyle"), ("Person", "Ann Webb"), ("Person", "Doyle"))
    (chain,) = coreferences(text, said)
    assert [m.text for m in chain.members] == ["Kevin Doyle", "Doyle"]
    text = "Kevin Doyle met Ann Doyle. Doyle left."
    said = named(text, ("Person", "Kevin Doyle"), ("Person", "Ann Doyle"), ("Person", "Doyle"))
    assert coreferences(text, said) == []


def test_descriptions_and_things_named_together_are_never_one() -> None:
    text = (
        "The driver met Webb. The driver left with Webb's car near the river, then the river rose."
    )
    said = named(
        text,
        ("Person", "The driver"),
        ("Person", "Webb"),
        ("Person", "The driver"),
        ("Location", "the river"),
        ("Location", "the river"),
    )
    assert coreferences(text, said) == []


def test_one_number_written_in_two_ways_is_one() -> None:
    text = "He rang 07700 900123 and then +44 7700 900123."
    (chain,) = coreferences(text, extract(text, rules_only=True))
    assert [m.text for m in chain.members] == ["07700 900123", "+44 7700 900123"]


def test_relations_are_suggestions_with_the_sentence_they_rest_on() -> None:
    text = "It rained. Marcus Webb, the leader of the Moss Side crew, was found in Spain. He slept."
    said = named(
        text,
        ("Person", "Marcus Webb"),
        ("Organisation", "the Moss Side crew"),
        ("Location", "Spain"),
    )
    found = relations(text, said)
    assert ("InChargeOf", "Marcus Webb", "the Moss Side crew") in {
        (each.type, each.source.text, each.target.text) for each in found
    }
    for each in found:
        assert text[each.begin : each.end] == each.sentence
        assert each.source.text in each.sentence
        assert each.target.text in each.sentence
        assert 0 < each.score <= 1


def test_no_relation_reaches_across_sentences() -> None:
    text = "Marcus Webb slept. Spain is far away."
    said = named(text, ("Person", "Marcus Webb"), ("Location", "Spain"))
    assert relations(text, said) == []
    assert relations("", []) == []


def test_of_a_list_without_an_end_so_many_pairs_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = ", ".join(f"07700 9{n:05}" for n in range(90))
    said = extract(text, rules_only=True)
    looked = []

    def counted(*of: Any) -> list[str]:
        looked.append(of)
        return ["bias"]

    monkeypatch.setattr(relating, "features", counted)
    relations(text, said)
    every = len(looked)
    looked.clear()
    monkeypatch.setattr(relating, "_PAIRS", 100)
    relations(text, said)
    assert len(looked) == 100 + len(text) // relating._APART < every
