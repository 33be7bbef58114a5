"""Small cities of ten seeds, each written once and read by other readers than ours."""

import csv
import io
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from remit.world import City, Written, write

SEEDS = range(1, 11)
CODES = {"custody/custody.csv": "cp1252", "subscribers/subscribers.csv": "utf-8-sig"}


@dataclass(frozen=True)
class Read:
    """A written city and its files, by name below the folder of files."""

    city: City
    written: Written

    @property
    def folder(self) -> Path:
        return self.written.truth.parent.parent / "files"

    @property
    def truth(self) -> dict[str, Any]:
        return json.loads(self.written.truth.read_text(encoding="utf-8"))

    def rows(self, start: str) -> list[dict[str, str]]:
        """Rows of every table whose name begins so, as Python's csv reads them."""
        found = []
        for path in self.written.files:
            name = path.relative_to(self.folder).as_posix()
            if name.startswith(start) and path.suffix == ".csv":
                text = path.read_bytes().decode(CODES.get(name, "utf-8"))
                found += list(csv.DictReader(io.StringIO(text, newline="")))
        return found

    def aside(self, name: str) -> list[dict[str, str]]:
        """Rows of a table of truth."""
        path = self.written.truth.parent / name
        return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


@pytest.fixture(scope="session")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Any:
    @cache
    def written(seed: int) -> Read:
        city = City(seed=seed, residents=400, days=15, months=2, last_month="2026-04")
        return Read(city, write(city, tmp_path_factory.mktemp(f"city-{seed}")))

    return written


@pytest.fixture(params=SEEDS)
def read(request: pytest.FixtureRequest, cities: Any) -> Read:
    found: Read = cities(request.param)
    return found


@pytest.fixture
def first(cities: Any) -> Read:
    found: Read = cities(1)
    return found
