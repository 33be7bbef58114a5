"""How many pairs as strong chance would give.

If every use were weighed rightly, a pair of strangers would have b bits with a chance of at most
2**-b (Markov's inequality on a likelihood ratio). Uses of one token are not independent and habits
are estimated, so the tail is measured: the uses of every token are moved on by whole days, which
keeps places, times of day and habits and breaks what is looked for. Where bits fall off more slowly
there than they should, they are worth less by that rate.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Tail", "tail"]

_AT_WORST = 0.25
"""Rate at which bits may be worth least: slower, and nothing can be said."""

_LEAST = 2.0**-8
"""What is held at least: what was turned is not all that strangers have in common."""

_AGAIN = 4

_FEWEST = 1_000
"""Pairs in what was turned below which nothing is measured, and Markov's bound stands alone."""


@dataclass(frozen=True, slots=True)
class Tail:
    """How chance falls off with bits."""

    rate: float
    """Of the bits, how many count: 1 where they fall off as they should."""
    held: float
    """2**(rate * bits) of a pair by chance, on average: 1 where bits are weighed rightly, less
    where strangers have much against them."""
    compared: int
    """Pairs compared, times the ways of setting clocks and places tried."""
    highest: float
    """Most bits that a pair had by chance, in what was turned."""
    looked: int
    """Pairs in what was turned."""

    def expected(self, bits: float) -> float:
        """Pairs that chance gives with as many bits or more."""
        log = math.log2(max(1, self.compared)) + math.log2(self.held) - self.rate * bits
        return float(2.0 ** min(log, math.log2(max(1, self.compared))))


def tail(turned: list[NDArray[np.float32]], compared: int) -> Tail:
    """Fitted to the bits of pairs by chance, (tokens, movers) each; 0 is none compared.

    The rate is the slower of the exponentials through the excess over the bits that one pair in a
    hundred and one in a thousand has. `held` is what 2**(rate * bits) comes to on average, which
    bounds the chance of more bits by Markov's inequality, with the highest counted `_AGAIN` times
    for those that were not seen.
    """
    every = np.concatenate([np.zeros(0), *(one.ravel().astype(np.float64) for one in turned)])
    every = every[every != 0]
    looked = len(every)
    if looked < _FEWEST:
        return Tail(1.0, 1.0, compared, 0.0, looked)
    rate, highest = 1.0, float(every.max())
    for share in (1e-2, 1e-3):
        from_ = max(1.0, float(np.quantile(every, 1 - share)))
        over = every[every > from_]
        if len(over) >= 20:
            rate = min(rate, 1.0 / (float((over - from_).mean()) * math.log(2)))
    rate = max(_AT_WORST, rate)
    again = np.exp2(rate * np.append(every, [highest] * _AGAIN)).sum() / looked
    return Tail(rate, float(min(1.0, max(_LEAST, again))), compared, highest, looked)
