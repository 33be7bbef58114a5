"""Parquet, one batch at a time."""

import json
import math
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from remit.errors import BadInput
from remit.sources.readers.table import Fault, Fields, Limits, Row, Table, named

__all__ = ["read"]

_BATCH = 8_192
_BATCH_NESTED = 64
"""Rows at once where a cell is a list or an object, whose size shows only once it is read."""

_SHOWN = 200
"""Characters of each cell kept with a row that is not accepted."""


def read(path: Path, limits: Limits) -> Table:
    """The table of a Parquet file. Its header counts as row 1, so the first data row is 2."""
    try:
        with pq.ParquetFile(path) as file:
            schema, meta = file.schema_arrow, file.metadata
            sizes = [meta.row_group(n).total_byte_size for n in range(meta.num_row_groups)]
    except (pa.ArrowException, OSError, ValueError) as wrong:
        raise BadInput(f"a damaged Parquet file: {_short(wrong)}", file=path.name) from None
    if sizes and max(sizes) > limits.unpacked:
        reason = f"a row group unpacks to {max(sizes):,} bytes; the limit is {limits.unpacked:,}"
        raise BadInput(reason, file=path.name)
    header = named(list(schema.names), path.name, limits)
    if not header:
        raise BadInput("a table without columns", file=path.name)
    rows = partial(_rows, path, header, limits)
    note = "Parquet has no header line: it counts as row 1, the first row of data is row 2"
    return Table(path.name, "parquet", header, rows, (note,))


def _rows(path: Path, header: tuple[str, ...], limits: Limits) -> Iterator[Row]:
    pos = 1
    try:
        with pq.ParquetFile(path, read_dictionary=_text_columns(path)) as file:
            nested = any(pa.types.is_nested(field.type) for field in file.schema_arrow)
            for batch in file.iter_batches(_BATCH_NESTED if nested else _BATCH):
                batch.validate(full=True)  # a damaged file may point outside its dictionary
                doubtful = nested or _doubtful(batch, limits)
                columns = [_texts(column) for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    pos += 1
                    row = dict(zip(header, cells, strict=True))
                    yield pos, (doubtful and _fault(row, limits)) or row
    except (pa.ArrowException, OSError, ValueError) as wrong:
        raise BadInput(
            f"a damaged Parquet file: {_short(wrong)}", file=path.name, row=pos
        ) from None


def _text_columns(path: Path) -> list[str]:
    """Columns of text, to be read as a dictionary and its indices.

    A text that a damaged or hostile file repeats a thousand times then takes its room once.
    """
    with pq.ParquetFile(path) as file:
        columns = [file.schema.column(n) for n in range(len(file.schema))]
    return [c.path for c in columns if c.physical_type == "BYTE_ARRAY" and _is_text(c)]


def _is_text(column: pq.ColumnSchema) -> bool:
    return column.logical_type.type in ("STRING", "NONE")


def _doubtful(batch: pa.RecordBatch, limits: Limits) -> bool:
    """Whether some row of a batch may be too long or hold NUL characters."""
    texts = [c.dictionary for c in batch.columns if _holds_text(c)]
    longest = sum(pc.max(pc.binary_length(values)).as_py() or 0 for values in texts)
    nil = (pc.any(pc.match_substring(values, "\0")).as_py() for values in texts)
    return longest > limits.line or any(nil)


def _holds_text(column: pa.Array) -> bool:
    """Whether a column is one of texts, read as a dictionary."""
    if not pa.types.is_dictionary(column.type):
        return False
    kind = column.type.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _fault(row: Fields, limits: Limits) -> Fault | None:
    if sum(len(cell or "") for cell in row.values()) > limits.line:
        reason = f"the row is longer than {limits.line:,} characters"
    elif any("\0" in (cell or "") for cell in row.values()):
        reason = "the row holds NUL characters"
    else:
        return None
    shown = {name: cell and cell[:_SHOWN].replace("\0", "\\x00") for name, cell in row.items()}
    return Fault(reason, shown)


def _texts(column: pa.Array) -> list[str | None]:
    """The column as text; empty text and NaN are nothing."""
    kind = column.type
    if _holds_text(column):
        texts = [text or None for text in column.dictionary.to_pylist()]
        return [None if at is None else texts[at] for at in column.indices.to_pylist()]
    if pa.types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return [text or None for text in column.to_pylist()]
    if pa.types.is_floating(kind):
        return [None if v is None or math.isnan(v) else _number(v) for v in column.to_pylist()]
    if pa.types.is_timestamp(kind):
        return [_moment(text) for text in pc.cast(column, pa.string()).to_pylist()]
    if pa.types.is_integer(kind) or pa.types.is_date(kind) or pa.types.is_decimal(kind):
        return [text or None for text in pc.cast(column, pa.string()).to_pylist()]
    return [None if v is None else _other(v) for v in column.to_pylist()]


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _moment(text: str | None) -> str | None:
    """Arrow's text of a time as ISO 8601: midnight exactly is written as a day."""
    if text is None:
        return None
    day, _, clock = text.partition(" ")
    whole, _, rest = clock.partition(".")
    fraction = rest.rstrip("0Z").rstrip(".")
    zone = "Z" if clock.endswith("Z") else ""
    if whole.rstrip("Z") == "00:00:00" and not fraction and not zone:
        return day
    return f"{day}T{whole.rstrip('Z')}{'.' + fraction if fraction else ''}{zone}"


def _other(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return value.hex()
    return json.dumps(value, default=str, ensure_ascii=False)


def _short(wrong: Exception) -> str:
    return str(wrong).splitlines()[0][:200] if str(wrong) else type(wrong).__name__
