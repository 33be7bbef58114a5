"""The scope of one act: what a view opened under it may read, and nothing else."""

import json
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from hashlib import sha256

__all__ = ["Place", "Scope"]

Place = tuple[float, float, float, float]
"""Bounding box: west, south, east, north, in degrees of WGS 84."""


@dataclass(frozen=True)
class Scope:
    """What a remit, a case and a day admit, fixed when the act opens.

    >>> one = Scope(None, frozenset({"ordinary"}), frozenset({"suspect"}), day=date(2026, 3, 1))
    >>> one.key == Scope(None, frozenset({"ordinary"}), frozenset({"victim"}), one.case).key
    False
    """

    sources: frozenset[str] | None
    """Sources admitted; None admits every source."""
    handling: frozenset[str]
    categories: frozenset[str]
    """Subject categories admitted; `uncategorised` must be named like any other."""
    case: str | None = None
    since: date | None = None
    until: date | None = None
    """First and last day of the data admitted, both included; None leaves that side open."""
    place: Place | None = None
    day: date = date.min
    """The day the act opened (UTC): records whose review is overdue on it are left out."""
    rows_per_act: int | None = None
    decisions: int = 0
    """How many category decisions the case had when the act opened."""

    @cached_property
    def key(self) -> str:
        """Stable hash: equal scopes have equal keys on every machine."""
        plain = {f.name: _plain(getattr(self, f.name)) for f in fields(self)}
        return sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:32]

    @cached_property
    def reach(self) -> str:
        """The same for what is admitted, whatever the day and whatever was decided since."""
        names = ("sources", "handling", "categories", "case", "since", "until", "place")
        plain = {name: _plain(getattr(self, name)) for name in names}
        return sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:32]


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value
