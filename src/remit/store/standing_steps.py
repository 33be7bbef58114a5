"""Steps of a standing feed: set, looked at, delivered to, alarmed, answered, ended.

Each is a part of the transaction of an act's outcome, or of a claim that comes before it.
"""

import json
import secrets
from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from remit.authority import tables as authority_tables
from remit.authority.act import Act
from remit.authority.rows import stamp
from remit.errors import Misuse
from remit.ledger.box import Box
from remit.ledger.entry import Entry
from remit.ledger.log import Batch
from remit.store import refusals, tables
from remit.store.standing import Alarm, How, StandingFeed, when

__all__ = [
    "answer",
    "change",
    "claim",
    "delivered",
    "end",
    "enter",
    "forget",
    "looked",
    "raise_alarm",
]


def enter(
    batch: Batch, box: Box, act: Act, source: str, handling: str, how: How, *, of_case: bool
) -> str:
    """Enter a feed; its id."""
    feed = f"feed-{secrets.token_hex(6)}"
    batch.conn.execute(
        insert(tables.standing_feed).values(
            id=feed,
            state="standing",
            source=source,
            handling=handling,
            case_id=act.case,
            of_case=int(of_case),
            now_sealed=box.seal_text(json.dumps({"layout": [], "watermark": None})),
            **_set(batch, box, act, how),
        )
    )
    _note(batch, act, "feed.set", feed)
    return feed


def change(batch: Batch, box: Box, act: Act, feed: StandingFeed, how: How) -> None:
    """Set a feed anew; one that was ended stands again."""
    _values(batch, feed.id, state="standing", **_set(batch, box, act, how))
    _note(batch, act, "feed.set", feed.id)


def end(batch: Batch, act: Act, feed: StandingFeed) -> None:
    """End a feed: nothing is expected of it any more. What it brought stays."""
    _values(batch, feed.id, state="ended", act=act.id)
    _note(batch, act, "feed.ended", feed.id)


def looked(batch: Batch, feeds: Sequence[str]) -> None:
    """Note that the folders of feeds were looked in."""
    for feed in feeds:
        _values(batch, feed, looked_at=stamp(batch.now))


def claim(batch: Batch, feed: str, act: Act) -> None:
    """Make `act` the one that works on a feed. Raises `Refused` while another open act does."""
    table, other = tables.standing_feed.c, authority_tables.act.c
    query = select(other.id).where(
        other.id == select(table.act).where(table.id == feed).scalar_subquery(),
        other.id != act.id,
        other.state == "open",
    )
    if batch.conn.execute(query).first():
        raise refusals.feed_busy(feed, act.id)
    _values(batch, feed, act=act.id)


def delivered(
    batch: Batch,
    box: Box,
    act: Act,
    feed: StandingFeed,
    state: str,
    load: str,
    seen: str,
    said: Mapping[str, Any],
    layout: Sequence[Sequence[str]],
) -> None:
    """Enter a delivery: one that was loaded moves the feed on, one that was repeated does not."""
    table = tables.standing_delivery
    batch.conn.execute(
        insert(table).values(
            feed=feed.id,
            number=_next(batch, table, feed.id),
            state=state,
            load=load,
            act=act.id,
            at=stamp(batch.now),
            seen=seen,
            said_sealed=box.seal_text(json.dumps(dict(said))),
        )
    )
    if state != "loaded":
        return
    marks = [one for one in (feed.watermark, when(said.get("last"))) if one is not None]
    now = {"layout": [list(one) for one in layout], "watermark": _text(max(marks, default=None))}
    sealed = box.seal_text(json.dumps(now))
    _values(batch, feed.id, now_sealed=sealed, received_at=stamp(batch.now))


