"""The one entry: rules and model together."""

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.errors import BadInput, Damaged
from remit.extraction.card import FOLDER, card, labeller
from remit.extraction.extract import MODEL_TYPES, extract
from remit.extraction.labelling import Span, chosen
from remit.extraction.lexicon import lexicon
from remit.extraction.model_file import packed, unpacked
from remit.extraction.rules import RANKS
from remit.extraction.words import sentences, words

REPORT = (
    "On Tuesday 3 March 2015 at 14:30 PC Nolan stopped a silver Ford Focus AB12 CDE in Mill Lane, "
    "Luton. The driver, Kevin Doyle, of 12 Station Road, Oldham OL1 3AB, was arrested with £1,250 "
    "in cash. Officers from Greater Manchester Police found two handguns in a flat in Bolton."
)

PIECES = st.sampled_from(
    ["Mr Doyle ", "\u0130stanbul ", "AB12 CDE ", "£1,250 ", "07700 900123 ", "last Tuesday ", "\n",
     "\u00a0", "e\u0301", "\U0001f600 ", "\u202e", "jo@example.org ", "\ufb01 ", "3/4 ", "said. "]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=20).map("".join))
def test_every_candidate_is_exactly_the_text_at_its_place(text: str) -> None:
    found = extract(text, zone="Europe/London")
    end = 0
    for each in found:
        assert text[each.begin : each.end] == each.text
        assert end <= each.begin < each.end
        assert 0 < each.score <= 1
        assert each.type in {*MODEL_TYPES, *RANKS}
        end = each.end


@given(st.text(max_size=200))
def test_words_are_the_text_at_their_place_and_sentences_hold_each_once(text: str) -> None:
    found = words(text)
    assert all(text[word.begin : word.end] == word.text for word in found)
    assert "".join(word.text for word in found) == "".join(text.split())
    runs = sentences(text, found)
    assert [n for first, last in runs for n in range(first, last)] == list(range(len(found)))


def test_a_police_report_gives_names_places_things_and_identifiers() -> None:
    found = {(c.type, c.text) for c in extract(REPORT, zone="Europe/London")}
    assert found >= {
        ("VRM", "AB12 CDE"),
        ("Postcode", "OL1 3AB"),
        ("Money", "£1,250"),
        ("Temporal", "Tuesday 3 March 2015 at 14:30"),
        ("Person", "Kevin Doyle"),
        ("Organisation", "Greater Manchester Police"),
        ("Location", "Bolton"),
        ("Weapon", "handguns"),
        ("Vehicle", "a silver Ford Focus"),
    }


def test_rules_win_and_say_their_name_and_the_model_says_its_own() -> None:
    names = {c.by for c in extract(REPORT)}
    assert card().name in names
    assert all(name == card().name or name.startswith("rule:") for name in names)
    alone = extract(REPORT, rules_only=True)
    assert all(each.by.startswith("rule:") for each in alone)
    assert {(c.begin, c.end) for c in alone} <= {(c.begin, c.end) for c in extract(REPORT)}


def test_the_same_text_gives_the_same_candidates() -> None:
    assert extract(REPORT) == extract(REPORT)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(BadInput, match="no time zone"):
        extract("text", zone="Mars/Olympus")


def test_the_model_reads_long_hostile_text_in_time() -> None:
    for piece in ("1", "@", "a ", "A. ", "(", "the "):
        began = time.process_time()
        extract(piece * (20_000 // len(piece)))
        assert time.process_time() - began < 20


def test_the_choice_takes_the_likeliest_spans_without_overlap() -> None:
    spans = [
        Span(0, 2, "Person", 0.6), Span(1, 3, "Location", 0.7), Span(2, 4, "Person", 0.5),
        Span(5, 6, "Money", 0.31), Span(6, 7, "Money", 0.2),
    ]  # fmt: skip
    assert chosen(spans, 0.3) == [spans[0], spans[2], spans[3]]
    assert chosen([], 0.3) == []


def test_a_model_file_is_read_as_written_and_a_changed_byte_is_refused() -> None:
    content = (FOLDER / "entities.model").read_bytes()
    weights = unpacked(content, card().sha256("entities.model"))
    assert packed(weights) == content
    spoilt = bytearray(content)
    spoilt[-1] ^= 1
    with pytest.raises(Damaged, match="card"):
        unpacked(bytes(spoilt), card().sha256("entities.model"))


def test_the_card_states_sources_licences_figures_and_limits() -> None:
    said = json.loads((FOLDER / "card.json").read_text("utf-8"))
    assert {"centcom", "dfat", "eu-delegation", "wikipedia"} <= {s["part"] for s in said["sources"]}
    assert all(source["licence"] for source in said["sources"])
    assert said["figures"]["mentions"]["gain"]["exact"][1] > 0
    assert said["figures"]["mentions"]["gain"]["overlap"][1] > 0
    assert all("n" in each for each in said["figures"]["mentions"]["types"].values())
    assert said["limits"]
    assert sum(each["bytes"] for each in said["files"].values()) < 10_000_000


def test_the_lists_know_words_by_their_base_form() -> None:
    lists = lexicon()
    assert lists.base("vehicles") == "vehicle"
    assert "h.weapon" in lists.marks("rifles")
    assert "g.country" in lists.marks("spain")
    assert labeller().types
