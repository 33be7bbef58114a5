"""The capability `quarantine`: an independent person decides on rows that are held back.

It is refused to everybody who has or had a part in the case, whatever remit they hold.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from remit.authority.capability import Capability
from remit.errors import Misuse
from remit.store.quarantine import Decision, Quarantine, Which
from remit.store.rejects import Hold

__all__ = ["QUARANTINE", "list_", "read", "release", "seal"]

QUARANTINE = Capability(
    id="quarantine",
    title="Decide on what is held back of a load",
    risk="sensitive",
    operation="consultation",
    hand="quarantine",
    independent=True,
)

_SPAN = re.compile(r"([0-9]{1,12})(?:-([0-9]{1,12}))?")


@QUARANTINE.verb("list")
def list_(quarantine: Quarantine) -> dict[str, Any]:
    """Loads with rows that are held back, how many on which ground, and nothing of their content.

    Without a case, those of every case that you have no part in.
    """
    told = [
        {
            "load": one.load.id,
            "file": one.load.file_name,
            "source": one.load.source,
            "case": one.load.case,
            "received": one.load.received,
            "accepted": one.load.accepted,
            "rejected": one.load.rejected,
            "held": sum(one.grounds.values()),
            "grounds": [{"ground": ground, "rows": n} for ground, n in one.grounds.items()],
        }
        for one in quarantine.held()
    ]
    return {"loads": told}


@QUARANTINE.verb("read")
def read(quarantine: Quarantine, load: str, *, after: int = 0, limit: int = 100) -> dict[str, Any]:
    """The rows of a load that are held back, as received, with the reason of each.

    They come in order of row, `limit` of them (1 to 1,000) after the row AFTER.
    """
    if not 1 <= limit <= 1_000:
        raise Misuse(f"a limit is from 1 to 1,000; not {limit}")
    found, rows = quarantine.rows(load, after, limit)
    where = {"source": found.source, "file": found.file_name, "load": found.id}
    return where | {
        "case": found.case,
        "authority": json.loads(found.authority) if found.authority else None,
        "held": found.held,
        "shown": len(rows),
        "next": rows[-1].pos if len(rows) == limit else None,
        "waiting": [
            {
                "row": one.pos,
                "ground": one.ground,
                "reason": one.reason,
                "received": one.raw,
                "rows": [where | {"row": one.pos}],
            }
            for one in rows
        ],
    }


@QUARANTINE.verb("release", operation="alteration")
def release(
    quarantine: Quarantine,
    load: str,
    *,
    rows: Sequence[str] | None = None,
    ground: str | None = None,
) -> dict[str, Any]:
    """Let held rows into the load: from then on they are rows like any other.

    ROWS are numbers or spans such as 20-35; a GROUND takes what is held on it; neither takes
    all that is held. Your justification is kept with the decision.
    """
    return _said("released", quarantine.release(load, _which(rows, ground)))


@QUARANTINE.verb("seal", operation="erasure")
def seal(
    quarantine: Quarantine,
    load: str,
    *,
    rows: Sequence[str] | None = None,
    ground: str | None = None,
) -> dict[str, Any]:
    """Destroy what held rows say, for good and in every copy. That they were there stays.

    ROWS are numbers or spans such as 20-35; a GROUND takes what is held on it; neither takes
    all that is held. Your justification is kept with the decision.
    """
    return _said("sealed", quarantine.seal(load, _which(rows, ground)))


def _said(how: str, decision: Decision) -> dict[str, Any]:
    plain = asdict(decision)
    return {"load": plain["load"], how: plain["rows"]} | {n: plain[n] for n in ("accepted", "held")}


def _which(rows: Sequence[str] | None, ground: str | None) -> Which:
    spans = [_span(text) for text in rows or ()]

    def meant(one: Hold) -> bool:
        if ground is not None and one.ground != ground:
            return False
        return not spans or any(first <= one.pos <= last for first, last in spans)

    return meant


def _span(text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(str(text).strip())
    if found is None:
        raise Misuse(f"rows are numbers or spans such as 20-35; not {text}")
    first, last = int(found[1]), int(found[2] or found[1])
    if first > last:
        raise Misuse(f"a span begins with its lower row; not {text}")
    return first, last
