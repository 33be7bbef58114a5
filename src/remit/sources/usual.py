"""Times in the usual form, `2026-03-01T12:00:00Z`, all at once."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["DAY", "FIRST", "LAST", "usual"]

DAY = 86_400

FIRST, LAST = -5_000_000_000_000_000, 7_000_000_000_000_000
"""Microseconds from 1811 to 2191: times outside are read one by one, which sees if they may be."""

_DIGITS = [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18]
_BETWEEN = ((4, "-"), (7, "-"), (13, ":"), (16, ":"))
_WIDTH = 20


def usual(cells: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Microseconds since 1970 of the times written like `2026-03-01T12:00:00Z`, and which are."""
    fits = pc.equal(pc.binary_length(cells), _WIDTH).to_numpy(zero_copy_only=False)
    begin = np.zeros(len(cells), np.int64)
    some = cells if fits.all() else cells.filter(pa.array(fits))
    if not len(some):
        return begin, fits
    offset = np.frombuffer(some.buffers()[1], np.int32)[some.offset]
    letters = np.frombuffer(some.buffers()[2], np.uint8)[offset : offset + _WIDTH * len(some)]
    letters = letters.reshape(len(some), _WIDTH)
    good = (letters[:, 10] == ord("T")) & (letters[:, 19] == ord("Z"))
    try:  # Arrow reads this form, and of the forms as long as this no other with these letters
        micros = some.cast(pa.timestamp("us", "UTC")).cast(pa.int64()).to_numpy()
    except pa.ArrowInvalid:
        micros, exists = _by_digits(letters)
        good &= exists
    good &= (micros >= FIRST) & (micros < LAST)
    if fits.all():
        return micros.copy(), good
    begin[fits] = micros
    fits = fits.copy()
    fits[fits] = good
    return begin, fits


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
    seconds = (days + day - 1) * DAY + two[11] * 3600 + two[14] * 60 + two[17]
    return seconds * 1_000_000, good
