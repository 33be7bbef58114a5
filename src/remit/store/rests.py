"""What rests on rows of a load: products, acts that showed them, rows derived from them.

Erasure destroys it, retraction takes it along; a correction upstream flags it, and so does a
judgement of who is who. What is derived from rows in ways to come is told here too, so that all
find it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Engine, delete, func, insert, select

from remit.authority.act import Act
from remit.authority.rows import moment, stamp
from remit.ledger.log import Batch
from remit.store import tables
from remit.store.candidates import derived_rows
from remit.store.shown import shown_of

__all__ = ["Flag", "Resting", "flag", "flag_people", "flags", "rests_on", "unflag"]

_AT_ONCE = 500

Why = Literal["upstream", "identity"]
"""What changed: the rows themselves, or which people in them are one."""


@dataclass(frozen=True, slots=True)
class Resting:
    """What rests on some rows of a load, or on any of it."""

    products: dict[str, int]
    """Products that rest on the load, and how many of the rows each of them cites."""
    acts: tuple[str, ...]
    """Acts that showed one of the rows."""
    derived: tuple[tuple[str, int], ...]
    """Load and position of the rows that were derived from them."""


@dataclass(frozen=True, slots=True)
class Flag:
    """That what a product rests on has changed since."""

    rows: int
    """Rows that it cites, corrected or withdrawn upstream."""
    people: int
    """Rows that it cites, of people who were merged or split."""
    first: datetime


def rests_on(conn: Connection, load: str, positions: Collection[int] | None) -> Resting:
    """What rests on rows of a load; None means any row."""
    wanted = None if positions is None else set(positions)
    shown = shown_of(conn, load, wanted)
    product, rests = tables.product.c, tables.product_load.c
    query = select(product.id, product.act).join(tables.product_load, rests.product == product.id)
    made = conn.execute(query.where(rests.load == load).distinct().order_by(product.id)).all()
    products = {row.id: shown.get(row.act, 0) for row in made}
    return Resting(products, tuple(shown), tuple(_derived(conn, load, wanted)))


def _derived(conn: Connection, load: str, wanted: set[int] | None) -> list[tuple[str, int]]:
    """By way of what there is to derive from, of which there are few: rows may be a million."""
    table = tables.derived.c
    query = select(table.from_pos).where(table.from_load == load).distinct()
    there = sorted(pos for pos in conn.execute(query).scalars() if wanted is None or pos in wanted)
    spans = (there[n : n + _AT_ONCE] for n in range(0, len(there), _AT_ONCE))
    return [row for span in spans for row in derived_rows(conn, load, span)]


def flag(batch: Batch, act: Act, load: str, resting: Resting, why: Why = "upstream") -> list[str]:
    """Flag the products that cite one of the rows; their ids."""
    cites = {product: rows for product, rows in resting.products.items() if rows}
    at = stamp(batch.now)
    rows = [
        {"product": product, "load": load, "act": act.id, "rows": n, "at": at, "why": why}
        for product, n in cites.items()
    ]
    if rows:
        batch.conn.execute(insert(tables.product_flag), rows)
    return sorted(cites)


def flag_people(
    engine: Engine, act: Act, rows: Iterable[tuple[str, int]], listed: Collection[str]
) -> list[str]:
    """Flag, with the act's outcome, those of the `listed` products that cite a row of somebody who
    was merged or split; their ids."""
    by_load: dict[str, list[int]] = defaultdict(list)
    for load, pos in rows:
        by_load[load].append(pos)
    found: dict[str, Resting] = {}
    with engine.connect() as conn:
        for load, positions in by_load.items():
            resting = rests_on(conn, load, positions)
            cites = {p: n for p, n in resting.products.items() if n and p in listed}
            if cites:
                found[load] = replace(resting, products=cites)

    def work(batch: Batch) -> None:
        for load, resting in found.items():
            flag(batch, act, load, resting, "identity")

    if found:
        act.at_outcome(work)
    return sorted({product for resting in found.values() for product in resting.products})


def flags(conn: Connection) -> dict[str, Flag]:
    """The flags of products, by id."""
    table = tables.product_flag.c
    counted = func.sum(table.rows).label("rows"), func.min(table.at).label("first")
    query = select(table.product, table.why, *counted).group_by(table.product, table.why)
    found: dict[str, dict[str, tuple[int, datetime]]] = {}
    for row in conn.execute(query):
        found.setdefault(row.product, {})[row.why] = int(row.rows), moment(row.first)
    return {
        product: Flag(
            why.get("upstream", (0,))[0],
            why.get("identity", (0,))[0],
            min(first for _, first in why.values()),
        )
        for product, why in found.items()
    }


def unflag(batch: Batch, product: str) -> None:
    """Drop the flags of a product that is gone."""
    table = tables.product_flag
    batch.conn.execute(delete(table).where(table.c.product == product))
