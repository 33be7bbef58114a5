"""Readers stream, count rows as they stand in the file, and refuse what is no table."""

import io
import json
import tracemalloc
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.sources.tables import read_all, write

from remit.errors import BadInput
from remit.sources import preview
from remit.sources.readers import Fault, Limits, open_tables


def test_rows_count_from_one_with_the_header(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "ref,note", '1,"two', 'lines"', "", "2,plain")
    assert read_all(path) == [
        (2, {"ref": "1", "note": "two\nlines"}),
        (4, {"ref": "2", "note": "plain"}),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_are_told_with_evidence(tmp_path: Path, encoding: str) -> None:
    lines = ["name,town", *[f"Zoë {n},Château" for n in range(20)]]
    (table,), seen = open_tables(write(tmp_path / "a.csv", *lines, encoding=encoding))
    assert next(iter(table.rows()))[1] == {"name": "Zoë 0", "town": "Château"}
    assert seen.encoding == encoding
    assert any("read as" in note for note in table.notes)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, mark: str) -> None:
    first = "1.5" if mark == "," else "1,5"
    path = write(tmp_path / "a.txt", mark.join("abc"), mark.join([first, "2", "3"]))
    assert read_all(path) == [(2, {"a": first, "b": "2", "c": "3"})]


def test_damaged_rows_are_kept_apart_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        b'a,b\n1,2\n3\n4,5,6\n\xff\xfe,7\n8,\x009\n10,caf\xc3\xa9\n1,caf\xc3\xa9\n11,"12"x\n13,14\n15'
    )
    rows = read_all(path)
    faults = {pos: row.reason for pos, row in rows if isinstance(row, Fault)}
    assert faults == {
        3: "1 fields where the header has 2",
        4: "3 fields where the header has 2",
        5: "the row holds bytes that are not UTF-8",
        6: "the row holds NUL bytes",
        9: "a quotation mark stands where none may",
        11: "the file ends inside this row",
    }
    assert [pos for pos, row in rows if not isinstance(row, Fault)] == [2, 7, 8, 10]


def test_a_file_cut_inside_quotes_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n1,2\n3,"unfinished\nbusiness')
    assert [row.reason for _, row in read_all(path) if isinstance(row, Fault)] == [
        "the file ends inside quotation marks"
    ]


def test_one_endless_line_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as text:
        text.write(b"a,b\n1,2\n")
        for _ in range(32):
            text.write(b"x" * (1 << 20))
    tracemalloc.start()
    with pytest.raises(BadInput, match="longer than") as refused:
        read_all(path)
    assert refused.value.row == 3
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 << 20


def test_an_endless_field_is_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "a,b", '1,"' + "x" * 200_000 + '"', "2,3")
    rows = read_all(path)
    assert isinstance(rows[0][1], Fault)
    assert "131,072" in rows[0][1].reason
    assert rows[-1][1] == {"a": "2", "b": "3"}


def test_headers_are_made_distinct(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "", "ref,,ref", "1,2,3")
    assert read_all(path) == [(3, {"ref": "1", "column 2": "2", "ref (2)": "3"})]


def _zip() -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
    return box.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b" \n\n ", "nothing but spaces"),
        (b"a,b\n", "header and no rows"),
        (b"%PDF-1.7 ...", "PDF"),
        (bytes(range(256)) * 8, "not a table"),
        (b"\x1f\x8b\x08" + bytes(20), "archive"),
        (_zip(), "archive .zip."),
        (b"PK\x03\x04" + bytes(40), "damaged"),
        (b"PAR1" + bytes(40) + b"PAR1", "damaged Parquet"),
        (b"[]", "no records"),
        (b"\xd0\xcf\x11\xe0" + bytes(40), "save it as .xlsx"),
    ],
)
def test_what_is_no_table_is_refused_clearly(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=why) as refused:
        read_all(path)
    assert refused.value.file == "a.csv"


def test_json_arrays_and_lines(tmp_path: Path) -> None:
    records = [{"a": {"b": 1.50}, "c": None, "d": [1], "e": True}, {"a": {"b": 2}}]
    wanted = [(1, {"a.b": "1.5", "c": None, "d": '["1"]', "e": "true"}), (2, {"a.b": "2"})]
    assert read_all(_text(tmp_path, json.dumps(records))) == wanted
    assert read_all(_text(tmp_path, "\n".join(map(json.dumps, records)))) == wanted


def test_damaged_json_keeps_what_is_sound(tmp_path: Path) -> None:
    lines = read_all(_text(tmp_path, '{"a": 1}\n{"a": \n{"a": 3}\n[1]\n{"a": NaN}'))
    assert [pos for pos, row in lines if isinstance(row, Fault)] == [2, 4, 5]
    cut = read_all(_text(tmp_path, '[{"a": 1}, {"a": 2}, {"a"'))
    assert [isinstance(row, Fault) for _, row in cut] == [False, False, True]
    deep = '{"a":' * 50 + "1" + "}" * 50
    assert isinstance(read_all(_text(tmp_path, '{"b": 1}\n' + deep))[1][1], Fault)
    abyss = read_all(_text(tmp_path, '[{"b": 1}, ' + '{"a":' * 200_000))
    assert isinstance(abyss[-1][1], Fault)
    with pytest.raises(BadInput, match="longer than"):
        read_all(_text(tmp_path, '{"a": "' + "x" * 4_000), Limits(line=1_000))


