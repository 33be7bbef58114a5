"""Erasure: what was erased is gone from every copy, and the ledger says that it was.

An erasure is one transaction with a leaf of its own: successor files are entered, the old
keys destroyed, the texts of acts that showed the rows and the products that rest on them
dropped. Only then are the old files unlinked and the database's free pages and write-ahead
file scrubbed; a crash in between is finished at the next start, and what it left is noise.
"""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from remit.authority import tables as authority_tables
from remit.authority.act import Act
from remit.authority.acts import Acts
from remit.authority.rows import stamp
from remit.errors import NotFound
from remit.ledger.database import scrub
from remit.ledger.entry import Entry
from remit.ledger.log import Batch
from remit.store import judgements, products, resolutions, standing_steps, superseding, tables
from remit.store.candidates import derived_from, withdrawn
from remit.store.catalogue import (
    SEALED,
    STAGES,
    Load,
    add_parts,
    bump,
    drop_parts,
    files_commitment,
    set_load,
)
from remit.store.claim import claim
from remit.store.rests import rests_on
from remit.store.room import Room
from remit.store.shown import forget
from remit.store.successor import rewrite

__all__ = ["claimed", "erase_load", "erase_record", "restore_load", "retract_load"]


def retract_load(room: Room, act: Act, load_id: str) -> dict[str, Any]:
    """Take a load out of every view with the act's outcome. It is kept and can be restored.

    What was derived from its texts goes with it.
    """
    for one in _derived(room, load_id, "visible"):
        _turn(room, act, claimed(room, act, one, "visible"), "retracted")
    return _turn(room, act, claimed(room, act, load_id, "visible"), "retracted")


def restore_load(room: Room, act: Act, load_id: str) -> dict[str, Any]:
    """Put a retracted load back into view with the act's outcome, and what was derived from it."""
    for one in _derived(room, load_id, "retracted"):
        _turn(room, act, claimed(room, act, one, "retracted"), "visible")
    return _turn(room, act, claimed(room, act, load_id, "retracted"), "visible")


def erase_load(room: Room, act: Act, load_id: str) -> dict[str, Any]:
    """Erase a load for good: its keys, files, file name and everything that rests on it."""
    for one in _derived(room, load_id, "visible", "retracted"):
        erase_load(room, act, one)
    load = claimed(room, act, load_id, "loading", "sealed", "visible", "retracted")

    def work(batch: Batch) -> list[str]:
        _destroy_keys(room, batch, load.id)
        for stage in STAGES:
            drop_parts(batch, load.id, stage)
        gone = _what_rests_on(room, batch, load, None)
        forget(batch, load.id)
        superseding.forget(batch, load.id)
        standing_steps.forget(batch, room.catalogue.box, load.id)
        withdrawn(batch, load.id)
        judged = judgements.forget(batch, load.id)
        resolutions.forget(batch, load.id)
        names = ("file_name", "content_sha256", "noticed", "authority")
        nothing = {f"{name}_sealed": None for name in names} | {"salt": None, "commitment": None}
        set_load(batch, load.id, state="erased", act=act.id, held=0, **nothing)
        _record(batch, act, load, None, None, judged)
        return gone

    gone = room.log.commit(work)
    _afterwards(room, load.id, gone)
    return {"load": load.id, "erased": load.received, "products": gone}


