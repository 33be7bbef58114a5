"""Standing feeds: the verbs of `load` that set them, look in their folders and answer alarms.

A feed says what is expected, from which folder, how often, and what a delivery means: more rows,
the whole state, or what changed of it. Taking a delivery is `load.file` with its name.
"""

import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from remit.authority.enquiry import says_something
from remit.errors import BadInput, Misuse
from remit.sources.folder import Lying, lying, natural
from remit.sources.load import LOAD
from remit.sources.profile import profile
from remit.sources.receiving import wants_key
from remit.store.deliveries import Deliveries
from remit.store.schedule import Schedule, interval
from remit.store.standing import Alarm, Delivery, How, StandingFeed
from remit.store.writer import Writer

__all__ = ["GRACE", "QUIET", "accept", "end", "listed", "look", "set_", "show"]

QUIET = 30
"""Seconds without a change after which a file is whole, unless the feed says otherwise."""

GRACE = "30m"
"""How late a delivery may be before it is missing, unless the feed says otherwise."""

DELIVERIES_SHOWN = 100


@LOAD.verb("feed-set")
def set_(
    writer: Writer,
    feed: str,
    *,
    folder: str,
    source: str,
    every: str,
    zone: str | None = None,
    grace: str = GRACE,
    mode: Literal["append", "snapshot", "changes"] = "append",
    key: Sequence[str] | None = None,
    operation: str | None = None,
    order: Literal["name", "time"] = "name",
    quiet: int = QUIET,
    reason: str | None = None,
    authority: str | None = None,
    subject: Sequence[str] | None = None,
    from_: str | None = None,
    to: str | None = None,
) -> dict[str, Any]:
    """Set a standing feed: what is expected of whom, and what a delivery means.

    `every` is how often (15m, 1h, 1d), or a time of day (06:00) in `zone`. `mode` says whether
    deliveries add rows, are the whole state, or are changes with an `operation` column; for the
    last two `key` names the columns that say what a row is about. `reason` is why each delivery
    is taken; without one the line of enquiry of this act says it. Whoever sets a feed runs it.
    `authority`, `subject`, `from_` and `to` are as of a file, for data that are got under one.
    """
    columns = tuple(key or ())
    wants_key(mode, columns, operation)
    Schedule.read(every, zone)
    interval(grace)
    if not 0 <= quiet <= 86_400:
        raise Misuse("quiet is from 0 to 86,400 seconds")
    if not feed.strip() or len(feed) > 100:
        raise Misuse("a feed has a name of 1 to 100 characters")
    where = Path(folder)
    if not where.is_absolute() or not where.is_dir() or where.is_symlink():
        raise Misuse(f"{folder} is no folder on this machine, named from the root, and no link")
    where = where.resolve()
    act, of = writer.act, profile(source)
    if act.line is None and not says_something(reason or ""):
        raise Misuse("say why each delivery is taken, or set the feed in a line of enquiry")
    writer.admit(of.id, of.handling)
    how = How(
        feed.strip(), str(where), of.event, not of.feed, mode, every, zone, grace, quiet, order,
        columns, operation, act.actor.id, act.purpose, reason, act.line,
        _authority(of.authority, authority, subject, from_, to),
    )  # fmt: skip
    return {"feed": writer.deliveries.set(of.id, of.handling, how, of_case=of.of_case)}


@LOAD.verb("feeds", operation="consultation")
def listed(writer: Writer) -> dict[str, Any]:
    """Every standing feed in view: when something last came, and what is missing by now."""
    hand = writer.deliveries
    return {"feeds": [told(hand, one) for one in hand.all()]}


@LOAD.verb("feed", operation="consultation")
def show(writer: Writer, feed: str) -> dict[str, Any]:
    """One standing feed with its latest deliveries, and what was asked and answered of it."""
    hand = writer.deliveries
    found = hand.named(feed)
    deliveries = [_delivery(one) for one in hand.last(found, DELIVERIES_SHOWN)]
    alarms = [_alarm(one) for one in hand.alarms(found)]
    return {**told(hand, found), "deliveries": deliveries, "alarms": alarms}


@LOAD.verb("feed-look", operation="consultation")
def look(writer: Writer, feed: str | None = None) -> dict[str, Any]:
    """What lies in the folders of the case's feeds, or of one, and is not taken yet.

    `ready` are deliveries in the order in which they are taken; `growing` changed a moment ago.
    That the folders were looked in is kept.
    """
    hand = writer.deliveries
    case = writer.act.case
    feeds = [hand.named(feed)] if feed else [one for one in hand.all() if one.case == case]
    standing = [one for one in feeds if one.state == "standing"]
    found = [_looked(hand, one) for one in standing]
    hand.looked([one for one, seen in zip(standing, found, strict=True) if seen["fault"] is None])
    return {"feeds": found}


