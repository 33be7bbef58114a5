"""Readers: one file each for CSV, Excel, Parquet, JSON and GeoJSON; they stream and refuse bombs.

A reader gives `(row, fields)` or `(row, Fault)`, never another thing, and raises `BadInput`
where the file as a whole cannot be read. Nothing in a file is ever run: formulas, macros,
links and scripts are bytes. Read `table.py` first.
"""

from dataclasses import replace
from pathlib import Path

from remit.errors import BadInput
from remit.sources.readers import (
    anx,
    csv,
    docx,
    forms,
    geojson,
    geotrack,
    gpx,
    html,
    json,
    kml,
    mail,
    parquet,
    pdf,
    phonearchive,
    sdm,
    text,
    ufdr,
    xlsx,
)
from remit.sources.readers.survey import Survey, changed, survey
from remit.sources.readers.table import Fault, Fields, Limits, Table

__all__ = ["Fault", "Fields", "Limits", "Survey", "Table", "changed", "open_tables", "survey"]


def open_tables(
    path: Path, *, limits: Limits | None = None, sheet: str | None = None
) -> tuple[tuple[Table, ...], Survey]:
    """The tables in a file, told by its content and not by its name: one, or one for each sheet.

    Raises `BadInput` for an empty file, an archive, anything that is no table, and a file whose
    tables have no rows.
    """
    limits = limits or Limits()
    seen = survey(path)
    tables = _read(path, seen, limits, sheet)
    filled = tuple(table for table in tables if next(iter(table.rows()), None) is not None)
    if not filled:
        raise BadInput("a header and no rows", file=path.name)
    empty = [
        f"sheet {one.part!r} holds a header and no rows" for one in tables if one not in filled
    ]
    return (replace(filled[0], notes=(*filled[0].notes, *empty)), *filled[1:]), seen


def _read(path: Path, seen: Survey, limits: Limits, sheet: str | None) -> tuple[Table, ...]:
    match seen.format:
        case "parquet":
            return (parquet.read(path, limits),)
        case "xlsx":
            return xlsx.read(path, limits, sheet)
        case "json" if sdm.is_envelope(path, seen):
            return (sdm.read(path, seen, limits),)
        case "json":
            collection = geojson.is_collection(path, seen)
            if collection and geotrack.is_track(path, seen, limits):
                return (geotrack.read(path, seen, limits),)
            return ((geojson if collection else json).read(path, seen, limits),)
        case "anx":
            return (anx.read(path, seen, limits),)
        case "gpx":
            return (gpx.read(path, seen, limits),)
        case "kml":
            return (kml.read(path, seen, limits),)
        case "ufdr":
            return (ufdr.read(path, seen, limits),)
        case "phone-archive":
            return phonearchive.read(path, limits)
        case "csv":
            return (csv.read(path, seen, limits),)
        case "docx":
            return (_form(docx.read(path, seen, limits)),)
        case "pdf":
            return (_form(pdf.read(path, seen, limits)),)
        case "text":
            return (_form(text.read(path, seen, limits)),)
        case "html":
            return (_form(html.read(path, seen, limits)),)
        case "email" | "mbox":
            return (mail.read(path, seen, limits),)


def _form(table: Table) -> Table:
    """A document's table, or that of the items in it where it is a form."""
    return forms.form(table) or table
