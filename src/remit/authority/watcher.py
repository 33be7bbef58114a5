"""The watcher: stops running work when a handbrake is pulled or a remit ends.

One thread a process. While acts are open it reads the generation of brakes and remits ten
times a second; when that has moved, or a remit's time is up, it asks about every open act and
stops those no longer allowed. When it cannot read, it stops them all: no ledger, no act.
"""

import threading
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from remit.authority.act import Act, Admitted
from remit.authority.conditions import explain
from remit.authority.rows import Run, generation_in, reading
from remit.errors import Condition, RemitError

__all__ = ["POLL_SECONDS", "Watcher"]

POLL_SECONDS = 0.1
"""How often brake and remits are looked at while acts are open."""

BLIND_POLLS = 5
"""Readings that may fail in a row before every open act is stopped."""


class Watcher:
    """Watches the open acts of one process."""

    def __init__(
        self,
        engine: Engine,
        still: Callable[[Run, Admitted], tuple[Condition, ...]],
        clock: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._still = still
        self._clock = clock
        self._acts: dict[str, Act] = {}
        self._checked: dict[str, int] = {}  # the generation each act was last allowed by
        self._blind = 0
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._over = False

    def watch(self, act: Act) -> None:
        """Watch an act until it ends."""
        act.on_close(lambda: self._forget(act))
        with self._wake:
            self._acts[act.id] = act
            self._checked[act.id] = act.admitted.generation
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="remit-watcher", daemon=True)
                self._thread.start()
            self._wake.notify()

    def close(self) -> None:
        """Stop watching. Acts still open stay open: end them first."""
        with self._wake:
            self._over = True
            self._wake.notify()
        if self._thread is not None:
            self._thread.join()

    def _forget(self, act: Act) -> None:
        with self._wake:
            self._acts.pop(act.id, None)
            self._checked.pop(act.id, None)

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._acts and not self._over:
                    self._wake.wait()
                if self._over:
                    return
                acts = list(self._acts.values())
            self._stop(self._no_longer_allowed(acts))
            with self._wake:
                self._wake.wait_for(lambda: self._over, timeout=POLL_SECONDS)

    def _no_longer_allowed(self, acts: list[Act]) -> list[tuple[Act, tuple[Condition, ...]]]:
        try:
            with reading(self._engine) as run:
                generation, now = generation_in(run), self._clock()
                asked = [
                    act
                    for act in acts
                    if self._checked.get(act.id) != generation or now >= act.admitted.until
                ]
                failed = [(act, self._still(run, act.admitted)) for act in asked]
        except Exception:  # whatever keeps it from reading, the answer is the same
            self._blind += 1
            blind = (explain("watch.blind"),)
            return [(act, blind) for act in acts] if self._blind >= BLIND_POLLS else []
        self._blind = 0
        with self._wake:
            self._checked.update({a.id: generation for a in asked if a.id in self._acts})
        return [(act, conditions) for act, conditions in failed if conditions]

    def _stop(self, failed: list[tuple[Act, tuple[Condition, ...]]]) -> None:
        """First everything is stopped, then everything is written down."""
        for act, conditions in failed:
            act.stop(conditions)
        for act, _ in failed:
            try:
                act.finish("stopped")
            except RemitError:
                continue  # the act is closed; its outcome is written as orphaned at start-up
