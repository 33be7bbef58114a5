"""Uses: when and at which place a card, a device or a mark was used."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Uses"]


@dataclass(frozen=True, slots=True)
class Uses:
    """`n` uses of `tokens` at `places`, in seconds (UTC) and metres, in any order."""

    token: NDArray[np.int64]
    """(n,) which of `tokens` was used."""
    begin: NDArray[np.float64]
    end: NDArray[np.float64]
    """(n,) first and last instant that the record allows: a minute, or a day."""
    place: NDArray[np.int64]
    """(n,) at which of `places`; each is a till of its own."""
    tokens: tuple[str, ...]
    places: tuple[str, ...]
    at: NDArray[np.float64]
    """(p, 2) where the places are said to be; not a number where nobody says."""
    radius: NDArray[np.float64]
    """(p,) metres around that point within which the use may have been."""
    source: NDArray[np.int64]
    """(p,) which of `sources` a place's uses are of: one clock and one way of placing points."""
    sources: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.token)