@LOAD.verb("feed-accept", operation="alteration")
def accept(writer: Writer, feed: str) -> dict[str, Any]:
    """Take the delivery that waits as it is: its columns, or how much it leaves out, are meant.

    It is loaded the next time the feed runs. By whom and when is kept.
    """
    hand = writer.deliveries
    return {"feed": feed, "accepted": _alarm(hand.accept(hand.claim(feed)))}


@LOAD.verb("feed-end", operation="alteration")
def end(writer: Writer, feed: str) -> dict[str, Any]:
    """End a standing feed: nothing is expected of it any more. What it brought stays."""
    hand = writer.deliveries
    hand.end(hand.named(feed))
    return {"feed": feed, "state": "ended"}


def _authority(
    needed: str | None,
    reference: str | None,
    subject: Sequence[str] | None,
    first: str | None,
    last: str | None,
) -> tuple[str, tuple[str, ...], str, str] | None:
    """What every delivery is got under. Raises `Misuse` where data that need one have none."""
    if reference is None and needed is None:
        return None
    if not (reference and subject and first and last):
        raise Misuse(
            f"{needed or 'an authority'}: name the authority, its subjects (or any), its first and "
            "its last day: --authority, --subject, --from, --to"
        )
    return reference, tuple(subject), first, last


def told(hand: Deliveries, one: StandingFeed) -> dict[str, Any]:
    """A feed as answers have it: of one that another case set, not how and why it is run."""
    how, waits = one.how, hand.waiting(one)
    last = hand.last(one)
    said = asdict(how)
    for inside in ("event", "people", "name"):
        said.pop(inside)
    if one.case != hand.case:
        said |= dict.fromkeys(("folder", "by", "purpose", "because", "line", "authority"))
    return {
        "feed": how.name,
        "state": one.state,
        "source": one.source,
        "handling": one.handling,
        "case": one.case,
        **said,
        "set_at": one.set_at.isoformat(),
        "looked_at": _iso(one.looked_at),
        "received_at": _iso(one.received_at),
        "watermark": _iso(one.watermark),
        "due": one.due().isoformat() if one.state == "standing" else None,
        "missing": one.missed(hand.now()),
        "waits": _alarm(waits) if waits else None,
        "last": _delivery(last[0]) if last else None,
    }


def _looked(hand: Deliveries, one: StandingFeed) -> dict[str, Any]:
    how, waits = one.how, hand.waiting(one)
    found: dict[str, Any] = {
        "feed": how.name,
        "by": how.by,
        "purpose": how.purpose,
        "because": how.because,
        "line": how.line,
        "mode": how.mode,
        "waits": _alarm(waits) if waits else None,
        "fault": None,
        "ready": [],
        "growing": [],
    }
    try:
        lie = lying(Path(how.folder))
    except BadInput as wrong:
        return {**found, "fault": str(wrong)}
    ids = {hand.file_id(one, x.name, x.size, x.changed): x for x in lie}
    fresh = [ids[key] for key in ids.keys() - hand.seen(one, list(ids))]
    now = time.time()
    ready = sorted((x for x in fresh if x.quiet(now, how.quiet)), key=_order(how.order))
    growing = sorted(x.name for x in fresh if not x.quiet(now, how.quiet))
    files = [{"path": str(x.path), "file": x.name} for x in ready]
    return {**found, "ready": files, "growing": growing}


def _order(order: str) -> Any:
    def by(one: Lying) -> tuple[Any, ...]:
        named = natural(one.name)
        return (one.changed, named) if order == "time" else (named,)

    return by


def _delivery(one: Delivery) -> dict[str, Any]:
    plain = {k: v for k, v in one.said.items() if k not in ("changed_at", "sha256")}
    facts = {"number": one.number, "delivery": one.state, "load": one.load, "act": one.act}
    return {**facts, "at": one.at.isoformat(), "file": None, **plain}


def _alarm(one: Alarm) -> dict[str, Any]:
    return {
        "alarm": one.kind,
        "at": one.at.isoformat(),
        **one.said,
        "answered_by": one.answered_by,
        "answered_at": _iso(one.answered_at),
    }


def _iso(when: Any) -> str | None:
    return None if when is None else when.isoformat()
