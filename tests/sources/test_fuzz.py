"""Whatever the bytes, a reader gives rows or `BadInput`, and nothing else."""

import io
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.tables import STREET, mapped, read_all, street

from remit.errors import BadInput
from remit.sources.previewing import preview
from remit.sources.readers import Limits

SMALL = Limits(line=4_096, columns=50)


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["a", "b"], [1, "x"], [2, "y"]):
        book.active.append(row)
    box = io.BytesIO()
    book.save(box)
    return box.getvalue()


def _parquet() -> bytes:
    box = io.BytesIO()
    pq.write_table(pa.table({"a": [1, 2, 3], "b": ["x", "y", None]}), box)
    return box.getvalue()


SEEDS = {
    "csv": b'a,b\n1,"x\ny"\n2,caf\xc3\xa9\n',
    "json": b'[{"a": 1, "b": {"c": "x"}}, {"a": 2}]',
    "jsonl": b'{"a": 1}\n{"a": {"b": [1]}}\n',
    "xlsx": _workbook(),
    "parquet": _parquet(),
}


@given(content=st.binary(max_size=400))
@settings(max_examples=200)
def test_random_bytes(tmp_path: Path, content: bytes) -> None:
    _held(tmp_path / "junk", content)


@pytest.mark.parametrize("kind", sorted(SEEDS))
@given(data=st.data())
@settings(max_examples=60)
def test_mutated_files(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    content = bytearray(SEEDS[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        where = data.draw(st.integers(0, len(content) - 1))
        what = data.draw(st.sampled_from(["flip", "cut", "insert"]))
        if what == "flip":
            content[where] = data.draw(st.integers(0, 255))
        elif what == "insert":
            content[where:where] = data.draw(st.binary(min_size=1, max_size=8))
        elif where > 4:
            del content[where:]
    _held(tmp_path / f"a.{kind}", bytes(content))


def _held(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        read_all(path, SMALL)
    except BadInput as refused:
        assert refused.reason  # noqa: PT017 - the refusal is one of the two right answers


@given(cells=st.lists(st.text(max_size=20), min_size=12, max_size=12))
@settings(max_examples=100)
def test_any_cells_of_street_crime_are_accepted_or_rejected(
    tmp_path: Path, cells: list[str]
) -> None:
    path = tmp_path / "street.csv"
    line = ",".join('"' + cell.replace('"', '""').replace("\0", "") + '"' for cell in cells)
    path.write_bytes("\n".join([STREET, street(), line, ""]).encode("utf-8", "replace"))
    plan = preview(path)
    accepted, rejected = mapped(plan)
    assert len(accepted) + len(rejected) == 2


@given(
    rows=st.lists(
        st.tuples(*[st.text(alphabet="ab 0123456789/-:+@.,TZé", max_size=14)] * 5), min_size=1
    )
)
@settings(max_examples=100)
def test_any_table_of_people_is_read_to_the_row(
    tmp_path: Path, rows: list[tuple[str, ...]]
) -> None:
    path = tmp_path / "people.csv"
    lines = [
        ",".join(f'"{cell}x"' if n == 0 else f'"{cell}"' for n, cell in enumerate(r)) for r in rows
    ]
    path.write_text("\n".join(["Name,DOB,Phone,Date,Address", *lines, ""]), encoding="utf-8")
    accepted, rejected = mapped(preview(path, yes=True))
    assert len(accepted) + len(rejected) == len(rows)
