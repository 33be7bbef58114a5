"""The times of a stretch: those in the usual form all at once, the others one by one."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import BadInput
from remit.sources.coded import Coded, Columns, coded
from remit.sources.feedrows import FeedRows, When

__all__ = ["timed"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS = [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18]
_BETWEEN = ((4, "-"), (7, "-"), (13, ":"), (16, ":"))
_WIDTH = 20
_NONE = np.iinfo(np.int64).min
"""Stands for no end."""
_FIRST, _LAST = -5_000_000_000_000_000, 7_000_000_000_000_000
"""Microseconds from 1811 to 2191: times outside are read one by one, which sees if they may be."""


def timed(to: Columns, cells: pa.Array, lasted: Coded | None, rows: FeedRows) -> Coded:
    """Put the times of rows, and give the texts that must be kept as received.

    What is put is null where it is what the usual form says: see `store/feedsql.py`.
    """
    if isinstance(cells, pa.DictionaryArray):
        cells = cells.cast(pa.string())
    begin, usual = _usual(cells)
    end = np.full(len(begin), _NONE)
    instant = usual.copy()
    others = coded(cells.filter(pa.array(~usual)))
    found = [_one(rows, others, n) for n in range(len(others.texts))]
    at = np.flatnonzero(~usual)
    if len(at):
        failed = np.array([one is None for one in found])
        to.sound[at] &= ~failed[others.codes]
        micros = [(0, _NONE) if one is None else _micros(one) for one in found]
        begin[at] = np.array([one[0] for one in micros])[others.codes]
        end[at] = np.array([one[1] for one in micros])[others.codes]
        instant[at] = end[at] == _NONE
    ended = end != _NONE
    if lasted is not None:
        ended = _durations(to, begin, end, instant, lasted, rows)
    when = pa.timestamp("us", tz="UTC")
    to.made["begin"] = pa.array(begin, pa.int64()).cast(when)
    if ended.any():
        to.made["end"] = pa.array(end, pa.int64(), mask=~ended).cast(when)
    codes = np.full(len(begin), -1, np.int32)
    codes[at] = others.codes
    written = Coded(codes, others.texts, whole=False)
    for name in ("zone", "precision", "text"):
        said = {n: getattr(one, name) for n, one in enumerate(found) if one is not None}
        to.made["time_text" if name == "text" else name] = written.put(said)
    return written


def _usual(cells: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Microseconds since 1970 of the times written like `2026-03-01T12:00:00Z`, and which are."""
    usual = pc.equal(pc.binary_length(cells), _WIDTH).to_numpy(zero_copy_only=False)
    begin = np.zeros(len(cells), np.int64)
    some = cells if usual.all() else cells.filter(pa.array(usual))
    if not len(some):
        return begin, usual
    offset = np.frombuffer(some.buffers()[1], np.int32)[some.offset]
    letters = np.frombuffer(some.buffers()[2], np.uint8)[offset : offset + _WIDTH * len(some)]
    letters = letters.reshape(len(some), _WIDTH)
    good = (letters[:, 10] == ord("T")) & (letters[:, 19] == ord("Z"))
    try:  # Arrow reads this form, and of the forms as long as this no other with these letters
        micros = some.cast(pa.timestamp("us", "UTC")).cast(pa.int64()).to_numpy()
    except pa.ArrowInvalid:
        micros, exists = _by_digits(letters)
        good &= exists
    good &= (micros >= _FIRST) & (micros < _LAST)
    if usual.all():
        return micros, good
    begin[usual] = micros
    usual = usual.copy()
    usual[usual] = good
    return begin, usual


def _by_digits(letters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Microseconds since 1970 of times in the usual form, and which of them exist."""
    good = np.ones(len(letters), bool)
    for place, mark in _BETWEEN:
        good &= letters[:, place] == ord(mark)
    digit = {}
    for place in _DIGITS:
        digit[place] = letters[:, place] - np.uint8(48)
        good &= digit[place] < 10
    two = {n: digit[n].astype(np.int32) * 10 + digit[n + 1] for n in (0, 2, 5, 8, 11, 14, 17)}
    year, month, day = two[0] * 100 + two[2], two[5], two[8]
    good &= (month >= 1) & (month <= 12) & (day >= 1)
    good &= (two[11] < 24) & (two[14] < 60) & (two[17] < 60)
    first = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = first.astype("datetime64[D]").astype(np.int64)
    good &= days + day <= (first + 1).astype("datetime64[D]").astype(np.int64)
    seconds = (days + day - 1) * 86_400 + two[11] * 3600 + two[14] * 60 + two[17]
    return seconds * 1_000_000, good


def _one(rows: FeedRows, others: Coded, code: int) -> When | None:
    try:
        return rows.when(others.said(code)[0], None)
    except BadInput:
        return None


def _micros(when: When) -> tuple[int, int]:
    unit = timedelta(microseconds=1)
    end = _NONE if when.end is None else (when.end - _EPOCH) // unit
    return (when.begin - _EPOCH) // unit, end


def _durations(
    to: Columns,
    begin: np.ndarray,
    end: np.ndarray,
    instant: np.ndarray,
    lasted: Coded,
    rows: FeedRows,
) -> np.ndarray:
    """Put the ends of rows that say how long they lasted; which rows have an end."""
    seconds = np.zeros(max(len(lasted.texts), 1), np.int64)
    failed = np.zeros(len(seconds), bool)
    for code in range(len(lasted.texts)):
        try:
            seconds[code] = rows.seconds(lasted.said(code)[0])
        except BadInput:
            failed[code] = True
    to.sound &= ~(failed[lasted.codes] & instant)
    took = seconds[lasted.codes]
    add = instant & (took > 0)
    end[add] = begin[add] + took[add] * 1_000_000
    ended: np.ndarray = end != _NONE
    return ended
