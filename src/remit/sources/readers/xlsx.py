"""Excel workbooks: values as last saved; formulas, macros and links are never run."""

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Any

from openpyxl import load_workbook

from remit.errors import BadInput
from remit.sources.readers.table import Fault, Fields, Limits, Row, Table, named

__all__ = ["read"]

_HEADER_WITHIN = 20
"""Rows from the top among which the header is looked for."""

_BLOCK = 1 << 18

_Header = tuple[int, list[Any], tuple[tuple[str, ...], ...]]
"""Row number and cells of a header, and the rows above it."""


def read(path: Path, limits: Limits, sheet: str | None = None) -> tuple[Table, ...]:
    """The table of each sheet that holds data, or of the one named.

    The header is the first row with two or more texts (one, in a sheet of one column) among
    the first 20; what stands above it (a merged title, the number asked about) is kept with the
    table.
    """
    macros = _safe(path, limits)
    with_data: dict[str, _Header] = {}
    names: list[str] = []
    try:
        book = _open(path)
        try:
            names = list(book.sheetnames)
            for name in names:
                if (found := _header(book[name])) is not None:
                    with_data[name] = found
        finally:
            book.close()
    except BadInput:
        raise
    except Exception as wrong:  # openpyxl raises whatever a damaged part makes it raise
        raise BadInput(f"a damaged workbook ({type(wrong).__name__})", file=path.name) from None
    if sheet is not None and sheet not in with_data:
        raise BadInput(f"no sheet {sheet!r} with data; there are: {names}", file=path.name)
    if not with_data:
        raise BadInput("no sheet of the workbook holds a table", file=path.name)
    empty = [f"sheet {name!r} holds nothing" for name in names if name not in with_data]
    if macros:
        empty.insert(0, "it holds macros: they are not run, and not read")
    tables = []
    for name in [sheet] if sheet else with_data:
        row, cells, above = with_data[name]
        header = named([_text(cell) for cell in cells], path.name, limits)
        note = f"sheet {name!r}, header in row {row}; formulas are not run: values as last saved"
        again = partial(_rows, path, name, limits)
        top = partial(_top, path, name, limits)
        rows = partial(again, header, row)
        notes = (note, *empty)
        tables.append(Table(path.name, "xlsx", header, rows, notes, name, above, row, again, top))
        empty = []
    return tuple(tables)


def _safe(path: Path, limits: Limits) -> bool:
    """Refuse a workbook that unpacks to too much, or declares XML entities.

    Whether it holds macros, which are never run, nor read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise BadInput("protected by a password: save it without one", file=path.name)
            total = sum(part.file_size for part in parts)
            if total > limits.unpacked or len(parts) > 10_000:
                reason = (
                    f"the workbook unpacks to {total:,} bytes; the limit is {limits.unpacked:,}"
                )
                raise BadInput(reason, file=path.name)
            macros = any(part.filename == "xl/vbaProject.bin" for part in parts)
            for part in parts:
                if part.filename == "xl/sharedStrings.xml" and part.file_size > limits.shared_text:
                    raise BadInput("the workbook's texts are too large", file=path.name)
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as xml:
                        _look_through(xml, path.name, limits)
            return macros
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise BadInput("a damaged or encrypted workbook", file=path.name) from None
    except zipfile.zlib.error:  # type: ignore[attr-defined]  # zipfile names it
        raise BadInput("a damaged workbook", file=path.name) from None


def _look_through(xml: IO[bytes], file: str, limits: Limits) -> None:
    """Refuse a part that declares XML entities, or that would be held in memory whole.

    In UTF-16 every second byte is nil: without those, marks look the same in every encoding.
    """
    before, rows, since = b"", 0, 0
    while block := xml.read(_BLOCK):
        plain = before + block.replace(b"\0", b"")
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            raise BadInput("the workbook declares XML entities", file=file)
        rows += plain.count(b"<row", max(0, len(before) - 3))
        if rows > limits.sheet_rows:
            raise BadInput("more rows than a sheet can have", file=file)
        since = 0 if b"<" in block else since + len(block)
        if since > limits.line:
            reason = f"a cell is longer than {limits.line:,} characters"
            raise BadInput(reason, file=file)
        before = plain[-8:]


def _open(path: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that openpyxl does not know
        return load_workbook(path, read_only=True, data_only=True, keep_links=False)


def _header(sheet: Any) -> _Header | None:
    """Row number and cells of the header, and the rows above it; None for an empty sheet."""
    if not hasattr(sheet, "iter_rows"):
        return None  # a sheet that is only a chart
    sheet.reset_dimensions()
    seen: list[tuple[int, list[Any]]] = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        filled = list(cells)
        while filled and _text(filled[-1]) is None:
            filled.pop()
        if filled:
            seen.append((number, filled))
        if number >= _HEADER_WITHIN:
            break
    if not seen:
        return None
    several = [row for row in seen if sum(_text(cell) is not None for cell in row[1]) > 1]
    at = several[0] if several else seen[0]
    if several and not _is_named(at[1]) and len(several) > 1 and _is_named(several[1][1]):
        at = several[1]  # above it stand words with what they say, such as the number asked about
    above = [[_text(cell) or "" for cell in row[1]] for row in seen if row[0] < at[0]]
    return *at, tuple(tuple(cells) for cells in above)


def _is_named(cells: list[Any]) -> bool:
    """Whether every cell of a row is a text: a header's columns have names."""
    return all(isinstance(cell, str) and cell.strip() for cell in cells)


def _top(path: Path, sheet: str, limits: Limits, count: int) -> list[tuple[int, list[str]]]:
    """The first filled rows of a sheet."""
    cells = _cells(path, sheet, limits, 0)
    return [(pos, [text or "" for text in texts]) for pos, texts in islice(cells, count)]


def _rows(
    path: Path, sheet: str, limits: Limits, header: tuple[str, ...], after: int
) -> Iterator[Row]:
    for pos, texts in _cells(path, sheet, limits, after):
        yield pos, _row(header, len(header), texts)


def _cells(
    path: Path, sheet: str, limits: Limits, after: int
) -> Iterator[tuple[int, list[str | None]]]:
    """The filled rows of a sheet after a position, cell by cell."""
    pos = after
    try:
        book = _open(path)
        try:
            page = book[sheet]
            page.reset_dimensions()
            for pos, cells in enumerate(
                page.iter_rows(min_row=after + 1, values_only=True), after + 1
            ):
                if pos > limits.sheet_rows:
                    raise BadInput("more rows than a sheet can have", file=path.name)
                texts = [_text(cell) for cell in cells]
                if any(texts):
                    yield pos, texts
        finally:
            book.close()
    except BadInput:
        raise
    except Exception as wrong:  # openpyxl raises whatever a damaged part makes it raise
        reason = f"a damaged workbook ({type(wrong).__name__})"
        raise BadInput(reason, file=path.name, row=pos) from None


def _row(header: tuple[str, ...], width: int, texts: list[str | None]) -> Fields | Fault:
    beyond = [text for text in texts[width:] if text]
    texts = texts[:width] + [None] * (width - len(texts))
    fields = dict(zip(header, texts, strict=True))
    if not beyond:
        return fields
    return Fault("cells beyond the header", {**fields, "(beyond the header)": " | ".join(beyond)})


def _text(value: Any) -> str | None:
    """A cell as text: dates in ISO 8601, whole numbers without a point."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).replace("\x00", "") or None