def erase_record(room: Room, act: Act, load_id: str, pos: int) -> dict[str, Any]:
    """Erase one row of a load for good; the other rows keep their positions.

    Raises `NotFound` when the load has no such row.
    """
    load = claimed(room, act, load_id, "visible", "retracted")
    with room.catalogue.engine.connect() as conn:
        derived = rests_on(conn, load_id, [pos]).derived
    for one, at in (*derived, *_earlier(room, load_id, pos)):
        erase_record(room, act, one, at)
    before = room.catalogue.parts([load.id], *SEALED)
    successor = rewrite(room, act, load, before, pos)
    if successor is None:
        room.tidy(load.id)
        raise NotFound(f"no row {pos} in {load.id}")
    parts, was = successor
    salt = secrets.token_bytes(32)
    after = files_commitment(salt, parts)
    act.check()

    def work(batch: Batch) -> list[str]:
        _destroy_keys(room, batch, load.id, spare=[part.key_name for part in parts])
        for stage in SEALED:
            drop_parts(batch, load.id, stage)
        add_parts(batch, parts)
        gone = _what_rests_on(room, batch, load, pos)
        batch.conn.execute(
            insert(tables.erased_record).values(
                load=load.id, pos=pos, erased_at=stamp(batch.now), act=act.id
            )
        )
        withdrawn(batch, load.id, pos)
        judged = judgements.forget(batch, load.id, [pos])
        resolutions.forget(batch, load.id, [pos])
        less = ("received", *was)
        counts = {name: getattr(load, name) - 1 for name in less}
        version = load.version + 1
        set_load(batch, load.id, salt=salt, commitment=after, version=version, **counts)
        _record(batch, act, load, pos, after, judged)
        return gone

    gone = room.log.commit(work)
    _afterwards(room, load.id, gone)
    return {"load": load.id, "row": pos, "erased": 1, "products": gone}


def _earlier(room: Room, load: str, pos: int) -> list[tuple[str, int]]:
    """What a row took the place of, of loads that are not erased: it goes with the row."""
    rows = superseding.earlier_versions(room.catalogue.engine, load, pos)
    gone = {one: room.catalogue.erased(one) for one in {one for one, _ in rows}}
    found = {one: room.catalogue.load(one) for one in gone}
    held = {one for one, load in found.items() if load and load.state in ("visible", "retracted")}
    return [(one, at) for one, at in rows if one in held and at not in gone[one]]


def _derived(room: Room, load: str, *states: str) -> list[str]:
    """Loads derived from a load that are in one of some states."""
    found = (room.catalogue.load(one) for one in derived_from(room, load))
    return [one.id for one in found if one is not None and one.state in states]


def claimed(room: Room, act: Act, load_id: str, *states: str) -> Load:
    """A load in scope that no other act is writing, as it stands once it is claimed."""
    act.check()
    room.require(load_id, act, *states)
    room.log.commit(lambda batch: claim(batch, load_id, act))
    return room.require(load_id, act, *states)


def _destroy_keys(room: Room, batch: Batch, load: str, spare: Sequence[str] = ()) -> None:
    """Destroy every key of a load: those of cut-off attempts too, which no file is left of."""
    key = authority_tables.data_key.c.name
    ours = select(key).where(key.startswith(f"{load}/", autoescape=True), key.not_in(spare))
    for name in batch.conn.execute(ours).scalars().all():
        room.keys.destroy(batch, name)


def _turn(room: Room, act: Act, load: Load, state: str) -> dict[str, Any]:
    def work(batch: Batch) -> None:
        set_load(batch, load.id, state=state)
        bump(batch)
        facts = {"load": load.id, "commitment": load.commitment}
        batch.append(Entry(f"load.{state}", facts, body={"act": act.id}))

    act.at_outcome(work)
    act.on_close(lambda: room.views.drop(load.id))
    return {"load": load.id, "state": state}


def _what_rests_on(room: Room, batch: Batch, load: Load, pos: int | None) -> list[str]:
    """Drop products that rest on a load, and the texts of acts that showed its rows."""
    resting = rests_on(batch.conn, load.id, None if pos is None else [pos])
    for product in resting.products:
        products.forget(room, batch, product)
    acts = Acts(room.log)
    for act_id in resting.acts:
        for digest in acts.get(act_id).annexes:
            batch.erase_annex(digest)
    return sorted(resting.products)


def _record(
    batch: Batch, act: Act, load: Load, pos: int | None, after: str | None, judged: int
) -> None:
    bump(batch)
    facts = {"load": load.id, "before": load.commitment, "after": after}
    body = {"act": act.id, "row": pos, "judgements": judged}
    batch.append(Entry("load.erased", facts, body=body))


def _afterwards(room: Room, load: str, gone: list[str]) -> None:
    """Remove what the transaction made unreadable."""
    room.views.drop(load)
    room.tidy(load)
    products.tidy(room, gone)
    scrub(room.catalogue.engine)
