"""What a load left out because it was not agreed: said in the ledger with the load's outcome."""

from collections.abc import Mapping
from typing import Any

from remit.authority.act import Act
from remit.ledger.entry import Entry
from remit.ledger.log import Batch

__all__ = ["enter"]


def enter(
    act: Act, load: str, sha256: str, terms: Mapping[str, Any], left_out: Mapping[str, int]
) -> None:
    """Enter the terms, and how many rows of which type they left out, when the act is released.

    `sha256` is the hash of the whole file as received, of which only the agreed part is kept.
    """

    def work(batch: Batch) -> None:
        body = {
            "act": act.id,
            "load": load,
            "received_sha256": sha256,
            "agreed": dict(terms),
            "left_out": dict(left_out),
        }
        batch.append(Entry("load.agreed", {"load": load}, body=body))

    act.at_outcome(work)
