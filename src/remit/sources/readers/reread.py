"""The stretches of a file that is read twice: looked through whole, and then loaded.

What the first reading cut into columns is kept for the second, up to `KEPT` bytes, in memory and
nowhere else. It is given back only where the bytes that it was cut from are those that the survey
hashed; else the file is read again, and the rest of a longer one always is.

    read = Reread(path, table, survey)
    for stretch in read.first(): ...
    for stretch in read.again(): ...
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path

from remit.sources.readers.plain import Stretch, gathered, is_plain, stretches
from remit.sources.readers.survey import Survey
from remit.sources.readers.table import Limits, Table

__all__ = ["KEPT", "Reread"]

KEPT = 256 << 20
"""Bytes of columns kept between the two readings: some three million calls."""

_ROWS = 20_000
"""Rows of a stretch of what is not plain CSV."""


class Reread:
    """One table of a file, in stretches, read up to twice."""

    def __init__(self, path: Path, table: Table, seen: Survey) -> None:
        self._path, self._table, self._seen, self._limits = path, table, seen, Limits()
        self._kept: list[Stretch] = []
        self._texts: tuple[int, ...] = ()
        self._proven = self._whole = False

    def first(self, texts: Sequence[int] = (), later: Sequence[int] = ()) -> Iterator[Stretch]:
        """All stretches, of any table.

        Columns numbered in `texts`, from 0, come without a dictionary; in stretches that are not
        kept those of `later` do, which nobody will load.
        """
        self.drop()
        if not is_plain(self._path, self._table, self._seen, self._limits):
            rows = self._table.rows()
            while some := list(islice(rows, _ROWS)):
                yield gathered(some, self._table.header)
            return
        self._texts, digest, size = tuple(texts), sha256(), 0
        path, table, limits = self._path, self._table, self._limits
        reading = stretches(path, table, limits, texts, digest=digest)
        self._whole = True
        for stretch in reading:
            if stretch.after_it is None:  # no plain stretch: the bytes are not hashed any further
                self.drop()
                yield stretch
                continue
            size += stretch.nbytes
            self._whole = size <= KEPT
            if self._whole:
                self._kept.append(stretch)
            yield stretch
            if not self._whole:
                start = stretch.after_it
                yield from stretches(path, table, limits, later, start=start, digest=digest)
                break
        self._proven = digest.hexdigest() == self._seen.sha256

    def again(self, texts: Sequence[int] = ()) -> Iterator[Stretch]:
        """The stretches of a plain table once more. What was kept is given once, and let go."""
        start, whole = None, False
        if self._proven and self._texts == tuple(texts):
            kept, whole = self._kept[::-1], self._whole
            self.drop()
            while kept:
                stretch = kept.pop()
                start = stretch.after_it
                yield stretch
        self.drop()
        if whole:
            return
        yield from stretches(self._path, self._table, self._limits, texts, start=start)

    def drop(self) -> None:
        """Let go what was kept."""
        self._kept, self._proven, self._whole = [], False, False
