"""Small believable files for the tests of sources, and what every reader must hold to."""

import csv
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from remit.errors import BadInput
from remit.sources.plan import Plan
from remit.sources.readers import Fault, Limits, open_tables
from remit.store.drafts import RowDraft

__all__ = ["STREET", "as_csv", "mapped", "read_all", "street", "write"]

STREET = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)


BULK: dict[str, Any] = {
    "authority": "TEST-1",
    "subject": ["any"],
    "from_": "2020-01-01",
    "to": "2030-12-31",
}
"""An authority that names nobody: for files that are loaded whole."""


def street(**changes: str) -> str:
    """One line of street crime, with some columns changed."""
    cells = dict(
        zip(
            STREET.split(","),
            ("c" * 64, "2019-07", "City of London Police", "City of London Police", "-0.0816",
             "51.5168", "On or near Mill Lane", "E01032739", "City of London 001F", "Burglary",
             "Under investigation", ""),
            strict=True,
        )
    )  # fmt: skip
    cells |= {name.replace("_", " "): value for name, value in changes.items()}
    return ",".join(cells.values())


def write(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """A text file of these lines, each ended."""
    path.write_bytes("".join(line + "\n" for line in lines).encode(encoding))
    return path


def as_csv(parquet: Path, path: Path, encoding: str = "utf-8") -> Path:
    """The CSV that a Parquet file was made from, near enough."""
    table: pa.Table = pq.read_table(parquet)
    columns = [["" if v is None else v for v in c.to_pylist()] for c in table.columns]
    with path.open("w", newline="", encoding=encoding) as text:
        out = csv.writer(text)
        out.writerow(table.column_names)
        out.writerows(zip(*columns, strict=True))
    return path


def read_all(path: Path, limits: Limits | None = None, **options: Any) -> list[tuple[int, Any]]:
    """Every row of a file. Raises `BadInput` and nothing else."""
    (table, *_), _ = open_tables(path, limits=limits, **options)
    rows = list(table.rows())
    positions = [pos for pos, _ in rows]
    assert positions == sorted(set(positions)), "positions rise"
    for _, row in rows:
        cells = row.raw if isinstance(row, Fault) else row
        for name, cell in cells.items():
            f"{name}{cell}".encode()  # every text can be stored
    return rows


def mapped(plan: Plan) -> tuple[list[RowDraft], list[tuple[int, str]]]:
    """Rows accepted and rejected, as a load would find them."""
    mapper = plan.mapper()
    accepted: list[RowDraft] = []
    rejected: list[tuple[int, str]] = []
    for pos, row in plan.table.rows():
        if isinstance(row, Fault):
            rejected.append((pos, row.reason))
            continue
        try:
            accepted.append(mapper.row(pos, plan.kept(row)))
        except BadInput as wrong:
            rejected.append((pos, wrong.reason))
    return accepted, rejected
