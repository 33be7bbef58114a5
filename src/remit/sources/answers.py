"""How the dates of a column are to be read: what the whole column shows, and what is asked."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

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
    free: bool = False
    """Whether another answer than the choices may be written, in their form."""


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
    combined: Collection[str] = (),
    kept: Mapping[str, Reading] | None = None,
) -> tuple[dict[str, Reading], list[Question], list[str]]:
    """How each column of dates is read, what has to be asked, and the evidence, over all rows.

    What has to be asked is one question, whatever it is about and however many columns it is
    about: an answer for one column goes for the others of the file that show nothing else.
    `combined` names columns of dates whose time of day stands in another column; `kept` is how
    columns were read the last time, for what these rows do not show.
    """
    dated = [plan for plan in columns if plan.means in DATED]
    seen = {plan.column: Seen() for plan in dated}
    if seen:
        for row in rows:
            for column, one in seen.items():
                one.value(row.get(column))
    said = _Said(answers, [plan.column for plan in dated], kept or {})
    found: dict[str, Reading] = {}
    notes: list[str] = []
    asking = _Asking()
    for plan in dated:
        column, one = plan.column, seen[plan.column]
        order = said.order(column)
        if order is None:
            order = _proved(column, one, notes)
        if order is None and one.orders.total():
            order = said.order_of_file(column)
            if order is None:
                asking.order(column, one)
        zone = said.zone(column)
        needs_zone = one.without_zone or column in combined
        if needs_zone and zone is None and plan.means != "date_of_birth":
            asking.zone(column, one)
        serials = said.one_of(column, dates.SERIALS)
        if one.serials and serials is None:
            asking.serials(column, one)
        found[column] = Reading(order, zone, serials, said.one_of(column, ("earlier", "later")))
    return found, asking.question(), notes


class _Said:
    """What was answered about the dates of a file, column by column and for the whole of it."""

    def __init__(
        self, answers: Answers, columns: Sequence[str], kept: Mapping[str, Reading]
    ) -> None:
        self._answers, self._kept = answers, kept
        self._own = {column: _words(answers.choices.get(column)) for column in columns}
        self._any = [word for choice in answers.choices.values() for word in _words(choice)]

    def order(self, column: str) -> bool | None:
        """Day first or not, as it was said of the column, or of every column."""
        own = next((_ORDERS[word] for word in self._own[column] if word in _ORDERS), None)
        return self._answers.day_first if own is None else own

    def order_of_file(self, column: str) -> bool | None:
        """As it was said of another column of the file, or kept from the last time."""
        other = next((_ORDERS[word] for word in self._any if word in _ORDERS), None)
        before = self._kept.get(column, Reading())
        return before.day_first if other is None else other

    def zone(self, column: str) -> str | None:
        """The zone of times that do not say it."""
        for words in (self._own[column], [self._answers.zone or ""], self._any):
            if (zone := next((w for w in words if "/" in w or w == "UTC"), None)) is not None:
                return times.known_zone(zone)
        return times.known_zone(self._answers.zone) or self._kept.get(column, Reading()).zone

    def one_of(self, column: str, words: Collection[str]) -> str | None:
        """The word said of the column, of the file or kept, of those that may be."""
        before = self._kept.get(column, Reading())
        said = (*self._own[column], *self._any, before.serials, before.fold)
        return next((word for word in said if word in words), None)


def _words(choice: str | None) -> list[str]:
    return [word.strip() for word in (choice or "").split(",")]


class _Asking:
    """What the dates of a file leave open, put into one question."""

    def __init__(self) -> None:
        self._columns: dict[str, None] = {}
        self._why: list[str] = []
        self._choices: dict[str, tuple[str, ...]] = {}

    def order(self, column: str, seen: Seen) -> None:
        """Ask which of day and month comes first."""
        both = seen.orders["day-first"] and seen.orders["month-first"]
        shows = "the column shows both orders" if both else "no value shows which"
        such = f"{seen.orders['either']:,} values such as {seen.example.get('either')!r}"
        self._ask(column, "order", f"{such} can be read two ways; {shows}", tuple(_ORDERS))

    def zone(self, column: str, seen: Seen) -> None:
        """Ask in which zone times are."""
        example = f"such as {seen.example['zone']!r} " if seen.without_zone else ""
        ask = f"times {example}do not say their zone: in which zone are they?"
        self._ask(column, "zone", ask, ("Europe/London", "UTC"))

    def serials(self, column: str, seen: Seen) -> None:
        """Ask in which system numbers count days."""
        ask = f"numbers such as {seen.example['serials']!r}: which spreadsheet date system?"
        self._ask(column, "serials", ask, tuple(dates.SERIALS))

    def question(self) -> list[Question]:
        """One question for all of it, or none."""
        if not self._columns:
            return []
        first, *others = self._columns
        also = f" (and of {', '.join(map(repr, others))})" if others else ""
        choices = tuple(", ".join(words) for words in product(*self._choices.values()))
        return [Question(first, "; ".join(self._why) + also, choices)]

    def _ask(self, column: str, about: str, why: str, choices: tuple[str, ...]) -> None:
        self._columns[column] = None
        if about not in self._choices:
            self._choices[about] = choices
            self._why.append(why)


def _proved(column: str, seen: Seen, notes: list[str]) -> bool | None:
    """The order that the column itself proves; None where it does not."""
    days, months = seen.orders["day-first"], seen.orders["month-first"]
    if bool(days) == bool(months):
        return None
    which = "day" if days else "month"
    n = days or months
    notes.append(f"{column!r} is {which} first: values that allow one order only, {n:,}, agree")
    return bool(days)
