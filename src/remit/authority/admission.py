"""Admission: what the gate does inside the transaction that writes the intent leaf.

Everything an answer depends on is read here, on the ledger's own connection, so that no leaf
of an intent can stand after the leaf of a brake that covers it.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from remit.authority.act import Admitted
from remit.authority.actor import INDEPENDENT, Actor, Actors
from remit.authority.acts import record
from remit.authority.brake import Brakes
from remit.authority.capability import Verb, capability
from remit.authority.case import Cases
from remit.authority.conditions import explain
from remit.authority.decide import Ask, CaseStanding, decide, words
from remit.authority.enquiry import Lines, fresh_reasons, night_of, persons_in, says_something
from remit.authority.purposes import resolve
from remit.authority.remits import LiveRemit, Remits
from remit.authority.result import as_json
from remit.authority.rows import Run, generation_in, within
from remit.authority.scope import Scope
from remit.errors import Condition
from remit.ledger.entry import Entry
from remit.ledger.log import Batch

__all__ = ["Admission", "Request"]


@dataclass(frozen=True, slots=True)
class Request:
    """An act as it is asked for."""

    actor: Actor
    verb: Verb
    case: str | None
    purpose: str | None
    justification: str | None
    line: str | None
    params: Mapping[str, Any]
    remit: str | None


@dataclass(frozen=True, slots=True)
class _Found:
    """What one look at the state found for a request."""

    actor: Actor
    case: CaseStanding | None
    brakes: frozenset[str]
    remits: list[LiveRemit]
    ask: Ask
    inherited: str | None
    """Digest of the line's justification."""
    persons: frozenset[str]


class Admission:
    """Decides requests, and whether what was allowed still is."""

    def __init__(
        self,
        actors: Actors,
        cases: Cases,
        remits: Remits,
        brakes: Brakes,
        lines: Lines,
        clock: Callable[[], datetime],
    ) -> None:
        self._actors = actors
        self._cases = cases
        self._remits = remits
        self._brakes = brakes
        self._lines = lines
        self._clock = clock

    def admit(
        self, batch: Batch, act_id: str, request: Request
    ) -> Admitted | tuple[Condition, ...]:
        """Decide a request and write its leaf: of the intent, or of the denial."""
        run, now = within(batch), self._clock()
        found = self._look(run, request, now)
        chosen, codes, facts = _choose(found, request, now)
        body: dict[str, Any] = {
            "act": act_id,
            "actor": request.actor.id,
            "verb": request.verb.id,
            "operation": request.verb.operation,
            "case": request.case,
            "purpose": found.ask.purpose,
            "line": request.line,
            "remit": chosen.remit.id if chosen else None,
            "version": chosen.remit.version if chosen else None,
            "params": batch.annex(as_json(request.params)),
            "justification": batch.annex(request.justification)
            if request.justification
            else found.inherited,
        }
        if chosen is None or codes:
            conditions = tuple(explain(code, **facts) for code in codes)
            body["conditions"] = [asdict(c) for c in conditions]
            seq = batch.append(Entry("act.denied", {"act": act_id}, body=body))
            record(run, body, "denied", now, seq)
            return conditions
        if request.line and found.ask.own_justification:
            self._lines.show(run, request.line, found.persons)
        self._remits.count_act(run, chosen.remit.id, f"{now:%Y-%m-%d}")
        seq = batch.append(Entry("act.intent", {"act": act_id}, body=body))
        record(run, body, "open", now, seq)
        return _admitted(act_id, request, found, chosen, generation_in(run), now)

    def still(self, run: Run, admitted: Admitted) -> tuple[Condition, ...]:
        """What forbids an admitted act by now; `()` while it may go on."""
        failed: list[Condition] = []
        brakes = self._brakes.engaged(run) & admitted.stopped_by
        if brakes:
            failed.append(explain("brake", brakes=", ".join(sorted(brakes))))
        ended = self._clock() >= admitted.until
        if ended or not self._remits.is_live(run, admitted.remit, admitted.version):
            failed.append(explain("remit.ended", remit=admitted.remit))
        actor = admitted.actor.id
        roles = self._actors.roles_now(run, actor)
        if roles is None:
            failed.append(explain("actor.unknown", actor=actor))
        elif not admitted.actor.roles <= roles:
            failed.append(explain("role.ended", actor=actor))
        if admitted.case is not None:
            case = self._cases.standing(run, admitted.case, actor)
            independent = capability(admitted.capability).independent
            if case is None or not (independent or actor in case.members):
                failed.append(explain("case.unknown", case=admitted.case))
            elif independent and case.involved:
                facts = {"case": case.id, "capability": admitted.capability}
                failed.append(explain("case.independent", actor=actor, **facts))
            elif case.state != "open":
                failed.append(explain("case.open", case=case.id, case_state=case.state))
        return tuple(failed)

    def _look(self, run: Run, request: Request, now: datetime) -> _Found:
        roles = self._actors.roles_now(run, request.actor.id)
        actor = replace(request.actor, roles=roles or frozenset())
        case = self._cases.standing(run, request.case, actor.id) if request.case else None
        member = case is not None and actor.id in case.members
        given = request.justification
        inherited, unseen, persons = None, frozenset[str](), frozenset[str]()
        if request.line and member:
            inherited = self._lines.justification_of(run, request.line, request.case)
            persons = persons_in(request.params) | night_of(now, actor.id)
            unseen = self._lines.not_yet_shown(run, request.line, persons)
        purpose = resolve(request.purpose)
        judges = request.verb.capability.independent and INDEPENDENT in actor.roles
        if request.purpose is None and case is not None and (member or judges):
            purpose = case.purpose
        ask = Ask(
            verb=request.verb.id,
            operation=request.verb.operation,
            purpose=purpose,
            case=request.case,
            own_justification=bool(given) and says_something(given or ""),
            empty_justification=given is not None and not says_something(given),
            line=request.line,
            inherits=inherited is not None,
            fresh=fresh_reasons(request.verb, unseen),
            enrolled=roles is not None,
        )
        live = self._remits.live(run, request.verb.capability.id, f"{now:%Y-%m-%d}")
        return _Found(actor, case, self._brakes.engaged(run), live, ask, inherited, persons)


