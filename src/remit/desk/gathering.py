"""Findings of several methods in one order, by line of enquiry: never a list of people by score."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from remit.errors import NotFound
from remit.inquiry.finding import Looker
from remit.inquiry.methods import METHODS
from remit.store.analyses import standing

__all__ = ["MOST_CORROBORATING", "Desk", "concerning", "gathered", "ranked", "with_decisions"]

MOST_CORROBORATING = 3
"""Other kinds of findings about the same things that count towards the order."""


class Desk(Looker, Protocol):
    """What the desk uses of a View."""


def gathered(view: Desk, kept: Sequence[str], seeds: Sequence[str] = ()) -> dict[str, Any]:
    """The findings of runs of methods in one order, and what each run looked at.

    `set_aside` counts by kind what a method found and nothing else in the case concerns.
    """
    known = {method.name for method in METHODS}
    here = {one.id for one in view.analyses.listed() if one.kind in known}
    if unknown := [one for one in kept if one not in here]:
        raise NotFound(f"no run of a method called {unknown[0][:60]} in what this act may see")
    runs = [json.loads(view.analyses.read(one)) for one in dict.fromkeys(kept)]
    found = {one["finding"]: one for run in runs for one in run["findings"]}
    order, set_aside = concerning(ranked(list(found.values())), frozenset(seeds))
    view.cite([(row["load"], row["row"]) for one in order for row in one["rows"]])
    return {
        "findings": order,
        "methods": [
            {
                **run["method"],
                "looked_at": run["looked_at"],
                "findings": len(run["findings"]),
                "below": run["below"],
                "kept": name,
            }
            for name, run in zip(dict.fromkeys(kept), runs, strict=True)
        ],
        "set_aside": set_aside,
        "gave_nothing": [_nothing(run) for run in runs if not run["findings"]],
        "threshold": runs[0]["threshold"] if runs else None,
    }


def concerning(
    findings: Sequence[dict[str, Any]], seeds: frozenset[str]
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Findings that concern the case, and how many of each kind were set aside.

    One that says what everybody does (`alone` is false) concerns it where another kind of finding
    or a seed is about one of its things. Where nothing stands alone, all are told: then they are
    what there is.
    """
    if not any(one.get("alone", True) for one in findings):
        return list(findings), {}
    told, aside = [], Counter[str]()
    for one in findings:
        things = {thing["entity"] for thing in one["entities"]}
        if one.get("alone", True) or one["corroborated_by"] or things & seeds:
            told.append(one)
        else:
            aside[one["kind"]] += 1
    return told, dict(sorted(aside.items()))


def ranked(findings: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """In turn of each kind of finding, so that none crowds out the others.

    Within a kind those come first of whose things other kinds of findings speak as well, then
    those farther beyond chance; ties by id.
    """
    about: dict[str, set[str]] = defaultdict(set)
    for one in findings:
        for thing in one["entities"]:
            about[thing["entity"]].add(one["kind"])
    by_kind: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for one in findings:
        others = set().union(*(about[thing["entity"]] for thing in one["entities"])) - {one["kind"]}
        with_it = min(len(others), MOST_CORROBORATING)
        key = (-with_it, one["expected_by_chance"] or 0.0, one["finding"])
        by_kind[one["kind"]].append((*key, {**one, "corroborated_by": sorted(others)}))
    turns = []
    for kind, some in by_kind.items():
        for turn, (with_it, expected, name, one) in enumerate(sorted(some, key=lambda s: s[:3])):
            turns.append((turn, with_it, expected, kind, name, one))
    return [one for *_, one in sorted(turns, key=lambda turn: turn[:5])]


def with_decisions(view: Desk, told: Mapping[str, Any]) -> dict[str, Any]:
    """The same with what persons decided of each finding: `state`, and `decisions` with reasons."""
    every = view.analyses.decided()
    now = standing(every)
    by_finding: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in every:
        by_finding[one.finding].append(
            {
                "decision": one.id,
                "state": one.state,
                "reason": one.reason,
                "yardstick": one.yardstick,
                "confidence": one.confidence,
                "by": one.made_by,
                "at": one.made_at.isoformat(),
                "act": one.act,
            }
        )
    return {
        **told,
        "findings": [
            {
                **one,
                "state": now[one["finding"]].state if one["finding"] in now else "proposed",
                "decisions": by_finding.get(one["finding"], []),
            }
            for one in told["findings"]
        ],
    }


def _nothing(run: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "method": run["method"]["name"],
        "looked_at": run["looked_at"],
        "below": run["below"],
    }
