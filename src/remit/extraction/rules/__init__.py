"""Identifiers and times by exact rules, each with its check.

Rules run before the model and win overlaps; among themselves the earlier in `RANKS` wins, then
the longer. A value is cleaned by the type of value of the ontology, so what is found in prose and
what is loaded from a table are the same. Read `anchors.py` first, then any one rule.
"""

from collections.abc import Callable, Iterator
from datetime import date

from remit.extraction.candidate import Candidate
from remit.extraction.rules import (
    banking,
    grading,
    internet,
    money,
    persons,
    places,
    relative,
    telecoms,
    times,
    vehicles,
)
from remit.extraction.rules.anchors import Found, Reading

__all__ = ["RANKS", "found"]

_RULES: tuple[Callable[[Reading], Iterator[Found]], ...] = (
    internet.found,
    banking.found,
    persons.found,
    telecoms.found,
    places.found,
    vehicles.found,
    money.found,
    grading.found,
    times.found,
    relative.found,
)

RANKS = (
    "Url", "Email", "CommsIdentifier", "IBAN", "PNC", "CRO", "Card", "IMEI", "IMSI", "NINO",
    "Account", "SortCode", "MAC", "IP", "Location", "Grade", "Phone",
    "Money", "Postcode", "VRM", "Temporal",
)  # fmt: skip
"""Types of the rules; where two overlap, the earlier wins."""

_RANK = {name: place for place, name in enumerate(RANKS)}


def found(
    text: str,
    *,
    dated: date | None = None,
    zone: str | None = None,
    day_first: bool | None = None,
) -> list[Candidate]:
    """Candidates of every rule, in order of place, none overlapping.

    `dated` is the report's own date, against which relative times are read; without it they
    stay unresolved. `zone` and `day_first` answer what a time of day and `04/03/2020` leave open.
    """
    reading = Reading(text, dated, zone, day_first)
    every = [each for rule in _RULES for each in rule(reading)]
    every.sort(key=lambda f: (_RANK[f.type], f.begin - f.end, f.begin))
    taken = bytearray(len(text) + 1)
    kept: list[Found] = []
    for each in every:
        if not any(taken[each.begin : each.end]):
            taken[each.begin : each.end] = b"\x01" * (each.end - each.begin)
            kept.append(each)
    kept.sort(key=lambda f: f.begin)
    return [_candidate(text, each) for each in relative.resolved(kept, reading)]


def _candidate(text: str, each: Found) -> Candidate:
    return Candidate(
        each.type, text[each.begin : each.end], each.begin, each.end, each.score,
        f"rule:{each.rule}", each.value, each.said,
    )  # fmt: skip
