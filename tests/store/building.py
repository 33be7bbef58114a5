"""An office with a store: real ledger, real remits, sealed files. Built in code for tests.

Nothing in it stands for a real person.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.authority.office import Office, a_remit

from remit.authority.act import Act
from remit.authority.actor import Actor
from remit.authority.capability import Capability, Verb
from remit.authority.remit_document import Volume
from remit.store import tables as store_tables
from remit.store.erasure import ERASE
from remit.store.ids import Ids
from remit.store.quarantine import Quarantine
from remit.store.rejects import Reject
from remit.store.reviewing import QUARANTINE
from remit.store.store import Store
from remit.store.view import View
from remit.store.writer import (
    Draft,
    EventDraft,
    LinkDraft,
    LoadPlan,
    MentionDraft,
    RowDraft,
    Writer,
)

__all__ = ["IDS", "LOAD", "READ", "WHY", "Building", "a_row", "fill", "plain_rows"]

WHY = "Sheds broken into again on Mill Lane"
IDS = Ids(bytes([6]) * 32)

READ = Capability("test-read", "Read in tests", "standard", "consultation")
LOAD = Capability("test-load", "Load in tests", "standard", "collection", hand="writer")


@READ.verb("any")
def read(view: View, note: str = "") -> str:
    """Read what the test asks for."""
    return note


@LOAD.verb("any")
def load(writer: Writer, note: str = "") -> str:
    """Load what the test brings."""
    return note


def a_row(pos: int, **changes: Any) -> RowDraft:
    """One believable row: somebody, a car and a shed broken into."""
    name = changes.pop("name", f"Person Number {pos}")
    plate = changes.pop("plate", f"AB{pos % 97:02d} CDE")
    role = changes.pop("role", "suspect")
    when = changes.pop("when", datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(hours=pos))
    place = changes.pop("place", (-0.1, 51.5))
    normal = plate.replace(" ", "")
    said, read_as = ("name", name, name.lower(), "name"), ("vrm", plate, normal, "plate")
    row = RowDraft(
        pos=pos,
        raw={"name": name, "plate": plate, "day": when.date().isoformat()},
        mentions=(
            MentionDraft("who", "person", None, name, role, (said,)),
            MentionDraft("car", "vehicle", normal, normal, None, (read_as,)),
        ),
        events=(
            EventDraft(
                kind="crime",
                category="burglary",
                begin=when,
                time_text=when.date().isoformat(),
                zone="UTC",
                precision="day",
                means="at",
                lon=place[0],
                lat=place[1],
                things=("who", "car"),
            ),
        ),
        links=(LinkDraft("uses", "who", "car"),),
    )
    return replace(row, **changes)


def plain_rows(count: int, first: int = 2) -> list[RowDraft]:
    """`count` rows from position `first`."""
    return [a_row(pos) for pos in range(first, first + count)]


class Building(Office):
    """A workspace folder with a store in it."""

    def __init__(
        self, home: Path, *, url: str | None = None, max_rows: int | None = None, **options: Any
    ) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home = home
        self._max_rows = max_rows
        super().__init__(url or home / "state.sqlite", **options)

    def _staff(self) -> None:
        store_tables.metadata.create_all(self.engine)
        super()._staff()
        independent = frozenset({"independent-reviewer"})
        self.actors.enrol(Actor("reviewer-1", "Test reviewer-1", independent))

    @property
    def store(self) -> Store:
        """The store, made on first use."""
        if not hasattr(self, "_store"):
            box, cap = self.box, self._max_rows
            self._store = Store(self.home, self.log, self.keys, IDS, box, max_rows=cap)
        return self._store

    def _hand(self, act: Act, verb: Verb) -> object:
        hands = ("view", "writer", "quarantine")
        ours = {READ.id, LOAD.id, ERASE.id, QUARANTINE.id}
        known = verb.capability.id in ours and verb.capability.hand in hands
        return self.store.hand(act, verb) if known else super()._hand(act, verb)

    def furnish(self, **reading: Any) -> str:
        """A case, and live remits to read, load and erase; its id. `reading` narrows the first."""
        case = self.open_case().id
        wide = {
            "categories": frozenset({"suspect", "victim", "witness", "third-party"}),
            "volume": Volume(None, None),
        }
        handling = frozenset({"ordinary", "sensitive"})
        self.grant(a_remit(id="remit-read", capability=READ.id, **{**wide, **reading}))
        for capability in (LOAD, ERASE):
            remit = a_remit(id=f"remit-{capability.id}", capability=capability.id, **wide)
            self.grant(replace(remit, handling=handling))
        roles, every = frozenset({"independent-reviewer"}), frozenset({"*", "none"})
        remit = a_remit(id="remit-quarantine", capability=QUARANTINE.id, **wide)
        handling |= {"P", "C"}
        self.grant(replace(remit, handling=handling, roles=roles, cases=every))
        return case

    @contextmanager
    def act(self, verb: str, case: str | None, **params: Any) -> Iterator[Act]:
        """An act of the first analyst."""
        with self.gate.act(
            self["analyst-1"],
            verb,
            case=case,
            purpose="investigation",
            justification=WHY,
            params=params,
        ) as act:
            yield act

    @contextmanager
    def quarantine(self, verb: str, case: str | None, actor: str = "reviewer-1") -> Iterator[Act]:
        """An act of the independent reviewer: `list`, `read`, `release` or `seal`."""
        with self.gate.act(
            self[actor],
            f"quarantine.{verb}",
            case=case,
            purpose="investigation",
            justification="Looked at as the reviewer instructed for it",
        ) as act:
            assert isinstance(act.hand, Quarantine)
            yield act

    @contextmanager
    def view(self, case: str | None, **params: Any) -> Iterator[View]:
        """A view in a case; nothing is released."""
        with self.act("test-read.any", case, **params) as act:
            assert isinstance(act.hand, View)
            yield act.hand

    def plan(self, name: str, rows: Iterable[RowDraft], **changes: Any) -> LoadPlan:
        """A plan for a file with these rows in it, kept outside the workspace."""
        path = self.home.parent / "incoming" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join([name, *(str(row.raw) for row in rows)]), encoding="utf-8")
        plan = LoadPlan(path, "test-crime", "test", 1, "ordinary", "group-3", date(2030, 1, 1))
        return replace(plan, **changes)

    def bring(
        self,
        case: str | None,
        name: str,
        rows: list[RowDraft],
        rejects: Iterable[tuple[int, str]] = (),
        holds: Mapping[int, str] = MappingProxyType({}),
        **changes: Any,
    ) -> str:
        """Load rows under an act of loading; the load's id. `holds` has grounds by position."""
        with self.act("test-load.any", case) as act:
            assert isinstance(act.hand, Writer)
            draft = act.hand.begin(self.plan(name, rows, **changes))
            fill(draft, rows, rejects, holds)
            draft.seal()
            return act.release(draft.load, draft.progress.received)

    def close(self) -> None:
        """Close the store too."""
        if hasattr(self, "_store"):
            self._store.close()
        super().close()


def fill(
    draft: Draft,
    rows: Iterable[RowDraft],
    rejects: Iterable[tuple[int, str]] = (),
    holds: Mapping[int, str] = MappingProxyType({}),
) -> None:
    """Hand over what a draft has not kept yet."""
    waiting: dict[int, RowDraft | str] = {row.pos: row for row in rows}
    waiting.update(rejects)
    for pos, row in sorted(waiting.items(), key=lambda item: item[0]):
        if draft.done or pos <= draft.progress.last_pos:
            continue
        if pos in holds:
            raw = {"plate": row} if isinstance(row, str) else {}
            said = row if isinstance(row, RowDraft) else Reject(pos, "not a plate", json.dumps(raw))
            draft.hold(said, holds[pos], f"held: {holds[pos]}")
        elif isinstance(row, RowDraft):
            draft.add(row)
        else:
            draft.reject(pos, "not a plate", {"plate": row})
