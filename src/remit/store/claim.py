"""Claims: one act at a time writes a load."""

from sqlalchemy import select

from remit.authority import tables as authority_tables
from remit.authority.act import Act
from remit.ledger.log import Batch
from remit.store import refusals, tables
from remit.store.catalogue import set_load

__all__ = ["claim"]


def claim(batch: Batch, load: str, act: Act) -> None:
    """Make `act` the one that writes `load`. Raises `Refused` while another open act is."""
    writer, other = tables.load.c, authority_tables.act.c
    query = select(other.id).where(
        other.id == select(writer.act).where(writer.id == load).scalar_subquery(),
        other.id != act.id,
        other.state == "open",
    )
    if batch.conn.execute(query).first():
        raise refusals.busy(load, act.id)
    set_load(batch, load, act=act.id)
