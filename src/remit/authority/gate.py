"""The gate: the only way to an act.

Brake, remits, actor, case, line and counters are read in the same transaction as the intent
leaf; the ledger's order is the order that counts. The gate takes the first live remit that
allows the act. When none does, it says what failed under the one that came nearest, and the
refusal is a leaf like a permission.

    with gate.act(actor, "search.people", case=case, purpose="investigation", line=line) as act:
        act.release(people(act.hand, "smith"))
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from remit.authority import live
from remit.authority.act import Act, Admitted
from remit.authority.actor import Actor, Actors
from remit.authority.acts import close_orphans
from remit.authority.admission import Admission, Request
from remit.authority.brake import Brakes
from remit.authority.capability import REGISTRY, Verb
from remit.authority.case import Cases
from remit.authority.enquiry import Lines
from remit.authority.keys import KeyService
from remit.authority.remits import Remits
from remit.authority.watcher import Watcher
from remit.errors import Misuse, Refused, Stopped
from remit.ledger.log import Log

__all__ = ["Gate"]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Gate:
    """Lets acts in, or says why not.

    `hands` makes what a verb works with (a view, a writer, the ledger) from an open act; only
    the house passes it. `clock` is the clock that remits are held against.
    """

    def __init__(
        self,
        log: Log,
        actors: Actors,
        cases: Cases,
        remits: Remits,
        brakes: Brakes,
        lines: Lines,
        keys: KeyService,
        hands: Callable[[Act, Verb], object],
        *,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._log = log
        self._keys = keys
        self._hands = hands
        self._admission = Admission(actors, cases, remits, brakes, lines, clock)
        self._watcher = Watcher(log.engine, self._admission.still, clock)

    @contextmanager
    def act(
        self,
        actor: Actor,
        verb: str,
        *,
        case: str | None = None,
        purpose: str | None = None,
        justification: str | None = None,
        line: str | None = None,
        params: Mapping[str, Any] | None = None,
        remit: str | None = None,
    ) -> Iterator[Act]:
        """An open act, or `Refused` with every failed condition once the denial is durable.

        `purpose` may be any word for one on the list; left out, it is the case's. `remit`
        holds the act to one remit. An act that ends without `release` released nothing: its
        outcome leaf says abandoned, stopped or the kind of error, never what the error said.
        """
        act = self._open(
            Request(actor, _verb(verb), case, purpose, justification, line, params or {}, remit)
        )
        try:
            yield act
        except BaseException as error:
            cut_off = bool(act.stopped)
            state = "stopped" if cut_off or isinstance(error, Stopped) else "error"
            act.finish(state, {"error": type(error).__name__})
            if cut_off and not isinstance(error, Refused):
                raise Stopped(act.stopped, act.id) from error
            raise
        act.finish("stopped" if act.stopped else "abandoned")
        if act.stopped:
            raise Stopped(act.stopped, act.id)

    def close_orphans(self) -> list[str]:
        """Write the outcome `orphaned` for acts whose process is gone; run at start-up."""
        return close_orphans(self._log)

    def close(self) -> None:
        """Stop watching; call it when no act is open any more."""
        self._watcher.close()

    def _open(self, request: Request) -> Act:
        act_id = f"act-{secrets.token_hex(10)}"
        answer = self._log.commit(lambda batch: self._admission.admit(batch, act_id, request))
        if not isinstance(answer, Admitted):
            raise Refused(answer, act_id)
        act = Act(
            answer,
            self._log,
            self._admission.still,
            lambda act: self._hands(act, request.verb),
        )
        act.on_stop(lambda: self._keys.drop(act_id))
        act.on_close(lambda: self._keys.drop(act_id))
        live.enter(act)
        self._watcher.watch(act)
        return act


def _verb(verb_id: str) -> Verb:
    try:
        return REGISTRY[verb_id]
    except KeyError:
        raise Misuse(f"no verb {verb_id!r}; there are: {', '.join(sorted(REGISTRY))}") from None
