"""Names that are written in more than one way on purpose: short forms, and transliterations.

Both are rules of their own in an answer. Neither says that two people are one.
"""

import re
from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files

import yaml

__all__ = ["forms", "same_name", "skeleton"]


@cache
def forms() -> dict[str, frozenset[str]]:
    """Every form, with the names that it stands for."""
    text = files("remit.ontology.names").joinpath("short_names.yaml").read_text(encoding="utf-8")
    found: dict[str, set[str]] = defaultdict(set)
    for name, short in yaml.safe_load(text).items():
        for form in (name, *short):
            found[form].add(name)
    return {form: frozenset(names) for form, names in found.items()}


@lru_cache(maxsize=4096)
def same_name(word: str) -> frozenset[str]:
    """Other forms of the names that a word is a form of, as `short_names.yaml` has them.

    >>> sorted(same_name("bob") & {"robert", "rob", "bill"}), same_name("zzz")
    (['rob', 'robert'], frozenset())
    """
    names = forms().get(word, frozenset())
    return frozenset(form for form, of in forms().items() if of & names) - {word}


_SPELT = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"kh|gh|ck|q"), "k"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"th"), "t"),
    (re.compile(r"dj"), "j"),
    (re.compile(r"(?<=[aeiou])[wy](?![aeiou])"), "i"),
    (re.compile(r"(?<=[aeiou])y(?=[aeiou])"), "i"),
    (re.compile(r"(?<=[aeiou])h$"), ""),
    (re.compile(r"([b-df-hj-np-tv-z])\1+"), r"\1"),
)
_VOWELS = re.compile(r"[aeiou]+")


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """What stays when one name is written from another script in different ways.

    Doubled consonants count once; `kh`, `gh`, `q`, `ck` as k, `dh` d, `th` t, `ph` f, `dj` j; an h
    at the end falls; every run of vowels is one mark, of which the first alone tells whether it is
    said with round lips (o, u). So Mohammed is Muhammad and Khaled Khalid, while Mahmoud, Hassan
    and Hussain stay apart. The rule is the project's own: scripts without short vowels, such as
    Arabic, leave these letters to whoever writes them down.

    >>> [skeleton(n) for n in ("mohammed", "muhammad", "mahmoud")]
    ['mUhamad', 'mUhamad', 'mAhmad']
    >>> skeleton("yousef") == skeleton("yusuf"), skeleton("hassan") == skeleton("hussain")
    (True, False)
    """
    for spelt, plain in _SPELT:
        word = spelt.sub(plain, word)
    first = _VOWELS.search(word)
    if first is None:
        return word
    mark = "U" if first.group()[0] in "ou" else "A"
    return word[: first.start()] + mark + _VOWELS.sub("a", word[first.end() :])
