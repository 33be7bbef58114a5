"""Accounts that pass money on: most of what comes in is paid out again within a day.

Held against what is usual: how often credits of that size are passed on by any other account, and
how often as much leaves this account on days without such a credit; and how many payments leave it
in a day at other times.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import nbinom

from remit.inquiry.money.payments import DAY, UNKNOWN, Ints, Payments

__all__ = ["FLOOR", "SHARE", "WITHIN_SECONDS", "Passed", "passed"]

FLOOR = 20_000
"""Hundredths: smaller credits are passed on by anybody who shops."""

SHARE = 0.8
"""Of a credit, how much has to leave again."""

WITHIN_SECONDS = DAY
_SHIFTS = tuple(d for n in range(2, 16) for d in (n, -n))
"""Days by which credits are moved to see what leaves the account at other times."""

FEWEST = 2
"""Credits that have to be passed on: one is chance, or a favour."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Passed:
    """An account that passed credits on; numbers are positions among the payments."""

    account: int
    credits: Ints
    """Those that were passed on."""
    onward: tuple[Ints, ...]
    """Of each, the payments by which they were."""
    others: int
    """Credits of the same size that were not."""
    again: tuple[int, ...]
    """Accounts that were paid after more than one of the credits."""
    expected: float
    """How many accounts as far beyond what is usual chance would give."""


def passed(found: Payments, check: Callable[[], None] = lambda: None) -> list[Passed]:
    """Accounts with `FEWEST` credits passed on or more, strongest first."""
    out = _Out(found)
    credits = np.flatnonzero((found.minor >= FLOOR) & (found.payee != UNKNOWN))
    if not len(credits):
        return []
    account, at, minor = found.payee[credits], found.at[credits], found.minor[credits]
    came = _Came(account, at)
    hits = out.leaving(account, at) >= SHARE * minor
    usual, trials = np.zeros(len(credits)), np.zeros(len(credits))
    first, last = int(found.at.min()), int(found.at.max())
    for shift in _SHIFTS:
        check()
        moved = at + shift * DAY
        there = (moved >= first) & (moved + WITHIN_SECONDS <= last + DAY)
        there &= ~came.within(account, moved)
        usual += there & (out.leaving(account, moved) >= SHARE * minor)
        trials += there
    every, hit = len(credits), int(hits.sum())
    things = np.unique(account[hits])
    tested = len(np.unique(account))
    spread = out.spread(last - first)
    told = []
    for one in things.tolist():
        check()
        mine = account == one
        k = int((mine & hits).sum())
        if k < FEWEST:
            continue
        # Others' share, and this account's own at other times: whichever happens, money leaves.
        others = (hit - k + 0.5) / (every - int(mine.sum()) + 1)
        chances = np.minimum(1.0, others + usual[mine] / np.maximum(trials[mine], 1))
        which = credits[mine & hits]
        onward = tuple(out.payments(one, int(found.at[credit])) for credit in which)
        again = _again(found, onward)
        expected = tested * _at_least(chances, k) * _as_many(out, one, onward, spread, last - first)
        told.append(
            Passed(one, which, onward, int(mine.sum()) - k, again, min(expected, float(tested)))
        )
    return sorted(told, key=lambda passing: (passing.expected, passing.account))


class _Came:
    """Credits by account and time: a day that has one tells nothing of days without."""

    def __init__(self, account: Ints, at: Ints) -> None:
        self._span, self._first = int(at.max() - at.min()) + 40 * DAY, int(at.min()) - 20 * DAY
        self._keys = np.sort(account * self._span + (at - self._first))

    def within(self, account: Ints, at: Ints) -> npt.NDArray[np.bool_]:
        """Whether a credit came to the account less than a day before or after a moment."""
        middle = account * self._span + (at - self._first)
        low = np.searchsorted(self._keys, middle - WITHIN_SECONDS, side="right")
        found: npt.NDArray[np.bool_] = low < np.searchsorted(
            self._keys, middle + WITHIN_SECONDS, side="left"
        )
        return found