def raise_alarm(
    batch: Batch,
    box: Box,
    act: Act,
    feed: StandingFeed,
    kind: str,
    sha256: str,
    said: Mapping[str, Any],
) -> None:
    """Enter that a delivery waits for an answer."""
    table = tables.standing_alarm
    batch.conn.execute(
        insert(table).values(
            feed=feed.id,
            number=_next(batch, table, feed.id),
            kind=kind,
            sha256_sealed=box.seal_text(sha256),
            said_sealed=box.seal_text(json.dumps(dict(said))),
            act=act.id,
            at=stamp(batch.now),
        )
    )
    _note(batch, act, "feed.alarm", feed.id)


def answer(batch: Batch, act: Act, feed: StandingFeed, alarm: Alarm) -> None:
    """Take a delivery as it is: by whom and when is kept."""
    table = tables.standing_alarm
    query = update(table).where(table.c.feed == feed.id, table.c.number == alarm.number)
    query = query.where(table.c.answered_by.is_(None))
    values = {"answered_by": act.actor.id, "answered_at": stamp(batch.now)}
    if batch.conn.execute(query.values(**values)).rowcount != 1:
        raise Misuse(f"nothing of {feed.how.name} waits for an answer any more")
    _note(batch, act, "feed.accepted", feed.id)


def forget(batch: Batch, box: Box, load: str) -> None:
    """Forget the file names of the deliveries of a load that is gone, and when its events were."""
    table, feeds = tables.standing_delivery, tables.standing_feed
    query = select(table.c.feed, table.c.said_sealed).where(table.c.load == load)
    rows = batch.conn.execute(query).all()
    of = sorted({row.feed for row in rows})
    told = [json.loads(box.open_text(row.said_sealed)) for row in rows if row.said_sealed]
    batch.conn.execute(
        update(table).where(table.c.load == load).values(said_sealed=None, seen="erased")
    )
    for feed in of:
        left = select(table.c.said_sealed).where(table.c.feed == feed)
        said = [one for one in batch.conn.execute(left).scalars() if one is not None]
        marks = [json.loads(box.open_text(one)).get("last") for one in said]
        row = batch.conn.execute(select(feeds.c.now_sealed).where(feeds.c.id == feed)).scalar_one()
        now = json.loads(box.open_text(row))
        now["watermark"] = max((one for one in marks if one), default=None)
        _values(batch, feed, now_sealed=box.seal_text(json.dumps(now)))
    _forget_asked(batch, box, of, {one.get("sha256") for one in told})


def _forget_asked(batch: Batch, box: Box, feeds: Sequence[str], gone: Set[str | None]) -> None:
    """Forget of alarms about files that are gone what they said; that they were answered stays."""
    table = tables.standing_alarm
    nothing = box.seal_text(json.dumps({"file": None, "text": "erased"}))
    for row in batch.conn.execute(select(table).where(table.c.feed.in_(feeds))).all():
        if box.open_text(row.sha256_sealed) in gone:
            same = (table.c.feed == row.feed) & (table.c.number == row.number)
            values = {"said_sealed": nothing, "sha256_sealed": box.seal_text("")}
            batch.conn.execute(update(table).where(same).values(**values))


def _set(batch: Batch, box: Box, act: Act, how: How) -> dict[str, Any]:
    sealed = box.seal_text(json.dumps(asdict(how)))
    return {
        "how_sealed": sealed,
        "act": act.id,
        "set_by": act.actor.id,
        "set_at": stamp(batch.now),
    }


def _values(batch: Batch, feed: str, **values: Any) -> None:
    table = tables.standing_feed
    batch.conn.execute(update(table).where(table.c.id == feed).values(**values))


def _next(batch: Batch, table: Any, feed: str) -> int:
    query = select(func.coalesce(func.max(table.c.number), 0)).where(table.c.feed == feed)
    return int(batch.conn.execute(query).scalar_one()) + 1


def _note(batch: Batch, act: Act, kind: str, feed: str) -> None:
    batch.append(Entry(kind, body={"act": act.id, "feed": feed}))


def _text(when: datetime | None) -> str | None:
    return None if when is None else stamp(when)
