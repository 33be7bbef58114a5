"""How much more likely the contacts of two telephones are if one took up from the other.

In bits, one value a pair: contacts that both have, by how rare they are and how often each is in
contact with them; those that one of them lacks although it could have had them. Rare is meant
among all telephones, or among those that come into question beside it: in a circle all of whom
change, everybody has the others' contacts.
"""

from dataclasses import dataclass

import numpy as np

from remit.inquiry.phones.calls import Bools, Floats, Ints
from remit.inquiry.phones.contacts import Contacts
from remit.inquiry.phones.lives import Lives
from remit.inquiry.phones.rates import Rates

__all__ = ["SHORTEST", "Alike", "alike"]

SHORTEST = 0.3
"""Days of traffic in which two are at least taken to have been able to call each other."""


@dataclass(frozen=True)
class Alike:
    """Of each pair: bits for and against, and how many contacts are shared."""

    bits: Floats
    shared: Ints


def alike(
    old: Ints,
    new: Ints,
    of: Contacts,
    life: Lives,
    label: Ints,
    rates: Rates,
    *,
    passed_over: Bools | None = None,
    rivals: bool = False,
) -> Alike:
    """What the contacts of `old[i]` and `new[i]` say for one having succeeded the other.

    Labels that `passed_over` marks count for nothing. With `rivals`, a contact is as rare as it
    is among the other pairs given of the same old or of the same new telephone.
    """
    n = len(label)
    mine, theirs = (
        _of_each(of, old, new, label, passed_over),
        _of_each(of, new, old, label, passed_over),
    )
    there, found = _looked_up(of, new[mine.pair] * n + mine.label)
    _, known = _looked_up(of, old[theirs.pair] * n + theirs.label)
    general = _general(of, new, mine)
    chance = general
    if rivals:
        by_old = _among(old, mine, found, n)
        by_new = _among(new, theirs, known, n)
        at = np.searchsorted(by_new.key, new[mine.pair] * n + mine.label)
        at = np.minimum(at, max(len(by_new.key) - 1, 0))
        there_too = by_new.many[at] if len(by_new.key) else np.zeros(len(at))
        other = (there_too + general) / (by_new.rivals[mine.pair] + 1)
        chance = (by_old.own + general) / (by_old.rivals[mine.pair] + 1)
        chance = np.where(found, np.maximum(chance, other), chance)
    chance = np.clip(chance, 1e-7, 0.95)
    before = _together(old[mine.pair], mine.label, of, life)
    after = _together(new[mine.pair], mine.label, of, life)
    many, made = of.total.astype(float), of.made.astype(float)
    i, j = mine.at[found], there[found]
    both = rates.shared(
        many[i],
        many[j],
        np.maximum(before[found], SHORTEST),
        np.maximum(after[found], SHORTEST),
        made[i],
        made[j],
        chance[found],
    )
    bits = np.bincount(mine.pair[found], weights=both, minlength=len(old)).astype(float)
    shared = np.bincount(mine.pair[found], minlength=len(old))
    lost = ~found
    gone = rates.none(many[mine.at[lost]], np.maximum(before[lost], SHORTEST), after[lost])
    if rivals:
        gone = gone - np.log(1 - chance[lost])
    bits += np.bincount(mine.pair[lost], weights=gone, minlength=len(old))
    only = ~known
    pair, to = theirs.pair[only], theirs.label[only]
    after = _together(new[pair], to, of, life)
    come = rates.none(
        many[theirs.at[only]], np.maximum(after, SHORTEST), _together(old[pair], to, of, life)
    )
    if rivals:
        rare = (by_new.own[only] + _general(of, old, theirs)[only]) / (by_new.rivals[pair] + 1)
        come = come - np.log(1 - np.clip(rare, 1e-7, 0.95))
    bits += np.bincount(pair, weights=come, minlength=len(old))
    return Alike(bits / np.log(2), shared)


@dataclass(frozen=True)
class _Each:
    """For each contact of one side of each pair: the pair, where the edge stands, the label."""

    pair: Ints
    at: Ints
    label: Ints


@dataclass(frozen=True)
class _Among:
    """How many other pairs of the same telephone have each contact, and how many there are."""

    key: Ints
    many: Ints
    own: Ints
    rivals: Ints


def _of_each(
    of: Contacts, phones: Ints, others: Ints, label: Ints, passed_over: Bools | None
) -> _Each:
    many = of.many[phones]
    pair = np.repeat(np.arange(len(phones)), many)
    first = np.repeat(of.begins[phones] - np.concatenate([[0], np.cumsum(many)[:-1]]), many)
    at = first + np.arange(int(many.sum()))
    to = of.label[at]
    keep = (to != label[phones[pair]]) & (to != label[others[pair]])
    if passed_over is not None:
        keep &= ~passed_over[to]
    return _Each(pair[keep], at[keep], to[keep])


def _general(of: Contacts, phones: Ints, each: _Each) -> Floats:
    """How likely any telephone with as many contacts has this one."""
    edges = max(int(of.many.sum()), 1)
    known = np.maximum(of.known[each.label] - 1, 1)
    return np.asarray(np.clip(known * of.many[phones[each.pair]] / edges, 1e-7, 0.95))


def _among(phones: Ints, each: _Each, found: Bools, n: int) -> _Among:
    key = phones[each.pair] * n + each.label
    keys, which = np.unique(key, return_inverse=True)
    many = np.bincount(which, weights=found, minlength=len(keys)).astype(np.int64)
    rivals = np.bincount(phones, minlength=n)[phones] - 1
    own = many[which] - found
    return _Among(keys, many - 1, own, rivals)


def _looked_up(of: Contacts, key: Ints) -> tuple[Ints, Bools]:
    at = np.minimum(np.searchsorted(of.key, key), max(len(of.key) - 1, 0))
    return at, of.key[at] == key


def _together(phone: Ints, label: Ints, of: Contacts, life: Lives) -> Floats:
    """Days of traffic in which both were in use."""
    end = np.minimum(life.last_clock[phone], of.until[label])
    return np.asarray(np.maximum(end - np.maximum(life.first_clock[phone], of.since[label]), 0.0))
