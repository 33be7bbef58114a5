"""The oversight body's keys: named in the genesis entry, fixed for the life of a workspace."""

from collections.abc import Mapping
from typing import Any

from remit.errors import BadInput, Damaged
from remit.ledger.log import Log
from remit.ledger.note import Verifier, open_note

__all__ = ["genesis", "signed_by"]


def genesis(log: Log) -> Mapping[str, Any]:
    """The facts the workspace was made with: `workspace`, `kind`, `overseers`, `log`."""
    facts: Mapping[str, Any] = log.entry(0)["public"]
    return facts


def signed_by(log: Log, text: str, note: str) -> frozenset[str]:
    """The overseers' keys (as in genesis) under whose signature `note` says exactly `text`."""
    return frozenset(key for key in genesis(log)["overseers"] if _says(note, key, text))


def _says(note: str, key: str, text: str) -> bool:
    try:
        said, names = open_note(note, [Verifier(key)])
    except (BadInput, Damaged, ValueError):
        return False
    return bool(names) and said == text
