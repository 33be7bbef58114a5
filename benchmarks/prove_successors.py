"""Proof: telephones that took up from others are found in made-up calls, and none where there is
nothing.

    python -m benchmarks.prove_successors [--seeds N] [--out FILE]

Each seed is one case of 50 to 5,000 telephones and 1 to 8 weeks, from the maker on which the method
was made (`generated`); half as many come from a second one, in another style, on which it was only
judged (`crews`). Then the same calls with their times dealt out anew. Run again with the same FILE,
it goes on where it stopped. Exit status 1 where the bar does not hold.
"""

import argparse
import json
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from tests.inquiry.phones.crews import crews
from tests.inquiry.phones.generated import Case, generate, shuffled
from tests.inquiry.phones.wishes import wish

from remit.inquiry.finding import reported
from remit.inquiry.phones.calls import Calls
from remit.inquiry.phones.shared import passage
from remit.inquiry.phones.taken_up import taken_up

RECALL, WRONG, NULL = 0.98, 0.01, 0.05

HOW = (
    "planted pairs reported with the day of the first use of the new number, wrong pairs among "
    "those reported, and runs that report anything once times are dealt out anew; seeds from 0"
)


def main() -> int:
    """Run what is left; 1 where the bar does not hold."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, default=100)
    options.add_argument("--out", type=Path, metavar="FILE")
    given = options.parse_args()
    found: dict[str, Any] = {"runs": {}}
    if given.out and given.out.exists():
        found = json.loads(given.out.read_text(encoding="utf-8"))["figures"]
    for maker, seeds in (("crews", given.seeds // 2), ("generated", given.seeds)):
        for seed in sorted(range(seeds), key=lambda one: (wish(one).people, one)):
            name = f"{maker} {seed}"
            if name not in found["runs"]:
                found["runs"][name] = run(maker, seed)
                if given.out:
                    save(given.out, found)
    for maker in ("generated", "crews"):
        found[maker] = summed([one for n, one in found["runs"].items() if n.startswith(maker)])
    if given.out:
        save(given.out, found)
    print(json.dumps({maker: found[maker] for maker in ("generated", "crews")}, indent=1))
    return int(not holds(found))


def run(maker: str, seed: int) -> dict[str, Any]:
    """One case: what was planted, what was reported of it, and the same without order of time."""
    case = generate(wish(seed)) if maker == "generated" else crews(seed)
    began = time.perf_counter()
    calls = of(case)
    found = taken_up(calls)
    seconds = time.perf_counter() - began
    told = {(one.old, one.new): one for one in found.pairs if reported(one.expected)}
    planted = {(one.old, one.new): one for one in case.pairs}
    tags: dict[str, list[int]] = {}
    right = 0
    for key, pair in planted.items():
        good = key in told
        if good:
            one = told[key]
            way = passage(calls, one.old, one.new, found.label, one.began)
            good = day(int(calls.time[way.first])) == day(pair.first)
        right += good
        for tag in pair.tags:
            counted = tags.setdefault(tag, [0, 0])
            counted[0] += good
            counted[1] += 1
    null = taken_up(of(shuffled(case, seed)))
    return {
        "telephones": case.n,
        "calls": len(case.time),
        "days": round(calls.days),
        "planted": len(planted),
        "right": right,
        "wrong": len(told.keys() - planted.keys()),
        "seconds": round(seconds, 2),
        "null": sum(reported(one.expected) for one in null.pairs),
        "tags": tags,
    }


def of(case: Case) -> Calls:
    """The calls of a case as the method takes them: handset and cell are the caller's."""
    none = np.full(len(case.time), -1)
    said = (case.handset, none), (case.cell, none)
    known = said if (case.handset >= 0).any() else (None, None)
    return Calls(case.time, case.caller, case.called, case.n, *known)


def day(seconds: int) -> str:
    """The day of a moment, UTC."""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def summed(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Shares over all runs, and by what was hard."""
    total = Counter[str]()
    for one in runs:
        for name in ("planted", "right", "wrong"):
            total[name] += one[name]
    parts = {
        "2 weeks or less": [one for one in runs if one["days"] <= 14],
        "more than 2 weeks": [one for one in runs if one["days"] > 14],
    }
    tags: dict[str, list[int]] = {}
    for one in runs:
        for tag, (good, all_) in one["tags"].items():
            counted = tags.setdefault(tag, [0, 0])
            counted[0] += good
            counted[1] += all_
    for name, some in parts.items():
        tags[name] = [sum(one["right"] for one in some), sum(one["planted"] for one in some)]
    return {
        "cases": len(runs),
        "planted": total["planted"],
        "recall": round(total["right"] / max(total["planted"], 1), 4),
        "wrong": round(total["wrong"] / max(total["wrong"] + total["right"], 1), 4),
        "null_runs_with_a_finding": round(sum(one["null"] > 0 for one in runs) / len(runs), 4),
        "seconds_at_most": max(one["seconds"] for one in runs),
        "by": {tag: {"right": good, "of": all_} for tag, (good, all_) in sorted(tags.items())},
    }


def holds(found: dict[str, Any]) -> bool:
    """Whether the bar holds on the cases of the first maker, and nothing comes of nothing."""
    one = found["generated"]
    enough = one["recall"] >= RECALL and one["wrong"] <= WRONG
    return enough and one["null_runs_with_a_finding"] <= NULL


def save(path: Path, found: dict[str, Any]) -> None:
    """Write what there is, whole or not at all."""
    part = path.with_suffix(".part")
    done = {"how": HOW, "holds": "generated" in found and holds(found), "figures": found}
    part.write_text(json.dumps(done, indent=1) + "\n", encoding="utf-8")
    part.replace(path)


if __name__ == "__main__":
    sys.exit(main())
