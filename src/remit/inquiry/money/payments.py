"""Payments of a view as arrays, each once, though several statements and feeds may tell of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from remit.inquiry.found import Reader
from remit.inquiry.material import WITHIN, Material

__all__ = ["DAY", "UNKNOWN", "Payments", "payments", "said"]

Ints = npt.NDArray[np.int64]

DAY = 86_400
UNKNOWN = -1
"""The number of an account that a statement does not name."""


@dataclass(frozen=True)
class Payments:
    """Payments in order of time; arrays of equal length."""

    payer: Ints
    """Position in `accounts`, or `UNKNOWN`."""
    payee: Ints
    at: Ints
    """Seconds since 1970, UTC; midnight where only the day is told."""
    minor: Ints
    """Hundredths of the currency, above 0."""
    rows: Sequence[tuple[str, int]]
    accounts: Sequence[str]
    """Ids."""
    labels: Sequence[str]
    repeated: int
    """Records left out because another tells of the same payment."""


def payments(view: Reader, material: Material) -> Payments:
    """Every payment with a time and an amount, of accounts that may be searched.

    A payment told by one side alone is taken for one that both sides are told of where account,
    direction, day and amount are the same; of statements that tell the same, the fullest counts.
    """
    rows = view.run(_PAYMENTS, material.values).to_pylist()
    numbered: dict[str, int] = {}
    labels: list[str] = []
    both = [row for row in rows if row["other"] is not None]
    single = [row for row in rows if row["other"] is None]
    told = Counter(side for row in both for side in _sides(row))
    kept = both + _fullest(single, told)
    kept.sort(key=lambda row: (row["moment"], row["load"], row["pos"]))

    def number(account: str | None, label: str | None) -> int:
        if account is None:
            return UNKNOWN
        if account not in numbered:
            numbered[account] = len(labels)
            labels.append(label or account)
        return numbered[account]

    payer, payee = [], []
    for row in kept:
        one, other = (row["thing"], row["label"]), (row["other"], row["other_label"])
        came, went = (other, one) if row["direction"] == "in" else (one, other)
        payer.append(number(*came))
        payee.append(number(*went))
    return Payments(
        np.array(payer, np.int64),
        np.array(payee, np.int64),
        np.array([row["moment"] for row in kept], np.int64),
        np.array([row["minor"] for row in kept], np.int64),
        [(row["load"], row["pos"]) for row in kept],
        list(numbered),
        labels,
        len(rows) - len(kept),
    )


def said(minor: int) -> str:
    """A sum as it is told; its currency is the records'.

    >>> said(123456)
    '1,234.56'
    """
    return f"{minor / 100:,.2f}"


def _sides(row: dict[str, Any]) -> list[tuple[str, str, int, int]]:
    """A payment between two as each of their statements would tell of it: on the day it is here,
    or in an hour's time where clocks are an hour ahead."""
    days = {row["moment"] // DAY, (row["moment"] + 3_600) // DAY}
    return [
        (account, way, day, row["minor"])
        for day in days
        for account, way in ((row["thing"], "out"), (row["other"], "in"))
    ]


def _fullest(single: Sequence[dict[str, Any]], told: Counter[Any]) -> list[dict[str, Any]]:
    """Of payments that statements tell singly, as many of a kind as the fullest statement has,
    less those that are told with both sides."""
    by_load: dict[tuple[Any, ...], Counter[str]] = {}
    for row in single:
        key = _key(row)
        by_load.setdefault(key, Counter())[row["load"]] += 1
    best = {
        key: (max(counts.values()) - told[key], max(sorted(counts), key=lambda one: counts[one]))
        for key, counts in by_load.items()
    }
    taken: Counter[tuple[Any, ...]] = Counter()
    kept = []
    for row in single:
        key = _key(row)
        many, load = best[key]
        if row["load"] == load and taken[key] < many:
            taken[key] += 1
            kept.append(row)
    return kept


def _key(row: dict[str, Any]) -> tuple[str, str, int, int]:
    # A day alone is midnight here, which may be an hour before it in UTC: its noon is that day.
    moment = row["moment"] + (DAY // 2 if row["precision"] == "day" else 0)
    return row["thing"], row["direction"], moment // DAY, row["minor"]


_PAYMENTS = f"""
SELECT * FROM (
    SELECT load, pos, thing, other, precision, value AS label, other_value AS other_label,
        CAST(epoch("begin") AS BIGINT) AS moment,
        CASE WHEN part = 'from' THEN 'out' ELSE attributes ->> 'direction' END AS direction,
        abs(CAST(round(100 * TRY_CAST(replace(regexp_extract(
            attributes ->> 'amount', '[0-9][0-9,]*[.]?[0-9]*'
        ), ',', '') AS DOUBLE)) AS BIGINT)) AS minor
    FROM event_by_thing
    WHERE kind = 'payment' AND (part IS NULL OR part = 'from') AND "begin" IS NOT NULL
        AND starts_with(thing, 'account-') AND {WITHIN}
)
WHERE minor > 0 AND direction IN ('in', 'out')
ORDER BY moment, load, pos
"""
