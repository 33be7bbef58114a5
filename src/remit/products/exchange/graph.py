"""What is written out: the things and links of a chart, and the authority they left under."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from json import dumps

from remit.products.document import Header

__all__ = ["EXERCISE", "Graph", "Link", "Node", "SourceRow", "in_utc", "rows_as_json"]

EXERCISE = "EXERCISE"
"""Stands on everything that comes from an exercise."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of a file as received; the header of a table is row 1."""

    source: str
    file: str
    row: int
    load: str

    def plain(self) -> str:
        """As a person reads it.

        >>> SourceRow("table", "people.csv", 2, "load-a").plain()
        'people.csv, row 2 (load-a)'
        """
        return f"{self.file}, row {self.row} ({self.load})"


@dataclass(frozen=True, slots=True)
class Node:
    """A thing of the chart, under the id it has in the workspace."""

    id: str
    kind: str
    label: str
    roles: tuple[str, ...]
    """What records claim of a person (suspect, victim and so on); no finding."""
    x: int
    y: int
    """Its place: pixels from the top left corner, downwards."""
    degree: int
    """With how many things it is joined in all that the act may see."""
    grading: str | None
    """The best grading of any record of it; None where none is graded."""
    handling: tuple[str, ...]
    """Every handling code of its records."""
    rows: tuple[SourceRow, ...]
    rows_in_all: int


@dataclass(frozen=True, slots=True)
class Link:
    """All links or events of one kind, one way, between two things."""

    id: str
    source: str
    target: str
    kind: str
    count: int
    first: str | None
    last: str | None
    """When the first and the last of them began, ISO 8601; None where no time is recorded."""
    means: str
    """What the times mean: `at`, or the weakest of the bounds that any of them is."""
    grading: str | None
    """The best grading of any of them; None where none is graded."""
    handling: tuple[str, ...]
    """Every handling code of the records that join the two."""
    rows: tuple[SourceRow, ...]
    rows_in_all: int


@dataclass(frozen=True, slots=True)
class Graph:
    """A chart, and under what authority it left."""

    header: Header
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    nodes_left_out: int
    links_left_out: int
    """Connections between two things that the chart did not take, most links first."""

    @property
    def marking(self) -> str:
        """`EXERCISE`, or nothing."""
        return EXERCISE if self.header.exercise else ""

    @property
    def handling(self) -> tuple[str, ...]:
        """Every handling code of anything in it."""
        every = [one.handling for one in self.nodes] + [one.handling for one in self.links]
        return tuple(sorted({code for codes in every for code in codes}))

    def facts(self) -> dict[str, str]:
        """What every form says of the whole, by name, in this order."""
        header = self.header
        return {
            "marking": self.marking,
            "handling": " ".join(self.handling),
            "act": header.act,
            "remit": header.remit,
            "case": header.case,
            "purpose": header.purpose,
            "made_at": header.made_at,
            "things": str(len(self.nodes)),
            "links": str(len(self.links)),
            "things_left_out": str(self.nodes_left_out),
            "links_left_out": str(self.links_left_out),
        }


def rows_as_json(rows: Sequence[SourceRow]) -> str:
    """Source rows as one line of JSON, for forms whose attributes are texts."""
    return dumps([asdict(row) for row in rows], ensure_ascii=False, separators=(",", ":"))


def in_utc(text: str) -> datetime:
    """A time of a link in UTC, without its zone; one that says none is UTC.

    >>> in_utc("2026-03-03T13:00:00+01:00").isoformat()
    '2026-03-03T12:00:00'
    """
    said = datetime.fromisoformat(text)
    return (
        said.replace(tzinfo=None)
        if said.tzinfo is None
        else said.astimezone(UTC).replace(tzinfo=None)
    )
