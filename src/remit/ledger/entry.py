"""What a leaf of the ledger holds.

A *private* entry leaves the house as a hash only. Its leaf holds kind, time, facts without
content (an act's random id) and a salted commitment to its body; body and salt lie sealed
beside the tree and can be erased. Without the salt nobody can guess what was committed.

A *public* entry (a remit, a decision, a handbrake) is published in full. Each names the one
before it in `prev`, so that one left out shows.

>>> pulled = Entry("brake.pulled", {"scope": "all"}, public=True)
>>> encode(pulled, "2026-11-23T18:00:00Z", None, 0)
b'{"at":"2026-11-23T18:00:00Z","kind":"brake.pulled","prev":0,"public":{"scope":"all"},"v":1}'
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from remit.errors import Misuse

__all__ = ["FORMAT", "LARGEST", "Entry", "canonical", "commitment", "encode"]

FORMAT = 1
"""Version of the leaf's layout, in every leaf as `v`."""

LARGEST = 65_535
"""Longest leaf in bytes: entry bundles of C2SP tlog-tiles count in 16 bits."""

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
)


def canonical(value: object) -> bytes:
    """The one way to write a value as JSON: keys sorted by code point, no spaces, UTF-8.

    Takes text, whole numbers, true, false, null, lists and objects with text keys. Raises
    `Misuse` on anything else; on fractions too, which do not write the same everywhere.

    >>> canonical({"b": [1, None], "a": "é"}).decode()
    '{"a":"é","b":[1,null]}'
    """
    _plain(value)
    try:
        return _ENCODER.encode(value).encode()
    except UnicodeEncodeError as error:
        raise Misuse("half a surrogate pair is not text") from error


def commitment(salt: bytes, body: bytes) -> str:
    """SHA-256(salt ‖ body) in hexadecimal: binds to `body` without showing it."""
    return sha256(salt + body).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to append. `kind` is a dotted name such as `act.intent`."""

    kind: str
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """Stand in the leaf for ever: no content, no names. Published where `public`."""
    body: Mapping[str, Any] | None = None
    """Committed with a salt, sealed, and erasable."""
    public: bool = False


def encode(entry: Entry, at: str, commit: str | None, prev: int | None) -> bytes:
    """The leaf's bytes. `prev` is the public entry before this one and counts for public ones only.

    Raises `Misuse` where the leaf would be longer than `LARGEST`.
    """
    leaf: dict[str, Any] = {"v": FORMAT, "kind": entry.kind, "at": at}
    if commit is not None:
        leaf["commit"] = commit
    if entry.public:
        leaf["public"], leaf["prev"] = dict(entry.facts), prev
    else:
        leaf["facts"] = dict(entry.facts)
    written = canonical(leaf)
    if len(written) > LARGEST:
        raise Misuse(f"an entry of {len(written)} bytes; the longest is {LARGEST}")
    return written


_SCALARS = frozenset({str, int, bool, type(None)})


def _plain(value: object) -> None:
    kind = type(value)
    if kind in _SCALARS:
        return
    if isinstance(value, dict):
        if any(type(key) is not str for key in value):
            raise Misuse("an object's names are text")
        items: Any = value.values()
    elif isinstance(value, list | tuple):
        items = value
    else:
        raise Misuse(f"{kind.__name__} has no canonical form: use text, whole numbers or lists")
    for item in items:
        if type(item) not in _SCALARS:
            _plain(item)
