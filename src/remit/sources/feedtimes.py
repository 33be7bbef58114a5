"""The times of a stretch: days and clocks are read once for each text, and added for all rows.

What is not written in a plain form, and what falls on a day on which clocks change, is read one
text at a time by `moments.Clock`, which also reads single rows.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import BadInput
from remit.ontology.types import time as times
from remit.ontology.types.valuetype import plain
from remit.sources.answers import Reading
from remit.sources.coded import Coded, coded, joint
from remit.sources.feedclocks import NONE, minutes_of, read_clocks, read_days
from remit.sources.moments import Clock, When
from remit.sources.usual import DAY, FIRST, LAST, usual

__all__ = ["NONE", "Times", "read"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TAIL = re.compile(r"Z|[+-]\d\d:\d\d")
_SECOND = 1_000_000


@dataclass
class Times:
    """The times of one or two columns, row by row; microseconds since 1970, UTC."""

    begin: np.ndarray
    """`NONE` where nothing is stated."""
    end: np.ndarray
    """`NONE` for an instant."""
    usual: np.ndarray
    """Which are written like `2026-03-01T12:00:00Z`."""
    failed: np.ndarray
    """Which cannot be read."""
    zone: Coded
    """The zone of the others; None for those in the usual form."""
    slow: Coded
    """The texts that were read one by one, and what was found by code."""
    found: list[When | None]
    wrong: dict[int, BadInput]
    """Why, by code of those."""
    day: np.ndarray
    """Days since 1970 that are written, and the same with day and month in each other's place;
    `NONE` where they are not read in bulk, or cannot be turned."""
    turned: np.ndarray

    @property
    def last(self) -> np.ndarray:
        """The end, or where it is an instant, that."""
        return np.where(self.end == NONE, self.begin, self.end)


def read(cells: tuple[pa.Array | Coded, ...], columns: tuple[str, ...], by: Clock,
         how: Reading, widths: tuple[int | None, ...]) -> Times:  # fmt: skip
    """The times of cells: texts of one column, or the day and the clock of two."""
    if len(cells) == 1:
        begin, is_usual = usual(cells[0])
        days = np.full((2, len(begin)), NONE)
        days[0, is_usual] = begin[is_usual] // (DAY * _SECOND)
        zones, names, good, sure = _stamped(cells[0], is_usual, begin, how, days)
    else:
        begin = np.full(len(cells[0].codes), NONE)
        is_usual = np.zeros(len(begin), bool)
        days = np.full((2, len(begin)), NONE)
        zones, names, good, sure = _of_two(cells, begin, how, widths, days)
    at = np.flatnonzero(~(is_usual | good))
    slow = _slow(cells, at)
    known = np.full(len(slow.texts), NONE)
    known[slow.codes] = sure[at]
    end = np.full(len(begin), NONE)
    failed = np.zeros(len(begin), bool)
    found: list[When | None] = []
    wrong: dict[int, BadInput] = {}
    micros = np.full((2, len(slow.texts)), NONE)
    for code, said in enumerate(slow.every()):
        one: When | None = None
        if known[code] != NONE:
            one = _known(int(known[code]), said, how.zone)
        else:
            try:
                one = by.moment(columns, said, how)
            except BadInput as why:
                wrong[code] = why
        found.append(one)
        if one is not None:
            micros[:, code] = _micros(one.begin), NONE if one.end is None else _micros(one.end)
    if len(at):
        begin[at], end[at] = micros[0, slow.codes], micros[1, slow.codes]
        failed[at] = np.isin(slow.codes, list(wrong))
    codes = np.full(len(begin), -1, np.int32)
    codes[at] = slow.codes
    return Times(
        begin, end, is_usual, failed,
        Coded(zones, pa.array(names, pa.string()), whole=False),
        Coded(codes, slow.texts, slow.parts, slow.split, whole=False),
        found, wrong, days[0], days[1],
    )  # fmt: skip


def _stamped(
    cells: pa.Array, done: np.ndarray, begin: np.ndarray, how: Reading, days_of: np.ndarray
) -> tuple[np.ndarray, list[str], np.ndarray, np.ndarray]:
    """Put the times written as a day, a mark, a clock and what is behind it.

    The number of each one's zone, the zones, which were read; and, of days on which clocks change,
    the times that are sure.
    """
    sure = np.full(len(begin), NONE)
    zones = np.full(len(begin), -1, np.int32)
    good = np.zeros(len(begin), bool)
    at = np.flatnonzero(~done)
    names: list[str] = []
    if not len(at):
        return zones, names, good, sure
    some = cells.filter(pa.array(~done))
    parts = [
        coded(pc.utf8_slice_codeunits(some, first, stop))
        for first, stop in ((0, 10), (10, 11), (11, 19), (19, 40))
    ]
    sep = np.array([text in (" ", "T") for text in parts[1].texts.to_pylist()], bool)
    seconds = read_clocks(parts[2].texts, None)
    tails = [_tail(text) for text in parts[3].texts.to_pylist()]
    ahead = np.array([NONE if one is None else one[0] for one in tails], np.int64)
    local = np.array([one is not None and one[1] is None for one in tails], bool)
    zone_of: list[int] = []
    for one in tails:
        name = how.zone if one is not None and one[1] is None else one and one[1]
        if name and name not in names:
            names.append(name)
        zone_of.append(names.index(name) if name else -1)
    days, offsets, turned = read_days(parts[0], how)
    days_of[:, at] = days[parts[0].codes], turned[parts[0].codes]
    day, offset = days[parts[0].codes], offsets[parts[0].codes]
    second, tail = seconds[parts[2].codes], parts[3].codes
    is_local = local[tail]
    fine = sep[parts[1].codes] & (day != NONE) & (second >= 0) & (ahead[tail] != NONE)
    sure[at] = _sure(fine & is_local & (offset == NONE), day, second, how.zone)
    fine &= ~is_local | (offset != NONE)
    ahead_by = np.where(is_local, offset, ahead[tail])
    with np.errstate(over="ignore"):
        micros = (day * DAY + second - ahead_by) * _SECOND
    fine &= (micros >= FIRST) & (micros < LAST)
    begin[at] = np.where(fine, micros, NONE)
    zones[at] = np.where(fine, np.array(zone_of, np.int32)[tail], -1)
    good[at] = fine
    return zones, names, good, sure


def _of_two(
    cells: tuple[Coded, ...],
    begin: np.ndarray,
    how: Reading,
    widths: tuple[int | None, ...],
    days_of: np.ndarray,
) -> tuple[np.ndarray, list[str], np.ndarray, np.ndarray]:
    """Put the times of a column of days and one of clocks; as `_stamped`."""
    one, other = cells
    days, offsets, turned = read_days(one, how)
    days_of[:] = days[one.codes], turned[one.codes]
    seconds = read_clocks(other.texts, widths[1])
    day, offset, second = days[one.codes], offsets[one.codes], seconds[other.codes]
    good = (day != NONE) & (second >= 0)
    sure = _sure(good & (offset == NONE), day, second, how.zone)
    good &= offset != NONE
    with np.errstate(over="ignore"):
        micros = (day * DAY + second - offset) * _SECOND
    good &= (micros >= FIRST) & (micros < LAST)
    begin[good] = micros[good]
    return np.where(good, 0, -1).astype(np.int32), [how.zone or ""], good, sure


def _sure(rows: np.ndarray, day: np.ndarray, second: np.ndarray, zone: str | None) -> np.ndarray:
    """The moments of some rows that lie on days on which clocks change, but in no minute in which
    they do; `NONE` for others."""
    found = np.full(len(rows), NONE)
    if zone is None:
        return found
    for one in np.unique(day[rows]).tolist():
        at = np.flatnonzero(rows & (day == one))
        offset = minutes_of(date(1970, 1, 1) + timedelta(days=one), zone)[second[at] // 60]
        at, offset = at[offset != NONE], offset[offset != NONE]
        micros = (one * DAY + second[at] - offset) * _SECOND
        found[at] = np.where((micros >= FIRST) & (micros < LAST), micros, NONE)
    return found


def _known(micros: int, said: tuple[str | None, ...], zone: str | None) -> When:
    """What `Clock.moment` gives of texts whose moment is known already."""
    whole = " ".join(cell for cell in said if cell) if len(said) > 1 else plain(said[0] or "")
    return When(_EPOCH + timedelta(microseconds=micros), None, whole, zone, "instant")


def _tail(text: str) -> tuple[int, str | None] | None:
    """Seconds ahead of UTC and the zone as written; no zone for local time; None otherwise."""
    if not text:
        return 0, None
    if not _TAIL.fullmatch(text) or not text.isascii():
        return None
    try:
        noon = times.clean(f"2026-06-01T12:00:00{text}")
    except BadInput:
        return None
    if noon is None:
        return None
    ahead = datetime(2026, 6, 1, 12, tzinfo=UTC) - noon.begin
    return int(ahead.total_seconds()), noon.zone


def _slow(cells: tuple[pa.Array | Coded, ...], at: np.ndarray) -> Coded:
    """The texts of some rows, as one column."""
    parts = [
        one.only(at) if isinstance(one, Coded) else coded(one.take(pa.array(at))) for one in cells
    ]
    return joint(parts)


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
