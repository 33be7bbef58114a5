"""The proof of the model, run small, and that the model shipped is the one described."""

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from benchmarks.extraction_clauses import made_up_clauses
from benchmarks.extraction_madeup import made_up, made_up_relations
from benchmarks.extraction_relating import TYPES
from benchmarks.extraction_scores import counted, difference, scores
from tests.real import real

from remit.extraction.card import FOLDER, card
from remit.extraction.lexicon import lexicon

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


def test_made_up_reports_mark_exactly_the_words_they_name() -> None:
    for text, mentions in made_up(30, 1, lexicon()):
        for begin, end, kind in mentions:
            assert text[begin:end].strip() == text[begin:end] != ""
            assert kind
    assert made_up(3, 1, lexicon()) == made_up(3, 1, lexicon()) != made_up(3, 2, lexicon())


def test_made_up_relations_stand_between_mentions_of_their_sentence() -> None:
    for _, mentions, related in made_up_relations(1, 1, lexicon()):
        assert all(max(one, other) < len(mentions) and one != other for one, other, _ in related)


def test_made_up_clauses_relate_the_mentions_that_their_phrases_name() -> None:
    made = made_up_clauses(60, 3, lexicon())
    assert made == made_up_clauses(60, 3, lexicon()) != made_up_clauses(60, 4, lexicon())
    for text, mentions, related in made:
        assert text[0] == text[0].upper()
        for begin, end, kind in mentions:
            assert text[begin:end].strip() == text[begin:end] != ""
            assert kind
        assert all(max(one, other) < len(mentions) and one != other for one, other, _ in related)
        assert all(kind in TYPES for _, _, kind in related)


def test_scores_count_exact_and_overlapping_mentions() -> None:
    gold = [(0, 5, "Person"), (10, 20, "Location")]
    found = [(0, 5, "Person"), (12, 20, "Location"), (30, 31, "Money")]
    counts = counted(gold, found)
    assert counts.tolist() == [1, 2, 2, 3, 2]
    assert scores(counts)["exact_f1"] == 0.4
    same = [counts, counts]
    assert difference(same, same, draws=20) == {"exact": [0, 0, 0], "overlap": [0, 0, 0]}
    better = [counts, np.array([2.0, 2, 2, 3, 2])]
    assert difference(same, better, draws=50)["exact"][0] > 0


def test_the_models_are_those_of_the_card_and_learned_from_these_files() -> None:
    said = json.loads((FOLDER / "card.json").read_text("utf-8"))
    for name in said["files"]:
        assert sha256((FOLDER / name).read_bytes()).hexdigest() == card().sha256(name)
    for name, expected in said["learned"]["code"].items():
        found = sha256((BENCHMARKS / name).read_bytes()).hexdigest()
        assert found == expected, f"{name} has changed: train the models again"


@pytest.mark.real
def test_the_card_names_the_data_it_was_trained_on() -> None:
    data = real("reports")
    for name, expected in card().said["learned"]["data"].items():
        assert sha256((data / name).read_bytes()).hexdigest() == expected


@pytest.mark.real
@pytest.mark.slow
def test_a_small_model_beats_the_baseline_on_sources_neither_has_seen() -> None:
    pytest.importorskip("pycrfsuite", reason="training needs python-crfsuite")
    pytest.importorskip("pycountry", reason="the baseline needs its gazetteers")
    from benchmarks.prove_extraction import compared

    figures = compared(real("reports"), draws=500, pairs=False, made_up=60, iterations=40)
    gain = figures["mentions"]["gain"]
    assert gain["exact"][1] > 0
    assert gain["overlap"][1] > 0
    assert figures["mentions"]["documents"] == 42
