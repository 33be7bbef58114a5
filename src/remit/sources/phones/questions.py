"""What a download does not say: the zone of times without an offset, looked for in all of it."""

import re
from collections.abc import Iterable
from pathlib import Path

from remit.ontology.types import time as times
from remit.sources.answers import Answers, Question, Reading, readings
from remit.sources.columns import ColumnPlan
from remit.sources.phones import layouts
from remit.sources.phones.clock import TIMES, plain
from remit.sources.phones.profiles import UFDR
from remit.sources.readers import Fault, Fields, Limits, Survey, Table
from remit.sources.readers.ufdr import blocks

__all__ = ["asked", "columns"]

_ZONELESS = re.compile(
    rb"DateTimeOnly|[>\[]\s{0,80}\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?\s{0,80}[\]<]"
)
_OVERLAP = 256

Found = tuple[dict[str, Reading], list[Question], list[str]]


def columns(header: Iterable[str], profile: str) -> tuple[ColumnPlan, ...]:
    """What is shown of the columns: they are read by the type of model, not one by one."""
    said = (f"profile {profile}: read by the type of model",)
    return tuple(ColumnPlan(column, "record", evidence=said) for column in header)


def asked(table: Table, profile: str, answers: Answers, survey: Survey, path: Path) -> Found:
    """How the times of one table are read, what has to be asked, and the evidence."""
    if profile == UFDR:
        return _of_report(answers, survey, path)
    named = layouts.times_of(table.part)
    there = [ColumnPlan(column, "time") for column in named if column in table.header]
    rows = (_plain(row, named) for _, row in table.rows() if not isinstance(row, Fault))
    return readings(there, rows, answers)


def _of_report(answers: Answers, survey: Survey, path: Path) -> Found:
    chosen = answers.choices.get(TIMES)
    zone = times.known_zone(chosen or answers.zone)
    before, example = b"", b""
    for block in blocks(path, survey, Limits()):
        piece = before + block
        if found := _ZONELESS.search(piece):
            example = found.group(0)
            break
        before = piece[-_OVERLAP:]
    how = {TIMES: Reading(zone=zone)}
    if not example or zone is not None:
        return how, [], []
    ask = "some times of the report do not say their offset: in which zone are they?"
    return how, [Question(TIMES, ask, ("Europe/London", "UTC"))], []


def _plain(row: Fields, named: Iterable[str]) -> Fields:
    return {column: plain(row.get(column) or "") for column in named}
