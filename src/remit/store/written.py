"""Mentions as they were received, with the things that their numbers say they are of.

What was judged changes nothing here: a view shows entities, and this leads from what an entity is
made of to its mentions, and back.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

import pyarrow as pa

from remit.store.ids import kind_of

__all__ = ["Written"]

_NOT_FED = ("person", "organisation")
"""Kinds of which no feed has any: to find an id in a feed costs a look at every row."""


class Written:
    """The mentions of one view as received; what was found is kept as long as the view."""

    def __init__(self, run: Callable[[str, dict[str, Any]], pa.Table]) -> None:
        self._run = run
        self._known: dict[str, str] = {}

    def mentions_of(self, things: Iterable[str]) -> dict[str, list[str]]:
        """The mentions of each of some things; those of feeds last."""
        wanted = set(things)
        found: dict[str, list[str]] = {}
        for mention, thing in (*self._found(_OF, wanted), *self._found(_OF_FED, _fed(wanted))):
            found.setdefault(thing, []).append(mention)
        return found

    def things(self, mentions: Collection[str]) -> dict[str, str]:
        """Of mentions, the thing that each is of where a number says so, else itself."""
        self._found(_THING, set(mentions) - self._known.keys())
        self._found(_THING_FED, _fed(set(mentions) - self._known.keys()))
        return {one: self._known[one] for one in mentions if one in self._known}

    def _found(self, sql: str, ids: set[str]) -> list[tuple[str, str]]:
        if not ids:
            return []
        rows = self._run(sql, {"ids": sorted(ids)}).to_pylist()
        found = [(row["id"], row["thing"]) for row in rows]
        self._known |= dict(found)
        return found


def _fed(ids: Iterable[str]) -> set[str]:
    return {one for one in ids if kind_of(one) not in _NOT_FED}


_OF = """
SELECT coalesce(thing, id) AS thing, id FROM sealed.shown_mention
WHERE thing IN (SELECT unnest($ids)) OR (thing IS NULL AND id IN (SELECT unnest($ids)))
ORDER BY load, pos, id
"""

_OF_FED = """
SELECT thing, id FROM sealed.fed_mention WHERE thing IN (SELECT unnest($ids))
ORDER BY load, pos, id
"""

_THING = """
SELECT id, coalesce(thing, id) AS thing FROM sealed.shown_mention
WHERE id IN (SELECT unnest($ids)) ORDER BY id
"""

_THING_FED = """
SELECT id, thing FROM sealed.fed_mention WHERE id IN (SELECT unnest($ids)) ORDER BY id
"""
