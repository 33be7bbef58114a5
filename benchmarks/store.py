"""Speed of the store: sealing, loading, opening a view, asking it; and what hidden data cost.

    python -m benchmarks.store [--rows N] [--json FILE]

Two workspaces see the same load; one hides as many rows again, the other ten times as many,
in compartments out of scope. They are asked in turn, so that both see the same machine. Bar:
the p50 of the second is within 10 % of the first.
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

from tests.store.building import IDS, Building, a_row

from remit.store.sealed import SealedReader, SealedWriter
from remit.store.view import View

SEALED_MIB = 256
ASKED, ACTS = 200, 100
LOOK_UP = 'SELECT id, pos FROM event_by_thing WHERE thing = ? ORDER BY "begin" LIMIT 50'
NAMES = (
    "SELECT mention, jaro_winkler_similarity(value, ?) AS score FROM claim "
    "WHERE kind = 'person' AND property = 'name' ORDER BY score DESC, mention LIMIT 20"
)
COUNTS = "SELECT category, count(*) AS n FROM event_by_time GROUP BY category ORDER BY category"


def main() -> None:
    """Measure, print, and write the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=60_000, help="rows of each load")
    options.add_argument("--json", type=Path, metavar="FILE")
    asked = options.parse_args()
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        figures |= sealing(Path(folder))
        few, few_case, rate = furnished(Path(folder) / "few", asked.rows, hidden=1)
        many, many_case, _ = furnished(Path(folder) / "many", asked.rows, hidden=10)
        figures["load_rows_per_s"] = rate
        for name, building, case in (("few", few, few_case), ("many", many, many_case)):
            figures[f"view_opened_cold_ms_{name}_hidden"] = cold(building, case)
        figures |= compared(few, few_case, many, many_case)
        few.close()
        many.close()
    for name, value in figures.items():
        print(f"{name:44} {value:,.2f}")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def sealing(folder: Path) -> dict[str, float]:
    """MiB sealed and read back in a second."""
    block, key, path = os.urandom(1 << 20), os.urandom(32), folder / "plain.sealed"
    began = time.perf_counter()
    with SealedWriter(path, key, "bench") as writer:
        for _ in range(SEALED_MIB):
            writer.write(block)
    sealed = time.perf_counter()
    with SealedReader(path, key, "bench") as reader:
        while reader.read(1 << 20):
            pass
    read = time.perf_counter()
    path.unlink()
    return {
        "sealed_mib_per_s": SEALED_MIB / (sealed - began),
        "read_mib_per_s": SEALED_MIB / (read - sealed),
    }


def furnished(home: Path, rows: int, hidden: int) -> tuple[Building, str, float]:
    """A workspace with one load in scope and `hidden` out of it; rows loaded in a second."""
    building = Building(home / "workspace")
    case = building.furnish(sources=frozenset({"test-crime"}))
    drafts = [a_row(pos, plate=f"AB{pos % 5000:04d}") for pos in range(2, rows + 2)]
    began = time.perf_counter()
    building.bring(case, "seen.csv", drafts)
    took = time.perf_counter() - began
    for number in range(hidden):
        building.bring(case, f"hidden-{number}.csv", drafts, source="test-phones")
    return building, case, rows / took


def cold(building: Building, case: str) -> float:
    """Milliseconds to open a view that nobody had opened: keys, files, rules."""
    building.store.close()
    with building.view(case) as view:
        return timed(lambda: view.run("SELECT 1 AS one"))


def compared(few: Building, few_case: str, many: Building, many_case: str) -> dict[str, float]:
    """p50 and p95 in milliseconds, and p50 with many hidden over p50 with few."""
    figures: dict[str, float] = {}
    with few.view(few_case) as one, many.view(many_case) as other:
        for name, question in (("look_up", look_up), ("names", names), ("counts", counts)):
            figures |= in_turn(name, ASKED, question(one), question(other))
    few_act, many_act = (lambda: whole_act(few, few_case)), (lambda: whole_act(many, many_case))
    return figures | in_turn("act", ACTS, lambda _: few_act(), lambda _: many_act())


def in_turn(
    name: str, times: int, few: Callable[[int], object], many: Callable[[int], object]
) -> dict[str, float]:
    """Both, one after the other, and the other way round every second time."""
    took: dict[str, list[float]] = {"few": [], "many": []}
    for number in range(times + 5):
        pair = [("few", few), ("many", many)]
        for which, question in pair if number % 2 else reversed(pair):
            milliseconds = timed(lambda q=question, n=number: q(n))
            if number >= 5:  # the first ones warm the caches of both
                took[which].append(milliseconds)
    few_p50, many_p50 = (statistics.median(took[which]) for which in ("few", "many"))
    return {
        f"{name}_p50_ms": few_p50,
        f"{name}_p95_ms": statistics.quantiles(took["few"], n=20)[-1],
        f"{name}_p50_ms_ten_times_hidden": many_p50,
        f"{name}_ratio": many_p50 / few_p50,
    }


def look_up(view: View) -> Callable[[int], object]:
    """Everything about one vehicle."""
    plates = [IDS.thing("vehicle", f"AB{n:04d}") for n in range(5000)]
    return lambda n: view.run(LOOK_UP, [plates[n * 37 % 5000]])


def names(view: View) -> Callable[[int], object]:
    """The names most like one."""
    return lambda n: view.run(NAMES, [f"persen nomber {n}"])


def counts(view: View) -> Callable[[int], object]:
    """Events by category."""
    return lambda _: view.run(COUNTS)


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
