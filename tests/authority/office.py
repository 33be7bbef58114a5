"""A small office: one force, one oversight body, one workspace on the real ledger.

Built in code for tests and proofs; nothing in it stands for a real person.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from remit.authority import tables
from remit.authority.act import Act
from remit.authority.actor import Actor, Actors
from remit.authority.acts import Acts
from remit.authority.brake import Brakes
from remit.authority.capability import Capability, Verb
from remit.authority.case import Case, Cases
from remit.authority.enquiry import Lines
from remit.authority.gate import Gate
from remit.authority.keys import KeyService
from remit.authority.ledger_reading import LedgerHand
from remit.authority.remit_document import Remit, Vetting, Volume, render
from remit.authority.remits import Remits
from remit.ledger.box import Box
from remit.ledger.database import connect
from remit.ledger.log import Log
from remit.ledger.note import Signer, sign_note

__all__ = [
    "DAYTIME",
    "LOOK",
    "WHY",
    "Hand",
    "Office",
    "a_remit",
    "export",
    "look",
    "signed",
    "stare",
]

DAYTIME = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WHY = "Repeat burglaries of sheds"
ORIGIN = "remit.example/office"
SEEDS = {"log": bytes([1]) * 32, "overseer-1": bytes([2]) * 32, "overseer-2": bytes([3]) * 32}

LOOK = Capability("test-look", "Look at a thing", "standard", "consultation")


@dataclass
class Hand:
    """The least a verb needs: a hand with its act."""

    act: Act


@LOOK.verb("at")
def look(hand: Hand, thing: str = "") -> str:
    """Look at one thing."""
    return f"saw {thing}"


@LOOK.verb("export", operation="disclosure")
def export(hand: Hand, thing: str = "") -> str:
    """Take one thing out of the house."""
    return f"took {thing}"


@LOOK.verb("stare")
def stare(hand: Hand, seconds: float = 30.0) -> float:
    """Look for a long time, checking in every few milliseconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        hand.act.check()
        time.sleep(0.005)
    return seconds


_SIGNED = Vetting("Head of vetting", date(2026, 10, 1), "DEC-1")


def a_remit(**changes: object) -> Remit:
    """A generous remit for `test-look`, with these changes."""
    remit = Remit(
        id="remit-look",
        version=1,
        capability=LOOK.id,
        title="Looking at things",
        purposes=frozenset({"investigation", "prevention", "exercise"}),
        legal_bases=frozenset({"common-law", "exercise"}),
        categories=frozenset({"suspect", "victim"}),
        sources=frozenset({"*"}),
        handling=frozenset({"ordinary"}),
        roles=frozenset({"analyst", "supervisor", "inspector"}),
        supplier="north",
        valid_from=DAYTIME - timedelta(days=30),
        valid_to=DAYTIME + timedelta(days=30),
        vetting={"financial": _SIGNED, "ethical": _SIGNED, "legal": _SIGNED},
        dpia_due=DAYTIME + timedelta(days=20),
        volume=Volume(1000, None),
    )
    return replace(remit, **changes)  # type: ignore[arg-type]


def signer(name: str) -> Signer:
    """The signer of that name in the office: `log`, `overseer-1` or `overseer-2`."""
    return Signer(ORIGIN if name == "log" else f"{ORIGIN}/{name}", SEEDS[name])


def signed(text: str, by: str) -> str:
    """`text` as a signed note."""
    return sign_note(text, [signer(by)])


class Office:
    """A workspace with its people, in a database file or at a URL."""

    def __init__(
        self, where: Path | str, *, clock: Callable[[], datetime] | None = None, kind: str = ""
    ) -> None:
        url = where if isinstance(where, str) else f"sqlite:///{where}"
        self.engine = connect(url)
        self.box = Box(bytes([4]) * 32)
        new = bool(kind) or (isinstance(where, Path) and not where.exists())
        if new:
            tables.metadata.create_all(self.engine)
            genesis = {
                "workspace": "office",
                "kind": kind or "exercise",
                "overseers": [signer("overseer-1").vkey, signer("overseer-2").vkey],
                "log": signer("log").vkey,
            }
            self.log = Log.create(self.engine, ORIGIN, signer("log"), self.box, genesis)
        else:
            self.log = Log.open(self.engine, signer("log"), self.box)
        self.actors = Actors(self.log, self.box)
        self.cases = Cases(self.log, self.box)
        self.remits = Remits(self.log, self.box)
        self.brakes = Brakes(self.log)
        self.lines = Lines(self.log, self.box)
        self.acts = Acts(self.log)
        self.keys = KeyService(self.log, bytes([5]) * 32)
        self.gate = Gate(
            self.log,
            self.actors,
            self.cases,
            self.remits,
            self.brakes,
            self.lines,
            self.keys,
            self._hand,
            clock=clock or (lambda: DAYTIME),
        )
        if new:
            self._staff()

    def _hand(self, act: Act, verb: Verb) -> object:
        return LedgerHand(act, self.acts) if verb.capability.hand == "ledger" else Hand(act)

    def _staff(self) -> None:
        for name, role in (
            ("analyst-1", "analyst"),
            ("analyst-2", "analyst"),
            ("supervisor-1", "supervisor"),
            ("engineer-1", "data-engineer"),
            ("inspector-1", "inspector"),
            ("overseer-1", "overseer"),
            ("overseer-2", "overseer"),
        ):
            self.actors.enrol(Actor(name, f"Test {name}", frozenset({role})))

    def __getitem__(self, actor_id: str) -> Actor:
        return self.actors.get(actor_id)

    def open_case(self) -> Case:
        """A case opened by two people, with both analysts as members."""
        case = self.cases.propose(
            self["analyst-1"], "01/123456/26", "Sheds on Mill Lane", "investigation", "common-law"
        )
        self.cases.open(self["supervisor-1"], case.id)
        return self.cases.assign(self["supervisor-1"], case.id, self["analyst-2"])

    def grant(self, remit: Remit) -> Remit:
        """A live remit, submitted by the force and signed by an overseer."""
        submitted = self.remits.submit(self["supervisor-1"], render(remit))
        document = self.remits.get(submitted.id, submitted.version).document
        return self.remits.approve(self["overseer-1"], submitted.id, signed(document, "overseer-1"))

    def use(
        self,
        actor: str,
        verb: str = "test-look.at",
        work: Callable[[Act], object] = lambda act: None,
        **ask: Any,
    ) -> Act:
        """One act by the actor of that id, `work` done inside it; the act, over by then."""
        if "line" not in ask:
            ask.setdefault("justification", WHY)
        with self.gate.act(self[actor], verb, **ask) as act:
            work(act)
        return act

    def release(self, scope: str) -> None:
        """Release a brake as two overseers would."""
        because = "Reviewed, may go on"
        text = self.brakes.statement(scope, because)
        notes = [signed(text, "overseer-1"), signed(text, "overseer-2")]
        self.brakes.release(scope, because, notes)

    def close(self) -> None:
        """Stop the watcher and let the database go."""
        self.gate.close()
        self.log.close()
        self.engine.dispose()
