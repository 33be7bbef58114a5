"""From a row as received to what it says: one mapper per kind of profile.

A mapper raises `BadInput` for a row that contradicts its profile; the reason is kept with the
row. It changes nothing in a row, and reads no protected column.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol, runtime_checkable

from remit.errors import BadInput
from remit.ontology.types import date as dates
from remit.ontology.types import time as times
from remit.sources.defects import Defect
from remit.store.drafts import RowDraft

__all__ = ["Checking", "Mapper", "OfOne", "Withheld", "month_span"]


@runtime_checkable
class OfOne(Protocol):
    """A mapper of a file that is about one thing throughout, such as a handset."""

    def about(self) -> Collection[str]:
        """Identifiers of that thing, as far as the rows so far state them."""


class Withheld(BadInput):
    """A row that its own profile holds back, until an independent person decides."""

    ground = ""
    """On what ground (`privilege.yaml`); a subclass names it."""


class Mapper(Protocol):
    """Says what rows mean, and afterwards what was noticed in them."""

    def row(self, pos: int, raw: Mapping[str, str | None]) -> RowDraft:
        """What one row says. Raises `BadInput` where it contradicts the profile."""

    def notes(self) -> list[str]:
        """What was noticed in the rows so far that rejects none of them."""


@runtime_checkable
class Checking(Protocol):
    """A mapper that also checks the file as a whole. It is shown every row, in order."""

    def defects(self) -> list[Defect]:
        """What is wrong with the file, asked once after its last row."""


def month_span(text: str, zone: str | None, today: date) -> times.Instant:
    """The interval of a month written `YYYY-MM`.

    Raises `BadInput` for another form, a month that does not exist or has not begun.

    >>> month_span("2020-02", "Europe/London", date(2026, 1, 1)).end.isoformat()
    '2020-03-01T00:00:00+00:00'
    """
    if len(text) != 7 or text[4] != "-":
        raise BadInput(f"{text[:40]!r} is not a month written YYYY-MM")
    day = dates.clean(text, not_after=today)
    if day is None or day.precision != "month":
        raise BadInput(f"{text[:40]!r} is not a month written YYYY-MM")
    return times.span(day, zone)
