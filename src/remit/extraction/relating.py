"""Suggested relations between two candidates of one sentence, shown with that sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from remit.extraction.candidate import Candidate
from remit.extraction.card import relation_weights
from remit.extraction.features import Report
from remit.extraction.lexicon import lexicon
from remit.extraction.model_file import Weights
from remit.extraction.pairs import Mention, features, pairs

__all__ = ["SAID", "Suggestion", "relations", "suggested"]

SAID = {
    "AlliesOf": "is an ally of",
    "Apart": "is away from",
    "BelongsTo": "belongs to",
    "CoLocated": "is at the place of",
    "CommWith": "communicates with",
    "Dislikes": "is against",
    "FightingAgainst": "acts by force against",
    "HasAttrOf": "has as its number or measure",
    "InChargeOf": "is in charge of",
    "IsSynonymOf": "is another name of",
    "Likes": "is in favour of",
}
"""The relations in words, read from source to target."""

_AS = {
    "Phone": "CommsIdentifier", "Email": "CommsIdentifier", "VRM": "Vehicle",
    "Postcode": "Location",
}  # fmt: skip
"""What identifiers count as, for a model that knows no types of identifier."""

_BOTH_WAYS = frozenset({"CommWith", "IsSynonymOf"})
"""Relations that hold from target to source where they hold at all, so both are suggested."""

_TWICE = 1.5
"""How much more probable a relation suggested both ways has to be: where it is wrong, two are. By
leaving out one of three sources at a time, with the fourth unseen."""

_PAIRS, _APART = 20_000, 5
"""So many pairs of a text are looked at, and one more for so many characters: prose has one in six
characters. Lists without an end (a thousand numbers, one behind the other) have far more, and state
nothing."""

_ROWS: dict[int, dict[str, int]] = {}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A relation that a sentence may state. Never a fact, and no link until a person makes it one.

    `type` is one of eleven: AlliesOf, Apart, BelongsTo, CoLocated, CommWith, Dislikes,
    FightingAgainst, HasAttrOf, InChargeOf, IsSynonymOf, Likes; read from `source` to `target`.
    """

    type: str
    source: Candidate
    target: Candidate
    score: float
    """Probability by the model, 0 to 1."""
    by: str
    begin: int
    end: int
    sentence: str
    """The text from `begin` to `end`, on which the suggestion rests."""


def relations(text: str, candidates: Sequence[Candidate]) -> list[Suggestion]:
    """Relations that the text may state between candidates that stand in one sentence."""
    return suggested(text, candidates, relation_weights())


def suggested(text: str, candidates: Sequence[Candidate], weights: Weights) -> list[Suggestion]:
    """The same by a given model."""
    report = Report(text, lexicon())
    placed = _placed(report, candidates)
    mentions = [mention for mention, _ in placed]
    rows = _rows(weights)
    found: list[Suggestion] = []
    most = _PAIRS + len(text) // _APART
    for source, target, number in islice(pairs(report, mentions), most):
        known = [rows[n] for n in dict.fromkeys(features(report, mentions, source, target, number))
                 if n in rows]  # fmt: skip
        scores = weights.table[known].sum(axis=0, dtype=np.float64)
        raised = np.exp(scores - scores.max())
        chances = raised / raised.sum()
        best = int(chances[1:].argmax()) + 1
        both = weights.labels[best] in _BOTH_WAYS
        if chances[best] > weights.threshold * (_TWICE if both else 1):
            first, last = report.sentences[number]
            begin, end = report.words[first].begin, report.words[last - 1].end
            found.append(
                Suggestion(
                    weights.labels[best], placed[source][1], placed[target][1],
                    round(float(chances[best]), 4), weights.name, begin, end, text[begin:end],
                )
            )  # fmt: skip
    said = {(each.source, each.target, each.type) for each in found}
    found += [
        replace(each, source=each.target, target=each.source)
        for each in found
        if each.type in _BOTH_WAYS and (each.target, each.source, each.type) not in said
    ]
    return found


def _placed(report: Report, candidates: Sequence[Candidate]) -> list[tuple[Mention, Candidate]]:
    """Candidates as runs of words, in order; of two in the same word, the first."""
    found: list[tuple[Mention, Candidate]] = []
    at = 0
    for each in sorted(candidates, key=lambda c: (c.begin, -c.end)):
        while at < len(report.words) and report.words[at].end <= each.begin:
            at += 1
        last = at
        while last < len(report.words) and report.words[last].begin < each.end:
            last += 1
        if last > at and not (found and at < found[-1][0].last):
            found.append((Mention(at, last, _AS.get(each.type, each.type)), each))
    return found


def _rows(weights: Weights) -> dict[str, int]:
    found = _ROWS.get(id(weights))
    if found is None:
        _ROWS.clear()
        found = _ROWS[id(weights)] = {name: row for row, name in enumerate(weights.features)}
    return found
