"""Valid small files of tables: what the readers of tables are fuzzed with."""

import io

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from tests.sources.tables import STREET, street

__all__ = ["seeds"]


def seeds() -> list[bytes]:
    """One of each format, and tables whose columns mean something."""
    people = b"name,dob,phone,vrm,when\nAnn Bee,14/03/1991,07700 900123,AB12 CDE,2026-03-01 12:00\n"
    reads = b"VRM,Captured,Camera,Longitude,Latitude\nAB12CDE,2026-03-01T12:00:00Z,C1,-0.1,51.5\n"
    return [
        b'a,b\n1,"x\ny"\n2,caf\xc3\xa9\n',
        f"{STREET}\n{street()}\n".encode(),
        people,
        reads,
        "name;place\nJosé;Málaga\n".encode("utf-16"),
        b'[{"a": 1, "b": {"c": "x"}}, {"a": 2}]',
        b'{"a": 1}\n{"a": {"b": [1]}}\n',
        b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"c": 1},'
        b' "geometry": {"type": "Point", "coordinates": [-0.1, 51.5]}}]}',
        _workbook(),
        _parquet(),
    ]


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["name", "phone"], ["Ann Bee", "07700 900123"], [2, "=1+1"]):
        book.active.append(row)
    other = book.create_sheet("more")
    for row in (["Enquiry"], ["Date", "Sum"], ["2026-03-01", 5]):
        other.append(row)
    box = io.BytesIO()
    book.save(box)
    return box.getvalue()


def _parquet() -> bytes:
    box = io.BytesIO()
    pq.write_table(pa.table({"a": [1, 2, 3], "name": ["x", "y", None]}), box)
    return box.getvalue()
