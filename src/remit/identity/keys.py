"""By which keys records meet: each joins two things that a record says.

Two names, a name and a day of birth, a day of birth and a postal district. No single one is
needed, so a missing date or a misspelt surname leaves other ways to meet. Which pairs of records
are compared because of their keys: `pairs.py`.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from remit.identity.columns import THREADS
from remit.identity.prepared import Prepared

__all__ = ["Keys", "keys"]

Ints = npt.NDArray[np.int64]
Records = npt.NDArray[np.int32]

_WORDS = 64
"""Bits in which a key and its record are sorted as one number."""


@dataclass(frozen=True)
class Keys:
    """Which records have each key that two records have at least: the index of a table."""

    record: Records
    """Records by key; of one key in order, each once."""
    begins: Ints
    """Where each different key begins among the records."""
    sizes: Ints
    """How many records have it."""


def keys(ready: Prepared) -> Keys:
    """Every key that two records share."""
    by_kind: dict[str, list[_Part]] = {}
    for kind, part in _parts(ready):
        by_kind.setdefault(kind, []).append(part)
    size = len(ready)
    with ThreadPoolExecutor(THREADS) as both:
        found = list(both.map(lambda parts: _shared(parts, size), by_kind.values()))
    record = np.concatenate([records for records, _ in found] or [np.empty(0, np.int32)])
    sizes = np.concatenate([sizes for _, sizes in found] or [np.empty(0, np.int64)])
    return Keys(record, np.cumsum(sizes) - sizes, sizes)


@dataclass(frozen=True)
class _Coded:
    """What records say of one kind, as numbers: the same number is the same value."""

    record: Ints
    code: Ints
    count: int
    """Codes are below it."""


_NONE = _Coded(np.empty(0, np.int64), np.empty(0, np.int64), 1)


@dataclass(frozen=True)
class _Part:
    """Keys of one kind: of two codes."""

    record: Ints
    one: Ints
    other: Ints
    counts: tuple[int, int]


def _shared(parts: Sequence[_Part], size: int) -> tuple[Records, Ints]:
    """Records in order of their keys, and how many have each; what one has alone is left out."""
    record = np.concatenate([part.record for part in parts])
    key = np.concatenate([part.one * part.counts[1] + part.other for part in parts])
    low = max(1, (size - 1).bit_length())
    if (parts[0].counts[0] * parts[0].counts[1] - 1).bit_length() + low < _WORDS:
        both = key << low | record  # one sort of whole numbers is several times as fast as of two
        both.sort()
        key, record = both >> low, both & ((1 << low) - 1)
    else:
        order = np.lexsort((record, key))
        key, record = key[order], record[order]
    if len(parts) > 1:
        once = np.ones(len(key), bool)
        once[1:] = (key[1:] != key[:-1]) | (record[1:] != record[:-1])
        key, record = key[once], record[once]
    first = np.ones(len(key), bool)
    first[1:] = key[1:] != key[:-1]
    sizes = np.diff(np.r_[np.flatnonzero(first), len(key)])
    several = sizes > 1
    return record[np.repeat(several, sizes)].astype(np.int32), sizes[several]


def _parts(ready: Prepared) -> Iterator[tuple[str, _Part]]:
    """Keys with their kind: only those of one kind can be the same."""
    table = ready.table
    kinds = {one.name: one.kind for one in ready.comparisons}
    words = _flat(table, "names") if "names" in kinds else _NONE
    lines = _flat(table, "address") if "address" in kinds else _NONE
    yield "names", _alone(words)
    yield from _within("names", words)
    yield from _within("address", lines)
    scalars = _scalars(table, kinds)
    for kind, of in scalars:
        for line, own in (("names", words), ("address", lines)):
            at, code = _joined(own, of, len(ready))
            yield f"{line} {kind}", _Part(own.record[at], own.code[at], code, (own.count, of.count))
        if kind in ("born", "code", "identifier"):
            yield kind, _alone(of)
    whole = [one for one in scalars if one[0] in ("born", "out", "place", "text")]
    for place, (kind, of) in enumerate(whole):
        for other, more in whole[place + 1 :]:
            mine, code = _joined(of, more, len(ready))
            part = _Part(of.record[mine], of.code[mine], code, (of.count, more.count))
            yield f"{kind} {other} {place}", part


def _scalars(table: pa.Table, kinds: Mapping[str, str]) -> list[tuple[str, _Coded]]:
    """What a record says once, with its kind. Values of columns of one kind share their codes."""
    of_kind: dict[str, list[str]] = {}
    for name, kind in kinds.items():
        for said, column in _SAID.get(kind, ()):
            of_kind.setdefault(said, []).append(column.format(name))
    coded = {
        (kind, column): code
        for kind, columns in of_kind.items()
        for column, code in zip(columns, _codes([table[c] for c in columns]), strict=True)
    }
    found: list[tuple[str, _Coded]] = []
    for name, kind in kinds.items():
        found += [(said, coded[said, c.format(name)]) for said, c in _SAID.get(kind, ())]
        if kind == "born":
            found.append(("day", _days(table, name)))
    return found


_SAID: Mapping[str, tuple[tuple[str, str], ...]] = {
    "born": (("born", "{}"), ("year", "{}_y")),
    "code": (("code", "{}"), ("out", "{}_out")),
    "place": (("place", "{}"),),
    "text": (("text", "{}"),),
    "identifier": (("identifier", "{}"),),
}
"""Kinds of value by kind of comparison, with their columns."""


def _days(table: pa.Table, name: str) -> _Coded:
    """Birthdays without the year; day and month may have changed places."""
    m, d = (table[f"{name}_{part}"] for part in "md")
    record = np.flatnonzero(np.asarray(m.is_valid()))
    month, day = (pc.drop_null(side).to_numpy().astype(np.int64) for side in (m, d))
    return _Coded(record, np.minimum(month, day) * 100 + np.maximum(month, day), 10_000)


def _codes(columns: Sequence[pa.ChunkedArray]) -> Iterator[_Coded]:
    """Codes of several columns; a missing value has none."""
    chunks = [column.combine_chunks() for column in columns]
    joined = pa.chunked_array(chunks).dictionary_encode().combine_chunks()
    begin = 0
    for chunk in chunks:
        codes = joined.indices.slice(begin, len(chunk))
        begin += len(chunk)
        record = np.flatnonzero(np.asarray(codes.is_valid()))
        yield _Coded(
            record, codes.drop_null().to_numpy().astype(np.int64), len(joined.dictionary) + 1
        )


def _flat(table: pa.Table, column: str) -> _Coded:
    """Every mark of a column of marks with its record; codes are in order of the marks, so that
    which keys a long list gives depends on its own record alone."""
    lists = table[f"{column}_once"].combine_chunks()
    lengths = pc.list_value_length(lists).to_numpy(zero_copy_only=False)
    record = np.repeat(np.arange(len(lists)), lengths)
    coded = lists.flatten().dictionary_encode()
    marks = coded.dictionary.to_numpy().view(np.uint64)
    place = np.empty(len(marks), np.int64)
    place[np.argsort(marks)] = np.arange(len(marks))
    both = record << 32 | place[coded.indices.to_numpy()]
    both.sort()
    return _Coded(both >> 32, both & 0xFFFFFFFF, len(marks) + 1)


def _alone(own: _Coded) -> _Part:
    """Keys of one code: what nearly nobody shares, or a rare name."""
    return _Part(own.record, own.code, np.zeros(len(own.code), np.int64), (own.count, 1))


def _within(line: str, own: _Coded) -> Iterator[tuple[str, _Part]]:
    """Keys of two marks of one record."""
    for apart in range(1, 6):
        at = np.flatnonzero(own.record[:-apart] == own.record[apart:])
        if len(at):
            codes = own.code[at], own.code[at + apart]
            yield f"{line} two", _Part(own.record[at], *codes, (own.count, own.count))


def _joined(own: _Coded, of: _Coded, size: int) -> tuple[Ints, Ints]:
    """Where `own` has a record that `of` has as well, and the code of that."""
    code = np.full(size, -1)
    code[of.record] = of.code
    theirs = code[own.record]
    at = np.flatnonzero(theirs >= 0)
    return at, theirs[at]
