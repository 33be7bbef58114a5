"""Appends beside the disk's own rate: the measurements `benchmarks/ledger.py` prints.

The raw rate is what the disk can do: 400 bytes, the size of a leaf with its sealed body, written
with `os.write` to the end of one file on the same file system, and `os.fsync` on it. Raw writes
and appends are taken one by one in turn, so that both see the same load. Nothing is left out:
each run begins with a new ledger, whose write-ahead file has yet to grow.
"""

import os
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from remit.ledger.box import Box
from remit.ledger.database import connect
from remit.ledger.entry import Entry
from remit.ledger.log import Batch, Log
from remit.ledger.note import Signer

__all__ = ["GROUP", "Run", "a_log", "crowd", "run", "timed"]

SINGLES, GROUPS, GROUP, RAW_BYTES = 500, 60, 100, 400
FAST_FSYNC = 9_000
"""Raw writes a second of the machine that the bar for groups is set for."""

BODY = {"actor": "analyst-1", "case": "case-0a1b2c", "purpose": "investigation", "params": "f" * 64}
INTENT = Entry("act.intent", {"act": "act-0123456789abcdef"}, BODY)


@dataclass(frozen=True)
class Run:
    """One run; times in seconds."""

    raw: float
    """One raw write, mean."""
    single: float
    """One append, mean."""
    median_share: float
    group: float
    """One group, mean."""
    group_best: float
    group_cpu: float
    """Processor time of one group, the kernel's included."""
    group_raw: float
    """One raw write taken in turn with the groups, mean."""

    @property
    def share(self) -> float:
        """Appends as a share of the raw rate."""
        return self.raw / self.single

    @property
    def group_at_fast_fsync(self) -> float:
        """One group where a raw write takes 1/9,000 s: this run less its raw writes. Worked out."""
        return self.group - self.group_raw + 1 / FAST_FSYNC


def a_log(home: Path, name: str) -> Log:
    """A new ledger on disk."""
    signer = Signer("remit.example/exercise/benchmark", bytes([1]) * 32)
    genesis = {"kind": "exercise", "log": signer.vkey}
    engine = connect(f"sqlite:///{home / name}.sqlite")
    return Log.create(engine, signer.name, signer, Box(bytes([2]) * 32), genesis)


def run(home: Path, name: str) -> Run:
    """One run on a new ledger in `home`."""
    log = a_log(home, name)
    with (home / f"{name}.raw").open("ab", buffering=0) as file:

        def plain() -> None:
            os.write(file.fileno(), b"x" * RAW_BYTES)
            os.fsync(file.fileno())

        pairs = [(timed(plain), timed(lambda: log.append(INTENT))) for _ in range(SINGLES)]
        raw, single = zip(*pairs, strict=True)
        cpu = time.process_time()
        groups = [timed(lambda: log.commit(_hundred)) for _ in range(GROUPS)]
        cpu = time.process_time() - cpu
        pairs = [(timed(plain), timed(lambda: log.commit(_hundred))) for _ in range(GROUPS)]
    log.close()
    log.engine.dispose()
    groups += [pair[1] for pair in pairs]
    return Run(
        statistics.fmean(raw),
        statistics.fmean(single),
        statistics.median(raw) / statistics.median(single),
        statistics.fmean(groups),
        min(groups),
        cpu / GROUPS,
        statistics.fmean(pair[0] for pair in pairs),
    )


def crowd(home: Path, threads: int, each: int) -> float:
    """Appends a second when that many threads append singly, sharing commits."""
    log = a_log(home, f"crowd-{threads}")

    def work() -> None:
        for _ in range(each):
            log.append(INTENT)

    running = [threading.Thread(target=work) for _ in range(threads)]
    start = time.perf_counter()
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    took = time.perf_counter() - start
    log.close()
    log.engine.dispose()
    return threads * each / took


def timed(call: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _hundred(batch: Batch) -> None:
    for _ in range(GROUP):
        batch.append(INTENT)
