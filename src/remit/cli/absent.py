"""Parts of Remit that a host may leave out, and what is said where they are."""

from importlib import import_module
from types import ModuleType

from remit.errors import Unavailable

__all__ = ["exercise_part"]


def exercise_part(module: str) -> ModuleType:
    """A module of the distribution `remit-exercise`. Raises `Unavailable` where it is absent."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not module.startswith(error.name):
            raise
        raise Unavailable(
            "exercises are not installed on this host, as on every operational one; "
            "on another machine: pip install remit-exercise"
        ) from error
