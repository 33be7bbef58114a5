"""The office, fresh for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.authority.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An exercise workspace with people, no case and no remit."""
    made = Office(tmp_path / "state.sqlite")
    yield made
    made.close()
