"""The office, fresh for each test, on either state database."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.authority.office import Office

from remit.authority.tables import metadata as authority
from remit.ledger.database import connect
from remit.ledger.tables import metadata as ledger


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """An exercise workspace with people, no case and no remit.

    In a SQLite file, and on the server named in TEST_POSTGRES where there is one.
    """
    address: Path | str = tmp_path / "state.sqlite"
    if request.param == "postgres":
        address = os.environ.get("TEST_POSTGRES", "")
        if not address:
            pytest.skip("TEST_POSTGRES names no PostgreSQL server")
        _empty(address)
    made = Office(address, kind="exercise")
    yield made
    made.close()
    if isinstance(address, str):
        _empty(address)


def _empty(address: str) -> None:
    engine = connect(address)
    authority.drop_all(engine)
    ledger.drop_all(engine)
    engine.dispose()
