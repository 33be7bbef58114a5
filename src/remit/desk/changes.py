"""What an analysis found that the one before did not, and the other way round."""

import json
from collections.abc import Mapping
from typing import Any

from remit.desk.gathering import Desk

__all__ = ["changes"]


def changes(view: Desk, kind: str, told: Mapping[str, Any]) -> dict[str, Any] | None:
    """Ids of findings that are new, and statements of those gone; None for a first analysis.

    It is held against the last one of the same seeds and question.
    """
    now = {one["finding"] for one in told["findings"]}
    for kept in view.analyses.listed(kind):
        before = json.loads(view.analyses.read(kept.id))
        if (before["seeds"], before["question"]) != (told["seeds"], told["question"]):
            continue
        was = {one["finding"]: one["statement"] for one in before["findings"]}
        return {
            "since": kept.id,
            "made_at": kept.made_at.isoformat(),
            "new": sorted(now - set(was)),
            "gone": [{"finding": i, "statement": was[i]} for i in sorted(set(was) - now)],
            "same": len(now & set(was)),
        }
    return None
