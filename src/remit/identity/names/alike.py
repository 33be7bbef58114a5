"""How alike two words of names are, and by which rule: the first that says so.

Two words that both stand in the lists of names and belong to no common family are different names,
however alike they look (Hassan and Hussain, Mohammed and Mahmoud): a slip of the pen seldom makes
another name, and brothers often bear names that differ in a letter.
"""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from remit.ontology.names.families import known, related, symbols
from remit.ontology.names.slips import meant
from remit.ontology.names.sounds import sounds
from remit.ontology.names.spellings import skeleton

__all__ = ["INITIAL", "Alike", "alike", "looks_alike"]

Alike = tuple[float, str]
"""How alike, 0–1, and the rule in words; the empty rule where they are not."""

_NO: Alike = (0.0, "")
_RELATED = {
    "another spelling of the same name": 0.96,
    "short form of the same name": 0.88,
    "name in another language": 0.85,
}
INITIAL: Alike = (0.7, "initial")
_RULE: Alike = (0.9, "the same but for how sounds are spelt")
_CONSONANTS: Alike = (0.8, "the same but for vowels")
_MEANT: Alike = (0.8, "a slip in another form of the same name")
_SOUNDS: Alike = (0.75, "sounds alike")
_BEGINNING: Alike = (0.85, "another ending of the same word")

LOSS = 1.25
"""What one slip costs, as a share of the longer word's letters."""

SLIPS = (4, 9, 14)
"""Letters from which one, two and three slips of the pen are taken for such."""

_VOWELS = re.compile(r"[aeiouyhw]+")
_BEGINS = {
    letter: group[0]
    for group in ("aeiou", "bvw", "ckq", "dt", "fp", "gjy", "sxz")
    for letter in group
}
_BEGINS |= {letter: letter for letter in "hlmnr"}
"""Letters at the start of a name that are taken for each other; of several sounds, these only."""

_APART = ("", "one letter apart", "two letters apart", "three letters apart")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 19)
def alike(one: str, other: str, people: bool = True) -> Alike:
    """How alike two different words are; the same both ways round.

    >>> alike("mohamed", "muhammad"), alike("hassan", "hussain")
    ((0.96, 'another spelling of the same name'), (0.0, ''))
    >>> alike("lindemann", "lindeman")[1], alike("j", "john")
    ('the same but for how sounds are spelt', (0.7, 'initial'))
    """
    if other < one:
        one, other = other, one
    if len(one) == 1 or len(other) == 1:
        return INITIAL if people and one[0] == other[0] and len(one) != len(other) else _NO
    if (how := related(one, other)) is not None:
        return _RELATED[how], how
    shorter, longer = sorted((len(one), len(other)))
    if shorter > 1 and _single(one) == _single(other):
        return _RULE
    if shorter < 3 or longer > 2 * shorter + 3:
        return _NO
    if not people and not (one.isalpha() and other.isalpha()):
        return _NO
    if people and known(one) and known(other):
        return _NO
    return _spelt(one, other, people, shorter, longer)


def looks_alike(one: str, other: str) -> bool:
    """Whether a hurried reader would take one word for the other.

    >>> looks_alike("hassan", "hussain"), looks_alike("hassan", "peter")
    (True, False)
    """
    longest = max(len(one), len(other))
    return longest > 3 and OSA.distance(one, other, score_cutoff=2) <= min(2, longest // 3)


def _spelt(one: str, other: str, people: bool, shorter: int, longer: int) -> Alike:
    slips = OSA.distance(one, other, score_cutoff=3)
    if people and slips > 1 and (meant(one) & symbols(other) or meant(other) & symbols(one)):
        return _MEANT
    if slips > 3 and _vowels(one) and _vowels(other):
        return _NO
    if shorter >= (4 if people else 6) and skeleton(one) == skeleton(other):
        return _RULE
    if slips <= sum(longer >= least for least in SLIPS):
        return 1 - LOSS * slips / longer, _APART[slips]
    if people:
        return _heard(one, other, slips)
    begins = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    return _BEGINNING if begins >= 7 and longer - begins <= 3 else _NO


def _heard(one: str, other: str, slips: int) -> Alike:
    bare = _bare(one)
    if bare == _bare(other) and len(bare) > 2 and one[0] == other[0]:
        unvowelled = not (_vowels(one) and _vowels(other))
        if slips <= 3 or unvowelled:  # Arabic and Hebrew write few vowels
            return _CONSONANTS
    if slips > 2 or min(len(one), len(other)) < 5 or _BEGINS.get(one[0]) != _BEGINS.get(other[0]):
        return _NO
    return _SOUNDS if set(sounds(one)) & set(sounds(other)) else _NO


@lru_cache(maxsize=65_536)
def _single(word: str) -> str:
    """The word with doubled letters once."""
    return _DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=65_536)
def _bare(word: str) -> str:
    """The consonants of the word, doubled ones once."""
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word))


@lru_cache(maxsize=65_536)
def _vowels(word: str) -> int:
    return sum(letter in "aeiou" for letter in word)
