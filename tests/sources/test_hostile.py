"""Hostile and damaged files: a clear error with file and reason, within bounded memory.

Nothing in them is run, followed or fetched, and a row that is not accepted says why.
"""

import io
import json
import os
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.sources.tables import read_all, write

from remit.errors import BadInput
from remit.sources.readers import Fault, Limits

MIB = 1 << 20


def refusal(path: Path, limits: Limits | None = None) -> str:
    """Why the file is refused; its name is in the error."""
    with pytest.raises(BadInput) as refused:
        read_all(path, limits)
    assert refused.value.file == path.name
    return refused.value.reason


def faults(path: Path) -> dict[int, str]:
    """Reason by row of those that cannot be read."""
    return {pos: row.reason for pos, row in read_all(path) if isinstance(row, Fault)}


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")  # reading one would wait for ever
    for path in (tmp_path / "pipe.csv", Path("/dev/zero"), tmp_path):
        assert "not a file" in refusal(path)


def test_a_link_is_the_file_it_points_to(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", "a,b", "1,2")
    (tmp_path / "link.csv").symlink_to("a.csv")
    (tmp_path / "nowhere.csv").symlink_to("missing.csv")
    assert read_all(tmp_path / "link.csv") == [(2, {"a": "1", "b": "2"})]
    assert "cannot be opened" in refusal(tmp_path / "nowhere.csv")


def test_a_hundred_thousand_columns_are_refused(tmp_path: Path) -> None:
    header = ",".join(f"c{n}" for n in range(100_000))
    assert "100,000 columns" in refusal(write(tmp_path / "a.csv", header, "1"))


def test_cells_that_a_spreadsheet_would_run_are_text(tmp_path: Path) -> None:
    cells = ["=cmd|'/c calc'!A1", "@SUM(1)", "+1", '"=HYPERLINK(""http://a.example"")"']
    rows = read_all(write(tmp_path / "a.csv", "a,b,c,d", ",".join(cells)))
    assert list(rows[0][1].values()) == [*cells[:3], '=HYPERLINK("http://a.example")']


def test_line_ends_in_quoted_cells_stay(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b'a,b\r\n1,"two\r\nlines"\r\n3,4\r\n')
    assert [pos for pos, _ in read_all(tmp_path / "a.csv")] == [2, 3]
    assert read_all(tmp_path / "a.csv")[0][1]["b"] == "two\r\nlines"


def test_a_file_of_mixed_encodings_loses_only_the_foreign_rows(tmp_path: Path) -> None:
    sound = "Zoë,1\n".encode()
    foreign = "Zoë,2\n".encode("cp1252")
    (tmp_path / "a.csv").write_bytes(b"name,n\n" + sound + foreign + sound * 3)
    assert faults(tmp_path / "a.csv") == {3: "the row holds bytes that are not UTF-8"}
    (tmp_path / "b.csv").write_bytes("name,n\nZoë,1\nZoë,2\n".encode("utf-16")[:-3])
    assert faults(tmp_path / "b.csv") == {3: "the row holds bytes that are not UTF-16"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"a": 1, "a": 2}', "comes twice"),
        ('{"a": {"b": 1}, "a.b": 2}', "comes twice"),
        ('{"a": "x\\u0000y"}', "NUL"),
        ('{"a":' * 5_000 + "1" + "}" * 5_000, "too deep"),
        ('{"a":' + "[" * 100_000 + "]" * 100_000 + "}", "too deep"),
        (json.dumps({f"k{n}": n for n in range(5_000)}), "more than 1,000 values"),
    ],
)
def test_a_json_record_that_would_lose_or_hide_something_is_rejected(
    tmp_path: Path, line: str, why: str
) -> None:
    found = faults(write(tmp_path / "a.jsonl", '{"a": 0}', line, '{"a": 3}'))
    assert list(found) == [2]
    assert why in found[2]


def test_names_and_values_that_are_no_text_can_be_kept(tmp_path: Path) -> None:
    lines = '{"\\ud800": 1}', '{"a": ["\\udfff"]}', '{"a": "\\ud800"}'
    assert len(read_all(write(tmp_path / "a.jsonl", *lines))) == 3


