"""What a statement shows when all of it is looked through, before any of it is loaded.

    facts = look(table, layout, stretches, answers, today)
    facts.questions, facts.defects, facts.day["04/03/2026"]

The lines are then read one by one, or in blocks, by what stands in them; only the lines that others
had to explain are listed here by position.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from remit.sources.answers import Answers, Question
from remit.sources.bank import accounts, checks
from remit.sources.bank.dates import EPOCH, NO_DAY, Dated, dated, swapped
from remit.sources.bank.layout import Layout
from remit.sources.bank.lines import Kind, Lines, gather
from remit.sources.bank.moved import NEGATIVE, OUT
from remit.sources.bank.noticed import in_sheet, joined, noticed
from remit.sources.counting import counted
from remit.sources.defects import Defect
from remit.sources.readers.plain import Stretch
from remit.sources.readers.table import Table

__all__ = ["ACCOUNT", "UNKNOWN", "Facts", "look"]

ACCOUNT = "account"
"""What a question about the account is asked under."""

_ALIKE = 10
"""Rows named that are like another."""

_DOUBTFUL = (
    "its date is out of order, and would not be with day and month changed places: no balance "
    "proves which it is"
)

UNKNOWN = "unknown"
"""The answer that nobody knows the account."""


@dataclass(frozen=True)
class Facts:
    """What the whole of a statement shows."""

    layout: Layout
    account: str | None
    """Whose all lines are, where no column says it; None where that is not known."""
    source: str
    """Where that was found, in words; empty where a column says it."""
    above: str
    """The lines above the header, as one text."""
    holder: str | None
    day: Mapping[str, date]
    """The day that a text is, where it says so by itself."""
    day_first: bool | None
    nobody: bool
    """Whether it was said that nobody knows the account."""
    negative: bool
    """Whether sums out are written with a minus."""
    defects: tuple[Defect, ...]
    questions: tuple[Question, ...]
    notes: tuple[str, ...]
    size: int = 0
    """Lines in all."""
    kinds: Mapping[int, Kind] = field(default_factory=dict)
    """Lines by position that are no payment."""
    days: Mapping[int, date] = field(default_factory=dict)
    """Lines whose day others say."""
    words: Mapping[int, str] = field(default_factory=dict)
    """Lines whose description stands in several."""
    types: Mapping[int, str] = field(default_factory=dict)
    """Lines whose type of payment stands in another."""
    marks: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """What is said besides of a payment."""
    again: Mapping[int, int] = field(default_factory=dict)
    """Lines that repeat another, by position of both: their payment is the other's."""
    refused: Mapping[int, str] = field(default_factory=dict)
    """Lines that are not accepted, and why."""
    first: frozenset[int] = frozenset()
    """Lines with which an account and its holder are told."""

    @property
    def apart(self) -> np.ndarray:
        """Positions, in order, of the lines that are not read by what stands in them alone."""
        listed: set[int] = set(self.first)
        for one in (self.kinds, self.days, self.words, self.marks, self.again, self.refused):
            listed.update(one)
        return np.array(sorted(listed), np.int64)


def look(
    table: Table, layout: Layout, stretches: Iterable[Stretch], answers: Answers, today: date
) -> Facts:
    """Look through the lines of a statement."""
    questions: list[Question] = []
    notes: list[str] = []
    account, where = _account(table, layout, answers, questions)
    lines = gather(stretches, layout, account)
    column = layout.column["time"]
    chosen = answers.choices.get(column, "")
    way = {"day-first": True, "month-first": False}.get(chosen, answers.day_first)
    year = int(chosen) if chosen.isdigit() and len(chosen) == 4 else _year(table.above)
    days = dated(lines, layout.profile, way, year, today)
    notes += days.notes
    if days.unsettled is not None:
        questions.append(Question(column, days.unsettled, ("day-first", "month-first")))
    if days.needs_year:
        years = tuple(str(today.year - n) for n in range(3))
        questions.append(Question(column, "no date says its year: which is the first?", years))
    if where:
        notes.append(f"the account is {account}: {where}")
    if answers.yes:
        notes += [f"not answered: {one.column!r}: {one.question}" for one in questions]
        questions = []
    above = " | ".join(" ".join(cell for cell in cells if cell) for cells in table.above)
    facts = Facts(
        layout=layout,
        account=account,
        source=where,
        above=above,
        holder=accounts.holder(table.above),
        day=days.by_text,
        day_first=days.day_first,
        nobody=answers.choices.get(ACCOUNT) == UNKNOWN,
        negative=False,
        defects=(),
        questions=tuple(questions),
        notes=tuple(notes),
    )
    return _weighed(table, lines, days, facts)


