"""A model of the brake: transactions of several processes, interleaved step by step.

Each process runs transactions; a transaction takes the ledger's lock, does one or more works
(admit an act, pull, release), any of which may be rolled back alone, and commits or crashes
whole. A scheduler picks who moves next, one small step at a time, so every order of steps can
occur. Admission is the real `decide`. The check reads only the ledger's order and knows the
scopes from their names, so it shares nothing with the code it checks.

`cached=True` plants the fault that the gate must not have, brakes read before the lock is
taken; the check finds it, which shows that it can.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from remit.authority.actor import Actor
from remit.authority.capability import Capability
from remit.authority.decide import Ask, CaseStanding, decide
from remit.authority.remit_document import Remit, Vetting

__all__ = ["Tally", "covered", "interleave"]

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

_LOOK = Capability("model-look", "Look", "standard", "consultation")
_WATCH = Capability("model-watch", "Watch", "high", "consultation")
_SIGNED = Vetting("Head of vetting", date(2026, 10, 1), "DEC-1")
_FIRST = Remit(
    id="remit-first",
    version=1,
    capability=_LOOK.id,
    title="First",
    purposes=frozenset({"investigation"}),
    legal_bases=frozenset({"common-law"}),
    categories=frozenset({"suspect"}),
    sources=frozenset({"*"}),
    handling=frozenset({"ordinary"}),
    roles=frozenset({"analyst"}),
    supplier="north",
    valid_from=NOW - timedelta(days=1),
    valid_to=NOW + timedelta(days=1),
    vetting={"financial": _SIGNED, "ethical": _SIGNED, "legal": _SIGNED},
    dpia_due=None,
)
_GRANTS = (
    (_LOOK, _FIRST),
    (_LOOK, replace(_FIRST, id="remit-second", supplier="south")),
    (_WATCH, replace(_FIRST, id="remit-third", capability=_WATCH.id)),
)
_SCOPES = (
    "all",
    "class:standard",
    "class:high",
    "capability:model-look",
    "capability:model-watch",
    "remit:remit-first",
    "remit:remit-third",
    "supplier:north",
)
_ANALYST = Actor("analyst-1", "", frozenset({"analyst"}))
_CASE = CaseStanding("case-1", "open", "investigation", "common-law", frozenset({"analyst-1"}))
_ASK = Ask("model-look.at", "consultation", "investigation", case="case-1", own_justification=True)

PROCESSES, TRANSACTIONS, WORKS = 4, 3, 3
"""Most of each in one run."""

ROLLED_BACK, CRASHED = 0.1, 0.05
"""Chance that one work, and that one transaction, does not happen after all."""

Leaf = tuple[str, str, str]
"""Kind (`intent`, `pull`, `release`), then capability and remit, or scope."""


@dataclass
class Tally:
    """What happened over many runs."""

    runs: int = 0
    admitted: int = 0
    denied: int = 0
    pulled: int = 0
    admitted_after_brake: int = 0


@dataclass
class _World:
    ledger: list[Leaf] = field(default_factory=list)
    engaged: frozenset[str] = frozenset()
    locked: bool = False


def interleave(seed: int, tally: Tally, *, cached: bool = False) -> None:
    """One run: random processes, random order; adds what happened to `tally`."""
    rng = random.Random(seed)
    world = _World()
    running = [
        _process(world, rng, tally, cached) for _ in range(2 + int(rng.random() * PROCESSES / 2))
    ]
    while running:
        at = int(rng.random() * len(running))
        try:
            next(running[at])
        except StopIteration:
            running.pop(at)
    tally.runs += 1
    tally.admitted_after_brake += _admitted_after_brake(world.ledger)


def covered(scope: str, capability: str, risk: str, remit: str, supplier: str) -> bool:
    """Whether a brake on `scope` covers an act, told from the names alone."""
    return scope in (
        "all",
        f"class:{risk}",
        f"capability:{capability}",
        f"remit:{remit}",
        f"supplier:{supplier}",
    )


def _process(world: _World, rng: random.Random, tally: Tally, cached: bool) -> Iterator[None]:
    for _ in range(1 + int(rng.random() * TRANSACTIONS)):
        seen_early = world.engaged
        yield
        while world.locked:
            yield
        world.locked = True
        yield
        engaged, added = world.engaged, list[Leaf]()
        for _ in range(1 + int(rng.random() * WORKS)):
            before = engaged, len(added)
            kind = rng.random()
            if kind < 0.6:
                brakes = seen_early if cached else engaged
                yield
                capability, remit = _GRANTS[int(rng.random() * len(_GRANTS))]
                if decide(remit, _CASE, _ANALYST, capability, brakes, NOW, _ASK):
                    tally.denied += 1
                else:
                    added.append(("intent", capability.id, remit.id))
            elif kind < 0.85:
                scope = _SCOPES[int(rng.random() * len(_SCOPES))]
                if scope not in engaged:
                    added.append(("pull", scope, ""))
                    engaged |= {scope}
            elif engaged:
                scope = sorted(engaged)[0]
                added.append(("release", scope, ""))
                engaged -= {scope}
            yield
            if rng.random() < ROLLED_BACK:
                engaged = before[0]
                del added[before[1] :]
        if rng.random() >= CRASHED:
            world.ledger += added
            world.engaged = engaged
            tally.admitted += sum(leaf[0] == "intent" for leaf in added)
            tally.pulled += sum(leaf[0] == "pull" for leaf in added)
        world.locked = False


_FACTS = {remit.id: (c.risk, remit.supplier) for c, remit in _GRANTS}


def _admitted_after_brake(ledger: list[Leaf]) -> int:
    """Intents whose leaf stands between a covering pull and its release."""
    on: set[str] = set()
    wrong = 0
    for kind, first, second in ledger:
        if kind == "pull":
            on.add(first)
        elif kind == "release":
            on.discard(first)
        elif on:
            risk, supplier = _FACTS[second]
            wrong += any(covered(scope, first, risk, second, supplier) for scope in on)
    return wrong
