"""What was noticed in a statement as a whole, in words, and what stands in several of its lines."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from remit.sources.bank.dates import Dated
from remit.sources.bank.lines import PADDED, Kind, Lines
from remit.sources.counting import counted
from remit.sources.defects import ROWS_NAMED, Defect
from remit.sources.readers.table import Table

__all__ = ["in_sheet", "joined", "noticed"]


def joined(lines: Lines) -> tuple[dict[int, str], dict[int, str]]:
    """Descriptions, and types, of payments that stand in several lines, by position of the sum.

    A line without a sum that states a type or a date begins a payment whose sum comes below; any
    other goes on with the payment above.
    """
    found: dict[int, str] = {}
    types: dict[int, str] = {}
    waiting: list[int] = []
    last: int | None = None
    if not (lines.kind == Kind.MORE).any():
        return found, types

    def text(*rows: int) -> str:
        return " ".join(filter(None, (found.get(row) or lines.texts.get(row) for row in rows)))

    for n in np.flatnonzero((lines.kind == Kind.MORE) | (lines.kind == Kind.PAYMENT)).tolist():
        pos, begins = int(lines.pos[n]), bool(lines.typed[n]) or lines.date[n] >= 0
        if lines.kind[n] == Kind.MORE:
            if begins:
                waiting = [pos]
            elif waiting:
                waiting.append(pos)
            elif last is not None:
                found[last] = f"{text(last)} {lines.texts.get(pos, '')}".strip()
            continue
        if waiting and not begins:
            found[pos] = text(*waiting, pos)
            if (kind := lines.types.get(waiting[0])) is not None:
                types[pos] = kind
        waiting, last = [], pos
    return found, types


def noticed(
    lines: Lines,
    days: Dated,
    put: Mapping[int, int],
    doubtful: Sequence[int],
    again: np.ndarray,
    back: Mapping[int, int],
    both: Sequence[tuple[int, int]],
) -> list[Defect]:
    """The defects of single rows: which, how many, and what was done about them."""

    def said(name: str, rows: Iterable[int], text: str) -> None:
        at = sorted(int(lines.pos[row]) for row in rows)
        if at:
            found.append(Defect(name, counted(len(at), text), at[:ROWS_NAMED]))

    found: list[Defect] = []
    padded = np.flatnonzero((lines.marks & PADDED > 0) & (lines.account >= 0))
    said(
        "lost-zeros",
        padded,
        "row|rows has|have a sort code or account number that is too short: zeros were put back "
        "in front",
    )
    said(
        "swapped-date",
        put,
        "date|dates is|are out of order, and in order with day and month changed places; the "
        "balances prove the order of the rows, so they are read that way",
    )
    said(
        "swapped-date",
        doubtful,
        "date|dates is|are out of order, and in order with day and month changed places; no "
        "balance proves it, so the rows are rejected",
    )
    said(
        "repeated",
        again.tolist(),
        "row|rows is|are another row again, balance and all: kept in the record, and no second "
        "payment is made of it|them",
    )
    said(
        "lost-year",
        np.flatnonzero(days.no_year),
        "date|dates has|have no year: each has the one that brings it nearest to the row before",
    )
    said(
        "reversal",
        back,
        "payment|payments takes|take back another of the same account, sum and description",
    )
    said(
        "own-transfer",
        [row for pair in both for row in pair],
        "row|rows is|are the two sides of transfers between accounts of this file",
    )
    return found


def in_sheet(table: Table, one: Defect) -> Defect:
    """A defect with the name of the sheet in which it is, where the file has several."""
    return Defect(one.defect, f"sheet {table.part!r}: {one.text}", one.rows) if table.part else one
