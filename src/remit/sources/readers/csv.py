"""CSV and its relatives: tab, semicolon and bar separated text."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from remit.errors import BadInput
from remit.sources.readers.survey import Survey
from remit.sources.readers.table import Fault, Fields, Limits, Row, Table, named

__all__ = ["delimiter", "ragged", "read", "rows_from"]

_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SAMPLE = 1 << 16
_HEADER_WITHIN = 20
"""Rows from the top among which the header is looked for."""

_NUMBER = re.compile(r"[\d\W]+")
_SHOWN = 2_000
"""Characters of a broken line kept with its rejection."""


def read(path: Path, seen: Survey, limits: Limits) -> Table:
    """The table of a delimited text file; lines and fields beyond the limits are refused."""
    with path.open(encoding=seen.encoding, errors="replace", newline="") as text:
        mark = delimiter(text.read(_SAMPLE))
    pos, cells, above = _header(path, seen.encoding, mark, limits)
    header = named(cells, path.name, limits)
    note = f"columns separated by {_NAMES[mark]}" if len(header) > 1 else "one column"
    notes = (*seen.notes, note)
    if above:
        notes += (f"header in row {pos}: what stands above it is kept with the table",)
    again = partial(_rows, path, seen.encoding, mark, limits)
    top = partial(_top, path, seen.encoding, mark, limits)
    rows = partial(again, header, pos)
    return Table(
        path.name, "csv", header, rows, notes, above=above, after=pos, again=again, top=top
    )


def _top(
    path: Path, encoding: str, mark: str, limits: Limits, count: int
) -> list[tuple[int, list[str]]]:
    """The first filled lines of a file, up to one that cannot be read."""
    found: list[tuple[int, list[str]]] = []
    for pos, cells, _ in _records(path, encoding, mark, limits):
        if isinstance(cells, Fault) or len(found) == count:
            break
        if any(cell.strip() for cell in cells):
            found.append((pos, cells))
    return found


def _header(
    path: Path, encoding: str, mark: str, limits: Limits
) -> tuple[int, list[str], tuple[tuple[str, ...], ...]]:
    """Position and cells of the header, and the lines above it.

    The header is the first filled row, unless that is a title: a single cell above rows that are
    all wider. Then it is the first row as wide as most, whose cells are all filled and no numbers.
    """
    first: list[tuple[int, list[str]]] = []
    for pos, cells, _ in _records(path, encoding, mark, limits):
        if isinstance(cells, Fault):
            if not first:
                reason = f"the header cannot be read: {cells.reason}"
                raise BadInput(reason, file=path.name, row=pos)
            break
        if any(cell.strip() for cell in cells):
            first.append((pos, cells))
        if len(first) == _HEADER_WITHIN or (first and len(first[0][1]) > 1 and first[0][1][1]):
            break
    if not first:
        raise BadInput("the file holds no header", file=path.name)
    width, often = Counter(len(cells) for _, cells in first).most_common(1)[0]
    titled = sum(bool(cell.strip()) for cell in first[0][1]) == 1
    if titled and width > 2 and often > 1:
        for n, (pos, cells) in enumerate(first):
            if len(cells) == width and all(c.strip() and not _NUMBER.fullmatch(c) for c in cells):
                return pos, cells, tuple(tuple(above) for _, above in first[:n])
    return *first[0], ()


def delimiter(sample: str) -> str:
    """The mark that cuts the sample's lines into the same number of fields most often.

    >>> delimiter("a;b;c\\n1,5;2;3\\n4,5;5;6\\n")
    ';'
    """
    lines = sample.splitlines()[:50]
    if len(lines) > 1 and len(sample) >= _SAMPLE:
        lines.pop()

    def regular(mark: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=mark) if row]
        except csv.Error:
            return 0, 0
        width, often = Counter(widths).most_common(1)[0] if widths else (1, 0)
        return (often, width) if width > 1 else (0, 0)

    return max(_NAMES, key=regular)


class _Lines:
    """Lines of a text file within the limit, remembering the record being read."""

    def __init__(
        self, path: Path, encoding: str, limits: Limits, start: tuple[int, int] = (0, 0)
    ) -> None:
        errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
        self._text = path.open(encoding=encoding, errors=errors, newline="")
        self._text.seek(start[0])
        self._strict = errors == "replace" and encoding.startswith("utf-16")
        self._limit = limits.line
        self._file = path.name
        self.pos = start[1]
        """Position of the record being read, from 1."""
        self.record = ""
        """Start of the record being read, for its rejection."""
        self.wrong: str | None = None
        self.ended = True
        """Whether the last line read had a line end."""

    def start(self) -> None:
        """Begin the next record: forget the one read last."""
        self.pos += 1
        self.record, self.wrong = "", None

    def __iter__(self) -> Iterator[str]:
        readline, limit = self._text.readline, self._limit
        with self._text:
            while line := readline(limit + 1):
                if len(line) > limit:
                    reason = f"a line is longer than {limit:,} characters: not a table of rows"
                    raise BadInput(reason, file=self._file, row=self.pos)
                if not line.isascii():
                    self._check(line)
                if "\0" in line:
                    self.wrong = "the row holds NUL bytes"
                if len(self.record) < _SHOWN:
                    self.record += line
                self.ended = line[-1] in "\r\n"
                yield line

    def _check(self, line: str) -> None:
        if self._strict:
            if "\ufffd" in line:
                self.wrong = "the row holds bytes that are not UTF-16"
            return
        try:
            line.encode("utf-8")
        except UnicodeEncodeError:
            self.wrong = "the row holds bytes that are not UTF-8"


def _records(
    path: Path, encoding: str, mark: str, limits: Limits, start: tuple[int, int] = (0, 0)
) -> Iterator[tuple[int, list[str] | Fault, bool]]:
    """Every record: position, cells, and whether the file ends in it without a line end.

    A record may run over several lines inside quotation marks. `start` is where to begin, in
    bytes, and the position of the record before it.
    """
    lines = _Lines(path, encoding, limits, start)
    reader = csv.reader(iter(lines), delimiter=mark, strict=True)
    pos = start[1]
    while True:
        pos += 1
        lines.start()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            yield pos, _fault(_csv_reason(str(wrong)), lines.record), False
            continue
        if lines.wrong is not None:
            yield pos, _fault(lines.wrong, lines.record), False
        else:
            yield pos, cells, not lines.ended


def rows_from(
    path: Path, header: tuple[str, ...], limits: Limits, start: tuple[int, int]
) -> Iterator[Row]:
    """The rows of a comma separated file in UTF-8 after an offset in bytes and a position."""
    return _rows(path, "utf-8", ",", limits, header, start[1], start)


def _rows(
    path: Path,
    encoding: str,
    mark: str,
    limits: Limits,
    header: tuple[str, ...],
    after: int,
    start: tuple[int, int] = (0, 0),
) -> Iterator[Row]:
    width = len(header)
    for pos, cells, cut in _records(path, encoding, mark, limits, start):
        if pos <= after or not cells:
            continue
        if isinstance(cells, Fault):
            yield pos, cells
            continue
        if len(cells) == width:
            yield pos, dict(zip(header, [cell or None for cell in cells], strict=True))
        elif cut and len(cells) < width:
            yield pos, Fault("the file ends inside this row", ragged(header, cells))
        else:
            reason = f"{len(cells)} fields where the header has {width}"
            yield pos, Fault(reason, ragged(header, cells))


def ragged(header: tuple[str, ...], cells: list[str]) -> Fields:
    """What there is of a row with too few cells or too many."""
    found: Fields = dict(zip(header, cells, strict=False))
    if len(cells) > len(header):
        found["(beyond the header)"] = " | ".join(cells[len(header) :])[:_SHOWN]
    return found


def _fault(reason: str, line: str) -> Fault:
    shown = line[:_SHOWN].encode("utf-8", "backslashreplace").decode()
    return Fault(reason, {"(line)": shown.replace("\0", "\\x00").rstrip("\r\n")})


def _csv_reason(error: str) -> str:
    if "field larger" in error:
        return "a field is longer than 131,072 characters: a quotation mark may be left open"
    if "unexpected end" in error:
        return "the file ends inside quotation marks"
    if "expected after" in error:
        return "a quotation mark stands where none may"
    return f"the row cannot be read: {error}"
