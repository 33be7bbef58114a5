"""What each kind of file needs for its plan: its columns, how its times are read, what to ask.

Each takes a plan without these and gives it with them.
"""

from dataclasses import replace
from itertools import islice

from remit.sources import phones, tracks
from remit.sources.answers import Answers, Question, Reading, Seen, readings
from remit.sources.columns import ColumnPlan, propose
from remit.sources.mailrows import unzoned
from remit.sources.plan import Plan
from remit.sources.profile import Profile
from remit.sources.readers import Fault
from remit.sources.settle import settle
from remit.sources.trackcolumns import DEVICE, roles

__all__ = ["dated", "downloaded", "given", "proposed", "tracked", "zoned"]

_SAMPLED = 1_000
"""Rows whose content is weighed to tell what a column means."""


def downloaded(plan: Plan, answers: Answers) -> Plan:
    """The plan of a phone download: read by the type of model, its times asked where need be."""
    columns = phones.columns(plan.table.header, plan.profile.id)
    how, asked, notes = phones.asked(plan.table, plan.profile.id, answers, plan.survey, plan.path)
    if answers.yes:
        notes += [f"not answered: {q.column!r}: {q.question}" for q in asked]
        asked = []
    notes = [*plan.notes, *notes]
    plan = replace(plan, columns=columns, questions=tuple(asked), notes=tuple(notes))
    return replace(plan, readings=how)


def tracked(plan: Plan, answers: Answers) -> Plan:
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


def given(profile: Profile, header: tuple[str, ...]) -> tuple[ColumnPlan, ...]:
    """The columns of a file whose profile names them; others are kept in the record."""
    specs = {there: profile.columns[name] for name, there in profile.match(header).items()}
    found = {column: spec.type or spec.reading for column, spec in specs.items()}
    said, other = f"profile {profile.id}", "not in the profile: kept in the record"
    return tuple(
        ColumnPlan(
            column, found.get(column, "record"), evidence=(said if column in found else other,)
        )
        for column in header
    )


def zoned(plan: Plan, answers: Answers) -> Plan:
    """The zone of messages whose date does not say one: asked where a sample holds such."""
    plan = replace(plan, readings={"Sent": Reading(zone=answers.zone)})
    sample = (row for _, row in islice(plan.table.rows(), _SAMPLED) if not isinstance(row, Fault))
    if answers.zone or answers.yes or not (example := unzoned(sample)):
        return plan
    ask = f"dates such as {example!r} do not say their zone: in which zone are they?"
    return replace(plan, questions=(Question("Sent", ask, ("Europe/London", "UTC")),))


def dated(plan: Plan, answers: Answers) -> Plan:
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


def proposed(plan: Plan, answers: Answers) -> Plan:
    """The plan of a table that no profile knows: what its columns mean by heading and content."""
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
