"""The day of every line of a statement, from what all its dates show together.

A date may be written day first or month first, without its year, or once for all lines of a day. A
line whose day and month have changed places shows by standing out of order; it is put right only
where the balances prove the order of the lines.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from remit.errors import BadInput
from remit.sources.bank import days
from remit.sources.bank.lines import Lines
from remit.sources.profile import Profile

__all__ = ["EPOCH", "NO_DAY", "Dated", "dated", "swapped"]

EPOCH = date(1970, 1, 1)

NO_DAY = np.iinfo(np.int32).min
"""Stands for no day."""

_IN_ORDER = 0.9
"""Share of lines that must follow each other in order for the order to tell how to read dates."""

_LINES = 6
"""Lines below which their order tells nothing."""

_FEWER = 20
"""How many times fewer dates must allow only the other order for them to be slips."""


@dataclass
class Dated:
    """The days of all lines, in days since 1970, and how they were found."""

    day: np.ndarray
    """`NO_DAY` where a line has none."""
    day_first: bool | None
    """None where it was not settled; every date is then without a day that can be read two ways."""
    by_text: Mapping[str, date] = field(default_factory=dict)
    """What a text says by itself."""
    given: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    """Which lines have their day from another line."""
    other: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))
    """What a line's day would be with day and month changed; `NO_DAY` where there is none."""
    no_year: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    notes: tuple[str, ...] = ()
    unsettled: str | None = None
    """Why it is to be asked whether the day comes first."""
    needs_year: bool = False
    """Whether the year is to be asked."""


def dated(
    lines: Lines, profile: Profile, day_first: bool | None, year: int | None, today: date
) -> Dated:
    """The day of every line. `day_first` and `year` are as answered, None where they were not."""
    said = profile.statement
    assert said is not None
    six = said.six_digits
    both = [days.ways(text, today, six=six) for text in lines.dates]
    one = np.array([*(_number(first) for first, _ in both), NO_DAY], np.int32)
    other = np.array([*(_number(second) for _, second in both), NO_DAY], np.int32)
    notes: list[str] = []
    asked: str | None = None
    if day_first is None:
        day_first, why = _order(lines, one, other, documented=profile.day_first is True)
        if day_first is None and why:
            asked = why
        elif why:
            notes.append(why)
    first, second = (other, one) if day_first is False else (one, other)
    day = first[lines.date].copy()
    if day_first is None:
        day[(first != second)[lines.date]] = NO_DAY
    found = Dated(day, day_first, notes=tuple(notes), unsettled=asked)
    found.by_text = {
        text: EPOCH + timedelta(days=int(first[n]))
        for n, text in enumerate(lines.dates)
        if first[n] != NO_DAY and (day_first is not None or first[n] == second[n])
    }
    found.other = np.where(first == second, NO_DAY, second)[lines.date]
    found.given = np.zeros(len(day), bool)
    found.no_year = np.zeros(len(day), bool)
    _put_years(lines, found, year, today, six=six)
    if said.once_a_day:
        _carry(lines, found)
    return found


def _number(day: date | None) -> int:
    return int(NO_DAY) if day is None else (day - EPOCH).days


def _order(
    lines: Lines, one: np.ndarray, other: np.ndarray, *, documented: bool
) -> tuple[bool | None, str]:
    """Whether the day comes first, and the evidence; None and why where it has to be asked."""
    rows = lines.date[lines.date >= 0]
    a, b = one[rows], other[rows]
    either = int(((a != b) & (a != NO_DAY) & (b != NO_DAY)).sum())
    only_day = int(((a != NO_DAY) & (b == NO_DAY)).sum())
    only_month = int(((a == NO_DAY) & (b != NO_DAY)).sum())
    if not either and only_day != only_month:  # those that allow the other order only are slips
        return only_day > only_month, ""
    if not either and not only_day:
        return True, ""
    if documented and only_month * _FEWER <= only_day:
        return True, "dates are day first, as the bank documents"
    told = "values that allow one order only"
    if only_day > only_month * _FEWER:
        return True, f"dates are day first: {told}, {only_day:,}, agree"
    if only_month > only_day * _FEWER:
        return False, f"dates are month first: {told}, {only_month:,}, agree"
    good, bad = (_in_order(side[side != NO_DAY]) for side in (a, b))
    if good >= _IN_ORDER and bad < _IN_ORDER and len(a) >= _LINES:
        return True, f"dates are day first: only so {good:.0%} of the lines are in order of time"
    if bad >= _IN_ORDER and good < _IN_ORDER and len(a) >= _LINES:
        return False, f"dates are month first: only so {bad:.0%} of the lines are in order of time"
    text = next((t for n, t in enumerate(lines.dates) if one[n] != other[n]), "")
    return None, f"{either:,} values such as {text!r} can be read two ways"


