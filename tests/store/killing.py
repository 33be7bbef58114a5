"""Loads and reads cut off by kill -9, and what has to hold afterwards.

A child process loads file after file, every second one as a feed that it then compacts, and makes
a product of each, saying on its standard output what it was told is done. The parent kills it at a
random moment, opens the workspace as a start-up would, and compares. Used by the test and by
`benchmarks/prove_kill.py`.
"""

import random
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.store.building import Building, fill, plain_rows
from tests.store.feeding import as_block, calls

from remit.ledger.publish import publish
from remit.ledger.verify import verify
from remit.store import draft as drafts
from remit.store import runs
from remit.store.view import View
from remit.store.writer import Writer

__all__ = ["ROWS", "Figures", "kill_once", "prepare", "work"]

ROWS = 1500
"""Rows of each file, in chunks of `CHUNK`, so that a kill falls between any two of them."""

CHUNK = 300
AT_ONCE = 128 << 10
"""Bytes sorted at once, so that every table is sorted in several runs."""

LONGEST = 2.5
"""Seconds from the child's first work to the latest kill at a moment: about two files."""

CHUNKS = 2 * ROWS // CHUNK
"""Chunks from the child's first work to the latest kill in the middle of a load: two files."""


@dataclass
class Figures:
    """What all kills so far came to; the last five have to stay 0."""

    kills: int = 0
    loads_acknowledged: int = 0
    products_acknowledged: int = 0
    cut_off_unacknowledged: int = 0
    """Kills that left a load begun and not visible: the interesting ones."""
    durable_but_unacknowledged: int = 0
    resumed: int = 0
    """Loads that went on after a chunk kept earlier."""
    lost: int = 0
    partial: int = 0
    chunks_lost: int = 0
    acts_without_outcome: int = 0
    ledger_problems: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing went wrong."""
        wrong = self.lost, self.partial, self.chunks_lost, self.acts_without_outcome
        return not any(wrong) and not self.ledger_problems


def prepare(home: Path) -> str:
    """A workspace to load into; the id of its case."""
    building = Building(home)
    case = building.furnish()
    building.close()
    return case


def work(home: Path, case: str, first: int) -> None:
    """The child: load files from number `first` on, and say what was acknowledged."""
    drafts.ROWS_PER_CHUNK = CHUNK
    runs.AT_ONCE = AT_ONCE
    building = Building(home)
    building.gate.close_orphans()
    building.store.sweep()
    _say("ready")
    for number in range(first, first + 1000):
        load = (_feed if number % 2 else _rows)(building, case, number)
        _say("loaded", number, load)
        if number % 2:
            with building.act("test-load.any", case) as act:
                assert isinstance(act.hand, Writer)
                act.release(act.hand.compact_load(load))
        with building.act("test-read.any", case) as act:
            assert isinstance(act.hand, View)
            act.hand.cite([(load, 2), (load, ROWS)])
            made = act.hand.save_product("profile", {"a.txt": load.encode()}, [load])
            product = act.release(made)
        _say("product", number, product)


def _rows(building: Building, case: str, number: int) -> str:
    """Load one file row by row; the load's id."""
    rows = plain_rows(ROWS)
    with building.act("test-load.any", case) as act:
        assert isinstance(act.hand, Writer)
        draft = act.hand.begin(building.plan(f"file-{number}.csv", rows))
        if draft.progress.last_pos and not draft.done:
            _say("resumed", number, draft.progress.last_pos)
        for row in rows:
            if not draft.done and row.pos > draft.progress.last_pos:
                kept = draft.progress.last_pos
                fill(draft, [row])
                if draft.progress.last_pos > kept:
                    _say("kept", number, draft.progress.last_pos)
        draft.seal()
        return act.release(draft.load, draft.progress.received)


def _feed(building: Building, case: str, number: int) -> str:
    """Load one file as a feed, in blocks; the load's id."""
    some = calls(ROWS)
    with building.act("test-load.any", case) as act:
        assert isinstance(act.hand, Writer)
        draft = act.hand.begin(building.plan(f"file-{number}.csv", []))
        if draft.progress.last_pos and not draft.done:
            _say("resumed", number, draft.progress.last_pos)
        for first in range(0, ROWS, CHUNK):
            block = as_block(some[first : first + CHUNK])
            if not draft.done and block.last_pos > draft.progress.last_pos:
                draft.take(block)
                _say("kept", number, draft.progress.last_pos)
        draft.seal()
        return act.release(draft.load, draft.progress.received)


