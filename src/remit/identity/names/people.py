"""A person's name, read: titles and particles set aside, fathers and generations found."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from remit.errors import BadInput
from remit.identity.names.reading import Reading, Word
from remit.ontology.names.families import spelt
from remit.ontology.names.scripts import written_out
from remit.ontology.types.name import PARTICLES, tokens

__all__ = ["person"]

PARTICLE = 0.1
INITIAL = 0.4
COMPANION = 0.6
"""Worth of a name that many bear beside their own and records often leave off."""

_RUN_ON = re.compile(r"(abd[aeu][lrszn])(?!lah|la$|lla$|ah|ll)([a-z]{4,})")
"""`Abdulrahman` is `Abdul` with `Rahman`; `Abdullah` is one name."""

_SYLLABLE = re.compile(r"([\u3400-\u9fff\uac00-\ud7af])")
_LETTERS = re.compile(r"[^\W\d_]")
_ARTICLE = re.compile(r"(?<!\w)\u0627\u0644(?=\w{3})")
"""The Arabic article, written on to its word."""

_LETTER = re.compile(r"[a-z]")
_DIGITS = str.maketrans("013457", "oieast")
"""Digits typed for letters (Ig0r Sech1n)."""


class _Lists(NamedTuple):
    """`people.yaml`."""

    titles: frozenset[str]
    companions: frozenset[str]
    servants: frozenset[str]
    child_of: frozenset[str]
    particles: frozenset[str]
    not_first: frozenset[str]
    either: frozenset[str]
    nobody: frozenset[str]
    about: frozenset[str]


@lru_cache(maxsize=262_144)
def person(raw: str) -> Reading:
    """A person's name as it is compared; without words where it states none.

    >>> [(w.text, w.weight) for w in person("SMITH, Mr Jan van der J.").words]
    [('jan', 1.0), ('van', 0.1), ('der', 0.1), ('j', 0.4), ('smith', 1.0)]
    >>> person("Unknown Male").words, sorted(person("John Smith Jnr").generation)
    ((), ['jr'])
    """
    text, syllables = raw, False
    if not raw.isascii():
        text, syllables = _written_apart(raw)
    words = _words(text)
    named = _generations()
    generation = frozenset(named[word] for word in words[1:] if word in named)
    if generation:
        words = [word for n, word in enumerate(words) if not n or word not in named]
    last = len(words) - 1
    weighed = tuple(Word(word, _weight(word, n, last)) for n, word in enumerate(words))
    return Reading(
        raw, weighed, syllables=syllables, generation=generation, fathers=_fathers(words)
    )


def _written_apart(raw: str) -> tuple[str, bool]:
    """Syllables and articles apart from what they are written on to; and whether all are such."""
    text = _ARTICLE.sub("\u0627\u0644 ", written_out(raw))
    syllables = _SYLLABLE.findall(text)
    alone = bool(syllables) and len(syllables) == len(_LETTERS.findall(text))
    return _SYLLABLE.sub(r" \1 ", text), alone


def _words(text: str) -> list[str]:
    try:
        read = tokens(text)
    except BadInput:
        return []
    found: list[str] = []
    for word in read:
        if not word.isalpha() and _LETTER.search(word):
            word = word.translate(_DIGITS)
        if word.startswith("abd") and (parts := _RUN_ON.fullmatch(word)):
            found += parts.groups()
        else:
            found.append(word)
    stated = [word for word in found if word not in _lists().nobody]
    if len(stated) < len(found) and all(word in _lists().about for word in stated):
        return []
    return stated


def _weight(word: str, at: int, last: int) -> float:
    lists = _lists()
    if len(word) == 1:
        return PARTICLE if word == "y" and 0 < at < last else INITIAL
    if last == 0:
        return 1.0
    if word in lists.servants:
        return COMPANION / 2 if at < last else COMPANION
    if at == 0 and word in lists.either:
        return INITIAL
    if word in lists.particles and at < last and (at > 0 or word not in lists.not_first):
        return PARTICLE
    if word in lists.titles:
        return PARTICLE if at == 0 else COMPANION
    if last > 1 and (word in lists.companions or spelt(word) & lists.companions):
        return COMPANION
    return 1.0


def _fathers(words: list[str]) -> frozenset[tuple[str, str]]:
    child_of = _lists().child_of
    if child_of.isdisjoint(words):
        return frozenset()
    inside = range(1, len(words) - 1)
    return frozenset((words[n - 1], words[n + 1]) for n in inside if words[n] in child_of)


@cache
def _lists() -> _Lists:
    read = _read()
    found = {name: frozenset(str(read[name]).split()) for name in _Lists._fields}
    found["particles"] |= PARTICLES | found["child_of"]
    return _Lists(**found)


@cache
def _generations() -> dict[str, str]:
    return dict(_read()["generations"])


@cache
def _read() -> dict[str, dict[str, str]]:
    text = files("remit.identity.names").joinpath("people.yaml").read_text(encoding="utf-8")
    read: dict[str, dict[str, str]] = yaml.safe_load(text)
    return read
