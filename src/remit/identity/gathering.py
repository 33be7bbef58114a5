"""Records that share something with whoever is sought: gathered by keys, rare ones first, and
then by keys of names spelt nearly alike.

What a key says is how rare it is, in bits. A record's bits, added up over the keys that it shares,
say which records are worth weighing; keys overlap, so they are no weight themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log2

import numpy as np
import numpy.typing as npt

from remit.identity import reading
from remit.identity.index import Index, Values
from remit.identity.keyed import keyed
from remit.identity.postings import Numbers, Postings
from remit.identity.prepared import NAMES, Prepared, name_words
from remit.identity.rarity import marked
from remit.identity.spelt import initial

__all__ = ["GATHERED", "Gathered", "gathered", "near"]

GATHERED = 30_000
"""Records under all keys together that are gathered."""

FIRST = 300
"""Records taken of the rarest key where even that has more."""

NEARLY = 0.5
"""What a key counts that was made with a name spelt nearly alike, beside one of the own."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Records by number, and the bits of the keys that each shares."""

    numbers: Numbers
    bits: npt.NDArray[np.float64]
    passed_over: int
    """Keys that were not gone through, or not to the end, since too many records have them."""


def near(index: Index, values: Values) -> Iterator[tuple[str, Values]]:
    """Names of records spelt nearly like one of the sought, each with what is then sought."""
    for column, cell in values.items():
        if not cell or index.meant[column] not in NAMES:
            continue
        words = name_words(index.meant[column], cell)
        for at, word in enumerate(words):
            for other in index.words.near(word):
                if reading.symbol(other) != reading.symbol(word):  # else its keys are the own
                    varied = " ".join((*words[:at], other, *words[at + 1 :]))
                    yield other, {**values, column: varied}


def gathered(index: Index, values: Values, ready: Prepared) -> Gathered:
    """Records that share keys with the first of `ready`, whom `values` describe.

    The others of `ready` are the same with names spelt nearly alike.
    """
    found = sorted(_keys(index, values, ready), key=lambda one: (-one[2], *one[:2]))
    numbers: list[Numbers] = []
    bits: list[npt.NDArray[np.float64]] = []
    total = passed_over = 0
    for size, key, counts, postings in found:
        whole = total + size <= GATHERED
        if not whole:
            passed_over += counts == 1
        if whole or not numbers:
            under = postings.under(key)[: None if whole else FIRST]
            total += len(under)
            numbers.append(under)
            bits.append(np.full(len(under), counts * log2(len(index.held) / size)))
    if not numbers:
        return Gathered(np.empty(0, np.int32), np.empty(0), 0)
    records, of = np.unique(np.concatenate(numbers), return_inverse=True)
    added = np.bincount(of, np.concatenate(bits)).astype(np.float64)
    return Gathered(records, added, int(passed_over))


def _keys(
    index: Index, values: Values, ready: Prepared
) -> Iterator[tuple[int, int, float, Postings]]:
    """How many records have a key, the key, what it counts, and where it stands."""
    record, key = keyed(ready)
    own = np.unique(key[record == 0])
    more = np.setdiff1d(key[record > 0], own)
    first = np.array(sorted(_initials(index, values)), np.uint64)
    for keys, counts, postings in (
        (own, 1.0, index.keys),
        (more, NEARLY, index.keys),
        (first, 1.0, index.initials),
    ):
        for one, size in zip(keys.tolist(), postings.sizes(keys).tolist(), strict=True):
            if size:
                yield size, one, counts, postings


def _initials(index: Index, values: Values) -> set[int]:
    """Keys of each name with each first letter that stands alone."""
    words = [
        word
        for column, cell in values.items()
        if cell and index.meant[column] in NAMES
        for word in name_words(index.meant[column], cell)
    ]
    letters = [word for word in words if len(word) == 1]
    names = {reading.symbol(word) for word in words if len(word) > 1}
    return {initial(marked(name), letter) for name in names for letter in letters}