Change = Callable[[bytes], bytes]


def workbook(path: Path, change: Change = bytes) -> Path:
    """A workbook of two columns, its sheet changed as told."""
    book, box = openpyxl.Workbook(), io.BytesIO()
    for row in (["a", "b"], [1, '=HYPERLINK("http://a.example")']):
        book.active.append(row)
    book.save(box)
    with zipfile.ZipFile(box) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == "xl/worksheets/sheet1.xml" else data)
    return path


def before_end(what: bytes) -> Change:
    return lambda data: data.replace(b"</sheetData>", what + b"</sheetData>")


def declaring(data: bytes) -> bytes:
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:secret.txt">]>'
    return b" " * 9_000 + entity.encode() + data.replace(b"<v>1</v>", b"<v>&e;</v>")


def declaring_in_utf16(data: bytes) -> bytes:
    head = '<?xml version="1.0" encoding="utf-16"?>'
    return (head + declaring(data).decode()).encode("utf-16")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (declaring, "entities"),
        (declaring_in_utf16, "entities"),
        (before_end(b"<row/>" * 1_100_000), "more rows than a sheet"),
        (
            before_end(b'<row r="3"><c t="inlineStr"><is><t>' + b"x" * (64 * MIB)),
            "a cell is longer",
        ),
        (lambda data: data[: len(data) // 2], "damaged"),
    ],
    ids=["entities", "entities in UTF-16", "rows", "one cell", "cut"],
)
def test_a_hostile_workbook_is_refused_in_bounded_memory(
    tmp_path: Path, change: Change, why: str
) -> None:
    path = workbook(tmp_path / "a.xlsx", change)
    assert path.stat().st_size < MIB
    tracemalloc.start()
    reason = refusal(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert why in reason
    assert peak < 16 * MIB


def test_macros_formulas_and_names_that_climb_are_never_used(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../climbed.csv", "a,b\n1,2\n")
        archive.writestr("xl/vbaProject.bin", b"Sub AutoOpen()")
    assert read_all(path) == [(2, {"a": "1", "b": None})]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx"]


def test_a_text_repeated_by_a_parquet_file_takes_its_room_once(tmp_path: Path) -> None:
    path, long = tmp_path / "a.parquet", "x" * (4 * MIB)
    pq.write_table(pa.table({"a": [*["short"] * 3, *[long] * 200]}), path, compression="zstd")
    assert path.stat().st_size < MIB
    before = pa.default_memory_pool().max_memory()
    found = faults(path)
    assert len(found) == 200
    assert all("longer than" in reason for reason in found.values())
    assert pa.default_memory_pool().max_memory() - before < 64 * MIB


def test_an_index_outside_its_dictionary_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = pa.table({"a": ["one", "two", "one", "three"] * 40})
    pq.write_table(table, path, compression="none", write_statistics=False)
    whole, refused = path.read_bytes(), 0
    for at in range(4, len(whole) - 8):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x1F]) + whole[at + 1 :])
        try:
            read_all(path)
        except BadInput as wrong:
            refused += "out of bounds" in wrong.reason
    assert refused, "some byte of the file is an index"


@pytest.mark.parametrize("at", range(0, 300, 20))
def test_absurd_parquet_metadata_is_damage(tmp_path: Path, at: int) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": list(range(3_000))}), path)
    data = bytearray(path.read_bytes())
    length = int.from_bytes(data[-8:-4], "little")
    data[-8 - length + at % length] = 0xFF
    path.write_bytes(bytes(data))
    try:
        rows = read_all(path)
    except BadInput as refused:
        assert "damaged" in refused.reason  # noqa: PT017 - one of the two right answers
    else:
        assert len(rows) == 3_000
    data[-8:-4] = (0x7FFF_FFFF).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    assert "damaged" in refusal(path)


def test_nul_in_parquet_rejects_the_row(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": ["x\0y", "z"]}), tmp_path / "a.parquet")
    assert faults(tmp_path / "a.parquet") == {2: "the row holds NUL characters"}


def test_a_file_that_may_not_be_read_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Simulated, since root reads everything."""
    path = write(tmp_path / "a.csv", "a,b", "1,2")

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "Permission denied" in refusal(path)
