"""What extraction gives: a candidate, which a person promotes or rejects. Never a fact."""

from dataclasses import dataclass

from remit.ontology.types.time import Instant

__all__ = ["CHECKED", "CUED", "SHAPED", "Candidate", "Value"]

Value = str | Instant
"""The normal form of an identifier, or the interval of a time."""

CHECKED, CUED, SHAPED = 1.0, 0.95, 0.9
"""Score of a rule: a check digit or a numbering plan holds; a word near by names it; its shape is
unmistakable but nothing checks it. An order of trust, not a probability: on generated reports all
three are right every time (docs/design/extraction.md)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of a report that may name something, with the reason it was proposed.

    `text` is exactly the report from `begin` to `end` (characters, `end` left out). `score` is 0
    to 1: for the model, the probability it gives to this span and type; for a rule, see
    `CHECKED`. `by` names the rule or the model.
    """

    type: str
    text: str
    begin: int
    end: int
    score: float
    by: str
    value: Value | None = None
    """Normal form; None where there is none, or where it cannot be told: `said` says which."""
    said: str = ""
    """In a sentence: what it was read as, or why it could not be resolved."""
