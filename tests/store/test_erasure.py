"""Erasure: afterwards nothing that a search of the whole workspace can open holds the value.

The search decodes all there is: every sealed file with every key that is left, the Parquet in
it, products, every sealed cell of the state database, and the raw bytes of every file, free
pages and write-ahead file included. Before the erasure it does find the value.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap
from sqlalchemy import RowMapping, select
from tests.store.building import Building, a_row, plain_rows

from remit.authority import tables as authority_tables
from remit.errors import Damaged, NotFound, Refused
from remit.ledger.salted import ANNEX, body_place
from remit.store.migrate import METADATA
from remit.store.sealed import SealedReader
from remit.store.view import View
from remit.store.writer import RowDraft, Writer

VALUE = "Zebedee Quixworth"
FILE = "sheds quixworth list.csv"
MASTER = bytes([5]) * 32


def everything(building: Building) -> Iterator[tuple[str, bytes]]:
    """Name and plain bytes of all that the workspace's keys open, and the raw bytes besides."""
    with building.engine.connect() as conn:
        rows = conn.execute(select(authority_tables.data_key)).all()
    keys = [aes_key_unwrap(MASTER, row.wrapped) for row in rows]
    for path in sorted(building.home.rglob("*")):
        if path.is_file():
            yield str(path), path.read_bytes()
            if path.suffix == ".sealed":
                yield from _opened(path, keys)
    yield from _cells(building)


def _opened(path: Path, keys: list[bytes]) -> Iterator[tuple[str, bytes]]:
    about = path.stem if path.parent.name == "products" else f"{path.parent.name}/{path.stem}"
    for key in keys:
        try:
            with SealedReader(path, key, about) as reader:
                plain = reader.read()
        except Damaged:
            continue
        yield f"{about}, opened", plain
        if plain[:4] == b"PAR1":
            rows = pq.read_table(io.BytesIO(plain)).to_pylist()
            yield f"{about}, decoded", json.dumps(rows, default=str).encode()
        if plain[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(plain)) as archive:
                yield from ((name, archive.read(name)) for name in archive.namelist())


def _cells(building: Building) -> Iterator[tuple[str, bytes]]:
    """Every cell of every table, those that the workspace's box seals opened."""
    tables = [table for metadata in METADATA for table in metadata.sorted_tables]
    with building.engine.connect() as conn:
        for table in tables:
            for row in conn.execute(select(table)).mappings():
                places = list(_places(row))
                for cell in row.values():
                    yield f"table {table.name}", str(cell).encode()
                    for place in places if isinstance(cell, bytes) else ():
                        with suppress(Damaged):
                            yield f"table {table.name}", building.box.open(cell, place)


def _places(row: RowMapping) -> Iterator[bytes]:
    """Whatever a sealed cell of a row may be bound to: nothing, or a digest that the row names."""
    yield b""
    text = " ".join(c.decode("latin-1") if isinstance(c, bytes) else str(c) for c in row.values())
    for digest in re.findall("[0-9a-f]{64}", text):
        yield f"{ANNEX} {digest}".encode()
        yield f"{body_place(row.get('seq', -1))} {digest}".encode()


def holders(building: Building, value: str = VALUE) -> list[str]:
    """Where the value stands, in any case of letters and as JSON would write it."""
    wanted = value.lower().encode()
    return [name for name, plain in everything(building) if wanted in plain.lower()]


@pytest.fixture
def loaded(building: Building) -> tuple[Building, str, str]:
    """A load that names the person, an act that asked for and showed them, and a product."""
    case = building.furnish()
    rows = [*plain_rows(30), a_row(40, name=VALUE)]
    load = building.bring(case, FILE, rows, [(41, "not a plate")])
    with building.act("test-read.any", case, query=VALUE) as act:
        view = act.hand
        assert isinstance(view, View)
        found = view.run("SELECT load, pos FROM claim WHERE raw = ?", [VALUE]).to_pylist()
        cited = view.cite((row["load"], row["pos"]) for row in found)
        view.save_product("profile", {"profile.html": f"<p>{VALUE}</p>".encode()})
        act.release(cited)
    return building, case, load


def writer_of(building: Building, case: str, verb: str) -> Iterator[Writer]:
    with building.act(verb, case) as act:
        assert isinstance(act.hand, Writer)
        yield act.hand
        act.release("done")


def seen(building: Building, case: str) -> list[int]:
    with building.view(case) as view:
        return list(view.run("SELECT pos FROM record ORDER BY pos")["pos"].to_pylist())


def test_the_search_finds_what_is_there(loaded: tuple[Building, str, str]) -> None:
    building, _, load = loaded
    found = holders(building)
    assert sum("decoded" in name for name in found) >= 3  # record, mention, claim
    assert any(name.startswith(f"{load}/1-archive") for name in found)
    assert "profile.html" in found
    assert "table annex" in found
    assert "table load" in holders(building, FILE)
    assert "table leaf" in holders(building, '"received":32')


