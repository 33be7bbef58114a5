"""Speed of the store beside the limits of the machine: the disk, and plain Parquet.

    python -m benchmarks.store [--rows N] [--json FILE]

Each figure of Remit stands beside the same work without sealing, gate or scope.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import duckdb
import pyarrow.parquet as pq
from tests.store.building import IDS, Building, a_row

from remit.store.chunk import Chunk
from remit.store.drafts import RowDraft
from remit.store.paths import path as shortest
from remit.store.schema import ROWS_PER_GROUP
from remit.store.sealed import SealedReader, SealedWriter
from remit.store.view import View

__all__ = ["QUESTIONS", "furnished", "timed", "whole_act"]

SEALED_MIB, PLATES = 256, 5000
ASKED, WARMING = 100, 5
LOOK_UP = 'SELECT id, pos FROM event_by_thing WHERE thing = ? ORDER BY "begin", id LIMIT 50'
NAMES = (
    "SELECT mention, jaro_winkler_similarity(value, ?) AS score FROM claim "
    "WHERE kind = 'person' AND property = 'name' ORDER BY score DESC, mention LIMIT 20"
)
COUNTS = "SELECT category, count(*) AS n FROM event_by_time GROUP BY category ORDER BY category"

Figures = dict[str, tuple[float, float | None]]
"""What → Remit's figure, and the limit's where there is one."""


def main() -> None:
    """Measure, print, and write the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=60_000)
    options.add_argument("--json", type=Path, metavar="FILE")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = sealing(Path(folder))
        building, case, rate = furnished(Path(folder) / "home", asked.rows)
        figures["load, rows/s"] = rate, plain_rate(Path(folder), asked.rows)
        figures["first look at a load, ms"] = cold(building, case), None
        with building.view(case) as view:
            figures |= asking(view, Path(folder))
        acts = percentiles(lambda _: whole_act(building, case))
        figures["whole act, p50 ms"] = acts[0], None
        building.close()
    print(f"{'':28} {'Remit':>12} {'limit':>12}")
    for name, (ours, limit) in figures.items():
        print(f"{name:28} {ours:12,.1f} {'' if limit is None else f'{limit:12,.1f}'}")
    print("limit: the bare disk; the same rows and questions in plain Parquet, unsealed, no gate")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def sealing(folder: Path) -> Figures:
    """MiB written with fsync and read back in a second, sealed and bare."""
    block, key, path = os.urandom(1 << 20), os.urandom(32), folder / "plain.sealed"

    def seal() -> None:
        with SealedWriter(path, key, "bench") as writer:
            for _ in range(SEALED_MIB):
                writer.write(block)

    def unseal() -> None:
        with SealedReader(path, key, "bench") as reader:
            while reader.read(1 << 20):
                pass

    def write() -> None:
        with path.open("wb", buffering=0) as file:
            for _ in range(SEALED_MIB):
                file.write(block)
            os.fsync(file.fileno())

    def read() -> None:
        with path.open("rb", buffering=0) as file:
            while file.read(1 << 20):
                pass

    def speed(work: Callable[[], None]) -> float:
        return SEALED_MIB / timed(work) * 1000

    write()  # the first file on a disk is slower than any later one
    ours = speed(seal), speed(unseal)
    bare = speed(write), speed(read)
    path.unlink()
    return {"write, MiB/s": (ours[0], bare[0]), "read, MiB/s": (ours[1], bare[1])}


def furnished(home: Path, rows: int, hidden: int = 0) -> tuple[Building, str, float]:
    """A workspace with one load in scope and `hidden` out of it; rows loaded in a second."""
    building = Building(home / "workspace")
    case = building.furnish(sources=frozenset({"test-crime"}))
    drafts = some_rows(rows)
    began = time.perf_counter()
    building.bring(case, "seen.csv", drafts)
    took = time.perf_counter() - began
    for number in range(hidden):
        building.bring(case, f"hidden-{number}.csv", drafts, source="test-phones")
    return building, case, rows / took


def some_rows(count: int) -> list[RowDraft]:
    """Rows of two mentions, one event, one link."""
    return [a_row(pos, plate=f"AB{pos % PLATES:04d}") for pos in range(2, count + 2)]


def plain_rate(folder: Path, rows: int) -> float:
    """Rows a second into plain Parquet: the same columns, unsorted, unsealed, in no ledger."""
    drafts = some_rows(rows)
    chunk = Chunk("load-000000000000", "ordinary", IDS)

    def work() -> None:
        for row in drafts:
            chunk.add(row)
        for _, name, table in chunk.tables():
            pq.write_table(table, folder / f"{name}.parquet", compression="zstd")

    return rows / timed(work) * 1000


def cold(building: Building, case: str) -> float:
    """Milliseconds to open a view that nobody had opened: keys, files, rules."""
    building.store.close()
    with building.view(case) as view:
        return timed(lambda: view.run("SELECT 1 AS one"))


def asking(view: View, folder: Path) -> Figures:
    """p50 and p95 of each question, in a view and over plain Parquet."""
    plain = duckdb.connect()
    for name in ("event_by_thing", "event_by_time", "claim"):
        path = folder / f"{name}.parquet"
        pq.write_table(view.run(f"SELECT * FROM {name}"), path, row_group_size=ROWS_PER_GROUP)
        plain.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
    figures: Figures = {}
    bare = {
        "look-up": lambda n: plain.sql(LOOK_UP, params=[plate(n)]).to_arrow_table(),
        "names": lambda n: plain.sql(NAMES, params=[near(n)]).to_arrow_table(),
        "counts": lambda n: plain.sql(COUNTS).to_arrow_table(),
    }
    for name, question in QUESTIONS.items():
        ours = percentiles(question(view))
        limit = percentiles(bare[name]) if name in bare else (None, None)
        figures[f"{name}, p50 ms"] = ours[0], limit[0]
        figures[f"{name}, p95 ms"] = ours[1], limit[1]
    return figures


def percentiles(question: Callable[[int], object]) -> tuple[float, float]:
    """p50 and p95 in milliseconds; the first askings warm the caches and do not count."""
    took = [timed(lambda n=n: question(n)) for n in range(ASKED + WARMING)][WARMING:]
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]


def plate(number: int) -> str:
    """Id of one vehicle after another."""
    return IDS.thing("vehicle", f"AB{number * 37 % PLATES:04d}")


def near(number: int) -> str:
    """A name with two mistakes."""
    return f"persen nomber {number}"


def path(view: View) -> Callable[[int], object]:
    """A shortest way between two people who used the same vehicle."""
    graph = view.graph()
    people = view.run("SELECT id FROM mention WHERE kind = 'person' ORDER BY pos")["id"]
    last = len(people) - PLATES
    return lambda n: shortest(
        graph, people[n * 37 % last].as_py(), people[n * 37 % last + PLATES].as_py()
    )


QUESTIONS: dict[str, Callable[[View], Callable[[int], object]]] = {
    "look-up": lambda view: lambda n: view.run(LOOK_UP, [plate(n)]),
    "names": lambda view: lambda n: view.run(NAMES, [near(n)]),
    "counts": lambda view: lambda _: view.run(COUNTS),
    "path": path,
}
"""Everything about one vehicle; the names most like one; events by category; a path."""


def whole_act(building: Building, case: str) -> None:
    """From the gate to the released answer, the view's snapshot being open."""
    with building.act("test-read.any", case) as act:
        assert isinstance(act.hand, View)
        act.release(act.hand.run(COUNTS).to_pylist())


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that `work` takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
