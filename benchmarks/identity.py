"""A million made-up records: made ready, paired, weighed and joined, each step by itself.

    python -m benchmarks.identity [--records 1000000] [--out FILE]

The records are drawn here: names by Zipf's law (families of syllables, so that rare names exist),
errors on second and later records. Two figures, each of a process of its own so that its peak of
memory is its own: "from nothing" starts from the texts of a table and fits a model; "trained"
starts from records made ready and that model, as a store that keeps both would. Seconds are of
the wall; the processor's stand beside them.
"""

import argparse
import json
import pickle
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from remit.identity.keys import keys
from remit.identity.levelled import levels
from remit.identity.meanings import meanings
from remit.identity.measuring import clusters, pairs_in
from remit.identity.model import Model
from remit.identity.pairs import candidates
from remit.identity.prepared import Prepared, prepare
from remit.identity.resolving import fit, weighed
from remit.identity.shipped import shipped
from remit.store.cluster import cluster

__all__ = ["main", "people"]

_SYLLABLES = "ba ke li mo nu ra se ti wo ya da fe gi ho ju la me ni po ru sha tha vo zi".split()  # noqa: SIM905 - easier to read
_BORN = np.datetime64("1940-01-01")


def main() -> int:
    """Run, print, and keep the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--records", type=int, default=1_000_000)
    options.add_argument("--out", type=Path, metavar="FILE")
    options.add_argument("--child", choices=tuple(_CHILDREN), help=argparse.SUPPRESS)
    options.add_argument("--kept", type=Path, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.child:
        print(json.dumps(_CHILDREN[asked.child](asked.kept, asked.records)))
        return 0
    said: dict[str, Any] = {
        "how": f"python -m benchmarks.identity --records {asked.records}",
        "on": f"two shared processor cores, {date.today()}",  # noqa: DTZ011
        "records": asked.records,
    }
    with TemporaryDirectory() as folder:
        for child in _CHILDREN:
            name = child.replace("_", " ")
            said[name] = _child(child, folder, asked.records)
            print(name, json.dumps(said[name]), flush=True)
    text = json.dumps(said, indent=1)
    print(text, flush=True)
    if asked.out:
        asked.out.write_text(text + "\n", encoding="utf-8")
    return 0


def _child(child: str, folder: str, records: int) -> Any:
    asked = ("--child", child, "--kept", f"{folder}/kept", "--records", str(records))
    command = [sys.executable, "-m", "benchmarks.identity", *asked]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


class _Steps:
    """Seconds of each step, one after the other."""

    def __init__(self) -> None:
        self.told: dict[str, Any] = {}
        self.began = _clocks()

    def timed(self, name: str, run: Callable[[], Any]) -> Any:
        before = _clocks()
        found = run()
        self.told[name] = _since(before)
        return found

    def all(self) -> dict[str, Any]:
        return {**_since(self.began), "peak_mb": _peak(), "steps": self.told}


def _clocks() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(before: tuple[float, float]) -> dict[str, float]:
    wall, processor = (now - then for now, then in zip(_clocks(), before, strict=True))
    return {"seconds": round(wall, 1), "processor_seconds": round(processor, 1)}


def _peak() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)


def _from_nothing(kept: Path, records: int) -> dict[str, Any]:
    columns, truth = people(records)
    before = _peak()
    steps = _Steps()
    ready = steps.timed("made ready", lambda: prepare(columns, meanings(list(columns))))
    columns.clear()
    model, found = _joined(steps, ready, None)
    said = {**steps.all(), "peak_mb_before": before, **found(truth)}
    kept.write_bytes(pickle.dumps((ready, model.written(), truth), protocol=5))
    return said


def _trained(kept: Path, records: int) -> dict[str, Any]:
    with kept.open("rb") as file:
        ready, written, truth = pickle.load(file)  # written by the step before
    assert len(ready) == records
    before = _peak()
    steps = _Steps()
    found = _joined(steps, ready, Model.read(written))[1]
    return {**steps.all(), "peak_mb_before": before, **found(truth)}


_CHILDREN: dict[str, Callable[[Path, int], dict[str, Any]]] = {
    "from_nothing": _from_nothing,
    "trained": _trained,
}


def _joined(
    steps: _Steps, ready: Prepared, model: Model | None
) -> tuple[Model, Callable[[Any], dict[str, Any]]]:
    """The model given, or the one that is fitted; and how well the entities agree with the truth,
    which is asked when the clocks have stopped."""
    timed = steps.timed
    index = timed("keys", lambda: keys(ready))
    pairs = timed("pairs", lambda: candidates(index, len(ready)))
    told = timed("levels", lambda: levels(ready.table, ready.comparisons, pairs.left, pairs.right))
    chosen = model or timed("fitted", lambda: fit(ready, pairs, told, shipped()))
    weight = timed("weighed", lambda: weighed(chosen, told, len(pairs.left)))
    joined = timed(
        "joined", lambda: cluster(len(ready), pairs.left, pairs.right, weight, caps=chosen.caps)
    )

    def told_by(truth: Any) -> dict[str, Any]:
        same = truth[pairs.left] == truth[pairs.right]
        recall = round(float(same.sum() / pairs_in(truth)), 4)
        return {"pairs": len(same), "blocking_recall": recall, **clusters(truth, joined.entity)}

    return chosen, told_by


def people(
    size: int, seed: int = 9
) -> tuple[dict[str, list[str | None]], np.ndarray[Any, np.dtype[np.int64]]]:
    """So many records and whose they are: 1.6 of each person on average."""
    random = np.random.default_rng(seed)
    truth = np.sort(random.integers(0, int(size * 0.8), size))
    truth = np.unique(truth, return_inverse=True)[1]
    count = int(truth.max()) + 1
    first = _names(random, 4_000, 2)[_zipf(random, 4_000, count)]
    last = _names(random, 60_000, 3)[_zipf(random, 60_000, count)]
    born = (_BORN + random.integers(0, 25_000, count)).astype(str)
    code = _codes(random, count)
    phone = np.char.add("0770", random.integers(1_000_000, 9_999_999, count).astype(str))
    again = np.r_[False, truth[1:] == truth[:-1]]
    moved = again & (random.random(size) < 0.2)
    values = {
        "first_name": _slips(random, first[truth], again, 0.05),
        "surname": _slips(random, last[truth], again, 0.08),
        "dob": born[truth].astype(object),
        "postcode": np.where(moved, _codes(random, size), code[truth]).astype(object),
        "phone": phone[truth].astype(object),
    }
    for name, share in (("dob", 0.06), ("postcode", 0.15), ("phone", 0.4)):
        values[name][random.random(size) < share] = None
    order = random.permutation(size)
    return {name: cells[order].tolist() for name, cells in values.items()}, truth[order]


def _names(random: np.random.Generator, count: int, length: int) -> Any:
    parts = random.choice(_SYLLABLES, (count, length + 1))
    return np.array(["".join(row) for row in parts])


def _zipf(random: np.random.Generator, kinds: int, count: int) -> Any:
    shares = 1 / np.arange(20, kinds + 20)
    return random.choice(kinds, count, p=shares / shares.sum())


def _codes(random: np.random.Generator, count: int) -> Any:
    out = random.integers(0, 2_800, count)
    inward = random.integers(0, 400, count)
    return np.array(
        [
            f"{'ABCDEFGH'[o % 8]}{o // 8} {i % 10}A{chr(65 + i % 20)}"
            for o, i in zip(out, inward, strict=True)
        ]
    )


def _slips(random: np.random.Generator, names: Any, again: Any, share: float) -> Any:
    made = names.astype(object)
    for at in np.flatnonzero(again & (random.random(len(names)) < share)).tolist():
        drop = int(random.integers(1, len(made[at]) - 1))
        made[at] = made[at][:drop] + made[at][drop + 1 :]
    return made


if __name__ == "__main__":
    raise SystemExit(main())
