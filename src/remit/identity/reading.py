"""What a cell says, read for comparing: words of a name, a day, a code. Pure functions of text."""

import re
from functools import lru_cache

from anyascii import anyascii

from remit.errors import BadInput
from remit.identity.names.organisations import organisation
from remit.ontology.names import families
from remit.ontology.names.spellings import skeleton
from remit.ontology.types import name as names

__all__ = [
    "area",
    "day",
    "joined",
    "known",
    "name_words",
    "organisation_words",
    "outward",
    "symbol",
    "words",
    "year",
]

CACHED = 1 << 18

_WORD = re.compile(r"[a-z]+|[0-9]+")
_YMD = re.compile(r"(\d{4})[-/. ]?(\d{2})[-/. ]?(\d{2})(?:[T ].*)?")
_DMY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_YEAR = re.compile(r"[0-9]{4}")
_LETTERS = re.compile(r"[a-z]*")


@lru_cache(maxsize=CACHED)
def symbol(word: str) -> str:
    """What stands for a word of a name: the family of a name that is known, else how it sounds.

    >>> symbol("hussein") == symbol("hassan"), symbol("brambleworth") == symbol("bramlewurth")
    (False, False)
    >>> symbol("yousef") == symbol("yusuf"), symbol("brambleworth") == symbol("bramblewort")
    (True, True)
    """
    return families.family(word) if families.known(word) else skeleton(word)


def known(word: str) -> bool:
    """Whether a word stands in the lists of names, so that it is no slip of another."""
    return families.known(word)


@lru_cache(maxsize=CACHED)
def name_words(text: str) -> tuple[str, ...]:
    """Words of a person's name, in order; none where it states none.

    >>> name_words("O'BRIEN, Mr Seán"), name_words("unknown")
    (('sean', 'obrien'), ())
    """
    try:
        return names.tokens(text)
    except BadInput:
        return ()


@lru_cache(maxsize=CACHED)
def organisation_words(text: str) -> tuple[str, ...]:
    """Words of an organisation's name without its legal form.

    >>> organisation_words("Brambleworth Logistics Ltd.")
    ('brambleworth', 'logistics')
    """
    read = organisation(text)
    return tuple(word for one in read.words for word in words(one.text)) or words(text)


@lru_cache(maxsize=CACHED)
def words(text: str) -> tuple[str, ...]:
    """Letters and numbers of any text, apart.

    >>> words("Flat 4b, Obsidian Row")
    ('flat', '4', 'b', 'obsidian', 'row')
    """
    return tuple(_WORD.findall(anyascii(text).lower()))


def joined(text: str) -> str:
    """The same without anything between them.

    >>> joined("SW1A 1AA"), joined("07700 900-417")
    ('sw1a1aa', '07700900417')
    """
    return "".join(words(text))


@lru_cache(maxsize=CACHED)
def day(text: str) -> str | None:
    """A day as `YYYY-MM-DD`, though it may be none in the calendar: that is compared as well.

    >>> day("19910314"), day("14/03/1991"), day("1991-09-70 00:00:00"), day("1991")
    ('1991-03-14', '1991-03-14', '1991-09-70', None)
    """
    text = text.strip()
    if found := _YMD.fullmatch(text):
        y, m, d = found.groups()
    elif found := _DMY.fullmatch(text):
        d, m, y = found.groups()
    else:
        return None
    return f"{y}-{int(m):02}-{int(d):02}"


def year(text: str) -> int | None:
    """A year alone: of who is sought it may be all that is known.

    >>> year(" 1991 "), year("91"), year("14/03/1991")
    (1991, None, None)
    """
    return int(text) if _YEAR.fullmatch(text.strip()) else None


def outward(code: str) -> str:
    """The district of a postal code: a UK one without its last three characters (BS 7666).

    >>> outward("sw1a1aa"), outward("2650")
    ('sw1a', '26')
    """
    return code[:-3] if len(code) > 4 else code[:2]


def area(code: str) -> str:
    """The area of a postal code: its first letters, else its first digit.

    >>> area("sw1a1aa"), area("2650")
    ('sw', '2')
    """
    found = _LETTERS.match(code)
    return found.group() if found and found.group() else code[:1]