def _text(folder: Path, content: str) -> Path:
    path = folder / "a.json"
    path.write_text(content)
    return path


def _book(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Register of 2020"])
    sheet.merge_cells("A1:C1")
    sheet.append([])
    sheet.append(["ref", "when", "sum", None])
    sheet.append([1.0, datetime(2020, 3, 4, 12, 30), "=1+1"])
    sheet.append([])
    sheet.append(["2", date(2020, 3, 4), 2.5])
    sheet.append([3, None, None, None, "stray"])
    book.create_sheet("empty")
    book.save(path)
    return path


def test_a_workbook_is_read_as_saved_and_never_run(tmp_path: Path) -> None:
    rows = read_all(_book(tmp_path / "a.xlsx"))
    assert rows[:2] == [
        (4, {"ref": "1", "when": "2020-03-04T12:30:00", "sum": None}),
        (6, {"ref": "2", "when": "2020-03-04", "sum": "2.5"}),
    ]
    assert isinstance(rows[2][1], Fault)


def test_every_sheet_with_data_is_a_table_of_its_own(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("one", "two"):
        sheet = book.create_sheet(name)
        sheet.append(["a", "b"])
        sheet.append([name, 1])
    book.save(tmp_path / "a.xlsx")
    tables, _ = open_tables(tmp_path / "a.xlsx")
    assert [table.part for table in tables] == ["one", "two"]
    assert read_all(tmp_path / "a.xlsx", sheet="two") == [(2, {"a": "two", "b": "1"})]
    with pytest.raises(BadInput, match="no sheet"):
        read_all(tmp_path / "a.xlsx", sheet="three")


def test_rows_of_several_sheets_are_counted_through_and_say_their_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ("one", "two"):
        sheet = book.create_sheet(name)
        sheet.append([f"Enquiry about {name}"])
        sheet.append(["Name", "Phone"])
        sheet.append([f"Ann {name.title()}", "07700 900123"])
    book.save(tmp_path / "a.xlsx")
    plan = preview(tmp_path / "a.xlsx")
    rows = [(pos, row) for _, pos, row in plan.rows()]
    assert [pos for pos, _ in rows] == [3, 6]
    assert [row["(sheet)"] for _, row in rows] == ["one", "two"]  # type: ignore[index]
    assert [row["(row)"] for _, row in rows] == ["3", "3"]  # type: ignore[index]
    assert plan.more[0].table.above == (("Enquiry about two",),)


def test_a_title_above_a_csv_header_is_passed_over(tmp_path: Path) -> None:
    lines = ("Larkhithe Savings Bank", "Account,123", "", "Date,Paid in,Balance")
    path = write(tmp_path / "a.csv", *lines, "2026-01-02,5.00,10.00", "2026-01-03,5.00,15.00")
    (table,), _ = open_tables(path)
    assert table.header == ("Date", "Paid in", "Balance")
    assert [pos for pos, _ in table.rows()] == [5, 6]
    assert table.above == (("Larkhithe Savings Bank",), ("Account", "123"))


def test_bombs_and_entities_are_refused(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx")
    with pytest.raises(BadInput, match="unpacks to"):
        read_all(path, Limits(unpacked=1_000))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/evil.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>')
    with pytest.raises(BadInput, match="entities"):
        read_all(path)


def test_parquet_values_are_text_as_received(tmp_path: Path) -> None:
    table = pa.table(
        {
            "f": [0.5, float("nan"), 3.0],
            "t": pa.array([0, 1_500_000, None], pa.timestamp("us")),
            "z": pa.array([0, 1, None], pa.timestamp("s", tz="UTC")),
            "d": pa.array(["x", None, "y"]).dictionary_encode(),
            "b": [True, None, False],
            "l": [[1], [], None],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    rows = read_all(tmp_path / "a.parquet")
    assert [pos for pos, _ in rows] == [2, 3, 4]
    assert rows[0][1]["z"] == "1970-01-01T00:00:00Z"
    assert [rows[0][1][name] for name in "ftdbl"] == ["0.5", "1970-01-01", "x", "true", "[1]"]
    assert rows[1][1]["f"] is None
    assert rows[1][1]["t"] == "1970-01-01T00:00:01.5"
    assert rows[2][1]["f"] == "3"


def test_a_truncated_parquet_file_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": list(range(1_000))}), path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(BadInput, match="damaged Parquet"):
        read_all(path)


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", "a,b", "1,2")
    (table,), seen = open_tables(path)
    assert seen.format == "csv"
    assert any("its content is csv" in note for note in table.notes)
