"""Matching people by name, and by date of birth where the query gives one.

Order of names, case, accents and titles do not matter. Each word of the query is held against
each word of a recorded name or alias: the same, its beginning, an initial, or spelt nearly
alike (Jaro-Winkler, Winkler 1990). The score is the mean over the words of the query. Words in
quotes are searched as written and nothing else.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import JaroWinkler

from remit.errors import BadInput, Misuse
from remit.inquiry.folded import fold
from remit.inquiry.found import Hit, Reader
from remit.ontology.types import date as dates
from remit.ontology.types import name as names

__all__ = ["Query", "find", "read"]

NEARLY = 0.88
"""Likeness from which two words count as spelt nearly alike."""

BEGINS, INITIAL = 0.9, 0.8
"""What a beginning, and an initial, are worth beside a whole word (1)."""

LONGER = 0.95
"""What a name that holds more words than the query is worth beside one that does not."""

BIRTH = {"same": 1.0, "nearly": 0.85, "none": 0.8}
"""What a date of birth is worth: the same, one slip away from it, or none recorded."""

_RANKED = ("nearly the same spelling", "initial", "begins the same", "same name")
_DATE = re.compile(r"(?<!\d)\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?!\d)", re.ASCII)
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood."""

    words: tuple[str, ...]
    born: str | None = None
    """ISO date, when the query holds one."""
    literal: str | None = None
    """The text between quotes, when the whole query is quoted."""


def read(text: str) -> Query:
    """The query in `text`. Raises `Misuse` when it names nobody."""
    if len(text) > 2 and text[0] == text[-1] == '"':
        if not _LETTER.search(text):
            raise Misuse("give letters of a name between the quotes")
        return Query((), literal=text[1:-1])
    born = None
    dated = _DATE.search(text)
    if dated:
        text = f"{text[: dated.start()]} {text[dated.end() :]}"
        born = _born(dated.group())
    try:
        words = names.tokens(text)
    except BadInput as error:
        raise Misuse(f"give a name, or part of one: {error.reason}") from error
    if not words and born is None:
        raise Misuse("give a name, or part of one; a date of birth may stand beside it")
    return Query(words, born)


def find(view: Reader, query: Query) -> list[Hit]:
    """People in view whose recorded names match; each mention is a person of its own."""
    if query.literal is not None:
        return _literally(view, query.literal)
    if not query.words:
        return _by_birth(view, query.born or "")
    rows = view.run(_CANDIDATES, {"words": list(query.words)}).to_pylist()
    view.check()
    births = _births(view, [row["mention"] for row in rows]) if query.born else {}
    hits: dict[str, Hit] = {}
    for row in rows:
        score, rule = _score(query.words, row["raw"])
        if rule is None:
            continue
        if query.born:
            birth = _birth(births.get(row["mention"], ()), query.born)
            if birth is None:
                continue
            _gather(hits, row, score * birth[0], *birth[1:])
            score *= birth[0]
        alias = " (alias)" if row["property"] == "alias" else ""
        _gather(hits, row, score, rule + alias, row["raw"])
    return list(hits.values())


def _score(words: tuple[str, ...], raw: str) -> tuple[float, str | None]:
    """Mean likeness of the query's words, and the rule; None when a word is not found."""
    recorded = names.tokens(raw)
    total, rules = 0.0, []
    for word in words:
        best, rule = max((_like(word, one) for one in recorded), default=(0.0, ""))
        if not best:
            return 0.0, None
        total += best
        rules.append(rule)
    score = total / len(words) * (LONGER if len(words) < len(recorded) else 1.0)
    return score, min(rules, key=_RANKED.index)


def _like(word: str, recorded: str) -> tuple[float, str]:
    if word == recorded:
        return 1.0, "same name"
    if len(word) == 1 and recorded.startswith(word):
        return INITIAL, "initial"
    if len(recorded) == 1 and word.startswith(recorded):
        return INITIAL, "initial"
    if recorded.startswith(word):
        return BEGINS, "begins the same"
    alike = JaroWinkler.similarity(word, recorded)
    if alike >= NEARLY and min(len(word), len(recorded)) > 2:
        return alike * BEGINS, "nearly the same spelling"
    return 0.0, ""


