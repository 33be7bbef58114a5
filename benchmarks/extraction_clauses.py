"""Made-up sentences with relations, put together from phrases, clauses and what joins them.

`extraction_relations.txt` holds whole sentences; here a sentence is as deep as reports write them:
a spokesman said that one unit of a force struck two lorries and a hut of a group near a town in a
country. Which mention stands in which relation follows from how the phrases were put together, so
every pair is known. They are never measured on.
"""

import random
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.extraction_madeup import Related, phrase

from remit.extraction.lexicon import Lexicon

__all__ = ["made_up_clauses"]

_FILE = Path(__file__).parent / "extraction_clauses.txt"
_SLOT = re.compile(r"<(\d):(\w+):(\w+)>|\[(\d):(\w+)\]|<(\w+)>|\{(\w+)\}")
_MOST = 12
"""Mentions of a sentence at most: longer ones are drawn again."""


class _Line(NamedTuple):
    text: str
    relations: tuple[tuple[int, str, int], ...]
    heads: tuple[int, ...]


class _Phrase(NamedTuple):
    """Words and mentions in order; a mention is a word with a type."""

    parts: list[tuple[str, str | None]]
    relations: list[tuple[int, int, str]]
    """Places of source and target among the mentions."""
    heads: list[int]
    mentions: int


def made_up_clauses(count: int, seed: int, lists: Lexicon) -> list[Related]:
    """`count` sentences with their mentions and relations."""
    chance = random.Random(seed)
    found: list[Related] = []
    while len(found) < count:
        made = _made("sentence", lists, chance)
        if 2 <= made.mentions <= _MOST:
            found.append(_written(made))
    return found


@lru_cache(maxsize=1)
def _rules() -> tuple[dict[str, list[_Line]], dict[str, list[str]]]:
    """Phrases by kind, and the words that name nothing."""
    rules: dict[str, list[_Line]] = {}
    plain: dict[str, list[str]] = {}
    for line in _FILE.read_text("utf-8").splitlines():
        kind, _, said = line.partition(": ")
        if kind.startswith("words "):
            plain[kind.removeprefix("words ")] = said.split(", ")
        elif said and not line.startswith("#"):
            text, related, heads = [*said.split("|"), "", ""][:3]
            relations = tuple(
                (int(one), name, int(other))
                for one, name, other in (r.split() for r in related.split(";") if r.strip())
            )
            chosen = tuple(int(n) for n in heads.split()) or (1,)
            rules.setdefault(kind, []).append(_Line(text.strip(), relations, chosen))
    return rules, plain


def _made(kind: str, lists: Lexicon, chance: random.Random) -> _Phrase:
    rules, plain = _rules()
    line = chance.choice(rules[kind])
    parts: list[tuple[str, str | None]] = []
    relations: list[tuple[int, int, str]] = []
    heads: dict[int, list[int]] = {}
    at = mentions = 0
    for slot in _SLOT.finditer(line.text):
        parts.append((line.text[at : slot.start()], None))
        at = slot.end()
        number, type_, rule, inner_number, inner, bare, word = slot.groups()
        if number:
            parts.append((phrase(f"<{rule}>", lists, chance), type_))
            heads[int(number)] = [mentions]
            mentions += 1
        elif inner_number:
            made = _made(inner, lists, chance)
            parts += made.parts
            relations += [(a + mentions, b + mentions, name) for a, b, name in made.relations]
            heads[int(inner_number)] = [head + mentions for head in made.heads]
            mentions += made.mentions
        elif bare:
            parts.append((phrase(f"<{bare}>", lists, chance), None))
        else:
            parts.append((chance.choice(plain[word]), None))
    parts.append((line.text[at:], None))
    for one, name, other in line.relations:
        relations += [(a, b, name) for a in heads[one] for b in heads[other]]
    chosen = [head for number in line.heads for head in heads.get(number, [])]
    return _Phrase(parts, relations, chosen, mentions)


def _written(made: _Phrase) -> Related:
    """The text of a phrase; a comma before another mark falls away."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    for said, type_ in made.parts:
        if not said:
            continue
        if text.endswith(",") and said[0] in ",.;":
            text = text[:-1]
        if not text:
            said = said[0].upper() + said[1:]
        if type_:
            spans.append((len(text), len(text) + len(said.rstrip()), type_))
        text += said
    return text, spans, made.relations
