"""Every recorded name in view, arranged so that a million can be searched in a blink.

Names are kept once each, and so are the words they are made of: one word stands in thousands of
names, so likeness is worked out on some ten thousands of words instead of on every name. Built
once for all acts that see the same data, of their scoped claims and nothing else, piece by piece
so that an act that is stopped stops it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from remit.inquiry.found import Asked
from remit.ontology.names.sounds import sounds
from remit.ontology.names.spellings import skeleton

__all__ = ["NameIndex", "Places", "Words", "letters", "name_index"]

Ints = npt.NDArray[np.int32]

_WORDS_AT_ONCE = 4096


@dataclass(frozen=True)
class Words:
    """The words that names are made of, each once, in order."""

    every: tuple[str, ...]
    length: Ints
    """Characters of each."""
    by_length: Ints
    """Their places, shortest first."""
    shortest: tuple[str, ...]
    """The words, shortest first: `every[by_length[n]]` is `shortest[n]`."""
    letters: npt.NDArray[np.uint32]
    """Which letters each of `shortest` has, a bit each; see `letters`."""
    spelt: dict[str, list[int]]
    """Places by `skeleton`."""
    sounding: dict[str, list[int]]
    """Places by each code of `sounds`."""


@dataclass(frozen=True)
class Places:
    """Where each of many values stands: its load and its row."""

    loads: tuple[str, ...]
    load: Ints
    pos: npt.NDArray[np.int64]

    def at(self, row: int) -> tuple[str, int]:
        """Load and row of one value."""
        return self.loads[int(self.load[row])], int(self.pos[row])

    def taken(self, order: npt.NDArray[Any]) -> "Places":
        """The same in another order."""
        return Places(self.loads, self.load[order], self.pos[order])


@dataclass(frozen=True)
class NameIndex:
    """Names, their words and whose they are. Codes are places in order, from 0."""

    people: pa.StringArray
    """Ids of the people who have a name or a date of birth, in order."""
    labels: pa.StringArray
    """What each is called; null where nothing is."""
    names: pa.StringArray
    """Names as compared (`ontology.types.name`), each once, in order."""
    words: Words
    word_of: Ints
    """Words of all names, one name after another."""
    word_start: Ints
    """Where the words of each name begin in `word_of`."""
    name_of: Ints
    """Names that hold each word, one word after another."""
    name_start: Ints
    whose: Ints
    """The person of each recorded name, in order."""
    named: Ints
    """The name of each recorded name."""
    alias: npt.NDArray[np.bool_]
    written: pa.StringArray
    """Recorded names as received, folded, each once."""
    as_written: Ints
    raw: pa.StringArray
    """Recorded names as received, each once."""
    received: Ints
    stands: Places
    """Where each recorded name stands."""
    born: pa.StringArray
    """Recorded dates of birth, each once, in order."""
    born_whose: Ints
    """The person of each recorded date of birth, in order."""
    born_on: Ints
    born_stands: Places


def name_index(asked: Asked) -> NameIndex:
    """The index of the names and dates of birth in view."""
    named, births = asked.run(_NAMES), asked.run(_BIRTHS)
    people, whose, born_whose = _coded_together(named["entity"], births["entity"])
    asked.check()
    names, name_code = _coded(named["value"])
    asked.check()
    written, written_code = _coded(named["written"])
    raw, raw_code = _coded(named["raw"])
    stands, born_stands = _stands(named), _stands(births)
    asked.check()
    born, born_code = _coded(births["value"])
    asked.check()
    alias = pc.equal(named["property"], "alias").to_numpy().astype(bool)
    order = np.lexsort((stands.pos, stands.load, raw_code, name_code, alias, whose))
    words, word_of, word_start = _words(names, asked)
    by_word = np.argsort(word_of, kind="stable").astype(np.int32)
    owner = np.repeat(np.arange(len(names), dtype=np.int32), np.diff(word_start))
    counted = np.bincount(word_of, minlength=len(words.every))
    birth_order = np.lexsort((born_stands.pos, born_stands.load, born_code, born_whose))
    called = asked.run(_LABELS)
    return NameIndex(
        people=people,
        labels=_one(called["label"].take(pc.index_in(people, _one(called["id"])))),
        names=names,
        words=words,
        word_of=word_of,
        word_start=word_start,
        name_of=owner[by_word],
        name_start=_starts(counted),
        whose=whose[order],
        named=name_code[order],
        alias=alias[order],
        written=written,
        as_written=written_code[order],
        raw=raw,
        received=raw_code[order],
        stands=stands.taken(order),
        born=born,
        born_whose=born_whose[birth_order],
        born_on=born_code[birth_order],
        born_stands=born_stands.taken(birth_order),
    )


def letters(word: str) -> int:
    """A bit for each letter that a word has; different letters may share one.

    >>> letters("anna") == letters("nan"), letters("ann").bit_count()
    (True, 2)
    """
    held = 0
    for letter in word:
        held |= 1 << (ord(letter) & 31)
    return held


def _words(names: pa.StringArray, asked: Asked) -> tuple[Words, Ints, Ints]:
    """The words of `names`, which words each holds, and where these begin."""
    split = pc.split_pattern(names, " ")
    known, word_of = _coded(split.flatten())
    listed = tuple(known.to_pylist())
    length = np.array([len(word) for word in listed], np.int32)
    spelt: dict[str, list[int]] = defaultdict(list)
    sounding: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(listed):
        if place % _WORDS_AT_ONCE == 0:
            asked.check()
        if len(word) > 1:
            spelt[skeleton(word)].append(place)
            for code in sounds(word):
                sounding[code].append(place)
    by_length = np.argsort(length, kind="stable").astype(np.int32)
    shortest = tuple(listed[place] for place in by_length.tolist())
    held = np.array([letters(word) for word in shortest], np.uint32)
    words = Words(listed, length, by_length, shortest, held, dict(spelt), dict(sounding))
    return words, word_of, split.offsets.to_numpy().astype(np.int32)


def _stands(rows: pa.Table) -> Places:
    loads, load = _coded(rows["load"])
    return Places(tuple(loads.to_pylist()), load, rows["pos"].to_numpy().astype(np.int64))


def _one(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece."""
    whole = column.combine_chunks()
    return whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole


