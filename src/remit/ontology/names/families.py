"""Families of spellings: words that write one name, and the one symbol that stands for them.

`families/` holds one list for each way in which names come into Latin letters, written by the
project, each with its source. A family is an equivalence of spellings, never a label: which list
a spelling stood in is forgotten as it is read, so nothing can be told, kept or compared about
where a person comes from. A word may belong to several families (Chan writes more than one name).

>>> family("mohamed"), family("chaudhry"), family("bob"), family("nolan")
('mohammed', 'chaudhry', 'robert', 'nolan')
>>> sorted(symbols("said")), related("piotr", "peter")
(['said', 'sayyid'], 'name in another language')
"""

from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from remit.ontology.names.spellings import forms

__all__ = ["family", "known", "listed", "related", "spelt", "symbols"]

_NONE: frozenset[str] = frozenset()


@cache
def _lists() -> tuple[dict[str, tuple[str, ...]], dict[str, frozenset[str]]]:
    """Every spelling with its families in order of the lists; every name with its other tongues."""
    found: dict[str, list[str]] = defaultdict(list)
    weaker: list[dict[str, str]] = []
    alone: list[str] = []
    folder = files("remit.ontology.names").joinpath("families")
    for page in sorted(folder.iterdir(), key=lambda page: page.name):
        if not page.name.endswith(".yaml"):
            continue
        read = yaml.safe_load(page.read_text(encoding="utf-8"))
        if read.get("weaker"):
            weaker.append(read["names"])
            continue
        for name, spellings in read["names"].items():
            for word in dict.fromkeys((name, *spellings.split())):
                if name not in found[word]:
                    found[word].append(name)
        alone += read.get("alone", "").split()
    for name in alone:
        found.setdefault(name, [name])
    spellings_of = {word: tuple(names) for word, names in found.items()}
    tongues: dict[str, set[str]] = defaultdict(set)
    for name, others in ((n, o) for names in weaker for n, o in names.items()):
        for word in (name, *others.split()):
            for symbol in spellings_of.get(word, (word,)):
                tongues[symbol].add(name)
    return spellings_of, {word: frozenset(names) for word, names in tongues.items()}


@lru_cache(maxsize=65_536)
def spelt(token: str) -> frozenset[str]:
    """The families whose spelling a word is; empty where it stands in no list.

    >>> spelt("ayesha"), spelt("kate")
    (frozenset({'aisha'}), frozenset())
    """
    return frozenset(_lists()[0].get(token, ()))


@lru_cache(maxsize=65_536)
def symbols(token: str) -> frozenset[str]:
    """Every name that a word may stand for, spelt or shortened; the word itself if it is in none.

    Two words may write one name when their symbols meet. `token` is one word as
    `remit.ontology.types.name.tokens` gives it: Latin letters, lower case.

    >>> sorted(symbols("harry")), symbols("kathryn") & symbols("katie")
    (['harjinder', 'harold', 'harriet', 'henry'], frozenset({'catherine'}))
    """
    return spelt(token) | _short(token) or frozenset({token})


@lru_cache(maxsize=65_536)
def family(token: str) -> str:
    """The one symbol of a word: its first family, else the one name that it shortens, else itself.

    The same on every machine and in every run. For keys that bring like names together; two words
    of one family need not be one person's, and `symbols` holds what `family` leaves out.

    >>> family("yousef"), family("harry"), family("zephyrine")
    ('yusuf', 'harry', 'zephyrine')
    """
    if names := _lists()[0].get(token):
        return names[0]
    short = _short(token)
    return next(iter(short)) if len(short) == 1 else token


def known(token: str) -> bool:
    """Whether a word stands in any list, so that it is a name and no slip of one.

    >>> known("hussain"), known("husssain")
    (True, False)
    """
    return bool(spelt(token) or _short(token) or _tongues(token))


@cache
def listed() -> tuple[str, ...]:
    """Every word that stands in a list, in order."""
    return tuple(sorted({*_lists()[0], *forms(), *_lists()[1]}))


def related(one: str, other: str) -> str | None:
    """How two different words write one name, in words; None where no list says that they do.

    >>> related("hassan", "hussain"), related("tony", "antony"), related("lukasz", "lukas")
    (None, 'short form of the same name', 'another spelling of the same name')
    """
    if spelt(one) & spelt(other):
        return "another spelling of the same name"
    if symbols(one) & symbols(other):
        return "short form of the same name"
    if _tongues(one) & _tongues(other):
        return "name in another language"
    return None


@lru_cache(maxsize=65_536)
def _short(token: str) -> frozenset[str]:
    """Names that a word is a short form of, each by the symbol of its family."""
    names = forms().get(token, _NONE)
    return frozenset(_lists()[0].get(name, (name,))[0] for name in names)


@lru_cache(maxsize=65_536)
def _tongues(token: str) -> frozenset[str]:
    return frozenset(name for s in symbols(token) for name in _lists()[1].get(s, _NONE))
