"""Readers: one file each for CSV, Excel, Parquet, JSON and GeoJSON; they stream and refuse bombs.

A reader gives `(row, fields)` or `(row, Fault)`, never another thing, and raises `BadInput`
where the file as a whole cannot be read. Nothing in a file is ever run: formulas, macros,
links and scripts are bytes. Read `table.py` first.
"""

from pathlib import Path

from remit.errors import BadInput
from remit.sources.readers import csv, geojson, json, parquet, xlsx
from remit.sources.readers.survey import Survey, survey
from remit.sources.readers.table import Fault, Fields, Limits, Table

__all__ = ["Fault", "Fields", "Limits", "Survey", "Table", "open_table", "survey"]


def open_table(
    path: Path, *, limits: Limits | None = None, sheet: str | None = None
) -> tuple[Table, Survey]:
    """The table in a file, told by its content and not by its name.

    Raises `BadInput` for an empty file, an archive, anything that is no table, and a table
    without rows.
    """
    limits = limits or Limits()
    seen = survey(path)
    if seen.format == "parquet":
        table = parquet.read(path, limits)
    elif seen.format == "xlsx":
        table = xlsx.read(path, limits, sheet)
    elif seen.format == "json":
        collection = geojson.is_collection(path, seen)
        table = (geojson if collection else json).read(path, seen, limits)
    else:
        table = csv.read(path, seen, limits)
    if not table.pending and next(iter(table.rows()), None) is None:
        raise BadInput("a header and no rows", file=path.name)
    return table, seen
