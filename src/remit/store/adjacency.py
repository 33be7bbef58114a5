"""Compressed adjacency: what joins each thing with which others, as arrays of small integers.

A thing is a code: its place among the ids in order. For a thing, what lies between `start[code]`
and `start[code + 1]` are its sides of links in order of the other thing and of the kind: `target`
its code, `kind` a place in `kinds`, `count` how often. Each link stands twice, once for each of
its ends; a thing joined with itself is left out. Built piece by piece, so that an act that is
stopped stops it within a second, and the same whatever the order in which links were read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import Unavailable

__all__ = ["Adjacency", "adjacency"]

Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]
Check = Callable[[], object]

PIECE = 1 << 20
"""Sides of links worked on between two looks at whether the act still stands: some 50 ms."""

MOST_WAITING = 1 << 25
"""Sides of links kept as they came; as many more are first counted together, to bound memory."""


@dataclass(frozen=True)
class Adjacency:
    """The arrays, and the ids that the codes stand for."""

    ids: pa.StringArray
    """Ids of things, in order; the code of a thing is its place here."""
    kinds: tuple[str, ...]
    start: Longs
    target: Ints
    kind: npt.NDArray[np.unsignedinteger]
    count: Ints
    degree: Ints
    """How many different things each is joined with."""


def adjacency(
    things: pa.Table, kinds: Iterable[str], links: Iterable[pa.RecordBatch], check: Check
) -> Adjacency:
    """The adjacency of `things` (`id, hashed`, in order of id) by `links` (`kind, a, b`).

    `a` and `b` are hashes of ids, as in `things`. `check` is called often, and may raise to end it.
    """
    ids = things["id"].combine_chunks()
    known = tuple(kinds)
    coder = _Coder(things["hashed"].to_numpy(), known)
    run: tuple[Longs, Ints] | None = None
    waiting: list[Longs] = []
    size = 0
    for batch in links:
        check()
        waiting.append(coder.sides(batch))
        size += len(waiting[-1])
        if size >= MOST_WAITING:
            run, waiting, size = _joined(run, _counted(waiting, check), check), [], 0
    run = _joined(run, _counted(waiting, check), check)
    return _arrays(ids, known, run, coder, check)


class _Coder:
    """Turns hashes of two things and a kind into one number that sorts as they do."""

    def __init__(self, hashed: Hashes, kinds: tuple[str, ...]) -> None:
        self.things = len(hashed)
        self._kind_code = pa.array(kinds, pa.string())
        self.kind_bits = max(1, len(kinds) - 1).bit_length()
        self.thing_bits = max(1, self.things - 1).bit_length()
        if 2 * self.thing_bits + self.kind_bits > 63:
            raise Unavailable("more things are in view than a graph can number")
        order = np.argsort(hashed)
        self._order = order.astype(np.int32)
        self._hashed = hashed[order]
        if len(hashed) and (self._hashed[1:] == self._hashed[:-1]).any():
            raise Unavailable("two ids share a 64-bit hash, so their links cannot be told apart")
        self._shift = np.uint64(64 - self.thing_bits)
        slots = np.bincount((self._hashed >> self._shift).astype(np.int64), minlength=1)
        self._slot = np.concatenate([[0], np.cumsum(slots)]).astype(np.int32)

    def sides(self, batch: pa.RecordBatch) -> Longs:
        """Both sides of each link in `batch`, links of a thing with itself left out."""
        a, b = self._codes(batch["a"].to_numpy()), self._codes(batch["b"].to_numpy())
        kind = pc.index_in(batch["kind"], self._kind_code).to_numpy().astype(np.int64)
        apart = a != b
        if not apart.all():
            a, b, kind = a[apart], b[apart], kind[apart]
        shift = self.kind_bits + self.thing_bits
        one = (a << shift) | (b << self.kind_bits) | kind
        other = (b << shift) | (a << self.kind_bits) | kind
        return np.concatenate([one, other])

    def _codes(self, hashed: Hashes) -> Longs:
        """Codes of hashes; what comes many times in a row is looked up once."""
        if not len(hashed):
            return np.zeros(0, np.int64)
        fresh = np.append(True, hashed[1:] != hashed[:-1])
        wanted = hashed[fresh]
        at = self._slot[(wanted >> self._shift).astype(np.int64)]
        astray = np.flatnonzero(self._hashed[at] != wanted)
        while len(astray):  # things whose hashes begin alike stand side by side
            at[astray] += 1
            astray = astray[self._hashed[at[astray]] != wanted[astray]]
        found: Longs = self._order[at].astype(np.int64)[np.cumsum(fresh) - 1]
        return found


def _counted(waiting: list[Longs], check: Check) -> tuple[Longs, Ints]:
    """The numbers in order, each once, and how often it came. Works within one array."""
    keys = np.concatenate(waiting) if waiting else np.zeros(0, np.int64)
    waiting.clear()
    check()
    keys.sort()
    count = np.zeros(len(keys), np.int32)
    written, begin = 0, 0
    while begin < len(keys):
        check()
        end = _end(keys, begin)
        piece = keys[begin:end]
        fresh = np.flatnonzero(np.append(True, piece[1:] != piece[:-1]))
        after = written + len(fresh)
        count[written:after] = np.diff(fresh, append=len(piece))
        keys[written:after] = piece[fresh]  # never beyond what was read
        written, begin = after, end
    return keys[:written], count[:written]


def _joined(
    run: tuple[Longs, Ints] | None, new: tuple[Longs, Ints], check: Check
) -> tuple[Longs, Ints]:
    """Two runs of counted numbers as one."""
    if run is None:
        return new
    (a, a_count), (b, b_count) = run, new
    keys, counts = [], []
    a_at = b_at = 0
    while a_at < len(a) or b_at < len(b):
        check()
        a_end, b_end = min(a_at + PIECE, len(a)), min(b_at + PIECE, len(b))
        last = min(x[end - 1] for x, at, end in ((a, a_at, a_end), (b, b_at, b_end)) if end > at)
        a_end, b_end = (int(np.searchsorted(x, last, side="right")) for x in (a, b))
        both = np.concatenate([a[a_at:a_end], b[b_at:b_end]])
        order = np.argsort(both, kind="stable")
        both = both[order]
        fresh = np.flatnonzero(np.append(True, both[1:] != both[:-1]))
        keys.append(both[fresh])
        often = np.concatenate([a_count[a_at:a_end], b_count[b_at:b_end]])[order]
        counts.append(np.add.reduceat(often, fresh))
        a_at, b_at = a_end, b_end
    return np.concatenate(keys), np.concatenate(counts)


def _end(keys: Longs, begin: int) -> int:
    """Where a piece from `begin` ends: no number stands on both sides of it."""
    end = min(begin + PIECE, len(keys))
    return int(np.searchsorted(keys, keys[end - 1], side="right"))


def _arrays(
    ids: pa.StringArray,
    kinds: tuple[str, ...],
    run: tuple[Longs, Ints],
    coder: _Coder,
    check: Check,
) -> Adjacency:
    keys, count = run
    target = np.empty(len(keys), np.int32)
    kind = np.empty(len(keys), np.min_scalar_type(len(kinds)))
    sides = np.zeros(coder.things, np.int64)
    degree = np.zeros(coder.things, np.int32)
    before = -1
    for begin in range(0, len(keys), PIECE):
        check()
        end = min(begin + PIECE, len(keys))
        pair = keys[begin:end] >> coder.kind_bits
        target[begin:end] = pair & ((1 << coder.thing_bits) - 1)
        kind[begin:end] = keys[begin:end] & ((1 << coder.kind_bits) - 1)
        source = pair >> coder.thing_bits
        first = int(source[0])
        counted = np.bincount(source - first)
        sides[first : first + len(counted)] += counted
        fresh = np.append(pair[0] != before, pair[1:] != pair[:-1])
        others = np.bincount(source[fresh] - first)
        degree[first : first + len(others)] += others.astype(np.int32)
        before = int(pair[-1])
    start = np.concatenate([[0], np.cumsum(sides)])
    return Adjacency(ids, kinds, start, target, kind, count, degree)
