"""Proof that hidden compartments cost nothing: p50 within 10 % when they grow tenfold.

    python -m benchmarks.prove_non_interference [--rows N] [--asked N] [--out FILE]

Two workspaces see the same load; one hides as many rows again, the other ten times as many in
ten loads, out of scope by source. They are asked in turn, the one first and then the other, so
that both see the same machine. Exit status 1 when a p50 differs by more. That no answer differs
is `tests/store/test_non_interference.py`.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.store import QUESTIONS, furnished, timed, whole_act
from tests.store.building import Building

BAR = 0.10
WARMING = 5
"""Askings that count for nothing: the first ones fill the caches of both."""


def main() -> int:
    """Measure, print, and write the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=60_000, help="rows of each load")
    options.add_argument("--asked", type=int, default=300, help="times each question is asked")
    options.add_argument("--out", type=Path, metavar="FILE")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        few, few_case, _ = furnished(Path(folder) / "few", asked.rows, hidden=1)
        many, many_case, _ = furnished(Path(folder) / "many", asked.rows, hidden=10)
        figures = compared(few, few_case, many, many_case, asked.asked)
        few.close()
        many.close()
    for name, one in figures.items():
        print(f"{name:12} " + "  ".join(f"{key} {value:.3f}" for key, value in one.items()))
    holds = all(abs(one["ratio"] - 1) <= BAR for one in figures.values())
    if asked.out:
        how = f"{asked.rows:,} rows visible; as many and ten times as many hidden; in turn"
        done = {"how": how, "asked": asked.asked, "holds": holds, "milliseconds": figures}
        asked.out.write_text(json.dumps(done, indent=1) + "\n", encoding="utf-8")
    return 0 if holds else 1


def compared(
    few: Building, few_case: str, many: Building, many_case: str, times: int
) -> dict[str, dict[str, float]]:
    """p50 and p95 in milliseconds of each question, and p50 with many hidden over few."""
    figures = {}
    with few.view(few_case) as one, many.view(many_case) as other:
        for name, question in QUESTIONS.items():
            figures[name] = in_turn(times, question(one), question(other))
    acts = (lambda _: whole_act(few, few_case)), (lambda _: whole_act(many, many_case))
    return figures | {"whole act": in_turn(times, *acts)}


def in_turn(
    times: int, few: Callable[[int], object], many: Callable[[int], object]
) -> dict[str, float]:
    """Both, one after the other, and the other way round every second time."""
    took: dict[str, list[float]] = {"few": [], "many": []}
    for number in range(times + WARMING):
        pair = [("few", few), ("many", many)]
        for which, question in pair if number % 2 else reversed(pair):
            milliseconds = timed(lambda q=question, n=number: q(n))
            if number >= WARMING:
                took[which].append(milliseconds)
    p50 = {which: statistics.median(took[which]) for which in took}
    p95 = {which: statistics.quantiles(took[which], n=20)[-1] for which in took}
    found = {
        "p50": p50["few"],
        "p95": p95["few"],
        "p50_ten_times_hidden": p50["many"],
        "p95_ten_times_hidden": p95["many"],
        "ratio": p50["many"] / p50["few"],
    }
    return {name: round(figure, 3) for name, figure in found.items()}


if __name__ == "__main__":
    sys.exit(main())
