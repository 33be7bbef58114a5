"""What the ledger keeps of a result: how many things it showed, and its digest."""

import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from hashlib import sha256

__all__ = ["as_json", "counted", "digest"]

_SAID = ("shown", "received")
"""Under which names a result says itself how many things it is about."""


def counted(result: object) -> int | None:
    """How many things a result shows: what it says itself, else its longest list.

    None for what shows no list: one thing, a text, a number.

    >>> counted([1, 2]), counted({"hits": [1], "shown": 1, "rows": [1, 2]}), counted("text")
    (2, 1, None)
    """
    if isinstance(result, list | tuple):
        return len(result)
    if not isinstance(result, Mapping):
        return None
    for name in _SAID:
        if isinstance(said := result.get(name), int):
            return said
    return max((len(v) for v in result.values() if isinstance(v, list | tuple)), default=None)


def as_json(value: object) -> str:
    """One line of JSON with sorted keys; what JSON has no word for, as text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=_plain)


def digest(result: object) -> str | None:
    """SHA-256 of the result as JSON; it stands in the sealed body, never in a leaf."""
    try:
        return sha256(as_json(result).encode()).hexdigest()
    except (TypeError, ValueError, RecursionError):
        return None


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return sorted(map(str, value)) if isinstance(value, set | frozenset) else str(value)
