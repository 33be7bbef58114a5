"""Searching from the command line: hits with their rows, and an empty answer that says so."""

from tests.cli.conftest import Files, Run

from remit.cli.schemas import Hit
from remit.exercise import Exercise


def test_a_hit_says_why_and_where(run: Run, at_work: Exercise, city: Files) -> None:
    assert run("load", city[0].parent).code == 0
    ran = run("search", "text", "theft", "--limit", "5", "--json")
    assert ran.code == 0
    hits = ran.lines()
    assert len(hits) == 5
    for hit in hits:
        Hit.model_validate(hit)
        assert hit["why"]
        assert hit["rows"]
    assert "5 of " in ran.err
    assert "--after" in ran.err


def test_no_hit_is_not_a_claim_that_there_is_none(run: Run, at_work: Exercise) -> None:
    ran = run("search", "people", "Nobodywhatsoever")
    assert ran.code == 0
    assert ran.out == ""
    assert "No record in what this act may see" in ran.err
