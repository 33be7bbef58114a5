"""What was loaded, and how layouts are read: the verbs of `load` that look at either."""

import json
from typing import Any

from remit.errors import Misuse
from remit.sources.load import LOAD
from remit.sources.profile import profiles as shipped
from remit.sources.standing import told
from remit.store.catalogue import Load
from remit.store.writer import Writer

__all__ = ["forget", "listed", "profiles", "rejects"]

MOST_LISTED = 1_000
"""Loads listed in one answer."""


@LOAD.verb("list", operation="consultation")
def listed(writer: Writer, limit: int = 200) -> dict[str, Any]:
    """What was loaded: each delivery with its counts, and what was noticed in it; standing feeds.

    The latest first. Loads that are not visible (cut off, taken out of view, erased) say so.
    """
    if not 1 <= limit <= MOST_LISTED:
        raise Misuse(f"limit is 1 to {MOST_LISTED:,}")
    loads = sorted(writer.loads(), key=lambda one: (one.loaded_at, one.id), reverse=True)
    shown = [_told(one) for one in loads[:limit]]
    hand = writer.deliveries
    feeds = [told(hand, one) for one in hand.all()]
    return {"loads": shown, "left_out": len(loads) - len(shown), "feeds": feeds}


@LOAD.verb("rejects", operation="consultation")
def rejects(writer: Writer, load: str, after: int = 0, limit: int = 100) -> dict[str, Any]:
    """The rows of a load that were rejected: why each was, and what was received.

    `row` counts as in the file; `next` is where to go on, None at the end. Nothing is received
    of rows that are held back, which an independent person decides on. A rejected row names
    nobody that could have a category: where the remit does not admit `uncategorised`, its reason
    and what was received are left out, and `left_out` says so.
    """
    if not 1 <= limit <= MOST_LISTED or after < 0:
        raise Misuse(f"limit is 1 to {MOST_LISTED:,}, after a row")
    found = writer.rejects(load, limit + 1, after)
    admitted = "uncategorised" in writer.act.scope.categories
    (of,) = (one for one in writer.loads() if one.id == load)
    rows = [
        {
            "row": one.pos,
            "reason": one.reason if admitted or one.ground else None,
            "ground": one.ground,
            "received": json.loads(one.raw) if admitted and not one.ground else None,
        }
        for one in found[:limit]
    ]
    return {
        "load": load,
        "file": of.file_name,
        "source": of.source,
        "rejected": of.rejected,
        "rows": rows,
        "next": found[limit - 1].pos if len(found) > limit else None,
        "left_out": "" if admitted else "what uncategorised rows say: the remit does not admit it",
    }


@LOAD.verb("profiles", operation="consultation")
def profiles(writer: Writer) -> dict[str, Any]:
    """Every source profile: those shipped, and those kept from answers."""
    known = [
        {"profile": one.id, "version": one.version, "title": one.title, "kept": None}
        for one in shipped().values()
    ]
    kept = [
        {
            "profile": one.layout,
            "version": one.version,
            "title": one.title,
            "kept": {"by": one.kept_by, "at": one.kept_at.isoformat(), "source": one.source},
        }
        for one in writer.kept.all()
    ]
    return {"profiles": known + kept}


@LOAD.verb("forget", operation="alteration")
def forget(writer: Writer, profile: str) -> dict[str, Any]:
    """Forget a kept profile: the next file of its layout is asked about again."""
    writer.forget_profile(profile)
    return {"forgotten": profile}


def _told(one: Load) -> dict[str, Any]:
    counts = {name: getattr(one, name) for name in ("received", "accepted", "rejected", "held")}
    return {
        "load": one.id,
        "file": one.file_name,
        "source": one.source,
        "profile": f"{one.profile} v{one.profile_version}",
        "state": one.state,
        "handling": one.handling,
        "retention": one.retention,
        "review_due": one.review_due,
        "loaded_at": one.loaded_at.isoformat(),
        **counts,
        "unchanged": one.unchanged,
        "superseded": one.superseded,
        "authority": json.loads(one.authority) if one.authority else None,
        **({"notes": [], "defects": []} | dict(one.noticed)),
    }
