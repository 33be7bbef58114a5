"""What a file would become, before anything is loaded.

    plan = preview(Path("2019-01-city-of-london-street.csv"))
    plan.profile.id, plan.questions, plan.sample

A preview needs no writer and reaches no store: it views that file only.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from remit.errors import Misuse
from remit.sources import boundaries, charts, documents, phones, tracks
from remit.sources.answers import Answers, Question
from remit.sources.authority import ANSWERS
from remit.sources.bank.facts import ACCOUNT
from remit.sources.bank.layout import headed
from remit.sources.bank.planned import statement
from remit.sources.becomes import Sample, shown
from remit.sources.boundaries import BOUNDARIES
from remit.sources.detect import BY_FORMAT, detect, near
from remit.sources.documents import DOCUMENTS
from remit.sources.intelligence import INTELLIGENCE
from remit.sources.kept import Kept, Lookup
from remit.sources.mailrows import MAIL
from remit.sources.plan import Plan
from remit.sources.planning import dated, downloaded, given, proposed, tracked, zoned
from remit.sources.readers import Fault, Survey, Table, open_tables
from remit.sources.readers.reread import Reread
from remit.sources.trackcolumns import DEVICE, is_track

__all__ = ["preview"]

TABLE = "table"
"""Id of the profile of anything that no other profile knows."""


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


def _is_track(table: Table) -> bool:
    return is_track(table.header, (row for _, row in table.rows() if isinstance(row, dict)))


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
    source = source or (tracks.TRACK if _is_track(table) else None)
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
        columns, notes = given(profile, table.header), (*table.notes, *facts.notes)
        asked = facts.questions
        plan = replace(plan, columns=columns, facts=facts, questions=asked, notes=notes)
    elif profile.id in phones.PROFILES:
        plan = downloaded(plan, answers)
    elif profile.id == charts.CHART:
        rows = (row for _, row in table.rows() if not isinstance(row, Fault))
        how, drawn = charts.asked(rows, answers)
        columns = charts.columns(table.header)
        plan = replace(plan, columns=columns, questions=tuple(drawn), readings=how)
    elif profile.id == tracks.TRACK:
        plan = tracked(plan, answers)
    elif profile.id in (DOCUMENTS, MAIL):
        plan = replace(plan, columns=documents.columns(table.header))
        plan = zoned(plan, answers) if profile.id == MAIL else plan
    elif profile.columns:
        plan = replace(plan, columns=given(profile, table.header))
        plan = dated(plan, answers) if profile.feed or profile.id == INTELLIGENCE else plan
    elif source is None and (changed := near(table.header)):
        like, missing = changed
        lacks = ", ".join(map(repr, missing))
        ask = Question("source", f"this is nearly {like.title!r}, but lacks {lacks}", ("table",))
        plan = replace(plan, questions=(ask,))
    else:
        plan = proposed(plan, answers)
    return plan


def _shown(plan: Plan, count: int) -> tuple[Sample, ...]:
    rows = islice(plan.table.rows(), count)
    return shown(
        plan.mapper(),
        [(pos, row if isinstance(row, Fault) else plan.kept(row)) for pos, row in rows],
    )
