"""Plain CSV in stretches of columns, for feeds of millions of rows.

A stretch of lines in which nothing can be read in two ways (comma separated, UTF-8, quotation
marks only around whole cells and never around a line end) is cut into columns by Arrow. From the
first stretch that is not so plain, the rows come from the reader of all CSV, so what a file says
does not depend on which of the two read it.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow

from remit.sources.readers.csv import ragged, rows_from
from remit.sources.readers.survey import Survey
from remit.sources.readers.table import Fault, Limits, Row, Table, named

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

__all__ = ["Stretch", "gathered", "is_plain", "stretches"]

_BYTES = 40 << 20
"""Bytes of a stretch: half a million plate reads. Longer ones took as long and more memory, shorter
ones took longer: what comes again and again is then met less often."""

_ROWS = 50_000
"""Rows of a stretch that the reader of all CSV gives."""

_SAMPLE = 1 << 18
"""Bytes at the head of a stretch by which it is told how much its texts differ."""

_CODED = pa.dictionary(pa.int32(), pa.string())

_CELL = 1_000
"""Characters of a cell beyond which the reader of all CSV decides what it is."""

_QUOTED = re.compile(rb'(?:(?<=[,\n])|^)"[^"\r\n]*"(?=[,\r\n]|$)')
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that follow each other: their positions, cells by column, and rows that are broken."""

    pos: np.ndarray
    cells: tuple[pa.Array, ...]
    """By column: texts, or a dictionary of them; an empty cell is an empty text."""
    faults: Sequence[tuple[int, Fault]]
    last_pos: int
    after_it: tuple[int, int] | None = None
    """Offset in the file and position from which to read on; None where it was cut by rows."""

    @property
    def nbytes(self) -> int:
        """Bytes of memory that it takes."""
        return int(self.pos.nbytes) + sum(int(cell.nbytes) for cell in self.cells)

    def after(self, pos: int) -> "Stretch":
        """What of it comes after a position."""
        if not len(self.pos) or self.pos[0] > pos:
            return self
        keep = self.pos > pos
        cells = tuple(cell.filter(pa.array(keep)) for cell in self.cells)
        faults = [fault for fault in self.faults if fault[0] > pos]
        return Stretch(self.pos[keep], cells, faults, self.last_pos)


class _Uneven(Exception):
    """A stretch that can be read in two ways."""


def is_plain(path: Path, table: Table, seen: Survey, limits: Limits) -> bool:
    """Whether the file may be read in stretches: comma separated, in UTF-8, and each line down to
    the header a row by itself.

    The header may stand lower down, or nowhere.
    """
    comma = any(note.endswith("separated by comma") for note in table.notes)
    if seen.format != "csv" or seen.encoding not in ("utf-8", "utf-8-sig") or not comma:
        return False
    with path.open("rb") as file:
        lines = [file.readline(limits.line) for _ in range(table.after)]
    if not lines:
        return True
    lines[0] = lines[0].removeprefix(_BOM)
    if not all(_is_row(line) for line in lines):
        return False
    return table.source is not None or _is_header(lines[-1], table, limits)


def stretches(
    path: Path,
    table: Table,
    limits: Limits,
    texts: Sequence[int] = (),
    *,
    start: tuple[int, int] | None = None,
    digest: "Hash | None" = None,
) -> Iterator[Stretch]:
    """The rows of a file that `is_plain`, or those from a `start` that an earlier stretch told.

    Columns numbered in `texts`, from 0, come without a dictionary. `digest` takes in all bytes that
    are read, those above the rows too, as long as they are plain.
    """
    header = table.header
    with path.open("rb") as file:
        offset, pos = start or (_top(file, table, limits), table.after)
        file.seek(0)
        if digest is not None and start is None:
            digest.update(file.read(offset))
        file.seek(offset)
        data = bytearray(_BYTES)  # one for all stretches: fresh memory costs more than reading
        left = 0
        while got := file.readinto(memoryview(data)[left:_BYTES]):
            filled = left + got
            cut = data.rfind(b"\n", 0, filled) + 1 if filled == _BYTES else filled
            try:
                found = _stretch(data, cut, header, texts, pos)
            except (_Uneven, pa.ArrowInvalid):
                break
            if digest is not None:
                digest.update(memoryview(data)[:cut])
            offset, pos, left = offset + cut, found.last_pos, filled - cut
            yield replace(found, after_it=(offset, pos))
            data[:left] = data[cut:filled]
        else:
            if not left:
                return
    yield from _slowly(path, header, limits, (offset, pos))


def _top(file: BinaryIO, table: Table, limits: Limits) -> int:
    """Bytes above the rows: a mark of the encoding, and the lines down to the header."""
    mark = len(_BOM) if file.read(len(_BOM)) == _BOM else 0
    file.seek(mark)
    return mark + sum(len(file.readline(limits.line)) for _ in range(table.after))


def _is_row(line: bytes) -> bool:
    """Whether a line is one row of cells and nothing else."""
    return line.endswith(b"\n") and not line.count(b'"') % 2 and b"\r" not in line[:-2]


