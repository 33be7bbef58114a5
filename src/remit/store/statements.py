"""The SQL files of this room, by name."""

from functools import cache
from importlib.resources import files

__all__ = ["statement"]


@cache
def statement(name: str) -> str:
    """Text of `sql/<name>.sql`, in DuckDB's dialect."""
    return files("remit.store").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
