"""Chains of what is shown together: over the passages of each document, numbered for the reader.

A document is one report, however many rows its paragraphs are; the rows of a table are one each.
Nothing is joined from one document to another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from remit.extraction.candidate import Candidate
from remit.extraction.coreference import coreferences

__all__ = ["Named", "Numbered", "numbered"]

_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Named:
    """A passage with what was found in it."""

    document: str
    text: str
    candidates: Sequence[Candidate]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A chain with its number, from 1 in order of its first member."""

    number: int
    type: str
    members: tuple[tuple[int, Candidate], ...]
    """Place of the passage, and the candidate in it."""
    why: tuple[str, ...]
    """One reason per member after the first."""


def numbered(passages: Sequence[Named]) -> list[Numbered]:
    """The chains of every document, in the order in which they begin.

    >>> ann = Candidate("Person", "Ann Webb", 0, 8, 1.0, "test")
    >>> web = Candidate("Person", "Webb", 5, 9, 1.0, "test")
    >>> both = [Named("d", "Ann Webb rang.", [ann]), Named("d", "Then Webb left.", [web])]
    >>> [(n, each.text) for chain in numbered(both) for n, each in chain.members]
    [(0, 'Ann Webb'), (1, 'Webb')]
    """
    documents: dict[str, list[int]] = {}
    for n, one in enumerate(passages):
        documents.setdefault(one.document, []).append(n)
    found = []
    for places in documents.values():
        text = ""
        told: dict[Candidate, tuple[int, Candidate]] = {}
        for n in places:
            text += _BETWEEN if text else ""
            for each in passages[n].candidates:
                moved = replace(each, begin=each.begin + len(text), end=each.end + len(text))
                told[moved] = n, each
            text += passages[n].text
        for chain in coreferences(text, list(told)):
            members = tuple(told[each] for each in chain.members)
            found.append((chain.type, members, chain.why))
    found.sort(key=lambda one: (one[1][0][0], one[1][0][1].begin))
    return [Numbered(n, *one) for n, one in enumerate(found, 1)]
