"""What was agreed to be taken from a delivery: a range of dates, and types of record.

A victim who hands over a telephone agrees to a part of what is on it. Of such a delivery only the
agreed rows come in. The others are counted by type and nothing of them is kept: not as rejected
rows, and not in the archive, which holds the agreed rows and not the file as received.

A row that has no time cannot lie in a range of dates: it comes in only where its type was named.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from remit.errors import BadInput, Misuse
from remit.ontology.types import Ambiguous
from remit.ontology.types import time as times
from remit.sources.readers import Fault, Fields
from remit.sources.readers.ufdr import CUT, DEVICE

__all__ = ["Agreed", "Bounded"]

_KEYS = frozenset({"from", "to", "types"})
_ALWAYS = frozenset({DEVICE, CUT})
"""Rows that say which device it is and where the file ends: without them nothing can be placed."""

_UNTOLD = "cannot be told"


@runtime_checkable
class Bounded(Protocol):
    """A mapper that can say of a row, before it is read, which type it is and when it was."""

    def extent(self, raw: Mapping[str, str | None]) -> tuple[str, datetime | None, datetime | None]:
        """Type, first and last moment. Raises `BadInput` where its time cannot be read."""


@dataclass(slots=True)
class Agreed:
    """The terms, and how many rows they left out."""

    begin: datetime | None
    end: datetime | None
    """The first moment that is not agreed any more."""
    types: frozenset[str]
    """Folded; empty where every type was agreed."""
    left_out: Counter[str] = field(default_factory=Counter)
    """Rows left out, by type."""
    taken: int = 0
    """Rows that came in, but for those that only say which device it is."""

    @classmethod
    def read(cls, terms: Mapping[str, Any], zone: str | None) -> "Agreed":
        """The terms as they were given: `from` and `to` (that day included), `types`.

        A day without a time is that whole day in `zone`. Raises `Misuse`.
        """
        if unknown := sorted(set(terms) - _KEYS):
            raise Misuse(f"agreed takes {', '.join(sorted(_KEYS))}; not {unknown[0]}")
        begin, end = (_instant(terms.get(name), name, zone) for name in ("from", "to"))
        if begin and end and end.end <= begin.begin:
            raise Misuse("what was agreed ends before it begins")
        types = frozenset(_plain(str(one)) for one in terms.get("types") or ())
        if begin is None and end is None and not types:
            raise Misuse("say what was agreed: from, to or types")
        return cls(begin.begin if begin else None, end.end if end else None, types)

    def takes(self, mapper: object, row: Fields | Fault, *, count: bool = True) -> bool:
        """Whether a row comes in; one that does not is counted by its type.

        Raises `BadInput` where the mapper cannot tell type and time of a row.
        """
        if not isinstance(mapper, Bounded):
            reason = "an agreed scope is for phone downloads and tracks: load this file without it"
            raise BadInput(reason)
        if isinstance(row, Fault):
            kind, inside = _UNTOLD, False
        else:
            kind, inside = self._inside(mapper, row)
        if count and not inside:
            self.left_out[kind] += 1
        elif count and kind not in _ALWAYS:
            self.taken += 1
        return inside

    def as_dict(self) -> dict[str, Any]:
        """The terms as plain values."""
        return {
            "from": self.begin and self.begin.isoformat(),
            "to": self.end and self.end.isoformat(),
            "types": sorted(self.types),
        }

    @property
    def mapping(self) -> str:
        """The terms as one text: same terms, same text."""
        return json.dumps(self.as_dict(), sort_keys=True)

    def _inside(self, mapper: Bounded, row: Fields) -> tuple[str, bool]:
        try:
            kind, begin, end = mapper.extent(row)
        except BadInput:
            return _UNTOLD, False
        named = _plain(kind) in self.types
        if kind in _ALWAYS:
            return kind, True
        if self.types and not named:
            return kind, False
        if self.begin is None and self.end is None:
            return kind, True
        if begin is None or end is None:
            return kind, named
        return kind, (self.begin is None or begin >= self.begin) and (
            self.end is None or end < self.end
        )


def _instant(given: Any, name: str, zone: str | None) -> times.Instant | None:
    if given is None or given == "":
        return None
    try:
        return times.clean(str(given), zone=zone) if zone else _whole(str(given))
    except Ambiguous as asked:
        raise Misuse(f"agreed {name}: {asked.reason}; give its offset, or the zone") from None
    except BadInput as wrong:
        raise Misuse(f"agreed {name}: {wrong.reason}") from None


def _whole(text: str) -> times.Instant | None:
    """A time that needs no zone; a day does, for it begins at another moment in each."""
    when = times.clean(text)
    if when is not None and when.precision != "instant":
        raise Misuse(f"in which zone is the day {text} meant? give the zone, or a time with offset")
    return when


def _plain(kind: str) -> str:
    return kind.strip("()").replace(" ", "").casefold()
