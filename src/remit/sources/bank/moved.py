"""What came in and went out, line by line, in the smallest coin."""

from collections.abc import Mapping

import numpy as np

from remit.sources.bank import sums
from remit.sources.bank.layout import Layout
from remit.sources.bank.sums import BAD, NONE
from remit.sources.coded import Coded

__all__ = ["NEGATIVE", "OUT", "SIDES", "pence_of"]

SIDES: Mapping[str, int] = {
    "dr": -1, "d": -1, "debit": -1, "out": -1, "-": -1,
    "cr": 1, "c": 1, "credit": 1, "in": 1, "+": 1,
}  # fmt: skip
"""What says that money went out or came in, and its sign."""

NEGATIVE, OUT = 8, 16
"""Marks of a line: out as a negative sum, sum out."""


def pence_of(
    cells: Mapping[str, Coded], layout: Layout, currency: str, count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What came in less what went out, `NONE` and `BAD` among it; the marks; the balances."""
    column, marks = layout.column, np.zeros(count, np.int8)

    def read(reading: str) -> np.ndarray:
        there = column.get(reading)
        return np.full(count, NONE) if there is None else sums.several(cells[there], currency)

    balance = read("balance")
    if "amount" in column:
        amount = read("amount")
        if "side" not in column:
            return amount, marks, balance
        texts = cells[column["side"]]
        sides = [SIDES.get(t.strip().lower().rstrip("."), 0) for t in texts.texts.to_pylist()]
        side = np.array([*sides, 0])[texts.codes]
        said = amount > BAD
        wrong = said & ((side == 0) | ((amount < 0) & (side > 0)))
        signed = np.where(said, np.abs(amount) * side, amount)
        return np.where(wrong, BAD, signed), marks, balance
    out, into = read("paid_out"), read("paid_in")
    marks |= np.where((out > BAD) & (out < 0), NEGATIVE, 0).astype(np.int8)
    marks |= np.where((out > BAD) & (out != 0), OUT, 0).astype(np.int8)
    both = (out > BAD) & (out != 0) & (into > BAD) & (into != 0)
    bad = (out == BAD) | (into == BAD) | both | ((into > BAD) & (into < 0))
    some = (out > BAD) | (into > BAD)
    signed = np.where(into > BAD, into, 0) - np.where(out > BAD, np.abs(out), 0)
    return np.where(bad, BAD, np.where(some, signed, NONE)), marks, balance
