"""The keys of records as numbers that are the same in every table: what an index keeps.

`keys.py` finds the same keys of a whole table at once and names them by their place in it, which is
faster. Here a key is 64 bits of what it is made of, so that a record that comes alone meets those
that came before.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from remit.identity.prepared import Prepared
from remit.identity.rarity import marked

__all__ = ["keyed", "mixed"]

Ints = npt.NDArray[np.int64]
Unsigned = npt.NDArray[np.uint64]


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
