"""Workbooks and archives open in other people's readers, and their bytes are fixed."""

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest

from remit.world.containers import archive, workbook

ROWS = [
    ("Name", "Born", "At", "Sum", "Serial"),
    ("Łukasz & <Co>", date(1990, 2, 28), time(8, 5, 7), 12.5, 7_700_900_123),
    (None, None, None, -3.25, 0),
    ("  two spaces before", date(2026, 3, 29), time(23, 59, 59), 0.0, 5),
]


def test_another_reader_finds_the_same_cells() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook({"One & two": ROWS, "Empty": []})))
    assert book.sheetnames == ["One & two", "Empty"]
    found = list(book["One & two"].iter_rows(values_only=True))
    for row, asked in zip(found, ROWS, strict=True):
        dated = tuple(c.date() if isinstance(c, datetime) else c for c in row)
        assert dated == asked


def test_a_moment_is_no_cell() -> None:
    with pytest.raises(TypeError, match="a date or a time"):
        workbook({"One": [(datetime(2026, 1, 1),)]})


def test_an_archive_is_the_same_bytes_each_time_and_tells_no_time_of_writing() -> None:
    entries = {"a.txt": b"one", "b/c.txt": b"two"}
    assert archive(entries) == archive(entries)
    with zipfile.ZipFile(io.BytesIO(archive(entries))) as file:
        assert file.testzip() is None
        assert {name: file.read(name) for name in file.namelist()} == entries
        assert {entry.date_time[0] for entry in file.infolist()} == {1980}
