"""The rule: one conjunction, in plain Python, that an overseer can read on a screen.

`decide` is pure. Everything it looks at is passed in, the clock included; it returns every
condition that failed, by code, and `()` when the act is allowed. `words` turns a refusal into
facts for `conditions.explain`, and is only run when there is a refusal to read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from remit.authority.actor import Actor
from remit.authority.capability import Capability, Operation
from remit.authority.purposes import purposes as all_purposes
from remit.authority.remit_document import Remit

__all__ = ["ALLOW", "Ask", "CaseStanding", "decide", "words"]

ALLOW: tuple[str, ...] = ()

_READS_ONLY = frozenset({"inspector"})


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """A case as the deciding transaction finds it. Only members are told that it exists."""

    id: str
    state: str
    purpose: str
    legal_basis: str
    members: frozenset[str]
    """At least the asking actor when they are a member."""
    decisions: int = 0
    involved: bool = False
    """Whether the asking actor is or was a member, proposed the case or opened it."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked, with the counts that the remit's limits are held against."""

    verb: str
    operation: Operation
    purpose: str | None
    """Id from the closed list; None when none was given or it means nothing."""
    case: str | None = None
    """The case as named, whether or not it exists."""
    own_justification: bool = False
    """A justification was given with this act, and it says something."""
    empty_justification: bool = False
    """A justification was given and it says nothing."""
    line: str | None = None
    inherits: bool = False
    """The line of enquiry exists, in this case, and brings its justification."""
    fresh: tuple[str, ...] = ()
    """Reasons why a justification of its own is due."""
    acts_today: int = 0
    acts_so_far: int = 0
    enrolled: bool = True
    """The actor is enrolled and their access has not ended."""


def decide(
    remit: Remit,
    case: CaseStanding | None,
    actor: Actor,
    capability: Capability,
    brakes: frozenset[str],
    now: datetime,
    ask: Ask,
) -> tuple[str, ...]:
    """Every condition that failed, by code; `()` allows the act."""
    failed: list[str] = []

    # The overseer's side: is there a grant, and is it in force?
    if brakes and not (
        brakes.isdisjoint(capability.stopped_by) and brakes.isdisjoint(remit.stopped_by)
    ):
        failed.append("brake")
    if remit.capability != capability.id:
        failed.append("remit.capability")
    if now < remit.valid_from:
        failed.append("remit.early")
    if now >= remit.valid_to:
        failed.append("remit.expired")
    if not capability.vetting_needed <= remit.vetted:
        failed.append("remit.vetting")
    if remit.dpia_due is not None and now >= remit.dpia_due:
        failed.append("remit.dpia")

    # Who asks?
    if not ask.enrolled:
        failed.append("actor.unknown")
    roles = actor.roles & remit.roles
    if not roles:
        failed.append("remit.role")
    elif ask.operation != "consultation" and roles == _READS_ONLY:
        failed.append("role.reads-only")

    # Why?
    purpose = ask.purpose
    if purpose is None:
        failed.append("purpose.missing")
    else:
        if purpose not in remit.purposes:
            failed.append("purpose.remit")
        if capability.purposes and purpose not in capability.purposes:
            failed.append("purpose.capability")

    # In which case? A case that the actor is no member of is a case that does not exist, but for
    # those whose role it is to judge independently, who must have no part in it.
    if ask.case is None:
        if "none" not in remit.cases:
            failed.append("case.needed")
    elif case is None or not (actor.id in case.members or (capability.independent and roles)):
        failed.append("case.unknown")
    else:
        if capability.independent and case.involved:
            failed.append("case.independent")
        if case.state != "open":
            failed.append("case.open")
        if "*" not in remit.cases and case.id not in remit.cases:
            failed.append("case.remit")
        if case.legal_basis not in remit.legal_bases:
            failed.append("case.legal-basis")

    # With what justification: its own, or the line's where that is enough?
    if ask.line is not None and not ask.inherits:
        failed.append("line.unknown")
    if ask.empty_justification:
        failed.append("justification.empty")
    elif not ask.own_justification:
        if ask.line is None:
            failed.append("justification.missing")
        elif ask.fresh or remit.sensitive_sources:
            failed.append("justification.fresh")

    # How much?
    limit = remit.volume.acts_per_day
    if limit is not None and ask.acts_today >= limit:
        failed.append("remit.acts-per-day")
    money = remit.money
    if money is not None and (ask.acts_so_far + 1) * money.per_act_gbp > money.cap_gbp:
        failed.append("remit.money")

    return tuple(failed) if failed else ALLOW


def words(
    remit: Remit,
    case: CaseStanding | None,
    actor: Actor,
    capability: Capability,
    brakes: frozenset[str],
    ask: Ask,
) -> Mapping[str, str]:
    """The facts a refusal is worded with. They say nothing of a case to one who is no member."""
    independent = capability.independent and bool(actor.roles & remit.roles)
    member = case is not None and (actor.id in case.members or independent)
    needs_fresh = (*ask.fresh, *(["a sensitive source"] if remit.sensitive_sources else []))
    money = remit.money
    return {
        "actor": actor.id,
        "acts_per_day": str(remit.volume.acts_per_day),
        "admitted": _list(remit.roles),
        "asked_purpose": ask.purpose or "none, or one not on the list",
        "brakes": _list(brakes & (capability.stopped_by | remit.stopped_by)),
        "cap": f"{money.cap_gbp if money else Decimal(0):,}",
        "capability": capability.id,
        "case": ask.case or "",
        "case_state": case.state if case and member else "unknown",
        "dpia_due": f"{remit.dpia_due:%d %B %Y}" if remit.dpia_due else "",
        "fresh": ", ".join(needs_fresh),
        "legal_basis": case.legal_basis if case and member else "unknown",
        "line": ask.line or "",
        "only_purposes": _list(capability.purposes),
        "operation": ask.operation,
        "purpose": ask.purpose or "none",
        "purposes": _list(remit.purposes if ask.purpose else all_purposes()),
        "remit": remit.id,
        "roles": _list(actor.roles),
        "rows_per_act": str(remit.volume.rows_per_act),
        "valid_from": f"{remit.valid_from:%d %B %Y, %H:%M} UTC",
        "valid_to": f"{remit.valid_to:%d %B %Y, %H:%M} UTC",
        "vetting": _list(capability.vetting_needed - remit.vetted),
    }


def _list(names: frozenset[str] | Mapping[str, object]) -> str:
    return ", ".join(sorted(names))
