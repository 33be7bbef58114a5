"""Deliveries: the hand of acts that work on standing feeds. Bound to one act, like its Writer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from remit.authority.act import Act
from remit.errors import Misuse, NotFound
from remit.store import standing_steps
from remit.store.keyed import Arriving, Delta, compare, in_force
from remit.store.room import Room
from remit.store.standing import Alarm, Delivery, How, StandingFeed, StandingFeeds

__all__ = ["Deliveries"]


class Deliveries:
    """What one act may see of standing feeds, and do to them."""

    def __init__(self, room: Room, act: Act) -> None:
        self._room, self._act = room, act
        self._feeds = StandingFeeds(room.catalogue.engine, room.catalogue.box)

    @property
    def case(self) -> str | None:
        """The case of the act."""
        return self._act.case

    def all(self) -> list[StandingFeed]:
        """The feeds that the act's scope admits, by name."""
        self._act.check()
        return self._feeds.all(self._act.scope)

    def named(self, name: str) -> StandingFeed:
        """The feed of that name in the act's case. Raises `NotFound`."""
        self._act.check()
        return self._feeds.named(self._act.scope, name)

    def last(self, feed: StandingFeed, limit: int = 1) -> list[Delivery]:
        """The latest deliveries, the latest first."""
        return self._feeds.deliveries(feed.id, limit)

    def alarms(self, feed: StandingFeed) -> list[Alarm]:
        """What was asked about deliveries, the latest first."""
        return self._feeds.alarms(feed.id)

    def waiting(self, feed: StandingFeed) -> Alarm | None:
        """What waits for an answer."""
        return self._feeds.waiting(feed.id)

    def file_id(self, feed: StandingFeed, path: str, size: int, changed: int) -> str:
        """Id of a file as it lies in the folder of a feed; `changed` in nanoseconds."""
        return self._room.ids.delivery(feed.id, path, size, changed)

    def seen(self, feed: StandingFeed, files: Sequence[str]) -> frozenset[str]:
        """Those of some files, by their ids, that were delivered."""
        return self._feeds.seen(feed.id, files)

    def set(self, source: str, handling: str, how: How, *, of_case: bool) -> str:
        """Set a feed, with the act's outcome. Its id is told by `named`.

        Raises `Misuse` where one of that name brings something else: what its rows are about, and
        how a delivery is taken, stays as it is as long as there is something of it.
        """
        act, box = self._act, self._room.catalogue.box
        try:
            old = self.named(how.name)
        except NotFound:
            act.at_outcome(
                lambda batch: _ignored(
                    standing_steps.enter(batch, box, act, source, handling, how, of_case=of_case)
                )
            )
            return how.name
        fixed = (old.source, old.handling, old.how.mode, old.how.key)
        if fixed != (source, handling, how.mode, how.key) and self.last(old):
            raise Misuse(
                f"{how.name} has brought something as {old.how.mode} of {old.source}: "
                "give what comes otherwise a feed of its own"
            )
        if fixed[:2] != (source, handling):
            raise Misuse(f"{how.name} is of {old.source}: give another source a feed of its own")
        self._claim(old)
        act.at_outcome(lambda batch: standing_steps.change(batch, box, act, old, how))
        return how.name

    def end(self, feed: StandingFeed) -> None:
        """End a feed, with the act's outcome."""
        self._claim(feed)
        self._act.at_outcome(lambda batch: standing_steps.end(batch, self._act, feed))

    def looked(self, feeds: Sequence[StandingFeed]) -> None:
        """Note that the folders of feeds were looked in, with the act's outcome."""
        ids = [feed.id for feed in feeds]
        self._act.at_outcome(lambda batch: standing_steps.looked(batch, ids))

    def claim(self, name: str) -> StandingFeed:
        """The feed of that name, as it stands once nobody else works on it. Raises `Refused`."""
        self._claim(self.named(name))
        found = self.named(name)
        if found.state != "standing":
            raise Misuse(f"{name} was ended; set it again to take deliveries")
        return found

    def arriving(self) -> Arriving:
        """What takes the rows of a delivery to be compared."""
        return Arriving(self._room.ids)

    def compared(self, feed: StandingFeed, arriving: Arriving) -> Delta:
        """How what arrives differs from what the feed brought before.

        Rows of a load that was retracted count as brought: a decision took them out of view, and
        their coming again does not undo it.
        """
        found = (self._room.catalogue.load(one) for one in self._feeds.loads(feed.id))
        states = ("visible", "retracted")
        loads = [load for load in found if load is not None and load.state in states]
        delta = compare(in_force(self._room, self._act, loads), arriving, feed.how.mode)
        operation = (feed.how.operation,) if feed.how.operation else ()
        return replace(delta, columns=(*feed.how.key, *operation))

    def brought(self, feed: StandingFeed, load: str) -> bool:
        """Whether a load is one of the feed's."""
        return load in self._feeds.loads(feed.id)

    def deliver(
        self,
        feed: StandingFeed,
        state: str,
        load: str,
        seen: str,
        said: Mapping[str, Any],
        layout: Sequence[Sequence[str]],
    ) -> None:
        """Enter a delivery, with the act's outcome."""
        act, box = self._act, self._room.catalogue.box
        act.at_outcome(
            lambda batch: standing_steps.delivered(
                batch, box, act, feed, state, load, seen, said, layout
            )
        )

    def alarm(self, feed: StandingFeed, kind: str, sha256: str, said: Mapping[str, Any]) -> None:
        """Enter that a delivery waits for an answer, with the act's outcome; once for each."""
        old = self.waiting(feed)
        if old is not None and (old.kind, old.sha256) == (kind, sha256):
            return
        act, box = self._act, self._room.catalogue.box
        act.at_outcome(
            lambda batch: standing_steps.raise_alarm(batch, box, act, feed, kind, sha256, said)
        )

    def accepted(self, feed: StandingFeed, kind: str, sha256: str) -> bool:
        """Whether somebody said that a delivery is to be taken as it is."""
        return any(
            (one.kind, one.sha256) == (kind, sha256) and one.answered_by is not None
            for one in self.alarms(feed)
        )

    def accept(self, feed: StandingFeed) -> Alarm:
        """Take what waits as it is, with the act's outcome. Raises `Misuse` where nothing waits."""
        alarm = self.waiting(feed)
        if alarm is None:
            raise Misuse(f"nothing of {feed.how.name} waits for an answer")
        self._act.at_outcome(lambda batch: standing_steps.answer(batch, self._act, feed, alarm))
        return alarm

    def now(self) -> datetime:
        """When the act opened: what is late is late then."""
        return self._act.opened_at

    def _claim(self, feed: StandingFeed) -> None:
        self._act.check()
        self._room.log.commit(lambda batch: standing_steps.claim(batch, feed.id, self._act))


def _ignored(_: object) -> None:
    """What an act's outcome does not ask for."""
