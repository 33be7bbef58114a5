"""The lines of a statement as columns of numbers: what each is, its account, sum, balance and date.

What a text says is worked out once for each text that comes, so that a file of millions of lines is
looked through in seconds. 50 bytes are kept of a line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pyarrow as pa

from remit.errors import BadInput
from remit.ontology.types import money
from remit.sources.bank import accounts, sums
from remit.sources.bank.described import (
    Described,
    is_balance,
    is_last,
    is_note,
    is_totals,
    reverses,
    transfers,
)
from remit.sources.bank.layout import Layout
from remit.sources.bank.moved import pence_of
from remit.sources.bank.sums import BAD, NONE
from remit.sources.coded import Coded, coded, joint
from remit.sources.readers.plain import Stretch

__all__ = ["PADDED", "REVERSES", "TRANSFER", "Kind", "Lines", "gather", "own_of"]


class Kind(IntEnum):
    """What a line of a statement is."""

    PAYMENT = 0
    BROUGHT = 1
    """A balance stated: brought forward, opening, or carried forward, closing, on some day."""
    CARRIED = 2
    TOTALS = 3
    MORE = 4
    """A description that goes on, or begins, here."""
    NOTE = 5
    """The header again, a number of a page, the end."""
    BAD = 6
    """A payment that cannot be read."""


PADDED, REVERSES, TRANSFER = 1, 2, 4
"""Marks of a line: zeros lost, says reversal, says transfer; more stand in `moved.py`."""


@dataclass
class Lines:
    """All lines of a statement in order of position; every array has one item for each."""

    pos: np.ndarray
    kind: np.ndarray
    """Of `Kind`."""
    account: np.ndarray
    """Number of the account and currency among `accounts`; -1 for none."""
    pence: np.ndarray
    """What came in, in the smallest coin, negative for what went out; `NONE`."""
    balance: np.ndarray
    """The balance after it; `NONE`."""
    date: np.ndarray
    """Number of its text among `dates`; -1 for none."""
    words: np.ndarray
    """Equal where descriptions are, but for words of reversal."""
    named: np.ndarray
    """Account number of eight digits in the description; 0 for none."""
    marks: np.ndarray
    """Bits: zeros lost, says reversal, says transfer, out as a negative sum, sum out."""
    accounts: list[tuple[str | None, str]]
    """Account and currency."""
    dates: list[str]
    typed: np.ndarray
    """Whether a line states the type of payment."""
    totals: dict[int, tuple[int, int]]
    """By position: sums out and in that a line of totals states."""
    texts: dict[int, str]
    """By position: descriptions of the lines in which they go on, and of those around them."""
    types: dict[int, str]
    """By position: types that those lines state."""


def gather(stretches: Iterable[Stretch], layout: Layout, account: str | None) -> Lines:
    """All lines; `account` is whose they are where no column says it."""
    made = _Made(layout, account)
    for stretch in stretches:
        made.add(stretch)
    return made.lines()


def own_of(texts: tuple[str | None, ...]) -> accounts.Own | None:
    """The account that the cells of a row name. Raises `BadInput` for what names none."""
    return (
        accounts.pair(texts[0] or "", texts[1]) if len(texts) > 1 else accounts.pair(None, texts[0])
    )


class _Made:
    """Lines as they are gathered."""

    def __init__(self, layout: Layout, account: str | None) -> None:
        said = layout.profile.statement
        assert said is not None
        self._layout, self._account, self._said = layout, account, said
        self._parts: list[dict[str, np.ndarray]] = []
        self._accounts: dict[tuple[str | None, str], int] = {}
        self._dates: dict[str, int] = {}
        self._totals: dict[int, tuple[int, int]] = {}
        self._texts: dict[int, str] = {}
        self._types: dict[int, str] = {}

    def add(self, stretch: Stretch) -> None:
        """Take the lines of a stretch."""
        layout, count = self._layout, len(stretch.pos)
        if not count:
            return
        cells = {
            name: coded(cell)
            for name, cell in zip(layout.header, stretch.cells, strict=True)
            if name in layout.column.values()
        }
        empty = {name: cell.filled() for name, cell in cells.items()}
        part = {"pos": stretch.pos}
        currency = self._currencies(empty, count)
        part |= self._sums(empty, currency, count)
        part["account"], padded = self._owners(cells, currency, count)
        part["marks"] |= np.where(padded, PADDED, 0).astype(np.int8)
        dates = empty[layout.column["time"]]
        part["date"] = self._coded(dates)
        part |= self._described(stretch.pos, empty, part, dates.codes)
        self._parts.append(part)

    def lines(self) -> Lines:
        """All of them together."""
        names = (
            "pos",
            "kind",
            "account",
            "pence",
            "balance",
            "date",
            "words",
            "named",
            "marks",
            "typed",
        )
        whole = {
            name: np.concatenate([part[name] for part in self._parts])
            if self._parts
            else np.zeros(0, np.int64)
            for name in names
        }
        return Lines(
            **whole,
            accounts=list(self._accounts),
            dates=list(self._dates),
            totals=self._totals,
            texts=self._texts,
            types=self._types,
        )

    def _currencies(self, cells: Mapping[str, Coded], count: int) -> tuple[np.ndarray, list[str]]:
        """Number of the currency of each line, and the currencies; an unknown one is empty."""
        column = self._layout.column.get("currency")
        if column is None:
            return np.zeros(count, np.int32), [self._said.currency]
        cell = cells[column]
        said = [text.strip().upper() for text in cell.texts.to_pylist()]
        said = [text if money.known(text) else "" for text in said]
        return np.append(np.arange(len(said)), len(said))[cell.codes], [*said, ""]

    def _sums(
        self, cells: Mapping[str, Coded], currency: tuple[np.ndarray, list[str]], count: int
    ) -> dict[str, np.ndarray]:
        of, codes = currency
        pence, balance = np.full(count, BAD), np.full(count, NONE)
        marks = np.zeros(count, np.int8)
        for code in dict.fromkeys(codes):
            if not code:
                continue
            rows = np.isin(of, [n for n, one in enumerate(codes) if one == code])
            if rows.any():
                some, mark, left = pence_of(cells, self._layout, code, count)
                pence[rows], balance[rows], marks[rows] = some[rows], left[rows], mark[rows]
        return {"pence": pence, "balance": balance, "marks": marks}

    def _owners(
        self, cells: Mapping[str, Coded], currency: tuple[np.ndarray, list[str]], count: int
    ) -> tuple[np.ndarray, np.ndarray]:
        of, codes = currency
        own, padded = np.zeros(count, np.int64), np.zeros(count, bool)
        found: list[str | None] = [self._account]
        if self._layout.own:
            group = joint([cells[column] for column in self._layout.own])
            named: list[accounts.Own | None] = []
            for code in range(len(group.texts)):
                try:
                    named.append(own_of(group.said(code)))
                except BadInput:
                    named.append(None)
            found = [one and one.account for one in named]
            own = group.codes.astype(np.int64)
            padded = np.array([one is not None and one.padded for one in named])[group.codes]
        pairs = own * len(codes) + of
        there, at = np.unique(pairs, return_inverse=True)
        numbers = []
        for pair in there.tolist():
            account, code = found[pair // len(codes)], codes[pair % len(codes)]
            if self._layout.own and account is None:
                numbers.append(-1)
            else:
                numbers.append(self._accounts.setdefault((account, code), len(self._accounts)))
        return np.array(numbers, np.int32)[at], padded

    def _coded(self, cell: Coded) -> np.ndarray:
        known = [self._dates.setdefault(t, len(self._dates)) for t in cell.texts.to_pylist()]
        return np.asarray(np.array([*known, -1], np.int32)[cell.codes])

    def _described(
        self,
        pos: np.ndarray,
        cells: Mapping[str, Coded],
        part: Mapping[str, np.ndarray],
        dated: np.ndarray,
    ) -> dict[str, np.ndarray]:
        """What each line is, by its description and by what else stands in it."""
        column, count = self._layout.column, len(pos)
        nothing = Coded(np.full(count, -1, np.int32), pa.array([], pa.string()))
        text = cells.get(column.get("reference", ""), nothing)
        typed = cells.get(column.get("category", ""), nothing)
        look = Described(text)
        first, header = column.get("reference", ""), self._layout.header
        again = look.equal(first if first in header else None)
        notes = again | look.which(is_note)
        stated = look.which(is_balance)
        last = look.which(is_last)
        totals = look.which(is_totals)
        back = look.which(reverses)
        between = look.which(transfers)
        types = Described(typed)
        back |= types.which(reverses)
        between |= types.which(transfers)

        pence, balance, marks = part["pence"], part["balance"], part["marks"]
        none = pence == NONE
        said, kinds = text.codes >= 0, typed.codes >= 0
        more = none & (balance == NONE) & said & (self._said.wrapped | ((dated < 0) & ~kinds))
        kind = np.full(count, Kind.PAYMENT, np.int8)
        kind[none | (pence == BAD) | (balance == BAD) | (part["account"] < 0)] = Kind.BAD
        kind[more] = Kind.MORE
        kind[stated] = Kind.BROUGHT
        kind[last] = Kind.CARRIED
        kind[totals & (dated < 0)] = Kind.TOTALS
        kind[notes & (none | again) & ((balance == NONE) | again)] = Kind.NOTE
        swap = (kind == Kind.BROUGHT) | (kind == Kind.CARRIED)
        np.copyto(balance, pence, where=swap & (balance == NONE) & (pence > BAD))
        self._keep_totals(pos, cells, kind)
        self._keep(self._texts, pos, text, kind)
        self._keep(self._types, pos, typed, kind)
        marks |= np.where(back, REVERSES, 0).astype(np.int8)
        marks |= np.where(between, TRANSFER, 0).astype(np.int8)
        return {
            "kind": kind,
            "words": look.hashed(),
            "named": look.numbers(),
            "typed": kinds,
        }

    def _keep_totals(self, pos: np.ndarray, cells: Mapping[str, Coded], kind: np.ndarray) -> None:
        names = ("paid_out", "paid_in")
        if not all(name in self._layout.column for name in names):
            return
        for at in np.flatnonzero(kind == Kind.TOTALS).tolist():
            both = []
            for name in names:
                cell = cells[self._layout.column[name]]
                code = int(cell.codes[at])
                try:
                    text = None if code < 0 else cell.texts[code].as_py()
                    both.append(abs(sums.one(text, self._said.currency) or 0))
                except BadInput:
                    break
            else:
                self._totals[int(pos[at])] = both[0], both[1]

    def _keep(self, to: dict[int, str], pos: np.ndarray, text: Coded, kind: np.ndarray) -> None:
        more = kind == Kind.MORE
        near = more | np.roll(more, 1) | np.roll(more, -1)
        near[[0, -1]] = True  # what goes on may stand in the stretch before, or after
        for at in np.flatnonzero(near & (text.codes >= 0)).tolist():
            to[int(pos[at])] = text.texts[int(text.codes[at])].as_py()
