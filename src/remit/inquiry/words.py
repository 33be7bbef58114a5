"""Matching words in records as received, every word of the query, or a phrase in quotes.

Columns that hold protected characteristics are not searched: they are kept in the record for
audit and are never a way to find anybody.
"""

import json
import re
from functools import cache

from remit.errors import Misuse
from remit.inquiry.found import Hit, Reader

__all__ = ["PROTECTED", "find"]

PROTECTED = re.compile(
    r"ethnic|gender|sex\b|race\b|religio|belief|nationality|disab|orientation|pregnan|marital",
    re.IGNORECASE,
)
"""Columns that search passes over: Equality Act 2010 s.4, Data Protection Act 2018 s.35(8)."""

_WORD = re.compile(r"\w+")


def find(view: Reader, text: str) -> list[Hit]:
    """Records in view that hold the words. Raises `Misuse` on a query without a word."""
    phrases = [p.lower() for p in re.findall(r'"([^"]+)"', text)]
    words = [w.lower() for w in _WORD.findall(re.sub(r'"[^"]*"', " ", text))]
    if not words and not phrases:
        raise Misuse("give at least one word")
    rows = view.run(_RECORDS, {"parts": [*phrases, *words]}).to_pylist()
    view.check()
    hits = []
    for row in rows:
        cells = {c: str(v) for c, v in json.loads(row["raw"]).items() if v and not _hidden(c)}
        where = _where(cells, words, phrases)
        if where:
            record = f"{row['load']}:{row['pos']}"
            whys = [{"rule": f"in {column}", "value": cells[column]} for column in where]
            score = 1.0 if len(where) == 1 else 0.9
            label = " · ".join(cells[column] for column in where)[:120]
            hits.append(Hit(record, "record", label, score, whys, [(row["load"], row["pos"])]))
    return hits


def _where(cells: dict[str, str], words: list[str], phrases: list[str]) -> list[str]:
    """Columns that hold the query between them; empty when a word or phrase is missing."""
    held = {column: set(_WORD.findall(text.lower())) for column, text in cells.items()}
    lower = {column: text.lower() for column, text in cells.items()}
    found: list[str] = []
    for inside in (
        *([c for c in held if word in held[c]] for word in words),
        *([c for c in lower if phrase in lower[c]] for phrase in phrases),
    ):
        if not inside:
            return []
        if not any(column in inside for column in found):
            found.append(inside[0])
    return found


@cache
def _hidden(column: str) -> bool:
    return PROTECTED.search(column) is not None


_RECORDS = """
SELECT load, pos, raw FROM record
WHERE list_bool_and(list_transform($parts, lambda part: contains(lower(raw), part)))
ORDER BY load, pos
"""
