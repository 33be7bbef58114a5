"""The brake across real processes on the real database.

Workers are separate Python processes with a gate each. In a round they all set off at once,
wait a random few milliseconds and act, pull or release. Afterwards the ledger alone is read:
no intent may stand after a covering brake before its release.
"""

import multiprocessing
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.brake_model import covered
from tests.authority.office import LOOK, Office, a_remit, look

from remit.authority.actor import Actor
from remit.errors import Refused, Stopped

__all__ = ["Crew", "Timing", "admitted_after_brake", "crew"]

SCOPES = ("all", "class:standard", "capability:test-look", "remit:remit-look", "supplier:north")

MOST_DELAY = 0.003
"""Seconds a worker waits at most before it moves."""

STILL_REFUSED = 0.1
"""Seconds for which a worker goes on trying after its first refusal."""

LONGEST_TRY = 20.0
"""Seconds after which a worker that was never refused gives up."""

ATTEMPTS = 3
"""Acts one worker tries in a round."""


@dataclass
class Timing:
    """Milliseconds measured around pulls of the brake."""

    refused_after: list[float] = field(default_factory=list)
    """From the pull's return to another process's first refusal, started after it."""
    admitted_after: int = 0
    """Acts another process was granted although it asked after the pull returned."""
    stopped_after: list[float] = field(default_factory=list)
    """From the pull's return to the end of running work in another process."""


class Crew:
    """Two processes that act, and the office that pulls the brake."""

    def __init__(self, office: Office, workers: list[Connection]) -> None:
        self.office = office
        self._workers = workers
        self._overseer = office["overseer-1"]

    def round(self, seed: int) -> tuple[int, int]:
        """One interleaving; how many acts were admitted and how many refused."""
        rng = random.Random(seed)
        for number, worker in enumerate(self._workers):
            worker.send(("act", rng.randrange(1 << 30) + number))
        scope = rng.choice(SCOPES)
        time.sleep(rng.random() * MOST_DELAY)
        self.office.brakes.pull(self._overseer, scope, "Seen something odd")
        time.sleep(rng.random() * MOST_DELAY)
        if rng.random() < 0.5:
            self.office.release(scope)
        done = [worker.recv() for worker in self._workers]
        for brake in self.office.brakes.status():
            self.office.release(brake.scope)
        return sum(d[0] for d in done), sum(d[1] for d in done)

    def time(self, seed: int, timing: Timing) -> None:
        """One measurement of a refusal and of a stop in another process."""
        rng = random.Random(seed)
        trying, working = self._workers[0], self._workers[1]
        working.send(("work", 30.0))
        working.recv()
        trying.send(("try", LONGEST_TRY))
        trying.recv()
        time.sleep(rng.random() * 0.1)
        self.office.brakes.pull(self._overseer, "all", "Seen something odd")
        pulled = time.monotonic()
        stopped = working.recv()
        tried = trying.recv()
        refused = [end for begin, end, allowed in tried if not allowed and begin >= pulled]
        timing.refused_after.append((refused[0] - pulled) * 1000)
        timing.admitted_after += sum(allowed for begin, _, allowed in tried if begin >= pulled)
        timing.stopped_after.append((stopped - pulled) * 1000)
        self.office.release("all")


@contextmanager
def crew(home: Path) -> Iterator[Crew]:
    """A crew on a new workspace in `home`; its processes end with it."""
    path = home / "state.sqlite"
    office = Office(path)
    case = office.open_case()
    office.grant(a_remit())
    spawn = multiprocessing.get_context("spawn")
    workers, processes = [], []
    for analyst in ("analyst-1", "analyst-2"):
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=_work, args=(theirs, path, analyst, case.id), daemon=True)
        process.start()
        theirs.close()
        workers.append(ours)
        processes.append(process)
    try:
        for worker in workers:
            worker.recv()
        yield Crew(office, workers)
    finally:
        for worker in workers:
            worker.send(("end", 0))
            worker.close()
        for process in processes:
            process.join()
            process.close()
        office.close()


def admitted_after_brake(office: Office, since: int = 0) -> tuple[int, int]:
    """Intents that stand after a covering brake, and how many entries were read.

    Reads the ledger's order from entry `since` on, where no brake was on.
    """
    on: set[str] = set()
    wrong = 0
    size = office.log.head().size
    for seq in range(since, size):
        entry = office.log.entry(seq)
        public = entry.get("public", {})
        if entry["kind"] == "brake.pulled":
            on.add(public["scope"])
        elif entry["kind"] == "brake.released":
            on.discard(public["scope"])
        elif entry["kind"] == "act.intent" and on:
            remit = (office.log.body(seq) or {})["remit"]
            wrong += any(covered(s, LOOK.id, LOOK.risk, remit, "north") for s in on)
    return wrong, size - since


def _work(pipe: Connection, path: Path, analyst: str, case: str) -> None:
    """What a worker process does until it is told to end."""
    office = Office(path)
    actor = office[analyst]
    pipe.send("ready")
    while True:
        try:
            order, value = pipe.recv()
        except EOFError:  # whoever gave the orders is gone
            order, value = "end", 0
        if order == "act":
            rng = random.Random(value)
            time.sleep(rng.random() * MOST_DELAY)
            pipe.send(_attempts(office, actor, case))
        elif order == "try":
            pipe.send("trying")
            pipe.send(_try(office, actor, case, value))
        elif order == "work":
            pipe.send(_long_work(office, actor, case, pipe))
        else:
            office.close()
            return


def _attempts(office: Office, actor: Actor, case: str) -> tuple[int, int]:
    answers = [_one(office, actor, case) for _ in range(ATTEMPTS)]
    return answers.count(True), answers.count(False)


def _one(office: Office, actor: Actor, case: str) -> bool:
    try:
        with office.gate.act(
            actor, "test-look.at", case=case, justification="Proving the handbrake"
        ) as act:
            act.release(look(act.hand, "nothing"))
    except Stopped:
        return True  # it was let in, and cut off
    except Refused:
        return False
    return True


def _try(
    office: Office, actor: Actor, case: str, seconds: float
) -> list[tuple[float, float, bool]]:
    """Acts one after the other until a little after the first refusal: begin, end, allowed."""
    tried: list[tuple[float, float, bool]] = []
    until = time.monotonic() + seconds
    while (begin := time.monotonic()) < until:
        allowed = _one(office, actor, case)
        end = time.monotonic()
        tried.append((begin, end, allowed))
        if not allowed:
            until = min(until, end + STILL_REFUSED)
    return tried


def _long_work(office: Office, actor: Actor, case: str, pipe: Connection) -> float:
    """Work that runs until it is stopped; when its outcome was durable."""
    try:
        with office.gate.act(
            actor, "test-look.stare", case=case, justification="Proving the handbrake"
        ) as act:
            pipe.send("working")
            while True:
                act.check()
                time.sleep(0.002)
    except Stopped:
        return time.monotonic()
