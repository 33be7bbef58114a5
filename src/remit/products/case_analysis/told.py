"""A kept analysis and the decisions about it, as the product needs them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from remit.errors import Misuse, NotFound
from remit.products.document import Row
from remit.store.analyses import Decided, standing

__all__ = ["Decision", "Told", "rows", "told"]

KIND = "analysis"


@dataclass(frozen=True, slots=True)
class Decision:
    """A finding with the decision that counts, and remarks made on it."""

    finding: Mapping[str, Any]
    decided: Decided
    notes: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An analysis as it was kept, and what was decided of it since."""

    analysis: str
    question: str | None
    accepted: tuple[Decision, ...]
    """In the order of the analysis."""
    rejected: tuple[Decision, ...]
    undecided: int
    methods: tuple[Mapping[str, Any], ...]
    not_run: tuple[str, ...]


def told(view: Any, analysis: str) -> Told:
    """The analysis named. Raises `NotFound`, and `Misuse` where nothing of it was accepted."""
    if analysis not in {one.id for one in view.analyses.listed(KIND)}:
        raise NotFound(f"no analysis {analysis[:60]} in what this act may see")
    kept: dict[str, Any] = json.loads(view.analyses.read(analysis))
    every = view.analyses.decided()
    now = standing(every)
    decisions: dict[str, list[Decision]] = {"accepted": [], "rejected": []}
    for one in kept["findings"]:
        decided = now.get(one["finding"])
        if decided is not None:
            notes = (d for d in every if d.finding == one["finding"] and d.state == "noted")
            decisions[decided.state].append(Decision(one, decided, tuple(notes)))
    if not decisions["accepted"]:
        raise Misuse(f"nothing of {analysis[:60]} was accepted: a product holds what a person took")
    return Told(
        analysis,
        kept["question"],
        tuple(decisions["accepted"]),
        tuple(decisions["rejected"]),
        len(kept["findings"]) - len(decisions["accepted"]) - len(decisions["rejected"]),
        tuple(kept["methods"]),
        tuple(kept["not_run"]),
    )


def rows(cited: list[Mapping[str, Any]]) -> list[Row]:
    """Rows as they were cited, as figures take them."""
    return [(one["load"], one["row"]) for one in cited]
