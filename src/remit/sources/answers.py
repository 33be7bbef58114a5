"""How the dates of a column are to be read: what the whole column shows, and what is asked."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from remit.errors import BadInput
from remit.ontology.types import Ambiguous, is_blank
from remit.ontology.types import date as dates
from remit.ontology.types import time as times
from remit.sources.columns import ColumnPlan

__all__ = ["DATED", "Answers", "Question", "Reading", "Seen", "readings"]

DATED = frozenset({"time", "until", "date_of_birth"})
"""Meanings whose columns hold dates."""

_ORDERS = {"day-first": True, "month-first": False}


@dataclass(frozen=True, slots=True)
class Question:
    """Something the file does not say and nobody may guess."""

    column: str
    question: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """What was answered: on the command line, in a form, or not at all."""

    day_first: bool | None = None
    """`--day-first`, `--month-first`; None where it was not said."""
    zone: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    """`--set COLUMN=CHOICE`."""
    yes: bool = False
    """Take what is certain; rows that need an answer are rejected."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one column of dates is read; None where it is not settled."""

    day_first: bool | None = None
    zone: str | None = None
    serials: str | None = None
    fold: str | None = None


class Seen:
    """What a whole column of dates shows about its order, zone and number dates."""

    def __init__(self) -> None:
        self.orders: Counter[str] = Counter()
        self.without_zone = 0
        self.serials = 0
        self.example: dict[str, str] = {}

    def value(self, raw: str | None) -> None:
        """Take one more value into account."""
        if raw is None or len(raw) > 80 or is_blank(raw):
            return
        if order := dates.order(raw):
            self.orders[order] += 1
            self.example.setdefault(order, raw)
        if times.has_zone(raw) is False:
            self.without_zone += 1
            self.example.setdefault("zone", raw)
        elif raw.replace(".0", "").isdigit():
            try:
                dates.clean(raw)
            except Ambiguous:
                self.serials += 1
                self.example.setdefault("serials", raw)
            except BadInput:
                pass


def readings(
    columns: Sequence[ColumnPlan],
    rows: Iterable[Mapping[str, str | None]],
    answers: Answers,
    *,
    combined: Mapping[str, str] | None = None,
) -> tuple[dict[str, Reading], list[Question], list[str]]:
    """How each column of dates is read, what has to be asked, and the evidence, over all rows.

    `combined` names columns of dates whose time of day stands in another column.
    """
    dated = [plan for plan in columns if plan.means in DATED]
    seen = {plan.column: Seen() for plan in dated}
    if seen:
        for row in rows:
            for column, one in seen.items():
                one.value(row.get(column))
    found: dict[str, Reading] = {}
    questions: list[Question] = []
    notes: list[str] = []
    for plan in dated:
        column, one = plan.column, seen[plan.column]
        chosen = answers.choices.get(column, "")
        order = _ORDERS.get(chosen, answers.day_first)
        if order is None:
            order = _settled(column, one, questions, notes)
        needs_zone = one.without_zone or column in (combined or {})
        zone = times.known_zone(chosen if "/" in chosen or chosen == "UTC" else answers.zone)
        if needs_zone and zone is None and plan.means != "date_of_birth":
            example = f"such as {one.example['zone']!r} " if one.without_zone else ""
            ask = f"times {example}do not say their zone: in which zone are they?"
            questions.append(Question(column, ask, ("Europe/London", "UTC")))
        serials = chosen if chosen in dates.SERIALS else None
        if one.serials and serials is None:
            ask = f"numbers such as {one.example['serials']!r}: which spreadsheet date system?"
            questions.append(Question(column, ask, tuple(dates.SERIALS)))
        fold = chosen if chosen in ("earlier", "later") else None
        found[column] = Reading(order, zone, serials, fold)
    return found, questions, notes


def _settled(column: str, seen: Seen, questions: list[Question], notes: list[str]) -> bool | None:
    """The order the column itself proves; None where it does not, and then it is asked."""
    days, months, either = (seen.orders[o] for o in ("day-first", "month-first", "either"))
    if days and not months:
        notes.append(f"{column!r} is day first: values that allow one order only, {days:,}, agree")
        return True
    if months and not days:
        notes.append(
            f"{column!r} is month first: values that allow one order only, {months:,}, agree"
        )
        return False
    if either:
        shows = "the column shows both orders" if days else "no value shows which"
        ask = f"{either:,} values such as {seen.example['either']!r} can be read two ways; {shows}"
        questions.append(Question(column, ask, tuple(_ORDERS)))
    return None
