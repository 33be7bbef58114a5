"""Proof against hostile files: every reader fuzzed, without a crash, a hang or unbounded memory.

    python -m benchmarks.prove_fuzz --seconds 3600 --out FILE [--reader csv]

Each reader is fuzzed for that long in child processes of a minute of processor time (so a busy
machine makes it no shorter), with a limit on memory and on the time of one file. Figures are
written to FILE as JSON; run again, it goes on where it stopped.
Files that gave something new are kept in FILE's folder `corpus/`, and go in first the next time;
`--keep` puts the smallest of each outcome among the tests, where each run of them reads them again.
Exit status 1 when anything escaped that is not a plain refusal.
"""

import argparse
import hashlib
import json
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

from tests.sources.fuzzing import Corpus, changed, keep, kept, outcome, targets

__all__ = ["main"]

STRETCH = 60
"""Seconds of the processor for one child."""

ONE_FILE = 30
"""Seconds of the processor that one small file may take before it counts as a hang; ten times as
many on the clock, where it waits for another program."""

MEMORY = 2 << 30
"""Bytes of address space beyond what the child has when it begins."""

MOST_KEPT = 400
"""Files of the corpus of one reader."""

HOW = (
    "valid small files changed at random (bytes, and members of archives packed anew), those that "
    "gave a new outcome kept and changed further; planned, mapped row by row and checked as a load "
    "would; seconds of the processor; 2 GiB of memory and 30 s for a file"
)


def main(arguments: list[str] | None = None) -> int:
    """Fuzz what is still missing, print the figures and save them in `--out`."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=3600, metavar="N")
    options.add_argument("--out", type=Path, metavar="FILE")
    options.add_argument("--reader", action="append", metavar="NAME")
    options.add_argument("--keep", action="store_true")
    options.add_argument("--child", nargs=3, metavar=("READER", "SEED", "FOLDER"))
    asked = options.parse_args(arguments)
    if asked.child:
        return _child(asked.child[0], int(asked.child[1]), Path(asked.child[2]), asked.seconds)
    with tempfile.TemporaryDirectory() as folder:
        readers = sorted(targets(Path(folder)))
    figures: dict[str, dict[str, Any]] = {}
    if asked.out is not None and asked.out.exists():
        figures = json.loads(asked.out.read_text(encoding="utf-8"))["figures"]
    corpus = (asked.out.parent if asked.out else Path(tempfile.mkdtemp())) / "corpus"
    if asked.keep:
        return _keep(corpus)
    for name in asked.reader or readers:
        one = figures.setdefault(name, _nothing())
        while one["seconds"] < asked.seconds and not one["faults"]:
            _stretch(name, one, corpus / name, min(STRETCH, asked.seconds - one["seconds"]))
            print(f"{name}: {one}", file=sys.stderr)
            if asked.out is not None:
                _save(figures, asked.out)
    for name in sorted(figures):
        print(f"{name:12} {figures[name]}")
    return 1 if any(one["faults"] for one in figures.values()) else 0


def _keep(corpus: Path) -> int:
    """Put what was found among the tests."""
    with tempfile.TemporaryDirectory() as place:
        for folder in sorted(path for path in corpus.iterdir() if path.is_dir()):
            found = [path.read_bytes() for path in folder.glob("*.bin")]
            print(
                f"{folder.name:12} {keep(folder.name, [*kept(folder.name), *found], Path(place))}"
            )
    return 0


def _nothing() -> dict[str, Any]:
    return {"seconds": 0, "files": 0, "outcomes": 0, "slowest": 0.0, "peak_mb": 0, "faults": []}


starved: list[str] = []
"""Readers whose child did not come to its end for want of the processor, one entry each time."""

PATIENCE = 20
"""Such ends that are borne in one run."""


def _stretch(name: str, one: dict[str, Any], corpus: Path, seconds: int) -> None:
    """One child of one reader, and what it came to."""
    corpus.mkdir(parents=True, exist_ok=True)
    words = ["--seconds", str(seconds), "--child", name, str(one["files"]), str(corpus)]
    command = [sys.executable, "-m", "benchmarks.prove_fuzz", *words]
    limit = 20 * seconds + 12 * ONE_FILE + 60
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
        said, ended = ran.stdout, ran.returncode
    except subprocess.TimeoutExpired:  # a hang ends the child itself: the machine was too busy
        starved.append(name)
        if len(starved) <= PATIENCE:
            print(f"{name}: the child had too little of the processor; once more", flush=True)
            return
        said, ended = "", -1
    lines = said.strip().splitlines()
    if ended != 0 or not lines:
        one["faults"].append(f"the child ended with {ended}: see {corpus.name}/last")
        return
    found = json.loads(lines[-1])
    one["seconds"] += seconds
    one["files"] += found["files"]
    one["outcomes"] = max(one["outcomes"], found["outcomes"])
    one["slowest"] = round(max(one["slowest"], found["slowest"]), 2)
    one["peak_mb"] = max(one["peak_mb"], found["peak_mb"])
    one["faults"] += found["faults"]


def _child(name: str, seed: int, corpus: Path, seconds: int) -> int:
    chance = random.Random(f"{name} {seed}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        seeds = targets(folder)[name]
        found = [path.read_bytes() for path in sorted(corpus.glob("*.bin"))]
        known = Corpus([*seeds, *kept(name), *found])
        now = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        signal.signal(signal.SIGALRM, _hung)
        signal.signal(signal.SIGPROF, _hung)
        size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * 4096
        resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, resource.RLIM_INFINITY))
        files, slowest, faults = 0, 0.0, list[str]()
        for data in known.files:
            known.seen.add(_tried(data, folder, faults))
        until = time.process_time() + seconds
        while time.process_time() < until and not faults:
            data = changed(chance.choice(known.files), known.files, chance)
            (corpus / "last").write_bytes(data)
            began = time.process_time()
            signature = _tried(data, folder, faults)
            slowest = max(slowest, time.process_time() - began)
            files += 1
            if known.learn(data, signature) and len(known.files) < MOST_KEPT:
                mark = hashlib.sha256(data).hexdigest()[:16]
                (corpus / f"{mark}.bin").write_bytes(data)
        (corpus / "last").unlink(missing_ok=True) if not faults else None
        peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - now) >> 10
    print(
        json.dumps(
            {
                "files": files,
                "outcomes": len(known.seen),
                "slowest": slowest,
                "peak_mb": max(0, peak),
                "faults": faults,
            }
        )
    )
    return 0


def _tried(data: bytes, folder: Path, faults: list[str]) -> str:
    signal.alarm(10 * ONE_FILE)
    signal.setitimer(signal.ITIMER_PROF, ONE_FILE)
    try:
        return outcome(data, folder)
    except BaseException as escaped:
        last = traceback.extract_tb(escaped.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        faults.append(f"{type(escaped).__name__} at {where}: {str(escaped)[:200]}")
        return "escaped"
    finally:
        signal.alarm(0)
        signal.setitimer(signal.ITIMER_PROF, 0)


def _hung(number: int, frame: object) -> None:
    raise TimeoutError(f"one file took more than {ONE_FILE} s")


def _save(figures: dict[str, dict[str, Any]], path: Path) -> None:
    holds = not any(one["faults"] for one in figures.values())
    part = path.with_suffix(".part")
    done = {"how": HOW, "holds": holds, "figures": figures}
    part.write_text(json.dumps(done, indent=1) + "\n", encoding="utf-8")
    part.replace(path)


if __name__ == "__main__":
    sys.exit(main())
