"""What a file would become, before anything is loaded.

    plan = preview(Path("2019-01-city-of-london-street.csv"))
    plan.profile.id, plan.questions, plan.sample

A preview needs no writer and reaches no store: it views that file only.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from remit.errors import Misuse
from remit.ontology.types import card
from remit.sources import boundaries, charts, documents, phones, tracks
from remit.sources.answers import Answers, Question, Reading, Seen, readings
from remit.sources.authority import ANSWERS
from remit.sources.bank.facts import ACCOUNT, Facts
from remit.sources.bank.layout import headed
from remit.sources.bank.planned import statement
from remit.sources.bank.rows import StatementRows
from remit.sources.becomes import Sample, shown
from remit.sources.boundaries import BOUNDARIES
from remit.sources.cameras import CAMERAS, CameraRows
from remit.sources.columns import KEPT, SAID, ColumnPlan, propose
from remit.sources.detect import BY_FORMAT, detect, near
from remit.sources.documents import DOCUMENTS
from remit.sources.feedlook import look
from remit.sources.feedrows import FeedRows
from remit.sources.intelligence import INTELLIGENCE, WITHHELD, IntelligenceRows
from remit.sources.kept import Kept, Lookup
from remit.sources.look import NOTHING, Look
from remit.sources.mailrows import MAIL, MailRows, unzoned
from remit.sources.mapping import Mapper
from remit.sources.profile import Profile
from remit.sources.readers import Fault, Fields, Survey, Table, open_tables
from remit.sources.readers.reread import Reread
from remit.sources.recorded import RecordedEvents
from remit.sources.settle import settle
from remit.sources.tablerows import TableRows
from remit.sources.trackcolumns import DEVICE, is_track, roles

__all__ = ["Plan", "Sample", "preview"]

TABLE = "table"
"""Id of the profile of anything that no other profile knows."""

_MASKS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"card": card.masked, "source_identity": lambda _: WITHHELD}
)
"""Meanings of columns that are masked before a row is read or kept."""

_SAMPLED = 1_000
"""Rows whose content is weighed to tell what a column means."""


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


def preview(
    path: Path | str,
    *,
    source: str | None = None,
    day_first: bool | None = None,
    zone: str | None = None,
    choices: Mapping[str, str] | None = None,
    yes: bool = False,
    sample: int = 20,
    today: date | None = None,
    kept: Lookup | None = None,
) -> Plan:
    """Plan the load of one file. `sample` rows show what each becomes.

    `kept` gives what was answered about an earlier file of the same layout.
    Raises `BadInput` where the file cannot be read and `Misuse` for answers that answer
    nothing. With `yes`, what is certain is taken; only a changed layout is asked.
    """
    path = Path(path)
    answers = Answers(day_first, zone, dict(choices or {}), yes)
    tables, survey = open_tables(path, sheet=answers.choices.get("sheet"))
    today = today or datetime.now(UTC).date()
    source = source or answers.choices.get("source")
    tables = tuple(headed(table, source) for table in tables)
    _known_columns(answers, tables)
    before = kept or (lambda header: Kept())
    plans = [
        _planned(path, survey, table, source, answers, today, before(table.header))
        for table in tables
    ]
    plans = _of_one_source(plans, answers)
    plans = _counted_through(plans)
    plans = [replace(plan, sample=_shown(plan, sample)) for plan in plans]
    first, *more = plans
    asked = tuple({(q.column, q.choices): q for plan in plans for q in plan.questions}.values())
    return replace(first, questions=asked, more=tuple(more))


def _known_columns(answers: Answers, tables: tuple[Table, ...]) -> None:
    """Raise `Misuse` for an answer about a column that no table of the file has."""
    columns = (column for table in tables for column in table.header)
    known = {"sheet", "source", ANSWERS, ACCOUNT, DEVICE, *columns}
    for name in answers.choices:
        if name not in known:
            there = ", ".join(dict.fromkeys(c for table in tables for c in table.header))
            raise Misuse(f"--set {name}: no such column; there are: {there}")


def _of_one_source(plans: list[Plan], answers: Answers) -> list[Plan]:
    """The plans of a file's tables, the one that gives the file its source first.

    A workbook of bills may have a sheet of notes: it stays a table, in a load of bills. One that
    holds two known sources is asked about, for a remit admits a load by its source.
    """
    known = list(dict.fromkeys(p.profile.id for p in plans if p.profile.id != TABLE))
    if len(known) > 1:
        sheets = tuple(plan.table.part for plan in plans)
        ask = Question("sheet", f"the sheets are of different sources: {', '.join(known)}", sheets)
        return [replace(plans[0], questions=(ask,))]
    return plans


def _counted_through(plans: list[Plan]) -> list[Plan]:
    """The plans of several tables, each with the rows before it, where these are looked through."""
    if len(plans) == 1 or not any(plan.profile.checked for plan in plans):
        return plans
    found, base = [], 0
    for plan in plans:
        found.append(replace(plan, base=base))
        base += plan.look.last or max((pos for pos, _ in plan.table.rows()), default=0)
    return found


def _planned(
    path: Path,
    survey: Survey,
    table: Table,
    source: str | None,
    answers: Answers,
    today: date,
    kept: Kept,
) -> Plan:
    """The plan of one table, without its sample."""
    source = (
        source or kept.source or table.source or BY_FORMAT.get(table.format) or phones.told(table)
    )
    source = source or (tracks.TRACK if is_track(table.header) else None)
    profile = detect(table.header, source, path.name)
    notes = table.notes
    if kept.title:
        notes += (f"read as kept from {kept.title!r}; what this file shows comes first",)
    read = Reread(path, table, survey)
    plan = Plan(path, survey, table, profile, (), (), notes, read, today=today, before=kept)
    if profile.id == BOUNDARIES:
        plan = replace(plan, columns=boundaries.columns(table.header))
    elif profile.statement is not None:
        facts = statement(read, table, profile, answers, today)
        columns, notes = _given(profile, table.header), (*table.notes, *facts.notes)
        asked = facts.questions
        plan = replace(plan, columns=columns, facts=facts, questions=asked, notes=notes)
    elif profile.id in phones.PROFILES:
        plan = _downloaded(plan, answers)
    elif profile.id == charts.CHART:
        rows = (row for _, row in table.rows() if not isinstance(row, Fault))
        how, drawn = charts.asked(rows, answers)
        columns = charts.columns(table.header)
        plan = replace(plan, columns=columns, questions=tuple(drawn), readings=how)
    elif profile.id == tracks.TRACK:
        plan = _tracked(plan, answers)
    elif profile.id in (DOCUMENTS, MAIL):
        plan = replace(plan, columns=documents.columns(table.header))
        plan = _zoned(plan, answers) if profile.id == MAIL else plan
    elif profile.columns:
        plan = replace(plan, columns=_given(profile, table.header))
        plan = _dated(plan, answers) if profile.feed or profile.id == INTELLIGENCE else plan
    elif source is None and (changed := near(table.header)):
        like, missing = changed
        lacks = ", ".join(map(repr, missing))
        ask = Question("source", f"this is nearly {like.title!r}, but lacks {lacks}", ("table",))
        plan = replace(plan, questions=(ask,))
    else:
        plan = _proposed(plan, answers)
    return plan


def _downloaded(plan: Plan, answers: Answers) -> Plan:
    """The plan of a phone download: read by the type of model, its times asked where need be."""
    columns = phones.columns(plan.table.header, plan.profile.id)
    how, asked, notes = phones.asked(plan.table, plan.profile.id, answers, plan.survey, plan.path)
    if answers.yes:
        notes += [f"not answered: {q.column!r}: {q.question}" for q in asked]
        asked = []
    notes = [*plan.notes, *notes]
    plan = replace(plan, columns=columns, questions=tuple(asked), notes=tuple(notes))
    return replace(plan, readings=how)


def _tracked(plan: Plan, answers: Answers) -> Plan:
    """The plan of a file of tracks: its times, and which device it is of."""
    header, found = plan.table.header, roles(plan.table.header)
    sample = islice(plan.table.rows(), _SAMPLED)
    rows = [row for _, row in sample if not isinstance(row, Fault)]
    stated = "device" in found and any(row.get(found["device"]) for row in rows)
    device, questions = tracks.asked(stated, answers)
    how: dict[str, Reading] = {}
    notes: list[str] = []
    if plan.table.format != "gpx" and "time" in found:
        dated = [ColumnPlan(found[m], "time") for m in ("time", "until") if m in found]
        combined = {found["time"]: found["clock"]} if "clock" in found else {}
        sound = (row for _, row in plan.table.rows() if not isinstance(row, Fault))
        how, asked, notes = readings(dated, sound, answers, combined=combined)
        if answers.yes:
            notes += [f"not answered: {q.column!r}: {q.question}" for q in asked]
            asked = []
        questions = [*asked, *questions]
    columns = tracks.columns(header)
    how = {**how, DEVICE: device}
    notes = [*plan.notes, *notes]
    return replace(
        plan, columns=columns, questions=tuple(questions), notes=tuple(notes), readings=how
    )


def _of_part(part: str, at: int, row: Fields | Fault) -> Fields | Fault:
    """A row of one of several tables, with where it stands in the file."""
    where = {"(sheet)": part, "(row)": str(at)}
    if isinstance(row, Fault):
        return replace(row, raw={**row.raw, **where})
    return {**row, **where}


def _given(profile: Profile, header: tuple[str, ...]) -> tuple[ColumnPlan, ...]:
    specs = {there: profile.columns[name] for name, there in profile.match(header).items()}
    found = {column: spec.type or spec.reading for column, spec in specs.items()}
    said, other = f"profile {profile.id}", "not in the profile: kept in the record"
    return tuple(
        ColumnPlan(
            column, found.get(column, "record"), evidence=(said if column in found else other,)
        )
        for column in header
    )


def _zoned(plan: Plan, answers: Answers) -> Plan:
    """The zone of messages whose date does not say one: asked where a sample holds such."""
    plan = replace(plan, readings={"Sent": Reading(zone=answers.zone)})
    sample = (row for _, row in islice(plan.table.rows(), _SAMPLED) if not isinstance(row, Fault))
    if answers.zone or answers.yes or not (example := unzoned(sample)):
        return plan
    ask = f"dates such as {example!r} do not say their zone: in which zone are they?"
    return replace(plan, questions=(Question("Sent", ask, ("Europe/London", "UTC")),))


def _dated(plan: Plan, answers: Answers) -> Plan:
    """How the times of a feed are read: the whole column is looked at unless a sample says all.

    Times with their zone, the year first, can be read in one way only. A profile that states the
    order of day and month and the zone leaves nothing to ask.
    """
    profile = plan.profile
    if profile.feed and profile.day_first is not None and profile.zone is not None:
        return plan
    dated = [column for column in plan.columns if column.means == "time"]
    if not dated:
        return plan
    plain = Seen()
    for _, row in islice(plan.table.rows(), _SAMPLED):
        if not isinstance(row, Fault):
            plain.value(row.get(dated[0].column))
    if not plain.orders and not plain.without_zone and not plain.serials:
        return plan
    answers = replace(answers, zone=answers.zone or profile.zone)
    sound = (row for _, row in plan.table.rows() if not isinstance(row, Fault))
    declared = Reading(plan.profile.day_first, plan.profile.zone)
    before = {one.column: declared for one in dated} if plan.profile.day_first is not None else {}
    how, asked, notes = readings(dated, sound, answers, kept={**before, **plan.before.readings})
    if answers.yes:
        notes += [f"not answered: {q.column!r}: {q.question}" for q in asked]
        asked = []
    return replace(plan, questions=tuple(asked), notes=(*plan.notes, *notes), readings=how)


def _proposed(plan: Plan, answers: Answers) -> Plan:
    values: dict[str, list[str]] = {column: [] for column in plan.table.header}
    for _, row in islice(plan.table.rows(), _SAMPLED):
        if not isinstance(row, Fault):
            for column, cell in row.items():
                if cell is not None and column in values:
                    values[column].append(cell)
    choices = {c: said for c, said in answers.choices.items() if c in plan.table.header}
    columns = propose(plan.table.header, values, choices, plan.before.means)
    columns, questions, swapped = settle(columns, values, answers, plan.before.swapped)
    clock = any(c.means == "clock" for c in columns)
    combined = [c.column for c in columns if clock and c.means == "time"]
    sound = (row for _, row in plan.table.rows() if not isinstance(row, Fault))
    how, asked, notes = readings(
        columns, sound, answers, combined=combined, kept=plan.before.readings
    )
    if answers.yes:
        unanswered = [f"not answered: {q.column!r}: {q.question}" for q in (*questions, *asked)]
        notes, questions, asked = notes + unanswered, [], []
    if not any(c.means not in ("record", "protected") for c in columns):
        notes.append("no column was understood: rows are kept as records and nothing is searched")
    return replace(
        plan,
        columns=columns,
        questions=(*questions, *asked),
        notes=(*plan.notes, *notes),
        readings=how,
        swapped=swapped,
    )


def _shown(plan: Plan, count: int) -> tuple[Sample, ...]:
    rows = islice(plan.table.rows(), count)
    return shown(
        plan.mapper(),
        [(pos, row if isinstance(row, Fault) else plan.kept(row)) for pos, row in rows],
    )
