"""What keys miss of names: words spelt nearly alike, and initials.

A key holds a name by its symbol, so a slip in it makes another key. Here every first and last name
that records have stands under itself and under what is left of it without one letter; two words
that meet so are at most a letter apart, or one letter missing in each (Mor and Fraenkel 1982).
Whoever is sought is sought with such words in place of the own as well.

>>> words = Words(["brambleworth", "bramblewood", "demir"], [3, 1, 2])
>>> words.near("brabmleworth"), words.near("dermir"), words.near("quill")
(('brambleworth',), ('demir',), ())
"""

from collections.abc import Iterable, Sequence
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz.distance import OSA, JaroWinkler

from remit.identity.keyed import mixed
from remit.identity.named import NEAR
from remit.identity.postings import Numbers, Postings, Unsigned
from remit.identity.rarity import marked

__all__ = ["Words", "initial", "initials"]

SHORTEST = 3
"""Letters of a word that others may stand near."""

NEAREST = 12
"""Words taken near one: the nearest, of those equally near the commonest."""

ENDS = ("fore", "sur")
"""Columns of names that are looked up: the first and the last of a record."""


class Words:
    """First and last names of records, each with how many have it."""

    def __init__(self, words: Sequence[str], counts: Sequence[int]) -> None:
        self._words, self._counts = list(words), list(counts)
        self._number = {word: at for at, word in enumerate(self._words)}
        left = [(key, at) for at, word in enumerate(self._words) for key in _left(word)]
        keys = np.array([key for key, _ in left], np.uint64)
        self._left = Postings(keys, np.array([at for _, at in left], np.int32))

    @classmethod
    def of(cls, table: pa.Table) -> "Words":
        """The words of records that are ready."""
        if ENDS[0] not in table.column_names:
            return cls([], [])
        columns = [chunk for end in ENDS for chunk in table[end].chunks]
        counted = pa.chunked_array(columns, pa.string()).drop_null().value_counts()
        words, counts = counted.field(0).to_pylist(), counted.field(1).to_pylist()
        order = sorted(range(len(words)), key=words.__getitem__)
        return cls([words[at] for at in order], [counts[at] for at in order])

    def add(self, words: Iterable[str]) -> None:
        """Names of one record more."""
        for word in words:
            if word not in self._number:
                self._number[word] = len(self._words)
                self._words.append(word)
                self._counts.append(0)
                self._left.add(self._number[word], _left(word))
            self._counts[self._number[word]] += 1

    def remove(self, words: Iterable[str]) -> None:
        """Names of one record less."""
        for word in words:
            number = self._number[word]
            self._counts[number] -= 1
            if not self._counts[number]:
                self._left.remove(number, _left(word))
                del self._number[word]
                self._words[number] = ""

    def near(self, word: str) -> tuple[str, ...]:
        """Words spelt nearly like one, other than itself, the nearest first."""
        if len(word) < SHORTEST:
            return ()
        found = {int(one) for key in _left(word) for one in self._left.under(key)}
        ranked = []
        for number in found:
            other = self._words[number]
            alike = JaroWinkler.similarity(word, other)
            apart = OSA.distance(word, other)
            if other != word and (apart == 1 or alike >= NEAR):
                ranked.append((apart, -round(alike, 6), -self._counts[number], other))
        return tuple(other for *_, other in sorted(ranked)[:NEAREST])


def initials(table: pa.Table) -> tuple[Numbers, Unsigned]:
    """Records, and keys of one name with the first letter of the other, side by side."""
    if ENDS[0] not in table.column_names:
        return np.empty(0, np.int32), np.empty(0, np.uint64)
    records, keys = [], []
    two = pc.not_equal(table["fore"], table["sur"]).fill_null(False).combine_chunks()
    record = np.flatnonzero(two.to_numpy(zero_copy_only=False))
    for one, other in (ENDS, ENDS[::-1]):
        letters = pc.utf8_slice_codeunits(table[one], 0, 1).combine_chunks().dictionary_encode()
        said = [marked(letter) for letter in letters.dictionary.to_pylist()] or [0]
        at = letters.indices.fill_null(0).to_numpy()[record]
        first = np.array(said, np.int64).view(np.uint64)[at]
        marks = table[f"{other}_mark"].combine_chunks().fill_null(0).to_numpy()
        keys.append(mixed("initial", marks.view(np.uint64)[record], first))
        records.append(record.astype(np.int32))
    # both may be one key, where both names are one symbol
    pairs = np.unique(np.rec.fromarrays([np.concatenate(keys), np.concatenate(records)]))
    return pairs["f1"].copy(), pairs["f0"].copy()


def initial(mark: int, letter: str) -> int:
    """The key of a name by its mark, with the first letter of another."""
    marks = (np.array([one], np.int64).view(np.uint64) for one in (mark, marked(letter)))
    return int(mixed("initial", *marks)[0])


def _left(word: str) -> set[int]:
    """Stands for a word, and for what is left of it without one letter."""
    short = (word[:at] + word[at + 1 :] for at in range(len(word)))
    return {crc32(one.encode()) for one in (word, *short)}
