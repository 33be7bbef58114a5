"""Where rows go: files to load on one side, what is true of their rows on the other.

A row's number counts from the first line of its file, header included, as a person who opens the
file would count. `truth/faults.csv` names each untidy row and what is wrong with it,
`truth/identities.csv` which person a row of a small table is about.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.world.draws import Ints

__all__ = ["Output", "Table", "joined", "person_id", "stamped", "swapped", "texts"]

Row = Sequence[object]

CUT = 9
"""Bytes by which a file cut short falls short."""


def person_id(person: int) -> str:
    """A person's name in the truth; no file to load has it."""
    return f"P{person:07}"


def texts(values: Iterable[str]) -> pa.Array:
    """A column of texts that others point into."""
    return pa.array(values, type=pa.large_string())


def joined(columns: Sequence[pa.Array]) -> bytes:
    """Rows of a comma-separated file from columns of texts, the last of which ends the line.

    >>> joined([texts(["a", "b"]), texts(["1\\n", "2\\n"])])
    b'a,1\\nb,2\\n'
    """
    lines = pc.binary_join_element_wise(*columns, texts([","])[0])
    _, ends, data = lines.buffers()
    at = np.frombuffer(ends, dtype=np.int64)[lines.offset : lines.offset + len(lines) + 1]
    return memoryview(data)[at[0] : at[-1]].tobytes() if data is not None else b""


@lru_cache(maxsize=1)
def _clock() -> pa.Array:
    sixty = range(60)
    return texts(f"T{h:02}:{m:02}:{s:02}" for h in range(24) for m in sixty for s in sixty)


def stamped(day: date, second: Ints, zone: pa.Array) -> pa.Array:
    """A column of times in ISO 8601 from a day, seconds of that day and texts of the zone."""
    clock = _clock().take(pa.array(second))
    return pc.binary_join_element_wise(texts([str(day)])[0], clock, zone, texts([""])[0])


def swapped(column: pa.Array, row: int, text: str) -> pa.Array:
    """The column with another text in one row."""
    return pa.concat_arrays([column[:row], texts([text]), column[row + 1 :]])


class Table:
    """One comma-separated file being written."""

    def __init__(self, out: "Output", path: Path, file: IO[bytes], encoding: str, end: str) -> None:
        self._out, self._file, self._encoding = out, file, encoding
        self.path = path
        self.name = out.name(path)
        self.rows = 0
        """Rows so far, the header among them."""
        self._text = io.StringIO()
        self._writer = csv.writer(self._text, lineterminator=end)

    def row(self, values: Row, *wrong: str, **about: int) -> None:
        """One row; what is wrong with it, and by role the person whom it is about."""
        self._writer.writerow(values)
        self._file.write(self._text.getvalue().encode(self._encoding))
        self._text.seek(0)
        self._text.truncate()
        self.rows += 1
        for what in wrong:
            if what:
                self._out.fault(self.name, self.rows, what)
        for role, person in about.items():
            self._out.identities.row((self.name, self.rows, role, person_id(person)))

    def block(self, data: bytes, rows: int) -> None:
        """Rows already put together by `joined`."""
        self._file.write(data)
        self.rows += rows

    def wrong(self, rows: Ints, what: str) -> None:
        """The same fault in many rows, counted from 0 at the next row to be written."""
        if not len(rows):
            return
        head = f"{self.name},"
        lines = [f"{head}{row},{what}\n" for row in (rows + self.rows + 1).tolist()]
        self._out.faults.block("".join(lines).encode(), len(lines))
        self._out.counted[what] += len(lines)


class Output:
    """A city's folder while it is written."""

    def __init__(self, folder: Path, progress: Callable[[Path], None] | None) -> None:
        self.folder, self._progress = folder, progress
        self.files: list[Path] = []
        self.truth = folder / "truth"
        self.truth.mkdir(parents=True, exist_ok=True)
        self.faults: Table
        self.identities: Table
        self.counted: Counter[str] = Counter()
        """Faults so far, by what they are."""
        self.rows: dict[str, int] = {}
        """Rows of each table that is done, headers not counted."""

    def name(self, path: Path) -> str:
        """A file as the truth calls it: from the folder of files."""
        return path.relative_to(self.folder).as_posix().removeprefix("files/")

    @contextmanager
    def aside(self) -> Iterator[None]:
        """While the two long tables of truth are open."""
        with (
            self._open(self.truth / "faults.csv", "utf-8", "\n") as self.faults,
            self._open(self.truth / "identities.csv", "utf-8", "\n") as self.identities,
        ):
            self.faults.row(("file", "row", "what"))
            self.identities.row(("file", "row", "role", "person"))
            yield

    @contextmanager
    def table(
        self, name: str, header: Row, encoding: str = "utf-8", end: str = "\n"
    ) -> Iterator[Table]:
        """A file to load, its header written."""
        path = self.folder / "files" / name
        with self._open(path, encoding, end) as table:
            table.row(header)
            yield table
        self.rows[table.name] = table.rows - 1
        self._done(path)

    @contextmanager
    def truth_table(self, name: str, header: Row) -> Iterator[Table]:
        """A table of truth."""
        with self._open(self.truth / name, "utf-8", "\n") as table:
            table.row(header)
            yield table

    def fault(self, name: str, row: int, what: str) -> None:
        """Something untidy in one row of a file."""
        self.faults.row((name, row, what))
        self.counted[what] += 1

    def cut_short(self, path: Path) -> None:
        """Take away the end of a file's last row, as a broken transfer does."""
        with path.open("r+b") as file:
            size = file.seek(0, 2)
            file.truncate(size - CUT)
        name = self.name(path)
        self.fault(name, self.rows[name] + 1, "cut off in the middle")

    def whole(self, name: str, data: bytes) -> None:
        """A file to load that is written at once."""
        path = self.folder / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self._done(path)

    def _done(self, path: Path) -> None:
        self.files.append(path)
        if self._progress:
            self._progress(path)

    @contextmanager
    def _open(self, path: Path, encoding: str, end: str) -> Iterator[Table]:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb", buffering=1 << 20) as file:
            if encoding == "utf-8-sig":
                file.write(b"\xef\xbb\xbf")
            yield Table(self, path, file, encoding.removesuffix("-sig"), end)
