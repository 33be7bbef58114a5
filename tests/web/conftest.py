"""One site for a file of tests: each leaves it as it found it, but for acts and cases."""

from collections.abc import Iterator

import pytest
from tests.web.visitor import Site, opened_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An exercise with four people loaded, and its app."""
    with opened_site(tmp_path_factory.mktemp("site")) as made:
        yield made
