"""What the lines of a statement show about each other: balances, pages, repeats, pairs, totals.

A balance must follow from the one before and the sum between. Where it does not and goes on from
there, lines are missing, and the difference says how much; where the next balance is right again,
that one balance is wrong; where a line is the one before once more, it came twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from remit.ontology.types import money
from remit.sources.bank.dates import NO_DAY
from remit.sources.bank.lines import REVERSES, TRANSFER, Kind, Lines
from remit.sources.bank.sums import BAD
from remit.sources.defects import ROWS_NAMED, Defect

__all__ = ["Chain", "chains", "found", "pairs", "repeats", "totals"]

_BREAKS = 20
"""Breaks of a chain told one by one; the text says how many there are in all."""

_DAYS = 62
"""Days within which a payment is taken back."""


@dataclass
class Chain:
    """The lines of one account in order of time, as numbers among all lines."""

    account: int
    order: np.ndarray
    """Payments and balances stated."""
    newest_first: bool
    holds: np.ndarray
    """Which of them have a balance that follows from that before."""
    breaks: list[tuple[int, int, int]] = field(default_factory=list)
    """Lines between which the balance is off, and by how much in the smallest coin."""
    balances: int = 0
    """How many balances were compared."""


def repeats(lines: Lines, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lines that are another line again, which their balance proves; and the lines they repeat.

    The balance after a payment differs from that before, so two lines alike in account, day, sum,
    description and balance are one payment, unless others between them make up for it.
    """
    able = np.flatnonzero((lines.kind == Kind.PAYMENT) & (lines.balance > BAD) & (lines.pence != 0))
    keys = (lines.balance, lines.pence, day, lines.account, lines.words)
    order = able[np.lexsort([key[able] for key in (np.arange(len(day)), *reversed(keys))])]
    same = np.ones(max(len(order) - 1, 0), bool)
    for key in keys:
        same &= key[order[1:]] == key[order[:-1]]
    starts = np.maximum.accumulate(np.where(np.append(True, ~same), np.arange(len(order)), 0))
    again = np.flatnonzero(np.append(False, same)) if len(order) else np.zeros(0, np.int64)
    return order[again], order[starts[again]] if len(order) else again


def chains(lines: Lines, day: np.ndarray, leave: np.ndarray) -> Iterator[Chain]:
    """The lines of each account in order of time; `leave` has the lines left out."""
    kind = lines.kind
    take = (kind == Kind.PAYMENT) | (kind == Kind.BROUGHT) | (kind == Kind.CARRIED)
    take[leave] = False
    take &= lines.account >= 0
    all_ = np.flatnonzero(take)
    by = all_[np.argsort(lines.account[all_], kind="stable")]
    cuts = np.flatnonzero(np.diff(lines.account[by])) + 1
    for order in np.split(by, cuts):
        if len(order):
            yield _chain(lines, day, order)


def _chain(lines: Lines, day: np.ndarray, order: np.ndarray) -> Chain:
    ahead, back = _followed(lines, order), _followed(lines, order[::-1])
    newest_first = int(back.sum()) > int(ahead.sum())
    if back.sum() == ahead.sum():
        said = day[order]
        step = np.diff(said[said != NO_DAY])
        newest_first = int((step < 0).sum()) > int((step > 0).sum())
    order = order[::-1] if newest_first else order
    holds = back if newest_first else ahead
    found = Chain(int(lines.account[order[0]]), order, newest_first, holds)
    known = np.flatnonzero(lines.balance[order] > BAD)
    found.balances = max(len(known) - 1, 0)
    if found.balances:
        off = _off(lines, order, known)
        for n in np.flatnonzero(off).tolist():
            found.breaks.append((int(order[known[n]]), int(order[known[n + 1]]), int(off[n])))
    return found


def _moved(lines: Lines, order: np.ndarray) -> np.ndarray:
    """What each line adds to the balance."""
    some = (lines.kind[order] == Kind.PAYMENT) & (lines.pence[order] > BAD)
    return np.where(some, lines.pence[order], 0)


def _off(lines: Lines, order: np.ndarray, known: np.ndarray) -> np.ndarray:
    """By how much each balance but the first does not follow from the known one before."""
    rest = lines.balance[order[known]] - np.cumsum(_moved(lines, order))[known]
    return np.diff(rest)


def _followed(lines: Lines, order: np.ndarray) -> np.ndarray:
    """Which lines have a balance that follows from the one known before."""
    found = np.zeros(len(order), bool)
    known = np.flatnonzero(lines.balance[order] > BAD)
    if len(known) > 1:
        good = _off(lines, order, known) == 0
        found[known[1:]] = good
        found[known[:-1]] |= good  # the first of two that agree is as certain
    return found


