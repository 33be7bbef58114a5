"""The capability `analyse`: the plan of an analysis, what was found, and what was decided of it."""

import json
from collections.abc import Sequence
from typing import Any, Literal

from remit.authority.capability import Capability
from remit.desk.changes import changes
from remit.desk.gathering import Desk, gathered, with_decisions
from remit.desk.planning import meant, planned
from remit.errors import Misuse, NotFound
from remit.inquiry.folded import asked

__all__ = [
    "ANALYSE",
    "KIND",
    "Confidence",
    "Yardstick",
    "decide",
    "gather",
    "plan",
    "read",
    "recent",
]

ANALYSE = Capability(
    id="analyse",
    title="Analyse a case",
    risk="sensitive",
    operation="combination",
    pages=("/analyses",),
)

KIND = "analysis"
"""What a kept analysis is called among those of single methods."""

LONGEST_REASON = 2_000

Yardstick = Literal[
    "remote-chance",
    "highly-unlikely",
    "unlikely",
    "realistic-possibility",
    "likely",
    "highly-likely",
    "almost-certain",
]
"""The probability yardstick of the Professional Head of Intelligence Assessment; its bands are in
`products/yardstick.py`."""

Confidence = Literal["low", "moderate", "high"]
"""How sure the person is of the assessment, apart from how likely it is."""


@ANALYSE.verb("plan", operation="consultation")
def plan(view: Desk, *, seeds: Sequence[str] = (), question: str | None = None) -> dict[str, Any]:
    """What an analysis would do: each method with what it asks, what it reads, or why it cannot.

    `seeds` are ids, or texts that say exactly one thing. Raises `Misuse` where one says several.
    """
    named = meant(view, seeds)
    return {
        "seeds": named,
        "question": None if question is None else asked(question),
        "plan": planned(view, [one["entity"] for one in named]),
    }


@ANALYSE.verb("gather")
def gather(
    view: Desk,
    kept: Sequence[str],
    *,
    seeds: Sequence[str] = (),
    question: str | None = None,
    not_run: Sequence[str] = (),
) -> dict[str, Any]:
    """The runs named, put together: findings in one order, by line of enquiry, and what gave none.

    `kept` are the runs of methods, `not_run` says in words which did not run and why. It is kept,
    with what is new and what is gone since the last analysis with the same seeds and question.
    Raises `NotFound` where a run is not in view.
    """
    found = gathered(view, list(kept), list(seeds))
    told = {
        "seeds": list(seeds),
        "question": None if question is None else asked(question),
        "not_run": list(not_run),
        **found,
    }
    told["changed"] = changes(view, KIND, told)
    analysis = view.analyses.keep(KIND, json.dumps(told, ensure_ascii=False).encode())
    return {"analysis": analysis, **with_decisions(view, told)}


@ANALYSE.verb("read", operation="consultation")
def read(view: Desk, analysis: str) -> dict[str, Any]:
    """An analysis that was kept, with what persons decided of its findings since."""
    told = _kept(view, analysis)
    view.cite([(row["load"], row["row"]) for one in told["findings"] for row in one["rows"]])
    made = next(one for one in view.analyses.listed(KIND) if one.id == analysis)
    flag = None
    if made.flag is not None:
        flag = {"rows": made.flag.rows, "first": made.flag.first.isoformat()}
    at = made.made_at.isoformat()
    return {
        "analysis": analysis,
        "made_at": at,
        "made_by_act": made.act,
        "flag": flag,
        **with_decisions(view, told),
    }


@ANALYSE.verb("list", operation="consultation")
def recent(view: Desk) -> dict[str, Any]:
    """The analyses of the case that this act may read, newest first."""
    made = []
    for one in view.analyses.listed(KIND):
        told = json.loads(view.analyses.read(one.id))
        made.append(
            {
                "analysis": one.id,
                "made_at": one.made_at.isoformat(),
                "act": one.act,
                "question": told["question"],
                "seeds": told["seeds"],
                "findings": len(told["findings"]),
                "flagged": one.flag is not None,
            }
        )
    return {"analyses": made}


@ANALYSE.verb("decide", operation="alteration")
def decide(
    view: Desk,
    analysis: str,
    finding: str,
    state: Literal["accepted", "rejected", "noted", "withdrawn"],
    reason: str,
    *,
    yardstick: Yardstick | None = None,
    confidence: Confidence | None = None,
) -> dict[str, Any]:
    """A person's decision about one finding, with the reason; a later one takes its place.

    How likely an assessment is said to be (`yardstick`, of the PHIA), and how sure the person is of
    that, are theirs alone to say: no method chooses a word. `noted` adds a remark;
    `withdrawn` takes the last decision back. Nothing is erased: what was rejected stays in the
    record. Raises `NotFound`, and `Misuse` without a reason.
    """
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise Misuse(f"give a reason of at most {LONGEST_REASON:,} characters")
    found = next((f for f in _kept(view, analysis)["findings"] if f["finding"] == finding), None)
    if found is None:
        raise NotFound(f"{analysis[:60]} has no finding {finding[:60]}")
    if found["basis"] == "fact" and (yardstick or confidence):
        raise Misuse("a fact is no more or less likely: only an assessment is put on the yardstick")
    name = view.analyses.decide(analysis, finding, state, said, yardstick, confidence)
    return {"decision": name, "analysis": analysis, "finding": finding, "state": state}


def _kept(view: Desk, analysis: str) -> dict[str, Any]:
    if analysis not in {one.id for one in view.analyses.listed(KIND)}:
        raise NotFound(f"no analysis {analysis[:60]} in what this act may see")
    told: dict[str, Any] = json.loads(view.analyses.read(analysis))
    return told
