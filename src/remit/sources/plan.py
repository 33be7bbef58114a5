"""How one file will be loaded: what each of its tables is, how it is read, and what is asked.

A plan needs no writer and reaches no store: it looks at its file only. `previewing.py` makes one.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from remit.ontology.types import card
from remit.sources import boundaries, charts, documents, phones, tracks
from remit.sources.answers import Question, Reading
from remit.sources.bank.facts import Facts
from remit.sources.bank.rows import StatementRows
from remit.sources.becomes import Sample
from remit.sources.boundaries import BOUNDARIES
from remit.sources.cameras import CAMERAS, CameraRows
from remit.sources.columns import KEPT, SAID, ColumnPlan
from remit.sources.documents import DOCUMENTS
from remit.sources.feedlook import look
from remit.sources.feedrows import FeedRows
from remit.sources.intelligence import INTELLIGENCE, WITHHELD, IntelligenceRows
from remit.sources.kept import Kept
from remit.sources.look import NOTHING, Look
from remit.sources.mailrows import MAIL, MailRows
from remit.sources.mapping import Mapper
from remit.sources.profile import Profile
from remit.sources.readers import Fault, Fields, Survey, Table
from remit.sources.readers.reread import Reread
from remit.sources.recorded import RecordedEvents
from remit.sources.tablerows import TableRows

__all__ = ["Plan"]

_MASKS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"card": card.masked, "source_identity": lambda _: WITHHELD}
)
"""Meanings of columns that are masked before a row is read or kept."""


@dataclass(frozen=True)
class Plan:
    """How one file will be loaded: profile, columns, questions, and a sample.

    A file of several tables (the sheets of a workbook) is one load. It has a plan for each of
    them: the first, with the others as `more`. Their rows are counted through, one table after
    the other.
    """

    path: Path
    survey: Survey
    table: Table
    profile: Profile
    columns: tuple[ColumnPlan, ...]
    questions: tuple[Question, ...]
    """What has to be answered before the file can be loaded."""
    notes: tuple[str, ...]
    read: Reread = field(compare=False, repr=False)
    """Reads the stretches of the table: what a look through it came by is kept for the load."""
    sample: tuple[Sample, ...] = ()
    readings: Mapping[str, Reading] = field(default_factory=dict)
    swapped: bool | None = False
    today: date = date.min
    facts: Facts | None = None
    """What looking through all of it showed, of a bank statement."""
    more: tuple["Plan", ...] = ()
    """The plans of the other tables of the same file."""
    before: Kept = field(default_factory=Kept)
    """What was kept of an earlier file of this layout."""

    def to_keep(self) -> Kept:
        """What the next file of this layout need not be asked."""
        said = {c.column: c.means for c in self.columns if {SAID, KEPT} & set(c.evidence)}
        how = {c: one for c, one in self.readings.items() if one != Reading()}
        return Kept(self.path.name, self.profile.id, said, how, self.swapped)

    base: int = 0
    """Rows of the file that are counted before those of this table."""
    looked: list[Look] = field(default_factory=list, compare=False, repr=False)
    """What a look found, once there was one."""

    @property
    def parts(self) -> tuple["Plan", ...]:
        """The plan of each table of the file."""
        return (self, *self.more)

    def rows(self) -> Iterator[tuple["Plan", int, Fields | Fault]]:
        """Every row of the file with the plan of its table, counted through all tables.

        The first row of the second table follows the last of the first, header included.
        """
        base = 0
        for part in self.parts:
            last = 0
            for last, row in part.table.rows():
                if self.more:
                    row = _of_part(part.table.part, last, row)
                yield part, base + last, row
            base += last

    def kept(self, row: Fields) -> Fields:
        """The row as it is kept: as received, but with the numbers of payment cards masked, and
        with what names the source of intelligence taken out."""
        if self.profile.id in phones.PROFILES:
            return phones.masked(row, phones.kind_of(self.table.part, row))
        masks = {c.column: _MASKS[c.means] for c in self.columns if c.means in _MASKS}
        if not masks:
            return row
        return {c: masks[c](v) if v and c in masks else v for c, v in row.items()}

    def mapper(self) -> Mapper:
        """A fresh mapper for the rows of this file."""
        if self.profile.id == BOUNDARIES:
            return boundaries.Boundaries(self.columns)
        if self.facts is not None:
            return StatementRows(self.facts, self.today)
        if self.profile.id == charts.CHART:
            return charts.ChartRows(self.path.name, self.survey.sha256, self.readings)
        if self.profile.id == tracks.TRACK:
            header, zone = self.table.header, "UTC" if self.table.format == "gpx" else None
            return tracks.TrackRows(header, self.readings, self.survey.sha256, zone)
        if self.profile.id == DOCUMENTS:
            return documents.DocumentRows(self.survey.sha256)
        if self.profile.id == MAIL:
            return MailRows(self.survey.sha256, self.readings["Sent"].zone)
        if self.profile.id in phones.PROFILES:
            part, sha256 = self.table.part, self.survey.sha256
            return phones.mapper(self.profile.id, part, self.readings, self.path, sha256)
        if self.profile.feed:
            return self.feed()
        if self.profile.id == CAMERAS:
            return CameraRows(self.profile, self.table.header)
        if self.profile.id == INTELLIGENCE:
            return IntelligenceRows(self.profile, self.table.header, self.readings, self.today)
        if self.profile.columns:
            return RecordedEvents(self.profile, self.table.header, self.today)
        return TableRows(self.columns, self.readings, self.swapped, self.today)

    def feed(self) -> FeedRows:
        """A fresh mapper for the rows of a feed."""
        return FeedRows(self.profile, self.table, self.readings, self.look.shifted(self.base))

    @property
    def look(self) -> Look:
        """What only the whole table shows, of a feed that is checked; it is looked at once."""
        if not (self.profile.feed and self.profile.checked):
            return NOTHING
        if not self.looked:
            rows = FeedRows(self.profile, self.table, self.readings)
            self.looked.append(look(self.read, rows))
        return self.looked[0]

    @property
    def mapping(self) -> str:
        """Fingerprint of the columns' meanings and the answers: same mapping, same text."""
        how = {c: asdict(reading) for c, reading in self.readings.items()}
        means = [(c.column, c.means, c.group) for c in self.columns]
        said: list[Any] = [self.profile.id, self.profile.version, means, how, self.swapped]
        if self.facts is not None:
            said += [self.facts.account, self.facts.day_first, len(self.facts.apart)]
        said += [self.table.notes, *(one.mapping for one in self.more)]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]

    def as_dict(self) -> dict[str, Any]:
        """The plan as plain values, for JSON and pages."""
        return {
            "file": self.path.name,
            "format": self.survey.format,
            "encoding": self.survey.encoding,
            "size": self.survey.size,
            "source": self.profile.id,
            "profile": {"id": self.profile.id, "version": self.profile.version},
            "title": self.profile.title,
            "handling": self.profile.handling,
            "agreeable": self.profile.id in (*phones.PROFILES, tracks.TRACK),
            "retention": self.profile.retention,
            "authority": self.profile.authority,
            "part": self.table.part,
            "columns": [asdict(column) for column in self.columns],
            "questions": [asdict(question) for question in self.questions],
            "notes": list(self.notes),
            "sample": [asdict(row) for row in self.sample],
            "more": [
                {
                    "part": one.table.part,
                    "columns": [asdict(column) for column in one.columns],
                    "notes": list(one.notes),
                    "sample": [asdict(row) for row in one.sample],
                }
                for one in self.more
            ],
        }


def _of_part(part: str, at: int, row: Fields | Fault) -> Fields | Fault:
    """A row of one of several tables, with where it stands in the file."""
    where = {"(sheet)": part, "(row)": str(at)}
    if isinstance(row, Fault):
        return replace(row, raw={**row.raw, **where})
    return {**row, **where}
