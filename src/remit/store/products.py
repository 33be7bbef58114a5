"""Products: what an analyst made, sealed, kept with the loads it rests on and gone with them.

A product is one sealed file, a ZIP of its files. It is readable once its act is over, within
the same case, by an act whose scope admits everything it rests on. What a machine worked out over
all that an act could see (an analysis) is kept likewise, and read by acts that see just that.
"""

import io
import secrets
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, insert, select, update

from remit.authority.act import Act
from remit.authority.rows import moment, stamp
from remit.errors import Misuse, NotFound
from remit.ledger.entry import Entry
from remit.ledger.log import Batch
from remit.store import tables
from remit.store.rests import Flag, flags, unflag
from remit.store.room import Room
from remit.store.sealed import SealedReader, SealedWriter
from remit.store.snapshot import Contents

__all__ = ["Product", "forget", "read", "save", "tidy", "within"]

_STAMP = (1980, 1, 1, 0, 0, 0)
"""The time given to every file of the ZIP: the same files are the same bytes."""


@dataclass(frozen=True, slots=True)
class Product:
    """One product, without its files."""

    id: str
    kind: str
    act: str
    made_at: datetime
    flag: Flag | None = None
    """That rows it cites were corrected or withdrawn upstream since; None where none were."""


def save(
    room: Room,
    act: Act,
    contents: Contents,
    kind: str,
    files: Mapping[str, bytes],
    loads: Sequence[str] | None,
    *,
    analysis: bool = False,
) -> str:
    """Seal a product that rests on `loads`, or on all of `contents`; its id."""
    known = {load.id for load in contents.loads}
    rests_on = known if loads is None else set(loads)
    if not rests_on <= known:
        raise Misuse("a product can only rest on loads in view")
    product = f"{'analysis' if analysis else 'product'}-{secrets.token_hex(10)}"
    key = room.keys.create(product)
    with SealedWriter(_path(room, product), key, product) as sealed:
        sealed.write(_zip(files))
    row = {
        "id": product,
        "kind": kind,
        "state": "sealed",
        "act": act.id,
        "case_id": act.case,
        "key_name": product,
        "bytes": sealed.size,
        "digest": sealed.digest,
        "reach": act.scope.reach if analysis else None,
    }
    held = sorted({(part.load, part.handling) for part in contents.parts})
    compartments = [
        {"product": product, "load": load, "handling": handling}
        for load, handling in held
        if load in rests_on
    ]

    def enter(batch: Batch) -> None:
        last = batch.conn.execute(select(func.max(tables.product.c.number))).scalar() or 0
        made = {"number": last + 1, "made_at": stamp(batch.now)}
        batch.conn.execute(insert(tables.product).values(**row, **made))
        if compartments:
            batch.conn.execute(insert(tables.product_load), compartments)

    def appear(batch: Batch) -> None:
        here = tables.product.c.id == product
        if batch.conn.execute(update(tables.product).where(here).values(state="visible")).rowcount:
            facts = {"product": product, "digest": sealed.digest}
            batch.append(Entry("product.visible", facts, body={"act": act.id, "kind": kind}))

    room.log.commit(enter)
    act.at_outcome(appear)
    return product


def within(room: Room, act: Act, contents: Contents, *, analysis: bool = False) -> list[Product]:
    """Products of the act's case that rest on nothing outside `contents`, newest first.

    With `analysis`, what machines worked out of exactly what the act may see, and nothing else.
    """
    held = {(part.load, part.handling) for part in contents.parts}
    product, rests = tables.product.c, tables.product_load
    query = select(product.id, product.kind, product.act, product.made_at)
    query = query.where(product.state == "visible", product.case_id.is_not_distinct_from(act.case))
    reach = act.scope.reach if analysis else None
    query = query.where(product.reach.is_not_distinct_from(reach))
    with room.catalogue.engine.connect() as conn:
        rows = conn.execute(
            query.order_by(product.made_at.desc(), product.number.desc(), product.id)
        ).all()
        flagged = flags(conn)
        found = []
        for row in rows:
            on = conn.execute(select(rests).where(rests.c.product == row.id)).all()
            if all((one.load, one.handling) in held for one in on):
                flag = flagged.get(row.id)
                found.append(Product(row.id, row.kind, row.act, moment(row.made_at), flag))
    return found


def read(
    room: Room, act: Act, contents: Contents, product_id: str, *, analysis: bool = False
) -> Mapping[str, bytes]:
    """The files of a product, by name. Raises `NotFound` unless `within` lists it."""
    here = {product.id for product in within(room, act, contents, analysis=analysis)}
    if product_id not in here:
        raise NotFound(f"no product {product_id} in what this act may see")
    key = room.keys.lease(act, product_id)
    with (
        SealedReader(_path(room, product_id), key, product_id) as sealed,
        zipfile.ZipFile(io.BytesIO(sealed.read())) as archive,
    ):
        return {name: archive.read(name) for name in archive.namelist()}


def forget(room: Room, batch: Batch, product: str) -> None:
    """Destroy the key and rows of one product, and what was decided of its findings."""
    unflag(batch, product)
    decided = tables.finding_decision
    batch.conn.execute(delete(decided).where(decided.c.product == product))
    room.keys.destroy(batch, product)
    batch.conn.execute(delete(tables.product_load).where(tables.product_load.c.product == product))
    batch.conn.execute(delete(tables.product).where(tables.product.c.id == product))


def tidy(room: Room, gone: Sequence[str]) -> None:
    """Remove the files of products that are gone."""
    for product in gone:
        _path(room, product).unlink(missing_ok=True)


def _path(room: Room, product: str) -> Path:
    return room.home / "products" / f"{product}.sealed"


def _zip(files: Mapping[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _STAMP), data)
    return into.getvalue()
