"""One act: open from its intent leaf to its outcome leaf, and stoppable in between.

Nothing leaves an act but through `release`, which returns only when the outcome is durable,
and which reads brake and remit once more in the same transaction.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from remit.authority import live
from remit.authority.actor import Actor
from remit.authority.capability import Operation
from remit.authority.conditions import explain
from remit.authority.result import as_json, counted, digest
from remit.authority.rows import Run, reading, stamp, within
from remit.authority.scope import Scope
from remit.errors import Condition, Refused, Stopped
from remit.ledger.entry import Entry
from remit.ledger.log import Batch, Log

__all__ = ["WINDOW_SECONDS", "Act", "Admitted", "Window"]

T = TypeVar("T")

WINDOW_SECONDS = 10
"""A page or window of an open act is closed within this time."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """What the gate fixed when it let an act in."""

    id: str
    actor: Actor
    verb: str
    capability: str
    operation: Operation
    remit: str
    version: int
    until: datetime
    """When the remit ends, or its impact assessment falls due."""
    stopped_by: frozenset[str]
    """Handbrake scopes that cover this act."""
    generation: int
    """Generation of brakes and remits that admitted it."""
    case: str | None
    purpose: str
    line: str | None
    scope: Scope
    opened_at: datetime
    params: Mapping[str, Any]


@dataclass
class Window:
    """One page of an open act; set `count` to what was shown."""

    number: int
    until: float
    """When it must be closed, on the monotonic clock."""
    count: int | None = None


class Act:
    """One use of a capability. Made by the gate, never by hand."""

    def __init__(
        self,
        admitted: Admitted,
        log: Log,
        still: Callable[[Run, Admitted], tuple[Condition, ...]],
        make_hand: Callable[["Act"], object],
    ) -> None:
        self.id = admitted.id
        self.actor = admitted.actor
        self.verb = admitted.verb
        self.capability = admitted.capability
        self.operation = admitted.operation
        self.remit = admitted.remit
        self.case = admitted.case
        self.purpose = admitted.purpose
        self.line = admitted.line
        self.scope = admitted.scope
        self.opened_at = admitted.opened_at
        self.params = admitted.params
        self.admitted = admitted
        self._log = log
        self._still = still
        self._make_hand = make_hand
        self._hand: object | None = None
        self._window: Window | None = None
        self._windows = 0
        self._stopped: tuple[Condition, ...] = ()
        self._closed = False
        self._lock = threading.RLock()
        self._on_stop: list[Callable[[], None]] = []
        self._on_close: list[Callable[[], None]] = []
        self._at_outcome: list[Callable[[Batch], None]] = []

    @property
    def open(self) -> bool:
        """Whether the act may still read and release."""
        return not self._closed and not self._stopped

    @property
    def stopped(self) -> tuple[Condition, ...]:
        """What cut the act off; empty when nothing did."""
        return self._stopped

    @property
    def hand(self) -> object:
        """What the verb works with (a view, a writer, the ledger), made on first use."""
        self.check()
        if self._hand is None:
            self._hand = self._make_hand(self)
        return self._hand

    def check(self) -> None:
        """Raise `Stopped` when the act is closed, was stopped or overran its window. Cheap."""
        if self._stopped:
            raise Stopped(self._stopped, self.id)
        if self._closed:
            raise Stopped([explain("act.closed")], self.id)
        if self._window is not None and time.monotonic() > self._window.until:
            raise Stopped([explain("act.window", seconds=str(WINDOW_SECONDS))], self.id)

    def recheck(self) -> None:
        """Read brake and remit again. Raises `Stopped`, and stops the act, if they forbid it."""
        self.check()
        with reading(self._log.engine) as run:
            failed = self._still(run, self.admitted)
        if failed:
            self.stop(failed)
            raise Stopped(failed, self.id)

    def on_stop(self, callback: Callable[[], None]) -> None:
        """Run `callback` (an interrupt, a kill) once if the act is stopped; at once if it was.

        It runs in the watcher's thread and must return quickly.
        """
        with self._lock:
            if not self._stopped:
                self._on_stop.append(callback)
                return
        callback()

    def on_close(self, callback: Callable[[], None]) -> None:
        """Run `callback` when the act ends, however it ends."""
        self._on_close.append(callback)

    def at_outcome(self, callback: Callable[[Batch], None]) -> None:
        """Run `callback` in the transaction of the outcome leaf, if the act is released.

        Writes become visible this way, with their outcome or not at all.
        """
        self._at_outcome.append(callback)

    def release(self, result: T, count: int | None = None) -> T:
        """Give `result` out: its outcome leaf is durable before this returns. Closes the act.

        `count` is how many rows or things were shown; left out, the result is counted here.
        Raises `Stopped` when brake or remit forbid it by now, `Refused` when the remit's rows
        are fewer.
        """
        self.check()
        if count is None:
            count = counted(result)
        limit = self.scope.rows_per_act
        over = limit is not None and count is not None and count > limit
        body = {"count": count, "result": digest(result)}

        def work(batch: Batch) -> tuple[Condition, ...]:
            failed = self._still(within(batch), self.admitted)
            if failed or over:
                return failed
            for callback in self._at_outcome:
                callback(batch)
            self._outcome(batch, "released", body)
            return ()

        with self._lock:
            self.check()
            failed = self._log.commit(work)
            if not failed and not over:
                self._end()
                return result
        if failed:
            self.stop(failed)
            self.finish("stopped")
            raise Stopped(failed, self.id)
        self.finish("refused", {"count": count})
        facts = {"remit": self.remit, "rows_per_act": str(limit)}
        raise Refused([explain("remit.rows", **facts)], self.id)

    @contextmanager
    def window(self, params: Mapping[str, Any] | None = None) -> Iterator[Window]:
        """One page of an open act: committed ahead, at most 10 s, one at a time.

        Brake and remit are read again in the transaction that commits it. On leaving, its
        count is in the ledger. Raises `Stopped`.
        """
        self.check()
        if self._window is not None:
            raise Stopped([explain("act.window", seconds=str(WINDOW_SECONDS))], self.id)
        number = self._windows + 1

        def ahead(batch: Batch) -> tuple[Condition, ...]:
            failed = self._still(within(batch), self.admitted)
            if not failed:
                asked = batch.annex(as_json(params or {}))
                body = {"act": self.id, "window": number, "params": asked}
                batch.append(Entry("act.window", body=body))
            return failed

        failed = self._log.commit(ahead)
        if failed:
            self.stop(failed)
            self.check()
        self._windows = number
        window = self._window = Window(number, time.monotonic() + WINDOW_SECONDS)
        try:
            yield window
            self.check()
        finally:
            self._window = None
            body = {
                "act": self.id,
                "window": number,
                "count": window.count,
                "over": time.monotonic() > window.until,
            }
            self._log.append(Entry("act.window-closed", body=body))

    def stop(self, conditions: tuple[Condition, ...]) -> None:
        """Cut the act off: it serves and releases nothing from now on. Keeps the first reason."""
        with self._lock:
            if self._closed or self._stopped:
                return
            self._stopped = conditions
            callbacks, self._on_stop = self._on_stop, []
        for callback in callbacks:
            with suppress(Exception):  # one that fails must not keep the others from stopping
                callback()

    def finish(self, state: str, body: Mapping[str, Any] | None = None) -> None:
        """Write the outcome of an act that released nothing. Only the first call counts."""
        with self._lock:
            if self._closed:
                return
            try:
                self._log.commit(lambda batch: self._outcome(batch, state, body or {}))
            finally:
                self._end()

    def _outcome(self, batch: Batch, state: str, body: Mapping[str, Any]) -> None:
        conditions = [c.code for c in self._stopped]
        full = {"act": self.id, "state": state, "conditions": conditions, **body}
        seq = batch.append(Entry("act.outcome", {"act": self.id}, body=full))
        within(batch)(
            "UPDATE act SET state = ?, closed_at = ?, outcome_seq = ? WHERE id = ?",
            (state, stamp(batch.now), seq, self.id),
        )

    def _end(self) -> None:
        self._closed = True
        self._hand = None
        live.leave(self)
        callbacks, self._on_close = self._on_close, []
        for callback in callbacks:
            with suppress(Exception):  # the act is over whether or not its tidying works
                callback()
