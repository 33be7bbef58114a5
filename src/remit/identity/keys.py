"""Which pairs of records are worth comparing: those that share a key which few have.

A key joins two things that a record says: two names, a name and a day of birth, a day of birth
and a postal district. No single one is needed, so a missing date or a misspelt surname leaves
other ways to meet. A key that many records have says little and brings many pairs: it is
passed over, and how many were is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from remit.identity.prepared import Prepared
from remit.identity.rarity import marked

__all__ = [
    "ALONE",
    "MANY",
    "MOST",
    "Candidates",
    "Keys",
    "Rule",
    "candidates",
    "keyed",
    "keys",
    "mixed",
    "rule_of",
]

Ints = npt.NDArray[np.int64]
Unsigned = npt.NDArray[np.uint64]

MOST = 50
"""Records that may share a key before it is passed over."""

MANY = 200_000
"""Records from which two that share one key alone are compared only where few have it."""

ALONE = 5
"""Records that may have such a key. On a million this leaves a fifth of the pairs, and 0.4 of 100
true pairs are missed more."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Which records that share a key are a pair. Kept with an index, so that it never changes as
    the index grows."""

    most: int
    """Records that may share a key before it is passed over."""
    alone: int
    """Records that may have a key which makes a pair by itself; of other keys it takes two."""


def rule_of(size: int) -> Rule:
    """The rule for a table of so many records."""
    return Rule(MOST, ALONE if size >= MANY else MOST)


@dataclass(frozen=True)
class Keys:
    """Which records have each key: the index of a table."""

    record: npt.NDArray[np.int32]
    """Records in order of their keys."""
    begins: Ints
    """Where each different key begins among the records."""
    sizes: Ints
    """How many records have it."""


@dataclass(frozen=True)
class Candidates:
    """Pairs of records, each once, `left < right`, in order."""

    left: Ints
    right: Ints
    passed_over: int
    """Keys that more records have than the rule lets a key have."""


def keys(ready: Prepared) -> Keys:
    """Every key of every record, in order."""
    record, key = keyed(ready)
    order = np.argsort(key, kind="stable")
    key, record = key[order], record[order]
    begins = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else np.empty(0, int)
    return Keys(record, begins, np.diff(np.r_[begins, len(key)]))


def keyed(ready: Prepared) -> tuple[npt.NDArray[np.int32], Unsigned]:
    """Records and their keys side by side, each key of a record once."""
    parts = [(of.astype(np.int32), marks) for of, marks in _parts(ready)]
    record = np.concatenate([of for of, _ in parts] or [np.empty(0, np.int32)])
    key = np.concatenate([marks for _, marks in parts] or [np.empty(0, np.uint64)])
    parts.clear()
    kinds = [one.kind for one in ready.comparisons]
    if len(set(kinds)) < len(kinds):  # two telephones of a record may be one number
        order = np.lexsort((record, key))
        record, key = record[order], key[order]
        fresh = np.ones(len(key), bool)
        fresh[1:] = (key[1:] != key[:-1]) | (record[1:] != record[:-1])
        record, key = record[fresh], key[fresh]
    return record, key


def candidates(found: Keys, size: int, rule: Rule | None = None) -> Candidates:
    """The pairs of `size` records that share keys enough by `rule`; by `rule_of` where none is
    given."""
    rule = rule or rule_of(size)
    most, alone = rule.most, rule.alone
    wanted = (found.sizes > 1) & (found.sizes <= most)
    starts, sizes = found.begins[wanted], found.sizes[wanted]
    order = np.argsort(-sizes, kind="stable")  # so that the larger ones are always the first
    starts, sizes = starts[order], sizes[order]
    few = sizes <= alone
    larger = np.searchsorted(-sizes, -np.arange(most + 1), side="left").tolist()
    codes = [np.empty(0, np.int64)]
    for apart in range(1, most):
        for shift in range(most - apart):
            if not (upto := larger[apart + shift]):
                break
            at = starts[:upto] + shift
            one, other = found.record[at], found.record[at + apart]
            low, high = np.minimum(one, other).astype(np.int64), np.maximum(one, other)
            codes.append(((low * size + high) * 2 + few[:upto])[low < high])
    pairs = np.concatenate(codes)
    codes.clear()
    pairs.sort()
    ends = np.r_[pairs[1:] ^ pairs[:-1] > 1, True] if len(pairs) else np.empty(0, bool)
    last = np.flatnonzero(ends)
    shared = np.diff(np.r_[-1, last])
    kept = pairs[last[(shared > 1) | (pairs[last] & 1 == 1)]] >> 1
    return Candidates(kept // size, kept % size, int((found.sizes > most).sum()))


def _parts(ready: Prepared) -> Iterator[tuple[Ints, Unsigned]]:
    table = ready.table
    kinds = {one.name: one.kind for one in ready.comparisons}
    words = _flat(table, "names") if "names" in kinds else _NONE
    lines = _flat(table, "address") if "address" in kinds else _NONE
    scalars: list[tuple[str, Unsigned, npt.NDArray[np.bool_]]] = []
    for name, kind in kinds.items():
        if kind in ("born", "code", "place", "text", "identifier"):
            scalars.append((kind, *_marks(table[name])))
        if kind == "code":
            scalars.append(("out", *_marks(table[f"{name}_out"])))
        if kind == "born":
            scalars.append(("year", *_marks(table[f"{name}_y"])))
            m = table[f"{name}_m"].to_numpy(zero_copy_only=False)
            d = table[f"{name}_d"].to_numpy(zero_copy_only=False)
            there = ~np.isnan(m.astype(float))
            low, high = np.minimum(m, d), np.maximum(m, d)
            both = np.where(there, np.nan_to_num(low) * 100 + np.nan_to_num(high), 0)
            scalars.append(("day", both.astype(np.uint64), there))
    yield words[0], mixed("names", words[1])
    yield from _pairs_within(words, "names")
    yield from _pairs_within(lines, "address")
    for kind, marks, there in scalars:
        for own, of in ((words, "names"), (lines, "address")):
            record, mark = own
            chosen = there[record]
            yield record[chosen], mixed(f"{of} {kind}", mark[chosen], marks[record[chosen]])
        if kind in ("born", "code", "identifier"):
            record = np.flatnonzero(there)
            yield record, mixed(kind, marks[record])
    whole = [one for one in scalars if one[0] in ("born", "out", "place", "text")]
    for at, (kind, marks, there) in enumerate(whole):
        for other, more, also in whole[at + 1 :]:
            record = np.flatnonzero(there & also)
            yield record, mixed(f"{kind} {other} {at}", marks[record], more[record])


_NONE = np.empty(0, np.int64), np.empty(0, np.uint64)


def _flat(table: pa.Table, column: str) -> tuple[Ints, Unsigned]:
    """Every mark of a column of marks with its record, in order."""
    lists = table[f"{column}_once"].combine_chunks()
    lengths = pc.list_value_length(lists).to_numpy(zero_copy_only=False)
    record = np.repeat(np.arange(len(lists)), lengths)
    mark = lists.flatten().to_numpy().view(np.uint64)
    order = np.lexsort((mark, record))
    return record[order], mark[order]


def _pairs_within(own: tuple[Ints, Unsigned], kind: str) -> Iterator[tuple[Ints, Unsigned]]:
    """Keys of two marks of one record; marks come in order."""
    record, mark = own
    for apart in range(1, 6):
        same = np.flatnonzero(record[:-apart] == record[apart:])
        if len(same):
            yield record[same], mixed(f"{kind} two", mark[same], mark[same + apart])


def _marks(column: pa.ChunkedArray) -> tuple[Unsigned, npt.NDArray[np.bool_]]:
    """A number for each different value, and which records have one."""
    coded = column.combine_chunks().dictionary_encode()
    there = ~np.asarray(coded.indices.is_null())
    indices = coded.indices.fill_null(0).to_numpy()
    values = coded.dictionary.to_pylist() or [""]
    marks = np.array([marked(str(value)) for value in values], np.int64).view(np.uint64)
    return marks[indices], there


def mixed(kind: str, *marks: Unsigned) -> Unsigned:
    """One number of several, told apart by kind (the finaliser of SplitMix64)."""
    state = np.full(len(marks[0]), np.int64(marked(kind)).view(np.uint64), np.uint64)
    for mark in marks:
        state = (state ^ mark) * np.uint64(0x9E3779B97F4A7C15)
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state ^= state >> np.uint64(27)
    return state
