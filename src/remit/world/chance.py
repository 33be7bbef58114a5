"""Chance from a seed: the same seed and the same key give the same draw, on every machine.

Each draw has a key of its own, so adding a crime in May moves nothing in June.

>>> Chance(1).pick(("ash", "elm", "oak"), "tree", 7)
'elm'
"""

import math
from collections.abc import Sequence
from hashlib import sha256
from itertools import accumulate
from typing import TypeVar

__all__ = ["Chance"]

T = TypeVar("T")


class Chance:
    """Draws from one seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def share(self, *key: object) -> float:
        """A number from 0 up to, not including, 1."""
        return int.from_bytes(self._bytes(key)[:6], "big") / 2**48

    def pick(self, items: Sequence[T], *key: object) -> T:
        """One of `items`, each as likely as the others."""
        return items[int(self.share(*key) * len(items))]

    def weighted(self, items: Sequence[T], weights: Sequence[float], *key: object) -> T:
        """One of `items`, as likely as its weight says."""
        sums = list(accumulate(weights))
        mark = self.share(*key) * sums[-1]
        return next(item for item, upto in zip(items, sums, strict=True) if mark < upto)

    def count(self, mean: float, *key: object) -> int:
        """A Poisson count with that mean, by inversion."""
        mark, found, chance = self.share(*key), 0, math.exp(-mean)
        reached = chance
        while mark >= reached and chance > 0:
            found += 1
            chance *= mean / found
            reached += chance
        return found

    def hex(self, *key: object) -> str:
        """64 hexadecimal digits, as police.uk gives for a crime."""
        return self._bytes(key).hex()

    def _bytes(self, key: tuple[object, ...]) -> bytes:
        return sha256("\x1f".join(map(str, (self._seed, *key))).encode()).digest()
