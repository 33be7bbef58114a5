"""The building, fresh for each test; on PostgreSQL too where TEST_POSTGRES names a server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.building import Building


@pytest.fixture
def building(tmp_path: Path) -> Iterator[Building]:
    """A workspace with people and a store, no case and no remit."""
    made = Building(tmp_path / "workspace")
    yield made
    made.close()
