"""What rests on rows of a load: products, acts that showed them, rows derived from them.

Erasure destroys it, retraction takes it along, a correction upstream flags it. What is derived from
rows in ways to come is told here too, so that all three find it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from remit.authority.act import Act
from remit.authority.rows import moment, stamp
from remit.ledger.log import Batch
from remit.store import tables
from remit.store.candidates import derived_rows
from remit.store.shown import shown_of

__all__ = ["Flag", "Resting", "flag", "flags", "rests_on", "unflag"]

_AT_ONCE = 500


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
    """That a product rests on rows that were corrected or withdrawn upstream since."""

    rows: int
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


def flag(batch: Batch, act: Act, load: str, resting: Resting) -> list[str]:
    """Flag the products that cite one of the rows; their ids."""
    cites = {product: rows for product, rows in resting.products.items() if rows}
    at = stamp(batch.now)
    rows = [
        {"product": product, "load": load, "act": act.id, "rows": n, "at": at}
        for product, n in cites.items()
    ]
    if rows:
        batch.conn.execute(insert(tables.product_flag), rows)
    return sorted(cites)


def flags(conn: Connection) -> dict[str, Flag]:
    """The flags of products, by id."""
    table = tables.product_flag.c
    counted = func.sum(table.rows).label("rows"), func.min(table.at).label("first")
    query = select(table.product, *counted).group_by(table.product)
    return {r.product: Flag(int(r.rows), moment(r.first)) for r in conn.execute(query)}


def unflag(batch: Batch, product: str) -> None:
    """Drop the flags of a product that is gone."""
    table = tables.product_flag
    batch.conn.execute(delete(table).where(table.c.product == product))
