"""What a reader gives: a header and rows, counted as they stand in the file."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from remit.errors import BadInput

__all__ = ["Fault", "Fields", "Limits", "Row", "Table", "named"]

Fields = dict[str, str | None]
"""One row as received: column → text; None for an empty cell."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that cannot be read: why, and what there is of it."""

    reason: str
    raw: Mapping[str, str | None]


Row = tuple[int, Fields | Fault]
"""Position in the file as received, from 1, header included; and the row."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read into memory at once before it is refused."""

    line: int = 1 << 20
    """Characters in one line, or one JSON record."""
    columns: int = 1_000
    depth: int = 8
    """Objects within objects in one JSON record."""
    unpacked: int = 1 << 30
    """Bytes that a workbook or one row group may unpack to."""
    shared_text: int = 256 << 20
    """Bytes of a workbook's shared strings, which are held in memory."""
    packed: int = 250
    """Times that a large entry of an archive may be longer than what it is packed in; deflate
    reaches 1,032 and XML some 20 to 60."""
    values: int = 5_000
    """Values in one model of a phone download, or one item of a chart."""
    sheet_rows: int = 1_048_576
    """Rows of a sheet: what Excel itself allows."""
    pages: int = 5_000
    """Pages of one document."""
    text: int = 64 << 20
    """Characters of a PDF that are held so that no page is read, or recognised, twice."""
    message: int = 64 << 20
    """Bytes of one e-mail with all that is attached to it."""
    parts: int = 2_000
    """Parts of one e-mail, or entries of one document that is an archive inside."""
    nested: int = 16
    """Parts within parts of one e-mail."""


@dataclass(frozen=True)
class Table:
    """One table: its header, what was noticed in reading it, and its rows."""

    file: str
    format: str
    header: tuple[str, ...]
    first: Callable[[], Iterator[Row]]
    """Starts reading from the first row after the header."""
    notes: tuple[str, ...] = ()
    part: str = ""
    """Which part of the file it is: a sheet's name; empty where the file is one table."""
    above: tuple[tuple[str, ...], ...] = ()
    """The lines above the header, cell by cell: a title, an account, the number asked about."""
    after: int = 1
    """Position of the header, which the rows follow; 0 where there is none."""
    again: Callable[[tuple[str, ...], int], Iterator[Row]] | None = None
    """Reads the rows after a position under other names of columns; None where it cannot."""
    top: Callable[[int], Sequence[tuple[int, Sequence[str]]]] | None = None
    """The first so many filled lines, cell by cell as they stand; None where there are none."""
    source: str | None = None
    """The profile that its content told, where no header could."""

    def told(self, source: str) -> "Table":
        """The table, of which its content told the profile."""
        return replace(self, source=source)

    def rows(self) -> Iterator[Row]:
        """The rows, from the start each time it is called."""
        return self.first()

    def headed(
        self, header: tuple[str, ...], after: int, above: tuple[tuple[str, ...], ...], why: str
    ) -> "Table":
        """The table with the rows after another line, under other names of columns."""
        if self.again is None:
            raise AssertionError(f"a {self.format} table has one header")
        notes = tuple(re.sub(r"header in row \d+.*", "", note).rstrip(", ") for note in self.notes)
        return replace(
            self,
            header=header,
            first=partial(self.again, header, after),
            notes=(*filter(None, notes), why),
            above=above,
            after=after,
        )


def named(cells: Sequence[str | None], file: str, limits: Limits) -> tuple[str, ...]:
    """Column names of a header row: none empty, none twice.

    >>> named(["ref", "", "ref"], "a.csv", Limits())
    ('ref', 'column 2', 'ref (2)')
    """
    if len(cells) > limits.columns:
        raise BadInput(f"{len(cells):,} columns; the limit is {limits.columns:,}", file=file)
    names: dict[str, None] = {}
    last: dict[str, int] = {}
    for n, cell in enumerate(cells, 1):
        name = " ".join((cell or "").split())[:200] or f"column {n}"
        same, number = name, last.get(name, 1)
        while same in names:
            number += 1
            same = f"{name} ({number})"
        names[same], last[name] = None, number
    return tuple(names)
