"""What is wrong with a file as a whole though its rows can be read: named, with the rows.

A defect rejects no row by itself: it says what a person should know before relying on the file,
such as a page that is missing or a time of day that comes twice. What was done about it is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["DEFECTS", "ROWS_NAMED", "Defect"]

DEFECTS: Mapping[str, str] = MappingProxyType(
    {
        "lost-zeros": "leading zeros are missing and were put back",
        "missing-page": "rows are missing between two that are there",
        "balance": "a running balance does not follow from the amounts",
        "swapped-date": "day and month of some dates have changed places",
        "repeated": "rows or deliveries come more than once",
        "wrong-zone": "times are in another zone than the file says",
        "clock-change": "times fall in the hour that comes twice or never when clocks change",
        "gap": "a stretch of time has no rows where it should have",
        "cut-short": "the file ends before its content does",
        "totals": "the totals stated do not agree with the rows",
        "checks": "identifiers fail their own check",
        "lost-year": "dates without a year, which follows from the rows around them",
        "reversal": "a payment and the one that takes it back",
        "own-transfer": "both sides of a transfer between accounts of the file",
        "source-identity": "rows name the source of intelligence and were not let in",
    }
)
"""Every kind of defect by name, and what it means."""

ROWS_NAMED = 50
"""Rows that a defect names; the text says how many there are in all."""


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing that is wrong with a file."""

    defect: str
    """A name of `DEFECTS`."""
    text: str
    """What was seen, how often, and what was done about it."""
    rows: Sequence[int] = ()
    """Positions of the rows in the file as received, the first `ROWS_NAMED` of them."""
