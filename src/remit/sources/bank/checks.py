"""What the lines of a statement show about each other: balances, pages, repeats, pairs, totals.

A balance must follow from the one before and the sum between. Where it does not and goes on from
there, lines are missing, and the difference says how much; where the next balance is right again,
that one balance is wrong; where a line is the one before once more, it came twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from remit.ontology.types import money
from remit.sources.bank.dates import NO_DAY
from remit.sources.bank.lines import REVERSES, TRANSFER, Kind, Lines
from remit.sources.bank.sums import BAD
from remit.sources.counting import counted
from remit.sources.defects import ROWS_NAMED, Defect

__all__ = ["Chains", "chains", "found", "pairs", "repeats", "totals"]

_BREAKS = 20
"""Breaks of a chain told one by one; the text says how many there are in all."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number whose bits are spread: 2 to the 64th by the golden ratio."""

_DAYS = 62
"""Days within which a payment is taken back."""


@dataclass(frozen=True)
class Chains:
    """The lines of every account in order of time, one account after the other."""

    order: np.ndarray
    """Payments and balances stated, as numbers among all lines."""
    newest_first: np.ndarray
    """By account: whether its lines stand in the file the other way round."""
    holds: np.ndarray
    """Which of `order` have a balance that follows from that before, or the next from it."""
    breaks: Sequence[tuple[int, int, int]]
    """Lines between which the balance is off, and by how much in the smallest coin."""
    balances: int
    """How many balances were compared."""


def repeats(lines: Lines, day: np.ndarray, *, proven: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Lines that are another line again, which their balance proves; and the lines they repeat.

    The balance after a payment differs from that before, so two lines alike in account, day, sum,
    description and balance are one payment, unless others between them make up for it. Not
    `proven`, those that state no balance: they may be two payments alike.
    """
    stated = lines.balance > BAD
    able = (lines.kind == Kind.PAYMENT) & (lines.pence != 0) & (stated if proven else ~stated)
    able = np.flatnonzero(able)
    keys = (lines.balance, lines.pence, day, lines.account, lines.words)
    mixed = np.zeros(len(able), np.uint64)
    for key in keys:  # brings the same together; whether they are the same is seen below
        mixed = mixed * _MIX + key[able].astype(np.uint64)
    order = able[np.argsort(mixed, kind="stable")]
    same = np.ones(max(len(order) - 1, 0), bool)
    for key in keys:
        same &= key[order[1:]] == key[order[:-1]]
    starts = np.maximum.accumulate(np.where(np.append(True, ~same), np.arange(len(order)), 0))
    again = np.flatnonzero(np.append(False, same)) if len(order) else np.zeros(0, np.int64)
    return order[again], order[starts[again]] if len(order) else again


def chains(lines: Lines, day: np.ndarray, leave: np.ndarray) -> Chains:
    """The lines of each account in order of time; `leave` has the lines left out."""
    kind = lines.kind
    take = (kind == Kind.PAYMENT) | (kind == Kind.BROUGHT) | (kind == Kind.CARRIED)
    take[leave] = False
    take &= lines.account >= 0
    all_ = np.flatnonzero(take)
    order = all_[np.argsort(lines.account[all_], kind="stable")]
    newest = _newest_first(lines, day, order)
    account = lines.account[order]
    turned = np.where(newest[account], -order, order)
    order = order[np.lexsort((turned, account))]
    known = np.flatnonzero(lines.balance[order] > BAD)
    off, pair = _off(lines, order, known, back=False)
    holds = np.zeros(len(order), bool)
    good = pair & (off == 0)
    holds[known[1:]] = good
    holds[known[:-1]] |= good  # the first of two that agree is as certain
    breaks = [
        (int(order[known[n]]), int(order[known[n + 1]]), int(off[n]))
        for n in np.flatnonzero(pair & (off != 0)).tolist()
    ]
    return Chains(order, newest, holds, breaks, int(pair.sum()))


def _newest_first(lines: Lines, day: np.ndarray, order: np.ndarray) -> np.ndarray:
    """By account: whether its lines run backwards, by their balances or else by their days."""
    size = len(lines.accounts)
    known = np.flatnonzero(lines.balance[order] > BAD)
    votes = []
    for back in (False, True):
        off, pair = _off(lines, order, known, back=back)
        agree = known[1:][pair & (off == 0)] if len(known) else known
        votes.append(np.bincount(lines.account[order[agree]], minlength=size))
    dated = order[day[order] != NO_DAY]
    same = lines.account[dated][1:] == lines.account[dated][:-1]
    for sign in (1, -1):
        step = same & (np.sign(np.diff(day[dated])) == sign)
        votes.append(np.bincount(lines.account[dated][1:][step], minlength=size))
    ahead, behind, rising, falling = votes
    return np.asarray((behind > ahead) | ((behind == ahead) & (falling > rising)))


def _off(
    lines: Lines, order: np.ndarray, known: np.ndarray, *, back: bool
) -> tuple[np.ndarray, np.ndarray]:
    """By how much each known balance but the first does not follow from the one before it, and
    which of them are of one account; `back` has the lines the other way round."""
    some = (lines.kind[order] == Kind.PAYMENT) & (lines.pence[order] > BAD)
    moved = np.where(some, lines.pence[order], 0)
    sums = np.cumsum(moved)
    balance = lines.balance[order[known]]
    rest = balance + (sums - moved)[known] if back else balance - sums[known]
    account = lines.account[order[known]]
    return np.diff(rest), account[1:] == account[:-1]


def found(lines: Lines, chain: Chains) -> list[Defect]:
    """Where balances do not follow from each other."""
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
    defects = [Defect("missing-page", *_gap(lines, *one)) for one in missing[:_BREAKS]]
    if len(missing) > _BREAKS:
        rows = sorted(int(lines.pos[row]) for _, row, _ in missing)
        text = f"rows are missing at {len(missing):,} places in all"
        defects.append(Defect("missing-page", text, rows[:ROWS_NAMED]))
    if wrong:
        rows = sorted(int(lines.pos[row]) for row in wrong)
        text = counted(
            len(rows),
            "balance|balances does|do not follow from the rows before, though the next does "
            "without it|them: wrong in itself|themselves",
        )
        defects.append(Defect("balance", text, rows[:ROWS_NAMED]))
    return defects


def _gap(lines: Lines, before: int, row: int, off: int) -> tuple[str, tuple[int, int]]:
    """In words, where rows are missing, and the rows on both sides."""
    account, currency = lines.accounts[int(lines.account[row])]
    first, last = sorted((int(lines.pos[before]), int(lines.pos[row])))
    whose = f" of {account}" if account else ""
    way = "up" if off > 0 else "down"
    text = (
        f"between rows {first:,} and {last:,}{whose} the balance moves "
        f"{_said(abs(off), currency)} {way} that no row says: rows are missing"
    )
    if lines.kind[row] == Kind.PAYMENT and off == -2 * int(lines.pence[row]):
        text += ", or the sum has the wrong sign"
    return text, (first, last)


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
