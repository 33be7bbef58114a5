"""Matching words in records as received, every word of the query, or a phrase in quotes.

Columns that hold protected characteristics are not searched: they are kept in the record for
audit and are never a way to find anybody.
"""

import json
import re
from collections.abc import Sequence
from functools import cache

from remit.errors import Misuse
from remit.inquiry import folded
from remit.inquiry.folded import fold, snippet
from remit.inquiry.found import Hit, Reader

__all__ = ["PROTECTED", "find", "protected"]

PROTECTED = (
    "age ages belief beliefs disability disabilities disabled ethnic ethnicity gender marital "
    "maternity nationality orientation political pregnancy pregnant race racial religion "
    "religious sex sexuality union"
)
"""Words in the name of a column that search passes over: Equality Act 2010 s.4, Data Protection
Act 2018 s.35(8). They are the headers that sources keep as received."""

_WORDS = frozenset(PROTECTED.split())
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def find(view: Reader, text: str) -> list[Hit]:
    """Records in view that hold the words. Raises `Misuse` on a query without a word."""
    phrases = [p for p in (fold(p).strip() for p in re.findall(r'"([^"]+)"', text)) if p]
    words = folded.words(re.sub(r'"[^"]*"', " ", text))
    if not words and not any(folded.words(phrase) for phrase in phrases):
        raise Misuse("give at least one word")
    parts = [json.dumps(part, ensure_ascii=False)[1:-1] for part in (*phrases, *words)]
    hits = []
    for row in view.run(_RECORDS, {"parts": parts}).to_pylist():
        cells = {c: v for c, v in json.loads(row["raw"]).items() if v and not protected(c)}
        where = _where(cells, words, phrases)
        if where:
            seen = {column: snippet(cells[column], part) for column, part in where.items()}
            label = " · ".join(seen.values())[:120]
            hit = Hit(f"{row['load']}:{row['pos']}", "record", label)
            score = 1.0 if len(where) == 1 else 0.9
            for column, cell in seen.items():
                hit.also(row["load"], row["pos"], score, f"in {column}", cell)
            hits.append(hit)
    return hits


@cache
def protected(column: str) -> bool:
    """Whether a column holds a protected characteristic, as its name says.

    >>> [protected(c) for c in ("Officer-defined ethnicity", "ageRange", "Essex ref", "trace")]
    [True, True, False, False]
    """
    return not _WORDS.isdisjoint(part.lower() for part in _PARTS.findall(column))


def _where(cells: dict[str, str], words: Sequence[str], phrases: Sequence[str]) -> dict[str, str]:
    """Columns that hold the query between them, each with what it holds first.

    Empty when a word or a phrase is missing.
    """
    lower = {column: fold(text) for column, text in cells.items()}
    held = {column: set(folded.words(text)) for column, text in lower.items()}
    found: dict[str, str] = {}
    for part, inside in (
        *((word, [c for c in held if word in held[c]]) for word in words),
        *((phrase, [c for c in lower if phrase in lower[c]]) for phrase in phrases),
    ):
        if not inside:
            return {}
        if not any(column in found for column in inside):
            found[inside[0]] = part
    return found


_RECORDS = """
SELECT load, pos, raw FROM record
WHERE list_bool_and(
    list_transform($parts, lambda part: contains(strip_accents(lower(raw)), part))
)
ORDER BY load, pos
"""