def _account(
    table: Table, layout: Layout, answers: Answers, questions: list[Question]
) -> tuple[str | None, str]:
    """The account of all lines where no column names it, and where it stands."""
    if layout.own:
        return None, ""
    if (answer := answers.choices.get(ACCOUNT)) is not None:
        if answer == UNKNOWN:
            return None, ""
        own = accounts.stated(answer) or accounts.stated(answer.replace("/", " "))
        if own is not None:
            return own, "as you said"
        ask = f"{answer[:40]!r} is no sort code and account number such as 12-34-56 12345678"
        questions.append(Question(ACCOUNT, ask, (UNKNOWN,), free=True))
        return None, ""
    if (own := accounts.above(table.above)) is not None:
        return own, "the lines above the header name it"
    if (own := accounts.stated(table.part) or accounts.stated(table.file)) is not None:
        return own, "the name of the file has it"
    ask = "whose statement is it? Nothing in it names the account: say 12-34-56 12345678"
    questions.append(Question(ACCOUNT, ask, (UNKNOWN,), free=True))
    return None, ""


def _year(above: Iterable[Sequence[str]]) -> int | None:
    """The one year that the lines above a header speak of."""
    words = (word.strip(".,()") for cells in above for cell in cells for word in cell.split())
    found = {
        int(word[-4:]) for word in words if word[-4:].isdigit() and word[-4:-2] in ("19", "20")
    }
    return found.pop() if len(found) == 1 else None


def _weighed(table: Table, lines: Lines, days: Dated, facts: Facts) -> Facts:
    """The facts with what the lines show about each other."""
    pos, kind = lines.pos, lines.kind
    defects: list[Defect] = []
    notes = list(facts.notes)
    negative = _negative(lines)
    again, of = checks.repeats(lines, days.day)
    alike, _ = checks.repeats(lines, days.day, proven=False)
    if len(alike):
        rows = ", ".join(f"{row:,}" for row in sorted(pos[alike].tolist())[:_ALIKE])
        notes.append(
            counted(
                len(alike),
                "row|rows is|are like another in account, day, sum and description, such as "
                "{rows}: two payments, or one told twice, which without balances nothing shows",
                rows=rows,
            )
        )
    chain = checks.chains(lines, days.day, again)
    put, doubtful = swapped(lines, days, chain.order, chain.holds)
    defects += checks.found(lines, chain)
    for row, day in put.items():
        days.day[row] = day
    if len(chain.order):
        backwards = int(chain.newest_first.sum()) * 2 > len(chain.newest_first)
        order = "newest first" if backwards else "oldest first"
        said = f"{chain.balances:,} balances compared with the sums before them"
        if not chain.balances:
            said = "no balances, so missing rows cannot be told"
        notes.append(f"lines run {order}; {said}")
    defects += checks.totals(lines, again)
    back, both = checks.pairs(lines, days.day, again)
    marks: dict[int, dict[str, str]] = {}
    for row, other in back.items():
        marks[int(pos[row])] = {"reversal": f"row {int(pos[other])}"}
    for a, b in both:
        for one, other in ((a, b), (b, a)):
            named = lines.accounts[int(lines.account[other])][0]
            marks.setdefault(int(pos[one]), {})["own_transfer"] = f"{named}, row {int(pos[other])}"
    defects += noticed(lines, days, put, doubtful, again, back, both)
    words, types = joined(lines)
    payment = kind == Kind.PAYMENT
    moved = payment & (days.given | np.isin(np.arange(len(pos)), list(put)))
    return replace(
        facts,
        negative=negative,
        defects=tuple(in_sheet(table, one) for one in defects),
        notes=tuple(notes),
        size=len(pos),
        kinds={
            int(pos[n]): Kind(int(kind[n]))
            for n in np.flatnonzero(~payment & (kind != Kind.BAD)).tolist()
        },
        days={
            int(pos[n]): EPOCH + timedelta(days=int(days.day[n]))
            for n in np.flatnonzero(moved & (days.day != NO_DAY)).tolist()
        },
        words=words,
        types=types,
        marks=marks,
        again={int(pos[a]): int(pos[b]) for a, b in zip(again.tolist(), of.tolist(), strict=True)},
        refused={int(pos[row]): _DOUBTFUL for row in doubtful},
        first=_first(lines, facts),
    )


def _negative(lines: Lines) -> bool:
    """Whether every sum out is written with a minus, so that it is how the source writes them."""
    out = lines.marks & OUT > 0
    return bool(out.any()) and bool((lines.marks[out] & NEGATIVE > 0).all())


def _first(lines: Lines, facts: Facts) -> frozenset[int]:
    """The first payment of each account, where a holder is known."""
    payments = np.flatnonzero(lines.kind == Kind.PAYMENT)
    if not len(payments) or (facts.holder is None and "holder" not in facts.layout.column):
        return frozenset()
    _, at = np.unique(lines.account[payments], return_index=True)
    return frozenset(lines.pos[payments[at]].tolist())
