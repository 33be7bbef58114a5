"""Matching people by name, and by date of birth where the query gives one.

Order of names, case, accents and titles do not matter. Each word of the query is held against
each word of a recorded name: the same, its beginning, an initial, or spelt nearly alike
(Jaro-Winkler, Winkler 1990). The score is the mean over the words of the query. Words in
quotes are searched as written and nothing else.
"""

import re
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import JaroWinkler

from remit.errors import BadInput, Misuse
from remit.inquiry.found import Hit, Reader
from remit.ontology.types import date as dates
from remit.ontology.types import name as names

__all__ = ["Query", "find", "read"]

NEARLY = 0.88
"""Likeness from which two words count as spelt nearly alike."""

BEGINS, INITIAL = 0.9, 0.8
"""What a beginning, and an initial, are worth beside a whole word (1)."""

_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")


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
    text = text.strip()
    if len(text) > 2 and text[0] == text[-1] == '"':
        return Query((), literal=text[1:-1])
    born = None
    dated = _DATE.search(text)
    if dated:
        text = text.replace(dated.group(), " ")
        born = _born(dated.group())
    words = names.tokens(text)
    if not words and born is None:
        raise Misuse("give a name, or part of one; a date of birth may stand beside it")
    return Query(words, born)


def find(view: Reader, query: Query) -> list[Hit]:
    """People in view whose recorded names match; each mention is a person of its own."""
    if query.literal is not None:
        return _literally(view, query.literal)
    if not query.words:
        return _by_birth(view, query.born or "")
    born = _births(view, query.born) if query.born else {}
    hits: dict[str, Hit] = {}
    for row in view.run(_CANDIDATES, {"words": list(query.words)}).to_pylist():
        score, why = _score(query.words, row["raw"])
        if why is None:
            continue
        whys = [why]
        if query.born:
            recorded = born.get(row["mention"])
            if recorded is not None and recorded != query.born:
                continue
            whys.append(_birth_reason(recorded))
            score *= 1.0 if recorded else 0.8
        hit = hits.setdefault(
            row["mention"], Hit(row["mention"], "person", row["label"] or row["raw"], 0.0, [])
        )
        for one in whys:
            hit.also(row["load"], row["pos"], score, one)
    view.check()
    return list(hits.values())


def _score(words: tuple[str, ...], raw: str) -> tuple[float, dict[str, Any] | None]:
    """Mean likeness of the query's words, and the reason; None when a word is not found."""
    recorded = names.tokens(raw)
    total, kinds = 0.0, []
    for word in words:
        best, kind = max(((*_like(word, one),) for one in recorded), default=(0.0, ""))
        if not best:
            return 0.0, None
        total += best
        kinds.append(kind)
    score = total / len(words)
    if len(words) < len(recorded):
        score *= 0.95  # the whole name ranks before a name that holds more words
    ranked = ("nearly the same spelling", "initial", "begins the same", "same name")
    weakest = min(kinds, key=ranked.index)
    return score, {"rule": weakest, "value": raw}


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


def _literally(view: Reader, text: str) -> list[Hit]:
    rows = view.run(_LITERAL, {"text": text.lower()}).to_pylist()
    return [
        Hit(
            row["mention"],
            "person",
            row["label"] or row["raw"],
            1.0,
            [{"rule": "as written", "value": row["raw"]}],
            [(row["load"], row["pos"])],
        )
        for row in rows
    ]


def _by_birth(view: Reader, born: str) -> list[Hit]:
    rows = view.run(_BORN, {"born": born}).to_pylist()
    return [
        Hit(
            row["mention"],
            "person",
            row["label"] or row["mention"],
            1.0,
            [_birth_reason(row["value"])],
            [(row["load"], row["pos"])],
        )
        for row in rows
    ]


def _births(view: Reader, born: str | None) -> dict[str, str]:
    """Recorded dates of birth by mention; the one asked for wins where there are several."""
    dates: dict[str, str] = {}
    for row in view.run(_ALL_BIRTHS).to_pylist():
        if row["value"] == born or row["mention"] not in dates:
            dates[row["mention"]] = row["value"]
    return dates


def _birth_reason(recorded: str | None) -> dict[str, Any]:
    if recorded is None:
        return {"rule": "no date of birth recorded", "value": None}
    return {"rule": "same date of birth", "value": recorded}


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
    SELECT mention, load, pos, raw, string_split(value, ' ') AS words
    FROM claim
    WHERE kind = 'person' AND property = 'name' AND value IS NOT NULL
),
matching AS (
    SELECT DISTINCT named.mention, named.load, named.pos, named.raw
    FROM named, (SELECT unnest($words) AS word) AS asked, unnest(named.words) AS recorded (word)
    WHERE starts_with(recorded.word, asked.word)
        OR (length(recorded.word) = 1 AND starts_with(asked.word, recorded.word))
        OR jaro_winkler_similarity(recorded.word, asked.word) >= 0.85
)
SELECT matching.mention, matching.load, matching.pos, matching.raw, mention.label
FROM matching
INNER JOIN mention ON mention.id = matching.mention
ORDER BY matching.mention, matching.raw
"""

_LITERAL = """
SELECT DISTINCT claim.mention, claim.load, claim.pos, claim.raw, mention.label
FROM claim
INNER JOIN mention ON mention.id = claim.mention
WHERE claim.kind = 'person' AND claim.property = 'name' AND contains(lower(claim.raw), $text)
ORDER BY claim.mention
"""

_BORN = """
SELECT DISTINCT claim.mention, claim.load, claim.pos, claim.value, mention.label
FROM claim
INNER JOIN mention ON mention.id = claim.mention
WHERE claim.kind = 'person' AND claim.property = 'date_of_birth' AND claim.value = $born
ORDER BY claim.mention
"""

_ALL_BIRTHS = """
SELECT mention, value FROM claim
WHERE kind = 'person' AND property = 'date_of_birth' AND value IS NOT NULL
ORDER BY mention, value
"""
