"""Who is sought: the records that are likeliest of the same person, out of very many.

    answer = seek(index, {"surname": "Demir", "dob": "1991"})
    answer.found[0].record, answer.found[0].weight, answer.found[0].levels

Keys find the records, those that few have first; names spelt nearly alike and initials find what
keys miss (`gathering.py`). The likeliest are weighed by the model. What comes out is a list to look
through, each line with its reasons: nobody is found to be the one who is sought.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from remit.errors import Misuse
from remit.identity.gathering import gathered, near
from remit.identity.index import Index, Values
from remit.identity.scorer import Scorer, rows
from remit.identity.years import Years, with_years

__all__ = ["Answer", "Found", "seek"]

WEIGHED = 300
"""Records that are weighed, of those gathered the ones that share the rarest."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record that may be of whoever is sought."""

    record: str
    weight: float
    """Bits, the base rate included."""
    levels: Mapping[str, int]
    """The level of each comparison; -1 where nothing can be compared."""
    year: float
    """Bits of the weight that years of birth give where a day is lacking; 0 where they do not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The best that there are, and what was not looked at."""

    found: tuple[Found, ...]
    """The likeliest first."""
    gathered: int
    """Records that share a key with whoever is sought."""
    weighed: int
    """Of these, the records that the model weighed."""
    passed_over: int
    """Keys that too many records have: say more of whoever is sought."""
    near: tuple[str, ...]
    """Names spelt nearly alike that were looked for as well."""


def seek(index: Index, values: Values, k: int = 20) -> Answer:
    """The `k` records likeliest of the same person as `values`, by column of the index.

    Any value may be missing; of a date of birth the year alone will do, of a name its first letter.
    Raises `Misuse` for a column that the index has not.
    """
    if k < 1:
        raise Misuse("ask for at least one record")
    index.check(values)
    alike = list(near(index, values))
    ready = with_years(index.ready(values, *(varied for _, varied in alike)), values)
    met = gathered(index, values, ready)
    chosen = np.lexsort((met.numbers, -met.bits))[:WEIGHED]
    numbers, bits = met.numbers[chosen].tolist(), met.bits[chosen].tolist()
    (sought,) = rows(ready.table.slice(0, 1))
    scorer = Scorer(index.model, index.held.comparisons)
    years = Years(index.model, index.held.comparisons)
    ranked = []
    for number, shared, other in zip(numbers, bits, index.held.rows(numbers), strict=True):
        year = years.weight(sought, other)
        weight = scorer.weight(sought, other) + year
        ranked.append((-weight, -shared, index.held.ids[number], year, other))
    ranked.sort(key=lambda one: one[:3])
    found = tuple(
        Found(record, -weight, scorer.levels(sought, other), year)
        for weight, _, record, year, other in ranked[:k]
    )
    words = tuple(dict.fromkeys(word for word, _ in alike))
    return Answer(found, len(met.numbers), len(ranked), met.passed_over, words)
