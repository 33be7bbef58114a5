"""Chance in bulk: whole columns drawn from a seed and a key, the same on every machine.

Each block of the city has a key of its own, so a block can be written without the others and
adding one moves nothing else. Only the raw bits of a counter-based generator are used (Philox:
Salmon et al., Parallel random numbers, 2011); every distribution is made here, because those of a
library may change between its releases.

>>> Draws(1, "tree").whole(5, 10).tolist()
[6, 9, 4, 1, 9]
"""

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

__all__ = ["Draws", "Flags", "Floats", "Ints"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Draws:
    """Draws for one key; each call takes the next bits of it."""

    def __init__(self, seed: int, *key: object) -> None:
        digest = sha256("\x1f".join(map(str, (seed, *key))).encode()).digest()
        self._bits = np.random.Philox(key=np.frombuffer(digest[:16], dtype="<u8"))

    def share(self, n: int) -> Floats:
        """`n` numbers from 0 up to, not including, 1."""
        return np.asarray((self._raw(n) >> np.uint64(11)) * 2.0**-53, dtype=np.float64)

    def whole(self, n: int, below: int | Ints) -> Ints:
        """`n` whole numbers from 0 up to, not including, `below`, which is at most 2**31."""
        top = (self._raw(n) >> np.uint64(33)).astype(np.int64)
        return np.asarray((top * below) >> 31, dtype=np.int64)

    def between(self, n: int, low: int, high: int) -> Ints:
        """`n` whole numbers from `low` to `high`, both included."""
        return low + self.whole(n, high - low + 1)

    def one(self, below: int) -> int:
        """A single whole number from 0 up to, not including, `below`."""
        return int(self.whole(1, below)[0])

    def hits(self, n: int, chance: float) -> Flags:
        """`n` flags, each true with that chance."""
        return np.asarray(self.share(n) < chance)

    def picks(self, n: int, weights: Sequence[int] | Ints) -> Ints:
        """`n` positions, each as likely as its whole weight says."""
        return self.along(n, np.cumsum(np.asarray(weights, dtype=np.int64)))

    def along(self, n: int, sums: Ints) -> Ints:
        """Like `picks`, from running sums of the weights: for drawing many times from one list."""
        mark = self.whole(n, int(sums[-1]))
        return np.asarray(np.searchsorted(sums, mark, side="right"), dtype=np.int64)

    def order(self, n: int) -> Ints:
        """The numbers 0 to `n` - 1 in chance order."""
        return np.asarray(np.argsort(self._raw(n), kind="stable"), dtype=np.int64)

    def around(self, n: int, middle: float, spread: float) -> Floats:
        """`n` numbers about `middle`, bell-shaped and within 3.5 `spread`: a sum of four shares."""
        total = sum(self.share(n) for _ in range(4))
        return np.asarray(middle + (total - 2.0) * 1.7320508 * spread, dtype=np.float64)

    def counts(self, means: Floats) -> Ints:
        """A Poisson count for each mean, by inversion."""
        mark = self.share(len(means))
        found = np.zeros(len(means), dtype=np.int64)
        chance = np.exp(-means)
        reached = chance.copy()
        while (more := (mark >= reached) & (chance > 0)).any():
            found += more
            chance = np.where(more, chance * means / np.maximum(found, 1), chance)
            reached = np.where(more, reached + chance, reached)
        return found

    def _raw(self, n: int) -> NDArray[np.uint64]:
        return np.asarray(self._bits.random_raw(n), dtype=np.uint64)
