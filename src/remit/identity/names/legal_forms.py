"""Legal forms at the ends of an organisation's name, by class, slips of the pen in long ones too.

>>> without_legal(["joynt", "stock", "company", "murom", "plant"])
(['murom', 'plant'], frozenset({'public'}))
>>> without_legal(["as", "roma", "ltd"]), without_legal(["limited"])
((['as', 'roma'], frozenset({'limited'})), (['limited'], frozenset()))
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import yaml
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

__all__ = ["without_legal"]

Form = tuple[str, ...]

LONG = 12
"""Letters from which a legal form may hold a slip, two from twice as many."""

SPELT_OUT = 3
"""Words from which a form may stand in front; of the shorter, those under `leading`."""


class _Forms(NamedTuple):
    classes: dict[Form, str | None]
    longest: int
    leading: frozenset[str]
    long: tuple[str, ...]


def without_legal(words: Sequence[str]) -> tuple[list[str], frozenset[str]]:
    """The words without the legal forms at their ends, and the classes of these forms.

    A name that is nothing but a legal form keeps it.
    """
    rest, found = list(words), set()
    while (cut := _cut(tuple(rest))) is not None:
        rest, form = list(cut[0]), cut[1]
        found.add(_forms().classes[form])
    return rest, frozenset(of for of in found if of)


def _cut(words: Form) -> tuple[Form, Form] | None:
    """What is left of the words, and the form that was cut off: the longest at either end."""
    forms = _forms()
    for size in range(min(forms.longest, len(words) - 1), 0, -1):
        behind, before = _form(words[-size:]), _form(words[:size])
        if behind is not None:
            return words[:-size], behind
        if before is not None and (size >= SPELT_OUT or before[0] in forms.leading):
            return words[size:], before
    return None


@lru_cache(maxsize=65_536)
def _form(words: Form) -> Form | None:
    """The legal form that words are, or are meant to be."""
    forms = _forms()
    if words in forms.classes:
        return words
    text = " ".join(words)
    if len(text) < LONG:
        return None
    slips = min(2, len(text) // LONG)
    near = extractOne(text, forms.long, scorer=OSA.distance, score_cutoff=slips)
    return tuple(near[0].split()) if near else None


@cache
def _forms() -> _Forms:
    text = files("remit.identity.names").joinpath("organisations.yaml").read_text(encoding="utf-8")
    read = yaml.safe_load(text)
    classes = {tuple(form.split()): of for of, forms in read["legal"].items() for form in forms}
    joined = (" ".join(form) for form in classes)
    return _Forms(
        classes,
        max(map(len, classes)),
        frozenset(read["leading"].split()),
        tuple(form for form in joined if len(form) >= LONG),
    )
