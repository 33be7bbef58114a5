"""An organisation's or vessel's name, read: legal form, numbers, words that many share."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml
from anyascii import anyascii

from remit.errors import BadInput
from remit.identity.names.legal_forms import without_legal
from remit.identity.names.numbers import numbered
from remit.identity.names.reading import Reading, Word
from remit.ontology.types.valuetype import is_blank, plain

__all__ = ["organisation", "reads_as_organisation", "vessel"]

ARTICLE = 0.05
GENERIC = 0.45
"""Worth of a word that many organisations have in their names."""

_MARKS = re.compile(r"['\u2018\u2019\u02bc\u02bb`\u00b4]")
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}(?:[a-z]\b\.?)?|\b[a-z](?:/[a-z])+\b")
_AND = re.compile(r"\s*[&+]\s*|\s+\'?n\'?\s+")
_WORD = re.compile(r"[a-z0-9]+")
_BRITISH = ((re.compile(r"(?<=[a-z]{3})is(?=(?:ation|e|ed|ing|er)s?$)"), "iz"),)


class _Lists(NamedTuple):
    generic: frozenset[str]
    light: frozenset[str]
    words: dict[str, str]
    vessels: frozenset[str]


@cache
def _lists() -> _Lists:
    text = files("remit.identity.names").joinpath("organisations.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    words = {form: word for word, forms in read["words"].items() for form in forms}
    return _Lists(
        frozenset(words.get(w, w) for w in (read["generic"] + " " + read["places"]).split()),
        frozenset(read["light"].split()),
        words,
        frozenset(read["vessels"].split()),
    )


@lru_cache(maxsize=131_072)
def organisation(raw: str) -> Reading:
    """An organisation's name as it is compared; without words where it states none.

    >>> read = organisation("Labour Centre (UK) Co., Ltd.")
    >>> [w.text for w in read.words], sorted(read.legal)
    (['labor', 'center', 'uk'], ['limited'])
    >>> sorted(organisation("Apollo Fund VIII L.P.").numbers)
    ['8']
    """
    return _read(raw, without_legal)


@lru_cache(maxsize=65_536)
def vessel(raw: str) -> Reading:
    """A vessel's name as it is compared, without MV, SS and the like.

    >>> [w.text for w in vessel("M/V Lady Leila").words]
    ['lady', 'leila']
    """

    def bare(words: list[str]) -> tuple[list[str], frozenset[str]]:
        while len(words) > 1 and words[0] in _lists().vessels:
            words = words[1:]
        return words, frozenset()

    return _read(raw, bare)


def reads_as_organisation(raw: str) -> bool:
    """Whether a name has the look of an organisation's: a legal form, or such a word.

    >>> reads_as_organisation("Clow Will Trust"), reads_as_organisation("Kim Yong-chol")
    (True, False)
    """
    words = _words(raw)
    bare, _ = without_legal(words)
    generic = _lists().generic
    return len(bare) < len(words) or any(_lists().words.get(w, w) in generic for w in words)


def _read(raw: str, strip: Any) -> Reading:
    words, legal = strip(_words(raw))
    words, numbers = numbered(words)
    found = tuple(_word(word) for word in words)
    return Reading(raw, found, people=False, numbers=numbers, legal=legal)


def _words(raw: str) -> list[str]:
    if is_blank(raw):
        return []
    try:
        text = plain(raw)
    except BadInput:
        return []
    latin = _AND.sub(" and ", _MARKS.sub("", anyascii(text)).lower())
    latin = _DOTTED.sub(lambda found: re.sub(r"[^a-z]", "", found.group()) + " ", latin)
    return _WORD.findall(latin)


def _word(word: str) -> Word:
    lists = _lists()
    word = lists.words.get(word, word)
    for british, other in _BRITISH:
        word = british.sub(other, word)
    if word in lists.light:
        return Word(word, ARTICLE)
    return Word(word, GENERIC if word in lists.generic else 1.0)
