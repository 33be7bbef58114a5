"""Standing feeds: what is expected of whom, what came of it, and what waits for an answer.

How a feed is read and when it is expected, its layout and the names of its files are content, and
lie sealed in the state database. What changes, changes with the outcome of an act
(`standing_steps.py`). Who may know of a feed is decided like who may know of its loads: by source,
handling and case.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, RowMapping, select

from remit.authority.rows import moment
from remit.authority.scope import Scope
from remit.errors import NotFound
from remit.ledger.box import Box
from remit.store import tables
from remit.store.keyed import Mode
from remit.store.schedule import Schedule, interval

__all__ = [
    "Alarm",
    "Delivery",
    "How",
    "Missing",
    "StandingFeed",
    "StandingFeeds",
    "when",
]


@dataclass(frozen=True)
class How:
    """How a standing feed is set: what is expected, from where, how it is read, and who answers."""

    name: str
    folder: str
    """On this machine; every file below it is a delivery."""
    event: str
    """Kind of event that a row is."""
    people: bool
    """Whether a row may name people."""
    mode: Mode
    every: str
    """`15m`, `1h`, `1d`; or `06:00`, daily in `zone`."""
    zone: str | None
    grace: str
    """How long after its time a delivery is not yet missing: `30m`."""
    quiet: int
    """Seconds without a change after which a file is whole."""
    order: str
    """In which order deliveries are taken: by `name` or by `time` of change."""
    key: tuple[str, ...]
    """Columns that say what a row is about; none where rows are only added."""
    operation: str | None
    """Column that says what a row does: insert, update, delete."""
    by: str
    """Who answers for it, and runs it."""
    purpose: str | None
    because: str | None
    line: str | None
    authority: tuple[str, tuple[str, ...], str, str] | None = None
    """Under which it is got, where it needs one: reference, subjects, first and last day."""

    @property
    def schedule(self) -> Schedule:
        """When deliveries are expected."""
        return Schedule.read(self.every, self.zone)

    @property
    def patience(self) -> timedelta:
        """The grace."""
        return interval(self.grace)


@dataclass(frozen=True)
class Delivery:
    """One delivery of a standing feed."""

    number: int
    state: str
    """loaded, or repeated: its very bytes had come before."""
    load: str
    act: str
    at: datetime
    said: Mapping[str, Any]
    """File, counts, first and last time of its events; empty once erased."""


@dataclass(frozen=True)
class Alarm:
    """A delivery that waits for an answer: nothing of it is loaded."""

    number: int
    kind: str
    """columns: they are not those of the last delivery; shrunk: most of what stood is not in it."""
    act: str
    at: datetime
    said: Mapping[str, Any]
    """File, and what was seen."""
    sha256: str
    answered_by: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True)
class StandingFeed:
    """One standing feed as it stands."""

    id: str
    state: str
    source: str
    handling: str
    case: str | None
    of_case: bool
    how: How
    layout: tuple[tuple[str, ...], ...]
    """Columns of each table of the last delivery; none before the first."""
    watermark: datetime | None
    """The latest time of an event that it brought."""
    act: str
    set_by: str
    set_at: datetime
    looked_at: datetime | None
    received_at: datetime | None

    @property
    def since(self) -> datetime:
        """When something last came; when it was set where nothing has."""
        return self.received_at or self.set_at

    def missed(self, now: datetime) -> int:
        """How many deliveries are missing by now."""
        if self.state != "standing":
            return 0
        return self.how.schedule.missed(self.since, now, self.how.patience)

    def due(self) -> datetime:
        """When the next delivery is expected."""
        return self.how.schedule.due(self.since, self.how.patience)


@dataclass(frozen=True, slots=True)
class Missing:
    """A standing feed that has stopped, or waits: what it would have brought is missing."""

    feed: str
    source: str
    event: str
    people: bool
    since: datetime
    """When a delivery last came."""
    deliveries: int
    waits: bool
    """Whether a delivery waits for an answer."""

    @property
    def text(self) -> str:
        """The same in one sentence."""
        when = f"{self.since:%d %b %Y %H:%M} UTC"
        said = [f"{self.source} from feed {self.feed}: nothing since {when}"]
        if self.deliveries:
            many = "delivery is" if self.deliveries == 1 else "deliveries are"
            said.append(f"{self.deliveries:,} {many} missing")
        if self.waits:
            said.append("a delivery waits for an answer")
        return ", ".join(said) + "; what it would have brought is missing here"


class StandingFeeds:
    """Reads what stands. Which of it somebody may know is said by a scope."""

    def __init__(self, engine: Engine, box: Box) -> None:
        self._engine, self._box = engine, box

    def all(self, scope: Scope) -> list[StandingFeed]:
        """The feeds that a scope admits by source, handling and case, by name."""
        feed = tables.standing_feed.c
        query = select(tables.standing_feed).where(feed.handling.in_(scope.handling))
        if scope.sources is not None:
            query = query.where(feed.source.in_(scope.sources))
        query = query.where((feed.of_case == 0) | feed.case_id.is_not_distinct_from(scope.case))
        with self._engine.connect() as conn:
            found = [self._read(row) for row in conn.execute(query).mappings()]
        return sorted(found, key=lambda one: (one.how.name, one.id))

    def named(self, scope: Scope, name: str) -> StandingFeed:
        """The feed of that name or id that is in the scope's case. Raises `NotFound`."""
        found = [x for x in self.all(scope) if name in (x.how.name, x.id) and x.case == scope.case]
        if not found:
            raise NotFound(f"no standing feed {name} in what this act may see")
        return found[0]

    def deliveries(self, feed: str, limit: int = 100) -> list[Delivery]:
        """The latest deliveries of a feed, the latest first."""
        table = tables.standing_delivery
        query = select(table).where(table.c.feed == feed).order_by(table.c.number.desc())
        with self._engine.connect() as conn:
            rows = conn.execute(query.limit(limit)).all()
        return [
            Delivery(r.number, r.state, r.load, r.act, moment(r.at), self._said(r.said_sealed))
            for r in rows
        ]

    def loads(self, feed: str) -> list[str]:
        """The loads that a feed brought, in order."""
        table = tables.standing_delivery.c
        query = select(table.load).where(table.feed == feed, table.state == "loaded")
        with self._engine.connect() as conn:
            return list(conn.execute(query.order_by(table.number)).scalars())

    def seen(self, feed: str, ids: Sequence[str]) -> frozenset[str]:
        """Those of some files, by their ids, that were delivered as they lie there."""
        table = tables.standing_delivery.c
        query = select(table.seen).where(table.feed == feed)
        with self._engine.connect() as conn:
            return frozenset(conn.execute(query).scalars()) & frozenset(ids)

    def alarms(self, feed: str) -> list[Alarm]:
        """What was ever asked about deliveries of a feed, the latest first."""
        table = tables.standing_alarm
        query = select(table).where(table.c.feed == feed).order_by(table.c.number.desc())
        with self._engine.connect() as conn:
            rows = conn.execute(query).all()
        return [
            Alarm(
                r.number,
                r.kind,
                r.act,
                moment(r.at),
                self._said(r.said_sealed),
                self._box.open_text(r.sha256_sealed),
                r.answered_by,
                when(r.answered_at),
            )
            for r in rows
        ]

    def waiting(self, feed: str) -> Alarm | None:
        """The alarm that waits for an answer."""
        return next((one for one in self.alarms(feed) if one.answered_by is None), None)

    def missing(self, scope: Scope, now: datetime) -> list[Missing]:
        """The feeds of a scope that have stopped, or of which a delivery waits.

        It tells nothing of any row: only when a file last came.
        """
        found = []
        for one in self.all(scope):
            if one.state != "standing":
                continue
            missed, waits = one.missed(now), self.waiting(one.id) is not None
            if missed or waits:
                how = one.how
                found.append(
                    Missing(how.name, one.source, how.event, how.people, one.since, missed, waits)
                )
        return found

    def _read(self, row: RowMapping) -> StandingFeed:
        how, now = (json.loads(self._box.open_text(row[f"{name}_sealed"])) for name in _SEALED)
        known = {field.name: how.get(field.name) for field in fields(How)}
        if (got := known["authority"]) is not None:
            known["authority"] = (got[0], tuple(got[1]), got[2], got[3])
        return StandingFeed(
            row["id"],
            row["state"],
            row["source"],
            row["handling"],
            row["case_id"],
            bool(row["of_case"]),
            How(**{**known, "key": tuple(known["key"])}),
            tuple(tuple(table) for table in now["layout"]),
            when(now["watermark"]),
            row["act"],
            row["set_by"],
            moment(row["set_at"]),
            when(row["looked_at"]),
            when(row["received_at"]),
        )

    def _said(self, sealed: bytes | None) -> Mapping[str, Any]:
        if sealed is None:
            return {}
        said: Mapping[str, Any] = json.loads(self._box.open_text(sealed))
        return said


_SEALED = ("how", "now")


def when(text: str | None) -> datetime | None:
    """A time as it stands in the tables; None stays None."""
    return None if text is None else moment(text)