def kill_once(home: Path, case: str, seed: int, known: dict[str, str], figures: Figures) -> None:
    """One child, killed at a random moment, and everything checked.

    Every second one is killed as soon as a random chunk is kept, so that on a machine of any speed
    kills fall inside loads. `known` maps what was acknowledged so far (`load 3`, `product 3`) to
    its id.
    """
    dice = random.Random(seed)
    random_moment = dice.uniform(0, LONGEST)
    chunks = dice.randint(1, CHUNKS) if seed % 2 else 0
    first = max([0, *(int(key.split()[1]) for key in known if key.startswith("load "))])
    command = [sys.executable, "-m", "tests.store.killing", str(home), case, str(first)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
    assert child.stdout is not None
    assert child.stderr is not None
    said = b""
    until = time.monotonic() + 60
    with selectors.DefaultSelector() as watch:
        watch.register(child.stdout, selectors.EVENT_READ)
        while time.monotonic() < until and child.poll() is None:
            if chunks and said.count(b"kept ") >= chunks:
                break
            if not chunks and b"ready\n" in said and until > time.monotonic() + random_moment:
                until = time.monotonic() + random_moment
            if watch.select(timeout=max(0.0, min(0.01, until - time.monotonic()))):
                said += child.stdout.read(65536) or b""
    child.send_signal(signal.SIGKILL)
    said += child.stdout.read() or b""
    complaint = child.stderr.read().decode()
    child.stdout.close()
    child.stderr.close()
    if child.wait() != -signal.SIGKILL:
        raise RuntimeError(f"the child ended by itself: {complaint}")
    figures.kills += 1
    kept = _take_down(said.decode(), known, figures)
    _check(home, case, known, kept, figures)


def _take_down(said: str, known: dict[str, str], figures: Figures) -> dict[int, int]:
    """Enter what the child said, whole lines only; the last position kept of each file."""
    kept: dict[int, int] = {}
    for line in said.splitlines(keepends=True):
        words = line.split()
        if not line.endswith("\n") or words == ["ready"]:
            continue
        number = int(words[1])
        if words[0] in ("kept", "resumed"):
            kept[number] = int(words[2])
            figures.resumed += words[0] == "resumed"
        elif words[0] == "loaded":
            kept.pop(number, None)
            figures.loads_acknowledged += f"load {number}" not in known
            known[f"load {number}"] = words[2]
        else:
            figures.products_acknowledged += 1
            known[f"product {number}"] = words[2]
    return kept


def _check(
    home: Path, case: str, known: dict[str, str], kept: dict[int, int], figures: Figures
) -> None:
    building = Building(home)
    try:
        building.gate.close_orphans()
        building.store.sweep()
        with building.view(case) as view:
            rows = view.run("SELECT load, count(*) AS n FROM record GROUP BY load").to_pylist()
            visible = {row["load"]: row["n"] for row in rows}
            loads = {key: i for key, i in known.items() if key.startswith("load ")}
            products = [i for key, i in known.items() if key.startswith("product ")]
            figures.lost += sum(load not in visible for load in loads.values())
            figures.partial += sum(n != ROWS for n in visible.values())
            figures.durable_but_unacknowledged += len(set(visible) - set(loads.values()))
            figures.lost += len(set(products) - {product.id for product in view.products()})
            for product in products[-1:]:
                figures.lost += view.product(product)["a.txt"].decode() not in visible
        with building.act("test-load.any", case) as act:
            assert isinstance(act.hand, Writer)
            begun = [load for load in act.hand.loads() if load.state != "visible"]
        figures.cut_off_unacknowledged += len(begun)
        figures.chunks_lost += sum(
            not any(load.last_pos >= pos for load in begun) and _unseen(number, known, visible)
            for number, pos in kept.items()
        )
        open_acts = [act for act in building.acts.all(10_000) if act.state == "open"]
        figures.acts_without_outcome += len(open_acts)
        publish(building.log, home.parent / "published")
        figures.ledger_problems += verify(home.parent / "published").problems
    finally:
        building.close()


def _unseen(number: int, known: dict[str, str], visible: dict[str, int]) -> bool:
    """Whether no load became visible that nobody was told of: it may be file `number`."""
    return set(visible) <= set(known.values()) and f"load {number}" not in known


def _say(*words: object) -> None:
    print(*words, flush=True)


if __name__ == "__main__":
    work(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
