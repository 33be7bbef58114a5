"""The yard of standing feeds, fresh for each test, on either state database."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.sources.yard import Yard

from remit.ledger.database import connect
from remit.store.migrate import METADATA


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def yard(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Yard]:
    """A workspace whose deliveries come through the verbs of `load`, no case and no remit.

    In a SQLite file, and on the server named in TEST_POSTGRES where there is one.
    """
    address = None
    if request.param == "postgres":
        address = os.environ.get("TEST_POSTGRES", "")
        if not address:
            pytest.skip("TEST_POSTGRES names no PostgreSQL server")
        _empty(address)
    made = Yard(tmp_path / "workspace", url=address, kind="exercise")
    yield made
    made.close()
    if address:
        _empty(address)


@pytest.fixture
def case(yard: Yard) -> str:
    """A case with live remits to load, read and erase."""
    return yard.open_yard()


def _empty(address: str) -> None:
    engine = connect(address)
    for metadata in METADATA:
        metadata.drop_all(engine)
    engine.dispose()