def _is_header(line: bytes, table: Table, limits: Limits) -> bool:
    """Whether a line is the header that the table has."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return False
    cells = next(csv.reader([text]), [])
    return bool(cells) and named(cells, table.file, limits) == table.header


def _stretch(
    data: bytearray, size: int, header: tuple[str, ...], texts: Sequence[int], pos: int
) -> Stretch:
    """The rows in the first `size` bytes, which end with a line or with the file."""
    marks = data.count(b'"', 0, size)
    returns = data.count(b"\r", 0, size)
    if not size or data.find(b"\0", 0, size) >= 0:
        raise _Uneven
    if returns and returns != data.count(b"\r\n", 0, size):
        raise _Uneven
    if not data.isascii():
        try:
            str(memoryview(data)[:size], "utf-8")
        except UnicodeDecodeError:
            raise _Uneven from None
    if marks and 2 * sum(1 for _ in _QUOTED.finditer(data, 0, size)) != marks:
        raise _Uneven
    plain = pa.py_buffer(data).slice(0, size)
    alone = {*texts, *_various(data, size, len(header), quoted=bool(marks))}
    kinds = {f"{n}": pa.string() if n in alone else _CODED for n in range(len(header))}
    read, broken = _cut(plain, kinds, threads=True, quoted=bool(marks))
    if broken:  # several threads do not tell in which line a row is
        read, broken = _cut(plain, kinds, threads=False, quoted=bool(marks))
    columns = enumerate(column.combine_chunks() for column in read.columns)
    cells = tuple(c.dictionary_encode() if n in alone and n not in texts else c for n, c in columns)
    spans = [pc.min_max(pc.binary_length(getattr(cell, "dictionary", cell))) for cell in cells]
    if any((span["max"].as_py() or 0) > _CELL for span in spans):
        raise _Uneven
    lines = np.arange(pos + 1, pos + 1 + read.num_rows + len(broken))
    at = np.array([row.number - 1 for row in broken], dtype=np.int64)
    last = int(lines[-1]) if len(lines) else pos
    cut = data[size - 1] not in b"\r\n"
    faults = [
        (
            int(lines[row.number - 1]),
            _fault(row.text, header, cut=cut and lines[row.number - 1] == last),
        )
        for row in broken
    ]
    lines = np.delete(lines, at)
    if all(span["min"].as_py() == 0 for span in spans):  # else no line can be empty
        keep = ~np.isin(lines, pos + 1 + _blank(np.frombuffer(data, np.uint8, size)))
        if not keep.all():
            lines, cells = lines[keep], tuple(cell.filter(pa.array(keep)) for cell in cells)
    return Stretch(lines, cells, faults, last)


def _various(data: bytearray, size: int, count: int, *, quoted: bool) -> list[int]:
    """Columns of which more than half of the first texts are different: what they hold is found
    sooner once they are cut than while they are."""
    some = data.rfind(b"\n", 0, min(size, _SAMPLE)) + 1
    if not some:
        return []
    kinds = {f"{n}": _CODED for n in range(count)}
    read, _ = _cut(pa.py_buffer(data).slice(0, some), kinds, threads=False, quoted=quoted)
    counts = enumerate(len(column.combine_chunks().dictionary) for column in read.columns)
    return [n for n, texts in counts if 2 * texts > read.num_rows]


def _cut(
    plain: pa.Buffer, kinds: dict[str, pa.DataType], *, threads: bool, quoted: bool
) -> tuple[pa.Table, list[arrow.InvalidRow]]:
    """The columns, and the rows that are broken; their lines only without `threads`."""
    broken: list[arrow.InvalidRow] = []

    def note(row: arrow.InvalidRow) -> str:
        broken.append(row)
        return "skip"

    read = arrow.read_csv(
        plain,
        arrow.ReadOptions(column_names=list(kinds), use_threads=threads, block_size=plain.size + 1),
        arrow.ParseOptions(
            quote_char='"' if quoted else False,
            double_quote=False,
            ignore_empty_lines=False,
            invalid_row_handler=note,
        ),
        arrow.ConvertOptions(
            column_types=kinds, null_values=[], strings_can_be_null=False, check_utf8=False
        ),
    )
    return read, broken


def _blank(data: np.ndarray) -> np.ndarray:
    """Numbers of the lines that hold nothing, from 0."""
    ends = np.flatnonzero(data == ord("\n"))
    length = np.diff(ends, prepend=-1) - 1
    before = data[np.maximum(ends - 1, 0)]
    return np.flatnonzero((length == 0) | ((length == 1) & (before == ord("\r"))))


def _fault(text: str, header: tuple[str, ...], *, cut: bool) -> Fault:
    cells = next(csv.reader([text]))
    if cut and len(cells) < len(header):
        return Fault("the file ends inside this row", ragged(header, cells))
    reason = f"{len(cells)} fields where the header has {len(header)}"
    return Fault(reason, ragged(header, cells))


def _slowly(
    path: Path, header: tuple[str, ...], limits: Limits, start: tuple[int, int]
) -> Iterator[Stretch]:
    """The rest of the file from an offset and position, by the reader of all CSV."""
    rows = rows_from(path, header, limits, start)
    while some := list(islice(rows, _ROWS)):
        yield gathered(some, header)


def gathered(some: Sequence[Row], header: tuple[str, ...]) -> Stretch:
    """Rows of any reader, one at least, as a stretch."""
    rows = [(pos, row) for pos, row in some if not isinstance(row, Fault)]
    faults = [(pos, row) for pos, row in some if isinstance(row, Fault)]
    cells = tuple(pa.array([row[name] or "" for _, row in rows], pa.string()) for name in header)
    return Stretch(np.array([pos for pos, _ in rows], np.int64), cells, faults, some[-1][0])
