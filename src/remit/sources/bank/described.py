"""What the description of a line tells: a balance, totals, a note, a reversal, a transfer.

Only texts with a word that may tell something are looked at.
"""

import re
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.sources.coded import Coded

__all__ = ["Described", "is_balance", "is_last", "is_note", "is_totals", "reverses", "transfers"]

_BALANCE = r"(?:(?:opening|closing|start(?:ing)?|end(?:ing)?|final)\s+balance|b/?f|c/?f|"
_BALANCE += r"(?:bal(?:ance)?\s+)?(?:brought|carried)\s+(?:forward|fwd|down)|"
_BALANCE += r"balance\s+(?:at|on|as\s+at)\b.*)(?:\s+(?:from|to)\b.*)?"
_ANY = re.compile(_BALANCE, re.IGNORECASE)
_LAST = re.compile(r"closing|end|final|c/?f|carried", re.IGNORECASE)
_TOTALS = re.compile(r"(?:sub-?)?totals?\b.*", re.IGNORECASE)
_NOTES = re.compile(r"(?:page\s+\d+.*|continued.*|end\s+of\s+statement.*)", re.IGNORECASE)
_TELLING = (
    r"(?i)balance|brought|carried|^b/?f|^c/?f|total|^page|^continued|^end of|revers|unpaid|return"
    r"|recall|correction|refund|transfer|tfr|trf|[0-9]{8}"
)
"""What a description has in it that is looked at closer."""

_REVERSES = re.compile(
    r"\b(?:reversal|reversed|reverse|rev|unpaid|returned|recalled|correction|refund)\b(?:\s+of\b)?",
    re.IGNORECASE,
)
_TRANSFER = re.compile(r"\b(?:transfer|tfr|trf|xfer)\b", re.IGNORECASE)
_NAMED = re.compile(r"(?<!\d)\d{8}(?!\d)")


def is_balance(text: str) -> bool:
    """Whether a line states a balance: brought forward, opening, carried forward, closing."""
    return _ANY.fullmatch(text) is not None


def is_last(text: str) -> bool:
    """Whether that balance is the one that is carried on."""
    return is_balance(text) and bool(_LAST.search(text))


def is_totals(text: str) -> bool:
    """Whether a line states totals."""
    return _TOTALS.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Whether a line is a number of a page, or says that the statement goes on or ends."""
    return _NOTES.fullmatch(text) is not None


def reverses(text: str) -> bool:
    """Whether it says that a payment is taken back."""
    return _REVERSES.search(text) is not None


def transfers(text: str) -> bool:
    """Whether it says that money is moved between accounts."""
    return _TRANSFER.search(text) is not None


class Described:
    """The texts of a column, of which those that may tell something are looked at."""

    def __init__(self, cell: Coded) -> None:
        self._cell = cell
        self._telling: list[tuple[int, str]] = []
        if len(cell.texts):
            telling = pc.match_substring_regex(cell.texts, _TELLING)
            at = np.flatnonzero(telling.to_numpy(zero_copy_only=False))
            texts = cell.texts.take(pa.array(at)).to_pylist()
            self._telling = [(int(n), text) for n, text in zip(at, texts, strict=True)]

    def which(self, holds: Callable[[str], bool]) -> np.ndarray:
        """The rows whose text holds something."""
        found = np.zeros(len(self._cell.texts) + 1, bool)
        for n, text in self._telling:
            found[n] = holds(" ".join(text.split()))
        return np.asarray(found[self._cell.codes])

    def equal(self, text: str | None) -> np.ndarray:
        """The rows that have just that text."""
        found = np.zeros(len(self._cell.texts) + 1, bool)
        if text is not None and len(self._cell.texts):
            same = pc.equal(self._cell.texts, text).to_numpy(zero_copy_only=False)
            found[:-1] = same
        return np.asarray(found[self._cell.codes])

    def hashed(self) -> np.ndarray:
        """A number by row, equal for equal texts; 0 for none."""
        found = [hash(text) for text in self._cell.texts.to_pylist()]
        for n, text in self._telling:
            found[n] = hash(" ".join(_REVERSES.sub(" ", text).split()))
        return np.asarray(np.array([*found, 0], np.int64)[self._cell.codes])

    def numbers(self) -> np.ndarray:
        """The account number that a text has in it, by row; 0 for none."""
        found = np.zeros(len(self._cell.texts) + 1, np.int64)
        for n, text in self._telling:
            if (there := _NAMED.search(text)) is not None:
                found[n] = int(there[0])
        return np.asarray(found[self._cell.codes])
