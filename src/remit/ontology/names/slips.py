"""Names that a word is one slip of the pen away from.

An index of every listed spelling with each of its letters left out finds them without comparing
all (the symmetric delete method; W. Garbe, SymSpell, 2012).

>>> sorted(meant("thojas")), sorted(meant("mohammedd")), meant("thomas")
(['thomas'], ['mohammed'], frozenset())
"""

from collections import defaultdict
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from remit.ontology.names.families import known, listed, symbols

__all__ = ["meant"]

SHORTEST = 5
"""Letters of a word from which one slip still leaves the name to be seen."""

_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=65_536)
def meant(word: str) -> frozenset[str]:
    """Symbols of the names that a word may be a slip of; none for a name that is listed itself."""
    if len(word) < SHORTEST or known(word):
        return _NONE
    near = {name for form in (word, *_shorter(word)) for name in _index().get(form, ())}
    found = [symbols(name) for name in near if OSA.distance(word, name, score_cutoff=1) <= 1]
    return _NONE.union(*found)


@cache
def _index() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in listed():
        if len(name) >= SHORTEST:
            for form in {name, *_shorter(name)}:
                found[form].append(name)
    return {form: tuple(names) for form, names in found.items()}


def _shorter(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]
