"""GeoJSON (RFC 7946): one row for each feature, its properties as columns.

The geometry is the last column, as the text of a geometry; the name of the collection stands in
`layer`, where there is one. The file is read as a stream, feature by feature.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from remit.errors import BadInput
from remit.sources.readers import json
from remit.sources.readers.survey import Survey
from remit.sources.readers.table import Fault, Fields, Limits, Row, Table, named

__all__ = ["GEOMETRY", "LAYER", "is_collection", "read"]

GEOMETRY, LAYER = "geometry", "layer"
"""The columns that a file of features gets besides its properties."""

_HEAD = 1 << 16
_PEEK = 1_000
_LONGEST = 16 << 20
"""Characters of one feature: a whole force area in full detail takes some 5 million."""

_COLLECTION = re.compile(r'\s*\{[^\[\]]*"type"\s*:\s*"FeatureCollection"')
_FEATURES = re.compile(r'"features"\s*:\s*(?=\[)')
_NAME = re.compile(r'"name"\s*:\s*"([^"\\]{1,100})"')
_GRID = re.compile(r'"crs"\s*:.{0,80}?"name"\s*:\s*"([^"\\]{1,100})"', re.DOTALL)
_DEGREES = re.compile(r"CRS84|EPSG:+(?:[\d.]*:)?4326$")
_QUOTED = re.compile(r'"(-?[0-9][0-9.eE+\-]*)"')
"""A number of a geometry: the reader keeps numbers as the text they were."""


def is_collection(path: Path, seen: Survey) -> bool:
    """Whether a JSON file says at its beginning that it is a collection of features."""
    return _COLLECTION.match(_head(path, seen)) is not None


def read(path: Path, seen: Survey, limits: Limits) -> Table:
    """The features of a GeoJSON file. There is no header line: the first feature is row 1.

    Raises `BadInput` where the list of features does not begin in the first 65,536 characters, or
    the file says that its coordinates are not WGS 84.
    """
    head = _head(path, seen)
    begins = _FEATURES.search(head)
    if begins is None:
        raise BadInput("a collection without a list of features at its beginning", file=path.name)
    before = head[: begins.start()]
    grid = _GRID.search(before)
    if grid and not _DEGREES.search(grid.group(1)):
        reason = f"its coordinates are on {grid.group(1)}: save it in WGS 84, as RFC 7946 says"
        raise BadInput(reason, file=path.name)
    said = _NAME.search(before[: grid.start()] if grid else before)
    layer = said.group(1) if said else None
    wide = replace(limits, line=max(limits.line, _LONGEST))
    rows = partial(_rows, path, seen.encoding, wide, begins.end(), layer)
    keys: dict[str, None] = {}
    for _, row in islice(rows(), _PEEK):
        keys.update(dict.fromkeys(() if isinstance(row, Fault) else row))
    for last in (LAYER, GEOMETRY):
        keys.pop(last, None)
    header = named([*keys, LAYER, GEOMETRY], path.name, limits)
    notes = (*seen.notes, "a GeoJSON collection; the first feature is row 1")
    return Table(path.name, "geojson", header, rows, notes)


def _rows(
    path: Path, encoding: str, limits: Limits, start: int, layer: str | None
) -> Iterator[Row]:
    for pos, record in json.array(path, encoding, limits, start):
        if isinstance(record, Fault):
            yield pos, record
            continue
        try:
            yield pos, _feature(record, layer, limits)
        except BadInput as wrong:
            yield pos, Fault(wrong.reason, {"(feature)": json.shown(record)})


def _feature(record: object, layer: str | None, limits: Limits) -> Fields:
    if not isinstance(record, dict) or record.get("type") != "Feature":
        raise BadInput("not a feature")
    properties = record.get("properties") or {}
    row = json.flat(properties, limits)
    for taken in (LAYER, GEOMETRY):
        if taken in row:
            row[f"properties.{taken}"] = row.pop(taken)
    outline = json.flat({GEOMETRY: [record.get("geometry")]}, limits)[GEOMETRY] or ""
    row[LAYER] = layer
    row[GEOMETRY] = _QUOTED.sub(r"\1", outline[1:-1]) if record.get("geometry") else None
    return row


def _head(path: Path, seen: Survey) -> str:
    with path.open(encoding=seen.encoding, errors=json.ERRORS) as text:
        return text.read(_HEAD)
