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
from remit.sources.readers.table import Limits, Row, Table, named

__all__ = ["read"]

_BATCH = 8_192


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
    note = "Parquet has no header line: it counts as row 1, the first row of data is row 2"
    return Table(path.name, "parquet", header, partial(_rows, path, header), (note,))


def _rows(path: Path, header: tuple[str, ...]) -> Iterator[Row]:
    pos = 1
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(_BATCH):
                columns = [_texts(column) for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    pos += 1
                    yield pos, dict(zip(header, cells, strict=True))
    except (pa.ArrowException, OSError, ValueError) as wrong:
        raise BadInput(
            f"a damaged Parquet file: {_short(wrong)}", file=path.name, row=pos
        ) from None


def _texts(column: pa.Array) -> list[str | None]:
    """The column as text; empty text and NaN are nothing."""
    kind = column.type
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