def test_nothing_is_left_of_an_erased_record(loaded: tuple[Building, str, str]) -> None:
    building, case, load = loaded
    for writer in writer_of(building, case, "erase.record"):
        writer.erase_record(load, 40)
    assert holders(building) == []
    assert seen(building, case) == list(range(2, 32))
    with building.view(case) as view:
        assert view.products() == []
        assert view.run("SELECT pos FROM claim WHERE raw = 'Person Number 7'").num_rows == 1
    leaf = [
        body
        for seq in range(building.log.head().size)
        if (body := building.log.entry(seq))["kind"] == "load.erased"
    ]
    assert leaf[0]["facts"]["before"] != leaf[0]["facts"]["after"]


def test_nothing_is_left_of_an_erased_load(loaded: tuple[Building, str, str]) -> None:
    building, case, load = loaded
    for writer in writer_of(building, case, "erase.load"):
        writer.erase_load(load)
    assert holders(building) == []
    assert holders(building, FILE) == []
    assert holders(building, "Person Number 7") == []
    assert not (building.home / "sealed" / load).exists()
    assert seen(building, case) == []


def test_a_rejected_row_is_erased_like_any_other(loaded: tuple[Building, str, str]) -> None:
    building, case, load = loaded
    assert holders(building, "not a plate")
    for writer in writer_of(building, case, "erase.record"):
        writer.erase_record(load, 41)
        assert writer.rejects(load) == []
        assert writer.loads()[0].rejected == 0
    assert holders(building, "not a plate") == []


def test_an_erased_file_does_not_come_back(loaded: tuple[Building, str, str]) -> None:
    building, case, load = loaded
    rows: list[RowDraft] = [*plain_rows(30), a_row(40, name=VALUE)]
    for writer in writer_of(building, case, "erase.record"):
        writer.erase_record(load, 40)
    assert building.bring(case, FILE, rows) == load
    assert seen(building, case) == list(range(2, 32))
    for writer in writer_of(building, case, "erase.load"):
        writer.erase_load(load)
    with pytest.raises(Refused, match="was erased"):
        building.bring(case, FILE, rows)


def test_a_retracted_load_is_kept_out_of_sight(loaded: tuple[Building, str, str]) -> None:
    building, case, load = loaded
    for writer in writer_of(building, case, "erase.retract"):
        writer.retract_load(load)
        assert len(seen(building, case)) == 31  # not before its act is over
    assert seen(building, case) == []
    with pytest.raises(Refused, match="was retracted"):
        building.bring(case, FILE, [*plain_rows(30), a_row(40, name=VALUE)])
    for writer in writer_of(building, case, "erase.restore"):
        writer.restore_load(load)
    assert len(seen(building, case)) == 31


def test_what_is_out_of_scope_cannot_be_erased(loaded: tuple[Building, str, str]) -> None:
    building, _, load = loaded
    other = building.cases.propose(
        building["analyst-1"], "01/654321/26", "Another", "investigation", "common-law"
    )
    building.cases.open(building["supervisor-1"], other.id)
    with building.act("erase.load", other.id) as act:
        assert isinstance(act.hand, Writer)
        with pytest.raises(NotFound):
            act.hand.erase_load(load)
        with pytest.raises(NotFound):
            act.hand.erase_record(load, 40)


def test_a_row_that_is_not_there_erases_nothing(loaded: tuple[Building, str, str]) -> None:
    building, case, load = loaded
    with building.act("erase.record", case) as act:
        assert isinstance(act.hand, Writer)
        with pytest.raises(NotFound):
            act.hand.erase_record(load, 3000)
    assert len(seen(building, case)) == 31


def test_a_view_that_is_open_sees_the_erasure(loaded: tuple[Building, str, str]) -> None:
    building, case, load = loaded
    with building.view(case) as view:
        assert view.run("SELECT * FROM record WHERE pos = 40").num_rows == 1
        for writer in writer_of(building, case, "erase.record"):
            writer.erase_record(load, 40)
        assert view.run("SELECT * FROM record WHERE pos = 40").num_rows == 0


def test_a_copied_workspace_is_noise(loaded: tuple[Building, str, str]) -> None:
    building, _, _ = loaded
    words = [VALUE, FILE, "Sheds on Mill Lane", "person number", "AB07 CDE", "AB07CDE"]
    words += ["not a plate", "broken into again", "burglary", "01/123456/26"]
    for path in building.home.rglob("*"):
        if path.is_file():
            data = path.read_bytes().lower()
            assert [word for word in words if word.lower().encode() in data] == [], path.name
