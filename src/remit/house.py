"""The house: where gate, view and capabilities meet, and the only place where they do.

    house = House.open(home, keys)
    answer = house.use(actor, "search.people", case=case, purpose="investigation",
                       because="victim named an Aylin Demir", query="demir")

`use` is the one way to run a capability: the command line, the API and the pages all call it.
It opens an act at the gate, gives the capability's function its hand (a view, a writer or the
ledger), and hands the answer out once the outcome is in the ledger.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from remit import (  # noqa: F401 - they declare the capabilities
    desk,
    extraction,
    identity,
    inquiry,
    products,
    sources,
)
from remit.authority import ledger_reading
from remit.authority.act import Act
from remit.authority.actor import Actor, Actors
from remit.authority.acts import Acts
from remit.authority.beginning import check_beginning, check_continues
from remit.authority.brake import Brakes
from remit.authority.capability import Verb, registered
from remit.authority.case import Cases
from remit.authority.enquiry import Lines
from remit.authority.gate import Gate
from remit.authority.keys import KeyService
from remit.authority.remits import Remits
from remit.authority.rows import generation_in, reading
from remit.authority.signin import SignIn
from remit.authority.standing import check_standing
from remit.errors import Condition, Misuse, Refused, Unavailable
from remit.ledger.box import Box
from remit.ledger.database import connect
from remit.ledger.log import Log
from remit.ledger.note import Signer
from remit.sources.sheets import sheet_of
from remit.sources.texts import text_of
from remit.store import erasure, reviewing  # noqa: F401 - they declare capabilities
from remit.store.ids import Ids
from remit.store.migrate import migrate
from remit.store.store import Store
from remit.store.transient import Transient
from remit.workspace import LastHead, ServiceKeys, Workspace

__all__ = ["Answer", "House"]

EXERCISE_ROWS = 10_000_000
"""Rows an exercise workspace may hold, so that it is never used for the real thing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a capability gave, and the act under which it was allowed."""

    act: str
    result: Any


class House:
    """One workspace, open in this process."""

    def __init__(self, workspace: Workspace, keys: ServiceKeys, database: str | None) -> None:
        self.workspace = workspace
        self.keys_folder = keys.folder
        self._last_head: LastHead | None = None
        self.engine = connect(database or workspace.database())
        box = Box(keys.field)
        self.log = Log.open(self.engine, Signer(workspace.origin, keys.log), box)
        self._latest = self.log.head().at or datetime.now(UTC)
        self.actors = Actors(self.log, box)
        self.cases = Cases(self.log, box)
        self.remits = Remits(self.log, box)
        self.brakes = Brakes(self.log)
        self.lines = Lines(self.log, box)
        self.signin = SignIn(self.log, box)
        self.acts = Acts(self.log)
        self.keys = KeyService(self.log, keys.master)
        self.store = Store(
            workspace.home,
            self.log,
            self.keys,
            Ids(keys.ids),
            box,
            max_rows=EXERCISE_ROWS if workspace.exercise else None,
        )
        self.gate = Gate(
            self.log,
            self.actors,
            self.cases,
            self.remits,
            self.brakes,
            self.lines,
            self.keys,
            hands=self._hand,
            clock=self.now,
        )

    @classmethod
    def create(
        cls,
        workspace: Workspace,
        keys: ServiceKeys,
        overseers: Sequence[str],
        *,
        database: str | None = None,
    ) -> "House":
        """Make a workspace on disk and its ledger, and open it.

        `overseers` are the verifier keys (C2SP vkeys) of the oversight body: at least two,
        since releasing a handbrake takes two. They are fixed in the ledger's first entry.
        """
        if len(set(overseers)) < 2:
            raise Misuse("a workspace needs two overseers' keys: releasing a handbrake takes two")
        engine = connect(database or workspace.database())
        migrate(engine)
        signer = Signer(workspace.origin, keys.log)
        genesis = workspace.facts | {"overseers": list(overseers), "log": signer.vkey}
        Log.create(engine, workspace.origin, signer, Box(keys.field), genesis)
        engine.dispose()
        return cls(workspace, keys, database)

    @classmethod
    def open(cls, home: Path, keys: Path, *, database: str | None = None) -> "House":
        """Open the workspace in `home` with the service keys in `keys`.

        Brings the database to this version and closes what a killed process left open.
        Raises `Unavailable` where the keys or the ledger are missing, `Refused` where an
        exercise workspace has expired, `Damaged` where the description is not what the ledger
        began with or the ledger does not continue what this service saw of it.
        """
        workspace = Workspace.read(home)
        if keys.resolve().is_relative_to(home.resolve()):
            raise Misuse(f"{keys} lies inside the workspace: a copy of it would open itself")
        _refuse_when_over(workspace, datetime.now(UTC))
        service = ServiceKeys.read(keys)
        if not workspace.exists(database):
            raise Unavailable(f"{home}: the ledger is missing; without it there is no act")
        migrate(connect(database or workspace.database()))
        house = cls(workspace, service, database)
        try:
            house._recognise()
            house.gate.close_orphans()
            house.store.sweep()
        except BaseException:
            house.close()
            raise
        return house

    @contextmanager
    def act(
        self,
        actor: Actor,
        verb: str,
        *,
        case: str | None,
        purpose: str | None,
        because: str | None = None,
        line: str | None = None,
        remit: str | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> Iterator[Act]:
        """Open one act at the gate. Raises `Refused` with every failed condition."""
        _refuse_when_over(self.workspace, self.now())
        with self.gate.act(
            actor,
            verb,
            case=case,
            purpose=purpose,
            justification=because,
            line=line,
            remit=remit,
            params=params or {},
        ) as act:
            yield act

    def use(
        self,
        actor: Actor,
        verb: str,
        *,
        case: str | None,
        purpose: str | None,
        because: str | None = None,
        line: str | None = None,
        remit: str | None = None,
        **params: Any,
    ) -> Answer:
        """Run one capability's function in one act and give its answer.

        Raises `Misuse` on an unknown verb or parameter, `Refused` where the gate says no,
        `Stopped` where a handbrake came while it ran.
        """
        chosen = self.verb(verb)
        known = {p.name for p in chosen.parameters}
        if unknown := sorted(set(params) - known):
            raise Misuse(f"{verb} takes {', '.join(sorted(known))}; not {unknown[0]}")
        recorded = {k: v for k, v in params.items() if not callable(v)}
        for text in (because, purpose, *recorded.values()):
            if isinstance(text, str) and not _is_text(text):
                raise Misuse(f"{text[:40]!r} holds bytes that are not text; type it again")
        with self.act(
            actor,
            verb,
            case=case,
            purpose=purpose,
            because=because,
            line=line,
            remit=remit,
            params=recorded,
        ) as act:
            return Answer(act.id, act.release(chosen.function(act.hand, **params)))

    def verb(self, verb: str) -> Verb:
        """The declared verb of that id. Raises `Misuse` naming what there is."""
        verbs = registered()
        if verb not in verbs:
            raise Misuse(f"no such verb {verb}; there are {', '.join(verbs)}")
        return verbs[verb]

    @property
    def exercise(self) -> bool:
        """Whether this workspace is for training and evaluation; it never becomes operational."""
        return self.workspace.exercise

    def generation(self) -> int:
        """Moves with every brake, remit, membership and enrolment: what was allowed may not be."""
        with reading(self.engine) as run:
            return generation_in(run)

    def now(self) -> datetime:
        """The time that remits are held against: it never goes back behind the ledger's.

        A clock set backwards brings nothing that ended to life again.
        """
        self._latest = max(self._latest, datetime.now(UTC))
        return self._latest

    def close(self) -> None:
        """Let go of the database and of every open view."""
        self.gate.close()
        self.store.close()
        if self._last_head is not None:
            with suppress(Exception):  # a database that is gone must not keep the rest open
                self._last_head.keep(self.log.checkpoint())
        self.log.close()
        self.engine.dispose()

    def _recognise(self) -> None:
        """Hold the workspace against its ledger, and the ledger against what was seen of it."""
        check_beginning(self.log, self.workspace.facts)
        _refuse_when_over(self.workspace, self.now())
        last = LastHead(self.keys_folder)
        seen = last.read()
        if seen is not None:
            check_continues(self.log, seen)
        check_standing(self.log)
        last.keep(self.log.checkpoint())
        self._last_head = last

    def _hand(self, act: Act, verb: Verb) -> object:
        if verb.hand == "ledger":
            return ledger_reading.LedgerHand(act, self.acts)
        if verb.hand == "transient":
            return Transient(act, text_of, sheet_of)
        return self.store.hand(act, verb)


def _is_text(text: str) -> bool:
    """Whether it can be written down: bytes that were no text arrive as lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse_when_over(workspace: Workspace, now: datetime) -> None:
    if workspace.expires is None or now < workspace.expires:
        return
    over = Condition(
        condition=f"this exercise workspace ended on {workspace.expires:%d %B %Y}",
        who_can_change_it="Nobody: an exercise lasts 14 days and cannot be extended",
        what_to_do="Make a new one: remit init DIR --exercise",
        code="workspace.expired",
    )
    raise Refused([over])
