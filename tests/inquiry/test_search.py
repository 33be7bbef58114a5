"""Search finds what is recorded, says why, cites the rows, and refuses what names nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.errors import Misuse
from remit.inquiry import words
from remit.inquiry.folded import LONGEST_QUERY

Hits = Callable[..., list[dict[str, Any]]]
Ask = Callable[..., Any]


def labels(found: list[dict[str, Any]]) -> list[str]:
    return [hit["label"] for hit in found]


def rules(hit: dict[str, Any]) -> list[str]:
    return [why["rule"] for why in hit["why"]]


@pytest.mark.parametrize(
    ("query", "first", "rule"),
    [
        ("aylin demir", "Aylin Demir", "same name"),
        ("Demir, Aylin", "Aylin Demir", "same name"),
        ("Mr Brendan OShea", "Brendan O'Shea", "same name"),
        ("chid okaf", "Chidi Okafor", "begins the same"),
        ("c okafor", "Chidi Okafor", "initial"),
        ("jose angstrom", "José Ångström", "same name"),
        ("Okaford", "Chidi Okafor", "nearly the same spelling"),
        ('"o\'shea"', "Brendan O'Shea", "as written"),
        ('"jose"', "José Ångström", "as written"),
        ("14/03/1991", "Aylin Demir", "same date of birth"),
    ],
)
def test_people_are_found_by_name_and_birth(hits: Hits, query: str, first: str, rule: str) -> None:
    hit = hits("people", query)[0]
    assert hit["label"] == first
    assert rules(hit)[0] == rule
    assert hit["kind"] == "person"


def test_the_nearer_name_ranks_first(hits: Hits) -> None:
    found = hits("people", "aylin demir")
    assert labels(found) == ["Aylin Demir", "DEMIR Aylyn"]
    assert found[0]["score"] == 1.0 > found[1]["score"]


def test_a_date_of_birth_leaves_out_others_and_says_what_it_knows(hits: Hits) -> None:
    found = hits("people", "demir 14/03/1991")
    assert [(hit["label"], rules(hit)[-1]) for hit in found] == [
        ("Aylin Demir", "same name"),
        ("DEMIR Aylyn", "same name"),
    ]
    assert "no date of birth recorded" in rules(found[1])
    assert found[0]["score"] > found[1]["score"]
    assert hits("people", "okafor 14/03/1991") == []


def test_a_slip_in_the_date_of_birth_is_said(hits: Hits) -> None:
    (hit,) = hits("people", "okafor 25/07/1978")
    assert {"rule": "nearly the same date of birth", "value": "1979-07-25"} in hit["why"]


@pytest.mark.parametrize(
    ("query", "mark", "rule"),
    [
        ("ab12cde", "AB12CDE", "same mark"),
        ("KT19*", "KT19XYZ", "matches the pattern"),
        ("?T19 XY?", "KT19XYZ", "matches the pattern"),
        ("505 8BB", "SO5BBB", "look-alike characters (0/O 1/I 5/S 8/B 2/Z)"),
    ],
)
def test_vehicles_are_found_by_mark(hits: Hits, query: str, mark: str, rule: str) -> None:
    (hit,) = hits("vehicles", query)
    assert hit["label"].replace(" ", "") == mark
    assert rules(hit) == [rule]


def test_a_thing_in_several_rows_is_one_hit_that_cites_each(hits: Hits) -> None:
    (hit,) = hits("vehicles", "KT19 XYZ")
    assert [(row["file"], row["row"]) for row in hit["rows"]] == [
        ("people.csv", 4),
        ("people.csv", 5),
    ]
    assert hit["rows_in_all"] == 2
    assert all(set(row) == {"source", "file", "row", "load"} for row in hit["rows"])


@pytest.mark.parametrize("query", ["+44 7700 900123", "07700900123", "0044 7700 900123"])
def test_a_phone_is_found_in_any_written_form(hits: Hits, query: str) -> None:
    (hit,) = hits("phones", query)
    assert rules(hit) == ["same number"]
    assert [row["row"] for row in hit["rows"]] == [2, 4]


def test_a_phone_is_found_by_its_ending(hits: Hits) -> None:
    assert rules(hits("phones", "900456")[0]) == ["ends with 900456"]


@pytest.mark.parametrize("query", ["123", "abcd", "07700 900123 or so", "%%%%", "____"])
def test_digits_that_say_too_little_are_refused(hits: Hits, query: str) -> None:
    with pytest.raises(Misuse, match="digits"):
        hits("phones", query)


def test_zeros_alone_do_not_match_every_number(hits: Hits) -> None:
    assert hits("phones", "0000") == []


@pytest.mark.parametrize(
    ("query", "expected", "rule"),
    [
        ("Tanner", ["4 Tanner Row, SW1A 1AA", "7 Tanner Street, E1 6AN", "9 Tanner Row, SW1A 1AA",
                    "On or near Tanner Row"], "words of the"),
        ("tann row", ["4 Tanner Row, SW1A 1AA", "9 Tanner Row, SW1A 1AA", "On or near Tanner Row"],
         "begin so"),
        ("muller close", ["2 Müller Close, N1 9GU"], "words of the address"),
        ("E01032739", ["Exampleton 001F"], "same area"),
        ("exampleton", ["Exampleton 001F"], "words of the name"),
        ("SW1A 1AA", ["4 Tanner Row, SW1A 1AA", "9 Tanner Row, SW1A 1AA"], "same postcode"),
        ("sw1a", ["4 Tanner Row, SW1A 1AA", "9 Tanner Row, SW1A 1AA"], "within the postcode"),
        ("E1", ["7 Tanner Street, E1 6AN"], "within the postcode"),
    ],
)  # fmt: skip
def test_places_are_found(hits: Hits, query: str, expected: list[str], rule: str) -> None:
    found = hits("places", query)
    assert sorted(labels(found)) == expected
    assert all(any(rule in one for one in rules(hit)) for hit in found)


def test_places_are_found_near_a_point(hits: Hits) -> None:
    (hit,) = hits("places", "-0.0816,51.5177", metres=150.0)
    assert hit["label"] == "On or near Tanner Row"
    assert hit["why"] == [{"rule": "near", "value": "100 m"}]
    assert hits("places", "-0.0816,51.5177", metres=50.0) == []


@pytest.mark.parametrize("metres", [0.0, -5.0, float("nan"), float("inf"), 1e9])
def test_a_distance_that_is_none_is_refused(hits: Hits, metres: float) -> None:
    with pytest.raises(Misuse, match="metres"):
        hits("places", "-0.0816,51.5177", metres=metres)


@pytest.mark.parametrize(
    ("query", "row"),
    [("CAFÉ", 3), ("cafe van", None), ("blue_van cafe", 3), ('"red" van', 2), ('"50% off"', 2),
     ("nothing said", 5), ('"said nothing"', 5), ('"nothing said"', None)],
)  # fmt: skip
def test_text_is_found_by_every_word_or_phrase(hits: Hits, query: str, row: int | None) -> None:
    found = hits("text", query)
    assert [hit["rows"][0]["row"] for hit in found] == ([row] if row else [])
    assert all(rules(hit) == ["in notes"] for hit in found)


def test_protected_columns_are_not_a_way_to_find_anybody(hits: Hits) -> None:
    assert hits("text", "F") == []
    hidden = ("Gender", "Age range", "officer_defined_ethnicity", "Sexual orientation", "raceCode")
    open_ = ("Essex ref", "Trace", "Message", "Grace period", "Package")
    assert [words.protected(name) for name in (*hidden, *open_)] == [True] * 5 + [False] * 5


def test_suggestions_begin_with_what_was_typed(ask: Ask) -> None:
    def suggested(prefix: str) -> list[str]:
        return labels(ask("search.suggest", prefix=prefix)["suggestions"])

    assert suggested("jose") == ["José Ångström"]
    assert suggested("a") == suggested("%%") == suggested("") == []
    with pytest.raises(Misuse, match="labels"):
        ask("search.suggest", prefix="ay", limit=-1)


def test_pages_of_hits_are_the_whole_in_order(ask: Ask, hits: Hits) -> None:
    whole = hits("places", "Tanner")
    first = ask("search.places", query="Tanner", limit=3)
    rest = ask("search.places", query="Tanner", limit=3, after=first["next"])
    assert first["hits"] + rest["hits"] == whole
    assert (first["shown"], first["total_visible"], rest["shown"], rest["next"]) == (3, 4, 1, None)


@pytest.mark.parametrize("after", ["-1", "x", "9" * 5000, "٣", "1e3"])
def test_a_cursor_that_is_none_is_refused(ask: Ask, after: str) -> None:
    with pytest.raises(Misuse, match="cursor"):
        ask("search.people", query="demir", after=after)


KINDS = ("people", "vehicles", "phones", "places", "text")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("query", ["", "   ", "%", "'; --", "\x00", "a" * 10_000, "\ud800", '""'])
def test_what_names_nothing_is_refused_with_words(hits: Hits, kind: str, query: str) -> None:
    with pytest.raises(Misuse) as refused:
        hits(kind, query)
    assert len(str(refused.value)) < 2 * LONGEST_QUERY


@settings(max_examples=60)
@given(kind=st.sampled_from(KINDS), query=st.text(max_size=40))
def test_any_query_gives_hits_or_says_what_to_give(hits: Hits, kind: str, query: str) -> None:
    try:
        found = hits(kind, query)
    except Misuse:
        return
    for hit in found:
        assert 0 < hit["score"] <= 1
        assert hit["why"]
        assert hit["rows"]
    assert [hit["score"] for hit in found] == sorted((h["score"] for h in found), reverse=True)


@pytest.mark.parametrize("wild", ["D%", "_emir", "D_mir", "%emir%"])
def test_wildcards_of_the_engine_mean_nothing_in_a_query(hits: Hits, wild: str) -> None:
    for kind in ("people", "text", "places"):
        try:
            assert hits(kind, f'"{wild}"') == []
        except Misuse:
            continue
