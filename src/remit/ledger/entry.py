"""What a leaf of the ledger holds.

A *private* entry leaves the house as a hash only. Its leaf holds kind, time, facts without
content (an act's random id) and a salted commitment to its body; body and salt lie sealed
beside the tree and can be erased. One without a body is salted too, so that no published hash
can be guessed from kind, time and facts.

A *public* entry (a remit, a decision, a handbrake) is published in full. Each names the one
before it in `prev`, so that one left out shows.

>>> pulled = Entry("brake.pulled", {"scope": "all"}, public=True)
>>> encode(pulled, "2026-11-23T18:00:00Z", None, 0)
b'{"at":"2026-11-23T18:00:00Z","kind":"brake.pulled","prev":0,"public":{"scope":"all"},"v":1}'
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring
from types import MappingProxyType
from typing import Any

from remit.errors import Misuse

__all__ = ["FORMAT", "LARGEST", "Entry", "canonical", "commitment", "encode"]

FORMAT = 1
"""Version of the leaf's layout, in every leaf as `v`."""

LARGEST = 65_535
"""Longest leaf in bytes: entry bundles of C2SP tlog-tiles count in 16 bits."""


def canonical(value: object) -> bytes:
    """The one way to write a value as JSON: keys sorted by code point, no spaces, UTF-8.

    Takes text, whole numbers, true, false, null, lists and objects with text keys. Raises
    `Misuse` on anything else; on fractions too, which do not write the same everywhere.

    >>> canonical({"b": [1, None], "a": "é"}).decode()
    '{"a":"é","b":[1,null]}'
    """
    try:
        return _written(value).encode()
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
    """The leaf's canonical bytes. `prev`, the public entry before it, counts for public ones only.

    Raises `Misuse` where the leaf would be longer than `LARGEST`.
    """
    facts, kind = canonical(entry.facts), _quoted(entry.kind)
    head = b'{"at":"%b",' % at.encode()
    if commit is not None:
        head += b'"commit":"%b",' % commit.encode()
    if entry.public:  # the names in order, as `canonical` would write them
        written = b'%b"kind":%b,"prev":%b,"public":%b,"v":%d}' % (
            *(head, kind, b"null" if prev is None else b"%d" % prev, facts),
            FORMAT,
        )
    else:
        written = b'%b"facts":%b,"kind":%b,"v":%d}' % (head, facts, kind, FORMAT)
    if len(written) > LARGEST:
        raise Misuse(f"an entry of {len(written)} bytes; the longest is {LARGEST}")
    return written


@lru_cache(maxsize=256)
def _quoted(kind: str) -> bytes:
    return canonical(kind)


@lru_cache(maxsize=1024)
def _names(given: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The names of an object in order, each beside what stands before its value."""
    if not all(type(name) is str for name in given):
        raise Misuse("an object's names are text")
    return tuple((name, f"{encode_basestring(name)}:") for name in sorted(given))


def _written(value: object) -> str:
    # One pass that refuses and writes: half the time of a check and then the library's encoder.
    if type(value) is str:
        return encode_basestring(value)
    if isinstance(value, dict | Mapping):
        named = [
            before + (encode_basestring(item) if type(item) is str else _written(item))
            for name, before in _names(tuple(value))
            for item in (value[name],)
        ]
        return f"{{{','.join(named)}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join([_written(item) for item in value])}]"
    if type(value) is int:
        return repr(value)
    if value is None or type(value) is bool:
        return "null" if value is None else "true" if value else "false"
    name = type(value).__name__
    raise Misuse(f"{name} has no canonical form: use text, whole numbers or lists")