def _in_order(day: np.ndarray) -> float:
    """Share of neighbours in order, in whichever direction has more of them."""
    step = np.diff(day)
    moved = step[step != 0]
    return max((moved > 0).mean(), (moved < 0).mean()) if len(moved) else 1.0


def _put_years(lines: Lines, found: Dated, year: int | None, today: date, *, six: bool) -> None:
    """Give dates without a year the one that brings them nearest to the line before."""
    partial: dict[int, tuple[int, int]] = {}
    for number, text in enumerate(lines.dates):
        try:
            part = days.read(text, found.day_first, today, six=six)
        except BadInput:
            continue
        if isinstance(part, tuple):
            partial[number] = part
    if not partial:
        return
    at = np.flatnonzero(np.isin(lines.date, list(partial)))
    full = np.flatnonzero(found.day != NO_DAY)
    if not len(full) and year is None:
        found.needs_year = True
        return
    near = EPOCH + timedelta(days=int(found.day[full[0]])) if len(full) else None
    if near is None or (at[0] < full[0]):
        start = partial[int(lines.date[at[0]])]
        whole = near if near is not None and year is None else date(year or today.year, 7, 1)
        near = days.nearest(start, whole) if year is None else _of(year, start)
    before = near
    index = dict.fromkeys(at.tolist())
    for row in sorted([*index, *full.tolist()]):
        if row in index:
            before = days.nearest(partial[int(lines.date[row])], before)
            found.day[row] = (before - EPOCH).days
            found.given[row] = found.no_year[row] = True
        else:
            before = EPOCH + timedelta(days=int(found.day[row]))


def _of(year: int, part: tuple[int, int]) -> date:
    try:
        return date(year, *part)
    except ValueError:
        return date(year, 3, 1)


def _carry(lines: Lines, found: Dated) -> None:
    """Lines without a date are of the day of the line above."""
    none = lines.date < 0
    last = np.maximum.accumulate(np.where(none, -1, np.arange(len(none))))
    take = none & (last >= 0)
    found.day[take] = found.day[last[take]]
    found.given |= take


def swapped(
    lines: Lines, found: Dated, order: np.ndarray, proven: np.ndarray
) -> tuple[dict[int, int], list[int]]:
    """Lines whose day and month have changed places, with the day it is, and those of which nothing
    proves it.

    `order` has the lines of each account in order of time, one account after the other, and
    `proven` is whether a balance shows a line to stand where it stands.
    """
    day, other = found.day[order], found.other[order]
    text, account = lines.date[order], lines.account[order]
    put: dict[int, int] = {}
    doubtful: list[int] = []
    same = (account[1:] == account[:-1]) & (day[1:] != NO_DAY) & (day[:-1] != NO_DAY)
    wrong = same & (day[1:] < day[:-1])
    moved = int((same & (day[1:] != day[:-1])).sum())
    ordered = wrong.sum() <= max(1, (1 - _IN_ORDER) * moved)  # else none is out of order
    odd = np.append(wrong, False) | np.append(False, wrong) | (day == NO_DAY)
    near = _Near(day, text, account)
    for at in np.flatnonzero(odd & (other != NO_DAY)).tolist():
        before, after = near.settled(at, -1), near.settled(at, 1)
        low = None if before is None else int(day[before])
        high = None if after is None else int(day[after])
        if (low is None and high is None) or (low is not None and high is not None and low > high):
            continue
        if low is None and after is not None:  # nothing before: the line after may be the odd one
            beyond = near.settled(after, 1)
            if beyond is not None and day[beyond] < day[after]:
                continue
        if day[at] != NO_DAY and _within(int(day[at]), low, high):
            continue
        if not _within(int(other[at]), low, high):
            continue
        if proven[at]:
            put[int(order[at])] = int(other[at])
            day[at] = other[at]
        elif ordered:
            doubtful.append(int(order[at]))
    return put, doubtful


@dataclass(frozen=True)
class _Near:
    """Lines near another of the same account."""

    day: np.ndarray
    text: np.ndarray
    account: np.ndarray

    def settled(self, at: int, step: int) -> int | None:
        """The nearest line on one side that has another date, and a day; None for none."""
        near = at + step
        while 0 <= near < len(self.day) and self.account[near] == self.account[at]:
            if self.text[near] != self.text[at] and self.day[near] != NO_DAY:
                return near
            near += step
        return None


def _within(day: int, low: int | None, high: int | None) -> bool:
    return (low is None or low <= day) and (high is None or day <= high)
