"""What is true of a made-up case of who holds what, and what of it can be derived at all.

A token held through a mover can be derived where that mover was, by its own record, at the place
at `LEAST` uses of it or more, at moments when at most one mover in twenty was there too, and at
half of the uses in that time or more. Of movers that leave points alone, a record within 1 km and
20 minutes counts as there.
"""

from dataclasses import dataclass, field

import numpy as np

from remit.inquiry.movements.presence import Fixes
from remit.inquiry.movements.uses import Uses

__all__ = ["DAY", "LEAST", "Case", "Truth", "by_record", "derivable", "recorded", "shuffled"]

DAY = 86_400.0

LEAST = 6
"""Telling uses that a holder needs at least, to be derivable."""


@dataclass
class Truth:
    """Who held what, what is wrong, and what can be known of it."""

    holds: set[tuple[int, int]] = field(default_factory=set)
    """(token, mover), the second -1 for somebody of whom nothing is recorded."""
    derivable: set[tuple[int, int]] = field(default_factory=set)
    sources: dict[int, float] = field(default_factory=dict)
    """Seconds by which a source's clocks run fast."""
    tills: dict[int, float] = field(default_factory=dict)
    """The same of single tills, besides."""
    shifts: dict[int, tuple[float, float]] = field(default_factory=dict)
    """Metres by which a source's places are displaced."""
    places: dict[int, tuple[float, float]] = field(default_factory=dict)
    """Where places are that nobody says."""


@dataclass(frozen=True)
class Case:
    """What a method is given, and the truth it is measured on."""

    fixes: Fixes
    uses: Uses
    truth: Truth


def by_record(fixes, shop, metres=1_000.0, seconds=1_200.0):
    """Visits as points alone tell them: within so far and so long of each."""
    found = []
    for number, one in enumerate(shop):
        near = fixes[np.hypot(*(fixes[:, 2:4] - one).T) <= metres]
        found += [(int(m), number, t - seconds, t + seconds) for m, t in near[:, :2]]
    return found


def recorded(visits, place, when, there):
    """Whether the mover at each use was there by its own record."""
    spans: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for mover, shop, begin, end in visits:
        spans.setdefault((mover, shop), []).append((begin, end))
    return np.array([
        any(b <= t <= e for b, e in spans.get((int(m), int(p)), ()))
        for p, t, m in zip(place, when, there, strict=True)
    ], bool)  # fmt: skip


def derivable(visits, token, when, place, there, movers, holds):
    """The pairs of `holds` that can be known: as the module says. `there` is the mover at each
    use that was there by its own record, -1 where none was."""
    whole: dict[int, list[tuple[float, float, int]]] = {}
    for mover, shop, begin, end in visits:
        whole.setdefault(shop, []).append((begin, end, mover))
    by_shop = {shop: np.array(found) for shop, found in whole.items()}
    crowd = np.zeros(len(token))
    for at, (shop, time) in enumerate(zip(place, when, strict=True)):
        rows = by_shop.get(int(shop))
        if rows is not None:
            crowd[at] = len(np.unique(rows[(rows[:, 0] <= time) & (time <= rows[:, 1]), 2]))
    telling = crowd <= max(1, movers / 20)
    found = set()
    for card, mover in holds:
        own = (token == card) & (there == mover)
        if mover < 0 or (own & telling).sum() < LEAST:
            continue
        times = when[own]
        span = (token == card) & (when >= times.min()) & (when <= times.max())
        if own.sum() >= 0.5 * span.sum() or _in_turn(token, card, there, span, holds):
            found.add((card, mover))
    return found


def _in_turn(token, card, there, span, holds):
    """Whether those who hold a card together were there at half of its uses or more."""
    both = [m for c, m in holds if c == card and m >= 0]
    return np.isin(there[span], both).mean() >= 0.5


def shuffled(case: Case, seed: int) -> Case:
    """The same case with the times of the uses dealt out anew: nothing is left to find."""
    rng = np.random.default_rng(seed)
    uses = case.uses
    order = rng.permutation(len(uses))
    span = uses.end - uses.begin
    begin = np.where(span[order] == span, uses.begin[order], uses.begin)
    days = rng.permutation(len(uses))
    begin = np.floor(uses.begin[days] / DAY) * DAY + (begin % DAY)
    new = Uses(uses.token, begin, begin + span, uses.place, uses.tokens, uses.places, uses.at,
               uses.radius, uses.source, uses.sources)  # fmt: skip
    return Case(case.fixes, new, Truth())
