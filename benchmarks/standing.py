"""Whole states of a standing feed: how long the second takes, and how much memory.

    python -m benchmarks.standing [--rows N] [--changed SHARE] [--json FILE]

A million rows are delivered, then a second state in which one in a hundred is changed, gone or
new. Once as plate reads with a read id, once as a register of vehicles by the reader of all
tables. Each runs in a process of its own, whose peak of memory is told. Nothing in the files
stands for a real vehicle or camera.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.told import told
from tests.sources.yard import Yard

__all__: list[str] = []

KINDS = {
    "reads": ("plate-reads", "Read id,VRM,Captured,Camera,Longitude,Latitude"),
    "register": ("table", "id,vrm,keeper reference,note"),
}
LETTERS = "ABCDEFGHJKLMNOPRSTUVWX"


def main() -> None:
    """Measure, print, and write the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--changed", type=float, default=0.01)
    options.add_argument("--json", type=Path, metavar="FILE")
    options.add_argument("--part", choices=list(KINDS), help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.part:
        print(json.dumps(measured(asked.part, asked.rows, asked.changed)))
        return
    figures = {"rows": float(asked.rows)}
    for kind in KINDS:
        command = [sys.executable, "-m", "benchmarks.standing", "--part", kind]
        command += ["--rows", str(asked.rows), "--changed", str(asked.changed)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        said: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        figures |= {f"{kind}: {name}": value for name, value in said.items()}
    told(figures, asked.json)


def measured(kind: str, rows: int, changed: float) -> dict[str, float]:
    """The times of both deliveries of one kind, and the peak of memory after each."""
    source, header = KINDS[kind]
    every = round(1 / changed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "in"
        folder.mkdir()
        for number, lines in enumerate((first(kind, rows), second(kind, rows, every)), 1):
            with (folder / f"{number}.csv").open("w", encoding="utf-8") as out:
                out.write(header + "\n")
                out.writelines(lines)
        yard = Yard(Path(place) / "w")
        try:
            case = yard.open_yard()
            key = header.split(",")[0]
            yard.set(case, "feed", folder, source=source, key=[key])
            figures: dict[str, float] = {}
            for number in (1, 2):
                began, worked = time.monotonic(), time.process_time()
                done: dict[str, Any] = yard.take(case, "feed", folder / f"{number}.csv")
                name = ("first", "second")[number - 1]
                figures[f"{name} state, s"] = time.monotonic() - began
                figures[f"{name} state, s of a processor"] = time.process_time() - worked
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                figures[f"{name} state, peak of memory, MiB"] = peak / 1024
                figures |= {f"{name} state, {k}": float(n) for k, n in done["delta"].items()}
        finally:
            yard.close()
    return figures


def first(kind: str, rows: int) -> Iterator[str]:
    """The lines of the first state."""
    return (line(kind, n, 0) for n in range(rows))


def second(kind: str, rows: int, every: int) -> Iterator[str]:
    """Those of the second: of each `every` rows one is changed, one gone and one new."""
    for n in range(rows):
        if n % every == 1:
            continue
        yield line(kind, n, int(n % every == 0))
        if n % every == 2:
            yield line(kind, rows + n, 0)


def line(kind: str, n: int, version: int) -> str:
    """One row; every version of it says something else."""
    a, b, c = (LETTERS[n // 22**k % 22] for k in range(3))
    mark = f"{a}{b}{10 + n % 80} {c}{b}{a}"
    if kind == "register":
        return f"{n},{mark},K{n % 90_000},version {version}\n"
    when = (
        f"2026-03-{1 + n // 86_400 % 28:02d}T{n // 3600 % 24:02d}:{n // 60 % 60:02d}:{n % 60:02d}Z"
    )
    return f"r{n},{mark},{when},C{n % 400 + version},{-0.1 - n % 400 / 1000:.3f},51.5\n"


if __name__ == "__main__":
    main()
