"""Brakes and remits as the database has them, held against the ledger when a house is opened.

Acts are decided on the tables, since they are quick to read. Whoever can write to the database
could end a handbrake or bring a remit back there; the ledger's public entries say otherwise.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from remit.authority.rows import within
from remit.errors import Damaged
from remit.ledger.log import Batch, Log

__all__ = ["check_standing"]

_PUBLIC = (
    "SELECT leaf.entry FROM leaf JOIN public_entry ON public_entry.seq = leaf.seq ORDER BY leaf.seq"
)


def check_standing(log: Log) -> None:
    """Raise `Damaged` where the database allows what the ledger does not.

    That is: a handbrake on in the ledger and off in the database, or a version of a remit live in
    the database and not in the ledger.
    """

    def work(batch: Batch) -> None:
        run = within(batch)
        entries = [json.loads(bytes(row[0])) for row in run(_PUBLIC, ())]
        engaged, live = _replayed(entries)
        stands = {row[0] for row in run("SELECT id FROM brake WHERE released_at IS NULL", ())}
        if off := sorted(engaged - stands):
            raise Damaged(f"{off[0]} is on in the ledger and off in the database: tampered with")
        rows = run("SELECT id, version FROM remit WHERE state = ?", ("live",))
        if more := sorted({(row[0], row[1]) for row in rows} - live):
            name, version = more[0]
            raise Damaged(
                f"{name} version {version} is live in the database and not in the ledger: "
                "tampered with"
            )

    log.commit(work)


def _replayed(entries: Iterable[Mapping[str, Any]]) -> tuple[set[str], set[tuple[str, int]]]:
    """Handbrakes on and versions of remits live, by the public entries in their order."""
    engaged: set[str] = set()
    live: dict[str, int] = {}
    for entry in entries:
        kind, facts = entry["kind"], entry["public"]
        if kind == "brake.pulled":
            engaged.add(facts["brake"])
        elif kind == "brake.released":
            engaged.discard(facts["brake"])
        elif kind.startswith("remit.") and facts["state"] == "live":
            live[facts["remit"]] = facts["version"]
        elif kind.startswith("remit.") and live.get(facts["remit"]) == facts["version"]:
            del live[facts["remit"]]
    return engaged, set(live.items())
