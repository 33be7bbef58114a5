"""Names of people, compared without trusting their order."""

import re
from collections.abc import Set
from functools import lru_cache

from anyascii import anyascii

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = [
    "PARTICLES",
    "TITLES",
    "TYPE",
    "Name",
    "clean",
    "core",
    "initials",
    "joined",
    "key",
    "suffixes",
    "titles",
    "tokens",
]

_TITLES = "mr mrs ms miss mx master dr prof professor rev reverend sir dame lord lady"
_PARTICLES = (
    "al el ul bin ibn bint ben abu abd van von der den de del della di da dos du la le ter ten y"
)
_SUFFIXED = "jr sr junior senior ii iii iv"

TITLES = frozenset(_TITLES.split())
"""Words in front of a name that are no part of it."""

PARTICLES = frozenset(_PARTICLES.split())
"""Little words inside surnames; often left off, so they weigh nothing in `core`."""

_SUFFIXES = frozenset(_SUFFIXED.split())
_MARKS = re.compile(r"['\u2018\u2019\u02bc\u02bb`\u00b4]")
_TOKEN = re.compile(r"[a-z0-9]+")
_LETTER = re.compile(r"[a-z]")


class Name(ValueType[str]):
    """A person's name.

    The text received is always kept and shown. For comparing, it becomes lower-case words in
    Latin letters: titles go, `O'Brien` is one word, `Fitzgerald-Jones` two (either half may be
    met alone), `SMITH, John` is turned round. Other scripts are written in Latin letters by
    one fixed table (anyascii), which is rough and the same everywhere. Titles and little words
    such as `van` or `al` can be asked for (`titles`, `PARTICLES`). Order is never trusted:
    `key` sorts the words, because which name is the family name cannot be told from the text.
    UNKNOWN, N/A, TBC and the like state no name.

    >>> clean("Mr  SMITH, John"), key("John Smith") == key("Smith John")
    ('john smith', True)
    >>> clean("Łukasz O’Brien-Żak"), clean("UNKNOWN"), clean("عمر خالد")
    ('lukasz obrien zak', None, 'mr khld')
    """

    id = "name"
    title = "name"
    source = "SDM givenName, middleName, surname; order-free comparison after HMPPS person match"

    def clean(self, raw: str) -> str | None:
        """The words of the name, Latin and lower case, titles left out; None for no name."""
        return _clean(raw)


@lru_cache(maxsize=65_536)
def _clean(raw: str) -> str | None:
    if is_blank(raw):
        return None
    text = plain(raw, 300)
    if is_blank(text):
        return None
    latin = _MARKS.sub("", anyascii(text)).lower()
    said = TITLES & set(_TOKEN.findall(text.lower()))
    words = _words(latin, said)
    if not words or not _LETTER.search("".join(words)):
        raise BadInput("a name needs letters")
    while len(words) > 1 and words[0] in said:
        words = words[1:]
    found = " ".join(words)
    return None if is_blank(found) else found


def titles(raw: str) -> tuple[str, ...]:
    """The titles in front of the name or of either side of its comma, lower case.

    >>> titles("Rev. Dr John Smith"), titles("SMITH, Mrs Ann"), titles("John Smith")
    (('rev', 'dr'), ('mrs',), ())
    """
    if is_blank(raw):
        return ()
    text = plain(raw, 300)
    said = TITLES & set(_TOKEN.findall(text.lower()))
    latin = _MARKS.sub("", anyascii(text)).lower()
    found: list[str] = []
    for side in latin.split(","):
        words = _TOKEN.findall(side)
        while len(words) > 1 and words[0] in said:
            found.append(words.pop(0))
    return tuple(found)


def suffixes(raw: str) -> tuple[str, ...]:
    """The words behind the name that tell generations apart, lower case; part of the name too.

    >>> suffixes("John Smith Jr"), suffixes("Smith, John")
    (('jr',), ())
    """
    return tuple(word for word in tokens(raw)[1:] if word in _SUFFIXES)


def _words(latin: str, said: Set[str]) -> list[str]:
    """The words, the family name last, without the titles that the text itself `said`.

    A name in another script may come out as a title: Omar in Arabic letters as `mr`.
    """
    before, comma, after = latin.partition(",")
    first, last = _TOKEN.findall(after), _TOKEN.findall(before)
    while len(last) > 1 and last[0] in said:
        last = last[1:]
    if not comma or not first or set(first) <= _SUFFIXES:
        return last + first
    return first + last


def tokens(raw: str) -> tuple[str, ...]:
    """The words of the name in the order written; empty for no name."""
    return tuple((_clean(raw) or "").split())


def key(raw: str) -> str:
    """The words sorted: equal for the same words in any order.

    >>> key("Gurpreet Kaur SINGH")
    'gurpreet kaur singh'
    """
    return " ".join(sorted(tokens(raw)))


def core(raw: str) -> str:
    """Like `key`, without particles and single letters, unless nothing else is there.

    >>> core("Jan van der Berg"), core("J. R. Smith"), core("Al")
    ('berg jan', 'smith', 'al')
    """
    words = sorted(tokens(raw))
    heavy = [w for w in words if w not in PARTICLES and len(w) > 1]
    return " ".join(heavy or words)


def joined(raw: str) -> str:
    """The words run together: equal for `Mc Donald` and `McDonald`.

    >>> joined("Mc Donald") == joined("McDonald")
    True
    """
    return "".join(tokens(raw))


def initials(raw: str) -> str:
    """First letters, in the order written.

    >>> initials("John Robert Smith")
    'jrs'
    """
    return "".join(word[0] for word in tokens(raw))


TYPE = Name()
clean = TYPE.clean
