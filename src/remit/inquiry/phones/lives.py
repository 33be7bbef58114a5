"""When a telephone fell silent, and when it began: where its uses, so far regular, stop or start.

A few uses beyond the point count as strays: a trial call from the new number, a call to the old
one that nobody answers. Whether a silence says anything depends on how often the telephone was
used before; nights are not counted as silence (`Calls.clock`).
"""

from dataclasses import dataclass

import numpy as np

from remit.inquiry.phones.calls import Calls, Floats, Ints

__all__ = ["LEAST_USES", "Lives", "lives"]

LEAST_USES = 3
"""Uses below which a silence cannot be told from chance."""

SILENCE = 2.0
"""Log-likelihood (nats) that a stop must gain: e times e times e over going on as before."""

FEW = 0.1
"""Odds that a telephone stops or starts while calls are looked at, before anything is seen."""

STRAYS = 0.08
"""Share of its uses that may lie beyond the point, and 2 always may."""

STRAY = 3.0
"""What each stray costs (nats): a use is not lightly passed over."""


@dataclass(frozen=True)
class Lives:
    """For each telephone, when it was in regular use, in seconds and in days of traffic."""

    first: Ints
    last: Ints
    first_clock: Floats
    last_clock: Floats
    ended: Floats
    """Log-likelihood (nats) that it stopped at `last`; 0 where it went on."""
    began: Floats
    """The same that it started at `first`."""

    @property
    def truly_ended(self) -> Floats:
        """How likely each stopped, rather than not having been used by chance: 0 to 1."""
        return _truly(self.ended)

    @property
    def truly_began(self) -> Floats:
        """The same that it started."""
        return _truly(self.began)


def lives(calls: Calls) -> Lives:
    """When each telephone was in use. One never used has `first` after `last`."""
    n, order = calls.n, calls.order
    time = calls.times[order]
    clock = np.concatenate([calls.clock, calls.clock])[order]
    top = float(calls.clock[-1]) if len(calls.clock) else 0.0
    used = np.flatnonzero(calls.uses)
    start, many = calls.begins[used], calls.uses[used]
    at_end, ended = _stops(clock, start, many, top)
    mirrored = top - clock
    back = np.repeat(start * 2 + many - 1, many) - np.arange(len(clock))
    at_begin, began = _stops(mirrored[back], start, many, top)
    at_begin = start * 2 + many - 1 - at_begin
    first = np.full(n, 1 << 60)
    last = np.full(n, -1)
    first_clock, last_clock = np.full(n, np.inf), np.full(n, -np.inf)
    gained = np.zeros((2, n))
    first[used], last[used] = time[at_begin], time[at_end]
    first_clock[used], last_clock[used] = clock[at_begin], clock[at_end]
    gained[0, used], gained[1, used] = ended, began
    wrong = first > last  # strays on both sides of nothing: the whole span is its life
    if wrong[used].any():
        bad = used[wrong[used]]
        first[bad], last[bad] = time[calls.begins[bad]], time[calls.begins[bad + 1] - 1]
        first_clock[bad] = clock[calls.begins[bad]]
        last_clock[bad] = clock[calls.begins[bad + 1] - 1]
        gained[:, bad] = 0.0
    return Lives(first, last, first_clock, last_clock, gained[0], gained[1])


def _truly(gain: Floats) -> Floats:
    odds = FEW * np.exp(np.minimum(gain - SILENCE, 50.0))
    return np.asarray(np.where(gain > 0, odds / (1 + odds), 0.0))


def _stops(clock: Floats, start: Ints, many: Ints, top: float) -> tuple[Ints, Floats]:
    """Position of the use with which each telephone best stops, and what that gains in nats.

    The likelihood of two Poisson rates, one up to the use and one after it, over that of one.
    """
    size = len(clock)
    if not size:
        return start, np.zeros(0)
    own_start, own_many = np.repeat(start, many), np.repeat(many, many)
    rank = np.arange(size) - own_start + 1
    beyond = own_many - rank
    length = np.maximum(clock - clock[own_start], 0.02)
    rest = np.maximum(top - clock, 1e-3)
    whole = np.maximum(top - clock[own_start], 0.02)
    gain = rank * np.log(rank / length) - own_many * np.log(own_many / whole)
    gain += beyond * np.log(np.maximum(beyond, 1) / rest)
    quiet = (beyond <= np.maximum(2, STRAYS * own_many)) & (own_many >= LEAST_USES)
    quiet &= (beyond / rest < 0.2 * rank / length) & (rank > 0.5 * own_many)
    gain = np.where(quiet, gain - STRAY * beyond, -np.inf)
    best = np.maximum.reduceat(gain, start)
    at = np.flatnonzero(gain == np.repeat(best, many))
    owner = np.repeat(np.arange(len(start)), many)[at]
    chosen = np.zeros(len(start), dtype=np.int64)
    chosen[owner] = at  # the last of equals
    found = best >= SILENCE
    last = start + many - 1
    return np.where(found, chosen, last), np.where(found, best, 0.0)