def _birth(recorded: tuple[str, ...], born: str) -> tuple[float, str, str | None] | None:
    """Worth, rule and value of what is recorded beside the date asked for; None for another."""
    if born in recorded:
        return BIRTH["same"], "same date of birth", born
    near = next((day for day in recorded if _one_slip(day, born)), None)
    if near is not None:
        return BIRTH["nearly"], "nearly the same date of birth", near
    return None if recorded else (BIRTH["none"], "no date of birth recorded", None)


def _one_slip(recorded: str, born: str) -> bool:
    """Whether two ISO dates differ by one digit, or by day and month changing places.

    >>> _one_slip("1991-03-12", "1991-12-03"), _one_slip("1991-03-14", "1991-03-15")
    (True, True)
    """
    if len(recorded) != len(born) or len(born) != 10:
        return False
    swapped = f"{born[:5]}{born[8:]}-{born[5:7]}"
    return recorded == swapped or sum(a != b for a, b in zip(recorded, born, strict=True)) == 1


def _literally(view: Reader, text: str) -> list[Hit]:
    hits: dict[str, Hit] = {}
    for row in view.run(_LITERAL, {"text": fold(text)}).to_pylist():
        _gather(hits, row, 1.0, "as written", row["raw"])
    return list(hits.values())


def _by_birth(view: Reader, born: str) -> list[Hit]:
    hits: dict[str, Hit] = {}
    for row in view.run(_BORN, {"born": born}).to_pylist():
        _gather(hits, row, 1.0, "same date of birth", row["value"])
    return list(hits.values())


def _births(view: Reader, mentions: list[str]) -> dict[str, tuple[str, ...]]:
    """Recorded dates of birth by mention."""
    recorded: dict[str, list[str]] = defaultdict(list)
    for row in view.run(_BIRTHS_OF, {"mentions": mentions}).to_pylist():
        recorded[row["mention"]].append(row["value"])
    return {mention: tuple(days) for mention, days in recorded.items()}


def _gather(
    hits: dict[str, Hit], row: dict[str, Any], score: float, rule: str, value: str | None
) -> None:
    mention = row["mention"]
    label = row["label"] or row.get("raw") or "not named"
    hit = hits.setdefault(mention, Hit(mention, "person", label))
    hit.also(row["load"], row["pos"], score, rule, value)


def _born(text: str) -> str:
    try:
        value = dates.clean(text, day_first=True)
    except BadInput as error:
        raise Misuse(f"{text} is not a date: {error.reason}") from error
    if value is None:
        raise Misuse(f"{text} is not a date")
    return str(value)


_CANDIDATES = """
WITH named AS (
    SELECT mention, load, pos, property, raw, string_split(value, ' ') AS words
    FROM claim
    WHERE kind = 'person' AND property IN ('name', 'alias') AND value IS NOT NULL
),
matching AS (
    SELECT DISTINCT named.mention, named.load, named.pos, named.property, named.raw
    FROM named, (SELECT unnest($words) AS word) AS asked, unnest(named.words) AS recorded (word)
    WHERE starts_with(recorded.word, asked.word)
        OR (length(recorded.word) = 1 AND starts_with(asked.word, recorded.word))
        OR jaro_winkler_similarity(recorded.word, asked.word) >= 0.85
)
SELECT matching.mention, matching.load, matching.pos, matching.property, matching.raw,
    mention.label
FROM matching
INNER JOIN mention ON mention.id = matching.mention
ORDER BY matching.mention, matching.property, matching.raw
"""

_LITERAL = """
SELECT DISTINCT claim.mention, claim.load, claim.pos, claim.raw, mention.label
FROM claim
INNER JOIN mention ON mention.id = claim.mention
WHERE claim.kind = 'person' AND claim.property IN ('name', 'alias')
    AND contains(strip_accents(lower(claim.raw)), $text)
ORDER BY claim.mention, claim.raw
"""

_BORN = """
SELECT DISTINCT claim.mention, claim.load, claim.pos, claim.value, mention.label
FROM claim
INNER JOIN mention ON mention.id = claim.mention
WHERE claim.kind = 'person' AND claim.property = 'date_of_birth' AND claim.value = $born
ORDER BY claim.mention
"""

_BIRTHS_OF = """
SELECT DISTINCT mention, value FROM claim
WHERE kind = 'person' AND property = 'date_of_birth' AND value IS NOT NULL
    AND mention IN (SELECT unnest($mentions))
ORDER BY mention, value
"""
