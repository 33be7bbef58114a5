"""One thing made while the one before it is worked on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

__all__ = ["ahead"]

T = TypeVar("T")


def ahead(made: Iterator[T]) -> Iterator[T]:
    """The same one after another, the next being made while one is worked on."""
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, made, None)
        while (one := waiting.result()) is not None:
            waiting = pool.submit(next, made, None)
            yield one
