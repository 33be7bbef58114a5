"""Speed of a feed: five million plate reads loaded from CSV, compacted, and asked for.

    python -m benchmarks.feed [--rows N] [--runs N] [--json FILE]

Loading is timed from the call until the sealed load is in view: survey, validation, sealing,
archive and ledger. Beside it, in turn, DuckDB copies the same file with typed columns into a
database on disk, and to plain Parquet; nothing of that is sealed. Each runs in a process of its
own, whose peak of memory is told. Questions go through a real view, the act looked at again each
time, by one, two and four threads at once. Marks are drawn so that some come often; nothing in
the file stands for a real vehicle.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow
from benchmarks.told import told

from remit.inquiry.event import COLUMNS

__all__: list[str] = []

VEHICLES, CAMERAS, DAYS, QUESTIONS, THREADS = 200_000, 400, 90, 400, (1, 2, 4)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
LETTERS = np.array(list("ABCDEFGHJKLMNOPRSTUVWX"))
TYPES = {
    "VRM": "VARCHAR",
    "Captured": "TIMESTAMPTZ",
    "Camera": "VARCHAR",
    "Longitude": "DOUBLE",
    "Latitude": "DOUBLE",
    "Direction": "VARCHAR",
    "Confidence": "DOUBLE",
}
COPY = """
COPY (SELECT * FROM read_csv('{csv}', header = true, columns = {types}))
TO '{to}' (FORMAT parquet)
"""
VEHICLE = f"""
SELECT {COLUMNS} FROM event_by_thing
WHERE thing = $thing AND "begin" >= $since AND "begin" < $until
"""
BOX = f"""
SELECT {COLUMNS} FROM event_by_time WHERE "begin" >= $since AND "begin" < $until
    AND lon BETWEEN $west AND $east AND lat BETWEEN $south AND $north
"""
ORDER = [("begin", "ascending"), ("id", "ascending")]


def main() -> None:
    """Measure, print, and write the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=5_000_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--json", type=Path, metavar="FILE")
    options.add_argument("--part", choices=["table", "copy", "load", "ask"], help=argparse.SUPPRESS)
    options.add_argument("--csv", type=Path, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.part:
        parts = {"table": tabled, "copy": copied, "load": loaded, "ask": answered}
        print(json.dumps(parts[asked.part](asked.csv)))
        return
    with tempfile.TemporaryDirectory() as folder:
        csv = Path(folder) / "reads.csv"
        written(csv, asked.rows)
        found: dict[str, list[dict[str, float]]] = {"table": [], "copy": [], "load": []}
        for _ in range(asked.runs):
            for part, runs in found.items():
                runs.append(apart(part, csv))
        table, copy, load = (np.array([run["s"] for run in runs]) for runs in found.values())
        figures = {
            "rows": float(asked.rows),
            "file, MiB": csv.stat().st_size / 2**20,
            "DuckDB copies into a database on disk, median s": float(np.median(table)),
            "DuckDB copies to Parquet, median s": float(np.median(copy)),
            "loaded and in view, median s": float(np.median(load)),
            "loaded and in view, rows/s": asked.rows / float(np.median(load)),
            "loaded, times the copy into a database, median": float(np.median(load / table)),
            "loaded, times the copy to Parquet, median": float(np.median(load / copy)),
            "memory at most while it is loaded, MiB": max(run["MiB"] for run in found["load"]),
            **apart("ask", csv),
        }
    told(figures, asked.json)


def apart(part: str, csv: Path) -> dict[str, float]:
    """One part of the measurement, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.feed", "--part", part, "--csv", str(csv)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    said: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return said


def written(csv: Path, rows: int) -> None:
    """Write the file: reads in order of time, marks of which some come much more often."""
    chance = np.random.default_rng(1)
    number = chance.permutation(22**5)[:VEHICLES]
    letters = LETTERS[(number[:, None] // 22 ** np.arange(5)) % 22]
    age = chance.integers(2, 75, VEHICLES)
    marks = pa.array(
        [f"{''.join(s[:2])}{a:02d}{''.join(s[2:])}" for s, a in zip(letters, age, strict=True)]
    )
    lon, lat = -0.2 + 0.4 * chance.random(CAMERAS), 51.4 + 0.2 * chance.random(CAMERAS)
    start = np.datetime64(FIRST.replace(tzinfo=None), "s")
    second = np.sort(chance.integers(0, DAYS * 86_400, rows))
    camera = pa.array(chance.integers(0, CAMERAS, rows))
    when = pc.strftime(pa.array(start + second), format="%Y-%m-%dT%H:%M:%SZ")
    columns = {
        "VRM": marks.take(pa.array((VEHICLES * chance.random(rows) ** 1.3).astype(np.int64))),
        "Captured": when,
        "Camera": pa.array([f"CAM-{n:04d}" for n in range(CAMERAS)]).take(camera),
        "Longitude": pa.array([f"{x:.6f}" for x in lon]).take(camera),
        "Latitude": pa.array([f"{y:.6f}" for y in lat]).take(camera),
        "Direction": pa.array(list("NESW")).take(pa.array(chance.integers(0, 4, rows))),
        "Confidence": pa.array([f"0.{n}" for n in range(70, 100)]).take(
            pa.array(chance.integers(0, 30, rows))
        ),
    }
    with csv.open("wb") as file:
        file.write((",".join(columns) + "\n").encode())
        plain = arrow.WriteOptions(include_header=False, quoting_style="none")
        arrow.write_csv(pa.table(columns), file, plain)


def tabled(csv: Path) -> dict[str, float]:
    """DuckDB's own copy of the file into a table of a database on disk, until it is there."""
    import duckdb

    listed = ", ".join(f"{name} {kind}" for name, kind in TYPES.items())
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(Path(folder) / "reads.db") as engine,
    ):
        engine.execute("SET TimeZone = 'UTC'")
        engine.execute(f"CREATE TABLE reads ({listed})")
        began = time.perf_counter()
        engine.execute(f"COPY reads FROM '{csv}' (HEADER)")
        engine.execute("CHECKPOINT")
        return {"s": time.perf_counter() - began}


