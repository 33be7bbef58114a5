"""The building, fresh for each test, on either state database."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.building import Building

from remit.ledger.database import connect
from remit.store.migrate import METADATA


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def building(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Building]:
    """A workspace with people and a store, no case and no remit.

    In a SQLite file, and on the server named in TEST_POSTGRES where there is one.
    """
    address = None
    if request.param == "postgres":
        address = os.environ.get("TEST_POSTGRES", "")
        if not address:
            pytest.skip("TEST_POSTGRES names no PostgreSQL server")
        _empty(address)
    made = Building(tmp_path / "workspace", url=address, kind="exercise")
    yield made
    made.close()
    if address:
        _empty(address)


def _empty(address: str) -> None:
    engine = connect(address)
    for metadata in METADATA:
        metadata.drop_all(engine)
    engine.dispose()
