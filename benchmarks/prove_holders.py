"""Proof of who holds what, on two made-up worlds: one it was made with, one to judge on.

    python -m benchmarks.prove_holders [--out FILE] [--only NAME …]

Each case is written as it is done and is not done again. Every case is also given with the times of
its uses shuffled, when nothing is to be found. Exit status 1 where a bar does not hold.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.holders_isles import Isles, isles
from benchmarks.holders_town import Town, town
from benchmarks.holders_truth import Case, shuffled

from remit.inquiry.finding import REPORTED
from remit.inquiry.movements.holders import Holders, holders
from remit.inquiry.movements.presence import presences

FEW, MANY = {"people": 20, "days": 7}, {"people": 60, "days": 21}
WRONG = {"nameless": 0.25, "wrong_tills": 2}


def cases(seeds: range) -> Iterator[tuple[str, Town | Isles]]:
    """By name, what to make."""
    for seed in seeds:
        for mode in ("track", "reads", "cells"):
            yield f"town {mode} {seed}", Town(mode=mode, seed=seed, **MANY)
        yield f"town small {seed}", Town(seed=seed, **FEW)
        yield (
            f"town wrong {seed}",
            Town(seed=seed, unknown=0.25, till_offsets=2, source_offset=2_820.0, source_shift=600.0,
                 by_day=0.1, **MANY),
        )  # fmt: skip
        yield f"town nowhere {seed}", Town(seed=seed, unknown=1.0, **MANY)
        for mode in ("track", "masts", "readers"):
            yield f"isles {mode} {seed}", Isles(mode=mode, seed=seed, **MANY)
        yield f"isles small {seed}", Isles(seed=seed, **FEW)
        yield (
            f"isles wrong {seed}",
            Isles(seed=seed, offset=-4_500.0, shift=700.0, **WRONG, **MANY),
        )
        yield f"isles nowhere {seed}", Isles(seed=seed, nameless=1.0, **MANY)


def main() -> int:
    """Run what is not done yet, print, and keep the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, metavar="FILE")
    options.add_argument("--only", nargs="*", default=[], metavar="NAME")
    options.add_argument("--seeds", type=int, default=2)
    asked = options.parse_args()
    done: dict[str, Any] = {}
    if asked.out and asked.out.exists():
        done = json.loads(asked.out.read_text(encoding="utf-8"))["cases"]
    for name, how in cases(range(101, 101 + asked.seeds)):
        if name in done or (asked.only and not any(one in name for one in asked.only)):
            continue
        case = town(how) if isinstance(how, Town) else isles(how)
        done[name] = {**_judged(case), "null": _null(shuffled(case, 1))}
        print(name, json.dumps(done[name]), flush=True)
        if asked.out:
            asked.out.write_text(json.dumps(_said(done), indent=1) + "\n", encoding="utf-8")
    said = _said(done)
    print(json.dumps(said["figures"], indent=1))
    return 0 if said["holds"] else 1


def _judged(case: Case) -> dict[str, Any]:
    began = time.process_time()
    found = holders(presences(case.fixes), case.uses)
    told = {(p.held.token, p.held.mover) for p in found.pairs if p.expected <= REPORTED}
    truth = case.truth
    return {
        "uses": len(case.uses),
        "derivable": len(truth.derivable),
        "found": len(truth.derivable & told),
        "told": len(told),
        "wrong": len(told - truth.holds),
        **_clocks(found, case),
        "seconds": round(time.process_time() - began, 1),
    }


def _clocks(found: Holders, case: Case) -> dict[str, int]:
    """Settings that are wrong, how many were named, and how many named that are not.

    A source's clock is named where it is within 10 minutes, of tills with 20 uses or more likewise;
    a displacement within 200 metres; a place within 300.
    """
    truth, uses = case.truth, np.bincount(case.uses.place, minlength=len(case.uses.places))
    source = {one.source: one for one in found.wrong if one.kind == "clock" and one.place < 0}
    tills = {one.place: one for one in found.wrong if one.kind == "clock" and one.place >= 0}
    moved = {one.source: one for one in found.wrong if one.kind == "displaced"}
    placed = {one.place: one for one in found.wrong if one.kind == "place"}
    asked = [t for t, off in truth.tills.items() if uses[t] >= 20 and abs(off) >= 1_800]

    def off(till: int) -> float:
        return truth.tills.get(till, 0.0) + truth.sources.get(int(case.uses.source[till]), 0.0)

    return {
        "sources_off": len(truth.sources),
        "sources_named": sum(
            s in source and abs(source[s].seconds - by) <= 600 for s, by in truth.sources.items()
        ),
        "tills_off": len(asked),
        "tills_named": sum(t in tills and abs(tills[t].seconds - off(t)) <= 600 for t in asked),
        "clocks_misnamed": sum(s not in truth.sources for s in source)
        + sum(abs(one.seconds - off(t)) > 1_200 for t, one in tills.items()),
        "displaced": len(truth.shifts),
        "displaced_named": sum(
            s in moved and bool(np.hypot(*np.add(moved[s].metres, by)) <= 200)
            for s, by in truth.shifts.items()
        ),
        "displaced_misnamed": sum(s not in truth.shifts for s in moved),
        "places_learned": len(truth.places.keys() & placed.keys()),
        "places_far_off": sum(
            bool(np.hypot(*np.subtract(placed[p].metres, at)) > 300)
            for p, at in truth.places.items()
            if p in placed
        ),
    }


def _null(case: Case) -> int:
    found = holders(presences(case.fixes), case.uses)
    return sum(one.expected <= REPORTED for one in (*found.pairs, *found.wrong))


def _said(done: dict[str, Any]) -> dict[str, Any]:
    figures = {}
    for world in ("town", "isles"):
        own = [one for name, one in done.items() if name.startswith(world)]
        whole = {key: sum(one[key] for one in own) for key in (own[0] if own else {})}
        figures[world] = {
            **whole,
            "recall": round(whole.get("found", 0) / max(1, whole.get("derivable", 0)), 4),
            "cases": len(own),
            "null_with_findings": sum(one["null"] > 0 for one in own),
        }
    holds = all(
        one["recall"] >= 0.95 and one["wrong"] == 0
        and one["null_with_findings"] <= 0.05 * one["cases"]
        for one in figures.values()
    )  # fmt: skip
    return {
        "how": "python -m benchmarks.prove_holders",
        "on": f"two shared processor cores, {date.today()}",  # noqa: DTZ011
        "holds": holds,
        "figures": figures,
        "cases": done,
    }


if __name__ == "__main__":
    sys.exit(main())
