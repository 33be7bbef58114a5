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
    return _bytes(_written(value))


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
    facts, kind = _written(entry.facts), _quoted(entry.kind)
    head = f'{{"at":"{at}"' if commit is None else f'{{"at":"{at}","commit":"{commit}"'
    if entry.public:  # the names in order, as `canonical` would write them
        before = "null" if prev is None else prev
        text = f'{head},"kind":{kind},"prev":{before},"public":{facts},"v":{FORMAT}}}'
    else:
        text = f'{head},"facts":{facts},"kind":{kind},"v":{FORMAT}}}'
    written = _bytes(text)
    if len(written) > LARGEST:
        raise Misuse(f"an entry of {len(written)} bytes; the longest is {LARGEST}")
    return written


@lru_cache(maxsize=256)
def _quoted(kind: str) -> str:
    return _written(kind)


def _bytes(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise Misuse("half a surrogate pair is not text") from error


@lru_cache(maxsize=1024)
def _shape(given: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The names of an object in order, each beside what stands before its value."""
    if not all(type(name) is str for name in given):
        raise Misuse("an object's names are text")
    return tuple(
        (name, f"{',' if place else '{'}{encode_basestring(name)}:")
        for place, name in enumerate(sorted(given))
    )


def _written(value: Any) -> str:
    # One pass that refuses and writes: half the time of a check and then the library's encoder.
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is dict or isinstance(value, Mapping):
        text = "" if value else "{"
        for name, before in _shape(tuple(value)):
            item = value[name]
            text += before + (encode_basestring(item) if type(item) is str else _written(item))
        return text + "}"
    if isinstance(value, list | tuple):
        return f"[{','.join([_written(item) for item in value])}]"
    if kind is int:
        return repr(value)
    if value is None or kind is bool:
        return "null" if value is None else "true" if value else "false"
    raise Misuse(f"{kind.__name__} has no canonical form: use text, whole numbers or lists")
