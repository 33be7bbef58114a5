"""Two names compared: how far they write one name, whether they do, and why.

>>> compare("Mohamed O'Brien-Khan", "KHAN, Muhammad").same
True
>>> told = compare("Ali Hassan", "Ali Hussain")
>>> told.same, told.why[1].feature, told.why[1].evidence
(False, 'words differ', 'hassan / hussain: near in spelling, yet another name')

That two texts write one name says nothing of whether one person bears it: names are shared.
"""

from collections.abc import Callable
from dataclasses import dataclass

from remit.errors import Misuse
from remit.identity.names.features import Reason, reasons
from remit.identity.names.known_as import known_as
from remit.identity.names.organisations import organisation, reads_as_organisation, vessel
from remit.identity.names.pairing import paired
from remit.identity.names.people import person
from remit.identity.names.reading import Reading

__all__ = ["KINDS", "SAME", "Compared", "compare", "compare_read", "reader"]

SAME = 0.7
"""Score from which two names are taken for one. Fixed on development pairs."""

Reader = Callable[[str], Reading]

_READERS: dict[str, Reader] = {
    "person": person,
    "organisation": organisation,
    "vessel": vessel,
}
KINDS = {
    "person": "person", "people": "person", "human": "person",
    "organisation": "organisation", "organization": "organisation", "company": "organisation",
    "publicbody": "organisation", "vessel": "vessel", "ship": "vessel",
    "legalentity": "", "entity": "", "thing": "", "": "",
}  # fmt: skip
"""What may be given as kind, and how such a name is read; empty: by the look of it."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison of two names gave."""

    score: float
    """0–1; the sum of the reasons' weights, never below 0."""
    same: bool
    """Whether the score reaches `SAME`: both write one name, which is not yet one bearer."""
    why: tuple[Reason, ...]


def compare(left: str, right: str, kind: str = "person") -> Compared:
    """How far two texts write one name of a person, organisation or vessel.

    The same both ways round. Raises `Misuse` for a kind that is none of `KINDS`.
    """
    read = reader(kind, left, right)
    best = None
    for one in known_as(left):
        for other in known_as(right):
            found = compare_read(read(one), read(other))
            if best is None or found.score > best.score:
                best = found
    assert best is not None, "every text has at least one reading"
    return best


def compare_read(left: Reading, right: Reading) -> Compared:
    """The comparison of two names that have been read."""
    if not left.words or not right.words:
        return Compared(0.0, False, (Reason("no name", 0.0, "one side states no name"),))
    if right.key < left.key:
        return _scored(right, left, turned=True)
    return _scored(left, right)


def reader(kind: str, left: str, right: str) -> Reader:
    """What reads names of that kind. Raises `Misuse`."""
    chosen = KINDS.get(kind.strip().lower())
    if chosen is None:
        known = ", ".join(name for name in KINDS if name)
        raise Misuse(f"no such kind of name {kind[:40]!r}; there are {known}")
    if not chosen:
        both = reads_as_organisation(left) or reads_as_organisation(right)
        chosen = "organisation" if both else "person"
    return _READERS[chosen]


def _scored(left: Reading, right: Reading, turned: bool = False) -> Compared:
    why = reasons(left, right, paired(left, right), turned)
    score = round(min(1.0, max(0.0, sum(reason.weight for reason in why))), 4)
    return Compared(score, score >= SAME, why)
