"""Reading the ledger is itself an act, for the four purposes the law allows and no other.

Data Protection Act 2018 s.62(4). An overseer reads who did what under which remit, and not
what was asked or why: that is case content.
"""

from dataclasses import asdict, dataclass
from typing import Any

from remit.authority.act import Act
from remit.authority.acts import ActRecord, Acts
from remit.authority.capability import Capability
from remit.authority.purposes import LEDGER_PURPOSES
from remit.errors import NotFound

__all__ = ["READ_LEDGER", "LedgerHand", "act", "acts"]

READ_LEDGER = Capability(
    id="read-ledger",
    title="Read what was done, under which remit and why",
    risk="sensitive",
    operation="consultation",
    pages=("/ledger",),
    hand="ledger",
    purposes=LEDGER_PURPOSES,
)


@dataclass(frozen=True, slots=True)
class LedgerHand:
    """What the verbs below work with: the acts, as one act may read them."""

    act: Act
    acts: Acts


@READ_LEDGER.verb("acts")
def acts(ledger: LedgerHand, *, limit: int = 100) -> list[dict[str, Any]]:
    """The latest acts, newest first: of the case in hand, or of all when there is none."""
    case = ledger.act.case
    found = ledger.acts.of_case(case, limit) if case else ledger.acts.all(limit)
    return [_readable(ledger, one) for one in found]


@READ_LEDGER.verb("act")
def act(ledger: LedgerHand, act_id: str) -> dict[str, Any]:
    """One act in full: what was asked, why, under which remit, and what came of it."""
    found = ledger.acts.get(act_id)
    if ledger.act.case not in (None, found.case):
        raise NotFound(f"no act {act_id}")
    return _readable(ledger, found)


def _readable(ledger: LedgerHand, found: ActRecord) -> dict[str, Any]:
    row = asdict(found)
    row["opened_at"] = found.opened_at.isoformat()
    row["closed_at"] = found.closed_at and found.closed_at.isoformat()
    row["conditions"] = [dict(c) for c in found.conditions]
    row["annexes"] = list(found.annexes)
    if not ledger.act.actor.of_the_force and "inspector" not in ledger.act.actor.roles:
        row["params"] = row["justification"] = None
    return row