def _choose(
    found: _Found, request: Request, now: datetime
) -> tuple[LiveRemit | None, tuple[str, ...], Mapping[str, str]]:
    """The first live remit that allows the act; else the nearest, and what failed under it."""
    asked = request.verb.capability
    nearest: tuple[LiveRemit, tuple[str, ...], Ask] | None = None
    for live in found.remits:
        if request.remit not in (None, live.remit.id):
            continue
        ask = replace(found.ask, acts_today=live.acts_today, acts_so_far=live.acts_so_far)
        failed = decide(live.remit, found.case, found.actor, asked, found.brakes, now, ask)
        if not failed:
            return live, (), {}
        if nearest is None or len(failed) < len(nearest[1]):
            nearest = (live, failed, ask)
    if nearest is not None:
        live, failed, ask = nearest
        facts = words(live.remit, found.case, found.actor, asked, found.brakes, ask)
        return live, failed, facts
    brakes = found.brakes & asked.stopped_by
    codes = ("remit.named",) if request.remit else ("remit.none",)
    return (
        None,
        (*codes, *(("brake",) if brakes else ())),
        {
            "brakes": ", ".join(sorted(brakes)),
            "capability": asked.id,
            "remit": request.remit or "",
        },
    )


def _admitted(
    act_id: str,
    request: Request,
    found: _Found,
    chosen: LiveRemit,
    generation: int,
    now: datetime,
) -> Admitted:
    remit, asked = chosen.remit, request.verb.capability
    scope = Scope(
        sources=None if "*" in remit.sources else remit.sources,
        handling=remit.handling,
        categories=remit.categories,
        case=request.case,
        since=remit.since,
        until=remit.until,
        place=remit.place,
        day=now.date(),
        rows_per_act=remit.volume.rows_per_act,
        decisions=found.case.decisions if found.case else 0,
    )
    return Admitted(
        id=act_id,
        actor=found.actor,
        verb=request.verb.id,
        capability=asked.id,
        operation=request.verb.operation,
        remit=remit.id,
        version=remit.version,
        until=min(remit.valid_to, remit.dpia_due or remit.valid_to),
        stopped_by=asked.stopped_by | remit.stopped_by,
        generation=generation,
        case=request.case,
        purpose=found.ask.purpose or "",
        line=request.line,
        scope=scope,
        opened_at=now,
        params=request.params,
    )
