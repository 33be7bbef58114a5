"""Deliveries of a standing feed cut off by kill -9, for `test_kill_feeds.py`.

A child takes one whole state after another and says which it was told is done. Whatever the moment
of the kill, exactly one state stands afterwards: the last that was acknowledged, or the one after.
"""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.sources.yard import Yard, register

from remit.ledger.publish import publish
from remit.ledger.verify import verify

__all__ = ["kill_once", "names_of", "prepare", "work"]

ROWS = 60
FEED = "register"
LONGEST = 4.0
"""Seconds from the child's first work to the latest kill."""


def rows_of(state: int) -> list[str]:
    """A state: a third of its rows changes each time, one is gone, one is new."""
    found = []
    for n in range(state, state + ROWS):
        version = state if n % 3 == 0 else 0
        found.append(f"{n},Person V{version}N{n},14/03/1981,,x")
    return found


def names_of(state: int) -> list[str]:
    """The names that a state says, as a view has them."""
    return sorted(row.split(",")[1].lower() for row in rows_of(state))


def prepare(home: Path) -> str:
    """A workspace with a feed; the id of its case."""
    yard = Yard(home)
    case = yard.open_yard()
    yard.set(case, FEED, home.parent / "deliveries")
    yard.close()
    return case


def work(home: Path, case: str, first: int) -> None:
    """The child: take states from number `first` on, and say what was acknowledged."""
    yard = Yard(home)
    yard.gate.close_orphans()
    yard.store.sweep()
    print("ready", flush=True)
    for state in range(first, first + 1000):
        path = home.parent / "deliveries" / f"{state}.csv"
        yard.take(case, FEED, register(path, *rows_of(state)))
        print("done", state, flush=True)


def kill_once(home: Path, case: str, seed: int, last: int) -> tuple[int, bool]:
    """One child, killed at a random moment: the state that stands, and whether one was cut off.

    Raises `AssertionError` where what stands is no whole state, or not the one it has to be.
    """
    command = [sys.executable, "-m", "tests.sources.killing_feeds", str(home), case, str(last + 1)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    line = child.stdout.readline()
    if line != "ready\n":
        raise RuntimeError(f"the child did not begin: {child.communicate()[1]}")
    time.sleep(random.Random(seed).uniform(0, LONGEST))
    child.send_signal(signal.SIGKILL)
    said, _ = child.communicate()
    whole = [one for one in said.splitlines(keepends=True) if one.endswith("\n")]
    acknowledged = max([last, *(int(one.split()[1]) for one in whole)])
    yard = Yard(home)
    try:
        yard.gate.close_orphans()
        yard.store.sweep()
        stands = yard.names(case)
        possible = {state: names_of(state) for state in (acknowledged, acknowledged + 1)}
        possible |= {0: []} if acknowledged == 0 else {}
        found = [state for state, names in possible.items() if names == stands]
        assert len(found) == 1, f"after {acknowledged}: neither it nor the next stands whole"
        publish(yard.log, home.parent / "published")
        assert verify(home.parent / "published").problems == []
        with yard.act("load.file", case) as act:
            begun = [one for one in act.hand.loads() if one.state != "visible"]  # type: ignore[attr-defined]
    finally:
        yard.close()
    return found[0], bool(begun)


if __name__ == "__main__":
    work(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