class _Out:
    """Payments out of accounts, in order of account and time, with sums up to each."""

    def __init__(self, found: Payments) -> None:
        order = np.lexsort((found.at, found.payer))
        self._order = order[found.payer[order] != UNKNOWN]
        self._payer, self._at = found.payer[self._order], found.at[self._order]
        self._sums = np.concatenate(([0], np.cumsum(found.minor[self._order])))
        self._span = int(found.at.max() - found.at.min()) + 40 * DAY if len(found.at) else DAY
        self._first = int(found.at.min()) - 20 * DAY if len(found.at) else 0
        self._keys = self._payer * self._span + (self._at - self._first)

    def _bounds(self, account: Ints, at: Ints) -> tuple[Ints, Ints]:
        begin = account * self._span + (at - self._first)
        low = np.searchsorted(self._keys, begin, side="left")
        return low, np.searchsorted(self._keys, begin + WITHIN_SECONDS, side="right")

    def leaving(self, account: Ints, at: Ints) -> Ints:
        """What leaves each account within the time after a moment."""
        low, high = self._bounds(account, at)
        left: Ints = self._sums[high] - self._sums[low]
        return left

    def payments(self, account: int, at: int) -> Ints:
        """Positions of the payments that leave it then."""
        low, high = self._bounds(np.array([account]), np.array([at]))
        found: Ints = self._order[low[0] : high[0]]
        return found

    def rate(self, seconds: int) -> float:
        """Payments that leave an account in a day, over all accounts that pay."""
        return len(self._order) / max(1, len(np.unique(self._payer))) / max(1.0, seconds / DAY)

    def spread(self, seconds: int) -> float:
        """The variance of an account's count of a day, as a multiple of its mean; 2 or more.

        People pay several bills at one sitting, which a few accounts need not show.
        """
        days = max(1.0, seconds / DAY)
        _, counts = np.unique(
            np.column_stack((self._payer, self._at // DAY)), axis=0, return_counts=True
        )
        _, each = np.unique(self._payer, return_counts=True)
        squares = float((counts**2).sum()) - float((each**2).sum()) / days
        return max(2.0, squares / max(1, len(self._order)))

    def every(self, account: int) -> Ints:
        """Positions of all its payments."""
        low, high = np.searchsorted(self._payer, [account, account + 1])
        found: Ints = self._order[low:high]
        return found


def _again(found: Payments, onward: tuple[Ints, ...]) -> tuple[int, ...]:
    """Accounts paid after more than one credit."""
    paid = [set(found.payee[some].tolist()) - {UNKNOWN} for some in onward]
    pairs = [(a, b) for n, a in enumerate(paid) for b in paid[n + 1 :]]
    return tuple(sorted({one for a, b in pairs for one in a & b}))


def _as_many(
    out: "_Out", account: int, onward: tuple[Ints, ...], spread: float, seconds: int
) -> float:
    """The chance that as many payments leave an account in as many days.

    Counts of a day vary more than a Poisson law has it, by the factor `spread` of all accounts: a
    negative binomial law with the rate of the account's other days.
    """
    days = max(1.0, seconds / DAY)
    elsewhere = len(out.every(account)) - len(np.unique(np.concatenate(onward)))
    rate = (elsewhere + out.rate(seconds)) / (max(1.0, days - len(onward)) + 1.0)
    size = rate / max(spread - 1.0, 0.01)
    many, days_of_it = sum(len(some) for some in onward), len(onward)
    return float(nbinom.sf(many - 1, size * days_of_it, size / (size + rate)))


def _at_least(chances: Floats, k: int) -> float:
    """The chance of `k` successes or more in trials of differing chances, exactly.

    >>> round(_at_least(np.array([0.5, 0.5]), 2), 3)
    0.25
    """
    told = np.zeros(k + 1)
    told[0] = 1.0
    for chance in chances:
        ahead = told[:-1] * chance
        told[k] += ahead[-1]
        told[1:k] = told[1:k] * (1 - chance) + ahead[:-1]
        told[0] *= 1 - chance
    return float(told[k])
