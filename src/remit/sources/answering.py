"""What a load answers before it has begun, where it waits, and where the file came before."""

from dataclasses import asdict
from typing import Any

from remit.sources.authority import Authority
from remit.sources.defects import Defect
from remit.sources.plan import Plan
from remit.sources.receiving import Receiving
from remit.store.draft import Draft

__all__ = ["delivered_before", "loaded_under", "planned_only", "waits"]


def planned_only(plan: Plan) -> dict[str, Any]:
    """The answer of a file that has not been loaded."""
    return {
        "load": None,
        "file": plan.path.name,
        "source": plan.profile.id,
        "received": 0,
        "accepted": 0,
        "rejected": 0,
        "held": 0,
        "rejects": [],
        "rejects_left_out": 0,
        "questions": [asdict(question) for question in plan.questions],
        "notes": [note for part in plan.parts for note in part.notes],
        "defects": [],
        "kept": [],
        "authority": None,
    }


def waits(receiving: Receiving, alarm: dict[str, Any]) -> dict[str, Any]:
    """The answer of a delivery of which nothing is loaded until somebody answers."""
    counts = dict.fromkeys(("received", "accepted", "rejected", "rejects_left_out"), 0)
    lists = {name: list[Any]() for name in ("rejects", "questions", "notes", "defects", "kept")}
    return {
        "load": None,
        "file": receiving.lies.path.name,
        "source": receiving.source,
        **counts,
        **lists,
        "feed": receiving.feed.how.name,
        "delivery": "waits",
        "delta": None,
        "alarm": alarm,
    }


def loaded_under(draft: Draft, under: Authority | None) -> list[str]:
    """What to know of a file that was loaded before under another authority."""
    if under is None or draft.authority == under.as_json():
        return []
    return ["it was loaded before under another authority, and stays as it is"]


def delivered_before(plan: Plan, draft: Draft) -> list[dict[str, Any]]:
    """The defect of a file whose very bytes came before under another name; else nothing."""
    name = draft.file_name
    if name is None or name == plan.path.name:
        return []
    text = f"the same bytes were delivered before as {name!r}: they are loaded once"
    return [asdict(Defect("repeated", text))]
