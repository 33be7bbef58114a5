"""The writer: brings one delivery in, whole or not at all.

    draft = writer.begin(LoadPlan(...))
    if not draft.done:
        for row in the rows after draft.progress.last_pos, in order:
            draft.add(RowDraft(...))        # or draft.reject(pos, reason, raw)
        draft.seal()

Beginning the same file again, for the same source and case, goes on with the same load; one
that is visible already is done.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, insert, select

from remit.authority.act import Act
from remit.authority.rows import stamp
from remit.errors import NotFound, Unavailable
from remit.ledger.log import Batch
from remit.store import erase, refusals, tables
from remit.store.archive import fingerprint
from remit.store.catalogue import STAGES, Load, drop_parts, set_load
from remit.store.claim import claim
from remit.store.compact import compact_load
from remit.store.deliveries import Deliveries
from remit.store.draft import Draft, Progress, draft_key
from remit.store.drafts import (
    Claim,
    EventDraft,
    Link,
    LinkDraft,
    LoadPlan,
    MentionDraft,
    RowDraft,
)
from remit.store.kept import KeptProfiles, drop, keep
from remit.store.rejects import Hold, Reject, read_rejects
from remit.store.room import Room
from remit.store.schema import SCHEMA_VERSION

__all__ = [
    "Claim",
    "Draft",
    "EventDraft",
    "Hold",
    "Link",
    "LinkDraft",
    "LoadPlan",
    "MentionDraft",
    "Progress",
    "Reject",
    "RowDraft",
    "Writer",
]

_COUNTS = ("received", "accepted", "rejected", "held", "last_pos", "unchanged")
_NOTHING = dict.fromkeys(_COUNTS, 0)


class Writer:
    """The hand of acts that collect, alter or erase. Bound to one act; reads no records out."""

    def __init__(self, room: Room, act: Act) -> None:
        self.act = act
        self._room = room

    @property
    def exercise(self) -> bool:
        """Whether the workspace is for training and evaluation: those alone are capped."""
        return self._room.max_rows is not None

    def check(self) -> None:
        """Raise `Stopped` when the act is closed, braked or expired."""
        self.act.check()

    def begin(self, plan: LoadPlan) -> Draft:
        """Begin a load, go on with one cut off, or find it done.

        Raises `Refused` when the act's remit does not admit its source or handling, when
        another act is writing it, or when it was retracted or erased.
        """
        act = self.act
        self.admit(plan.source, plan.handling)
        sha256 = plan.sha256 or fingerprint(plan.path)
        case = act.case if plan.of_case else None
        said = f"{sha256} {plan.again}" if plan.again else sha256
        load_id = self._room.ids.load(plan.source, said, case)
        self._room.log.commit(lambda batch: self._claim(batch, load_id, plan, sha256, case))
        load = self._room.catalogue.load(load_id)
        if load is None:
            raise Unavailable(f"{load_id} was just entered and cannot be read")
        return Draft(self._room, act, load, plan, sha256, self._left())

    def admit(self, source: str, handling: str | None) -> None:
        """Raise `Refused` when the act's remit does not admit a source or a handling condition.

        None asks about no handling condition.
        """
        act, scope = self.act, self.act.scope
        act.check()
        if scope.sources is not None and source not in scope.sources:
            raise refusals.source(source, act.id)
        if handling is not None and handling not in scope.handling:
            raise refusals.handling(handling, act.id)

    def loads(self) -> list[Load]:
        """The loads that the act's scope admits, in whatever state, by id."""
        self.act.check()
        states = ("loading", "sealed", "visible", "retracted", "erased")
        return self._room.catalogue.loads(self.act.scope, *states, overdue=True)

    def rejects(self, load: str, limit: int = 1000, after: int = 0) -> list[Reject]:
        """Rows of a load that were not accepted: the first `limit` after row `after`, in order.

        Raises `NotFound` for a load that the act's scope does not admit.
        """
        self.act.check()
        found = self._room.require(load, self.act, "loading", "sealed", "visible", "retracted")
        return read_rejects(self._room, self.act, found.id, limit, after)

    def retract_load(self, load: str) -> dict[str, Any]:
        """Take a load out of every view; it is kept, and can be restored."""
        return erase.retract_load(self._room, self.act, load)

    def restore_load(self, load: str) -> dict[str, Any]:
        """Put a retracted load back into view."""
        return erase.restore_load(self._room, self.act, load)

    def compact_load(self, load: str) -> dict[str, Any]:
        """Sort the blocks of a feed, so that questions about it read a fraction of it."""
        found = erase.claimed(self._room, self.act, load, "visible")
        return compact_load(self._room, self.act, found)

    def erase_load(self, load: str) -> dict[str, Any]:
        """Erase a load for good, in every copy, with all that rests on it."""
        return erase.erase_load(self._room, self.act, load)

    def erase_record(self, load: str, pos: int) -> dict[str, Any]:
        """Erase one row of a load for good, with all that rests on it."""
        return erase.erase_record(self._room, self.act, load, pos)

    @property
    def kept(self) -> KeptProfiles:
        """How the layouts of earlier files were read."""
        return self._room.kept

    def keep_profile(
        self, header: Sequence[str], source: str, title: str, how: Mapping[str, Any]
    ) -> None:
        """Keep how a layout is read, with the act's outcome."""
        layout, box, act = self._room.ids.layout(header), self._room.catalogue.box, self.act
        act.at_outcome(
            lambda batch: keep(batch, box, layout, source, title, how, act.id, act.actor.id)
        )

    def forget_profile(self, layout: str) -> None:
        """Forget how a layout is read, with the act's outcome. Raises `NotFound`."""
        if not any(one.layout == layout for one in self.kept.all()):
            raise NotFound(f"no profile is kept under {layout}")
        self.act.at_outcome(lambda batch: _forget(batch, layout))

    @property
    def deliveries(self) -> Deliveries:
        """The standing feeds, and what comes of them."""
        return Deliveries(self._room, self.act)

    def _claim(
        self, batch: Batch, load_id: str, plan: LoadPlan, sha256: str, case: str | None
    ) -> None:
        """Enter the load, or take over what an act that is over left behind."""
        row = batch.conn.execute(select(tables.load).where(tables.load.c.id == load_id)).first()
        if row is None:
            self._enter(batch, load_id, plan, sha256, case)
            return
        if row.state == "erased":
            raise refusals.gone(load_id, self.act.id)
        if row.state == "retracted":
            raise refusals.retracted(load_id, self.act.id)
        if row.state == "visible":
            return
        claim(batch, load_id, self.act)
        box, sealed = self._room.catalogue.box, row.authority_sealed
        authority = None if sealed is None else box.open_text(sealed)
        begun_as = (row.profile, row.profile_version, row.mapping, row.handling, authority)
        now = (plan.profile, plan.profile_version, plan.mapping, plan.handling, plan.authority)
        if begun_as == now:
            return
        for stage in STAGES:
            drop_parts(batch, load_id, stage)
        self._room.keys.destroy(batch, draft_key(load_id))
        profile = {"profile": plan.profile, "profile_version": plan.profile_version}
        how = {"mapping": plan.mapping, "handling": plan.handling, "state": "loading"}
        under = self._sealed(plan.authority)
        set_load(batch, load_id, authority_sealed=under, **profile, **how, **_NOTHING)

    def _enter(
        self, batch: Batch, load_id: str, plan: LoadPlan, sha256: str, case: str | None
    ) -> None:
        box = self._room.catalogue.box
        values = {
            "id": load_id,
            "state": "loading",
            "source": plan.source,
            "profile": plan.profile,
            "profile_version": plan.profile_version,
            "schema_version": SCHEMA_VERSION,
            "mapping": plan.mapping,
            "case_id": case,
            "handling": plan.handling,
            "retention": plan.retention,
            "review_due": plan.review_due.isoformat(),
            "file_name_sealed": box.seal_text(plan.file_name or plan.path.name),
            "content_sha256_sealed": box.seal_text(sha256),
            "authority_sealed": self._sealed(plan.authority),
            "act": self.act.id,
            "loaded_at": stamp(batch.now),
            "version": 1,
        }
        batch.conn.execute(insert(tables.load).values(**values, **_NOTHING))

    def _sealed(self, text: str | None) -> bytes | None:
        return None if text is None else self._room.catalogue.box.seal_text(text)

    def _left(self) -> int | None:
        """How many rows the workspace may still receive."""
        if self._room.max_rows is None:
            return None
        load = tables.load.c
        stored = func.sum(load.received - load.unchanged)
        query = select(func.coalesce(stored, 0)).where(load.state != "erased")
        with self._room.catalogue.engine.connect() as conn:
            return self._room.max_rows - int(conn.execute(query).scalar_one())


def _forget(batch: Batch, layout: str) -> None:
    drop(batch, layout)
