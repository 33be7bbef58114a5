"""Real data kept beside the checkout, never inside it.

A user has no such folder: tests that need it are skipped there with the reason. The
project's own checks have it, and a skip there is a failure (`tests/conftest.py`).
"""

from pathlib import Path

import pytest

__all__ = ["real"]

_SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"


def real(*parts: str) -> Path:
    """Path of one real data file, e.g. `real("crime", "chicago_arson_2016.parquet")`."""
    path = _SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"real data file {'/'.join(parts)} is not beside this checkout")
    return path
