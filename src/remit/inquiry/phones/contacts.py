"""With whom each telephone was in contact, how often and for how long it could have been.

A telephone that succeeds another counts as the same contact once the succession is accepted
(`label`): so mutual contacts who change together are followed.
"""

from dataclasses import dataclass

import numpy as np

from remit.inquiry.phones.calls import DAY, Calls, Floats, Ints
from remit.inquiry.phones.lives import Lives

__all__ = ["Contacts", "Edges", "contacts", "edges"]


@dataclass(frozen=True)
class Edges:
    """Each telephone with each that it was in contact with: both ways round, in order of both."""

    phone: Ints
    other: Ints
    made: Ints
    received: Ints
    even: Ints
    """Calls on every other day, and on every other pair of days, both ways: (2, edges)."""


@dataclass(frozen=True)
class Contacts:
    """Edges with contacts by label; `begins[p]` to `begins[p + 1]` are those of telephone p."""

    begins: Ints
    label: Ints
    made: Ints
    received: Ints
    known: Ints
    """How many different telephones, successions folded, each label was in contact with."""
    many: Ints
    """How many contacts each telephone has."""
    since: Floats
    until: Floats
    """From when to when each label was in use, in days of traffic."""
    key: Ints
    """`phone * n + label`, rising."""

    @property
    def total(self) -> Ints:
        """Calls and messages of each edge, both ways."""
        return self.made + self.received


def edges(calls: Calls) -> Edges:
    """Who was in contact with whom, without calls to oneself."""
    key = calls.who * calls.n + calls.whom
    found, which = np.unique(key[calls.who != calls.whom], return_inverse=True)
    out = (np.arange(2 * len(calls.time)) < len(calls.time))[calls.who != calls.whom]
    made = np.bincount(which, weights=out, minlength=len(found)).astype(np.int64)
    every = np.bincount(which, minlength=len(found))
    day = (calls.times // DAY)[calls.who != calls.whom]
    even = np.stack(
        [np.bincount(which, weights=day // span % 2 == 0, minlength=len(found)) for span in (1, 2)]
    ).astype(np.int64)
    return Edges(found // calls.n, found % calls.n, made, every - made, even)


def contacts(edge: Edges, life: Lives, label: Ints) -> Contacts:
    """Edges with every contact replaced by its label."""
    n = len(label)
    key = edge.phone * n + label[edge.other]
    found, which = np.unique(key, return_inverse=True)
    made = np.bincount(which, weights=edge.made, minlength=len(found)).astype(np.int64)
    received = np.bincount(which, weights=edge.received, minlength=len(found)).astype(np.int64)
    phone, to = found // n, found % n
    between = np.unique(label[phone] * n + to)
    known = np.bincount(between % n, minlength=n)
    since, until = np.full(n, np.inf), np.full(n, -np.inf)
    np.minimum.at(since, label, life.first_clock)
    np.maximum.at(until, label, life.last_clock)
    many = np.bincount(phone, minlength=n)
    begins = np.concatenate([[0], np.cumsum(many)])
    return Contacts(begins, to, made, received, known, many, since, until, found)
