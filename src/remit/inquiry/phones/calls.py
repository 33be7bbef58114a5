"""Calls as arrays, and what is counted of them before any two telephones are compared."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = ["DAY", "HOUR", "Bools", "Calls", "Floats", "Ints"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

HOUR = 3_600
DAY = 86_400


@dataclass(frozen=True)
class Calls:
    """Calls and messages in order of time, one value each.

    `time` is in whole seconds UTC; `caller` and `called` are numbers from 0 to `n` - 1; `handset`
    and `cell` are the caller's and the called one's, -1 where no record says them. The order in
    which telephones are numbered does not matter.
    """

    time: Ints
    caller: Ints
    called: Ints
    n: int
    handset: tuple[Ints, Ints] | None = None
    cell: tuple[Ints, Ints] | None = None

    @cached_property
    def order(self) -> Ints:
        """Uses of telephones, two a call: first of the callers, then of the called, put in order
        of telephone, then time."""
        return np.lexsort((self.times, self.who))

    @cached_property
    def who(self) -> Ints:
        """The telephone of each use."""
        return np.concatenate([self.caller, self.called])

    @cached_property
    def whom(self) -> Ints:
        """The other telephone of each use."""
        return np.concatenate([self.called, self.caller])

    @cached_property
    def times(self) -> Ints:
        """The time of each use."""
        return np.concatenate([self.time, self.time])

    @cached_property
    def uses(self) -> Ints:
        """How many uses each telephone has."""
        return np.bincount(self.who, minlength=self.n)

    @cached_property
    def begins(self) -> Ints:
        """Where in `order` the uses of each telephone begin; one more at the end."""
        return np.concatenate([[0], np.cumsum(self.uses)])

    @cached_property
    def clock(self) -> Floats:
        """The time of each call in days of ordinary traffic: a night in which hardly anybody calls
        is short."""
        if not len(self.time):
            return np.zeros(0)
        days = max((self.time[-1] - self.time[0]) / DAY, 1e-6)
        middle = (
            np.searchsorted(self.time, self.time, "left")
            + np.searchsorted(self.time, self.time, "right")
        ) / (2 * len(self.time))
        return np.asarray(middle * days)

    @property
    def days(self) -> float:
        """Days from the first call to the last."""
        return float(max((self.time[-1] - self.time[0]) / DAY, 1e-6)) if len(self.time) else 0.0