def _coded(values: Any) -> tuple[pa.StringArray, Ints]:
    """The different values in order, and the place there of each."""
    known, codes = _coded_together(values)
    return known, codes


def _coded_together(*columns: Any) -> tuple[Any, ...]:
    """The different values of several columns in order, and for each column its places there."""
    chunks = [chunk for column in columns for chunk in _chunks(column)]
    every = pa.chunked_array(chunks, pa.string())
    known = pc.unique(every).drop_null()
    known = known.take(pc.sort_indices(known))
    return known, *(_places(column, known) for column in columns)


def _chunks(column: Any) -> Iterable[Any]:
    return column.chunks if isinstance(column, pa.ChunkedArray) else [column]


def _places(column: Any, known: Any) -> Ints:
    found: Ints = pc.index_in(column, known).to_numpy().astype(np.int32)
    return found


def _starts(counts: npt.NDArray[Any]) -> Ints:
    starts: Ints = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return starts


_NAMES = """
SELECT coalesce(same_as.entity, claim.mention) AS entity, property, value, raw,
    strip_accents(lower(raw)) AS written, load, pos
FROM claim LEFT JOIN same_as ON same_as.id = claim.mention
WHERE kind = 'person' AND property IN ('name', 'alias') AND value IS NOT NULL
"""

_BIRTHS = """
SELECT coalesce(same_as.entity, claim.mention) AS entity, value, load, pos
FROM claim LEFT JOIN same_as ON same_as.id = claim.mention
WHERE kind = 'person' AND property = 'date_of_birth' AND value IS NOT NULL
"""

_LABELS = """
SELECT coalesce(thing, id) AS id, min(label) AS label FROM mention
WHERE kind = 'person' AND label IS NOT NULL
GROUP BY coalesce(thing, id)
"""
