"""How rare a value is: frozen with a model, so that a weight depends on two records alone.

A shared rare name says more than a shared common one. How often values occur is counted once,
when a model is trained; a value not met then counts as seen once. Rarity comes in classes of two
bits, so that a weight is the same on every engine to the last digit.

>>> counted = Rarity.of(["smith"] * 600 + ["quillfeather"] + ["jones"] * 399)
>>> counted.kind("smith"), counted.kind("quillfeather"), counted.kind("never met")
(0, 4, 4)
>>> kept = Rarity.thawed(counted.frozen())
>>> kept.kind("jones"), kept.kind("quillfeather"), "smith" in str(counted.frozen())
(0, 4, False)
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from math import log2
from typing import Any

__all__ = ["CLASSES", "Rarity", "marked"]

CLASSES = 8
"""Classes above the commonest: 2 bits of surprise each, so 16 bits (1 in 65,536) and more are 8."""

_BITS = 2.0


@lru_cache(maxsize=1 << 19)
def marked(text: str) -> int:
    """64 bits that stand for a text on every machine; the last five are free.

    >>> marked("smith") == marked("smith"), marked("smith") == marked("smyth"), marked("x") & 31
    (True, False, 0)
    """
    digest = blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True) & ~31


@dataclass(frozen=True)
class Rarity:
    """The class of every value that is not as rare as one seen once."""

    kinds: Mapping[int, int]
    """Class by mark."""
    unmet: int
    """Class of all others."""

    @classmethod
    def of(cls, values: Iterable[str | None]) -> "Rarity":
        """Counted over `values`; None is no value."""
        counts = Counter(value for value in values if value is not None)
        total = sum(counts.values())
        unmet = _class(1, total)
        kinds = {marked(value): _class(count, total) for value, count in counts.items()}
        return cls({mark: kind for mark, kind in kinds.items() if kind < unmet}, unmet)

    def kind(self, value: str) -> int:
        """0 for a common value, up to `CLASSES` for one that nearly nobody has."""
        return self.kinds.get(marked(value), self.unmet)

    def frozen(self) -> dict[str, Any]:
        """As a model keeps it: marks by class, no value in clear."""
        marks = {str(kind): [] for kind in range(self.unmet)}  # type: dict[str, list[int]]
        for mark, kind in sorted(self.kinds.items()):
            marks[str(kind)].append(mark)
        return {"unmet": self.unmet, "marks": marks}

    @classmethod
    def thawed(cls, said: Mapping[str, Any]) -> "Rarity":
        """What `frozen` gave."""
        kinds = {mark: int(kind) for kind, marks in said["marks"].items() for mark in marks}
        return cls(kinds, said["unmet"])


def _class(count: int, total: int) -> int:
    return min(CLASSES, int(log2(max(total, 1) / count) / _BITS))