def copied(csv: Path) -> dict[str, float]:
    """DuckDB's own copy of the file, every value typed, nothing sealed."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as engine:
        began = time.perf_counter()
        engine.execute(COPY.format(csv=csv, types=TYPES, to=Path(folder) / "reads.parquet"))
        return {"s": time.perf_counter() - began}


def loaded(csv: Path) -> dict[str, float]:
    """The file through the gate and in view."""
    from benchmarks.feeding import yard

    with tempfile.TemporaryDirectory() as folder, yard(Path(folder)) as (made, case):
        began = time.perf_counter()
        made.load(case, csv)
        return {"s": time.perf_counter() - began, "MiB": peak()}


def answered(csv: Path) -> dict[str, float]:
    """Compaction, then the two questions."""
    from benchmarks.feeding import compacted, yard

    with tempfile.TemporaryDirectory() as folder, yard(Path(folder)) as (made, case):
        load = made.load(case, csv)["load"]
        began = time.perf_counter()
        compacted(made, case, load)
        figures = {
            "compacted, s": time.perf_counter() - began,
            "memory at most while it is compacted, MiB": peak(),
            "sealed, without the archive, MiB": sum(
                file.stat().st_size
                for file in (Path(folder) / "w" / "sealed" / load).iterdir()
                if "archive" not in file.name
            )
            / 2**20,
        }
        with made.view(case) as view:
            began = time.perf_counter()
            view.run("SELECT * FROM load")
            figures["a view opened for the first time, ms"] = (time.perf_counter() - began) * 1000
            seen = view.run("SELECT DISTINCT thing FROM event_by_thing ORDER BY thing LIMIT 40000")
            things = seen["thing"].to_pylist()[::100]
            for name, ask in (
                (
                    "a vehicle in 30 days",
                    lambda n: view.run(VEHICLE, vehicle(things, n)).sort_by(ORDER),
                ),
                ("a box of 500 m in 2 hours", lambda n: view.run(BOX, box(n)).sort_by(ORDER)),
            ):
                for threads in THREADS:
                    figures |= timed(f"{name}, {threads} at once", ask, threads)
        return figures


def vehicle(things: list[str], number: int) -> dict[str, Any]:
    """A vehicle and thirty days."""
    since = FIRST + timedelta(days=number * 7_919 % (DAYS - 30))
    return {"thing": things[number], "since": since, "until": since + timedelta(days=30)}


def box(number: int) -> dict[str, Any]:
    """Five hundred metres square and two hours."""
    since = FIRST + timedelta(minutes=number * 104_729 % (DAYS * 1440 - 120))
    west, south = -0.2 + 0.39 * (number * 31 % 97) / 97, 51.4 + 0.19 * (number * 17 % 89) / 89
    return {
        "since": since,
        "until": since + timedelta(hours=2),
        "west": west,
        "east": west + 0.0072,
        "south": south,
        "north": south + 0.0045,
    }


def timed(name: str, ask: Callable[[int], pa.Table], threads: int) -> dict[str, float]:
    """How long answers took, and how many rows they had."""

    def one(number: int) -> tuple[float, int]:
        began = time.perf_counter()
        rows = ask(number).num_rows
        return (time.perf_counter() - began) * 1000, rows

    with ThreadPoolExecutor(threads) as pool:
        took, rows = zip(*pool.map(one, range(QUESTIONS)), strict=True)
    return {
        f"{name}, p50 ms": float(np.percentile(took, 50)),
        f"{name}, p95 ms": float(np.percentile(took, 95)),
        f"{name}, rows, mean": float(np.mean(rows)),
    }


def peak() -> float:
    """MiB that this process had at most."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
