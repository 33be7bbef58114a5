"""Ids: keyed, deterministic, and silent about what they stand for.

The same thing gets the same id in every load of a workspace, and another id in any other
workspace. Without the key nobody can test whether a plate or a number is held.

>>> ids = Ids(bytes(32))
>>> ids.thing("vehicle", "AB12CDE") == ids.thing("vehicle", "AB12CDE")
True
>>> ids.thing("vehicle", "AB12CDE").startswith("vehicle-")
True
"""

import hmac

__all__ = ["Ids", "kind_of"]

_DIGITS = 20
"""Hex digits of an id: 80 bits, so a billion ids collide with a chance below one in a million."""


class Ids:
    """Makes the ids of one workspace from its ids key (32 bytes)."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def load(self, source: str, sha256_hex: str, case: str | None) -> str:
        """Id of a delivery: the same bytes of the same source, for the same case, are one load."""
        return f"load-{self._digest('load', source, sha256_hex, case or '')[:12]}"

    def mention(self, load: str, pos: int, slot: str, kind: str) -> str:
        """Id of what one record says about one person or thing. `slot` names its place in it."""
        return f"{kind}-{self._digest('mention', load, str(pos), slot, kind)}"

    def thing(self, kind: str, normal: str) -> str:
        """Id of a thing by its normalised identifier: the same in every load."""
        return f"{kind}-{self._digest('thing', kind, normal)}"

    def event(self, load: str, pos: int, number: int) -> str:
        """Id of the `number`-th event of one record, from 0."""
        return f"event-{self._digest('event', load, str(pos), str(number))}"

    def link(self, load: str, pos: int, number: int) -> str:
        """Id of the `number`-th link of one record, from 0."""
        return f"link-{self._digest('link', load, str(pos), str(number))}"

    def _digest(self, *parts: str) -> str:
        said = "".join([f"{len(part)}:{part}" for part in parts])  # lengths keep parts apart
        return hmac.digest(self._key, said.encode(), "sha256").hex()[:_DIGITS]


def kind_of(entity: str) -> str:
    """The kind that an entity id begins with.

    >>> kind_of("stop-search-00ff00ff00ff00ff00ff")
    'stop-search'
    """
    return entity.rpartition("-")[0]