def found(lines: Lines, chain: Chain) -> tuple[list[Defect], list[int]]:
    """Defects of one account's balances; and the lines whose balance is wrong by itself."""
    account, currency = lines.accounts[chain.account]
    defects: list[Defect] = []
    wrong: list[int] = []
    missing: list[tuple[int, int, int]] = []
    breaks = chain.breaks
    n = 0
    while n < len(breaks):
        one = breaks[n]
        after = breaks[n + 1] if n + 1 < len(breaks) else None
        if after is not None and after[0] == one[1] and after[2] == -one[2]:
            wrong.append(one[1])
            n += 2
            continue
        missing.append(one)
        n += 1
    of = f" of {account}" if account else ""
    for before, row, off in missing[:_BREAKS]:
        first, last = sorted((int(lines.pos[before]), int(lines.pos[row])))
        sign = "more" if off > 0 else "less"
        text = (
            f"between rows {first:,} and {last:,}{of} the balance is {_said(abs(off), currency)} "
            f"{sign} than the rows say: rows that bring {_signed(off, currency)} are missing"
        )
        if lines.kind[row] == Kind.PAYMENT and off == -2 * int(lines.pence[row]):
            text += ", or the sum has the wrong sign"
        defects.append(Defect("missing-page", text, (first, last)))
    if len(missing) > _BREAKS:
        rows = [int(lines.pos[row]) for _, row, _ in missing]
        text = f"{len(missing):,} places{of} in all at which rows are missing"
        defects.append(Defect("missing-page", text, rows[:ROWS_NAMED]))
    if wrong:
        rows = sorted(int(lines.pos[row]) for row in wrong)
        text = (
            f"{len(rows):,} balances{of} do not follow from the rows before, and those after them "
            "do without them: the balance itself is wrong"
        )
        defects.append(Defect("balance", text, rows[:ROWS_NAMED]))
    return defects, wrong


def totals(lines: Lines, leave: np.ndarray) -> list[Defect]:
    """Totals stated that are not what the lines above add up to."""
    found: list[Defect] = []
    take = (lines.kind == Kind.PAYMENT) & (lines.pence > BAD)
    take[leave] = False
    start = 0
    for pos, stated in sorted(lines.totals.items()):
        at = int(np.searchsorted(lines.pos, pos))
        own = take[start:at] & (lines.account[start:at] == lines.account[at])
        sums = lines.pence[start:at][own]
        there = int(-sums[sums < 0].sum()), int(sums[sums > 0].sum())
        if there != stated:
            _, currency = lines.accounts[int(lines.account[at])]
            texts = [
                f"{_said(said, currency)} {which} stated, {_said(real, currency)} in the rows"
                for which, said, real in zip(("out", "in"), stated, there, strict=True)
                if said != real
            ]
            found.append(Defect("totals", "; ".join(texts), (pos,)))
        start = at + 1
    return found


def pairs(
    lines: Lines, day: np.ndarray, leave: np.ndarray
) -> tuple[dict[int, int], list[tuple[int, int]]]:
    """Lines that take another back, with that other; and the two sides of own transfers.

    A line takes back one of the same account, within 62 days before, of the same sum the other
    way, with the same description, and says so. Two sides of a transfer lie in two accounts of the
    file on one day, of the same sum, one out and one in; one names the other's account, or both say
    transfer; and no third line fits.
    """
    payment = (lines.kind == Kind.PAYMENT) & (lines.pence > BAD) & (lines.pence != 0)
    payment[leave] = False
    payment &= day != NO_DAY
    back: dict[int, int] = {}
    says = np.flatnonzero(payment & (lines.marks & REVERSES > 0))
    if len(says):
        index = _index(payment, (lines.account, lines.words, lines.pence))
        for row in says.tolist():
            key = int(lines.account[row]), int(lines.words[row]), -int(lines.pence[row])
            for other in reversed(index.get(key, ())):
                if other != row and 0 <= day[row] - day[other] <= _DAYS and other not in back:
                    back[row] = other
                    break
    both: list[tuple[int, int]] = []
    if len({account for account, _ in lines.accounts if account}) > 1:
        own = {int(a.split()[1]): n for n, (a, _) in enumerate(lines.accounts) if a}
        names = np.isin(lines.named, list(own))
        able = payment & (names | (lines.marks & TRANSFER > 0))
        into = _index(able & (lines.pence > 0), (day, lines.pence))
        out = _index(able & (lines.pence < 0), (day, lines.pence))
        for when, gone in out.items():
            came = into.get((when[0], -when[1]), [])
            fits = [
                (a, b)
                for a in gone
                for b in came
                if lines.account[a] != lines.account[b] and _sides(lines, own, a, b)
            ]
            if len(fits) == 1:
                both += fits
    return back, both


def _sides(lines: Lines, own: dict[int, int], a: int, b: int) -> bool:
    def names(row: int, other: int) -> bool | None:
        named = own.get(int(lines.named[row]))
        return None if named is None else named == int(lines.account[other])

    told = names(a, b), names(b, a)
    if False in told:
        return False
    return True in told or bool(lines.marks[a] & lines.marks[b] & TRANSFER)


def _index(rows: np.ndarray, keys: Sequence[np.ndarray]) -> dict[tuple[int, ...], list[int]]:
    at = np.flatnonzero(rows)
    found: dict[tuple[int, ...], list[int]] = {}
    for row, *same in zip(at.tolist(), *(one[at].tolist() for one in keys), strict=True):
        found.setdefault(tuple(same), []).append(row)
    return found


def _said(pence: int, currency: str) -> str:
    places = money.PLACES.get(currency, 2)
    whole, part = divmod(pence, 10**places)
    return f"{currency} {whole:,}" + (f".{part:0{places}}" if places else "")


def _signed(off: int, currency: str) -> str:
    return f"{_said(abs(off), currency)} {'in' if off > 0 else 'out'}"
